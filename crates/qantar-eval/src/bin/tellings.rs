//! Tellings of coded reports two by two: what speaks for their being of one happening, and whether they are.
//!
//! `python -m qantar_training.coded --data DATA texts corpora/train/held | cargo run --release -p qantar-eval --bin tellings`
//!
//! Reads a line of JSON a report (`text`, `date`, `events` with the spans of their triggers in characters) and prints a line of JSON for
//! any two tellings that can be of one happening, that the reader finds, and that are both of a coded event. `eval/same.py` fits weights on them.

use jiff::civil::Date;
use qantar::record::{CodePoints, Document, DocumentParts, Span};
use qantar::stages::event::{Told, same::Voices};
use qantar::{World, pipeline};
use qantar_eval::cases::paragraphs;
use serde::{Deserialize, Serialize};
use std::io::BufRead;

#[derive(Deserialize)]
struct Report {
    text: String,
    date: Date,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    trigger: (usize, usize),
    #[serde(default)]
    again: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct Pair {
    /// The line of the report, from 0.
    report: usize,
    same: bool,
    #[serde(flatten)]
    voices: Voices,
}

fn main() -> Result<(), String> {
    let world = World::builtin().map_err(|e| e.to_string())?;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.map_err(|e| format!("cannot read: {e}"))?;
        let report: Report = serde_json::from_str(&line).map_err(|e| format!("line {}: {e}", number + 1))?;
        for (same, voices) in pairs(&report, &world) {
            let pair = Pair { report: number, same, voices };
            println!("{}", serde_json::to_string(&pair).expect("numbers are JSON"));
        }
    }
    Ok(())
}

fn pairs(report: &Report, world: &World) -> Vec<(bool, Voices)> {
    let document = Document::new(DocumentParts {
        received: report.text.as_bytes(),
        text: report.text.clone(),
        blocks: paragraphs(&report.text),
        published: Some(report.date),
        language: Some("en".into()),
        ..Default::default()
    });
    let (told, pairs) = pipeline::tellings(&document, world);
    let coded = spans(report);
    let of = |told: &Told| coded.iter().find(|(span, _)| span.overlaps(told.account.trigger)).map(|(_, event)| *event);
    let pair =
        |(later, earlier, voices): (usize, usize, Voices)| Some((of(&told[later])? == of(&told[earlier])?, voices));
    pairs.into_iter().filter_map(pair).collect()
}

/// The spans of coded triggers in bytes, each with its event.
fn spans(report: &Report) -> Vec<(Span, usize)> {
    let points = CodePoints::new(&report.text);
    let bytes = |&(from, to): &(usize, usize)| Span::new(points.to_byte(from), points.to_byte(to));
    let of = |(at, event): (usize, &Event)| {
        let triggers = std::iter::once(&event.trigger).chain(&event.again);
        triggers.map(|trigger| (bytes(trigger), at)).collect::<Vec<_>>()
    };
    report.events.iter().enumerate().flat_map(of).collect()
}
