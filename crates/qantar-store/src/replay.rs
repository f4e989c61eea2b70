//! Replaying the log: to make again, in the case itself, all that a machine wrote, or to show the case as it was.
//!
//! The log tells in order which document was kept or read again, by the digests of document and reading, and which
//! numbers its accounts and claims got. Documents and readings are never thrown away, so all rows follow from them.

use crate::body::Body;
use crate::case::{Case, Writer, in_memory, uri};
use crate::derive::{self, Numbers};
use crate::error::{Error, ErrorKind};
use crate::keep::{self, Arrived};
use crate::log::{self, ChangeKind, ChangeRow, Kept, Origin};
use crate::{event, judge, search};
use jiff::civil::Date;
use qantar_record::{Document, Judgement, Problem, Reading, Ruling};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A moment of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// After this entry of the log: what the case was then.
    Change(i64),
    /// At the end of this day: what was known by then. Only reports published by that day, or kept by that day when they
    /// bear no day, however well and late they were read; and of the judgements those on accounts of such reports.
    Day(Date),
}

impl Writer<'_> {
    /// Throws away every row that a machine wrote and makes it again, by replaying the log over the documents and
    /// readings kept. Accounts and claims get the numbers they had; when they do not, nothing is changed.
    ///
    /// Events are thrown away and not made again: merge after it.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        self.decide("rebuild", rebuild)
    }
}

impl Case {
    /// Makes again, in a transaction of its own, all that a machine wrote; see [`Writer::rebuild`].
    pub fn rebuild(&mut self) -> Result<(), Error> {
        self.transaction(|writer| writer.rebuild())
    }

    /// The case as it was, or as what was known then, in memory: all numbers are those of the case itself.
    ///
    /// Rows of reports that were not read again since are copied as they lie; all others are made from the log.
    ///
    /// It can be asked everything and events can be written to it, for they are to be merged anew; nothing can be kept
    /// or decided in it.
    pub fn as_of(&self, moment: Moment) -> Result<Case, Error> {
        self.ask(|from| {
            let all = log::entries(from)?;
            let chosen = chosen(from, &all, moment)?;
            let past = in_memory(self.path())?;
            let attached = !self.past && attach(&past.db, self.path(), all.len() as i64)?;
            let transaction = past.db.unchecked_transaction()?;
            if let Moment::Day(_) = moment {
                // A choice of entries has gaps.
                transaction.execute_batch("DROP TRIGGER change_is_only_appended")?;
            }
            let finished = if attached { finished(&all, &chosen) } else { HashSet::new() };
            copy_documents(&transaction, &finished)?;
            for entry in chosen {
                copy(from, &transaction, entry, &finished)?;
            }
            transaction.commit()?;
            if attached {
                past.db.execute_batch("DETACH source")?;
            }
            Ok(past)
        })
    }
}

fn rebuild(db: &Connection) -> Result<(), ErrorKind> {
    let entries = log::entries(db)?;
    if let Some(fault) = log::first_break(&entries) {
        return Err(ErrorKind::Damaged(fault.message));
    }
    let problems = unlogged_problems(db, &entries)?;
    event::forget(db)?;
    // Those that point first, those that are pointed at last.
    for table in [
        "decision",
        "judged",
        "judgement",
        "telling",
        "statement",
        "figure",
        "account",
        "claim",
        "place",
        "problem",
        "about",
    ] {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    db.execute("DELETE FROM origin", [])?;
    search::index_reports(db)?;
    entries.iter().try_for_each(|entry| replay(db, entry, &problems))
}

/// Makes the rows of one entry in the case itself. `problems` are those of taking documents in that the log lacks.
fn replay(db: &Connection, entry: &ChangeRow, problems: &HashMap<i64, Vec<Problem>>) -> Result<(), ErrorKind> {
    match known(entry)? {
        ChangeKind::DocumentKept | ChangeKind::DocumentReadAgain => {
            let mut step = Step::fetch(db, entry)?;
            if let Some(problems) = problems.get(&entry.seq) {
                step.kept.problems = Some(problems.clone());
            }
            let arrived = step.arrived(entry)?;
            keep::add_origin(db, step.number, &step.kept.origin, arrived.at)?;
            derive::derive(db, &arrived, step.number, Some(&step.numbers()))?;
            Ok(())
        }
        ChangeKind::OriginAdded => add_origin(db, db, entry),
        ChangeKind::Judged => judge::note(db, entry.seq, &entry.detail()?),
    }
}

/// Makes the entry, and all that follows from it, in another case, which has documents that are `finished` already.
fn copy(from: &Connection, into: &Connection, entry: &ChangeRow, finished: &HashSet<&str>) -> Result<(), ErrorKind> {
    log::insert(into, entry)?;
    match known(entry)? {
        _ if finished.contains(entry.subject.as_str()) && entry.change() != Some(ChangeKind::Judged) => Ok(()),
        ChangeKind::DocumentKept | ChangeKind::DocumentReadAgain => {
            let step = Step::fetch(from, entry)?;
            let arrived = step.arrived(entry)?;
            match digest(into, step.number)? {
                None => drop(keep::insert_document(into, &step.document, &step.bodies.0, Some(step.number))?),
                Some(digest) if digest != step.kept.document => {
                    keep::replace_document(into, &arrived, step.number, &step.bodies.0)?;
                }
                Some(_) => {}
            }
            keep::write(into, &arrived, step.number, &step.bodies.1, Some(&step.numbers()))?;
            Ok(())
        }
        ChangeKind::OriginAdded => add_origin(from, into, entry),
        ChangeKind::Judged => judge::note(into, entry.seq, &entry.detail()?),
    }
}

fn known(entry: &ChangeRow) -> Result<ChangeKind, ErrorKind> {
    let ChangeRow { seq, kind, .. } = entry;
    entry.change().ok_or_else(|| ErrorKind::Damaged(format!("entry {seq} of the log is of no known kind: {kind}")))
}

fn add_origin(from: &Connection, into: &Connection, entry: &ChangeRow) -> Result<(), ErrorKind> {
    let Origin { origin } = entry.detail()?;
    keep::add_origin(into, number_of(from, entry)?, &origin, entry.moment()?)?;
    Ok(())
}

fn number_of(db: &Connection, entry: &ChangeRow) -> Result<i64, ErrorKind> {
    let mut select = db.prepare_cached("SELECT number FROM document WHERE id = ?")?;
    let number = select.query_row([&entry.subject], |row| row.get(0)).optional()?;
    number.ok_or_else(|| lost("document", entry))
}

fn digest(db: &Connection, document: i64) -> Result<Option<String>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT digest FROM document WHERE number = ?")?;
    Ok(select.query_row([document], |row| row.get(0)).optional()?)
}

