//! One event, and what is like it.

use super::{Answer, told};
use crate::answer::{Asked, Failures, Named, Refusal};
use crate::guard::Visitor;
use crate::served::Shared;
use axum::extract::State;
use qantar::view;
use serde::Deserialize;
use utoipa::IntoParams;

/// Everything of one event: its slots, its accounts, why they are held to be one, what people decided, its history.
#[utoipa::path(get, path = "/api/events/{number}", tag = "event", params(("number" = i64, Path)), responses(
    (status = 200, description = "The event to which the number leads now", body = Object), Failures
))]
pub(super) async fn event(State(served): State<Shared>, visitor: Visitor, Named(number): Named<i64>) -> Answer {
    let (rules, blind, name) = (served.rules.clone(), served.settings.blind, served.name.clone());
    told(&served.shown, move |case| {
        let seen = view::people::event(case, number, visitor.coder.as_deref(), blind, &rules)?;
        seen.ok_or_else(|| no_event(&name, number))
    })
    .await
}

/// Events most like this one that are not merged with it.
#[utoipa::path(get, path = "/api/events/{number}/neighbours", tag = "event", params(("number" = i64, Path)), responses(
    (status = 200, description = "The likest first, each with the reasons", body = Object), Failures
))]
pub(super) async fn neighbours(State(served): State<Shared>, Named(number): Named<i64>) -> Answer {
    let (rules, name) = (served.rules.clone(), served.name.clone());
    told(&served.shown, move |case| view::neighbours(case, number, &rules)?.ok_or_else(|| no_event(&name, number)))
        .await
}

fn no_event(case: &str, number: i64) -> Refusal {
    Refusal::missing("no_such_event", format!("{case} has no e{number}"))
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pair {
    /// The number of an account.
    a: i64,
    /// That of the other.
    b: i64,
}

/// Why two accounts are held to tell of one event, or not.
#[utoipa::path(get, path = "/api/compare", tag = "event", params(Pair), responses(
    (status = 200, description = "The tie between them", body = Object), Failures
))]
pub(super) async fn compare(State(served): State<Shared>, Asked(Pair { a, b }): Asked<Pair>) -> Answer {
    let (rules, name) = (served.rules.clone(), served.name.clone());
    let missing = move || Refusal::missing("no_such_account", format!("{name} does not have both a{a} and a{b}"));
    told(&served.shown, move |case| view::compare(case, a, b, &rules)?.ok_or_else(missing)).await
}
