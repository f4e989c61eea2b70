//! The sketch of a report: enough to tell how like another it is, and not enough to read it.
//!
//! Three things, each in a file of its own: the terms of its words ([`crate::term`]), what near copies of it share
//! ([`shingles`]), and the agency that it credits ([`agency`]). Merging reads sketches and never text.

pub mod agency;
mod outline;
pub mod shingles;

use crate::data::DataError;
use crate::segment::tokenize;
use crate::term::PlainWords;
use crate::text::{Text, Token};
use agency::Agencies;
pub use outline::outline;
use qantar_record::{BlockKind, Read, Sketch, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What the sketch knows, `data/sketch/`.
#[derive(Clone, Debug)]
pub struct SketchLexicon {
    /// Words without a term.
    pub plain: PlainWords,
    /// Agencies known by name.
    pub agencies: Agencies,
}

impl SketchLexicon {
    /// The built-in lists.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(SketchLexicon { plain: PlainWords::builtin()?, agencies: Agencies::builtin()? })
    }
}

/// Sketches a report: the terms of its title and running text, the shingles of its running text, the agency it credits.
pub fn sketch(text: &Text<'_>, lexicon: &SketchLexicon) -> Read<Sketch> {
    let telling = || text.sentences.iter().filter(|sentence| sentence.kind.tells()).map(|s| text.tokens_of(s));
    let mut terms: BTreeMap<u32, u32> = BTreeMap::new();
    let mut count = |tokens: &[Token<'_>]| lexicon.plain.terms(tokens).for_each(|t| *terms.entry(t).or_default() += 1);
    telling().for_each(&mut count);
    title(text).iter().for_each(|tokens| count(tokens));
    Read::clean(Sketch {
        terms: terms.into_iter().collect(),
        shingles: shingles::least(telling().flatten()),
        agency: agency::credited(text.document, &lexicon.agencies),
    })
}

/// The terms of a stretch of text, each once, ascending, as [`crate::event`] gives an account those of its sentences. Tokens in a
/// span of `but` are left out: words of time, which days say better.
pub fn terms_of(text: &str, stretch: Span, but: &[Span], lexicon: &SketchLexicon) -> Vec<u32> {
    let mut tokens = Vec::new();
    tokenize(text, stretch, &mut tokens);
    tokens.retain(|token| !but.iter().any(|span| span.overlaps(token.span)));
    lexicon.plain.terms(&tokens).collect::<BTreeSet<u32>>().into_iter().collect()
}

/// The tokens of the headline, from the metadata or else from the text.
fn title<'d>(text: &Text<'d>) -> Vec<Vec<Token<'d>>> {
    match text.document.title() {
        Some(title) => {
            let mut tokens = Vec::new();
            tokenize(title, Span::new(0, title.len()), &mut tokens);
            vec![tokens]
        }
        None => {
            let stands = text.sentences.iter().filter(|sentence| sentence.kind == BlockKind::Title);
            stands.map(|sentence| text.tokens_of(sentence).to_vec()).collect()
        }
    }
}

#[cfg(test)]
mod tests;
