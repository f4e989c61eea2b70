//! Accounts of events: triggers, status, roles, figures.

use crate::data::DataError;
use crate::text::Text;
use qantar_record::{Account, Claim, Mention, Ontology, Read, Timex, Toponym};

/// The trigger rules, `data/event/`.
#[derive(Clone, Debug)]
pub struct EventRules {}

impl EventRules {
    /// The built-in rules, checked against the ontology.
    pub fn builtin(ontology: &Ontology) -> Result<Self, DataError> {
        let _ = ontology;
        Ok(EventRules {})
    }
}

/// What the event stage reads beside the text: the layers laid before it.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// Names.
    pub names: &'a [Mention],
    /// Time expressions.
    pub times: &'a [Timex],
    /// Toponyms.
    pub places: &'a [Toponym],
    /// Who says what.
    pub claims: &'a [Claim],
}

/// Finds accounts of events. One happening told in several sentences is one account.
pub fn accounts(text: &Text<'_>, layers: Layers<'_>, rules: &EventRules) -> Read<Vec<Account>> {
    let _ = (text, layers, rules);
    Read::clean(Vec::new())
}
