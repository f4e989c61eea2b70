//! Phrases that speak of an actor without its name: "the commissioner", "Norlandish troops", "his widow".
//!
//! A phrase is found from its noun back to its article. Its [`Key`] says what it can be said of: the class of its noun
//! and what sets it apart ("Norlandish", "foreign"). Two keys that do not clash can be one actor.

use super::heads::Noun;
use super::lexicon::{ActorLexicon, fold};
use crate::phrase::Class;
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, NameType, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// How a phrase begins, and so whether it must mean somebody already known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// "the", "this", "those".
    Definite,
    /// "his", "their".
    Possessive,
    /// "a", "some", "several".
    Indefinite,
    /// Nothing.
    Bare,
}

/// What a phrase says of whom it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub noun: Noun,
    /// Countries as codes, and names: "NO" of "Norlandish troops", "lindal" of "Lindal police".
    pub names: BTreeSet<String>,
    /// Other words that set it apart: "foreign" of "foreign minister".
    pub marks: BTreeSet<String>,
    /// "former", "would-be": they tell one from another even where nothing else does.
    pub apart: BTreeSet<String>,
}

/// A phrase that speaks of an actor without its name.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// With its article.
    pub span: Span,
    /// Without it, and without whose it is: "harbour board" of "the town's harbour board".
    pub bare: Span,
    /// The token of its noun.
    pub head: usize,
    pub opening: Opening,
    pub key: Key,
}

impl Key {
    /// A noun with nothing beside it.
    pub fn of(noun: Noun) -> Self {
        Key { noun, names: BTreeSet::new(), marks: BTreeSet::new(), apart: BTreeSet::new() }
    }

    /// Whether nothing but the noun is said.
    pub fn is_plain(&self) -> bool {
        self.names.is_empty() && self.marks.is_empty()
    }

    /// Whether both can be said of one: the same noun, and neither says what the other does not bear.
    pub fn fits(&self, other: &Key) -> bool {
        self.noun.is_like(&other.noun) && !self.clashes(other)
    }

    /// Whether what the two say beside their nouns cannot be true of one.
    pub fn clashes(&self, other: &Key) -> bool {
        let nested = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_subset(b) || b.is_subset(a);
        if self.apart != other.apart && self.noun.kind == NameType::Per {
            return true;
        }
        if self.is_plain() || other.is_plain() {
            return false;
        }
        let marks =
            if self.noun.kind == NameType::Per { nested(&self.marks, &other.marks) } else { self.marks == other.marks };
        let shared = !self.names.is_disjoint(&other.names) || !self.marks.is_disjoint(&other.marks);
        !(shared && marks && nested(&self.names, &other.names))
    }
}

/// The phrases of a text that no name covers, in order.
pub fn phrases(text: &Text<'_>, names: &[Mention], lexicon: &ActorLexicon) -> Vec<Phrase> {
    let mut found = Vec::new();
    let taken: Vec<Option<NameType>> = name_types(text, names);
    for sentence in &text.sentences {
        let range = sentence.tokens.clone();
        let classes = lexicon.classes.classify(&text.tokens[range.clone()], |_| false);
        let page = Page { text, lexicon, taken: &taken, floor: range.start, end: range.end, classes };
        found.extend(range.filter_map(|at| page.phrase(at)));
    }
    found
}

/// For each token, the kind of name it is in; nationalities do not count.
fn name_types(text: &Text<'_>, names: &[Mention]) -> Vec<Option<NameType>> {
    let mut taken = vec![None; text.tokens.len()];
    for name in names.iter().filter(|name| name.name_type != NameType::Norp) {
        taken[text.tokens_at(name.span)].fill(Some(name.name_type));
    }
    taken
}

/// One sentence with the classes of its words.
struct Page<'t, 'd> {
    text: &'t Text<'d>,
    lexicon: &'t ActorLexicon,
    taken: &'t [Option<NameType>],
    floor: usize,
    end: usize,
    classes: Vec<Class>,
}

impl Page<'_, '_> {
    fn class(&self, at: usize) -> Class {
        // "The" with a capital inside a sentence opens a quotation.
        let quoted = self.classes[at - self.floor] == Class::Nominal && self.taken[at].is_none();
        match quoted && self.text.tokens[at].is_capitalised() && self.lexicon.kinds.determiner.contains(self.lower(at))
        {
            true => Class::Determiner,
            false => self.classes[at - self.floor],
        }
    }

    fn lower(&self, at: usize) -> &str {
        &self.text.tokens[at].lower
    }

    fn noun(&self, at: usize) -> Option<Noun> {
        (self.text.tokens[at].kind == TokenKind::Word).then(|| self.lexicon.heads.noun(self.lower(at))).flatten()
    }

