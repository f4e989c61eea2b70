//! Lulls: quiet stretches after events, and how many of them ended.

use super::panel::{Panel, Series};
use crate::fact::day_of;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Quiet of fewer days is no lull (FORECAST.md: quiet for at least seven days).
pub const QUIET: i32 = 7;

/// A past lull.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lull {
    /// The last day with an event before it.
    pub from: Date,
    /// The first day with an event after it; none: it lasts.
    pub to: Option<Date>,
    /// The event that ended it, by the caller's name.
    pub ended_by: Option<String>,
}

/// The lulls that had lasted as long as this one: how they went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lulls {
    /// Days since the last event.
    pub quiet: i32,
    /// Within how many days more they must have ended to count.
    pub within: u32,
    /// How many of those here ended in time, and how many there were.
    pub ended_here: usize,
    /// See `ended_here`.
    pub here: usize,
    /// The same in places around.
    pub ended_around: usize,
    /// See `ended_around`.
    pub around: usize,
    /// Those here, the latest first, at most ten.
    pub past: Vec<Lull>,
}

/// The lull that a series is in; none where it never had an event, or had one lately.
pub fn lulls(panel: &Panel<'_>, series: &Series, within: u32) -> Option<Lulls> {
    let days = panel.active_days(series);
    let quiet = panel.today - days.last()?;
    if quiet < QUIET {
        return None;
    }
    let mut past = past_lulls(&days, quiet, within, panel.today);
    let (here, ended_here) = (past.len(), past.iter().filter(|lull| lull.2).count());
    let (mut around, mut ended_around) = (0, 0);
    for places in panel.places(series.places.len()) {
        if places.last() == series.places.last() || places[..places.len() - 1] != series.places[..places.len() - 1] {
            continue;
        }
        let days = panel.active_days(&Series { places: places.clone(), kind: series.kind });
        let lulls = past_lulls(&days, quiet, within, panel.today);
        around += lulls.len();
        ended_around += lulls.iter().filter(|lull| lull.2).count();
    }
    past.reverse();
    let past = past.into_iter().take(10).map(|(from, to, _)| named(panel, series, from, to)).collect();
    Some(Lulls { quiet, within, ended_here, here, ended_around, around, past })
}

/// Lulls that reached `quiet` days and whose next `within` days are over, with when they ended and whether in time.
fn past_lulls(days: &[i32], quiet: i32, within: u32, today: i32) -> Vec<(i32, Option<i32>, bool)> {
    let ends = days.iter().copied().skip(1).map(Some).chain([None]);
    days.iter()
        .zip(ends)
        .filter(|&(&from, to)| to.is_none_or(|to| to - from > quiet) && from + quiet + within as i32 <= today)
        .map(|(&from, to)| (from, to, to.is_some_and(|to| to - from <= quiet + within as i32)))
        .collect()
}

fn named(panel: &Panel<'_>, series: &Series, from: i32, to: Option<i32>) -> Lull {
    let events = panel.store.get(series.key()).map_or(&[][..], |count| &count.events);
    let ended_by = to.and_then(|to| events.iter().find(|&&event| panel.seen[event as usize].day == to));
    Lull {
        from: day_of(from),
        to: to.map(day_of),
        ended_by: ended_by.map(|&event| panel.facts[event as usize].id.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lulls_that_lasted_as_long_and_are_over_count() {
        // Gaps of 5, 20 and 60 days; then it is quiet from day 85 on.
        let days = [0, 5, 25, 85];
        let past = past_lulls(&days, 10, 30, 200);
        assert_eq!(past, [(5, Some(25), true), (25, Some(85), false), (85, None, false)]);
        assert_eq!(past_lulls(&days, 10, 30, 120).len(), 2);
    }
}
