//! What can go wrong with a case, and what to do about it.

use rusqlite::ErrorCode;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why something could not be done with a case.
///
/// Shown as `cannot open out/case.qantar: there is no such file; check the path or make a new case`.
#[derive(Debug, Clone, thiserror::Error)]
#[error("cannot {doing} {}: {kind}", .path.display())]
pub struct Error {
    path: PathBuf,
    doing: &'static str,
    kind: ErrorKind,
}

impl Error {
    pub(crate) fn new(path: &Path, doing: &'static str, kind: impl Into<ErrorKind>) -> Self {
        Error { path: path.to_owned(), doing, kind: kind.into() }
    }

    /// The case concerned.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

/// What was wrong. The message of each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing lies there.
    #[error("there is no such file; check the path or make a new case")]
    Missing,
    /// A folder, a socket, a device.
    #[error("it is not a regular file; name the case file itself")]
    NotAFile,
    /// Some other file.
    #[error("it is not a SQLite file; check the path")]
    NotSqlite,
    /// A SQLite file that something else made.
    #[error("it is a SQLite file, but not a case; check the path")]
    NotACase,
    /// Written by a program that knows more than this one.
    #[error("it has version {found} and this program knows up to {known}; use a newer qantar")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// Written by an older program, and opened for reading, so that it cannot be brought up to date.
    #[error("it has version {found} and must be brought to {known}; open it once for writing")]
    Older {
        /// The version of the file.
        found: i64,
        /// The version this program needs.
        known: i64,
    },
    /// Cut short, overwritten, or missing a table.
    #[error("the file is damaged: {0}; restore it from a copy")]
    Damaged(String),
    /// Another writer did not finish in time.
    #[error("another program is writing to it and did not finish in time; wait and try again")]
    Locked,
    /// The file or its folder allows no writing.
    #[error("the file or its folder cannot be written: {0}; check permissions or open it for reading")]
    Unwritable(String),
    /// It can be found and not read.
    #[error("it cannot be read: {0}; check permissions and the disk")]
    Unreadable(String),
    /// The case was opened with [`crate::Case::open_read_only`].
    #[error("it was opened for reading only; open it for writing")]
    ReadOnly,
    /// No room.
    #[error("the disk is full; make room and try again")]
    Full,
    /// The reading is of another document than the one it came with.
    #[error("the reading is of document {reading}, not of {document}; read that document")]
    OtherDocument {
        /// Whose reading it is, shortened.
        reading: String,
        /// What it came with, shortened.
        document: String,
    },
    /// A value that no reading can have, such as a latitude of 91.
    #[error("a value does not fit: {0}; this is a fault of the program that read the document")]
    Unfit(String),
    /// A judgement by nobody.
    #[error("the judgement names nobody; say who decides")]
    NoAuthor,
    /// A judgement on an account that the case does not have, or has in another document.
    #[error("there is no account {number} in the document named; look it up again")]
    NoAccount {
        /// The number that was named.
        number: i64,
    },
    /// An undoing of what is no judgement.
    #[error("entry {number} of the log is no judgement; look its number up in the history")]
    NoJudgement {
        /// The number that was named.
        number: i64,
    },
    /// An undoing of what no longer holds.
    #[error("judgement {number} is undone already; undo judgement {by} to make it hold again")]
    Undone {
        /// The judgement that was named.
        number: i64,
        /// The one that undid it.
        by: i64,
    },
    /// A judgement that decides nothing, or of which something cannot be.
    #[error("the judgement decides nothing: {0}; put it right")]
    Undecided(String),
    /// An event that does not fit the case.
    #[error("the event {number} does not fit: {why}; merge again")]
    NoEvent {
        /// Its number.
        number: i64,
        /// What is wrong with it.
        why: String,
    },
    /// A case as of a moment in the past is there to be asked.
    #[error("it shows a moment of the past, where nothing can be decided or kept; use the case itself")]
    Past,
    /// What was kept, replayed, does not give the numbers that the log tells.
    #[error("what is kept does not give what the log tells: {0}; nothing was changed; use the version that wrote it")]
    Diverged(String),
    /// Anything else that SQLite says.
    #[error("{0}; if it happens again, check the disk and the file")]
    Other(String),
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        let said = said(&error);
        match &error {
            Sql::FromSqlConversionFailure(..) | Sql::InvalidColumnType(..) | Sql::IntegralValueOutOfRange(..) => {
                ErrorKind::Damaged(said)
            }
            Sql::Utf8Error(..) => ErrorKind::Damaged(said),
            _ => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => ErrorKind::Damaged(said),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ErrorKind::Locked,
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                    ErrorKind::Unwritable(said)
                }
                Some(ErrorCode::DiskFull) => ErrorKind::Full,
                Some(ErrorCode::SystemIoFailure) if is_of_writing(&error) => {
                    ErrorKind::Unwritable(format!("{said} on writing, perhaps at a limit of space"))
                }
                Some(ErrorCode::SystemIoFailure) => ErrorKind::Unreadable(said),
                Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig) => ErrorKind::Unfit(said),
                _ => ErrorKind::Other(said),
            },
        }
    }
}

/// Whether the system refused to write, as when a quota or the longest length of a file is reached.
fn is_of_writing(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let code = error.sqlite_error().map(|error| error.extended_code);
    let writing = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_SHMSIZE,
    ];
    code.is_some_and(|code| writing.contains(&code))
}

/// SQLite's own words, lower case like ours where they are only words.
fn said(error: &impl fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text,
    }
}
