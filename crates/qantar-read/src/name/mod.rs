//! Names of people, bodies, places and groups.
//!
//! The encoder says which words are names and of what ([`encoded`]). Names of places must not hang on it alone: what capitals
//! and lists make a place is one unless the encoder sees it inside a longer name of somebody, and what the encoder takes
//! for a town or a country is one when the gazetteer has it. [`runs`] cuts a sentence into runs of words with capitals, [`pieces`] cuts a
//! run into names and says what each is of, and a name that alone says little ("Okello") takes its type from a fuller
//! one in the same report ("Gen. James Okello").

mod encoded;
mod pieces;
mod runs;

use crate::data::{self, DataError};
use crate::infer::Signals;
use crate::place::Gazetteer;
use crate::text::{Text, Token, TokenKind};
use pieces::{Piece, Reader};
use qantar_record::{Mention, MentionKind, NameType, Producer, Read, Span, Stage};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Version of the stage: its code, data and weights.
const VERSION: u32 = 6;

/// What the name rules know: titles, heads of bodies, given names, nationalities.
#[derive(Clone, Debug)]
pub struct NameLexicon {
    words: Lists,
    given: HashSet<&'static str>,
    /// Word as written → country code, empty for none.
    demonyms: HashMap<&'static str, &'static str>,
    /// First word → the known names that start with it, the longest first, and their types.
    known: HashMap<&'static str, Vec<Known>>,
}

type Known = (&'static str, NameType);

/// The lists of `data/name/lexicon.toml`; the file says what each is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    titles: HashSet<String>,
    strong_titles: HashSet<String>,
    courtesies: HashSet<String>,
    offices: HashSet<String>,
    body_heads: HashSet<String>,
    site_heads: HashSet<String>,
    nature_heads: HashSet<String>,
    nature_openers: HashSet<String>,
    event_heads: HashSet<String>,
    links: HashSet<String>,
    plain_links: HashSet<String>,
    hyphen_tails: HashSet<String>,
    openers: HashSet<String>,
    locatives: HashSet<String>,
    place_tails: HashSet<String>,
    possessives: HashSet<String>,
    function_words: HashSet<String>,
    calendar: HashSet<String>,
    common_words: HashSet<String>,
    not_acronyms: HashSet<String>,
    person_verbs: HashSet<String>,
}

impl NameLexicon {
    /// The built-in lists, `data/name/`.
    pub fn builtin() -> Result<Self, DataError> {
        let pair = |line: &'static str| {
            let wrong = || DataError::new("data/name/demonyms.tsv", format!("want a word, a tab and a code: {line:?}"));
            let (word, code) = line.split_once('\t').ok_or_else(wrong)?;
            Ok((word, if code == "-" { "" } else { code }))
        };
        Ok(NameLexicon {
            words: data::toml("name/lexicon.toml")?,
            given: data::lines(data::text("name/given.txt")?).flat_map(str::split_whitespace).collect(),
            known: parse_known(data::text("name/known.tsv")?)?,
            demonyms: data::lines(data::text("name/demonyms.tsv")?).map(pair).collect::<Result<_, DataError>>()?,
        })
    }

    /// The country of a nationality or people, as an ISO 3166-1 code; empty for words of no one country ("Arab").
    pub fn demonym(&self, word: &str) -> Option<&'static str> {
        self.demonyms.get(word).copied()
    }

    /// Whether a name of a place belongs to no person and no event: not "Mr Jordan", not "President Lincoln", not
    /// "Amritsar Massacre".
    fn is_free(&self, text: &Text<'_>, name: &Mention) -> bool {
        let tokens = text.tokens_at(name.span);
        let sentence = &text.sentences[text.sentence_of(tokens.start)].tokens;
        let inside = |at: usize| text.tokens.get(at).filter(|_| sentence.contains(&at));
        let point = tokens.start.checked_sub(1).and_then(inside).is_some_and(|token| token.is("."));
        let before = tokens.start.checked_sub(1 + usize::from(point)).and_then(inside);
        let next = inside(tokens.end).filter(|next| next.is_capitalised());
        let courtesy = before.is_some_and(|title| self.words.courtesies.contains(title.lower.as_ref()));
        let office = !point && before.is_some_and(|title| self.words.offices.contains(title.text));
        let event = next.is_some_and(|head| self.words.event_heads.contains(head.lower.as_ref()));
        !(courtesy || (office && tokens.len() == 1) || (event && name.name_type != NameType::Fac))
    }
}

fn parse_known(text: &'static str) -> Result<HashMap<&'static str, Vec<Known>>, DataError> {
    let mut known: HashMap<&str, Vec<Known>> = HashMap::new();
    for line in data::lines(text) {
        let wrong = || DataError::new("data/name/known.tsv", format!("want a name, a tab, and ORG or GROUP: {line:?}"));
        let (name, kind) = match line.split_once('\t').ok_or_else(wrong)? {
            (name, "ORG") => (name, NameType::Org),
            (name, "GROUP") => (name, NameType::Group),
            _ => return Err(wrong()),
        };
        let first = name.split(|c: char| !c.is_alphanumeric()).next().ok_or_else(wrong)?;
        known.entry(first).or_default().push((name, kind));
    }
    known.values_mut().for_each(|names| names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len())));
    Ok(known)
}

