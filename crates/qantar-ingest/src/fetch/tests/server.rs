//! A server of our own on this machine, behind a pretended network, and a clock that costs no time.

use crate::fetch::client::{Fetcher, Settings};
use crate::fetch::clock::Clock;
use crate::fetch::names::Network;
use jiff::Timestamp;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub host: String,
    pub path: String,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An answer as it is sent.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Sends a byte, then waits so long, and so on.
    pub slow: Option<Duration>,
}

pub fn reply(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply { status, body: body.into(), ..Reply::default() }
}

impl Reply {
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

type Answers = dyn Fn(&Asked) -> Reply + Send + Sync;

/// The server. Its thread ends with the test's process; it holds nothing.
pub struct Server {
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Begins to answer; with a certificate, in TLS alone.
    pub fn start(tls: Option<Arc<ServerConfig>>, answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let log = Arc::new(Mutex::new(Vec::new()));
        let (answers, seen): (Arc<Answers>, _) = (Arc::new(answers), Arc::clone(&log));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, seen, tls) = (Arc::clone(&answers), Arc::clone(&seen), tls.clone());
                // A client that goes away early is what some tests want.
                std::thread::spawn(move || serve_over(stream, tls, &*answers, &seen).ok());
            }
        });
        Server { address, log }
    }

    /// Everything that was asked for.
    pub fn asked(&self) -> Vec<Asked> {
        self.log.lock().expect("the log").clone()
    }

    /// The paths that were asked for, without robots.txt.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).filter(|path| path != "/robots.txt").collect()
    }
}

fn serve_over(
    stream: TcpStream,
    tls: Option<Arc<ServerConfig>>,
    answers: &Answers,
    seen: &Mutex<Vec<Asked>>,
) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let Some(tls) = tls else { return serve(stream, answers, seen) };
    let mut stream = StreamOwned::new(ServerConnection::new(tls).map_err(io::Error::other)?, stream);
    serve(&mut stream, answers, seen)?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn serve(mut stream: impl Read + Write, answers: &Answers, seen: &Mutex<Vec<Asked>>) -> io::Result<()> {
    let mut lines = BufReader::new(&mut stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut headers = Vec::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut asked = Asked { host: String::new(), path, headers };
    asked.host = asked.header("host").unwrap_or_default().to_owned();
    seen.lock().expect("the log").push(asked.clone());
    let reply = answers(&asked);
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !matches!(reply.status, 204 | 304) {
        head.push_str(&format!("Content-Length: {}\r\n", reply.body.len()));
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    let Some(pause) = reply.slow else { return stream.write_all(&reply.body) };
    for byte in reply.body.chunks(1) {
        stream.write_all(byte)?;
        std::thread::sleep(pause);
    }
    Ok(())
}

/// Names that lead where the test wants; whatever is let through arrives at the server.
#[derive(Debug)]
pub struct Pretended {
    pub names: BTreeMap<&'static str, Vec<&'static str>>,
    pub server: SocketAddr,
    /// Hosts that were looked up.
    pub looked_up: Mutex<Vec<String>>,
    /// Addresses that were connected to.
    pub routed: Mutex<Vec<IpAddr>>,
}

/// Where names lead that a test says nothing of.
pub const PUBLIC: &str = "93.184.216.34";

impl Network for Pretended {
    fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        self.looked_up.lock().expect("the log").push(host.to_owned());
        let ips = match (self.names.get(host), host.parse::<IpAddr>()) {
            (Some(ips), _) => ips.iter().map(|ip| ip.parse().expect("an address")).collect(),
            (None, Ok(ip)) => vec![ip],
            (None, Err(_)) => vec![PUBLIC.parse().expect("an address")],
        };
        Ok(ips.into_iter().map(|ip| (ip, port).into()).collect())
    }

    fn route(&self, address: SocketAddr) -> SocketAddr {
        self.routed.lock().expect("the log").push(address.ip());
        self.server
    }
}

/// A clock that a sleep moves on.
#[derive(Debug)]
pub struct Pretence {
    now: Mutex<Timestamp>,
    pub stop: AtomicBool,
}

impl Clock for Pretence {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("the time")
    }

    fn sleep(&self, duration: Duration) {
        *self.now.lock().expect("the time") += duration;
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A server with a fetcher in front of it.
pub struct Scene {
    pub server: Server,
    pub network: Arc<Pretended>,
    pub clock: Arc<Pretence>,
    pub fetcher: Fetcher,
}

pub fn scene(answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Scene {
    scene_with(Settings::default(), BTreeMap::new(), answers)
}

pub fn scene_with(
    settings: Settings,
    names: BTreeMap<&'static str, Vec<&'static str>>,
    answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Scene {
    scene_over(None, settings, names, answers)
}

pub fn scene_over(
    tls: Option<Arc<ServerConfig>>,
    settings: Settings,
    names: BTreeMap<&'static str, Vec<&'static str>>,
    answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Scene {
    let server = Server::start(tls, answers);
    let (looked_up, routed) = Default::default();
    let network = Arc::new(Pretended { names, server: server.address, looked_up, routed });
    let now = "2031-05-03T12:00:00Z".parse().expect("a moment");
    let clock = Arc::new(Pretence { now: Mutex::new(now), stop: AtomicBool::new(false) });
    let fetcher = Fetcher::over(settings, clock.clone(), network.clone()).expect("a fetcher");
    Scene { server, network, clock, fetcher }
}
