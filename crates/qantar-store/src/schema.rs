//! The shape of the file: how a case is told from other files, and how an older one is brought up to date.
//!
//! Migrations run forward only, each in a transaction of its own. A released migration is never edited.

use crate::error::ErrorKind;
use crate::{derive, event, judge, search};
use rusqlite::{Connection, TransactionBehavior};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// "QNTR", at byte 68 of every case.
pub(crate) const APPLICATION_ID: i64 = 0x514E_5452;

/// One step of the file's shape.
struct Migration {
    sql: &'static str,
    /// What SQL alone cannot do, after it.
    then: fn(&Connection) -> Result<(), ErrorKind>,
}

/// Number n brings a case from version n − 1 to n.
const MIGRATIONS: [Migration; 7] = [
    Migration { sql: include_str!("migrations/0001-case.sql"), then: |_| Ok(()) },
    Migration { sql: include_str!("migrations/0002-events.sql"), then: derive::tell_again },
    Migration { sql: include_str!("migrations/0003-page.sql"), then: search::index_reports },
    Migration {
        sql: include_str!("migrations/0004-people.sql"),
        // Rows of events are written with the columns of all steps, so they wait for the last.
        then: |db| {
            event::lay_out_again(db)?;
            judge::note_decisions(db)
        },
    },
    Migration { sql: include_str!("migrations/0005-looks.sql"), then: |_| Ok(()) },
    Migration { sql: include_str!("migrations/0006-runs.sql"), then: |_| Ok(()) },
    Migration { sql: include_str!("migrations/0007-parties.sql"), then: |_| Ok(()) },
];

/// The version that this program writes.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

const TABLES: [&str; 26] = [
    "about",
    "account",
    "change",
    "claim",
    "coder",
    "decision",
    "document",
    "earlier",
    "event",
    "event_body",
    "event_text",
    "event_words",
    "figure",
    "judged",
    "judgement",
    "merged",
    "origin",
    "party",
    "place",
    "problem",
    "reading",
    "refused",
    "report_text",
    "run",
    "statement",
    "telling",
];

/// What the first bytes say, read without SQLite so that a file which is no case is not touched in any way.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// A file of no bytes, which SQLite takes for an empty database.
    Empty,
    /// A case, by its application id.
    Case,
}

/// Looks at what lies at `path`.
pub(crate) fn look(path: &Path) -> Result<Look, ErrorKind> {
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(ErrorKind::NotAFile);
    }
    let mut header = Vec::with_capacity(HEADER);
    let file = File::open(path).map_err(unreadable)?;
    file.take(HEADER as u64).read_to_end(&mut header).map_err(unreadable)?;
    if header.is_empty() {
        return Ok(Look::Empty);
    }
    let magic = b"SQLite format 3\0";
    if !header.starts_with(magic) {
        return Err(ErrorKind::NotSqlite);
    }
    let Ok(header) = <[u8; HEADER]>::try_from(header) else {
        return Err(ErrorKind::Damaged("it ends within its first 100 bytes".into()));
    };
    if number_at(&header, 68) != APPLICATION_ID {
        return Err(ErrorKind::NotACase);
    }
    not_newer(number_at(&header, 60))?;
    whole(&header, about.len(), path)?;
    Ok(Look::Case)
}

/// Length of the header of a SQLite file (<https://sqlite.org/fileformat2.html>).
const HEADER: usize = 100;

fn number_at(header: &[u8; HEADER], at: usize) -> i64 {
    let bytes = header[at..at + 4].try_into().expect("four bytes are four bytes");
    i64::from(u32::from_be_bytes(bytes))
}

/// SQLite notices a file cut short only when it comes to the missing pages; people should hear it at once.
/// While a write-ahead log lies beside the file its header may be behind, and nothing can be told.
fn whole(header: &[u8; HEADER], length: u64, path: &Path) -> Result<(), ErrorKind> {
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let should = page * number_at(header, 28).unsigned_abs();
    if length < should && !beside(path, "-wal").exists() && !beside(path, "-journal").exists() {
        return Err(ErrorKind::Damaged(format!("it has {length} bytes of {should}")));
    }
    Ok(())
}

/// The path of a file that is kept beside `path`: its name and this ending.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn unreadable(error: std::io::Error) -> ErrorKind {
    match error.kind() {
        std::io::ErrorKind::NotFound => ErrorKind::Missing,
        _ => ErrorKind::Unreadable(error.to_string()),
    }
}

/// The version of the open case.
pub(crate) fn version(db: &Connection) -> Result<i64, ErrorKind> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the open file to [`VERSION`], one transaction a step; an empty file becomes a case.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), ErrorKind> {
    not_newer(version(db)?)?;
    for (done, step) in (0..).zip(MIGRATIONS) {
        if version(db)? > done {
            continue;
        }
        let step_in = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have taken the step while this one waited for the lock.
        if version(&step_in)? == done {
            step_in.execute_batch(step.sql)?;
            (step.then)(&step_in)?;
            step_in.pragma_update(None, "application_id", APPLICATION_ID)?;
            step_in.pragma_update(None, "user_version", done + 1)?;
        }
        step_in.commit()?;
    }
    Ok(())
}

/// Checks that the open file is of the version this program knows and has all its tables.
pub(crate) fn check(db: &Connection) -> Result<(), ErrorKind> {
    let found = version(db)?;
    not_newer(found)?;
    if found < VERSION {
        return Err(ErrorKind::Older { found, known: VERSION });
    }
    let mut has = db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1")?;
    for table in TABLES {
        let count: i64 = has.query_row([table], |row| row.get(0))?;
        if count == 0 {
            return Err(ErrorKind::Damaged(format!("the table {table} is missing")));
        }
    }
    Ok(())
}

fn not_newer(found: i64) -> Result<(), ErrorKind> {
    if found > VERSION { Err(ErrorKind::Newer { found, known: VERSION }) } else { Ok(()) }
}
