//! What people add where no reading tells of an event.

mod common;

use common::*;
use jiff::civil::date;
use qantar_record::*;
use qantar_store::{Case, ErrorKind, Filter, Moment};

const REJECTED: &str = "rejected the demands";

fn words(text: &str, words: &str) -> Words {
    Words { text: words.into(), span: at(text, words) }
}

/// A person says that the report tells of a refusal in La Paz, with who, where, when and how many.
fn refusal() -> Ruling {
    let given = |slot, value, said: Option<&str>| Given { slot, value, words: said.map(|said| words(ORURO, said)) };
    let day = Value::When { interval: Interval::day(date(2024, 3, 12)), grain: Grain::Day, inherited: false };
    Ruling::Missed {
        account: Anchor {
            account: 0,
            document: document(ORURO).id().clone(),
            event_type: EventType("REJECT".into()),
            trigger: words(ORURO, REJECTED),
            sentence: words(ORURO, "La Paz rejected the demands."),
        },
        mode: Mode::other(),
        status: Status::Happened,
        values: vec![
            given(Slot::Actor, Value::Who { words: "the police".into(), name: None }, Some("the police")),
            given(Slot::Target, Value::Who { words: "the miners".into(), name: Some("the miners".into()) }, None),
            given(Slot::Place, Value::Where { words: "Oruro".into(), place: Some(oruro()), inherited: false }, None),
            given(Slot::Time, day, None),
            given(
                Slot::Count,
                Value::HowMany { what: Counted::Detained, low: Some(12), high: None },
                Some("At least 12"),
            ),
        ],
        terms: vec![3, 7],
    }
}

fn with_refusal() -> (Bench, Case) {
    let (bench, mut case) = Bench::with_oruro();
    assert_eq!(case.judge(&judged(refusal()), now()).expect("judged"), 2);
    (bench, case)
}

/// The rows and whatever can be asked are the same after all was made again.
fn rebuilt_is_the_same(bench: &Bench, case: &mut Case) {
    let before = (told(case), dump(&bench.path));
    case.rebuild().expect("rebuilt");
    same_text(&told(case), &before.0);
    same_text(&dump(&bench.path), &before.1);
    assert!(case.verify().expect("walked").is_sound());
    let head = case.head().expect("read");
    same_text(&told(&case.as_of(Moment::Change(head)).expect("shown")), &before.0);
}

#[test]
fn what_was_missed_is_an_account_like_any_other() {
    let (bench, mut case) = with_refusal();
    let telling = case.telling(3).expect("read").expect("in force");
    assert_eq!((&telling.trigger, telling.confidence), (&words(ORURO, REJECTED), 1.0));
    assert_eq!(telling.actors[0].called(), "National Police", "the words lie at a mention of them");
    assert_eq!(telling.targets[0].called(), "the miners");
    assert_eq!(telling.targets[0].words.span, at(ORURO, REJECTED), "no words of the report say so");
    assert_eq!(telling.place.expect("a place").place, Some(oruro()));
    assert_eq!(telling.time.expect("a time").interval, Interval::day(date(2024, 3, 12)));
    let figure = &telling.figures[0];
    assert_eq!((figure.low, figure.high, figure.claim), (Some(12), None, Some(1)));
    assert_eq!(figure.voice.as_ref().map(|voice| voice.called()), Some("National Police"));
    assert_eq!(telling.terms, [3, 7]);

    let row = case.account(3).expect("read").expect("there");
    assert_eq!((row.judged, row.local, row.by.as_str()), (Some(2), AccountId(0), "event/1 judged/2"));
    assert_eq!(row.figures.len(), 1);
    assert_eq!(case.account(1).expect("read").expect("there").judged, None);
    let slots: Vec<Slot> = case.statements(3, None).expect("read").iter().map(|told| told.slot).collect();
    assert_eq!(slots, [Slot::Type, Slot::Actor, Slot::Target, Slot::Place, Slot::Time, Slot::Count]);
    assert_eq!(case.judgements().expect("read")[0].accounts, [Some(3)]);
    let in_bolivia = Filter { country: Some("BO".into()), ..Filter::default() };
    assert_eq!(case.accounts(&in_bolivia).expect("read").len(), 2);
    assert!(case.find(&anchor(&case, 3)).expect("read") == Some(3));
    rebuilt_is_the_same(&bench, &mut case);
}

