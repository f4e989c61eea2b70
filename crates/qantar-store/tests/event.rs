//! Events: written as merged, found by what they say, led to by any number that was once cited.

mod common;

use common::*;
use jiff::civil::date;
use qantar_record::*;
use qantar_store::{Case, ErrorKind, Filter, Sort};

/// The Oruro report, its two accounts written as two events.
fn merged() -> (Bench, Case) {
    let (bench, mut case) = Bench::with_oruro();
    let strike = event(&case, &[1]);
    let arrests = Event { reviewed: true, confidence: 0.5, part_of: Some(EventId(1)), ..event(&case, &[2]) };
    case.write_events(&[(strike, "a".into()), (arrests, "b".into())], &[], 1).expect("written");
    (bench, case)
}

#[test]
fn what_is_written_is_listed() {
    let (_bench, case) = merged();
    assert_eq!(case.merged_through().expect("read"), case.head().expect("read"));
    assert_eq!(case.event_inputs().expect("read"), [(EventId(1), "a".to_owned()), (EventId(2), "b".to_owned())]);
    let events = case.events(&Filter::default()).expect("read");
    assert_eq!((events.len(), &events[0]), (2, &event(&case, &[1])));
    assert_eq!(case.event_of(2).expect("read").as_ref(), Some(&events[1]));
    assert_eq!(case.event_of(3).expect("read"), None);
    let accounts = case.accounts_of(EventId(1)).expect("read");
    assert_eq!(accounts.iter().map(|account| (account.number, account.event)).collect::<Vec<_>>(), [(1, EventId(1))]);
}

#[test]
fn filters_choose_events() {
    let (_bench, case) = merged();
    let all = Filter::default;
    let day = |d| Some(date(2024, 3, d));
    let cases: Vec<(Filter, &[i64])> = vec![
        (all(), &[1, 2]),
        (Filter { event_type: Some(EventType("PROTEST".into())), ..all() }, &[1]),
        (Filter { mode: Some(Mode("strike".into())), ..all() }, &[1]),
        (Filter { status: Some(Status::Denied), ..all() }, &[]),
        (Filter { country: Some("bo".into()), ..all() }, &[1]),
        (Filter { place: Some("oRu".into()), ..all() }, &[1]),
        (Filter { place: Some("La Paz".into()), ..all() }, &[]),
        (Filter { source: Some("national police".into()), ..all() }, &[2]),
        (Filter { source: Some("THE POLICE".into()), ..all() }, &[2]),
        (Filter { text: Some("were DETAINED".into()), ..all() }, &[2]),
        (Filter { document: Some(document(ORURO).id().clone()), ..all() }, &[1, 2]),
        (Filter { document: Some(DocumentId::of(b"")), ..all() }, &[]),
        (Filter { reviewed: Some(true), ..all() }, &[2]),
        (Filter { reviewed: Some(false), ..all() }, &[1]),
        (Filter { confidence: Some(0.9), ..all() }, &[1]),
        (Filter { since: day(11), until: day(11), ..all() }, &[1]),
        (Filter { since: day(12), ..all() }, &[]),
        (Filter { until: day(10), ..all() }, &[]),
        (Filter { sort: Sort::Earliest, ..all() }, &[1, 2]),
        (Filter { sort: Sort::Latest, ..all() }, &[1, 2]),
        (Filter { limit: Some(1), offset: 1, ..all() }, &[2]),
        (Filter { offset: usize::MAX, ..all() }, &[]),
        (Filter { country: Some("BO".into()), text: Some("detained".into()), ..all() }, &[]),
    ];
    for (filter, want) in cases {
        let numbers: Vec<_> = case.events(&filter).expect("read").iter().map(|event| event.id.0).collect();
        assert_eq!(numbers, want, "{filter:?}");
        if filter.limit.is_none() && filter.offset == 0 {
            assert_eq!(case.event_count(&filter).expect("read"), want.len() as u64, "{filter:?}");
        }
    }
}

