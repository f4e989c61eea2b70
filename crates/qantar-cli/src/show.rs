//! `qantar show` and `qantar why`.

use crate::args::{List, ListFormat, Moment, ShowArgs, WhyArgs, YesNo};
use crate::exit::{Exit, Failure};
use crate::terminal;
use qantar::judging::Number;
use qantar::listing::{self, Form};
use qantar::merging::Rules;
use qantar::record::{EventType, Mode};
use qantar::store::{Case, Filter};
use qantar::{events, show, stories};
use std::io::Write;
use std::path::Path;

/// Lists what a case holds.
pub fn show(args: &ShowArgs) -> Result<Exit, Failure> {
    unheeded(args)?;
    let case = merged(&args.case, args.as_of)?;
    let filter = filter(args);
    let form = match args.format {
        Some(ListFormat::Table) => Form::Screen(terminal::paper().width),
        Some(ListFormat::Csv) => Form::Csv,
        Some(ListFormat::Jsonl) => Form::JsonLines,
        None if terminal::is_screen() => Form::Screen(terminal::paper().width),
        None => Form::JsonLines,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout());
    match args.list {
        List::Events => listing::print(show::EVENTS, &case.events(&filter)?, form, &mut out)?,
        List::Accounts => listing::print(show::ACCOUNTS, &case.accounts(&filter)?, form, &mut out)?,
        List::Claims => listing::print(show::CLAIMS, &case.claims(&filter)?, form, &mut out)?,
        List::Figures => listing::print(show::FIGURES, &case.figures(&filter)?, form, &mut out)?,
        List::Places => listing::print(show::PLACES, &case.places(&filter)?, form, &mut out)?,
        List::Reports => listing::print(show::REPORTS, &first(case.documents()?, args.limit), form, &mut out)?,
        List::Stories => {
            listing::print(stories::COLUMNS, &first(stories::stories(&case)?, args.limit), form, &mut out)?
        }
        List::Judgements => listing::print(show::JUDGEMENTS, &first(case.judgements()?, args.limit), form, &mut out)?,
        List::Problems => listing::print(show::PROBLEMS, &first(case.problems()?, args.limit), form, &mut out)?,
        List::Log => listing::print(show::LOG, &first(case.changes()?, args.limit), form, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// At most so many rows of a list that knows no filter.
fn first<T>(mut rows: Vec<T>, most: Option<usize>) -> Vec<T> {
    rows.truncate(most.unwrap_or(usize::MAX));
    rows
}

/// Refuses a filter that the list would not heed.
fn unheeded(args: &ShowArgs) -> Result<(), Failure> {
    let (List::Reports | List::Stories | List::Judgements | List::Problems | List::Log) = args.list else {
        return match (args.list, args.reviewed) {
            (List::Events, _) | (_, None) => Ok(()),
            _ => Err(Failure::Usage("--reviewed is of events alone".into())),
        };
    };
    let ShowArgs { event_type, mode, status, country, place, since, until, source, text, reviewed, .. } = args;
    let given = [
        ("--type", event_type.is_some()),
        ("--mode", mode.is_some()),
        ("--status", status.is_some()),
        ("--country", country.is_some()),
        ("--place", place.is_some()),
        ("--since", since.is_some()),
        ("--until", until.is_some()),
        ("--source", source.is_some()),
        ("--text", text.is_some()),
        ("--reviewed", reviewed.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Failure::Usage(format!(
            "{name} does not hold for this list: filters are of events, accounts, claims, figures and places"
        ))),
        None => Ok(()),
    }
}

fn filter(args: &ShowArgs) -> Filter {
    Filter {
        event_type: args.event_type.as_ref().map(|code| EventType(code.clone())),
        mode: args.mode.as_ref().map(|code| Mode(code.to_lowercase())),
        status: args.status,
        country: args.country.clone(),
        place: args.place.clone(),
        since: args.since,
        until: args.until,
        source: args.source.clone(),
        text: args.text.clone(),
        reviewed: args.reviewed.map(|reviewed| reviewed == YesNo::Yes),
        limit: args.limit,
        ..Filter::default()
    }
}

/// The case, or what it was, with its events up to date. A case that cannot be written is merged in memory.
pub fn merged(path: &Path, as_of: Option<Moment>) -> Result<Case, Failure> {
    let case = Case::open_read_only(path)?;
    let behind = case.merged_through()? < case.head()?;
    let moment = match as_of {
        Some(Moment(moment)) => moment,
        None if !behind => return Ok(case),
        None => match Case::open(path) {
            Ok(mut writable) => {
                events::update(&mut writable, &Rules::builtin()?)?;
                return Ok(writable);
            }
            Err(_) => qantar::store::Moment::Change(case.head()?),
        },
    };
    Ok(events::past(&case, moment, &Rules::builtin()?)?)
}

/// Says why a cell says what it says.
pub fn why(args: &WhyArgs) -> Result<Exit, Failure> {
    let case = merged(&args.case, args.as_of)?;
    let missing = || {
        let case = args.case.display();
        Failure::Missing(format!("{case} has no {}; \"qantar show {case} events\" lists what it has", args.number))
    };
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let told = match args.number {
        Number::Account(number) => {
            let why = qantar::why::why(&case, number, args.slot)?.ok_or_else(missing)?;
            why.print(terminal::paper(), &mut out)?;
            !why.statements.is_empty()
        }
        Number::Event(number) => {
            let why = qantar::why::why_event(&case, number, args.slot)?.ok_or_else(missing)?;
            why.print(terminal::paper(), &mut out)?;
            why.accounts.iter().any(|account| !account.statements.is_empty())
        }
    };
    if !told {
        writeln!(out, "\nno report tells this")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
