//! Who says what.
//!
//! The encoder marks words of saying and, for each, whose words they are, through whom, and what is said ([`find`]).
//! Quotation marks are paired by rule ([`quote`]), so that a quotation is a content as a whole or not at all. What kind of
//! voice a source is comes from the encoder and from its words; whom a pronoun or a bare role stands for, from the
//! voices before ([`source`]).

mod find;
mod lexicon;
mod quote;
mod source;

pub use lexicon::ClaimLexicon;

use crate::confidence::Line;
use crate::infer::{Head, Signals};
use crate::text::Text;
use find::{Draft, Finder};
use qantar_record::{Claim, ClaimId, ClaimKind, Mention, Producer, Read, Source, SourceType, Stage};
use quote::Quotations;
use std::ops::Range;

/// Version of the stage: its code, data and weights.
const VERSION: u32 = 6;

/// Finds claims, in the order of their contents.
pub fn claims(
    text: &Text<'_>,
    names: &[Mention],
    signals: &Signals<'_>,
    lexicon: &ClaimLexicon,
    line: Line,
) -> Read<Vec<Claim>> {
    let quotations = Quotations::of(text);
    let mut voices = source::Voices::of(text, names, lexicon);
    let kind = |source: Source, tokens: Range<usize>| Source {
        source_type: kind_of(signals, tokens, source.source_type),
        ..source
    };
    let mut claims = Vec::new();
    for draft in (Finder { text, signals, names, quotations: &quotations }).find() {
        let source = kind(voices.source(&draft), draft.source.clone());
        let via = draft.via.iter().map(|range| voices.carrier(range.clone())).collect();
        claims.push(claim(text, &draft, source, via, line));
    }
    claims.sort_by_key(|claim| (claim.content, claim.cue));
    claims.dedup_by(|b, a| a.content == b.content && a.source.span == b.source.span);
    claims.iter_mut().zip(1..).for_each(|(claim, number)| claim.id = ClaimId(number));
    Read::clean(claims)
}

fn claim(text: &Text<'_>, draft: &Draft, source: Source, via: Vec<Source>, line: Line) -> Claim {
    let sentences = text.sentence_of(draft.content.start)..=text.sentence_of(draft.content.end - 1);
    Claim {
        id: ClaimId(0),
        kind: if draft.direct { ClaimKind::Direct } else { ClaimKind::Indirect },
        source,
        via,
        cue: text.span_of(draft.cue.clone()),
        content: text.span_of(draft.content.clone()),
        sentence: text.sentences[*sentences.start()].span.cover(text.sentences[*sentences.end()].span),
        confidence: line.apply(draft.chance),
        by: Producer::new(Stage::Claim, VERSION, "encoder"),
    }
}

/// In the order of the encoder's labels.
const KINDS: [SourceType; 7] = [
    SourceType::Official,
    SourceType::Witness,
    SourceType::Media,
    SourceType::Expert,
    SourceType::Ngo,
    SourceType::SocialMedia,
    SourceType::Other,
];

/// What the words tell counts for this much beside the encoder's probabilities …
const WORDS: f32 = 0.8;

/// … and "other", which is what no word tells, for this much. Both chosen on the development gold.
const SILENCE: f32 = 0.6;

/// The kind of voice: what the words and the voices before tell, and what the encoder makes of it.
fn kind_of(signals: &Signals<'_>, tokens: Range<usize>, told: SourceType) -> SourceType {
    let chances = signals.mean(Head::Source, tokens);
    let weight = if told == SourceType::Other { SILENCE } else { WORDS };
    let score = |(at, chance): (usize, f32)| chance + if KINDS[at] == told { weight } else { 0.0 };
    let best = chances.into_iter().enumerate().max_by(|a, b| score(*a).total_cmp(&score(*b)));
    best.map_or(told, |(at, _)| KINDS[at])
}
