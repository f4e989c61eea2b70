//! A report on its way in: found, carried, not yet opened.

use crate::arrive::{Arrival, Mark, Origin, Refused, Settings};
use crate::format::Format;
use crate::slip::Slip;
use crate::{feed, http, json, report, table};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The bytes of a report, or of a small file of reports, as they were found. Finding is cheap and in order; opening
/// costs, and may be done on any thread.
#[derive(Debug)]
pub struct Parcel {
    /// Where it was found.
    pub origin: Origin,
    /// Where one may go on behind it.
    pub mark: Mark,
    pub(crate) content: Content,
}

/// What is in a parcel.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file in this format.
    File { bytes: Vec<u8>, format: Format, slip: Slip },
    /// An answer of a web server, head and body.
    Answer { bytes: Vec<u8>, head: http::Head, format: Option<Format>, slip: Slip },
    /// A line of JSON.
    Line(Vec<u8>),
    /// A row of a table.
    Row(table::Row),
    /// Some items of a feed.
    Part(feed::Part),
    /// Nothing, and why.
    Refused(String),
}

impl Parcel {
    /// How many bytes it holds.
    pub fn bytes(&self) -> usize {
        match &self.content {
            Content::File { bytes, .. } | Content::Answer { bytes, .. } | Content::Line(bytes) => bytes.len(),
            Content::Row(row) => row.bytes(),
            Content::Part(part) => part.bytes(),
            Content::Refused(message) => message.len(),
        }
    }

    /// Opens it: almost always one arrival; several from a feed or a mail with attachments.
    ///
    /// Nothing outside is touched. Should a reader have a fault, that costs this parcel and is said.
    pub fn unpack(self, settings: &Settings) -> Vec<Arrival> {
        let Parcel { origin, content, .. } = self;
        let place = origin.clone();
        catch_unwind(AssertUnwindSafe(|| opened(content, origin, settings)))
            .unwrap_or_else(|_| vec![Arrival::Refused(Refused::new(place, FAULT))])
    }
}

/// What is said of something that a reader has a fault over.
pub(crate) const FAULT: &str = "a fault in the program stopped the opening of this: nothing was kept";

fn opened(content: Content, origin: Origin, settings: &Settings) -> Vec<Arrival> {
    match content {
        Content::File { bytes, format, slip } => report::read(&bytes, format, slip, origin, settings),
        Content::Answer { bytes, head, format, slip } => answer(&bytes, &head, format, slip, origin, settings),
        Content::Line(line) => vec![json::line(&line, origin, settings)],
        Content::Row(row) => vec![row.read(origin, settings)],
        Content::Part(part) => part.read(&origin, settings),
        Content::Refused(message) => vec![Arrival::Refused(Refused::new(origin, message))],
    }
}

fn answer(
    bytes: &[u8],
    head: &http::Head,
    format: Option<Format>,
    slip: Slip,
    origin: Origin,
    settings: &Settings,
) -> Vec<Arrival> {
    match http::body(head, bytes, settings) {
        Ok(body) => {
            let format = format.unwrap_or_else(|| Format::of_bytes(&body.value));
            report::read_noting(body, format, slip, origin, settings)
        }
        Err(message) => vec![Arrival::Refused(Refused::new(origin, message))],
    }
}
