//! Readings of many reports: how far each has come, and what could not be taken in.
//!
//! A run is known by a digest of what was asked. One that was stopped is taken up by the next that asks the same: its mark was
//! written in one transaction with the reports before it. Runs are no part of the log: nothing hangs on them but time.

use crate::body::Body;
use crate::case::{Case, Writer};
use crate::columns;
use crate::error::Error;
use crate::query::rows;
use jiff::Timestamp;
use qantar_record::{Document, Problem, Stage};
use rusqlite::OptionalExtension;

/// What came of a run so far, in reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunCount {
    /// Those that the case did not know.
    pub new: u64,
    /// Those that were read again, with another outcome.
    pub again: u64,
    /// Those that the case had as they are.
    pub unchanged: u64,
    /// What could not be taken in.
    pub refused: u64,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its number in the case.
    pub number: i64,
    /// How far it has come, as [`Writer::note_run`] was told; none when nothing is done.
    pub mark: Option<String>,
    /// What came of it so far.
    pub count: RunCount,
}

/// Something that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Where it came from.
    pub origin: String,
    /// What is wrong with it and what was kept.
    pub message: String,
    /// When it was first refused.
    pub first_seen: Timestamp,
}

/// A report that is kept and that another version has read, or none.
#[derive(Clone, Debug)]
pub struct UnreadRow {
    /// Its number in the case.
    pub number: i64,
    /// The report.
    pub document: Document,
    /// Where it came from first.
    pub origin: String,
    /// What could not be told of it when it was taken in.
    pub problems: Vec<Problem>,
}

impl Case {
    /// The run that was asked for: the one of these words that was stopped or, where there is none or `afresh`, a new one.
    pub fn begin_run(&mut self, asked: &str, afresh: bool, at: Timestamp) -> Result<RunRow, Error> {
        self.transaction(|writer| {
            writer.step("write to", |db| {
                if afresh {
                    db.execute("DELETE FROM run WHERE asked = ? AND ended IS NULL", [asked])?;
                }
                let mut select = db.prepare(
                    "SELECT number, mark, new, again, unchanged, refused FROM run
                     WHERE asked = ? AND ended IS NULL ORDER BY number DESC LIMIT 1",
                )?;
                let stopped = select.query_row([asked], |row| {
                    let count = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
                    let count = RunCount { new: count(2)?, again: count(3)?, unchanged: count(4)?, refused: count(5)? };
                    Ok(RunRow { number: row.get(0)?, mark: row.get(1)?, count })
                });
                if let Some(stopped) = stopped.optional()? {
                    return Ok(stopped);
                }
                db.execute("INSERT INTO run (asked, began) VALUES (?, ?)", (asked, at.to_string()))?;
                Ok(RunRow { number: db.last_insert_rowid(), mark: None, count: RunCount::default() })
            })
        })
    }

    /// Notes that a run has come to its end.
    pub fn end_run(&mut self, number: i64, at: Timestamp) -> Result<(), Error> {
        self.transaction(|writer| {
            writer.step("write to", |db| {
                db.execute("UPDATE run SET ended = ? WHERE number = ?", (at.to_string(), number))?;
                Ok(())
            })
        })
    }

    /// What could not be taken in, by origin: at most `limit` after the first `offset`, and how many there are.
    pub fn refused(&self, offset: u64, limit: u64) -> Result<(u64, Vec<RefusedRow>), Error> {
        self.ask(|db| {
            let total: i64 = db.query_row("SELECT count(*) FROM refused", [], |row| row.get(0))?;
            let select = "SELECT origin, message, first_seen FROM refused ORDER BY origin, message LIMIT ? OFFSET ?";
            let bound = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            let found = rows(db, select, [bound(limit), bound(offset)], |row| {
                Ok(RefusedRow { origin: row.get(0)?, message: row.get(1)?, first_seen: columns::moment(row, 2)? })
            })?;
            Ok((total.unsigned_abs(), found))
        })
    }

    /// The first document after the number `after` whose reading in force is of another version than this. For reading it
    /// again, or for the first time.
    pub fn next_read_by_others(&self, version: &str, after: i64) -> Result<Option<UnreadRow>, Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached(
                "SELECT d.number, d.body, (SELECT o.path FROM origin o WHERE o.document = d.number ORDER BY o.first_seen, o.path)
                 FROM document d WHERE d.number > ?1 AND ?2 IS NOT (
                    SELECT r.version FROM reading r WHERE r.document = d.number ORDER BY r.number DESC LIMIT 1)
                 ORDER BY d.number LIMIT 1",
            )?;
            let found = select.query_row((after, version), |row| {
                Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<String>>(2)?))
            });
            let Some((number, body, origin)) = found.optional()? else { return Ok(None) };
            let document = Body::stored(&body)?.document()?;
            let select = "SELECT stage, message, start, end FROM problem WHERE document = ? AND stage = ? ORDER BY rowid";
            let problems = rows(db, select, (number, Stage::Ingest.as_str()), columns::problem_itself)?;
            Ok(Some(UnreadRow { number, document, origin: origin.unwrap_or_default(), problems }))
        })
    }
}

impl Writer<'_> {
    /// Notes how far a run has come, in one transaction with what it kept.
    pub fn note_run(&mut self, run: i64, mark: Option<&str>, count: &RunCount) -> Result<(), Error> {
        self.step("write to", |db| {
            let bound = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            let counts = (bound(count.new), bound(count.again), bound(count.unchanged), bound(count.refused));
            db.prepare_cached(
                "UPDATE run SET mark = coalesce(?2, mark), new = ?3, again = ?4, unchanged = ?5, refused = ?6
                 WHERE number = ?1",
            )?
            .execute((run, mark, counts.0, counts.1, counts.2, counts.3))?;
            Ok(())
        })
    }

    /// Notes what could not be taken in: where it came from, and what is wrong with it.
    pub fn note_refused(&mut self, refused: &[(String, String)], at: Timestamp) -> Result<(), Error> {
        self.step("write to", |db| {
            let mut insert = db.prepare_cached(
                "INSERT INTO refused (origin, message, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?;
            for (origin, message) in refused {
                insert.execute((origin, message, at.to_string()))?;
            }
            Ok(())
        })
    }
}
