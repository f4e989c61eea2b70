//! Many requests read the case at once, each on a connection of its own that is kept for the next.

use crate::answer::Refusal;
use qantar::store::Case;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many read at the same time. A guess (November 2026): more than the cores of a small machine, since some wait for
/// the disk, and few enough that their caches fit into memory.
const TOGETHER: usize = 4;

/// Connections that only read.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Inner>);

struct Inner {
    path: PathBuf,
    spare: Mutex<Vec<Case>>,
    turns: Semaphore,
}

impl Readers {
    /// Of the file; connections are opened as they are needed.
    pub fn of_file(path: PathBuf) -> Self {
        Readers(Arc::new(Inner { path, spare: Mutex::default(), turns: Semaphore::new(TOGETHER) }))
    }

    /// Of one case in memory, by one reader at a time.
    pub fn of_past(case: Case) -> Self {
        let path = case.path().to_owned();
        Readers(Arc::new(Inner { path, spare: Mutex::new(vec![case]), turns: Semaphore::new(1) }))
    }

    /// Closes the connections that are not in use. The last one to close a case must be one that can write, or the files
    /// beside the case stay.
    pub fn close(&self) {
        self.0.spare.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Reads, when it is its turn.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Case) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let _turn = self.0.turns.acquire().await.map_err(|_| Refusal::busy())?;
        let inner = self.0.clone();
        tokio::task::spawn_blocking(move || inner.ask(question)).await.unwrap_or_else(|_| Err(Refusal::fault()))
    }
}

impl Inner {
    fn ask<T>(&self, question: impl FnOnce(&Case) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = spare().pop();
        let case = match kept {
            Some(case) => case,
            None => Case::open_read_only(&self.path)?,
        };
        // A question that panics costs its answer; the connection is sound, since every query ends its transaction.
        let answer = catch_unwind(AssertUnwindSafe(|| question(&case)));
        spare().push(case);
        answer.unwrap_or_else(|_| Err(Refusal::fault()))
    }
}
