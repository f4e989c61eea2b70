//! Closed classes of English words: what a token can do in a phrase.
//!
//! Numbers read their hedges and nouns by them, event places what they stand beside, pronouns their verb. Who acts on whom is the
//! encoder's.

use crate::data::{self, DataError};
use crate::number::number;
use crate::text::{Token, TokenKind};
use serde::Deserialize;
use std::collections::HashMap;

/// What a token can do in a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Opens a noun phrase.
    Determiner,
    /// "in", "by".
    Preposition,
    /// "and", "after".
    Conjunction,
    /// "who", "which".
    Relative,
    /// "he", "them".
    Pronoun,
    /// A form of "be".
    Be,
    /// Another auxiliary, "to", "not".
    Auxiliary,
    /// Adverb.
    Adverb,
    /// A word known to be a verb, or in -ed.
    Verb,
    /// Noun, adjective, name or number: what noun phrases are made of.
    Nominal,
    /// `'s`.
    Possessive,
    /// A hyphen inside a word.
    Hyphen,
    /// Words of a time expression.
    Time,
    /// Any other mark.
    Mark,
}

impl Class {
    /// Whether a clause of its own goes on here: something is done or is so.
    pub fn acts(self) -> bool {
        matches!(self, Class::Verb | Class::Be | Class::Auxiliary)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    determiners: Vec<String>,
    prepositions: Vec<String>,
    conjunctions: Vec<String>,
    relatives: Vec<String>,
    pronouns: Vec<String>,
    be: Vec<String>,
    auxiliaries: Vec<String>,
    adverbs: Vec<String>,
    not_adverbs: Vec<String>,
    verbs: Vec<String>,
    hedges: Vec<String>,
}

/// The closed classes, `data/phrase/words.toml`.
#[derive(Clone, Debug)]
pub struct WordClasses {
    classes: HashMap<String, Class>,
    hedges: Vec<Vec<String>>,
}

impl WordClasses {
    /// The built-in lists.
    pub fn builtin() -> Result<Self, DataError> {
        let words: Words = data::toml("phrase/words.toml")?;
        let mut classes = HashMap::new();
        // Later lists win: "that" is a determiner after a verb and a relative after a noun, and breaks phrases as one.
        for (list, class) in [
            (words.verbs, Class::Verb),
            (words.not_adverbs, Class::Nominal),
            (words.adverbs, Class::Adverb),
            (words.determiners, Class::Determiner),
            (words.prepositions, Class::Preposition),
            (words.conjunctions, Class::Conjunction),
            (words.relatives, Class::Relative),
            (words.pronouns, Class::Pronoun),
            (words.auxiliaries, Class::Auxiliary),
            (words.be, Class::Be),
        ] {
            classes.extend(list.into_iter().map(|word| (word, class)));
        }
        let hedges = words.hedges.iter().map(|hedge| hedge.split_whitespace().map(str::to_owned).collect()).collect();
        Ok(WordClasses { classes, hedges })
    }

    /// Whether a token inside a sentence can be a noun or a name.
    pub fn is_nominal(&self, token: &Token<'_>) -> bool {
        self.class(token, false, None) == Class::Nominal
    }

    /// Whether a word is on a list, so that it is no name.
    pub fn is_closed(&self, lower: &str) -> bool {
        self.classes.contains_key(lower)
    }

    /// The classes of the tokens of one sentence. `is_time` says whether a token belongs to a time expression.
    pub fn classify(&self, tokens: &[Token<'_>], is_time: impl Fn(&Token<'_>) -> bool) -> Vec<Class> {
        let mut classes: Vec<Class> = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| classes[before]);
            classes.push(if is_time(token) { Class::Time } else { self.class(token, at == 0, before) });
        }
        for at in 0..tokens.len() {
            if let Some(length) = self.hedge(&tokens[at..]) {
                classes[at..at + length].fill(Class::Determiner);
            }
        }
        classes
    }

    /// How many tokens are a hedge with a number after it: "about 3,000", "at least 12". It opens a phrase as "the" does.
    fn hedge(&self, tokens: &[Token<'_>]) -> Option<usize> {
        let found = self
            .hedges
            .iter()
            .find(|hedge| tokens.len() > hedge.len() && hedge.iter().zip(tokens).all(|(word, token)| token.is(word)))?;
        number(&tokens[found.len()..]).map(|_| found.len())
    }

    fn class(&self, token: &Token<'_>, first: bool, before: Option<Class>) -> Class {
        match token.kind {
            TokenKind::Clitic => return Class::Possessive,
            TokenKind::Mark if matches!(token.text, "-" | "‑") && !token.spaced => return Class::Hyphen,
            TokenKind::Mark => return Class::Mark,
            TokenKind::Number => return Class::Nominal,
            TokenKind::Word => {}
        }
        // A capital inside a sentence is a name: "Will Smith", "the May Company"; "US" is no pronoun anywhere.
        let known = self.classes.get(token.lower.as_ref());
        if token.is_upper() || (!first && token.is_capitalised() && known != Some(&Class::Pronoun)) {
            return Class::Nominal;
        }
        if let Some(&class) = known {
            return class;
        }
        let modifier = matches!(before, Some(Class::Determiner | Class::Hyphen | Class::Possessive));
        match token.lower.as_ref() {
            word if word.len() > 4 && word.ends_with("ed") && !modifier => Class::Verb,
            word if word.len() > 4 && word.ends_with("ly") => Class::Adverb,
            _ => Class::Nominal,
        }
    }
}
