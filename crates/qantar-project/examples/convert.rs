//! `convert FORMAT < events.jsonl > file`: an event file in another format; `convert acled|ged --import < table.csv` the
//! accounts of a table.

use qantar_project::{Codebooks, Error, Format, Layout, Outputs, Whole, export, import, read_events};
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let format = arguments.first().and_then(|name| Format::parse(name)).ok_or("name a format")?;
    let books = Codebooks::built_in()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.iter().any(|argument| argument == "--import") {
        let layout = if format == Format::Ged { Layout::Ged } else { Layout::Acled };
        let mut table = Vec::new();
        std::io::stdin().lock().read_to_end(&mut table)?;
        let rows = import(layout, &table, &books)?;
        let problems: usize = rows.map(|row| row.reading.problems.len()).sum();
        writeln!(out, "{problems} problems")?;
        return Ok(());
    }
    let events: Vec<Whole> = read_events(std::io::stdin().lock()).collect::<Result<_, Error>>()?;
    let made = "2031-06-01T00:00:00Z".parse()?;
    let outputs = Outputs { table: &mut out, sources: None };
    let exported = export(events.iter().map(Whole::row), format, &books, made, outputs)?;
    for (reason, count) in &exported.left_out {
        eprintln!("{count} left out: {reason}");
    }
    Ok(())
}
