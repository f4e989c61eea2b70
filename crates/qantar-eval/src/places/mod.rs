//! Toponyms of others' sets, and how well they are resolved and found.
//!
//! * [`gold`]: LGL and GeoVirus as they come, spans turned into bytes.
//! * [`systems`]: what other systems answered on the same toponyms.
//! * [`score`]: shares within 161 km, errors in km, precision and recall of spans.
//!
//! The sets are others' texts: they are read where they lie and nothing of them is kept here.

pub mod gold;
pub mod score;
pub mod systems;

use qantar::World;
use qantar::record::{Document, Place, Span, Toponym};
use qantar::stages::{place, segment};

/// A point: degrees north, degrees east.
pub type Point = (f64, f64);

/// What was answered for a toponym.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Where it is said to be.
    pub point: Point,
    /// GeoNames id, when the system gives one.
    pub geonames: Option<u32>,
    /// The rule that decided, or the system's name.
    pub by: String,
}

impl Answer {
    /// A place of ours as an answer.
    pub fn of(place: &Place, by: &str) -> Self {
        Answer { point: (place.lat, place.lon), geonames: place.geonames, by: by.to_owned() }
    }
}

/// Our answers for given toponyms of a document, in their order.
pub fn resolve_given(document: &Document, spans: &[Span], world: &World) -> Vec<Option<Answer>> {
    let text = segment::segment(document, &world.abbreviations).value;
    let resolved = place::resolve_given(&text, spans, &world.gazetteer, &world.places);
    let answer = |toponym: &Toponym| toponym.place.as_ref().map(|place| Answer::of(place, &toponym.by.rule));
    resolved.iter().map(answer).collect()
}

/// The toponyms that the whole pipeline finds in a document.
pub fn found(document: &Document, world: &World) -> Vec<Span> {
    qantar::pipeline::read(document, world).places.iter().map(|toponym| toponym.span).collect()
}
