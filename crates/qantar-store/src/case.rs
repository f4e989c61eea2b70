//! Opening a case, and writing to it.

use crate::error::{Error, ErrorKind};
use crate::keep::{self, Arrived, Keeping};
use crate::schema::{self, Look};
use jiff::Timestamp;
use qantar_record::{Document, Problem, Reading};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another writer, unless [`Case::wait_at_most`] says otherwise. A guess (November 2026): a batch
/// of a few hundred documents is written in less.
const PATIENCE: Duration = Duration::from_secs(3);

/// Memory for pages of the file, in KiB; it is taken as pages are read. With SQLite's own 2 MiB, keeping and lists take
/// half as long again in a case of 100,000 accounts (`benches/case.rs`, November 2026).
const CACHE_KIB: i64 = 65_536;

/// An open case.
///
/// One process writes at a time; any number read meanwhile, and each query sees one state of the case.
#[derive(Debug)]
pub struct Case {
    pub(crate) db: Connection,
    path: PathBuf,
    read_only: bool,
    /// Whether it is a copy in memory that shows a moment of the past.
    pub(crate) past: bool,
}

impl Case {
    /// Opens a case that exists, to read and write. A case of an older version is brought up to date.
    pub fn open(path: &Path) -> Result<Case, Error> {
        let opened = match schema::look(path) {
            Ok(Look::Case) => writable(path, OpenFlags::SQLITE_OPEN_READ_WRITE),
            Ok(Look::Empty) => Err(ErrorKind::NotSqlite),
            Err(kind) => Err(kind),
        };
        Case::opened(path, opened, false)
    }

    /// Opens a case to read and write; makes it when there is no file, or one of no bytes. The folder must exist.
    pub fn open_or_create(path: &Path) -> Result<Case, Error> {
        let opened = match schema::look(path) {
            Ok(Look::Case) => writable(path, OpenFlags::SQLITE_OPEN_READ_WRITE),
            Ok(Look::Empty) | Err(ErrorKind::Missing) => {
                writable(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
            }
            Err(kind) => Err(kind),
        };
        Case::opened(path, opened, false)
    }

    /// Opens a case that exists, to read only; it works while another process writes, and on a disk that cannot be
    /// written.
    pub fn open_read_only(path: &Path) -> Result<Case, Error> {
        let opened = match schema::look(path) {
            Ok(Look::Case) => readable(path),
            Ok(Look::Empty) => Err(ErrorKind::NotSqlite),
            Err(kind) => Err(kind),
        };
        Case::opened(path, opened, true)
    }

    fn opened(path: &Path, opened: Result<Connection, ErrorKind>, read_only: bool) -> Result<Case, Error> {
        match opened {
            Ok(db) => Ok(Case { db, path: path.to_owned(), read_only, past: false }),
            Err(kind) => Err(Error::new(path, "open", kind)),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version of the file's shape: the number of its last migration, from 1.
    pub fn schema_version(&self) -> Result<i64, Error> {
        schema::version(&self.db).map_err(|kind| self.cannot("read", kind))
    }

    /// How long a write waits for another process's write to end before it fails; 3 seconds unless set here.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), Error> {
        self.db.busy_timeout(patience).map_err(|error| self.cannot("open", error))
    }

    /// Lets the file grow to so many pages of 4 KiB and no more while it is open, so that tests meet a full disk.
    #[doc(hidden)]
    pub fn grow_at_most(&self, pages: u32) -> Result<(), Error> {
        self.db.pragma_update(None, "max_page_count", pages).map_err(|error| self.cannot("open", error))
    }

    /// Keeps one document with its reading, in a transaction of its own; see [`Writer::keep`].
    pub fn keep(
        &mut self,
        document: &Document,
        reading: &Reading,
        origin: &str,
        problems: &[Problem],
        at: Timestamp,
    ) -> Result<Keeping, Error> {
        self.transaction(|writer| writer.keep(document, reading, origin, problems, at))
    }

    /// Keeps many documents in one transaction, which is much faster than one each. When `work` fails, or panics,
    /// nothing of it is kept.
    ///
    /// Other writers wait until it is over, so read first and keep then, some hundred documents at a time.
    pub fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.read_only {
            return Err(self.cannot("write to", ErrorKind::ReadOnly).into());
        }
        let path = &self.path;
        let failed = |error: rusqlite::Error| Error::new(path, "write to", error);
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut writer = Writer { transaction, path, past: self.past };
        let made = work(&mut writer)?;
        writer.transaction.commit().map_err(failed)?;
        Ok(made)
    }

    pub(crate) fn cannot(&self, doing: &'static str, kind: impl Into<ErrorKind>) -> Error {
        Error::new(&self.path, doing, kind)
    }
}

/// A transaction on a case under way; made by [`Case::transaction`].
#[derive(Debug)]
pub struct Writer<'c> {
    transaction: Transaction<'c>,
    path: &'c Path,
    past: bool,
}

