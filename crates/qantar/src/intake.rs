//! Keeping what was read, many reports at a time, and counting what came of it; runs that can be stopped and taken up.

use crate::pipeline::VERSION;
use crate::run::{Outcome, Report};
use jiff::Timestamp;
use qantar_ingest::{Kept, Mark, Origin, Stamp};
use qantar_store::{Arrived, Case, Error, Keeping, RunCount, Writer};
use sha2::{Digest, Sha256};
use std::fmt;

/// Reports are kept in a case so many at a time: one transaction each would be much slower, and much larger ones keep
/// other writers waiting. A guess (November 2026).
pub const TOGETHER: usize = 200;
/// … and so many bytes of text, for what is held until then. A guess (November 2026).
const TOGETHER_BYTES: usize = 16 << 20;

/// Keeps reports in one transaction: all of them or, on an error, none.
///
/// # Errors
/// When the case cannot be written.
pub fn keep(case: &mut Case, reports: &[Report], now: Timestamp) -> Result<Vec<Keeping>, Error> {
    case.transaction(|writer| keep_all(writer, reports, now))
}

fn keep_all(writer: &mut Writer<'_>, reports: &[Report], now: Timestamp) -> Result<Vec<Keeping>, Error> {
    let origins: Vec<String> = reports.iter().map(|report| report.origin.to_string()).collect();
    writer.keep_all(reports.iter().zip(&origins).map(|(report, origin)| Arrived {
        document: &report.document,
        reading: &report.reading,
        origin,
        problems: &[],
        at: now,
    }))
}

/// The next report after a number that the case has kept and this version has not read, with its number.
///
/// # Errors
/// When the case cannot be read.
pub fn next_unread(case: &Case, after: i64) -> Result<Option<(i64, Kept)>, Error> {
    let found = case.next_read_by_others(VERSION, after)?;
    Ok(found.map(|row| {
        let origin = Origin { path: row.origin, line: None, inside: None };
        (row.number, Kept { document: row.document, origin, problems: row.problems })
    }))
}

/// A reading of many reports into a case. It can be stopped at any time, by whatever means: whoever asks the same again goes on
/// where it stopped.
#[derive(Debug)]
pub struct Intake {
    run: i64,
    /// Where to begin; none: at the beginning.
    from: Option<Mark>,
    count: RunCount,
    unkept: Vec<Report>,
    refused: Vec<(String, String)>,
    passed: Option<Mark>,
    /// Whether a file was changed while it was read.
    changed: bool,
}

impl Intake {
    /// Begins, or takes up where the same was stopped. `asked` is all that the outcome hangs on: the inputs, the settings. With
    /// `afresh` nothing is taken up. A file that has changed since is read from its beginning, and so are all.
    ///
    /// # Errors
    /// When the case cannot be written.
    pub fn begin(case: &mut Case, asked: &[String], afresh: bool, now: Timestamp) -> Result<Self, Error> {
        let mut digest = Sha256::new();
        for part in asked.iter().map(String::as_str).chain([VERSION]) {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let asked: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let run = case.begin_run(&asked, afresh, now)?;
        let mark = run.mark.as_deref().and_then(|mark| serde_json::from_str::<Mark>(mark).ok());
        let is_as_it_was = |mark: &Mark| mark.stamp.is_some() && Stamp::of(&mark.path) == mark.stamp;
        let (run, from) = match mark {
            Some(mark) if is_as_it_was(&mark) => (run, Some(mark)),
            _ if run.mark.is_some() => (case.begin_run(&asked, true, now)?, None),
            _ => (run, None),
        };
        let (unkept, refused) = (Vec::new(), Vec::new());
        Ok(Intake { run: run.number, from, count: run.count, unkept, refused, passed: None, changed: false })
    }

    /// The mark behind which to go on; none: from the beginning.
    pub fn from(&self) -> Option<&Mark> {
        self.from.as_ref()
    }

    /// What came of it so far, what was done before it was stopped included.
    pub fn count(&self) -> RunCount {
        self.count
    }

    /// Takes one outcome in, and says whether there is enough for a transaction.
    pub fn take(&mut self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Report(report) => self.unkept.push(report),
            Outcome::Refused(refused) => {
                self.count.refused += 1;
                self.refused.push((refused.origin.to_string(), refused.message));
            }
            // Behind a file that was changed meanwhile nothing is taken up: it must be read again.
            Outcome::Passed(_) if self.changed => {}
            Outcome::Passed(mark) => {
                self.changed = mark.changed;
                self.passed = Some(mark);
            }
        }
        let held = || self.unkept.iter().map(|report| report.document.text().len()).sum::<usize>();
        self.unkept.len() + self.refused.len() >= TOGETHER || held() >= TOGETHER_BYTES
    }

