//! What can be asked: one file for each page of the page. Each handler is described beside its code, and the routes are
//! made from the descriptions, so that neither can be without the other.

mod actor;
mod event;
mod export;
mod intake;
mod ontology;
mod overview;
mod report;
mod review;
mod session;
mod source;

use crate::answer::{Failure, Refusal, Said};
use crate::guard::{BODY, UPLOAD, guard};
use crate::page;
use crate::readers::Readers;
use crate::served::Shared;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use qantar::store::Case;
use serde::Serialize;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What most handlers give.
type Answer = Result<Response, Refusal>;

/// Asks the case and writes what it says, both where waiting is allowed.
async fn told<T: Serialize>(
    readers: &Readers,
    question: impl FnOnce(&Case) -> Result<T, Refusal> + Send + 'static,
) -> Answer {
    let in_json = move |case: &Case| serde_json::to_vec(&question(case)?).map_err(|_| Refusal::fault());
    let bytes = readers.ask(in_json).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response())
}

#[derive(OpenApi)]
#[openapi(
    components(schemas(Failure, Said)),
    info(
        title = "qantar",
        description = "Events of political unrest, the accounts that they are merged from, and the words behind every cell. \
        Requests that change something need the header X-Qantar-Token, with the csrf of GET /api/session and its cookie.",
        contact(name = "the qantar developers"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    )
)]
struct Description;

fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session::session, session::sign_in, session::sign_out))
        .routes(routes!(overview::summary))
        .routes(routes!(overview::columns))
        .routes(routes!(overview::matching))
        .routes(routes!(overview::rows))
        .routes(routes!(event::event))
        .routes(routes!(event::neighbours))
        .routes(routes!(event::compare))
        .merge(OpenApiRouter::new().routes(routes!(report::reports, intake::add)).layer(DefaultBodyLimit::max(UPLOAD)))
        .routes(routes!(report::report))
        .routes(routes!(intake::progress, intake::stop))
        .routes(routes!(review::queue))
        .routes(routes!(review::judgements, review::judge))
        .routes(routes!(review::undo))
        .routes(routes!(review::coders))
        .routes(routes!(actor::actors))
        .routes(routes!(actor::actor))
        .routes(routes!(source::sources))
        .routes(routes!(source::log))
        .routes(routes!(export::export))
        .routes(routes!(ontology::ontology))
        .routes(routes!(described))
}

/// Everything that is served.
pub(crate) fn router(served: Shared) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .route("/api", axum::routing::any(nothing))
        .route("/api/{*path}", axum::routing::any(nothing))
        .fallback(page::page)
        .method_not_allowed_fallback(page::unknown_method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(served.clone(), guard))
        .with_state(served)
}

async fn nothing() -> Refusal {
    Refusal::missing("no_such_path", "the API has no such path").help("GET /api/openapi.json tells what it has")
}

/// The description of the API, in JSON.
pub(crate) fn description() -> String {
    let mut text = routes().into_openapi().to_pretty_json().expect("a description is plain JSON");
    text.push('\n');
    text
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "about", responses(
    (status = 200, description = "OpenAPI 3.1", body = Object),
))]
async fn described() -> Answer {
    let mime = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((mime, description()).into_response())
}
