//! What merging knows, as data: which types are kin, what each likeness is worth, how a ledger picks its figures.

use crate::cluster::Bounds;
use crate::ledger::LedgerRule;
use crate::pair::{COMPARED, Feature, Points};
use crate::sight::{hash, mix};
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Data that cannot be used; a fault of whoever changed it.
#[derive(Debug, thiserror::Error)]
#[error("cannot use data/merge/{file}: {message}")]
pub struct RulesError {
    file: &'static str,
    message: String,
}

impl RulesError {
    pub(crate) fn new(file: &'static str, message: impl ToString) -> Self {
        RulesError { file, message: message.to_string() }
    }
}

/// What one value of a feature is worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weight {
    feature: Feature,
    value: String,
    /// Log-odds that it adds.
    pub points: f64,
    /// The value in words, for the reason card.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    start: f64,
    join: f64,
    floor: f64,
    weight: Vec<Weight>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KinFile {
    kin: Vec<Vec<String>>,
    like: Vec<Like>,
    two_sided: Vec<String>,
    spoken: Vec<String>,
    part: Vec<Part>,
    empty: Vec<String>,
}

/// Modes of a type that one happening may be told as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Like {
    #[serde(rename = "type")]
    event_type: String,
    modes: Vec<String>,
}

/// Which types of events can be parts of an event of a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    whole: String,
    parts: Vec<String>,
}

/// Everything that merging knows; loaded once.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Log-odds of a pair of which nothing is known but that it was compared.
    pub(crate) start: f64,
    weights: Vec<Vec<Weight>>,
    /// Their points as whole numbers.
    worth: Vec<Vec<Points>>,
    /// `start` as a whole number.
    pub(crate) start_points: Points,
    /// How clusters are joined.
    pub(crate) bounds: Bounds,
    /// For each of [`COMPARED`], the most that those after it can add.
    pub(crate) at_most: Vec<Points>,
    kin: HashMap<String, u8>,
    like: Vec<Like>,
    two_sided: Vec<String>,
    spoken: Vec<String>,
    parts: HashMap<String, Vec<String>>,
    empty: std::collections::HashSet<String>,
    ledgers: Vec<LedgerRule>,
    rarity: HashMap<u32, f32, ByTerm>,
    most: f32,
}

const WEIGHTS: &str = include_str!("../../../data/merge/weights.toml");
const KINDS: &str = include_str!("../../../data/merge/kinds.toml");
const LEDGER: &str = include_str!("../../../data/merge/ledger.toml");
const TERMS: &str = include_str!("../../../data/merge/terms.tsv");

impl Rules {
    /// The built-in rules.
    pub fn builtin() -> Result<Self, RulesError> {
        Rules::with_weights(WEIGHTS)
    }

    /// The built-in rules with other weights, in the form of `data/merge/weights.toml`: for fitting them.
    pub fn with_weights(weights: &str) -> Result<Self, RulesError> {
        let file: WeightFile = toml::from_str(weights).map_err(|e| RulesError::new("weights.toml", e))?;
        let kinds: KinFile = toml::from_str(KINDS).map_err(|e| RulesError::new("kinds.toml", e))?;
        let weights = by_feature(file.weight)?;
        let kin = (0u8..).zip(&kinds.kin).flat_map(|(k, types)| types.iter().map(move |t| (t.clone(), k))).collect();
        let parts = kinds.part.into_iter().map(|part| (part.whole, part.parts)).collect();
        let empty = kinds.empty.into_iter().collect();
        let (rarity, most) = rarities(TERMS)?;
        let ledgers = crate::ledger::rules(LEDGER).map_err(|e| RulesError::new("ledger.toml", e))?;
        let worth: Vec<Vec<Points>> =
            weights.iter().map(|of| of.iter().map(|weight| whole(weight.points)).collect()).collect();
        let bounds = Bounds { join: whole(file.join), floor: whole(file.floor) };
        Ok(Rules {
            start: file.start,
            start_points: whole(file.start),
            bounds,
            at_most: at_most(&worth),
            worth,
            weights,
            kin,
            like: kinds.like,
            two_sided: kinds.two_sided,
            spoken: kinds.spoken,
            parts,
            empty,
            ledgers,
            rarity,
            most,
        })
    }

    /// The least log-odds that a mean of pairs across two groups has when they are joined.
    pub fn least(&self) -> f64 {
        self.bounds.join as f64 / 1e6
    }

