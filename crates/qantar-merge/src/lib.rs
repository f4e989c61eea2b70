//! Tellings and judgements become events, with reasons.
//!
//! * In: [`Telling`]s (one report's account of an event, as the case keeps it), [`About`] their reports, and what people
//!   have judged ([`Held`]).
//! * Out: [`Merged`]: groups of accounts held to be one happening, wholes and parts, judgements that contradict each
//!   other; and [`qantar_record::Event`]s with every value said and a ledger of figures. For any pair, a [`Card`] of
//!   reasons.
//! * Never: the text of a report, a file, SQL, a clock. The order of the input does not matter.
//!
//! Pairs that could be one happening are found by blocks (`block.rs`), compared slot by slot (`pair.rs`) with weights read
//! from `data/merge/weights.toml`, and joined into groups (`cluster.rs`) under what people have said (`amend.rs`).
//! `part.rs` tells parts from wholes, `event.rs` and `ledger.rs` make the event, `witness.rs` counts who has seen it for
//! themselves, `story.rs` groups whole reports.
//!
//! ```
//! use qantar_merge::{Rules, merge};
//!
//! let rules = Rules::builtin()?;
//! let merged = merge(&[], &[], &[], &rules);
//! assert!(merged.groups().is_empty());
//! # Ok::<(), qantar_merge::RulesError>(())
//! ```

mod amend;
mod block;
mod cluster;
mod event;
mod ledger;
mod pair;
mod part;
mod rules;
mod sight;
mod story;
mod witness;

pub use amend::{Conflict, Held};
pub use block::Cut;
pub use ledger::{LedgerRule, Pick};
pub use pair::{Card, Feature, Reason};
pub use rules::{Rules, RulesError};
pub use story::{Outlines, StoryRules, stories};
pub use witness::copies;

use amend::{Amended, amend, bonds};
use cluster::{Bounds, Link, Sets, cluster, weakest};
use event::Making;
use pair::{Points, reaches, values};
use qantar_record::{About, Event, EventId, Telling};
use rayon::prelude::*;
use sight::{Reports, Sight, sight};
use std::borrow::Cow;
use std::collections::HashMap;
use witness::Copies;

/// The outcome of a merge.
#[derive(Debug)]
pub struct Merged<'a> {
    amended: Amended<'a>,
    groups: Vec<Vec<usize>>,
    /// The points of each group's weakest tie.
    ties: Vec<Option<Points>>,
    whole: Vec<Option<usize>>,
    copies: Copies<'a>,
    abouts: HashMap<&'a str, &'a About>,
    rules: &'a Rules,
    /// Judgements that newer ones contradict.
    pub conflicts: Vec<Conflict>,
    /// Blocks that were too big to compare every pair, the worst first.
    pub cuts: Vec<Cut>,
    /// Pairs compared.
    pub compared: usize,
}

/// Groups tellings into events. The same tellings, reports and judgements give the same events, in whatever order they
/// come.
pub fn merge<'a>(tellings: &'a [Telling], abouts: &'a [About], held: &[Held], rules: &'a Rules) -> Merged<'a> {
    let mut amended = amend(tellings, held);
    // By words, not by numbers: numbers depend on the order in which reports came in.
    amended.tellings.par_sort_by(|a, b| canonical(a).cmp(&canonical(b)));
    let reports = Reports::of(amended.tellings.iter().map(Cow::as_ref), abouts, rules);
    let sights: Vec<Sight> = amended.tellings.par_iter().map(|telling| sight(telling, &reports, rules)).collect();
    let places: HashMap<i64, u32> = (0..).zip(&amended.tellings).map(|(at, telling)| (telling.number, at)).collect();
    let (bonds, conflicts) = bonds(held, &places);
    let found = block::candidates(&sights);
    let likeness = |a: u32, b: u32, least: Points| match bonds.part(a, b) {
        true => None,
        false => reaches(&sights[a as usize], &sights[b as usize], &reports, rules, least),
    };
    let Bounds { join, floor } = rules.bounds;
    let links: Vec<Link> = found.pairs.par_iter().filter_map(|&(a, b)| Some((a, b, likeness(a, b, join)?))).collect();
    let mut tied: Vec<(Vec<u32>, Option<Points>)> = connected(sights.len(), links, &bonds.same)
        .par_iter()
        .flat_map_iter(|(part, links)| match part.len() {
            1 => vec![(part.clone(), None)],
            _ => {
                let groups = cluster(part, links, &bonds, rules.bounds, |a, b| likeness(a, b, floor));
                let ties = weakest(&groups, links);
                groups.into_iter().zip(ties).collect()
            }
        })
        .collect();
    tied.sort_unstable();
    let (groups, ties): (Vec<Vec<u32>>, Vec<Option<Points>>) = tied.into_iter().unzip();
    let types: Vec<&str> = amended.tellings.iter().map(|telling| telling.event_type.0.as_str()).collect();
    let whole = part::parts(&groups, &sights, &types, rules);
    let groups = groups.into_iter().map(|group| group.into_iter().map(|at| at as usize).collect()).collect();
    Merged {
        groups,
        ties,
        whole,
        copies: Copies::of(abouts),
        abouts: abouts.iter().map(|about| (about.document.as_str(), about)).collect(),
        rules,
        conflicts,
        cuts: found.cuts,
        compared: found.pairs.len(),
        amended,
    }
}

/// An order that depends on words alone.
fn canonical(telling: &Telling) -> (&str, usize, usize, &str, &str) {
    let trigger = &telling.trigger.span;
    (telling.document.as_str(), trigger.start, trigger.end, &telling.event_type.0, &telling.mode.0)
}

