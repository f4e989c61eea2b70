//! The speed of merging, and how well it keeps apart what lies close together in a large crowd of accounts.
//!
//! `cargo run --release -p qantar-eval --bin crowd -- [COUNT…] [--add N] [--judge N] [--likeness] [--losses] [--pairs]
//! [--seed N] [--groups FILE]`
//!
//! Without counts: 10,000, 30,000 and 100,000, and 1,000 more. The peak of memory is that of the process (Linux: `VmHWM`),
//! so one count a run tells it best. `--likeness` prints how often pairs of one happening, and others, take each value of
//! each feature, `--losses` where pairs go amiss: not brought together by blocks, scored too low or too high, or not put in one
//! group though they score well, and the values that such pairs take. `--pairs` prints every pair compared, a line of JSON
//! each, to fit weights on. `--groups` writes the groups of the last count, to compare two builds. `--add` and `--judge` keep
//! the count in memory and bring it up to date: so many accounts more at once, then so many judgements one by one, each with
//! the events made that it may have changed; what comes out is compared with a merge of everything.

use qantar::merging::{Bench, Feature, Held, Merged, Report, Rules, compared, merge, reports};
use qantar::record::{Anchor, DocumentId, Judgement, Ruling, Telling};
use qantar_eval::crowd::{Dice, crowd};
use qantar_eval::stories::{Coded, Pairs};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

const SEED: u64 = 20_261_129;
const COUNTS: [usize; 4] = [10_000, 30_000, 100_000, 101_000];

