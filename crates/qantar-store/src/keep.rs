//! Keeping a document: what is new, what is the same, what is read again.

use crate::body::Body;
use crate::columns;
use crate::derive::{self, Numbers};
use crate::error::ErrorKind;
use crate::log::{self, ChangeKind, Kept, Origin, detail};
use crate::{event, search};
use jiff::Timestamp;
use qantar_record::{Document, Problem, Reading};
use rusqlite::{Connection, OptionalExtension};

/// What came of keeping a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The case did not know it.
    New,
    /// The case knew it, and now has another reading of it (or the same bytes were taken in with another outcome).
    ReadAgain,
    /// The case had the same document with the same reading; at most a new origin was noted.
    Unchanged,
}

/// A document that came in, and all that is kept with it.
#[derive(Clone, Debug)]
pub struct Arrived<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was read in it.
    pub reading: &'a Reading,
    /// Where it came from, as people would look for it again.
    pub origin: &'a str,
    /// The problems of taking it in; those of reading it are in the reading.
    pub problems: &'a [Problem],
    /// The time now, which this crate does not know.
    pub at: Timestamp,
}

/// The document as the case has it.
struct Stored {
    number: i64,
    document_digest: String,
    reading_digest: Option<String>,
}

/// Keeps it, inside the caller's transaction.
pub(crate) fn keep(db: &Connection, arrived: &Arrived<'_>) -> Result<Keeping, ErrorKind> {
    let (document, reading) = (arrived.document, arrived.reading);
    if reading.document != *document.id() {
        return Err(ErrorKind::OtherDocument {
            reading: reading.document.short().into(),
            document: document.id().short().into(),
        });
    }
    let bodies = (Body::of(document), Body::of(reading));
    match stored(db, document)? {
        None => keep_new(db, arrived, &bodies),
        Some(stored)
            if stored.document_digest == bodies.0.digest
                && stored.reading_digest.as_deref() == Some(&bodies.1.digest) =>
        {
            note_origin(db, arrived, stored.number)
        }
        Some(stored) => keep_again(db, arrived, &stored, &bodies),
    }
}

fn stored(db: &Connection, document: &Document) -> Result<Option<Stored>, ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT number, digest,
                (SELECT r.digest FROM reading r WHERE r.document = d.number ORDER BY r.number DESC LIMIT 1)
         FROM document d WHERE id = ?",
    )?;
    let found = select.query_row([document.id().as_str()], |row| {
        Ok(Stored { number: row.get(0)?, document_digest: row.get(1)?, reading_digest: row.get(2)? })
    });
    Ok(found.optional()?)
}

fn keep_new(db: &Connection, arrived: &Arrived<'_>, bodies: &(Body, Body)) -> Result<Keeping, ErrorKind> {
    let number = insert_document(db, arrived.document, &bodies.0, None)?;
    settle(db, arrived, number, bodies, ChangeKind::DocumentKept)?;
    Ok(Keeping::New)
}

/// Adds a document, under the number given or else the next; gives its number.
pub(crate) fn insert_document(
    db: &Connection,
    document: &Document,
    body: &Body,
    number: Option<i64>,
) -> Result<i64, ErrorKind> {
    db.prepare_cached(
        "INSERT INTO document (number, id, title, author, publisher, published, url, language, words, digest, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(rusqlite::params![
        number,
        document.id().as_str(),
        document.title(),
        document.author(),
        document.publisher(),
        document.published().map(|day| day.to_string()),
        document.url(),
        document.language(),
        words(document),
        body.digest,
        body.squeezed()?,
    ])?;
    let number = db.last_insert_rowid();
    search::index_report(db, number, document)?;
    Ok(number)
}

fn note_origin(db: &Connection, arrived: &Arrived<'_>, number: i64) -> Result<Keeping, ErrorKind> {
    if add_origin(db, number, arrived.origin, arrived.at)? {
        let detail = detail(&Origin { origin: arrived.origin.into() });
        log::append(db, arrived.at, ChangeKind::OriginAdded, arrived.document.id().as_str(), &detail)?;
    }
    Ok(Keeping::Unchanged)
}

