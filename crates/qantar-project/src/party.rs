//! Which side a party is on: `data/codebook/parties.toml`.

use crate::error::Error;
use serde::{Deserialize, Serialize};

const FILE: &str = "data/codebook/parties.toml";

/// The kinds of sides that conflict data tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Army, police, government.
    State,
    /// Groups that fight to replace a government or leave a state.
    Rebels,
    /// Armed bands with political ends, unknown gunmen.
    Militia,
    /// Armed bands of an ethnic, religious or local group.
    Identity,
    /// A violent crowd.
    Rioters,
    /// A crowd that is not violent.
    Protesters,
    /// Unarmed people.
    Civilians,
    /// Forces of another state, international forces.
    External,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    class: Class,
    sectors: Vec<String>,
    words: Vec<String>,
    sector: String,
}

/// What makes a party one of a class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// Raised when its meaning changes.
    pub version: u32,
    determiners: Vec<String>,
    class: Vec<ClassEntry>,
}

impl Parties {
    /// Those built into the program.
    pub fn built_in() -> Result<Self, Error> {
        Parties::parse(include_str!("../../../data/codebook/parties.toml"))
    }

    /// Reads a file of the same shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::codebook(FILE, e))
    }

    /// The class of a party called `name`; `here` is the country of the place. None: nothing tells.
    pub fn class(&self, name: &str, sector: Option<&str>, country: Option<&str>, here: Option<&str>) -> Option<Class> {
        let by_sector = sector.and_then(|sector| self.of_sector(sector));
        let armed = by_sector.filter(|&class| class != Class::Civilians);
        let class = armed.or_else(|| self.of_words(name)).or(by_sector).or(sector.map(|_| Class::Civilians))?;
        let foreign = matches!((country, here), (Some(country), Some(here)) if country != here);
        Some(if class == Class::State && foreign { Class::External } else { class })
    }

    /// The class whose words stand in a text.
    pub(crate) fn of_words(&self, text: &str) -> Option<Class> {
        let text = spaced(text);
        let has = |word: &String| text.contains(&format!(" {word} ")) || text.contains(&format!(" {word}s "));
        self.class.iter().find(|entry| entry.words.iter().any(has)).map(|entry| entry.class)
    }

    fn of_sector(&self, sector: &str) -> Option<Class> {
        self.class.iter().find(|entry| entry.sectors.iter().any(|own| own == sector)).map(|entry| entry.class)
    }

    /// The sector that an imported party of a class is given.
    pub(crate) fn sector(&self, class: Class) -> Option<&str> {
        self.class.iter().find(|entry| entry.class == class).map(|entry| entry.sector.as_str())
    }

    /// Whether a party is spoken of by a kind ("the police", "three gunmen") and not by a name.
    pub(crate) fn is_generic(&self, name: &str) -> bool {
        let cut = |word: &String| {
            let head = name.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            name[head.len()..].strip_prefix(' ')
        };
        let rest = self.determiners.iter().filter_map(cut).min_by_key(|rest| rest.len());
        let mut words = rest.unwrap_or(name).split_whitespace();
        let first = words.next().unwrap_or_default();
        let mut others = words.peekable();
        // The first word may be written large for standing first in its sentence.
        match others.peek() {
            None => first.starts_with(char::is_lowercase) || self.of_words(first).is_some(),
            Some(_) => !others.any(|word| word.starts_with(char::is_uppercase)),
        }
    }
}

/// The words in lower case with one space between, before and after them.
fn spaced(text: &str) -> String {
    let mut out = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '/').filter(|word| !word.is_empty()) {
        out.push_str(&word.to_lowercase());
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_and_words_tell_the_class() {
        let parties = Parties::built_in().unwrap();
        let cases = [
            ("police", Some("COP"), Some("KE"), Some(Class::State)),
            ("Kenyan soldiers", Some("MIL"), Some("ET"), Some(Class::External)),
            ("oil workers", Some("LAB"), None, Some(Class::Civilians)),
            ("striking oil workers", Some("LAB"), None, Some(Class::Protesters)),
            ("protesters", Some("CVL"), None, Some(Class::Protesters)),
            ("a mob", None, None, Some(Class::Rioters)),
            ("Lake Front", Some("REB"), None, Some(Class::Rebels)),
            ("Lake Front", None, None, None),
            ("army", None, None, Some(Class::State)),
        ];
        for (name, sector, here, expected) in cases {
            let country = Some("KE").filter(|_| here.is_some());
            assert_eq!(parties.class(name, sector, country, here), expected, "{name}");
        }
    }

    #[test]
    fn a_kind_is_told_from_a_name() {
        let parties = Parties::built_in().unwrap();
        let kinds = ["police", "Police", "The police", "dozens of gunmen", "three men", "Riot police", "Kenyan troops"];
        let names = ["Lake Front", "the Lake Front", "Taliban", "the Taliban"];
        assert!(kinds.iter().all(|name| parties.is_generic(name)));
        assert!(names.iter().all(|name| !parties.is_generic(name)));
    }
}
