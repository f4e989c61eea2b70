//! Who is at the other end.

use crate::answer::{Failures, Refusal, Told};
use crate::guard::{Visitor, cookie_name};
use crate::password;
use crate::served::{Served, Shared};
use crate::sessions::{Holder, Pass};
use crate::settings::PublicUrl;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::time::Instant;
use utoipa::ToSchema;

/// The longest name, in characters.
const NAME: usize = 100;

/// What the page needs to know before anything else.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The name of the case's file.
    #[schema(example = "kz.qantar")]
    case: String,
    /// The program's version.
    version: String,
    /// Who decides.
    #[schema(required)]
    coder: Option<String>,
    /// What to send as X-Qantar-Token with every request that changes something.
    csrf: String,
    /// Whether a password is needed and nobody is signed in.
    sign_in: bool,
    /// Whether coders have passwords.
    passwords: bool,
    /// Whether coders see what others have decided only after they have decided themselves.
    blind: bool,
    /// Whether nothing can be decided or added.
    read_only: bool,
    /// The moment that the case is shown as of: a day, or @N for an entry of its log.
    #[schema(required)]
    as_of: Option<String>,
}

fn session_of(served: &Served, coder: Option<String>, pass: &Pass) -> Session {
    let passwords = served.needs_password();
    Session {
        case: served.name.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        csrf: served.sessions.token(pass),
        sign_in: passwords && coder.is_none(),
        passwords,
        coder,
        blind: served.settings.blind,
        read_only: served.writer().is_err(),
        as_of: served.settings.as_of.map(|moment| match moment {
            qantar::store::Moment::Day(day) => day.to_string(),
            qantar::store::Moment::Change(entry) => format!("@{entry}"),
        }),
    }
}

/// The answer, with the cookie where the visitor does not have it yet.
fn with_cookie(served: &Served, coder: Option<String>, pass: &Pass, fresh: bool) -> Response {
    let mut response = Json(session_of(served, coder, pass)).into_response();
    if fresh {
        let name = cookie_name(served.address.port());
        let tls = served.settings.public.as_ref().is_some_and(PublicUrl::is_tls);
        let secure = if tls { "; Secure" } else { "" };
        let cookie = format!("{name}={}; HttpOnly; SameSite=Strict; Path=/{secure}", pass.value());
        let cookie = HeaderValue::from_str(&cookie).expect("a cookie of hex digits");
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Who is at the other end, and what this page may do.
#[utoipa::path(get, path = "/api/session", tag = "session", responses(
    (status = 200, description = "Who decides", body = Session), Failures
))]
pub(super) async fn session(State(served): State<Shared>, visitor: Visitor) -> Response {
    let fresh = visitor.pass.is_none();
    let pass = visitor.pass.unwrap_or_else(|| served.sessions.visitor());
    with_cookie(&served, visitor.coder, &pass, fresh)
}

/// Who somebody says they are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// Their name.
    name: String,
    /// Needed where coders have passwords.
    password: Option<String>,
}

/// Says who decides; where coders have passwords, with the password.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn,
    params(("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "Who decides now", body = Session), Failures)
)]
pub(super) async fn sign_in(
    State(served): State<Shared>,
    visitor: Visitor,
    Told(asked): Told<SignIn>,
) -> Result<Response, Refusal> {
    let name = asked.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(Refusal::unfit(format!("a name has 1 to {NAME} characters")));
    }
    let proof = if served.needs_password() {
        Some(proven(&served, &name, asked.password.unwrap_or_default(), &visitor).await?)
    } else {
        None
    };
    let holder = Holder { coder: name.clone(), proof };
    let pass = served.sessions.begin(holder, visitor.pass.as_ref(), Instant::now());
    Ok(with_cookie(&served, Some(name), &pass, true))
}

/// What is kept of the password, if this is it.
async fn proven(served: &Shared, name: &str, password: String, visitor: &Visitor) -> Result<String, Refusal> {
    let now = Instant::now();
    if let Some(wait) = served.throttle.wait(name, visitor.address, now) {
        let seconds = wait.as_secs() + 1;
        let message = format!("too many wrong passwords; wait {seconds} seconds");
        let mut refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", message);
        refusal.retry_after = Some(seconds);
        return Err(refusal);
    }
    served.throttle.tried(name, visitor.address, now);
    served.look_at_coders().await?;
    let _turn = served.passwords.acquire().await.map_err(|_| Refusal::busy())?;
    let kept = served.coders.kept(name);
    let known = kept.clone();
    let matched = tokio::task::spawn_blocking(move || password::matches(&password, known.as_deref())).await;
    match (matched, kept) {
        (Ok(true), Some(kept)) => {
            served.throttle.right(name, visitor.address);
            Ok(kept)
        }
        _ => Err(Refusal::new(StatusCode::UNAUTHORIZED, "wrong_password", "no coder has this name and this password")),
    }
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "session",
    params(("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "Nobody decides now, or whoever the program was started by", body = Session),
        Failures)
)]
pub(super) async fn sign_out(State(served): State<Shared>, visitor: Visitor) -> Response {
    if let Some(pass) = &visitor.pass {
        served.sessions.end(pass);
    }
    let coder = served.settings.coder.clone().filter(|_| !served.needs_password());
    let pass = served.sessions.visitor();
    with_cookie(&served, coder, &pass, true)
}
