//! What is known at a cut-off, as series: one for each place and kind, with what happened on each day.

use crate::fact::{Fact, number_of};
use crate::store::{ANY, Entry, Key, Name, Store};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Between the names of a chain of places: `Kenya > Kisumu`.
pub const WITHIN: &str = " > ";

/// The word for every kind together.
pub const ANYTHING: &str = "any";

/// A kind of event at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// The place and what holds it, widest first; empty for the world.
    pub places: Vec<Name>,
    /// The kind, [`ANY`] for all.
    pub kind: Name,
}

impl Series {
    /// The narrowest place.
    pub fn place(&self) -> Name {
        self.places.last().copied().unwrap_or(ANY)
    }

    /// What holds the place.
    pub fn around(&self) -> Name {
        self.places.iter().rev().nth(1).copied().unwrap_or(ANY)
    }

    /// The key of its count.
    pub fn key(&self) -> Key {
        Key::Place(self.place(), self.kind)
    }
}

/// Facts as numbers, in the order of their days.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub day: i32,
    pub places: Vec<Name>,
    pub kind: Name,
    pub actors: Vec<Name>,
    pub targets: Vec<Name>,
}

/// An announcement: the day it is for, and the day on which it was told.
pub(super) type Announced = (i32, i32);

/// The table at a cut-off.
#[derive(Debug, Clone)]
pub struct Panel<'f> {
    /// The facts that are known, in an order that does not depend on how they came; a fact's number is its place here.
    pub facts: Vec<&'f Fact>,
    /// The store of all that has happened.
    pub store: Store,
    /// The cut-off, as days since 1970-01-01.
    pub today: i32,
    /// The day of the first event; the cut-off where there is none.
    pub first: i32,
    pub(super) seen: Vec<Seen>,
    /// What is announced for a place and a kind.
    pub(super) announced: BTreeMap<(Name, Name), Vec<Announced>>,
    places: BTreeSet<Vec<Name>>,
    kinds: BTreeMap<Name, u32>,
}

impl<'f> Panel<'f> {
    /// The table as it was known at the start of `cut_off`.
    pub fn at(facts: &'f [Fact], cut_off: Date) -> Self {
        let mut known = crate::fact::known_at(facts, cut_off);
        // Announced ones come last, so that numbers of events grow with their days.
        known.sort_by_key(|fact| fact.announced);
        let mut panel = Panel {
            store: Store::default(),
            today: number_of(cut_off),
            first: known.first().filter(|fact| !fact.announced).map_or(number_of(cut_off), |fact| number_of(fact.day)),
            facts: known,
            seen: Vec::new(),
            announced: BTreeMap::new(),
            places: BTreeSet::new(),
            kinds: BTreeMap::new(),
        };
        for at in 0..panel.facts.len() {
            panel.take(at as u32);
        }
        panel
    }

    fn take(&mut self, number: u32) {
        let fact = self.facts[number as usize];
        let mut names = |all: &[String]| all.iter().map(|name| self.store.name(name)).collect::<Vec<_>>();
        let (actors, targets) = (names(&fact.actors), names(&fact.targets));
        let chains = (1..=fact.place.len()).map(|depth| fact.place[..depth].join(WITHIN));
        let places: Vec<Name> = chains.map(|chain| self.store.name(&chain)).collect();
        let kind = self.store.name(&fact.kind);
        let day = number_of(fact.day);
        if fact.announced {
            let told = (day, number_of(fact.known));
            for place in places.iter().chain([&ANY]) {
                self.announced.entry((*place, kind)).or_default().push(told);
                self.announced.entry((*place, ANY)).or_default().push(told);
            }
            return;
        }
        self.places.extend((1..=places.len()).map(|depth| places[..depth].to_vec()));
        *self.kinds.entry(kind).or_default() += 1;
        let seen = Seen { day, places, kind, actors, targets };
        self.store.add(seen.entry(number));
        self.seen.push(seen);
    }

    /// How many days the table covers.
    pub fn days(&self) -> f64 {
        f64::from((self.today - self.first).max(1))
    }

    /// All places of a depth: 1 for the widest.
    pub fn places(&self, depth: usize) -> impl Iterator<Item = &Vec<Name>> {
        self.places.iter().filter(move |places| places.len() == depth)
    }

    /// The kinds, the most frequent first.
    pub fn kinds(&self) -> Vec<Name> {
        let mut kinds: Vec<Name> = self.kinds.keys().copied().collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(self.kinds[kind]));
        kinds
    }

    /// The series of a place and a kind as people write them: a chain (`Kenya > Kisumu`) or its last name alone, in any
    /// case; `any` for all kinds; an empty place for the world. A place or kind that is in no fact has a series as well.
    pub fn find(&mut self, place: &str, kind: &str) -> Result<Series, Vec<String>> {
        let kind = if kind.eq_ignore_ascii_case(ANYTHING) { ANY } else { self.kind(kind) };
        if place.is_empty() {
            return Ok(Series { places: Vec::new(), kind });
        }
        let called: Vec<&Vec<Name>> = self.places.iter().filter(|places| self.is_called(places, place)).collect();
        match called[..] {
            [places] => Ok(Series { places: places.clone(), kind }),
            [] => Ok(Series { places: vec![self.store.name(place)], kind }),
            _ => Err(called.iter().map(|places| self.place_name(places)).collect()),
        }
    }

    fn kind(&mut self, kind: &str) -> Name {
        let known = self.kinds.keys().find(|&&name| self.store.name_of(name).eq_ignore_ascii_case(kind)).copied();
        known.unwrap_or_else(|| self.store.name(kind))
    }

    fn is_called(&self, places: &[Name], wanted: &str) -> bool {
        let chain = self.place_name(places);
        let last = chain.rsplit(WITHIN).next().unwrap_or(&chain);
        chain.to_lowercase() == wanted.to_lowercase() || last.to_lowercase() == wanted.to_lowercase()
    }

    /// The chain of a place.
    pub fn place_name(&self, places: &[Name]) -> String {
        places.last().map_or_else(|| "the world".to_owned(), |&place| self.store.name_of(place).to_owned())
    }

    /// The name of a kind.
    pub fn kind_name(&self, kind: Name) -> &str {
        if kind == ANY { ANYTHING } else { self.store.name_of(kind) }
    }

    /// The days on which a series had an event, each once, in order.
    pub fn active_days(&self, series: &Series) -> Vec<i32> {
        let Some(count) = self.store.get(series.key()) else { return Vec::new() };
        let mut days: Vec<i32> = count.events.iter().map(|&event| self.seen[event as usize].day).collect();
        days.dedup();
        days
    }
}

impl Seen {
    pub fn entry(&self, event: u32) -> Entry<'_> {
        Entry {
            day: self.day,
            places: &self.places,
            kind: self.kind,
            actors: &self.actors,
            targets: &self.targets,
            event,
        }
    }
}
