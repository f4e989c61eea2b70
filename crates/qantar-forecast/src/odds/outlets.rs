//! Whether the table is told by others than before: counts then rise or fall without anything having changed.

use super::panel::Panel;
use crate::fact::number_of;
use std::collections::BTreeMap;

/// Days that are looked at, and days before them that they are held against.
const LATELY: i32 = 30;
const BEFORE: i32 = 180;

/// The part of the telling that must have come or gone. A guess of 2026-11-29.
const PART: f64 = 0.3;

/// Fewer tellings than this are too few to see a change in.
const FEWEST: f64 = 20.0;

/// A line for the reader where it changed.
pub fn outlets_changed(panel: &Panel<'_>) -> Option<String> {
    let mut told: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for fact in panel.facts.iter().filter(|fact| !fact.announced) {
        let age = panel.today - number_of(fact.day);
        let span = match age {
            _ if age <= LATELY => 0,
            _ if age <= LATELY + BEFORE => 1,
            _ => continue,
        };
        fact.sources.iter().for_each(|source| told.entry(source).or_default()[span] += 1.0);
    }
    let sum = |span: usize| told.values().map(|counts| counts[span]).sum::<f64>();
    let (lately, before) = (sum(0), sum(1));
    if lately < FEWEST || before < FEWEST {
        return None;
    }
    let new: f64 = told.values().filter(|counts| counts[1] == 0.0).map(|counts| counts[0]).sum::<f64>() / lately;
    let gone: f64 = told.values().filter(|counts| counts[0] == 0.0).map(|counts| counts[1]).sum::<f64>() / before;
    (new > PART || gone > PART).then(|| {
        format!(
            "the sources changed: {:.0} % of the last {LATELY} days is told by new ones, {:.0} % of the {BEFORE} days before by ones that fell silent",
            100.0 * new,
            100.0 * gone
        )
    })
}
