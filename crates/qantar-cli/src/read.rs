//! `qantar read`.

use crate::args::{ReadArgs, ReadFormat, ReaderArgs};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use crate::{gazetteer, stop, terminal};
use jiff::Timestamp;
use qantar::World;
use qantar::events::{self, Update};
use qantar::ingest::{self, Mark, Refused, Settings, Stop};
use qantar::intake::{self, Intake, Tally};
use qantar::listing::{self, Form};
use qantar::merging::Rules;
use qantar::run::{self, Manner, Outcome, Report};
use qantar::store::{Case, Filter};
use qantar::{brief, public, table, words};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Reads, prints, keeps.
pub fn read(args: &ReadArgs) -> Result<Exit, Failure> {
    let case = args.into.as_deref().map(Case::open_or_create).transpose()?;
    let screen = terminal::is_screen();
    // With a case, what was kept is what people want to know; anything else is printed when asked for.
    let format = args.format.or(match (&case, screen) {
        (Some(_), _) => None,
        (None, true) => Some(ReadFormat::Brief),
        (None, false) => Some(ReadFormat::Jsonl),
    });
    let stop = stop::flag()?;
    let settings = Settings {
        stop: Stop(stop.clone()),
        published: args.published,
        publisher: args.publisher.clone(),
        columns: args.columns.clone(),
        ..Settings::default()
    };
    let mut session = Session::new(args, case, format, stop)?;
    let world = if args.take_in { None } else { Some(Arc::new(world(args)?)) };
    let manner = Manner { threads: args.reader.threads, patience: Duration::from_secs(args.patience) };
    if args.kept {
        return kept(args, world, manner, session);
    }
    let from = session.from();
    let parcels = ingest::open_after(&args.inputs, &settings, from.as_ref());
    run::run(parcels, &settings, world, manner, |outcome| session.go_on(outcome));
    session.end()
}

fn world(args: &ReadArgs) -> Result<World, Failure> {
    let world = gazetteer::world(&args.reader)?;
    Ok(if args.gate { world.gated()? } else { world })
}

/// Reads what the case has taken in already. What was read by this version is left out, so that it can be stopped and asked
/// again.
fn kept(args: &ReadArgs, world: Option<Arc<World>>, manner: Manner, mut session: Session<'_>) -> Result<Exit, Failure> {
    let Some(path) = &args.into else { return session.end() };
    let source = Case::open(path)?;
    let (mut after, mut failure) = (0, None);
    let unread = std::iter::from_fn(|| match intake::next_unread(&source, after) {
        Ok(found) => found.map(|(number, kept)| {
            after = number;
            kept
        }),
        Err(error) => {
            failure = Some(error);
            None
        }
    });
    run::run(unread, &Settings::default(), world, manner, |outcome| session.go_on(outcome));
    match failure {
        Some(error) => Err(error.into()),
        None => session.end(),
    }
}

/// What was taken in is kept after so long, so that little is done twice when the program is killed.
const KEPT_AFTER: Duration = Duration::from_secs(5);

/// One run of `qantar read`.
struct Session<'a> {
    args: &'a ReadArgs,
    format: Option<ReadFormat>,
    case: Option<(Case, Intake)>,
    kept_at: Instant,
    progress: Progress,
    out: std::io::BufWriter<std::io::Stdout>,
    /// Held for the brief and the table, which are laid out as a whole.
    reports: Vec<Report>,
    refused: Vec<Refused>,
    /// How many were refused beyond those that are held.
    unlisted: usize,
    header_written: bool,
    stop: Arc<AtomicBool>,
    failure: Option<Failure>,
}

/// At most so many of those that were refused are listed at the end; all of them are in the case.
const LISTED: usize = 1_000;

impl<'a> Session<'a> {
    fn new(
        args: &'a ReadArgs,
        case: Option<Case>,
        format: Option<ReadFormat>,
        stop: Arc<AtomicBool>,
    ) -> Result<Self, Failure> {
        let begun = |mut case: Case| {
            // What is printed is printed whole.
            let afresh = args.afresh || format.is_some();
            let intake = Intake::begin(&mut case, &asked(args), afresh, Timestamp::now())?;
            Ok::<_, Failure>((case, intake))
        };
        let case = case.map(begun).transpose()?;
        let mut progress = Progress::start(&args.inputs, args.quiet);
        if let Some(count) = case.as_ref().filter(|(_, intake)| intake.from().is_some()).map(|(_, i)| i.count()) {
            let done = count.new + count.again + count.unchanged;
            if !args.quiet {
                let mut err = anstream::stderr();
                writeln!(err, "qantar: going on where this was stopped, after {done} reports; --afresh begins again")?;
            }
            progress.had(done + count.refused, count.refused);
        }
        Ok(Session {
            args,
            format,
            case,
            kept_at: Instant::now(),
            progress,
            out: std::io::BufWriter::new(std::io::stdout()),
            reports: Vec::new(),
            refused: Vec::new(),
            unlisted: 0,
            header_written: false,
            stop,
            failure: None,
        })
    }

