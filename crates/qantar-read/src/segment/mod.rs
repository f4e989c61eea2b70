//! Sentences and tokens.
//!
//! A sentence is a stretch between end marks inside one block. An end mark ends a sentence when white space follows
//! (after closing quotation marks and brackets) and what comes next can start one. A point after a known abbreviation
//! or a single capital does not. In a document that lost its capitals any word can start a sentence.

mod tokens;

pub(crate) use tokens::tokenize;

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
    let cutter = Cutter { abbreviations, caseless: !document.text().chars().any(char::is_uppercase) };
    for (block, entry) in document.blocks().iter().enumerate() {
        if entry.kind == BlockKind::Noise {
            continue;
        }
        let first = text.tokens.len();
        tokenize(document.text(), entry.span, &mut text.tokens);
        let mut start = first;
        for end in cutter.ends(&text.tokens, first) {
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

/// What tells where a document's sentences end.
struct Cutter<'a> {
    abbreviations: &'a Abbreviations,
    /// The document holds no capital at all.
    caseless: bool,
}

impl Cutter<'_> {
    /// The token indices at which sentences end, for the tokens from `first` on.
    fn ends(&self, tokens: &[Token<'_>], first: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut at = first;
        while at < tokens.len() {
            if !is_end_mark(&tokens[at]) || self.is_abbreviation_point(tokens, first, at) {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < tokens.len() && !tokens[end].spaced && (is_end_mark(&tokens[end]) || is_closing(&tokens[end])) {
                end += 1;
            }
            if end < tokens.len() && tokens[end].spaced && self.can_start(tokens, end) {
                ends.push(end);
            }
            at = end;
        }
        if tokens.len() > ends.last().copied().unwrap_or(first) {
            ends.push(tokens.len());
        }
        ends
    }

    /// Whether the point at `at` belongs to the word before it.
    fn is_abbreviation_point(&self, tokens: &[Token<'_>], first: usize, at: usize) -> bool {
        if tokens[at].text != "." || at == first || tokens[at].spaced {
            return false;
        }
        let word = &tokens[at - 1];
        let letter = word.kind == TokenKind::Word && word.text.chars().count() == 1;
        let initial = letter && (word.is_capitalised() || self.caseless);
        initial || self.abbreviations.words.contains(word.lower.as_ref())
    }

    /// Whether a sentence can start at `at`: a capital, a digit, a caseless letter, or one of these after opening marks.
    fn can_start(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let Some(token) = tokens[at..].iter().take(3).find(|token| token.kind != TokenKind::Mark) else { return true };
        self.caseless || token.text.chars().next().is_some_and(|c| !c.is_lowercase())
    }
}

fn is_end_mark(token: &Token<'_>) -> bool {
    matches!(token.text, "." | "!" | "?" | "…" | "。")
}

fn is_closing(token: &Token<'_>) -> bool {
    matches!(token.text, "\"" | "”" | "’" | "'" | "»" | ")" | "]")
}

/// The spans of all sentences, as a reading keeps them.
pub fn sentence_spans(text: &Text<'_>) -> Vec<qantar_record::Sentence> {
    text.sentences.iter().map(|s| qantar_record::Sentence { span: Span::new(s.span.start, s.span.end) }).collect()
}
