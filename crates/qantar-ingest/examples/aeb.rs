//! Measures the text of saved pages by article-extraction-benchmark's own measure, and how fast pages are read.
//!
//! `cargo run --release -p qantar-ingest --example aeb -- FOLDER [--write FILE]`
//!
//! `FOLDER` holds `ground-truth.json` and `html/*.html.gz`. What counts as the article's body are the blocks that are
//! paragraphs, quotations and headings; title, byline, captions and noise are kept apart and do not count. `--write`
//! writes the bodies in the benchmark's own form, for its `evaluate.py`. `--half even` or `--half odd` shows each page
//! of that half, worst first. `--days FILE` counts how many of the days in a file, checked by hand, are told exactly: a
//! line holds the start of a page's id, a tab and the day.

use flate2::read::GzDecoder;
use qantar_ingest::{Arrival, Settings, arrivals};
use qantar_record::{BlockKind, Document};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let valued = |flag: &str| arguments.iter().position(|given| given == flag).and_then(|at| arguments.get(at + 1));
    let folder = Path::new(arguments.first().ok_or("usage: aeb FOLDER [--write FILE] [--half even|odd]")?);
    let truth: Map<String, Value> = serde_json::from_reader(File::open(folder.join("ground-truth.json"))?)?;
    let pages = unpacked(folder, truth.keys())?;

    let started = worked();
    let documents: Vec<Option<Document>> = truth.keys().map(|id| read(&pages.path().join(id))).collect();
    let seconds = (worked() - started).as_secs_f64();

    let bodies: Vec<String> =
        documents.iter().map(|document| document.as_ref().map(body).unwrap_or_default()).collect();
    let shares: Vec<Shares> = truth
        .values()
        .zip(&bodies)
        .map(|(page, found)| shares(page["articleBody"].as_str().unwrap_or(""), found))
        .collect();
    report("all", &shares);
    for half in ["even", "odd"] {
        report(
            half,
            &truth.keys().zip(&shares).filter(|(id, _)| half_of(id) == half).map(|(_, s)| *s).collect::<Vec<_>>(),
        );
    }
    println!("{:.0} pages/s on one core, metadata and the reading of the files included", truth.len() as f64 / seconds);
    println!("{} of blocks found where they stand in their page", share_found(&documents));
    if let Some(path) = valued("--days") {
        days(&fs::read_to_string(path)?, &truth, &documents);
    }
    if let Some(half) = valued("--half") {
        show(half, &truth, &shares);
    }
    if let Some(path) = valued("--write") {
        let written: Map<String, Value> =
            truth.keys().zip(&bodies).map(|(id, body)| (id.clone(), json!({ "articleBody": body }))).collect();
        fs::write(path, serde_json::to_string(&written)?)?;
    }
    Ok(())
}

/// How long this thread has had a processor; on other systems than Linux, how long it has been.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let since = START.elapsed();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or(since, Duration::from_nanos)
}

/// The pages unpacked into a folder that goes away, each named by its id.
fn unpacked<'i>(folder: &Path, ids: impl Iterator<Item = &'i String>) -> Result<tempfile::TempDir, Box<dyn Error>> {
    let pages = tempfile::tempdir()?;
    for id in ids {
        let mut page = Vec::new();
        GzDecoder::new(File::open(folder.join("html").join(format!("{id}.html.gz")))?).read_to_end(&mut page)?;
        fs::write(pages.path().join(format!("{id}.html")), page)?;
    }
    Ok(pages)
}

fn read(page: &Path) -> Option<Document> {
    let path = page.with_extension("html").to_string_lossy().into_owned();
    arrivals(&[path], &Settings::default()).find_map(|arrival| match arrival {
        Arrival::Kept(kept) => Some(kept.document),
        Arrival::Refused(refused) => {
            eprintln!("{}: {}", refused.origin, refused.message);
            None
        }
    })
}

/// The words that count as the article.
fn body(document: &Document) -> String {
    let counts = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::Heading);
    let blocks = document.blocks().iter().filter(|block| counts(block.kind));
    blocks.map(|block| document.words(block.span)).collect::<Vec<_>>().join("\n")
}

/// A page belongs to a half by the last digit of its id, which is a digest.
fn half_of(id: &str) -> &'static str {
    if id.bytes().last().is_some_and(|digit| (digit as char).to_digit(16).unwrap_or(0) % 2 == 1) {
        "odd"
    } else {
        "even"
    }
}

