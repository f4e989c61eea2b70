//! Noun phrases without a parser: from one end, as far as the small words and marks allow.
//!
//! A source is a subject before its verb, or a noun phrase after a verb or a preposition. Both are found by walking
//! from the cue to the nearest word that no noun phrase holds.

use super::lexicon::Words;
use crate::text::{Token, TokenKind};
use std::ops::Range;

/// A phrase longer than this is no source.
const LONGEST: usize = 26;
/// A relative clause longer than this is not looked back over.
const LONGEST_RELATIVE: usize = 14;
/// An apposition longer than this is left out.
const LONGEST_APPOSITION: usize = 9;

/// Tokens of a text with the small words.
#[derive(Clone, Copy)]
pub struct Chunker<'t, 'd> {
    pub tokens: &'t [Token<'d>],
    pub words: &'t Words,
}

impl Chunker<'_, '_> {
    /// The token in lower case; empty past the end of the text.
    fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    pub fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    /// A word of time: a weekday, a month, "last", a number beside them.
    fn is_time(&self, at: usize) -> bool {
        self.words.time.contains(self.lower(at)) || self.tokens[at].kind == TokenKind::Number
    }

    /// A lower-case word that is a verb by its look: an auxiliary, a common past form, or "-ed" with no article before.
    pub fn is_finite(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.words.auxiliary.contains(token.lower.as_ref()) || self.words.finite.contains(token.lower.as_ref()) {
            return token.kind != TokenKind::Clitic;
        }
        let article_before = at > 0 && self.words.determiner.contains(self.lower(at - 1));
        token.kind == TokenKind::Word && token.lower.ends_with("ed") && !token.is_capitalised() && !article_before
    }

    /// Whether a stretch has a verb or starts with a pronoun, as a clause does and a thing does not.
    pub fn is_clause(&self, range: Range<usize>) -> bool {
        let pronoun = matches!(self.lower(range.start), "he" | "she" | "they" | "it" | "we" | "i" | "there");
        range.len() > 2 && (pronoun || range.skip(1).any(|at| self.is_finite(at)))
    }

    /// Whether a stretch starts with a subject and its verb, before any comma or second clause.
    pub fn opens_clause(&self, range: Range<usize>) -> bool {
        let Some(first) = self.tokens.get(range.start).filter(|_| range.len() > 2) else { return false };
        if matches!(first.lower.as_ref(), "he" | "she" | "they" | "it" | "we" | "i" | "there") {
            return true;
        }
        let border = |at: usize| {
            let lower = self.lower(at);
            lower != "as" && self.words.subordinator.contains(lower)
                || self.words.relative.contains(lower)
                || matches!(lower, "," | "to" | ";" | ":")
        };
        (range.start + 1..range.end.min(range.start + 14)).take_while(|&at| !border(at)).any(|at| self.is_finite(at))
    }

    /// Whether a phrase can start here: a determiner, a capital, a pronoun, a number or a plain word.
    fn can_open(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let lower = token.lower.as_ref();
        token.kind != TokenKind::Mark
            && token.kind != TokenKind::Clitic
            && !self.words.auxiliary.contains(lower)
            && (!self.words.preposition.contains(lower) || token.is_upper())
            && (!self.words.subordinator.contains(lower) || self.words.determiner.contains(lower))
    }

