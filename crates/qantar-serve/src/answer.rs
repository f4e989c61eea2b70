//! What is said when something cannot be done: one shape for every failure, with a code for programs and a line for people.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use qantar::judging::SayingError;
use qantar::stages::DataError;
use qantar::store::{self, ErrorKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoResponses, ToSchema};

/// Why a request got no for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    /// For programs: `no_such_event`.
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// What to do, where that can be said.
    pub help: Option<String>,
    /// Seconds after which to ask again.
    pub retry_after: Option<u64>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Refusal { status, code, message: message.into(), help: None, retry_after: None }
    }

    /// Something named is not there.
    pub fn missing(code: &'static str, message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::NOT_FOUND, code, message)
    }

    /// Something said cannot be.
    pub fn unfit(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "unfit", message)
    }

    /// Too much is under way.
    pub fn busy() -> Self {
        let mut busy = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too much is under way");
        busy.retry_after = Some(1);
        busy.help("try again in a moment")
    }

    /// A fault of the program. What it was goes to standard error, not to whoever asked.
    pub fn fault() -> Self {
        let message = "a fault in the program stopped this; nothing was changed by it";
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", message)
    }

    pub fn help(self, help: impl Into<String>) -> Self {
        Refusal { help: Some(help.into()), ..self }
    }
}

/// The body of every failure.
#[derive(Serialize, ToSchema)]
pub(crate) struct Failure {
    error: Said,
}

/// What went wrong.
#[derive(Serialize, ToSchema)]
pub(crate) struct Said {
    /// For programs.
    #[schema(example = "no_such_event")]
    code: String,
    /// For people.
    #[schema(example = "kz.qantar has no e99")]
    message: String,
    /// What to do.
    #[schema(required)]
    help: Option<String>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let said = Said { code: self.code.into(), message: self.message, help: self.help };
        let mut response = (self.status, Json(Failure { error: said })).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// How any request can fail, for the description of the API.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) enum Failures {
    /// The request is not understood.
    #[response(status = 400)]
    NotUnderstood(Failure),
    /// Nobody is signed in.
    #[response(status = 401)]
    NotSignedIn(Failure),
    /// This may not be done, or not from there.
    #[response(status = 403)]
    Forbidden(Failure),
    /// There is no such thing.
    #[response(status = 404)]
    Missing(Failure),
    /// It contradicts what is there.
    #[response(status = 409)]
    Conflict(Failure),
    /// The body is too long.
    #[response(status = 413)]
    TooLong(Failure),
    /// The body is in another format than this takes.
    #[response(status = 415)]
    OtherFormat(Failure),
    /// What was said cannot be.
    #[response(status = 422)]
    Unfit(Failure),
    /// Too many tries.
    #[response(status = 429)]
    TooMany(Failure),
    /// Too much is under way, or the case cannot be used now.
    #[response(status = 503)]
    Busy(Failure),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        use StatusCode as S;
        let message = error.kind().to_string();
        let (status, code) = match error.kind() {
            ErrorKind::Locked => (S::SERVICE_UNAVAILABLE, "case_busy"),
            ErrorKind::Full => (S::SERVICE_UNAVAILABLE, "disk_full"),
            ErrorKind::ReadOnly | ErrorKind::Past | ErrorKind::Unwritable(_) => (S::FORBIDDEN, "read_only"),
            ErrorKind::NoAccount { .. } => (S::NOT_FOUND, "no_such_account"),
            ErrorKind::NoJudgement { .. } => (S::NOT_FOUND, "no_such_judgement"),
            ErrorKind::Undone { .. } => (S::CONFLICT, "undone_already"),
            ErrorKind::NoAuthor => (S::UNPROCESSABLE_ENTITY, "nobody_decides"),
            ErrorKind::Undecided(_) | ErrorKind::Unfit(_) => (S::UNPROCESSABLE_ENTITY, "unfit"),
            _ => {
                eprintln!("qantar: {error}");
                (S::SERVICE_UNAVAILABLE, "case_unusable")
            }
        };
        // The kinds say what was wrong and, after the last semicolon, what to do.
        match message.rsplit_once("; ") {
            Some((wrong, help)) => Refusal::new(status, code, wrong).help(help),
            None => Refusal::new(status, code, message),
        }
    }
}

impl From<DataError> for Refusal {
    fn from(error: DataError) -> Self {
        eprintln!("qantar: {error}");
        Refusal::fault()
    }
}

impl From<SayingError> for Refusal {
    fn from(error: SayingError) -> Self {
        match error {
            SayingError::Case(error) => error.into(),
            SayingError::Data(error) => error.into(),
            SayingError::Missing(message) => Refusal::missing("no_such_number", message),
            SayingError::Words(message) => Refusal::unfit(message),
        }
    }
}

/// The query of a request.
pub(crate) struct Asked<T>(pub T);

/// A part of the path.
pub(crate) struct Named<T>(pub T);

/// The body of a request, in JSON.
pub(crate) struct Told<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(asked) = Query::from_request_parts(parts, state).await?;
        Ok(Asked(asked))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path(named) = Path::from_request_parts(parts, state).await?;
        Ok(Named(named))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Told<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let Json(told) = Json::from_request(request, state).await?;
        Ok(Told(told))
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Refusal::new(StatusCode::BAD_REQUEST, "bad_query", rejection.body_text())
    }
}

impl From<PathRejection> for Refusal {
    fn from(rejection: PathRejection) -> Self {
        Refusal::missing("no_such_path", rejection.body_text())
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        let code = match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => "too_long",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "not_json",
            StatusCode::UNPROCESSABLE_ENTITY => "unfit",
            _ => "bad_json",
        };
        Refusal::new(rejection.status(), code, rejection.body_text())
    }
}