fn keep_again(
    db: &Connection,
    arrived: &Arrived<'_>,
    stored: &Stored,
    bodies: &(Body, Body),
) -> Result<Keeping, ErrorKind> {
    if stored.document_digest != bodies.0.digest {
        replace_document(db, arrived, stored.number, &bodies.0)?;
    }
    settle(db, arrived, stored.number, bodies, ChangeKind::DocumentReadAgain)?;
    event::reword(db, stored.number)?;
    Ok(Keeping::ReadAgain)
}

/// Puts the document as it is taken in now in the place of the one before, which is set aside.
pub(crate) fn replace_document(
    db: &Connection,
    arrived: &Arrived<'_>,
    number: i64,
    body: &Body,
) -> Result<(), ErrorKind> {
    db.execute(
        "INSERT INTO earlier (document, until, digest, body) SELECT number, ?2, digest, body FROM document WHERE number = ?1",
        (number, arrived.at.to_string()),
    )?;
    let now = arrived.document;
    db.execute(
        "UPDATE document SET title = ?, author = ?, publisher = ?, published = ?, url = ?, language = ?, words = ?,
                digest = ?, body = ? WHERE number = ?",
        rusqlite::params![
            now.title(),
            now.author(),
            now.publisher(),
            now.published().map(|day| day.to_string()),
            now.url(),
            now.language(),
            words(now),
            body.digest,
            body.squeezed()?,
            number,
        ],
    )?;
    search::index_report(db, number, now)
}

/// Writes the reading, everything that follows from it, and the entry in the log.
fn settle(
    db: &Connection,
    arrived: &Arrived<'_>,
    number: i64,
    bodies: &(Body, Body),
    kind: ChangeKind,
) -> Result<(), ErrorKind> {
    let numbers = write(db, arrived, number, &bodies.1, None)?;
    let kept = Kept {
        origin: arrived.origin.into(),
        version: arrived.reading.version.clone(),
        document: bodies.0.digest.clone(),
        reading: bodies.1.digest.clone(),
        accounts: numbers.accounts,
        claims: numbers.claims,
        problems: Some(arrived.problems.to_vec()),
    };
    log::append(db, arrived.at, kind, arrived.document.id().as_str(), &detail(&kept))?;
    Ok(())
}

/// Writes the reading and everything that follows from it; see [`derive::derive`].
pub(crate) fn write(
    db: &Connection,
    arrived: &Arrived<'_>,
    number: i64,
    body: &Body,
    told: Option<&Numbers>,
) -> Result<Numbers, ErrorKind> {
    add_origin(db, number, arrived.origin, arrived.at)?;
    db.prepare_cached("INSERT INTO reading (document, version, at, digest, body) VALUES (?, ?, ?, ?, ?)")?
        .execute((number, &arrived.reading.version, arrived.at.to_string(), &body.digest, body.squeezed()?))?;
    derive::derive(db, arrived, number, told)
}

/// Whether the origin was new.
pub(crate) fn add_origin(db: &Connection, document: i64, path: &str, at: Timestamp) -> Result<bool, ErrorKind> {
    let added = db
        .prepare_cached("INSERT INTO origin (document, path, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")?
        .execute((document, path, at.to_string()))?;
    Ok(added > 0)
}

/// What could not be taken in or read as it should, of one document, in the order in which it was written.
pub(crate) fn problems(db: &Connection, document: i64) -> Result<Vec<Problem>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT * FROM problem WHERE document = ? ORDER BY rowid")?;
    Ok(select.query_map([document], columns::problem_itself)?.collect::<Result<_, _>>()?)
}

fn words(document: &Document) -> i64 {
    document.text().split_whitespace().count() as i64
}
