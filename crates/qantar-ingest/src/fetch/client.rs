//! One fetch: an address becomes bytes, or a line that says why not.

use super::address::Address;
use super::backoff::{self, retry_after};
use super::clock::Clock;
use super::manners::{Manners, Robots};
use super::names::{Barred, Checked, Network, System};
use super::robots::{self, Rules};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::header::{self, HeaderName};
use ureq::http::{HeaderMap, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::{Connector, RustlsConnector, TcpConnector};
use ureq::{Agent, Body};

/// So many redirects are followed, each looked at like the first address.
const REDIRECTS: usize = 5;
/// The ports that are asked, unless private addresses are allowed.
const PORTS: [u16; 2] = [80, 443];
/// A fetch waits for its turn at a host no longer than this; else it is put off. It is also the longest wait between two
/// requests that a robots.txt can bring about.
const PATIENCE: Duration = Duration::from_secs(60);
/// A robots.txt holds so long (RFC 9309, 2.4: no longer than a day) …
const ROBOTS_HOLD: Duration = Duration::from_secs(24 * 60 * 60);
/// … and is asked for again after so long when it could not be had. A guess (November 2026).
const ROBOTS_AGAIN: Duration = Duration::from_secs(60 * 60);
/// A host that answers "too many requests" and does not say for how long is left alone so long. A guess (November 2026).
const TOO_MANY: Duration = Duration::from_secs(60);
/// The head of an answer may have so many bytes.
const MOST_HEAD_BYTES: usize = 64 << 10;
/// An ETag or a date longer than this, or outside ASCII, is not sent back. A guess (November 2026).
const MOST_VALIDATOR_BYTES: usize = 1_024;
/// What no page of words is.
const NOT_WORDS: [&str; 4] = ["audio/", "font/", "image/", "video/"];

/// How fetching is done. The defaults are right for almost everybody.
#[derive(Clone, Debug)]
pub struct Settings {
    /// One fetch takes no longer, with its redirects and the whole of its answer; waits for a host's sake not counted.
    pub total: Duration,
    /// Looking a name up takes no longer, nor does connecting.
    pub connect: Duration,
    /// An answer has no more bytes, unpacked.
    pub most_bytes: usize,
    /// The least wait between two requests to one host. A guess (November 2026).
    pub between: Duration,
    /// Where whoever runs a server can reach whoever runs this program; part of the User-Agent.
    pub contact: Option<String>,
    /// Let addresses of the user's own network be asked, on every port: for an intranet, or for tests. Then a public page
    /// can lead there as well.
    pub allow_private: bool,
    /// Certificates of roots, as PEM: only servers that one of them vouches for are asked. None: Mozilla's list, as it was when the
    /// program was built.
    pub roots: Option<Vec<u8>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            total: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            most_bytes: 16 << 20,
            between: Duration::from_secs(2),
            contact: None,
            allow_private: false,
            roots: None,
        }
    }
}

/// What a server gave with an answer, to be asked next time whether it still holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The address that they are of. They are shown to no other one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
}

/// What a server answered.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time is held")]
pub enum Answer {
    /// What is there.
    Page(Page),
    /// Nothing that was not known.
    Unchanged,
}

/// What stands at an address.
#[derive(Clone, Debug)]
pub struct Page {
    /// The bytes, unpacked, otherwise as they came.
    pub received: Vec<u8>,
    /// `Content-Type`, as it came.
    pub content_type: Option<String>,
    /// Where it stands, after all redirects.
    pub address: Address,
    /// Whether every redirect on the way was for good, so that the new address is the one to ask.
    pub moved: bool,
    /// For the next time.
    pub validators: Validators,
    /// When it came.
    pub at: Timestamp,
}

/// Why something could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The address, or one that it leads to, is not to be asked.
    Refused,
    /// robots.txt asks programs not to.
    Robots,
    /// It was there and is there no more (410).
    Gone,
    /// Another status.
    Status(u16),
    /// The host is to be left alone for a while; see [`FetchError::until`].
    Later,
    /// It is too long.
    TooLong,
    /// It took too long.
    TooSlow,
    /// It is nothing to read.
    Unfit,
    /// The network or the server failed.
    Network,
    /// The user wants to stop.
    Stopped,
}

