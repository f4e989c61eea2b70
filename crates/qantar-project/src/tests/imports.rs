//! Tables of others, good and bad.

use super::books;
use crate::table::Layout;
use crate::{Error, acled, ged, import, layout_of};
use proptest::prelude::*;
use qantar_record::{BlockKind, Counted, Document, Reading};

const ACLED: &str = "\u{feff}FATALITIES;event_date;event_type;sub_event_type;actor1;assoc_actor_1;inter1;actor2;inter2;country;\
    location;latitude;longitude;geo_precision;source;tags;timestamp;colour\n\
    12;03 May 2031;Battles;Armed clash;Military Forces of Kenya;\"Kenya Navy; Kenya Rangers\";1;Lake Front;2;Kenya;Mandera;\
    3.94;41.86;2;Lakes Daily;crowd size=about 500;1935532800;blue\n";

fn one(layout: Layout, table: &str) -> (Document, Reading) {
    let books = books();
    let mut rows: Vec<_> = import(layout, table.as_bytes(), &books).unwrap().collect();
    assert_eq!(rows.len(), 1);
    let row = rows.remove(0);
    (row.document, row.reading)
}

fn messages(reading: &Reading) -> Vec<&str> {
    reading.problems.iter().map(|problem| problem.message.as_str()).collect()
}

#[test]
fn every_value_points_at_its_cell() {
    let (document, reading) = one(Layout::Acled, ACLED);
    assert_eq!(messages(&reading), Vec::<&str>::new());
    assert_eq!(document.title(), Some("Armed clash: Mandera"));
    assert_eq!(document.publisher(), Some("Lakes Daily"));
    assert_eq!(document.published().unwrap().to_string(), "2031-05-03");
    assert!(document.text().starts_with("fatalities: 12\nevent_date: 03 May 2031\n"), "{}", document.text());
    assert!(document.text().ends_with("\ncolour: blue"));
    assert!(document.blocks().iter().all(|block| block.kind == BlockKind::Heading));
    let account = &reading.accounts[0];
    let words =
        |spans: Vec<qantar_record::Span>| spans.into_iter().map(|s| document.words(s).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        words(account.actors.iter().map(|a| a.span).collect()),
        ["Military Forces of Kenya", "Kenya Navy", "Kenya Rangers"]
    );
    assert_eq!(words(account.targets.iter().map(|a| a.span).collect()), ["Lake Front"]);
    assert_eq!(words(account.figures.iter().map(|f| f.span).collect()), ["12", "about 500"]);
    assert_eq!(words(vec![account.trigger, account.sentence]), ["Armed clash", "sub_event_type: Armed clash"]);
    assert_eq!(account.by.to_string(), "import/1 import-acled");
    let place = account.place.as_ref().unwrap();
    assert_eq!(document.words(place.span), "Mandera");
    assert_eq!(place.place.as_ref().unwrap().country.as_deref(), Some("KE"));
    assert_eq!(place.place.as_ref().unwrap().precision, qantar_record::Precision::District);
    let army = reading.entity_at(account.actors[0].span).unwrap();
    assert_eq!((army.sector.as_deref(), army.country.as_deref()), (Some("MIL"), Some("KE")));
}

#[test]
fn a_missing_column_is_named_with_all_that_are_wanted() {
    let error = import(Layout::Ged, b"id,year,side_a\n1,2031,x\n", &books()).err().unwrap();
    assert!(
        matches!(&error, Error::Header { missing, .. } if missing.contains(&"best") && !missing.contains(&"side_a"))
    );
    let message = error.to_string();
    assert!(message.starts_with("cannot import a table in ged layout: it lacks type_of_violence, side_b"), "{message}");
    assert!(ged::COLUMNS.iter().all(|column| message.contains(column)));
    assert!(import(Layout::Acled, b"", &books()).is_err());
}

#[test]
fn the_layout_of_a_table_is_told_by_its_header() {
    assert_eq!(layout_of(ACLED.as_bytes()), Some(Layout::Acled));
    assert_eq!(layout_of(acled::COLUMNS.join(",").as_bytes()), Some(Layout::Acled));
    assert_eq!(layout_of(ged::COLUMNS.join("\t").as_bytes()), Some(Layout::Ged));
    assert_eq!(layout_of(b"a,b,c\n"), None);
}

#[test]
fn bad_cells_are_problems_and_the_row_is_kept() {
    let table = "event_date,event_type,sub_event_type,inter1,country,location,latitude,longitude,fatalities,time_precision\n\
        3rd of May,Riots,Food fight,9,Atlantis,Lamu,north,40.9,many,7,extra\n";
    let (_, reading) = one(Layout::Acled, table);
    let expected = [
        "line 2, the row has 11 cells and the header 10; they are taken in order",
        "line 2, column sub_event_type: \"Food fight\" is no sub-event type of the layout; the first of its event type is taken",
        "line 2, column inter1: \"9\" is no kind of actor of the layout; the actor is kept without a sector",
        "line 2, column country: \"Atlantis\" is no country that is known; the place is kept without one",
        "line 2, column latitude: \"north\" is no number of the kind wanted; the place is kept without a point",
        "line 2, column event_date: \"3rd of May\" is no day; wanted is YYYY-MM-DD or DD Month YYYY; the account is kept without it",
        "line 2, column fatalities: \"many\" is no number of the kind wanted; the account is kept without it",
    ];
    assert_eq!(messages(&reading), expected);
    let account = &reading.accounts[0];
    assert_eq!((account.event_type.0.as_str(), account.mode.0.as_str()), ("PROTEST", "riot"));
    assert!(account.time.is_none() && account.figures.is_empty());
    assert!(account.place.as_ref().unwrap().place.is_none());
}

