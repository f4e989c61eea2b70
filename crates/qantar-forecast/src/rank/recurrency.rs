//! The recurrency baseline (Gastinger and others, IJCAI 2024): the one it happened to on most days, late days most, else the one
//! it happens to most of all.

use std::collections::HashMap;

/// How fast what was seen fades, and how much it counts against what is frequent. One pair for all kinds.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// A day is worth half after `1 / fade` days.
    pub fade: f64,
    /// Weight of the strict score; the rest is for frequency.
    pub strict: f64,
}

impl Default for Settings {
    /// One pair for all kinds, from the design's re-measurement (MRR 37.45 on ICEWS14).
    fn default() -> Self {
        Settings { fade: 0.02, strict: 0.999 }
    }
}

/// What is remembered.
#[derive(Debug, Default)]
pub struct Recurrency {
    /// The days by actor and kind, then by target, each once.
    days: HashMap<(u32, u32), HashMap<u32, Vec<i32>>>,
    /// How often by kind, then by target.
    often: HashMap<u32, HashMap<u32, u32>>,
    all: HashMap<u32, u32>,
    /// First and last day remembered.
    span: Option<(i32, i32)>,
}

impl Recurrency {
    /// Remembers that it happened.
    pub fn add(&mut self, day: i32, actor: u32, kind: u32, target: u32) {
        let days = self.days.entry((actor, kind)).or_default().entry(target).or_default();
        if days.last() != Some(&day) {
            days.push(day);
        }
        self.span = Some(self.span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        *self.often.entry(kind).or_default().entry(target).or_default() += 1;
        *self.all.entry(kind).or_default() += 1;
    }

    /// The score of every party, into `scores`, which holds a place for each.
    pub fn scores(&self, day: i32, actor: u32, kind: u32, settings: Settings, scores: &mut [f64]) {
        scores.fill(0.0);
        let all = f64::from(self.all.get(&kind).copied().unwrap_or(1));
        for (&target, &count) in self.often.get(&kind).into_iter().flatten() {
            scores[target as usize] += (1.0 - settings.strict) * f64::from(count) / all;
        }
        let left = |then: i32| 0.5f64.powf(settings.fade * f64::from(day - then));
        let Some((first, last)) = self.span else { return };
        let whole: f64 = (first..=last).map(left).sum();
        for (&target, days) in self.days.get(&(actor, kind)).into_iter().flatten() {
            scores[target as usize] += settings.strict * days.iter().map(|&then| left(then)).sum::<f64>() / whole;
        }
    }
}
