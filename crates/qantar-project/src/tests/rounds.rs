//! Out and in again.

use super::{books, column, examples, exported};
use crate::codebook::Codebooks;
use crate::example::event_of;
use crate::row::Whole;
use crate::table::Layout;
use crate::{Arrived, Format, import};
use jiff::civil::date;
use qantar_record::{About, Interval, Reading, Sketch, Span, Telling, ToldFigure, Who, Words};

/// The account of an imported row, as a case would keep it.
fn kept(arrived: &Arrived, number: i64) -> Whole {
    let Arrived { document, reading } = arrived;
    let words = |span: Span| Words { text: document.words(span).to_owned(), span };
    let who = |span: Span| who(reading, words(span));
    let account = &reading.accounts[0];
    let telling = Telling {
        number,
        document: document.id().clone(),
        event_type: account.event_type.clone(),
        mode: account.mode.clone(),
        status: account.status,
        trigger: words(account.trigger),
        sentence: words(account.sentence),
        actors: account.actors.iter().map(|a| who(a.span)).collect(),
        targets: account.targets.iter().map(|a| who(a.span)).collect(),
        place: account.place.as_ref().map(|p| qantar_record::PlaceSlot {
            words: words(p.span),
            place: p.place.clone(),
            inherited: p.inherited,
        }),
        time: account.time.as_ref().map(|t| qantar_record::TimeSlot {
            words: words(t.span),
            interval: t.interval,
            grain: t.grain,
            inherited: t.inherited,
        }),
        figures: account
            .figures
            .iter()
            .map(|f| ToldFigure {
                what: f.what,
                low: f.low,
                high: f.high,
                words: words(f.span),
                part: f.part.map(|span| document.words(span).to_owned()),
                withdrawn: f.withdrawn,
                as_of: f.as_of,
                claim: None,
                voice: None,
                via: Vec::new(),
            })
            .collect(),
        voice: None,
        terms: Vec::new(),
        confidence: account.confidence,
    };
    let about = About {
        document: document.id().clone(),
        title: document.title().map(str::to_owned),
        publisher: document.publisher().map(str::to_owned),
        published: document.published(),
        kept: date(2031, 6, 1),
        url: None,
        sketch: Sketch::default(),
    };
    Whole { event: event_of(&telling, Some(&about)), tellings: vec![telling], abouts: vec![about] }
}

fn who(reading: &Reading, words: Words) -> Who {
    let entity = reading.entity_at(words.span);
    Who {
        name: entity.map(|entity| entity.name.clone()),
        country: entity.and_then(|entity| entity.country.clone()),
        sector: entity.and_then(|entity| entity.sector.clone()),
        words,
    }
}

fn back(table: &[u8], layout: Layout, books: &Codebooks) -> Vec<Arrived> {
    let rows: Vec<_> = import(layout, table, books).unwrap().collect();
    rows.iter().for_each(|row| assert_eq!(row.reading.problems, []));
    rows
}

fn round(layout: Layout, format: Format, same: &[&str]) {
    let books = books();
    let (table, _, told) = exported(&examples(layout, &books), format, &books);
    let rows = back(&table, layout, &books);
    assert_eq!(rows.len() as u64, told.rows);
    let again: Vec<Whole> = rows.iter().zip(1..).map(|(row, number)| kept(row, number)).collect();
    let (second, _, told_again) = exported(&again, format, &books);
    assert_eq!(told_again.left_out, Default::default());
    for name in same {
        assert_eq!(column(&table, name), column(&second, name), "{name}");
    }
}

#[test]
fn acled_rows_come_back_as_they_went() {
    // Suicide bombs are told from other bombs by the words of the report, which a row has not; the rest comes back.
    let same = [
        "event_date",
        "year",
        "time_precision",
        "actor1",
        "inter1",
        "actor2",
        "inter2",
        "interaction",
        "iso",
        "region",
        "country",
        "admin1",
        "location",
        "latitude",
        "longitude",
        "fatalities",
        "source",
    ];
    round(Layout::Acled, Format::Acled, &same);
}

#[test]
fn ged_rows_come_back_as_they_went() {
    let same = [
        "year",
        "type_of_violence",
        "dyad_name",
        "side_a",
        "side_b",
        "source_office",
        "where_prec",
        "where_coordinates",
        "adm_1",
        "latitude",
        "longitude",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "low",
        "gwnoa",
    ];
    round(Layout::Ged, Format::Ged, &same);
}

/// Of a sub-event type that the codebook calls faithful, the type and the mode come back.
#[test]
fn faithful_types_come_back() {
    let books = books();
    let mut faithful = 0;
    for sub in books.acled.sub.iter().filter(|sub| sub.faithful) {
        let table = format!(
            "event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,location,latitude,longitude,fatalities\n\
             2031-05-03,{},{},{},Kenya,Lamu,-2.27,40.9,0\n",
            sub.event_type,
            sub.name,
            sides_of(&sub.name)
        );
        let first = kept(&back(table.as_bytes(), Layout::Acled, &books)[0], 1);
        let (out, _, told) = exported(std::slice::from_ref(&first), Format::Acled, &books);
        assert_eq!(told.rows, 1, "{}: {told:?}", sub.name);
        assert_eq!(column(&out, "sub_event_type"), [sub.name.as_str()]);
        let second = kept(&back(&out, Layout::Acled, &books)[0], 1);
        assert_eq!(second.event.kind, first.event.kind, "{}", sub.name);
        faithful += 1;
    }
    assert!(faithful >= 18, "{faithful}");
}

/// Actors that the sub-event type is coded with.
fn sides_of(sub: &str) -> &'static str {
    match sub {
        "Excessive force against protesters" => "Police Forces of Kenya,State forces,Protesters (Kenya),Protesters",
        "Protest with intervention" => "Protesters (Kenya),Protesters,Police Forces of Kenya,State forces",
        "Mob violence" | "Violent demonstration" => "Rioters (Kenya),Rioters,Civilians (Kenya),Civilians",
        "Peaceful protest" => "Protesters (Kenya),6,,",
        "Attack" => "Lake Front,Rebel group,Civilians (Kenya),Civilians",
        _ => "Lake Front,2,Military Forces of Kenya,1",
    }
}

#[test]
fn days_weeks_and_months_come_back_as_days() {
    let books = books();
    let cases = [
        ("2031-05-03", 1, Interval::day(date(2031, 5, 3))),
        ("3 May 2031", 2, Interval::between(date(2031, 5, 3), date(2031, 5, 9))),
        ("03 May 2031", 3, Interval::between(date(2031, 5, 1), date(2031, 5, 31))),
    ];
    for (day, precision, expected) in cases {
        let table = format!(
            "event_date,time_precision,event_type,sub_event_type,country,latitude,longitude\n\
             {day},{precision},Riots,Mob violence,Kenya,1,2\n"
        );
        let rows = back(table.as_bytes(), Layout::Acled, &books);
        assert_eq!(rows[0].reading.accounts[0].time.as_ref().unwrap().interval, expected, "{day}");
    }
}
