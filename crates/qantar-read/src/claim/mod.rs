//! Who says what.
//!
//! Quotation marks are paired first ([`quote`]), then every word of saying outside them is looked at ([`find`]): its
//! source is a noun phrase beside it ([`phrase`]), its content a clause or a quotation. What kind of voice a source is
//! and whom a pronoun stands for is told from the words and from the voices before ([`source`]). Words, frames and
//! rules are data (`data/claim/`, read by [`lexicon`]).

mod find;
mod lexicon;
mod phrase;
mod quote;
mod source;

pub use lexicon::{ClaimLexicon, Example};

use crate::text::Text;
use find::{Draft, Finder};
use phrase::Chunker;
use qantar_record::{Claim, ClaimId, ClaimKind, Mention, Producer, Read, Stage};
use quote::Quotations;

/// Version of the rules and their data.
const VERSION: u32 = 1;

/// Finds claims, in the order of their contents.
pub fn claims(text: &Text<'_>, names: &[Mention], lexicon: &ClaimLexicon) -> Read<Vec<Claim>> {
    let quotations = Quotations::of(text);
    let chunker = Chunker { tokens: &text.tokens, words: &lexicon.words };
    let finder = Finder { text, quotations: &quotations, lexicon, chunker };
    let mut voices = source::Voices::of(text, names, lexicon);
    let mut claims = Vec::new();
    let mut last: Option<Draft> = None;
    for unit in quote::units(text, &quotations) {
        if !text.sentences[unit.clone()].iter().all(|sentence| sentence.kind.tells()) {
            continue;
        }
        let tokens = text.sentences[unit.start].tokens.start..text.sentences[unit.end - 1].tokens.end;
        for draft in finder.find(tokens, last.as_ref()) {
            let source = voices.source(&draft);
            let via = draft.via.iter().map(|range| voices.carrier(range.clone())).collect();
            let content = text.span_of(draft.content.clone());
            let sentences = text.sentence_of(draft.content.start)..=text.sentence_of(draft.content.end - 1);
            claims.push(Claim {
                id: ClaimId(0),
                kind: if draft.direct { ClaimKind::Direct } else { ClaimKind::Indirect },
                source,
                via,
                cue: text.span_of(draft.cue.clone()),
                content,
                sentence: text.sentences[*sentences.start()].span.cover(text.sentences[*sentences.end()].span),
                confidence: lexicon.confidence(draft.rule),
                by: Producer::new(Stage::Claim, VERSION, draft.rule),
            });
            last = Some(draft);
        }
    }
    claims.sort_by_key(|claim| (claim.content, claim.cue));
    claims.dedup_by(|b, a| a.content == b.content && a.source.span == b.source.span);
    claims.iter_mut().zip(1..).for_each(|(claim, number)| claim.id = ClaimId(number));
    Read::clean(claims)
}
