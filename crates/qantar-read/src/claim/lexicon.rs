//! What the claim rules know, from `data/claim/`.

use crate::data::{self, DataError};
use qantar_record::SourceType;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is known of voices beside the encoder: words that tell their kind, and small words around names.
#[derive(Clone, Debug)]
pub struct ClaimLexicon {
    pub(super) words: Words,
    pub(super) voices: Voices,
}

/// Sets of small words.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    pub(super) determiner: HashSet<String>,
    pub(super) rank: HashSet<String>,
}

/// Which words make which kind of voice.
#[derive(Clone, Debug)]
pub struct Voices {
    types: HashMap<String, SourceType>,
    weak: HashMap<String, SourceType>,
    outlets: HashSet<String>,
    factions: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceFile {
    weak: BTreeMap<SourceType, Vec<String>>,
    words: BTreeMap<SourceType, Vec<String>>,
    outlets: NameList,
    factions: NameList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameList {
    names: Vec<String>,
}

impl ClaimLexicon {
    /// The built-in lists, `data/claim/`.
    pub fn builtin() -> Result<Self, DataError> {
        let voices: VoiceFile = data::toml("claim/sources.toml")?;
        Ok(ClaimLexicon { words: data::toml("claim/words.toml")?, voices: Voices::new(voices) })
    }
}

impl Voices {
    fn new(file: VoiceFile) -> Self {
        Voices {
            types: by_word(file.words),
            weak: by_word(file.weak),
            outlets: file.outlets.names.into_iter().collect(),
            factions: file.factions.names.into_iter().collect(),
        }
    }

    /// What a word or its singular says of a voice.
    pub(super) fn of_word(&self, lower: &str) -> Option<SourceType> {
        number(&self.types, lower)
    }

    /// What an empty head ("spokesman", "member") says of a voice when nothing else does.
    pub(super) fn of_weak_word(&self, lower: &str) -> Option<SourceType> {
        number(&self.weak, lower)
    }

    /// Whether the word makes "other" of any office beside it ("rebel commander", "opposition lawmaker").
    pub(super) fn is_faction(&self, lower: &str) -> bool {
        self.factions.contains(lower)
            || lower.strip_suffix('s').is_some_and(|singular| self.factions.contains(singular))
    }

    /// Whether the words are the name of an outlet ("reuters", "daily telegraph").
    pub(super) fn is_outlet(&self, lower: &str) -> bool {
        self.outlets.contains(lower)
    }
}

/// A word that two kinds list belongs to the first of them.
fn by_word(lists: BTreeMap<SourceType, Vec<String>>) -> HashMap<String, SourceType> {
    let mut types = HashMap::new();
    for (kind, words) in lists {
        for word in words {
            types.entry(word).or_insert(kind);
        }
    }
    types
}

/// Looks a word up in its own form, then as a plural.
fn number(types: &HashMap<String, SourceType>, lower: &str) -> Option<SourceType> {
    let singular = || lower.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let own = types.get(lower).or_else(|| types.get(lower.strip_suffix('s')?));
    let own = own.or_else(|| types.get(lower.strip_suffix("es")?));
    own.or_else(|| types.get(&singular()?)).copied()
}
