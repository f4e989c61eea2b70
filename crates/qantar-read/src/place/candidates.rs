//! Names that may be places, in their longest form, with all the places they may be.

use super::fold::is_hyphen;
use super::gazetteer::{Class, Entry};
use super::{Gazetteer, PlaceLexicon};
use crate::text::{Text, TextSentence, Token, TokenKind};
use qantar_record::{Mention, NameType, Span};
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
    // "Northern Syria": the direction is no name of its own, though places of that name there are.
    let directs = |(at, mention): &(usize, &Mention)| {
        let tokens = text.tokens_at(mention.span);
        let next = names.get(at + 1).is_some_and(|next| text.tokens_at(next.span).start == tokens.end);
        next && text.tokens[tokens].iter().all(|token| lexicon.words.directions.contains_key(token.lower.as_ref()))
    };
    let names: Vec<&Mention> = names.iter().enumerate().filter(|named| !directs(named)).map(|(_, name)| name).collect();
    let widen = |(at, mention): (usize, &&Mention)| {
        let name = text.tokens_at(mention.span);
        let floor = at.checked_sub(1).map_or(0, |k| text.tokens_at(names[k].span).end);
        let ceiling = names.get(at + 1).map_or(text.tokens.len(), |next| text.tokens_at(next.span).start);
        let sentence = &text.sentences.get(text.sentence_of(name.start))?.tokens;
        let no_place = |next: &Token<'_>| lexicon.words.no_place_before.contains(next.lower.as_ref());
        if name.is_empty() || name.end > sentence.end || text.tokens.get(name.end).is_some_and(no_place) {
            return None;
        }
        let room = floor.max(sentence.start)..ceiling.min(sentence.end);
        Some(candidate(text, name, room, mention.name_type, gazetteer, lexicon))
    };
    let places = names.iter().enumerate().filter(|(_, mention)| is_place(mention.name_type));
    let mut found: Vec<Candidate<'g>> = places.filter_map(widen).collect();
    let shortened: Vec<_> = shortened(text, gazetteer, lexicon)
        .into_iter()
        .filter(|short| !found.iter().any(|c| c.tokens.start < short.tokens.end && short.tokens.start < c.tokens.end))
        .collect();
    found.extend(shortened);
    found.sort_by_key(|candidate| candidate.tokens.start);
    found
}

/// Divisions in short after a town and a comma: "Berea, Ky.".
fn shortened<'g>(text: &Text<'_>, gazetteer: &'g Gazetteer, lexicon: &PlaceLexicon) -> Vec<Candidate<'g>> {
    let one = |comma: usize, end: usize| {
        let start = comma + 1;
        let (stop, entries) = abbreviation(text, start..end, gazetteer, lexicon)?;
        let point = |at: usize| at < end && text.tokens[at].is(".") && !text.tokens[at].spaced;
        let dotted = point(stop) || text.words(text.span_of(start..stop)).contains('.');
        let name = start..stop + usize::from(point(stop) && stop + 1 < end);
        let (tokens, name_type) = (name.clone(), NameType::Gpe);
        dotted.then_some(Candidate { tokens, name, name_type, entries, part: None, division: Some(Class::Region) })
    };
    let after_comma = |sentence: &TextSentence| {
        let end = sentence.tokens.end;
        let commas = (sentence.tokens.start + 1..end.saturating_sub(1)).filter(|&at| text.tokens[at].is(","));
        let named = commas.filter(|&at| text.tokens[at - 1].is_capitalised());
        named.filter_map(|at| one(at, end)).collect::<Vec<_>>()
    };
    text.sentences.iter().flat_map(after_comma).collect()
}

/// A candidate for each span, in their order.
pub fn given<'g>(
    text: &Text<'_>,
    spans: &[Span],
    gazetteer: &'g Gazetteer,
    lexicon: &PlaceLexicon,
) -> Vec<Candidate<'g>> {
    let one = |(at, span): (usize, &Span)| {
        let name = text.tokens_at(*span);
        let name =
            name.start.min(text.tokens.len().saturating_sub(1))..name.end.max(name.start + 1).min(text.tokens.len());
        let floor = at.checked_sub(1).map_or(0, |k| text.tokens_at(spans[k]).end).min(name.start);
        let ceiling = spans.get(at + 1).map_or(text.tokens.len(), |next| text.tokens_at(*next).start).max(name.end);
        let mut found = candidate(text, name.clone(), floor..ceiling, NameType::Gpe, gazetteer, lexicon);
        if found.entries.is_empty() {
            found.entries = land(text.words(text.span_of(name)), gazetteer, lexicon);
        }
        found
    };
    spans.iter().enumerate().map(one).collect()
}

