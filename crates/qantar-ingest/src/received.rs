//! What was fetched: bytes, and what the fetching says of them.

use crate::arrive::{Mark, Origin};
use crate::format::{Format, Kind};
use crate::http;
use crate::parcel::{Content, Parcel};
use crate::slip::Slip;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What is known of bytes that somebody else has fetched. What the report itself states comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The address that they came from.
    pub address: Option<String>,
    /// The type as the server states it, charset included.
    pub content_type: Option<String>,
    /// When they were fetched: they were published then or before.
    pub at: Option<Timestamp>,
    /// Whether whoever fetched them has read them as a feed: then they are one, whatever type the server states.
    pub feed: bool,
    /// The headline that a feed gives.
    pub title: Option<String>,
    /// When they were published, as a feed says.
    pub published: Option<Timestamp>,
}

impl Parcel {
    /// What was fetched, to be opened as a file would be.
    pub fn received(bytes: Vec<u8>, facts: Facts) -> Parcel {
        let origin = Origin::whole(facts.address.clone().unwrap_or_default());
        let media = facts.content_type.as_deref().map(http::media);
        let (media, charset) = media.map_or((None, None), |(media, charset)| (Some(media), charset));
        let known = facts.feed.then_some(Format::Feed);
        let stated = media.as_deref().map(Format::of_media).and_then(|kind| match kind {
            Kind::Report(format) => format,
            Kind::Other(_) => None,
        });
        let slip = Slip {
            url: facts.address,
            title: facts.title,
            published: facts.published.map(|at| at.to_string()),
            seen: facts.at.map(|at| at.to_zoned(TimeZone::UTC).date()),
            charset,
            ..Slip::default()
        };
        let format = known.or(stated).unwrap_or_else(|| Format::of_bytes(&bytes));
        let mark = Mark { path: origin.path.clone(), ..Mark::default() };
        Parcel { origin, mark, content: Content::File { bytes, format, slip } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrive::{Arrival, Settings};

    #[test]
    fn a_feed_is_one_whatever_type_the_server_states() {
        let rss = "<rss version='2.0'><channel><title>N</title><item><title>One</title><description>Miners began a \
            strike.</description></item><item><title>Two</title><description>It ended.</description></item></channel></rss>";
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [
            {"id": "1", "title": "One", "content_text": "Miners began a strike."},
            {"id": "2", "title": "Two", "content_text": "It ended."}]}"#;
        for (text, media) in [rss, json].into_iter().flat_map(|text| {
            ["text/html", "text/plain; charset=utf-8", "application/rss+xml", "application/octet-stream"]
                .map(|media| (text, media))
        }) {
            let facts = Facts {
                address: Some("https://news.example/feed".into()),
                content_type: Some(media.into()),
                feed: true,
                ..Facts::default()
            };
            let arrivals = Parcel::received(text.into(), facts).unpack(&Settings::default());
            let titles: Vec<_> = arrivals
                .iter()
                .map(|arrival| match arrival {
                    Arrival::Kept(kept) => kept.document.title().unwrap_or_default().to_owned(),
                    Arrival::Refused(refused) => refused.message.clone(),
                })
                .collect();
            assert_eq!(titles, ["One", "Two"], "{media}: {text}");
        }
    }
}
