//! Figures: a number with its hedge, and what it counts.

use super::given::GivenWords;
use super::part::{Counts, Part, PartWords, Whole};
use super::phrases::Phrases;
use super::withdrawn::{Withdrawal, WithdrawnWords};
use crate::data::{self, DataError};
use crate::number::{Number, number};
use crate::phrase::Class;
use crate::text::{Token, TokenKind};
use qantar_record::Counted;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How a hedge bounds a number N.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Bound {
    /// "at least N", "more than N": N and up.
    Least,
    /// "fewer than N": 0 to N − 1.
    Below,
    /// "up to N": 0 to N.
    Most,
    /// "about N": N.
    About,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureFile {
    hedge: Vec<Hedge>,
    vague: Vec<Vague>,
    nothing: Vec<Nothing>,
    counted: Vec<CountedWords>,
    units: Vec<String>,
    things: HashSet<String>,
    ranges: Vec<String>,
    tolls: HashSet<String>,
    part: PartWords,
    withdrawn: WithdrawnWords,
    given: GivenWords,
    higher: HigherWords,
}

/// The words that say that a figure told before them is too low.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HigherWords {
    /// After a word for a figure: "higher".
    than_told: Phrases,
    /// Before a word for a figure they say that it is one of harm: "the true figure".
    real: HashSet<String>,
    /// Who says so has no number: "believe", "fear".
    belief: HashSet<String>,
    /// After such a word, and before what is counted: "more".
    more: Phrases,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hedge {
    bound: Bound,
    #[serde(default)]
    after: bool,
    words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vague {
    words: String,
    low: u64,
    high: u64,
}

/// Words that say by themselves that nobody was harmed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    words: Vec<String>,
    what: Vec<Counted>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountedWords {
    what: Counted,
    words: Vec<String>,
}

/// The tables, `data/event/figures.toml`.
#[derive(Clone, Debug)]
pub struct FigureWords {
    hedges: Vec<(Vec<String>, Bound, bool)>,
    vague: Vec<(Vec<String>, u64, u64)>,
    nothing: Vec<(Vec<String>, Vec<Counted>)>,
    counted: HashMap<String, Counted>,
    units: Vec<String>,
    things: HashSet<String>,
    ranges: Vec<Vec<String>>,
    /// Words for a figure: "toll".
    pub tolls: HashSet<String>,
    parts: PartWords,
    withdrawn: WithdrawnWords,
    /// When figures are given.
    pub given: GivenWords,
    higher: HigherWords,
}

/// A number in a sentence, with what its own words say it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Tokens of the sentence: the figure with its hedge.
    pub tokens: Range<usize>,
    /// The least.
    pub low: Option<u64>,
    /// The most.
    pub high: Option<u64>,
    /// What it counts, when words beside it say so; else the event decides.
    pub what: Option<Counted>,
    /// Those counted, when they are a part of another figure.
    pub part: Option<Part>,
    /// Whether it goes on with what the figure before it counts: "five soldiers and two officers".
    pub listed: bool,
}

impl Count {
    /// A figure that stands by itself.
    fn new(tokens: Range<usize>, low: Option<u64>, high: Option<u64>, what: Option<Counted>) -> Self {
        Count { tokens, low, high, what, part: None, listed: false }
    }

    /// The same with its tokens counted from the start of the text, where its sentence starts at `first`.
    pub fn moved(self, first: usize) -> Self {
        let moved = |range: Range<usize>| range.start + first..range.end + first;
        let whole = |whole| match whole {
            Whole::At(token) => Whole::At(token + first),
            elsewhere => elsewhere,
        };
        let part = self.part.map(|part| Part { words: moved(part.words), whole: whole(part.whole) });
        Count { tokens: moved(self.tokens), part, ..self }
    }
}

/// How many words before a figure can say what it counts: "the death toll from the unrest stands at 225".
const BEFORE: usize = 8;

/// How many words after "more" can say what there was more of.
const MORE_REACH: usize = 5;

fn starts_with(tokens: &[Token<'_>], words: &[String]) -> bool {
    tokens.len() >= words.len() && words.iter().zip(tokens).all(|(word, token)| token.is(word))
}

/// An aside between commas is passed over up to so many words: "twelve people, including three children, were hurt". A guess,
/// 2026-11-30.
const ASIDE: usize = 16;

/// The verb after an aside that opens behind the noun at `from`: where it stands.
fn beyond_aside(tokens: &[Token<'_>], classes: &[Class], from: usize) -> Option<usize> {
    let comma = |at: &usize| tokens[*at].is(",");
    let opens = nominals(classes, from).end;
    let clause = |&at: &usize| tokens.get(at + 1).is_none_or(|next| next.is("and") || next.is("but"));
    let opens = Some(opens).filter(|at| *at < tokens.len() && comma(at) && !clause(at))?;
    let verb = (opens + 1..tokens.len().min(opens + ASIDE)).find(comma)? + 1;
    matches!(classes.get(verb), Some(Class::Be | Class::Auxiliary)).then_some(verb)
}

/// What noun phrases are made of, from a place on.
fn nominals(classes: &[Class], from: usize) -> Range<usize> {
    let more =
        classes[from.min(classes.len())..].iter().take_while(|class| matches!(class, Class::Nominal | Class::Hyphen));
    from..from + more.count()
}

/// Whether a word leads from the least of a range to the most: "40 to 50", and behind "between", "40 and 50".
fn leads_on(joint: &Token<'_>, between: bool) -> bool {
    matches!(joint.text, "-" | "–") || joint.is("to") || (between && joint.is("and"))
}

/// The least, the most and the tokens of a range that a number begins: "40 to 50", "three or four", "one or two hundred", and behind
/// "between", "30 and 40".
fn further(tokens: &[Token<'_>], first: Number, between: bool) -> Option<(f64, f64, usize)> {
    let joint = tokens.get(first.tokens)?;
    let joins = leads_on(joint, between) || joint.is("or");
    let behind = tokens.get(first.tokens + 1..).filter(|_| joins)?;
    let second = number(behind)?;
    // What the second number is a multiple of, the first is too: "one or two hundred".
    let head = behind.get(..1).and_then(number).filter(|head| head.value > first.value && second.tokens == 2);
    let scale = head.filter(|_| first.tokens == 1).map_or(1.0, |head| second.value / head.value);
    let least = first.value * scale;
    (second.value > least).then_some((least, second.value, first.tokens + 1 + second.tokens))
}

/// Whether the number at `at` is an age: "aged 36", "ages 17 to 34", or beside a name, "Brown, 36, was shot". "In Homs, 12, …" counts.
fn is_age(tokens: &[Token<'_>], classes: &[Class], at: usize) -> bool {
    let says = |token: &Token<'_>| token.is("age") || token.is("ages") || token.is("aged");
    if tokens[at.saturating_sub(2)..at].iter().any(says) {
        return true;
    }
    let between = at > 2 && tokens[at - 3].is("between");
    let ends_range = at > 1 && leads_on(&tokens[at - 1], between) && tokens[at - 2].kind == TokenKind::Number;
    if ends_range && is_age(tokens, classes, at - 2) {
        return true;
    }
    let mark = |at: usize, marks: &[&str]| tokens.get(at).is_some_and(|token| marks.contains(&token.text));
    let young = tokens[at].text.len() <= 2 && tokens[at].text.bytes().all(|byte| byte.is_ascii_digit());
    if !young || at < 2 || !mark(at - 1, &[","]) || !mark(at + 1, &[",", "."]) {
        return false;
    }
    let name = tokens[..at - 1].iter().rev().take_while(|token| token.text.starts_with(char::is_uppercase)).count();
    let before = (at - 1).checked_sub(name + 1);
    name > 0 && !before.is_some_and(|before| classes[before] == Class::Preposition && !tokens[before].is("of"))
}

/// Whether a figure, with its noun at `from`, goes on a list that another began, by the words between: "… civilians, …", "… were
/// wounded, as were …". A verb of its own says something else.
fn goes_on(tokens: &[Token<'_>], classes: &[Class], between: Range<usize>, from: usize) -> bool {
    let joins = |&at: &usize| tokens[at].is(",") || tokens[at].is("and");
    let Some(joint) = between.clone().find(joins) else { return false };
    let says_else = |at: usize| match classes[at] {
        Class::Verb => true,
        Class::Be => !tokens[at - 1].is("as"),
        Class::Mark => !tokens[at].is(","),
        _ => false,
    };
    !(joint..between.end).any(says_else) && !classes.get(nominals(classes, from).end).is_some_and(|class| class.acts())
}

impl FigureWords {
    /// The built-in tables.
    pub fn builtin() -> Result<Self, DataError> {
        let file: FigureFile = data::toml("event/figures.toml")?;
        let split = |words: &str| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut hedges: Vec<_> =
            file.hedge.iter().flat_map(|h| h.words.iter().map(|w| (split(w), h.bound, h.after))).collect();
        // The longest first: "no more than" is not "more than".
        hedges.sort_by_key(|(words, _, _)| std::cmp::Reverse(words.len()));
        let mut vague: Vec<_> = file.vague.iter().map(|v| (split(&v.words), v.low, v.high)).collect();
        vague.sort_by_key(|(words, _, _)| std::cmp::Reverse(words.len()));
        let nothing = file.nothing.iter().flat_map(|n| n.words.iter().map(|w| (split(w), n.what.clone()))).collect();
        let counted = file.counted.into_iter().flat_map(|c| c.words.into_iter().map(move |w| (w, c.what))).collect();
        Ok(FigureWords {
            hedges,
            vague,
            nothing,
            counted,
            units: file.units,
            things: file.things,
            ranges: file.ranges.iter().map(|words| split(words)).collect(),
            tolls: file.tolls,
            parts: file.part,
            withdrawn: file.withdrawn,
            given: file.given,
            higher: file.higher,
        })
    }

    /// What a word says is counted: "killed", "wounded", "arrests".
    pub fn counted(&self, word: &str) -> Option<Counted> {
        self.counted.get(word).copied()
    }

    /// "… may in reality be significantly higher", "many believe that more died": words that say that the figure told before
    /// them is too low, which have no number of their own. Their tokens and what they count, when they say it.
    pub fn higher(&self, tokens: &[Token<'_>], classes: &[Class]) -> Option<Count> {
        let phrase = |at: usize| Some((at, self.higher.than_told.opening(&tokens[at..])?));
        let is_toll = |token: &Token<'_>| self.tolls.contains(token.lower.as_ref());
        let toll = |at: usize| tokens[..at].iter().rposition(is_toll);
        let said = (0..tokens.len()).find_map(phrase).and_then(|(at, length)| Some((at, length, toll(at)?)));
        let believed = || self.believed_more(tokens, classes).map(|(at, length)| (at, length, at));
        let (at, length, noun) = said.or_else(believed)?;
        let harm = |what: &Counted| *what != Counted::Other;
        let what = tokens.iter().find_map(|token| self.counted(&token.lower).filter(harm));
        let real = || noun > 0 && self.higher.real.contains(tokens[noun - 1].lower.as_ref());
        let start = (0..at).rev().take_while(|&k| classes[k] == Class::Adverb).last().unwrap_or(at);
        let count = Count::new(start..at + length, None, None, what);
        (what.is_some() || real()).then_some(count)
    }

    /// "Residents fear that many more were killed": where "many more" stands and how long it is.
    fn believed_more(&self, tokens: &[Token<'_>], classes: &[Class]) -> Option<(usize, usize)> {
        let belief = tokens.iter().position(|token| self.higher.belief.contains(token.lower.as_ref()))?;
        let (at, length) =
            (belief..tokens.len()).find_map(|at| Some((at, self.higher.more.opening(&tokens[at..])?)))?;
        let after = at + length..tokens.len().min(at + length + MORE_REACH);
        let clause = after.take_while(|at| tokens[*at].kind == TokenKind::Word && !tokens[*at].is("than"));
        // "Fear more deaths" is of what may come.
        let harmed = |at: usize| classes[at] == Class::Verb && self.counted(&tokens[at].lower).is_some();
        let numbered = tokens[at - 1].kind == TokenKind::Number;
        (!numbered && clause.into_iter().any(harmed)).then_some((at, length))
    }

    /// The numbers of a sentence that another one stands in for: "five people, not seven".
    pub fn replaced(&self, tokens: &[Token<'_>], classes: &[Class], counts: &[Count]) -> Vec<usize> {
        self.withdrawn.replaced(Counts { tokens, classes, counts })
    }

    /// The figure that a sentence says was withdrawn by whoever gave it.
    pub fn withdrawal(&self, tokens: &[Token<'_>], classes: &[Class], counts: &[Count]) -> Option<Withdrawal> {
        self.withdrawn.withdrawal(Counts { tokens, classes, counts }, &self.tolls)
    }

    /// The figures of a sentence, in order.
    pub fn counts(&self, tokens: &[Token<'_>], classes: &[Class]) -> Vec<Count> {
        let mut counts = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if let Some((words, whats)) = self.nothing.iter().find(|(words, _)| starts_with(&tokens[at..], words)) {
                let range = at..at + words.len();
                counts.extend(whats.iter().map(|&what| Count::new(range.clone(), Some(0), Some(0), Some(what))));
                at = range.end;
                continue;
            }
            match self.count_at(tokens, classes, at) {
                Some(mut count) => {
                    at = count.tokens.end;
                    let goes_on = |before: &&Count| goes_on(tokens, classes, before.tokens.end..count.tokens.start, at);
                    if let Some(before) = counts.last().filter(|_| count.what.is_none()).filter(goes_on) {
                        (count.listed, count.what) = (true, before.what);
                    }
                    counts.push(count);
                }
                None => at += 1,
            }
        }
        self.with_parts(tokens, classes, counts)
    }

    /// The figures with what they are a part of. A number before "of them" is a figure only as a part.
    fn with_parts(&self, tokens: &[Token<'_>], classes: &[Class], mut counts: Vec<Count>) -> Vec<Count> {
        let parts = self.parts.parts(Counts { tokens, classes, counts: &counts });
        counts.iter_mut().zip(parts).for_each(|(count, part)| count.part = part);
        let stays = |count: &Count| count.part.is_some() || !self.parts.is_of(&tokens[count.tokens.end..]);
        counts.retain(stays);
        counts
    }

    fn count_at(&self, tokens: &[Token<'_>], classes: &[Class], at: usize) -> Option<Count> {
        let (length, low, high) = self.value_at(tokens, classes, at)?;
        let (tokens_range, low, high) = self.hedged(tokens, at, at + length, low, high);
        let what = self.what(tokens, classes, &tokens_range);
        let nothing = high == Some(0) && what.is_none();
        (!nothing).then_some(Count::new(tokens_range, low, high, what))
    }

    /// Tokens taken and range of the bare number at `at`; none when it counts no people or things.
    fn value_at(
        &self,
        tokens: &[Token<'_>],
        classes: &[Class],
        at: usize,
    ) -> Option<(usize, Option<u64>, Option<u64>)> {
        if classes[at] == Class::Time {
            return None;
        }
        let rest = &tokens[at..];
        if let Some((length, low, high)) = self.vague_at(rest) {
            let further = self.ranges.iter().filter(|joint| starts_with(&rest[length..], joint)).find_map(|joint| {
                let (second, least, most) = self.vague_at(&rest[length + joint.len()..])?;
                (least > low).then_some((length + joint.len() + second, most))
            });
            let (length, high) = further.unwrap_or((length, high));
            return Some((length, Some(low), Some(high)));
        }
        if self.is_clock(tokens, at) || is_age(tokens, classes, at) {
            return None;
        }
        let first = number(rest)?;
        let further = further(rest, first, at > 0 && tokens[at - 1].is("between"));
        let bare_one = first.value == 1.0 && rest[0].kind == TokenKind::Word && further.is_none();
        let of_some = rest.get(first.tokens).is_some_and(|token| token.is("of"));
        if bare_one && !of_some && !self.is_of_one(tokens, classes, at + 1) {
            return None;
        }
        let next = |offset: usize| rest.get(offset);
        let (first, last, length) = further.unwrap_or((first.value, first.value, first.tokens));
        let money = at > 0 && matches!(tokens[at - 1].text, "$" | "€" | "£" | "#");
        let unit = |t: &Token<'_>| t.is("%") || t.is("-") || self.units.iter().any(|u| t.is(u));
        let counts_else = next(length).is_some_and(unit);
        let whole = first.fract() == 0.0 && last.fract() == 0.0;
        (whole && !money && !counts_else).then_some((length, Some(first as u64), Some(last as u64)))
    }

    /// Whether a bare "one" counts, by the words behind it: "one soldier", "one was hurt", "one destroyed lorry"; not "one can see".
    fn is_of_one(&self, tokens: &[Token<'_>], classes: &[Class], behind: usize) -> bool {
        let class = |at: usize| classes.get(at).copied();
        let harm = || {
            tokens.get(behind).is_some_and(|token| self.counted(&token.lower).is_some() || token.lower.ends_with("ed"))
        };
        matches!(class(behind), Some(Class::Nominal | Class::Be))
            || (harm() && class(behind + 1) == Some(Class::Nominal))
    }

    /// Whether the number at `at` is a time of day: "at 1600"; not where a toll stands at it.
    fn is_clock(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let text = tokens[at].text;
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let hour = || text[..2] < *"24" && text[2..] < *"60";
        let toll = || tokens[..at].iter().any(|token| self.tolls.contains(token.lower.as_ref()));
        digits && hour() && at > 0 && tokens[at - 1].is("at") && !toll()
    }

    /// "Dozens", "several hundred": tokens taken, the least and the most.
    fn vague_at(&self, tokens: &[Token<'_>]) -> Option<(usize, u64, u64)> {
        let (words, low, high) = self.vague.iter().find(|(words, ..)| starts_with(tokens, words))?;
        Some((words.len(), *low, *high))
    }

    /// The number with the hedge before or after it.
    fn hedged(
        &self,
        tokens: &[Token<'_>],
        start: usize,
        end: usize,
        low: Option<u64>,
        high: Option<u64>,
    ) -> (Range<usize>, Option<u64>, Option<u64>) {
        for (words, bound, after) in &self.hedges {
            let from = if *after { Some(end) } else { start.checked_sub(words.len()) };
            let Some(from) = from else { continue };
            let fits = tokens.get(from..from + words.len()).is_some_and(|w| w.iter().zip(words).all(|(t, w)| t.is(w)));
            if fits {
                let whole = if *after { start..end + words.len() } else { from..end };
                let (low, high) = match bound {
                    Bound::Least => (low, None),
                    Bound::Below => (Some(0), high.map(|n| n.saturating_sub(1))),
                    Bound::Most => (Some(0), high),
                    Bound::About => (low, high),
                };
                return (whole, low, high);
            }
        }
        (start..end, low, high)
    }

    /// What is counted, by the words around: first those after up to the next figure or mark, then those before.
    fn what(&self, tokens: &[Token<'_>], classes: &[Class], figure: &Range<usize>) -> Option<Counted> {
        // "Killed at least 12 protesters": the verb right before says what, whoever they were.
        let verb = figure.start.checked_sub(1).and_then(|before| self.counted(&tokens[before].lower));
        if let Some(harm @ (Counted::Killed | Counted::Injured | Counted::Detained)) = verb {
            return Some(harm);
        }
        let stops = |k: usize| {
            (classes[k] == Class::Mark && !tokens[k].is_quote()) || tokens[k].is("and") || tokens[k].is("while")
        };
        let says = |k: usize| {
            self.counted(&tokens[k].lower).filter(|_| !self.is_active_verb_on_figure(tokens, classes, figure, k))
        };
        // The head of the noun phrase stands at its end: "weapons inspectors" are people.
        let head = nominals(classes, figure.end).last();
        if head.is_some_and(|head| self.things.contains(tokens[head].lower.as_ref())) {
            return Some(Counted::Other);
        }
        let beyond =
            || beyond_aside(tokens, classes, figure.end).and_then(|at| (at..tokens.len().min(at + 4)).find_map(says));
        let mut clause = (figure.end..tokens.len().min(figure.end + 9)).take_while(|&k| !stops(k));
        let after = clause.find_map(says).or_else(beyond);
        let before = || {
            (figure.start.saturating_sub(BEFORE)..figure.start)
                .rev()
                .take_while(|&k| classes[k] != Class::Mark)
                .find_map(|k| self.counted(&tokens[k].lower))
        };
        after.or_else(before)
    }

    /// "Twelve gunmen killed …": the figure is the subject of an active verb, so it is not what the verb counts.
    fn is_active_verb_on_figure(
        &self,
        tokens: &[Token<'_>],
        classes: &[Class],
        figure: &Range<usize>,
        verb: usize,
    ) -> bool {
        let passive = (figure.end..verb).any(|k| classes[k] == Class::Be);
        let object = matches!(classes.get(verb + 1), Some(Class::Nominal | Class::Determiner | Class::Pronoun));
        !passive && object && tokens[verb].lower.ends_with("ed")
    }
}
