//! A telling in numbers, so that many can be compared quickly.

use crate::rules::Rules;
use jiff::civil::Date;
use qantar_record::{About, Counted, DocumentId, Grain, Interval, Precision, Status, Telling, Who};
use rayon::prelude::*;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Days since the first day of the year 0.
pub(crate) type Day = i32;

/// The days on which it happened, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Days {
    pub from: Day,
    pub to: Day,
    /// Whether it went on all that time; else the words only say between which days it was.
    pub lasting: bool,
}

impl Days {
    pub fn length(self) -> Day {
        self.to - self.from + 1
    }

    /// How many days both have.
    pub fn shared(self, other: Days) -> Day {
        (self.to.min(other.to) - self.from.max(other.from) + 1).max(0)
    }

    /// Days between the two; 0 when they share one.
    pub fn gap(self, other: Days) -> Day {
        (other.from - self.to).max(self.from - other.to).max(0)
    }
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    pub name: u64,
    pub country: u64,
    pub admin1: u64,
    pub point: [f64; 3],
    pub precision: Precision,
}

impl Spot {
    /// Kilometres between the two along a great circle.
    pub fn km(&self, other: &Spot) -> f64 {
        let square: f64 = self.point.iter().zip(&other.point).map(|(a, b)| (a - b) * (a - b)).sum();
        2.0 * EARTH_KM * (square.sqrt() / 2.0).clamp(0.0, 1.0).asin()
    }

    /// A point stands for a whole region.
    pub fn is_broad(&self) -> bool {
        matches!(self.precision, Precision::Region | Precision::Country | Precision::Area)
    }

    /// Whether it is a region or country that holds the other.
    pub fn holds(&self, other: &Spot) -> bool {
        match self.precision {
            Precision::Country => self.country == other.country,
            Precision::Region | Precision::District => {
                let finer = rank(other.precision) < rank(self.precision);
                // A region's point is its middle, so that only its name can tell.
                finer && self.country == other.country && (self.name_is(other.admin1) || self.same_division(other))
            }
            _ => false,
        }
    }

    fn same_division(&self, other: &Spot) -> bool {
        self.precision == Precision::District && self.admin1 == other.admin1 && self.km(other) <= DISTRICT_KM
    }

    fn name_is(&self, name: u64) -> bool {
        name != NOTHING && (self.name == name || self.admin1 == name)
    }
}

/// A district seldom reaches farther from its middle. A guess (November 2026).
const DISTRICT_KM: f64 = 60.0;
const EARTH_KM: f64 = 6371.0;
/// The hash of what is not told.
pub(crate) const NOTHING: u64 = 0;

/// How wide a place is, the narrowest first.
pub(crate) fn rank(precision: Precision) -> u8 {
    match precision {
        Precision::Site => 0,
        Precision::Town => 1,
        Precision::District => 2,
        Precision::Region => 3,
        Precision::Country => 4,
        Precision::Area => 5,
    }
}

/// Somebody who did or suffered it.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Being {
    /// Each word: as written without marks, and its consonants, which transliterations share.
    pub words: Vec<(u64, u64)>,
    /// The first letters of the words, as an acronym has them.
    pub initials: u64,
    pub whole: u64,
    /// Whether it is a name.
    pub named: bool,
    pub country: u64,
    pub sector: u64,
}

/// A telling in numbers.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    pub report: usize,
    pub kin: u8,
    pub event_type: u64,
    pub mode: u64,
    pub mode_said: bool,
    /// The group of modes that one happening may be told as; the mode itself where it is in none.
    pub manner: u64,
    /// Whether either side may be told as the one that did it.
    pub two_sided: bool,
    /// Whether it is one speaker's words.
    pub spoken: bool,
    pub status: Status,
    pub days: Option<Days>,
    pub published: Option<Day>,
    pub spot: Option<Spot>,
    pub actors: Vec<Being>,
    pub targets: Vec<Being>,
    pub figures: Vec<(Counted, u64, u64)>,
    pub terms: Terms,
}

/// Terms by hash, ascending, with their weights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub weights: Vec<(u32, f32)>,
    length: f32,
}

