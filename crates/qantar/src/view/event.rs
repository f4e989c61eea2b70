//! One event: its accounts, what ties them together, its parts, what was decided and what became of it.

use super::account::{Texts, account};
use super::judgement::{judgement, step};
use super::people::mine;
use super::{row, rows_of, tie};
use qantar_merge::Rules;
use qantar_record::{DocumentId, Event, Ruling};
use qantar_store::{Case, Error, HistoryRow, JudgementRow};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Who looks at an event, and what they may see.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    /// Who looks; none: nobody who decides.
    pub coder: Option<&'a str>,
    /// The judgements on the event that they may see, the oldest first: all of [`Case::judgements_on`], or their own only
    /// while they code blind.
    pub judgements: &'a [JudgementRow],
}

/// The event to which a number leads; none when it leads nowhere.
///
/// # Errors
/// When the case cannot be read.
pub fn event(case: &Case, number: i64, looking: Looking<'_>, rules: &Rules) -> Result<Option<Value>, Error> {
    case.event_of(number)?.map(|event| shown(case, &event, looking, rules)).transpose()
}

/// An event, whether or not it is written in the case.
///
/// # Errors
/// When the case cannot be read.
pub(super) fn shown(case: &Case, event: &Event, looking: Looking<'_>, rules: &Rules) -> Result<Value, Error> {
    let told = case.accounts_of(event.id)?;
    let mut texts = Texts::default();
    let accounts = told.iter().map(|row| account(case, row, &mut texts)).collect::<Result<Vec<_>, _>>()?;
    let titles: HashMap<&DocumentId, &str> = told
        .iter()
        .filter_map(|row| Some((&row.document, row.title.as_deref().or(row.publisher.as_deref())?)))
        .collect();
    let title = |id: &DocumentId| titles.get(id).copied().unwrap_or_else(|| id.short()).to_owned();
    let mut history = case.report_history(event.id)?;
    history.extend(looking.judgements.iter().cloned().map(HistoryRow::of_judgement));
    history.sort_by_key(|row| row.seq);
    let whole = event.part_of.map(|whole| case.event_of(whole.0)).transpose()?.flatten();
    Ok(json!({
        "row": row(case, event)?,
        "accounts": accounts,
        "left_out": left_out(case, event, looking.judgements, &mut texts)?,
        "out_of": out_of(case, event, looking.judgements)?,
        "ties": tie::within(case, event, rules)?,
        "parts": rows_of(case, &case.parts_of(event.id)?)?,
        "whole": whole.map(|whole| row(case, &whole)).transpose()?,
        "judgements": looking.judgements.iter().map(judgement).collect::<Vec<_>>(),
        "history": history.iter().filter_map(|row| step(row, event, &title)).collect::<Vec<_>>(),
        "mine": looking.coder.and_then(|coder| mine(looking.judgements, coder, &event.accounts)),
        "event": event,
    }))
}

/// What was judged wrong and is in no list now: the event that it was left out of, as a row of a list.
fn out_of(case: &Case, event: &Event, judgements: &[JudgementRow]) -> Result<Option<Value>, Error> {
    if case.event_of(event.id.0)?.is_some() {
        return Ok(None);
    }
    let beside = judgements.iter().rev().filter(|row| row.holds).flat_map(|row| match &row.judgement.ruling {
        Ruling::Wrong { beside, .. } => beside.as_slice(),
        _ => &[],
    });
    for &account in beside {
        if let Some(left) = case.event_of(account)? {
            return row(case, &left).map(Some);
        }
    }
    Ok(None)
}

/// Accounts that were left out of the event since people hold them to be wrong, each as its report tells it with the
/// judgements to undo so that it counts again.
fn left_out(case: &Case, event: &Event, judgements: &[JudgementRow], texts: &mut Texts) -> Result<Vec<Value>, Error> {
    let mut refused: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in judgements.iter().filter(|row| row.holds) {
        if let (Ruling::Wrong { slot: None, .. }, Some(&Some(number))) = (&row.judgement.ruling, row.accounts.first()) {
            refused.entry(number).or_default().push(row.number);
        }
    }
    refused.retain(|number, _| !event.accounts.contains(number));
    let mut left_out = Vec::new();
    for (number, by) in refused {
        // Whoever was overruled since has left nothing out.
        if case.event_of(number)?.is_none()
            && let Some(told) = case.account(number)?
        {
            let mut shown = account(case, &told, texts)?;
            shown["judgements"] = json!(by);
            left_out.push(shown);
        }
    }
    Ok(left_out)
}
