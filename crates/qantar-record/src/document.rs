//! A report as kept: its text, never changed after ingest, and what is known about it.

use crate::span::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// The sha256 of the bytes as received, in hex. Two documents with the same id are the same report.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id of a report that arrived as these bytes.
    pub fn of(received: &[u8]) -> Self {
        let digest = Sha256::digest(received);
        DocumentId(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// An id that was written down before, as 64 hex digits; `None` when it is not one.
    pub fn parse(hex: &str) -> Option<Self> {
        let right = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        right.then(|| DocumentId(hex.to_owned()))
    }

    /// The 64 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve hex digits, enough for people.
    pub fn short(&self) -> &str {
        &self.0[..12]
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a stretch of a report is. Only some kinds are read for events (see [`BlockKind::tells`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Who wrote it, where and when.
    Byline,
    /// A heading inside the report.
    Heading,
    /// Running text.
    Paragraph,
    /// The words under a picture, with its credit.
    Caption,
    /// A quotation set apart.
    Quote,
    /// Cookie notices, "read more" lines, buttons: kept, never read.
    Noise,
}

impl BlockKind {
    /// Whether the words of such a block can tell an event or a claim.
    ///
    /// Titles and headings repeat what the text tells; captions describe pictures. They still hold places and times.
    pub fn tells(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::Quote)
    }

    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Byline => "byline",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Caption => "caption",
            BlockKind::Quote => "quote",
            BlockKind::Noise => "noise",
        }
    }
}

/// One block of a report. Blocks are in order, do not overlap, and leave only white space outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
    /// Where its words stand in the page they were taken from: bytes of the page's characters as UTF-8, without a byte
    /// order mark. Of a page that arrived as UTF-8 these are the bytes as received; any other was converted first. None
    /// for formats whose text is the document's text, and where the page does not hold the words in one piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Span>,
}

impl Block {
    /// A block of a text that was not taken out of a page.
    pub const fn new(kind: BlockKind, span: Span) -> Self {
        Block { kind, span, source: None }
    }
}

/// Place and day of writing, as the report states them: "ALMATY, Jan 5 (Reuters) -".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place as written, if one is.
    pub place: Option<String>,
    /// The day, with its year worked out, if one is stated.
    pub date: Option<Date>,
    /// The words it was read from.
    pub span: Span,
}

/// Everything needed to make a [`Document`].
#[derive(Clone, Debug, Default)]
pub struct DocumentParts<'a> {
    /// The bytes as they arrived; they give the id and are not kept here.
    pub received: &'a [u8],
    /// The text to keep.
    pub text: String,
    /// Its blocks; see [`Document::new`] for what is put right.
    pub blocks: Vec<Block>,
    /// Where it was published.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who printed it. Never the source of a claim.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// The day it was last changed, if it says so.
    pub modified: Option<Date>,
    /// Place and day of writing.
    pub dateline: Option<Dateline>,
    /// ISO 639-1 code of the language, when told.
    pub language: Option<String>,
}

/// A report as kept.
///
/// The text can be read and never changed: there is no way to get at it mutably.
///
/// ```compile_fail
/// # let mut document = qantar_record::Document::new(Default::default());
/// document.text().push_str("more"); // a &str cannot grow
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    id: DocumentId,
    text: String,
    blocks: Vec<Block>,
    url: Option<String>,
    title: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    published: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<Date>,
    dateline: Option<Dateline>,
    language: Option<String>,
}

impl Document {
    /// Makes a document. Blocks are put in order; empty ones, ones that overlap an earlier one and ones off the
    /// text or off character borders are dropped; text that no block holds becomes a paragraph, so that nothing is lost.
    pub fn new(parts: DocumentParts<'_>) -> Self {
        let blocks = settle(&parts.text, parts.blocks);
        Document {
            id: DocumentId::of(parts.received),
            text: parts.text,
            blocks,
            url: parts.url,
            title: parts.title,
            author: parts.author,
            publisher: parts.publisher,
            published: parts.published,
            modified: parts.modified,
            dateline: parts.dateline,
            language: parts.language,
        }
    }

    /// The sha256 of the bytes as received.
    pub fn id(&self) -> &DocumentId {
        &self.id
    }
    /// The text as kept.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The words at a span.
    pub fn words(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
    /// Blocks in order; together they hold all that is not white space.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
    /// Where it was published.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
    /// Headline.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
    /// Who wrote it.
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }
    /// Who printed it.
    pub fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }
    /// The day it was published.
    pub fn published(&self) -> Option<Date> {
        self.published
    }
    /// The day it was last changed, if it says so. Never the day that relative dates count from.
    pub fn modified(&self) -> Option<Date> {
        self.modified
    }
    /// Place and day of writing.
    pub fn dateline(&self) -> Option<&Dateline> {
        self.dateline.as_ref()
    }
    /// ISO 639-1 code of the language, when told.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    /// The day that relative dates count from: the dateline's, else the day of publication.
    pub fn anchor(&self) -> Option<Date> {
        self.dateline.as_ref().and_then(|dateline| dateline.date).or(self.published)
    }
}

fn settle(text: &str, mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|b| !b.span.is_empty() && text.get(b.span.range()).is_some());
    blocks.sort_by_key(|b| (b.span.start, b.span.end));
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut reached = 0;
    for block in blocks {
        if block.span.start < reached {
            continue;
        }
        settled.extend(stray(text, reached, block.span.start));
        reached = block.span.end;
        settled.push(block);
    }
    settled.extend(stray(text, reached, text.len()));
    settled
}

/// The paragraph between two blocks, trimmed; none when only white space lies there.
fn stray(text: &str, from: usize, to: usize) -> Option<Block> {
    let gap = &text[from..to];
    let start = from + (gap.len() - gap.trim_start().len());
    let end = from + gap.trim_end().len();
    (start < end).then(|| Block::new(BlockKind::Paragraph, Span::new(start, end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(start: usize, end: usize) -> Block {
        Block::new(BlockKind::Paragraph, Span::new(start, end))
    }

    #[test]
    fn text_outside_all_blocks_is_kept_as_a_paragraph() {
        let text = "One. Two. Three.";
        let blocks = vec![paragraph(10, 16), paragraph(0, 4), paragraph(2, 9), paragraph(90, 95)];
        let document =
            Document::new(DocumentParts { text: text.into(), received: text.as_bytes(), blocks, ..Default::default() });
        let words: Vec<_> = document.blocks().iter().map(|b| document.words(b.span)).collect();
        assert_eq!(words, ["One.", "Two.", "Three."]);
    }

    #[test]
    fn a_block_off_a_character_border_is_dropped() {
        let text = "é1";
        let document =
            Document::new(DocumentParts { text: text.into(), blocks: vec![paragraph(1, 3)], ..Default::default() });
        assert_eq!(document.blocks(), [paragraph(0, 3)]);
    }

    #[test]
    fn an_id_is_the_digest_of_the_bytes() {
        let id = DocumentId::of(b"abc");
        assert_eq!(id.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(DocumentId::parse(id.as_str()), Some(id));
        assert_eq!(DocumentId::parse("ba78"), None);
    }
}