/// Connected parts with the links in each.
fn connected(count: usize, links: Vec<Link>, same: &[(u32, u32)]) -> Vec<(Vec<u32>, Vec<Link>)> {
    let mut sets = Sets::new(count);
    same.iter().for_each(|&(a, b)| sets.join(a, b));
    links.iter().for_each(|&(a, b, _)| sets.join(a, b));
    let mut parts: Vec<(Vec<u32>, Vec<Link>)> = sets.groups().into_iter().map(|part| (part, Vec::new())).collect();
    let mut place = vec![0; count];
    for (k, (part, _)) in parts.iter().enumerate() {
        place[part[0] as usize] = k;
    }
    for link in links {
        parts[place[sets.root(link.0) as usize]].1.push(link);
    }
    parts
}

impl Merged<'_> {
    /// The groups: numbers of accounts, ascending, by their first. Accounts judged wrong are in none.
    pub fn groups(&self) -> Vec<Vec<i64>> {
        let mut groups: Vec<Vec<i64>> = (0..self.groups.len()).map(|k| self.numbers(k)).collect();
        groups.sort_unstable();
        groups
    }

    /// The events that are parts of others, by number, with the event that each is a part of.
    pub fn parts(&self) -> Vec<(EventId, EventId)> {
        let mut parts: Vec<(EventId, EventId)> =
            (0..self.groups.len()).filter_map(|k| Some((self.id(k), self.id(self.whole[k]?)))).collect();
        parts.sort_unstable();
        parts
    }

    /// The events, by number, made with the ledger rule of this name, or the first one. None when there is no such rule.
    pub fn events(&self, ledger: Option<&str>) -> Option<Vec<Event>> {
        let ledger = self.rules.ledger(ledger)?;
        let making = Making { amended: &self.amended, copies: &self.copies, ledger, rules: self.rules };
        let mut events: Vec<Event> = (0..self.groups.len()).into_par_iter().map(|k| self.event(k, &making)).collect();
        events.sort_by_key(|event| event.id);
        Some(events)
    }

    fn event(&self, k: usize, making: &Making<'_>) -> Event {
        let mut told: Vec<(&Telling, Option<&About>)> = self.groups[k]
            .iter()
            .map(|&at| self.amended.tellings[at].as_ref())
            .map(|telling| (telling, self.abouts.get(telling.document.as_str()).copied()))
            .collect();
        told.sort_by_key(|(telling, _)| telling.number);
        let tie = self.ties[k].map(pair::probability);
        event::event(&told, self.whole[k].map(|whole| self.id(whole)), tie, making)
    }

    fn numbers(&self, k: usize) -> Vec<i64> {
        let mut numbers: Vec<i64> = self.groups[k].iter().map(|&at| self.amended.tellings[at].number).collect();
        numbers.sort_unstable();
        numbers
    }

    fn id(&self, k: usize) -> EventId {
        EventId(self.numbers(k)[0])
    }
}

/// Why two accounts are held to tell of one event or not, by their slots alone; what people have said of them is not in it.
///
/// Of `abouts` those of the two reports matter and no others.
pub fn compare(a: &Telling, b: &Telling, abouts: &[About], rules: &Rules) -> Card {
    let tellings = [a.clone(), b.clone()];
    Bench::of(&tellings, abouts, rules).card(0, 1)
}

/// Tellings laid out so that many pairs of them can be compared.
pub struct Bench<'a> {
    reports: Reports<'a>,
    sights: Vec<Sight>,
    rules: &'a Rules,
}

impl<'a> Bench<'a> {
    /// Lays tellings out. Of `abouts` those of their reports matter and no others.
    pub fn of(tellings: &'a [Telling], abouts: &'a [About], rules: &'a Rules) -> Self {
        let reports = Reports::of(tellings.iter(), abouts, rules);
        let sights = tellings.iter().map(|telling| sight(telling, &reports, rules)).collect();
        Bench { reports, sights, rules }
    }

    /// The card of two, by their places among the tellings; see [`compare()`].
    pub fn card(&self, a: usize, b: usize) -> Card {
        pair::card(&values(&self.sights[a], &self.sights[b], &self.reports), self.rules)
    }
}

impl std::fmt::Debug for Bench<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bench").field("tellings", &self.sights.len()).finish_non_exhaustive()
    }
}

/// The places of the names among `others` that may be another name of whoever is called `name`: they share half of the words of
/// the shorter, or one is the acronym of the other.
pub fn alike(name: &str, others: &[&str], rules: &Rules) -> Vec<usize> {
    let being = sight::called_being(name, rules);
    let is_alike = |other: &&str| pair::likeness(&being, &sight::called_being(other, rules)) <= 1;
    (0..others.len()).into_par_iter().filter(|&at| others[at] != name && is_alike(&others[at])).collect()
}

/// Pairs that blocks bring together, by the numbers of the accounts, each with the place of every feature's value in
/// [`Feature::values`]: what weights are fitted on.
pub fn compared(tellings: &[Telling], abouts: &[About], rules: &Rules) -> Vec<(i64, i64, Vec<u8>)> {
    let reports = Reports::of(tellings.iter(), abouts, rules);
    let sights: Vec<Sight> = tellings.iter().map(|telling| sight(telling, &reports, rules)).collect();
    let number = |at: u32| tellings[at as usize].number;
    let value = |a: u32, b: u32| values(&sights[a as usize], &sights[b as usize], &reports).to_vec();
    block::candidates(&sights).pairs.into_iter().map(|(a, b)| (number(a), number(b), value(a, b))).collect()
}
