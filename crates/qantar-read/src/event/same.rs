//! Whether two tellings of a report are of one happening: the encoder's word for it, weighed with what their slots say.
//!
//! The encoder is too sure of itself on texts that it was not taught on. What it says is one voice among others, in a logistic function
//! whose weights, `data/event/same.toml`, are fitted by `eval/same.py` on coded texts held out of its training.

use super::Told;
use crate::data::{self, DataError};
use crate::text::{Text, Token};
use qantar_record::{Account, Argument, Place, Status};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Range;

/// What speaks for or against, or the weight of it: log-odds for each unit.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Voices {
    /// The encoder's log-odds.
    pub link: f64,
    /// A word of the triggers begins alike.
    pub word: f64,
    /// The modes are the same.
    pub mode: f64,
    /// The share of words that the targets have in common, of the shorter one's, 0 to 1.
    pub targets: f64,
    /// Both have targets, without a word in common.
    pub other_targets: f64,
    /// One took place, and the other did not, or not yet.
    pub status: f64,
    /// Places of their own lie apart.
    pub apart: f64,
    /// How far the sentences are from each other: the logarithm of 1 + hundreds of bytes.
    pub far: f64,
}

/// `data/event/same.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// Tellings are of one happening from this mean probability on.
    pub least: f64,
    start: f64,
    weights: Voices,
}

/// The encoder's probability is taken for no surer than this, from 0 and from 1.
const EDGE: f64 = 1e-4;

/// Words of fewer letters say little ("of", "in"); names may be shorter ("UN").
const LETTERS: usize = 3;

/// Two words begin alike when so many letters are the same, or all of a shorter one.
const STEM: usize = 4;

impl Same {
    /// The built-in weights.
    pub fn builtin() -> Result<Self, DataError> {
        data::toml("event/same.toml")
    }

    /// The probability that both tell one happening, 0 to 1; `link` is the encoder's.
    pub fn chance(&self, later: &Told, earlier: &Told, link: f32) -> f64 {
        let (weights, voices) = (self.weights.parts(), Voices::of(later, earlier, link).parts());
        let odds = self.start + weights.iter().zip(voices).map(|(weight, voice)| weight * voice).sum::<f64>();
        1.0 / (1.0 + (-odds).exp())
    }
}

impl Voices {
    /// What speaks for and against two tellings being of one happening.
    pub fn of(later: &Told, earlier: &Told, link: f32) -> Self {
        let (a, b) = (&later.account, &earlier.account);
        let link = f64::from(link).clamp(EDGE, 1.0 - EDGE);
        let (targets, others) = (&later.words.targets, &earlier.words.targets);
        let common = targets.intersection(others).count();
        let both = !targets.is_empty() && !others.is_empty();
        let is = |holds: bool| f64::from(u8::from(holds));
        Voices {
            link: (link / (1.0 - link)).ln(),
            word: is(!later.words.stems.is_disjoint(&earlier.words.stems)),
            mode: is(a.mode == b.mode),
            targets: if both { common as f64 / targets.len().min(others.len()) as f64 } else { 0.0 },
            other_targets: is(both && common == 0),
            status: is((a.status == Status::Happened) != (b.status == Status::Happened)),
            apart: is(!places_agree(a, b)),
            far: (a.sentence.start.abs_diff(b.sentence.start) as f64 / 100.0).ln_1p(),
        }
    }

    fn parts(self) -> [f64; 8] {
        let Voices { link, word, mode, targets, other_targets, status, apart, far } = self;
        [link, word, mode, targets, other_targets, status, apart, far]
    }
}

/// The words of a telling that it is compared with every other by.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The first letters of the trigger's words: "attack" and "attacked" begin alike.
    stems: HashSet<String>,
    /// The words of its targets.
    targets: HashSet<String>,
}

impl Words {
    /// Those of a trigger's tokens and of targets.
    pub fn of(text: &Text<'_>, trigger: &Range<usize>, targets: &[Argument]) -> Self {
        let says = |token: &&Token<'_>| token.lower.chars().count() >= LETTERS || token.is_upper();
        let trigger = text.tokens[trigger.clone()].iter().filter(says);
        let targets = targets.iter().flat_map(|target| &text.tokens[text.tokens_at(target.span)]).filter(says);
        Words {
            stems: trigger.map(|token| token.lower.chars().take(STEM).collect()).collect(),
            targets: targets.map(|token| token.lower.to_string()).collect(),
        }
    }
}

/// Whether two accounts can be of one happening at all: their type is the same, and their own days meet.
pub fn can_be(a: &Account, b: &Account) -> bool {
    a.event_type == b.event_type && days_agree(a, b)
}

fn days_agree(a: &Account, b: &Account) -> bool {
    let own = |account: &Account| account.time.as_ref().filter(|t| !t.inherited).map(|t| t.interval);
    match (own(a), own(b)) {
        (Some(a), Some(b)) => a.meets(b),
        _ => true,
    }
}

/// Own places must be the same or one inside the other; an inherited one speaks against nothing.
fn places_agree(a: &Account, b: &Account) -> bool {
    let own = |account: &Account| account.place.as_ref().filter(|p| !p.inherited).and_then(|p| p.place.clone());
    match (own(a), own(b)) {
        (Some(a), Some(b)) => place_holds(&a, &b) || place_holds(&b, &a),
        _ => true,
    }
}

/// Whether `inner` can lie in `outer`: the same place, a place in the country, a place in the region.
pub(super) fn place_holds(outer: &Place, inner: &Place) -> bool {
    use qantar_record::Precision::{Area, Country, Region};
    match outer.precision {
        Area => true,
        Country => outer.country == inner.country,
        Region if inner.precision < Region => {
            outer.country == inner.country && inner.admin1.as_ref() == Some(&outer.name)
        }
        _ => (outer.lat - inner.lat).abs() < 0.3 && (outer.lon - inner.lon).abs() < 0.3,
    }
}