fn lost(what: &str, entry: &ChangeRow) -> ErrorKind {
    let ChangeRow { seq, subject, .. } = entry;
    ErrorKind::Damaged(format!("the {what} {subject} is not the one that entry {seq} of the log tells of"))
}

/// A document that was kept or read again, as it lies in the case.
struct Step {
    number: i64,
    kept: Kept,
    document: Document,
    reading: Reading,
    bodies: (Body, Body),
}

impl Step {
    fn fetch(db: &Connection, entry: &ChangeRow) -> Result<Self, ErrorKind> {
        let kept: Kept = entry.detail()?;
        let number = number_of(db, entry)?;
        let stored = |select: &str, what: &str, digest: &str| {
            let stored: Option<Vec<u8>> =
                db.prepare_cached(select)?.query_row((number, digest), |row| row.get(0)).optional()?;
            let body = Body::stored(&stored.ok_or_else(|| lost(what, entry))?)?;
            if body.digest == digest { Ok(body) } else { Err(lost(what, entry)) }
        };
        let bodies = (
            stored(
                "SELECT body FROM document WHERE number = ?1 AND digest = ?2
                 UNION ALL SELECT body FROM earlier WHERE document = ?1 AND digest = ?2 LIMIT 1",
                "document",
                &kept.document,
            )?,
            stored("SELECT body FROM reading WHERE document = ?1 AND digest = ?2 LIMIT 1", "reading", &kept.reading)?,
        );
        let document = bodies.0.document()?;
        let reading = bodies.1.reading(document.text())?;
        Ok(Step { number, kept, document, reading, bodies })
    }

    fn arrived(&self, entry: &ChangeRow) -> Result<Arrived<'_>, ErrorKind> {
        Ok(Arrived {
            document: &self.document,
            reading: &self.reading,
            origin: &self.kept.origin,
            problems: self.kept.problems.as_deref().unwrap_or_default(),
            at: entry.moment()?,
        })
    }

    fn numbers(&self) -> Numbers {
        Numbers { accounts: self.kept.accounts.clone(), claims: self.kept.claims.clone() }
    }
}

/// Problems of taking documents in that lie only in their rows, because version 1 of a case did not log them, by the
/// entry they belong to. In the table they come before those of the reading.
fn unlogged_problems(db: &Connection, entries: &[ChangeRow]) -> Result<HashMap<i64, Vec<Problem>>, ErrorKind> {
    let mut newest = HashMap::new();
    for entry in entries {
        if matches!(entry.change(), Some(ChangeKind::DocumentKept | ChangeKind::DocumentReadAgain)) {
            newest.insert(&entry.subject, entry);
        }
    }
    let mut found = HashMap::new();
    for entry in newest.into_values() {
        if entry.detail::<Kept>()?.problems.is_none() {
            let step = Step::fetch(db, entry)?;
            let mut rows = keep::problems(db, step.number)?;
            rows.truncate(rows.len().saturating_sub(step.reading.problems.len()));
            found.insert(entry.seq, rows);
        }
    }
    Ok(found)
}

