//! Figures that are a part of another: "30 people, 19 of them police", "including three children".
//!
//! A part must never stand beside the whole as a rival count, so it is known by its words alone, and it goes where its whole goes.

use super::figure::Count;
use super::phrases::Phrases;
use crate::phrase::Class;
use crate::text::{Token, TokenKind};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// The words that tell a part, `data/event/figures.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartWords {
    /// After the figure, or before it with "were" behind: "19 of them police", "of whom four were minors".
    of: Phrases,
    /// Before the figure, right behind the whole: "including three children".
    including: Phrases,
    /// Before the figure, pointing back to the whole: "among the dead were two officers".
    before: Phrases,
    /// After those counted: "two officers were among the dead".
    after: Phrases,
    /// Before a number that is the whole: "of the 30 arrested, 12 were students", "two were among the 30 dead".
    whole: Phrases,
    /// Right before "including", they say that those counted are no part.
    not: HashSet<String>,
    /// Words for those counted that tell no part: "people", "others".
    anyone: HashSet<String>,
}

/// Where the whole is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// By the figure that starts with this token.
    At(usize),
    /// In a sentence before: "two of the dead were officers".
    Before,
    /// Nowhere as a number: "officials, including three ministers".
    Untold,
}

/// Those counted, and of which other figure they are a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words for those counted.
    pub words: Range<usize>,
    /// Where the whole is told.
    pub whole: Whole,
}

/// A sentence with its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a, 'd> {
    /// Its tokens.
    pub tokens: &'a [Token<'d>],
    /// What each token can do.
    pub classes: &'a [Class],
    /// Its numbers, in order.
    pub counts: &'a [Count],
}

