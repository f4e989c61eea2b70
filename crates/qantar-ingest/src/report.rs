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
        format => words(bytes, format, slip, origin, settings),
    }
}

/// As [`read`], of bytes that did not all arrive: each report in them says so.
pub(crate) fn read_noting(
    arrived: Reading<Vec<u8>>,
    format: Format,
    slip: Slip,
    origin: Origin,
    settings: &Settings,
) -> Vec<Arrival> {
    let Reading { value: bytes, problems } = arrived;
    let mut arrivals = read(&bytes, format, slip, origin, settings);
    for arrival in &mut arrivals {
        if let Arrival::Kept(kept) = arrival {
            kept.problems.splice(0..0, problems.iter().cloned());
        }
    }
    arrivals
}

/// A text or a page: one report, and several where a page is a live blog or a round-up.
fn words(bytes: &[u8], format: Format, slip: Slip, origin: Origin, settings: &Settings) -> Vec<Arrival> {
    let is_page = format == Format::Html;
    // A server is believed before the page, as the standard has browsers do.
    let stated = slip.charset.clone().or_else(|| if is_page { html::charset(bytes) } else { None });
    let Reading { value: words, problems } = encoding::decode(bytes, stated.as_deref());
    let refused = |message: &str| vec![Arrival::Refused(Refused::new(origin.clone(), message))];
    if encoding::is_binary(&words) {
        return refused("binary, not text: nothing was kept");
    }
    let mut drafts = match format {
        Format::Html => html::read_all(&words, slip.seen),
        Format::Markdown => vec![markdown::read(words)],
        _ => vec![text::read(words, slip.title.clone())],
    };
    if is_page && drafts.iter().all(|draft| draft.text.is_empty()) {
        return refused("no text found in the page: nothing was kept");
    }
    for draft in &mut drafts {
        draft.problems.splice(0..0, problems.iter().cloned());
    }
    let single = drafts.len() == 1;
    let settled = drafts.into_iter().enumerate().map(|(at, draft)| {
        if single {
            return settle(draft, slip.clone(), bytes, origin.clone(), settings);
        }
        // The items of one page are reports of their own: told apart by address and words, not by the page around them.
        let own = format!("{}\n{}", draft.url.as_deref().unwrap_or_default(), draft.text);
        let origin = origin.within(&format!("item {at}"));
        settle(draft, slip.clone(), own.as_bytes(), origin, settings)
    });
    settled.collect()
}

/// The report of a draft and of what its wrapping says. `received` gives the id.
pub(crate) fn settle(mut draft: Draft, slip: Slip, received: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    slip.fill(&mut draft);
    metadata::settle(draft, received, origin, settings)
}

/// A draft of a piece of markup that is a report by itself: the body of a feed's item or of a mail. It was taken out of a
/// file that writes it in characters of its own, and is no page that arrived: its blocks have no place in one.
pub(crate) fn piece(markup: &str, title: Option<String>) -> Draft {
    let page = format!("<html><body><article>{markup}</article></body></html>");
    let mut draft = html::read(&page);
    draft.blocks.iter_mut().for_each(|block| block.source = None);
    if draft.blocks.iter().any(|block| block.kind.tells()) {
        return draft;
    }
    // Too short to be told from the furniture of a page, or made of tables only: its bare words.
    text::read(markup::words(markup), title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_stands_in_no_page() {
        let words = "Some 200 miners held the main bridge of the city on Friday and asked for their wages.";
        let draft = piece(&format!("<p>{words}</p>"), None);
        assert_eq!(draft.text, words);
        assert!(draft.blocks.iter().all(|block| block.source.is_none()), "{:?}", draft.blocks);
    }
}
