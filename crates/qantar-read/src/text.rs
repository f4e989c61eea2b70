//! A document cut into sentences and tokens: what every later stage reads.

use qantar_record::{BlockKind, Document, Span};
use std::borrow::Cow;
use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and the dots of "U.S.".
    Word,
    /// Digits, with inner commas, points and colons: `1,500`, `1.7`, `19:45`; also `42nd`, `1990s`, `19mn`.
    Number,
    /// The possessive `'s` or `’`.
    Clitic,
    /// Anything else, one character a token.
    Mark,
}

/// One token.
#[derive(Clone, Debug)]
pub struct Token<'d> {
    /// Where it stands.
    pub span: Span,
    /// The characters as they stand.
    pub text: &'d str,
    /// Lower case, typographic apostrophes made plain: what lexicons are looked up with.
    pub lower: Cow<'d, str>,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether white space (or a block border) stands before it.
    pub spaced: bool,
}

impl Token<'_> {
    /// A word that starts with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.kind == TokenKind::Word && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// A word of two or more letters, all of them capitals ("OCCRP", "U.S.").
    pub fn is_upper(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic()).peekable();
        self.kind == TokenKind::Word
            && letters.peek().is_some()
            && letters.clone().count() > 1
            && letters.all(char::is_uppercase)
    }

    /// Whether the token is this mark, word or number, compared in lower case.
    pub fn is(&self, lower: &str) -> bool {
        self.lower == lower
    }

    /// A straight or typographic double quotation mark, or `«»`.
    pub fn is_quote(&self) -> bool {
        matches!(self.text, "\"" | "“" | "”" | "„" | "«" | "»")
    }
}

/// One sentence.
#[derive(Clone, Debug)]
pub struct TextSentence {
    /// Where it stands.
    pub span: Span,
    /// Its tokens, as indices into [`Text::tokens`].
    pub tokens: Range<usize>,
    /// The block it stands in, as an index into the document's blocks.
    pub block: usize,
    /// What that block is.
    pub kind: BlockKind,
}

/// A document with its sentences and tokens.
#[derive(Clone, Debug)]
pub struct Text<'d> {
    /// The document.
    pub document: &'d Document,
    /// All tokens in order. Blocks of kind noise have none.
    pub tokens: Vec<Token<'d>>,
    /// All sentences in order. Every token is in exactly one.
    pub sentences: Vec<TextSentence>,
}

impl<'d> Text<'d> {
    /// The tokens of a sentence.
    pub fn tokens_of(&self, sentence: &TextSentence) -> &[Token<'d>] {
        &self.tokens[sentence.tokens.clone()]
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> &'d str {
        self.document.words(span)
    }

    /// The bytes that a range of tokens covers.
    ///
    /// # Panics
    /// When the range is empty or off the tokens.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }

    /// The tokens that share a byte with `span`.
    pub fn tokens_at(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// The sentence that a token is in, as an index into [`Text::sentences`].
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The sentence that holds the first byte of `span`; the one before when it starts between two.
    pub fn sentence_at(&self, span: Span) -> Option<usize> {
        let next = self.sentences.partition_point(|sentence| sentence.span.start <= span.start);
        next.checked_sub(1)
    }
}
