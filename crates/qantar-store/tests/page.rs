//! What a page of a case asks: all events as columns, those that match words, reports, actors, outlets.

mod common;

use common::*;
use jiff::civil::date;
use qantar_record::*;
use qantar_store::overview::{NO_DAY, NO_FIGURE};
use qantar_store::{Case, Match, Moment, Reports};

const NOTHING: [i64; 0] = [];

const COCHABAMBA: &str = "Soldiers fired at coca growers near Sacába. Nobody was detained.";

fn party(name: &str) -> Vec<Said<Party>> {
    let value = Party { name: name.into(), country: Some("BO".into()), sector: None };
    vec![Said { value, accounts: vec![], judgement: None }]
}

fn killed(best: Option<u64>) -> Ledger {
    Ledger { what: Counted::Killed, best, low: best, high: best, rule: "latest".into(), entries: vec![] }
}

/// The Oruro report with its two accounts as two events, and one on Sacaba with another.
fn page() -> (Bench, Case) {
    let (bench, mut case) = Bench::with_oruro();
    let other = Document::new(DocumentParts {
        received: COCHABAMBA.as_bytes(),
        text: COCHABAMBA.into(),
        title: Some("Shots at a rally".into()),
        publisher: Some("Los Tiempos".into()),
        ..DocumentParts::default()
    });
    let found = Reading { accounts: vec![account(COCHABAMBA, 1, "ASSAULT", "fired")], ..empty(&other, "1") };
    case.keep(&other, &found, "sacaba.txt", &[], now()).expect("kept");
    let strike = Event { actors: party("Miners’ Union"), targets: party("Army"), ..event(&case, &[1]) };
    let arrests = Event { reviewed: true, part_of: Some(EventId(1)), ..event(&case, &[2]) };
    let shots = Event {
        actors: party("Army"),
        targets: party("coca growers"),
        figures: vec![killed(Some(9))],
        origins: Origins { reports: 70_000, ..Origins::default() },
        ..event(&case, &[3])
    };
    let head = case.head().expect("read");
    let events = [strike, arrests, shots].map(|event| (event, String::new()));
    case.write_events(&events, &[], head).expect("written");
    (bench, case)
}

fn found(case: &Case, wanted: Match) -> Vec<i64> {
    case.matching(&wanted).unwrap_or_else(|error| panic!("{wanted:?}: {error}"))
}

fn text(words: &str) -> Match {
    Match { text: Some(words.into()), ..Match::default() }
}

#[test]
fn words_find_events() {
    let (_bench, case) = page();
    let cases: [(&str, &[i64]); 14] = [
        ("", &[1, 2, 3]),
        ("strike", &[1, 2]),
        ("miners STRIKE", &[1]),
        ("detained", &[2]),
        ("deta", &[2]),
        ("deta police", &[]),
        ("police deta", &[2]),
        ("people deta", &[2]),
        ("sacaba", &[3]),
        ("SACÁBA", &[3]),
        ("rally", &[3]),
        ("army", &[1, 3]),
        ("miners’ union", &[1]),
        ("nobody", &[]),
    ];
    for (words, want) in cases {
        assert_eq!(found(&case, text(words)), want, "{words:?}");
    }
}

#[test]
fn names_find_events() {
    let (_bench, case) = page();
    let told = |words: &str| Some(words.to_owned());
    let all = Match::default;
    let cases: [(Match, &[i64]); 14] = [
        (Match { actor: told("ARMY"), ..all() }, &[3]),
        (Match { target: told("army"), ..all() }, &[1]),
        (Match { party: told("arm"), ..all() }, &[1, 3]),
        (Match { party: told(" "), ..all() }, &[1, 2, 3]),
        (Match { actor: told("%"), ..all() }, &[]),
        (Match { place: told("oru"), ..all() }, &[1]),
        (Match { source: told("national"), ..all() }, &[2]),
        (Match { publisher: told("diario"), ..all() }, &[1, 2]),
        (Match { publisher: told("TIEMPOS"), ..all() }, &[3]),
        (Match { document: Some(document(ORURO).id().clone()), ..all() }, &[1, 2]),
        (Match { document: Some(DocumentId::of(b"")), ..all() }, &[]),
        (Match { party: told("army"), publisher: told("tiempos"), ..all() }, &[3]),
        (Match { party: told("army"), place: told("oruro"), text: told("strike"), ..all() }, &[1]),
        (Match { party: told("army"), place: told("la paz"), ..all() }, &[]),
    ];
    for (wanted, want) in cases {
        assert_eq!(found(&case, wanted.clone()), want, "{wanted:?}");
    }
}

