//! How long an event takes into a store of a million, and odds for many places take.
//!
//! `cargo run --release -p qantar-forecast --example speed`

use jiff::civil::date;
use qantar_forecast::Fact;
use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::odds::{Model, Panel, Series, probabilities};
use qantar_forecast::store::{Entry, Name, Store};
use rayon::prelude::*;
use std::time::Instant;

const EVENTS: u32 = 1_000_000;
const MORE: u32 = 100_000;
const PLACES: u32 = 5_000;
const KINDS: u32 = 5;
const HORIZONS: [u32; 3] = [7, 30, 90];

fn main() {
    update();
    odds();
}

/// A number that looks drawn by chance, the same on each run.
fn mixed(number: u32) -> u32 {
    let mut mixed = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^= mixed >> 31;
    (mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) as u32
}

fn update() {
    let mut store = Store::default();
    let mut add = |event: u32| {
        let name = |salt: u32, of: u32| 1 + mixed(event.wrapping_mul(7).wrapping_add(salt)) % of;
        let places: [Name; 2] = [name(1, 200), 1_000 + name(2, PLACES)];
        let (actors, targets) = ([10_000 + name(3, 20_000)], [40_000 + name(4, 20_000)]);
        let day = (event / 300) as i32;
        store.add(Entry {
            day,
            places: &places,
            kind: 100_000 + name(5, 16),
            actors: &actors,
            targets: &targets,
            event,
        });
    };
    let start = Instant::now();
    (0..EVENTS).for_each(&mut add);
    let filled = start.elapsed();
    let start = Instant::now();
    (EVENTS..EVENTS + MORE).for_each(&mut add);
    let each = start.elapsed().as_secs_f64() / f64::from(MORE);
    println!(
        "{EVENTS} events in {:.2} s; one more into {} counts: {:.2} µs",
        filled.as_secs_f64(),
        store.len(),
        1e6 * each
    );
}

fn odds() {
    let facts: Vec<Fact> = (0..200_000u32)
        .map(|at| {
            let place = mixed(at) % PLACES;
            let country = format!("C{}", place % 50);
            let day = day_of(number_of(date(2029, 1, 1)) + (mixed(at ^ 0x5555) % 730) as i32);
            Fact::new(
                day,
                &[&country, &format!("P{place}")],
                ["A", "B", "C", "D", "E"][(mixed(at + 9) % KINDS) as usize],
                at.to_string(),
            )
        })
        .collect();
    let start = Instant::now();
    let panel = Panel::at(&facts, date(2031, 1, 1));
    println!("a table of {} facts at its cut-off: {:.2} s", facts.len(), start.elapsed().as_secs_f64());
    let start = Instant::now();
    let kinds = panel.kinds();
    let models: Vec<Model> = kinds.iter().map(|&kind| Model::learn(&panel, 2, kind)).collect();
    println!("weights for {} kinds learned: {:.2} s", models.len(), start.elapsed().as_secs_f64());
    let asked: Vec<(usize, Series)> = panel
        .places(2)
        .flat_map(|places| {
            kinds.iter().enumerate().map(move |(at, &kind)| (at, Series { places: places.clone(), kind }))
        })
        .collect();
    let start = Instant::now();
    let said: usize = asked
        .par_iter()
        .filter_map(|(at, series)| probabilities(&panel, &models[*at], series, &HORIZONS).ok())
        .map(|said| said.len())
        .sum();
    println!("{said} odds for {} series: {:.2} s", asked.len(), start.elapsed().as_secs_f64());
}
