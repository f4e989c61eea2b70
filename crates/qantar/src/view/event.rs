//! One event: its accounts, what ties them together, its parts, what was decided and what became of it.

use super::account::{Texts, account};
use super::judgement::{judgement, step};
use super::people::mine;
use super::{row, rows_of, tie};
use qantar_merge::Rules;
use qantar_record::{DocumentId, Event};
use qantar_store::{Case, Error, HistoryRow, JudgementRow};
use serde_json::{Value, json};
use std::collections::HashMap;

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
        "ties": tie::within(case, event, rules)?,
        "parts": rows_of(case, &case.parts_of(event.id)?)?,
        "whole": whole.map(|whole| row(case, &whole)).transpose()?,
        "judgements": looking.judgements.iter().map(judgement).collect::<Vec<_>>(),
        "history": history.iter().filter_map(|row| step(row, event, &title)).collect::<Vec<_>>(),
        "mine": looking.coder.and_then(|coder| mine(looking.judgements, coder, &event.accounts)),
        "event": event,
    }))
}