impl Writer<'_> {
    /// Keeps one document with its reading: all of it or, on an error, nothing.
    ///
    /// `origin`, `problems` and `at` are those of [`Arrived`].
    pub fn keep(
        &mut self,
        document: &Document,
        reading: &Reading,
        origin: &str,
        problems: &[Problem],
        at: Timestamp,
    ) -> Result<Keeping, Error> {
        let arrived = Arrived { document, reading, origin, problems, at };
        Ok(self.keep_all([arrived])?[0])
    }

    /// Keeps documents with their readings: all of them or, on an error, none. What is needed to take a step back is written
    /// aside, a page of the case at a time, and once a step: many documents in one step are kept much faster than one by one.
    pub fn keep_all<'a>(&mut self, arrived: impl IntoIterator<Item = Arrived<'a>>) -> Result<Vec<Keeping>, Error> {
        self.decide("keep a document in", |db| arrived.into_iter().map(|one| keep::keep(db, &one)).collect())
    }

    /// A step that adds to the log, which a moment of the past does not take.
    pub(crate) fn decide<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, ErrorKind>,
    ) -> Result<T, Error> {
        let past = self.past;
        self.step(doing, |db| if past { Err(ErrorKind::Past) } else { work(db) })
    }

    /// One step of the transaction: all of it or, on an error, nothing.
    pub(crate) fn step<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, ErrorKind>,
    ) -> Result<T, Error> {
        let path = self.path;
        let failed = |kind: ErrorKind| Error::new(path, doing, kind);
        let step = self.transaction.savepoint().map_err(|error| failed(error.into()))?;
        let made = work(&step).map_err(failed)?;
        step.commit().map_err(|error| failed(error.into()))?;
        Ok(made)
    }
}

fn writable(path: &Path, flags: OpenFlags) -> Result<Connection, ErrorKind> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(ErrorKind::Unwritable(format!("there is no folder {}", folder.display())));
    }
    let mut db = connect(path, flags)?;
    // SQLite opens a write-protected file for reading without a word.
    if db.is_readonly("main")? {
        return Err(ErrorKind::Unwritable("it is write-protected".into()));
    }
    // Only now, because it reads the schema, which fails with other words where nothing may be written.
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    schema::migrate(&mut db)?;
    schema::check(&db)?;
    // After the first migration, so that the main file itself says from the start that it is a case.
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    match mode.as_str() {
        "wal" => Ok(db),
        _ => Err(ErrorKind::Unwritable("its disk allows no write-ahead log; put it on a local disk".into())),
    }
}

/// Three ways, because a write-ahead log needs files beside the case even to be read.
///
/// With no log there, nobody is writing: a connection that could write, and is told not to, takes its files away when
/// it closes, which one that can only read does not. With a log there, its files are there to stay. And where nothing
/// can be put beside the case, on a read-only disk, the file is taken as it is.
fn readable(path: &Path) -> Result<Connection, ErrorKind> {
    let quiet = !schema::beside(path, "-wal").exists();
    let flags = if quiet { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    match look_only(path, flags) {
        Err(ErrorKind::Unwritable(_)) if quiet => {
            // It tells SQLite that the file does not change while it is open.
            look_only(&uri(path, "immutable=1")?, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
        }
        other => other,
    }
}

fn look_only(path: &Path, flags: OpenFlags) -> Result<Connection, ErrorKind> {
    let db = connect(path, flags)?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    schema::check(&db)?;
    Ok(db)
}

/// The file as a URI, with what SQLite is to be told of it.
pub(crate) fn uri(path: &Path, told: &str) -> Result<PathBuf, ErrorKind> {
    let path = absolute(path)?;
    let text = path.to_str().ok_or_else(|| ErrorKind::Unreadable("its path is not UTF-8".into()))?;
    let escaped = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("file:{escaped}?{told}").into())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, ErrorKind> {
    let whole = if flags.contains(OpenFlags::SQLITE_OPEN_URI) { path.to_owned() } else { absolute(path)? };
    prepared(Connection::open_with_flags(whole, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?)
}

/// A case in memory, with nothing in it.
pub(crate) fn in_memory(path: &Path) -> Result<Case, ErrorKind> {
    let mut db = prepared(Connection::open_in_memory()?)?;
    schema::migrate(&mut db)?;
    Ok(Case { db, path: path.to_owned(), read_only: false, past: true })
}

fn prepared(db: Connection) -> Result<Connection, ErrorKind> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(64);
    db.pragma_update(None, "foreign_keys", true)?;
    // A case may come from strangers: nothing in its schema may call functions.
    db.pragma_update(None, "trusted_schema", false)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    // Both look for words in lower case; `has` in a text that is in lower case itself, which is much faster.
    let unfit = |error: FromSqlError| rusqlite::Error::UserFunctionError(error.into());
    db.create_scalar_function("holds", 2, flags, move |call| {
        let text = call.get_raw(0).as_str_or_null().map_err(unfit)?;
        let part = call.get_raw(1).as_str().map_err(unfit)?;
        Ok(text.is_some_and(|text| text.to_lowercase().contains(part)))
    })?;
    db.create_scalar_function("has", 2, flags, move |call| {
        let text = call.get_raw(0).as_str().map_err(unfit)?;
        Ok(text.contains(call.get_raw(1).as_str().map_err(unfit)?))
    })?;
    Ok(db)
}

/// A whole path, so that a file named `:memory:` is a file.
fn absolute(path: &Path) -> Result<PathBuf, ErrorKind> {
    std::path::absolute(path).map_err(|_| ErrorKind::Missing)
}
