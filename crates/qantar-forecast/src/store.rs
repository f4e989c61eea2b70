//! The store of counts that fade: by place and kind, actor and kind, pair and kind, kind and target.
//!
//! One event is added in constant time. Each count can name the events behind it.

use crate::decay::{Faded, Fading, SPANS};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A name as a number; the store keeps the names.
pub type Name = u32;

/// Any kind, or everywhere, or anybody.
pub const ANY: Name = 0;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A kind at a place; [`ANY`] place is the world, [`ANY`] kind is everything.
    Place(Name, Name),
    /// A kind by an actor.
    Actor(Name, Name),
    /// A kind by the first to the second.
    Pair(Name, Name, Name),
    /// A kind to a target.
    Target(Name, Name),
}

/// A count with the events behind it.
#[derive(Debug, Clone, Default)]
pub struct Count {
    /// How often, faded.
    pub faded: Faded,
    /// On how many days it happened at least once.
    pub active_days: u32,
    /// The events, by their number, in the order they came.
    pub events: Vec<u32>,
}

/// An event as the store takes it: names are numbers of [`Store::name`].
#[derive(Debug, Clone, Copy)]
pub struct Entry<'e> {
    /// Days since 1970-01-01; not before the last day added.
    pub day: i32,
    /// Places that hold it, widest first.
    pub places: &'e [Name],
    /// What kind.
    pub kind: Name,
    /// Who did it.
    pub actors: &'e [Name],
    /// To whom.
    pub targets: &'e [Name],
    /// The caller's number for it.
    pub event: u32,
}

/// The store.
#[derive(Debug, Clone)]
pub struct Store {
    names: Vec<String>,
    numbers: HashMap<String, Name>,
    counts: HashMap<Key, Count, BuildHasherDefault<Mix>>,
    fading: Fading,
}

impl Default for Store {
    fn default() -> Self {
        Store {
            names: vec!["*".into()],
            numbers: HashMap::from([("*".into(), ANY)]),
            counts: HashMap::default(),
            fading: Fading::default(),
        }
    }
}

impl Store {
    /// The number of a name, new or known.
    pub fn name(&mut self, name: &str) -> Name {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as Name;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a known name.
    pub fn known(&self, name: &str) -> Option<Name> {
        self.numbers.get(name).copied()
    }

    /// The name of a number.
    pub fn name_of(&self, number: Name) -> &str {
        self.names.get(number as usize).map_or("*", String::as_str)
    }

    /// Counts an event.
    pub fn add(&mut self, entry: Entry<'_>) {
        for &place in std::iter::once(&ANY).chain(entry.places) {
            self.count(Key::Place(place, entry.kind), entry);
            self.count(Key::Place(place, ANY), entry);
        }
        for &actor in entry.actors {
            self.count(Key::Actor(actor, entry.kind), entry);
            for &target in entry.targets {
                self.count(Key::Pair(actor, entry.kind, target), entry);
            }
        }
        for &target in entry.targets {
            self.count(Key::Target(entry.kind, target), entry);
        }
    }

    fn count(&mut self, key: Key, entry: Entry<'_>) {
        let count = self.counts.entry(key).or_default();
        if count.events.is_empty() || count.faded.last() < entry.day {
            count.active_days += 1;
        }
        count.faded.add(entry.day, 1.0, &self.fading);
        count.events.push(entry.event);
    }

    /// A count, where anything was counted.
    pub fn get(&self, key: Key) -> Option<&Count> {
        self.counts.get(&key)
    }

    /// The counts of a key as they stand at the start of a day.
    pub fn at(&self, key: Key, day: i32) -> [f32; SPANS] {
        self.get(key).map_or([0.0; SPANS], |count| count.faded.at(day, &self.fading))
    }

    /// What is left of an event after some days.
    pub fn fading(&self) -> &Fading {
        &self.fading
    }

    /// How many counts there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// A hash for keys that nobody chooses against us: names are numbered by the store itself.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        // The odd constant nearest to 2^64 over the golden ratio spreads neighbours apart.
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_names_its_events() {
        let mut store = Store::default();
        let (kenya, kisumu, protest) = (store.name("Kenya"), store.name("Kisumu"), store.name("PROTEST"));
        let police = store.name("Police");
        for (event, day) in [(7, 100), (8, 100), (9, 130)] {
            let places = [kenya, kisumu];
            store.add(Entry { day, places: &places, kind: protest, actors: &[], targets: &[police], event });
        }
        let count = store.get(Key::Place(kisumu, protest)).unwrap();
        assert_eq!((count.events.as_slice(), count.active_days), ([7, 8, 9].as_slice(), 2));
        assert_eq!(store.at(Key::Target(protest, police), 130)[2], 2.0);
        assert_eq!(store.at(Key::Place(ANY, ANY), 130)[4], 3.0);
        assert_eq!(store.at(Key::Pair(kenya, protest, police), 130), [0.0; SPANS]);
    }
}