    /// The phrase whose noun is the token at `at`.
    fn phrase(&self, at: usize) -> Option<Phrase> {
        let noun = self.noun(at)?;
        let placed = self.taken[at].is_some() || !matches!(self.class(at), Class::Nominal | Class::Verb);
        if placed {
            return None;
        }
        let (start, opening) = self.start(at);
        if !self.closes(at, &noun, opening) {
            return None;
        }
        let bare = start + usize::from(opening != Opening::Bare && start < at && self.is_article(start));
        // The accused, the injured: a verb's form that only an article makes a noun.
        let participle = self.class(at) == Class::Verb && !(opening == Opening::Definite && bare == at);
        if participle || self.taken[start..at].contains(&Some(NameType::Per)) {
            return None;
        }
        let end = self.tail(at);
        let whose = (bare..at).rev().find(|&at| self.class(at) == Class::Possessive);
        let own = whose.map_or(bare, |whose| whose + 1);
        let key = key(self.text, bare..end, self.lexicon)?;
        let told = match opening {
            Opening::Bare if noun.kind == NameType::Per => false,
            Opening::Bare if noun.kind == NameType::Org => {
                self.lexicon.heads.bare.contains(self.lower(at)) || !key.names.is_empty() || !key.marks.is_empty()
            }
            Opening::Indefinite => noun.kind == NameType::Group || !self.is_told_of_another(start),
            _ => true,
        };
        told.then(|| Phrase {
            span: self.text.span_of(start..end),
            bare: self.text.span_of(own..end),
            head: at,
            opening,
            key,
        })
    }

    /// Whether the noun ends its phrase: "police" does not before "chief", "minister" does not before a name.
    fn closes(&self, at: usize, noun: &Noun, opening: Opening) -> bool {
        let next = at + 1;
        let one = noun.kind != NameType::Group;
        if next >= self.end {
            return true;
        }
        match self.class(next) {
            Class::Hyphen => false,
            Class::Nominal if self.taken[next].is_some() => !one || opening != Opening::Bare,
            Class::Nominal if self.noun(next).is_some() => false,
            // "his widow flowers", "the gunman drove away": no noun that is on no list makes a compound with these.
            Class::Nominal if self.text.tokens[next].kind == TokenKind::Number || !one => true,
            Class::Nominal => {
                self.lexicon.heads.kin.contains(self.lower(at))
                    || opening == Opening::Definite && noun.kind == NameType::Per && self.is_verb_place(next)
            }
            _ => true,
        }
    }

    /// Whether a verb could stand here, by the word after it: "drove the", "fled on".
    fn is_verb_place(&self, at: usize) -> bool {
        let after = (at + 1 < self.end).then(|| self.class(at + 1));
        let ends = self.text.tokens.get(at + 1).is_some_and(|token| token.is("."));
        ends || matches!(after, Some(Class::Determiner | Class::Pronoun | Class::Adverb | Class::Preposition))
    }

    /// Whether an indefinite phrase tells of somebody already spoken of: "Vartan, a baker", "was a baker".
    fn is_told_of_another(&self, start: usize) -> bool {
        start > self.floor
            && (self.class(start - 1) == Class::Be
                || matches!(self.lower(start - 1), "," | "as" | "like" | "or" | "become" | "became"))
    }

    /// Where the phrase begins, and how.
    fn start(&self, head: usize) -> (usize, Opening) {
        let mut start = head;
        while start > self.floor {
            let before = start - 1;
            match self.class(before) {
                Class::Determiner => return (before, self.opening(before)),
                Class::Possessive | Class::Hyphen => start -= 1,
                Class::Nominal if self.reaches(before, start) => start -= 1,
                _ => break,
            }
        }
        while start < head && matches!(self.class(start), Class::Possessive | Class::Hyphen) {
            start += 1;
        }
        (start, Opening::Bare)
    }

    /// Whether a word before can be part of the phrase; a word after a noun of its own is likelier a verb.
    fn reaches(&self, before: usize, start: usize) -> bool {
        let lower = self.lower(before);
        if self.lexicon.heads.border.contains(lower) {
            return false;
        }
        let known = self.text.tokens[before].is_capitalised()
            || self.text.tokens[before].kind == TokenKind::Number
            || self.noun(before).is_some()
            || self.lexicon.in_role(lower)
            || self.lexicon.heads.is_adjective(lower)
            || self.class(start) == Class::Hyphen;
        let after_noun = before > self.floor && self.noun(before - 1).is_some();
        known || !after_noun
    }

