//! `memory`: what the time and place stages hold in memory, without the encoder. Reads the project's own hand-coded reports
//! with both and prints the peak of the process (Linux: `VmHWM` of `/proc/self/status`).

use qantar::record::{Document, DocumentParts};
use qantar::stages::place::{Gazetteer, PlaceLexicon, resolve_given};
use qantar::stages::segment::{Abbreviations, segment};
use qantar::stages::time::{TimeLexicon, times};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let (gazetteer, lexicon) = (Gazetteer::builtin()?, PlaceLexicon::builtin()?);
    let (time, abbreviations) = (TimeLexicon::builtin()?, Abbreviations::builtin()?);
    let (mut places, mut days) = (0, 0);
    for entry in std::fs::read_dir(qantar_eval::root().join("corpora/gold"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "txt") {
            continue;
        }
        let document =
            Document::new(DocumentParts { text: std::fs::read_to_string(path)?, ..DocumentParts::default() });
        let text = segment(&document, &abbreviations).value;
        let names: Vec<_> = text.tokens.iter().filter(|t| t.is_capitalised()).map(|t| t.span).collect();
        places += resolve_given(&text, &names, &gazetteer, &lexicon).len();
        days += times(&text, None, &time).value.len();
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    println!("peak {} with {places} places looked up and {days} time expressions read", peak.trim());
    Ok(())
}