#[test]
fn nothing_that_is_typed_is_an_operator() {
    let (_bench, case) = page();
    let everything = [1, 2, 3];
    for harmless in ["*", "\"", "\"\"\"", "( ) ^", "-", "--", "'; --", "{}", ":", "\0", "…"] {
        assert_eq!(found(&case, text(harmless)), everything, "{harmless:?} has no word in it");
    }
    for (typed, want) in [
        ("strike AND detained", &[][..]),
        ("strike OR detained", &[]),
        ("NEAR(strike miners)", &[]),
        ("NOT strike", &[]),
        ("titles:strike", &[]),
        ("{titles} : strike", &[]),
        ("\"strike\"", &[1, 2]),
        ("\"strike* (miners)", &[1]),
        ("^strike", &[1, 2]),
        ("stri*ke", &[]),
        ("a\0b", &[]),
        ("strike'; DROP TABLE event; --", &[]),
    ] {
        assert_eq!(found(&case, text(typed)), want, "{typed:?}");
    }
    let long = "strike ".repeat(800_000);
    assert_eq!(found(&case, text(&long)), [1, 2], "five megabytes of one word are that word");
    assert_eq!(found(&case, text(&"x".repeat(5 << 20))), NOTHING);
    assert_eq!(found(&case, text(&"\" ".repeat(2 << 20))), everything);
    let hostile = Match { party: Some("' OR 1=1 --".into()), publisher: Some("\" % _".into()), ..Match::default() };
    assert_eq!(found(&case, hostile), NOTHING);
    assert_eq!(
        case.reports(&Reports { text: Some("NEAR(strike coca".into()), limit: 9, ..Reports::default() })
            .expect("read")
            .0,
        0
    );
}

#[test]
fn columns_say_what_events_say() {
    let (_bench, case) = page();
    let columns = case.columns().expect("read");
    assert_eq!(columns.through, case.head().expect("read"));
    assert_eq!(columns.number, [1, 2, 3]);
    let monday = 19_793;
    assert_eq!(
        (&columns.begins[..], &columns.ends[..]),
        (&[monday, NO_DAY, NO_DAY][..], &[monday, NO_DAY, NO_DAY][..])
    );
    assert_eq!((columns.lat[0], columns.lon[0]), (oruro().lat as f32, -67.15));
    assert!(columns.lat[1].is_nan() && columns.lon[2].is_nan());
    let word = |list: &[String], at: usize| list[at].clone();
    let types: Vec<String> = columns.event_type.iter().map(|&at| word(&columns.types, at.into())).collect();
    assert_eq!(types, ["PROTEST", "COERCE", "ASSAULT"]);
    assert_eq!(word(&columns.modes, columns.mode[0].into()), "strike");
    assert_eq!(columns.statuses, ["happened"]);
    assert_eq!((&columns.countries[..], &columns.country[..]), (&["".to_owned(), "BO".into()][..], &[1, 0, 0][..]));
    assert_eq!(
        (&columns.precisions[..], &columns.precision[..]),
        (&["".to_owned(), "town".into()][..], &[1, 0, 0][..])
    );
    assert_eq!(columns.confidence, [90, 90, 90]);
    assert_eq!((&columns.reviewed[..], &columns.part[..]), (&[0, 1, 0][..], &[0, 1, 0][..]));
    assert_eq!((&columns.killed[..], &columns.reports[..]), (&[NO_FIGURE, NO_FIGURE, 9][..], &[0, 0, u16::MAX][..]));
    let written = case.written_events().expect("read");
    assert_eq!((written.all, written.reviewed), (3, 1));
}

#[test]
fn what_is_merged_or_taken_away_is_found_no_more_under_its_old_number() {
    let (bench, mut case) = page();
    let both = Event { actors: party("Miners’ Union"), ..event(&case, &[1, 2]) };
    case.write_events(&[(both, String::new())], &[EventId(2)], 2).expect("written");
    assert_eq!(found(&case, text("detained")), [1]);
    assert_eq!(found(&case, Match { target: Some("army".into()), ..Match::default() }), NOTHING);
    assert_eq!(case.columns().expect("read").number, [1, 3]);
    let led = case.events_of(&[3, 2, 99, 1]).expect("read");
    assert_eq!(led.iter().map(|event| event.id.0).collect::<Vec<_>>(), [3, 1, 1]);

    case.write_events(&[], &[EventId(1)], 2).expect("taken away");
    assert_eq!(found(&case, text("strike")), NOTHING);
    assert_eq!(case.actors(None, None, 9).expect("read").total, 2);
    let parties: i64 =
        bench.raw().query_row("SELECT count(*) FROM party WHERE event = 1", [], |row| row.get(0)).expect("counted");
    assert_eq!(parties, 0);
    assert!(case.verify().expect("walked").is_sound());
}

