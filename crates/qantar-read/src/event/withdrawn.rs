//! Figures that whoever gave them has withdrawn: "withdrew its figure of 164", "the ministry retracted the toll".

use super::part::Counts;
use super::phrases::Phrases;
use crate::phrase::Class;
use crate::text::Token;
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// The words that tell it, `data/event/figures.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawnWords {
    /// "withdrew", "took back".
    verbs: Phrases,
    /// Such a verb in two words around what it takes back: "took" …
    apart: HashSet<String>,
    /// … "back".
    back: HashSet<String>,
    /// Before a number that another one stands in for: "five people, not seven".
    instead: Phrases,
    /// The same when something was: "withdrawn".
    passive: Phrases,
    /// What somebody says of a figure of their own: "in error".
    error: Phrases,
    /// Between a figure and such words: "published".
    put_out: HashSet<String>,
    /// They put something else than what was given: "corrected its toll from 164 to 12".
    corrected: HashSet<String>,
    /// Before the verb, they say that it was not done, or not yet.
    not: HashSet<String>,
}

/// A figure said to be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The word for the figure: "toll".
    pub noun: usize,
    /// Its number, as an index into the sentence's counts; none: the last told before.
    pub count: Option<usize>,
}

/// How far before the verb a "not" or a "to" is looked for.
const NEGATION: usize = 4;

/// How far behind a number "as somebody said" is looked for.
const OTHERS: usize = 3;

impl WithdrawnWords {
    /// The figure that a sentence says is withdrawn. `tolls` are the words for a figure.
    pub fn withdrawal(&self, sentence: Counts<'_, '_>, tolls: &HashSet<String>) -> Option<Withdrawal> {
        let tokens = sentence.tokens;
        (0..tokens.len()).find_map(|at| {
            let rest = &tokens[at..];
            let verb = || self.taken_back(sentence, at, at + self.verbs.opening(rest)?, tolls);
            let apart = || self.taken_apart(sentence, at, tolls);
            let passive = || self.passive.opening(rest).and_then(|_| self.of_subject(sentence, at, true, tolls));
            let error = || self.error.opening(rest).and_then(|_| self.of_subject(sentence, at, false, tolls));
            let corrected = || self.corrected(sentence, at, tolls);
            let found = verb().or_else(apart).or_else(passive).or_else(error).or_else(corrected)?;
            (!self.is_denied(&tokens[..at])).then_some(found)
        })
    }

    /// The numbers of a sentence that say what was not: "five people, not seven". With "as the opposition had said" it is
    /// another's number, which stands.
    pub fn replaced(&self, sentence: Counts<'_, '_>) -> Vec<usize> {
        let Counts { tokens, counts, .. } = sentence;
        let others = |end: usize| tokens[end..].iter().take(OTHERS).any(|token| token.is("as"));
        let told = |at: &usize| {
            let Range { start, end } = counts[*at].tokens;
            self.instead.closing(&tokens[..start]).is_some() && !others(end)
        };
        (1..counts.len()).filter(told).collect()
    }

