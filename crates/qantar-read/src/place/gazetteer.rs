//! The list of places: names to entries, read straight from bytes.
//!
//! A [`Table`] is one file of four parts after a header, all numbers little-endian:
//!
//! | part | holds |
//! |---|---|
//! | names | an `fst` map: folded name → `index << 1`, or `offset << 1 \| 1` into the lists |
//! | lists | for names of several places: a count (`u16`) and that many indices (`u24`), the likeliest first |
//! | records | [`RECORD`] bytes a place; countries first, then first-level divisions, so that these have low indices |
//! | heap | names as the source writes them, each with its length (`u8`) before it |
//!
//! Nothing is copied or unpacked at opening, so the size of the file costs no time. A [`Gazetteer`] is two tables: the
//! built one and the hand-written one, and a name is looked up in both.

use super::build::{self, Row};
use super::fold;
use crate::data::{self, DATA, DataError};
use crate::text::{Token, TokenKind};
use fst::raw::{Fst, Output};
use qantar_record::Precision;
use std::borrow::Cow;

/// First bytes of a table; the digit is the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"qantarG1";
/// Bytes before the first part: magic, checksum, and the lengths of the four parts.
pub(super) const HEADER: usize = 8 + 8 + 4 * 4;
/// Bytes of one record: id 4, lat 3, lon 3, name 3, country 2, admin1 2, population 1, class 1.
pub(super) const RECORD: usize = 19;
/// Degrees are kept as whole steps of this size, about two metres.
pub(super) const STEP: f64 = 180.0 / 8_388_607.0;
/// In place of a first-level division's index: none.
pub(super) const NO_ADMIN1: u16 = u16::MAX;

/// What kind of place an entry is. The order is the order of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A state or a territory with a code of its own.
    Country,
    /// A first-level division, or a traditional part of a country.
    Region,
    /// Several states together, or land across borders.
    Area,
    /// A sea, river, lake, range or desert.
    Nature,
    /// A second-level division.
    District,
    /// The seat of a country's government.
    Capital,
    /// The seat of a first-level division.
    Seat,
    /// Any other town or village.
    Town,
    /// A part of a town.
    Quarter,
    /// A square, a building, a base.
    Site,
}

/// Every class with its word in our own data files.
pub const CLASSES: [(Class, &str); 10] = [
    (Class::Country, "country"),
    (Class::Region, "region"),
    (Class::Area, "area"),
    (Class::Nature, "nature"),
    (Class::District, "district"),
    (Class::Capital, "capital"),
    (Class::Seat, "seat"),
    (Class::Town, "town"),
    (Class::Quarter, "quarter"),
    (Class::Site, "site"),
];

impl Class {
    /// The class with this word.
    pub fn parse(word: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, name)| *name == word).map(|(class, _)| *class)
    }

    /// What a point of such an entry is the point of.
    pub fn precision(self) -> Precision {
        match self {
            Class::Country => Precision::Country,
            Class::Region => Precision::Region,
            Class::Area | Class::Nature => Precision::Area,
            Class::District => Precision::District,
            Class::Capital | Class::Seat | Class::Town | Class::Quarter => Precision::Town,
            Class::Site => Precision::Site,
        }
    }

    /// Whether people live in it as in one town.
    pub fn is_town(self) -> bool {
        self.precision() == Precision::Town
    }
}

/// One place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'g> {
    /// GeoNames id; none for our own rows.
    pub geonames: Option<u32>,
    /// Name as the source writes it.
    pub name: &'g str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2; none for seas and regions over several states.
    pub country: Option<&'g str>,
    /// The first-level division it lies in, as an index for [`Gazetteer::division`].
    pub admin1: Option<u16>,
    /// Decimal logarithm of the population; 0 when unknown.
    pub log_population: f64,
    /// What it is.
    pub class: Class,
    /// Whether it is of the hand-written table.
    pub own: bool,
}

/// A name found in the gazetteer: where its entries stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hit {
    built: Option<u64>,
    own: Option<u64>,
}

impl Hit {
    /// Whether the hand-written table has the name.
    pub fn is_own(self) -> bool {
        self.own.is_some()
    }
}

/// The list of places.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    built: Table,
    own: Table,
    countries: Vec<(String, u32)>,
}

impl Gazetteer {
    /// The built-in gazetteer, `data/place/gazetteer.bin` and `data/place/extra.tsv`.
    pub fn builtin() -> Result<Self, DataError> {
        Self::with(None, "")
    }

    /// The built-in gazetteer with another table in place of the built one, when there is one, and more hand-written rows.
    ///
    /// # Errors
    /// When a row is no row, with the row.
    pub fn with(table: Option<Table>, more: &str) -> Result<Self, DataError> {
        let file = "data/place/gazetteer.bin";
        let built = || {
            let built = DATA.get_file("place/gazetteer.bin");
            let built = built.ok_or_else(|| DataError::new(file, "it is not built in"))?;
            Table::open(file, Cow::Borrowed(built.contents()))
        };
        let extra = data::text("place/extra.tsv")?;
        Self::open(table.map_or_else(built, Ok)?, &format!("{extra}\n{more}"))
    }

