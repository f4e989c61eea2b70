//! robots.txt (RFC 9309), with `Crawl-delay`, which the RFC leaves out and many servers write.

use std::time::Duration;

/// The name by which robots.txt speaks of this program.
pub(crate) const NAME: &str = "qantar";

/// Read no further than this: what the RFC wants to be read at least (2.5).
pub(crate) const MOST_BYTES: usize = 500 << 10;

/// No longer wait between two requests is kept to; a server that wants more is asked less often by the interval of the
/// watch. A guess (November 2026).
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// What a robots.txt says to this program.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rules {
    /// The rules one after the other, so that many short ones take little room: [`ALLOW`] or [`DISALLOW`], the pattern,
    /// an end of line, which stands in no pattern.
    lines: Vec<u8>,
    /// The wait between two requests that it asks for, at most a minute.
    pub(crate) delay: Option<Duration>,
}

/// What a rule that allows begins with, and one that does not.
const ALLOW: u8 = b'+';
const DISALLOW: u8 = b'-';

/// The rules for one or more programs, as they stand in the file.
#[derive(Default)]
struct Group {
    names: Vec<String>,
    rules: Rules,
}

impl Rules {
    /// Reads a robots.txt. There are no errors in one: what is no rule is left out.
    pub(crate) fn read(received: &[u8]) -> Self {
        let received = received.strip_prefix(b"\xef\xbb\xbf").unwrap_or(received);
        let groups = groups(&received[..received.len().min(MOST_BYTES)]);
        let has = |group: &&Group, name| group.names.iter().any(|known| known == name);
        let named = if groups.iter().any(|group| has(&group, NAME)) { NAME } else { "*" };
        let mut all = Rules::default();
        for group in groups.iter().filter(|group| has(group, named)) {
            all.lines.extend_from_slice(&group.rules.lines);
            all.delay = all.delay.max(group.rules.delay);
        }
        all.lines.shrink_to_fit();
        all
    }

    /// How much room it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.lines.capacity()
    }

    /// Whether what stands at `path` (with its query) may be fetched: the longest rule that fits decides, of two as long
    /// the one that allows.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let path = normal(path.as_bytes());
        let rules = self.lines.split(|&byte| byte == b'\n').filter_map(<[u8]>::split_first);
        let fitting = rules.filter(|(_, pattern)| fits(pattern, &path));
        let longest = fitting.map(|(&which, pattern)| (pattern.len(), which == ALLOW)).max();
        longest.is_none_or(|(_, allow)| allow)
    }
}

fn groups(received: &[u8]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // Names that follow one another head one group; a rule ends its head.
    let mut in_head = false;
    for line in received.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let Some((key, value)) = key_and_value(line) else { continue };
        if key == "user-agent" {
            if !std::mem::replace(&mut in_head, true) {
                groups.push(Group::default());
            }
            if let Some(group) = groups.last_mut() {
                group.names.push(product(value));
            }
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        match key.as_str() {
            "allow" | "disallow" => {
                in_head = false;
                let which = if key == "allow" { ALLOW } else { DISALLOW };
                // An empty rule forbids nothing, and one that begins otherwise fits no path.
                if value.starts_with(b"/") || value.starts_with(b"*") {
                    group.rules.lines.push(which);
                    group.rules.lines.extend(normal(value));
                    group.rules.lines.push(b'\n');
                }
            }
            "crawl-delay" => {
                in_head = false;
                group.rules.delay = seconds(value).or(group.rules.delay);
            }
            // Sitemaps and what else there is belong to no group.
            _ => {}
        }
    }
    groups
}

fn key_and_value(line: &[u8]) -> Option<(String, &[u8])> {
    let line = line.split(|&byte| byte == b'#').next()?;
    let colon = line.iter().position(|&byte| byte == b':')?;
    let key = String::from_utf8_lossy(line[..colon].trim_ascii()).to_ascii_lowercase();
    Some((key, line[colon + 1..].trim_ascii()))
}

/// The name in front of a version: `qantar` in `Qantar/1.0`.
fn product(value: &[u8]) -> String {
    if value.starts_with(b"*") {
        return "*".into();
    }
    let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
    letters.map(|&byte| char::from(byte.to_ascii_lowercase())).collect()
}

fn seconds(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    // Not a number and what is negative are no delays.
    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST_DELAY.as_secs_f64())))
}

