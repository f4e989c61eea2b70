//! Lists of reports, and what one of them has become in the case.

use crate::body::Body;
use crate::case::Case;
use crate::columns;
use crate::error::{Error, ErrorKind};
use crate::filter::{Conditions, lower};
use crate::query::rows;
use crate::rows::DocumentRow;
use crate::search::quoted;
use qantar_record::{AccountId, Document, DocumentId, EventId, Problem};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

/// Which reports to list. What is none is not heeded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Has this in the name of who printed it, case apart.
    pub publisher: Option<String>,
    /// Has all of these words in headline and text; the last may be the beginning of a word.
    pub text: Option<String>,
    /// At most so many.
    pub limit: usize,
    /// After so many that are left out.
    pub offset: usize,
}

/// An account of a report: under which id its reading tells it, and where it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldRow {
    /// Its id in the reading that tells it, or told it last.
    pub local: AccountId,
    /// Its number in the case.
    pub number: i64,
    /// The event that it belongs to.
    pub event: EventId,
    /// Whether the newest reading no longer finds it.
    pub retired: bool,
    /// The judgement by which a person added it; none: a reading tells it.
    pub judged: Option<i64>,
}

impl Case {
    /// How many reports are wanted, and one page of them: those published last come first, those of no day come last.
    pub fn reports(&self, wanted: &Reports) -> Result<(u64, Vec<DocumentRow>), Error> {
        self.ask(|db| {
            let mut conditions = Conditions::default();
            let publisher = lower(&wanted.publisher).filter(|publisher| !publisher.trim().is_empty());
            conditions.bind("holds(d.publisher, ?)", publisher);
            let text = wanted.text.as_deref().and_then(quoted);
            conditions.bind("d.number IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)", text);
            let chosen = conditions.sql();
            let values: Vec<_> = conditions.values().collect();
            let select = format!("SELECT count(*) FROM document d WHERE {chosen}");
            let total: i64 = db.prepare_cached(&select)?.query_row(params_from_iter(&values), |row| row.get(0))?;
            let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let (limit, offset) = (number(wanted.limit), number(wanted.offset));
            // The page is chosen in the narrow index, and only its rows are fetched.
            let select = format!(
                "{DOCUMENTS} WHERE d.number IN (SELECT d.number FROM document d WHERE {chosen}
                     ORDER BY d.published DESC, d.number DESC LIMIT {limit} OFFSET {offset})
                 ORDER BY d.published DESC, d.number DESC"
            );
            let mut page = rows(db, &select, params_from_iter(&values), columns::document)?;
            for row in &mut page {
                row.origins = origins(db, row.number)?;
            }
            Ok((total.unsigned_abs(), page))
        })
    }

    /// The id of the only report whose id begins with these hex digits; none when none does, or more than one.
    pub fn document_id(&self, beginning: &str) -> Result<Option<DocumentId>, Error> {
        if beginning.is_empty() || beginning.len() > 64 || !beginning.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        self.ask(|db| {
            let beginning = beginning.to_ascii_lowercase();
            let (from, to) = (beginning.clone(), beginning + "g");
            let mut found =
                rows(db, "SELECT id FROM document WHERE id >= ? AND id < ? LIMIT 2", [from, to], columns::id)?;
            Ok(if found.len() == 1 { found.pop() } else { None })
        })
    }

    /// One report without its reading; none when the case does not know it.
    pub fn report(&self, id: &DocumentId) -> Result<Option<Document>, Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached("SELECT body FROM document WHERE id = ?")?;
            let body: Option<Vec<u8>> = select.query_row([id.as_str()], |row| row.get(0)).optional()?;
            body.map(|body| Body::stored(&body)?.document()).transpose()
        })
    }

    /// Every account that readings of this report have told, by number.
    pub fn accounts_told(&self, id: &DocumentId) -> Result<Vec<ToldRow>, Error> {
        self.ask(|db| {
            let select = "SELECT a.local, a.number, a.event, a.retired, a.judged FROM account a
                JOIN document d ON d.number = a.document WHERE d.id = ? ORDER BY a.number";
            rows(db, select, [id.as_str()], |row| {
                Ok(ToldRow {
                    local: AccountId(row.get(0)?),
                    number: row.get(1)?,
                    event: EventId(row.get(2)?),
                    retired: row.get(3)?,
                    judged: row.get(4)?,
                })
            })
        })
    }

    /// Where a report came from, in alphabetical order, and what could not be taken in or read of it as it should.
    pub fn origins_and_problems(&self, id: &DocumentId) -> Result<(Vec<String>, Vec<Problem>), Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached("SELECT number FROM document WHERE id = ?")?;
            let number: Option<i64> = select.query_row([id.as_str()], |row| row.get(0)).optional()?;
            let Some(number) = number else { return Ok(Default::default()) };
            Ok((origins(db, number)?, crate::keep::problems(db, number)?))
        })
    }
}

fn origins(db: &Connection, document: i64) -> Result<Vec<String>, ErrorKind> {
    rows(db, "SELECT path FROM origin WHERE document = ? ORDER BY path", [document], |row| row.get(0))
}

/// Rows of documents, as [`columns::document`] wants them.
pub(crate) const DOCUMENTS: &str = "SELECT d.*,
    (SELECT version FROM reading WHERE document = d.number ORDER BY number DESC LIMIT 1) AS version,
    (SELECT count(*) FROM account WHERE document = d.number AND retired = 0) AS accounts,
    (SELECT count(*) FROM claim WHERE document = d.number AND retired = 0) AS claims,
    (SELECT count(*) FROM problem WHERE document = d.number) AS problems
    FROM document d";
