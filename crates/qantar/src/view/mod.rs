//! What a page of a case shows, as JSON: one file a page.
//!
//! Every function is given an open case, merged or behind, and gives what is there; nothing is written. Offsets into text are
//! Unicode code points, days are ISO 8601, events are `e12`, accounts `a12`, claims `c7`. Text of reports is handed on as it stands:
//! whoever shows it shows it as text.

mod account;
mod actor;
pub mod agreement;
mod event;
mod judgement;
mod overview;
pub mod people;
pub mod queue;
mod report;
mod source;
mod tie;

pub use account::{Texts, account};
pub use actor::{Asked, actor, actors};
pub use event::{Looking, event};
pub use judgement::judgement;
pub use overview::{columns, log, matching, rows, summary};
pub use report::{report, reports};
pub use source::sources;
pub use tie::{compare, neighbours};

use crate::words::{counted, days, place};
use qantar_record::{Event, Ledger, Party, Said};
use qantar_store::{Case, Error};
use serde_json::{Value, json};

/// An event as a row of a list.
fn row(case: &Case, event: &Event) -> Result<Value, Error> {
    let (kind, when, at) = (event.kind(), event.time(), event.place());
    let sentence = case.sentence(event.id.0)?.unwrap_or_default();
    Ok(json!({
        "event": event.id.to_string(), "number": event.id.0,
        "when": when.map_or(String::new(), |when| days(when.interval)),
        "from": when.and_then(|when| when.interval.from), "to": when.and_then(|when| when.interval.to),
        "type": kind.event_type, "mode": kind.mode, "status": event.status(),
        "actors": names(&event.actors), "targets": names(&event.targets),
        "place": at.map(place), "country": at.and_then(|at| at.place.as_ref()).and_then(|place| place.country.as_deref()),
        "figures": event.figures.iter().filter_map(toll).collect::<Vec<_>>(),
        "reports": event.origins.reports, "origins": event.origins.independent,
        "confidence": event.confidence, "reviewed": event.reviewed,
        "part_of": event.part_of.map(|whole| whole.to_string()),
        "sentence": sentence,
    }))
}

fn rows_of(case: &Case, events: &[Event]) -> Result<Vec<Value>, Error> {
    events.iter().map(|event| row(case, event)).collect()
}

fn names(said: &[Said<Party>]) -> Vec<&str> {
    said.iter().map(|said| said.value.name.as_str()).collect()
}

/// All figures in force of a ledger in words; none where none has a number.
fn toll(ledger: &Ledger) -> Option<String> {
    let (low, high) = match (ledger.low, ledger.high) {
        (None, None) => (ledger.best, ledger.best),
        bounds => bounds,
    };
    (low.is_some() || high.is_some()).then(|| counted(ledger.what, low, high))
}

/// The number of an account as it is cited.
fn cited(number: i64) -> String {
    format!("a{number}")
}
