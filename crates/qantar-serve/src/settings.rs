//! What is served, where, and to whom.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// How to serve a case.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The case; it is made when it does not exist.
    pub case: PathBuf,
    /// Where to listen. Port 0 is any that is free. An address that other machines reach is refused as long as no coder
    /// of the case has a password.
    pub address: SocketAddr,
    /// Who decides, as long as nobody has said who they are and nobody has a password.
    pub coder: Option<String>,
    /// The case as it was; nothing can be decided or added then.
    pub as_of: Option<qantar::store::Moment>,
    /// Whether coders see what others have decided only after they have decided themselves.
    pub blind: bool,
    /// Whether nothing can be decided or added.
    pub read_only: bool,
    /// Whether cookies are for TLS only: where something in front of this speaks TLS to the browser.
    pub tls_in_front: bool,
}

impl Settings {
    /// A case on this machine alone, on any free port.
    pub fn of(case: impl Into<PathBuf>) -> Self {
        Settings {
            case: case.into(),
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            coder: None,
            as_of: None,
            blind: false,
            read_only: false,
            tls_in_front: false,
        }
    }
}

/// Why a case cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The case cannot be used.
    #[error(transparent)]
    Case(#[from] qantar::store::Error),
    /// The rules built into the program are unsound: a fault of the program.
    #[error(transparent)]
    Rules(#[from] qantar::merging::RulesError),
    /// Other machines could read it, and nobody has a password.
    #[error(
        "{0} can be reached from other machines, and no coder of this case has a password; \
         set one with \"qantar coder CASE add NAME\""
    )]
    NoPassword(SocketAddr),
    /// The port is taken, or the address is none of this machine's.
    #[error("cannot listen at {0}: {1}; name another with --port or --address")]
    Listen(SocketAddr, std::io::Error),
    /// The system gave no thread, no timer or no signal.
    #[error("cannot begin to serve: {0}")]
    System(std::io::Error),
}
