//! Kept forecasts, scored when their time has come.

use crate::fact::Fact;
use crate::record::{Forecast, came};
use crate::score::{Tenth, auc, brier, calibration_error, log_score, reliability};
use jiff::civil::Date;
use serde::Serialize;

/// From so many days with such an event on, a place has much history. A round number.
const MUCH: u32 = 10;

/// A forecast for one horizon with what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The cut-off.
    pub cut_off: Date,
    /// The horizon in days.
    pub days: u32,
    /// What was said.
    pub said: f64,
    /// What was usual.
    pub usual: f64,
    /// Whether it came.
    pub came: bool,
    /// Whether the place was in a lull: quiet for a week or more, after an event in the last 90 days.
    pub lull: bool,
    /// Whether it was quiet for 90 days, or ever.
    pub quiet: bool,
    /// On how many days before the cut-off the place had such an event.
    pub own_days: u32,
}

/// The scores of some forecasts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// Which.
    pub of: String,
    /// How many.
    pub n: usize,
    /// How often it came.
    pub came: f64,
    /// See [`brier`].
    pub brier: f64,
    /// Of the usual rates alone.
    pub brier_usual: f64,
    /// How much of the usual rates' Brier score is gone; below nought the odds are worse than what is usual.
    pub skill: f64,
    /// See [`log_score`].
    pub log: f64,
    /// Of the usual rates alone.
    pub log_usual: f64,
    /// See [`auc`].
    pub auc: Option<f64>,
    /// See [`calibration_error`].
    pub calibration_error: f64,
    /// See [`reliability`].
    pub reliability: Vec<Tenth>,
}

/// What is told of forecasts and facts: those whose time has come, and how many are still open.
pub fn judge(facts: &[Fact], kept: &[Forecast], until: Date) -> (Vec<Judged>, usize) {
    let mut judged = Vec::new();
    let mut open = 0;
    for forecast in kept {
        let quiet = forecast.answer.lulls.as_ref().map_or(0, |lulls| lulls.quiet);
        let never = forecast.answer.own_days == 0;
        for odds in &forecast.answer.odds {
            let Some(came) = came(facts, forecast, odds.days, until) else {
                open += 1;
                continue;
            };
            judged.push(Judged {
                cut_off: forecast.cut_off,
                days: odds.days,
                said: odds.probability,
                usual: odds.usual,
                came,
                lull: (7..=90).contains(&quiet),
                quiet: never || quiet > 90,
                own_days: forecast.answer.own_days,
            });
        }
    }
    (judged, open)
}

/// A kind of place: its name, and whether a forecast is of such a place.
pub type Group = (&'static str, fn(&Judged) -> bool);

/// The kinds of places that are scored on their own. A place has much history, thin history or none; it may be in a lull or
/// quiet as well.
pub const GROUPS: [Group; 6] = [
    ("all", |_| true),
    ("much history", |judged| judged.own_days >= MUCH),
    ("thin history", |judged| (1..MUCH).contains(&judged.own_days)),
    ("never seen", |judged| judged.own_days == 0),
    ("lull", |judged| judged.lull),
    ("quiet", |judged| judged.quiet),
];

/// Scores for each kind of place and every horizon; groups without a forecast are left out.
pub fn scores(judged: &[Judged]) -> Vec<Scores> {
    let mut horizons: Vec<u32> = judged.iter().map(|judged| judged.days).collect();
    horizons.sort_unstable();
    horizons.dedup();
    let of = |days: u32, (name, is_in): Group| {
        let within: Vec<&Judged> = judged.iter().filter(|judged| judged.days == days && is_in(judged)).collect();
        scores_of(format!("{name}, {days} days"), &within)
    };
    horizons.iter().flat_map(|&days| GROUPS.iter().filter_map(move |&group| of(days, group))).collect()
}

/// The scores of some forecasts under a name; none where there are none.
pub fn scores_of(of: String, judged: &[&Judged]) -> Option<Scores> {
    let said: Vec<(f64, bool)> = judged.iter().map(|judged| (judged.said, judged.came)).collect();
    let usual: Vec<(f64, bool)> = judged.iter().map(|judged| (judged.usual, judged.came)).collect();
    let (brier_said, brier_usual) = (brier(&said)?, brier(&usual)?);
    Some(Scores {
        of,
        n: said.len(),
        came: said.iter().filter(|(_, came)| *came).count() as f64 / said.len() as f64,
        brier: brier_said,
        brier_usual,
        skill: if brier_usual > 0.0 { 1.0 - brier_said / brier_usual } else { 0.0 },
        log: log_score(&said)?,
        log_usual: log_score(&usual)?,
        auc: auc(&said),
        calibration_error: calibration_error(&said)?,
        reliability: reliability(&said),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_place_is_scored_on_its_own() {
        let judged = |own_days, lull, quiet, came| {
            let cut_off = jiff::civil::date(2031, 5, 2);
            Judged { cut_off, days: 7, said: 0.8, usual: 0.5, came, lull, quiet, own_days }
        };
        let judged = [
            judged(0, false, true, false),
            judged(9, true, false, true),
            judged(10, true, false, true),
            judged(30, false, false, true),
        ];
        let rows: Vec<(String, usize, bool)> =
            scores(&judged).into_iter().map(|row| (row.of, row.n, row.skill > 0.0)).collect();
        let row = |of: &str, n, better| (format!("{of}, 7 days"), n, better);
        assert_eq!(
            rows,
            [
                row("all", 4, true),
                row("much history", 2, true),
                row("thin history", 1, true),
                row("never seen", 1, false),
                row("lull", 2, true),
                row("quiet", 1, false),
            ]
        );
    }
}
