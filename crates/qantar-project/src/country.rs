//! Countries by their codes: `data/codebook/countries.tsv`.

use crate::error::Error;

const FILE: &str = "data/codebook/countries.tsv";

/// A country or territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub alpha2: String,
    /// ISO 3166-1 alpha-3.
    pub alpha3: String,
    /// ISO 3166-1 numeric; none for those without one, such as Kosovo.
    pub numeric: Option<u16>,
    /// The region, as the ACLED layout names regions.
    pub region: String,
    /// Gleditsch and Ward's number of the state; none for territories.
    pub gw: Option<u16>,
    /// The name, as the ACLED layout has it.
    pub name: String,
}

/// All countries.
#[derive(Clone, Debug)]
pub struct Countries(Vec<Country>);

impl Countries {
    /// Those built into the program.
    pub fn built_in() -> Result<Self, Error> {
        Countries::parse(include_str!("../../../data/codebook/countries.tsv"))
    }

    /// Reads lines of alpha-2, alpha-3, numeric, region, number and name with tabs between them.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let all: Result<Vec<_>, _> = lines.map(country).collect();
        Ok(Countries(all?))
    }

    /// The country with an alpha-2 code.
    pub fn by_alpha2(&self, code: &str) -> Option<&Country> {
        self.0.iter().find(|country| country.alpha2 == code)
    }

    /// The country with a numeric code.
    pub fn by_numeric(&self, code: u16) -> Option<&Country> {
        self.0.iter().find(|country| country.numeric == Some(code))
    }

    /// The country with Gleditsch and Ward's number.
    pub fn by_gw(&self, number: u16) -> Option<&Country> {
        self.0.iter().find(|country| country.gw == Some(number))
    }

    /// The country of a name, in whatever case.
    pub fn by_name(&self, name: &str) -> Option<&Country> {
        self.0.iter().find(|country| country.name.eq_ignore_ascii_case(name.trim()))
    }

    /// The country whose name stands in a longer one: "Government of Kazakhstan". The longest name, when several do.
    pub(crate) fn named_in(&self, text: &str) -> Option<&Country> {
        // Every party of an imported table is asked, and few names begin like a word of it.
        let starts: Vec<u8> = text.split(|c: char| !c.is_alphanumeric()).filter_map(|w| w.bytes().next()).collect();
        let may = |country: &&Country| country.name.bytes().next().is_some_and(|first| starts.contains(&first));
        let found = self.0.iter().filter(may).filter(|country| has_words(text, &country.name));
        found.max_by_key(|country| country.name.len())
    }
}

/// Whether `words` stand in `text` with no letter before or after them.
fn has_words(text: &str, words: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words)
        .any(|(at, _)| !letter(text[..at].chars().next_back()) && !letter(text[at + words.len()..].chars().next()))
}

fn country(line: &str) -> Result<Country, Error> {
    let unsound = |reason: &str| Error::codebook(FILE, format!("{line:?}: {reason}"));
    let fields: Vec<&str> = line.split('\t').collect();
    let [alpha2, alpha3, numeric, region, gw, name] = fields[..] else { return Err(unsound("not six fields")) };
    let number = |field: &str| match field {
        "-" => Ok(None),
        digits => digits.parse().map(Some).map_err(|_| unsound("not a number and not -")),
    };
    Ok(Country {
        alpha2: alpha2.into(),
        alpha3: alpha3.into(),
        numeric: number(numeric)?,
        region: region.into(),
        gw: number(gw)?,
        name: name.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_lead_to_one_country() {
        let all = Countries::built_in().unwrap();
        let distinct: BTreeSet<_> = all.0.iter().map(|c| &c.alpha2).collect();
        assert_eq!(distinct.len(), all.0.len());
        assert_eq!(all.by_numeric(398).unwrap().alpha3, "KAZ");
        assert_eq!(all.by_gw(705).unwrap().alpha2, "KZ");
        assert_eq!(all.by_name("ivory coast").unwrap().alpha2, "CI");
        assert_eq!(all.named_in("Military Forces of Niger").unwrap().alpha2, "NE");
        assert_eq!(all.named_in("Police Forces of South Sudan (2011-)").unwrap().alpha2, "SS");
        assert_eq!(all.named_in("Nigeriens"), None);
    }

    #[test]
    fn a_bad_line_is_named() {
        let message = Countries::parse("AA\tAAA\tx\tR\t-\tName").unwrap_err().to_string();
        assert!(message.contains("not a number"), "{message}");
    }
}