impl Terms {
    pub fn of(weights: impl Iterator<Item = (u32, f32)>) -> Self {
        let mut weights: Vec<(u32, f32)> = weights.collect();
        weights.sort_unstable_by_key(|&(term, _)| term);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        Terms { weights, length }
    }

    /// The cosine of two lists of terms, 0 to 1; 0 where one is empty.
    pub fn cosine(&self, other: &Terms) -> f32 {
        if self.length == 0.0 || other.length == 0.0 {
            return 0.0;
        }
        let (a, b) = (&self.weights, &other.weights);
        let (mut i, mut j, mut sum) = (0, 0, 0.0f32);
        // Steps without branches: which term is the lower cannot be guessed.
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            if x.0 == y.0 {
                sum += x.1 * y.1;
            }
            i += usize::from(x.0 <= y.0);
            j += usize::from(y.0 <= x.0);
        }
        sum / (self.length * other.length)
    }
}

/// Longer stretches than this are wide.
pub(crate) const WIDE: Day = 10;

impl Sight {
    /// Whether it went on for more than a few days, and in more than a place; none where the report does not tell.
    pub fn reach(&self) -> (Option<bool>, Option<bool>) {
        (self.days.map(|days| days.lasting && days.length() > WIDE), self.spot.as_ref().map(Spot::is_broad))
    }
}

/// Reports by place.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// None where nothing is known of it.
    pub abouts: Vec<Option<About>>,
    /// Terms of each, by how often they occur and how rare they are.
    pub terms: Vec<Terms>,
    places: HashMap<DocumentId, usize>,
}

impl Reports {
    /// Puts in what is known of reports now. Gives the place of each, and whether something else was known before.
    pub fn hear(&mut self, heard: Vec<(DocumentId, Option<About>)>, rules: &Rules) -> Vec<(usize, bool)> {
        let weight = |&(term, count): &(u32, u32)| (term, (1.0 + (count as f32).ln()) * rules.rarity(term));
        let terms = |about: &Option<About>| {
            about.as_ref().map_or(Terms::default(), |about| Terms::of(about.sketch.terms.iter().map(weight)))
        };
        let weighed: Vec<Terms> = heard.par_iter().map(|(_, about)| terms(about)).collect();
        let mut places = Vec::with_capacity(heard.len());
        for ((document, about), terms) in heard.into_iter().zip(weighed) {
            let at = *self.places.entry(document).or_insert(self.abouts.len());
            if at == self.abouts.len() {
                self.abouts.push(None);
                self.terms.push(Terms::default());
            }
            let other = self.abouts[at] != about;
            (self.abouts[at], self.terms[at]) = (about, terms);
            places.push((at, other));
        }
        places
    }

    /// The place of a report.
    pub fn place(&self, document: &DocumentId) -> Option<usize> {
        self.places.get(document).copied()
    }

    /// What is known of a report.
    pub fn about(&self, document: &DocumentId) -> Option<&About> {
        self.abouts[self.place(document)?].as_ref()
    }
}

/// A telling in numbers.
pub(crate) fn sight(telling: &Telling, report: usize, reports: &Reports, rules: &Rules) -> Sight {
    let about = reports.abouts[report].as_ref();
    Sight {
        report,
        kin: rules.kin(&telling.event_type.0),
        event_type: hash(&telling.event_type.0),
        mode: hash(&telling.mode.0),
        mode_said: telling.mode.0 != "other",
        manner: rules.manner(&telling.event_type.0, &telling.mode.0),
        two_sided: rules.is_two_sided(&telling.mode.0),
        spoken: rules.is_spoken(&telling.event_type.0),
        status: telling.status,
        days: telling.time.as_ref().and_then(|time| days(time.interval, time.grain)),
        published: about.map(|about| day(about.published.unwrap_or(about.kept))),
        spot: telling.place.as_ref().and_then(|slot| slot.place.as_ref()).map(spot),
        actors: telling.actors.iter().map(|who| being(who, rules)).collect(),
        targets: telling.targets.iter().map(|who| being(who, rules)).collect(),
        figures: figures(telling),
        terms: Terms::of(telling.terms.iter().map(|&term| (term, rules.rarity(term)))),
    }
}

