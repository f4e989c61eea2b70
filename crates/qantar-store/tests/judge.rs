//! What people decide stays decided, whatever reads the documents again.

mod common;

use common::*;
use qantar_record::*;
use qantar_store::{Case, ErrorKind, Step};

#[test]
fn a_judgement_goes_into_the_log_and_comes_out_as_it_was() {
    let (bench, mut case) = Bench::with_oruro();
    let judgement = same(&case);
    assert_eq!(case.judge(&judgement, now()).expect("judged"), 2);
    drop(case);
    let case = bench.case();
    let row = &case.judgements().expect("read")[0];
    assert_eq!((row.number, row.at, row.holds, row.undone_by), (2, now(), true, None));
    assert_eq!(row.judgement, judgement);
    assert_eq!(row.accounts, [Some(1), Some(2)]);
    let entry = &case.changes().expect("read")[1];
    assert_eq!((entry.kind.as_str(), entry.subject.as_str()), ("judged", document(ORURO).id().as_str()));
    assert_eq!(entry.detail, serde_json::to_string(&judgement).expect("JSON"));
    assert_eq!(case.head().expect("read"), 2);
    assert!(case.verify().expect("walked").is_sound());
}

#[test]
fn what_decides_nothing_is_refused_and_says_why() {
    let (bench, mut case) = Bench::with_oruro();
    let (strike, arrests) = (anchor(&case, 1), anchor(&case, 2));
    let elsewhere = Anchor { document: DocumentId::of(b"another"), ..strike.clone() };
    let nobody = Judgement { by: "  ".into(), ..same(&case) };
    let nowhere = Place { lat: f64::NAN, ..oruro() };
    let nowhere = Value::Where { words: "Oruro".into(), place: Some(nowhere), inherited: false };
    let instead = |slot, value| judged(Ruling::Instead { account: strike.clone(), slot, words: None, value });
    let cases = [
        (nobody, "names nobody"),
        (judged(Ruling::Same { accounts: vec![strike.clone()] }), "fewer than two"),
        (judged(Ruling::NotSame { these: vec![strike.clone()], those: vec![] }), "is empty"),
        (judged(Ruling::NotSame { these: vec![strike.clone()], those: vec![strike.clone()] }), "on both sides"),
        (judged(Ruling::Entity { name: " ".into(), known_as: "SENTE".into() }), "a name is empty"),
        (judged(Ruling::Note { account: strike.clone(), text: String::new() }), "the note is empty"),
        (instead(Slot::Actor, nowhere.clone()), "does not belong in the slot actor"),
        (instead(Slot::Place, nowhere), "a number in it is none"),
        (judged(Ruling::Right { account: Anchor { account: 9, ..arrests }, slot: None }), "no account 9"),
        (judged(Ruling::Right { account: elsewhere, slot: None }), "no account 1 in the document named"),
        (judged(Ruling::Undo { judgement: 1 }), "entry 1 of the log is no judgement"),
        (judged(Ruling::Undo { judgement: 7 }), "entry 7 of the log is no judgement"),
    ];
    let before = dump(&bench.path);
    for (judgement, words) in cases {
        let error = case.judge(&judgement, now()).expect_err(words).to_string();
        assert!(error.contains(words) && error.starts_with("cannot judge in "), "{error}");
    }
    assert_eq!(dump(&bench.path), before);
}

/// Judges, undoes in the order given, and wants these to hold afterwards.
fn holding(undo: &[i64]) -> Vec<(i64, Option<i64>)> {
    let (_bench, mut case) = Bench::with_oruro();
    case.judge(&same(&case), now()).expect("judged");
    for &judgement in undo {
        case.judge(&judged(Ruling::Undo { judgement }), now()).expect("undone");
    }
    assert!(case.verify().expect("walked").is_sound());
    let rows = case.judgements().expect("read");
    assert!(rows.iter().all(|row| row.holds == row.undone_by.is_none()));
    rows.iter().map(|row| (row.number, row.undone_by)).collect()
}

#[test]
fn undo_and_undo_of_undo() {
    assert_eq!(holding(&[]), [(2, None)]);
    assert_eq!(holding(&[2]), [(2, Some(3)), (3, None)]);
    assert_eq!(holding(&[2, 3]), [(2, None), (3, Some(4)), (4, None)]);
    assert_eq!(holding(&[2, 3, 4]), [(2, Some(3)), (3, None), (4, Some(5)), (5, None)]);
    assert_eq!(holding(&[2, 3, 2]), [(2, Some(5)), (3, Some(4)), (4, None), (5, None)]);
    // Undone twice, by 3 again and by 5.
    assert_eq!(holding(&[2, 3, 2, 4]), [(2, Some(5)), (3, None), (4, Some(6)), (5, None), (6, None)]);
}

#[test]
fn what_is_undone_is_not_undone_again() {
    let (_bench, mut case) = Bench::with_oruro();
    case.judge(&same(&case), now()).expect("judged");
    case.judge(&judged(Ruling::Undo { judgement: 2 }), now()).expect("undone");
    let error = case.judge(&judged(Ruling::Undo { judgement: 2 }), now()).expect_err("undone before");
    assert_eq!(error.kind(), &ErrorKind::Undone { number: 2, by: 3 });
    assert!(error.to_string().contains("undo judgement 3 to make it hold again"), "{error}");
}

/// The case after a better version, in which the strike is a demand and so has another number, and the arrests are
/// evoked by another word of their sentence.
fn read_again(case: &mut Case) {
    let report = document(ORURO);
    let mut better = reading(&report, "2");
    better.accounts[0].event_type = EventType("REQUEST".into());
    better.accounts[1].trigger = at(ORURO, "people");
    case.keep(&report, &better, "oruro.txt", &[], now()).expect("kept");
}

