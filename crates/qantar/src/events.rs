//! Events of a case: brought up to date with what was read and judged, compared, told apart between two moments.
//!
//! Merging is always whole: every telling, every judgement, one pure function. What it gives is written where it differs
//! from what is there, so that a case whose merge was interrupted is only behind, and the next merge catches up.

use qantar_merge::{Card, Conflict, Cut, Held, Rules, merge};
use qantar_record::{DocumentId, Event, EventId, Telling};
use qantar_store::{Case, Error};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a merge has done.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// Events that there are now.
    pub events: usize,
    /// Accounts that they are made of.
    pub accounts: usize,
    /// Events that are new or other than before.
    pub written: Vec<EventId>,
    /// Events that are no more.
    pub gone: Vec<EventId>,
    /// Judgements that newer ones contradict.
    pub conflicts: Vec<Conflict>,
    /// Blocks too big to compare every pair, the worst first.
    pub cuts: Vec<Cut>,
}

/// Brings the events of a case up to date. Ledgers go by the rule that the case has chosen, or else by the first.
///
/// # Errors
/// When the case cannot be read or written.
pub fn update(case: &mut Case, rules: &Rules) -> Result<Update, Error> {
    let head = case.head()?;
    let chosen = case.ledger_rule()?;
    let (tellings, abouts, held) = (case.tellings()?, case.abouts()?, held(case)?);
    let merged = merge(&tellings, &abouts, &held, rules);
    let events = merged.events(chosen.as_deref()).or_else(|| merged.events(None)).unwrap_or_default();
    let known: HashMap<EventId, String> = case.event_inputs()?.into_iter().collect();
    let mut update = Update {
        events: events.len(),
        accounts: events.iter().map(|event| event.accounts.len()).sum(),
        conflicts: merged.conflicts.clone(),
        cuts: merged.cuts.clone(),
        ..Update::default()
    };
    let now: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
    update.gone = known.keys().copied().filter(|id| !now.contains(id)).collect();
    update.gone.sort_unstable();
    let digested = events.into_par_iter().map(|event| {
        let digest = digest(&event);
        (event, digest)
    });
    let changed: Vec<(Event, String)> =
        digested.filter(|(event, digest)| known.get(&event.id) != Some(digest)).collect();
    update.written = changed.iter().map(|(event, _)| event.id).collect();
    case.write_events(&changed, &update.gone, head)?;
    Ok(update)
}

/// Brings the events up to date where they are behind; none when there was nothing to do.
///
/// # Errors
/// When the case cannot be read or written.
pub fn catch_up(case: &mut Case, rules: &Rules) -> Result<Option<Update>, Error> {
    if case.merged_through()? >= case.head()? { Ok(None) } else { update(case, rules).map(Some) }
}

/// The sha256 of an event, in hex.
fn digest(event: &Event) -> String {
    let json = serde_json::to_vec(event).expect("events have string keys only");
    Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The judgements that hold, as merging wants them.
pub(crate) fn held(case: &Case) -> Result<Vec<Held>, Error> {
    let rows = case.judgements()?.into_iter().filter(|row| row.holds);
    Ok(rows.map(|row| Held { number: row.number, judgement: row.judgement, accounts: row.accounts }).collect())
}

/// Two accounts and why they are held to tell of one event, or not.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The one.
    pub a: Telling,
    /// The other.
    pub b: Telling,
    /// The reasons.
    pub card: Card,
    /// Whether they are in one event now.
    pub together: bool,
}

/// Compares two accounts. None when one of them is not known.
///
/// # Errors
/// When the case cannot be read.
pub fn compare(case: &Case, a: i64, b: i64, rules: &Rules) -> Result<Option<Compared>, Error> {
    let (Some(a), Some(b)) = (case.telling(a)?, case.telling(b)?) else { return Ok(None) };
    let abouts = case.abouts_of(&[a.number, b.number])?;
    let card = qantar_merge::compare(&a, &b, &abouts, rules);
    let together = case.event_of(a.number)?.is_some_and(|event| event.accounts.contains(&b.number));
    Ok(Some(Compared { a, b, card, together }))
}

/// What became of an event between two moments.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// No account of it was there before.
    Appeared,
    /// None of its accounts is there any more, or all of them are judged wrong.
    Vanished,
    /// It is made of what were these events.
    Merged(Vec<EventId>),
    /// What it was made of is now these events.
    Parted(Vec<EventId>),
    /// It has more accounts or fewer, or other values.
    Changed(Vec<Cell>),
}

impl Change {
    /// The word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Change::Appeared => "appeared",
            Change::Vanished => "vanished",
            Change::Merged(_) => "merged",
            Change::Parted(_) => "parted",
            Change::Changed(_) => "changed",
        }
    }
}

