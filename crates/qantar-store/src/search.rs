//! Looking for events and reports by words, and by who and where.
//!
//! Words are looked for in two full-text indexes, of which only the index is kept. Whatever is typed stands in quotes
//! before it reaches SQLite, so that none of it is an operator.

use crate::body::Body;
use crate::case::Case;
use crate::error::{Error, ErrorKind};
use crate::filter::told;
use crate::left::Left;
use crate::party::NAMES;
use crate::query::rows;
use qantar_record::{Document, DocumentId};
use rusqlite::Connection;

/// What events are looked for by. Everything that is given must hold; what is none, or has no letter and no digit where words are
/// asked for, is not heeded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Words in the sentences that tell it, in names of its parties and its place, and in headlines of its reports: all of
    /// them, in any order, without case and accents. The last may be the beginning of a word.
    pub text: Option<String>,
    /// In the name of one who did it.
    pub actor: Option<String>,
    /// In the name of one to whom it was done.
    pub target: Option<String>,
    /// In the name of either.
    pub party: Option<String>,
    /// In the name or the words of the place or its first-level division.
    pub place: Option<String>,
    /// In the name or the words of one who is said to say something of it.
    pub source: Option<String>,
    /// In the name of one who printed a report of it.
    pub publisher: Option<String>,
    /// A report of it.
    pub document: Option<DocumentId>,
}

impl Case {
    /// The numbers of the events of which all holds, ascending.
    pub fn matching(&self, wanted: &Match) -> Result<Vec<i64>, Error> {
        self.ask(|db| {
            let Match { text, actor, target, party, place, source, publisher, document } = wanted;
            let mut left = Left::default();
            let id = document.as_ref().map(|id| id.as_str().to_owned());
            let [by, to, either] = ["role = 'actor' AND", "role = 'target' AND", ""].map(of_party);
            for (select, value) in [
                (OF_DOCUMENT, id),
                (OF_PUBLISHER, told(publisher)),
                (&by, told(actor)),
                (&to, told(target)),
                (&either, told(party)),
                (OF_TEXT, text.as_deref().and_then(quoted)),
            ] {
                left.keep(db, select, value.map(|value| vec![value]))?;
            }
            left.keep_words(db, &[("places", place), ("voices", source)])?;
            match left.numbers() {
                Some(numbers) => Ok(numbers),
                None => rows(db, "SELECT number FROM event ORDER BY number", [], |row| row.get(0)),
            }
        })
    }
}

/// A report may tell what is not merged yet: that is no event.
pub(crate) const OF_DOCUMENT: &str = "SELECT number FROM event WHERE number IN (
    SELECT event FROM account WHERE retired = 0 AND document IN (SELECT number FROM document WHERE id = ?))";
const OF_PUBLISHER: &str = "SELECT number FROM event WHERE number IN (
    SELECT event FROM account WHERE retired = 0 AND document IN (SELECT number FROM document WHERE holds(publisher, ?)))";
const OF_TEXT: &str = "SELECT rowid FROM event_text WHERE event_text MATCH ?";

/// The events of parties that have something in their names, of those of which a condition on their role holds.
fn of_party(role: &str) -> String {
    format!(
        "SELECT event FROM party WHERE {role} name IN ({NAMES} SELECT name FROM named WHERE name IS NOT NULL AND holds(name, ?))"
    )
}

/// More words than this are not looked for, and no more letters of one. Guesses (November 2026): nobody types more, and whoever
/// pastes a whole report must not make the case stand still.
const MOST_WORDS: usize = 32;
const MOST_LETTERS: usize = 64;

/// What is typed as a full-text query: every word in quotes, the last as the beginning of one. None where there is no letter and
/// no digit in it.
pub(crate) fn quoted(typed: &str) -> Option<String> {
    let words = typed.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).take(MOST_WORDS);
    let quote = |word: &str| {
        let word: String = word.chars().take(MOST_LETTERS).filter(|&c| c != '\0').collect();
        format!("\"{}\"", word.replace('"', "\"\""))
    };
    let query = words.map(quote).collect::<Vec<_>>().join(" ");
    (!query.is_empty()).then(|| query + "*")
}

/// Writes the words of an event: sentences, parties, places, titles.
pub(crate) fn index_event(db: &Connection, number: i64, words: [&str; 4]) -> Result<(), ErrorKind> {
    let [sentences, parties, places, titles] = words;
    db.prepare_cached(
        "INSERT OR REPLACE INTO event_text (rowid, sentences, parties, places, titles) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute((number, sentences, parties, places, titles))?;
    Ok(())
}

/// Takes the words of an event away.
pub(crate) fn forget_event(db: &Connection, number: i64) -> Result<(), ErrorKind> {
    db.prepare_cached("DELETE FROM event_text WHERE rowid = ?")?.execute([number])?;
    Ok(())
}

/// Takes the words of all events away.
pub(crate) fn forget_events(db: &Connection) -> Result<(), ErrorKind> {
    db.execute("INSERT INTO event_text (event_text) VALUES ('delete-all')", [])?;
    Ok(())
}

/// Writes the words of a report.
pub(crate) fn index_report(db: &Connection, number: i64, document: &Document) -> Result<(), ErrorKind> {
    db.prepare_cached("INSERT OR REPLACE INTO report_text (rowid, title, body) VALUES (?, ?, ?)")?.execute((
        number,
        document.title(),
        document.text(),
    ))?;
    Ok(())
}

/// Writes the words of all reports again, from the documents that are kept.
pub(crate) fn index_reports(db: &Connection) -> Result<(), ErrorKind> {
    db.execute("INSERT INTO report_text (report_text) VALUES ('delete-all')", [])?;
    let mut select = db.prepare("SELECT number, body FROM document ORDER BY number")?;
    let mut documents = select.query([])?;
    while let Some(row) = documents.next()? {
        let document = Body::stored(&row.get::<_, Vec<u8>>(1)?)?.document()?;
        index_report(db, row.get(0)?, &document)?;
    }
    Ok(())
}

/// Copies the words of the reports that are `chosen` from the file that is laid beside a case without reports. The index is copied as
/// it lies, and the rest taken away: to make it again would take as long as to read every report.
pub(crate) fn copy_reports(into: &Connection) -> Result<(), ErrorKind> {
    for part in ["data", "idx", "docsize"] {
        into.execute_batch(&format!(
            "DELETE FROM main.report_text_{part};
             INSERT INTO main.report_text_{part} SELECT * FROM source.report_text_{part};"
        ))?;
    }
    // The table was opened before its parts were changed under it: let go, it is opened anew and sees them.
    into.execute_batch("PRAGMA writable_schema = RESET")?;
    let others = "DELETE FROM main.report_text WHERE rowid IN (
        SELECT number FROM source.document WHERE number NOT IN (SELECT number FROM chosen))";
    into.execute(others, [])?;
    Ok(())
}