    /// A gazetteer of a table and hand-written rows.
    pub fn open(built: Table, extra: &str) -> Result<Self, DataError> {
        let file = "data/place/extra.tsv";
        let rows = build::parse_extra(extra)?;
        let own = Table::open(file, Cow::Owned(build::build(rows)))?;
        let code = |at| Some((built.entry(at, false)?.country?.to_owned(), at));
        let mut countries: Vec<_> = (0..built.divisions_start()).filter_map(code).collect();
        countries.sort();
        Ok(Gazetteer { built, own, countries })
    }

    /// A gazetteer of these rows alone, for tests.
    pub fn of_rows(rows: Vec<Row>) -> Result<Self, DataError> {
        Self::open(Table::open("rows", Cow::Owned(build::build(rows)))?, "")
    }

    /// The names that start at the first of these tokens, the shortest first, each with its number of tokens.
    pub fn names_at(&self, tokens: &[Token<'_>]) -> Vec<(usize, Hit)> {
        let mut found = self.walk(tokens, fold::fold);
        if found.is_empty() && tokens.first().is_some_and(|t| t.text.len() > 3 && fold::is_acronym(t.text)) {
            found = self.walk(tokens, fold::fold_lower);
        }
        found
    }

    fn walk(&self, tokens: &[Token<'_>], fold: impl Fn(&str, &mut String)) -> Vec<(usize, Hit)> {
        let mut walks = [Walk::new(&self.built), Walk::new(&self.own)];
        let mut found = Vec::new();
        let mut key = String::new();
        for (at, token) in tokens.iter().enumerate() {
            let joins = !token.spaced && (token.text == "." || token.text.chars().all(fold::is_hyphen));
            if token.kind == TokenKind::Mark && !(joins && at > 0) {
                break;
            }
            if joins {
                continue;
            }
            key.clear();
            if at > 0 && token.kind != TokenKind::Clitic {
                key.push(' ');
            }
            fold(token.text, &mut key);
            let alive: usize = walks.iter_mut().map(|walk| usize::from(walk.step(&key))).sum();
            if alive == 0 {
                break;
            }
            let hit = Hit { built: walks[0].value(), own: walks[1].value() };
            if hit != Hit::default() {
                found.push((at + 1, hit));
            }
        }
        found
    }

    /// The places of this name, whatever marks and capitals it is written with.
    pub fn find(&self, name: &str) -> Option<Hit> {
        let of = |key: &str| {
            let value = |table: &Table| table.names().get(key).map(Output::value);
            let hit = Hit { built: value(&self.built), own: value(&self.own) };
            (hit != Hit::default()).then_some(hit)
        };
        let lower = || (name.len() > 3).then(|| fold::key(&name.to_lowercase())).flatten();
        of(&fold::key(name)?).or_else(|| of(&lower()?))
    }

    /// The places of a name, the likeliest of each table first.
    pub fn entries(&self, hit: Hit) -> Vec<Entry<'_>> {
        let own = hit.own.into_iter().flat_map(|value| self.own.list(value)).filter_map(|at| self.own.entry(at, true));
        let own = own.map(|entry| self.settled(entry));
        let built = hit.built.into_iter().flat_map(|value| self.built.list(value));
        own.chain(built.filter_map(|at| self.built.entry(at, false))).collect()
    }

    /// A country of our own table stands where the built one stands and has its id.
    fn settled<'g>(&'g self, entry: Entry<'g>) -> Entry<'g> {
        let country = entry.country.filter(|_| entry.class == Class::Country).and_then(|code| self.country(code));
        country.map_or(entry, |built| Entry { lat: built.lat, lon: built.lon, geonames: built.geonames, ..entry })
    }

    /// A country by its code.
    pub fn country(&self, code: &str) -> Option<Entry<'_>> {
        let at = self.countries.binary_search_by(|(known, _)| known.as_str().cmp(code)).ok()?;
        self.built.entry(self.countries[at].1, false)
    }

    /// A first-level division by the index that [`Entry::admin1`] gives.
    pub fn division(&self, index: u16) -> Option<Entry<'_>> {
        self.built.entry(u32::from(index), false)
    }

    /// The first-level divisions of a country.
    pub fn divisions(&self, country: &str) -> impl Iterator<Item = Entry<'_>> {
        let start = self.built.divisions_start();
        (start..self.built.len())
            .map_while(|at| self.built.entry(at, false).filter(|entry| entry.class == Class::Region))
            .filter(move |entry| entry.country == Some(country))
    }

    /// Reads all of the built table once and says what is damaged.
    pub fn verify(&self) -> Result<(), DataError> {
        self.built.verify()
    }
}

/// One file of places.
#[derive(Clone, Debug)]
pub struct Table {
    file: String,
    bytes: Cow<'static, [u8]>,
    /// Where each part ends.
    ends: [usize; 4],
    names: fst::Map<Cow<'static, [u8]>>,
}

