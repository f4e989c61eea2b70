//! Time expressions, set on the calendar.
//!
//! Three rooms, and each can grow without the others:
//!
//! * `lexicon.rs` loads what is known: words by class, named patterns, vetoes and cues, all in `data/time/`;
//! * `grammar.rs` runs the patterns over the tokens of a sentence and gives typed expressions;
//! * `resolve/` sets an expression on the calendar, from the report's own day or from what was told before it.
//!
//! [`times`] keeps what can be set on the calendar, as the coding rules want it. [`expressions`] gives everything that
//! speaks of time, durations, repeats and "now" among them, with its value in TimeML (`timeml.rs`).
//!
//! Where to start reading: `data/time/rules.toml`, which also tells the notation.

mod calendar;
mod cues;
mod digits;
mod grammar;
mod lexicon;
mod pattern;
mod resolve;
mod timeml;
mod unit;
mod vetoes;

pub use lexicon::TimeLexicon;
pub use timeml::Kind;

use crate::text::{Text, Token};
use cues::Direction;
use grammar::{Expression, Line};
use jiff::civil::Date;
use lexicon::Word;
use qantar_record::{Grain, Interval, Problem, Producer, Read, Span, Stage, Timex};
use resolve::{Clause, Resolved, Scene, Unset, is_history};
use std::ops::Range;

/// Raised when the rules or the calendar change their meaning.
const VERSION: u32 = 2;

/// Finds time expressions and sets them on the calendar. Relative ones count from `anchor` (the day of the dateline or
/// of publication) and are left open, with one problem, when there is none. They do not overlap and are in order.
pub fn times(text: &Text<'_>, anchor: Option<Date>, lexicon: &TimeLexicon) -> Read<Vec<Timex>> {
    let mut times = Vec::new();
    read(text, anchor, lexicon, |first, expression, outcome| {
        let rule = expression.rule;
        let (interval, grain) = match outcome {
            _ if !rule.recorded => return,
            Some(Ok(Resolved { days, grain, .. })) => (calendar::interval(days), grain),
            Some(Err(grain)) => (Interval { from: None, to: None }, grain),
            None => return,
        };
        let span = text.span_of(first + expression.tokens.start..first + expression.tokens.end);
        times.push(Timex { span, interval, grain, by: Producer::new(Stage::Time, VERSION, &rule.name) });
    });
    let left_open = times.iter().any(|timex| timex.interval.from.is_none());
    let message = "no publication date found: relative dates are left open";
    let problems = left_open.then(|| Problem::new(Stage::Time, message)).into_iter().collect();
    Read { value: times, problems }
}

/// Words that speak of time, with what TimeML calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words. A range stands as two expressions, one for each end.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: Kind,
    /// Its TIMEX3 value; `XXXX` when it counts from a day that is not known.
    pub value: String,
    /// The rule that found it.
    pub rule: String,
    /// Whether a reading keeps it.
    pub recorded: bool,
}

/// Everything that speaks of time, in order: also how long, how often, and "now".
pub fn expressions(text: &Text<'_>, anchor: Option<Date>, lexicon: &TimeLexicon) -> Vec<TimeExpression> {
    let mut found = Vec::new();
    read(text, anchor, lexicon, |first, expression, outcome| {
        let resolved = outcome.and_then(Result::ok);
        let mut add = |tokens: Range<usize>, (kind, value): (Kind, String)| {
            let span = text.span_of(first + tokens.start..first + tokens.end);
            let (rule, recorded) = (expression.rule.name.clone(), expression.rule.recorded);
            found.push(TimeExpression { span, kind, value, rule, recorded });
        };
        let tokens = &expression.tokens;
        let turn = expression.turn.filter(|turn| (tokens.start + 2..tokens.end).contains(turn));
        match (resolved.and_then(|resolved| resolved.ends), turn) {
            (Some([from, to]), Some(turn)) => {
                // One token leads from one end to the other: "to", "and", a dash.
                add(tokens.start..turn - 1, timeml::dated(&expression.values, from.0, from.1));
                add(turn..tokens.end, timeml::dated(&expression.other, to.0, to.1));
            }
            _ => add(tokens.clone(), timeml::value(expression, resolved)),
        }
    });
    found
}

/// What the calendar says: days, or only the grain when they count from a day that is not known.
type Dated = Result<Resolved, Grain>;

/// Gives every expression, with the first token of its sentence and what the calendar says, if it can be asked.
fn read(
    text: &Text<'_>,
    anchor: Option<Date>,
    lexicon: &TimeLexicon,
    mut give: impl FnMut(usize, &Expression<'_>, Option<Dated>),
) {
    let words: Vec<Option<&Word>> = text.tokens.iter().map(|token| lexicon.words.get(token.lower.as_ref())).collect();
    let lines = text.sentences.iter().map(|sentence| {
        let range = sentence.tokens.clone();
        let line = Line { lexicon, tokens: &text.tokens[range.clone()], words: &words[range.clone()] };
        (sentence, line, grammar::expressions(line))
    });
    let lines: Vec<_> = lines.collect();
    let history = is_history(lines.iter().flat_map(|(_, _, expressions)| expressions), anchor);
    let mut scene = Scene::new(anchor, history);
    for (sentence, line, expressions) in &lines {
        let first = sentence.tokens.start;
        scene.enter_sentence();
        for expression in expressions {
            let around =
                Around { line: *line, block: block_until(text, sentence.block, first), at: &expression.tokens };
            let dated = expression.rule.shape.is_dated();
            let outcome = dated.then(|| scene.resolve(expression, &around, &lexicon.widths));
            match outcome {
                Some(Err(Unset::NoSuchDay)) => {}
                Some(Err(Unset::NoAnchor(grain))) => give(first, expression, Some(Err(grain))),
                Some(Ok(resolved)) => give(first, expression, Some(Ok(resolved))),
                None => give(first, expression, None),
            }
        }
    }
}

/// The tokens of a block that stand before a sentence.
fn block_until<'t, 'd>(text: &'t Text<'d>, block: usize, sentence: usize) -> &'t [Token<'d>] {
    let start = text.document.blocks()[block].span.start;
    let first = text.tokens[..sentence].partition_point(|token| token.span.start < start);
    &text.tokens[first..sentence]
}

/// The text around an expression.
struct Around<'a, 'd> {
    line: Line<'a, 'd>,
    /// What stands before the sentence in its block.
    block: &'a [Token<'d>],
    at: &'a Range<usize>,
}

impl Clause for Around<'_, '_> {
    fn direction(&self) -> Direction {
        self.line.lexicon.cues.direction(&self.line, self.at)
    }

    fn is_end(&self) -> bool {
        self.line.lexicon.cues.is_end(&self.line, self.at)
    }

    fn is_quoted(&self) -> bool {
        let before = self.block.iter().chain(&self.line.tokens[..self.at.start]);
        before.fold(false, |open, token| match token.text {
            "“" | "«" | "„" => true,
            "”" | "»" => false,
            "\"" => !open,
            _ => open,
        })
    }
}

#[cfg(test)]
mod tests;
