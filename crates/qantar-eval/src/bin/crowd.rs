//! The speed of merging, and how well it keeps apart what lies close together in a large crowd of accounts.
//!
//! `cargo run --release -p qantar-eval --bin crowd -- [COUNT…] [--likeness] [--groups FILE]`
//!
//! Without counts: 10,000, 30,000 and 100,000, and 1,000 more. The peak of memory is that of the process (Linux: `VmHWM`),
//! so one count a run tells it best. `--likeness` prints how often pairs of one happening, and others, take each value of
//! each feature; `--groups` writes the groups of the last count, to compare two builds.

use qantar::merging::{Feature, Rules, compared, merge};
use qantar_eval::crowd::crowd;
use qantar_eval::stories::{Coded, Pairs};
use std::time::Instant;

const SEED: u64 = 20_261_129;
const COUNTS: [usize; 4] = [10_000, 30_000, 100_000, 101_000];

fn main() -> Result<(), String> {
    let mut counts = Vec::new();
    let (mut likeness, mut file) = (false, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--likeness" => likeness = true,
            "--groups" => file = Some(arguments.next().ok_or("--groups wants a file")?),
            count => counts.push(count.parse::<usize>().map_err(|e| format!("{count:?} is no count: {e}"))?),
        }
    }
    if counts.is_empty() {
        counts.extend(COUNTS);
    }
    let rules = Rules::builtin().map_err(|e| e.to_string())?;
    let mut groups = Vec::new();
    for count in counts {
        let coded = crowd(count, SEED);
        if likeness {
            likenesses(&coded, &rules);
        }
        groups = measure(&coded, &rules);
    }
    match file {
        Some(file) => {
            let lines: String = groups.iter().map(|group| format!("{group:?}\n")).collect();
            std::fs::write(&file, lines).map_err(|e| format!("cannot write {file}: {e}"))
        }
        None => Ok(()),
    }
}

fn measure(coded: &Coded, rules: &Rules) -> Vec<Vec<i64>> {
    let before = peak();
    let started = Instant::now();
    let merged = merge(&coded.tellings, &coded.abouts, &[], rules);
    let seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let events = merged.events(None).unwrap_or_default().len();
    let making = started.elapsed().as_secs_f64();
    let groups = merged.groups();
    let key = |number: i64| Some(coded.events[number as usize - 1].clone());
    let pairs = Pairs::of(&groups, key, &coded.events);
    let left_out: usize = merged.cuts.iter().map(|cut| cut.left_out).sum();
    println!(
        "{} accounts of {} happenings in {} reports: merged in {seconds:.2} s, {events} events made in {making:.2} s; peak {} \
         (before {before}); {} compared, {} cuts ({left_out} left out); P {:.4} R {:.4} F1 {:.4}",
        coded.tellings.len(),
        happenings(coded),
        coded.abouts.len(),
        peak(),
        merged.compared,
        merged.cuts.len(),
        pairs.precision(),
        pairs.recall(),
        pairs.f1()
    );
    groups
}

fn happenings(coded: &Coded) -> usize {
    coded.events.iter().collect::<std::collections::HashSet<_>>().len()
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    peak.trim().to_owned()
}

/// How often pairs take each value, in percent of those of one happening and of the others that are compared.
fn likenesses(coded: &Coded, rules: &Rules) {
    let mut counts = vec![[[0usize; 2]; 16]; Feature::ALL.len()];
    let mut all = [0usize; 2];
    for (a, b, values) in compared(&coded.tellings, &coded.abouts, rules) {
        let same = usize::from(coded.events[a as usize - 1] == coded.events[b as usize - 1]);
        all[same] += 1;
        for (feature, value) in values.into_iter().enumerate() {
            counts[feature][usize::from(value)][same] += 1;
        }
    }
    println!("{} pairs of one happening, {} others", all[1], all[0]);
    for (feature, of) in Feature::ALL.iter().zip(counts) {
        let share = |count: usize, all: usize| 100.0 * count as f64 / all.max(1) as f64;
        let told = feature.values().iter().zip(of);
        let told: Vec<String> = told
            .map(|(value, [other, same])| format!("{value} {:.0}/{:.0}", share(same, all[1]), share(other, all[0])))
            .collect();
        println!("  {feature:?}: {}", told.join(", "));
    }
}
