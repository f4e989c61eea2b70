//! Properties of exports and imports, and the invented events that they are tried on.

mod any;
mod files;
mod imports;
mod jsonl;
mod provenance;
mod rounds;

use crate::row::Whole;
use crate::table::Layout;
use crate::{Codebooks, Exported, Format, Outputs, export};
use jiff::Timestamp;
use qantar_record::{EventId, EventType, Mode, Ontology};

fn made() -> Timestamp {
    "2031-06-01T00:00:00Z".parse().expect("a moment")
}

fn books() -> Codebooks {
    Codebooks::built_in().expect("the codebooks are sound")
}

/// The examples of a layout's codebook as events, numbered from 1.
fn examples(layout: Layout, books: &Codebooks) -> Vec<Whole> {
    let examples = match layout {
        Layout::Acled => books.acled.examples(),
        Layout::Ged => books.ged.examples(),
    };
    let wholes = examples.iter().map(|example| example.whole().expect("its words stand in its text"));
    wholes.zip(1..).map(|(whole, number)| numbered(whole, number)).collect()
}

/// The event with another number of its one account.
fn numbered(whole: Whole, number: i64) -> Whole {
    let tellings: Vec<_> = whole
        .tellings
        .into_iter()
        .map(|mut t| {
            t.number = number;
            t
        })
        .collect();
    let event = crate::example::event_of(&tellings[0], whole.abouts.first());
    assert_eq!(event.id, EventId(number));
    Whole { event, tellings, abouts: whole.abouts }
}

/// The bytes of an export, those of the table of sources, and what was left out.
fn exported(events: &[Whole], format: Format, books: &Codebooks) -> (Vec<u8>, Vec<u8>, Exported) {
    let (mut table, mut sources) = (Vec::new(), Vec::new());
    let out = Outputs { table: &mut table, sources: Some(&mut sources) };
    let told = export(events.iter().map(Whole::row), format, books, made(), out).expect("memory takes all");
    (table, sources, told)
}

/// A CSV table as its columns and rows.
fn csv_rows(table: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let table = table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(table);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a sound row").iter().map(str::to_owned).collect()).collect();
    (rows.remove(0), rows)
}

/// The cells of one column.
fn column(table: &[u8], name: &str) -> Vec<String> {
    let (columns, rows) = csv_rows(table);
    let at = columns.iter().position(|column| column == name).expect("the column is there");
    rows.into_iter().map(|row| row[at].clone()).collect()
}

#[test]
fn the_examples_of_the_codebooks_hold() {
    let wrong = books().check();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn left_out_events_are_counted_by_reason() {
    let books = books();
    let events = examples(Layout::Acled, &books);
    let (_, _, told) = exported(&events, Format::Acled, &books);
    let left: u64 = told.left_out.values().sum();
    assert_eq!(told.rows + left, events.len() as u64);
    assert_eq!(told.left_out.get("the layout has no place for CONSULT/meet"), Some(&1));
    assert_eq!(told.left_out.get("no report tells when"), Some(&1));
}

/// The types and modes that a codebook names, in its rules and for imported rows.
fn kinds_of(book: &str) -> Vec<(String, String)> {
    let book: toml::Table = book.parse().expect("sound TOML");
    let text = |value: &toml::Value| value.as_str().expect("a string").to_owned();
    let entries = |key: &str| book.get(key).and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let mut kinds = Vec::new();
    for rule in entries("rule") {
        let modes = rule["when"].get("modes").and_then(|modes| modes.as_array()).cloned().unwrap_or_default();
        kinds.push((text(&rule["when"]["type"]), "other".to_owned()));
        kinds.extend(modes.iter().map(|mode| (text(&rule["when"]["type"]), text(mode))));
    }
    for entry in entries("sub").into_iter().chain(entries("import")) {
        kinds.push((text(&entry["type"]), text(&entry["mode"])));
    }
    kinds
}

#[test]
fn codebooks_name_types_and_modes_of_the_ontology() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ontology");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        (path.display().to_string(), std::fs::read_to_string(&path).expect("a text"))
    };
    let files: Vec<_> = std::fs::read_dir(folder).expect("the ontology").map(read).collect();
    let files: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".toml")).collect();
    let ontology = Ontology::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).expect("sound");
    let books =
        [include_str!("../../../../data/codebook/acled.toml"), include_str!("../../../../data/codebook/ged.toml")];
    let unknown =
        |(event_type, mode): &(String, String)| !ontology.has_mode(&EventType(event_type.clone()), &Mode(mode.clone()));
    let kinds: Vec<_> = books.into_iter().flat_map(kinds_of).collect();
    assert!(kinds.len() > 80, "{}", kinds.len());
    assert_eq!(kinds.into_iter().filter(unknown).collect::<Vec<_>>(), []);
}
