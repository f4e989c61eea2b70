//! When two names are one: the rules that gather mentions.

use super::lexicon::{ActorLexicon, fold};
use super::nominal::Key;
use qantar_record::{Mention, MentionKind, NameType};
use std::collections::HashSet;

/// Mentions held to be one person, body or group, before they are told about.
#[derive(Clone, Debug)]
pub struct Group {
    pub name_type: NameType,
    pub mentions: Vec<Mention>,
    /// Folded forms of the names, without article.
    forms: Vec<Vec<String>>,
    /// The name that was found fullest, as it stands.
    pub name: String,
    /// What was said of it without its name.
    pub keys: Vec<Key>,
}

impl Group {
    pub fn new(words: &str, mention: Mention) -> Self {
        let name = if mention.kind == MentionKind::Name { strip_article(words) } else { strip_count(words) }.to_owned();
        Group {
            name_type: mention.name_type,
            forms: vec![form(words)],
            name,
            mentions: vec![mention],
            keys: Vec::new(),
        }
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

    /// Takes in another group, held to be the same.
    pub fn absorb(&mut self, other: Group) {
        if other.name.split(' ').count() > self.name.split(' ').count() {
            self.name = other.name;
        }
        self.forms.extend(other.forms);
        self.keys.extend(other.keys);
        self.mentions.extend(other.mentions);
    }

    /// Whether any mention is a name.
    pub fn is_named(&self) -> bool {
        self.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
    }

    /// The forms, folded, as words.
    pub fn forms(&self) -> &[Vec<String>] {
        &self.forms
    }

    pub fn first(&self) -> usize {
        self.mentions.iter().map(|mention| mention.span.start).min().unwrap_or(usize::MAX)
    }

    /// Whether any form is exactly these words.
    pub fn has_form(&self, words: &str) -> bool {
        self.forms.contains(&form(words))
    }

    /// How strongly the words name this group; 0 when they do not.
    pub fn takes(&self, words: &str, name_type: NameType, lexicon: &ActorLexicon) -> u32 {
        let new = form(words);
        let person = |name_type| name_type == NameType::Per;
        let forms = || self.forms.iter();
        match (person(self.name_type), person(name_type)) {
            (true, true) => {
                let new = plain_name(&new, lexicon);
                forms().map(|old| same_person(plain_name(old, lexicon), new)).max().unwrap_or(0)
            }
            (false, false) => {
                let whole = |form: &[String]| form.join(" ");
                let country = |form: &[String]| lexicon.country_named(&whole(form));
                let state = country(&new).is_some() && forms().any(|old| country(old) == country(&new));
                let (full, wanted) =
                    (|old: &Vec<String>| lexicon.full_name(&whole(old)).replace('\'', ""), whole(&new));
                let alias = forms().any(|old| full(old) == lexicon.full_name(&wanted).replace('\'', ""));
                let alone = lone(&new, lexicon)
                    && forms()
                        .any(|old| (2..5).contains(&old.len()) && old.last() == new.last() && !is_body(old, lexicon));
                let alike =
                    forms().map(|old| same_body(old, &new).max(same_kind(old, &new, lexicon))).max().unwrap_or(0);
                alike.max(if state || alias { 3 } else { u32::from(alone) })
            }
            // A lone surname or given name whose kind was mistaken.
            (true, false) => u32::from(
                name_type != NameType::Norp
                    && new.len() == 1
                    && lexicon.country(&new[0]).is_none()
                    && forms().any(|old| old.len() > 1 && (is_slip(&old[old.len() - 1], &new[0]) || old[0] == new[0])),
            ),
            (false, true) => 0,
        }
    }
}

/// Whether a name is one word that can be a surname.
fn lone(form: &[String], lexicon: &ActorLexicon) -> bool {
    form.len() == 1 && form[0].len() > 4 && !is_body(form, lexicon) && lexicon.known(&form[0]).is_none()
}

/// Whether a word of the name says that it is a body.
fn is_body(form: &[String], lexicon: &ActorLexicon) -> bool {
    form.iter().any(|word| {
        lexicon.heads.noun(word).is_some() || lexicon.heads.company.contains(word) || lexicon.sector(word).is_some()
    })
}

/// A name without the titles before it: "vartan" of "mayor vartan".
fn plain_name<'f>(form: &'f [String], lexicon: &ActorLexicon) -> &'f [String] {
    let titles = form.iter().take_while(|word| lexicon.heads.honorific.contains(*word)).count();
    &form[titles.min(form.len().saturating_sub(1))..]
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

