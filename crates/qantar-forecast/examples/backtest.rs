//! How the odds of a plain table would have come out: every kind, at every place of a depth, every four weeks of a span.
//!
//! `cargo run --release -p qantar-forecast --example backtest -- TABLE.csv valid test`. The spans are `valid`, the second third
//! of the table, on which methods are chosen, and `test`, the last. Weights are learned anew at each cut-off, from what was known
//! then. Prints Markdown: scores by kind, horizon and kind of place, what was said against how often it came, and where the odds
//! are worst. `eval/odds_gdelt.py` makes a table of protests in the United States; `make exam-odds-places` runs both.

use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::judge::{GROUPS, Judged, Scores, scores_of};
use qantar_forecast::odds::{ANYTHING, Model, Panel, Series, WITHIN, probabilities, words};
use qantar_forecast::{Fact, plain};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HORIZONS: [u32; 2] = [7, 30];

/// Days between cut-offs.
const STEP: usize = 28;

/// The depths of places, with what they are in a table of one country.
const DEPTHS: [(usize, &str); 2] = [(1, "states"), (2, "towns")];

/// The spans, in thirds of the table.
const SPANS: [(&str, i32); 2] = [("valid", 1), ("test", 2)];

/// Rows of fewer questions are not named among the worst.
const FEW: usize = 100;

/// What was said of one kind at places of one depth.
struct Asked {
    depth: usize,
    kind: String,
    judged: Judged,
}

/// One row of the tables.
struct Row {
    place: &'static str,
    kind: String,
    group: &'static str,
    days: u32,
    scores: Scores,
    /// How far the skill may be off by chance: one standard error, with the questions of one cut-off taken as one.
    error: f64,
}

fn main() {
    let Some(bytes) = std::env::args().nth(1).and_then(|path| std::fs::read(path).ok()) else {
        println!("skipped: no table; eval/odds_gdelt.py makes one");
        return;
    };
    let facts = plain::read(&bytes).expect("a plain table").facts;
    println!("{}", include_str!("backtest.md").trim_end());
    for span in std::env::args().skip(2) {
        let third = SPANS.iter().find(|(name, _)| *name == span).expect("a span: valid or test").1;
        report(&span, &facts, &cut_offs(&facts, third));
    }
}

/// The days of a third of the table on which odds are asked; the longest horizon stays within the third.
fn cut_offs(facts: &[Fact], third: i32) -> Vec<i32> {
    let days = || facts.iter().map(|fact| number_of(fact.day));
    let (first, last) = (days().min().expect("facts"), days().max().expect("facts"));
    let at = |third: i32| first + (last + 1 - first) * third / 3;
    (at(third)..=at(third + 1) - HORIZONS[HORIZONS.len() - 1] as i32).step_by(STEP).collect()
}

fn report(span: &str, facts: &[Fact], cut_offs: &[i32]) {
    let asked: Vec<Asked> = cut_offs.par_iter().flat_map(|&cut_off| at(facts, cut_off)).collect();
    let (first, last) = (day_of(cut_offs[0]), day_of(cut_offs[cut_offs.len() - 1]));
    let rows = rows(&asked);
    println!("\n## {span}: {} cut-offs from {first} to {last}\n", cut_offs.len());
    worst(&rows);
    for (_, place) in DEPTHS {
        println!("\n### {span}, {place}\n");
        table(rows.iter().filter(|row| row.place == place));
    }
    println!("\n### {span}, said and came\n");
    reliability(rows.iter().filter(|row| row.kind == ANYTHING));
}

/// All places of all depths at one cut-off, for every kind.
fn at(facts: &[Fact], cut_off: i32) -> Vec<Asked> {
    let mut panel = Panel::at(facts, day_of(cut_off));
    let names: Vec<String> = panel.kinds().iter().map(|&kind| panel.kind_name(kind).to_owned()).collect();
    let mut asked = Vec::new();
    for (depth, _) in DEPTHS {
        for kind in names.iter().map(String::as_str).chain([ANYTHING]) {
            let judged = of_kind(&mut panel, facts, depth, kind);
            asked.extend(judged.into_iter().map(|judged| Asked { depth, kind: kind.to_owned(), judged }));
        }
    }
    asked
}

fn of_kind(panel: &mut Panel<'_>, facts: &[Fact], depth: usize, kind: &str) -> Vec<Judged> {
    let kind_name = kind;
    let kind = panel.find("", kind).expect("the world is one place").kind;
    let cut_off = panel.today;
    let model = Model::learn(panel, depth, kind);
    let next = next_days(facts, cut_off, depth, kind_name);
    let mut judged = Vec::new();
    for places in panel.places(depth) {
        let series = Series { places: places.clone(), kind };
        let Ok(said) = probabilities(panel, &model, &series, &HORIZONS) else { continue };
        let usual = *model.climate.usual(&series, panel.days()).last().expect("a level");
        let next = next.get(&panel.place_name(places)).copied();
        let own = panel.active_days(&series);
        let quiet = own.last().map_or(i32::MAX, |last| cut_off - last);
        judged.extend(HORIZONS.iter().zip(said).map(|(&days, said)| Judged {
            cut_off: day_of(cut_off),
            days,
            said,
            usual: words::held(1.0 - (-usual * f64::from(days)).exp()),
            came: next.is_some_and(|next| next < cut_off + days as i32),
            lull: (7..=90).contains(&quiet),
            quiet: quiet > 90,
            own_days: own.len() as u32,
        }));
    }
    judged
}

