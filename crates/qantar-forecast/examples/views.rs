//! The exam on counts: ViEWS country-month actuals, CRPS for the windows 2020 to 2023.
//!
//! `cargo run --release -p qantar-forecast --example views -- [AFRICA]`. The actuals are in `corpora/forecast/`. The half-life is
//! chosen on 2018 and 2019 of the African country-months (AFRICA, `ucdp_ged_country_month_counts.csv`), whose history is full;
//! the actuals begin in 2018 and have ten months before 2019. How far back was settled beforehand: 24 months. What a choice of
//! everything at once would have given stands under it. The later windows are only scored.

use qantar_forecast::count::{Settings, forecast};
use std::collections::BTreeMap;
use std::path::Path;

const ACTUALS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpora/forecast/views_cm.csv");
/// Months between the last one known and the first one asked about: with two of them the published scores of conflictology come
/// out, so that the challenge let history end in October.
const GAP: i64 = 2;

const AFRICA: &str = "../shared/data/forecast/views_challenge_cm/ucdp_ged_country_month_counts.csv";

/// The first month of 2018 in the numbering of ViEWS.
const JANUARY_2018: i64 = 457;

type Months = BTreeMap<i64, BTreeMap<i64, f64>>;

fn main() {
    let africa = std::env::args().nth(1).unwrap_or_else(|| AFRICA.into());
    let world = read(Path::new(ACTUALS));
    let africa = if Path::new(&africa).exists() { self::africa(Path::new(&africa)) } else { Months::new() };
    if africa.is_empty() {
        println!("no African country-months: nothing is chosen");
    }
    let flat = Settings { periods: 12, half_life: 1e9, binomial: 0.0 };
    println!("12 months alike (conflictology): {}", row(&world, flat, GAP, 2020..=2024));
    if !africa.is_empty() {
        choose(&world, &africa);
    }
    println!("scored, {:?}: {}", Settings::default(), row(&world, Settings::default(), GAP, 2020..=2024));
}

const HALF_LIVES: [f64; 12] = [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0, 18.0, 24.0];

fn choose(world: &Months, africa: &Months) {
    let on = |settings| [2018, 2019].map(|year| window(africa, settings, GAP, year)).iter().sum::<f64>() / 2.0;
    let best = |all: Vec<Settings>| {
        let mut scored: Vec<(f64, Settings)> = all.into_iter().map(|settings| (on(settings), settings)).collect();
        scored.sort_by(|a, b| a.0.total_cmp(&b.0));
        scored[0]
    };
    let with = |periods: &[usize], binomials: &[f64]| {
        let mut all = Vec::new();
        for &periods in periods {
            for &binomial in binomials {
                all.extend(HALF_LIVES.map(|half_life| Settings { periods, half_life, binomial }));
            }
        }
        all
    };
    for (name, tried) in [
        ("the half-life alone", with(&[24], &[0.0])),
        ("with the binomial", with(&[24], &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0])),
        ("with how far back", with(&[12, 24, 36], &[0.0])),
        ("everything", with(&[12, 24, 36], &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0])),
    ] {
        let (score, settings) = best(tried);
        println!(
            "chosen on Africa 2018-19, {name}: {settings:?}, {score:.3} there; {}",
            row(world, settings, GAP, 2020..=2024)
        );
    }
}

fn row(months: &Months, settings: Settings, gap: i64, years: std::ops::RangeInclusive<i64>) -> String {
    years.map(|year| format!("{year} {:.2}", window(months, settings, gap, year))).collect::<Vec<_>>().join(", ")
}

/// The mean CRPS over countries and months of a year; history ends `gap` months before it.
fn window(months: &Months, settings: Settings, gap: i64, year: i64) -> f64 {
    let first = JANUARY_2018 + 12 * (year - 2018);
    let (mut sum, mut n) = (0.0, 0.0);
    for counts in months.values() {
        let past: Vec<f64> = counts.range(..first - gap).map(|(_, count)| *count).collect();
        let said = forecast(&past, settings);
        for (_, &came) in counts.range(first..first + 12) {
            sum += said.crps(came);
            n += 1.0;
        }
    }
    sum / n
}

/// Countries by months, with the months' numbers in the header.
fn read(path: &Path) -> Months {
    let mut reader = csv::Reader::from_path(path).expect("the file opens");
    let months: Vec<i64> =
        reader.headers().expect("a header").iter().skip(1).map(|month| month.parse().expect("a month")).collect();
    let row = |record: csv::StringRecord| {
        let counts =
            months.iter().zip(record.iter().skip(1)).filter_map(|(month, count)| Some((*month, count.parse().ok()?)));
        (record[0].parse().expect("a country"), counts.collect())
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// State-based deaths of African country-months, numbered as ViEWS numbers months.
fn africa(path: &Path) -> Months {
    let mut reader = csv::Reader::from_path(path).expect("the file opens");
    let headers = reader.headers().expect("a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("the column");
    let (country, month, deaths) = (column("country_id"), column("month_id"), column("ged_best_sb"));
    let mut months = Months::new();
    for record in reader.records() {
        let record = record.expect("a row");
        let number = |at: usize| record[at].parse::<i64>().expect("a number");
        months.entry(number(country)).or_default().insert(number(month), number(deaths) as f64);
    }
    months
}