    fn is_article(&self, at: usize) -> bool {
        self.class(at) == Class::Determiner && self.opening(at) != Opening::Possessive
    }

    fn opening(&self, at: usize) -> Opening {
        match self.lower(at) {
            "the" | "this" | "that" | "these" | "those" => Opening::Definite,
            "his" | "her" | "its" | "their" | "our" | "my" | "your" => Opening::Possessive,
            _ => Opening::Indefinite,
        }
    }

    /// The end of the phrase: over "of Norland" after a body.
    fn tail(&self, at: usize) -> usize {
        let named =
            |at: usize| at < self.end && matches!(self.taken[at], Some(NameType::Gpe | NameType::Per | NameType::Org));
        if !self.lexicon.heads.of.contains(self.lower(at)) || at + 2 >= self.end || self.lower(at + 1) != "of" {
            return at + 1;
        }
        let start = at + 2 + usize::from(self.lower(at + 2) == "the");
        let end = (start..self.end).find(|&at| !named(at)).unwrap_or(self.end);
        if end > start { end } else { at + 1 }
    }
}

/// What the words of a phrase without its article say; `None` when its noun speaks of no actor.
pub fn key(text: &Text<'_>, range: Range<usize>, lexicon: &ActorLexicon) -> Option<Key> {
    let hangs = |at: &usize| {
        matches!(
            text.tokens[*at].lower.as_ref(),
            "of" | "for" | "in" | "at" | "from" | "who" | "with" | "," | "to" | "on" | "and"
        )
    };
    let stop = range.clone().find(hangs).filter(|&stop| stop > range.start).unwrap_or(range.end);
    let last = stop.checked_sub(1).filter(|&head| head >= range.start)?;
    let head = carried(text, range.start, last, lexicon);
    let noun = lexicon.heads.noun(&text.tokens[head].lower)?;
    let mut key = Key::of(noun);
    key.read(text, range.start..head, lexicon);
    let tail = text.tokens.get(stop).filter(|_| stop < range.end);
    if tail.is_some_and(|token| token.is("of") || token.is("in") && key.names.is_empty()) {
        key.read(text, stop + 1..range.end, lexicon);
    }
    Some(key)
}

/// The noun that a phrase is of: "police" of "police force", else its last word.
fn carried(text: &Text<'_>, start: usize, last: usize, lexicon: &ActorLexicon) -> usize {
    let body = |at: usize| lexicon.heads.noun(&text.tokens[at].lower).is_some_and(|noun| noun.kind == NameType::Org);
    let carries = last > start && lexicon.heads.carrier.contains(text.tokens[last].lower.as_ref()) && body(last - 1);
    last - usize::from(carries)
}

impl Key {
    /// Takes in the words beside the noun.
    fn read(&mut self, text: &Text<'_>, range: Range<usize>, lexicon: &ActorLexicon) {
        let mut at = range.start;
        while at < range.end {
            let mut end = at + 1;
            while end + 1 < range.end && text.tokens[end].is("-") && !text.tokens[end].spaced {
                end += 2;
            }
            let two = (end == at + 1 && end < range.end).then(|| fold(text.words(text.span_of(at..end + 1))));
            if let Some(code) = two.and_then(|two| lexicon.country(&two)) {
                self.names.insert(code.to_owned());
                at += 2;
                continue;
            }
            self.word(text, at..end, lexicon);
            at = end;
        }
    }

    fn word(&mut self, text: &Text<'_>, range: Range<usize>, lexicon: &ActorLexicon) {
        let token = &text.tokens[range.start];
        let lower = fold(text.words(text.span_of(range.clone())));
        let first = text.sentences[text.sentence_of(range.start)].tokens.start == range.start;
        let heads = &lexicon.heads;
        if token.kind != TokenKind::Word || heads.plain.contains(&lower) || lexicon.kinds.determiner.contains(&lower) {
            return;
        }
        let same = heads.noun(&lower).is_some_and(|noun| noun.class == self.noun.class);
        if heads.apart.contains(&lower) {
            self.apart.insert(lower);
        } else if let Some(code) = lexicon.country(&lower).filter(|_| token.is_capitalised()) {
            self.names.insert(code.to_owned());
        } else if token.is_capitalised() && !first && range.len() == 1 && !lexicon.in_role(&lower) {
            self.names.insert(lower.strip_suffix('s').unwrap_or(&lower).to_owned());
        } else if !same && !is_participle(&lower, range.len()) {
            self.marks.insert(lower);
        }
    }
}

/// "Detained" sets nobody apart; "Russian-backed", of several tokens, does.
fn is_participle(lower: &str, tokens: usize) -> bool {
    lower.len() > 4 && lower.ends_with("ed") && tokens == 1
}
