//! Runs the patterns over a sentence: the longest expression at each place, unless a veto stops it.

use super::digits;
use super::lexicon::{Class, Rule, Shape, TimeLexicon, Word};
use super::pattern::{Pattern, Step, Test};
use crate::number::number;
use crate::text::{Token, TokenKind};
use std::ops::Range;

/// The tokens of one sentence, each with what the lexicon knows of it.
#[derive(Clone, Copy)]
pub struct Line<'a, 'd> {
    pub lexicon: &'a TimeLexicon,
    pub tokens: &'a [Token<'d>],
    pub words: &'a [Option<&'a Word>],
}

/// The values that an expression's words bring, by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Values([Option<i32>; Class::COUNT]);

impl Values {
    /// The value of a class.
    pub fn get(&self, class: Class) -> Option<i32> {
        self.0[class as usize]
    }

    /// All but the value of one class.
    pub fn without(mut self, class: Class) -> Self {
        self.0[class as usize] = None;
        self
    }

    /// Sets a value that is not there yet.
    pub fn fill(&mut self, class: Class, value: Option<i32>) {
        let slot = &mut self.0[class as usize];
        *slot = slot.or(value);
    }
}

/// A time expression before the calendar is asked.
#[derive(Clone, Debug)]
pub struct Expression<'a> {
    pub rule: &'a Rule,
    /// The tokens, as indices into the sentence.
    pub tokens: Range<usize>,
    /// Its values; of a range, those of its first end.
    pub values: Values,
    /// The values of the other end of a range.
    pub other: Values,
    /// Where the other end of a range starts.
    pub turn: Option<usize>,
}

/// All expressions of a sentence, in order, without overlap.
pub fn expressions<'a>(line: Line<'a, '_>) -> Vec<Expression<'a>> {
    let mut found: Vec<Expression<'a>> = Vec::new();
    let mut at = 0;
    while at < line.tokens.len() {
        let continued = found.last().and_then(|last| continued(line, last, at));
        match continued.or_else(|| longest_near(line, at)) {
            None => at += 1,
            Some(expression) => {
                at = expression.tokens.end;
                let is_time = expression.rule.shape != Shape::Nothing;
                if is_time && !expression.rule.vetoes.iter().any(|veto| veto.stops(line.tokens, &expression.tokens)) {
                    found.push(expression);
                }
            }
        }
    }
    found
}

/// The longest expression that a pattern starting at `at` finds. A pattern may take words of context first ("between");
/// the expression behind them must then be the longest at its own place too.
fn longest_near<'a>(line: Line<'a, '_>, at: usize) -> Option<Expression<'a>> {
    let found = longest(line, at)?;
    let own = (found.tokens.start > at).then(|| longest(line, found.tokens.start)).flatten();
    match own {
        Some(own) if own.tokens.start == found.tokens.start && own.tokens.end > found.tokens.end => Some(own),
        _ => Some(found),
    }
}

fn longest<'a>(line: Line<'a, '_>, at: usize) -> Option<Expression<'a>> {
    let rules: &'a [usize] = match line.words[at] {
        _ if line.tokens[at].kind == TokenKind::Number => &line.lexicon.digit_starts,
        Some(word) => &word.starts,
        None => return None,
    };
    best(line, rules, at)
}

fn best<'a>(line: Line<'a, '_>, rules: &'a [usize], at: usize) -> Option<Expression<'a>> {
    let mut best: Option<Expression<'a>> = None;
    for &rule in rules {
        let rule = &line.lexicon.rules[rule];
        let Some(found) = run(line, &rule.pattern, at) else { continue };
        if best.as_ref().is_none_or(|best| found.tokens.len() > best.tokens.len()) {
            let mut values = found.values;
            rule.set.iter().for_each(|&(class, value)| values.fill(class, Some(value)));
            best = Some(Expression { rule, tokens: found.tokens, values, other: found.other, turn: found.turn });
        }
    }
    best
}

/// The next day of a list that `last` began: "February 3, 5 and 9".
fn continued<'a>(line: Line<'a, '_>, last: &Expression<'a>, at: usize) -> Option<Expression<'a>> {
    let dated = last.rule.shape == Shape::Date && last.values.get(Class::Day).is_some();
    if !dated || last.tokens.end != at || line.tokens[at - 1].kind != TokenKind::Number {
        return None;
    }
    let mut next = best(line, &line.lexicon.continuing, at)?;
    for class in [Class::Month, Class::Year] {
        next.values.fill(class, last.values.get(class));
    }
    Some(next)
}

/// Tokens that one pattern may take: no expression is as long, and a list without end must not be walked again from
/// each of its members.
const REACH: usize = 40;

struct Found {
    tokens: Range<usize>,
    values: Values,
    other: Values,
    turn: Option<usize>,
}

/// The longest expression that `pattern` finds when it starts at `at`.
fn run(line: Line<'_, '_>, pattern: &Pattern, at: usize) -> Option<Found> {
    let limit = line.tokens.len().min(at + REACH);
    let mut machine = Machine { line, steps: &pattern.steps, limit, bound: [NOTHING; BINDINGS], best: None };
    machine.step(0, at, Marks { start: at, end: None, turn: None, bound: 0 });
    machine.best
}

