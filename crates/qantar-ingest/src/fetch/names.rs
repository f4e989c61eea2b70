//! From names to addresses, once for each connection: the addresses that were looked at are those that are connected
//! to, so a name that means something else a moment later (DNS rebinding) leads nowhere else.

use super::guard;
use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// So many addresses of one name are tried: what the client's list holds.
const MOST: usize = 16;

/// The network outside: the machine's, or the one of a test.
pub(crate) trait Network: Debug + Send + Sync + 'static {
    /// The addresses of a host.
    fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;

    /// Where a connection to an address that was found good is made: there. Tests have their own server behind it.
    fn route(&self, address: SocketAddr) -> SocketAddr {
        address
    }
}

/// The network of this machine.
#[derive(Debug)]
pub(crate) struct System;

impl Network for System {
    fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// A name that leads where nothing is connected to.
#[derive(Debug, thiserror::Error)]
#[error("{host} is at {ip}, {what}")]
pub(crate) struct Barred {
    host: String,
    ip: IpAddr,
    what: &'static str,
}

/// Looks names up and lets only public addresses through.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) network: Arc<dyn Network>,
    pub(crate) allow_private: bool,
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().ok_or(Error::HostNotFound)?;
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        // IPv6 addresses stand in brackets there, and the lookup wants none.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let found = self.look_up(&host, port, timeout)?;
        let good = self.good(&host, &found)?;
        let mut addresses = self.empty();
        for address in good.into_iter().take(MOST) {
            addresses.push(self.network.route(address));
        }
        Ok(addresses)
    }
}

impl Checked {
    /// The system's lookup cannot be stopped: it runs beside, and is no longer waited for when time is up.
    fn look_up(&self, host: &str, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
        let (give, take) = mpsc::sync_channel(1);
        let network = Arc::clone(&self.network);
        let host = host.to_owned();
        thread::Builder::new().name("lookup".into()).spawn(move || give.send(network.addresses(&host, port)).ok())?;
        match take.recv_timeout(*timeout.after) {
            Ok(found) => found.map_err(|_| Error::HostNotFound),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(Error::HostNotFound),
        }
    }

    /// Those that may be connected to; a name that has others besides loses them.
    fn good(&self, host: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, Error> {
        if self.allow_private {
            return if found.is_empty() { Err(Error::HostNotFound) } else { Ok(found.to_vec()) };
        }
        let good: Vec<_> = found.iter().copied().filter(|address| guard::barred(address.ip()).is_none()).collect();
        match found.iter().find_map(|address| Some((address.ip(), guard::barred(address.ip())?))) {
            Some((ip, what)) if good.is_empty() => {
                Err(Error::Other(Box::new(Barred { host: host.to_owned(), ip, what })))
            }
            _ if good.is_empty() => Err(Error::HostNotFound),
            _ => Ok(good),
        }
    }
}
