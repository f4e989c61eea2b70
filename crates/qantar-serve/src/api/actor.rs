//! Who acts on whom.

use super::overview::{given, numbers};
use super::{Answer, told};
use crate::answer::{Asked, Failures, Refusal};
use crate::served::Shared;
use axum::extract::State;
use qantar::view;
use serde::Deserialize;
use utoipa::IntoParams;

/// The most events that are named in an address.
const EVENTS: usize = 5000;
/// The most actors in one answer.
const ACTORS: usize = 1000;

/// Which actors.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// In their names.
    #[serde(default)]
    text: String,
    /// Only in these events: numbers with commas between them.
    #[serde(default)]
    numbers: String,
    /// How many at most, those in most events first.
    #[serde(default = "some")]
    #[param(minimum = 1, maximum = 1000)]
    limit: usize,
}

fn some() -> usize {
    200
}

/// Actors and what they do to each other.
#[utoipa::path(get, path = "/api/actors", tag = "actor", params(Which), responses(
    (status = 200, description = "Actors, and ties among them", body = Object), Failures
))]
pub(super) async fn actors(State(served): State<Shared>, Asked(which): Asked<Which>) -> Answer {
    let within = numbers(&which.numbers, EVENTS)?;
    let (text, limit) = (given(which.text), which.limit.clamp(1, ACTORS));
    let within = Some(within).filter(|within| !within.is_empty());
    told(&served.shown, move |case| {
        let asked = view::Asked { text: text.as_deref(), numbers: within.as_deref(), limit };
        Ok(view::actors(case, asked)?)
    })
    .await
}

/// Which actor.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct One {
    /// The name.
    name: String,
}

/// One actor: other names, on whom they act and who acts on them, in which events.
#[utoipa::path(get, path = "/api/actor", tag = "actor", params(One), responses(
    (status = 200, description = "The actor", body = Object), Failures
))]
pub(super) async fn actor(State(served): State<Shared>, Asked(One { name }): Asked<One>) -> Answer {
    let rules = served.rules.clone();
    let missing = || Refusal::missing("no_such_actor", "nobody of this name does or suffers anything in this case");
    told(&served.shown, move |case| view::actor(case, &name, &rules)?.ok_or_else(missing)).await
}
