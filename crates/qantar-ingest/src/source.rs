//! Where in a saved page the words of a block stand.

use crate::draft::Draft;
use crate::scan::{Piece, pieces, resolved};
use qantar_record::Span;
use std::ops::Range;

/// The characters of a page that are no white space, in order, and where each stands.
struct Ink {
    words: String,
    /// For each byte of `words` the bytes of the page that its character stands for.
    places: Vec<(u32, u32)>,
}

impl Ink {
    fn of(markup: &str) -> Ink {
        let mut ink = Ink { words: String::new(), places: Vec::new() };
        for piece in pieces(markup) {
            let Piece::Text(span) = piece else { continue };
            resolved(markup, span, |c, place| {
                if !c.is_whitespace() {
                    ink.words.push(c);
                    // Pages are read up to 16 MiB: offsets fit.
                    let place = (place.start as u32, place.end as u32);
                    ink.places.extend(std::iter::repeat_n(place, c.len_utf8()));
                }
            });
        }
        ink
    }

    fn span(&self, found: Range<usize>) -> Span {
        Span::new(self.places[found.start].0 as usize, self.places[found.end - 1].1 as usize)
    }
}

/// Words this long (in bytes, without white space) hardly stand twice on a page: they are looked for first, and shorter
/// ones between them (a guess, 2026-11).
const TELLING: usize = 40;

/// Notes for each block where its words stand in the page. Blocks whose words do not stand there in one piece get none.
pub(crate) fn find(markup: &str, draft: &mut Draft) {
    let ink = Ink::of(markup);
    let bare = |span: Span| draft.text[span.range()].chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted: Vec<String> = draft.blocks.iter().map(|block| bare(block.span)).collect();
    let mut found: Vec<Option<Range<usize>>> = vec![None; wanted.len()];
    let place = |words: &str, within: Range<usize>| {
        let at = ink.words.get(within.clone())?.find(words)? + within.start;
        Some(at..at + words.len())
    };
    let mut reached = 0;
    for (nth, words) in wanted.iter().enumerate().filter(|(_, words)| words.len() >= TELLING) {
        found[nth] = place(words, reached..ink.words.len()).or_else(|| place(words, 0..ink.words.len()));
        reached = found[nth].as_ref().map_or(reached, |found| found.end.max(reached));
    }
    for nth in 0..wanted.len() {
        if found[nth].is_none() && !wanted[nth].is_empty() {
            let before = found[..nth].iter().rev().flatten().next().map_or(0, |found| found.end);
            let after = found[nth + 1..].iter().flatten().next().map_or(ink.words.len(), |found| found.start);
            found[nth] = if before < after { place(&wanted[nth], before..after) } else { None }
                .or_else(|| place(&wanted[nth], 0..ink.words.len()));
        }
    }
    for (block, found) in draft.blocks.iter_mut().zip(found) {
        block.source = found.map(|found| ink.span(found));
    }
}
