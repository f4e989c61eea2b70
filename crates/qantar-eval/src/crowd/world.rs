//! The invented world of a crowd: forty countries with their towns, people and words, and what people do there.

use super::{DAYS, Dice, Party};
use qantar::record::{Counted, Place, Precision};
use std::ops::Range;

/// Acts of one manner: modes that one happening may be told as.
#[derive(Debug)]
pub(super) struct Acts {
    pub weight: u64,
    pub event_type: &'static str,
    pub modes: &'static [&'static str],
    pub actors: &'static [(&'static str, &'static str)],
    pub targets: &'static [(&'static str, &'static str)],
    /// What is counted, in how many of a hundred, and the least.
    pub counted: Counted,
    pub counted_percent: u64,
    pub least: u64,
}

const CROWDS: &[(&str, &str)] = &[
    ("protesters", "CVL"),
    ("students", "EDU"),
    ("workers", "LAB"),
    ("opposition supporters", "OPP"),
    ("residents", "CVL"),
];
const ARMED: &[(&str, &str)] =
    &[("gunmen", "UAF"), ("soldiers", "MIL"), ("rebels", "REB"), ("police", "COP"), ("militants", "REB")];
const STATE: &[(&str, &str)] =
    &[("police", "COP"), ("security forces", "MIL"), ("government", "GOV"), ("authorities", "GOV")];

const fn acts(
    weight: u64,
    event_type: &'static str,
    modes: &'static [&'static str],
    [actors, targets]: [&'static [(&'static str, &'static str)]; 2],
    (counted, counted_percent, least): (Counted, u64, u64),
) -> Acts {
    Acts { weight, event_type, modes, actors, targets, counted, counted_percent, least }
}

/// How often each is done.
pub(super) static ACTS: [Acts; 14] = [
    acts(
        34,
        "PROTEST",
        &["demonstration", "rally", "riot", "obstruction", "strike"],
        [CROWDS, STATE],
        (Counted::Participants, 45, 30),
    ),
    acts(
        20,
        "ASSAULT",
        &["shooting", "killing", "clash", "armed-attack", "beating"],
        [ARMED, CROWDS],
        (Counted::Killed, 70, 1),
    ),
    acts(10, "ASSAULT", &["airstrike", "bombing", "shelling"], [ARMED, CROWDS], (Counted::Killed, 75, 1)),
    acts(4, "ASSAULT", &["abduction"], [ARMED, CROWDS], (Counted::Other, 60, 1)),
    acts(11, "COERCE", &["arrest", "raid", "crackdown"], [STATE, CROWDS], (Counted::Detained, 60, 1)),
    acts(4, "COERCE", &["ban", "curfew", "censor"], [STATE, CROWDS], (Counted::Other, 5, 1)),
    acts(3, "MOBILIZE", &["troops"], [STATE, ARMED], (Counted::Other, 30, 50)),
    acts(3, "REQUEST", &["appeal", "demand", "release"], [CROWDS, STATE], (Counted::Other, 5, 1)),
    acts(3, "ACCUSE", &["condemn", "allege", "charge"], [STATE, ARMED], (Counted::Other, 5, 1)),
    acts(2, "REJECT", &["refuse", "defy"], [CROWDS, STATE], (Counted::Other, 5, 1)),
    acts(2, "AGREE", &["deal", "ceasefire"], [STATE, ARMED], (Counted::Other, 5, 1)),
    acts(2, "CONSULT", &["meet", "visit", "mediate"], [STATE, ARMED], (Counted::Other, 5, 1)),
    acts(1, "CONCEDE", &["release"], [STATE, CROWDS], (Counted::Other, 30, 5)),
    acts(1, "SANCTION", &["other"], [STATE, STATE], (Counted::Other, 10, 1)),
];

pub(super) struct Country {
    pub code: String,
    name: String,
    regions: Vec<String>,
    pub weight: u64,
    pub towns: Range<usize>,
    /// Named groups and people.
    pub actors: Vec<Party>,
    /// Days on which bad weeks begin.
    pub bursts: Vec<u64>,
    middle: (f64, f64),
}

pub(super) struct Town {
    name: String,
    pub country: usize,
    region: usize,
    at: (f64, f64),
    /// How much happens there.
    pub weight: u64,
    /// Towns within 50 km, or else the nearest.
    pub near: Vec<usize>,
    pub terms: Vec<u32>,
}

pub(super) struct World {
    pub countries: Vec<Country>,
    pub towns: Vec<Town>,
    /// Terms with how many reports in 100,000 have them and all before.
    words: Vec<(u64, u32)>,
    acts: Vec<Vec<u32>>,
}

const COUNTRIES: u64 = 40;
const TOWNS: u64 = 3000;
const REGIONS: u64 = 8;
/// Weights of the nth of a list: as 1/(n + 2), in whole numbers.
const PART: u64 = 1_000_000;