/// A path in the one spelling in which paths and rules are compared: letters, digits and `-._~` as they are, everything
/// outside ASCII as %XX, hex digits in capitals (RFC 9309, 2.2.2).
fn normal(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, escaped(after)) {
            (b'%', Some(meant)) => {
                rest = &after[2..];
                if meant.is_ascii_alphanumeric() || b"-._~".contains(&meant) {
                    out.push(meant);
                } else {
                    escape(meant, &mut out);
                }
            }
            _ if byte.is_ascii() => out.push(byte),
            _ => escape(byte, &mut out),
        }
    }
    out
}

fn escaped(hex: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*hex.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

/// Whether a pattern fits a path from its beginning: `*` is anything, `$` at the end is the end. Each part is looked for
/// where the one before it ended and nowhere twice, so that no pattern takes long.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = pattern.strip_suffix(b"$").map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split(|&byte| byte == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
    }
    !to_the_end || rest.is_empty()
}

/// Both are ASCII by now, so that the standard library's search, which is quick on anything, can be used.
fn find(path: &[u8], part: &[u8]) -> Option<usize> {
    std::str::from_utf8(path).ok()?.find(std::str::from_utf8(part).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A robots.txt, paths that it allows and paths that it does not.
    const CASES: [(&str, &[&str], &[&str]); 13] = [
        ("", &["/", "/a"], &[]),
        ("User-agent: *\nDisallow: /", &[], &["/", "/a?b"]),
        ("User-agent: *\nDisallow:", &["/a"], &[]),
        ("Disallow: /", &["/a"], &[]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: qantar\nDisallow: /x", &["/a"], &["/x", "/xy"]),
        ("User-agent: QANTAR/2.0 # we\nUser-agent: other\nDisallow: /a", &["/b"], &["/a"]),
        ("User-agent: other\nDisallow: /\nSitemap: https://a.example/s.xml\nUser-agent: *\nAllow: /", &["/a"], &[]),
        (
            "User-agent: qantar\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: qantar\nDisallow: /b",
            &["/c"],
            &["/a", "/b"],
        ),
        ("user-agent:*\r\ndisallow:/a\r\nallow:/a/b", &["/a/b/c", "/b"], &["/a", "/a/c"]),
        ("User-agent: *\nDisallow: /a\nAllow: /a", &["/a"], &[]),
        (
            "User-agent: *\nDisallow: /*.pdf$\nDisallow: /x*y*z",
            &["/a.pdf?b", "/xzy", "/a.pd"],
            &["/a.pdf", "/.pdf", "/x1y2z3"],
        ),
        ("User-agent: *\nDisallow: /caf\u{e9}\nDisallow: /%7Eana", &["/cafe"], &["/caf%c3%a9", "/~ana/b"]),
        ("\u{feff}User-agent: *\nDisallow: /a$b\nDisallow: *?print", &["/a"], &["/a$b", "/c?print=1"]),
    ];

    #[test]
    fn robots_are_told_where_not_to_go() {
        for (text, allowed, refused) in CASES {
            let rules = Rules::read(text.as_bytes());
            for path in allowed {
                assert!(rules.allow(path), "{path} is allowed by {text:?}");
            }
            for path in refused {
                assert!(!rules.allow(path), "{path} is refused by {text:?}");
            }
        }
    }

    #[test]
    fn delays_are_read_and_bounded() {
        let cases = [
            ("User-agent: *\nCrawl-delay: 10", Some(10)),
            ("User-agent: *\nCrawl-delay: 86400\nDisallow:", Some(60)),
            ("User-agent: *\nCrawl-delay: -1", None),
            ("User-agent: *\nCrawl-delay: NaN", None),
            ("User-agent: *\nCrawl-delay: soon", None),
            ("User-agent: *\nCrawl-delay: 10\nUser-agent: qantar\nDisallow: /x", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(Rules::read(text.as_bytes()).delay.map(|delay| delay.as_secs()), seconds, "{text:?}");
        }
    }

    #[test]
    fn no_bytes_are_too_strange() {
        let strange = [
            &b"\xff\xfe\0:\0\nUser-agent\xff: \xff\nDisallow: \xff%"[..],
            b"User-agent: *\nDisallow: /%f\nDisallow: /%zz%",
        ];
        for bytes in strange {
            let rules = Rules::read(bytes);
            assert!(rules.allow("/") && rules.allow("/%"));
        }
        let long = format!("User-agent: *\nDisallow: /{}b\n", "*a".repeat(200_000));
        assert!(Rules::read(long.as_bytes()).allow(&"/a".repeat(4_000)));
    }
}
