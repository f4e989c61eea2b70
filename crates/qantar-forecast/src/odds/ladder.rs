//! The odds of one question, rung by rung, with what moved them.

use super::feature::{self, Look, WIDTH};
use super::lull::{Lulls, lulls};
use super::model::{Model, ORIGINS};
use super::month::{Month, month};
use super::outlets::outlets_changed;
use super::panel::{Panel, Series};
use super::surprise::{Surprise, surprise};
use super::words;
use crate::store::{ANY, Key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewer events than this around a place and kind that were never seen are nothing to say odds from (FORECAST.md).
pub const POOL: f64 = 20.0;

/// Days of its own that a place needs for its own past to be heard whole. A guess of 2026-11-29.
const OWN_DAYS: f64 = 3.0;

/// How many events are named as those that moved the odds most.
const MOVED: usize = 8;

/// The longest horizon, in days: ten years.
pub const LONGEST: u32 = 3650;

/// Why no odds are said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing is known before the cut-off.
    #[error("no event is known before {0}")]
    Empty(jiff::civil::Date),
    /// The place and the kind were never seen together, and around them too little.
    #[error("{kind} in {place} was never seen, and only {pool} days with it around; odds need {POOL} of them")]
    Unseen {
        /// What was asked.
        kind: String,
        /// Where.
        place: String,
        /// How many active days the pool has.
        pool: usize,
    },
    /// Several places are called so.
    #[error("several places are called {name:?}: {}; say which", .places.join(", "))]
    Ambiguous {
        /// What was asked.
        name: String,
        /// Their chains.
        places: Vec<String>,
    },
    /// A horizon is no number of days from one to [`LONGEST`].
    #[error("a horizon of {0} days is none; wanted are 1 to {LONGEST}")]
    Horizon(u32),
}

/// One step of the ladder: what it knows, and the odds with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// Its name.
    pub name: String,
    /// What it looks at, in words.
    pub says: String,
    /// The probability of at least one, for each horizon.
    pub odds: Vec<f64>,
}

/// The odds for one horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    /// The horizon, counted from the cut-off on.
    pub days: u32,
    /// P(at least one), from .01 to .99.
    pub probability: f64,
    /// Nine times in ten it is between this and `high`, as far as the place's own past tells.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// The base rate: what is usual at the place.
    pub usual: f64,
    /// `likely (55-80 %)`.
    pub term: String,
    /// `about 2 in 3`.
    pub about: String,
}

/// What a feature does to the log of the next day's hazard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub feature: String,
    /// Its value.
    pub value: f64,
    /// What it adds.
    pub adds: f64,
}

/// An event that moved the odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    /// The caller's name for it.
    pub id: String,
    /// Its day.
    pub day: jiff::civil::Date,
    /// What.
    pub kind: String,
    /// Where.
    pub place: String,
    /// Who tells of it.
    pub sources: Vec<String>,
    /// What it adds to the log of the hazard.
    pub adds: f64,
}

/// Odds with all that speaks for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Where, as a chain.
    pub place: String,
    /// What kind.
    pub kind: String,
    /// One for each horizon, shortest first.
    pub odds: Vec<Odds>,
    /// The ladder, widest view first.
    pub ladder: Vec<Rung>,
    /// What each feature adds, the largest first.
    pub parts: Vec<Part>,
    /// The events that moved the odds most.
    pub movers: Vec<Mover>,
    /// How past lulls ended; none where it is not quiet.
    pub lulls: Option<Lulls>,
    /// How many events to expect in thirty days; none where the table is too short.
    pub month: Option<Month>,
    /// Whether the last week is out of line.
    pub surprise: Option<Surprise>,
    /// What a reader must know: no local history, other sources than before.
    pub flags: Vec<String>,
    /// Days with an event of the kind at the place, and from how many origins the odds were recalibrated.
    pub own_days: u32,
    /// See `own_days`.
    pub origins: usize,
}

/// The hazards of the days ahead, summed to each horizon.
struct Ahead {
    recency: Vec<f64>,
    triggers: Vec<f64>,
}

