//! What a watch must know of a feed: which items are in it, and where they lead.

use super::address::Address;
use crate::feed::in_utf8;
use crate::nesting;
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// Of a longer feed, only so many items from its beginning are looked at.
pub(crate) const MOST_ITEMS: usize = 2_000;
/// A title is cut there, in characters.
const MOST_TITLE: usize = 500;

/// A feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Feed {
    /// Its items, in its order.
    pub(crate) items: Vec<Item>,
    /// How many more it has than are looked at.
    pub(crate) beyond: usize,
    /// How long it asks to be left alone (`ttl`).
    pub(crate) rest: Option<Duration>,
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// What the feed tells it by; empty when it says nothing.
    pub(crate) id: String,
    /// Where it leads; none, or why what stands there is no address.
    pub(crate) address: Option<Result<Address, String>>,
    /// Its title; empty when it has none.
    pub(crate) title: String,
    /// When it was published, or else changed.
    pub(crate) published: Option<Timestamp>,
}

/// Reads RSS, Atom or JSON Feed that was fetched from `here`.
///
/// # Errors
/// What is wrong with it, lower case.
pub(crate) fn read(received: &[u8], here: &Address) -> Result<Feed, String> {
    // What cannot be turned is the parser's to say.
    let received = &*in_utf8(received).unwrap_or(received.into());
    nesting::shallow(received).map_err(|why| format!("not a feed that can be read: {why}"))?;
    // The parser of somebody else may meet what its writers did not think of; that costs this feed a round.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        // Without an id of its own an item would get one that changes, if it has no link either.
        let parser =
            feed_rs::parser::Builder::new().base_uri(Some(here.as_str())).id_generator(|_, _, _| String::new());
        parser.build().parse(received)
    }));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err(format!("not a feed: {error}")),
        Err(_) => return Err("not a feed that can be read".into()),
    };
    let beyond = feed.entries.len().saturating_sub(MOST_ITEMS);
    let items = feed.entries.into_iter().take(MOST_ITEMS).map(|entry| item(entry, here)).collect();
    Ok(Feed { items, beyond, rest: feed.ttl.map(|minutes| Duration::from_secs(60 * u64::from(minutes))) })
}

fn item(entry: feed_rs::model::Entry, here: &Address) -> Item {
    let leads = |link: &&feed_rs::model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let link = entry.links.iter().find(leads).map(|link| link.href.as_str());
    // An item of RSS without a link may have its address as its id.
    let link = link.or(Some(entry.id.as_str()).filter(|id| id.starts_with("https://") || id.starts_with("http://")));
    let title = entry.title.map(|title| title.content).unwrap_or_default();
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_TITLE).collect();
    let published =
        entry.published.or(entry.updated).and_then(|moment| Timestamp::from_second(moment.timestamp()).ok());
    Item { address: link.map(|link| here.join(link)), id: entry.id, title, published }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, String, String, String)> {
        let here = Address::parse("https://news.example/rss/all.xml").expect("an address");
        let feed = read(text.as_bytes(), &here).expect("a feed");
        let address = |item: &Item| match &item.address {
            Some(Ok(address)) => address.to_string(),
            Some(Err(why)) => why.clone(),
            None => String::new(),
        };
        let moment = |item: &Item| item.published.map(|moment| moment.to_string()).unwrap_or_default();
        feed.items.iter().map(|item| (item.id.clone(), address(item), item.title.clone(), moment(item))).collect()
    }

    fn expected(id: &str, address: &str, title: &str, moment: &str) -> (String, String, String, String) {
        (id.into(), address.into(), title.into(), moment.into())
    }

    #[test]
    fn the_three_formats_say_the_same() {
        let rss = r#"<rss version="2.0"><channel><title>N</title><ttl>60</ttl><item><title> Miners
            strike</title><link>https://news.example/a</link><guid isPermaLink="false">7</guid>
            <pubDate>Sat, 03 May 2031 12:00:00 GMT</pubDate></item></channel></rss>"#;
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><id>n</id><updated>2031-05-03T12:00:00Z</updated>
            <entry><id>7</id><title>Miners strike</title><link rel="enclosure" href="https://news.example/a.mp3"/>
            <link rel="alternate" href="/a"/><updated>2031-05-03T12:00:00Z</updated></entry></feed>"#;
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [
            {"id": "7", "url": "https://news.example/a", "title": "Miners strike", "content_text": "x", "date_published": "2031-05-03T12:00:00Z"}]}"#;
        for text in [rss, atom, json] {
            assert_eq!(
                items(text),
                [expected("7", "https://news.example/a", "Miners strike", "2031-05-03T12:00:00Z")],
                "{text}"
            );
        }
    }

    #[test]
    fn items_without_what_they_should_have_stay() {
        let rss = r#"<rss version="2.0"><channel><title>N</title>
            <item><title>One</title></item>
            <item><guid>https://news.example/b</guid></item>
            <item><link>javascript:alert(1)</link></item></channel></rss>"#;
        assert_eq!(
            items(rss),
            [
                expected("", "", "One", ""),
                expected("https://news.example/b", "https://news.example/b", "", ""),
                expected("", "neither an http nor an https address", "", ""),
            ]
        );
    }

    #[test]
    fn groups_inside_groups_do_not_cost_the_program() {
        let here = Address::parse("https://news.example/").expect("an address");
        let rss = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>";
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><entry>";
        for opening in [rss, atom] {
            let deep = format!("{opening}{}", "<media:group>".repeat(20_000));
            let why = read(deep.as_bytes(), &here).expect_err("too deep");
            assert!(why.starts_with("not a feed that can be read: elements stand more than 64 deep"), "{why}");
        }
    }

    #[test]
    fn what_is_no_feed_says_so() {
        let here = Address::parse("https://news.example/").expect("an address");
        let deep = format!("<rss version='2.0'><channel>{}", "<item>".repeat(300_000));
        let bomb = r#"<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
            <rss version="2.0"><channel><title>&b;</title></channel></rss>"#;
        for text in ["", "<html><body>no</body></html>", "{\"a\": 1}", "words", &deep] {
            let read = read(text.as_bytes(), &here);
            assert!(
                read.as_ref().is_ok_and(|feed| feed.items.is_empty())
                    || read.is_err_and(|why| why.starts_with("not a feed"))
            );
        }
        assert!(
            read(bomb.as_bytes(), &here).is_ok_and(|feed| feed.items.is_empty())
                || read(bomb.as_bytes(), &here).is_err()
        );
    }
}
