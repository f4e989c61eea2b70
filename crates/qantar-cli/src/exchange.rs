//! `qantar export` and `qantar import`.

use crate::args::{ExportArgs, ExportFormat, ImportArgs};
use crate::exit::{Exit, Failure};
use crate::record::report;
use crate::show::merged;
use jiff::Timestamp;
use qantar::events;
use qantar::merging::Rules;
use qantar::projecting::{Codebooks, Format, Outputs, Row, export as project, import as take, layout_of};
use qantar::record::{About, Telling};
use qantar::store::{Case, Filter, Keeping};
use std::collections::HashMap;
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
    let (events, tellings, abouts) = (case.events(&Filter::default())?, case.tellings()?, case.abouts()?);
    let tellings: HashMap<i64, &Telling> = tellings.iter().map(|telling| (telling.number, telling)).collect();
    let abouts: HashMap<&str, &About> = abouts.iter().map(|about| (about.document.as_str(), about)).collect();
    let rows = events.iter().map(|event| {
        let told: Vec<&Telling> = event.accounts.iter().filter_map(|number| tellings.get(number).copied()).collect();
        let mut about: Vec<&About> = told.iter().filter_map(|t| abouts.get(t.document.as_str()).copied()).collect();
        about.dedup_by_key(|about| about.document.clone());
        Row { event, tellings: told, abouts: about }
    });
    let books = Codebooks::built_in()?;
    let made = Timestamp::now();
    let exported = match &args.out {
        None => {
            let mut table = BufWriter::new(std::io::stdout().lock());
            let exported = project(rows, format, &books, made, Outputs { table: &mut table, sources: None })?;
            table.flush()?;
            exported
        }
        Some(path) => {
            let beside = format.sources_extension().map(|ending| path.with_extension(ending));
            let mut table = create(path)?;
            let mut sources = beside.as_deref().map(create).transpose()?;
            let outputs = Outputs { table: &mut table, sources: sources.as_mut().map(|file| file as &mut dyn Write) };
            let exported = project(rows, format, &books, made, outputs)?;
            table.flush()?;
            sources.iter_mut().try_for_each(Write::flush)?;
            exported
        }
    };
    let mut err = anstream::stderr();
    let named = args.out.as_ref().map_or("standard output".into(), |path| path.display().to_string());
    writeln!(err, "{named}: {} of {} events", exported.rows, events.len())?;
    for (reason, count) in &exported.left_out {
        writeln!(err, "  {count} left out: {reason}")?;
    }
    Ok(Exit::Done)
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    let file = File::create(path).map_err(|e| Failure::Missing(format!("cannot write {}: {e}", path.display())))?;
    Ok(BufWriter::new(file))
}

/// Rows are kept in the case so many at a time.
const TOGETHER: usize = 500;

/// Takes tables into a case.
pub fn import(args: &ImportArgs) -> Result<Exit, Failure> {
    let books = Codebooks::built_in()?;
    let mut tables = Vec::new();
    for path in &args.tables {
        let bytes =
            std::fs::read(path).map_err(|e| Failure::Missing(format!("cannot read {}: {e}", path.display())))?;
        let unlike = || format!("cannot read {}: its header is neither that of ACLED nor that of GED", path.display());
        let layout = layout_of(&bytes).ok_or_else(|| Failure::Missing(unlike()))?;
        tables.push((path, layout, bytes));
    }
    let mut case = Case::open_or_create(&args.into)?;
    let (mut new, mut again, mut unchanged, mut problems) = (0, 0, 0, 0);
    for (path, layout, bytes) in &tables {
        let rows: Vec<_> = take(*layout, bytes, &books)?.collect();
        let now = Timestamp::now();
        for (at, batch) in rows.chunks(TOGETHER).enumerate() {
            let kept = case.transaction(|writer| {
                let rows = batch.iter().enumerate();
                rows.map(|(k, row)| {
                    let origin = origin(path, at * TOGETHER + k);
                    writer.keep(&row.document, &row.reading, &origin, &[], now)
                })
                .collect::<Result<Vec<Keeping>, qantar::store::Error>>()
            })?;
            for keeping in kept {
                match keeping {
                    Keeping::New => new += 1,
                    Keeping::ReadAgain => again += 1,
                    Keeping::Unchanged => unchanged += 1,
                }
            }
        }
        problems += tell_problems(path, &rows)?;
    }
    let mut out = std::io::stdout();
    writeln!(out, "{}: {new} new, {again} read again, {unchanged} unchanged", case.path().display())?;
    let update = events::update(&mut case, &Rules::builtin()?)?;
    report(&update, &mut out)?;
    Ok(if problems == 0 { Exit::Done } else { Exit::Partly })
}

/// Where a row stands: the header is the first line.
fn origin(path: &Path, row: usize) -> String {
    format!("{}, row {}", path.display(), row + 1)
}

fn tell_problems(path: &Path, rows: &[qantar::projecting::Arrived]) -> Result<usize, Failure> {
    let mut err = anstream::stderr();
    let mut count = 0;
    for (at, row) in rows.iter().enumerate() {
        for problem in &row.reading.problems {
            count += 1;
            writeln!(err, "qantar: {}: {}", origin(path, at), qantar::words::harmless(&problem.message))?;
        }
    }
    Ok(count)
}
