//! What other systems answered: one JSON file a system and set, `{document: [{LOC, lat, lon, start, end}]}`.

use super::Answer;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The systems of `system_outputs/`. The adaptive one stands apart: it was made for a choice of toponyms and leaves the
/// others out.
pub const SYSTEMS: [&str; 7] = ["voting", "CBH", "bootleg", "blink", "camcode", "clavin", "adapter"];

#[derive(Deserialize)]
struct Row {
    start: usize,
    lat: f64,
    lon: f64,
}

/// A system's answers: document → start of the words → answer. A point of 0, 0 is how they say that they have none.
pub type Answers = HashMap<String, HashMap<usize, Answer>>;

/// The answers of a system on a set; the file `gold` gives the documents' ids.
///
/// # Errors
/// With a line that says which file cannot be read.
pub fn load(folder: &Path, system: &str, set: &str) -> Result<Answers, String> {
    let answer = |row: Row| (row.start, Answer { point: (row.lat, row.lon), geonames: None, by: system.to_owned() });
    let located = |row: &Row| (row.lat, row.lon) != (0.0, 0.0);
    let rows = rows(folder, system, set)?;
    // Some list a toponym twice: the first answer counts.
    let document = |rows: Vec<Row>| rows.into_iter().filter(located).rev().map(answer).collect();
    Ok(rows.into_iter().map(|(id, rows)| (id, document(rows))).collect())
}

fn rows(folder: &Path, system: &str, set: &str) -> Result<BTreeMap<String, Vec<Row>>, String> {
    let file = folder.join(format!("system_outputs/{system}_{set}.json"));
    let wrong = |e: &dyn std::fmt::Display| format!("cannot read {}: {e}", file.display());
    let text = std::fs::read_to_string(&file).map_err(|e| wrong(&e))?;
    // The gold file writes what nobody could locate as null or in quotation marks.
    let value: BTreeMap<String, Vec<serde_json::Value>> = serde_json::from_str(&text).map_err(|e| wrong(&e))?;
    let number = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.parse().unwrap_or(0.0),
        other => other.as_f64().unwrap_or(0.0),
    };
    let row = |value: &serde_json::Value| {
        Some(Row { start: value["start"].as_u64()? as usize, lat: number(&value["lat"]), lon: number(&value["lon"]) })
    };
    Ok(value.into_iter().map(|(id, rows)| (id, rows.iter().filter_map(row).collect())).collect())
}