    fn is_denied(&self, before: &[Token<'_>]) -> bool {
        before[before.len().saturating_sub(NEGATION)..].iter().any(|token| self.not.contains(token.lower.as_ref()))
    }

    /// "Withdrew its earlier figure of 164", "withdrew the 164 figure": the noun phrase right behind the verb.
    fn taken_back(
        &self,
        sentence: Counts<'_, '_>,
        verb: usize,
        from: usize,
        tolls: &HashSet<String>,
    ) -> Option<Withdrawal> {
        let noun = object(sentence, from, tolls)?;
        let inside = sentence.counts.iter().position(|count| (verb..noun).contains(&count.tokens.start));
        Some(Withdrawal { noun, count: inside.or_else(|| count_after(sentence, noun, &["of"])) })
    }

    /// "Took the figure back".
    fn taken_apart(&self, sentence: Counts<'_, '_>, at: usize, tolls: &HashSet<String>) -> Option<Withdrawal> {
        self.apart.get(sentence.tokens[at].lower.as_ref())?;
        let noun = object(sentence, at + 1, tolls)?;
        let count = count_after(sentence, noun, &["of"]);
        let end = count.map_or(noun + 1, |count| sentence.counts[count].tokens.end);
        let back = sentence.tokens.get(end).is_some_and(|token| self.back.contains(token.lower.as_ref()));
        back.then_some(Withdrawal { noun, count })
    }

    /// "Corrected its toll from 164 to 12": what was said before is withdrawn, and only where it is told.
    fn corrected(&self, sentence: Counts<'_, '_>, at: usize, tolls: &HashSet<String>) -> Option<Withdrawal> {
        self.corrected.get(sentence.tokens[at].lower.as_ref())?;
        let noun = object(sentence, at + 1, tolls)?;
        let count = count_after(sentence, noun, &["of", "from"])?;
        Some(Withdrawal { noun, count: Some(count) })
    }

    /// "The figure of 164, published on Sunday, had been withdrawn": the figure that is the subject of the words at `at`.
    fn of_subject(
        &self,
        sentence: Counts<'_, '_>,
        at: usize,
        passive: bool,
        tolls: &HashSet<String>,
    ) -> Option<Withdrawal> {
        let Counts { tokens, classes, counts } = sentence;
        let put_out = |at: usize| !passive && self.put_out.contains(tokens[at].lower.as_ref());
        let verbal = |at: &usize| matches!(classes[*at], Class::Be | Class::Auxiliary | Class::Adverb) || put_out(*at);
        let mut start = (0..at).rev().take_while(verbal).last().unwrap_or(at);
        if passive && !classes[start..at].contains(&Class::Be) {
            return None;
        }
        while start > 0 && tokens[start - 1].is_quote() {
            start -= 1;
        }
        if start > 0 && tokens[start - 1].is(",") {
            start = tokens[..start - 1].iter().rposition(|token| token.is(","))?;
        }
        let last = start.checked_sub(1)?;
        let is_toll = |at: usize| tolls.contains(tokens[at].lower.as_ref());
        if is_toll(last) {
            return Some(Withdrawal { noun: last, count: counts.iter().position(|count| count.tokens.end == last) });
        }
        let opens = |at: usize| matches!(classes[at], Class::Mark | Class::Conjunction | Class::Relative | Class::Be);
        // "The count of 12 dead in the riots was withdrawn".
        let count = counts.iter().rposition(|c| c.tokens.end <= start && !(c.tokens.end..start).any(opens))?;
        let noun = counts[count].tokens.start.checked_sub(2)?;
        (is_toll(noun) && tokens[noun + 1].is("of")).then_some(Withdrawal { noun, count: Some(count) })
    }
}

/// The word for a figure that heads the noun phrase at `from`.
fn object(sentence: Counts<'_, '_>, from: usize, tolls: &HashSet<String>) -> Option<usize> {
    let Counts { tokens, classes, .. } = sentence;
    let within = |at: &usize| {
        matches!(
            classes[*at],
            Class::Determiner | Class::Nominal | Class::Hyphen | Class::Possessive | Class::Adverb | Class::Verb
        )
    };
    let phrase = (from..tokens.len()).take_while(within);
    // "A number of notes" is no figure.
    let definite = |at: &usize| *at > 0 && !tokens[*at - 1].is("a");
    phrase.filter(|at| tolls.contains(tokens[*at].lower.as_ref())).filter(definite).last()
}

/// The number behind the word for a figure: "figure of 164".
fn count_after(sentence: Counts<'_, '_>, noun: usize, between: &[&str]) -> Option<usize> {
    let joined = sentence.tokens.get(noun + 1).is_some_and(|token| between.iter().any(|word| token.is(word)));
    let from = noun + 1 + usize::from(joined);
    sentence.counts.iter().position(|count| count.tokens.start == from)
}