impl Table {
    /// Opens a table. Only its frame is checked, in constant time; see [`Table::verify`].
    pub fn open(file: &str, bytes: Cow<'static, [u8]>) -> Result<Self, DataError> {
        let wrong =
            |reason: &str| DataError::new(file, format!("{reason}; build it anew with `qantar gazetteer build`"));
        if bytes.get(..8) != Some(MAGIC) {
            return Err(wrong("it is no gazetteer of this version"));
        }
        let mut ends = [0; 4];
        let mut end = HEADER;
        for (part, slot) in ends.iter_mut().enumerate() {
            let length = number(&bytes, 16 + 4 * part, 4).ok_or_else(|| wrong("it is cut short"))?;
            end += length as usize;
            *slot = end;
        }
        if end != bytes.len() {
            return Err(wrong("it is cut short"));
        }
        let names = match &bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[HEADER..ends[0]]),
            Cow::Owned(bytes) => Cow::Owned(bytes[HEADER..ends[0]].to_vec()),
        };
        let names = fst::Map::new(names).map_err(|_| wrong("its names are damaged"))?;
        Ok(Table { file: file.to_owned(), bytes, ends, names })
    }

    /// Reads every byte once: an error when one is not as it was written.
    pub fn verify(&self) -> Result<(), DataError> {
        let stored = number(&self.bytes, 8, 8);
        match stored == Some(checksum(&self.bytes[16..])) && self.names().verify().is_ok() {
            true => Ok(()),
            false => Err(DataError::new(self.file.clone(), "its checksum differs; take a sound copy or build it anew")),
        }
    }

    fn names(&self) -> &Fst<Cow<'static, [u8]>> {
        self.names.as_fst()
    }

    fn len(&self) -> u32 {
        ((self.ends[2] - self.ends[1]) / RECORD) as u32
    }

    /// The index of the first record that is no country.
    fn divisions_start(&self) -> u32 {
        (0..self.len())
            .find(|&at| self.entry(at, false).is_none_or(|entry| entry.class != Class::Country))
            .unwrap_or(self.len())
    }

    fn list(&self, value: u64) -> Vec<u32> {
        if value & 1 == 0 {
            return vec![(value >> 1) as u32];
        }
        let lists = &self.bytes[self.ends[0]..self.ends[1]];
        let start = (value >> 1) as usize;
        let count = number(lists, start, 2).unwrap_or(0) as usize;
        (0..count).map_while(|k| Some(number(lists, start + 2 + 3 * k, 3)? as u32)).collect()
    }

    fn entry(&self, at: u32, own: bool) -> Option<Entry<'_>> {
        let records = &self.bytes[self.ends[1]..self.ends[2]];
        let start = at as usize * RECORD;
        let record = records.get(start..start + RECORD)?;
        let geonames = number(record, 0, 4)? as u32;
        let admin1 = number(record, 15, 2)? as u16;
        Some(Entry {
            geonames: (geonames != 0).then_some(geonames),
            name: self.heap(number(record, 10, 3)? as usize)?,
            lat: degrees(number(record, 4, 3)?),
            lon: degrees(number(record, 7, 3)?),
            country: std::str::from_utf8(&record[13..15]).ok().filter(|code| *code != "  "),
            admin1: (admin1 != NO_ADMIN1).then_some(admin1),
            log_population: f64::from(record[17]) / build::POPULATION_STEPS,
            class: CLASSES.get(usize::from(record[18]))?.0,
            own,
        })
    }

    fn heap(&self, at: usize) -> Option<&str> {
        let heap = &self.bytes[self.ends[2]..];
        let length = usize::from(*heap.get(at)?);
        std::str::from_utf8(heap.get(at + 1..at + 1 + length)?).ok()
    }
}

/// A walk through the names of a table, word by word.
struct Walk<'g> {
    names: &'g Fst<Cow<'static, [u8]>>,
    /// The node reached and what the way there adds up to; none after a letter that no name goes on with.
    state: Option<(fst::raw::CompiledAddr, Output)>,
}

impl<'g> Walk<'g> {
    fn new(table: &'g Table) -> Self {
        let names = table.names();
        Walk { names, state: Some((names.root().addr(), Output::zero())) }
    }

    /// Goes on by these letters; false when no name does.
    fn step(&mut self, letters: &str) -> bool {
        self.state = self.state.and_then(|(mut addr, mut output)| {
            for byte in letters.bytes() {
                let node = self.names.node(addr);
                let transition = node.transition(node.find_input(byte)?);
                output = output.cat(transition.out);
                addr = transition.addr;
            }
            Some((addr, output))
        });
        self.state.is_some()
    }

    /// The value when a name ends here.
    fn value(&self) -> Option<u64> {
        let (addr, output) = self.state?;
        let node = self.names.node(addr);
        node.is_final().then(|| output.cat(node.final_output()).value())
    }
}

/// An unsigned number of `width` bytes at `at`; none off the end.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// Degrees from a signed number of 24 bits.
fn degrees(bits: u64) -> f64 {
    let signed = ((bits as u32) << 8) as i32 >> 8;
    // Four decimals are what the source is right to.
    (f64::from(signed) * STEP * 1e4).round() / 1e4
}

/// FNV-1a over words of eight bytes, which is fast and finds every flipped byte.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        (sum ^ word).wrapping_mul(0x0100_0000_01b3)
    })
}