/// The first day from the cut-off on with such an event, by the chain of the place.
fn next_days(facts: &[Fact], cut_off: i32, depth: usize, kind: &str) -> BTreeMap<String, i32> {
    let mut next = BTreeMap::new();
    let is_such = |fact: &&Fact| {
        number_of(fact.day) >= cut_off && fact.place.len() >= depth && (kind == ANYTHING || fact.kind == kind)
    };
    for fact in facts.iter().filter(is_such) {
        let day = next.entry(fact.place[..depth].join(WITHIN)).or_insert(i32::MAX);
        *day = number_of(fact.day).min(*day);
    }
    next
}

fn rows(asked: &[Asked]) -> Vec<Row> {
    let kinds: BTreeSet<&str> =
        asked.iter().map(|asked| asked.kind.as_str()).filter(|kind| *kind != ANYTHING).collect();
    let mut rows = Vec::new();
    for (depth, place) in DEPTHS {
        for kind in std::iter::once(ANYTHING).chain(kinds.iter().copied()) {
            let of = |asked: &&Asked| asked.depth == depth && asked.kind == kind;
            let judged: Vec<&Judged> = asked.iter().filter(of).map(|asked| &asked.judged).collect();
            rows.extend(rows_of(place, kind, &judged));
        }
    }
    rows
}

fn rows_of(place: &'static str, kind: &str, judged: &[&Judged]) -> Vec<Row> {
    let row = |days: u32, (group, is_in): (&'static str, fn(&Judged) -> bool)| {
        let within: Vec<&Judged> =
            judged.iter().filter(|judged| judged.days == days && is_in(judged)).copied().collect();
        let scores = scores_of(String::new(), &within)?;
        let error = error(&within, &scores);
        Some(Row { place, kind: kind.to_owned(), group, days, scores, error })
    };
    HORIZONS.iter().flat_map(|&days| GROUPS.iter().filter_map(move |&group| row(days, group))).collect()
}

/// The standard error of the skill over cut-offs: places of one day go up and down together.
fn error(judged: &[&Judged], scores: &Scores) -> f64 {
    let mut gains: BTreeMap<_, f64> = BTreeMap::new();
    let gain = scores.brier_usual - scores.brier;
    for judged in judged {
        let far = |probability: f64| (probability - f64::from(u8::from(judged.came))).powi(2);
        *gains.entry(judged.cut_off).or_default() += far(judged.usual) - far(judged.said) - gain;
    }
    let times = gains.len() as f64;
    let spread: f64 = gains.values().map(|gain| gain * gain).sum::<f64>() * times / (times - 1.0).max(1.0);
    spread.sqrt() / judged.len() as f64 / scores.brier_usual.max(1e-9)
}

const HEAD: &str = "| places | kind | within | which | questions | said | came | Brier | usual | skill | ± | log | usual | AUC | off by |\n\
                    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

fn table<'r>(rows: impl Iterator<Item = &'r Row>) {
    println!("{HEAD}");
    for row in rows {
        let scores = &row.scores;
        println!(
            "| {} | {} | {} days | {} | {} | {:.3} | {:.3} | {:.4} | {:.4} | {:+.3} | {:.3} | {:.4} | {:.4} | {} | {:.3} |",
            row.place,
            row.kind,
            row.days,
            row.group,
            scores.n,
            said(scores),
            scores.came,
            scores.brier,
            scores.brier_usual,
            scores.skill,
            row.error,
            scores.log,
            scores.log_usual,
            scores.auc.map_or("–".to_owned(), |auc| format!("{auc:.3}")),
            scores.calibration_error
        );
    }
}

/// The mean of what was said.
fn said(scores: &Scores) -> f64 {
    scores.reliability.iter().map(|tenth| tenth.n as f64 * tenth.said).sum::<f64>() / scores.n as f64
}

/// The rows that are worse than what is usual by Brier or log score, and the ten whose odds are the most off.
fn worst(rows: &[Row]) {
    let asked: Vec<&Row> = rows.iter().filter(|row| row.scores.n >= FEW).collect();
    let mut worse: Vec<&Row> = asked.iter().copied().filter(|row| is_worse(row)).collect();
    worse.sort_by(|a, b| a.scores.skill.total_cmp(&b.scores.skill));
    println!(
        "Worse than what is usual, by the Brier or the log score: {} of {} rows of {FEW} questions or more.\n",
        worse.len(),
        asked.len()
    );
    if !worse.is_empty() {
        table(worse.into_iter());
        println!();
    }
    let mut off = asked;
    off.sort_by(|a, b| b.scores.calibration_error.total_cmp(&a.scores.calibration_error));
    println!("The ten rows whose odds are the most off:\n");
    table(off.into_iter().take(10));
}

fn is_worse(row: &Row) -> bool {
    row.scores.skill < 0.0 || row.scores.log > row.scores.log_usual
}

fn reliability<'r>(rows: impl Iterator<Item = &'r Row>) {
    println!("| places | within | which | questions | said | came |\n|---|---|---|---|---|---|");
    for row in rows {
        for tenth in &row.scores.reliability {
            println!(
                "| {} | {} days | {} | {} | {:.3} | {:.3} |",
                row.place, row.days, row.group, tenth.n, tenth.said, tenth.came
            );
        }
    }
}
