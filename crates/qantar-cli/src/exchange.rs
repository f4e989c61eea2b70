//! `qantar export` and `qantar import`.

use crate::args::{ExportArgs, ExportFormat, ImportArgs};
use crate::exit::{Exit, Failure};
use crate::record::report;
use crate::show::merged;
use jiff::Timestamp;
use qantar::events;
use qantar::exchange::{self, ExchangeError};
use qantar::intake::Tally;
use qantar::merging::Rules;
use qantar::projecting::{Format, Outputs};
use qantar::store::Case;
use qantar::words::harmless;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the events of a case.
pub fn export(args: &ExportArgs) -> Result<Exit, Failure> {
    let case = merged(&args.case, args.as_of)?;
    let format = match args.format {
        ExportFormat::Acled => Format::Acled,
        ExportFormat::Ged => Format::Ged,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Geojson => Format::GeoJson,
        ExportFormat::Parquet => Format::Parquet,
    };
    let sidecar = |path: &Path| format.sources_extension().map(|ending| path.with_extension(ending));
    let beside = args.out.as_deref().and_then(sidecar);
    let mut table: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(create(path)?),
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let mut sources = beside.as_deref().map(create).transpose()?;
    let outputs = Outputs { table: &mut table, sources: sources.as_mut().map(|file| file as &mut dyn Write) };
    let exported = exchange::export(&case, format, Timestamp::now(), outputs)?;
    table.flush()?;
    sources.iter_mut().try_for_each(Write::flush)?;
    let mut err = anstream::stderr();
    let named = args.out.as_ref().map_or("standard output".into(), |path| path.display().to_string());
    let events = exported.rows + exported.left_out.values().sum::<u64>();
    writeln!(err, "{named}: {} of {events} events", exported.rows)?;
    for (reason, count) in &exported.left_out {
        writeln!(err, "  {count} left out: {reason}")?;
    }
    Ok(Exit::Done)
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    let file = File::create(path).map_err(|e| Failure::Missing(format!("cannot write {}: {e}", path.display())))?;
    Ok(BufWriter::new(file))
}

/// Takes tables into a case.
pub fn import(args: &ImportArgs) -> Result<Exit, Failure> {
    let cannot = |path: &Path, error: &dyn std::fmt::Display| {
        Failure::Missing(format!("cannot read {}: {error}", path.display()))
    };
    let mut tables = Vec::new();
    for path in &args.tables {
        let bytes = std::fs::read(path).map_err(|e| cannot(path, &e))?;
        qantar::projecting::layout_of(&bytes).ok_or_else(|| cannot(path, &ExchangeError::Layout))?;
        tables.push((path, bytes));
    }
    let mut case = Case::open_or_create(&args.into)?;
    let (mut tally, mut problems) = (Tally::default(), 0);
    let mut err = anstream::stderr();
    for (path, bytes) in &tables {
        // The header is the first line.
        let origin = |row: usize| format!("{}, row {}", path.display(), row + 1);
        let imported = exchange::import(&mut case, bytes, origin, Timestamp::now())?;
        tally.add(&imported.keepings);
        for (row, message) in &imported.problems {
            writeln!(err, "qantar: {}: {}", origin(*row), harmless(message))?;
        }
        problems += imported.problems.len();
    }
    let mut out = std::io::stdout();
    writeln!(out, "{}: {tally}", case.path().display())?;
    let update = events::update(&mut case, &Rules::builtin()?)?;
    report(&update, &mut out)?;
    Ok(if problems == 0 { Exit::Done } else { Exit::Partly })
}
