//! Documents and readings as they lie in the file: JSON, squeezed by zstd, with the sha256 of the JSON beside it.

use crate::error::ErrorKind;
use qantar_record::{Document, Reading};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::Read;

/// Enough for fifty of the longest reports with their readings; a file made to fill the memory stops here.
const MOST_BYTES: u64 = 1 << 30;

/// Something written out, ready to be kept.
pub(crate) struct Body {
    /// sha256 of the JSON, in hex.
    pub digest: String,
    json: Vec<u8>,
}

impl Body {
    pub(crate) fn of(value: &impl Serialize) -> Self {
        let json = serde_json::to_vec(value).expect("documents and readings have string keys only");
        Body { digest: digest(&json), json }
    }

    /// What lies in the file.
    pub(crate) fn stored(stored: &[u8]) -> Result<Self, ErrorKind> {
        let json = unsqueezed(stored)?;
        Ok(Body { digest: digest(&json), json })
    }

    /// The document that it is.
    pub(crate) fn document(&self) -> Result<Document, ErrorKind> {
        let value: Value = serde_json::from_slice(&self.json).map_err(damaged)?;
        let text = value["text"].as_str().unwrap_or_default();
        // Where a block's words stand in the page they were taken from is no place in the text.
        let blocks = value["blocks"].as_array().into_iter().flatten();
        blocks.map(|block| &block["span"]).chain([&value["dateline"]]).try_for_each(|part| checked(part, text))?;
        serde_json::from_value(value).map_err(damaged)
    }

    /// The reading that it is, of a document with this text.
    pub(crate) fn reading(&self, text: &str) -> Result<Reading, ErrorKind> {
        let value: Value = serde_json::from_slice(&self.json).map_err(damaged)?;
        checked(&value, text)?;
        serde_json::from_value(value).map_err(damaged)
    }

    /// The bytes to store. Level 3 is zstd's own default; higher levels win little on single articles.
    pub(crate) fn squeezed(&self) -> Result<Vec<u8>, ErrorKind> {
        zstd::bulk::compress(&self.json, 3).map_err(|error| ErrorKind::Other(error.to_string()))
    }
}

/// sha256 in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A case may come from strangers: a span off the text would make whoever slices with it panic.
fn checked(value: &Value, text: &str) -> Result<(), ErrorKind> {
    let fit = spans_fit(value, text);
    fit.then_some(()).ok_or_else(|| ErrorKind::Damaged("a span lies off the text of its document".into()))
}

fn spans_fit(value: &Value, text: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| spans_fit(item, text)),
        Value::Object(fields) => match (fields.get("start"), fields.get("end")) {
            (Some(start), Some(end)) => span_fits(start, end, text),
            _ => fields.values().all(|field| spans_fit(field, text)),
        },
        _ => true,
    }
}

fn span_fits(start: &Value, end: &Value, text: &str) -> bool {
    let at = |value: &Value| usize::try_from(value.as_u64()?).ok();
    matches!((at(start), at(end)), (Some(start), Some(end)) if text.get(start..end).is_some())
}

fn unsqueezed(stored: &[u8]) -> Result<Vec<u8>, ErrorKind> {
    let mut json = Vec::new();
    let stream = zstd::stream::read::Decoder::new(stored).map_err(damaged)?;
    stream.take(MOST_BYTES).read_to_end(&mut json).map_err(damaged)?;
    Ok(json)
}

fn damaged(error: impl std::fmt::Display) -> ErrorKind {
    ErrorKind::Damaged(format!("a stored document or reading cannot be unpacked ({error})"))
}
