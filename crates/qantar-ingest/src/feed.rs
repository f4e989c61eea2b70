//! Feeds: RSS, Atom and JSON Feed. Each item is a report.
//!
//! The body of an item comes before its summary. An item of a headline only is kept with that as its text. A feed that
//! breaks off gives the items that are whole; one whose elements stand too deep in one another gives none. Entities declared
//! in the feed itself are never expanded.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::contain::{self, Item, Items, Place};
use crate::dates;
use crate::draft::{Draft, tidy};
use crate::markup;
use crate::nesting;
use crate::parcel::{Content, FAULT};
use crate::report;
use crate::slip::Slip;
use crate::text;
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed, Person};
use feed_rs::parser::Builder;
use memchr::memmem;
use parts::Parts;
use std::panic::catch_unwind;

mod parts;
mod script;

pub(crate) use script::in_utf8;

/// The items of a feed that is held in memory.
pub(crate) fn read(bytes: &[u8], slip: Slip, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let refused = |message: String| Arrival::Refused(Refused::new(origin.clone(), message));
    let (feed, trouble) = match or_mended(bytes, parse) {
        Ok(read) => read,
        Err(message) => return vec![refused(message)],
    };
    let mut arrivals = items(&feed, slip, 0, origin, settings);
    if arrivals.is_empty() {
        arrivals.push(refused(NOTHING.to_owned()));
    }
    arrivals.extend(trouble.map(|why| refused(broken_off(&why))));
    arrivals
}

/// What is made of a feed, or of as much of it as is whole, then with what is wrong behind that.
///
/// # Errors
/// What is to be said where neither can be read.
fn or_mended<T>(bytes: &[u8], read: impl Fn(&[u8]) -> Result<T, String>) -> Result<(T, Option<String>), String> {
    match read(bytes) {
        Ok(feed) => Ok((feed, None)),
        Err(why) => match mended(bytes).and_then(|mended| read(&mended).ok()) {
            Some(feed) => Ok((feed, Some(why))),
            None => Err(unreadable(&why)),
        },
    }
}

const NOTHING: &str = "no items in this feed: nothing was kept";

fn unreadable(why: &str) -> String {
    format!("no feed that can be read: {why}; nothing was kept")
}

fn broken_off(why: &str) -> String {
    format!("the feed cannot be read to its end: {why}; the items before are kept")
}

/// A feed of more bytes is given in parts. A guess (November 2026).
pub(crate) const LONG: usize = 1 << 14;

/// The items of a long feed, a few at a time; what arrives is what [`read`] gives.
pub(crate) fn find(bytes: Vec<u8>, origin: Origin, slip: Slip) -> Items {
    let cut = catch_unwind(move || or_mended(&bytes, Parts::of));
    let (parts, trouble) = match cut {
        Ok(Ok(cut)) => cut,
        Ok(Err(message)) => return contain::one(origin, message),
        Err(_) => return contain::one(origin, FAULT),
    };
    let count = parts.len();
    let nothing = (parts.before(count) == 0).then(|| NOTHING.to_owned());
    let told = nothing.into_iter().chain(trouble.map(|why| broken_off(&why))).map(Content::Refused);
    let part = move |at| {
        let before = parts.before(at);
        let full = before < parts.before(at + 1);
        full.then(|| Content::Part(Part { bytes: parts.part(at), before, slip: slip.clone() }))
    };
    Box::new((0..count).filter_map(part).chain(told).map(move |content| Item {
        origin: origin.clone(),
        content,
        place: Place::default(),
    }))
}

/// Part of a long feed.
#[derive(Debug)]
pub(crate) struct Part {
    bytes: Vec<u8>,
    /// How many items stand before it.
    before: usize,
    slip: Slip,
}

impl Part {
    /// How many bytes it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The items in it.
    pub(crate) fn read(self, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
        match parsed(&self.bytes) {
            Ok(feed) => items(&feed, self.slip, self.before, origin, settings),
            Err(why) => vec![Arrival::Refused(Refused::new(origin.clone(), unreadable(&why)))],
        }
    }
}

