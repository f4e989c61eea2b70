//! Provenance does not die at export.

use super::{any, books, column, csv_rows, examples, exported};
use crate::codebook::Codebooks;
use crate::row::Whole;
use crate::table::Layout;
use crate::{Exported, Format};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Columns that no report tells: numbers and marks of ours, and those that say which reports there are.
const OURS: [&str; 13] = [
    "event_id_cnty",
    "source",
    "source_scale",
    "notes",
    "timestamp",
    "id",
    "relid",
    "code_status",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
];

/// Values that stand where nothing is told.
fn stands_for_nothing(column: &str, value: &str) -> bool {
    match column {
        "fatalities" => value == "0",
        "tags" => value == "fatalities=unknown",
        // The voices are themselves what the other lines give as said_by.
        "source_original" => true,
        _ => false,
    }
}

/// Cells without a line in the table of sources.
fn without_source(table: &[u8], sources: &[u8], id: &str) -> Vec<String> {
    let line = |event: &str, name: &str| format!("{event} {name}");
    let told: BTreeSet<String> =
        column(sources, "event_id").iter().zip(column(sources, "column")).map(|(e, c)| line(e, &c)).collect();
    let ids = column(table, id);
    let (columns, rows) = csv_rows(table);
    let mut bare = Vec::new();
    for (row, event) in rows.iter().zip(&ids) {
        for (name, value) in columns.iter().zip(row) {
            let plain = value.is_empty() || OURS.contains(&name.as_str()) || stands_for_nothing(name, value);
            if !plain && !told.contains(&line(event, name)) {
                bare.push(format!("{event} {name}: {value}"));
            }
        }
    }
    bare
}

fn check(events: &[Whole], books: &Codebooks) -> [Exported; 2] {
    [(Format::Acled, "event_id_cnty"), (Format::Ged, "relid")].map(|(format, id)| {
        let (table, sources, told) = exported(events, format, books);
        assert_eq!(without_source(&table, &sources, id), Vec::<String>::new());
        told
    })
}

#[test]
fn every_cell_of_the_examples_opens_its_words() {
    let books = books();
    let [acled, _] = check(&examples(Layout::Acled, &books), &books);
    let [_, ged] = check(&examples(Layout::Ged, &books), &books);
    assert!(acled.rows >= 7 && ged.rows >= 4, "{acled:?} {ged:?}");
}

#[test]
fn a_line_holds_the_words_their_place_and_who_says_so() {
    let books = books();
    let (_, sources, _) = exported(&examples(Layout::Acled, &books)[1..2], Format::Acled, &books);
    let (columns, lines) = csv_rows(&sources);
    assert_eq!(columns, crate::SOURCE_COLUMNS);
    let dead = lines.iter().find(|line| line[1] == "fatalities").unwrap();
    let expected = [
        "KEN-e2",
        "fatalities",
        "3",
        "2",
        dead[4].as_str(),
        "Lakes Daily",
        "2031-05-04",
        "three",
        "17",
        "22",
        "a doctor",
        "",
    ];
    assert_eq!(dead[..], expected);
    assert_eq!(dead[4].len(), 64);
}

proptest! {
    #[test]
    fn every_cell_of_any_event_has_a_source(event in any::event(7)) {
        check(&[event], &books());
    }
}
