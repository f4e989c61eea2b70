//! Where reports come from, what could not be read, and what was ever changed.

use super::report::Page;
use super::{Answer, told};
use crate::answer::{Asked, Failures};
use crate::served::Shared;
use axum::extract::State;
use qantar::view;

/// Outlets, reports by day, days with far fewer than usual, and what could not be read.
#[utoipa::path(get, path = "/api/sources", tag = "source", responses(
    (status = 200, description = "Where the reports come from", body = Object), Failures
))]
pub(super) async fn sources(State(served): State<Shared>) -> Answer {
    told(&served.shown, |case| Ok(view::sources(case)?)).await
}

/// The log of every change, the newest first.
#[utoipa::path(get, path = "/api/log", tag = "source", params(Page), responses(
    (status = 200, description = "A part of the log, and how long it is", body = Object), Failures
))]
pub(super) async fn log(State(served): State<Shared>, Asked(page): Asked<Page>) -> Answer {
    let (offset, limit) = page.bounds();
    told(&served.shown, move |case| Ok(view::log(case, offset, limit)?)).await
}