    fn stops(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            TokenKind::Clitic | TokenKind::Number => false,
            TokenKind::Mark => !self.joins(at),
            TokenKind::Word => {
                let lower = token.lower.as_ref();
                self.words.subordinator.contains(lower)
                    || self.words.relative.contains(lower)
                    || self.words.auxiliary.contains(lower) && !(token.is_capitalised() && lower != "is")
            }
        }
    }

    /// Marks inside a noun phrase: hyphens and points that hug their words, brackets around an acronym, single quotes.
    fn joins(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let before_space = self.tokens.get(at + 1).is_none_or(|next| next.spaced);
        match token.text {
            "-" | "–" | "/" | "‑" => !token.spaced && !before_space,
            "." => !token.spaced && at > 0 && self.is_title(at - 1),
            "(" => self.tokens.get(at + 2).is_some_and(|close| close.is(")")),
            ")" => at > 1 && self.is(at - 2, "("),
            "&" | "'" | "’" | "@" | "#" | "_" => true,
            _ => false,
        }
    }

    fn is_title(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is_capitalised() && token.text.chars().count() <= 4
    }

    /// The subject that ends right before `end`, not reaching back over `floor`.
    pub fn subject(&self, floor: usize, end: usize) -> Option<Range<usize>> {
        let end = self.skip_adjuncts(floor, end)?;
        let last = end.checked_sub(1).filter(|&last| last >= floor)?;
        if self.is(last, ",") {
            return self.subject_with_apposition(floor, last);
        }
        if self.words.relative.contains(self.lower(last)) {
            let head_end = if last > floor && self.is(last - 1, ",") { last - 1 } else { last };
            return self.subject(floor, head_end);
        }
        if self.words.pronoun.contains(self.lower(last)) && !self.hangs_on_preposition(floor, last) {
            return Some(last..end);
        }
        let mut start = end;
        while start > floor && end - start < LONGEST && !self.stops(start - 1) && !self.opens_at(start, end) {
            start -= 1;
        }
        self.with_relative(floor, start..end).or_else(|| self.trim(start..end))
    }

    /// "survivors who reached the town": a relative clause without a comma belongs to its head.
    fn with_relative(&self, floor: usize, range: Range<usize>) -> Option<Range<usize>> {
        let nearest = range.end.saturating_sub(LONGEST_RELATIVE).max(floor + 1);
        let who = (nearest..range.end).rev().find(|&at| self.is(at, "who"))?;
        let parted = (who..range.end)
            .any(|at| matches!(self.tokens[at].text, "," | ";" | ":" | "—") || self.tokens[at].is_quote());
        if parted || self.is(who - 1, ",") || self.tokens[who - 1].kind == TokenKind::Mark {
            return None;
        }
        let head = self.subject(floor, who)?;
        (head.end == who).then_some(head.start..range.end)
    }

    /// Whether the phrase up to `end` starts at `start`: at an article that nothing links to what is before.
    fn opens_at(&self, start: usize, end: usize) -> bool {
        start < end
            && self.words.determiner.contains(self.lower(start))
            && !self.words.link.contains(self.lower(start - 1))
            && !self.words.preposition.contains(self.lower(start - 1))
            && !self.words.determiner.contains(self.lower(start - 1))
    }

    /// Whether the pronoun ends a longer phrase: "one of them", "a woman beside him".
    fn hangs_on_preposition(&self, floor: usize, at: usize) -> bool {
        at > floor && self.words.preposition.contains(self.lower(at - 1))
            || matches!(self.lower(at), "him" | "her" | "them")
    }

    /// Steps back over "on Monday", "also", "in a statement" between subject and verb.
    fn skip_adjuncts(&self, floor: usize, end: usize) -> Option<usize> {
        let mut end = end;
        loop {
            let last = end.checked_sub(1).filter(|&last| last >= floor)?;
            let lower = self.lower(last);
            let adverb = lower.len() > 4 && lower.ends_with("ly") && !self.tokens[last].is_capitalised();
            let proper = self.tokens[last].is_capitalised() && last > floor;
            if (self.words.adverb.contains(lower) || adverb) && !proper {
                end = last;
            } else if self.is_time(last) {
                let mut start = last;
                while start > floor && (self.is_time(start - 1) || self.is(start - 1, "the")) {
                    start -= 1;
                }
                if start > floor
                    && matches!(self.lower(start - 1), "on" | "in" | "at" | "late" | "early" | "since" | "of")
                {
                    end = start - 1;
                } else if start > floor && self.words.time.contains(lower) && lower != "may" {
                    end = start;
                } else {
                    return Some(end);
                }
            } else {
                return Some(end);
            }
        }
    }

    /// "X, the head of Y," before a verb: with the apposition when it is short, else the head alone.
    fn subject_with_apposition(&self, floor: usize, comma: usize) -> Option<Range<usize>> {
        let nearest = comma.saturating_sub(LONGEST).max(floor);
        let open = (nearest..comma).rev().find(|&at| self.is(at, ","))?;
        let inner = open + 1..comma;
        if inner.is_empty() || self.is(open + 1, "and") || self.is(open + 1, "but") {
            return None;
        }
        let head = self.subject(floor, open)?;
        let relative = self.words.relative.contains(self.lower(inner.start));
        let first = self.lower(inner.start);
        let adjunct = self.words.preposition.contains(first)
            || first.ends_with("ing")
            || inner.clone().all(|at| self.is_time(at));
        let short = inner.len() <= LONGEST_APPOSITION && !relative && !adjunct && !self.is_name(head.clone());
        Some(if short { head.start..comma } else { head })
    }

    /// Two or more capitals and nothing else: a name says who it is without what is told of it after a comma.
    fn is_name(&self, range: Range<usize>) -> bool {
        range.len() > 1
            && range.into_iter().all(|at| self.tokens[at].is_capitalised() || self.tokens[at].kind == TokenKind::Mark)
    }

    /// Drops what stands before the phrase proper: openers, dates, a prepositional phrase, a first clause before "and".
    fn trim(&self, range: Range<usize>) -> Option<Range<usize>> {
        let Range { mut start, end } = range;
        if let Some(and) = (start..end).rev().find(|&at| self.is(at, "and") && self.breaks(start, at)) {
            start = and + 1;
        }
        while start < end && self.words.opener.contains(self.lower(start)) && start + 1 < end {
            start += 1;
        }
        if start < end && self.words.preposition.contains(self.lower(start)) {
            start = self.after_preposition(start, end)?;
        }
        while start + 1 < end
            && self.is_time(start)
            && self.words.time.contains(self.lower(start))
            && !self.is(start + 1, "-")
        {
            start += 1;
        }
        if (start..end).any(|at| self.tokens[at].kind == TokenKind::Word && self.is_verb_inside(start, at)) {
            start = (start..end).rev().find(|&at| self.is_verb_inside(start, at)).map_or(start, |at| at + 1);
        }
        (start < end && self.can_open(start)).then_some(start..end)
    }

    /// Whether an "and" joins clauses and not nouns: a verb stands before it.
    fn breaks(&self, start: usize, and: usize) -> bool {
        (start..and).any(|at| self.is_finite(at)) || self.words.opener.contains(self.lower(and + 1))
    }

    /// A common past form inside what should be a noun phrase shows that the phrase starts after it.
    fn is_verb_inside(&self, start: usize, at: usize) -> bool {
        at > start + 1
            && self.words.finite.contains(self.lower(at))
            && self.tokens[at].kind == TokenKind::Word
            && !self.tokens[at].is_capitalised()
    }

    /// Where the subject starts after a leading prepositional phrase without a comma: "In Lindal police said".
    pub fn after_preposition(&self, start: usize, end: usize) -> Option<usize> {
        let mut at = start + 1;
        while at < end && (self.is_time(at) || self.is(at, "the")) {
            at += 1;
        }
        if at > start + 1 && !self.is(at - 1, "the") {
            return (at < end).then_some(at);
        }
        let determiner = |at: &usize| self.words.determiner.contains(self.lower(*at)) && !self.is(*at - 1, "of");
        if let Some(next) = (start + 2..end).find(determiner) {
            return Some(next);
        }
        let capitals = (start + 1..end).take_while(|&at| self.tokens[at].is_capitalised()).count();
        Some(start + 1 + capitals).filter(|&at| capitals > 0 && at < end)
    }

    /// The noun phrase that starts at `start`, not reaching `ceiling`.
    pub fn phrase(&self, start: usize, ceiling: usize) -> Option<Range<usize>> {
        if start >= ceiling || !self.can_open(start) {
            return None;
        }
        if self.words.pronoun.contains(self.lower(start)) && (start + 1 >= ceiling || !self.is(start + 1, "of")) {
            let noun = start + 1 < ceiling && self.words.determiner.contains(self.lower(start));
            if !noun || self.stops(start + 1) {
                return Some(start..start + 1);
            }
        }
        let mut end = self.noun_run(start, ceiling);
        if end < ceiling && self.is(end, "who") {
            let closing = (end..ceiling.min(end + LONGEST_RELATIVE))
                .find(|&at| self.stops(at) && self.tokens[at].kind == TokenKind::Mark);
            end = closing.or((ceiling <= end + LONGEST_RELATIVE).then_some(ceiling)).unwrap_or(end);
        } else if end + 1 < ceiling && self.is(end, ",") {
            end = self.apposition_end(end, ceiling).filter(|_| !self.is_name(start..end)).unwrap_or(end);
        }
        (end > start).then_some(start..end)
    }

    fn noun_run(&self, start: usize, ceiling: usize) -> usize {
        let mut end = start;
        while end < ceiling && end - start < LONGEST && !self.stops(end) && !self.ends_run(start, end, ceiling) {
            end += 1;
        }
        while end > start && self.words.link.contains(self.lower(end - 1)) && !self.tokens[end - 1].is_capitalised() {
            end -= 1;
        }
        end
    }

    /// Words that end a phrase from the left: a verb, an adjunct of time or manner, "and" before a new clause.
    fn ends_run(&self, start: usize, at: usize, ceiling: usize) -> bool {
        if at == start {
            return false;
        }
        let lower = self.lower(at);
        let preposition = self.words.preposition.contains(lower) && !self.tokens[at].is_upper();
        let next_is_time = at + 1 < ceiling && self.is_time(at + 1);
        let adjunct = preposition
            && (!self.words.link.contains(lower)
                || next_is_time
                || at + 2 < ceiling && self.speech_place(at + 1, ceiling));
        let verb = self.words.finite.contains(lower) && !self.tokens[at].is_capitalised();
        let before_noun = self.tokens.get(at + 1).is_some_and(|next| {
            self.words.determiner.contains(next.lower.as_ref())
                || next.is_capitalised()
                || next.kind == TokenKind::Number
        });
        let after_name = (self.tokens[at - 1].is_capitalised() || self.lower(at - 1).ends_with('s'))
            && at > start + 1
            && !self.tokens[at].is_capitalised();
        let past = lower.ends_with("ed") && self.is_finite(at) && (before_noun || after_name)
            || lower.ends_with("ing") && after_name;
        let reduced =
            lower.ends_with("ed") && preposition_follows(self, at, ceiling) && !self.tokens[at].is_capitalised();
        let unlinked =
            !self.words.link.contains(self.lower(at - 1)) && !self.words.determiner.contains(self.lower(at - 1));
        let second = unlinked
            && (self.words.determiner.contains(lower)
                || matches!(lower, "he" | "she" | "they" | "it" | "there" | "we"));
        second
            || past
            || adjunct
            || (verb && self.tokens[at].kind == TokenKind::Word)
            || reduced && at > start + 3
            || self.words.adverb.contains(lower) && !self.is(at, "all")
            || self.is_time(at)
                && self.tokens[at].is_capitalised()
                && !self.words.determiner.contains(self.lower(at - 1))
    }

    /// "a statement", "a televised interview", "reporters" at `at`.
    pub fn speech_place(&self, at: usize, ceiling: usize) -> bool {
        (at..ceiling.min(at + 4)).any(|at| self.words.place_of_speech.contains(self.lower(at)))
    }

    /// The end of a short apposition that starts at the comma: "Ines Vartan, a deckhand on the Maren".
    fn apposition_end(&self, comma: usize, ceiling: usize) -> Option<usize> {
        let start = comma + 1;
        let determiner = self.words.determiner.contains(self.lower(start));
        let age = self.tokens[start].kind == TokenKind::Number && self.tokens[start].text.len() <= 3;
        let noun = self.tokens[start].kind == TokenKind::Word && self.tokens[comma - 1].is_capitalised();
        let bad = self.stops(start) && !determiner
            || self.words.preposition.contains(self.lower(start))
            || self.words.opener.contains(self.lower(start)) && !determiner;
        if !(determiner || age || noun) || bad || self.lower(start).ends_with("ing") || self.is(start, "and") {
            return None;
        }
        let end = self.noun_run(start, ceiling);
        let closed = end >= ceiling || matches!(self.lower(end), "," | "." | ";" | ":");
        (end > start && end - start <= LONGEST_APPOSITION && closed).then_some(end)
    }
}

fn preposition_follows(chunker: &Chunker<'_, '_>, at: usize, ceiling: usize) -> bool {
    at + 1 < ceiling && chunker.words.preposition.contains(chunker.lower(at + 1))
}
