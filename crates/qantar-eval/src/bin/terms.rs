//! In how many texts a term is: writes `data/merge/terms.tsv` from texts on standard input, one JSON object with `text` a line.
//!
//! `training/…/others.py` texts are fed by `eval/terms.py`, which says which sets they are of.

use qantar::record::{Document, DocumentParts};
use qantar::stages::segment::{self, Abbreviations};
use qantar::stages::sketch::{self, SketchLexicon};
use std::collections::BTreeMap;
use std::io::BufRead;

/// Terms of fewer texts than this are left out: they are as rare as those not seen.
const FEWEST: u32 = 4;

fn main() -> Result<(), String> {
    let abbreviations = Abbreviations::builtin().map_err(|e| e.to_string())?;
    let lexicon = SketchLexicon::builtin().map_err(|e| e.to_string())?;
    let (mut texts, mut with): (u32, BTreeMap<u32, u32>) = (0, BTreeMap::new());
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| format!("cannot read standard input: {e}"))?;
        let value: serde_json::Value = serde_json::from_str(&line).map_err(|e| format!("line {}: {e}", texts + 1))?;
        let text = value["text"].as_str().ok_or_else(|| format!("line {} has no text", texts + 1))?;
        let document =
            Document::new(DocumentParts { received: text.as_bytes(), text: text.into(), ..Default::default() });
        let text = segment::segment(&document, &abbreviations).take(&mut Vec::new());
        let sketch = sketch::sketch(&text, &lexicon).take(&mut Vec::new());
        sketch.terms.iter().for_each(|(term, _)| *with.entry(*term).or_default() += 1);
        texts += 1;
    }
    println!("# Terms and how many reports in ten thousand have them; see data/manifest.toml for the {texts} texts.");
    for (term, count) in with.into_iter().filter(|(_, count)| *count >= FEWEST) {
        println!("{term:08x}\t{:.1}", f64::from(count) * 10_000.0 / f64::from(texts));
    }
    Ok(())
}