    /// What a feature's value is worth, as a whole number.
    pub(crate) fn worth(&self, feature: Feature, value: u8) -> Points {
        self.worth[feature as usize][usize::from(value)]
    }

    pub(crate) fn weight(&self, feature: Feature, value: u8) -> &Weight {
        &self.weights[feature as usize][usize::from(value)]
    }

    /// The group of types that one happening may be told as; a type of no group is its own.
    pub(crate) fn kin(&self, event_type: &str) -> u8 {
        self.kin.get(event_type).copied().unwrap_or(u8::MAX)
    }

    /// The group of modes that one happening may be told as.
    pub(crate) fn manner(&self, event_type: &str, mode: &str) -> u64 {
        let holds = |like: &&Like| like.event_type == event_type && like.modes.iter().any(|of| of == mode);
        hash(self.like.iter().find(holds).map_or(mode, |like| &like.modes[0]))
    }

    /// Whether either side of this mode may be told as the one that did it.
    pub(crate) fn is_two_sided(&self, mode: &str) -> bool {
        self.two_sided.iter().any(|of| of == mode)
    }

    /// Whether an act of this type is one speaker's words.
    pub(crate) fn is_spoken(&self, event_type: &str) -> bool {
        self.spoken.iter().any(|of| of == event_type)
    }

    /// Whether an event of the one type can be a part of one of the other.
    pub(crate) fn can_be_part(&self, part: &str, whole: &str) -> bool {
        self.parts.get(whole).is_some_and(|parts| parts.iter().any(|of| of == part))
    }

    /// Whether a word of a party's name tells nothing of who it is.
    pub(crate) fn is_empty_word(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// How rare a term is in reports: the logarithm of reports per report that has it.
    pub(crate) fn rarity(&self, term: u32) -> f32 {
        self.rarity.get(&term).copied().unwrap_or(self.most)
    }

    /// The ledger rule of this name; the first one of the file when none is named.
    pub fn ledger(&self, name: Option<&str>) -> Option<&LedgerRule> {
        match name {
            None => self.ledgers.first(),
            Some(name) => self.ledgers.iter().find(|rule| rule.name == name),
        }
    }

    /// The names of the ledger rules, with what each does.
    pub fn ledger_rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ledgers.iter().map(|rule| (rule.name.as_str(), rule.says.as_str()))
    }
}

/// Log-odds in millionths.
pub(crate) fn whole(points: f64) -> Points {
    (points * 1e6).round() as Points
}

/// For each of [`COMPARED`], the most that those after it can add.
fn at_most(worth: &[Vec<Points>]) -> Vec<Points> {
    let most = |(feature, _): &(Feature, _)| worth[*feature as usize].iter().copied().max().unwrap_or_default();
    (1..=COMPARED.len()).map(|at| COMPARED[at..].iter().map(most).sum()).collect()
}

/// The weights of each feature, in the order of its values; none may lack.
fn by_feature(weights: Vec<Weight>) -> Result<Vec<Vec<Weight>>, RulesError> {
    let mut tables = Vec::new();
    for feature in Feature::ALL {
        let mut table = Vec::new();
        for value in feature.values() {
            let found = weights.iter().find(|weight| weight.feature == feature && weight.value == *value);
            table.push(
                found
                    .cloned()
                    .ok_or_else(|| RulesError::new("weights.toml", format!("{feature:?} {value} is missing")))?,
            );
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Terms are hashes of words already, and places are given out one by one; spread over all bits they need no other.
#[derive(Clone, Default)]
pub(crate) struct TermHasher(u64);

pub(crate) type ByTerm = BuildHasherDefault<TermHasher>;

impl Hasher for TermHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = mix(self.0, u64::from(byte)));
    }

    fn write_u32(&mut self, term: u32) {
        self.0 = u64::from(term).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Lines of a term in hex and how many reports in ten thousand have it.
fn rarities(table: &str) -> Result<(HashMap<u32, f32, ByTerm>, f32), RulesError> {
    let mut rarity = HashMap::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let read = || {
            let (term, share) = line.split_once('\t')?;
            Some((u32::from_str_radix(term, 16).ok()?, share.parse::<f32>().ok()?))
        };
        let (term, share) =
            read().ok_or_else(|| RulesError::new("terms.tsv", format!("{line:?} is no term and share")))?;
        rarity.insert(term, (10_000.0 / share.max(1.0)).ln());
    }
    // A term that is not in the table is in fewer reports than any that is.
    let most = rarity.values().copied().fold(6.0, f32::max);
    Ok((rarity, most))
}
