//! GeoJSON (RFC 7946): a feature an event, its properties flat.

use crate::columns::{Atom, Column, of_events};
use crate::error::Error;
use crate::export::Exported;
use crate::row::Row;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Writes a feature collection, a line a feature. An event without a point has no geometry.
pub(crate) fn write<'a>(rows: impl Iterator<Item = Row<'a>>, out: &mut dyn Write) -> Result<Exported, Error> {
    let columns = of_events();
    let mut exported = Exported::default();
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for row in rows {
        out.write_all(if exported.rows == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &feature(&row, &columns))?;
        exported.rows += 1;
    }
    out.write_all(b"\n]}\n")?;
    Ok(exported)
}

fn feature<'a>(row: &Row<'a>, columns: &[Column<Row<'a>>]) -> Value {
    let mut properties: Map<String, Value> =
        columns.iter().map(|column| (column.name.to_owned(), (column.get)(row).map_or(Value::Null, value))).collect();
    let id = properties.get("id").cloned();
    let point = properties.remove("longitude").zip(properties.remove("latitude"));
    let geometry = match point {
        Some((lon, lat)) if lon.is_number() && lat.is_number() => json!({"type": "Point", "coordinates": [lon, lat]}),
        _ => Value::Null,
    };
    json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
}

fn value(atom: Atom) -> Value {
    match atom {
        Atom::Int(number) => json!(number),
        Atom::Float(number) => json!(number),
        Atom::Bool(yes) => json!(yes),
        Atom::Text(text) => json!(text),
        Atom::Day(day) => json!(day.to_string()),
        Atom::List(items) => json!(items.join("; ")),
    }
}
