//! The gate: weights of word pieces that say whether a report could tell of unrest at all.
//!
//! For bulk runs over news of which most is sport, trade and weather: what the gate stops is not shown to the encoder. A
//! report passes whole or not at all, because what a sentence tells hangs on its neighbours; a gate on single sentences
//! saved no work without losing events (`docs/decisions/0005-real-texts-by-hand.md`). The weights (`models/gate.bin`)
//! and how often they are wrong come from `training/qantar_training/gate.py`.

use super::Encoder;
use crate::data::DataError;
use crate::text::Text;

static WEIGHTS: &[u8] = include_bytes!("../../../../models/gate.bin");

/// Bytes before the cells: threshold and scale.
const HEAD: usize = 8;

/// Pieces of a part, at least. A long report passes when one of its parts does. As in `gate.py`.
const PART: usize = 160;

/// Weights of the vocabulary's pieces.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    threshold: f32,
    scale: f32,
    cells: &'static [u8],
}

impl Gate {
    /// The gate built into the program.
    ///
    /// # Errors
    /// When `models/gate.bin` is too short to hold anything.
    pub fn builtin() -> Result<Self, DataError> {
        let number = |at: usize| Some(f32::from_le_bytes(WEIGHTS.get(at..at + 4)?.try_into().ok()?));
        match (number(0), number(4), WEIGHTS.get(HEAD..)) {
            (Some(threshold), Some(scale), Some(cells)) if !cells.is_empty() => Ok(Gate { threshold, scale, cells }),
            _ => Err(DataError::new("models/gate.bin", "it is cut short")),
        }
    }

    /// Whether a report could tell of unrest.
    pub fn passes(&self, text: &Text<'_>, encoder: &Encoder) -> bool {
        let pieces = encoder.pieces.of_text(text);
        let mut part = Vec::new();
        let sentences = pieces.chunk_by(|a, b| a.sentence == b.sentence);
        for sentence in sentences {
            part.extend(sentence.iter().map(|piece| piece.id));
            if part.len() >= PART && self.part_passes(&mut part) {
                return true;
            }
        }
        self.part_passes(&mut part)
    }

    /// Scores a part and empties it: the sum of the weights of its distinct pieces over the root of their number.
    fn part_passes(&self, part: &mut Vec<i32>) -> bool {
        part.sort_unstable();
        part.dedup();
        let weight = |&id: &i32| self.cells.get(id as usize).map_or(0, |&cell| i32::from(cell as i8));
        let sum: i32 = part.iter().map(weight).sum();
        let n = part.len() as f32;
        part.clear();
        n > 0.0 && self.scale * sum as f32 / n.sqrt() >= self.threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Abbreviations, segment};
    use qantar_record::{Document, DocumentParts};

    fn passes(text: &str) -> bool {
        let document = Document::new(DocumentParts { text: text.into(), ..DocumentParts::default() });
        let abbreviations = Abbreviations::builtin().expect("they are built in");
        let encoder = Encoder::builtin().expect("it is built in");
        Gate::builtin().expect("it is built in").passes(&segment(&document, &abbreviations).value, &encoder)
    }

    #[test]
    fn what_tells_passes_and_what_plays_does_not() {
        assert!(passes("Police arrested 40 protesters in the capital on Friday after clashes near parliament."));
        assert!(!passes("The striker scored twice in the second half and the coach praised his team after the match."));
        assert!(!passes(""));
    }

    #[test]
    fn one_part_of_a_long_report_is_enough() {
        let game = "The striker scored twice in the second half and the coach praised his young team. ".repeat(40);
        let shot = "Soldiers shot dead six protesters near parliament and arrested dozens in the capital. ".repeat(8);
        assert!(!passes(&game));
        assert!(passes(&format!("{game}{shot}{game}")));
    }
}