/// A slot that has another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The slot, or a thing counted.
    pub slot: &'static str,
    /// What it was; empty when nothing was told.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// One event that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The event as it is; for one that vanished or parted, as it was.
    pub event: Event,
    /// What became of it.
    pub change: Change,
    /// Reports that tell of it now and did not before.
    pub reports: Vec<DocumentId>,
    /// Judgements on its accounts that hold now and did not before, or the other way round.
    pub judgements: Vec<i64>,
}

/// What is not as it was, event by event. Both cases must be merged; the one is the other at an earlier moment.
///
/// # Errors
/// When a case cannot be read.
pub fn diff(before: &Case, after: &Case) -> Result<Vec<Difference>, Error> {
    let (old, new) = (Side::of(before)?, Side::of(after)?);
    let judged = judged_between(before, after)?;
    let mut differences = Vec::new();
    for event in new.events.values() {
        let were: BTreeSet<EventId> = event.accounts.iter().filter_map(|a| old.event_of.get(a).copied()).collect();
        let change = match were.len() {
            0 => Change::Appeared,
            1 => {
                let was = &old.events[were.first().expect("there is one")];
                let still = new.pieces(was);
                // The pieces of what was parted are told of once, as what was.
                if still.len() > 1 {
                    continue;
                }
                match cells(was, event) {
                    none if none.is_empty() => continue,
                    cells => Change::Changed(cells),
                }
            }
            _ => Change::Merged(were.into_iter().collect()),
        };
        differences.push(difference(event, change, &old, &new, &judged));
    }
    for event in old.events.values() {
        let pieces = new.pieces(event);
        let change = match pieces.len() {
            0 => Change::Vanished,
            1 => continue,
            _ => Change::Parted(pieces.into_iter().collect()),
        };
        differences.push(difference(event, change, &old, &new, &judged));
    }
    differences.sort_by_key(|difference| (difference.event.id, difference.change.as_str()));
    Ok(differences)
}

/// The events of one moment.
struct Side {
    events: BTreeMap<EventId, Event>,
    event_of: HashMap<i64, EventId>,
    documents: HashMap<i64, DocumentId>,
}

impl Side {
    fn of(case: &Case) -> Result<Self, Error> {
        let events = case.events(&qantar_store::Filter::default())?;
        let event_of =
            events.iter().flat_map(|event| event.accounts.iter().map(|&account| (account, event.id))).collect();
        let documents = case.tellings()?.into_iter().map(|telling| (telling.number, telling.document)).collect();
        Ok(Side { event_of, documents, events: events.into_iter().map(|event| (event.id, event)).collect() })
    }

    /// The events that hold accounts of another moment's event.
    fn pieces(&self, event: &Event) -> BTreeSet<EventId> {
        event.accounts.iter().filter_map(|account| self.event_of.get(account).copied()).collect()
    }
}

/// Judgements that hold at one of two moments only, with the accounts that they are about.
fn judged_between(before: &Case, after: &Case) -> Result<Vec<(i64, Vec<i64>)>, Error> {
    let holding = |case: &Case| -> Result<BTreeMap<i64, Vec<i64>>, Error> {
        let rows = case.judgements()?.into_iter().filter(|row| row.holds);
        Ok(rows.map(|row| (row.number, row.accounts.into_iter().flatten().collect())).collect())
    };
    let (old, new) = (holding(before)?, holding(after)?);
    let only = |these: &BTreeMap<i64, Vec<i64>>, those: &BTreeMap<i64, Vec<i64>>| {
        these.iter().filter(|(number, _)| !those.contains_key(number)).map(|(&n, a)| (n, a.clone())).collect::<Vec<_>>()
    };
    let mut judged = [only(&new, &old), only(&old, &new)].concat();
    judged.sort();
    Ok(judged)
}

fn difference(event: &Event, change: Change, old: &Side, new: &Side, judged: &[(i64, Vec<i64>)]) -> Difference {
    let came = event.accounts.iter().filter(|account| !old.documents.contains_key(account));
    let reports: BTreeSet<DocumentId> = came.filter_map(|account| new.documents.get(account).cloned()).collect();
    let on_it = |accounts: &[i64]| accounts.iter().any(|account| event.accounts.contains(account));
    let judgements = judged.iter().filter(|(_, accounts)| on_it(accounts)).map(|(number, _)| *number).collect();
    Difference { event: event.clone(), change, reports: reports.into_iter().collect(), judgements }
}

fn cells(was: &Event, is: &Event) -> Vec<Cell> {
    let rows = crate::words::cells(was).into_iter().zip(crate::words::cells(is));
    rows.filter(|(before, after)| before != after)
        .map(|((slot, before), (_, after))| Cell { slot, before, after })
        .collect()
}

/// A case as it was, or as what was known then, with its events.
///
/// # Errors
/// When the case cannot be read.
pub fn past(case: &Case, moment: qantar_store::Moment, rules: &Rules) -> Result<Case, Error> {
    let mut past = case.as_of(moment)?;
    if let Some(rule) = case.ledger_rule()? {
        past.choose_ledger_rule(&rule)?;
    }
    update(&mut past, rules)?;
    Ok(past)
}
