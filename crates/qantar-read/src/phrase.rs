//! Noun phrases without a parser: runs of words between the closed classes of English.
//!
//! Good enough to say who stands before a verb and who after it; the trained encoder replaces it.

use crate::data::{self, DataError};
use crate::number::number;
use crate::text::{Token, TokenKind};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

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

    /// Whether a token is an auxiliary, "to" or "not".
    pub fn is_auxiliary(&self, token: &Token<'_>) -> bool {
        self.classes.get(token.lower.as_ref()) == Some(&Class::Auxiliary)
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

/// The noun phrase that stands before `at` as its subject: over auxiliaries, adverbs, relative pronouns and one
/// insertion between commas; phrases after prepositions belong to the phrase before them ("workers in Aktau").
pub fn subject(classes: &[Class], tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let mut end = skip_back(classes, tokens, at);
    loop {
        let phrase = phrase_ending(classes, end)?;
        match phrase.start.checked_sub(1) {
            Some(before) if classes[before] == Class::Preposition => match tokens[before].lower.as_ref() {
                "of" => {
                    let head = phrase_ending(classes, before)?;
                    return Some(head.start..phrase.end);
                }
                // "with workers at seven firms mounting …": the phrase after "with" is the subject.
                "with" => return Some(phrase),
                _ if before == 0 => return None,
                _ => end = skip_time(classes, before),
            },
            _ => return Some(phrase),
        }
    }
}

fn skip_time(classes: &[Class], mut end: usize) -> usize {
    while end > 0 && classes[end - 1] == Class::Time {
        end -= 1;
        if end > 0 && classes[end - 1] == Class::Preposition {
            end -= 1;
        }
    }
    end
}

fn skip_back(classes: &[Class], tokens: &[Token<'_>], at: usize) -> usize {
    let mut end = at;
    let mut inserted = false;
    while end > 0 {
        match classes[end - 1] {
            Class::Auxiliary | Class::Be | Class::Adverb | Class::Relative => end -= 1,
            Class::Time => end = skip_time(classes, end),
            // "plans to march", "continued to strike": the verb before "to" has the same subject.
            Class::Verb if end < at && tokens[end].is("to") => end -= 1,
            Class::Mark if tokens[end - 1].is(",") && end < at && classes[end] == Class::Relative => end -= 1,
            Class::Mark if tokens[end - 1].is(",") && !inserted => {
                let Some(open) = (0..end - 1).rev().take(14).find(|&k| tokens[k].is(",")) else { return end };
                if classes[open..end].contains(&Class::Verb) && !classes[open..end].contains(&Class::Relative) {
                    return end;
                }
                inserted = true;
                end = open;
            }
            _ => break,
        }
    }
    end
}

/// The run of nominals that ends right before `end`, with its determiner.
pub fn phrase_ending(classes: &[Class], end: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > 0 {
        match classes[start - 1] {
            Class::Nominal | Class::Possessive | Class::Hyphen => start -= 1,
            Class::Pronoun if start == end => return Some(start - 1..end),
            Class::Determiner => {
                start -= 1;
                // A determiner opens a phrase, unless one more stands before it ("all the", "many such").
                if start == 0 || classes[start - 1] != Class::Determiner {
                    break;
                }
            }
            _ => break,
        }
    }
    trim(classes, start..end)
}

/// The noun phrase that starts at or right after `at`, over adverbs, with what follows "of".
pub fn object(classes: &[Class], tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let start = (at..classes.len()).find(|&k| classes[k] != Class::Adverb)?;
    let phrase = phrase_starting(classes, start)?;
    match tokens.get(phrase.end) {
        Some(next) if next.is("of") => {
            let rest = phrase_starting(classes, phrase.end + 1);
            Some(phrase.start..rest.map_or(phrase.end, |rest| rest.end))
        }
        _ => Some(phrase),
    }
}

/// The run of nominals from `start` on, with its determiner.
pub fn phrase_starting(classes: &[Class], start: usize) -> Option<Range<usize>> {
    let mut end = start;
    while end < classes.len() {
        match classes[end] {
            Class::Nominal | Class::Possessive | Class::Hyphen => end += 1,
            Class::Determiner if classes[start..end].iter().all(|&c| c == Class::Determiner) => end += 1,
            Class::Determiner if end > start && classes[end - 1] == Class::Possessive => end += 1,
            Class::Pronoun if end == start => return Some(start..start + 1),
            _ => break,
        }
    }
    trim(classes, start..end)
}

/// Without hyphens and possessives at the ends; none when nothing but determiners is left.
fn trim(classes: &[Class], phrase: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = phrase;
    while start < end && matches!(classes[start], Class::Hyphen | Class::Possessive) {
        start += 1;
    }
    while start < end && matches!(classes[end - 1], Class::Hyphen | Class::Possessive) {
        end -= 1;
    }
    let said =
        classes.get(start..end)?.contains(&Class::Nominal) || (end - start == 1 && classes[start] == Class::Determiner);
    said.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Abbreviations, segment};
    use qantar_record::{Document, DocumentParts};

    fn around(sentence: &str, word: &str) -> (String, String) {
        let document = Document::new(DocumentParts { text: sentence.into(), ..Default::default() });
        let text = segment(&document, &Abbreviations::builtin().unwrap()).value;
        let classes = WordClasses::builtin().unwrap().classify(&text.tokens, |_| false);
        let at = text.tokens.iter().position(|t| t.is(word)).unwrap();
        let words =
            |range: Option<Range<usize>>| range.map(|r| text.words(text.span_of(r)).to_owned()).unwrap_or_default();
        (words(subject(&classes, &text.tokens, at)), words(object(&classes, &text.tokens, at + 1)))
    }

    #[test]
    fn subjects_and_objects() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            around("Police have arrested dozens of students.", "arrested"),
            pair("Police", "dozens of students")
        );
        assert_eq!(around("Workers at seven firms blocked the road.", "blocked"), pair("Workers", "the road"));
        assert_eq!(
            around("The governor, a former general, banned all rallies.", "banned"),
            pair("The governor", "all rallies")
        );
        assert_eq!(
            around("Members of the guard, who shot a boy, fled.", "shot"),
            pair("Members of the guard", "a boy")
        );
        assert_eq!(around("The Kremlin's spokesman denied it.", "denied"), pair("The Kremlin's spokesman", "it"));
    }
}