fn main() -> Result<(), String> {
    let mut counts = Vec::new();
    let (mut likeness, mut losing, mut listing, mut file) = (false, false, false, None);
    let (mut add, mut judge, mut seed) = (0, 0, SEED);
    let number = |text: &str| text.parse::<usize>().map_err(|e| format!("{text:?} is no count: {e}"));
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--likeness" => likeness = true,
            "--losses" => losing = true,
            "--pairs" => listing = true,
            "--seed" => seed = number(&arguments.next().ok_or("--seed wants a number")?)? as u64,
            "--groups" => file = Some(arguments.next().ok_or("--groups wants a file")?),
            "--add" => add = number(&arguments.next().ok_or("--add wants a count")?)?,
            "--judge" => judge = number(&arguments.next().ok_or("--judge wants a count")?)?,
            count => counts.push(number(count)?),
        }
    }
    if counts.is_empty() {
        counts.extend(COUNTS);
    }
    let rules = Rules::builtin().map_err(|e| e.to_string())?;
    let mut groups = Vec::new();
    for count in counts {
        if add + judge > 0 {
            keep_up(&crowd(count + add, seed), count as i64, judge, &rules);
            continue;
        }
        let coded = crowd(count, seed);
        if listing {
            coded.print_pairs(&rules);
            continue;
        }
        if likeness {
            likenesses(&coded, &rules);
        }
        groups = measure(&coded, &rules);
        if losing {
            losses(&coded, &groups, &rules);
        }
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

/// Merges the reports that tell only of the first accounts, then the others, then judgements.
fn keep_up(coded: &Coded, first: i64, judgements: usize, rules: &Rules) {
    let later: HashSet<&DocumentId> =
        coded.tellings.iter().filter(|telling| telling.number > first).map(|telling| &telling.document).collect();
    let all = reports(coded.tellings.clone(), coded.abouts.clone());
    let (new, old): (Vec<Report>, Vec<Report>) = all.into_iter().partition(|report| later.contains(&report.document));
    let accounts = |reports: &[Report]| reports.iter().map(|report| report.tellings.len()).sum::<usize>();
    let (more, before) = (accounts(&new), accounts(&old));
    println!("{:44} {:>9} {:>9} {:>9} {:>9}", "kept in memory", "events", "mean ms", "95 % ms", "most ms");

    let mut merged = Merged::new(rules);
    let mut row = |what: String, changes: Vec<(Vec<Report>, Vec<Held>)>| {
        let mut took: Vec<(Duration, usize)> =
            changes.into_iter().map(|(read, held)| brought_up_to_date(&mut merged, read, held)).collect();
        tell(&what, &mut took);
    };
    row(format!("{before} accounts at once"), vec![(old, Vec::new())]);
    if more > 0 {
        row(format!("{more} accounts more"), vec![(new, Vec::new())]);
    }
    let held = judged(&coded.tellings, &coded.events, judgements);
    let said = (1..=held.len()).map(|count| (Vec::new(), held[..count].to_vec()));
    let undone = (0..held.len()).rev().map(|count| (Vec::new(), held[..count].to_vec()));
    if judgements > 0 {
        row("a judgement".into(), said.collect());
        row("a judgement undone".into(), undone.take(judgements / 2).collect());
    }
    let holds = &held[..held.len() - judgements / 2];
    let whole = merge(&coded.tellings, &coded.abouts, holds, rules);
    let same = whole.groups() == merged.groups() && whole.events(None) == merged.events(None);
    println!("{} as a merge of everything", if same { "the same events" } else { "OTHER EVENTS" });
}

fn brought_up_to_date(merged: &mut Merged<'_>, read: Vec<Report>, held: Vec<Held>) -> (Duration, usize) {
    let started = Instant::now();
    let touched = merged.update(read, held);
    let made = touched.events.iter().filter_map(|&id| merged.event(id, None)).count();
    (started.elapsed(), made)
}

/// One line of the table; `took`: the time of each and the events made.
fn tell(what: &str, took: &mut [(Duration, usize)]) {
    took.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let mean = ms(took.iter().map(|(time, _)| *time).sum()) / took.len().max(1) as f64;
    let at = |share: usize| took.get((took.len() * share / 100).min(took.len() - 1)).map_or(0.0, |(time, _)| ms(*time));
    let events = took.iter().map(|(_, events)| *events).max().unwrap_or_default();
    println!("{what:44} {events:>9} {mean:>9.1} {:>9.1} {:>9.1}", at(95), at(100));
}

/// Judgements as people give them: two accounts of one happening are one, two others are not, an account is wrong.
fn judged(tellings: &[Telling], events: &[String], count: usize) -> Vec<Held> {
    let mut by_happening: HashMap<&str, Vec<&Telling>> = HashMap::new();
    for telling in tellings {
        by_happening.entry(&events[telling.number as usize - 1]).or_default().push(telling);
    }
    let mut dice = Dice::new(SEED);
    let anchor = |telling: &Telling| Anchor {
        account: telling.number,
        document: telling.document.clone(),
        event_type: telling.event_type.clone(),
        trigger: telling.trigger.clone(),
        sentence: telling.sentence.clone(),
    };
    let mut held = Vec::with_capacity(count);
    for number in 1..=count as i64 {
        let one = dice.one(tellings);
        let beside = *dice.one(&by_happening[events[one.number as usize - 1].as_str()]);
        let (ruling, of) = match number % 3 {
            0 => (Ruling::Wrong { account: anchor(one), slot: None, words: None, beside: vec![] }, vec![one]),
            1 if beside.number != one.number => {
                (Ruling::Same { accounts: vec![anchor(one), anchor(beside)] }, vec![one, beside])
            }
            _ => {
                let other = dice.one(tellings);
                (Ruling::NotSame { these: vec![anchor(one)], those: vec![anchor(other)] }, vec![one, other])
            }
        };
        let judgement = Judgement { by: "coder".into(), why: None, seconds: None, ruling };
        held.push(Held { number, judgement, accounts: of.iter().map(|telling| Some(telling.number)).collect() });
    }
    held
}

fn happenings(coded: &Coded) -> usize {
    coded.events.iter().collect::<HashSet<_>>().len()
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

/// Where pairs go amiss, and the values that such pairs take most.
fn losses(coded: &Coded, groups: &[Vec<i64>], rules: &Rules) {
    let bench = Bench::of(&coded.tellings, &coded.abouts, rules);
    let met: HashSet<(i64, i64)> =
        compared(&coded.tellings, &coded.abouts, rules).into_iter().map(|(a, b, _)| (a.min(b), a.max(b))).collect();
    for (what, pairs) in amiss(coded, groups) {
        let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
        for (a, b) in pairs {
            let card = bench.card(a as usize - 1, b as usize - 1);
            let why = match card.score {
                _ if card.veto.is_some() => "vetoed",
                _ if !met.contains(&(a.min(b), a.max(b))) => "not brought together",
                score if score < rules.least() => "scored below the bound",
                _ => "scored above the bound",
            };
            let kind = kinds.entry(why).or_default();
            kind.pairs += 1;
            for reason in card.reasons {
                *kind.values.entry((reason.feature, reason.value)).or_default() += 1;
            }
        }
        for (why, kind) in kinds {
            println!("{} pairs {what}, {why}", kind.pairs);
            kind.print();
        }
    }
}

/// Pairs of accounts, by number.
type NumberPairs = Vec<(i64, i64)>;

/// The pairs of one happening that lie in two groups, and those of one group that tell of two happenings.
fn amiss(coded: &Coded, groups: &[Vec<i64>]) -> [(&'static str, NumberPairs); 2] {
    let mut group_of: HashMap<i64, usize> = HashMap::new();
    let mut by_happening: HashMap<&str, Vec<i64>> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|&number| (number, at)));
    }
    for number in 1..=coded.tellings.len() as i64 {
        by_happening.entry(coded.key(number)).or_default().push(number);
    }
    let apart = |&(a, b): &(i64, i64)| group_of.get(&a) != group_of.get(&b);
    let other = |&(a, b): &(i64, i64)| coded.key(a) != coded.key(b);
    let lost = by_happening.values().flat_map(|lot| pairs_of(lot)).filter(apart).collect();
    let wrong = groups.iter().flat_map(|lot| pairs_of(lot)).filter(other).collect();
    [("lost", lost), ("wrong", wrong)]
}

/// Every two of a lot.
fn pairs_of(lot: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    lot.iter().enumerate().flat_map(move |(at, &a)| lot[at + 1..].iter().map(move |&b| (a, b)))
}

/// Pairs that go amiss in one way.
#[derive(Default)]
struct Kind {
    pairs: usize,
    /// How many of them take a value of a feature.
    values: HashMap<(Feature, &'static str), usize>,
}

impl Kind {
    /// Each feature's values, in percent of the pairs.
    fn print(&self) {
        for feature in Feature::ALL {
            let share = |value| 100 * self.values.get(&(feature, value)).copied().unwrap_or_default() / self.pairs;
            let told: Vec<String> = feature.values().iter().map(|&value| format!("{value} {}", share(value))).collect();
            println!("  {feature:?}: {}", told.join(", "));
        }
    }
}
