//! What the map, the timeline and the table are drawn from.

use super::{Answer, told};
use crate::answer::{Asked, Failures, Refusal};
use crate::guard::has_tag;
use crate::served::{Served, Shared};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use qantar::store::{Case, Match};
use qantar::view;
use serde::Deserialize;
use std::sync::PoisonError;
use utoipa::IntoParams;

/// The most rows in one answer.
const ROWS: usize = 500;
/// The longest words that are looked for, in bytes.
const WORDS: usize = 1000;

/// How much the case holds, and whether its events are up to date.
#[utoipa::path(get, path = "/api/summary", tag = "overview", responses(
    (status = 200, description = "How much the case holds", body = Object), Failures
))]
pub(super) async fn summary(State(served): State<Shared>) -> Answer {
    told(&served.shown, |case| Ok(view::summary(case)?)).await
}

/// Every event in columns, for the browser to filter. Little-endian: a length, a header in JSON of that length that names
/// the columns, their types and where they lie behind it, then the columns.
#[utoipa::path(get, path = "/api/columns", tag = "overview", responses(
    (status = 200, description = "The columns", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 304, description = "They are as they were"),
    Failures
))]
pub(super) async fn columns(State(served): State<Shared>, asked: HeaderMap) -> Result<Response, Refusal> {
    let keeper = served.clone();
    let (tag, bytes) = served.shown.ask(move |case| columns_of(&keeper, case)).await?;
    let tag_value = HeaderValue::from_str(&tag).map_err(|_| Refusal::fault())?;
    let headers = [(header::ETAG, tag_value), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if has_tag(&asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let mime = [(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))];
    Ok((headers, mime, bytes).into_response())
}

/// The columns with a tag for the state that they show; those of the last state are kept.
fn columns_of(served: &Served, case: &Case) -> Result<(String, Bytes), Refusal> {
    // Figures go by the rule, and choosing one is no entry of the log. A case may name it in letters that no tag may have.
    let rule: String = case.ledger_rule()?.unwrap_or_default().bytes().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{}-{}-{rule}\"", case.head()?, case.merged_through()?);
    let kept = || served.columns.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, bytes)) = kept().as_ref().filter(|(known, _)| *known == tag) {
        return Ok((tag, bytes.clone()));
    }
    let bytes = Bytes::from(view::columns(case)?.0);
    *kept() = Some((tag.clone(), bytes.clone()));
    Ok((tag, bytes))
}

/// What events have to match; what is not given or empty is not asked.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Matching {
    /// Words of sentences, names, places and titles; the last one may be a beginning.
    text: String,
    /// In the name of somebody who did it.
    actor: String,
    /// In the name of somebody to whom it was done.
    target: String,
    /// In the name of somebody of either kind.
    party: String,
    /// In the name of the place or its division.
    place: String,
    /// In the name or words of somebody who said it.
    source: String,
    /// In the name of who printed it.
    publisher: String,
    /// The id of a report, or its first eight letters or more.
    document: String,
}

/// The numbers of the events that match.
#[utoipa::path(get, path = "/api/match", tag = "overview", params(Matching), responses(
    (status = 200, description = "Their numbers, ascending", body = Object), Failures
))]
pub(super) async fn matching(State(served): State<Shared>, Asked(asked): Asked<Matching>) -> Answer {
    let Matching { text, actor, target, party, place, source, publisher, document } = asked;
    let all = [&text, &actor, &target, &party, &place, &source, &publisher, &document];
    if all.iter().any(|words| words.len() > WORDS) {
        return Err(Refusal::unfit(format!("words to look for have {WORDS} bytes or fewer")));
    }
    let [text, actor, target, party, place, source, publisher] =
        [text, actor, target, party, place, source, publisher].map(given);
    let wanted = Match { text, actor, target, party, place, source, publisher, document: None };
    told(&served.shown, move |case| {
        let document = match given(document) {
            None => None,
            Some(beginning) => Some(case.document_id(&beginning)?.ok_or_else(no_report)?),
        };
        Ok(view::matching(case, &Match { document, ..wanted })?)
    })
    .await
}

/// What is empty is not asked.
pub(super) fn given(words: String) -> Option<String> {
    Some(words).filter(|words| !words.trim().is_empty())
}

fn no_report() -> Refusal {
    Refusal::missing("no_such_report", "the case has no such report, or more than one")
}

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Numbers {
    /// Their numbers, with commas between them; 500 at most.
    #[param(example = "12,15")]
    numbers: String,
}

/// What is told of some events, in the order asked.
#[utoipa::path(get, path = "/api/rows", tag = "overview", params(Numbers), responses(
    (status = 200, description = "A row for each", body = Object), Failures
))]
pub(super) async fn rows(State(served): State<Shared>, Asked(asked): Asked<Numbers>) -> Answer {
    let numbers = numbers(&asked.numbers, ROWS)?;
    told(&served.shown, move |case| Ok(view::rows(case, &numbers)?)).await
}

/// Numbers with commas between them.
pub(super) fn numbers(given: &str, most: usize) -> Result<Vec<i64>, Refusal> {
    let words = given.split(',').map(str::trim).filter(|word| !word.is_empty());
    let number = |word: &str| {
        let digits = word.strip_prefix('e').unwrap_or(word);
        digits.parse::<i64>().ok().filter(|&number| number > 0).ok_or_else(|| {
            Refusal::new(StatusCode::BAD_REQUEST, "bad_query", "these are no numbers of events; they look like 12,15")
        })
    };
    let numbers = words.map(number).collect::<Result<Vec<_>, _>>()?;
    if numbers.len() > most {
        return Err(Refusal::unfit(format!("{most} events at most are told of at once")));
    }
    Ok(numbers)
}