/// The odds of a series for horizons in days.
pub fn odds(panel: &Panel<'_>, model: &Model, series: &Series, horizons: &[u32]) -> Result<Answer, Refusal> {
    let horizons = sorted(horizons)?;
    let own_days = panel.store.get(series.key()).map_or(0, |count| count.active_days);
    check_pool(panel, model, series, own_days)?;
    let levels = model.climate.usual(series, panel.days());
    let usual = levels[levels.len() - 1];
    let look = Look::at(panel, &panel.store, series, &model.others, usual, panel.today);
    let ahead = ahead(panel, model, &look, usual, &horizons);
    let heard = (f64::from(own_days) / OWN_DAYS).min(1.0);
    let last: Vec<f64> = horizons
        .iter()
        .zip(&ahead.triggers)
        .map(|(&days, &sum)| settled(model, usual * f64::from(days), sum, heard))
        .collect();
    let climate = |hazard: f64| horizons.iter().map(|&days| chance(hazard * f64::from(days))).collect();
    let mut ladder: Vec<Rung> = levels
        .iter()
        .enumerate()
        .map(|(at, &hazard)| Rung {
            name: level_name(at, &levels),
            says: level_says(panel, series, at),
            odds: climate(hazard),
        })
        .collect();
    let rung = |name: &str, says: String, sums: &[f64]| Rung {
        name: name.into(),
        says,
        odds: sums.iter().map(|&sum| chance(sum)).collect(),
    };
    ladder.push(rung("recency", "its own past, the last days most".into(), &ahead.recency));
    ladder.push(rung("triggers", "what else happens here and around".into(), &ahead.triggers));
    let says = format!("how {} earlier odds came out", model.level.origins);
    ladder.push(rung("recalibration", says, &last));
    let features = look.features(0, panel.store.fading());
    Ok(Answer {
        place: panel.place_name(&series.places),
        kind: panel.kind_name(series.kind).to_owned(),
        odds: horizons.iter().zip(&last).map(|(&days, &sum)| said(days, sum, usual, own_days)).collect(),
        ladder,
        parts: parts(panel, model, &features),
        movers: movers(panel, model, series, &look, &features),
        lulls: lulls(panel, series, horizons[horizons.len() - 1]),
        month: month(panel, series),
        surprise: surprise(panel, series),
        flags: flags(panel, model, own_days),
        own_days,
        origins: model.level.origins,
    })
}

/// The probabilities alone, for many series: what [`odds`] says, without what speaks for it.
pub fn probabilities(panel: &Panel<'_>, model: &Model, series: &Series, horizons: &[u32]) -> Result<Vec<f64>, Refusal> {
    let horizons = sorted(horizons)?;
    let own_days = panel.store.get(series.key()).map_or(0, |count| count.active_days);
    check_pool(panel, model, series, own_days)?;
    let usual = feature::usual(&model.climate, series, panel.days());
    let look = Look::at(panel, &panel.store, series, &model.others, usual, panel.today);
    let heard = (f64::from(own_days) / OWN_DAYS).min(1.0);
    let sums = sums(panel, &look, usual, &horizons, [&model.weights]);
    let settled = |(&days, &[sum]): (&u32, &[f64; 1])| settled(model, usual * f64::from(days), sum, heard);
    Ok(horizons.iter().zip(&sums).map(|pair| words::held(chance(settled(pair)))).collect())
}

fn sorted(horizons: &[u32]) -> Result<Vec<u32>, Refusal> {
    let mut horizons = horizons.to_vec();
    horizons.sort_unstable();
    horizons.dedup();
    match horizons.iter().find(|days| !(1..=LONGEST).contains(*days)) {
        Some(&days) => Err(Refusal::Horizon(days)),
        None if horizons.is_empty() => Err(Refusal::Horizon(0)),
        None => Ok(horizons),
    }
}

fn check_pool(panel: &Panel<'_>, model: &Model, series: &Series, own_days: u32) -> Result<(), Refusal> {
    if panel.seen.is_empty() {
        return Err(Refusal::Empty(crate::fact::day_of(panel.today)));
    }
    let pool = model.climate.active(ANY, series.kind);
    if own_days == 0 && pool < POOL {
        let (kind, place) = (panel.kind_name(series.kind).to_owned(), panel.place_name(&series.places));
        return Err(Refusal::Unseen { kind, place, pool: pool as usize });
    }
    Ok(())
}

fn chance(hazard: f64) -> f64 {
    1.0 - (-hazard).exp()
}

fn ahead(panel: &Panel<'_>, model: &Model, look: &Look, usual: f64, horizons: &[u32]) -> Ahead {
    let sums = sums(panel, look, usual, horizons, [&model.recency, &model.weights]);
    Ahead { recency: sums.iter().map(|sum| sum[0]).collect(), triggers: sums.iter().map(|sum| sum[1]).collect() }
}

/// Hazards summed over the days of each horizon, for each set of weights.
fn sums<const M: usize>(
    panel: &Panel<'_>,
    look: &Look,
    usual: f64,
    horizons: &[u32],
    weights: [&[f64; WIDTH]; M],
) -> Vec<[f64; M]> {
    let mut sum = [0.0; M];
    let mut day = 0;
    let mut sums = Vec::with_capacity(horizons.len());
    for &horizon in horizons {
        for ahead in day..horizon {
            let features = look.features(ahead as i32, panel.store.fading());
            for (sum, weights) in sum.iter_mut().zip(weights) {
                let moved: f64 = features.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum();
                *sum += (usual.max(1e-9).ln() + moved).clamp(-20.0, 3.0).exp();
            }
        }
        day = horizon;
        sums.push(sum);
    }
    sums
}