/// Why an address could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    /// What sort of thing went wrong.
    pub kind: Kind,
    /// Not to be asked before, if the server or its robots.txt said so.
    pub until: Option<Timestamp>,
    message: String,
}

impl FetchError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        FetchError { kind, until: None, message: message.into() }
    }

    fn until(self, until: Timestamp) -> Self {
        FetchError { until: Some(until), ..self }
    }

    /// Whether it may go well another time.
    pub fn passes(&self) -> bool {
        match self.kind {
            Kind::Later | Kind::TooSlow | Kind::Network | Kind::Stopped => true,
            Kind::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            Kind::Refused | Kind::Robots | Kind::Gone | Kind::TooLong | Kind::Unfit => false,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FetchError {}

/// Fetches, one address after the other. Made, it has asked nobody for anything.
#[derive(Debug)]
pub struct Fetcher {
    settings: Settings,
    agent: Agent,
    clock: Arc<dyn Clock>,
    manners: Manners,
}

impl Fetcher {
    /// A fetcher that has not fetched yet.
    ///
    /// # Errors
    /// When the contact cannot stand in a User-Agent, or the roots hold no certificate.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        Self::over(settings, clock, Arc::new(System))
    }

    pub(crate) fn over(
        settings: Settings,
        clock: Arc<dyn Clock>,
        network: Arc<dyn Network>,
    ) -> Result<Self, FetchError> {
        let config = Agent::config_builder()
            .user_agent(user_agent(settings.contact.as_deref())?)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would look names up by itself, and nobody would look at what it found.
            .proxy(None)
            .timeout_resolve(Some(settings.connect))
            .timeout_connect(Some(settings.connect))
            .max_response_header_size(MOST_HEAD_BYTES)
            // Each request makes its own connection, so that each is to an address that was looked at.
            .max_idle_connections(0)
            .tls_config(TlsConfig::builder().root_certs(roots(settings.roots.as_deref())?).build())
            .build();
        let connector = ().chain(TcpConnector::default()).chain(RustlsConnector::default());
        let resolver = Checked { network, allow_private: settings.allow_private };
        let agent = Agent::with_parts(config, connector, resolver);
        Ok(Fetcher { settings, agent, clock, manners: Manners::default() })
    }

    /// The clock that it was given.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// When an address may be asked for, as far as its host's turn and a robots.txt that could not be had go; a moment
    /// past, or none, is at once.
    pub fn ready(&self, address: &Address) -> Option<Timestamp> {
        let robots = self.manners.robots(address, self.clock.now()).filter(|robots| robots.said.is_err());
        self.manners.ready(address).max(robots.map(|robots| robots.until))
    }

    /// Fetches what stands at an address, if robots.txt lets it, when the host's turn has come; `known` is what was
    /// given the last time.
    ///
    /// # Errors
    /// Whenever there is nothing to read: see [`Kind`].
    pub fn get(&mut self, address: &Address, known: &Validators) -> Result<Answer, FetchError> {
        let mut left = self.settings.total;
        let mut here = address.clone();
        let mut moved = None;
        for _ in 0..=REDIRECTS {
            self.heed_robots(&here)?;
            let response = self.ask(&here, Some(known), &mut left)?;
            match self.turn(&here, &response)? {
                Turn::To { address, for_good } => {
                    moved = Some(moved.unwrap_or(true) && for_good);
                    here = address;
                }
                Turn::Unchanged if known.of == here.as_str() => return Ok(Answer::Unchanged),
                Turn::Unchanged => return Err(not_asked_whether_unchanged()),
                Turn::Here => {
                    let content_type = text(response.headers(), header::CONTENT_TYPE);
                    let validators = validators(response.headers(), &here);
                    let received = self.body(response)?;
                    let moved = moved.unwrap_or(false);
                    let at = self.clock.now();
                    return Ok(Answer::Page(Page { received, content_type, address: here, moved, validators, at }));
                }
            }
        }
        Err(too_many_redirects())
    }

    /// Looks whether robots.txt lets an address be fetched, and asks for it when it is not known.
    fn heed_robots(&mut self, address: &Address) -> Result<(), FetchError> {
        let now = self.clock.now();
        let known = match self.manners.robots(address, now) {
            Some(known) => known.clone(),
            None => {
                let robots = self.robots(address)?;
                self.manners.learn(address, robots.clone(), self.clock.now());
                robots
            }
        };
        let host = address.host();
        match known.said {
            Ok(rules) if rules.allow(address.path()) => Ok(()),
            Ok(_) => {
                Err(FetchError::new(Kind::Robots, format!("robots.txt of {host} asks programs not to fetch this")))
            }
            Err(why) => {
                let message =
                    format!("robots.txt of {host} could not be had ({why}), so nothing is fetched from there yet");
                Err(FetchError::new(Kind::Later, message).until(known.until))
            }
        }
    }

    /// Asks for the robots.txt of an address. What does not exist forbids nothing; what cannot be had forbids everything
    /// for a while.
    fn robots(&mut self, address: &Address) -> Result<Robots, FetchError> {
        let read = match address.join("/robots.txt") {
            Ok(at) => self.read_robots(&at),
            Err(why) => Err(FetchError::new(Kind::Refused, why)),
        };
        let now = self.clock.now();
        match read {
            Ok(rules) => Ok(Robots { said: Ok(rules), until: now + ROBOTS_HOLD }),
            // Not an answer of the server's: the page itself would not fare otherwise.
            Err(error) if matches!(error.kind, Kind::Stopped | Kind::Refused | Kind::Later) => Err(error),
            Err(error) => {
                let until = error.until.unwrap_or(now + ROBOTS_AGAIN).max(now + ROBOTS_AGAIN);
                Ok(Robots { said: Err(error.to_string()), until })
            }
        }
    }

    fn read_robots(&mut self, at: &Address) -> Result<Rules, FetchError> {
        let mut left = self.settings.total;
        let mut here = at.clone();
        for _ in 0..=REDIRECTS {
            let response = self.ask(&here, None, &mut left)?;
            let status = response.status().as_u16();
            if (400..500).contains(&status) && status != 429 {
                return Ok(Rules::default());
            }
            match self.turn(&here, &response)? {
                Turn::To { address, .. } => here = address,
                // Neither is a file without rules, which would allow everything.
                Turn::Unchanged => return Err(not_asked_whether_unchanged()),
                Turn::Here => {
                    plain(response.headers())?;
                    // What is longer than is read is cut, not refused.
                    let (received, _) = body(response, robots::MOST_BYTES).map_err(|error| self.failed(error))?;
                    return Ok(Rules::read(&received));
                }
            }
        }
        // As if there were none (RFC 9309, 2.3.1.2).
        Ok(Rules::default())
    }

    /// One request, when the host's turn has come; `left` is the time that this fetch has, and loses what it took.
    fn ask(
        &mut self,
        address: &Address,
        known: Option<&Validators>,
        left: &mut Duration,
    ) -> Result<Response<Body>, FetchError> {
        if !self.settings.allow_private && !PORTS.contains(&address.port()) {
            let message = format!("{} is not asked on port {}, only on 80 and 443", address.host(), address.port());
            return Err(FetchError::new(Kind::Refused, message));
        }
        self.wait(address)?;
        let begun = Instant::now();
        let mut request = self.agent.get(address.as_str()).config().timeout_global(Some(*left)).build();
        for (name, value) in conditions(known.filter(|known| known.of == address.as_str())) {
            request = request.header(name, value);
        }
        let answered = request.call();
        *left = left.saturating_sub(begun.elapsed());
        self.manners.asked(address, self.settings.between, self.clock.now());
        answered.map_err(|error| self.failed(error))
    }

    /// Waits until the host may be asked.
    fn wait(&mut self, address: &Address) -> Result<(), FetchError> {
        let now = self.clock.now();
        if let Some(ready) = self.manners.ready(address).filter(|&ready| ready > now) {
            let wait = Duration::try_from(ready.duration_since(now)).unwrap_or_default();
            if wait > PATIENCE {
                let message = format!("{} asked to be left alone until {ready:.0}", address.host());
                return Err(FetchError::new(Kind::Later, message).until(ready));
            }
            self.clock.sleep(wait);
        }
        if self.clock.stopped() {
            Err(FetchError::new(Kind::Stopped, "stopped before it was asked for"))
        } else {
            Ok(())
        }
    }

    /// What a status says to do next.
    fn turn(&mut self, here: &Address, response: &Response<Body>) -> Result<Turn, FetchError> {
        let status = response.status().as_u16();
        match status {
            200 | 203 => Ok(Turn::Here),
            304 => Ok(Turn::Unchanged),
            301 | 302 | 303 | 307 | 308 => {
                let location = text(response.headers(), header::LOCATION).ok_or_else(|| {
                    FetchError::new(Kind::Network, format!("status {status} without an address to go to"))
                })?;
                let refused = |why| FetchError::new(Kind::Refused, format!("leads on to {why}"));
                let address = here.join(&location).map_err(refused)?;
                Ok(Turn::To { address, for_good: matches!(status, 301 | 308) })
            }
            410 => Err(FetchError::new(Kind::Gone, "gone for good (status 410)")),
            _ => Err(self.unwanted(here, status, response.headers())),
        }
    }

    /// Any other status; a host that wants to be left alone is.
    fn unwanted(&mut self, here: &Address, status: u16, headers: &HeaderMap) -> FetchError {
        let error = FetchError::new(Kind::Status(status), format!("the server answered with status {status}"));
        let now = self.clock.now();
        let asked = text(headers, header::RETRY_AFTER).and_then(|value| retry_after(&value, now));
        match (status, asked) {
            (429 | 503, Some(wait)) => {
                self.manners.hold(here, now + wait, now);
                error.until(now + wait)
            }
            (429, None) => {
                self.manners.hold(here, now + TOO_MANY, now);
                error
            }
            _ => error,
        }
    }

    fn body(&self, response: Response<Body>) -> Result<Vec<u8>, FetchError> {
        let unfit = |what: String| FetchError::new(Kind::Unfit, what);
        plain(response.headers())?;
        let content_type = text(response.headers(), header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
        if NOT_WORDS.iter().any(|start| content_type.starts_with(start)) {
            return Err(unfit(format!("{content_type}, nothing to read")));
        }
        match body(response, self.settings.most_bytes).map_err(|error| self.failed(error))? {
            (received, true) => Ok(received),
            (_, false) => {
                let message = format!("longer than the {} bytes that one answer may have", self.settings.most_bytes);
                Err(FetchError::new(Kind::TooLong, message))
            }
        }
    }

    /// What the client says, in this program's words.
    fn failed(&self, error: ureq::Error) -> FetchError {
        use ureq::Error as E;
        match error {
            E::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
                let message = format!("no connection within {}", seconds(self.settings.connect));
                FetchError::new(Kind::TooSlow, message)
            }
            E::Timeout(_) => {
                FetchError::new(Kind::TooSlow, format!("not there within {}", seconds(self.settings.total)))
            }
            E::HostNotFound => FetchError::new(Kind::Network, "no host of this name was found"),
            E::LargeResponseHeader(..) => FetchError::new(Kind::TooLong, "the head of the answer is too long"),
            E::Other(error) if error.is::<Barred>() => {
                FetchError::new(Kind::Refused, format!("{error}: not asked without leave"))
            }
            E::Http(error) => FetchError::new(Kind::Refused, format!("an address that cannot be asked for: {error}")),
            E::BadUri(error) => FetchError::new(Kind::Refused, format!("an address that cannot be asked for: {error}")),
            error => FetchError::new(Kind::Network, format!("the connection failed: {error}")),
        }
    }
}

/// Where an answer leads.
enum Turn {
    Here,
    Unchanged,
    To { address: Address, for_good: bool },
}

fn too_many_redirects() -> FetchError {
    FetchError::new(Kind::Network, format!("more than {REDIRECTS} redirects"))
}

fn not_asked_whether_unchanged() -> FetchError {
    FetchError::new(Kind::Network, "unchanged, says the server, and was not asked")
}

/// Refuses what is packed in a way that was not asked for. What was asked for in gzip and came so has lost this header
/// by now.
fn plain(headers: &HeaderMap) -> Result<(), FetchError> {
    match text(headers, header::CONTENT_ENCODING).filter(|packed| packed != "identity") {
        Some(packed) => Err(FetchError::new(Kind::Unfit, format!("packed as {packed}, which was not asked for"))),
        None => Ok(()),
    }
}

/// At most `most` bytes of an answer, and whether those are all.
fn body(response: Response<Body>, most: usize) -> Result<(Vec<u8>, bool), ureq::Error> {
    let mut received = Vec::new();
    let mut reader = response.into_body().into_with_config().limit(u64::MAX).reader();
    reader.by_ref().take(most as u64 + 1).read_to_end(&mut received)?;
    let all = received.len() <= most;
    received.truncate(most);
    Ok((received, all))
}

/// What asks whether something is still as it was.
fn conditions(known: Option<&Validators>) -> impl Iterator<Item = (HeaderName, &str)> {
    let etag = known.and_then(|known| known.etag.as_deref());
    let date = known.and_then(|known| known.last_modified.as_deref());
    let both = [(header::IF_NONE_MATCH, etag), (header::IF_MODIFIED_SINCE, date)];
    both.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

fn validators(headers: &HeaderMap, of: &Address) -> Validators {
    let short = |name| text(headers, name).filter(|value| value.len() <= MOST_VALIDATOR_BYTES && value.is_ascii());
    let (etag, last_modified) = (short(header::ETAG), short(header::LAST_MODIFIED));
    let of = if etag.is_some() || last_modified.is_some() { of.as_str().to_owned() } else { String::new() };
    Validators { etag, last_modified, of }
}

/// A header that is text. Many servers write addresses in UTF-8 as they are, outside ASCII too.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Who asks: `qantar/0.1.0 (+mail@example.org)`.
fn user_agent(contact: Option<&str>) -> Result<String, FetchError> {
    let program = concat!("qantar/", env!("CARGO_PKG_VERSION"));
    let Some(contact) = contact.map(str::trim).filter(|contact| !contact.is_empty()) else { return Ok(program.into()) };
    if contact.len() > 200 || !contact.bytes().all(|byte| byte.is_ascii_graphic() && !b"()\\".contains(&byte)) {
        let message = format!("cannot name {contact:?} as the contact; give a mail address or the address of a page");
        return Err(FetchError::new(Kind::Refused, message));
    }
    Ok(format!("{program} (+{contact})"))
}

/// Whom to trust.
fn roots(pem: Option<&[u8]>) -> Result<RootCerts, FetchError> {
    let Some(pem) = pem else { return Ok(RootCerts::WebPki) };
    let refused = |why: String| FetchError::new(Kind::Refused, format!("cannot trust these roots: {why}"));
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| refused(error.to_string()))? {
            certificates.push(certificate);
        }
    }
    match certificates.as_slice() {
        [] => Err(refused("they hold no certificate as PEM".into())),
        some => Ok(RootCerts::new_with_certs(some)),
    }
}

fn seconds(duration: Duration) -> String {
    format!("{} seconds", duration.as_secs_f64())
}

/// No wait for a host's sake is longer than what it may bring about by asking for it.
const _: () = assert!(PATIENCE.as_secs() < backoff::LONGEST.as_secs());
