//! Many reports at once: what arrives is opened and read on several threads and handed on in the order in which it arrived.

use crate::World;
use crate::pipeline;
use qantar_ingest::{Arrival, Kept, Mark, Origin, Parcel, Refused, Settings};
use qantar_record::{Document, Reading};
use std::collections::VecDeque;
use std::ops::{ControlFlow, Deref};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One report, read.
#[derive(Clone, Debug)]
pub struct Report {
    /// The document.
    pub document: Document,
    /// Where it came from.
    pub origin: Origin,
    /// What was found in it; what ingest could not tell stands first among its problems.
    pub reading: Reading,
}

/// One thing that arrived, dealt with.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "almost every outcome is a report")]
pub enum Outcome {
    /// A report, read.
    Report(Report),
    /// Something that is no report.
    Refused(Refused),
    /// Everything up to this mark has been handed on: a run that is stopped here can go on behind it.
    Passed(Mark),
}

/// How to go about many reports.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How many are read at the same time; 0 is as many as the machine has cores. The outcomes do not depend on it.
    pub threads: usize,
    /// How long one may take; larger ones have longer, see [`SLOWEST`]. One that takes more is given up: what was opened of
    /// it is kept, and nothing read.
    pub patience: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Manner { threads: 0, patience: Duration::from_secs(60) }
    }
}

/// Bytes a second below which even a large report is given up: a fiftieth of what one core of a laptop reads (November
/// 2026).
const SLOWEST: u64 = 512;

/// At most so many loads are under way, so memory stays bounded however many arrive,
const WINDOW: usize = 64;
/// … and about so many bytes of them.
const WINDOW_BYTES: usize = 8 << 20;

/// How often those under way are looked after.
const TICK: Duration = Duration::from_millis(250);

/// What a reading says of which nothing was read.
const UNREAD: &str = "not read yet: it was only taken in";

/// Opens and reads every load and hands each outcome to `sink`, in order, until it breaks. Without a world reports are taken
/// in and not read, which their readings say.
///
/// A report that makes a stage panic, or that takes too long, costs that report: its reading is empty and says so.
pub fn run<W, L: Into<Load>>(
    loads: impl Iterator<Item = L>,
    settings: &Settings,
    world: Option<W>,
    manner: Manner,
    mut sink: impl FnMut(Outcome) -> ControlFlow<()>,
) where
    W: Deref<Target = World> + Clone + Send + 'static,
{
    let mut crew = Crew::new(settings.clone(), world, manner.threads);
    let mut loads = loads.fuse();
    let mut window: VecDeque<Ticket> = VecDeque::new();
    let mut first = 0;
    let mut watch = Watch { seen: Duration::ZERO, looked: Instant::now() };
    loop {
        let mut held: usize = window.iter().map(|ticket| ticket.bytes).sum();
        while window.len() < WINDOW && (held < WINDOW_BYTES || window.is_empty()) {
            let Some(load) = loads.next().map(Into::into) else { break };
            held += load.bytes();
            let ticket = Ticket::of(&load);
            crew.take(Job { number: first + window.len(), load });
            window.push_back(ticket);
        }
        if window.is_empty() {
            return;
        }
        for word in crew.hear() {
            let at = word.number.checked_sub(first);
            if let Some(ticket) = at.and_then(|at| window.get_mut(at)) {
                ticket.note(word.step, watch.seen);
            }
        }
        watch.look();
        for ticket in window.iter_mut().filter(|ticket| ticket.is_overdue(watch.seen, manner.patience)) {
            ticket.give_up(manner.patience);
            crew.hire();
        }
        while window.front().is_some_and(|ticket| ticket.done.is_some()) {
            let Some(Ticket { mark, done, .. }) = window.pop_front() else { return };
            first += 1;
            for outcome in done.into_iter().flatten().chain([Outcome::Passed(mark)]) {
                if sink(outcome).is_break() {
                    return;
                }
            }
        }
    }
}

/// What is to be read.
#[derive(Debug)]
pub enum Load {
    /// What has been found and not been opened.
    Parcel(Box<Parcel>),
    /// What was taken in before.
    Kept(Box<Kept>),
}

impl From<Parcel> for Load {
    fn from(parcel: Parcel) -> Self {
        Load::Parcel(Box::new(parcel))
    }
}

impl From<Kept> for Load {
    fn from(kept: Kept) -> Self {
        Load::Kept(Box::new(kept))
    }
}

impl Load {
    fn bytes(&self) -> usize {
        match self {
            Load::Parcel(parcel) => parcel.bytes(),
            Load::Kept(kept) => kept.document.text().len(),
        }
    }
}

/// The time that those under way have been looked after. While nobody looks, because outcomes are being kept or the whole program
/// was stopped, a report may be done and not heard of yet: that time is not its own.
struct Watch {
    seen: Duration,
    looked: Instant,
}

impl Watch {
    fn look(&mut self) {
        self.seen += self.looked.elapsed().min(2 * TICK);
        self.looked = Instant::now();
    }
}

/// One load under way.
struct Ticket {
    mark: Mark,
    origin: Origin,
    bytes: usize,
    /// By the watch.
    began: Option<Duration>,
    opened: Vec<Arrival>,
    done: Option<Vec<Outcome>>,
}

