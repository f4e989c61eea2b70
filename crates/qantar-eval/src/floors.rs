//! Scores on hand-coded documents, held to the floors in `eval/floors.toml`.
//!
//! `eval/score.py` grades; this module makes the readings, through ingest as a user's reports go, and compares. A floor
//! belongs to the very documents it was measured on: their fingerprint stands beside it.

use crate::root;
use qantar::World;
use qantar::ingest::{self, Settings};
use qantar::run::{Manner, Outcome};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// A set of hand-coded documents and the least that must be reached on it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// What people call it.
    pub name: String,
    /// Where it lies, from the project's root.
    pub folder: PathBuf,
    /// Whether the project can be tested without it: its texts are others' and not in the project.
    #[serde(default)]
    pub optional: bool,
    /// The sha256 of its files; see [`fingerprint`].
    pub fingerprint: String,
    /// The least of each figure, by its path in the scorer's JSON: `event.f1`, `slots.claim.source`.
    pub floors: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FloorFile {
    cases: BTreeMap<String, f64>,
    corpus: Vec<Corpus>,
}

/// The corpora of `eval/floors.toml`.
///
/// # Errors
/// With a line that says what is wrong with the file.
pub fn corpora() -> Result<Vec<Corpus>, String> {
    Ok(file()?.corpus)
}

/// The least share of right cases of each stage that is not held to all of them.
///
/// # Errors
/// With a line that says what is wrong with the file.
pub fn cases() -> Result<BTreeMap<String, f64>, String> {
    Ok(file()?.cases)
}

fn file() -> Result<FloorFile, String> {
    let path = root().join("eval/floors.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

impl Corpus {
    /// The folder, when it is there.
    pub fn found(&self) -> Option<PathBuf> {
        let folder = root().join(&self.folder);
        folder.is_dir().then_some(folder)
    }
}

/// The sha256 over the names and bytes of the gold files (`*.txt`, `*.json`) of a folder, in hex.
///
/// # Errors
/// When a file cannot be read.
pub fn fingerprint(folder: &Path) -> std::io::Result<String> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "txt" || end == "json"));
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        digest.update([0]);
        digest.update(std::fs::read(&file)?);
        digest.update([0]);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Reads the documents of a gold folder and gives what `eval/score.py` prints, with `arguments` added to its call.
///
/// # Errors
/// With a line that says which step failed and why.
pub fn score(folder: &Path, world: &Arc<World>, arguments: &[&str]) -> Result<String, String> {
    let scratch = std::env::temp_dir().join(format!("qantar-score-{}-{}", std::process::id(), folder_name(folder)));
    std::fs::create_dir_all(&scratch).map_err(|e| format!("cannot make {}: {e}", scratch.display()))?;
    let inputs = scratch.join("inputs.jsonl");
    let readings = scratch.join("readings.jsonl");
    let script = |name: &str| root().join("eval").join(name).display().to_string();
    let folder = folder.display().to_string();
    write(&inputs, &python(&[&script("inputs.py"), &folder])?)?;
    write(&readings, &read_all(&inputs, world))?;
    let mut call = vec![script("score.py"), folder, readings.display().to_string()];
    call.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    let printed = python(&call.iter().map(String::as_str).collect::<Vec<_>>());
    let _ = std::fs::remove_dir_all(&scratch);
    printed
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

fn read_all(inputs: &Path, world: &Arc<World>) -> String {
    let mut lines = String::new();
    let (inputs, settings) = ([inputs.display().to_string()], Settings::default());
    qantar::run::run(ingest::open(&inputs, &settings), &settings, Some(world.clone()), Manner::default(), |outcome| {
        if let Outcome::Report(report) = outcome {
            lines += &qantar::public::reading(&report.document, &report.reading).to_string();
            lines.push('\n');
        }
        ControlFlow::Continue(())
    });
    lines
}

fn python(arguments: &[&str]) -> Result<String, String> {
    let out = Command::new("python3").args(arguments).output().map_err(|e| format!("cannot run python3: {e}"))?;
    if !out.status.success() {
        return Err(format!("python3 {}: {}", arguments.join(" "), String::from_utf8_lossy(&out.stderr)));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// The floors that a score misses, each as a line.
///
/// # Errors
/// When the scorer's output is not what it should be, or lacks a figure that has a floor.
pub fn missed(corpus: &Corpus, printed: &str) -> Result<Vec<String>, String> {
    let score: serde_json::Value = serde_json::from_str(printed).map_err(|e| format!("the scorer's output: {e}"))?;
    let mut missed = Vec::new();
    for (path, floor) in &corpus.floors {
        let (head, rest) = path.split_once('.').unwrap_or((path, ""));
        let figure = if head == "slots" { &score["slots"][rest]["right"] } else { &score[head][rest] };
        let figure = figure.as_f64().ok_or(format!("the scorer gives no {path} for {}", corpus.name))?;
        if figure < *floor {
            missed.push(format!("{} {path}: {figure:.3} is under its floor {floor:.3}", corpus.name));
        }
    }
    Ok(missed)
}
