//! The log of every change, append-only and hash-chained, and the walk that checks it.
//!
//! The hash of an entry is the sha256, in hex, of six lines joined by line feeds: the hash of the entry before (64
//! zeros for the first), its number, its time, its kind, its subject, its detail. None of them holds a line feed. An
//! entry's detail carries the digests of what was kept, so that the chain vouches for documents and readings as well.

use crate::body::{self, Body};
use crate::case::Case;
use crate::derive::Fate;
use crate::error::{Error, ErrorKind};
use crate::judge;
use jiff::Timestamp;
use qantar_record::Problem;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const BEFORE_THE_FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The kinds of changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    DocumentKept,
    DocumentReadAgain,
    OriginAdded,
    Judged,
}

impl ChangeKind {
    const ALL: [ChangeKind; 4] =
        [ChangeKind::DocumentKept, ChangeKind::DocumentReadAgain, ChangeKind::OriginAdded, ChangeKind::Judged];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ChangeKind::DocumentKept => "document_kept",
            ChangeKind::DocumentReadAgain => "document_read_again",
            ChangeKind::OriginAdded => "origin_added",
            ChangeKind::Judged => "judged",
        }
    }
}

/// How a document was kept or read again: the detail of its entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub origin: String,
    pub version: String,
    /// sha256 of the document as JSON.
    pub document: String,
    /// sha256 of the reading as JSON.
    pub reading: String,
    pub accounts: Fate,
    pub claims: Fate,
    /// Those of taking it in; none where version 1 of a case did not write them down.
    #[serde(default)]
    pub problems: Option<Vec<Problem>>,
}

/// From where else a document came: the detail of its entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub origin: String,
}

/// The detail of an entry, as it goes into the log.
pub(crate) fn detail(of: &impl Serialize) -> Value {
    serde_json::to_value(of).expect("its keys are strings")
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When, in RFC 3339, as the writer told.
    pub at: String,
    /// `document_kept`, `document_read_again`, `origin_added` or `judged`.
    pub kind: String,
    /// What was changed: the id of a document; `case` for a judgement that is about no document.
    pub subject: String,
    /// How, as JSON, in the very bytes that are hashed.
    pub detail: String,
    /// The hash of the entry before; 64 zeros for the first.
    pub previous: String,
    /// The hash of this entry.
    pub hash: String,
}

impl ChangeRow {
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(ChangeRow {
            seq: row.get("seq")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            detail: row.get("detail")?,
            previous: row.get("previous")?,
            hash: row.get("hash")?,
        })
    }

    /// Its kind; none when a newer program wrote it, or somebody made it up.
    pub(crate) fn change(&self) -> Option<ChangeKind> {
        ChangeKind::ALL.into_iter().find(|kind| kind.as_str() == self.kind)
    }

    /// Its detail, as what its kind says.
    pub(crate) fn detail<T: DeserializeOwned>(&self) -> Result<T, ErrorKind> {
        let seq = self.seq;
        serde_json::from_str(&self.detail)
            .map_err(|error| ErrorKind::Damaged(format!("entry {seq} of the log cannot be read ({error})")))
    }

    /// When.
    pub(crate) fn moment(&self) -> Result<Timestamp, ErrorKind> {
        let seq = self.seq;
        self.at.parse().map_err(|_| ErrorKind::Damaged(format!("entry {seq} of the log has no time")))
    }

    fn hash_of_fields(&self) -> String {
        let ChangeRow { seq, at, kind, subject, detail, previous, .. } = self;
        body::digest(format!("{previous}\n{seq}\n{at}\n{kind}\n{subject}\n{detail}").as_bytes())
    }
}

/// What [`Case::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Entries in the log.
    pub entries: u64,
    /// The hash of the last entry; none in an empty log. Written down elsewhere, it vouches for all before it: a chain
    /// cannot tell that its newest entries were cut off.
    pub head: Option<String>,
    /// Everything that is not as it was written.
    pub faults: Vec<Fault>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry of the log at which it shows; none when it is about the file.
    pub seq: Option<i64>,
    /// What; lower case, no full stop.
    pub message: String,
}

/// Adds an entry; gives its number.
pub(crate) fn append(
    db: &Connection,
    at: Timestamp,
    kind: ChangeKind,
    subject: &str,
    detail: &Value,
) -> Result<i64, ErrorKind> {
    let last = last(db)?.unwrap_or((0, BEFORE_THE_FIRST.to_owned()));
    let mut entry = ChangeRow {
        seq: last.0 + 1,
        at: at.to_string(),
        kind: kind.as_str().into(),
        subject: subject.into(),
        detail: detail.to_string(),
        previous: last.1,
        hash: String::new(),
    };
    entry.hash = entry.hash_of_fields();
    insert(db, &entry)?;
    Ok(entry.seq)
}

