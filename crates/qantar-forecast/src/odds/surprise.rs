//! Surprise: is the last week out of line with its own past?

use super::panel::{Panel, Series};
use serde::{Deserialize, Serialize};

/// Weeks of the past that the last one is held against.
const WEEKS: i32 = 52;

/// With fewer weeks nothing is out of line.
const FEWEST: i32 = 8;

/// How unlikely a week must be to be called out of line.
const RARE: f64 = 0.05;

/// The last week against those before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Surprise {
    /// Events in the seven days before the cut-off.
    pub events: u32,
    /// Events a week on the mean, over the weeks before.
    pub usual: f64,
    /// How many weeks before.
    pub weeks: u32,
    /// The probability of a week with so many or more, for a negative binomial of the weeks before.
    pub or_more: f64,
    /// The probability of a week with so many or fewer.
    pub or_fewer: f64,
    /// `out of line: more than usual`, `out of line: fewer than usual`, `in line`.
    pub says: String,
}

/// None where the table is shorter than nine weeks.
pub fn surprise(panel: &Panel<'_>, series: &Series) -> Option<Surprise> {
    let weeks = ((panel.today - panel.first) / 7 - 1).min(WEEKS);
    if weeks < FEWEST {
        return None;
    }
    let mut counts = vec![0u32; weeks as usize + 1];
    for &event in panel.store.get(series.key()).map_or(&[][..], |count| &count.events) {
        let week = (panel.today - 1 - panel.seen[event as usize].day) / 7;
        if let Some(count) = counts.get_mut(week as usize) {
            *count += 1;
        }
    }
    let (events, before) = (counts[0], &counts[1..]);
    let n = before.len() as f64;
    let mean = before.iter().map(|&count| f64::from(count)).sum::<f64>() / n;
    let variance = before.iter().map(|&count| (f64::from(count) - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // Half an event of prior: a place without a past is not out of line at the first.
    let mean = (mean * n + 0.5) / n;
    let (below, here) = tails(mean, variance, events);
    let (or_more, or_fewer) = (1.0 - below, below + here);
    let says = match (or_more < RARE, or_fewer < RARE) {
        (true, _) => "out of line: more than usual",
        (_, true) => "out of line: fewer than usual",
        _ => "in line",
    };
    Some(Surprise { events, usual: mean, weeks: weeks as u32, or_more, or_fewer, says: says.to_owned() })
}

/// The probabilities of fewer than `count`, and of exactly `count`.
fn tails(mean: f64, variance: f64, count: u32) -> (f64, f64) {
    let size = (mean * mean / (variance - mean).max(0.02 * mean)).clamp(1e-3, 1e6);
    let stop = size / (size + mean);
    let (mut probability, mut below) = (stop.powf(size), 0.0);
    for at in 0..count {
        below += probability;
        probability *= (f64::from(at) + size) / f64::from(at + 1) * (1.0 - stop);
    }
    (below.min(1.0), probability)
}