/// The entries of the log that a moment knows, in order.
fn chosen<'e>(db: &Connection, all: &'e [ChangeRow], moment: Moment) -> Result<Vec<&'e ChangeRow>, ErrorKind> {
    let day = match moment {
        Moment::Change(last) => return Ok(all.iter().filter(|entry| entry.seq <= last).collect()),
        Moment::Day(day) => day,
    };
    let documents = documents_by(db, day)?;
    let mut judged = HashSet::new();
    let mut chosen = Vec::new();
    for entry in all {
        let knows = match known(entry)? {
            ChangeKind::Judged => {
                let judgement: Judgement = entry.detail()?;
                knows(&judgement.ruling, &documents, &judged) && judged.insert(entry.seq)
            }
            _ => documents.contains(&entry.subject),
        };
        chosen.extend(knows.then_some(entry));
    }
    Ok(chosen)
}

fn knows(ruling: &Ruling, documents: &HashSet<String>, judged: &HashSet<i64>) -> bool {
    match ruling {
        Ruling::Undo { judgement } => judged.contains(judgement),
        ruling => ruling.anchors().iter().all(|anchor| documents.contains(anchor.document.as_str())),
    }
}

/// The ids of documents published by a day, or kept by that day when they bear none.
fn documents_by(db: &Connection, day: Date) -> Result<HashSet<String>, ErrorKind> {
    let mut select = db.prepare(
        "SELECT d.id FROM document d JOIN about a ON a.document = d.number WHERE coalesce(d.published, a.kept) <= ?",
    )?;
    Ok(select.query_map([day.to_string()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Subjects about which the log tells nothing more than what is chosen: as documents are now, they were then.
fn finished<'e>(all: &'e [ChangeRow], chosen: &[&'e ChangeRow]) -> HashSet<&'e str> {
    let judged = ChangeKind::Judged.as_str();
    let known: HashSet<i64> = chosen.iter().map(|entry| entry.seq).collect();
    let unfinished: HashSet<&str> = all
        .iter()
        .filter(|entry| !known.contains(&entry.seq) && entry.kind != judged)
        .map(|entry| entry.subject.as_str())
        .collect();
    let subjects = chosen.iter().filter(|entry| entry.kind != judged).map(|entry| entry.subject.as_str());
    subjects.filter(|subject| !unfinished.contains(subject)).collect()
}

/// Lays the case's own file beside a case in memory, so that rows can be copied: much faster than to make them again.
///
/// False when the file cannot be laid there, as on a disk where nothing can be written, or when its log has grown longer
/// meanwhile; then all rows are made from the log.
fn attach(past: &Connection, path: &Path, entries: i64) -> Result<bool, ErrorKind> {
    let Ok(uri) = uri(path, "mode=ro") else { return Ok(false) };
    let Some(uri) = uri.to_str() else { return Ok(false) };
    if past.execute("ATTACH ? AS source", [uri]).is_err() {
        return Ok(false);
    }
    // What is read from here on is one state of the file.
    let same = past.query_row("SELECT count(*) FROM source.change", [], |row| row.get::<_, i64>(0));
    if same.is_ok_and(|found| found == entries) {
        return Ok(true);
    }
    past.execute_batch("DETACH source")?;
    Ok(false)
}

/// Copies documents with all their rows from the file that is laid beside.
fn copy_documents(into: &Connection, documents: &HashSet<&str>) -> Result<(), ErrorKind> {
    if documents.is_empty() {
        return Ok(());
    }
    into.execute_batch("CREATE TEMP TABLE chosen (number INTEGER PRIMARY KEY)")?;
    let mut choose = into.prepare("INSERT INTO chosen SELECT number FROM source.document WHERE id = ?")?;
    for document in documents {
        choose.execute([document])?;
    }
    into.execute_batch(
        "INSERT INTO main.document SELECT * FROM source.document WHERE number IN chosen ORDER BY number",
    )?;
    for table in ["earlier", "origin", "reading", "claim", "account", "place", "problem", "telling", "about"] {
        // In the order of their making, which is that of their hidden numbers; the table of origins has none.
        let order = if table == "origin" { "path" } else { "rowid" };
        // What people added is made again by the judgements that are chosen.
        let but = match table {
            "account" => "AND judged IS NULL",
            "telling" => "AND account IN (SELECT number FROM main.account)",
            _ => "",
        };
        into.execute_batch(&format!(
            "INSERT INTO main.{table} SELECT * FROM source.{table} WHERE document IN chosen {but} ORDER BY {order}"
        ))?;
    }
    for table in ["figure", "statement"] {
        into.execute_batch(&format!(
            "INSERT INTO main.{table} SELECT s.* FROM source.{table} s JOIN main.account a ON a.number = s.account
             ORDER BY s.rowid"
        ))?;
    }
    search::copy_reports(into)?;
    into.execute_batch("UPDATE main.account SET event = number WHERE event <> number; DROP TABLE chosen")?;
    Ok(())
}
