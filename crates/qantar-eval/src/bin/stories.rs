//! Grouping ECB+ documents to its sub-topics.
//!
//! `cargo run --release -p qantar-eval --bin stories -- ecbplus.jsonl [--pairs] [--weights FILE] [--grid FROM TO STEP]`
//!
//! The JSON Lines are those of `shared/data/ecbplus`, unpacked. `--pairs` prints the cosines of every pair of documents, to
//! fit weights on. Else, for each bound of the grid (or the rules' own), a line for each topic: the bound, the topic,
//! documents, and the sums over them of B-cubed precision and recall, every document of every topic grouped together.

use qantar::merging::{Outlines, Rules, StoryRules};
use qantar::record::{Document, DocumentParts, Outline};
use qantar::stages::segment::{self, Abbreviations};
use qantar::stages::sketch::{self, SketchLexicon};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Line {
    doc: String,
    topic: String,
    tok: Vec<String>,
    sent: Vec<usize>,
}

impl Line {
    /// The sub-topic: ECB+ has two of each topic, told apart by the ending of the document's name.
    fn gold(&self) -> (String, bool) {
        (self.topic.clone(), self.doc.contains("plus"))
    }

    /// The tokens with spaces between them, a sentence a paragraph.
    fn text(&self) -> String {
        let mut text = String::new();
        for (at, token) in self.tok.iter().enumerate() {
            if at > 0 {
                text.push_str(if self.sent[at] == self.sent[at - 1] { " " } else { "\n\n" });
            }
            text.push_str(token);
        }
        text
    }
}

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| arguments.iter().position(|a| a == name).map(|at| &arguments[at + 1..]);
    let path = arguments.first().ok_or("which file?")?;
    let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read {path}: {e}"))?;
    let lines: Vec<Line> =
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(|e| format!("{path}: {e}"))?;
    let outlines = outlines(&lines)?;
    let outlines = Outlines::of(&outlines, &Rules::builtin().map_err(|e| e.to_string())?);
    if after("--pairs").is_some() {
        pairs(&lines, &outlines);
        return Ok(());
    }
    let mut rules = match after("--weights").and_then(|rest| rest.first()) {
        None => StoryRules::builtin(),
        Some(file) => {
            StoryRules::parse(&std::fs::read_to_string(file).map_err(|e| format!("cannot read {file}: {e}"))?)
        }
    }
    .map_err(|e| e.to_string())?;
    let numbers = |rest: &[String]| rest.iter().take(3).filter_map(|n| n.parse().ok()).collect::<Vec<f64>>();
    let bounds = match after("--grid").map(numbers).as_deref() {
        Some([from, to, step]) => (0..).map(|k| from + step * f64::from(k)).take_while(|bound| bound <= to).collect(),
        _ => vec![rules.join],
    };
    for bound in bounds {
        rules.join = bound;
        score(&lines, &outlines.stories(&rules), bound);
    }
    Ok(())
}

fn outlines(lines: &[Line]) -> Result<Vec<Outline>, String> {
    let abbreviations = Abbreviations::builtin().map_err(|e| e.to_string())?;
    let lexicon = SketchLexicon::builtin().map_err(|e| e.to_string())?;
    let outline = |line: &Line| {
        let text = line.text();
        let document =
            Document::new(DocumentParts { received: text.as_bytes(), text: text.clone(), ..Default::default() });
        let text = segment::segment(&document, &abbreviations).take(&mut Vec::new());
        sketch::outline(&text, &lexicon)
    };
    Ok(lines.iter().map(outline).collect())
}

fn pairs(lines: &[Line], outlines: &Outlines) {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for a in 0..lines.len() {
        for b in a + 1..lines.len() {
            let same = u8::from(lines[a].gold() == lines[b].gold());
            let cosines = outlines.cosines(a, b).map(|cosine| format!("{cosine:.4}")).join("\t");
            let line = format!("{}\t{}\t{same}\t{cosines}\n", lines[a].topic, lines[b].topic);
            if std::io::Write::write_all(&mut out, line.as_bytes()).is_err() {
                return;
            }
        }
    }
}

fn score(lines: &[Line], stories: &[Vec<usize>], bound: f64) {
    let mut gold: BTreeMap<(String, bool), usize> = BTreeMap::new();
    lines.iter().for_each(|line| *gold.entry(line.gold()).or_default() += 1);
    let mut by_topic: BTreeMap<&str, (usize, f64, f64)> = BTreeMap::new();
    for story in stories {
        for &at in story {
            let right = story.iter().filter(|&&other| lines[other].gold() == lines[at].gold()).count() as f64;
            let sums = by_topic.entry(&lines[at].topic).or_default();
            sums.0 += 1;
            sums.1 += right / story.len() as f64;
            sums.2 += right / gold[&lines[at].gold()] as f64;
        }
    }
    for (topic, (documents, precision, recall)) in by_topic {
        println!("{bound:.3}\t{topic}\t{documents}\t{precision:.6}\t{recall:.6}");
    }
}
