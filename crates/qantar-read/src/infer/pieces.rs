//! Word pieces with their shapes, as `training/qantar_training/windows.py` makes them.

use crate::data::DataError;
use crate::text::Text;
use qantar_record::Span;
use tokenizers::Tokenizer;

/// So many pieces of one sentence are read; the rest of a longer one is not.
const LONGEST: usize = 400;

/// So many pieces of the title are read.
const TITLE: usize = 24;

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the vocabulary.
    pub id: i32,
    /// How its word is written; see [`shape`].
    pub shape: i32,
    /// Where it stands in the document; in a title, where in the title.
    pub span: Span,
    /// The sentence, as an index into [`Text::sentences`].
    pub sentence: usize,
}

/// Cuts text into pieces.
pub struct Pieces {
    tokenizer: Tokenizer,
}

impl Pieces {
    /// Reads `models/tokenizer.json`.
    pub fn parse(bytes: &[u8]) -> Result<Self, DataError> {
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|e| DataError::new("models/tokenizer.json", e))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| DataError::new("models/tokenizer.json", e))?;
        Ok(Pieces { tokenizer })
    }

    /// The pieces of all sentences, in order.
    pub fn of_text(&self, text: &Text<'_>) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.tokens.len() * 5 / 4);
        for (number, sentence) in text.sentences.iter().enumerate() {
            pieces.extend(self.of(text.words(sentence.span), sentence.span.start, number).take(LONGEST));
        }
        pieces
    }

    /// The pieces of a title.
    pub fn title(&self, title: &str) -> Vec<Piece> {
        self.of(title, 0, 0).take(TITLE).collect()
    }

    fn of(&self, words: &str, start: usize, sentence: usize) -> impl Iterator<Item = Piece> {
        let (ids, offsets) = match self.tokenizer.encode(words, false) {
            Ok(encoding) => (encoding.get_ids().to_vec(), encoding.get_offsets().to_vec()),
            // WordPiece has a piece for what it does not know, so there is nothing that it cannot cut.
            Err(_) => (Vec::new(), Vec::new()),
        };
        let shapes = shapes(words, &offsets);
        let piece = move |((id, (from, to)), shape): ((u32, (usize, usize)), i32)| Piece {
            id: id as i32,
            shape,
            span: Span::new(start + from, start + to),
            sentence,
        };
        ids.into_iter().zip(offsets).zip(shapes).map(piece)
    }
}

/// The shape of the word that each piece is of.
fn shapes(words: &str, offsets: &[(usize, usize)]) -> Vec<i32> {
    let is_inner = |c: char| c.is_alphanumeric() || c == '_';
    let shape_at = |&(from, to): &(usize, usize)| {
        if !words[from..to].chars().any(is_inner) {
            return shape(&words[from..to]);
        }
        let start =
            words[..from].char_indices().rev().take_while(|(_, c)| is_inner(*c)).last().map_or(from, |(at, _)| at);
        let end = words[to..].char_indices().find(|(_, c)| !is_inner(*c)).map_or(words.len(), |(at, _)| to + at);
        shape(&words[start..end])
    };
    offsets.iter().map(shape_at).collect()
}

/// 0 lower, 1 Title, 2 UPPER, 3 MiXed, 4 digit first, 5 other.
fn shape(word: &str) -> i32 {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return 5 };
    if !first.is_alphabetic() {
        return if first.is_numeric() { 4 } else { 5 };
    }
    let cased = |c: &char| c.is_lowercase() || c.is_uppercase();
    let lower = |word: &str| word.chars().any(|c| c.is_lowercase()) && !word.chars().any(char::is_uppercase);
    let upper = word.chars().any(char::is_uppercase) && !word.chars().any(|c| c.is_lowercase());
    let many = word.chars().count() > 1;
    if lower(word) {
        0
    } else if upper && many {
        2
    } else if first.is_uppercase() && (!many || lower(chars.as_str())) && cased(&first) {
        1
    } else {
        3
    }
}
