//! Who is who: mentions of one person, body or group gathered into one entity.

use crate::data::DataError;
use crate::text::Text;
use qantar_record::{Account, Claim, Entity, Mention, Read};

/// What the entity rules know: sectors of actor words, countries of nationalities.
#[derive(Clone, Debug)]
pub struct ActorLexicon {}

impl ActorLexicon {
    /// The built-in lists, `data/entity/`.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(ActorLexicon {})
    }
}

/// Gathers names, actors, targets and sources into entities, in the order of their first mention.
pub fn entities(
    text: &Text<'_>,
    names: &[Mention],
    accounts: &[Account],
    claims: &[Claim],
    lexicon: &ActorLexicon,
) -> Read<Vec<Entity>> {
    let _ = (text, names, accounts, claims, lexicon);
    Read::clean(Vec::new())
}
