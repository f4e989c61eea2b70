//! Why accounts are held to tell of one event, and which events are most alike.

use super::{cited, row};
use crate::events;
use qantar_merge::{Bench, Card, Rules};
use qantar_record::Event;
use qantar_store::{Case, Error};
use serde_json::{Value, json};

/// Two accounts compared, as [`events::compare`] does; none when one of them is not known.
///
/// # Errors
/// When the case cannot be read.
pub fn compare(case: &Case, a: i64, b: i64, rules: &Rules) -> Result<Option<Value>, Error> {
    let compared = events::compare(case, a, b, rules)?;
    Ok(compared.map(|found| tie((found.a.number, found.b.number), &found.card, found.together)))
}

fn tie((a, b): (i64, i64), card: &Card, together: bool) -> Value {
    let reasons = card.reasons.iter();
    let reason = |reason: &qantar_merge::Reason| json!({"feature": reason.feature, "value": reason.value, "points": reason.points, "why": reason.says});
    json!({
        "a": cited(a), "b": cited(b), "together": together, "probability": card.probability(), "score": card.score,
        "vetoed": card.veto, "reasons": reasons.map(reason).collect::<Vec<_>>(),
    })
}

/// Of an event of more accounts, the first so many are compared. A guess (November 2026): more are a wave of copies.
const MOST_ACCOUNTS: usize = 150;
/// So many ties of one event are shown.
const MOST_TIES: usize = 50;

/// The best tie of each account of an event to another, each once, by the number of the account.
pub(super) fn within(case: &Case, event: &Event, rules: &Rules) -> Result<Vec<Value>, Error> {
    let numbers = &event.accounts[..event.accounts.len().min(MOST_ACCOUNTS)];
    let (tellings, abouts) = (case.tellings_of(numbers)?, case.abouts_of(numbers)?);
    let bench = Bench::of(&tellings, &abouts, rules);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for one in 0..tellings.len() {
        let others = (0..tellings.len()).filter(|&other| other != one);
        let best = others.max_by(|&x, &y| standing(&bench.card(one, x)).total_cmp(&standing(&bench.card(one, y))));
        pairs.extend(best.map(|best| (one.min(best), one.max(best))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.truncate(MOST_TIES);
    let tied = |(a, b): (usize, usize)| tie((tellings[a].number, tellings[b].number), &bench.card(a, b), true);
    Ok(pairs.into_iter().map(tied).collect())
}

/// By which the better of two ties is told: the score, and what is forbidden last.
fn standing(card: &Card) -> f64 {
    if card.veto.is_some() { f64::NEG_INFINITY } else { card.score }
}

/// So many events that lie nearest in days and place are compared. A guess (November 2026): what is farther is no neighbour.
const MOST_NEAR: usize = 300;
/// So many accounts of each side.
const MOST_OF_EACH: usize = 8;
/// So many neighbours are shown.
const MOST_NEIGHBOURS: usize = 10;

/// The events most like one that are not merged with it, the most alike first; none when the number leads nowhere.
///
/// # Errors
/// When the case cannot be read.
pub fn neighbours(case: &Case, number: i64, rules: &Rules) -> Result<Option<Value>, Error> {
    let Some(event) = case.event_of(number)? else { return Ok(None) };
    let own = &event.accounts[..event.accounts.len().min(MOST_OF_EACH)];
    let near = case.near(&event, MOST_NEAR, MOST_OF_EACH)?;
    let numbers: Vec<i64> = own.iter().chain(&near).copied().collect();
    let (tellings, abouts) = (case.tellings_of(&numbers)?, case.abouts_of(&numbers)?);
    let bench = Bench::of(&tellings, &abouts, rules);
    let (own, others): (Vec<usize>, Vec<usize>) =
        (0..tellings.len()).partition(|&at| event.accounts.contains(&tellings[at].number));
    let mut ties: Vec<(f64, usize, usize)> = others
        .into_iter()
        .flat_map(|other| own.iter().map(move |&one| (one, other)))
        .map(|(one, other)| (standing(&bench.card(one, other)), one, other))
        .filter(|(score, ..)| score.is_finite())
        .collect();
    ties.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut rows: Vec<(Event, Value)> = Vec::new();
    for (_, one, other) in ties {
        let numbers = (tellings[one].number, tellings[other].number);
        if rows.len() == MOST_NEIGHBOURS {
            break;
        }
        if rows.iter().any(|(known, _)| known.accounts.contains(&numbers.1)) {
            continue;
        }
        if let Some(found) = case.event_of(numbers.1)? {
            rows.push((found, tie(numbers, &bench.card(one, other), false)));
        }
    }
    let rows = rows.into_iter().map(|(event, tie)| Ok(json!({"row": row(case, &event)?, "tie": tie})));
    Ok(Some(json!({"rows": rows.collect::<Result<Vec<_>, Error>>()?})))
}
