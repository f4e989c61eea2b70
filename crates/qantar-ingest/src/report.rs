//! One file read whole: its encoding, and which reader takes it.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::draft::Draft;
use crate::encoding;
use crate::format::Format;
use crate::slip::Slip;
use crate::{feed, html, json, mail, markdown, markup, metadata, pdf, text};
use qantar_record::Read as Reading;

/// Reads a file in this format; almost always one report.
pub(crate) fn read(bytes: &[u8], format: Format, slip: Slip, origin: Origin, settings: &Settings) -> Vec<Arrival> {
    match format {
        Format::Json => json::read(bytes, &origin, settings),
        Format::Feed => feed::read(bytes, slip, &origin, settings),
        Format::Mail => mail::read(bytes, slip, &origin, settings),
        Format::Pdf => vec![pdf::read(bytes, slip, origin, settings)],
        format => vec![words(bytes, format, slip, origin, settings)],
    }
}

/// One report that is a text or a page.
fn words(bytes: &[u8], format: Format, slip: Slip, origin: Origin, settings: &Settings) -> Arrival {
    let is_page = format == Format::Html;
    // A server is believed before the page, as the standard has browsers do.
    let stated = slip.charset.clone().or_else(|| if is_page { html::charset(bytes) } else { None });
    let Reading { value: words, mut problems } = encoding::decode(bytes, stated.as_deref());
    if encoding::is_binary(&words) {
        return Arrival::Refused(Refused::new(origin, "binary, not text: nothing was kept"));
    }
    let mut draft = match format {
        Format::Html => html::read(&words),
        Format::Markdown => markdown::read(words),
        _ => text::read(words, slip.title.clone()),
    };
    if is_page && draft.text.is_empty() {
        return Arrival::Refused(Refused::new(origin, "no text found in the page: nothing was kept"));
    }
    problems.append(&mut draft.problems);
    settle(Draft { problems, ..draft }, slip, bytes, origin, settings)
}

/// The report of a draft and of what its wrapping says. `received` gives the id.
pub(crate) fn settle(mut draft: Draft, slip: Slip, received: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    slip.fill(&mut draft);
    metadata::settle(draft, received, origin, settings)
}

/// A draft of a piece of markup that is a report by itself: the body of a feed's item or of a mail.
pub(crate) fn piece(markup: &str, title: Option<String>) -> Draft {
    let page = format!("<html><body><article>{markup}</article></body></html>");
    let draft = html::read(&page);
    if draft.blocks.iter().any(|block| block.kind.tells()) {
        return draft;
    }
    // Too short to be told from the furniture of a page, or made of tables only: its bare words.
    text::read(markup::words(markup), title)
}
