//! Who does what to whom, and who is who.

use qantar_merge::Rules;
use qantar_record::Ruling;
use qantar_store::{Actors, Beside, Case, Error, JudgementRow};
use serde_json::{Value, json};

/// Which actors to list. What is none is not heeded.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Has this in its name, case apart.
    pub text: Option<&'a str>,
    /// In events of these numbers.
    pub numbers: Option<&'a [i64]>,
    /// At most so many.
    pub limit: usize,
}

/// Those who have part in most events, and what they do to each other.
///
/// # Errors
/// When the case cannot be read.
pub fn actors(case: &Case, asked: Asked<'_>) -> Result<Value, Error> {
    let Actors { total, rows, ties, total_ties } = case.actors(asked.text, asked.numbers, asked.limit)?;
    let renamed = renamed(case)?;
    let actor = |row: &qantar_store::ActorRow| {
        let aliases: Vec<&str> = of(&renamed, &row.name).map(|(name, _)| name).collect();
        json!({
            "name": row.name, "country": row.country, "sector": row.sector, "events": row.events, "acts": row.acts,
            "suffers": row.suffers, "aliases": aliases,
        })
    };
    let tie = |tie: &qantar_store::TieRow| json!({"actor": tie.actor, "target": tie.target, "events": tie.events, "types": tie.types});
    Ok(json!({
        "total": total,
        "actors": rows.iter().map(actor).collect::<Vec<_>>(),
        "ties": ties.iter().map(tie).collect::<Vec<_>>(),
        "total_ties": total_ties,
    }))
}

/// So many other names that may be the same are shown.
const MOST_ALIKE: usize = 20;

/// One name, exactly as events give it, and whom it meets; none when no event gives it.
///
/// # Errors
/// When the case cannot be read.
pub fn actor(case: &Case, name: &str, rules: &Rules) -> Result<Option<Value>, Error> {
    let Some(found) = case.actor(name)? else { return Ok(None) };
    let renamed = renamed(case)?;
    let alias =
        |(name, row): (&str, &JudgementRow)| json!({"name": name, "judgement": row.number, "by": row.judgement.by});
    let mut actor = json!({
        "name": found.actor.name, "country": found.actor.country, "sector": found.actor.sector,
        "events": found.actor.events, "acts": found.actor.acts, "suffers": found.actor.suffers,
    });
    actor["aliases"] = of(&renamed, name).map(|(name, _)| name).collect();
    Ok(Some(json!({
        "actor": actor,
        "aliases": of(&renamed, name).map(alias).collect::<Vec<_>>(),
        "alike": alike(case, name, rules)?.iter().map(beside).collect::<Vec<_>>(),
        "acts_on": found.acts_on.iter().map(beside).collect::<Vec<_>>(),
        "acted_by": found.acted_by.iter().map(beside).collect::<Vec<_>>(),
        "numbers": found.numbers,
    })))
}

fn beside(row: &Beside) -> Value {
    json!({"name": row.name, "events": row.events})
}

/// Other names that may be the same, those of most events first.
fn alike(case: &Case, name: &str, rules: &Rules) -> Result<Vec<Beside>, Error> {
    let all = case.names()?;
    let names: Vec<&str> = all.iter().map(String::as_str).collect();
    let alike: Vec<&str> = qantar_merge::alike(name, &names, rules).into_iter().map(|at| names[at]).collect();
    let mut alike = case.events_with(&alike)?;
    alike.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
    alike.truncate(MOST_ALIKE);
    Ok(alike)
}

/// The judgements that hold and say of names whose they are.
fn renamed(case: &Case) -> Result<Vec<JudgementRow>, Error> {
    Ok(case.judgements_of_kind("entity")?.into_iter().filter(|row| row.holds).collect())
}

/// The other names of one, each with the judgement that says so.
fn of<'a>(renamed: &'a [JudgementRow], kept: &'a str) -> impl Iterator<Item = (&'a str, &'a JudgementRow)> {
    renamed.iter().filter_map(move |row| match &row.judgement.ruling {
        Ruling::Entity { name, known_as } if known_as.eq_ignore_ascii_case(kept) => Some((name.as_str(), row)),
        _ => None,
    })
}