    /// Keeps what was taken in, and how far that is, in one transaction.
    ///
    /// # Errors
    /// When the case cannot be written: nothing is kept then, and nothing lost.
    pub fn keep(&mut self, case: &mut Case, now: Timestamp) -> Result<(), Error> {
        if self.unkept.is_empty() && self.refused.is_empty() && self.passed.is_none() {
            return Ok(());
        }
        let mark = self.passed.take().map(|mark| serde_json::to_string(&mark).expect("a mark is JSON"));
        let mut count = self.count;
        case.transaction(|writer| {
            let mut tally = Tally::default();
            tally.add(&keep_all(writer, &self.unkept, now)?);
            count.new += tally.new as u64;
            count.again += tally.again as u64;
            count.unchanged += tally.unchanged as u64;
            writer.note_refused(&self.refused, now)?;
            writer.note_run(self.run, mark.as_deref(), &count)
        })?;
        self.count = count;
        self.unkept.clear();
        self.refused.clear();
        Ok(())
    }

    /// Keeps the rest and notes that all is done.
    ///
    /// # Errors
    /// When the case cannot be written.
    pub fn end(mut self, case: &mut Case, now: Timestamp) -> Result<RunCount, Error> {
        self.keep(case, now)?;
        case.end_run(self.run, now)?;
        Ok(self.count)
    }
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

impl From<RunCount> for Tally {
    fn from(count: RunCount) -> Self {
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Tally { new: whole(count.new), again: whole(count.again), unchanged: whole(count.unchanged) }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} new, {} read again, {} unchanged", self.new, self.again, self.unchanged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_is_not_taken_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        let (first, second) = (at("a.jsonl"), at("b.jsonl"));
        std::fs::write(&first, "One.").expect("written");
        std::fs::write(&second, "Two.").expect("written");
        let mut case = Case::open_or_create(&folder.path().join("a.qantar")).expect("a case");
        let begun = |case: &mut Case, asked: &str| {
            Intake::begin(case, &[asked.to_owned()], false, Timestamp::UNIX_EPOCH).expect("begun")
        };
        let from = |case: &mut Case, asked: &str| begun(case, asked).from().map(|mark| mark.path.clone());
        let passed = |path: &str| Mark { path: path.to_owned(), taken: 1, stamp: Stamp::of(path), ..Mark::default() };
        let changed = Mark { stamp: None, changed: true, ..passed(&first) };
        let runs = [("as it was", vec![passed(&first)]), ("changed", vec![changed, passed(&second)])];
        for (asked, marks) in runs {
            let mut intake = begun(&mut case, asked);
            for mark in marks {
                intake.take(Outcome::Passed(mark));
            }
            intake.keep(&mut case, Timestamp::UNIX_EPOCH).expect("kept");
        }
        assert_eq!(from(&mut case, "as it was"), Some(first.clone()));
        assert_eq!(from(&mut case, "changed"), None);
        // What is kept late was read before.
        let mut late = begun(&mut case, "late");
        late.take(Outcome::Passed(passed(&first)));
        std::fs::write(&first, "One and a half.").expect("written");
        late.keep(&mut case, Timestamp::UNIX_EPOCH).expect("kept");
        assert_eq!(from(&mut case, "late"), None);
    }
}
