//! Nouns that speak of an actor without its name, `data/entity/heads.toml`: which they are, and which mean the same.

use crate::data::{self, DataError};
use qantar_record::NameType;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The nouns, and what the words beside them are worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    person: HashSet<String>,
    group: HashSet<String>,
    body: HashSet<String>,
    /// Nouns that mean the same.
    same: Vec<Vec<String>>,
    /// What kind of actor a noun is, by the lists above and those of sectors.
    #[serde(skip)]
    kinds: HashMap<String, NameType>,
    /// The first of those that mean the same, by each of them.
    #[serde(skip)]
    first: HashMap<String, String>,
    /// Whose it is says who it is: "widow".
    pub(super) kin: HashSet<String>,
    /// May be left off a name: "the Vardan movement".
    pub(super) sort: HashSet<String>,
    /// Ends a company's name: "Ltd".
    pub(super) company: HashSet<String>,
    /// Stands before a name and is no part of it.
    pub(super) honorific: HashSet<String>,
    /// Sets a noun apart from nothing: "alleged".
    pub(super) plain: HashSet<String>,
    /// Sets a noun apart from the one without it: "former".
    pub(super) apart: HashSet<String>,
    /// Takes along what "of" hangs on it: "government of Norland".
    pub(super) of: HashSet<String>,
    /// No phrase reaches back over it: "Monday".
    pub(super) border: HashSet<String>,
    /// Needs no article: "police said".
    pub(super) bare: HashSet<String>,
    /// Said of somebody under arrest or before a court, in the passive.
    pub(super) charged: HashSet<String>,
    /// Said of nobody else.
    pub(super) dock: HashSet<String>,
    faint: HashSet<String>,
    /// Ends a word for a person: "anthropologist".
    ending: Vec<String>,
    not_ending: HashSet<String>,
    /// After a body it is that body: "police force".
    pub(super) carrier: HashSet<String>,
    /// Ends an adjective.
    adjective: Vec<String>,
}

/// A noun as its class: what it is called among its like, what kind it is, whether it is many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The word that stands for all of its like.
    pub class: String,
    /// Person, body or group.
    pub kind: NameType,
}

impl Noun {
    /// Whether two nouns can be said of one: of the same class, and both of one person or neither.
    pub fn is_like(&self, other: &Noun) -> bool {
        self.class == other.class && (self.kind == NameType::Per) == (other.kind == NameType::Per)
    }
}

impl Heads {
    /// The built-in list, with the `offices` and `bodies` that `sectors.toml` knows.
    pub(super) fn builtin(offices: &HashSet<String>, bodies: &HashSet<String>) -> Result<Self, DataError> {
        let mut heads: Heads = data::toml("entity/heads.toml")?;
        let own = [(&heads.body, NameType::Org), (&heads.person, NameType::Per), (&heads.group, NameType::Group)];
        for (words, kind) in [(offices, NameType::Per), (bodies, NameType::Org)].into_iter().chain(own) {
            heads.kinds.extend(words.iter().map(|word| (word.clone(), kind)));
        }
        for words in &heads.same {
            for word in words {
                if heads.first.insert(word.clone(), words[0].clone()).is_some() {
                    return Err(DataError::new("data/entity/heads.toml", format!("{word:?} stands in two lists")));
                }
            }
        }
        Ok(heads)
    }

    /// The noun that a word is, in its own form or as a plural; `None` when it speaks of no actor.
    pub(super) fn noun(&self, lower: &str) -> Option<Noun> {
        if let Some(kind) = self.kind(lower) {
            return Some(Noun { class: self.class(lower), kind });
        }
        let (one, kind) = singulars(lower).find_map(|one| self.kind(&one).map(|kind| (one, kind)))?;
        // Several bodies are none of them, but "forces" are the army.
        let bodies = kind == NameType::Org && !self.first.contains_key(&one);
        Some(Noun { class: if bodies { lower.to_owned() } else { self.class(&one) }, kind: NameType::Group })
    }

    /// The kind of a singular noun: listed, or a person by its ending.
    fn kind(&self, lower: &str) -> Option<NameType> {
        let ends_so = || self.ending.iter().any(|ending| lower.len() > 6 && lower.ends_with(ending.as_str()));
        self.kinds
            .get(lower)
            .copied()
            .or_else(|| (ends_so() && !self.not_ending.contains(lower)).then_some(NameType::Per))
    }

    /// Whether the word, or its singular, speaks of things too: "the front" of a barn.
    pub(super) fn is_faint(&self, lower: &str) -> bool {
        self.faint.contains(lower) || singulars(lower).any(|one| self.faint.contains(&one))
    }

    /// Whether the word looks like an adjective.
    pub(super) fn is_adjective(&self, lower: &str) -> bool {
        lower.len() > 4 && self.adjective.iter().any(|ending| lower.ends_with(ending.as_str()))
    }

    fn class(&self, word: &str) -> String {
        self.first.get(word).map_or(word, String::as_str).to_owned()
    }
}

/// What a plural may be the plural of.
fn singulars(lower: &str) -> impl Iterator<Item = String> {
    let ies = lower.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let men = lower.strip_suffix("men").map(|stem| format!("{stem}man"));
    let plain = ["s", "es"].into_iter().filter_map(move |tail| lower.strip_suffix(tail)).map(str::to_owned);
    plain.chain(ies).chain(men)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_know_their_like_and_their_number() {
        let heads = Heads::builtin(&HashSet::from(["mayor".into()]), &HashSet::from(["ministry".into()]))
            .expect("the built-in list is sound");
        let of = |word: &str| heads.noun(word).map(|noun| (noun.class, noun.kind));
        assert_eq!(of("marchers"), Some(("protester".into(), NameType::Group)));
        assert_eq!(of("assailant"), Some(("suspect".into(), NameType::Per)));
        assert_eq!(of("ministries"), Some(("ministries".into(), NameType::Group)));
        assert_eq!(of("mayor"), Some(("mayor".into(), NameType::Per)));
        assert_eq!(of("mycologist"), Some(("mycologist".into(), NameType::Per)));
        assert_eq!(of("lantern"), None);
        assert_eq!(of("checklist"), None);
    }
}