impl PartWords {
    /// Whether words such as "of them" stand here, so that a number before them counts people.
    pub fn is_of(&self, tokens: &[Token<'_>]) -> bool {
        self.of.opening(tokens).is_some()
    }

    /// What each number of a sentence is a part of.
    pub fn parts(&self, sentence: Counts<'_, '_>) -> Vec<Option<Part>> {
        let mut parts: Vec<Option<Part>> = Vec::new();
        for at in 0..sentence.counts.len() {
            let is_whole =
                |at: &usize| parts[*at].is_none() && !self.is_of(&sentence.tokens[sentence.counts[*at].tokens.end..]);
            let before = || (0..at).rev().find(is_whole).map(|at| sentence.counts[at].tokens.start);
            let told = self.named_whole(sentence, at);
            let whole_before = || {
                let (words, untold) = self.words(sentence, at)?;
                Some(Part { words, whole: before().map_or(untold, Whole::At) })
            };
            let listed = || {
                let last = parts.last()?.as_ref()?;
                let words = self.listed(sentence, at, last)?;
                Some(Part { words, whole: last.whole })
            };
            let part = told.or_else(whole_before).or_else(listed);
            parts.push(part.filter(|part| is_of_one_kind(sentence.counts, at, part)));
        }
        parts
    }

    /// The words for those counted, when words beside them say that they are a part; and where the whole is told when no
    /// number stands before.
    fn words(&self, sentence: Counts<'_, '_>, at: usize) -> Option<(Range<usize>, Whole)> {
        let Counts { tokens, counts, .. } = sentence;
        let Range { start, end } = counts[at].tokens;
        let back = |words| (words, Whole::Before);
        if let Some(length) = self.of.opening(&tokens[end..]) {
            return self.people(sentence, after_be(sentence, after_deed(sentence, end + length))).map(back);
        }
        let open = start - usize::from(start > 0 && tokens[start - 1].is(","));
        if self.of.closing(&tokens[..open]).is_some() {
            return self.people(sentence, after_be(sentence, end)).map(back);
        }
        if self.before.closing(&tokens[..start]).is_some() {
            return self.people(sentence, end).or_else(|| anybody(sentence, end)).map(back);
        }
        if let Some(length) = self.including.closing(&tokens[..start]) {
            let cue = start - length;
            let denied = cue > 0 && self.not.contains(tokens[cue - 1].lower.as_ref());
            let words = || self.people(sentence, end).or_else(|| anybody(sentence, end));
            return if denied { None } else { words().map(|words| (words, Whole::Untold)) };
        }
        let words = self.people(sentence, end)?;
        let cue = after_be(sentence, words.end);
        self.after.opening(&tokens[cue..]).map(|_| back(words))
    }

    /// A part whose whole is told in the same breath: "of the 30 arrested, 12 were students", "two officers were among the 30
    /// dead".
    fn named_whole(&self, sentence: Counts<'_, '_>, at: usize) -> Option<Part> {
        let Counts { tokens, classes, counts } = sentence;
        let Range { end, .. } = counts[at].tokens;
        let named = |whole: usize| self.whole.closing(&tokens[..counts[whole].tokens.start]).is_some();
        if let Some(whole) = at.checked_sub(1).filter(|whole| named(*whole))
            && classes.get(end) == Some(&Class::Be)
        {
            return Some(Part { words: self.people(sentence, end + 1)?, whole: Whole::At(counts[whole].tokens.start) });
        }
        let next = counts.get(at + 1).filter(|_| named(at + 1))?.tokens.start;
        let words = self.people(sentence, end)?;
        let cue = after_be(sentence, words.end);
        let apart = tokens.get(cue..next)?;
        (self.whole.opening(apart) == Some(apart.len())).then_some(Part { words, whole: Whole::At(next) })
    }

    /// The next of a list of parts: "including three children, two women and a priest".
    fn listed(&self, sentence: Counts<'_, '_>, at: usize, last: &Part) -> Option<Range<usize>> {
        let Counts { tokens, classes, counts } = sentence;
        let Range { start, end } = counts[at].tokens;
        let between = tokens.get(last.words.end..start)?;
        let joined = !between.is_empty() && between.iter().all(|token| token.is(",") || token.is("and"));
        let words = self.people(sentence, end).filter(|_| joined)?;
        // "… including three children, and 30 others were wounded": a clause of its own.
        (!classes.get(words.end).is_some_and(|class| class.acts())).then_some(words)
    }

    /// The noun phrase at `from`, with "of" and its noun, unless it tells no part.
    fn people(&self, sentence: Counts<'_, '_>, from: usize) -> Option<Range<usize>> {
        let Counts { tokens, classes, counts } = sentence;
        let open = from + usize::from(tokens.get(from).is_some_and(|token| token.is("a") || token.is("an")));
        let end = nouns(sentence, open);
        let last = end.checked_sub(1).filter(|_| end > open)?;
        // "One of them wearing amulets" is told of one of them, who are no part by it.
        if self.anyone.contains(tokens[last].lower.as_ref()) || tokens[open].lower.ends_with("ing") {
            return None;
        }
        let and = tokens.get(end).is_some_and(|token| token.is("and") || token.is("or"));
        let pair = nouns(sentence, end + 1);
        let counted = counts.iter().any(|count| count.tokens.contains(&(end + 1)));
        let closes = classes.get(pair).is_none_or(|class| matches!(class, Class::Mark | Class::Preposition));
        if and && pair == end + 2 && closes && !counted && tokens[end + 1].lower.ends_with(['s', 'n']) {
            return Some(from..pair);
        }
        let of = tokens.get(end).is_some_and(|token| token.is("of"));
        let object = end + 1 + usize::from(classes.get(end + 1) == Some(&Class::Determiner));
        let reached = nouns(sentence, object);
        Some(from..if of && reached > object { reached } else { end })
    }
}

/// Where the nouns end that start at `from`.
fn nouns(sentence: Counts<'_, '_>, from: usize) -> usize {
    let Counts { tokens, classes, .. } = sentence;
    let is_noun = |at: &usize| {
        matches!(classes[*at], Class::Nominal | Class::Hyphen | Class::Possessive)
            && tokens[*at].kind != TokenKind::Number
    };
    (from..tokens.len()).take_while(is_noun).last().map_or(from, |last| last + 1)
}

/// Those whom no noun of their own sets apart: "including two in Lagos", "including six people under the age of ten",
/// "including two who were minors".
fn anybody(sentence: Counts<'_, '_>, from: usize) -> Option<Range<usize>> {
    let Counts { tokens, classes, .. } = sentence;
    let sets_apart = nouns(sentence, from);
    let after = sets_apart + 1 + usize::from(classes.get(sets_apart + 1) == Some(&Class::Determiner));
    match classes.get(sets_apart)? {
        Class::Preposition if nouns(sentence, after) > after => Some(from..nouns(sentence, after)),
        Class::Relative => {
            let end = (sets_apart..tokens.len()).find(|at| classes[*at] == Class::Mark).unwrap_or(tokens.len());
            Some(from..end)
        }
        _ => None,
    }
}

/// The token after what was done to the whole: "eleven of those abducted were girls".
fn after_deed(sentence: Counts<'_, '_>, at: usize) -> usize {
    let deed = sentence.tokens.get(at).is_some_and(|token| token.lower.ends_with("ed"));
    at + usize::from(deed && sentence.classes.get(at + 1) == Some(&Class::Be))
}

/// The token after "was" or "were", if one stands here.
fn after_be(sentence: Counts<'_, '_>, at: usize) -> usize {
    at + usize::from(sentence.classes.get(at) == Some(&Class::Be))
}

/// "60 casualties, including 12 dead": where both say what they count, a part counts what the whole does.
fn is_of_one_kind(counts: &[Count], at: usize, part: &Part) -> bool {
    let whole = counts.iter().find(|count| Whole::At(count.tokens.start) == part.whole);
    let (own, whole) = (counts[at].what, whole.and_then(|whole| whole.what));
    own.is_none() || whole.is_none() || own == whole
}