#[test]
fn no_reading_takes_it_away_or_takes_it_over() {
    let (bench, mut case) = with_refusal();
    let report = document(ORURO);
    case.keep(&report, &empty(&report, "2"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.tellings().expect("read").iter().map(|told| told.number).collect::<Vec<_>>(), [3]);
    assert_eq!(case.telling(3).expect("read").expect("in force").figures[0].claim, None, "no claim is read there now");
    rebuilt_is_the_same(&bench, &mut case);
    // A better version finds it as well, under a number of its own.
    let mut better = reading(&report, "3");
    better.accounts.push(account(ORURO, 3, "REJECT", REJECTED));
    case.keep(&report, &better, "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.tellings().expect("read").iter().map(|told| told.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(case.telling(3).expect("read").expect("in force").figures[0].claim, Some(1));
    rebuilt_is_the_same(&bench, &mut case);
}

#[test]
fn undo_takes_it_away_and_undo_of_undo_brings_it_back_under_its_number() {
    let (bench, mut case) = with_refusal();
    let before = case.telling(3).expect("read");
    assert!(before.is_some());
    case.judge(&judged(Ruling::Undo { judgement: 2 }), now()).expect("undone");
    assert_eq!(case.telling(3).expect("read"), None);
    assert!(case.account(3).expect("read").expect("there for good").retired);
    assert!(case.decisions(None).expect("read").is_empty());
    rebuilt_is_the_same(&bench, &mut case);
    // Read again meanwhile: it stays away.
    let report = document(ORURO);
    case.keep(&report, &reading(&report, "2"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.telling(3).expect("read"), None);
    case.judge(&judged(Ruling::Undo { judgement: 3 }), now()).expect("undone");
    assert_eq!(case.telling(3).expect("read"), before);
    assert_eq!(case.decisions(Some("A. Coder")).expect("read")[0].account, 3);
    rebuilt_is_the_same(&bench, &mut case);
}

#[test]
fn moments_of_the_past_have_what_had_been_added_by_then() {
    let (_bench, mut case) = with_refusal();
    let numbers = |case: &Case| case.tellings().expect("read").iter().map(|told| told.number).collect::<Vec<_>>();
    case.judge(&judged(Ruling::Undo { judgement: 2 }), now()).expect("undone");
    let other = document("A strike began.");
    case.keep(&other, &empty(&other, "1"), "other.txt", &[], now()).expect("kept");
    let at = |moment| numbers(&case.as_of(moment).expect("shown"));
    assert_eq!(at(Moment::Change(1)), [1, 2]);
    assert_eq!(at(Moment::Change(2)), [1, 2, 3]);
    assert_eq!(at(Moment::Change(3)), [1, 2]);
    assert_eq!(at(Moment::Day(date(2024, 3, 12))), [1, 2]);
    assert!(at(Moment::Day(date(2024, 3, 11))).is_empty());
}

#[test]
fn words_that_have_moved_are_followed_and_words_that_are_gone_are_waited_for() {
    let (bench, mut case) = with_refusal();
    // The same bytes, taken in with another text.
    let taken_in = |text: &str| {
        let parts = DocumentParts { received: ORURO.as_bytes(), text: text.into(), ..DocumentParts::default() };
        Document::new(parts)
    };
    let moved = format!("Bolivia. {ORURO}");
    let report = taken_in(&moved);
    case.keep(&report, &empty(&report, "2"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.telling(3).expect("read").expect("in force").trigger, words(&moved, REJECTED));
    rebuilt_is_the_same(&bench, &mut case);
    let report = taken_in("Nothing of it.");
    case.keep(&report, &empty(&report, "3"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.telling(3).expect("read"), None);
    rebuilt_is_the_same(&bench, &mut case);
    let report = document(ORURO);
    case.keep(&report, &reading(&report, "4"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(case.telling(3).expect("read").expect("in force").trigger, words(ORURO, REJECTED));
    rebuilt_is_the_same(&bench, &mut case);
}

#[test]
fn what_cannot_be_is_refused() {
    let (bench, mut case) = Bench::with_oruro();
    type Change = fn(&mut Anchor, &mut Vec<Given>);
    let other = |slot| Given { slot, value: Value::Who { words: "x".into(), name: None }, words: None };
    let cases: [(Change, &str); 5] = [
        (|anchor, _| anchor.document = DocumentId::of(b"another"), "the case has no report"),
        (|anchor, _| anchor.trigger.text = " ".into(), "no words are named"),
        (|anchor, _| anchor.trigger = words(ORURO, "strike"), "outside the sentence"),
        (|anchor, _| anchor.trigger.text = "accepted the demands".into(), "does not have the words"),
        (|_, values| values[0].slot = Slot::Place, "does not belong in the slot place"),
    ];
    let before = dump(&bench.path);
    for (change, said) in cases {
        let mut ruling = refusal();
        if let Ruling::Missed { account, values, .. } = &mut ruling {
            change(account, values);
        }
        let error = case.judge(&judged(ruling), now()).expect_err(said);
        assert!(matches!(error.kind(), ErrorKind::Undecided(_)) && error.to_string().contains(said), "{error}");
    }
    let mut ruling = refusal();
    if let Ruling::Missed { values, .. } = &mut ruling {
        values.push(other(Slot::Type));
    }
    case.judge(&judged(ruling), now()).expect_err("the type is the account's own");
    assert_eq!(dump(&bench.path), before);
}

#[test]
fn a_log_that_gives_one_number_twice_is_not_followed() {
    let (bench, mut case) = with_refusal();
    case.judge(&judged(Ruling::Right { account: anchor(&case, 1), slot: None }), now()).expect("judged");
    drop(case);
    let raw = bench.raw();
    let detail = serde_json::to_string(&judged(match refusal() {
        Ruling::Missed { mut account, mode, status, values, terms } => {
            account.account = 1;
            Ruling::Missed { account, mode, status, values, terms }
        }
        other => other,
    }))
    .expect("JSON");
    raw.execute_batch("DROP TRIGGER change_is_never_altered; PRAGMA foreign_keys = OFF").expect("altered");
    raw.execute("UPDATE change SET detail = ? WHERE seq = 2", [detail]).expect("altered");
    drop(raw);
    let mut case = bench.case();
    assert!(!case.verify().expect("walked").is_sound());
    let before = dump(&bench.path);
    case.rebuild().expect_err("the chain is broken");
    assert_eq!(dump(&bench.path), before);
}
