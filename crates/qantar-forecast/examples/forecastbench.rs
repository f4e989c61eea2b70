//! The exam on ForecastBench: "more X in country C than the mean of the last 360 days", against the one-number Poisson.
//!
//! `cargo run --release -p qantar-forecast --example forecastbench -- FILE [test]`. Each round is answered with what was
//! resolved before its due date: the Poisson's log odds and a level, held to the Poisson itself. The ridge and the features
//! were chosen on the rounds before 20 November 2025; `test` scores the later ones.

use jiff::civil::{Date, date};
use qantar_forecast::logit;
use qantar_forecast::score::brier;
use std::collections::BTreeMap;

/// Chosen on the rounds before `TESTED`.
const RIDGE: f64 = 5.0;
const TESTED: Date = date(2025, 11, 20);

/// The first round that comes with the mean. Before it only 40 of one round have it.
const FIRST: Date = date(2025, 10, 1);

struct Asked {
    due: Date,
    over: Date,
    kind: String,
    mean: Option<f64>,
    came: bool,
}

fn main() {
    let file = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "../shared/data/forecast/forecastbench/questions_resolved.csv".into());
    let test = std::env::args().nth(2).is_some_and(|word| word == "test");
    let Ok(reader) = csv::Reader::from_path(&file) else {
        println!("skipped: no questions at {file}");
        return;
    };
    let asked = read(reader);
    let mut said: BTreeMap<Date, Vec<(&Asked, f64, f64)>> = BTreeMap::new();
    for round in rounds(&asked) {
        let weights = learn(&asked, round);
        for one in asked.iter().filter(|one| one.due == round) {
            let Some(mean) = one.mean else { continue };
            let ours = logit::chance(weights[0] + weights[1] * logit::odds(poisson(mean)));
            said.entry(round).or_default().push((one, poisson(mean), ours));
        }
        println!("{round}: level {:.3}, slope {:.3}", weights[0], weights[1]);
    }
    report("rounds chosen on", said.range(..TESTED).flat_map(|(_, said)| said));
    if test {
        report("rounds tested", said.range(TESTED..).flat_map(|(_, said)| said));
        report("all rounds with a mean", said.values().flatten());
    }
}

fn read(mut reader: csv::Reader<std::fs::File>) -> Vec<Asked> {
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column");
    let [due, over, question, kind, mean, came] =
        ["forecast_due_date", "resolution_date", "kind", "event_type", "freeze_value_30day_avg", "resolved_to"].map(at);
    let rows = reader.records().map(|record| record.expect("a row")).filter(|record| &record[question] == "gt_avg");
    rows.map(|record| Asked {
        due: record[due].parse().expect("a day"),
        over: record[over].parse().expect("a day"),
        kind: record[kind].to_owned(),
        mean: record[mean].parse().ok(),
        came: record[came].parse::<f64>().expect("a number") > 0.5,
    })
    .collect()
}

fn rounds(asked: &[Asked]) -> Vec<Date> {
    let mut rounds: Vec<Date> = asked.iter().map(|one| one.due).filter(|due| *due >= FIRST).collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds
}

/// The one-number Poisson: P(N > mean), .05 where the mean is nought.
fn poisson(mean: f64) -> f64 {
    if mean == 0.0 {
        return 0.05;
    }
    let (mut probability, mut at_most) = ((-mean).exp(), (-mean).exp());
    for count in 1..=mean.floor() as u64 {
        probability *= mean / count as f64;
        at_most += probability;
    }
    (1.0 - at_most).clamp(1e-6, 0.95)
}

/// Level and slope from what was over before the round. Where the mean is not known, the type's own share stands for it.
fn learn(asked: &[Asked], round: Date) -> [f64; 2] {
    let known: Vec<&Asked> = asked.iter().filter(|one| one.over < round).collect();
    let cases: Vec<logit::Case<2>> = known
        .iter()
        .map(|one| {
            let odds = one.mean.map_or_else(|| logit::odds(share(asked, one)), |mean| logit::odds(poisson(mean)));
            ([1.0, odds], one.came)
        })
        .collect();
    logit::fit(&cases, [0.0, 1.0], RIDGE)
}

/// How often questions of the type came true that were over before this one was due, held to a fifth by twenty and then to
/// all types by ten.
fn share(asked: &[Asked], one: &Asked) -> f64 {
    let over = || asked.iter().filter(|other| other.over < one.due);
    let held = |came: usize, n: usize, to: f64, by: f64| (came as f64 + by * to) / (n as f64 + by);
    let all = held(over().filter(|other| other.came).count(), over().count(), 0.2, 20.0);
    let same = || over().filter(|other| other.kind == one.kind);
    held(same().filter(|other| other.came).count(), same().count(), all, 10.0)
}

fn report<'a>(name: &str, said: impl Iterator<Item = &'a (&'a Asked, f64, f64)>) {
    let said: Vec<_> = said.collect();
    for (group, kinds) in [("all types", &[][..]), ("protests and riots", &["Protests", "Riots"][..])] {
        let within: Vec<_> =
            said.iter().filter(|(one, ..)| kinds.is_empty() || kinds.contains(&one.kind.as_str())).collect();
        let score = |ours: bool| {
            let pairs: Vec<_> =
                within.iter().map(|(one, base, own)| (if ours { *own } else { *base }, one.came)).collect();
            brier(&pairs).unwrap_or(f64::NAN)
        };
        let (base, own) = (score(false), score(true));
        println!(
            "{name}, {group}: n {}, came {:.3}, Poisson {base:.4}, ours {own:.4}, better by {:.1} %",
            within.len(),
            within.iter().filter(|(one, ..)| one.came).count() as f64 / within.len() as f64,
            100.0 * (1.0 - own / base)
        );
    }
}