impl Ticket {
    fn of(load: &Load) -> Self {
        let (mark, origin) = match load {
            Load::Parcel(parcel) => (parcel.mark.clone(), parcel.origin.clone()),
            Load::Kept(kept) => (Mark::default(), kept.origin.clone()),
        };
        Ticket { mark, origin, bytes: load.bytes(), began: None, opened: Vec::new(), done: None }
    }

    fn note(&mut self, step: Step, now: Duration) {
        match step {
            Step::Began => self.began = Some(now),
            Step::Opened(arrivals) => self.opened = arrivals,
            // What was given up may come after all: too late, for the outcome must not depend on luck any further.
            Step::Done(outcomes) => {
                self.opened = Vec::new();
                _ = self.done.get_or_insert(outcomes);
            }
        }
    }

    fn is_overdue(&self, now: Duration, patience: Duration) -> bool {
        let patience = patience + Duration::from_secs(self.bytes as u64 / SLOWEST);
        self.done.is_none() && self.began.is_some_and(|began| now.saturating_sub(began) > patience)
    }

    fn give_up(&mut self, patience: Duration) {
        let seconds = patience.as_secs();
        if self.opened.is_empty() {
            let message = format!("opening it took longer than {seconds} seconds: given up, nothing was kept");
            self.done = Some(vec![Outcome::Refused(Refused { origin: self.origin.clone(), message })]);
            return;
        }
        let message =
            format!("reading it took longer than {seconds} seconds: given up, its text was kept and nothing read");
        let unread = |arrival| outcome(arrival, |document| pipeline::unread(document, "slow", &message));
        self.done = Some(std::mem::take(&mut self.opened).into_iter().map(unread).collect());
    }
}

/// Something to do.
struct Job {
    number: usize,
    load: Load,
}

/// What is said of a job.
struct Word {
    number: usize,
    step: Step,
}

enum Step {
    Began,
    /// What was in it; not told when nothing more is to be done with it.
    Opened(Vec<Arrival>),
    Done(Vec<Outcome>),
}

/// Those who open and read. One that is stuck is left to itself, and another hired.
struct Crew<W> {
    settings: Settings,
    world: Option<W>,
    jobs: Sender<Job>,
    /// Shared by all of them; a job is taken by one.
    queue: Arc<Mutex<Receiver<Job>>>,
    words: (Sender<Word>, Receiver<Word>),
    hands: usize,
}

impl<W: Deref<Target = World> + Clone + Send + 'static> Crew<W> {
    fn new(settings: Settings, world: Option<W>, threads: usize) -> Self {
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        let mut crew = Crew { settings, world, jobs, queue, words: mpsc::channel(), hands: 0 };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        (0..if threads == 0 { cores() } else { threads }).for_each(|_| crew.hire());
        crew
    }

    /// Starts one more. Pages are nested deep, so its stack is deeper than usual.
    fn hire(&mut self) {
        let (queue, words) = (self.queue.clone(), self.words.0.clone());
        let (settings, world) = (self.settings.clone(), self.world.clone());
        let work = move || {
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = next else { return };
                if dealt(job, &settings, world.as_ref(), &words).is_none() {
                    return;
                }
            }
        };
        let started = std::thread::Builder::new().name("qantar reads".into()).stack_size(8 << 20).spawn(work);
        self.hands += usize::from(started.is_ok());
    }

    fn take(&mut self, job: Job) {
        // Where no thread can be started, one report after the other is slower and as right.
        if self.hands == 0 {
            let _ = dealt(job, &self.settings, self.world.as_ref(), &self.words.0);
        } else {
            // The queue outlives this crew.
            let _ = self.jobs.send(job);
        }
    }

    /// All words that have come; none when none comes for a while.
    fn hear(&self) -> Vec<Word> {
        self.words.1.recv_timeout(TICK).into_iter().chain(self.words.1.try_iter()).collect()
    }
}

/// Does one job and says so; none when nobody listens any more.
fn dealt<W: Deref<Target = World>>(
    Job { number, load }: Job,
    settings: &Settings,
    world: Option<&W>,
    words: &Sender<Word>,
) -> Option<()> {
    let say = |step| words.send(Word { number, step }).ok();
    say(Step::Began)?;
    let arrivals = match load {
        Load::Parcel(parcel) => parcel.unpack(settings),
        Load::Kept(kept) => vec![Arrival::Kept(*kept)],
    };
    if world.is_some() {
        say(Step::Opened(arrivals.clone()))?;
    }
    let read = |document: &Document| match world {
        Some(world) => catch_unwind(AssertUnwindSafe(|| pipeline::read(document, world)))
            .unwrap_or_else(|_| pipeline::unread(document, "fault", FAULT)),
        None => pipeline::unread(document, "unread", UNREAD),
    };
    say(Step::Done(arrivals.into_iter().map(|arrival| outcome(arrival, read)).collect()))
}

fn outcome(arrival: Arrival, read: impl Fn(&Document) -> Reading) -> Outcome {
    match arrival {
        Arrival::Refused(refused) => Outcome::Refused(refused),
        Arrival::Kept(Kept { document, origin, mut problems }) => {
            let mut reading = read(&document);
            problems.append(&mut reading.problems);
            reading.problems = problems;
            Outcome::Report(Report { document, origin, reading })
        }
    }
}

/// What a reading says that a fault of the program cut short.
const FAULT: &str = "a fault in the program stopped the reading of this report: its text was kept and nothing read";
