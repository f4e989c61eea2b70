//! Which way a clause points: words of what is to come, and words of what was done, `data/time/cues.toml`.

use super::grammar::Line;
use super::pattern::{Pattern, Pieces};
use crate::data::DataError;
use crate::text::{Token, TokenKind};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// The cues as their file tells them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CueFile {
    future: Vec<String>,
    past: Vec<String>,
    passive: Vec<String>,
    not_verbs: Vec<String>,
    since: Vec<String>,
    ends: Vec<String>,
}

/// The cues, ready to look for.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    future: Vec<Pattern>,
    past: Vec<Pattern>,
    passive: HashSet<String>,
    not_verbs: HashSet<String>,
    since: HashSet<String>,
    ends: HashSet<String>,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Past,
    Future,
    /// Nothing says; a report then tells the past.
    Unsaid,
}

/// How far cues are looked for: before the expression, where verbs mostly stand, and after it. Guesses of 2026-11-23.
const BEFORE: usize = 14;
const AFTER: usize = 10;

impl Cues {
    /// From their file.
    pub fn compile(file: CueFile, pieces: &Pieces) -> Result<Self, DataError> {
        let compile = |patterns: Vec<String>| -> Result<Vec<Pattern>, DataError> {
            let parsed = patterns.iter().map(|pattern| Pattern::parse(pattern, pieces));
            parsed.collect::<Result<_, _>>().map_err(|reason| DataError::new("data/time/cues.toml", reason))
        };
        Ok(Cues {
            future: compile(file.future)?,
            past: compile(file.past)?,
            passive: file.passive.into_iter().collect(),
            not_verbs: file.not_verbs.into_iter().collect(),
            since: file.since.into_iter().collect(),
            ends: file.ends.into_iter().collect(),
        })
    }

    /// Which way the clause around `span` points: the nearest cue before it decides, else the nearest after it.
    pub fn direction(&self, line: &Line<'_, '_>, span: &Range<usize>) -> Direction {
        // "… on Sunday issued a warning": the verb that follows at once governs.
        if line.tokens.get(span.end).is_some_and(|token| token.text.ends_with("ed") && !token.is_capitalised())
            && self.at(line, span.end) == Some(Direction::Past)
        {
            return Direction::Past;
        }
        if follows(line, span, &self.since) {
            return Direction::Past;
        }
        let before = (span.start.saturating_sub(BEFORE)..span.start).rev();
        let after = span.end..line.tokens.len().min(span.end + AFTER);
        let nearest = |mut range: Box<dyn Iterator<Item = usize>>| {
            range.by_ref().take_while(|&at| !is_border(&line.tokens[at])).find_map(|at| self.at(line, at))
        };
        nearest(Box::new(before)).or_else(|| nearest(Box::new(after))).unwrap_or(Direction::Unsaid)
    }

    /// Whether the word before `span` makes it an end that is set.
    pub fn is_end(&self, line: &Line<'_, '_>, span: &Range<usize>) -> bool {
        follows(line, span, &self.ends)
    }

    fn at(&self, line: &Line<'_, '_>, at: usize) -> Option<Direction> {
        let token = &line.tokens[at];
        if token.kind != TokenKind::Word {
            return None;
        }
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| line.holds(pattern, at));
        if any(&self.future) {
            return Some(Direction::Future);
        }
        let in_ed = token.text.ends_with("ed") && !token.is_capitalised() && !self.not_verbs.contains(token.text);
        let passive = at.checked_sub(1).is_some_and(|at| self.passive.contains(line.tokens[at].lower.as_ref()));
        ((in_ed || any(&self.past)) && !passive).then_some(Direction::Past)
    }
}

/// Whether the word right before `span` is one of these.
fn follows(line: &Line<'_, '_>, span: &Range<usize>, words: &HashSet<String>) -> bool {
    span.start.checked_sub(1).is_some_and(|at| words.contains(line.tokens[at].lower.as_ref()))
}

/// Marks that cut a clause from the next for our purpose. A comma does not: too much is put between two of them.
fn is_border(token: &Token<'_>) -> bool {
    token.is_quote() || matches!(token.text, ";" | ":" | "(" | ")" | "—" | "–")
}
