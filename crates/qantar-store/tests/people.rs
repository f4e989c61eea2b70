//! Who has decided what, and who may sign in.

mod common;

use common::*;
use qantar_record::*;
use qantar_store::{Case, DecisionRow, ErrorKind, Moment};

fn by(author: &str, ruling: Ruling) -> Judgement {
    Judgement { by: author.into(), ..judged(ruling) }
}

fn right(case: &Case, account: i64) -> Ruling {
    Ruling::Right { account: anchor(case, account), slot: None }
}

fn wrong(case: &Case, account: i64) -> Ruling {
    Ruling::Wrong { account: anchor(case, account), slot: None, words: None, beside: vec![] }
}

fn lines(decisions: Vec<DecisionRow>) -> Vec<String> {
    let line = |row: &DecisionRow| {
        let says = if row.right { "right" } else { "wrong" };
        format!("{} {}: a{} of {} {says}", row.judgement, row.by, row.account, row.event)
    };
    decisions.iter().map(line).collect()
}

#[test]
fn decisions_are_those_on_whole_accounts_that_hold() {
    let (bench, mut case) = Bench::with_oruro();
    let slot = Ruling::Right { account: anchor(&case, 1), slot: Some(Slot::Place) };
    let rulings = [
        by("Aida", right(&case, 1)),
        by("Bek", wrong(&case, 1)),
        by("Aida", slot),
        by("Aida", right(&case, 2)),
        by("Bek", Ruling::Undo { judgement: 5 }),
    ];
    for judgement in &rulings {
        case.judge(judgement, now()).expect("judged");
    }
    let all = ["2 Aida: a1 of e1 right", "3 Bek: a1 of e1 wrong"];
    assert_eq!(lines(case.decisions(None).expect("read")), all);
    assert_eq!(lines(case.decisions(Some("Bek")).expect("read")), all[1..]);
    assert!(case.decisions(Some("Cholpon")).expect("read").is_empty());
    let rows = dump(&bench.path);
    case.rebuild().expect("rebuilt");
    same_text(&dump(&bench.path), &rows);
    assert_eq!(lines(case.as_of(Moment::Change(3)).expect("shown").decisions(None).expect("read")), all);
    assert_eq!(lines(case.as_of(Moment::Change(2)).expect("shown").decisions(None).expect("read")), all[..1]);
}

#[test]
fn a_decision_goes_with_its_words() {
    let (_bench, mut case) = Bench::with_oruro();
    case.judge(&by("Aida", right(&case, 1)), now()).expect("judged");
    let report = document(ORURO);
    let mut better = reading(&report, "2");
    better.accounts[0].event_type = EventType("REQUEST".into());
    case.keep(&report, &better, "oruro.txt", &[], now()).expect("kept");
    assert_eq!(lines(case.decisions(None).expect("read")), ["2 Aida: a3 of e3 right"]);
    case.keep(&report, &empty(&report, "3"), "oruro.txt", &[], now()).expect("kept");
    assert!(case.decisions(None).expect("read").is_empty());
}

#[test]
fn passwords_are_kept_beside_the_log_and_outlive_a_rebuild() {
    let (bench, mut case) = Bench::with_oruro();
    let log = case.changes().expect("read");
    case.set_password("Bek", "$argon2id$one", now()).expect("set");
    case.set_password("Aida", "$argon2id$two", now()).expect("set");
    let later = "2027-01-01T00:00:00Z".parse().expect("a time");
    case.set_password("Bek", "$argon2id$three", later).expect("set");
    let names = |case: &Case| case.coders().expect("read").into_iter().map(|row| row.name).collect::<Vec<_>>();
    assert_eq!(names(&case), ["Aida", "Bek"]);
    assert_eq!(case.coders().expect("read")[1].created, now(), "another password is no new coder");
    assert_eq!(case.password_hash("Bek").expect("read").as_deref(), Some("$argon2id$three"));
    assert_eq!(case.password_hash("bek' OR 1").expect("read"), None);
    let error = case.set_password(" ", "x", now()).expect_err("nobody");
    assert_eq!(error.kind(), &ErrorKind::NoAuthor);
    case.rebuild().expect("rebuilt");
    assert_eq!(names(&case), ["Aida", "Bek"]);
    assert_eq!(case.changes().expect("read"), log, "no secret lies in the log");
    let mut past = case.as_of(Moment::Change(1)).expect("shown");
    assert!(names(&past).is_empty());
    assert_eq!(past.set_password("Aida", "x", now()).expect_err("past").kind(), &ErrorKind::Past);
    assert!(case.remove_coder("Bek").expect("removed"));
    assert!(!case.remove_coder("Bek").expect("none left"));
    assert_eq!(names(&bench.case()), ["Aida"]);
}

#[test]
fn how_long_somebody_looked_is_kept_and_old_logs_stay_as_they_are() {
    let (_bench, mut case) = Bench::with_oruro();
    let old = serde_json::to_string(&judged(right(&case, 1))).expect("JSON");
    assert!(!old.contains("seconds"), "{old}");
    case.judge(&Judgement { seconds: Some(14), ..judged(right(&case, 1)) }, now()).expect("judged");
    assert_eq!(case.judgements().expect("read")[0].judgement.seconds, Some(14));
}

#[test]
fn what_leaves_an_account_out_of_an_event_is_found_there() {
    let (_bench, mut case) = Bench::with_oruro();
    let through = case.head().expect("read");
    let leave =
        |beside: Vec<i64>, case: &Case| Ruling::Wrong { account: anchor(case, 2), slot: None, words: None, beside };
    let on = |case: &Case, event: i64| {
        let found = case.judgements_on(EventId(event)).expect("read");
        found.iter().map(|row| row.number).collect::<Vec<_>>()
    };
    for ruling in [leave(vec![], &case), leave(vec![9, 1], &case)] {
        case.judge(&by("Aida", ruling), now()).expect("judged");
    }
    case.write_events(&[(event(&case, &[1]), "a".into())], &[], through).expect("written");
    assert_eq!((on(&case, 1), on(&case, 2)), (vec![3], vec![2, 3]), "the first names no event");
    case.judge(&by("Aida", Ruling::Undo { judgement: 3 }), now()).expect("undone");
    assert_eq!(on(&case, 1), [3, 4]);
    case.rebuild().expect("rebuilt");
    assert!(case.verify().expect("walked").is_sound());
    case.write_events(&[(event(&case, &[1]), "a".into()), (event(&case, &[2]), "b".into())], &[], through)
        .expect("written");
    assert_eq!((on(&case, 1), on(&case, 2)), (vec![], vec![2, 3, 4]), "back in an event it is that one's alone");
}
