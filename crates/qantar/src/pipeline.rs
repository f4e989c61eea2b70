//! The order of the stages, once, top to bottom.

use crate::World;
use qantar_read::event::Layers;
use qantar_read::{claim, entity, event, name, place, segment, sketch, time};
use qantar_record::{Document, Outline, Problem, Reading, Sentence, Sketch, Stage};

/// What reads: the program's version. A reading made by another version is another reading.
pub const VERSION: &str = concat!("qantar ", env!("CARGO_PKG_VERSION"));

/// What a reading says that the gate cut short.
pub(crate) const STOPPED: &str = "stopped by the gate: its words are not those of unrest, so nothing more was read";

/// Reads one document. The same document and the same world give the same reading, to the byte.
pub fn read(document: &Document, world: &World) -> Reading {
    let mut problems = Vec::new();
    let problems_of = &mut problems;
    let text = segment::segment(document, &world.abbreviations).take(problems_of);
    let sketch = sketch::sketch(&text, &world.sketches).take(problems_of);
    let outline = sketch::outline(&text, &world.sketches);
    if world.gate.as_ref().is_some_and(|gate| !gate.passes(&text, &world.encoder)) {
        problems.push(Problem::new(Stage::Segment, STOPPED));
        return unread(document, segment::sentence_spans(&text), (sketch, outline), problems);
    }
    let signals = world.encoder.signals(&text);
    let names = name::names(&text, &signals, &world.names, &world.gazetteer).take(problems_of);
    let times = time::times(&text, document.anchor(), &world.times).take(problems_of);
    let places = place::places(&text, &names, &world.gazetteer, &world.places).take(problems_of);
    let claims = claim::claims(&text, &names, &signals, &world.claims, world.calibration.claim).take(problems_of);
    let layers = Layers { names: &names, times: &times, places: &places, claims: &claims };
    let accounts = event::accounts(&text, &signals, layers, &world.events, world.calibration.event).take(problems_of);
    let entities = entity::entities(&text, &names, &accounts, &claims, &world.actors).take(problems_of);
    Reading {
        document: document.id().clone(),
        version: VERSION.into(),
        sentences: segment::sentence_spans(&text),
        entities,
        places,
        times,
        accounts,
        claims,
        sketch,
        outline,
        problems,
    }
}

/// A reading that the gate cut short: its sketch still tells copies of it. It says so in its version: without the gate the
/// report is read again.
fn unread(
    document: &Document,
    sentences: Vec<Sentence>,
    (sketch, outline): (Sketch, Outline),
    problems: Vec<Problem>,
) -> Reading {
    Reading {
        document: document.id().clone(),
        version: format!("{VERSION} gate"),
        sentences,
        entities: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        accounts: Vec::new(),
        claims: Vec::new(),
        sketch,
        outline,
        problems,
    }
}
