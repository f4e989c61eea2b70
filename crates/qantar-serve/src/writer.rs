//! One thread writes what people decide and what is read; a second brings events up to date behind it.
//!
//! Whoever asks for a change is answered when the log holds it. Events follow: at once in small cases, after a while in
//! large ones, and judgements need not wait for that.

use crate::answer::Refusal;
use qantar::events::Record;
use qantar::merging::Rules;
use qantar::store::{Case, Error};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// How many changes may wait. More than people make; so many that wait mean that the disk has gone.
const WAITING: usize = 256;

/// How long an answer waits for the events to be up to date.
const PATIENCE: Duration = Duration::from_millis(50);

/// How often to look whether another program has changed the case.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// How long a case that is up to date is not read into memory, which takes all processors for a moment: whoever opens its
/// page comes first.
const FIRST: Duration = Duration::from_secs(15);

/// How long to wait before a merge that failed is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// What is to be done; none: nothing more will come.
type Change = Option<Box<dyn FnOnce(&mut Case) + Send>>;

/// What the events are up to date with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Merged {
    /// The entry of the log.
    pub through: i64,
    /// Judgements that newer ones contradict, in lines.
    pub conflicts: Vec<String>,
}

/// The only way to change the case.
pub(crate) struct Writer {
    queue: SyncSender<Change>,
    wake: SyncSender<()>,
    merged: watch::Receiver<Merged>,
    ended: Arc<AtomicBool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Writer {
    /// Opens the case, which is made when it does not exist, and starts both threads.
    pub fn start(path: &Path, rules: Arc<Rules>) -> Result<Self, Error> {
        let (case, behind) = (Case::open_or_create(path)?, Case::open(path)?);
        let (queue, changes) = sync_channel::<Change>(WAITING);
        let (wake, woken) = sync_channel(1);
        let (tell, merged) = watch::channel(Merged::default());
        let ended = Arc::new(AtomicBool::new(false));
        let over = ended.clone();
        let writes = thread::Builder::new().name("writes".into()).spawn(move || write(case, &changes));
        let merges =
            thread::Builder::new().name("merges".into()).spawn(move || merge(behind, &rules, &woken, &over, &tell));
        let threads = [writes, merges].map(|thread| thread.expect("the system starts two threads"));
        let writer = Writer { queue, wake, merged, ended, threads: Mutex::new(threads.into()) };
        Ok(writer)
    }

    /// Has a change made; the answer comes when it is done, whether or not anybody still waits for it.
    pub async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Case) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.ask(change)?.await.unwrap_or_else(|_| Err(Refusal::fault()))
    }

    /// The same for a thread that may wait.
    pub fn change_now<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Case) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.ask(change)?.blocking_recv().unwrap_or_else(|_| Err(Refusal::fault()))
    }

    /// Puts a change into the queue; what it gives comes on the channel.
    fn ask<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Case) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, Refusal>>, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.queue(Some(Box::new(move |case| {
            let made = catch_unwind(AssertUnwindSafe(|| change(case))).unwrap_or_else(|_| Err(Refusal::fault()));
            // Whoever asked may have gone.
            let _ = answer.send(made);
        })))?;
        Ok(answered)
    }

    fn queue(&self, change: Change) -> Result<(), Refusal> {
        self.queue.try_send(change).map_err(|error| match error {
            TrySendError::Full(_) => Refusal::busy(),
            TrySendError::Disconnected(_) => Refusal::busy().help("the program is ending"),
        })
    }

    /// Has events brought up to date, soon.
    pub fn wake(&self) {
        // One waiting call is enough: it will see everything that is there by then.
        let _ = self.wake.try_send(());
    }

    /// Has events brought up to date and waits a little; gives what they are up to date with if they are in time.
    pub async fn catch_up(&self, head: i64) -> Option<Merged> {
        let mut merged = self.merged.clone();
        self.wake();
        let in_time = tokio::time::timeout(PATIENCE, merged.wait_for(|merged| merged.through >= head)).await;
        in_time.ok()?.ok().map(|merged| merged.clone())
    }

    /// Ends both threads; the changes under way are finished. Waits for a merge no longer than a moment: one that is cut
    /// short leaves the case behind, and the next start catches up.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        self.wake();
        let _ = self.queue.send(None);
        let mut threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner)).into_iter();
        let _ = threads.next().map(JoinHandle::join);
        for merges in threads {
            for _ in 0..20 {
                if !merges.is_finished() {
                    thread::sleep(Duration::from_millis(50));
                }
            }
        }
    }
}

fn write(mut case: Case, changes: &Receiver<Change>) {
    while let Ok(Some(change)) = changes.recv() {
        change(&mut case);
    }
}

/// Merges whenever it is woken. Who is a part of which event is kept in memory, so that a judgement costs a moment.
fn merge(mut case: Case, rules: &Rules, woken: &Receiver<()>, ended: &AtomicBool, tell: &watch::Sender<Merged>) {
    let mut said = String::new();
    let mut record = None;
    // One core is left for whoever looks at the page meanwhile.
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().ok();
    if let (Ok(through), Ok(head)) = (case.merged_through(), case.head())
        && through >= head
    {
        tell.send_modify(|merged| merged.through = through);
        // Whoever decides something wakes it sooner.
        let _ = woken.recv_timeout(FIRST);
    }
    while !ended.load(Ordering::Relaxed) {
        let mut once = || merge_once(&mut case, &mut record, rules, tell);
        let merged = match &pool {
            Some(pool) => pool.install(once),
            None => once(),
        };
        match merged {
            Ok(()) => said.clear(),
            // An account may have been read again meanwhile; what is there then is merged the next time.
            Err(error) => {
                let says = error.to_string();
                if said != says {
                    eprintln!("qantar: {says}; trying again");
                }
                said = says;
                thread::sleep(RETRY);
                continue;
            }
        }
        if let Err(RecvTimeoutError::Disconnected) = woken.recv_timeout(LOOK_AGAIN) {
            return;
        }
    }
}

fn merge_once<'r>(
    case: &mut Case,
    record: &mut Option<Record<'r>>,
    rules: &'r Rules,
    tell: &watch::Sender<Merged>,
) -> Result<(), Error> {
    let conflicts = match record {
        Some(record) => record.catch_up(case)?.conflicts,
        None => {
            // A case that is up to date is so before it has been read into memory.
            let through = case.merged_through()?;
            tell.send_modify(|merged| merged.through = through);
            let (opened, update) = Record::open(case, rules)?;
            *record = Some(opened);
            update.conflicts
        }
    };
    let merged = Merged { through: case.merged_through()?, conflicts: conflicts.iter().map(contradiction).collect() };
    tell.send_if_modified(|told| {
        let other = *told != merged;
        *told = merged;
        other
    });
    Ok(())
}

fn contradiction(conflict: &qantar::merging::Conflict) -> String {
    let (a, b) = conflict.accounts;
    let says = if conflict.same { "one" } else { "not one" };
    format!("judgement {} says that a{a} and a{b} are {says}; newer judgements contradict it and hold", conflict.older)
}
