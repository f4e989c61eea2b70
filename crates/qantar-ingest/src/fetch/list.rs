//! Lists of feeds: OPML, as feed readers write it, or addresses, one a line.

use super::address::Address;
use super::watch::Trouble;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesStart, Event};

/// A longer list is not read. Guesses (November 2026).
pub const MOST_BYTES: usize = 8 << 20;
const MOST_FEEDS: usize = 10_000;

/// A feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub address: Address,
    /// What the list calls it; empty when it does not.
    pub title: String,
}

/// The feeds of a list, in its order, each once, and a line for everything that stands in a feed's place and is none.
///
/// What begins with `<` is read as OPML, anything else as addresses, one a line; there, empty lines and those that
/// begin with `#` are left out. Outlines may stand inside one another to any depth. Entities that a document brings
/// with it are never followed; a document that has any is refused.
pub fn feeds(received: &[u8]) -> (Vec<Listed>, Vec<Trouble>) {
    let mut list = List::default();
    if received.len() > MOST_BYTES {
        list.trouble("", format!("the list is longer than {MOST_BYTES} bytes: nothing of it was read"));
    } else if received.strip_prefix(b"\xef\xbb\xbf").unwrap_or(received).trim_ascii_start().starts_with(b"<")
        || received.starts_with(b"\xff\xfe")
        || received.starts_with(b"\xfe\xff")
    {
        list.opml(received);
    } else {
        list.lines(&String::from_utf8_lossy(received));
    }
    if list.feeds.is_empty() && list.troubles.is_empty() {
        list.trouble("", "no feed stands in the list");
    }
    (list.feeds, list.troubles)
}

#[derive(Default)]
struct List {
    feeds: Vec<Listed>,
    troubles: Vec<Trouble>,
}

impl List {
    fn lines(&mut self, text: &str) {
        for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
            if !line.is_empty() && !line.starts_with('#') {
                self.add(line, String::new());
            }
        }
    }

    /// Goes through the elements one after the other, so that depth costs nothing.
    fn opml(&mut self, received: &[u8]) {
        let mut reader = Reader::from_reader(DecodingReader::new(received));
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(element) | Event::Empty(element)) => self.outline(&element),
                Ok(Event::DocType(words)) if words.contains("<!ENTITY") => {
                    self.feeds.clear();
                    return self.trouble("", "the list brings entities of its own with it: nothing of it was read");
                }
                Ok(Event::Eof) => return,
                Ok(_) => {}
                Err(error) => {
                    let at = reader.error_position();
                    let message =
                        format!("not XML after byte {at}: {error}; the feeds before it are kept, the rest is not");
                    return self.trouble("", message);
                }
            }
            buffer.clear();
        }
    }

    fn outline(&mut self, element: &BytesStart<'_>) {
        if !element.local_name().as_ref().eq_ignore_ascii_case("outline") {
            return;
        }
        let (mut address, mut title, mut text) = (None, None, None);
        // HTML's rules for attributes are the more lenient ones; what is still none is left out.
        for attribute in element.html_attributes().with_checks(false).flatten() {
            let slot = match attribute.key.local_name().as_ref().to_ascii_lowercase().as_str() {
                "xmlurl" => &mut address,
                "title" => &mut title,
                "text" => &mut text,
                _ => continue,
            };
            // An & that should have been &amp; is common in addresses, and then means itself.
            let words = attribute.normalized_value(XmlVersion::Implicit1_0);
            *slot = Some(words.unwrap_or(attribute.value).trim().to_owned());
        }
        if let Some(address) = address.filter(|address| !address.is_empty()) {
            self.add(&address, title.or(text).unwrap_or_default());
        }
    }

    fn add(&mut self, words: &str, title: String) {
        match Address::parse(words) {
            Ok(address) if self.feeds.iter().any(|feed| feed.address == address) => {}
            Ok(_) if self.feeds.len() == MOST_FEEDS => {
                self.trouble(words, format!("only the first {MOST_FEEDS} feeds of a list are watched"));
            }
            Ok(address) => self.feeds.push(Listed { address, title }),
            Err(why) => self.trouble(words, why),
        }
    }

    fn trouble(&mut self, words: &str, message: impl Into<String>) {
        self.troubles.push(Trouble { url: without_password(words), message: message.into() });
    }
}

