//! A Frictionless `datapackage.json` that says what lies in the files of an export.

use crate::columns::{Column, Holds, of_events, of_values};
use crate::export::Format;
use crate::table::{Layout, SOURCE_COLUMNS};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A file of an export.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// Its path, beside the `datapackage.json`.
    pub path: &'a str,
    /// The format of the export.
    pub format: Format,
    /// Whether it is the table of sources beside the file of events.
    pub sources: bool,
}

/// Columns of CSV files that hold something else than text.
const TYPES: [(&str, &[&str]); 3] = [
    (
        "integer",
        &[
            "year",
            "time_precision",
            "iso",
            "geo_precision",
            "fatalities",
            "timestamp",
            "id",
            "type_of_violence",
            "number_of_sources",
            "where_prec",
            "priogrid_gid",
            "country_id",
            "event_clarity",
            "date_prec",
            "deaths_a",
            "deaths_b",
            "deaths_civilians",
            "deaths_unknown",
            "best",
            "high",
            "low",
            "gwnoa",
            "gwnob",
            "account",
            "start_byte",
            "end_byte",
            "judgement",
        ],
    ),
    ("number", &["latitude", "longitude"]),
    ("date", &["event_date", "published"]),
];

/// The description of an export: its name, the moment it was made, its files with their columns.
pub fn datapackage(name: &str, made: Timestamp, resources: &[Resource<'_>]) -> Value {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug(name),
        "created": made.to_string(),
        "resources": resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

fn resource(resource: &Resource<'_>) -> Value {
    let (format, mediatype) = match resource.format {
        Format::Acled | Format::Ged => ("csv", "text/csv"),
        Format::Jsonl => ("jsonl", "application/jsonl"),
        Format::GeoJson => ("geojson", "application/geo+json"),
        Format::Parquet => ("parquet", "application/vnd.apache.parquet"),
    };
    let mut out = json!({
        "name": slug(resource.path.rsplit('/').next().unwrap_or(resource.path)),
        "path": resource.path,
        "format": format,
        "mediatype": mediatype,
    });
    let fields = fields(resource);
    if !fields.is_empty() {
        out["type"] = json!("table");
        out["encoding"] = json!("utf-8");
        out["schema"] = json!({"fields": fields});
    }
    out
}

fn fields(resource: &Resource<'_>) -> Vec<Value> {
    match (resource.format, resource.sources) {
        (Format::Acled | Format::Ged, true) => of_csv(&SOURCE_COLUMNS),
        (Format::Acled, false) => of_csv(Layout::Acled.columns()),
        (Format::Ged, false) => of_csv(Layout::Ged.columns()),
        (Format::Parquet, true) => of_columns(&of_values()),
        (Format::Parquet, false) => of_columns(&of_events()),
        (Format::Jsonl | Format::GeoJson, _) => Vec::new(),
    }
}

fn of_csv(columns: &[&str]) -> Vec<Value> {
    let holds = |name: &&str| TYPES.iter().find(|(_, names)| names.contains(name)).map_or("string", |(kind, _)| kind);
    columns.iter().map(|name| json!({"name": name, "type": holds(name)})).collect()
}

fn of_columns<R>(columns: &[Column<R>]) -> Vec<Value> {
    let kind = |holds: Holds| match holds {
        Holds::Int => "integer",
        Holds::Float => "number",
        Holds::Bool => "boolean",
        Holds::Day => "date",
        Holds::Text => "string",
        Holds::List => "array",
    };
    columns.iter().map(|column| json!({"name": column.name, "type": kind(column.holds)})).collect()
}

/// Lower case letters, digits, `-`, `_` and `.`, as names of packages and resources are.
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(plain).collect()
}
