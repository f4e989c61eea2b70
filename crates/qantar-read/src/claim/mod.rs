//! Who says what.
//!
//! Quotation marks are paired first ([`quote`]), then every word of saying outside them is looked at ([`find`]): its
//! source is a noun phrase beside it ([`speaker`], [`phrase`]), its content a clause or a quotation ([`content`]). What kind of voice a source is
//! and whom a pronoun stands for is told from the words and from the voices before ([`source`]). Words, frames and
//! rules are data (`data/claim/`, read by [`lexicon`]).

mod content;
mod find;
mod lexicon;
mod phrase;
mod quote;
mod source;
mod speaker;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Abbreviations, segment};
    use proptest::prelude::*;
    use qantar_record::{Document, DocumentParts};

    fn read(text: &str, check: impl FnOnce(&Document, Vec<Claim>)) {
        let parts = DocumentParts { received: text.as_bytes(), text: text.into(), ..Default::default() };
        let document = Document::new(parts);
        let abbreviations = Abbreviations::builtin().expect("the built-in list is sound");
        let lexicon = ClaimLexicon::builtin().expect("the built-in lists are sound");
        let text = segment(&document, &abbreviations).value;
        let found = claims(&text, &[], &lexicon).value;
        assert_eq!(found, claims(&text, &[], &lexicon).value);
        check(&document, found);
    }

    #[test]
    fn every_rule_finds_its_example() {
        let lexicon = ClaimLexicon::builtin().expect("the built-in lists are sound");
        for example in lexicon.examples() {
            read(example.text, |document, found| {
                let fits = |claim: &Claim| {
                    claim.by.rule == example.rule
                        && document.words(claim.source.span) == example.source
                        && document.words(claim.content) == example.content
                };
                assert!(found.iter().any(fits), "{}: {:?} gave {found:#?}", example.rule, example.text);
            });
        }
    }

    /// Words and marks that the rules look at, in any order.
    fn talk() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("said"),
            Just("told"),
            Just("according to"),
            Just("citing"),
            Just("the minister"),
            Just("Ines Vartan"),
            Just("who"),
            Just("that"),
            Just("and"),
            Just(","),
            Just("."),
            Just(";"),
            Just(":"),
            Just("\""),
            Just("“"),
            Just("”"),
            Just("'"),
            Just("police"),
            Just("had left"),
            Just("on Monday"),
            Just("saying"),
            Just("\n\n"),
            Just("called"),
            Just("put"),
            Just("4,000"),
            Just("—"),
            Just("KYIV"),
            Just("reports"),
            Just("he"),
            Just("("),
        ];
        prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
    }

    fn holds(text: &str) {
        read(text, |document, found| {
            for claim in found {
                let whole = qantar_record::Span::new(0, document.text().len());
                let parts = [claim.source.span, claim.cue, claim.content, claim.sentence];
                assert!(parts.iter().all(|&span| whole.contains(span) && !span.is_empty()));
                assert!(!claim.content.overlaps(claim.source.span), "content holds its source in {text:?}");
                assert!(!claim.content.overlaps(claim.cue), "content holds its cue in {text:?}");
                assert!(claim.sentence.contains(claim.content));
            }
        });
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,300}") {
            holds(&text);
        }

        #[test]
        fn talk_in_any_order_is_read_without_harm(text in talk()) {
            holds(&text);
        }
    }
}
