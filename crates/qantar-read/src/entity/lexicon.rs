//! What the entity rules know, from `data/entity/` and the list of nationalities in `data/name/`.

use super::heads::Heads;
use crate::data::{self, DataError};
use crate::phrase::WordClasses;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the entity rules know: sectors of actor words, countries of nationalities.
#[derive(Clone, Debug)]
pub struct ActorLexicon {
    sectors: HashMap<String, String>,
    countries: HashMap<String, &'static str>,
    demonyms: HashMap<String, &'static str>,
    /// Nationalities, peoples and faiths, also those of no country.
    peoples: HashSet<String>,
    aliases: HashMap<String, &'static str>,
    pub(super) kinds: Kinds,
    roles: HashSet<String>,
    beside: HashSet<String>,
    pub(super) heads: Heads,
    pub(super) classes: WordClasses,
    /// First word of each body that has another name, with all its words.
    long_names: HashMap<String, Vec<String>>,
}

/// Heads of phrases that are no names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    pub(super) body: HashSet<String>,
    pub(super) group: HashSet<String>,
    pub(super) determiner: HashSet<String>,
    pub(super) pronoun: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorFile {
    sectors: toml::Table,
    kinds: Kinds,
    roles: Roles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    words: HashSet<String>,
    beside: HashSet<String>,
}

impl ActorLexicon {
    /// The built-in lists, `data/entity/`.
    pub fn builtin() -> Result<Self, DataError> {
        let file: SectorFile = data::toml("entity/sectors.toml")?;
        let mut sectors = HashMap::new();
        for (code, words) in file.sectors {
            let words: Vec<String> = words.try_into().map_err(|e| DataError::new("data/entity/sectors.toml", e))?;
            for word in words {
                if let Some(other) = sectors.insert(word.clone(), code.clone()) {
                    let reason = format!("{word:?} is of sector {other} and of {code}");
                    return Err(DataError::new("data/entity/sectors.toml", reason));
                }
            }
        }
        let aliases = codes("entity/aliases.tsv")?;
        Ok(ActorLexicon {
            heads: Heads::builtin(&file.roles.words, &file.kinds.body)?,
            classes: WordClasses::builtin()?,
            long_names: by_first_word(aliases.iter().flat_map(|(short, full)| [short.as_str(), full])),
            sectors,
            countries: codes("entity/countries.tsv")?,
            demonyms: codes("name/demonyms.tsv")?,
            peoples: data::lines(data::text("name/demonyms.tsv")?).filter_map(|line| line.split('\t').next()).map(fold).collect(),
            aliases,
            kinds: file.kinds,
            roles: file.roles.words,
            beside: file.roles.beside,
        })
    }

    /// The sector that a word tells, in its own form or as a plural.
    pub(super) fn sector(&self, lower: &str) -> Option<&str> {
        let own = self.sectors.get(lower).or_else(|| self.sectors.get(lower.strip_suffix('s')?));
        let own = own.or_else(|| self.sectors.get(lower.strip_suffix("es")?));
        own.map(String::as_str)
    }

    /// The country of a name, or of a nationality.
    pub(super) fn country(&self, folded: &str) -> Option<&'static str> {
        self.countries.get(folded).or_else(|| self.demonyms.get(folded)).copied()
    }

    /// Whether the word is of a nationality, a people or a faith.
    pub(super) fn is_people(&self, folded: &str) -> bool {
        self.peoples.contains(folded)
    }

    /// The country whose own name the words are.
    pub(super) fn country_named(&self, folded: &str) -> Option<&'static str> {
        self.countries.get(folded).copied()
    }

    /// The full name of a body that is known by another one too; the words themselves otherwise.
    pub(super) fn full_name<'w>(&self, folded: &'w str) -> &'w str {
        self.aliases.get(folded).copied().unwrap_or(folded)
    }

    /// The bodies with another name whose name begins with this word; the longest first.
    pub(super) fn bodies_from(&self, folded: &str) -> &[String] {
        self.long_names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Whether a word is of a closed class of English: "While", "There".
    pub(super) fn classes_word(&self, lower: &str) -> bool {
        self.classes.is_closed(lower)
    }

    /// Whether a word names an office or a calling.
    pub(super) fn is_role(&self, lower: &str) -> bool {
        self.roles.contains(lower)
    }

    /// Whether a word can stand in the name of an office: "deputy", a nationality, an office itself.
    pub(super) fn in_role(&self, lower: &str) -> bool {
        self.roles.contains(lower) || self.beside.contains(lower) || self.country(lower).is_some()
    }
}

fn by_first_word<'w>(names: impl Iterator<Item = &'w str>) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for name in names {
        let first = name.split(' ').next().unwrap_or(name);
        found.entry(first.to_owned()).or_default().push(name.to_owned());
    }
    for names in found.values_mut() {
        names.sort_by_key(|words| (std::cmp::Reverse(words.len()), words.clone()));
        names.dedup();
    }
    found
}

/// Folded words → code; `-` in the file means none.
fn codes(path: &str) -> Result<HashMap<String, &'static str>, DataError> {
    let mut codes = HashMap::new();
    for line in data::lines(data::text(path)?) {
        let wrong = || DataError::new(format!("data/{path}"), format!("want words, a tab and a code: {line:?}"));
        let (words, code) = line.split_once('\t').ok_or_else(wrong)?;
        if code != "-" {
            codes.insert(fold(words), code);
        }
    }
    Ok(codes)
}

/// Lower case, without marks on letters, points, and typographic apostrophes: what names are compared by.
pub(super) fn fold(words: &str) -> String {
    let plain = words.nfd().filter(|c| !is_combining_mark(*c) && *c != '.');
    plain.map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}
