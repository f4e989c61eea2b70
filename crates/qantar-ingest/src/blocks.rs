//! Cuts plain text into blocks. The text is never touched: a block is a range of it.
//!
//! Paragraphs end at empty lines. A single line break is white space, but a line that is plainly its own thing (a byline,
//! a caption, a "read more") is cut out, and text whose lines are longer than anyone wraps is cut at each line.

use crate::kinds;
use qantar_record::{Block, BlockKind, Span};

/// Text in blocks, and the headline found on top.
pub(crate) struct Cut {
    pub blocks: Vec<Block>,
    pub title: Option<String>,
}

/// Cuts a text. A `title` stated elsewhere is looked for in the text; otherwise the first line may be one.
pub(crate) fn cut(text: &str, title: Option<&str>) -> Cut {
    let chunks = chunks(text);
    let title = title.map(str::to_owned).or_else(|| headline(text, &chunks));
    let mut pieces: Vec<Piece> = Vec::new();
    for lines in &chunks {
        // The headline is sometimes given twice, never far down.
        let on_top = if pieces.len() < 4 { title.as_deref() } else { None };
        pieces.extend(cut_lines(text, lines, on_top));
    }
    mark_headings(text, &mut pieces);
    let blocks = pieces.iter().map(|piece| Block::new(piece.kind.unwrap_or(BlockKind::Paragraph), piece.span));
    Cut { blocks: blocks.collect(), title }
}

/// A block to be; without a kind it is running text, or a heading if it stands alone and looks like one.
struct Piece {
    kind: Option<BlockKind>,
    span: Span,
    alone: bool,
}

/// The lines of one run without an empty line, cut where they need to be, as blocks.
pub(crate) fn paragraphs(text: &str, lines: &[Span]) -> impl Iterator<Item = Block> {
    let block = |piece: Piece| Block::new(piece.kind.unwrap_or(BlockKind::Paragraph), piece.span);
    cut_lines(text, lines, None).into_iter().map(block)
}

/// The lines of a text without white space around them; empty ones are kept as empty spans.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Span> {
    // A text of an old Macintosh ends its lines with a carriage return only.
    let ending = if text.contains('\n') { '\n' } else { '\r' };
    text.split_inclusive(ending).scan(0, |reached, line| {
        let start = *reached;
        *reached += line.len();
        Some(trimmed(text, Span::new(start, *reached)))
    })
}

/// A span without the white space at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let words = &text[span.range()];
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The runs of lines between empty lines.
fn chunks(text: &str) -> Vec<Vec<Span>> {
    let mut chunks = vec![Vec::new()];
    for line in lines(text) {
        match chunks.last_mut() {
            Some(chunk) if !line.is_empty() => chunk.push(line),
            Some(chunk) if !chunk.is_empty() => chunks.push(Vec::new()),
            _ => {}
        }
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

/// The first line, when it can be a headline and what follows is an empty line, its repetition or a line of its own.
fn headline(text: &str, chunks: &[Vec<Span>]) -> Option<String> {
    let (first, rest) = chunks.first()?.split_first()?;
    let words = &text[first.range()];
    let follows = match rest.first() {
        Some(next) => {
            let next = &text[next.range()];
            kinds::told(next).is_some() || kinds::same(next, words)
        }
        None => chunks.len() > 1,
    };
    (follows && kinds::is_headline(words) && kinds::told(words).is_none()).then(|| words.to_owned())
}

/// No one wraps lines at more columns than this: a longer line is a paragraph (a guess, 2026-11).
const WIDEST_WRAP: usize = 160;

fn cut_lines(text: &str, lines: &[Span], title: Option<&str>) -> Vec<Piece> {
    let title: Option<String> =
        title.map(|title| kinds::letters(title).collect()).filter(|title: &String| !title.is_empty());
    let unwrapped = lines.iter().any(|line| line.len() > WIDEST_WRAP);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for &span in lines {
        let words = &text[span.range()];
        let own = match &title {
            Some(title) if kinds::letters(words).eq(title.chars()) => Some(BlockKind::Title),
            _ => kinds::told(words),
        };
        let noisy = own == Some(BlockKind::Noise);
        match pieces.last_mut() {
            // A note in brackets may run over several lines.
            Some(last) if noisy && last.kind == own => last.span = last.span.cover(span),
            Some(last) if open && own.is_none() && !unwrapped && !is_item(words) => last.span = last.span.cover(span),
            _ => pieces.push(Piece { kind: own, span, alone: lines.len() == 1 }),
        }
        open = own.is_none();
    }
    // A wrapped caption shows what it is only once its lines are together.
    for piece in pieces.iter_mut().filter(|piece| piece.kind.is_none()) {
        piece.kind = kinds::told(&text[piece.span.range()]);
    }
    pieces
}

/// Whether a line starts an item of a list.
pub(crate) fn is_item(line: &str) -> bool {
    item_mark(line).is_some()
}

/// The length of the mark that starts an item of a list: "- ", "• ", "12. ".
pub(crate) fn item_mark(line: &str) -> Option<usize> {
    let bullet =
        ["- ", "* ", "+ ", "• ", "– ", "▪ "].iter().find(|mark| line.starts_with(**mark)).map(|mark| mark.len());
    let number = || {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &line[digits..];
        ((1..=2).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(digits + 2)
    };
    bullet.or_else(number)
}

/// A line standing alone and shaped like a heading is one when text follows soon.
fn mark_headings(text: &str, pieces: &mut [Piece]) {
    let shaped: Vec<bool> =
        pieces.iter().map(|p| p.kind.is_none() && p.alone && kinds::is_heading(&text[p.span.range()])).collect();
    for at in 0..pieces.len() {
        let after = at + 1..pieces.len().min(at + 4);
        let text_follows = after.into_iter().any(|next| pieces[next].kind.is_none() && !shaped[next]);
        if shaped[at] && text_follows {
            pieces[at].kind = Some(BlockKind::Heading);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_without_letters_is_looked_through_once() {
        let title = "-".repeat(1 << 20) + "Strike";
        let Cut { blocks, .. } = cut(&("word.\n".repeat(5_000) + "Strike"), Some(&title));
        assert_eq!(blocks.last().map(|block| block.kind), Some(BlockKind::Title));
    }
}
