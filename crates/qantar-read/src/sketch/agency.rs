//! The agency that a report credits: "GARISSA, 3 May (Lakes Wire) -", "— Reuters", "(AP)".
//!
//! What a dateline has in brackets is an agency, known or not. Anywhere else only a name of `data/sketch/agencies.txt` is, and only
//! where credits stand: alone at the very start or the very end. An agency in a sentence is a source, and one in a byline
//! has a reporter of its own there.

use crate::data::{self, DataError};
use qantar_record::{Block, BlockKind, Document};
use std::collections::{HashMap, HashSet};

/// Agencies known by name, `data/sketch/agencies.txt`.
#[derive(Clone, Debug, Default)]
pub struct Agencies {
    /// The name as it is kept, by each form of it: one in capitals as it is, any other in lower case.
    names: HashMap<String, &'static str>,
    /// How the names of agencies end.
    endings: Vec<&'static str>,
    /// What stands in the brackets of a dateline and is no agency, in lower case; countries are none either.
    others: HashSet<String>,
}

impl Agencies {
    /// The built-in list.
    pub fn builtin() -> Result<Self, DataError> {
        let mut agencies = Agencies::default();
        for line in data::lines(data::text("sketch/agencies.txt")?) {
            match (line.strip_prefix('*'), line.strip_prefix('!')) {
                (Some(ending), _) => agencies.endings.push(ending),
                (_, Some(other)) => drop(agencies.others.insert(other.to_lowercase())),
                _ => agencies.enter(line.split('|').map(str::trim)),
            }
        }
        let countries = data::lines(data::text("entity/countries.tsv")?).filter_map(|line| line.split('\t').next());
        agencies.others.extend(countries.map(str::to_lowercase));
        Ok(agencies)
    }

    fn enter(&mut self, forms: impl Iterator<Item = &'static str> + Clone) {
        let Some(kept) = forms.clone().next() else { return };
        self.names.extend(forms.map(|form| (if is_upper(form) { form.to_owned() } else { form.to_lowercase() }, kept)));
    }

    /// The name as it is kept, when the words are the name of an agency and nothing else.
    fn known(&self, words: &str) -> Option<String> {
        let words = words.trim();
        if let Some(kept) = self.names.get(words).or_else(|| self.names.get(&words.to_lowercase())) {
            return Some((*kept).to_owned());
        }
        let before = self.endings.iter().find_map(|ending| words.strip_suffix(ending))?;
        (before.ends_with(' ') && is_name(words)).then(|| words.to_owned())
    }
}

fn is_upper(words: &str) -> bool {
    !words.contains(char::is_lowercase)
}

/// No name of an agency has more words.
const LONGEST: usize = 5;

/// An opening is not looked for further than this, as in ingest.
const REACH: usize = 120;

/// Marks around a credit that stands alone: "— Reuters", "[AP]", "/TASS/.".
const AROUND: &[char] = &['(', ')', '[', ']', '-', '–', '—', '/', '.', '*', '_', ' '];

/// What may stand before the name at the foot.
const LEADS: [&str; 5] = ["Source:", "Source -", "Agency:", "Via", "With"];

/// The agency that a report credits, if it credits one.
pub fn credited(document: &Document, agencies: &Agencies) -> Option<String> {
    let first = document.blocks().iter().find(|block| block.kind.tells())?;
    opening(document, first, agencies).or_else(|| foot(document, agencies))
}

/// The credit of the opening: in brackets or slashes after place and day, or a known name alone before a dash.
fn opening(document: &Document, first: &Block, agencies: &Agencies) -> Option<String> {
    let words = document.words(first.span);
    let reach = words.char_indices().map(|(at, _)| at).find(|at| *at > REACH).unwrap_or(words.len());
    let inside = |open: char, close: char| {
        let start = words[..reach].find(open)?;
        let length = words[start + 1..].find(close)?;
        let after = words[start + 1 + length + close.len_utf8()..].trim_start_matches(['.', ' ']);
        let ends = after.starts_with(['-', '–', '—', ':']) || close == '/';
        ends.then(|| (words[..start].trim(), words[start + 1..start + 1 + length].trim()))
    };
    for (open, close) in [('(', ')'), ('[', ']'), ('/', '/')] {
        let Some((before, name)) = inside(open, close) else { continue };
        let told = document.dateline().is_some_and(|line| line.span.end <= first.span.start + before.len());
        let known = agencies.known(name).filter(|_| is_place_and_day(before));
        let other = || agencies.others.contains(&name.to_lowercase());
        let unknown = || (told && open != '/' && is_name(name) && !other()).then(|| name.to_owned());
        if let Some(agency) = known.or_else(unknown) {
            return Some(agency);
        }
    }
    let head = words[..reach].split([' ', '\u{a0}']).take_while(|word| !matches!(*word, "-" | "–" | "—" | "--"));
    let head: Vec<_> = head.take(LONGEST + 1).collect();
    (head.len() <= LONGEST).then(|| agencies.known(&head.join(" "))).flatten()
}

/// The credit of the foot: a known name that is all of one of the last two blocks, or stands in brackets or after a dash
/// behind the last sentence.
fn foot(document: &Document, agencies: &Agencies) -> Option<String> {
    let last = document.blocks().iter().rev().filter(|block| block.kind != BlockKind::Title).take(2);
    last.filter_map(|block| {
        let words = document.words(block.span);
        let bare = words.trim_matches(AROUND);
        let bare = LEADS.iter().find_map(|lead| bare.strip_prefix(lead)).unwrap_or(bare);
        agencies.known(bare).or_else(|| agencies.known(behind_last_sentence(words)?))
    })
    .next()
}

/// "… fled the town. (AP)", "… fled the town. — Reuters"
fn behind_last_sentence(words: &str) -> Option<&str> {
    let at = words.rfind(['(', '[', '–', '—']).or_else(|| words.rfind("- "))?;
    let ends = words[..at].trim_end().trim_end_matches(['"', '”', '’']).ends_with(['.', '!', '?', '…']);
    ends.then(|| words[at..].trim_matches(AROUND))
}

/// Whether words look like a name: every word opens with a capital but small ones between, without digits or end marks.
fn is_name(words: &str) -> bool {
    let small = |word: &str| matches!(word, "of" | "and" | "de" | "la" | "for" | "the");
    let open = |word: &str| word.starts_with(char::is_uppercase) || small(word);
    let count = words.split_whitespace().count();
    let marks = words.contains(|c: char| c.is_numeric() || matches!(c, ';' | ':' | '?' | '!' | '"'));
    (1..=LONGEST).contains(&count) && !marks && words.split_whitespace().all(open) && !small(words)
}

/// Whether nothing, or a place and a day, stands before the brackets: words with capitals, small ones and numbers.
fn is_place_and_day(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let right = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || word.len() <= 2;
    count <= 8 && words.split_whitespace().all(right)
}
