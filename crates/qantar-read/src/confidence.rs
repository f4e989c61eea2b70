//! How likely an item is right: the encoder's probability, set straight on hand-coded reports.
//!
//! The encoder's own probabilities are of labels on words; whether the whole item is right is another question. Two
//! numbers for each kind of item (Platt 1999) turn one into the other. `eval/calibrate.py` fits them, and measures them on
//! documents left out of the fit.

use crate::data::{self, DataError};
use serde::Deserialize;

/// Log-odds are stretched by `slope` and moved by `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    slope: f64,
    offset: f64,
}

/// `data/confidence.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// For accounts of events.
    pub event: Line,
    /// For claims.
    pub claim: Line,
}

impl Calibration {
    /// The built-in numbers.
    pub fn builtin() -> Result<Self, DataError> {
        data::toml("confidence.toml")
    }
}

/// Raw probabilities nearer to 0 or 1 than this are taken as this.
const EDGE: f64 = 1e-4;

impl Line {
    /// The probability that an item is right whose words the encoder gave this one, 0 to 1, to three digits.
    pub fn apply(self, raw: f32) -> f64 {
        let raw = f64::from(raw).clamp(EDGE, 1.0 - EDGE);
        let odds = self.slope * (raw / (1.0 - raw)).ln() + self.offset;
        (1000.0 / (1.0 + (-odds).exp())).round() / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_line_changes_nothing_and_a_flat_one_everything() {
        let even = Line { slope: 1.0, offset: 0.0 };
        assert_eq!(even.apply(0.25), 0.25);
        assert_eq!(Line { slope: 0.0, offset: 0.0 }.apply(0.9), 0.5);
        // Certainty has odds without end; the edge keeps them in reach of a slope.
        let half = Line { slope: 0.5, offset: 0.0 };
        assert!(half.apply(1.0) < 1.0 && half.apply(0.0) > 0.0);
    }

    #[test]
    fn surer_stays_surer() {
        let lines = Calibration::builtin().expect("the file is sound");
        for line in [lines.event, lines.claim] {
            assert!(line.apply(0.3) < line.apply(0.9));
        }
    }
}
