//! A server for each test, on a port of its own, over a copy of a small case; and a client that says what it sends.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use jiff::Timestamp;
use qantar::merging::Rules;
use qantar::run::{Manner, Outcome, Report};
use qantar::store::Case;
use qantar::{World, events, ingest, intake};
use qantar_serve::{Serving, Settings};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::oneshot;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports");

/// The case of the example reports, made once.
static CASE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let world = World::builtin().expect("a sound world");
    let mut reports: Vec<Report> = Vec::new();
    let settings = ingest::Settings::default();
    let parcels = ingest::open(&[EXAMPLES.into()], &settings);
    qantar::run::run(parcels, &settings, Some(Arc::new(world)), Manner::default(), |outcome| {
        if let Outcome::Report(report) = outcome {
            reports.push(report);
        }
        ControlFlow::Continue(())
    });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.qantar");
    let mut case = Case::open_or_create(&path).expect("a case");
    intake::keep(&mut case, &reports, Timestamp::UNIX_EPOCH).expect("kept");
    events::update(&mut case, &Rules::builtin().expect("rules")).expect("merged");
    drop(case);
    std::fs::read(path).expect("the case is one file when it is closed")
});

/// A server that ends with the test.
pub struct Server {
    pub address: SocketAddr,
    pub path: PathBuf,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: TempDir,
}

impl Server {
    /// The example reports, with nobody at the other end yet.
    pub fn start() -> Self {
        Server::with(|_| {})
    }

    /// The same, with other settings.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Server::prepared(|_| {}, change)
    }

    /// The same, with something done to the case before.
    pub fn prepared(prepare: impl FnOnce(&mut Case), change: impl FnOnce(&mut Settings)) -> Self {
        let (folder, path) = copy();
        prepare(&mut Case::open(&path).expect("the copy is a case"));
        Server::of(folder, path, change)
    }

    /// A case that does not exist yet.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.qantar");
        Server::of(folder, path, |_| {})
    }

    fn of(folder: TempDir, path: PathBuf, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::of(&path);
        change(&mut settings);
        let serving = Serving::open(settings).expect("it opens");
        let address = serving.address();
        let (end, ended) = oneshot::channel::<()>();
        let run = move || {
            serving
                .run(async {
                    let _ = ended.await;
                })
                .expect("it runs");
        };
        let thread = Some(std::thread::spawn(run));
        Server { address, path, end: Some(end), thread, _folder: folder }
    }

    /// Somebody who has looked at the page.
    pub fn visitor(&self) -> Visitor {
        let mut visitor = Visitor::new(self.address);
        let session = visitor.get("/api/session");
        assert_eq!(session.status, 200, "{session:?}");
        visitor.keep(&session);
        visitor
    }

    /// Somebody who has said their name.
    pub fn coder(&self, name: &str) -> Visitor {
        let mut visitor = self.visitor();
        let session = visitor.post("/api/session", &serde_json::json!({ "name": name }));
        assert_eq!(session.status, 200, "{session:?}");
        visitor.keep(&session);
        visitor
    }

    /// Ends it, and waits.
    pub fn end(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends well");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A copy of the case of the example reports.
pub fn copy() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kz.qantar");
    std::fs::write(&path, &*CASE).expect("written");
    (folder, path)
}

/// One end of a conversation.
#[derive(Clone)]
pub struct Visitor {
    pub address: SocketAddr,
    pub cookie: Option<String>,
    pub token: Option<String>,
}

impl Visitor {
    /// Somebody who has seen nothing yet.
    pub fn new(address: SocketAddr) -> Self {
        Visitor { address, cookie: None, token: None }
    }

    /// Keeps cookie and token of an answer to /api/session.
    pub fn keep(&mut self, session: &Answer) {
        if let Some(cookie) = session.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        self.token = session.json()["csrf"].as_str().map(str::to_owned);
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// The JSON that is there.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("Content-Type", "application/json")], body.to_string().as_bytes())
    }

    /// Sends a request with the cookie, the token and a host, unless `headers` has another; an empty header is left out.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let host = self.address.to_string();
        let mut all = vec![("Host", host.as_str()), ("Connection", "close")];
        all.extend(self.cookie.as_deref().map(|cookie| ("Cookie", cookie)));
        all.extend(self.token.as_deref().map(|token| ("X-Qantar-Token", token)));
        all.retain(|(name, _)| !headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
        all.extend(headers.iter().filter(|(_, value)| !value.is_empty()));
        let length = body.len().to_string();
        all.push(("Content-Length", &length));
        let lines: String = all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut bytes = format!("{method} {path} HTTP/1.1\r\n{lines}\r\n").into_bytes();
        bytes.extend_from_slice(body);
        raw(self.address, &bytes)
    }

    /// Sends files as a browser does: for each its path and then itself.
    pub fn upload(&self, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = "--edge\r\nContent-Disposition: form-data; name=";
            body.extend_from_slice(format!("{head}\"path\"\r\n\r\n{name}\r\n").as_bytes());
            body.extend_from_slice(format!("{head}\"file\"; filename=\"x\"\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.send("POST", "/api/reports", &[("Content-Type", "multipart/form-data; boundary=edge")], &body)
    }

    /// Waits until a job is finished.
    pub fn finished(&self, begun: &Answer) -> Value {
        assert_eq!(begun.status, 200, "{begun:?}");
        let path = format!("/api/jobs/{}", begun.json()["job"]);
        within(Duration::from_secs(120), || Some(self.json(&path)).filter(|job| job["finished"] == true))
    }
}

/// Asks until there is something, or fails.
pub fn within<T>(time: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < time, "it did not come within {time:?}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// Sends bytes and reads until the other end closes.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time");
    // The other end may answer and close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Answer::parse(&answer)
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect();
        let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let body = if chunked { unchunked(&bytes[end + 4..]) } else { bytes[end + 4..].to_vec() };
        Answer { status: status.expect("an answer has a status"), headers, body }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of a failure, in the shape that every failure has.
    pub fn refusal(&self) -> String {
        let json = self.json();
        let error = &json["error"];
        assert_eq!(json.as_object().map(serde_json::Map::len), Some(1), "{json}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{json}");
        assert!(error["help"].is_string() || error["help"].is_null(), "{json}");
        error["code"].as_str().expect("a code").to_owned()
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(String::from_utf8_lossy(&bytes[..end]).trim(), 16).expect("a length");
        if length == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 2 + length + 2..];
    }
    body
}