const GED: &str = "type_of_violence,side_a,side_b,country,country_id,where_coordinates,where_prec,latitude,longitude,\
    date_start,date_end,date_prec,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,source_office,source_date\n";

fn ged_row(tolls: &str) -> String {
    format!(
        "{GED}1,Government of Kenya,Lake Front,Kenya,501,Mandera,4,3.4,40.7,2031-03-01 00:00:00.000,\
         2031-03-31 00:00:00.000,4,{tolls},Lakes Daily;Hill Post,2031-04-01;2031-04-03\n"
    )
}

fn killed(reading: &Reading, document: &Document) -> Vec<(Option<u64>, Option<u64>, Option<String>)> {
    let figures = reading.accounts[0].figures.iter().filter(|figure| figure.what == Counted::Killed);
    figures.map(|f| (f.low, f.high, f.part.map(|span| document.words(span).to_owned()))).collect()
}

#[test]
fn best_its_bounds_and_the_sides_of_the_dead_are_figures() {
    let (document, reading) = one(Layout::Ged, &ged_row("4,0,2,6,12,20,9"));
    assert_eq!(messages(&reading), Vec::<&str>::new());
    let expected = [
        (Some(12), Some(12), None),
        (Some(9), Some(20), None),
        (Some(4), Some(4), Some("Government of Kenya".into())),
        (Some(2), Some(2), Some("civilians".into())),
    ];
    assert_eq!(killed(&reading, &document), expected);
    assert_eq!(document.title(), Some("State-based violence: Mandera"));
    assert_eq!(document.published().unwrap().to_string(), "2031-04-03");
}

#[test]
fn bounds_that_cannot_be_are_problems_and_never_mended() {
    let (document, reading) = one(Layout::Ged, &ged_row("0,0,0,12,12,11,15"));
    let expected = [
        "line 2, column low: \"15\" is more than best; the account is kept without it",
        "line 2, column high: \"11\" is less than best; the account is kept without it",
    ];
    assert_eq!(messages(&reading), expected);
    assert_eq!(killed(&reading, &document), [(Some(12), Some(12), None)]);
}

#[test]
fn zero_deaths_in_the_acled_layout_tell_nothing() {
    let (_, reading) = one(Layout::Acled, &ACLED.replace("\n12;", "\n0;").replace("about 500", "hundreds"));
    let figures = &reading.accounts[0].figures;
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].what, figures[0].low, figures[0].high), (Counted::Participants, Some(200), Some(999)));
}

/// Spans lie on character borders inside the text.
fn sound(document: &Document, reading: &Reading) {
    let lies = |span: qantar_record::Span| assert!(document.text().get(span.range()).is_some(), "{span:?}");
    reading.sentences.iter().for_each(|sentence| lies(sentence.span));
    reading.problems.iter().filter_map(|problem| problem.span).for_each(lies);
    reading.entities.iter().flat_map(|entity| &entity.mentions).for_each(|mention| lies(mention.span));
    for account in &reading.accounts {
        lies(account.trigger);
        assert!(account.sentence.contains(account.trigger));
        account.figures.iter().for_each(|figure| lies(figure.span));
        account.figures.iter().filter_map(|figure| figure.part).for_each(lies);
    }
}

proptest! {
    #[test]
    fn no_bytes_are_too_bad(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let books = books();
        for (layout, header) in [(Layout::Acled, acled::COLUMNS.join(",")), (Layout::Ged, ged::COLUMNS.join(","))] {
            let table = [header.as_bytes(), b"\n", &bytes].concat();
            import(layout, &table, &books).unwrap().for_each(|row| sound(&row.document, &row.reading));
            let _ = import(layout, &bytes, &books).map(|rows| rows.count());
        }
    }

    #[test]
    fn no_cells_are_too_bad(cells in prop::collection::vec("\\PC{0,12}|[0-9.-]{1,9}|[0-9]{4}-[0-9]{2}-[0-9]{2}|Battles|;;a", 49)) {
        let books = books();
        for (layout, columns) in [(Layout::Acled, &acled::COLUMNS[..]), (Layout::Ged, &ged::COLUMNS[..])] {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(columns).unwrap();
            writer.write_record(&cells[..columns.len()]).unwrap();
            let table = writer.into_inner().unwrap();
            let rows: Vec<_> = import(layout, &table, &books).unwrap().collect();
            prop_assert!(rows.len() <= 1);
            rows.iter().for_each(|row| sound(&row.document, &row.reading));
        }
    }
}