/// Finds names. Mentions do not overlap and are in order.
pub fn names(
    text: &Text<'_>,
    signals: &Signals<'_>,
    lexicon: &NameLexicon,
    gazetteer: &Gazetteer,
) -> Read<Vec<Mention>> {
    let stands = |name: &Mention| is_place(name) && lexicon.is_free(text, name);
    let listed: Vec<Mention> = listed(text, lexicon, gazetteer).into_iter().filter(stands).collect();
    let over = |names: &[Mention], span: Span| names.iter().find(|name| name.span.overlaps(span)).cloned();
    // A longer name of somebody holds the place inside it: "Bank of Mongolia".
    let holds = |name: &Mention| {
        over(&listed, name.span).is_none_or(|place| !is_place(name) && name.span.len() > place.span.len())
    };
    let encoded = encoded::names(text, signals);
    let persons = encoded.iter().filter(|name| name.name_type == NameType::Per);
    let surnames: HashSet<&str> = persons.filter_map(|name| text.words(name.span).split_whitespace().last()).collect();
    let known = |name: &Mention| {
        let tokens = text.tokens_at(name.span);
        let hits = gazetteer.names_at(&text.tokens[tokens.clone()]);
        let town = hits.iter().any(|(length, _)| *length == tokens.len()) && !surnames.contains(text.words(name.span));
        let capital = text.tokens[tokens].iter().any(Token::is_capitalised);
        !is_place(name) || (capital && lexicon.is_free(text, name) && (town || name.name_type == NameType::Fac))
    };
    let mut names: Vec<Mention> = encoded.iter().filter(|name| holds(name) && known(name)).cloned().collect();
    let free: Vec<_> = listed.iter().filter(|place| over(&names, place.span).is_none()).cloned().collect();
    names.extend(free);
    names.sort_by_key(|name| name.span);
    Read::clean(names)
}

fn is_place(name: &Mention) -> bool {
    matches!(name.name_type, NameType::Gpe | NameType::Loc | NameType::Fac)
}

/// A stretch of tokens with the whole of the names that it starts or ends in.
pub fn whole(text: &Text<'_>, names: &[Mention], tokens: Range<usize>) -> Range<usize> {
    let span = text.span_of(tokens.clone());
    let first = names.partition_point(|name| name.span.end <= span.start);
    let over = names[first..].iter().take_while(|name| name.span.start < span.end);
    over.map(|name| text.tokens_at(name.span))
        .fold(tokens, |all, name| all.start.min(name.start)..all.end.max(name.end))
}

/// Names by capitals and lists.
pub(crate) fn listed(text: &Text<'_>, lexicon: &NameLexicon, gazetteer: &Gazetteer) -> Vec<Mention> {
    let reader = Reader { text, lexicon, gazetteer, seen: Seen::of(text) };
    let mut pieces: Vec<Piece> = Vec::new();
    for sentence in &text.sentences {
        for run in runs::runs(text, sentence, lexicon) {
            let done = pieces.last().map_or(0, |piece| piece.tokens.end);
            reader.cut(run.start.max(done)..run.end.max(done), sentence, &mut pieces);
        }
    }
    settle_short_names(text, &mut pieces);
    let mention = |piece: Piece| {
        Some(Mention {
            span: text.span_of(piece.tokens),
            kind: MentionKind::Name,
            name_type: piece.name_type?,
            by: Producer::new(Stage::Name, VERSION, piece.rule),
        })
    };
    pieces.into_iter().filter_map(mention).collect()
}

/// How the report writes its words, which tells a name that opens a sentence from a common word.
struct Seen<'t> {
    /// Words that stand in lower case somewhere.
    lower: HashSet<&'t str>,
    /// Words that stand with a capital inside a sentence.
    inner: HashSet<&'t str>,
}

impl<'t> Seen<'t> {
    fn of(text: &'t Text<'_>) -> Self {
        let mut seen = Seen { lower: HashSet::new(), inner: HashSet::new() };
        for sentence in &text.sentences {
            let tokens = text.tokens_of(sentence);
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
                if !token.is_capitalised() {
                    seen.lower.insert(token.text);
                } else if at > 0 && !tokens[at - 1].is_quote() {
                    seen.inner.insert(&token.lower);
                }
            }
        }
        seen
    }
}

/// Gives a short name the type of a fuller or surer one in the same report, and drops what stays untyped.
fn settle_short_names(text: &Text<'_>, pieces: &mut Vec<Piece>) {
    let last = |piece: &Piece| text.tokens[piece.tokens.end - 1].text;
    let is = |kind: NameType| move |piece: &&Piece| piece.name_type == Some(kind);
    let full = |piece: &&Piece| piece.tokens.len() > 1 || piece.rule == "title";
    let surnames: HashSet<&str> = pieces.iter().filter(is(NameType::Per)).filter(full).map(last).collect();
    let towns: HashSet<&str> = pieces.iter().filter(is(NameType::Gpe)).map(last).collect();
    for piece in pieces.iter_mut().filter(|piece| piece.tokens.len() == 1) {
        let may_be = piece.name_type.is_none_or(|kind| kind == NameType::Org) || piece.weak;
        if may_be && surnames.contains(last(piece)) {
            (piece.name_type, piece.rule) = (Some(NameType::Per), "surname");
        } else if piece.name_type.is_none() && towns.contains(last(piece)) {
            (piece.name_type, piece.rule) = (Some(NameType::Gpe), "repeat");
        }
    }
    pieces.retain(|piece| piece.name_type.is_some());
}

#[cfg(test)]
mod tests;
