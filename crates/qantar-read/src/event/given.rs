//! The day a figure was given: "by Friday", "late on Wednesday the ministry said that", "the toll stood at 12 on Thursday".

use super::Layers;
use super::phrases::Phrases;
use crate::phrase::Class;
use crate::text::{Text, TextSentence};
use jiff::ToSpan;
use jiff::civil::Date;
use qantar_record::{Grain, Span, Timex};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// The words that tell it, `data/event/figures.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenWords {
    /// Right before a day up to which was counted: "by", "as of".
    by: Phrases,
    /// What a toll does on the day it is given: "stood", "rose".
    stands: HashSet<String>,
}

/// A figure is given at most so many weeks before it is printed; what is dated earlier is told of another time. A guess,
/// 2026-11-29.
const WEEKS: i64 = 4;

/// What the days of figures are read from.
#[derive(Clone, Copy, Debug)]
pub struct Giving<'a, 'd> {
    /// The report.
    pub text: &'a Text<'d>,
    /// Its times and claims.
    pub layers: Layers<'a>,
    /// The words that tell it.
    pub words: &'a GivenWords,
    /// Words for a figure.
    pub tolls: &'a HashSet<String>,
}

impl Giving<'_, '_> {
    /// The day that the words at `figure` were given. `classes` are those of the tokens of a sentence.
    pub fn day(&self, figure: Span, classes: impl Fn(&TextSentence) -> Vec<Class>) -> Option<Date> {
        let sentence = &self.text.sentences[self.text.sentence_at(figure)?];
        let own = classes(sentence);
        let own = Clause { sentence, classes: &own };
        if let Some(day) = self.counted_by(own, figure).or_else(|| self.toll_on(own, figure)) {
            return Some(day);
        }
        let over = self.layers.claims.iter().filter(|claim| claim.content.contains(figure));
        let claim = over.min_by_key(|claim| (claim.content.len(), claim.id))?;
        let sentence = &self.text.sentences[self.text.sentence_at(claim.cue)?];
        let classes = classes(sentence);
        let clause = Clause { sentence, classes: &classes };
        let outside = |time: &&Timex| !claim.content.contains(time.span);
        let near = |time: &&Timex| clause.holds_together(self.text, time.span, claim.cue);
        self.days(sentence).filter(|(time, _)| outside(time) && near(time)).map(|(_, day)| day).next()
    }

    /// The days of a sentence that lie within the weeks before the report was printed.
    fn days(&self, sentence: &TextSentence) -> impl Iterator<Item = (&Timex, Date)> {
        let printed = self.text.document.published().or(self.text.document.anchor());
        let first = printed.map(|day| day.saturating_sub(WEEKS.weeks()));
        self.layers.times.iter().filter(|time| sentence.span.contains(time.span)).filter_map(move |time| {
            let day = time.interval.to.filter(|_| matches!(time.grain, Grain::Day | Grain::PartOfDay))?;
            (time.interval.from == Some(day) && first? <= day && day <= printed?).then_some((time, day))
        })
    }

    /// "By Friday 12 people had died", "12 had been arrested as of 5 June".
    fn counted_by(&self, clause: Clause<'_>, figure: Span) -> Option<Date> {
        let by = |time: &Timex| {
            let tokens = self.text.tokens_at(time.span);
            let before = &self.text.tokens[clause.sentence.tokens.start..tokens.start];
            self.words.by.closing(before).is_some() || self.words.by.opening(&self.text.tokens[tokens]).is_some()
        };
        let one_clause = |time: &Timex| {
            let between = between(&self.text.tokens_at(time.span), &self.text.tokens_at(figure));
            !self.text.tokens[between].iter().any(|token| matches!(token.text, ";" | ":" | "—" | "–"))
        };
        self.days(clause.sentence).find(|(time, _)| by(time) && one_clause(time)).map(|(_, day)| day)
    }

    /// "On Thursday the toll stood at 12", "the toll rose to 12 on Thursday".
    fn toll_on(&self, clause: Clause<'_>, figure: Span) -> Option<Date> {
        let first = clause.sentence.tokens.start;
        let number = self.text.tokens_at(figure);
        let lower = |at: usize| self.text.tokens[at].lower.as_ref();
        let verb = (first..number.start).rev().find(|at| self.words.stands.contains(lower(*at)))?;
        (first..verb).rev().find(|at| self.tolls.contains(lower(*at)))?;
        let near = |time: &&Timex| {
            let ends = [self.text.span_of(verb..verb + 1), figure];
            ends.iter().any(|end| clause.holds_together(self.text, time.span, *end))
        };
        self.days(clause.sentence).find(|(time, _)| near(time)).map(|(_, day)| day)
    }
}

/// A sentence with the classes of its tokens.
#[derive(Clone, Copy)]
struct Clause<'a> {
    sentence: &'a TextSentence,
    classes: &'a [Class],
}

impl Clause<'_> {
    /// Whether a time and a word belong together: nothing between them that opens another clause, but for the comma of a
    /// time put in front: "On Wednesday, the ministry said".
    fn holds_together(&self, text: &Text<'_>, time: Span, word: Span) -> bool {
        let time = text.tokens_at(time);
        let Range { start, end } = between(&time, &text.tokens_at(word));
        let comma = start == time.end && start < end && text.tokens[start].is(",") && self.is_in_front(time.start);
        (start + usize::from(comma)..end).all(|at| self.class(at).is_some_and(|class| !opens_clause(class)))
    }

    /// Whether nothing but a small word stands between `at` and the start of its clause.
    fn is_in_front(&self, at: usize) -> bool {
        let mut before = (self.sentence.tokens.start..at).rev().filter_map(|at| self.class(at));
        let small = |class: &Class| matches!(class, Class::Preposition | Class::Adverb | Class::Determiner);
        before.find(|class| !small(class)).is_none_or(|class| matches!(class, Class::Mark | Class::Conjunction))
    }

    fn class(&self, at: usize) -> Option<Class> {
        self.classes.get(at.checked_sub(self.sentence.tokens.start)?).copied()
    }
}

fn opens_clause(class: Class) -> bool {
    use Class::{Auxiliary, Be, Conjunction, Mark, Relative, Verb};
    matches!(class, Mark | Verb | Be | Auxiliary | Conjunction | Relative)
}

/// The tokens between two stretches, in whatever order they stand.
fn between(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = a.end.min(b.end);
    start..a.start.max(b.start).max(start)
}
