//! Addresses that may be asked for.

use std::fmt;
use url::Url;

/// An address longer than this is refused: servers refuse longer ones as well (RFC 9110 asks them to take 8,000 bytes).
const MOST_BYTES: usize = 8_000;

/// An http or https address with a host, without a name, a password or a fragment in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Url);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, lower case, without the address itself, in which a password may stand.
    pub fn parse(words: &str) -> Result<Self, String> {
        Self::checked(Url::parse(words.trim()), words.len())
    }

    /// The address that `location` means when it stands in what was fetched from here.
    pub(crate) fn join(&self, location: &str) -> Result<Self, String> {
        Self::checked(self.0.join(location.trim()), location.len())
    }

    fn checked(read: Result<Url, url::ParseError>, bytes: usize) -> Result<Self, String> {
        if bytes > MOST_BYTES {
            return Err(format!("an address of more than {MOST_BYTES} bytes"));
        }
        let mut url = read.map_err(|error| format!("not an address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("neither an http nor an https address".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("an address with a name or a password in it".into());
        }
        // A schemeless host cannot come here: the parser wants one for http and https.
        url.set_fragment(None);
        Ok(Address(url))
    }

    /// The address as it is asked for.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host, in lower case; of an IPv6 address with its brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port, as written or as the scheme has it.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// Scheme, host and port: whatever has one robots.txt.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}:{}", self.0.scheme(), self.host(), self.port())
    }

    /// What robots.txt speaks of: the path with what is asked of it.
    pub(crate) fn path(&self) -> &str {
        &self.0[url::Position::BeforePath..]
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_are_taken() {
        let cases = [
            ("https://news.example/a?b=c#d", Ok("https://news.example/a?b=c")),
            ("  HTTP://News.Example:80/ ", Ok("http://news.example/")),
            ("http://2130706433/", Ok("http://127.0.0.1/")),
            ("file:///etc/passwd", Err("neither an http nor an https address")),
            ("javascript:alert(1)", Err("neither an http nor an https address")),
            ("https://ana:secret@news.example/", Err("an address with a name or a password in it")),
            ("https://ana@news.example/", Err("an address with a name or a password in it")),
            ("news.example/feed", Err("not an address: relative URL without a base")),
            ("http://", Err("not an address: empty host")),
        ];
        for (words, expected) in cases {
            let read = Address::parse(words);
            assert_eq!(read.as_ref().map(Address::as_str).map_err(String::as_str), expected, "{words}");
        }
        assert!(Address::parse(&format!("http://a.example/{}", "x".repeat(MOST_BYTES))).is_err());
    }

    #[test]
    fn a_location_is_read_where_it_stands() {
        let here = Address::parse("https://news.example/2031/a.html").expect("an address");
        assert_eq!(here.join("../b?c").expect("an address").as_str(), "https://news.example/b?c");
        assert_eq!(here.join("//other.example:8080/").expect("an address").origin(), "https://other.example:8080");
        assert!(here.join("ftp://other.example/").is_err());
        assert_eq!(here.path(), "/2031/a.html");
    }
}