/// The items of a feed that has given so many before.
fn items(feed: &Feed, slip: Slip, before: usize, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let publisher = feed.title.as_ref().and_then(|title| tidy(&markup::words(&title.content)));
    let shared = Slip {
        publisher: slip.publisher.or(publisher),
        language: feed.language.as_deref().and_then(crate::language::stated),
        seen: slip.seen,
        ..Slip::default()
    };
    let authors = names(&feed.authors);
    let arrival = |(at, entry): (usize, &Entry)| {
        let address = address(entry);
        let origin = origin.within(address.as_deref().unwrap_or(&format!("item {}", before + at + 1)));
        let slip = Slip {
            author: names(&entry.authors).or(authors.clone()),
            url: address,
            published: entry.published.or(entry.updated).map(|time| time.date_naive().to_string()),
            ..shared.clone()
        };
        item(entry, slip, origin, settings)
    };
    feed.entries.iter().enumerate().map(arrival).collect()
}

fn parse(bytes: &[u8]) -> Result<Feed, String> {
    // What cannot be turned is the parser's to say.
    let bytes = script::in_utf8(bytes).unwrap_or(bytes.into());
    nesting::shallow(&bytes)?;
    parsed(&bytes)
}

/// What the parser makes of a feed that is known to be shallow.
fn parsed(bytes: &[u8]) -> Result<Feed, String> {
    let parser = Builder::new().id_generator(|_, _, _| String::new()).timestamp_parser(day).build();
    parser.parse(bytes).map_err(|error| error.to_string().chars().filter(|c| !c.is_control()).take(120).collect())
}

/// The day as it is written, whatever the time zone beside it.
fn day(words: &str) -> Option<DateTime<Utc>> {
    let day = dates::stated(words)?;
    let day =
        chrono::NaiveDate::from_ymd_opt(day.year().into(), day.month().try_into().ok()?, day.day().try_into().ok()?)?;
    Some(day.and_hms_opt(12, 0, 0)?.and_utc())
}

/// Where an item ends, and what closes the feed around it.
const ENDS: [(&[u8], &[u8], &[u8]); 3] = [
    (b"<rss", b"</item>", b"</channel></rss>"),
    (b"<rdf:RDF", b"</item>", b"</rdf:RDF>"),
    (b"<feed", b"</entry>", b"</feed>"),
];

/// A feed that breaks off, closed behind its last whole item.
fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let (_, end, close) =
        ENDS.iter().find(|(root, _, _)| memmem::find(&bytes[..bytes.len().min(4096)], root).is_some())?;
    let at = memmem::rfind(bytes, end)? + end.len();
    Some([&bytes[..at], close].concat())
}

/// The address of the item itself, not of what is attached to it.
fn address(entry: &Entry) -> Option<String> {
    let itself = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let link = entry.links.iter().find(|link| itself(link.rel.as_deref())).or(entry.links.first())?;
    tidy(&link.href).filter(|address| address.starts_with("http"))
}