/// The summed hazard after recalibration, held to what is usual where origins or the place's own days are few.
fn settled(model: &Model, usual: f64, sum: f64, heard: f64) -> f64 {
    let level = &model.level;
    let trust = heard * (level.origins as f64 / ORIGINS).min(1.0);
    let calibrated = level.shift + level.slope * sum.max(1e-9).ln();
    (trust * calibrated + (1.0 - trust) * usual.max(1e-9).ln()).exp()
}

fn said(days: u32, sum: f64, usual: f64, own_days: u32) -> Odds {
    let probability = words::held(chance(sum));
    // As many events as the place had, with those of the prior, bound its rate like a gamma of that shape.
    let shape = super::climate::PRIOR + f64::from(own_days.min(100));
    Odds {
        days,
        probability,
        low: words::held(chance(sum * gamma_quantile(shape, -1.645) / shape)),
        high: words::held(chance(sum * gamma_quantile(shape, 1.645) / shape)),
        usual: words::held(chance(usual * f64::from(days))),
        term: words::term(probability),
        about: words::about(probability),
    }
}

/// Wilson and Hilferty's approximation: the quantile of a gamma of this shape at a normal deviate.
fn gamma_quantile(shape: f64, deviate: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    shape * (1.0 - ninth + deviate * ninth.sqrt()).max(0.0).powi(3)
}

fn level_name(at: usize, levels: &[f64]) -> String {
    match at {
        0 => "world",
        _ if at + 1 == levels.len() => "place",
        _ => "around",
    }
    .to_owned()
}

fn level_says(panel: &Panel<'_>, series: &Series, at: usize) -> String {
    match at {
        0 => "how often it comes at any place".to_owned(),
        _ => format!("how often it comes in {}", panel.place_name(&series.places[..at])),
    }
}

fn parts(panel: &Panel<'_>, model: &Model, features: &[f32; WIDTH]) -> Vec<Part> {
    let names = feature::names(panel, &model.others);
    let mut parts: Vec<Part> = names
        .into_iter()
        .zip(features.iter().zip(&model.weights))
        .map(|(feature, (&value, weight))| Part { feature, value: f64::from(value), adds: f64::from(value) * weight })
        .filter(|part| part.adds != 0.0)
        .collect();
    parts.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()));
    parts
}

/// What each event behind a count adds: its share of what the count adds over having none.
fn movers(panel: &Panel<'_>, model: &Model, series: &Series, look: &Look, features: &[f32; WIDTH]) -> Vec<Mover> {
    let mut adds: BTreeMap<u32, f64> = BTreeMap::new();
    for (at, &value) in features.iter().enumerate() {
        let Some((key, span)) = feature::source(at, series, &model.others) else { continue };
        let over = model.weights[at] * (f64::from(value) - look.without(at, panel.store.fading()));
        if over != 0.0 {
            shares(panel, key, span, over, &mut adds);
        }
    }
    let mut adds: Vec<(u32, f64)> = adds.into_iter().collect();
    adds.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(b.0.cmp(&a.0)));
    adds.into_iter().take(MOVED).map(|(number, adds)| mover(panel, number, adds)).collect()
}

/// How many of the latest events behind a count are looked at: older ones have faded.
const LATEST: usize = 200;

fn shares(panel: &Panel<'_>, key: Key, span: usize, over: f64, adds: &mut BTreeMap<u32, f64>) {
    let Some(count) = panel.store.get(key) else { return };
    let whole = f64::from(panel.store.at(key, panel.today)[span]).max(1e-9);
    for &event in count.events.iter().rev().take(LATEST) {
        let left = panel.store.fading().left(panel.today - panel.seen[event as usize].day)[span];
        *adds.entry(event).or_default() += over * f64::from(left) / whole;
    }
}

fn mover(panel: &Panel<'_>, number: u32, adds: f64) -> Mover {
    let fact = panel.facts[number as usize];
    Mover {
        id: fact.id.clone(),
        day: fact.day,
        kind: fact.kind.clone(),
        place: fact.place.join(super::panel::WITHIN),
        sources: fact.sources.clone(),
        adds,
    }
}

fn flags(panel: &Panel<'_>, model: &Model, own_days: u32) -> Vec<String> {
    let mut flags = Vec::new();
    if own_days == 0 {
        flags.push("no local history: the odds are the base rate of places around".to_owned());
    } else if f64::from(own_days) < OWN_DAYS {
        flags.push(format!("little local history: {own_days} days with such an event"));
    }
    if (model.level.origins as f64) < ORIGINS {
        flags.push(format!("checked on {} earlier origins only: held to the base rate", model.level.origins));
    }
    flags.extend(outlets_changed(panel));
    flags
}
