//! Terms: what words mean for likeness, as numbers.
//!
//! A term is the first four bytes of the sha256 of a word in lower case, cut to its stem: "protesters", "protested" and
//! "protest" are near one another, and the text cannot be read from them. Words that every text has (`data/sketch/plain-words.txt`),
//! numbers and marks have no term; names have.

use crate::data::{self, DataError};
use crate::text::{Token, TokenKind};
use frostem::{Algorithm, Stemmer};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashSet;

/// The words without a term, `data/sketch/plain-words.txt`.
#[derive(Clone, Debug)]
pub struct PlainWords {
    words: HashSet<&'static str>,
}

impl PlainWords {
    /// The built-in list.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(PlainWords { words: data::lines(data::text("sketch/plain-words.txt")?).collect() })
    }

    /// The terms of the tokens of one sentence, in order; a word that occurs twice is there twice.
    pub fn terms(&self, tokens: &[Token<'_>]) -> impl Iterator<Item = u32> {
        // In a headline in capitals every word looks like an acronym.
        let shouted = !tokens.iter().any(|token| token.text.chars().any(char::is_lowercase));
        tokens.iter().filter(move |token| self.tells(token, shouted)).map(|token| term(&token.lower))
    }

    /// The term of one token of a sentence that is not all in capitals; none for words without one.
    pub(crate) fn term_of(&self, token: &Token<'_>) -> Option<u32> {
        self.tells(token, false).then(|| term(&token.lower))
    }

    /// Whether a token has a term. "US" and "WHO" are names, whatever is written like them in small letters.
    fn tells(&self, token: &Token<'_>, shouted: bool) -> bool {
        let plain = || self.words.contains(token.lower.as_ref()) && (shouted || !token.is_upper());
        token.kind == TokenKind::Word && token.text.chars().nth(1).is_some() && !plain()
    }
}

/// The term of a word in lower case. The points of an abbreviation are no part of it: "u.s." is "us".
pub(crate) fn term(lower: &str) -> u32 {
    let bare = if lower.contains('.') { Cow::Owned(lower.replace('.', "")) } else { Cow::Borrowed(lower) };
    let digest = Sha256::digest(Stemmer::new(Algorithm::English).stem(&bare).as_bytes());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::tokenize;
    use qantar_record::Span;

    fn terms(text: &str) -> Vec<u32> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        PlainWords::builtin().expect("the list is built in").terms(&tokens).collect()
    }

    #[test]
    fn a_term_is_the_start_of_the_digest_of_a_stem() {
        // printf protest | sha256sum
        assert_eq!(terms("protesting"), [0x23e6_783b]);
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        let cases = [
            ["protests", "protesting"],
            ["killings", "killed"],
            ["marched", "marches"],
            ["detention", "detentions"],
            ["Police", "police"],
            ["U.S.", "US"],
            ["soldier's", "soldiers"],
        ];
        for [a, b] in cases {
            let with = |word: &str| terms(&format!("the {word}"));
            assert_eq!(with(a).len(), 1, "{a}");
            assert_eq!(with(a), with(b), "{a} and {b}");
        }
    }

    #[test]
    fn other_words_are_other_terms() {
        for [a, b] in [["police", "policy"], ["army", "arms"], ["Mali", "Malawi"], ["general", "generator"]] {
            assert_ne!(terms(a), terms(b), "{a} and {b}");
        }
    }

    #[test]
    fn names_have_terms_and_plain_words_and_numbers_have_none() {
        let cases = [
            ("The police of Osh were there.", 2),
            ("At least 12 of them, or twelve, or dozens, in 2031.", 0),
            ("It said that the US and the WHO had told us who they were.", 2),
            ("THE US SAID IT WAS THERE", 0),
            ("He did not; she wouldn't.", 0),
            ("", 0),
        ];
        for (text, count) in cases {
            assert_eq!(terms(text).len(), count, "{text}");
        }
    }
}