/// A class, its value, and whether it belongs to the other end of a range.
type Binding = (Class, i32, bool);

/// Values that one expression can bring; more are let go.
const BINDINGS: usize = 24;
const NOTHING: Binding = (Class::Day, 0, false);

struct Machine<'a, 'd> {
    line: Line<'a, 'd>,
    steps: &'a [Step],
    limit: usize,
    bound: [Binding; BINDINGS],
    best: Option<Found>,
}

#[derive(Clone, Copy)]
struct Marks {
    start: usize,
    end: Option<usize>,
    turn: Option<usize>,
    bound: usize,
}

impl Machine<'_, '_> {
    /// Tries every way on from a step; forks are few and patterns short.
    fn step(&mut self, mut step: usize, mut at: usize, mut marks: Marks) {
        loop {
            match &self.steps[step] {
                Step::Take(test) => {
                    let Some(taken) = (at < self.limit).then(|| self.line.take(test, at)).flatten() else { return };
                    if let Some((class, value)) = taken.brings
                        && marks.bound < BINDINGS
                    {
                        self.bound[marks.bound] = (class, value, marks.turn.is_some());
                        marks.bound += 1;
                    }
                    at += taken.tokens;
                }
                Step::Not(test) if at < self.line.tokens.len() && self.line.take(test, at).is_some() => return,
                Step::Not(_) => {}
                Step::Fork(one, other) => {
                    self.step(*one, at, marks);
                    step = *other;
                    continue;
                }
                Step::Jump(to) => {
                    step = *to;
                    continue;
                }
                Step::Start => marks.start = at,
                Step::End => marks.end = Some(at),
                Step::Turn => marks.turn = Some(at),
                Step::Done => return self.keep(at, marks),
            }
            step += 1;
        }
    }

    fn keep(&mut self, at: usize, marks: Marks) {
        let tokens = marks.start..marks.end.unwrap_or(at);
        if tokens.is_empty() || self.best.as_ref().is_some_and(|best| best.tokens.len() >= tokens.len()) {
            return;
        }
        let (mut values, mut other) = (Values::default(), Values::default());
        for &(class, value, turned) in &self.bound[..marks.bound] {
            let end = if turned { &mut other } else { &mut values };
            end.fill(class, Some(value));
        }
        self.best = Some(Found { tokens, values, other, turn: marks.turn });
    }
}

struct Taken {
    tokens: usize,
    brings: Option<(Class, i32)>,
}

impl Line<'_, '_> {
    /// Whether a pattern matches at `at`.
    pub fn holds(&self, pattern: &Pattern, at: usize) -> bool {
        run(*self, pattern, at).is_some()
    }

    /// What a test takes at `at`.
    fn take(&self, test: &Test, at: usize) -> Option<Taken> {
        let token = &self.tokens[at];
        let bare = |holds: bool| holds.then_some(Taken { tokens: 1, brings: None });
        match test {
            Test::Word(word) => bare(token.lower == *word),
            Test::Clitic => bare(token.kind == TokenKind::Clitic),
            Test::Noun => bare(self.is_noun(token)),
            Test::Class(class) => {
                let (tokens, value) = self.value(*class, at)?;
                Some(Taken { tokens, brings: Some((class.gives(), value)) })
            }
        }
    }

    /// Tokens taken by a class and its value.
    fn value(&self, class: Class, at: usize) -> Option<(usize, i32)> {
        let token = &self.tokens[at];
        match class {
            Class::Count => return self.count(at),
            Class::YearWord => return self.spelt_year(at),
            _ => {}
        }
        if token.kind == TokenKind::Number {
            return digits::value(token.text, class).map(|value| (1, value));
        }
        if class.wants_capital() && !token.is_capitalised() {
            return None;
        }
        self.listed(class, at).map(|value| (1, value))
    }

    fn listed(&self, class: Class, at: usize) -> Option<i32> {
        self.words[at]?.classes.iter().find(|(known, _)| *known == class).map(|(_, value)| *value)
    }

    /// A whole number from 1 to 999, in digits or words.
    fn count(&self, at: usize) -> Option<(usize, i32)> {
        let token = &self.tokens[at];
        let listed = self.listed(Class::Count, at);
        if token.kind != TokenKind::Number && listed.is_none() {
            return None;
        }
        match number(&self.tokens[at..self.tokens.len().min(at + REACH)]) {
            Some(read) if (1.0..1000.0).contains(&read.value) => Some((read.tokens, read.value.ceil() as i32)),
            Some(_) => None,
            None => listed.map(|value| (1, value)),
        }
    }

    /// A year in words: "nineteen eighty-four".
    fn spelt_year(&self, at: usize) -> Option<(usize, i32)> {
        let century = self.listed(Class::YearWord, at)?;
        let rest = number(&self.tokens[at + 1..self.tokens.len().min(at + 1 + REACH)])?;
        let word = self.tokens[at + 1].kind == TokenKind::Word;
        (word && (10.0..100.0).contains(&rest.value)).then(|| (1 + rest.tokens, century + rest.value as i32))
    }

    fn is_noun(&self, token: &Token<'_>) -> bool {
        token.kind == TokenKind::Word
            && !token.is_capitalised()
            && !self.lexicon.function_words.contains(token.lower.as_ref())
    }
}