/// Shares of the shingles of one page, which sum to 1: in both texts, only in the one found, only in the true one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shares {
    both: f64,
    found: f64,
    missed: f64,
}

impl Shares {
    fn precision(&self) -> Option<f64> {
        ratio(self.both, self.found, self.missed)
    }

    fn recall(&self) -> Option<f64> {
        ratio(self.both, self.missed, self.found)
    }
}

/// The share of `both` in itself and `lost`; none where there is nothing of either.
fn ratio(both: f64, lost: f64, other: f64) -> Option<f64> {
    match (both + lost > 0.0, lost == 0.0 && other == 0.0) {
        (false, _) => None,
        (true, true) => Some(1.0),
        (true, false) => Some(both / (both + lost)),
    }
}

fn shares(truth: &str, found: &str) -> Shares {
    let (truth, found) = (shingles(truth), shingles(found));
    let mut counts = Shares { both: 0.0, found: 0.0, missed: 0.0 };
    for (shingle, wanted) in &truth {
        let had = found.get(shingle).copied().unwrap_or(0);
        counts.both += f64::from(had.min(*wanted));
        counts.missed += f64::from(wanted.saturating_sub(had));
    }
    counts.found = found
        .iter()
        .map(|(shingle, had)| f64::from(had.saturating_sub(truth.get(shingle).copied().unwrap_or(0))))
        .sum();
    let sum = counts.both + counts.found + counts.missed;
    if sum > 0.0 {
        counts = Shares { both: counts.both / sum, found: counts.found / sum, missed: counts.missed / sum };
    }
    counts
}

/// How often each run of four words occurs. A text of fewer words is one run.
fn shingles(text: &str) -> HashMap<Vec<&str>, u32> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let mut counts = HashMap::new();
    for at in 0..(words.len() + 1).saturating_sub(4).max(1) {
        let shingle = words[at.min(words.len())..words.len().min(at + 4)].to_vec();
        if !shingle.is_empty() {
            *counts.entry(shingle).or_insert(0) += 1;
        }
    }
    counts
}

/// Mean precision, mean recall and the F1 of the two means.
fn means(shares: &[Shares]) -> (f64, f64, f64) {
    let mean = |of: fn(&Shares) -> Option<f64>| {
        let values: Vec<f64> = shares.iter().filter_map(of).collect();
        values.iter().sum::<f64>() / values.len().max(1) as f64
    };
    let (precision, recall) = (mean(Shares::precision), mean(Shares::recall));
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

fn report(name: &str, shares: &[Shares]) {
    let (precision, recall, f1) = means(shares);
    println!("{name:>5} {:>4} pages  precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}", shares.len());
}

/// How many of the days are told exactly, and which are not.
fn days(checked: &str, truth: &Map<String, Value>, documents: &[Option<Document>]) {
    let rows: Vec<(&str, &str)> =
        checked.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
    let told = |id: &str| {
        let (_, document) = truth.keys().zip(documents).find(|(page, _)| page.starts_with(id))?;
        document.as_ref()?.published().map(|day| day.to_string())
    };
    let wrong: Vec<(&&str, &&str, Option<String>)> = rows
        .iter()
        .map(|(id, day)| (id, day, told(id)))
        .filter(|(_, day, told)| told.as_deref() != Some(**day))
        .collect();
    println!("{} of {} days exact", rows.len() - wrong.len(), rows.len());
    wrong.iter().for_each(|(id, day, told)| println!("  {id}: {day}, told {}", told.as_deref().unwrap_or("nothing")));
}

/// The share of blocks that know where they stand in their page.
fn share_found(documents: &[Option<Document>]) -> String {
    let blocks: Vec<_> = documents.iter().flatten().flat_map(|document| document.blocks()).collect();
    let found = blocks.iter().filter(|block| block.source.is_some()).count();
    format!("{:.1} % of {}", 100.0 * found as f64 / blocks.len().max(1) as f64, blocks.len())
}

/// The pages of one half, worst first.
fn show(half: &str, truth: &Map<String, Value>, shares: &[Shares]) {
    let mut pages: Vec<(&String, &Shares)> = truth.keys().zip(shares).filter(|(id, _)| half_of(id) == half).collect();
    pages.sort_by(|a, b| a.1.both.total_cmp(&b.1.both));
    for (id, Shares { both, found, missed }) in pages {
        println!(
            "{id}  both {both:.3}  only found {found:.3}  missed {missed:.3}  {}",
            truth[id]["url"].as_str().unwrap_or("")
        );
    }
}
