//! A line of progress on stderr, for work of more than a second on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use qantar::ingest::{self, Mark};
use std::collections::HashMap;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Shown only after this long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts reports and problems, and measures how much of the inputs is done.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    reports: u64,
    /// Those of this run only: what was done before it was stopped says nothing of its speed.
    now: u64,
    problems: u64,
    /// For each file, the bytes of those before it.
    before: HashMap<String, u64>,
    inputs: Vec<String>,
}

impl Progress {
    /// Starts to count; `quiet` never shows anything.
    pub fn start(inputs: &[String], quiet: bool) -> Self {
        let hidden = quiet || !std::io::stderr().is_terminal();
        Progress {
            bar: ProgressBar::hidden(),
            started: Instant::now(),
            shown: hidden,
            reports: 0,
            now: 0,
            problems: 0,
            before: HashMap::new(),
            inputs: inputs.to_vec(),
        }
    }

    /// So many reports and problems were dealt with before the run was stopped.
    pub fn had(&mut self, reports: u64, problems: u64) {
        (self.reports, self.problems) = (reports, problems);
    }

    /// One more report, or one more thing that could not be read.
    pub fn step(&mut self, problem: bool) {
        self.problems += u64::from(problem);
        self.reports += 1;
        self.now += 1;
        if !self.shown && self.started.elapsed() > PATIENCE {
            self.shown = true;
            self.measure();
        }
        let rate = self.now as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} reports, {rate:.0} a second, {} not readable", self.reports, self.problems));
    }

    /// Everything up to this mark is done.
    pub fn passed(&mut self, mark: &Mark) {
        if let Some(before) = self.before.get(&mark.path) {
            self.bar.set_position(before + mark.offset);
        }
    }

    /// Shows the line: with what is left where the inputs have a size, and else without.
    fn measure(&mut self) {
        let mut whole = 0;
        for (path, bytes) in ingest::sizes(&self.inputs) {
            self.before.insert(path, whole);
            whole += bytes;
        }
        let template = if whole > 0 {
            "{spinner} {msg} · {bytes} of {total_bytes} · {elapsed}, {eta} left"
        } else {
            "{spinner} {msg} · {elapsed}"
        };
        self.bar.set_length(whole);
        self.bar.reset_eta();
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner()));
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
