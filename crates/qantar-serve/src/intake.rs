//! Reports that people drop on the page: put into a folder of their own, read in the background, kept.

use crate::answer::Refusal;
use crate::served::{Served, Shared};
use axum::http::StatusCode;
use jiff::Timestamp;
use qantar::ingest::{self, Settings};
use qantar::intake::{self, Tally};
use qantar::run::{Manner, Outcome, Report};
use qantar::words::harmless;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use utoipa::ToSchema;

/// How many jobs run together; reading takes all cores it is given.
const TOGETHER: usize = 2;
/// How many jobs are remembered once they are finished.
const REMEMBERED: usize = 50;
/// Reports that are read are kept at the latest after so long, so that people see them come.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most problems of a job that are told; the rest are counted.
const PROBLEMS: usize = 1000;

/// How far a job is.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Progress {
    /// Reports dealt with.
    pub done: usize,
    /// Files that were sent, or the reports dealt with where one file holds many.
    pub total: usize,
    /// Reports that the case did not know.
    pub new: usize,
    /// Reports that the case had as they are.
    pub unchanged: usize,
    /// Reports that were read again, with another outcome.
    pub changed: usize,
    /// What could not be read.
    pub problems: Vec<Trouble>,
    /// Whether nothing more is done, because all is done or somebody stopped it.
    pub finished: bool,
}

/// One thing that could not be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Trouble {
    /// The file, and the line of it where it holds a report in each.
    pub from: String,
    /// Why.
    pub message: String,
}

/// Files that were sent.
pub(crate) struct Sent {
    /// Where they lie; they go with it.
    pub folder: TempDir,
    /// Each with the name that it was given. The name is only ever shown.
    pub files: Vec<(PathBuf, String)>,
}

#[derive(Default)]
struct Job {
    progress: Mutex<Progress>,
    stopped: AtomicBool,
}

impl Job {
    fn note(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The jobs of this run of the program.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<(u64, BTreeMap<u64, Arc<Job>>)>);

impl Jobs {
    /// How far a job is.
    pub fn progress(&self, number: u64) -> Option<Progress> {
        let job = self.job(number)?;
        let progress = job.progress.lock().unwrap_or_else(PoisonError::into_inner);
        Some(progress.clone())
    }

    /// Stops a job; what is kept stays.
    pub fn stop(&self, number: u64) -> Option<()> {
        self.job(number).map(|job| job.stopped.store(true, Ordering::Relaxed))
    }

    /// Stops all.
    pub fn stop_all(&self) {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.1.values().for_each(|job| job.stopped.store(true, Ordering::Relaxed));
    }

    fn job(&self, number: u64) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.get(&number).cloned()
    }

    /// Starts a job; gives its number.
    pub fn start(&self, served: &Shared, sent: Sent) -> Result<u64, Refusal> {
        served.writer()?;
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let finished = |job: &Arc<Job>| job.progress.lock().unwrap_or_else(PoisonError::into_inner).finished;
        if jobs.1.values().filter(|job| !finished(job)).count() >= TOGETHER {
            let busy =
                Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many_jobs", "other reports are still being read");
            return Err(busy.help("wait until they are"));
        }
        while jobs.1.len() >= REMEMBERED
            && let Some(oldest) = jobs.1.iter().find(|(_, job)| finished(job)).map(|(&number, _)| number)
        {
            jobs.1.remove(&oldest);
        }
        jobs.0 += 1;
        let (number, job, served) = (jobs.0, Arc::new(Job::default()), served.clone());
        job.note(|progress| progress.total = sent.files.len());
        jobs.1.insert(number, job.clone());
        let work = move || {
            if let Err(refusal) = read(&served, &job, &sent) {
                let from = String::new();
                job.note(|progress| progress.problems.push(Trouble { from, message: refusal.message }));
            }
            job.note(|progress| progress.finished = true);
        };
        std::thread::Builder::new().name(format!("reads {number}")).spawn(work).map_err(|_| Refusal::busy())?;
        Ok(number)
    }
}

