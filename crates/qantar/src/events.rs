//! Events of a case: brought up to date with what was read and judged, compared, told apart between two moments.
//!
//! Events are one pure function of every telling and every judgement, whether all are merged at once or what is new is merged
//! into what is kept in memory ([`Record`]). What it gives is written where it differs from what is there, so that a case
//! whose merge was interrupted is only behind, and the next merge catches up.

use crate::view::queue;
use qantar_merge::{self as merging, Card, Conflict, Cut, Held, Merged, Report, Rules};
use qantar_record::{DocumentId, Event, EventId, Telling};
use qantar_store::{Case, Error, LookRow};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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

/// The events of a case kept in memory, so that what is read or judged next is merged in a moment. For whoever holds a case
/// open; [`update`] is for those who do not.
///
/// What it gives is what [`update`] gives. It may be behind the case, and the case may be written by others meanwhile: the
/// next [`Record::catch_up`] sees to both.
#[derive(Debug)]
pub struct Record<'r> {
    merged: Merged<'r>,
    /// The digests of the events that the case holds.
    known: HashMap<EventId, String>,
    /// The last entry of the log that is taken account of.
    through: i64,
    ledger: Option<String>,
    rules: &'r Rules,
}

/// No log has this entry, and no case is merged through it.
const NOWHERE: i64 = -1;

impl<'r> Record<'r> {
    /// Reads all that is told and judged in a case and brings its events up to date.
    ///
    /// # Errors
    /// When the case cannot be read or written.
    pub fn open(case: &mut Case, rules: &'r Rules) -> Result<(Self, Update), Error> {
        let head = case.head()?;
        let (ledger, held) = (case.ledger_rule()?, held(case)?);
        let told = merging::reports(case.tellings()?, case.abouts()?);
        let known: HashMap<EventId, String> = case.event_inputs()?.into_iter().collect();
        // Where nothing is written yet all will be.
        let since = if known.is_empty() { Vec::new() } else { case.read_since(case.merged_through()?)? };
        let since: HashSet<DocumentId> = since.into_iter().collect();
        let mut loose = accounts(told.iter().filter(|report| since.contains(&report.document)));
        loose.extend(case.events_astray()?.into_iter().map(|event| event.0));
        let mut record = Record { merged: Merged::new(rules), known, through: head, ledger, rules };
        record.merged.update(told, held);
        let update = record.write_all(case, &loose, head)?;
        Ok((record, update))
    }

    /// Brings the events of the case up to date with what was read and judged since. The case must be the one it was opened
    /// with.
    ///
    /// # Errors
    /// When the case cannot be read or written.
    pub fn catch_up(&mut self, case: &mut Case) -> Result<Update, Error> {
        let (head, ledger) = (case.head()?, case.ledger_rule()?);
        let as_left = case.merged_through()? == self.through && ledger == self.ledger;
        if !as_left {
            // Others have merged it, thrown its events away, or chosen another rule.
            let (record, update) = Record::open(case, self.rules)?;
            *self = record;
            return Ok(update);
        }
        if head == self.through {
            return Ok(self.report());
        }
        let mut read = Vec::new();
        for document in case.read_since(self.through)? {
            let (tellings, about) = case.told_by(&document)?;
            read.push(Report { document, about, tellings });
        }
        let loose = accounts(read.iter());
        let touched = self.merged.update(read, held(case)?);
        let within = loose.iter().filter_map(|&account| self.merged.event_of(account));
        let ids: BTreeSet<EventId> = within.chain(touched.events).collect();
        let made = ids.into_par_iter().filter_map(|id| self.made(id)).collect();
        self.write(case, made, touched.gone, &loose, head)
    }

    /// Accounts in events as they are now.
    pub fn merged(&self) -> &Merged<'r> {
        &self.merged
    }

    fn made(&self, id: EventId) -> Option<Event> {
        self.merged.event(id, self.ledger.as_deref()).or_else(|| self.merged.event(id, None))
    }

    fn write_all(&mut self, case: &mut Case, loose: &HashSet<i64>, head: i64) -> Result<Update, Error> {
        let made = self.merged.events(self.ledger.as_deref()).or_else(|| self.merged.events(None));
        let made = made.unwrap_or_default();
        let now: BTreeSet<EventId> = made.iter().map(|event| event.id).collect();
        let gone = self.known.keys().copied().filter(|id| !now.contains(id)).collect();
        self.write(case, made, gone, loose, head)
    }

    /// Writes those events that are other than in the case, and those that have `loose` accounts: of reports that were read
    /// meanwhile, or beside others that do not belong there. One that was gone and is back belongs to no event there, though
    /// its event may be as it was.
    fn write(
        &mut self,
        case: &mut Case,
        made: Vec<Event>,
        gone: Vec<EventId>,
        loose: &HashSet<i64>,
        head: i64,
    ) -> Result<Update, Error> {
        let digested = made.into_par_iter().map(|event| {
            let digest = digest(&event);
            (event, digest)
        });
        let is_other = |event: &Event, digest: &String| self.known.get(&event.id) != Some(digest);
        let is_loose = |event: &Event| event.accounts.iter().any(|account| loose.contains(account));
        let changed: Vec<(Event, String)> =
            digested.filter(|(event, digest)| is_other(event, digest) || is_loose(event)).collect();
        let mut update = self.report();
        let other = changed.iter().filter(|(event, digest)| is_other(event, digest));
        update.written = other.map(|(event, _)| event.id).collect();
        update.gone = gone.into_iter().filter(|id| self.known.contains_key(id)).collect();
        update.gone.sort_unstable();
        // Should writing fail, what was touched is known no more: all is written the next time.
        self.through = NOWHERE;
        let worth: Vec<(EventId, f64)> =
            changed.iter().map(|(event, _)| (event.id, queue::worth(&LookRow::of(event)))).collect();
        case.transaction(|writer| {
            writer.write_events(&changed, &update.gone, head)?;
            writer.weigh(&worth)
        })?;
        update.gone.iter().for_each(|id| _ = self.known.remove(id));
        self.known.extend(changed.into_iter().map(|(event, digest)| (event.id, digest)));
        self.through = head;
        Ok(update)
    }

    fn report(&self) -> Update {
        let (events, accounts) = self.merged.count();
        let (conflicts, cuts) = (self.merged.conflicts.clone(), self.merged.cuts.clone());
        Update { events, accounts, conflicts, cuts, ..Update::default() }
    }
}

/// The numbers of all that reports tell.
fn accounts<'a>(reports: impl Iterator<Item = &'a Report>) -> HashSet<i64> {
    reports.flat_map(|report| &report.tellings).map(|telling| telling.number).collect()
}

/// Brings the events of a case up to date. Ledgers go by the rule that the case has chosen, or else by the first.
///
/// # Errors
/// When the case cannot be read or written.
pub fn update(case: &mut Case, rules: &Rules) -> Result<Update, Error> {
    Record::open(case, rules).map(|(_, update)| update)
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
