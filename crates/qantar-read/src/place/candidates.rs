//! Names that may be places, in their longest form, with all the places they may be.

use super::fold::is_hyphen;
use super::gazetteer::{Class, Entry};
use super::{Gazetteer, PlaceLexicon};
use crate::text::{Text, Token};
use qantar_record::{Mention, NameType};
use std::ops::Range;

/// One toponym with what it may be.
#[derive(Clone, Debug)]
pub struct Candidate<'g> {
    /// All its tokens: "north-eastern Syria".
    pub tokens: Range<usize>,
    /// The name alone: "Syria".
    pub name: Range<usize>,
    /// What the name stage took it for.
    pub name_type: NameType,
    /// The places of that name.
    pub entries: Vec<Entry<'g>>,
    /// Steps north and east, when a part is meant.
    pub part: Option<[i8; 2]>,
    /// What kind of division the words after the name say it is.
    pub division: Option<Class>,
}

impl Candidate<'_> {
    /// Whether the name is that of a country's capital.
    pub fn is_capital(&self) -> bool {
        self.entries.iter().any(|entry| entry.class == Class::Capital)
    }
}

/// The names of places among `names`, in order; they do not overlap.
pub fn candidates<'g>(
    text: &Text<'_>,
    names: &[Mention],
    gazetteer: &'g Gazetteer,
    lexicon: &PlaceLexicon,
) -> Vec<Candidate<'g>> {
    let is_place = |kind: NameType| matches!(kind, NameType::Gpe | NameType::Loc | NameType::Fac);
    let mut found: Vec<Candidate<'g>> = Vec::new();
    for (at, mention) in names.iter().enumerate().filter(|(_, mention)| is_place(mention.name_type)) {
        let name = text.tokens_at(mention.span);
        let floor = at.checked_sub(1).map_or(0, |k| text.tokens_at(names[k].span).end);
        let ceiling = names.get(at + 1).map_or(text.tokens.len(), |next| text.tokens_at(next.span).start);
        let sentence = &text.sentences[text.sentence_of(name.start)].tokens;
        if name.is_empty() || name.end > sentence.end {
            continue;
        }
        if text.tokens.get(name.end).is_some_and(|next| lexicon.words.no_place_before.contains(next.lower.as_ref())) {
            continue;
        }
        let of = |tokens: Range<usize>| {
            let hit = gazetteer.find(text.words(text.span_of(tokens)));
            hit.map(|hit| gazetteer.entries(hit)).unwrap_or_default()
        };
        let mut entries = of(name.clone());
        let (start, mut part) = direction(&text.tokens, floor.max(sentence.start)..name.start, lexicon);
        let (mut end, mut division) = tail(&text.tokens, name.end..ceiling.min(sentence.end), lexicon);
        if entries.iter().any(|entry| entry.class == Class::Country) {
            (end, division) = (name.end, None);
        }
        // "Kursk oblast" is keyed as a whole, its first word as the town alone.
        let named: Vec<_> = of(name.start..end).into_iter().filter(|entry| Some(entry.class) == division).collect();
        if !named.is_empty() {
            entries = named;
        }
        // "Southern Africa" is a region of its own.
        let whole = if part.is_some() { of(start..name.end) } else { Vec::new() };
        if whole.iter().any(|entry| entry.own) {
            (entries, part) = (whole, None);
        }
        found.push(Candidate { tokens: start..end, name, name_type: mention.name_type, entries, part, division });
    }
    found
}

/// The direction that ends at the end of `before`, and where it starts: "south-west", "the southern part of".
fn direction(tokens: &[Token<'_>], before: Range<usize>, lexicon: &PlaceLexicon) -> (usize, Option<[i8; 2]>) {
    let words = &lexicon.words;
    let mut end = before.end;
    let lower = |at: usize| tokens[at].lower.as_ref();
    if end >= before.start + 3 && lower(end - 1) == "of" && words.parts.contains(lower(end - 2)) {
        end -= 2;
    }
    let mut start = end;
    let mut sum: Option<[i8; 2]> = None;
    while start > before.start {
        let hyphen = sum.is_some() && tokens[start - 1].text.chars().all(is_hyphen);
        match words.directions.get(lower(start - 1)) {
            Some([north, east]) => {
                let [n, e] = sum.unwrap_or_default();
                sum = Some([n + north, e + east]);
                start -= 1;
            }
            None if hyphen && start > before.start + 1 && words.directions.contains_key(lower(start - 2)) => start -= 1,
            None => break,
        }
    }
    if sum.is_some() { (start, sum) } else { (before.end, None) }
}

/// The end of the word after the name that says which division it is.
fn tail(tokens: &[Token<'_>], after: Range<usize>, lexicon: &PlaceLexicon) -> (usize, Option<Class>) {
    let lists = [(&lexicon.words.region_tails, Class::Region), (&lexicon.words.district_tails, Class::District)];
    let word = if after.is_empty() { None } else { Some(tokens[after.start].lower.as_ref()) };
    let class = word.and_then(|word| lists.iter().find(|(words, _)| words.contains(word)).map(|(_, class)| *class));
    (after.start + usize::from(class.is_some()), class)
}
