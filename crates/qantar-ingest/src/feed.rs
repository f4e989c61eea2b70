//! Feeds: RSS, Atom and JSON Feed. Each item is a report.
//!
//! The body of an item comes before its summary. An item of a headline only is kept with that as its text. A feed that
//! breaks off gives the items that are whole; one whose elements stand too deep in one another gives none. Entities declared
//! in the feed itself are never expanded.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::dates;
use crate::draft::{Draft, tidy};
use crate::markup;
use crate::nesting;
use crate::report;
use crate::slip::Slip;
use crate::text;
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed, Person};
use feed_rs::parser::Builder;
use memchr::memmem;

/// The items of a feed.
pub(crate) fn read(bytes: &[u8], slip: Slip, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let refused = |message: String| Arrival::Refused(Refused::new(origin.clone(), message));
    let (feed, trouble) = match parse(bytes) {
        Ok(feed) => (feed, None),
        Err(why) => match mended(bytes).and_then(|mended| parse(&mended).ok()) {
            Some(feed) => (feed, Some(why)),
            None => return vec![refused(format!("no feed that can be read: {why}; nothing was kept"))],
        },
    };
    let publisher = feed.title.as_ref().and_then(|title| tidy(&markup::words(&title.content)));
    let shared = Slip {
        publisher: slip.publisher.or(publisher),
        language: feed.language.as_deref().and_then(crate::language::stated),
        seen: slip.seen,
        ..Slip::default()
    };
    let authors = names(&feed.authors);
    let mut arrivals: Vec<Arrival> = Vec::new();
    for (at, entry) in feed.entries.iter().enumerate() {
        let address = address(entry);
        let origin = origin.within(address.as_deref().unwrap_or(&format!("item {}", at + 1)));
        let slip = Slip {
            author: names(&entry.authors).or(authors.clone()),
            url: address,
            published: entry.published.or(entry.updated).map(|time| time.date_naive().to_string()),
            ..shared.clone()
        };
        arrivals.push(item(entry, slip, origin, settings));
    }
    if arrivals.is_empty() {
        arrivals.push(refused("no items in this feed: nothing was kept".to_owned()));
    }
    if let Some(why) = trouble {
        arrivals.push(refused(format!("the feed cannot be read to its end: {why}; the items before are kept")));
    }
    arrivals
}

fn parse(bytes: &[u8]) -> Result<Feed, String> {
    nesting::shallow(bytes)?;
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
}
