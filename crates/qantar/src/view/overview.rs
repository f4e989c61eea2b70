//! The whole case: what it holds, all events at once, those that are looked for, the log.

use super::rows_of;
use qantar_store::{Case, Columns, Error, Match};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How much the case holds, and whether its events are behind what was kept and decided.
///
/// # Errors
/// When the case cannot be read.
pub fn summary(case: &Case) -> Result<Value, Error> {
    let (summary, events) = (case.summary()?, case.written_events()?);
    let head = case.head()?;
    Ok(json!({
        "documents": summary.documents, "accounts": summary.accounts, "events": events.all, "claims": summary.claims,
        "problems": summary.problems, "reviewed": events.reviewed,
        "first_published": summary.first_published, "last_published": summary.last_published,
        "head": head, "behind": case.merged_through()? < head,
    }))
}

/// All events as columns, and a tag that is another one whenever a byte is.
///
/// Little end first: the length of the header; the header, JSON, filled up with spaces so that it ends at a multiple of four bytes; the
/// columns that it names, each filled up to a multiple of four. `at` counts from the end of the header. `head` is the entry of
/// the log that the events take account of.
///
/// # Errors
/// When the case cannot be read.
pub fn columns(case: &Case) -> Result<(Vec<u8>, String), Error> {
    let bytes = laid_out(&case.columns()?);
    let digest = Sha256::digest(&bytes);
    let tag = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, tag))
}

/// The names, types and bytes of the columns.
fn packed(columns: &Columns) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    fn bytes<const N: usize, T: Copy>(numbers: &[T], bytes: fn(T) -> [u8; N]) -> Vec<u8> {
        numbers.iter().flat_map(|&number| bytes(number)).collect()
    }
    let c = columns;
    vec![
        ("number", "u32", bytes(&c.number, u32::to_le_bytes)),
        ("begins", "i32", bytes(&c.begins, i32::to_le_bytes)),
        ("ends", "i32", bytes(&c.ends, i32::to_le_bytes)),
        ("lat", "f32", bytes(&c.lat, f32::to_le_bytes)),
        ("lon", "f32", bytes(&c.lon, f32::to_le_bytes)),
        ("killed", "u32", bytes(&c.killed, u32::to_le_bytes)),
        ("mode", "u16", bytes(&c.mode, u16::to_le_bytes)),
        ("country", "u16", bytes(&c.country, u16::to_le_bytes)),
        ("reports", "u16", bytes(&c.reports, u16::to_le_bytes)),
        ("precision", "u8", c.precision.clone()),
        ("type", "u8", c.event_type.clone()),
        ("status", "u8", c.status.clone()),
        ("confidence", "u8", c.confidence.clone()),
        ("reviewed", "u8", c.reviewed.clone()),
        ("part", "u8", c.part.clone()),
    ]
}

fn laid_out(columns: &Columns) -> Vec<u8> {
    let (mut body, mut places) = (Vec::new(), Vec::new());
    for (name, kind, bytes) in packed(columns) {
        places.push(json!({"name": name, "type": kind, "at": body.len()}));
        body.extend(bytes);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let header = json!({
        "count": columns.number.len(), "head": columns.through, "columns": places,
        "types": columns.types, "modes": columns.modes, "statuses": columns.statuses,
        "countries": columns.countries, "precisions": columns.precisions,
    });
    let mut header = header.to_string().into_bytes();
    header.resize(header.len().next_multiple_of(4), b' ');
    let length = u32::try_from(header.len()).expect("a header of a few hundred words is short");
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.append(&mut header);
    bytes.append(&mut body);
    bytes
}

/// The numbers of the events of which all holds.
///
/// # Errors
/// When the case cannot be read.
pub fn matching(case: &Case, wanted: &Match) -> Result<Value, Error> {
    Ok(json!({"numbers": case.matching(wanted)?, "head": case.merged_through()?}))
}

/// At most so many rows are given at once.
const MOST_ROWS: usize = 500;

/// The events to which these numbers lead, in the order asked; the first five hundred. A number that leads nowhere is left out.
///
/// # Errors
/// When the case cannot be read.
pub fn rows(case: &Case, numbers: &[i64]) -> Result<Value, Error> {
    let events = case.events_of(&numbers[..numbers.len().min(MOST_ROWS)])?;
    Ok(json!({"rows": rows_of(case, &events)?}))
}

/// A page of the log, the newest entry first.
///
/// # Errors
/// When the case cannot be read.
pub fn log(case: &Case, offset: usize, limit: usize) -> Result<Value, Error> {
    let rows = case.latest_changes(offset, limit)?.into_iter();
    let row = |row: qantar_store::ChangeRow| json!({"entry": row.seq, "at": row.at, "kind": row.kind, "subject": row.subject});
    Ok(json!({"total": case.change_count()?, "rows": rows.map(row).collect::<Vec<_>>()}))
}
