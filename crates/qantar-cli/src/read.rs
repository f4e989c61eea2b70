//! `qantar read`.

use crate::args::{ReadArgs, ReadFormat};
use crate::exit::{Exit, Failure};
use crate::gazetteer;
use crate::progress::Progress;
use crate::terminal;
use jiff::Timestamp;
use qantar::events::{self, Update};
use qantar::ingest::{self, Refused, Settings};
use qantar::intake::{self, Tally};
use qantar::listing::{self, Form};
use qantar::merging::Rules;
use qantar::run::{Outcome, Report};
use qantar::store::{Case, Filter};
use qantar::{brief, public, table, words};
use std::io::Write;
use std::ops::ControlFlow;

/// Reads, prints, keeps.
pub fn read(args: &ReadArgs) -> Result<Exit, Failure> {
    let world = gazetteer::world(args.gazetteer.as_deref(), args.places.as_deref())?;
    let world = if args.gate { world.gated()? } else { world };
    let case = args.into.as_deref().map(Case::open_or_create).transpose()?;
    let screen = terminal::is_screen();
    // With a case, what was kept is what people want to know; anything else is printed when asked for.
    let format = args.format.or(match (&case, screen) {
        (Some(_), _) => None,
        (None, true) => Some(ReadFormat::Brief),
        (None, false) => Some(ReadFormat::Jsonl),
    });
    let settings = Settings { published: args.published, publisher: args.publisher.clone(), ..Settings::default() };
    let mut session = Session::new(args, case, format);
    let mut failure = None;
    qantar::run::run(ingest::open(&args.inputs, &settings), &world, args.threads, |outcome| {
        match session.take(outcome) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    match failure {
        Some(failure) => Err(failure),
        None => session.end(),
    }
}

/// One run of `qantar read`.
struct Session<'a> {
    args: &'a ReadArgs,
    format: Option<ReadFormat>,
    case: Option<Case>,
    progress: Progress,
    out: std::io::BufWriter<std::io::Stdout>,
    /// Held for the brief and the table, which are laid out as a whole.
    reports: Vec<Report>,
    /// Held for the case, until there are enough for one transaction.
    unkept: Vec<Report>,
    refused: Vec<Refused>,
    kept: Tally,
    header_written: bool,
}

impl<'a> Session<'a> {
    fn new(args: &'a ReadArgs, case: Option<Case>, format: Option<ReadFormat>) -> Self {
        Session {
            args,
            format,
            case,
            progress: Progress::start(args.quiet),
            out: std::io::BufWriter::new(std::io::stdout()),
            reports: Vec::new(),
            unkept: Vec::new(),
            refused: Vec::new(),
            kept: Tally::default(),
            header_written: false,
        }
    }

    fn take(&mut self, outcome: Outcome) -> Result<(), Failure> {
        self.progress.step(matches!(outcome, Outcome::Refused(_)));
        let report = match outcome {
            Outcome::Refused(refused) => {
                self.refused.push(refused);
                return Ok(());
            }
            Outcome::Report(report) => report,
        };
        match self.format {
            Some(ReadFormat::Jsonl) => writeln!(self.out, "{}", public::reading(&report.document, &report.reading))?,
            Some(ReadFormat::Csv) => self.csv(&report)?,
            Some(ReadFormat::Brief | ReadFormat::Table) => self.reports.push(report.clone()),
            None => {}
        }
        if self.case.is_some() {
            self.unkept.push(report);
            if self.unkept.len() >= intake::TOGETHER {
                self.keep()?;
            }
        }
        Ok(())
    }

    fn csv(&mut self, report: &Report) -> Result<(), Failure> {
        let mut writer = csv::Writer::from_writer(&mut self.out);
        if !std::mem::replace(&mut self.header_written, true) {
            listing::header(table::columns(), &mut writer)?;
        }
        listing::records(table::columns(), &table::rows(report), &mut writer)?;
        Ok(writer.flush()?)
    }

    fn keep(&mut self) -> Result<(), Failure> {
        let Some(case) = &mut self.case else { return Ok(()) };
        let reports = std::mem::take(&mut self.unkept);
        let outcomes = intake::keep(case, &reports, Timestamp::now())?;
        self.kept.add(&outcomes);
        Ok(())
    }

    fn end(mut self) -> Result<Exit, Failure> {
        self.keep()?;
        let paper = terminal::paper();
        match self.format {
            Some(ReadFormat::Brief) => brief::brief(&self.reports, &self.refused, paper, &mut self.out)?,
            Some(ReadFormat::Table) => {
                let rows: Vec<_> = self.reports.iter().flat_map(table::rows).collect();
                listing::print(table::columns(), &rows, Form::Screen(paper.width), &mut self.out)?;
            }
            _ => {}
        }
        if let Some(case) = &mut self.case {
            let update = events::catch_up(case, &Rules::builtin()?)?;
            if self.format.is_none() {
                summary(case, &self.kept, update.as_ref(), &mut self.out)?;
            }
        }
        self.out.flush()?;
        self.progress.end();
        if !self.args.quiet && self.format != Some(ReadFormat::Brief) {
            let mut err = anstream::stderr();
            for refused in &self.refused {
                writeln!(err, "qantar: {}: {}", words::harmless(&refused.origin.to_string()), refused.message)?;
            }
        }
        Ok(if self.refused.is_empty() { Exit::Done } else { Exit::Partly })
    }
}

fn summary(case: &Case, kept: &Tally, update: Option<&Update>, out: &mut dyn Write) -> Result<(), Failure> {
    let holds = case.summary()?;
    let events = update.map_or_else(|| case.event_count(&Filter::default()), |update| Ok(update.events as u64))?;
    writeln!(
        out,
        "{}: {kept}; it holds {} reports, {} events told in {} accounts, {} claims, {} problems",
        case.path().display(),
        holds.documents,
        events,
        holds.accounts,
        holds.claims,
        holds.problems
    )?;
    Ok(())
}
