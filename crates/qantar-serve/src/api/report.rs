//! Reports as they are kept and read.

use super::overview::given;
use super::{Answer, told};
use crate::answer::{Asked, Failures, Named, Refusal};
use crate::served::Shared;
use axum::extract::State;
use qantar::store::Reports;
use qantar::view;
use serde::Deserialize;
use utoipa::IntoParams;

/// So much of an id names a report: of a million reports, two begin alike by chance once in a thousand cases.
const SHORTEST_ID: usize = 8;

/// No list is longer.
const FARTHEST: usize = 1 << 31;

/// A part of a long list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// How many to leave out first.
    #[serde(default)]
    #[param(minimum = 0)]
    pub offset: usize,
    /// How many at most; 500 at the very most.
    #[serde(default = "some")]
    #[param(minimum = 1, maximum = 500)]
    pub limit: usize,
}

fn some() -> usize {
    100
}

/// Which reports.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Which {
    /// In the name of who printed them.
    publisher: String,
    /// Words of their titles and texts; the last one may be a beginning.
    text: String,
}

impl Page {
    /// What is left out and how many are given.
    pub fn bounds(&self) -> (usize, usize) {
        (self.offset.min(FARTHEST), self.limit.clamp(1, 500))
    }
}

/// Reports, those published last first.
#[utoipa::path(get, path = "/api/reports", tag = "report", params(Page, Which), responses(
    (status = 200, description = "A part of the list, and how long it is", body = Object), Failures
))]
pub(super) async fn reports(
    State(served): State<Shared>,
    Asked(page): Asked<Page>,
    Asked(which): Asked<Which>,
) -> Answer {
    let (offset, limit) = page.bounds();
    let wanted = Reports { publisher: given(which.publisher), text: given(which.text), offset, limit };
    told(&served.shown, move |case| Ok(view::reports(case, &wanted)?)).await
}

/// One report: its text, what was read in it, and where that went.
#[utoipa::path(get, path = "/api/reports/{document}", tag = "report",
    params(("document" = String, Path, description = "Its id, or the first eight letters of it or more")),
    responses((status = 200, description = "The report", body = Object), Failures)
)]
pub(super) async fn report(State(served): State<Shared>, Named(document): Named<String>) -> Answer {
    if document.len() < SHORTEST_ID {
        let message = format!("a report is named by its id or the first {SHORTEST_ID} letters of it, or more");
        return Err(Refusal::missing("no_such_report", message));
    }
    let name = served.name.clone();
    let missing = move || Refusal::missing("no_such_report", format!("{name} has no such report, or more than one"));
    told(&served.shown, move |case| view::report(case, &document)?.ok_or_else(missing)).await
}
