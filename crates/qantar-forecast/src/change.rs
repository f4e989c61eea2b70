//! What changed between two forecasts of one question: by feature, and by event with its sources.

use crate::odds::{Mover, Odds};
use crate::record::Forecast;
use serde::Serialize;
use std::collections::BTreeMap;

/// The change from an earlier forecast to a later one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The cut-offs.
    pub from: jiff::civil::Date,
    /// See `from`.
    pub to: jiff::civil::Date,
    /// For each horizon that both have: days, earlier and later probability.
    pub odds: Vec<(u32, f64, f64)>,
    /// What each feature added, earlier and later, the largest change first; those that did not change are left out.
    pub features: Vec<(String, f64, f64)>,
    /// What events added that moved either, the largest change first.
    pub events: Vec<(Mover, f64)>,
    /// The same summed over the sources of those events, split evenly among the sources of one event.
    pub sources: Vec<(String, f64)>,
    /// How many facts more are known.
    pub facts: i64,
}

/// The change between two forecasts.
pub fn change(earlier: &Forecast, later: &Forecast) -> Change {
    let (before, after) = (&earlier.answer, &later.answer);
    let same = |odds: &Odds| {
        let was = before.odds.iter().find(|was| was.days == odds.days)?;
        Some((odds.days, was.probability, odds.probability))
    };
    let mut features: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    before.parts.iter().for_each(|part| features.entry(&part.feature).or_default().0 = part.adds);
    after.parts.iter().for_each(|part| features.entry(&part.feature).or_default().1 = part.adds);
    let mut features: Vec<(String, f64, f64)> = features
        .into_iter()
        .map(|(name, (was, is))| (name.to_owned(), was, is))
        .filter(|(_, was, is)| was != is)
        .collect();
    features.sort_by(|a, b| (b.2 - b.1).abs().total_cmp(&(a.2 - a.1).abs()));
    let events = events(&before.movers, &after.movers);
    Change {
        from: earlier.cut_off,
        to: later.cut_off,
        odds: after.odds.iter().filter_map(same).collect(),
        features,
        sources: sources(&events),
        events,
        facts: later.facts as i64 - earlier.facts as i64,
    }
}

/// An event is known by its name, day and place together: tables may have no names.
fn events(before: &[Mover], after: &[Mover]) -> Vec<(Mover, f64)> {
    let key = |mover: &Mover| (mover.id.clone(), mover.day, mover.place.clone());
    let mut events: BTreeMap<_, (Mover, f64)> = BTreeMap::new();
    for (movers, sign) in [(before, -1.0), (after, 1.0)] {
        for mover in movers {
            events.entry(key(mover)).or_insert_with(|| (mover.clone(), 0.0)).1 += sign * mover.adds;
        }
    }
    let mut events: Vec<_> = events.into_values().filter(|(_, moved)| *moved != 0.0).collect();
    events.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    events
}

fn sources(events: &[(Mover, f64)]) -> Vec<(String, f64)> {
    let mut sources: BTreeMap<&str, f64> = BTreeMap::new();
    for (mover, moved) in events {
        let each = moved / mover.sources.len().max(1) as f64;
        mover.sources.iter().for_each(|source| *sources.entry(source).or_default() += each);
    }
    let mut sources: Vec<_> = sources.into_iter().map(|(name, moved)| (name.to_owned(), moved)).collect();
    sources.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    sources
}
