//! Events of a case to files of other layouts, and tables of other layouts into a case.

use jiff::Timestamp;
use qantar_project::{Arrived, Codebooks, Exported, Format, Outputs, Row, layout_of};
use qantar_record::{About, Event, Telling};
use qantar_store::{Case, Filter, Keeping};
use std::collections::{HashMap, HashSet};

/// Why nothing was exchanged, or not all.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The case could not be read or written.
    #[error(transparent)]
    Case(#[from] qantar_store::Error),
    /// The file could not be written, or the table not be read.
    #[error(transparent)]
    File(#[from] qantar_project::Error),
    /// The table is in none of the layouts.
    #[error("its header is neither that of ACLED nor that of GED")]
    Layout,
}

/// Writes every event of a case, which must be merged; see [`qantar_project::export()`].
///
/// # Errors
/// When the case cannot be read or the file not be written.
pub fn export(case: &Case, format: Format, made: Timestamp, out: Outputs<'_>) -> Result<Exported, ExchangeError> {
    let (events, tellings, abouts) = (case.events(&Filter::default())?, case.tellings()?, case.abouts()?);
    let known = Known {
        tellings: tellings.iter().map(|telling| (telling.number, telling)).collect(),
        abouts: abouts.iter().map(|about| (about.document.as_str(), about)).collect(),
    };
    let books = Codebooks::built_in()?;
    Ok(qantar_project::export(events.iter().map(|event| known.row(event)), format, &books, made, out)?)
}

/// What a case knows of accounts and reports.
struct Known<'a> {
    tellings: HashMap<i64, &'a Telling>,
    abouts: HashMap<&'a str, &'a About>,
}

impl<'a> Known<'a> {
    fn row(&self, event: &'a Event) -> Row<'a> {
        let tellings: Vec<&Telling> = event.accounts.iter().filter_map(|a| self.tellings.get(a).copied()).collect();
        let mut seen = HashSet::new();
        let documents = tellings.iter().map(|telling| telling.document.as_str()).filter(|id| seen.insert(*id));
        let abouts = documents.filter_map(|id| self.abouts.get(id).copied()).collect();
        Row { event, tellings, abouts }
    }
}

/// Rows are kept in the case so many at a time. A guess (November 2026), as for reports that are read.
const TOGETHER: usize = 500;

/// What came of taking in a table.
#[derive(Debug, Default)]
pub struct Imported {
    /// What came of keeping each row, in order.
    pub keepings: Vec<Keeping>,
    /// What could not be taken as it should: the place of the row, counted from 0, and a line.
    pub problems: Vec<(usize, String)>,
}

/// Takes a table in ACLED or GED layout into a case, each row as a report with an account. `origin` names a row by its
/// place, counted from 0, as people would look for it again. Events are behind until the next merge.
///
/// # Errors
/// When the table is in no known layout or lacks columns, when the case cannot be written; whole batches before stay kept.
pub fn import(
    case: &mut Case,
    table: &[u8],
    origin: impl Fn(usize) -> String,
    now: Timestamp,
) -> Result<Imported, ExchangeError> {
    let layout = layout_of(table).ok_or(ExchangeError::Layout)?;
    let rows: Vec<Arrived> = qantar_project::import(layout, table, &Codebooks::built_in()?)?.collect();
    let mut imported = Imported::default();
    for (batch, first) in rows.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
        let kept = case.transaction(|writer| {
            let origins: Vec<String> = (first..first + batch.len()).map(&origin).collect();
            writer.keep_all(batch.iter().zip(&origins).map(|(row, origin)| qantar_store::Arrived {
                document: &row.document,
                reading: &row.reading,
                origin,
                problems: &[],
                at: now,
            }))
        })?;
        imported.keepings.extend(kept);
    }
    for (at, row) in rows.iter().enumerate() {
        imported.problems.extend(row.reading.problems.iter().map(|problem| (at, problem.message.clone())));
    }
    Ok(imported)
}
