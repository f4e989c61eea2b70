//! The odds of more: facts out of a case or a table, forecasts kept beside it.

pub mod print;

use crate::exchange::ExchangeError;
use jiff::civil::Date;
use qantar_forecast::plain::{self, TableError};
use qantar_forecast::record::Forecast;
use qantar_forecast::{Fact, record};
use qantar_project::{Codebooks, layout_of};
use qantar_record::{About, Account, Event, EventTime, Status, Telling};
use qantar_store::{Case, Filter};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Why there are no facts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OddsError {
    /// The case could not be read.
    #[error(transparent)]
    Case(#[from] qantar_store::Error),
    /// The plain table could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The table in another layout could not be read.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// Forecasts that were kept cannot be read or written.
    #[error("cannot use {path}: {reason}")]
    Kept {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Facts, and a line for each thing that could not be taken as it should.
#[derive(Debug, Default)]
pub struct Facts {
    /// The facts.
    pub facts: Vec<Fact>,
    /// What could not be taken, and what was kept.
    pub problems: Vec<String>,
}

/// The facts of a case, which must be merged: one for each event that took place or is announced, by the value to go by in
/// each slot. It is known from the day on which the first report of it was published, or else came into the case.
///
/// # Errors
/// When the case cannot be read.
pub fn of_case(case: &Case) -> Result<Facts, OddsError> {
    let (events, tellings, abouts) = (case.events(&Filter::default())?, case.tellings()?, case.abouts()?);
    let known = Known {
        tellings: tellings.iter().map(|telling| (telling.number, telling)).collect(),
        abouts: abouts.iter().map(|about| (about.document.as_str(), about)).collect(),
    };
    let mut facts = Facts::default();
    let mut left_out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in &events {
        match known.fact(event) {
            Ok(fact) => facts.facts.extend(fact),
            Err(why) => left_out.entry(why.to_string()).or_default().push(event.id.to_string()),
        }
    }
    facts.problems.extend(left_out.iter().map(|(why, events)| listed(why, events)));
    Ok(facts)
}

/// One line for all that were left out for one reason, the first of them by name.
fn listed(why: &str, events: &[String]) -> String {
    const NAMED: usize = 5;
    let first = events.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match (events.len(), events.len().saturating_sub(NAMED)) {
        (1, _) => format!("{first}: {why}; it counts for no odds"),
        (_, 0) => format!("{first}: {why}; they count for no odds"),
        (_, more) => format!("{first} and {more} more: {why}; they count for no odds"),
    }
}

struct Known<'a> {
    tellings: HashMap<i64, &'a Telling>,
    abouts: HashMap<&'a str, &'a About>,
}

impl Known<'_> {
    /// None where it is denied or may only be.
    fn fact(&self, event: &Event) -> Result<Option<Fact>, &'static str> {
        let announced = match event.status() {
            Status::Happened => false,
            Status::Planned => true,
            Status::Hypothetical | Status::Denied => return Ok(None),
        };
        let day = event.time().and_then(|when| when.interval.from).ok_or("no report says when")?;
        let told: Vec<&About> = event
            .accounts
            .iter()
            .filter_map(|account| self.abouts.get(self.tellings.get(account)?.document.as_str()).copied())
            .collect();
        let known = told.iter().map(|about| about.published.unwrap_or(about.kept)).min().unwrap_or(day);
        let mut sources: Vec<String> = told.iter().map(|about| called(about)).collect();
        sources.sort_unstable();
        sources.dedup();
        let place = event.place().map_or_else(Vec::new, |place| match &place.place {
            Some(found) => chain(found.country.as_deref(), found.admin1.as_deref(), &found.name),
            None => vec![place.words.clone()],
        });
        let names = |parties: &[qantar_record::Said<qantar_record::Party>]| -> Vec<String> {
            parties.iter().map(|said| said.value.name.clone()).collect()
        };
        Ok(Some(Fact {
            day,
            // What is told of a day before it is over is known when it is over, unless it is announced.
            known: if announced { known } else { known.max(day) },
            place,
            kind: event.kind().event_type.0.clone(),
            actors: names(&event.actors),
            targets: names(&event.targets),
            id: event.id.to_string(),
            sources,
            announced,
        }))
    }
}

fn called(about: &About) -> String {
    about.publisher.clone().unwrap_or_else(|| about.document.as_str().to_owned())
}

/// Widest first, each once: a country that is the place is not in itself.
fn chain(country: Option<&str>, admin1: Option<&str>, name: &str) -> Vec<String> {
    let mut chain: Vec<String> = Vec::new();
    for part in country.into_iter().chain(admin1).chain([name]) {
        if chain.last().is_none_or(|last| last != part) {
            chain.push(part.to_owned());
        }
    }
    chain
}

/// The facts of a table in ACLED, GED or plain layout; which one is told by its header.
///
/// # Errors
/// When the header is of none of them.
pub fn of_table(table: &[u8]) -> Result<Facts, OddsError> {
    let Some(layout) = layout_of(table) else {
        let read = plain::read(table)?;
        return Ok(Facts { facts: read.facts, problems: read.problems });
    };
    let books = Codebooks::built_in().map_err(ExchangeError::from)?;
    let mut facts = Facts::default();
    for (at, row) in qantar_project::import(layout, table, &books).map_err(ExchangeError::from)?.enumerate() {
        facts.problems.extend(row.reading.problems.iter().map(|problem| problem.message.clone()));
        // The header is the first line.
        let name = format!("row {}", at + 1);
        for account in &row.reading.accounts {
            let words = |span| row.document.words(span).to_owned();
            match coded(account, &words, row.document.publisher(), name.clone()) {
                Some(fact) => facts.facts.push(fact),
                None => facts.problems.push(format!("{name}: no day; it counts for no odds")),
            }
        }
    }
    Ok(facts)
}