/// Adds an entry as it is.
pub(crate) fn insert(db: &Connection, entry: &ChangeRow) -> Result<(), ErrorKind> {
    let ChangeRow { seq, at, kind, subject, detail, previous, hash } = entry;
    db.prepare_cached(
        "INSERT INTO change (seq, at, kind, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((seq, at, kind, subject, detail, previous, hash))?;
    Ok(())
}

/// Number and hash of the newest entry.
pub(crate) fn last(db: &Connection) -> Result<Option<(i64, String)>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1")?;
    Ok(select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Every entry, the oldest first.
pub(crate) fn entries(db: &Connection) -> Result<Vec<ChangeRow>, ErrorKind> {
    Ok(db
        .prepare("SELECT * FROM change ORDER BY seq")?
        .query_map([], ChangeRow::from_row)?
        .collect::<Result<_, _>>()?)
}

impl Case {
    /// Every entry of the log, the oldest first.
    pub fn changes(&self) -> Result<Vec<ChangeRow>, Error> {
        entries(&self.db).map_err(|kind| self.cannot("read the log of", kind))
    }

    /// One page of the log: at most `limit` entries after the `offset` newest, the newest first.
    pub fn latest_changes(&self, offset: usize, limit: usize) -> Result<Vec<ChangeRow>, Error> {
        self.ask(|db| {
            let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let mut select = db.prepare_cached("SELECT * FROM change ORDER BY seq DESC LIMIT ? OFFSET ?")?;
            let rows = select.query_map((number(limit), number(offset)), ChangeRow::from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many entries the log has.
    pub fn change_count(&self) -> Result<u64, Error> {
        self.ask(|db| {
            let count: i64 = db.query_row("SELECT count(*) FROM change", [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    /// The number of the newest entry of the log; 0 when it has none.
    pub fn head(&self) -> Result<i64, Error> {
        let head = last(&self.db).map_err(|kind| self.cannot("read the log of", kind))?;
        Ok(head.map_or(0, |(seq, _)| seq))
    }

    /// Checks the file (SQLite's own check), the chain of the log, that every document and reading in force has the
    /// digest that the log gives it, and that the rows of judgements are those that the log tells of. Reads the whole
    /// file.
    ///
    /// Rows of accounts, figures, claims, places and events are not compared with what they were made from;
    /// [`Case::rebuild`] makes them again. The log of a moment of the past is a choice, and only its entries are checked.
    pub fn verify(&self) -> Result<Verification, Error> {
        self.walk().map_err(|kind| self.cannot("verify", kind))
    }

    fn walk(&self) -> Result<Verification, ErrorKind> {
        let _one_state = self.db.unchecked_transaction()?;
        let mut faults = file_faults(&self.db)?;
        let entries = entries(&self.db)?;
        faults.extend(if self.past { first_altered(&entries) } else { first_break(&entries) });
        faults.extend(self.body_faults()?);
        faults.extend(judge::faults(&self.db, &entries)?);
        let head = entries.last().map(|entry| entry.hash.clone());
        Ok(Verification { entries: entries.len() as u64, head, faults })
    }

    /// Documents and readings in force that are not those of their newest entry in the log.
    fn body_faults(&self) -> Result<Vec<Fault>, ErrorKind> {
        let mut faults = Vec::new();
        let mut select = self.db.prepare(
            "SELECT d.id, d.body AS document, r.body AS reading, c.seq, c.detail
             FROM document d
             LEFT JOIN reading r ON r.number = (SELECT max(number) FROM reading WHERE document = d.number)
             LEFT JOIN (SELECT subject, max(seq) AS seq, detail FROM change
                        WHERE kind IN ('document_kept', 'document_read_again') GROUP BY subject) c
               ON c.subject = d.id
             ORDER BY d.number",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get("id")?;
            let seq: Option<i64> = row.get("seq")?;
            let detail: Option<String> = row.get("detail")?;
            let detail: Value = serde_json::from_str(detail.as_deref().unwrap_or("null")).unwrap_or_default();
            for what in ["document", "reading"] {
                let stored: Option<Vec<u8>> = row.get(what)?;
                let digest = stored.and_then(|stored| Some(Body::stored(&stored).ok()?.digest));
                if digest.is_none() || digest.as_deref() != detail[what].as_str() {
                    let message = format!("the {what} {id} is not the one that the log tells of");
                    faults.push(Fault { seq, message });
                }
            }
        }
        Ok(faults)
    }
}

/// What SQLite finds wrong with the file.
fn file_faults(db: &Connection) -> Result<Vec<Fault>, ErrorKind> {
    let mut check = db.prepare("PRAGMA integrity_check")?;
    let said: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut faults: Vec<_> =
        said.into_iter().filter(|line| line != "ok").map(|message| Fault { seq: None, message }).collect();
    let mut orphans = db.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1")?;
    let mut rows = orphans.query([])?;
    while let Some(row) = rows.next()? {
        let (table, count): (String, i64) = (row.get(0)?, row.get(1)?);
        let message = format!("{count} rows of the table {table} point at rows that are missing");
        faults.push(Fault { seq: None, message });
    }
    Ok(faults)
}

/// The first entry at which the chain breaks. What follows a break proves nothing either way and is not reported.
pub(crate) fn first_break(entries: &[ChangeRow]) -> Option<Fault> {
    let mut previous = BEFORE_THE_FIRST;
    for (entry, expected) in entries.iter().zip(1..) {
        let wrong = if entry.seq != expected {
            format!("entry {expected} of the log is missing")
        } else if entry.previous != previous {
            format!("entry {expected} of the log does not follow the one before it")
        } else if entry.hash != entry.hash_of_fields() {
            altered(entry.seq)
        } else {
            previous = &entry.hash;
            continue;
        };
        return Some(Fault { seq: Some(entry.seq), message: wrong });
    }
    None
}

/// The first entry that was altered, of entries that are a choice from a log and do not follow each other.
fn first_altered(entries: &[ChangeRow]) -> Option<Fault> {
    let entry = entries.iter().find(|entry| entry.hash != entry.hash_of_fields())?;
    Some(Fault { seq: Some(entry.seq), message: altered(entry.seq) })
}

fn altered(seq: i64) -> String {
    format!("entry {seq} of the log was altered after it was written")
}