/// Figures of the whole, with a bound where the words set none.
fn figures(telling: &Telling) -> Vec<(Counted, u64, u64)> {
    let whole = telling.figures.iter().filter(|f| f.part.is_none() && (f.low.is_some() || f.high.is_some()));
    whole.map(|f| (f.what, f.low.unwrap_or(0), f.high.unwrap_or(u64::MAX))).collect()
}

/// An open end reaches a year. A guess (November 2026): reports of unrest seldom mean more.
const OPEN: Day = 365;

fn days(interval: Interval, grain: Grain) -> Option<Days> {
    let (from, to) = match (interval.from, interval.to) {
        (Some(from), Some(to)) => (day(from), day(to)),
        (Some(from), None) => (day(from), day(from) + OPEN),
        (None, Some(to)) => (day(to) - OPEN, day(to)),
        (None, None) => return None,
    };
    Some(Days { from, to: to.max(from), lasting: grain == Grain::Stretch })
}

pub(crate) fn day(date: Date) -> Day {
    let since = date.since((jiff::Unit::Day, Date::constant(0, 1, 1))).map(|span| span.get_days());
    since.expect("years run from -9999 to 9999, whose days fit")
}

fn spot(place: &qantar_record::Place) -> Spot {
    let (lat, lon) = (place.lat.to_radians(), place.lon.to_radians());
    let told = |text: &Option<String>| text.as_deref().map_or(NOTHING, |text| hash(&fold(text)));
    Spot {
        name: hash(&fold(&place.name)),
        country: told(&place.country),
        admin1: told(&place.admin1),
        point: [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()],
        precision: place.precision,
    }
}

fn being(who: &Who, rules: &Rules) -> Being {
    let called = who.called();
    // A country is written as that of a place is: blocks lay those of no place where their people are from.
    let told = |text: &Option<String>| text.as_deref().map_or(NOTHING, |text| hash(&fold(text)));
    let inside = called.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    Being {
        named: who.name.is_some() || inside,
        country: told(&who.country),
        sector: told(&who.sector),
        ..called_being(called, rules)
    }
}

/// Somebody of whom only what they are called is known.
pub(crate) fn called_being(called: &str, rules: &Rules) -> Being {
    let folded = fold(called);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !rules.is_empty_word(word) && !word.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let singular = |word: &str| word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word).to_owned();
    Being {
        words: words.iter().map(|word| (hash(&singular(word)), hash(&consonants(word)))).collect(),
        initials: if words.len() >= 2 { hash(&initials) } else { NOTHING },
        whole: hash(&words.join(" ")),
        ..Being::default()
    }
}

/// Lower case without marks.
pub(crate) fn fold(text: &str) -> String {
    text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// What transliterations of a name share; nothing for words too short to tell.
fn consonants(word: &str) -> String {
    let mut kept = String::new();
    for c in word.chars() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | '\'' => continue,
            'q' | 'c' => 'k',
            'j' => 'z',
            'v' => 'b',
            c => c,
        };
        if !kept.ends_with(c) {
            kept.push(c);
        }
    }
    if word.chars().count() >= 5 && kept.len() >= 3 { kept } else { String::new() }
}

/// FNV-1a of 64 bits: the same on every machine. Nothing hashes to [`NOTHING`].
pub(crate) fn hash(text: &str) -> u64 {
    if text.is_empty() {
        return NOTHING;
    }
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)).max(1)
}

/// Two numbers made one (the finaliser of SplitMix64, Steele and others 2014).
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut x = a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::{Place, Span, Words};

    #[test]
    fn a_country_is_one_whether_people_or_places_are_of_it() {
        let rules = Rules::builtin().expect("the built-in rules are sound");
        let country = Some("ML".to_owned());
        let words = Words { text: "soldiers".into(), span: Span::new(0, 8) };
        let who = Who { words, name: None, country: country.clone(), sector: None };
        let place = Place {
            name: "Gao".into(),
            country,
            admin1: None,
            lat: 16.3,
            lon: 0.0,
            precision: Precision::Town,
            geonames: None,
        };
        assert_eq!(being(&who, &rules).country, spot(&place).country);
    }
}