/// A coded row counts as known on its day: tables do not say when a row was first there.
fn coded(
    account: &Account,
    words: &dyn Fn(qantar_record::Span) -> String,
    publisher: Option<&str>,
    id: String,
) -> Option<Fact> {
    let day = account.time.as_ref().and_then(|EventTime { interval, .. }| interval.from)?;
    let place = account.place.as_ref().map_or_else(Vec::new, |slot| match &slot.place {
        Some(found) => chain(found.country.as_deref(), found.admin1.as_deref(), &found.name),
        None => vec![words(slot.span)],
    });
    let names = |parties: &[qantar_record::Argument]| parties.iter().map(|party| words(party.span)).collect();
    Some(Fact {
        day,
        known: day,
        place,
        kind: account.event_type.0.clone(),
        actors: names(&account.actors),
        targets: names(&account.targets),
        id,
        sources: publisher.map(str::to_owned).into_iter().collect(),
        announced: false,
    })
}

/// The day after the last one on which anything is known to have happened: the cut-off where none is given.
pub fn after_all(facts: &[Fact]) -> Option<Date> {
    let last = facts.iter().filter(|fact| !fact.announced).map(|fact| fact.day.max(fact.known)).max()?;
    Some(last.saturating_add(jiff::Span::new().days(1)))
}

/// Where the forecasts of a case or table are kept: beside it.
pub fn kept_beside(path: &Path) -> PathBuf {
    qantar_store::beside(path, ".odds.jsonl")
}

/// Adds a forecast to those kept; what is there is never changed.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(path: &Path, forecast: &Forecast) -> Result<(), OddsError> {
    let failed = |reason: String| OddsError::Kept { path: path.to_owned(), reason };
    let mut line = serde_json::to_vec(forecast).map_err(|error| failed(error.to_string()))?;
    line.push(b'\n');
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(&line)).map_err(|error| failed(error.to_string()))
}

/// The forecasts kept, the oldest first, and a line for each that cannot be read; none where there is no file.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn kept(path: &Path) -> Result<(Vec<Forecast>, Vec<String>), OddsError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Default::default()),
        Err(error) => return Err(OddsError::Kept { path: path.to_owned(), reason: error.to_string() }),
    };
    let (mut forecasts, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Forecast>(line) {
            Ok(forecast) if forecast.format == record::FORMAT => forecasts.push(forecast),
            Ok(forecast) => {
                problems.push(format!("line {}: {:?} is no {}; left out", at + 1, forecast.format, record::FORMAT))
            }
            Err(error) => problems.push(format!("line {}: no forecast: {error}; left out", at + 1)),
        }
    }
    Ok((forecasts, problems))
}

/// The last forecast kept of the same question with an earlier cut-off.
pub fn before<'f>(kept: &'f [Forecast], forecast: &Forecast) -> Option<&'f Forecast> {
    let same = |other: &&Forecast| {
        (&other.answer.place, &other.answer.kind) == (&forecast.answer.place, &forecast.answer.kind)
            && other.cut_off < forecast.cut_off
    };
    kept.iter().filter(same).max_by_key(|other| other.cut_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACLED: &str = "event_date,event_type,sub_event_type,actor1,country,admin1,location,latitude,longitude,source\n\
                         03 May 2031,Protests,Peaceful protest,Teachers,Kenya,Kisumu,Kisumu,-0.1,34.75,Daily A\n\
                         then,Protests,Peaceful protest,Teachers,Kenya,Kisumu,Kisumu,-0.1,34.75,Daily A\n";

    #[test]
    fn tables_are_told_by_their_header() {
        let coded = of_table(ACLED.as_bytes()).unwrap();
        assert_eq!(coded.facts.len(), 1);
        assert_eq!(
            (coded.facts[0].place.as_slice(), coded.facts[0].kind.as_str()),
            (&["KE".to_owned(), "Kisumu".into()][..], "PROTEST")
        );
        assert!(coded.problems.iter().any(|problem| problem.starts_with("row 2: no day")), "{:?}", coded.problems);
        assert_eq!(of_table(b"date,place,type\n2031-05-02,Kisumu,PROTEST\n").unwrap().facts[0].id, "line 2");
        assert!(matches!(of_table(b"a,b\n1,2\n"), Err(OddsError::Table(TableError::Columns(_)))));
    }

    #[test]
    fn forecasts_are_kept_line_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = kept_beside(&folder.path().join("case.qantar"));
        assert!(path.ends_with("case.qantar.odds.jsonl"));
        assert!(kept(&path).unwrap().0.is_empty());
        let day = |at: i64| jiff::civil::date(2031, 1, 1).saturating_add(jiff::Span::new().days(at * 3));
        let facts: Vec<Fact> = (0..90).map(|at| Fact::new(day(at), &["Kenya"], "PROTEST", at.to_string())).collect();
        let asked = record::Question { place: "Kenya".into(), kind: "PROTEST".into(), horizons: vec![7] };
        for cut_off in [jiff::civil::date(2031, 8, 1), jiff::civil::date(2031, 9, 1)] {
            keep(&path, &record::forecast(&facts, cut_off, &asked).unwrap()).unwrap();
        }
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"no forecast\n").unwrap();
        let (all, problems) = kept(&path).unwrap();
        assert_eq!((all.len(), problems.len()), (2, 1));
        assert_eq!(before(&all, &all[1]), Some(&all[0]));
        assert_eq!(record::replay(&facts, &all[0]), record::Replay::Same);
    }
}