#[test]
fn judgements_survive_a_reading_that_moves_triggers_and_changes_numbers() {
    let (bench, mut case) = Bench::with_oruro();
    case.judge(&same(&case), now()).expect("judged");
    read_again(&mut case);
    let numbers: Vec<_> = case.tellings().expect("read").iter().map(|telling| telling.number).collect();
    assert_eq!(numbers, [3, 4]);
    assert_eq!(case.judgements().expect("read")[0].accounts, [Some(3), Some(4)]);
    let before = (told(&case), dump(&bench.path));
    case.rebuild().expect("rebuilt");
    assert_eq!((told(&case), dump(&bench.path)), before);
    assert!(case.verify().expect("walked").is_sound());
}

#[test]
fn a_judgement_waits_for_its_account() {
    let (_bench, mut case) = Bench::with_oruro();
    case.judge(&same(&case), now()).expect("judged");
    let report = document(ORURO);
    case.keep(&report, &empty(&report, "2"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.judgements().expect("read")[0].accounts, [None, None]);
    assert!(case.judgements().expect("read")[0].holds);
    case.keep(&report, &reading(&report, "3"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.judgements().expect("read")[0].accounts, [Some(1), Some(2)]);
}

#[test]
fn anchors_are_found_by_number_then_trigger_then_overlap_then_sentence() {
    let text = "Miners began a strike in Oruro. Police detained strikers and detained a clerk.";
    let report = document(text);
    let mut found = empty(&report, "1");
    found.accounts = vec![
        account(text, 1, "PROTEST", "began a strike"),
        account(text, 2, "COERCE", "detained strikers"),
        account(text, 3, "COERCE", "detained a clerk"),
    ];
    let bench = Bench::new();
    let mut case = bench.case();
    case.keep(&report, &found, "x", &[], now()).expect("kept");
    let known = |number| anchor(&case, number);
    let words = |words: &str| Words { text: words.into(), span: at(text, words) };
    // A number that the case never gave, so that only words can tell.
    let lost = |anchor: Anchor| Anchor { account: 99, ..anchor };
    let moved = |trigger: Words| Anchor { trigger, ..lost(known(3)) };
    let other_type = |anchor: Anchor| Anchor { event_type: EventType("ASSAULT".into()), ..anchor };
    let elsewhere = Words { text: "detained a clerk".into(), span: Span::new(500, 516) };
    let other_bytes = Words { text: "besieged a clerk".into(), ..words("detained a clerk") };
    let cases = [
        ("its number, whatever its words", Anchor { account: 1, ..known(3) }, Some(1)),
        ("the same trigger", lost(known(3)), Some(3)),
        ("the same trigger of another type", other_type(lost(known(3))), Some(3)),
        ("a trigger that overlaps", moved(words("a clerk")), Some(3)),
        ("the one that overlaps most", moved(words("strikers and detained a clerk")), Some(3)),
        ("an overlap of another type is nothing", other_type(moved(words("a clerk"))), None),
        ("the same words in the same sentence", moved(elsewhere), Some(3)),
        ("the same sentence", moved(words("Oruro")), Some(2)),
        ("overlap with other bytes counts as none", moved(other_bytes), Some(2)),
        ("another document", Anchor { document: DocumentId::of(b""), ..known(1) }, None),
    ];
    for (what, anchor, want) in cases {
        assert_eq!(case.find(&anchor).expect("read"), want, "{what}");
    }
}

#[test]
fn a_history_tells_of_reports_readings_and_judgements_in_order() {
    let (_bench, mut case) = Bench::with_oruro();
    let other = document("A strike began.");
    let mut found = empty(&other, "1");
    found.accounts = vec![account(other.text(), 1, "PROTEST", "strike")];
    case.keep(&other, &found, "other.txt", &[], now()).expect("kept");
    case.judge(&judged(Ruling::Note { account: anchor(&case, 3), text: "another report".into() }), now()).expect("ok");
    case.judge(&judged(Ruling::Right { account: anchor(&case, 1), slot: None }), now()).expect("judged");
    case.judge(&judged(Ruling::Undo { judgement: 4 }), now()).expect("undone");
    case.judge(&judged(Ruling::Undo { judgement: 5 }), now()).expect("undone");
    read_again(&mut case);
    let report = document(ORURO);
    let (_, again) = case.document(report.id()).expect("read").expect("known");
    case.keep(&report, &again, "copy.txt", &[], now()).expect("kept");
    // The strike is account 4 now.
    let lines: Vec<String> = case.history(EventId(4)).expect("read").iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "1 kept from oruro.txt by 1: [1, 2]",
            "4 A. Coder: right [Some(4)] undone by None",
            "5 A. Coder: undo [] undone by Some(6)",
            "6 A. Coder: undo [] undone by None",
            "7 read again by 2: [4, 5] instead of [1, 2]",
            "8 found again at copy.txt",
        ]
    );
    assert!(case.history(EventId(99)).expect("read").is_empty());
}

fn line(row: &qantar_store::HistoryRow) -> String {
    let what = match &row.step {
        Step::Kept { origin, version, new, .. } => format!("kept from {origin} by {version}: {new:?}"),
        Step::ReadAgain { version, new, retired, .. } => {
            format!("read again by {version}: {new:?} instead of {retired:?}")
        }
        Step::FoundAgain { origin, .. } => format!("found again at {origin}"),
        Step::Judged(row) => {
            let (by, ruling) = (&row.judgement.by, row.judgement.ruling.as_str());
            format!("{by}: {ruling} {:?} undone by {:?}", row.accounts, row.undone_by)
        }
        _ => panic!("a step that this test does not know"),
    };
    format!("{} {what}", row.seq)
}
