//! `qantar show` and `qantar why`.

use crate::args::{List, ListFormat, ShowArgs, SlotArg, StatusArg, WhyArgs};
use crate::exit::{Exit, Failure};
use crate::terminal;
use qantar::listing::{self, Form};
use qantar::record::{EventType, Mode, Slot, Status};
use qantar::show;
use qantar::store::{Case, Filter};
use std::io::Write;

/// Lists what a case holds.
pub fn show(args: &ShowArgs) -> Result<Exit, Failure> {
    let case = Case::open_read_only(&args.case)?;
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
        List::Events => listing::print(show::EVENTS, &case.accounts(&filter)?, form, &mut out)?,
        List::Claims => listing::print(show::CLAIMS, &case.claims(&filter)?, form, &mut out)?,
        List::Figures => listing::print(show::FIGURES, &case.figures(&filter)?, form, &mut out)?,
        List::Places => listing::print(show::PLACES, &case.places(&filter)?, form, &mut out)?,
        List::Reports => listing::print(show::REPORTS, &case.documents()?, form, &mut out)?,
        List::Problems => listing::print(show::PROBLEMS, &case.problems()?, form, &mut out)?,
        List::Log => listing::print(show::LOG, &case.changes()?, form, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn filter(args: &ShowArgs) -> Filter {
    Filter {
        event_type: args.event_type.as_ref().map(|code| EventType(code.to_uppercase())),
        mode: args.mode.as_ref().map(|code| Mode(code.to_lowercase())),
        status: args.status.map(|status| match status {
            StatusArg::Happened => Status::Happened,
            StatusArg::Planned => Status::Planned,
            StatusArg::Hypothetical => Status::Hypothetical,
            StatusArg::Denied => Status::Denied,
        }),
        country: args.country.clone(),
        place: args.place.clone(),
        since: args.since,
        until: args.until,
        source: args.source.clone(),
        text: args.text.clone(),
        limit: args.limit,
        ..Filter::default()
    }
}

/// Says why a cell says what it says.
pub fn why(args: &WhyArgs) -> Result<Exit, Failure> {
    let case = Case::open_read_only(&args.case)?;
    let slot = args.slot.map(|slot| match slot {
        SlotArg::Type => Slot::Type,
        SlotArg::Actor => Slot::Actor,
        SlotArg::Target => Slot::Target,
        SlotArg::Place => Slot::Place,
        SlotArg::Time => Slot::Time,
        SlotArg::Count => Slot::Count,
    });
    let missing = || {
        let case = args.case.display();
        Failure::Missing(format!("{case} has no event e{}; \"qantar show {case} events\" lists them", args.event))
    };
    let why = qantar::why::why(&case, args.event, slot)?.ok_or_else(missing)?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    why.print(terminal::paper(), &mut out)?;
    if why.statements.is_empty() {
        writeln!(out, "\nthe report does not tell this")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
