//! A line of progress on stderr, for work of more than a second on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Shown only after this long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts reports and problems.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    problems: u64,
}

impl Progress {
    /// Starts to count; `quiet` never shows anything.
    pub fn start(quiet: bool) -> Self {
        let hidden = quiet || !std::io::stderr().is_terminal();
        Progress { bar: ProgressBar::hidden(), started: Instant::now(), shown: hidden, problems: 0 }
    }

    /// One more report, or one more thing that could not be read.
    pub fn step(&mut self, problem: bool) {
        self.problems += u64::from(problem);
        if !self.shown && self.started.elapsed() > PATIENCE {
            self.shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{spinner} {pos} reports · {per_sec} · {elapsed} · {msg}");
            self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        }
        self.bar.inc(1);
        self.bar.set_message(format!("{} not readable", self.problems));
    }

    /// Takes the line away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}
