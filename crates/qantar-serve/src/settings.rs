//! What is served, where, and to whom.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

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
    /// Where browsers reach it, when something in front of it speaks to them; others reach it then, wherever it listens.
    pub public: Option<PublicUrl>,
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
            public: None,
        }
    }
}

/// A scheme and a host: `https://kz.example.org`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    scheme: usize,
}

impl PublicUrl {
    /// As browsers send it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host, with its port where it has one.
    pub fn host(&self) -> &str {
        &self.origin[self.scheme..]
    }

    /// Whether browsers speak TLS to it.
    pub fn is_tls(&self) -> bool {
        self.origin.starts_with("https")
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let origin = words.trim().trim_end_matches('/').to_ascii_lowercase();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| origin.starts_with(scheme)).map(str::len);
        let is_host =
            |host: &str| !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
        match scheme {
            Some(scheme) if is_host(&origin[scheme..]) => Ok(PublicUrl { origin, scheme }),
            _ => Err("it is a scheme and a host without a path, as https://kz.example.org".into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        let url: PublicUrl = "https://KZ.example.org:8443/".parse().expect("sound");
        assert_eq!(
            (url.origin(), url.host(), url.is_tls()),
            ("https://kz.example.org:8443", "kz.example.org:8443", true)
        );
        for wrong in
            ["kz.example.org", "https://", "https://a/b", "ftp://a", "https://a b", "https://a@b", "https://a?x"]
        {
            assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
        }
    }
}
