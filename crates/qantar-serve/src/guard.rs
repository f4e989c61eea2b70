//! What stands between every request and its answer: who may ask, from where, for how long; and what every answer
//! tells the browser to forbid.

use crate::answer::Refusal;
use crate::page::has;
use crate::served::{Served, Shared};
use crate::sessions::{Holder, Pass};
use crate::settings::PublicUrl;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{FutureExt, StreamExt};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

/// The header that proves that a request which changes something was made by our own page.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-qantar-token");

/// How long an answer may take.
const SOON: Duration = Duration::from_secs(30);
/// … and one to a request that brings or takes whole files.
const LATE: Duration = Duration::from_secs(10 * 60);

/// The longest body that is no upload.
pub(crate) const BODY: usize = 1 << 20;
/// The longest upload.
pub(crate) const UPLOAD: usize = 200 << 20;
/// So much of a body that is too long is read nevertheless.
const THROWN_AWAY: usize = 16 << 20;

/// Nothing is loaded from anywhere else, nothing written into a page runs, and no other page may frame this one.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// On every answer.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// The address at the other end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

/// Who asks.
#[derive(Clone)]
pub(crate) struct Visitor {
    /// What their cookie holds.
    pub pass: Option<Pass>,
    /// Who they are; none while nobody knows.
    pub coder: Option<String>,
    /// Where they are.
    pub address: IpAddr,
}

impl Visitor {
    /// Who decides.
    pub fn decides(&self) -> Result<&str, Refusal> {
        let nobody = || {
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "nobody_decides", "nobody has said who decides")
                .help("say your name first")
        };
        self.coder.as_deref().ok_or_else(nobody)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or_else(Refusal::fault)
    }
}

/// Lets a request through, or not, and bounds how long it takes.
pub(crate) async fn guard(State(served): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let is_api = is_api(parts.uri.path());
    let mut response = match visitor(&served, &parts).await {
        Ok(visitor) => {
            parts.extensions.insert(visitor);
            bounded(Request::from_parts(parts, body), next).await
        }
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether a request brings or takes whole files, or decides of many events.
fn is_long(method: &Method, path: &str) -> bool {
    path.starts_with("/api/export/")
        || (method == Method::POST && (is_upload(method, path) || path == "/api/judgements"))
}

fn is_upload(method: &Method, path: &str) -> bool {
    method == Method::POST && path == "/api/reports"
}

/// Runs the handler. One that panics or takes too long costs this answer and nothing else.
async fn bounded(request: Request, next: Next) -> Response {
    let long = if is_long(request.method(), request.uri().path()) { LATE } else { SOON };
    let answer = async {
        match gathered(request).await {
            Ok(request) => next.run(request).await,
            Err(refusal) => refusal.into_response(),
        }
    };
    match tokio::time::timeout(long, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Refusal::fault().into_response(),
        Err(_) => {
            let message = format!("this took longer than {} seconds", long.as_secs());
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "too_slow", message).into_response()
        }
    }
}

/// The request with its body at hand, unless that is an upload, which comes piece by piece.
///
/// A body that is too long is read to its end, within reason, and thrown away: a browser that cannot send everything never
/// looks at the answer.
async fn gathered(request: Request) -> Result<Request, Refusal> {
    let (parts, body) = request.into_parts();
    let upload = is_upload(&parts.method, parts.uri.path());
    let most = if upload { UPLOAD } else { BODY };
    let too_long = || {
        let message = format!("a body has {} MiB or less here", most >> 20);
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_long", message)
    };
    let said = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|said| said > (most + THROWN_AWAY) as u64) {
        return Err(too_long());
    }
    if upload {
        return Ok(Request::from_parts(parts, body));
    }
    let (mut kept, mut length, mut pieces) = (Vec::new(), 0, body.into_data_stream());
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "cut_short", "the body was cut short"))?;
        length += piece.len();
        match length {
            _ if length <= BODY => kept.extend_from_slice(&piece),
            _ if length <= BODY + THROWN_AWAY => kept.clear(),
            _ => break,
        }
    }
    if length > BODY { Err(too_long()) } else { Ok(Request::from_parts(parts, Body::from(kept))) }
}

