//! Where in a saved page the words of a block stand.

use crate::draft::Draft;
use crate::scan::{Piece, pieces, resolved};
use qantar_record::Span;
use std::cell::Cell;
use std::ops::Range;

/// The characters of a page that are no white space, in order, and where each stands.
pub(crate) struct Ink {
    words: String,
    /// For each byte of `words` the bytes of the page that its character stands for.
    places: Vec<(u32, u32)>,
    /// How many bytes may still be looked through.
    left: Cell<usize>,
}

impl Ink {
    pub(crate) fn of(markup: &str) -> Ink {
        let mut ink = Ink { words: String::new(), places: Vec::new(), left: Cell::new(MOST_SEARCHED_IN_ALL) };
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

/// No more bytes than these are looked through for one report (a guess, 2026-11); most take a few hundred thousand.
const MOST_SEARCHED: usize = 100 << 20;
/// No more bytes than these are looked through for all reports of one page (a guess, November 2026).
const MOST_SEARCHED_IN_ALL: usize = 1 << 30;

/// Notes for each block where its words stand in the page. Blocks whose words do not stand there in one piece get none.
pub(crate) fn find(ink: &Ink, draft: &mut Draft) {
    let bare = |span: Span| draft.text[span.range()].chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted: Vec<String> = draft.blocks.iter().map(|block| bare(block.span)).collect();
    let most = ink.left.get().min(MOST_SEARCHED);
    let mut search = Search { ink: &ink.words, left: most };
    let whole = 0..ink.words.len();
    let mut found: Vec<Option<Range<usize>>> = vec![None; wanted.len()];
    let mut reached = 0;
    for (nth, words) in wanted.iter().enumerate().filter(|(_, words)| words.len() >= TELLING) {
        found[nth] = search.place(words, reached..whole.end).or_else(|| search.place(words, 0..reached));
        reached = found[nth].as_ref().map_or(reached, |found| found.end.max(reached));
    }
    // Where the next block that was found starts, for each.
    let mut after = vec![whole.end; wanted.len() + 1];
    for nth in (0..wanted.len()).rev() {
        after[nth] = found[nth].as_ref().map_or(after[nth + 1], |found| found.start);
    }
    let mut before = 0;
    for nth in 0..wanted.len() {
        if found[nth].is_none() && !wanted[nth].is_empty() {
            let between = before..after[nth + 1].max(before);
            found[nth] = search.place(&wanted[nth], between).or_else(|| search.place(&wanted[nth], whole.clone()));
        }
        before = found[nth].as_ref().map_or(before, |found| found.end);
    }
    ink.left.set(ink.left.get() - (most - search.left));
    for (block, found) in draft.blocks.iter_mut().zip(found) {
        block.source = found.map(|found| ink.span(found));
    }
}

/// A search that ends when it has looked through too much.
struct Search<'i> {
    ink: &'i str,
    left: usize,
}

impl Search<'_> {
    fn place(&mut self, words: &str, within: Range<usize>) -> Option<Range<usize>> {
        let haystack =
            self.ink.get(within.clone()).filter(|haystack| haystack.len() >= words.len() && self.left > 0)?;
        let at = haystack.find(words);
        self.left = self.left.saturating_sub(at.unwrap_or(haystack.len()) + words.len());
        at.map(|at| within.start + at..within.start + at + words.len())
    }
}