fn names(people: &[Person]) -> Option<String> {
    let names: Vec<String> =
        people.iter().filter_map(|person| tidy(person.name.as_deref()?)).filter(|name| name != "unknown").collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// One item as a report. What it says gives the id, so that it is the same report wherever in the feed it stands.
fn item(entry: &Entry, slip: Slip, origin: Origin, settings: &Settings) -> Arrival {
    let title = entry.title.as_ref().and_then(|title| tidy(&markup::words(&title.content)));
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let telling = |words: &&str| markup::words(words).contains(char::is_alphanumeric);
    let body = body.filter(telling).or(summary.filter(telling)).unwrap_or("");
    let parts = [title.as_deref(), slip.url.as_deref(), slip.published.as_deref(), Some(body)];
    let received = parts.map(|part| part.unwrap_or("")).join("\n");
    let draft = match (&title, body) {
        (Some(title), "") => Draft { title: Some(title.clone()), ..text::read(title.clone(), None) },
        (_, body) if is_markup(body) => report::piece(body, None),
        (_, body) => text::read(body.to_owned(), None),
    };
    // The headline inside the body is a guess; the feed states it.
    let draft = Draft { title: title.or(draft.title), ..draft };
    report::settle(draft, slip, received.as_bytes(), origin, settings)
}

/// Whether words are markup: they hold a tag or an entity.
fn is_markup(words: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    words.match_indices('<').any(|(at, _)| tag(&words[at + 1..]))
        || words.match_indices('&').any(|(at, _)| {
            let rest = &words.as_bytes()[at + 1..words.len().min(at + 10)];
            memchr::memchr(b';', rest).is_some_and(|end| end > 1)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrive::{Kept, Mark};
    use crate::parcel::Parcel;

    #[test]
    fn a_feed_that_is_too_deep_is_refused_with_a_line() {
        let groups = "<media:group>".repeat(20_000);
        let item = "<item><title>One</title></item>";
        let feed = format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>{item}<item>{groups}</item></channel></rss>"
        );
        let arrivals = read(feed.as_bytes(), Slip::default(), &Origin::whole("deep.xml"), &Settings::default());
        let [Arrival::Refused(refused)] = &arrivals[..] else { panic!("one line: {arrivals:?}") };
        assert!(
            refused.message.starts_with("no feed that can be read: elements stand more than 64 deep"),
            "{refused:?}"
        );
        assert!(refused.message.ends_with("; nothing was kept"), "{refused:?}");
    }

    /// What arrives from a feed, in lines; read whole or in parts.
    fn lines(arrivals: Vec<Arrival>) -> Vec<String> {
        let line = |arrival| match arrival {
            Arrival::Kept(Kept { document, origin, problems }) => format!(
                "{} {origin} {:?} {:?} {:?} {:?} {} {problems:?}",
                document.id(),
                document.title(),
                document.publisher(),
                document.author(),
                document.language(),
                document.text()
            ),
            Arrival::Refused(refused) => format!("{} - {}", refused.origin, refused.message),
        };
        arrivals.into_iter().map(line).collect()
    }

    fn in_parts(bytes: &[u8]) -> Vec<Vec<Arrival>> {
        let parcel = |Item { origin, content, .. }| Parcel { origin, mark: Mark::default(), content };
        let items = find(bytes.to_vec(), Origin::whole("a"), Slip::default());
        items.map(|item| parcel(item).unpack(&Settings::default())).collect()
    }

    fn rss(items: &[String]) -> String {
        let head = "<title>Oruro Herald</title><language>es</language>";
        format!("<rss version='2.0'><channel>\n {head}\n {}\n</channel></rss>", items.join("\n "))
    }

    /// Feeds of two hundred items, in every shape that is read.
    fn long_feeds() -> Vec<(&'static str, Vec<u8>)> {
        let numbered = |item: &str| -> Vec<String> { (0..200).map(|n| item.replace('#', &n.to_string())).collect() };
        let plain = numbered("<item><title>Шахтёры #</title><link>https://example.org/#</link></item>");
        let bare = numbered("<item><title>Miners #</title></item>");
        let mixed = numbered("<item><title>Miners #</title></item><category>#</category>, <title>Title #</title>");
        let atom = numbered(
            "<a:entry xml:base='https://example.org/'><a:title type='html'>&lt;b>Miners&lt;/b> #</a:title><a:link href='#'/></a:entry>",
        );
        let atom = format!(
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:lang='es'>{}<a:title>H</a:title><a:author><a:name>Ana</a:name></a:author></a:feed>",
            atom.concat()
        );
        let rdf = format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel>\
             <title>H</title></channel>{}{}</rdf:RDF>",
            numbered("<item><title>No address #</title></item>").concat(),
            numbered("<item><title>Miners #</title><link>https://example.org/#</link></item>").concat()
        );
        let json = |items: Vec<String>| {
            let behind = "\"authors\": [{\"name\": \"Ana\"}], \"language\": \"es\"";
            let version = "\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"a \\\" ] , H\"";
            format!("{{{version},\n \"it\\u0065ms\" : [ {} ], {behind}}}", items.join(",\n"))
        };
        let objects = numbered("{\"id\": \"#\", \"title\": \"Miners [#}, \\\"\", \"tags\": [\"a\", \"b\"]}");
        let with = |items: &[String], at: usize, item: &str| [&items[..at], &[item.to_owned()], &items[at..]].concat();
        let declared =
            |items: &[String]| format!("<?xml version='1.0'{}encoding='windows-1251'?>{}", " ".repeat(99), rss(items));
        let media = "xmlns:media='http://search.yahoo.com/mrss/'";
        let deep = with(&plain, 150, &format!("<item {media}>{}</item>", "<media:group>".repeat(20_000)));
        let cyrillic = format!("<?xml version='1.0' encoding='windows-1251'?>{}", rss(&plain));
        let utf16: Vec<u8> = format!("\u{feff}{}", rss(&plain)).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut malformed = rss(&plain).into_bytes();
        let middle = malformed.len() / 2;
        malformed[middle..middle + 9].fill(0xff);
        let unbalanced = "<item><title>Odd</link></item>";
        let no_mime = "<a:entry><a:title type='odd'>One</a:title></a:entry>";
        vec![
            ("rss", rss(&plain).into()),
            ("marked", format!("\u{feff}{}", rss(&plain)).into()),
            ("without addresses", rss(&bare).into()),
            ("mixed", rss(&mixed).into()),
            ("windows-1251", encoding_rs::WINDOWS_1251.encode(&cyrillic).0.into_owned()),
            ("a long declaration", encoding_rs::WINDOWS_1251.encode(&declared(&plain)).0.into_owned()),
            ("a long declaration, too deep", declared(&deep).into()),
            ("utf-16", utf16),
            ("malformed", malformed),
            ("atom", atom.clone().into()),
            ("atom, wrong", atom.replacen("<a:title>H", &format!("{no_mime}<a:title>H"), 1).into()),
            ("atom, wrong first", atom.replacen("<a:entry", &format!("{no_mime}<a:entry"), 1).into()),
            ("rdf", rdf.into()),
            ("json", json(objects.clone()).into()),
            ("json, wrong", json(with(&objects, 150, "{\"title\": 7}")).into()),
            ("json, two commas", json(with(&objects, 150, "")).into()),
            ("json, no comma", json(with(&objects, 150, "{} {}")).into()),
            ("json, broken off", json(objects.clone())[..9_000].into()),
            ("json, nothing", json(Vec::new()).into()),
            ("unbalanced", rss(&with(&plain, 150, unbalanced)).into()),
            ("unbalanced at the end", rss(&with(&plain, 200, "<item><title>Odd</link>")).into()),
            ("broken off", rss(&plain).as_bytes()[..9_000].into()),
            ("an entry alone", atom.replace("a:feed", "a:entry").into()),
            ("no feed", "<html><item/><item/></html>".into()),
            ("nothing", rss(&[]).into()),
            ("too deep", rss(&with(&plain, 150, &"<item>".repeat(80))).into()),
        ]
    }

    #[test]
    fn a_declaration_that_comes_late_changes_nothing() {
        let quoted = "<?xml version='1.0' encoding='windows-1252'?>";
        let item =
            format!("<item><title>Шахтёры</title><description><![CDATA[Quoted: {quoted}]]></description></item>");
        let russian = "<?xml version='1.0' encoding='windows-1251'?>";
        let junk = "Warning: no such file. ".repeat(60);
        let said = |bytes: &[u8]| lines(read(bytes, Slip::default(), &Origin::whole("a"), &Settings::default()));
        let plain = said(rss(std::slice::from_ref(&item)).as_bytes());
        assert!(plain.iter().any(|line| line.contains("Шахтёры")), "{plain:?}");
        let fronts =
            [russian.repeat(2), russian.repeat(200), format!("{russian}{junk}{russian}"), format!("{junk}{russian}")];
        for front in fronts {
            let feed = format!("{front}{}", rss(std::slice::from_ref(&item)));
            let bytes = encoding_rs::WINDOWS_1251.encode(&feed).0.into_owned();
            assert_eq!(said(&bytes), plain, "{} bytes before it", front.len());
        }
    }

    #[test]
    fn a_feed_in_parts_gives_what_it_gives_whole() {
        for (shape, bytes) in long_feeds() {
            let whole = lines(read(&bytes, Slip::default(), &Origin::whole("a"), &Settings::default()));
            let parts = in_parts(&bytes);
            assert!(parts.iter().all(|part| part.len() <= 64) || shape == "an entry alone", "{shape}");
            assert_eq!(lines(parts.concat()), whole, "{shape}");
        }
        let given = |shape: &str| {
            let found = long_feeds().into_iter().find(|(known, _)| *known == shape).expect("it is there").1;
            lines(in_parts(&found).concat()).len()
        };
        assert_eq!(["rss", "atom", "rdf", "json", "utf-16", "a long declaration"].map(given), [200; 6]);
        assert_eq!(given("a long declaration, too deep"), 1);
        assert_eq!(given("unbalanced at the end"), 201);
        assert_eq!(given("json, wrong"), 1);
    }

    #[test]
    fn a_long_head_is_not_read_with_every_few_items() {
        let head = format!("<description>{}</description>", "x".repeat(200_000));
        let bytes = rss(&[vec![head], vec!["<item><title>One</title></item>".to_owned(); 20_000]].concat());
        let parts = in_parts(bytes.as_bytes());
        assert!(parts.len() < 300, "{}", parts.len());
        assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), 20_000);
    }
}
