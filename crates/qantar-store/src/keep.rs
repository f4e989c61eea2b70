//! Keeping a document: what is new, what is the same, what is read again.

use crate::body::Body;
use crate::derive;
use crate::error::ErrorKind;
use crate::log::{self, ChangeKind};
use jiff::Timestamp;
use qantar_record::{Document, Problem, Reading};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

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

/// Everything that is kept at once.
pub(crate) struct Arrived<'a> {
    pub document: &'a Document,
    pub reading: &'a Reading,
    pub origin: &'a str,
    pub problems: &'a [Problem],
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
    db.prepare_cached(
        "INSERT INTO document (id, title, author, publisher, published, url, language, words, digest, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(rusqlite::params![
        arrived.document.id().as_str(),
        arrived.document.title(),
        arrived.document.author(),
        arrived.document.publisher(),
        arrived.document.published().map(|day| day.to_string()),
        arrived.document.url(),
        arrived.document.language(),
        words(arrived.document),
        bodies.0.digest,
        bodies.0.squeezed()?,
    ])?;
    let number = db.last_insert_rowid();
    settle(db, arrived, number, bodies, ChangeKind::DocumentKept)?;
    Ok(Keeping::New)
}

fn note_origin(db: &Connection, arrived: &Arrived<'_>, number: i64) -> Result<Keeping, ErrorKind> {
    if add_origin(db, arrived, number)? {
        let detail = json!({"origin": arrived.origin});
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
    Ok(Keeping::ReadAgain)
}

/// Puts the document as it is taken in now in the place of the one before, which is set aside.
fn replace_document(db: &Connection, arrived: &Arrived<'_>, number: i64, body: &Body) -> Result<(), ErrorKind> {
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
    Ok(())
}

/// Writes the reading, everything that follows from it, and the entry in the log.
fn settle(
    db: &Connection,
    arrived: &Arrived<'_>,
    number: i64,
    bodies: &(Body, Body),
    kind: ChangeKind,
) -> Result<(), ErrorKind> {
    add_origin(db, arrived, number)?;
    db.prepare_cached("INSERT INTO reading (document, version, at, digest, body) VALUES (?, ?, ?, ?, ?)")?
        .execute((number, &arrived.reading.version, arrived.at.to_string(), &bodies.1.digest, bodies.1.squeezed()?))?;
    let numbers = derive::derive(db, arrived, number)?;
    let detail = json!({
        "origin": arrived.origin,
        "version": arrived.reading.version,
        "document": bodies.0.digest,
        "reading": bodies.1.digest,
        "accounts": {"new": numbers.accounts.new, "retired": numbers.accounts.retired},
        "claims": {"new": numbers.claims.new, "retired": numbers.claims.retired},
    });
    log::append(db, arrived.at, kind, arrived.document.id().as_str(), &detail)
}

/// Whether the origin was new.
fn add_origin(db: &Connection, arrived: &Arrived<'_>, number: i64) -> Result<bool, ErrorKind> {
    let added = db
        .prepare_cached("INSERT INTO origin (document, path, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")?
        .execute((number, arrived.origin, arrived.at.to_string()))?;
    Ok(added > 0)
}

fn words(document: &Document) -> i64 {
    document.text().split_whitespace().count() as i64
}
