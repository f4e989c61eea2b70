//! Sentences and tokens.
//!
//! A sentence is a stretch between end marks inside one block. An end mark ends a sentence when white space follows
//! (after closing quotation marks and brackets) and what comes next can start one. A point after a known abbreviation
//! or a single capital does not.

mod tokens;

use crate::data::{self, DataError};
use crate::text::{Text, TextSentence, Token, TokenKind};
use qantar_record::{BlockKind, Document, Problem, Read, Span, Stage};
use std::collections::HashSet;

/// Words whose point does not end a sentence.
#[derive(Clone, Debug)]
pub struct Abbreviations {
    words: HashSet<&'static str>,
}

impl Abbreviations {
    /// The built-in list.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Abbreviations { words: data::lines(data::text("segment/abbreviations.txt")?).collect() })
    }
}

/// Cuts a document into sentences and tokens. Blocks of kind noise give none.
pub fn segment<'d>(document: &'d Document, abbreviations: &Abbreviations) -> Read<Text<'d>> {
    let mut text = Text { document, tokens: Vec::new(), sentences: Vec::new() };
    for (block, entry) in document.blocks().iter().enumerate() {
        if entry.kind == BlockKind::Noise {
            continue;
        }
        let first = text.tokens.len();
        tokens::tokenize(document.text(), entry.span, &mut text.tokens);
        let mut start = first;
        for end in ends(&text.tokens, first, abbreviations) {
            let span = text.span_of(start..end);
            text.sentences.push(TextSentence { span, tokens: start..end, block, kind: entry.kind });
            start = end;
        }
    }
    let problems = match text.sentences.is_empty() {
        true => vec![Problem::new(Stage::Segment, "no sentence found: the report was kept and nothing read")],
        false => Vec::new(),
    };
    Read { value: text, problems }
}

/// The token indices at which sentences end, for the tokens from `first` on.
fn ends(tokens: &[Token<'_>], first: usize, abbreviations: &Abbreviations) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = first;
    while at < tokens.len() {
        if is_end_mark(&tokens[at]) && !is_abbreviation_point(tokens, first, at, abbreviations) {
            let mut end = at + 1;
            while end < tokens.len() && !tokens[end].spaced && (is_end_mark(&tokens[end]) || is_closing(&tokens[end])) {
                end += 1;
            }
            if end < tokens.len() && tokens[end].spaced && can_start(tokens, end) {
                ends.push(end);
            }
            at = end;
        } else {
            at += 1;
        }
    }
    if tokens.len() > ends.last().copied().unwrap_or(first) {
        ends.push(tokens.len());
    }
    ends
}

fn is_end_mark(token: &Token<'_>) -> bool {
    matches!(token.text, "." | "!" | "?" | "…" | "。")
}

fn is_closing(token: &Token<'_>) -> bool {
    matches!(token.text, "\"" | "”" | "’" | "'" | "»" | ")" | "]")
}

/// Whether the point at `at` belongs to the word before it.
fn is_abbreviation_point(tokens: &[Token<'_>], first: usize, at: usize, abbreviations: &Abbreviations) -> bool {
    if tokens[at].text != "." || at == first || tokens[at].spaced {
        return false;
    }
    let word = &tokens[at - 1];
    let initial = word.kind == TokenKind::Word && word.text.chars().count() == 1 && word.is_capitalised();
    initial || abbreviations.words.contains(word.lower.as_ref())
}

/// Whether a sentence can start at `at`: a capital, a digit, a caseless letter, or one of these after opening marks.
fn can_start(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens[at..].iter().take(3).find(|token| token.kind != TokenKind::Mark) else { return true };
    token.text.chars().next().is_some_and(|c| !c.is_lowercase())
}

/// The spans of all sentences, as a reading keeps them.
pub fn sentence_spans(text: &Text<'_>) -> Vec<qantar_record::Sentence> {
    text.sentences.iter().map(|s| qantar_record::Sentence { span: Span::new(s.span.start, s.span.end) }).collect()
}
