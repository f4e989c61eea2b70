//! What kinds of events there are, and the words of the page's forms.

use super::Answer;
use crate::answer::{Failures, Refusal};
use axum::Json;
use axum::response::IntoResponse;
use qantar::record::ontology::TypeEntry;
use qantar::record::{Counted, Precision, Slot, Status};
use qantar::stages::world::builtin_ontology;
use serde_json::{Value, json};
use std::sync::LazyLock;

const COUNTED: [Counted; 5] =
    [Counted::Killed, Counted::Injured, Counted::Detained, Counted::Participants, Counted::Other];
const PRECISIONS: [Precision; 5] =
    [Precision::Site, Precision::Town, Precision::District, Precision::Region, Precision::Country];

static ONTOLOGY: LazyLock<Option<Value>> = LazyLock::new(|| {
    let types: Vec<Value> = builtin_ontology().ok()?.types().map(described).collect();
    Some(json!({
        "types": types,
        "statuses": Status::ALL.map(Status::as_str),
        "slots": Slot::ALL.map(Slot::as_str),
        "counted": COUNTED.map(Counted::as_str),
        "precisions": PRECISIONS.map(Precision::as_str),
    }))
});

fn described(entry: &TypeEntry) -> Value {
    let mut modes: Vec<Value> =
        entry.modes.iter().map(|mode| json!({ "mode": mode.code, "label": mode.label })).collect();
    // Every type has it, and the files need not say so.
    if !entry.modes.iter().any(|mode| mode.code.0 == "other") {
        modes.push(json!({ "mode": "other", "label": "Other" }));
    }
    json!({ "type": entry.code, "label": entry.label, "definition": entry.definition, "modes": modes })
}

/// Types and modes of events, statuses, slots, things that are counted, how precise a place can be.
#[utoipa::path(get, path = "/api/ontology", tag = "about", responses(
    (status = 200, description = "The words of forms and filters", body = Object), Failures
))]
pub(super) async fn ontology() -> Answer {
    ONTOLOGY.as_ref().map(|told| Json(told).into_response()).ok_or_else(Refusal::fault)
}
