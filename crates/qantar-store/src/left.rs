//! Events that conditions leave which other tables hold: each is asked once, in one walk through its own table, and the
//! lists of numbers are laid on each other here. As a part of one query SQLite would make a tree of every list, at
//! twice the time where most of a large case is left.

use crate::error::ErrorKind;
use crate::filter::told;
use crate::query::rows;
use rusqlite::{Connection, params_from_iter};

/// What conditions leave of all events.
#[derive(Debug, Default)]
pub(crate) struct Left(Option<Vec<i64>>);

impl Left {
    /// Leaves those that the query names for these values; all where nothing is asked.
    pub(crate) fn keep(&mut self, db: &Connection, select: &str, values: Option<Vec<String>>) -> Result<(), ErrorKind> {
        let Some(values) = values else { return Ok(()) };
        if self.0.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        let mut found: Vec<i64> = rows(db, select, params_from_iter(values), |row| row.get(0))?;
        found.sort();
        found.dedup();
        found.retain(|&number| self.has(number));
        self.0 = Some(found);
        Ok(())
    }

    /// Leaves those that hold words in columns of `event_words`, all looked for in one walk.
    pub(crate) fn keep_words(
        &mut self,
        db: &Connection,
        looked_for: &[(&'static str, &Option<String>)],
    ) -> Result<(), ErrorKind> {
        let told = looked_for.iter().filter_map(|&(column, words)| Some((column, told(words)?)));
        let (columns, values): (Vec<_>, Vec<_>) = told.unzip();
        let held: Vec<_> = columns.iter().map(|column| format!("has({column}, ?)")).collect();
        let select = format!("SELECT number FROM event_words WHERE {}", held.join(" AND "));
        self.keep(db, &select, Some(values).filter(|values| !values.is_empty()))
    }

    /// Whether the event is left.
    pub(crate) fn has(&self, number: i64) -> bool {
        self.0.as_ref().is_none_or(|left| left.binary_search(&number).is_ok())
    }

    /// Their numbers, ascending; none where all are left.
    pub(crate) fn numbers(self) -> Option<Vec<i64>> {
        self.0
    }

    /// Takes them out where they are so few that a query does better to look up each; then this leaves all.
    pub(crate) fn take_few(&mut self) -> Option<Vec<i64>> {
        if self.0.as_ref().is_some_and(|left| left.len() <= FEW) { self.0.take() } else { None }
    }
}

/// A guess (November 2026): to look up so many takes a millisecond or two.
const FEW: usize = 1_000;