#[test]
fn events_are_sorted_by_their_days() {
    let (_bench, mut case) = merged();
    let when = |from: Option<i8>, to: Option<i8>| {
        let day = |d| date(2024, 3, d);
        let interval = Interval { from: from.map(day), to: to.map(day) };
        vec![Said { value: When { interval, grain: Grain::Stretch }, accounts: vec![1], judgement: None }]
    };
    let long = Event { time: when(Some(1), Some(20)), ..event(&case, &[1]) };
    let open = Event { time: when(None, Some(5)), ..event(&case, &[2]) };
    case.write_events(&[(long, String::new()), (open, String::new())], &[], 1).expect("written");
    let sorted = |sort| {
        let events = case.events(&Filter { sort, ..Filter::default() }).expect("read");
        events.iter().map(|event| event.id.0).collect::<Vec<_>>()
    };
    assert_eq!((sorted(Sort::Earliest), sorted(Sort::Latest)), (vec![1, 2], vec![1, 2]));
    let until = Filter { until: Some(date(2024, 2, 28)), ..Filter::default() };
    assert_eq!(case.events(&until).expect("read").len(), 1, "an open end reaches as far as it must");
}

#[test]
fn merging_and_parting_move_accounts_and_leave_no_number_leading_nowhere() {
    let (_bench, mut case) = merged();
    let both = event(&case, &[1, 2]);
    case.write_events(&[(both.clone(), "c".into())], &[EventId(2)], 1).expect("written");
    assert_eq!(case.event_inputs().expect("read"), [(EventId(1), "c".to_owned())]);
    assert_eq!(case.event_of(2).expect("read"), Some(both));
    assert_eq!(case.accounts_of(EventId(1)).expect("read").len(), 2);
    assert_eq!(case.account(2).expect("read").expect("account 2").event, EventId(1));

    case.write_events(&[], &[EventId(1)], 1).expect("taken away");
    assert!(case.events(&Filter::default()).expect("read").is_empty());
    assert_eq!(case.event_of(1).expect("read"), None, "it is to be merged first");
    assert_eq!(case.accounts_of(EventId(2)).expect("read").len(), 1, "an account of no event is one of its own");
    assert!(case.verify().expect("walked").is_sound());
}

#[test]
fn an_account_that_is_retired_leaves_its_event_and_leads_to_where_it_is_told_now() {
    let (_bench, mut case) = merged();
    case.write_events(&[(event(&case, &[1, 2]), "c".into())], &[EventId(2)], 1).expect("written");
    let report = document(ORURO);
    let mut better = reading(&report, "2");
    better.accounts[0].event_type = EventType("REQUEST".into());
    case.keep(&report, &better, "oruro.txt", &[], now()).expect("kept");
    let numbers = |case: &Case, event| {
        case.accounts_of(EventId(event)).expect("read").iter().map(|account| account.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&case, 1), [2]);
    assert_eq!(case.account(1).expect("read").expect("account 1").event, EventId(1));
    assert!(case.merged_through().expect("read") < case.head().expect("read"));

    case.write_events(&[(event(&case, &[2, 3]), "d".into())], &[EventId(1)], 2).expect("written");
    assert_eq!(case.event_of(1).expect("read").map(|event| event.id), Some(EventId(2)));
    let tellings: Vec<_> = case.tellings().expect("read").iter().map(|telling| telling.number).collect();
    assert_eq!(tellings, [2, 3]);
    assert_eq!(case.telling(1).expect("read"), None);
}

