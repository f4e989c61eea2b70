//! How the odds of a plain table would have come out: every other week of its last third, for every place of a depth.
//!
//! `cargo run --release -p qantar-forecast --example backtest -- TABLE.csv [DEPTH]`. Weights are learned anew at each cut-off,
//! from what was known then. Prints Brier, skill against what is usual, log score, AUC and calibration error for all, quiet
//! and lull. `eval/odds_gdelt.py` makes a table of protests in the United States.

use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::judge::{Judged, scores};
use qantar_forecast::odds::{ANYTHING, Model, Panel, Series, probabilities};
use qantar_forecast::{Fact, plain};
use std::collections::BTreeMap;

const HORIZONS: [u32; 3] = [1, 7, 30];

fn main() {
    let Some(bytes) = std::env::args().nth(1).and_then(|path| std::fs::read(path).ok()) else {
        println!("skipped: no table; eval/odds_gdelt.py makes one");
        return;
    };
    let depth = std::env::args().nth(2).and_then(|depth| depth.parse().ok()).unwrap_or(1);
    let facts = plain::read(&bytes).expect("a plain table").facts;
    let days = || facts.iter().map(|fact| number_of(fact.day));
    let (first, last) = (days().min().expect("facts"), days().max().expect("facts"));
    let mut judged = Vec::new();
    let longest = HORIZONS[HORIZONS.len() - 1] as i32;
    for cut_off in (first + (last - first) * 2 / 3..=last + 1 - longest).step_by(14) {
        judged.extend(at(&facts, depth, cut_off));
    }
    for row in scores(&judged) {
        println!(
            "{:<15} n {:>6}, came {:.3}, Brier {:.4}, usual {:.4}, skill {:+.3}, log {:.4} against {:.4}, AUC {:.3}, calibration error {:.3}",
            row.of,
            row.n,
            row.came,
            row.brier,
            row.brier_usual,
            row.skill,
            row.log,
            row.log_usual,
            row.auc.unwrap_or(f64::NAN),
            row.calibration_error
        );
    }
}

/// All places of the depth at one cut-off.
fn at(facts: &[Fact], depth: usize, cut_off: i32) -> Vec<Judged> {
    let mut panel = Panel::at(facts, day_of(cut_off));
    let kind = panel.find("", ANYTHING).expect("the world is one place").kind;
    let model = Model::learn(&panel, depth, kind);
    let mut after: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| number_of(fact.day) >= cut_off && fact.place.len() >= depth) {
        after.entry(fact.place[..depth].join(qantar_forecast::odds::WITHIN)).or_default().push(number_of(fact.day));
    }
    let mut judged = Vec::new();
    for places in panel.places(depth) {
        let series = Series { places: places.clone(), kind };
        let Ok(said) = probabilities(&panel, &model, &series, &HORIZONS) else { continue };
        let usual = *model.climate.usual(&series, panel.days()).last().expect("a level");
        let next = after.get(&panel.place_name(places)).and_then(|days| days.iter().min().copied());
        let quiet = panel.active_days(&series).last().map_or(i32::MAX, |last| cut_off - last);
        for (&days, said) in HORIZONS.iter().zip(said) {
            judged.push(Judged {
                cut_off: day_of(cut_off),
                days,
                said,
                usual: qantar_forecast::odds::words::held(1.0 - (-usual * f64::from(days)).exp()),
                came: next.is_some_and(|next| next < cut_off + days as i32),
                lull: (7..=90).contains(&quiet),
                quiet: quiet > 90,
            });
        }
    }
    judged
}