    /// The mark behind which to go on; none: from the beginning.
    fn from(&self) -> Option<Mark> {
        self.case.as_ref().and_then(|(_, intake)| intake.from()).cloned()
    }

    /// Takes one outcome, and whether there should be more.
    fn go_on(&mut self, outcome: Outcome) -> ControlFlow<()> {
        self.failure = self.take(outcome).err();
        let stop = self.failure.is_some() || self.stop.load(Ordering::Relaxed);
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn take(&mut self, outcome: Outcome) -> Result<(), Failure> {
        match &outcome {
            Outcome::Report(report) => {
                self.progress.step(false);
                self.print(report)?;
            }
            Outcome::Refused(refused) => {
                self.progress.step(true);
                if self.refused.len() < LISTED {
                    self.refused.push(refused.clone());
                } else {
                    self.unlisted += 1;
                }
            }
            Outcome::Passed(mark) => self.progress.passed(mark),
        }
        let Some((case, intake)) = &mut self.case else { return Ok(()) };
        if intake.take(outcome) || self.kept_at.elapsed() > KEPT_AFTER {
            intake.keep(case, Timestamp::now())?;
            self.kept_at = Instant::now();
        }
        Ok(())
    }

    fn print(&mut self, report: &Report) -> Result<(), Failure> {
        match self.format {
            Some(ReadFormat::Jsonl) => writeln!(self.out, "{}", public::reading(&report.document, &report.reading))?,
            Some(ReadFormat::Csv) => self.csv(report)?,
            Some(ReadFormat::Brief | ReadFormat::Table) => self.reports.push(report.clone()),
            None => {}
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

    fn end(mut self) -> Result<Exit, Failure> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let stopped = self.stop.load(Ordering::Relaxed);
        let paper = terminal::paper();
        match self.format {
            Some(ReadFormat::Brief) => brief::brief(&self.reports, &self.refused, paper, &mut self.out)?,
            Some(ReadFormat::Table) => {
                let rows: Vec<_> = self.reports.iter().flat_map(table::rows).collect();
                listing::print(table::columns(), &rows, Form::Screen(paper.width), &mut self.out)?;
            }
            _ => {}
        }
        // What was refused before the run was stopped and taken up counts as well.
        let mut refused = 0;
        if let Some((mut case, mut intake)) = self.case.take() {
            intake.keep(&mut case, Timestamp::now())?;
            let count = intake.count();
            refused = count.refused;
            if !stopped {
                intake.end(&mut case, Timestamp::now())?;
            }
            // What was only taken in tells nothing yet.
            let update = if self.args.take_in { None } else { events::catch_up(&mut case, &Rules::builtin()?)? };
            if self.format.is_none() {
                summary(&case, &count.into(), update.as_ref(), &mut self.out)?;
            }
        }
        self.out.flush()?;
        self.progress.end();
        if !self.args.quiet {
            self.say_what_was_refused(stopped)?;
        }
        Ok(if self.refused.is_empty() && refused == 0 && !stopped { Exit::Done } else { Exit::Partly })
    }

    fn say_what_was_refused(&self, stopped: bool) -> Result<(), Failure> {
        let mut err = anstream::stderr();
        if self.format != Some(ReadFormat::Brief) {
            for refused in &self.refused {
                writeln!(
                    err,
                    "qantar: {}: {}",
                    words::harmless(&refused.origin.to_string()),
                    words::harmless(&refused.message)
                )?;
            }
        }
        if self.unlisted > 0 {
            writeln!(err, "qantar: and {} more that could not be taken in", self.unlisted)?;
        }
        if stopped {
            let on = if self.args.into.is_some() { ": the same command goes on from here" } else { "" };
            writeln!(err, "qantar: stopped{on}")?;
        }
        Ok(())
    }
}

/// All that the outcome hangs on, so that only the same is taken up.
fn asked(args: &ReadArgs) -> Vec<String> {
    let whole = |input: &String| std::path::absolute(input).map_or(input.clone(), |path| path.display().to_string());
    let mut asked: Vec<String> = args.inputs.iter().map(whole).collect();
    let ReadArgs { published, publisher, columns, gate, take_in, kept, .. } = args;
    let ReaderArgs { gazetteer, places, .. } = &args.reader;
    asked.push(format!("{published:?} {publisher:?} {columns:?} {gazetteer:?} {places:?} {gate} {take_in} {kept}"));
    asked
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
