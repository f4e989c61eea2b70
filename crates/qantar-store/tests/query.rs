//! What can be asked of a case. One report tells a strike in Oruro on 11 March 2024 (e1) and arrests, with no day and
//! no place, that the police tell of (e2).

mod common;

use common::*;
use jiff::civil::{Date, date};
use qantar_record::*;
use qantar_store::Filter;

fn numbers(filter: Filter) -> Vec<i64> {
    let (_bench, case) = Bench::with_oruro();
    case.accounts(&filter).expect("read").iter().map(|account| account.number).collect()
}

#[test]
fn filters_choose_accounts() {
    let all = Filter::default;
    let cases: Vec<(Filter, &[i64])> = vec![
        (all(), &[1, 2]),
        (Filter { event_type: Some(EventType("PROTEST".into())), ..all() }, &[1]),
        (Filter { event_type: Some(EventType("ASSAULT".into())), ..all() }, &[]),
        (Filter { mode: Some(Mode("strike".into())), ..all() }, &[1]),
        (Filter { status: Some(Status::Happened), ..all() }, &[1, 2]),
        (Filter { status: Some(Status::Denied), ..all() }, &[]),
        (Filter { country: Some("bo".into()), ..all() }, &[1]),
        (Filter { country: Some("KZ".into()), ..all() }, &[]),
        (Filter { place: Some("oRu".into()), ..all() }, &[1]),
        (Filter { place: Some("La Paz".into()), ..all() }, &[]),
        (Filter { source: Some("national police".into()), ..all() }, &[2]),
        (Filter { source: Some("THE POLICE".into()), ..all() }, &[2]),
        (Filter { source: Some("El Diario".into()), ..all() }, &[]),
        (Filter { text: Some("were DETAINED".into()), ..all() }, &[2]),
        (Filter { document: Some(document(ORURO).id().clone()), ..all() }, &[1, 2]),
        (Filter { document: Some(DocumentId::of(b"")), ..all() }, &[]),
        (Filter { limit: Some(1), ..all() }, &[1]),
        (Filter { limit: Some(0), ..all() }, &[]),
        (Filter { limit: Some(usize::MAX), ..all() }, &[1, 2]),
        (Filter { country: Some("BO".into()), text: Some("detained".into()), ..all() }, &[]),
    ];
    for (filter, want) in cases {
        assert_eq!(numbers(filter.clone()), want, "{filter:?}");
    }
}

#[test]
fn days_overlap() {
    let day = |d| date(2024, 3, d);
    let interval = |from: Option<i8>, to: Option<i8>| Interval { from: from.map(day), to: to.map(day) };
    let cases: [(Interval, Option<Date>, Option<Date>, bool); 9] = [
        (interval(Some(5), Some(9)), Some(day(9)), None, true),
        (interval(Some(5), Some(9)), Some(day(10)), None, false),
        (interval(Some(5), Some(9)), None, Some(day(5)), true),
        (interval(Some(5), Some(9)), None, Some(day(4)), false),
        (interval(Some(5), Some(9)), Some(day(7)), Some(day(7)), true),
        (interval(Some(5), None), Some(day(20)), None, true),
        (interval(Some(5), None), None, Some(day(4)), false),
        (interval(None, Some(9)), Some(day(10)), None, false),
        (interval(None, None), Some(day(1)), None, false),
    ];
    for (interval, since, until, want) in cases {
        let bench = Bench::new();
        let mut case = bench.case();
        let document = document(ORURO);
        let mut found = reading(&document, "1");
        found.accounts.truncate(1);
        found.accounts[0].time.as_mut().expect("a time").interval = interval;
        case.keep(&document, &found, "x", &[], now()).expect("kept");
        let accounts = case.accounts(&Filter { since, until, ..Filter::default() }).expect("read");
        assert_eq!(!accounts.is_empty(), want, "{interval:?} {since:?} {until:?}");
    }
}

#[test]
fn letters_of_any_script_fold() {
    let bench = Bench::new();
    let mut case = bench.case();
    let document = document("В Алматы начался МИТИНГ.");
    let mut found = empty(&document, "1");
    found.accounts = vec![account(document.text(), 1, "PROTEST", "МИТИНГ")];
    case.keep(&document, &found, "x", &[], now()).expect("kept");
    let filter = Filter { text: Some("митинг".into()), ..Filter::default() };
    assert_eq!(case.accounts(&filter).expect("read").len(), 1);
}

#[test]
fn an_account_carries_its_words_and_their_spans() {
    let (_bench, case) = Bench::with_oruro();
    let strike = case.account(1).expect("read").expect("account 1");
    assert_eq!(strike.actors[0].words.text, "Miners");
    assert_eq!(&ORURO[strike.trigger.span.range()], "strike");
    let place = strike.place.expect("a place");
    assert_eq!((place.words.text.as_str(), place.place), ("Oruro", Some(oruro())));
    let time = strike.time.expect("a time");
    assert_eq!((time.words.text.as_str(), time.interval), ("Monday", Interval::day(date(2024, 3, 11))));
    assert_eq!((strike.publisher.as_deref(), strike.published), (Some("El Diario"), Some(date(2024, 3, 12))));
    assert_eq!(strike.by, "event/1 by-hand");
    let arrests = case.account(2).expect("read").expect("account 2");
    assert_eq!((arrests.figures.len(), arrests.claim), (1, Some(1)));
    assert_eq!(case.account(3).expect("read"), None);
}

