//! Who says what.

use crate::data::DataError;
use crate::text::Text;
use qantar_record::{Claim, Mention, Read};

/// What the claim rules know: words of saying with their frames, kinds of voices.
#[derive(Clone, Debug)]
pub struct ClaimLexicon {}

impl ClaimLexicon {
    /// The built-in lists, `data/claim/`.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(ClaimLexicon {})
    }
}

/// Finds claims, in the order of their contents.
pub fn claims(text: &Text<'_>, names: &[Mention], lexicon: &ClaimLexicon) -> Read<Vec<Claim>> {
    let _ = (text, names, lexicon);
    Read::clean(Vec::new())
}
