//! The order of the stages, once, top to bottom.

use crate::World;
use qantar_read::event::Layers;
use qantar_read::{claim, entity, event, name, place, segment, time};
use qantar_record::{Document, Reading};

/// What reads: the program's version. A reading made by another version is another reading.
pub const VERSION: &str = concat!("qantar ", env!("CARGO_PKG_VERSION"));

/// Reads one document. The same document and the same world give the same reading, to the byte.
pub fn read(document: &Document, world: &World) -> Reading {
    let mut problems = Vec::new();
    let problems_of = &mut problems;
    let text = segment::segment(document, &world.abbreviations).take(problems_of);
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
        problems,
    }
}