#[test]
fn a_figure_names_who_says_it() {
    let (_bench, case) = Bench::with_oruro();
    let figures = case.figures(&Filter { source: Some("police".into()), ..Filter::default() }).expect("read");
    let figure = &figures[0];
    assert_eq!((figure.account, figure.what, figure.low, figure.high), (2, Counted::Detained, Some(12), None));
    assert_eq!(figure.words.text, "At least 12");
    assert_eq!(figure.source.as_ref().and_then(|source| source.name.as_deref()), Some("National Police"));
    let none = Filter { country: Some("BO".into()), ..Filter::default() };
    assert!(case.figures(&none).expect("read").is_empty());
}

#[test]
fn claims_are_found_by_source_words_and_event() {
    let (_bench, case) = Bench::with_oruro();
    let count = |filter| case.claims(&filter).expect("read").len();
    assert_eq!(count(Filter { source: Some("POLICE".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { source: Some("ministry".into()), ..Filter::default() }), 0);
    assert_eq!(count(Filter { text: Some("at least".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { event_type: Some(EventType("COERCE".into())), ..Filter::default() }), 1);
    let protest = Filter { event_type: Some(EventType("PROTEST".into())), ..Filter::default() };
    assert_eq!(count(Filter { source: Some("police".into()), ..protest }), 0);
    let claim = &case.claims(&Filter::default()).expect("read")[0];
    assert_eq!((claim.number, claim.cue.text.as_str(), &claim.accounts[..]), (1, "said", &[2][..]));
    assert_eq!(claim.source.words.text, "the police");
}

#[test]
fn places_are_counted_by_what_they_were_resolved_to() {
    let (_bench, mut case) = Bench::with_oruro();
    let second = document(&format!("{ORURO} The strike in Oruro goes on."));
    let mut found = reading(&second, "1");
    found.accounts.clear();
    case.keep(&second, &found, "x", &[], now()).expect("kept");
    let places = case.places(&Filter::default()).expect("read");
    let told: Vec<_> =
        places.iter().map(|p| (p.words.as_str(), p.mentions, p.metonymic, p.documents, p.events)).collect();
    assert_eq!(told, [("La Paz", 2, 2, 2, 0), ("Oruro", 2, 0, 2, 1)]);
    assert_eq!((&places[0].place, &places[1].place), (&None, &Some(oruro())));
    let words = |filter| case.places(&filter).expect("read").into_iter().map(|p| p.words).collect::<Vec<_>>();
    assert_eq!(words(Filter { country: Some("BO".into()), ..Filter::default() }), ["Oruro"]);
    assert_eq!(words(Filter { place: Some("paz".into()), ..Filter::default() }), ["La Paz"]);
    assert_eq!(words(Filter { event_type: Some(EventType("PROTEST".into())), ..Filter::default() }), ["Oruro"]);
    let both = Filter { place: Some("oruro".into()), since: Some(date(2024, 3, 11)), ..Filter::default() };
    assert_eq!(words(both.clone()), ["Oruro"]);
    assert!(words(Filter { since: Some(date(2024, 3, 12)), ..both }).is_empty());
}

#[test]
fn statements_come_slot_by_slot() {
    let (_bench, case) = Bench::with_oruro();
    let slots: Vec<_> = case.statements(1, None).expect("read").iter().map(|s| s.slot).collect();
    assert_eq!(slots, [Slot::Type, Slot::Actor, Slot::Place, Slot::Time]);
    let counts = case.statements(2, Some(Slot::Count)).expect("read");
    assert_eq!(counts[0].value, Value::HowMany { what: Counted::Detained, low: Some(12), high: None });
    assert_eq!((counts[0].claim, counts[0].words.text.as_str()), (Some(1), "At least 12"));
    assert!(case.statements(99, None).expect("read").is_empty());
}

#[test]
fn the_summary_counts() {
    let (_bench, case) = Bench::with_oruro();
    let summary = case.summary().expect("read");
    assert_eq!((summary.documents, summary.accounts, summary.claims, summary.problems), (1, 2, 1, 1));
    assert_eq!((summary.first_published, summary.last_published), (Some(date(2024, 3, 12)), Some(date(2024, 3, 12))));
    let problem = &case.problems().expect("read")[0];
    assert_eq!((problem.stage, problem.title.as_deref()), (Stage::Time, Some("Strike in Oruro")));
    let row = &case.documents().expect("read")[0];
    assert_eq!((row.words, row.accounts, row.claims, row.problems), (22, 2, 1, 1));
}
