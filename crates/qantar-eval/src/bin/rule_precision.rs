//! Measures how often each trigger rule is right on marked-up texts, and writes it into `data/event/*.toml`.
//!
//! `rule_precision PASSAGES.jsonl ARTICLES.jsonl [--write]`, with the texts as their compilers print them: `text`, `title`,
//! and `events` with `type`, `trigger` and `again` in code points. The reports that `corpora/gold/apart.tsv` sets apart
//! are left out. A match is right when it overlaps a marked trigger of its type; with `right` of `n` matches the precision
//! is (right + 2) / (n + 5): a rule never seen gets .4.

use qantar::World;
use qantar::record::{CodePoints, Document, DocumentParts, Span};
use qantar::stages::segment;
use qantar_eval::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn main() -> Result<(), String> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let world = World::builtin().map_err(|e| e.to_string())?;
    let apart = apart()?;
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in &files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("cannot read {file}: {e}"))?;
        for line in text.lines() {
            let item: Value = serde_json::from_str(line).map_err(|e| format!("{file}: {e}"))?;
            if !item["title"].as_str().is_some_and(|title| apart.contains(title)) {
                count(&item, &world, &mut tally);
            }
        }
    }
    for rule in world.events.rules() {
        let (right, n) = tally.get(&rule.by.rule).copied().unwrap_or_default();
        println!("{}\t{right}\t{n}\t{:.2}", rule.by.rule, smoothed(right, n));
    }
    if flags.iter().any(|flag| flag == "--write") { write(&tally) } else { Ok(()) }
}

fn smoothed(right: usize, n: usize) -> f64 {
    (right as f64 + 2.0) / (n as f64 + 5.0)
}

/// The titles of the reports set apart.
fn apart() -> Result<BTreeSet<String>, String> {
    let path = root().join("corpora/gold/apart.tsv");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    Ok(text.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).map(str::to_owned).collect())
}

fn count(item: &Value, world: &World, tally: &mut BTreeMap<String, (usize, usize)>) {
    let words = item["text"].as_str().unwrap_or_default();
    let points = CodePoints::new(words);
    let span = |pair: &Value| {
        let at = |k: usize| points.to_byte(pair[k].as_u64().unwrap_or_default() as usize);
        Span::new(at(0), at(1))
    };
    let mut marked: Vec<(String, Span)> = Vec::new();
    for event in item["events"].as_array().into_iter().flatten() {
        let again = event["again"].as_array().into_iter().flatten();
        let event_type = event["type"].as_str().unwrap_or_default();
        marked.extend(std::iter::once(&event["trigger"]).chain(again).map(|pair| (event_type.to_owned(), span(pair))));
    }
    let document = Document::new(DocumentParts { text: words.to_owned(), ..Default::default() });
    let text = segment::segment(&document, &world.abbreviations).value;
    for sentence in &text.sentences {
        for trigger in world.events.triggers(text.tokens_of(sentence)) {
            let first = sentence.tokens.start;
            let found = text.span_of(first + trigger.start..first + trigger.end);
            let right = marked.iter().any(|(t, s)| *t == trigger.rule.event_type.0 && s.overlaps(found));
            let (hits, all) = tally.entry(trigger.rule.by.rule.clone()).or_default();
            *hits += usize::from(right);
            *all += 1;
        }
    }
}

/// Puts the figures into the files; nothing else in them changes.
fn write(tally: &BTreeMap<String, (usize, usize)>) -> Result<(), String> {
    let folder = root().join("data/event");
    for entry in std::fs::read_dir(&folder).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let prefix = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
        let mut rule = String::new();
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("name = \"").and_then(|rest| rest.strip_suffix('"')) {
                rule = format!("{prefix}.{name}");
            }
            let (right, n) = tally.get(&rule).copied().unwrap_or_default();
            lines.push(match line.starts_with("precision = ") {
                true => format!("precision = {:.2}", smoothed(right, n)),
                false => line.to_owned(),
            });
        }
        std::fs::write(&path, lines.join("\n") + "\n").map_err(|e| e.to_string())?;
    }
    Ok(())
}
