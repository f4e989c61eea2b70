//! Quotation marks: where a quotation starts and stops, and which sentences it holds together.

use crate::text::{Text, Token};
use std::ops::Range;

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

    /// The quotations that share a token with a range.
    pub fn over(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let meets = |q: &&Range<usize>| q.start < range.end && range.start < q.end;
        self.list.iter().filter(meets).cloned().collect()
    }

    /// The words of a quotation, without its marks.
    pub fn inner(&self, tokens: &[Token<'_>], quotation: &Range<usize>) -> Range<usize> {
        let closed = quotation.len() > 1 && is_mark(&tokens[quotation.end - 1]);
        quotation.start + 1..quotation.end - usize::from(closed)
    }
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