#[test]
fn an_event_that_does_not_fit_is_refused_and_changes_nothing() {
    let (bench, mut case) = merged();
    let sound = event(&case, &[1]);
    let before = dump(&bench.path);
    for (bad, words) in [
        (Event { kind: vec![], ..sound.clone() }, "it has no type"),
        (Event { accounts: vec![2], ..sound.clone() }, "not that of one of its accounts"),
        (Event { accounts: vec![1, 9], ..sound.clone() }, "there is no account 9 in force"),
    ] {
        let error = case.write_events(&[(sound.clone(), "z".into()), (bad, "z".into())], &[], 1).expect_err(words);
        assert!(matches!(error.kind(), ErrorKind::NoEvent { number: 1, .. }), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let unsure = Event { confidence: 1.5, ..sound };
    let error = case.write_events(&[(unsure, "z".into())], &[], 1).expect_err("unfit");
    assert!(matches!(error.kind(), ErrorKind::Unfit(_)), "{error}");
    assert_eq!(dump(&bench.path), before);
}

#[test]
fn a_telling_says_what_the_rows_say() {
    let bench = Bench::new();
    let mut case = bench.case();
    let report = document(ORURO);
    let mut found = reading(&report, "1");
    found.accounts[0].terms = vec![3, 17];
    found.accounts[1].figures[0].part = Some(at(ORURO, "people"));
    found.accounts[1].figures[0].withdrawn = true;
    found.accounts[1].figures[0].as_of = Some(date(2024, 3, 12));
    found.claims[0].via = vec![Source { span: at(ORURO, "La Paz"), name: None, source_type: SourceType::Media }];
    found.sketch = Sketch { terms: vec![(1, 2), (u32::MAX, 1)], shingles: vec![7; 64], agency: Some("Lakes".into()) };
    case.keep(&report, &found, "x", &[], now()).expect("kept");

    let tellings = case.tellings().expect("read");
    assert_eq!(tellings[0].terms, [3, 17]);
    assert_eq!((&tellings[0].voice, tellings[0].confidence), (&None, 0.9));
    for (telling, row) in tellings.iter().zip(case.accounts(&Filter::default()).expect("read")) {
        assert_eq!((telling.number, &telling.document), (row.number, &row.document));
        assert_eq!((&telling.trigger, &telling.sentence), (&row.trigger, &row.sentence));
        assert_eq!((&telling.actors, &telling.targets), (&row.actors, &row.targets));
        assert_eq!((&telling.place, &telling.time), (&row.place, &row.time));
        for (told, row) in telling.figures.iter().zip(&row.figures) {
            assert_eq!((told.what, told.low, told.high, &told.words), (row.what, row.low, row.high, &row.words));
            assert_eq!((&told.part, told.withdrawn, told.as_of), (&row.part, row.withdrawn, row.as_of));
            assert_eq!((told.claim, &told.voice, &told.via), (row.claim, &row.source, &row.via));
        }
    }
    let figure = &tellings[1].figures[0];
    assert_eq!((figure.part.as_deref(), figure.withdrawn), (Some("people"), true));
    assert_eq!((figure.via[0].called(), figure.claim), ("La Paz", Some(1)));
    assert_eq!(tellings[1].voice.as_ref().map(Voice::called), Some("National Police"));

    let about = &case.abouts().expect("read")[0];
    assert_eq!(about.sketch, found.sketch);
    assert_eq!((about.kept, about.published), (date(2026, 11, 8), Some(date(2024, 3, 12))));
    assert_eq!((about.title.as_deref(), about.publisher.as_deref()), (Some("Strike in Oruro"), Some("El Diario")));
}

#[test]
fn a_stored_telling_or_event_that_cannot_be_is_damage_and_no_panic() {
    for harm in [
        "UPDATE telling SET body = '{'",
        r#"UPDATE telling SET body = replace(body, '"sentence":', '"":')"#,
        "PRAGMA foreign_keys = OFF; UPDATE telling SET document = 9",
        "UPDATE event_body SET body = '[]'",
        "UPDATE about SET kept = 'yesterday'",
    ] {
        let (bench, case) = merged();
        bench.raw().execute_batch(harm).expect("harmed");
        let asked =
            case.tellings().map(drop).and(case.events(&Filter::default()).map(drop)).and(case.abouts().map(drop));
        let error = asked.expect_err(harm);
        assert!(matches!(error.kind(), ErrorKind::Damaged(_)), "{error}");
    }
}

#[test]
fn an_account_that_an_event_is_not_made_of_leaves_it() {
    let (bench, mut case) = merged();
    case.write_events(&[(event(&case, &[1, 2]), "c".into())], &[EventId(2)], 1).expect("written");
    assert_eq!(case.events_astray().expect("read"), []);
    case.write_events(&[(event(&case, &[1]), "d".into())], &[], 1).expect("written");
    let numbers = |case: &Case, event| {
        case.accounts_of(EventId(event)).expect("read").iter().map(|account| account.number).collect::<Vec<_>>()
    };
    assert_eq!((numbers(&case, 1), numbers(&case, 2)), (vec![1], vec![2]));
    assert_eq!(case.event_number(2).expect("read"), Some(EventId(2)));
    assert_eq!(case.event_of(2).expect("read"), None, "it is in no list");
    // As versions before left it.
    bench.raw().execute("UPDATE account SET event = 1 WHERE number = 2", []).expect("written");
    assert_eq!(case.events_astray().expect("read"), [EventId(1)]);
}