/// Words that say how many, or how sure that is, before what is counted.
const COUNTING: &str = "the a an at least most no more fewer less not than well over under up to about around some nearly \
    almost roughly approximately estimated several many dozens scores hundreds thousands of one two three four five six seven eight \
    nine ten eleven twelve hundred thousand";

/// Whom a phrase means, however many: "protesters" of "at least 17 protesters". A phrase with nobody else in it ("hundreds", "two of
/// them") stays as it is, without its article.
fn strip_count(words: &str) -> &str {
    let counts = |word: &&str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        plain.starts_with(|c: char| c.is_ascii_digit())
            || COUNTING.split(' ').any(|count| plain.eq_ignore_ascii_case(count))
    };
    let counted = words.split_inclusive(' ').take_while(counts).map(str::len).sum();
    match &words[counted..] {
        "" | "them" | "those" | "us" | "whom" | "which" => strip_article(words),
        left => left,
    }
}

/// 4: same words; 3: the surname, or all words of the shorter in the longer; 2: a slip of the pen or another spelling;
/// 1: the given name alone.
fn same_person(old: &[String], new: &[String]) -> u32 {
    let (Some(a), Some(b)) = (old.last(), new.last()) else { return 0 };
    let (short, long) = if old.len() <= new.len() { (old, new) } else { (new, old) };
    let within = short.iter().filter(|word| word.len() > 1).all(|word| long.contains(word));
    if old == new {
        4
    } else if within && (a == b || short.len() > 1 && short[0] == long[0]) {
        3
    } else if is_slip(a, b) && (short.len() == 1 || is_slip(&old[0], &new[0]) || sounds(&old[0]) == sounds(&new[0])) {
        2
    } else if short.len() == 1
        && long.len() > 1
        && (short[0] == long[0] || long.len() > 2 && long.iter().any(|word| word.len() > 4 && is_slip(word, &short[0])))
    {
        // The given name alone, or the first of two surnames.
        1
    } else {
        0
    }
}

/// 4: same words; 3: one is made of the other's initials; 2: a slip of the pen.
fn same_body(old: &[String], new: &[String]) -> u32 {
    let (one, other) = (old.concat().replace(['-', '\''], ""), new.concat().replace(['-', '\''], ""));
    if one == other {
        4
    } else if is_initials(old, new) || is_initials(new, old) {
        3
    } else if old.len() == new.len() && is_slip(&one, &other) && (one.len() > 9 || sounds(&one) == sounds(&other)) {
        2
    } else {
        0
    }
}

fn is_initials(long: &[String], short: &[String]) -> bool {
    let small = ["of", "the", "and", "for", "in", "de", "on", "to"];
    let letters = |all: bool| -> String {
        let words = long.iter().filter(|word| all || !small.contains(&word.as_str()));
        words.flat_map(|word| word.split('-')).filter_map(|word| word.chars().next()).collect()
    };
    long.len() > 2 && short.len() == 1 && (letters(false) == short[0] || letters(true) == short[0])
}

