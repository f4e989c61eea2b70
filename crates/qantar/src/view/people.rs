//! What people have decided: the list of judgements, who they are, and what each may see of the others.

use super::agreement::{Agreement, agreement};
use super::event::{Looking, shown};
use super::judgement::judgement;
use super::row;
use qantar_merge::{Held, Rules, merge};
use qantar_record::{Event, EventId, Judgement, Ruling};
use qantar_store::{Case, Error, JudgementRow};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A page of judgements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judgements {
    /// How many there are.
    pub total: u64,
    /// The newest first, each as [`super::judgement()`] gives it.
    pub rows: Vec<Value>,
}

/// Judgements, of one person or of all, the newest first.
///
/// # Errors
/// When the case cannot be read.
pub fn judgements(case: &Case, by: Option<&str>, offset: u64, limit: u64) -> Result<Judgements, Error> {
    let (total, rows) = case.judgement_page(by, offset, limit)?;
    Ok(Judgements { total, rows: rows.iter().map(judgement).collect() })
}

/// Who has judged, and how far they agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coders {
    /// By name.
    pub coders: Vec<Coder>,
    /// How far they agree.
    pub agreement: Agreement,
}

/// Somebody who has judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coder {
    /// Their name.
    pub name: String,
    /// Judgements they have made, undone ones included.
    pub judgements: usize,
    /// Accounts in force that those are about.
    pub records: usize,
    /// The middle of the seconds they looked, of judgements that tell; the lower of two. None when none tells.
    pub median_seconds: Option<u32>,
}

/// Who has judged, and how far they agree.
///
/// # Errors
/// When the case cannot be read.
pub fn coders(case: &Case) -> Result<Coders, Error> {
    let rows = case.judgements()?;
    let mut by_name: BTreeMap<&str, Vec<&JudgementRow>> = BTreeMap::new();
    rows.iter().for_each(|row| by_name.entry(&row.judgement.by).or_default().push(row));
    let coders = by_name.into_iter().map(|(name, rows)| coder(name, &rows)).collect();
    Ok(Coders { coders, agreement: agreement(&rows) })
}

fn coder(name: &str, rows: &[&JudgementRow]) -> Coder {
    let records: BTreeSet<i64> = rows.iter().flat_map(|row| row.accounts.iter().flatten().copied()).collect();
    let mut seconds: Vec<u32> = rows.iter().filter_map(|row| row.judgement.seconds).collect();
    seconds.sort_unstable();
    let median_seconds = seconds.get(seconds.len().saturating_sub(1) / 2).copied();
    Coder { name: name.to_owned(), judgements: rows.len(), records: records.len(), median_seconds }
}

/// What somebody has decided of a whole event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every account is as its report tells it.
    Right,
    /// No account is.
    Wrong,
}

/// What somebody has decided of these accounts; none until they have decided all of them alike.
pub fn mine(judgements: &[JudgementRow], coder: &str, accounts: &[i64]) -> Option<Verdict> {
    let decided = decided_by(judgements, coder);
    let mut verdicts = accounts.iter().map(|account| decided.get(account));
    let first = *verdicts.next()??;
    verdicts.all(|verdict| verdict == Some(&first)).then_some(first)
}

/// Whether somebody has decided something of each of these whole accounts.
fn has_decided(judgements: &[JudgementRow], coder: &str, accounts: &[i64]) -> bool {
    let decided = decided_by(judgements, coder);
    accounts.iter().all(|account| decided.contains_key(account))
}

/// What somebody has decided of each whole account.
fn decided_by(judgements: &[JudgementRow], coder: &str) -> HashMap<i64, Verdict> {
    let mut own: Vec<&JudgementRow> = judgements.iter().filter(|row| row.holds && row.judgement.by == coder).collect();
    own.sort_by_key(|row| row.number);
    let verdict = |row: &JudgementRow| match &row.judgement.ruling {
        Ruling::Right { slot: None, .. } | Ruling::Missed { .. } => Some(Verdict::Right),
        Ruling::Wrong { slot: None, .. } => Some(Verdict::Wrong),
        _ => None,
    };
    own.into_iter().filter_map(|row| Some((row.accounts.first().copied().flatten()?, verdict(row)?))).collect()
}

