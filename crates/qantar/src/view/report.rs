//! The reports of a case, and one of them with what was read in it.

use super::account::{Texts, account};
use super::cited;
use crate::public;
use qantar_store::{Case, DocumentRow, Error, Reports, ToldRow};
use serde_json::{Value, json};

/// How many reports are wanted, and a page of them, those published last first.
///
/// # Errors
/// When the case cannot be read.
pub fn reports(case: &Case, wanted: &Reports) -> Result<Value, Error> {
    let (total, rows) = case.reports(wanted)?;
    Ok(json!({"total": total, "rows": rows.iter().map(listed).collect::<Vec<_>>()}))
}

fn listed(row: &DocumentRow) -> Value {
    json!({
        "number": row.number, "document": row.id, "title": row.title, "publisher": row.publisher,
        "published": row.published, "author": row.author, "url": row.url, "language": row.language, "words": row.words,
        "accounts": row.accounts, "claims": row.claims, "problems": row.problems, "from": row.origins,
    })
}

/// The report whose id begins so, with its reading in the public form, the numbers that its accounts have in the case, and where it
/// came from; none when no report, or more than one, has such an id.
///
/// Accounts in force bear the ids of the reading; those that it no longer finds, and those that people added, bear none. The latter
/// come with all that they say.
///
/// # Errors
/// When the case cannot be read.
pub fn report(case: &Case, beginning: &str) -> Result<Option<Value>, Error> {
    let Some(id) = case.document_id(beginning)? else { return Ok(None) };
    let Some((document, reading)) = case.document(&id)? else { return Ok(None) };
    let (from, problems) = case.origins_and_problems(&id)?;
    let told = case.accounts_told(&id)?;
    let accounts = told.iter().map(|told| {
        json!({
            "local": (!told.retired && told.judged.is_none()).then(|| told.local.to_string()), "account": cited(told.number),
            "event": told.event.to_string(), "retired": told.retired, "missed": told.judged.is_some(),
        })
    });
    let added = told.iter().filter(|told| told.judged.is_some() && !told.retired);
    let added = added.map(|told| added_account(case, told)).collect::<Result<Vec<_>, _>>()?;
    let problem = |problem: &qantar_record::Problem| json!({"stage": problem.stage, "message": problem.message});
    Ok(Some(json!({
        "reading": public::reading(&document, &reading),
        "accounts": accounts.collect::<Vec<_>>(),
        "added": added,
        "from": from,
        "problems": problems.iter().map(problem).collect::<Vec<_>>(),
    })))
}

/// An account that a person added, with the event that it belongs to.
fn added_account(case: &Case, told: &ToldRow) -> Result<Value, Error> {
    let Some(row) = case.account(told.number)? else { return Ok(Value::Null) };
    let mut view = account(case, &row, &mut Texts::default())?;
    view["event"] = json!(told.event.to_string());
    Ok(view)
}
