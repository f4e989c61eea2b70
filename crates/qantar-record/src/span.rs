//! Where words stand. Inside the code a span is bytes; at the public borders it is Unicode code points.

use serde::{Deserialize, Serialize};

/// A stretch of a document's text: bytes, half-open, both ends on character borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// When `end < start`, which is a bug in the caller and never a property of a text.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Span { start, end }
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// No bytes at all.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Bytes between the two; 0 when they touch or overlap.
    pub fn distance(self, other: Span) -> usize {
        other.start.saturating_sub(self.end).max(self.start.saturating_sub(other.end))
    }

    /// The span as a range, to slice with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// Converts byte offsets of one text into code points and back.
///
/// Built once for a text, then each look-up walks at most 64 characters.
pub struct CodePoints<'t> {
    text: &'t str,
    /// `marks[k]` is the byte at which code point `64 * k` starts.
    marks: Vec<usize>,
    ascii: bool,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let marks =
            if ascii { Vec::new() } else { text.char_indices().step_by(STRIDE).map(|(byte, _)| byte).collect() };
        CodePoints { text, marks, ascii }
    }

    /// Code points before byte `byte`. A byte inside a character counts as that character's start.
    pub fn of_byte(&self, byte: usize) -> usize {
        if self.ascii {
            return byte.min(self.text.len());
        }
        let block = self.marks.partition_point(|&mark| mark <= byte).saturating_sub(1);
        let from = self.marks.get(block).copied().unwrap_or(0);
        let within = self.text[from..].char_indices().take_while(|(offset, _)| from + offset < byte).count();
        block * STRIDE + within
    }

    /// The byte at which code point `point` starts; the text's length when there are fewer.
    pub fn to_byte(&self, point: usize) -> usize {
        if self.ascii {
            return point.min(self.text.len());
        }
        let Some(&from) = self.marks.get(point / STRIDE) else { return self.text.len() };
        self.text[from..].char_indices().nth(point % STRIDE).map_or(self.text.len(), |(offset, _)| from + offset)
    }

    /// Both ends of a span, in code points.
    pub fn of_span(&self, span: Span) -> (usize, usize) {
        (self.of_byte(span.start), self.of_byte(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "\\PC{0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), count);
                prop_assert_eq!(points.to_byte(count), byte);
            }
            prop_assert_eq!(points.of_byte(text.len()), text.chars().count());
            prop_assert_eq!(points.to_byte(text.chars().count() + 5), text.len());
        }
    }

    #[test]
    fn distance_is_the_gap() {
        assert_eq!(Span::new(0, 4).distance(Span::new(9, 12)), 5);
        assert_eq!(Span::new(9, 12).distance(Span::new(0, 4)), 5);
        assert_eq!(Span::new(0, 4).distance(Span::new(3, 5)), 0);
    }
}