/// Reads everything that was sent and keeps it, as `qantar read FILES --into CASE` does.
fn read(served: &Served, job: &Job, sent: &Sent) -> Result<(), Refusal> {
    let world = served.world()?.clone();
    let given: HashMap<String, &str> =
        sent.files.iter().map(|(path, name)| (path.to_string_lossy().into_owned(), name.as_str())).collect();
    let inputs: Vec<String> = sent.files.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
    // One core is left for whoever looks at the page meanwhile.
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
    let (mut unkept, mut kept_at, mut failure) = (Taken::default(), Instant::now(), None);
    let (settings, manner) = (Settings::default(), Manner { threads, ..Manner::default() });
    qantar::run::run(ingest::open(&inputs, &settings), &settings, Some(world), manner, |outcome| {
        take(job, outcome, &given, &mut unkept);
        if unkept.len() >= intake::TOGETHER || (unkept.len() > 0 && kept_at.elapsed() > PATIENCE) {
            failure = keep(served, job, std::mem::take(&mut unkept)).err();
            kept_at = Instant::now();
        }
        let stop = failure.is_some() || job.stopped.load(Ordering::Relaxed);
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let last = if failure.is_none() { keep(served, job, unkept) } else { Ok(()) };
    served.writer()?.wake();
    failure.map_or(last, Err)
}

/// What is read and not yet kept.
#[derive(Default)]
struct Taken {
    reports: Vec<Report>,
    /// What could not be taken in: where it came from and why.
    refused: Vec<(String, String)>,
}

impl Taken {
    fn len(&self) -> usize {
        self.reports.len() + self.refused.len()
    }
}

fn take(job: &Job, outcome: Outcome, given: &HashMap<String, &str>, unkept: &mut Taken) {
    let name = |path: &str| given.get(path).map_or_else(|| path.to_owned(), |name| (*name).to_owned());
    let trouble = match outcome {
        Outcome::Report(mut report) => {
            report.origin.path = name(&report.origin.path);
            unkept.reports.push(report);
            None
        }
        Outcome::Passed(_) => return,
        Outcome::Refused(mut refused) => {
            let message = refused.message.replace(&refused.origin.path, &name(&refused.origin.path));
            refused.origin.path = name(&refused.origin.path);
            unkept.refused.push((refused.origin.to_string(), message.clone()));
            Some(Trouble { from: refused.origin.to_string(), message })
        }
    };
    job.note(|progress| {
        progress.done += 1;
        progress.total = progress.total.max(progress.done);
        if progress.problems.len() < PROBLEMS {
            progress.problems.extend(trouble);
        }
    });
}

fn keep(served: &Served, job: &Job, taken: Taken) -> Result<(), Refusal> {
    if taken.len() == 0 {
        return Ok(());
    }
    let kept = served.writer()?.change_now(move |case| {
        let now = Timestamp::now();
        case.transaction(|writer| writer.note_refused(&taken.refused, now))?;
        Ok(intake::keep(case, &taken.reports, now)?)
    })?;
    let mut tally = Tally::default();
    tally.add(&kept);
    job.note(|progress| {
        progress.new += tally.new;
        progress.changed += tally.again;
        progress.unchanged += tally.unchanged;
    });
    Ok(())
}

/// What a file that was sent is called in its folder: its number, and an ending by which its format is known. No word of
/// the name that it was given becomes part of a path.
pub(crate) fn own_name(number: usize, given: &str) -> String {
    let ending = given.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let plain = |ending: &String| (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    match ending.filter(plain) {
        Some(ending) => format!("{number:06}.{ending}"),
        None => format!("{number:06}"),
    }
}

/// The longest name that is kept, in characters.
const NAME: usize = 400;

/// The name of a file as it will be shown.
pub(crate) fn shown_name(given: &str) -> String {
    let shown: String = harmless(given.trim()).chars().take(NAME).collect();
    if shown.is_empty() { "a file without a name".into() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_path() {
        let cases = [
            ("report.html", "000007.html"),
            ("../../etc/passwd", "000007"),
            ("a/b.TXT", "000007.txt"),
            ("x.tar/../../y", "000007"),
            ("x.\u{202e}txt", "000007"),
            ("x.averylongending", "000007"),
            ("x.", "000007"),
            ("", "000007"),
        ];
        for (given, own) in cases {
            assert_eq!(own_name(7, given), own, "{given}");
        }
    }

    #[test]
    fn names_are_shown_without_what_could_deceive() {
        assert_eq!(shown_name("reports/kz.html"), "reports/kz.html");
        assert!(!shown_name("a\u{202e}lmth.exe\u{7}").contains(['\u{202e}', '\u{7}']));
        assert_eq!(shown_name(&"x".repeat(5000)).len(), NAME);
        assert_eq!(shown_name(" "), "a file without a name");
    }
}