/// The judgements that a coder may see: all of them or, when they decide blind, their own, and those of others on accounts
/// that they have decided themselves. Whoever has no name has decided nothing.
pub fn visible(judgements: Vec<JudgementRow>, coder: Option<&str>, blind: bool) -> Vec<JudgementRow> {
    if !blind {
        return judgements;
    }
    let decided = coder.map(|coder| decided_by(&judgements, coder)).unwrap_or_default();
    let mut shown = HashSet::new();
    let mut in_order = judgements;
    in_order.sort_by_key(|row| row.number);
    in_order.retain(|row| {
        let own = coder == Some(row.judgement.by.as_str());
        let open = match &row.judgement.ruling {
            // An undoing is newer than what it undoes.
            Ruling::Undo { judgement } => shown.contains(judgement),
            _ => row.accounts.iter().all(|account| account.is_some_and(|account| decided.contains_key(&account))),
        };
        let seen = own || open;
        seen && shown.insert(row.number)
    });
    in_order
}

/// The event to which a number leads, with all of it that a coder may see; see [`super::event()`]. Who decides blind sees the
/// values that reports tell and their own, until they have decided. An account that is held to be wrong is shown as its report
/// tells it, an event of its own. None when the number leads nowhere.
///
/// # Errors
/// When the case cannot be read.
pub fn event(
    case: &Case,
    number: i64,
    coder: Option<&str>,
    blind: bool,
    rules: &Rules,
) -> Result<Option<Value>, Error> {
    let Some(id) = case.event_number(number)? else { return Ok(None) };
    let (event, is_written) = match case.event_of(number)? {
        Some(event) => (Some(event), true),
        None => (seen_by(case, id, None, rules)?, false),
    };
    let Some(event) = event else { return Ok(None) };
    let all = case.judgements_on(id)?;
    let open = !blind || coder.is_some_and(|coder| has_decided(&all, coder, &event.accounts));
    let judgements = visible(all, coder, blind);
    let mut view = shown(case, &event, Looking { coder, judgements: &judgements }, rules)?;
    let seen = if open || !is_written { None } else { seen_by(case, id, coder, rules)? };
    if let Some(seen) = seen {
        view["row"] = row(case, &seen)?;
        view["event"] = json!(seen);
    }
    Ok(Some(view))
}

/// An event as it would be had nobody but this coder decided anything of its accounts; none when they hold all of them to be
/// wrong, or when there is no such event. Which accounts belong to it stays as it is in the case, but for what the
/// coder has parted.
///
/// # Errors
/// When the case cannot be read.
pub fn seen_by(case: &Case, event: EventId, coder: Option<&str>, rules: &Rules) -> Result<Option<Event>, Error> {
    let numbers: Vec<i64> = case.accounts_of(event)?.into_iter().map(|row| row.number).collect();
    let (tellings, abouts) = (case.tellings_of(&numbers)?, case.abouts_of(&numbers)?);
    let mut held = vec![as_grouped(case, &numbers)?];
    let own = |row: &JudgementRow| row.holds && coder == Some(row.judgement.by.as_str());
    let judged = case.judgements_on(event)?.into_iter().filter(own);
    held.extend(judged.map(|row| Held { number: row.number, judgement: row.judgement, accounts: row.accounts }));
    let merged = merge(&tellings, &abouts, &held, rules);
    let chosen = case.ledger_rule()?;
    let events = merged.events(chosen.as_deref()).or_else(|| merged.events(None)).unwrap_or_default();
    let holds = |seen: &Event| seen.accounts.contains(&event.0);
    Ok(events.iter().find(|seen| holds(seen)).or(events.first()).cloned())
}

/// That the accounts are one, older than whatever anybody has said.
fn as_grouped(case: &Case, accounts: &[i64]) -> Result<Held, Error> {
    let mut anchors = Vec::with_capacity(accounts.len());
    for &account in accounts {
        anchors.extend(case.anchor(account)?);
    }
    let ruling = Ruling::Same { accounts: anchors };
    let judgement = Judgement { by: "the case".into(), why: None, seconds: None, ruling };
    Ok(Held { number: 0, judgement, accounts: accounts.iter().copied().map(Some).collect() })
}
