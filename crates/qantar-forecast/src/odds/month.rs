//! How many: events of the next thirty days, from the stretches of thirty days before.

use super::panel::{Panel, Series};
use crate::count::{Settings, forecast};
use serde::{Deserialize, Serialize};

/// Days of a stretch.
const DAYS: i32 = 30;

/// Fewer stretches say nothing of how many to expect.
const FEWEST: usize = 3;

/// How many events to expect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// From the cut-off on.
    pub days: u32,
    /// One time in ten it is this or fewer.
    pub low: f64,
    /// As often fewer as more.
    pub middle: f64,
    /// Nine times in ten it is this or fewer.
    pub high: f64,
    /// The mean.
    pub mean: f64,
    /// Values with weights that sum to one, lowest first, equal ones together.
    pub samples: Vec<(f64, f64)>,
}

/// None where the table is shorter than three stretches.
pub fn month(panel: &Panel<'_>, series: &Series) -> Option<Month> {
    let stretches = ((panel.today - panel.first) / DAYS) as usize;
    if stretches < FEWEST {
        return None;
    }
    let mut past = vec![0.0; stretches];
    for &event in panel.store.get(series.key()).map_or(&[][..], |count| &count.events) {
        let age = (panel.today - 1 - panel.seen[event as usize].day) / DAYS;
        if let Some(count) = past.get_mut((age as usize).min(stretches)) {
            *count += 1.0;
        }
    }
    past.reverse();
    let counts = forecast(&past, Settings::default());
    let mut samples: Vec<(f64, f64)> = Vec::new();
    for &(value, weight) in &counts.samples {
        match samples.last_mut().filter(|last| last.0 == value) {
            Some(last) => last.1 += weight,
            None => samples.push((value, weight)),
        }
    }
    let [low, middle, high] = [0.1, 0.5, 0.9].map(|part| counts.quantile(part));
    Some(Month { days: DAYS as u32, low, middle, high, mean: counts.mean(), samples })
}
