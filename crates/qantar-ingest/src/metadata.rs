//! The last step of every format: what the words themselves say of place, day and author, and what is left open.

use crate::arrive::{Arrival, Kept, Origin, Refused, Settings};
use crate::byline::{self, Byline};
use crate::dateline;
use crate::draft::Draft;
use crate::language;
use jiff::civil::Date;
use qantar_record::{Block, BlockKind, Dateline, Document, DocumentParts, Span};

/// Makes the document. What the format stated comes first, then what the words say, then what the settings assume.
pub(crate) fn settle(draft: Draft, received: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    if !draft.text.contains(char::is_alphanumeric) {
        return Arrival::Refused(Refused::new(origin, "holds no words: nothing was kept"));
    }
    let mut draft = draft;
    let bylines = bylines(&draft);
    let written = bylines.iter().find_map(|(line, _)| line.day.as_ref()?.date(draft.published));
    let author = bylines.iter().find_map(|(line, _)| line.author.clone());
    let published = draft.published.or(written).or(settings.published);
    let written_at = of_bylines(&bylines, published);
    // "COLOMBO - …" under a byline with a day: pages state the time of publication in UTC, which may be the next day
    // already, but print the day of the place.
    let stated = written_at.as_ref().and_then(|byline| byline.date);
    let dateline =
        opening(&draft, published).map(|opening| Dateline { date: opening.date.or(stated), ..opening }).or(written_at);
    let language = language::tell(&draft.text, &draft.blocks).or(draft.language.take());
    if published.is_none() && dateline.as_ref().is_none_or(|dateline| dateline.date.is_none()) {
        draft.complain("no publication date found: relative dates are left open");
    }
    let problems = std::mem::take(&mut draft.problems);
    let document = Document::new(DocumentParts {
        received,
        text: draft.text,
        blocks: draft.blocks,
        url: draft.url,
        title: draft.title,
        author: draft.author.or(author),
        publisher: draft.publisher.or_else(|| settings.publisher.clone()),
        published,
        modified: draft.modified,
        dateline,
        language,
    });
    Arrival::Kept(Kept { document, origin, problems })
}

/// The bylines on top, with where they stand. Below that, "Reporting by" lines name others and no day of writing.
fn bylines(draft: &Draft) -> Vec<(Byline, Span)> {
    let on_top = draft.blocks.iter().take(8).filter(|block| block.kind == BlockKind::Byline);
    on_top.filter_map(|block| Some((byline::parse(&draft.text[block.span.range()])?, block.span))).collect()
}

/// The dateline that opens the text. A note of the editor may stand before it, so three paragraphs are tried.
fn opening(draft: &Draft, near: Option<Date>) -> Option<Dateline> {
    let paragraphs = draft.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).take(3);
    paragraphs.into_iter().find_map(|Block { span, .. }| {
        let opening = dateline::parse(&draft.text[span.range()])?;
        let words = Span::new(span.start + opening.range.start, span.start + opening.range.end);
        Some(Dateline { place: opening.place, date: opening.day.and_then(|day| day.date(near)), span: words })
    })
}

/// The place and the day of writing that the bylines give, one perhaps from each of two lines.
fn of_bylines(bylines: &[(Byline, Span)], near: Option<Date>) -> Option<Dateline> {
    let telling = bylines
        .iter()
        .find(|(line, _)| line.place.is_some())
        .or_else(|| bylines.iter().find(|(line, _)| line.day.is_some()));
    let (line, block) = telling?;
    let date = bylines.iter().find_map(|(line, _)| line.day.as_ref()?.date(near));
    let span = Span::new(block.start + line.range.start, block.start + line.range.end);
    Some(Dateline { place: line.place.clone(), date, span })
}