#[test]
fn a_report_that_is_read_again_is_found_by_its_new_words() {
    let (_bench, mut case) = page();
    let report = Document::new(DocumentParts {
        received: ORURO.as_bytes(),
        text: ORURO.into(),
        title: Some("Walkout in the mines".into()),
        publisher: Some("El Diario".into()),
        published: Some(date(2024, 3, 12)),
        ..DocumentParts::default()
    });
    let mut better = reading(&report, "2");
    better.accounts[0].sentence = better.accounts[0].sentence.cover(better.accounts[1].sentence);
    case.keep(&report, &better, "oruro.txt", &[], now()).expect("kept");
    assert_eq!(found(&case, text("walkout")), [1, 2]);
    assert_eq!(found(&case, text("miners detained")), [1]);
    assert_eq!(found(&case, text("strike in oruro")), [1], "the headline that said so is gone");
    let reports = |words: &str| {
        let wanted = Reports { text: Some(words.into()), limit: 9, ..Reports::default() };
        case.reports(&wanted).expect("read").0
    };
    assert_eq!((reports("walkout"), reports("rejected demands"), reports("strike in oruro on")), (1, 1, 1));
}

#[test]
fn reports_are_listed_the_newest_first() {
    let (_bench, case) = page();
    let listed = |wanted: Reports| {
        let (total, rows) = case.reports(&wanted).expect("read");
        (total, rows.iter().map(|row| row.number).collect::<Vec<_>>())
    };
    let page = |offset, limit| Reports { offset, limit, ..Reports::default() };
    assert_eq!(listed(page(0, 9)), (2, vec![1, 2]));
    assert_eq!(listed(page(1, 9)), (2, vec![2]));
    assert_eq!(listed(page(0, 0)), (2, NOTHING.to_vec()));
    assert_eq!(listed(Reports { publisher: Some("TIEMPOS".into()), ..page(0, 9) }), (1, vec![2]));
    assert_eq!(listed(Reports { text: Some("shots".into()), ..page(0, 9) }), (1, vec![2]));
    let (_, rows) = case.reports(&page(0, 1)).expect("read");
    assert_eq!(rows, case.documents().expect("read")[..1], "as in the list of all");

    let id = document(ORURO).id().clone();
    assert_eq!(case.document_id(&id.as_str()[..8]).expect("read"), Some(id.clone()));
    assert_eq!(case.document_id(id.as_str()).expect("read"), Some(id.clone()));
    for wrong in ["", "g", "%", "ffffffff", "' OR 1", &format!("{id}0")] {
        assert_eq!(case.document_id(wrong).expect("read"), None, "{wrong:?}");
    }
    assert_eq!(case.report(&id).expect("read"), Some(document(ORURO)));
    let told = case.accounts_told(&id).expect("read");
    assert_eq!(
        told.iter().map(|row| (row.local.0, row.number, row.event.0)).collect::<Vec<_>>(),
        [(1, 1, 1), (2, 2, 2)]
    );
    let (origins, problems) = case.origins_and_problems(&id).expect("read");
    assert_eq!((origins, problems.len()), (vec!["oruro.txt".to_owned()], 1));
}

