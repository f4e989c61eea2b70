//! Phrases of a data file, found in tokens.

use crate::text::Token;
use serde::Deserialize;

/// Phrases as their words in lower case, the longest first: "among them were" before "among them".
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases(Vec<Vec<String>>);

impl From<Vec<String>> for Phrases {
    fn from(phrases: Vec<String>) -> Self {
        let words = |phrase: &String| phrase.split_whitespace().map(str::to_owned).collect();
        let mut phrases: Vec<Vec<String>> = phrases.iter().map(words).collect();
        phrases.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Phrases(phrases)
    }
}

impl Phrases {
    /// How many tokens the phrase takes that the tokens start with.
    pub fn opening(&self, tokens: &[Token<'_>]) -> Option<usize> {
        self.0.iter().map(|words| (words, tokens.get(..words.len()))).find_map(same)
    }

    /// How many tokens the phrase takes that the tokens end with.
    pub fn closing(&self, tokens: &[Token<'_>]) -> Option<usize> {
        let tail = |length: usize| tokens.len().checked_sub(length).map(|start| &tokens[start..]);
        self.0.iter().map(|words| (words, tail(words.len()))).find_map(same)
    }
}

fn same((words, tokens): (&Vec<String>, Option<&[Token<'_>]>)) -> Option<usize> {
    tokens?.iter().zip(words).all(|(token, word)| token.is(word)).then_some(words.len())
}
