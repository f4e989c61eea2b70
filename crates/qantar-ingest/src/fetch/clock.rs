//! The clock is handed in, so that tests of days of watching run in no time.

use jiff::Timestamp;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What tells the time and lets it pass.
pub trait Clock: Debug + Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
    /// Waits, or less when it is told to stop.
    fn sleep(&self, duration: Duration);
    /// Whether to come to an end.
    fn stopped(&self) -> bool;
}

/// How often a wait looks whether it is to stop.
const GLANCE: Duration = Duration::from_millis(100);

/// The clock of this machine, and a flag that ends the watch when somebody sets it.
#[derive(Clone, Debug, Default)]
pub struct SystemClock {
    /// Set it to stop: what is being fetched is finished, nothing more is asked for.
    pub stop: Arc<AtomicBool>,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) {
        let begun = Instant::now();
        while !self.stopped()
            && let Some(left) = duration.checked_sub(begun.elapsed())
            && !left.is_zero()
        {
            std::thread::sleep(left.min(GLANCE));
        }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
