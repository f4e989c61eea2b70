//! The weights, learned from the days before the cut-off, and how far the odds were off on rolling origins.

use super::climate::Climate;
use super::feature::{Look, OTHERS, RECENCY, WIDTH, usual};
use super::panel::{Panel, Seen, Series};
use crate::hazard::{Day, fit};
use crate::lbfgs::{Stop, minimise};
use crate::store::{ANY, Name, Store};
use std::collections::HashSet;

/// At most about so many quiet days are learned from; each stands for those left out.
const QUIET_DAYS: f64 = 30_000.0;

/// A kind is learned from on its own from so many active days on; below, from all kinds together.
const ENOUGH: f64 = 200.0;

/// Days before which nothing is learned: counts must have something to count. A third of short tables.
const BURN_IN: i32 = 60;

/// The ridge, in days that speak against a weight. A guess of 2026-11-29.
const RIDGE: f64 = 5.0;

/// From so many origins on the recalibration is trusted whole (FORECAST.md).
pub const ORIGINS: f64 = 500.0;

/// How far ahead origins look, in days.
const AHEAD: [i32; 2] = [7, 30];

/// What was learned at a cut-off for places of one depth and for one kind.
#[derive(Debug, Clone)]
pub struct Model {
    /// The places' depth: 1 for the widest.
    pub depth: usize,
    /// Other kinds that are looked at on their own.
    pub others: Vec<Name>,
    /// The weights of the rung "recency".
    pub recency: [f64; WIDTH],
    /// The weights of the rung "triggers".
    pub weights: [f64; WIDTH],
    /// What is usual, at the cut-off.
    pub climate: Climate,
    /// The recalibration.
    pub level: Level,
    /// How many active days were learned from.
    pub active_days: usize,
}

/// `log H' = shift + slope · log H` for a hazard H summed over the horizon; the slope is above nought, so that longer
/// horizons never come out below shorter ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// See [`Level`].
    pub shift: f64,
    /// See [`Level`].
    pub slope: f64,
    /// From how many origins it was learned.
    pub origins: usize,
}

/// Where rows are taken: a series' day, with its counts.
struct Sweep<'p, 'f> {
    panel: &'p Panel<'f>,
    depth: usize,
    series: Vec<Series>,
    others: Vec<Name>,
    from: i32,
}

/// An origin: features of the days ahead, and what came.
struct Origin {
    hazards: [f64; AHEAD.len()],
    came: [bool; AHEAD.len()],
}

impl Model {
    /// Learns from the panel, for places of a depth and a kind.
    pub fn learn(panel: &Panel<'_>, depth: usize, kind: Name) -> Self {
        let depth = depth.max(1);
        let (series, others) = series(panel, depth, kind);
        let from = panel.first + BURN_IN.min((panel.today - panel.first) / 3);
        let sweep = Sweep { panel, depth, series, others, from };
        let turn = from + (panel.today - from) * 7 / 10;
        let mut days = sweep.rows();
        days.sort_by_key(|(day, _)| *day);
        let early = days.partition_point(|(day, _)| *day < turn);
        let all: Vec<Day<WIDTH>> = days.into_iter().map(|(_, day)| day).collect();
        let first_weights = fit(&all[..early], &[true; WIDTH], RIDGE);
        let (climate, origins) = sweep.origins(&first_weights, turn);
        Model {
            depth,
            recency: fit(&all, &RECENCY, RIDGE),
            weights: fit(&all, &[true; WIDTH], RIDGE),
            climate,
            level: level(&origins),
            active_days: all.iter().filter(|day| day.came).count(),
            others: sweep.others,
        }
    }

    /// The log of the hazard of the day `ahead` days on, for weights of this model.
    pub fn height(&self, look: &Look, usual: f64, weights: &[f64; WIDTH], ahead: i32, panel: &Panel<'_>) -> f64 {
        height(&look.features(ahead, panel.store.fading()), usual, weights)
    }
}

fn height(features: &[f32; WIDTH], usual: f64, weights: &[f64; WIDTH]) -> f64 {
    let moved: f64 = features.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum();
    (usual.max(1e-9).ln() + moved).clamp(-20.0, 3.0)
}

/// The series of the kind at all places of the depth, or of all kinds where the kind alone is too thin.
fn series(panel: &Panel<'_>, depth: usize, kind: Name) -> (Vec<Series>, Vec<Name>) {
    let kinds = panel.kinds();
    let active: usize = panel
        .places(depth)
        .filter_map(|places| panel.store.get(Series { places: places.clone(), kind }.key()))
        .map(|count| count.active_days as usize)
        .sum();
    let alone = kind == ANY || active as f64 >= ENOUGH;
    let learned: Vec<Name> = if alone { vec![kind] } else { kinds.iter().copied().take(12).collect() };
    let others = if alone && kind != ANY {
        kinds.into_iter().filter(|other| *other != kind).take(OTHERS).collect()
    } else {
        Vec::new()
    };
    let at = |places: &Vec<Name>| {
        let places = places.clone();
        learned.iter().map(move |&kind| Series { places: places.clone(), kind }).collect::<Vec<_>>()
    };
    (panel.places(depth).flat_map(at).collect(), others)
}

