//! GeoJSON, Parquet and the description of an export.

use super::{any, books, column, csv_rows, examples, exported, made};
use crate::row::Whole;
use crate::table::Layout;
use crate::{Format, Resource, acled, datapackage, ged};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn parquet_rows(file: Vec<u8>) -> Vec<BTreeMap<String, Field>> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect())
        .collect()
}

fn text(field: &Field) -> String {
    match field {
        Field::Str(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    }
}

#[test]
fn tables_have_the_columns_of_their_layouts() {
    let books = books();
    let events = examples(Layout::Acled, &books);
    let (table, _, _) = exported(&events, Format::Acled, &books);
    assert!(table.starts_with("\u{feff}event_id_cnty,event_date,year".as_bytes()));
    assert_eq!(csv_rows(&table).0, acled::COLUMNS);
    let (table, _, _) = exported(&events, Format::Ged, &books);
    assert!(table.starts_with(b"id,relid,year"));
    assert_eq!(csv_rows(&table).0, ged::COLUMNS);
}

#[test]
fn the_note_is_made_of_the_slots() {
    let books = books();
    let (table, _, _) = exported(&examples(Layout::Acled, &books)[1..2], Format::Acled, &books);
    let expected = "Shooting by Police against protesters in Nakuru, Kenya, between 2031-04-28 and 2031-05-04: \
        3 killed (a doctor). Reported by Lakes Daily (2031-05-04).";
    assert_eq!(column(&table, "notes"), [expected]);
}

#[test]
fn parquet_is_read_back() {
    let books = books();
    let events = examples(Layout::Ged, &books);
    let (file, sources, told) = exported(&events, Format::Parquet, &books);
    assert_eq!(told.rows, events.len() as u64);
    let rows = parquet_rows(file);
    assert_eq!(rows.len(), events.len());
    assert_eq!(text(&rows[0]["id"]), "e1");
    assert_eq!(text(&rows[0]["actors"]), "[\"Lake Front\"]");
    assert_eq!(rows[0]["killed_best"], Field::Long(12));
    assert_eq!(rows[1]["killed_high"], Field::Null);
    assert_eq!(rows[0]["latitude"], Field::Double(3.4));
    // 2031-03-01.
    assert_eq!(rows[0]["date_from"], Field::Date(22339));
    let values = parquet_rows(sources);
    let dead = values.iter().find(|value| text(&value["slot"]) == "killed").unwrap();
    assert_eq!((text(&dead["value"]), text(&dead["words"])), ("12".into(), "12".into()));
    assert_eq!(dead["account"], Field::Long(1));
}

#[test]
fn features_have_points_or_no_geometry() {
    let books = books();
    let (file, _, _) = exported(&examples(Layout::Acled, &books), Format::GeoJson, &books);
    let all: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    let features = all["features"].as_array().unwrap();
    assert_eq!(features[0]["id"], "e1");
    // Longitude first.
    assert_eq!(features[0]["geometry"]["coordinates"], serde_json::json!([39.6583, -0.4569]));
    assert_eq!(features[0]["properties"]["actors"], "nurses");
    let nowhere = features.iter().filter(|feature| feature["geometry"].is_null()).count();
    assert_eq!(nowhere, 1);
    let flat =
        |feature: &Value| feature["properties"].as_object().unwrap().values().all(|v| !v.is_object() && !v.is_array());
    assert!(features.iter().all(flat));
}

#[test]
fn a_package_describes_its_files() {
    let resource = |path, format, sources| Resource { path, format, sources };
    let package = datapackage(
        "Kenya May",
        made(),
        &[
            resource("events.csv", Format::Ged, false),
            resource("events.sources.csv", Format::Ged, true),
            resource("events.parquet", Format::Parquet, false),
            resource("events.jsonl", Format::Jsonl, false),
        ],
    );
    assert_eq!(package["name"], "kenya-may");
    let fields = |at: usize| package["resources"][at]["schema"]["fields"].as_array().map_or(0, Vec::len);
    assert_eq!([fields(0), fields(1), fields(2), fields(3)], [49, 12, 36, 0]);
    assert_eq!(package["resources"][0]["schema"]["fields"][0], serde_json::json!({"name": "id", "type": "integer"}));
}

/// The events of `corpora/project/events.jsonl` are the examples of the two codebooks.
#[test]
fn the_shipped_events_are_the_examples() {
    let books = books();
    let (bytes, _, _) = exported(&examples(Layout::Acled, &books), Format::Jsonl, &books);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpora/project/events.jsonl");
    if std::env::var_os("QANTAR_BLESS").is_some() {
        std::fs::write(path, &bytes).unwrap();
    }
    let shipped = std::fs::read(path).unwrap();
    assert!(shipped == bytes, "not up to date: run the test with QANTAR_BLESS=1");
}

proptest! {
    #[test]
    fn every_format_takes_any_event_and_gives_equal_bytes(event in any::event(3)) {
        let (books, events): (_, Vec<Whole>) = (books(), vec![event]);
        for format in Format::ALL {
            prop_assert_eq!(exported(&events, format, &books), exported(&events, format, &books));
        }
    }
}
