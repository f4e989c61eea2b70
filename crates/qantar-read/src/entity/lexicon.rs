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
    pub(super) former: Former,
    known: HashMap<String, Known>,
    pub(super) leaders: HashMap<String, Vec<Term>>,
    /// Surnames that one leader has.
    pub(super) surnames: HashMap<String, Term>,
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

/// Words that change what a sector is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// "retired": who was in office is of the elite.
    pub(super) words: HashSet<String>,
    /// Sectors that give way to that of the body named beside them: "Vardan fighters" are of Vardan.
    pub(super) loose: HashSet<String>,
    /// Surnames too common to mean a leader.
    pub(super) common: HashSet<String>,
}

/// Something known by name.
#[derive(Clone, Debug)]
pub enum Known {
    /// A country, a nationality.
    Country(&'static str),
    /// A city, and whether its name stands for a government.
    City(&'static str, bool),
    /// A body, movement, company or region.
    Body(Option<&'static str>, Option<&'static str>),
}

impl Known {
    pub(super) fn country(&self) -> Option<&'static str> {
        match self {
            Known::Country(code) | Known::City(code, _) => Some(code),
            Known::Body(country, _) => *country,
        }
    }

    pub(super) fn sector(&self) -> Option<&'static str> {
        match self {
            Known::Body(_, sector) => *sector,
            _ => None,
        }
    }

    /// The sector when the words are all that is said: a capital stands for its government.
    pub(super) fn metonym(&self) -> Option<&'static str> {
        match self {
            Known::City(_, true) => Some("GOV"),
            known => known.sector(),
        }
    }
}

/// A time in office, by year and month; no end: still.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub country: &'static str,
    pub from: (i16, i8),
    pub to: Option<(i16, i8)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorFile {
    sectors: toml::Table,
    former: Former,
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
        for fields in rows("entity/agents.tsv", 2)? {
            sectors.entry(fold(fields[0])).or_insert_with(|| fields[1].to_owned());
        }
        let aliases = codes("entity/aliases.tsv")?;
        let leaders = leaders()?;
        Ok(ActorLexicon {
            heads: Heads::builtin(&file.roles.words, &file.kinds.body)?,
            classes: WordClasses::builtin()?,
            long_names: by_first_word(
                aliases
                    .iter()
                    .flat_map(|(short, full)| [short.as_str(), full])
                    .chain(bodies()?.iter().map(String::as_str)),
            ),
            former: file.former,
            known: known()?,
            surnames: surnames(&leaders),
            leaders,
            sectors,
            countries: codes("entity/countries.tsv")?,
            demonyms: codes("name/demonyms.tsv")?,
            peoples: data::lines(data::text("name/demonyms.tsv")?)
                .filter_map(|line| line.split('\t').next())
                .map(fold)
                .collect(),
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
        let own = own.or_else(|| self.sectors.get(&format!("{}y", lower.strip_suffix("ies")?)));
        let own = own.or_else(|| self.sectors.get(&format!("{}man", lower.strip_suffix("men")?)));
        own.map(String::as_str)
    }

    /// What has this name.
    pub(super) fn known(&self, folded: &str) -> Option<&Known> {
        self.known.get(folded)
    }

    /// The country that a name can stand for the government of: its own, or that of its capital.
    pub(super) fn rules(&self, folded: &str) -> Option<&'static str> {
        match self.known(folded)? {
            Known::Country(code) | Known::City(code, true) => Some(code),
            _ => None,
        }
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
        self.long_names.get(folded.strip_suffix("'s").unwrap_or(folded)).map_or(&[], Vec::as_slice)
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
        let first = name.split([' ', '\'', ',']).next().unwrap_or(name);
        found.entry(first.to_owned()).or_default().push(name.to_owned());
    }
    for names in found.values_mut() {
        names.sort_by_key(|words| (std::cmp::Reverse(words.len()), words.clone()));
        names.dedup();
    }
    found
}

/// Folded, without possessives and apostrophes: how [`ActorLexicon::known`] is asked.
pub(super) fn plain(words: &str) -> String {
    fold(words).replace("'s", "").replace('\'', "")
}

/// The rows of a table of so many columns.
fn rows(path: &str, columns: usize) -> Result<Vec<Vec<&'static str>>, DataError> {
    let split = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let wrong = || DataError::new(format!("data/{path}"), format!("want {columns} columns: {line:?}"));
        if fields.len() == columns { Ok(fields) } else { Err(wrong()) }
    };
    data::lines(data::text(path)?).map(split).collect()
}

/// Everything that has a name: the lists by hand before the derived ones, bodies before countries before cities.
fn known() -> Result<HashMap<String, Known>, DataError> {
    let some = |code: &'static str| (code != "-").then_some(code);
    let mut known = HashMap::new();
    let mut add = |name: &str, what: Known| {
        known.entry(plain(name)).or_insert(what);
    };
    for path in ["entity/countries.tsv", "name/demonyms.tsv"] {
        for fields in rows(path, 2)? {
            some(fields[1]).into_iter().for_each(|code| add(fields[0], Known::Country(code)));
        }
    }
    for path in ["entity/bodies.tsv", "entity/groups.tsv"] {
        rows(path, 3)?.iter().for_each(|fields| add(fields[0], Known::Body(some(fields[1]), some(fields[2]))));
    }
    rows("entity/cities.tsv", 3)?
        .iter()
        .for_each(|fields| add(fields[0], Known::City(fields[1], fields[2] == "capital")));
    Ok(known)
}

/// Folded names of bodies that are no word: of two words and more, or in capitals.
fn bodies() -> Result<Vec<String>, DataError> {
    let sure = |name: &str| name.contains(' ') || name.len() > 2 && !name.chars().any(char::is_lowercase);
    let bodies = rows("entity/bodies.tsv", 3)?.into_iter().filter(|fields| !matches!(fields[2], "-" | "PRE"));
    Ok(bodies.map(|fields| fields[0]).filter(|name| sure(name)).map(fold).collect())
}

/// Folded full names of leaders with their times in office.
fn leaders() -> Result<HashMap<String, Vec<Term>>, DataError> {
    let mut leaders: HashMap<String, Vec<Term>> = HashMap::new();
    for fields in rows("entity/leaders.tsv", 4)? {
        let month = |text: &str| {
            let (year, month) = text.split_once('-')?;
            Some((year.parse().ok()?, month.parse().ok()?))
        };
        let wrong = || DataError::new("data/entity/leaders.tsv", format!("want year-month: {fields:?}"));
        let to = if fields[3] == "-" { None } else { Some(month(fields[3]).ok_or_else(wrong)?) };
        let term = Term { country: fields[1], from: month(fields[2]).ok_or_else(wrong)?, to };
        leaders.entry(fold(fields[0])).or_default().push(term);
    }
    Ok(leaders)
}

fn surnames(leaders: &HashMap<String, Vec<Term>>) -> HashMap<String, Term> {
    let mut found: HashMap<String, Vec<&Term>> = HashMap::new();
    for (name, terms) in leaders {
        let surname = name.rsplit(' ').next().unwrap_or(name);
        found.entry(surname.to_owned()).or_default().push(&terms[0]);
    }
    let one = found.into_iter().filter(|(_, terms)| terms.len() == 1);
    one.map(|(surname, terms)| (surname, *terms[0])).collect()
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
