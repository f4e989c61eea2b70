//! Quotation marks: where a quotation starts and stops, and which sentences it holds together.

use crate::text::{Text, Token};
use std::ops::Range;

/// Sentences that one quotation may hold together; a mark left open by mistake should not swallow a report.
const LONGEST_UNIT: usize = 9;

/// All quotations of a text, in order, without overlap.
pub struct Quotations {
    /// Token ranges with the marks. The closing mark is missing when the block ends first.
    list: Vec<Range<usize>>,
}

impl Quotations {
    /// Pairs the marks block by block.
    pub fn of(text: &Text<'_>) -> Self {
        let mut list = Vec::new();
        let mut from = 0;
        while from < text.sentences.len() {
            let block = text.sentences[from].block;
            let to = from + text.sentences[from..].iter().take_while(|sentence| sentence.block == block).count();
            pair(&text.tokens, text.sentences[from].tokens.start..text.sentences[to - 1].tokens.end, &mut list);
            from = to;
        }
        Quotations { list }
    }

    /// The quotation that a token is in, marks included.
    pub fn at(&self, token: usize) -> Option<Range<usize>> {
        let next = self.list.partition_point(|quotation| quotation.start <= token);
        self.list[..next].last().filter(|quotation| quotation.contains(&token)).cloned()
    }

    /// The quotations that start inside a range.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        self.list.iter().filter(move |quotation| range.contains(&quotation.start)).cloned()
    }

    /// Whether the token stands between marks or is one.
    pub fn holds(&self, token: usize) -> bool {
        self.at(token).is_some()
    }

    /// The words of a quotation, without its marks.
    pub fn inner(&self, tokens: &[Token<'_>], quotation: &Range<usize>) -> Range<usize> {
        let closed = quotation.len() > 1 && is_mark(&tokens[quotation.end - 1]);
        quotation.start + 1..quotation.end - usize::from(closed)
    }
}

/// Sentences that are read together: one, or all that a quotation runs through.
pub fn units(text: &Text<'_>, quotations: &Quotations) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::new();
    for (index, sentence) in text.sentences.iter().enumerate() {
        let start = sentence.tokens.start;
        let runs_on = quotations.at(start).is_some_and(|quotation| quotation.start < start);
        match units.last_mut() {
            Some(unit) if runs_on && index - unit.start < LONGEST_UNIT => unit.end = index + 1,
            _ => units.push(index..index + 1),
        }
    }
    units
}

fn is_mark(token: &Token<'_>) -> bool {
    token.is_quote() || matches!(token.text, "‘" | "’" | "'")
}

/// A double mark opens or closes by what is open; single marks must look the part, for apostrophes look like them.
fn pair(tokens: &[Token<'_>], block: Range<usize>, list: &mut Vec<Range<usize>>) {
    let mut open: Option<usize> = None;
    for at in block.clone() {
        let token = &tokens[at];
        let double_open = open.is_some_and(|start| tokens[start].is_quote());
        let before_space = at + 1 == block.end || tokens[at + 1].spaced;
        match open {
            None if token.is_quote() && token.text != "”" => open = Some(at),
            None if matches!(token.text, "‘" | "'") && token.spaced && !before_space => {
                open = single_end(tokens, at, block.end).map(|_| at);
            }
            Some(start) if double_open && token.is_quote() && !reopens(token) => {
                list.push(start..at + 1);
                open = None;
            }
            Some(start) if !double_open && single_end(tokens, start, block.end) == Some(at) => {
                list.push(start..at + 1);
                open = None;
            }
            _ => {}
        }
    }
    // A quotation of several paragraphs has no closing mark but on its last.
    if let Some(start) = open.filter(|&start| tokens[start].is_quote() && start + 1 < block.end) {
        list.push(start..block.end);
    }
}

/// A mark that can only open: it stands inside a quotation as an inner one, or the last was never closed.
fn reopens(token: &Token<'_>) -> bool {
    matches!(token.text, "“" | "„" | "«")
}

/// The mark that closes a single-quoted stretch: one that hugs the word before it and is followed by space or a mark.
fn single_end(tokens: &[Token<'_>], start: usize, end: usize) -> Option<usize> {
    (start + 2..end).find(|&at| {
        let follows = tokens.get(at + 1).filter(|_| at + 1 < end);
        let mark_before = tokens[at - 1].kind == crate::text::TokenKind::Mark;
        matches!(tokens[at].text, "’" | "'")
            && !tokens[at].spaced
            && follows.is_none_or(|next| next.spaced || next.kind == crate::text::TokenKind::Mark)
            && (mark_before || follows.is_none_or(|next| next.kind == crate::text::TokenKind::Mark || at > start + 8))
    })
}