/// Who asks, if they may.
async fn visitor(served: &Shared, request: &Parts) -> Result<Visitor, Refusal> {
    let (headers, path) = (&request.headers, request.uri.path());
    let host = host(headers);
    if !host.is_some_and(|host| leads_here(served, host)) {
        // A page of a stranger whose name was made to lead to this machine.
        let message = "this name does not lead here";
        let help = format!("use http://{}", served.address);
        return Err(Refusal::new(StatusCode::FORBIDDEN, "other_host", message).help(help));
    }
    let pass = pass(headers, served.address.port());
    let api = is_api(path);
    if api && headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site") {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "other_origin", "another page may not ask this"));
    }
    if !matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        is_from_our_page(served, headers, host, pass.as_ref())?;
    }
    if api {
        refresh(served).await?;
    }
    let coder = pass.as_ref().and_then(|pass| served.sessions.holder(pass, Instant::now()));
    let coder = coder.filter(|holder| may(served, holder)).map(|holder| holder.coder);
    let nobody = coder.is_none() && served.needs_password();
    if api && nobody && path != "/api/session" {
        return Err(
            Refusal::new(StatusCode::UNAUTHORIZED, "not_signed_in", "nobody is signed in").help("sign in first")
        );
    }
    let address = request.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let coder = if nobody { None } else { coder.or_else(|| served.settings.coder.clone()) };
    Ok(Visitor { pass, coder, address })
}

/// Whether what somebody once proved still holds.
pub(crate) fn may(served: &Served, holder: &Holder) -> bool {
    if !served.needs_password() {
        return true;
    }
    holder.proof.is_some() && holder.proof == served.coders.kept(&holder.coder)
}

/// Looks at times whether another process has added or removed a coder.
async fn refresh(served: &Shared) -> Result<(), Refusal> {
    if served.coders.is_due(Instant::now()) {
        served.look_at_coders().await?;
    }
    Ok(())
}

fn host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).into_iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    }
}

/// Whether a name is one of ours. Of a whole network's names nothing is known, and there the cookie alone lets anybody in.
fn leads_here(served: &Served, host: &str) -> bool {
    match &served.settings.public {
        Some(public) if public.host().eq_ignore_ascii_case(host) => true,
        _ => !served.address.ip().is_loopback() || is_ours(host, served.address),
    }
}

/// Whether it is a name of this machine for itself, with our port.
fn is_ours(host: &str, address: SocketAddr) -> bool {
    let own = address.ip().to_string();
    let port = address.port();
    let names = ["localhost", "127.0.0.1", "[::1]", &own];
    let named = |name: &&str| {
        let with_port = host.strip_prefix(*name).and_then(|rest| rest.strip_prefix(':'));
        with_port.is_some_and(|digits| digits == port.to_string()) || (port == 80 && host == *name)
    };
    names.iter().any(named)
}

/// Two proofs that a request which changes something was made by our own page: what the browser says of where it was
/// made, and the token.
fn is_from_our_page(
    served: &Served,
    headers: &HeaderMap,
    host: Option<&str>,
    pass: Option<&Pass>,
) -> Result<(), Refusal> {
    if let Some(origin) = headers.get(header::ORIGIN) {
        let public = served.settings.public.as_ref().map(PublicUrl::origin);
        let ours = |origin: &str| {
            let bare = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            public == Some(origin) || (bare.is_some() && bare == host)
        };
        if !origin.to_str().is_ok_and(ours) {
            return Err(Refusal::new(StatusCode::FORBIDDEN, "other_origin", "another page may not change anything"));
        }
    }
    let token = headers.get(TOKEN).map(HeaderValue::as_bytes).unwrap_or_default();
    if pass.is_some_and(|pass| served.sessions.is_token(pass, token)) {
        return Ok(());
    }
    let help = "send the csrf of GET /api/session as X-Qantar-Token, with its cookie";
    Err(Refusal::new(StatusCode::FORBIDDEN, "no_token", "the request has no token that goes with its cookie")
        .help(help))
}

/// The name of our cookie. Two cases served on one machine share its cookies, which know no ports.
pub(crate) fn cookie_name(port: u16) -> String {
    format!("qantar-{port}")
}

fn pass(headers: &HeaderMap, port: u16) -> Option<Pass> {
    let name = cookie_name(port);
    let values = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut cookies = values.flat_map(|value| value.split(';')).filter_map(|one| one.trim().split_once('='));
    cookies.find(|(known, _)| *known == name).and_then(|(_, value)| Pass::parse(value))
}

/// Whether the asker has what this tag names.
pub(crate) fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    has(headers, header::IF_NONE_MATCH, tag)
}
