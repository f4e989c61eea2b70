//! Keeping what was read, many reports at a time, and counting what came of it.

use crate::run::Report;
use jiff::Timestamp;
use qantar_store::{Case, Error, Keeping, Writer};
use std::fmt;

/// Reports are kept in a case so many at a time: one transaction each would be much slower, and much larger ones keep
/// other writers waiting. A guess (November 2026).
pub const TOGETHER: usize = 200;

/// Keeps reports in one transaction: all of them or, on an error, none.
///
/// # Errors
/// When the case cannot be written.
pub fn keep(case: &mut Case, reports: &[Report], now: Timestamp) -> Result<Vec<Keeping>, Error> {
    let keep = |writer: &mut Writer<'_>, report: &Report| {
        writer.keep(&report.document, &report.reading, &report.origin.to_string(), &[], now)
    };
    case.transaction(|writer| reports.iter().map(|report| keep(writer, report)).collect())
}

/// What came of keeping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that the case did not know.
    pub new: usize,
    /// Reports that were read again, with another outcome.
    pub again: usize,
    /// Reports that the case had as they are.
    pub unchanged: usize,
}

impl Tally {
    /// Counts what came of keeping some more.
    pub fn add(&mut self, keepings: &[Keeping]) {
        for keeping in keepings {
            match keeping {
                Keeping::New => self.new += 1,
                Keeping::ReadAgain => self.again += 1,
                Keeping::Unchanged => self.unchanged += 1,
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} new, {} read again, {} unchanged", self.new, self.again, self.unchanged)
    }
}
