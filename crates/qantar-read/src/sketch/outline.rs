//! A report in numbers for telling stories apart.

use super::SketchLexicon;
use crate::term::term;
use crate::text::{Text, Token, TokenKind};
use qantar_record::Outline;
use std::collections::BTreeMap;

/// Sentences of the lead, and of the lead with what follows it: what a story is about stands first.
const LEAD: usize = 4;
const EARLY: usize = 7;

/// Outlines the telling blocks of a report.
pub fn outline(text: &Text<'_>, lexicon: &SketchLexicon) -> Outline {
    let mut counts = Counts::default();
    let telling = text.sentences.iter().filter(|sentence| sentence.kind.tells());
    for (at, sentence) in telling.enumerate() {
        counts.sentence(at, text.tokens_of(sentence), lexicon);
    }
    let list = |counts: BTreeMap<u32, u32>| counts.into_iter().collect();
    Outline {
        words: list(counts.words),
        lead: list(counts.lead),
        early: list(counts.early),
        names: list(counts.names),
        pairs: list(counts.pairs),
        numbers: list(counts.numbers),
    }
}

#[derive(Default)]
struct Counts {
    words: BTreeMap<u32, u32>,
    lead: BTreeMap<u32, u32>,
    early: BTreeMap<u32, u32>,
    names: BTreeMap<u32, u32>,
    pairs: BTreeMap<u32, u32>,
    numbers: BTreeMap<u32, u32>,
}

impl Counts {
    fn sentence(&mut self, at: usize, tokens: &[Token<'_>], lexicon: &SketchLexicon) {
        let mut before: Option<u32> = None;
        for token in tokens {
            let number = (token.kind == TokenKind::Number).then(|| term(&token.lower));
            let word = lexicon.plain.term_of(token);
            number.iter().for_each(|&number| *self.numbers.entry(number).or_default() += 1);
            word.iter().for_each(|&word| self.word(at, word, token.is_capitalised()));
            let Some(this) = number.or(word) else {
                // A mark parts two words; a word without a term does not.
                before = before.filter(|_| token.kind == TokenKind::Word);
                continue;
            };
            if let Some(before) = before {
                *self.pairs.entry(before.rotate_left(7) ^ this).or_default() += 1;
            }
            before = Some(this);
        }
    }

    fn word(&mut self, at: usize, word: u32, capital: bool) {
        *self.words.entry(word).or_default() += 1;
        let layers = [(at < LEAD, &mut self.lead), (at < EARLY, &mut self.early), (capital, &mut self.names)];
        layers.into_iter().filter(|(holds, _)| *holds).for_each(|(_, layer)| *layer.entry(word).or_default() += 1);
    }
}