/// FNV-1a of 32 bits, as a term.
pub(super) fn term(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut world = World { countries: Vec::new(), towns: Vec::new(), words: words(), acts: Vec::new() };
        let shares: u64 = (0..COUNTRIES).map(|k| PART / (k + 6)).sum();
        for k in 0..COUNTRIES {
            let count = (TOWNS * (PART / (k + 6)) / shares).max(20);
            world.country(k, count, &mut dice);
        }
        world.neighbours();
        world.acts = ACTS.iter().map(|_| (0..7).map(|_| world.word(&mut dice)).collect()).collect();
        world
    }

    fn country(&mut self, k: u64, towns: u64, dice: &mut Dice) {
        let first = self.towns.len();
        let corner = (-32.0 + 8.0 * (k / 8) as f64 * 1.6, -40.0 + 10.0 * (k % 8) as f64);
        // About two towns to a square degree: the next is some 40 km away.
        let side = (1..=9).find(|side| 2 * side * side >= towns).unwrap_or(9) as f64;
        let degrees = |dice: &mut Dice| dice.below(10_000) as f64 / 10_000.0 * side;
        for n in 0..towns {
            let at = (corner.0 + degrees(dice), corner.1 + degrees(dice));
            let name = name(dice);
            self.towns.push(Town {
                country: k as usize,
                region: ((at.0 - corner.0) / side * 4.0) as usize * 2 + usize::from(at.1 - corner.1 > side / 2.0),
                at,
                weight: PART / (n + 2),
                near: Vec::new(),
                terms: vec![term(&name), dice.number() as u32],
                name,
            });
        }
        let code = |k: u64| char::from(b'A' + k as u8);
        self.countries.push(Country {
            code: [code(k / 26), code(k % 26)].iter().collect(),
            name: name(dice),
            regions: (0..REGIONS).map(|_| name(dice)).collect(),
            weight: PART / (k + 2),
            towns: first..self.towns.len(),
            actors: (0..14).map(|_| actor(dice)).collect(),
            bursts: (0..6).map(|_| dice.below(DAYS)).collect(),
            middle: (corner.0 + side / 2.0, corner.1 + side / 2.0),
        });
    }

    fn neighbours(&mut self) {
        for at in 0..self.towns.len() {
            let apart = |b: usize| {
                let (here, there) = (self.towns[at].at, self.towns[b].at);
                let (dx, dy) = (here.0 - there.0, here.1 - there.1);
                dx * dx + dy * dy
            };
            let others = self.countries[self.towns[at].country].towns.clone().filter(|&b| b != at);
            let mut others: Vec<(f64, usize)> = others.map(|b| (apart(b), b)).collect();
            others.sort_by(|a, b| a.0.total_cmp(&b.0));
            // 50 km are .45 degrees of a meridian.
            let within = others.iter().take_while(|(square, _)| *square < 0.2).count().max(1);
            self.towns[at].near = others.into_iter().take(within).map(|(_, b)| b).collect();
        }
    }

    /// A word, common ones more often.
    pub fn word(&self, dice: &mut Dice) -> u32 {
        let drawn = dice.below(self.words.last().expect("there are words").0);
        self.words[self.words.partition_point(|(until, _)| *until <= drawn)].1
    }

    pub fn act_terms(&self, acts: &Acts) -> &[u32] {
        let at = ACTS.iter().position(|other| std::ptr::eq(other, acts)).expect("it is one of them");
        &self.acts[at]
    }

    pub fn place(&self, town: usize, precision: Precision) -> Place {
        let town = &self.towns[town];
        let country = &self.countries[town.country];
        let region = &country.regions[town.region];
        let (name, admin1, (lat, lon)) = match precision {
            Precision::Country => (&country.name, None, country.middle),
            Precision::Region => (region, Some(region), country.middle),
            _ => (&town.name, Some(region), town.at),
        };
        Place {
            name: name.clone(),
            country: Some(country.code.clone()),
            admin1: admin1.cloned(),
            lat,
            lon,
            precision,
            geonames: None,
        }
    }
}

/// Terms as the reports of `data/merge/terms.tsv` have them.
fn words() -> Vec<(u64, u32)> {
    let table = include_str!("../../../../data/merge/terms.tsv");
    let mut until = 0;
    let word = |line: &str| {
        let (term, share) = line.split_once('\t')?;
        // 26.6 of ten thousand are 266 of a hundred thousand.
        until += share.replace('.', "").parse::<u64>().ok()?;
        Some((until, u32::from_str_radix(term, 16).ok()?))
    };
    table.lines().filter(|line| !line.starts_with('#')).filter_map(word).collect()
}

const BEGINS: [&str; 20] = [
    "ba", "ka", "mo", "te", "sha", "du", "ri", "la", "go", "ni", "za", "ha", "be", "fa", "sel", "tor", "mar", "ji",
    "ou", "kha",
];
const ENDS: [&str; 16] =
    ["bad", "rim", "don", "lek", "ta", "mara", "shir", "gul", "nia", "pur", "sen", "roh", "vik", "zan", "ba", "lom"];

fn name(dice: &mut Dice) -> String {
    let mut name = (*dice.one::<&str>(&BEGINS)).to_owned();
    for _ in 0..dice.below(2) + 1 {
        name.push_str(dice.one::<&str>(&BEGINS));
    }
    name.push_str(dice.one::<&str>(&ENDS));
    name[..1].to_uppercase() + &name[1..]
}

fn actor(dice: &mut Dice) -> Party {
    let group = *dice.one(&["Front", "Army", "Party", "Brigade", "Union", ""]);
    let (first, last) = (name(dice), name(dice));
    let sector = *dice.one(&["REB", "OPP", "GOV", "MIL", "CVL"]);
    Party { called: format!("{first} {last} {group}").trim().to_owned(), named: true, sector }
}
