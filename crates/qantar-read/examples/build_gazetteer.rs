//! Builds the gazetteer from the GeoNames sample on standard input:
//!
//! ```text
//! gzip -dc places.tsv.gz | cargo run --release -p qantar-read --example build_gazetteer -- data/place
//! ```
//!
//! The source is GeoNames (CC BY 4.0) as tab-separated rows with the columns geonameid, class, code, name, lat, lon,
//! cc, admin1, admin2, population, alternates.

use qantar_read::place::build::{Recipe, build, parse_source_line};
use std::io::BufRead;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or("data/place".into());
    let words = std::fs::read_to_string(format!("{folder}/divisions.txt"))?;
    let recipe = Recipe {
        least_population: 1000,
        least_for_alternates: 5000,
        division_words: qantar_read::data::lines(&words).map(str::to_owned).collect(),
    };
    let lines: Vec<String> = std::io::stdin().lock().lines().skip(1).collect::<Result<_, _>>()?;
    let rows: Vec<_> = lines.iter().filter_map(|line| parse_source_line(line, &recipe)).collect();
    let count = rows.len();
    let bytes = build(rows);
    eprintln!("{count} of {} places, {} bytes", lines.len(), bytes.len());
    std::fs::write(format!("{folder}/gazetteer.bin"), bytes)
}