impl Sweep<'_, '_> {
    /// Goes through the days; before a day's events are added, `see` is shown the store and the climate.
    fn go(&self, mut see: impl FnMut(i32, &Store, &Climate)) -> Climate {
        let panel = self.panel;
        let mut store = Store::default();
        // Names have the numbers that the panel gave them, so that only numbers are needed here.
        let mut climate = Climate::of(panel.places(self.depth));
        let mut active: HashSet<(Name, Name)> = HashSet::new();
        let mut next = 0;
        for day in panel.first..panel.today {
            if day >= self.from {
                see(day, &store, &climate);
            }
            active.clear();
            while panel.seen.get(next).is_some_and(|seen| seen.day == day) {
                let seen = &panel.seen[next];
                store.add(seen.bare().entry(next as u32));
                if let Some(&place) = seen.places.get(self.depth - 1) {
                    for kind in [seen.kind, ANY] {
                        if active.insert((place, kind)) {
                            climate.add(&seen.places[..self.depth], kind);
                        }
                    }
                }
                next += 1;
            }
        }
        climate
    }

    /// All active days and a share of the quiet ones.
    fn rows(&self) -> Vec<(i32, Day<WIDTH>)> {
        let came = self.came();
        let all = self.series.len() as f64 * f64::from((self.panel.today - self.from).max(1));
        let share = (QUIET_DAYS / all).min(1.0);
        let mut rows = Vec::new();
        self.go(|day, store, climate| {
            for (at, series) in self.series.iter().enumerate() {
                let active = came.contains(&(at as u32, day));
                if !active && !picked(at as u32, day, share) {
                    continue;
                }
                let usual = usual(climate, series, f64::from(day - self.panel.first));
                let look = Look::at(self.panel, store, series, &self.others, usual, day);
                let weight = if active { 1.0 } else { (1.0 / share) as f32 };
                let features = look.features(0, self.panel.store.fading());
                rows.push((day, Day { features, offset: usual.max(1e-9).ln() as f32, weight, came: active }));
            }
        });
        rows
    }

    /// Series and days with an event.
    fn came(&self) -> HashSet<(u32, i32)> {
        let days = |(at, series)| self.panel.active_days(series).into_iter().map(move |day| (at as u32, day));
        self.series.iter().enumerate().flat_map(days).collect()
    }

    /// Origins every week from `turn` on, for as many series as make up to two thousand, and the climate at the end.
    fn origins(&self, weights: &[f64; WIDTH], turn: i32) -> (Climate, Vec<Origin>) {
        let mut origins = Vec::new();
        let weeks = ((self.panel.today - turn) / 7).max(1) as f64;
        let share = (2000.0 / (weeks * self.series.len().max(1) as f64)).min(1.0);
        let climate = self.go(|day, store, climate| {
            if day < turn || (day - turn) % 7 != 0 || day + AHEAD[AHEAD.len() - 1] > self.panel.today {
                return;
            }
            for (at, series) in self.series.iter().enumerate() {
                if !picked(at as u32, day, share) {
                    continue;
                }
                let usual = usual(climate, series, f64::from(day - self.panel.first));
                let look = Look::at(self.panel, store, series, &self.others, usual, day);
                origins.push(self.origin(series, &look, usual, weights, day));
            }
        });
        (climate, origins)
    }

    fn origin(&self, series: &Series, look: &Look, usual: f64, weights: &[f64; WIDTH], day: i32) -> Origin {
        let fading = self.panel.store.fading();
        let hazard = |ahead| height(&look.features(ahead, fading), usual, weights).exp();
        let active = self.panel.active_days(series);
        Origin {
            hazards: AHEAD.map(|days| (0..days).map(hazard).sum()),
            came: AHEAD.map(|days| {
                let next = active.partition_point(|&active| active < day);
                active.get(next).is_some_and(|&next| next < day + days)
            }),
        }
    }
}

impl Seen {
    /// The event without its parties, which the odds of places do not count.
    fn bare(&self) -> Seen {
        Seen { actors: Vec::new(), targets: Vec::new(), places: self.places.clone(), ..*self }
    }
}

/// Whether a series' day is among those learned from: by a hash of both, the same on any machine.
fn picked(series: u32, day: i32, share: f64) -> bool {
    let mut mixed = (u64::from(series) << 32 | u64::from(day as u32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^= mixed >> 32;
    (mixed >> 11) as f64 / (1u64 << 53) as f64 <= share
}

/// The level that fits what came, held to "as it is" by as much as ten origins.
fn level(origins: &[Origin]) -> Level {
    let pairs: Vec<(f64, bool)> = origins
        .iter()
        .flat_map(|origin| origin.hazards.iter().zip(origin.came).map(|(hazard, came)| (hazard.max(1e-9).ln(), came)))
        .collect();
    let found = minimise(vec![0.0, 0.0], Stop { steps: 60, gradient: 1e-7, gain: 1e-10 }, |at, gradient| {
        // The slope is the exponential of its parameter: above nought whatever is tried.
        let slope = at[1].exp();
        let mut value = 5.0 * at[0] * at[0] + 5.0 * at[1] * at[1];
        (gradient[0], gradient[1]) = (10.0 * at[0], 10.0 * at[1]);
        for &(log, came) in &pairs {
            let hazard = (at[0] + slope * log).clamp(-30.0, 5.0).exp();
            let none = (-hazard).exp();
            let pull = if came { -hazard * none / (1.0 - none).max(1e-12) } else { hazard };
            value += if came { -(1.0 - none).max(1e-12).ln() } else { hazard };
            gradient[0] += pull;
            gradient[1] += pull * log * slope;
        }
        value
    });
    Level { shift: found[0], slope: found[1].exp(), origins: origins.len() }
}
