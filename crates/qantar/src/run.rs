//! Many reports at once: what arrives is read on several threads and handed on in the order in which it arrived.

use crate::World;
use crate::pipeline;
use qantar_ingest::{Arrival, Kept, Origin, Refused};
use qantar_record::{Document, Problem, Reading, Sketch, Stage};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One report, read.
#[derive(Clone, Debug)]
pub struct Report {
    /// The report.
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
}

/// Reports are read in batches of at most this many, so memory stays bounded however many arrive.
const BATCH: usize = 64;
/// … and of about this many bytes of text.
const BATCH_BYTES: usize = 8 << 20;

/// Reads everything that arrives and hands each outcome to `sink`, in order, until it breaks.
///
/// `threads` is the number of reports read at the same time; 0 is as many as the machine has cores. The outcomes do
/// not depend on it. A report that makes a stage panic costs that report: its reading is empty and says so.
pub fn run(
    arrivals: impl Iterator<Item = Arrival>,
    world: &World,
    threads: usize,
    mut sink: impl FnMut(Outcome) -> ControlFlow<()>,
) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let mut arrivals = arrivals.peekable();
    while arrivals.peek().is_some() {
        let batch = take_batch(&mut arrivals);
        let outcomes: Vec<Outcome> = match &pool {
            Ok(pool) => pool.install(|| batch.into_par_iter().map(|arrival| outcome(arrival, world)).collect()),
            // No thread could be started: one report after the other is slower and as right.
            Err(_) => batch.into_iter().map(|arrival| outcome(arrival, world)).collect(),
        };
        for outcome in outcomes {
            if sink(outcome).is_break() {
                return;
            }
        }
    }
}

fn take_batch(arrivals: &mut impl Iterator<Item = Arrival>) -> Vec<Arrival> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some(arrival) = arrivals.next() else { break };
        if let Arrival::Kept(kept) = &arrival {
            bytes += kept.document.text().len();
        }
        batch.push(arrival);
    }
    batch
}

fn outcome(arrival: Arrival, world: &World) -> Outcome {
    match arrival {
        Arrival::Refused(refused) => Outcome::Refused(refused),
        Arrival::Kept(Kept { document, origin, mut problems }) => {
            let mut reading = catch_unwind(AssertUnwindSafe(|| pipeline::read(&document, world)))
                .unwrap_or_else(|_| empty_reading(&document));
            problems.append(&mut reading.problems);
            reading.problems = problems;
            Outcome::Report(Report { document, origin, reading })
        }
    }
}

/// What a reading says that a fault of the program cut short.
pub(crate) const FAULT: &str =
    "a fault in the program stopped the reading of this report: its text was kept and nothing read";

fn empty_reading(document: &Document) -> Reading {
    Reading {
        document: document.id().clone(),
        version: pipeline::VERSION.into(),
        sentences: Vec::new(),
        entities: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        accounts: Vec::new(),
        claims: Vec::new(),
        sketch: Sketch::default(),
        outline: Default::default(),
        problems: vec![Problem::new(Stage::Segment, FAULT)],
    }
}
