//! When two names are one: the rules that gather mentions.

use super::lexicon::{ActorLexicon, fold};
use qantar_record::{Mention, MentionKind, NameType};

/// Mentions held to be one person, body or group, before they are told about.
#[derive(Clone, Debug)]
pub struct Group {
    pub name_type: NameType,
    pub mentions: Vec<Mention>,
    /// Folded forms of the names, without article.
    forms: Vec<Vec<String>>,
    /// The name that was found fullest, as it stands.
    pub name: String,
}

impl Group {
    pub fn new(words: &str, mention: Mention) -> Self {
        let name = strip_article(words).to_owned();
        Group { name_type: mention.name_type, forms: vec![form(words)], name, mentions: vec![mention] }
    }

    /// Adds a mention; a name of more words becomes the group's name.
    pub fn add(&mut self, words: &str, mention: Mention) {
        let fuller = mention.kind == MentionKind::Name && words.split(' ').count() > self.name.split(' ').count();
        if fuller {
            self.name = strip_article(words).to_owned();
        }
        let form = form(words);
        if mention.kind != MentionKind::Pronoun && !self.forms.contains(&form) {
            self.forms.push(form);
        }
        self.mentions.push(mention);
    }

    pub fn first(&self) -> usize {
        self.mentions.iter().map(|mention| mention.span.start).min().unwrap_or(usize::MAX)
    }

    /// Whether any form is exactly these words.
    pub fn has_form(&self, words: &str) -> bool {
        self.forms.contains(&form(words))
    }

    /// The last word of the fullest form: "police" of "Lindal Police".
    pub fn last_word(&self) -> Option<&str> {
        self.forms.iter().max_by_key(|form| form.len())?.last().map(String::as_str)
    }

    /// How strongly the words name this group; 0 when they do not.
    pub fn takes(&self, words: &str, name_type: NameType, lexicon: &ActorLexicon) -> u32 {
        let new = form(words);
        let forms = || self.forms.iter();
        match (self.name_type == NameType::Per, name_type == NameType::Per) {
            (true, true) => forms().map(|old| same_person(old, &new)).max().unwrap_or(0),
            (false, false) => {
                let whole = |form: &[String]| form.join(" ");
                let country = |form: &[String]| lexicon.country_named(&whole(form));
                let state = country(&new).is_some() && forms().any(|old| country(old) == country(&new));
                let (full, wanted) = (|old: &Vec<String>| lexicon.full_name(&whole(old)).to_owned(), whole(&new));
                let alias = forms().any(|old| full(old) == lexicon.full_name(&wanted));
                forms().map(|old| same_body(old, &new)).max().unwrap_or(0).max(if state || alias { 3 } else { 0 })
            }
            // A lone surname whose kind was mistaken.
            (true, false) => u32::from(
                name_type != NameType::Norp
                    && new.len() == 1
                    && forms().any(|old| old.len() > 1 && old.last() == new.last()),
            ),
            (false, true) => 0,
        }
    }
}

/// Words folded, split at spaces and hyphens kept, article, possessive and titles off.
fn form(words: &str) -> Vec<String> {
    let folded = fold(strip_article(words));
    let words = folded.split_whitespace().map(|word| word.strip_suffix("'s").unwrap_or(word));
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

pub fn strip_article(words: &str) -> &str {
    let articles = ["the ", "The ", "a ", "A ", "an ", "An "];
    articles.iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words)
}

/// 4: same words; 3: the surname, or all words of the shorter in the longer; 2: a slip of the pen; 1: the given name alone.
fn same_person(old: &[String], new: &[String]) -> u32 {
    let (Some(a), Some(b)) = (old.last(), new.last()) else { return 0 };
    let (short, long) = if old.len() <= new.len() { (old, new) } else { (new, old) };
    if old == new {
        4
    } else if a == b && short.iter().all(|word| long.contains(word)) {
        3
    } else if is_slip(a, b) && (short.len() == 1 || is_slip(&old[0], &new[0]) || old[0] == new[0]) {
        2
    } else if short.len() == 1
        && long.len() > 1
        && (short[0] == long[0] || long.len() > 2 && short[0].len() > 4 && long.contains(&short[0]))
    {
        // The given name alone, or the first of two surnames.
        1
    } else {
        0
    }
}

/// 4: same words; 3: one is made of the other's initials; 2: a slip of the pen.
fn same_body(old: &[String], new: &[String]) -> u32 {
    let initials = |long: &[String], short: &[String]| {
        let small = ["of", "the", "and", "for", "in", "de"];
        let letters = |all: bool| -> String {
            long.iter().filter(|w| all || !small.contains(&w.as_str())).filter_map(|w| w.chars().next()).collect()
        };
        long.len() > 2 && short.len() == 1 && (letters(false) == short[0] || letters(true) == short[0])
    };
    let (one, other) = (old.concat(), new.concat());
    if one == other {
        4
    } else if initials(old, new) || initials(new, old) {
        3
    } else if old.len() == new.len() && is_slip(&one, &other) && one.len() > 9 {
        2
    } else {
        0
    }
}

/// Long words that differ by one letter, or by two when they are longer than eight.
fn is_slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..=5 => 0,
        6..=8 => 1,
        _ => 2,
    };
    a == b || allowed > 0 && distance(a, b) <= allowed && a.chars().next() == b.chars().next()
}

/// Letters to insert, drop or change to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for j in 0..b.len() {
            let change = corner + usize::from(letter != b[j]);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_known_by_surname_and_slips_of_the_pen() {
        let same = |a: &str, b: &str| same_person(&form(a), &form(b));
        assert_eq!(same("Ines Vartan", "Vartan"), 3);
        assert_eq!(same("Ines Vartanyan", "Inés Vartanian"), 2);
        assert_eq!(same("Ines Vartan", "Ines"), 1);
        assert_eq!(same("Ines Vartan", "Oskar Vartan"), 0);
        assert_eq!(same("Ines Vartan", "Martin"), 0);
    }

    #[test]
    fn bodies_are_known_by_initials() {
        let same = |a: &str, b: &str| same_body(&form(a), &form(b));
        assert_eq!(same("the Lindal Dockers' Union", "LDU"), 3);
        assert_eq!(same("the Union of Dock Hands", "UDH"), 3);
        assert_eq!(same("The Harbour Board", "Harbour Board"), 4);
        assert_eq!(same("Harbour Board", "Harbour Court"), 0);
    }
}
