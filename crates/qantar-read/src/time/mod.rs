//! Time expressions, set on the calendar.
//!
//! Three rooms, and each can grow without the others:
//!
//! * `lexicon.rs` loads what is known: words by class, named patterns, vetoes and cues, all in `data/time/`;
//! * `grammar.rs` runs the patterns over the tokens of a sentence and gives typed expressions;
//! * `resolve.rs` sets an expression on the calendar, from the report's own day or from what was told before it.
//!
//! Where to start reading: `data/time/rules.toml`, which also tells the notation.

mod calendar;
mod cues;
mod digits;
mod grammar;
mod lexicon;
mod pattern;
mod resolve;
mod vetoes;

pub use lexicon::TimeLexicon;

use crate::text::{Text, Token};
use cues::Direction;
use grammar::{Expression, Line};
use jiff::civil::Date;
use lexicon::Word;
use qantar_record::{Grain, Interval, Problem, Producer, Read, Stage, Timex};
use resolve::{Clause, Resolved, Scene, Unset};
use std::ops::Range;

/// Raised when the rules or the calendar change their meaning.
const VERSION: u32 = 1;

/// Finds time expressions and sets them on the calendar. Relative ones count from `anchor` (the day of the dateline or
/// of publication) and are left open, with one problem, when there is none. They do not overlap and are in order.
pub fn times(text: &Text<'_>, anchor: Option<Date>, lexicon: &TimeLexicon) -> Read<Vec<Timex>> {
    let words: Vec<Option<&Word>> = text.tokens.iter().map(|token| lexicon.words.get(token.lower.as_ref())).collect();
    let mut scene = Scene::new(anchor);
    let mut times = Vec::new();
    let mut left_open = false;
    for sentence in &text.sentences {
        let range = sentence.tokens.clone();
        let line = Line { lexicon, tokens: &text.tokens[range.clone()], words: &words[range.clone()] };
        scene.enter_sentence();
        for expression in grammar::expressions(line) {
            let clause = Around { line, block: block_until(text, sentence.block, range.start), at: &expression.tokens };
            let (interval, grain) = match scene.resolve(&expression, &clause, &lexicon.widths) {
                Ok(Resolved { interval, grain }) => (interval, grain),
                Err(Unset::NoAnchor(grain)) => (Interval { from: None, to: None }, grain),
                Err(Unset::NoSuchDay) => continue,
            };
            left_open |= interval.from.is_none();
            times.push(timex(text, range.start, &expression, interval, grain));
        }
    }
    let message = "no publication date found: relative dates are left open";
    let problems = left_open.then(|| Problem::new(Stage::Time, message)).into_iter().collect();
    Read { value: times, problems }
}

fn timex(text: &Text<'_>, first: usize, found: &Expression<'_>, interval: Interval, grain: Grain) -> Timex {
    let span = text.span_of(first + found.tokens.start..first + found.tokens.end);
    Timex { span, interval, grain, by: Producer::new(Stage::Time, VERSION, &found.rule.name) }
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
