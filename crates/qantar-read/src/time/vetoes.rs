//! What looks like a time and is none: conditions on the tokens around an expression, `data/time/vetoes.toml`.

use crate::text::{Token, TokenKind};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// A veto as its file tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct VetoRow {
    pub name: String,
    /// The rules that it may stop.
    pub rules: Vec<String>,
    words: Vec<String>,
    before: Vec<String>,
    unless_before: Vec<String>,
    after: Vec<String>,
    capital: bool,
    titled: bool,
    before_capital: bool,
    after_capital: bool,
    touching: bool,
    outside_years: Option<(i32, i32)>,
    pub why: String,
    /// A text in which no time must be found.
    pub example: String,
}

/// A veto, ready to ask. Every condition that is given must hold.
#[derive(Clone, Debug)]
pub struct Veto {
    words: Option<HashSet<String>>,
    before: Option<HashSet<String>>,
    unless_before: Option<HashSet<String>>,
    after: Option<HashSet<String>>,
    capital: bool,
    titled: bool,
    before_capital: bool,
    after_capital: bool,
    touching: bool,
    outside_years: Option<(i32, i32)>,
}

impl Veto {
    /// From its row.
    pub fn new(row: &VetoRow) -> Self {
        let set = |words: &[String]| (!words.is_empty()).then(|| words.iter().cloned().collect());
        Veto {
            words: set(&row.words),
            before: set(&row.before),
            unless_before: set(&row.unless_before),
            after: set(&row.after),
            capital: row.capital,
            titled: row.titled,
            before_capital: row.before_capital,
            after_capital: row.after_capital,
            touching: row.touching,
            outside_years: row.outside_years,
        }
    }

    /// Whether it stops the expression at `span` of a sentence's tokens.
    pub fn stops(&self, tokens: &[Token<'_>], span: &Range<usize>) -> bool {
        let first = &tokens[span.start];
        let before = span.start.checked_sub(1).map(|at| &tokens[at]);
        let after = tokens.get(span.end);
        let among = |set: &Option<HashSet<String>>, token: Option<&Token<'_>>| {
            set.as_ref().is_none_or(|set| token.is_some_and(|token| set.contains(token.lower.as_ref())))
        };
        let year = || first.text.parse::<i32>();
        among(&self.words, Some(first))
            && among(&self.before, before)
            && among(&self.after, after)
            && !(self.unless_before.is_some() && among(&self.unless_before, before))
            && (!self.titled || is_titled(tokens, span))
            && (!self.capital || first.is_capitalised())
            && (!self.before_capital || before.is_some_and(Token::is_capitalised))
            && (!self.after_capital || after.is_some_and(Token::is_capitalised))
            && (!self.touching || after.is_some_and(|token| token.kind == TokenKind::Mark && !token.spaced))
            && self.outside_years.is_none_or(|(from, to)| year().is_ok_and(|year| !(from..=to).contains(&year)))
    }
}

/// Whether words and their neighbour before make a title inside running text: every word of `span` has a capital, and so
/// it goes on from "High" in "High Noon", while the sentence around is in small letters.
fn is_titled(tokens: &[Token<'_>], span: &Range<usize>) -> bool {
    let words = |range: Range<usize>| tokens[range].iter().filter(|token| token.kind == TokenKind::Word);
    let start = (0..span.start).rev().take_while(|&at| tokens[at].is_capitalised()).last().unwrap_or(span.start);
    let inside = start > 0 && tokens[start - 1].kind == TokenKind::Word && !tokens[start - 1].is_capitalised();
    let quoted = start > 0 && (tokens[start - 1].is_quote() || matches!(tokens[start - 1].text, "`" | "'" | "‘"));
    let long = span.end - start > 1;
    long && (inside || quoted) && words(start..span.end).all(Token::is_capitalised) && words(span.clone()).count() > 0
}