#[test]
fn actors_are_counted_and_tied() {
    let (_bench, case) = page();
    let actors = case.actors(None, None, 9).expect("read");
    let counts: Vec<_> = actors.rows.iter().map(|row| (row.name.as_str(), row.events, row.acts, row.suffers)).collect();
    assert_eq!(counts, [("Army", 2, 1, 1), ("Miners’ Union", 1, 1, 0), ("coca growers", 1, 0, 1)]);
    assert_eq!(actors.rows[0].country.as_deref(), Some("BO"));
    let ties: Vec<_> = actors.ties.iter().map(|tie| (tie.actor.as_str(), tie.target.as_str(), tie.events)).collect();
    assert_eq!(ties, [("Army", "coca growers", 1), ("Miners’ Union", "Army", 1)]);
    assert_eq!(actors.ties[0].types.get("ASSAULT"), Some(&1));

    assert_eq!(case.actors(None, Some(&[3, 1]), 9).expect("read"), actors, "numbers come in any order");
    for limit in 0..3 {
        assert_eq!(case.actors(None, None, limit).expect("read").rows, actors.rows[..limit], "the foremost of all");
    }
    let some = case.actors(Some("ARMY"), Some(&[3]), 9).expect("read");
    assert_eq!((some.total, some.rows[0].events, some.ties.len()), (1, 1, 0));
    assert_eq!(case.actors(None, Some(&[]), 9).expect("read").total, 0);
    assert_eq!((case.actors(None, None, 1).expect("read").rows.len(), actors.total), (1, 3));

    let army = case.actor("Army").expect("read").expect("there is one");
    assert_eq!((army.numbers, army.acts_on[0].name.as_str()), (vec![1, 3], "coca growers"));
    assert_eq!(army.acted_by.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Miners’ Union"]);
    assert_eq!(case.actor("army").expect("read"), None);
}

#[test]
fn a_name_counts_once_in_an_event_and_its_words_are_those_given_first() {
    let (bench, mut case) = page();
    let mut twice = party("Army");
    twice.extend(party("Army"));
    twice[1].value.country = None;
    let strike = Event { actors: twice.clone(), targets: twice, ..event(&case, &[1]) };
    case.write_events(&[(strike, String::new())], &[], 2).expect("written");
    let row = case.actor("Army").expect("read").expect("there is one").actor;
    assert_eq!((row.events, row.acts, row.suffers), (2, 2, 1));
    assert_eq!(case.actors(None, None, 1).expect("read").rows, [row], "both ways of counting agree");
    let countries: i64 = bench
        .raw()
        .query_row("SELECT count(country) FROM party WHERE event = 1", [], |row| row.get(0))
        .expect("counted");
    assert_eq!(countries, 2);
}

#[test]
fn outlets_and_their_days() {
    let (_bench, case) = page();
    let outlets = case.outlets().expect("read");
    let told: Vec<_> = outlets
        .iter()
        .map(|row| (row.publisher.as_deref(), row.reports, row.accounts, row.problems, row.first))
        .collect();
    let day = date(2024, 3, 12);
    assert_eq!(told, [(Some("El Diario"), 1, 2, 1, Some(day)), (Some("Los Tiempos"), 1, 1, 0, None)]);
    let days = case.outlet_days().expect("read");
    assert_eq!(days.iter().map(|row| (row.day, row.reports)).collect::<Vec<_>>(), [(day, 1)]);
    let all = case.documents().expect("read").len() as u64;
    assert_eq!(case.reports_read_like("*").expect("read"), all);
    assert_eq!(case.reports_read_like("* gate").expect("read"), 0);
}

#[test]
fn events_near_one_are_found_by_day_and_place() {
    let (_bench, mut case) = page();
    let strike = event(&case, &[1]);
    let beside = Event { time: strike.time.clone(), place: strike.place.clone(), ..event(&case, &[2]) };
    let late = When { interval: Interval::day(date(2025, 3, 11)), grain: Grain::Day };
    let later = Event { time: vec![Said { value: late, accounts: vec![3], judgement: None }], ..event(&case, &[3]) };
    case.write_events(&[(beside, String::new()), (later, String::new())], &[], 2).expect("written");
    assert_eq!(case.near(&strike, 9, 9).expect("read"), [2]);
    assert_eq!(case.near(&strike, 0, 9).expect("read"), NOTHING);
    assert_eq!(case.abouts_of(&[1, 2, 3, 99]).expect("read"), case.abouts().expect("read"));
    assert_eq!(case.tellings_of(&[3, 99, 1]).expect("read").iter().map(|told| told.number).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn what_is_found_is_made_again_and_shown_of_the_past() {
    let (bench, mut case) = page();
    let reports = |case: &Case, words: &str| {
        let wanted = Reports { text: Some(words.into()), limit: 9, ..Reports::default() };
        case.reports(&wanted).expect("read").1.iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(
        (reports(&case, "oruro"), reports(&case, "coca"), reports(&case, "detained")),
        (vec![1], vec![2], vec![1, 2])
    );
    let past = case.as_of(Moment::Change(1)).expect("shown");
    assert_eq!(
        (reports(&past, "oruro"), reports(&past, "coca"), reports(&past, "detained")),
        (vec![1], NOTHING.to_vec(), vec![1])
    );
    assert_eq!(past.matching(&Match::default()).expect("read"), NOTHING, "it is to be merged first");

    let before = dump(&bench.path);
    case.rebuild().expect("rebuilt");
    assert_eq!((found(&case, Match::default()).len(), reports(&case, "detained")), (0, vec![1, 2]));
    case.write_events(&[(event(&case, &[3]), String::new())], &[], 2).expect("written");
    assert_eq!(found(&case, text("growers")), [3]);
    let words = |dump: &str| {
        dump.lines().filter(|line| line.starts_with("report_text_words")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&before), words(&dump(&bench.path)));
    assert!(!words(&before).is_empty());
}
