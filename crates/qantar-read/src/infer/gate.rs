//! The gate: a linear model on words that says which sentences could hold an event.
//!
//! For bulk runs over texts of which most tell nothing: what the gate stops is not shown to the encoder. The weights and
//! how often they are wrong come from `training/qantar_training/gate.py`.

use crate::data::DataError;

static WEIGHTS: &[u8] = include_bytes!("../../../../models/gate.bin");

/// Bytes before the cells: threshold and scale.
const HEAD: usize = 8;

/// Scores of hashed words.
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
    /// When `models/gate.bin` has not the length of a gate.
    pub fn builtin() -> Result<Self, DataError> {
        let number = |at: usize| Some(f32::from_le_bytes(WEIGHTS.get(at..at + 4)?.try_into().ok()?));
        let parts = (number(0), number(4), WEIGHTS.get(HEAD..).filter(|cells| cells.len().is_power_of_two()));
        let (Some(threshold), Some(scale), Some(cells)) = parts else {
            return Err(DataError::new("models/gate.bin", "it is cut short"));
        };
        Ok(Gate { threshold, scale, cells })
    }

    /// Whether a sentence could hold something.
    pub fn passes(&self, sentence: &str) -> bool {
        self.score(sentence) >= self.threshold
    }

    fn score(&self, sentence: &str) -> f32 {
        let lower = sentence.to_lowercase();
        let mut cells = vec![0];
        let mut before = "^";
        for word in words(&lower).map(|word| if word.starts_with(char::is_numeric) { "0" } else { word }) {
            cells.push(self.cell(&[word]));
            cells.push(self.cell(&[before, " ", word]));
            before = word;
        }
        cells.push(self.cell(&[before, " $"]));
        cells.sort_unstable();
        cells.dedup();
        cells.into_iter().map(|cell| f32::from(self.cells[cell] as i8)).sum::<f32>() * self.scale
    }

    /// FNV-1a over the parts, in 32 bits.
    fn cell(&self, parts: &[&str]) -> usize {
        let bytes = parts.iter().flat_map(|part| part.bytes());
        let hash = bytes.fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        hash as usize & (self.cells.len() - 1)
    }
}

/// Runs of letters, digits and low lines.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_passes_and_what_chats_does_not() {
        let gate = Gate::builtin().expect("it is built in");
        assert!(gate.passes("Police arrested 40 protesters in the capital on Friday."));
        assert!(gate.passes("The minister said the toll could rise."));
        assert!(!gate.passes("I love this little place and its pancakes."));
    }
}