/// The country or division that a demonym is of.
fn land<'g>(words: &str, gazetteer: &'g Gazetteer, lexicon: &PlaceLexicon) -> Vec<Entry<'g>> {
    let whole = |entry: &Entry<'_>| matches!(entry.class, Class::Country | Class::Region | Class::Area);
    let ends = lexicon
        .words
        .demonym_ends
        .iter()
        .filter_map(|[end, land]| Some(format!("{}{land}", words.strip_suffix(end.as_str())?)));
    let named = |name: String| {
        let entries: Vec<_> = gazetteer.entries(gazetteer.find(&name)?).into_iter().filter(whole).collect();
        (!entries.is_empty()).then_some(entries)
    };
    let last = words.rsplit([' ', '-']).next().unwrap_or(words);
    let listed = || {
        let code = lexicon.demonyms.get(words).or_else(|| lexicon.demonyms.get(last))?;
        Some(vec![gazetteer.country(code)?])
    };
    match words.contains(' ') {
        true => ends.into_iter().find_map(named).or_else(listed),
        false => listed().or_else(|| ends.into_iter().find_map(named)),
    }
    .unwrap_or_default()
}

/// A name in its longest form with all the places it may be, as far as there is room around it.
fn candidate<'g>(
    text: &Text<'_>,
    name: Range<usize>,
    room: Range<usize>,
    name_type: NameType,
    gazetteer: &'g Gazetteer,
    lexicon: &PlaceLexicon,
) -> Candidate<'g> {
    let of = |tokens: Range<usize>| {
        let hit = gazetteer.find(text.words(text.span_of(tokens)));
        hit.map(|hit| gazetteer.entries(hit)).unwrap_or_default()
    };
    let mut entries = of(name.clone());
    let dotted = text.words(text.span_of(name.clone())).contains('.');
    let shortened = abbreviation(text, name.clone(), gazetteer, lexicon).filter(|(end, _)| *end == name.end);
    if let Some((_, short)) = shortened
        && !entries.iter().any(|entry| entry.own)
        && (entries.is_empty() || dotted || !text.tokens[name.start].is_upper())
    {
        entries = short;
    }
    let (start, mut part) = direction(&text.tokens, room.start..name.start, lexicon);
    let (mut end, mut division) = tail(&text.tokens, name.end..room.end, lexicon);
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
    if entries.is_empty() && matches!(name_type, NameType::Gpe) {
        (entries, division) = respelt(text, name.clone(), division, gazetteer, lexicon);
    }
    Candidate { tokens: start..end, name, name_type, entries, part, division }
}

/// What a name may be in another spelling or without the word that says what it is: "Mt. Olive", "Loudon Co.".
fn respelt<'g>(
    text: &Text<'_>,
    name: Range<usize>,
    division: Option<Class>,
    gazetteer: &'g Gazetteer,
    lexicon: &PlaceLexicon,
) -> (Vec<Entry<'g>>, Option<Class>) {
    let words: Vec<&str> = text.tokens[name]
        .iter()
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| token.lower.as_ref())
        .collect();
    let of = |name: &str| gazetteer.find(name).map(|hit| gazetteer.entries(hit)).unwrap_or_default();
    let (Some((first, rest)), Some((last, before))) = (words.split_first(), words.split_last()) else {
        return (Vec::new(), division);
    };
    if let Some(other) = lexicon.words.spellings.get(*first).filter(|_| !rest.is_empty()) {
        let entries = of(&format!("{other} {}", rest.join(" ")));
        if !entries.is_empty() {
            return (entries, division);
        }
    }
    if lexicon.words.loose_tails.contains(*last) && !before.is_empty() {
        let entries = of(&before.join(" "));
        let district: Vec<_> = entries.iter().filter(|entry| entry.class == Class::District).copied().collect();
        let county = matches!(*last, "co" | "county" | "parish" | "district") && !district.is_empty();
        return if county { (district, Some(Class::District)) } else { (entries, division) };
    }
    (Vec::new(), division)
}

/// A shortened name of a division that starts the tokens: where it ends, and the division.
pub fn abbreviation<'g>(
    text: &Text<'_>,
    tokens: Range<usize>,
    gazetteer: &'g Gazetteer,
    lexicon: &PlaceLexicon,
) -> Option<(usize, Vec<Entry<'g>>)> {
    let mut letters = String::new();
    let mut found = None;
    for at in tokens.clone().take(4) {
        let token = &text.tokens[at];
        if token.text != "." && (token.kind != TokenKind::Word || token.text.len() > 6) {
            break;
        }
        letters.extend(token.text.chars().filter(|c| *c != '.'));
        if let Some(&(full, country)) = lexicon.abbreviations.get(letters.as_str()) {
            found = Some((at + 1, full, country));
        }
    }
    let (end, full, country) = found?;
    let is_it = |entry: &Entry<'_>| entry.class == Class::Region && entry.country == Some(country);
    let entries: Vec<_> = gazetteer.entries(gazetteer.find(full)?).into_iter().filter(is_it).collect();
    (!entries.is_empty()).then_some((end, entries))
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
