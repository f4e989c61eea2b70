//! The order of the stages, once, top to bottom.

use crate::World;
use qantar_read::event::{Layers, Told, same::Voices};
use qantar_read::infer::Signals;
use qantar_read::text::Text;
use qantar_read::{claim, entity, event, name, place, segment, sketch, time};
use qantar_record::{Claim, Document, Mention, Outline, Problem, Reading, Sketch, Stage, Timex, Toponym};

/// What reads: the program's version. A reading made by another version is another reading.
pub const VERSION: &str = concat!("qantar ", env!("CARGO_PKG_VERSION"));

/// Versions of readings of which nothing is read, as a pattern: a word stands behind the number; see [`unread`].
pub(crate) const UNREAD_LIKE: &str = "qantar * *";

/// What a reading says that the gate cut short.
const STOPPED: &str = "stopped by the gate: its words are not those of unrest, so nothing more was read";

/// The language that is read, ISO 639-1.
const LANGUAGE: &str = "en";

/// Reads one document. The same document and the same world give the same reading, to the byte. A document in another
/// language than English is not read, which its reading says.
pub fn read(document: &Document, world: &World) -> Reading {
    let mut problems = Vec::new();
    let problems_of = &mut problems;
    let text = segment::segment(document, &world.abbreviations).take(problems_of);
    let sketch = sketch::sketch(&text, &world.sketches).take(problems_of);
    let outline = sketch::outline(&text, &world.sketches);
    let foreign = document.language().filter(|language| *language != LANGUAGE).map(|language| {
        ("language", format!("not read yet: its language is {language}, and this version reads {LANGUAGE} only"))
    });
    let passes = || world.gate.as_ref().is_none_or(|gate| gate.passes(&text, &world.encoder));
    let stopped = foreign.or_else(|| (!passes()).then(|| ("gate", STOPPED.to_owned())));
    if let Some((why, message)) = stopped {
        problems.push(Problem::new(Stage::Segment, message));
        // Its sketch still tells copies of it.
        let sentences = segment::sentence_spans(&text);
        return Reading { sentences, sketch, outline, problems, ..unread(document, why, "") };
    }
    let signals = world.encoder.signals(&text);
    let laid = lay(&text, &signals, world, problems_of);
    let layers = laid.layers();
    let accounts = event::accounts(&text, &signals, layers, &world.events, world.calibration.event).take(problems_of);
    let entities = entity::entities(&text, &laid.names, &accounts, &laid.claims, &world.actors).take(problems_of);
    let Laid { times, places, claims, .. } = laid;
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

/// The layers that events are read from.
struct Laid {
    names: Vec<Mention>,
    times: Vec<Timex>,
    places: Vec<Toponym>,
    claims: Vec<Claim>,
}

impl Laid {
    fn layers(&self) -> Layers<'_> {
        Layers { names: &self.names, times: &self.times, places: &self.places, claims: &self.claims }
    }
}

fn lay(text: &Text<'_>, signals: &Signals<'_>, world: &World, problems: &mut Vec<Problem>) -> Laid {
    let names = name::names(text, signals, &world.names, &world.gazetteer).take(problems);
    let times = time::times(text, text.document.anchor(), &world.times).take(problems);
    let places = place::places(text, &names, &world.gazetteer, &world.places).take(problems);
    let claims = claim::claims(text, &names, signals, &world.claims, world.calibration.claim).take(problems);
    Laid { names, times, places, claims }
}

/// What the events of a document are folded from; see [`event::tellings`]. Whatever its language.
pub fn tellings(document: &Document, world: &World) -> (Vec<Told>, Vec<(usize, usize, Voices)>) {
    let text = segment::segment(document, &world.abbreviations).take(&mut Vec::new());
    let signals = world.encoder.signals(&text);
    let laid = lay(&text, &signals, world, &mut Vec::new());
    event::tellings(&text, &signals, laid.layers(), &world.events, world.calibration.event)
}

/// A reading of which nothing is read, with a line that says so. It says in its version why (one word): once that is mended the
/// report is read again.
pub(crate) fn unread(document: &Document, why: &str, message: &str) -> Reading {
    let problem =
        Some(message).filter(|message| !message.is_empty()).map(|message| Problem::new(Stage::Segment, message));
    Reading {
        document: document.id().clone(),
        version: format!("{VERSION} {why}"),
        sentences: Vec::new(),
        entities: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        accounts: Vec::new(),
        claims: Vec::new(),
        sketch: Sketch::default(),
        outline: Outline::default(),
        problems: problem.into_iter().collect(),
    }
}