/// Words that stand in an address's place, without what stands before the host: that may be a secret.
fn without_password(words: &str) -> String {
    let (before, after) = words.split_once("//").unwrap_or(("", words));
    let host = after.split(['/', '?', '#']).next().unwrap_or_default();
    let shown = match host.rfind('@') {
        Some(at) => format!("{before}//{}", &after[at + 1..]),
        None => words.to_owned(),
    };
    shown.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let (feeds, troubles) = feeds(text.as_bytes());
        let feeds = feeds.into_iter().map(|feed| (feed.address.to_string(), feed.title)).collect();
        (feeds, troubles.into_iter().map(|trouble| format!("{}: {}", trouble.url, trouble.message)).collect())
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|&(address, title)| (address.into(), title.into())).collect()
    }

    #[test]
    fn outlines_inside_outlines_are_feeds() {
        let (feeds, troubles) = read(
            r#"<?xml version="1.0"?><!DOCTYPE opml>
            <opml version="2.0"><head><title>Mine</title></head><body>
              <outline text="Bolivia"><outline text="Oruro">
                <outline type="rss" text="t" title="La &quot;Patria&quot;" xmlUrl="https://patria.example/rss?a=1&amp;b=2" htmlUrl="https://patria.example/"/>
              </outline></outline>
              <outline XMLURL="http://b.example/feed?x=1&y=2" text="B"/>
              <outline xmlUrl="https://patria.example/rss?a=1&amp;b=2"/>
              <outline text="no feed"/><outline xmlUrl=""/>
              <outline xmlUrl="feed:b.example"/>
            </body></opml>"#,
        );
        assert_eq!(
            feeds,
            pairs(&[("https://patria.example/rss?a=1&b=2", "La \"Patria\""), ("http://b.example/feed?x=1&y=2", "B"),])
        );
        assert_eq!(troubles, ["feed:b.example: neither an http nor an https address"]);
    }

    #[test]
    fn lines_are_feeds() {
        let (feeds, troubles) = read(
            "\u{feff}# mine\n\nhttps://a.example/feed\r\n  http://b.example/\nhttps://ana:secret@c.example/feed\nhttps://a.example/feed#x\n",
        );
        assert_eq!(feeds, pairs(&[("https://a.example/feed", ""), ("http://b.example/", "")]));
        assert_eq!(troubles, ["https://c.example/feed: an address with a name or a password in it"]);
    }

    #[test]
    fn lists_that_are_none_say_so() {
        let bomb = r#"<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
            <opml><body><outline xmlUrl="https://a.example/&b;"/></body></opml>"#;
        let cases = [
            ("", ": no feed stands in the list"),
            ("# nothing\n", ": no feed stands in the list"),
            ("<html><body>no</body></html>", ": no feed stands in the list"),
            (bomb, ": the list brings entities of its own with it: nothing of it was read"),
        ];
        for (text, message) in cases {
            assert_eq!(read(text), (Vec::new(), vec![message.to_owned()]), "{text}");
        }
        let (feeds, troubles) = read(r#"<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https"#);
        assert_eq!(feeds, pairs(&[("https://a.example/", "")]));
        assert_eq!(troubles.len(), 1, "{troubles:?}");
        assert!(troubles[0].starts_with(": not XML after byte "), "{troubles:?}");
        let deep = format!("<opml>{}<outline xmlUrl='https://a.example/'/>", "<outline>".repeat(300_000));
        assert_eq!(read(&deep).0, pairs(&[("https://a.example/", "")]));
    }

    #[test]
    fn a_list_in_utf_16_is_read() {
        let text = "<opml><body><outline xmlUrl='https://a.example/' text='Ñandú'/></body></opml>";
        let bytes: Vec<u8> = "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
        let (found, troubles) = feeds(&bytes);
        assert_eq!((found.len(), troubles.len()), (1, 0), "{troubles:?}");
        assert_eq!(found[0].title, "Ñandú");
    }
}