/// 3: the same but for a word that says what kind of thing it is ("the Vardan movement") or what law its company is
/// under ("Orlan Ltd"), for the plural, or for whose it is ("Supreme Court of Norland").
fn same_kind(old: &[String], new: &[String], lexicon: &ActorLexicon) -> u32 {
    let (short, long) = if old.len() <= new.len() { (old, new) } else { (new, old) };
    let one = |form: &[String]| {
        form.split_last().map(|(last, rest)| {
            let last = last.strip_suffix('s').filter(|one| one.len() > 3).unwrap_or(last);
            rest.iter().map(String::as_str).chain([last]).collect::<Vec<_>>().join(" ")
        })
    };
    let country = |form: &[String]| lexicon.country(&form.join(" ")).is_some();
    let sort = &lexicon.heads.sort;
    let rest = || long[short.len()..].iter();
    let lead = |word: &String| word.len() > 2 && !country(std::slice::from_ref(word));
    let last_is = |words: &HashSet<String>, form: &[String]| form.last().is_some_and(|last| words.contains(last));
    let plural = || one(short) == one(long);
    let sorted = || long.len() == short.len() + 1 && last_is(sort, long) && one(short) == one(&long[..short.len()]);
    let begun = || long.len() > short.len() && long.starts_with(short);
    let company = || begun() && lead(&short[0]) && rest().any(|word| lexicon.heads.company.contains(word));
    let owned = || begun() && short.len() > 1 && matches!(long[short.len()].as_str(), "of" | "for");
    // "Orlan Limited" and "Orlan Hajózási Kft."
    let law = |form: &[String]| last_is(&lexicon.heads.company, form);
    let two_laws = || short.len() == 2 && short[0] == long[0] && short[0].len() > 2 && law(short) && law(long);
    let nameable = !short.is_empty() && !country(short);
    3 * u32::from(nameable && (plural() || sorted() || company() || owned() || two_laws()))
}

/// What is left of a word when its vowels are taken as one: spellings of one name in another script share it.
fn sounds(word: &str) -> String {
    let mut sounds = String::new();
    for letter in word.chars().filter(|c| c.is_alphanumeric()) {
        let sound = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => 'a',
            'q' => 'k',
            'z' => 's',
            'w' => 'v',
            other => other,
        };
        if !sounds.ends_with(sound) {
            sounds.push(sound);
        }
    }
    sounds
}

/// Long words that differ by one letter, or by two when they are longer than eight or sound the same.
fn is_slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..=5 => 0,
        6..=8 => 1,
        _ => 2,
    };
    a == b
        || a.chars().next() == b.chars().next()
            && (allowed > 0 && distance(a, b) <= allowed || length > 4 && sounds(a) == sounds(b) && distance(a, b) <= 2)
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
    fn a_phrase_is_called_by_whom_it_means_however_many() {
        for (words, name) in [
            ("at least 17 protesters", "protesters"),
            ("least 17 civilians", "civilians"),
            ("More than 9,000 people", "people"),
            ("dozens of the miners", "miners"),
            ("three police officers", "police officers"),
            ("the second column", "second column"),
            ("2,000 of them", "2,000 of them"),
            ("The 21", "21"),
            ("hundreds", "hundreds"),
            ("", ""),
        ] {
            assert_eq!(strip_count(words), name, "{words:?}");
        }
    }

    #[test]
    fn persons_are_known_by_surname_and_slips_of_the_pen() {
        let same = |a: &str, b: &str| same_person(&form(a), &form(b));
        assert_eq!(same("Ines Vartan", "Vartan"), 3);
        assert_eq!(same("Ines Vartanyan", "Inés Vartanian"), 2);
        assert_eq!(same("Ines Vartan", "Ines"), 1);
        assert_eq!(same("Ines Vartan", "Ines R. Vartan Olmedo"), 3);
        assert_eq!(same("Yasin Tareem", "Tarim"), 2);
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

    #[test]
    fn bodies_are_known_without_what_says_their_kind() {
        let lexicon = ActorLexicon::builtin().expect("the built-in lists are sound");
        let same = |a: &str, b: &str| same_kind(&form(a), &form(b), &lexicon);
        assert_eq!(same("the Vardan movement", "Vardan"), 3);
        assert_eq!(same("Vardans", "Vardan"), 3);
        assert_eq!(same("Orlan Shipping Ltd", "Orlan Shipping"), 3);
        assert_eq!(same("Orlan Limited", "Orlan Hajózási Kft."), 3);
        assert_eq!(same("Supreme Court of Norland", "Supreme Court"), 3);
        assert_eq!(same("Norway movement", "Norway"), 0);
        assert_eq!(same("Orlan Bay", "Orlan"), 0);
    }
}
