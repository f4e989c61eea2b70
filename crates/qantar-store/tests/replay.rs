//! The log replayed: all that a machine wrote follows from it, now and at any moment before.

mod common;

use common::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use qantar_record::*;
use qantar_store::{Case, ErrorKind, Filter, Moment};

/// A story of changes to a case, one entry of the log each.
#[derive(Clone, Debug)]
enum Change {
    /// The report of this number is read; which accounts are found, and as what.
    Read { report: usize, accounts: Vec<(usize, usize)>, longer: bool },
    /// Two accounts that there are then are judged to be the same.
    Judge { seed: usize },
    /// A report that there is then is judged to tell of an event that was missed.
    Miss { seed: usize },
    /// A judgement that holds then is undone.
    Undo { seed: usize },
}

const WORDS: [&str; 5] = ["Miners", "strike", "detained", "said", "rejected the demands"];
const TYPES: [&str; 3] = ["PROTEST", "COERCE", "REJECT"];

fn make(case: &mut Case, change: &Change, step: usize) {
    match change {
        Change::Read { report, accounts, longer } => {
            let received = format!("{ORURO} Report {report}.");
            let text = if *longer { format!("By our correspondent. {received}") } else { received.clone() };
            let report = Document::new(DocumentParts {
                received: received.as_bytes(),
                text,
                published: (*report > 0).then(|| date(2024, 3, *report as i8)),
                ..DocumentParts::default()
            });
            let mut found = reading(&report, &step.to_string());
            let account = |(id, &(word, kind)): (usize, &(usize, usize))| {
                account(report.text(), id as u32 + 1, TYPES[kind], WORDS[word])
            };
            found.accounts = accounts.iter().enumerate().map(account).collect();
            if accounts.len() % 2 == 0 {
                found.claims.clear();
            }
            let problem = Problem::new(Stage::Ingest, format!("met at step {step}"));
            case.keep(&report, &found, &format!("{step}.txt"), &[problem], now()).expect("kept");
        }
        Change::Judge { seed } => {
            let all = case.accounts(&Filter { retired: true, ..Filter::default() }).expect("read");
            if all.len() > 1 {
                let (one, other) = (&all[seed % all.len()], &all[(seed + 1) % all.len()]);
                let accounts = vec![anchor(case, one.number), anchor(case, other.number)];
                case.judge(&judged(Ruling::Same { accounts }), now()).expect("judged");
            }
        }
        Change::Miss { seed } => {
            let documents = case.documents().expect("read");
            if !documents.is_empty() {
                let id = &documents[seed % documents.len()].id;
                let (document, _) = case.document(id).expect("read").expect("known");
                case.judge(&judged(miss(&document, *seed)), now()).expect("judged");
            }
        }
        Change::Undo { seed } => {
            let mut rows = case.judgements().expect("read");
            rows.retain(|row| row.holds);
            if !rows.is_empty() {
                let judgement = rows[seed % rows.len()].number;
                case.judge(&judged(Ruling::Undo { judgement }), now()).expect("undone");
            }
        }
    }
}

/// That the document tells of something that was missed, of one number and at one place.
fn miss(document: &Document, seed: usize) -> Ruling {
    let text = document.text();
    let words = |words: &str| Words { text: words.into(), span: at(text, words) };
    let place = Value::Where { words: "Oruro".into(), place: Some(oruro()), inherited: false };
    let count = Value::HowMany { what: Counted::Killed, low: Some(3), high: None };
    Ruling::Missed {
        account: Anchor {
            account: 0,
            document: document.id().clone(),
            event_type: EventType(TYPES[seed % TYPES.len()].into()),
            trigger: words(WORDS[seed % WORDS.len()]),
            sentence: words(ORURO),
        },
        mode: Mode::other(),
        status: Status::Happened,
        values: vec![
            Given { slot: Slot::Place, value: place, words: Some(words("Oruro")) },
            Given { slot: Slot::Count, value: count, words: Some(words("At least 12")) },
        ],
        terms: vec![seed as u32],
    }
}

fn change() -> impl Strategy<Value = Change> {
    let accounts = prop::collection::vec((0..WORDS.len(), 0..TYPES.len()), 0..5);
    prop_oneof![
        4 => (0_usize..3, accounts, any::<bool>())
            .prop_map(|(report, accounts, longer)| Change::Read { report, accounts, longer }),
        2 => (0_usize..50).prop_map(|seed| Change::Judge { seed }),
        1 => (0_usize..50).prop_map(|seed| Change::Miss { seed }),
        2 => (0_usize..50).prop_map(|seed| Change::Undo { seed }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_is_what_its_log_tells(changes in prop::collection::vec(change(), 1..9)) {
        let bench = Bench::new();
        let mut case = bench.case();
        let mut then = vec![told(&case)];
        for (step, change) in changes.iter().enumerate() {
            let head = case.head().expect("read");
            make(&mut case, change, step);
            if case.head().expect("read") > head {
                then.push(told(&case));
            }
        }
        for (seq, then) in (0..).zip(&then) {
            let past = case.as_of(Moment::Change(seq)).expect("shown");
            prop_assert_eq!(&told(&past), then);
            let found = past.verify().expect("walked");
            prop_assert!(found.is_sound(), "{:?}", found);
        }
        let before = dump(&bench.path);
        case.rebuild().expect("rebuilt");
        prop_assert_eq!(dump(&bench.path), before);
        prop_assert!(case.verify().expect("walked").is_sound());
    }
}

/// A case of four reports, the last read twice, with a judgement on two accounts and one on a name.
fn four_reports() -> (Bench, Case) {
    let bench = Bench::new();
    let mut case = bench.case();
    let report = |n: usize, published: Option<Date>| {
        let text = format!("Report {n}. {ORURO}");
        Document::new(DocumentParts { received: text.as_bytes(), text: text.clone(), published, ..Default::default() })
    };
    // In the case in this order; the third bears no day and is kept in 2026.
    let days = [Some(date(2024, 3, 12)), Some(date(2024, 3, 10)), None, Some(date(2024, 3, 11))];
    for (n, published) in days.into_iter().enumerate() {
        let report = report(n, published);
        case.keep(&report, &reading(&report, "1"), "x", &[], now()).expect("kept");
    }
    let between = judged(Ruling::Same { accounts: vec![anchor(&case, 3), anchor(&case, 7)] });
    assert_eq!(case.judge(&between, now()).expect("judged"), 5);
    let name = judged(Ruling::Entity { name: "Police".into(), known_as: "National Police".into() });
    assert_eq!(case.judge(&name, now()).expect("judged"), 6);
    case.judge(&judged(Ruling::Undo { judgement: 5 }), now()).expect("undone");
    let last = report(3, days[3]);
    let mut better = reading(&last, "2");
    better.accounts.push(account(last.text(), 3, "REJECT", "rejected"));
    case.keep(&last, &better, "x", &[], now()).expect("kept");
    (bench, case)
}

#[test]
fn as_of_a_day_knows_the_reports_of_that_day() {
    let (_bench, case) = four_reports();
    for (day, accounts, judgements) in [
        (date(2024, 3, 9), &[][..], &[6][..]),
        (date(2024, 3, 10), &[3, 4], &[6]),
        // The report of the 11th as it is read best, in 2026.
        (date(2024, 3, 11), &[3, 4, 7, 8, 9], &[5, 6, 7]),
        (date(2024, 3, 12), &[1, 2, 3, 4, 7, 8, 9], &[5, 6, 7]),
        (date(2026, 11, 8), &[1, 2, 3, 4, 5, 6, 7, 8, 9], &[5, 6, 7]),
    ] {
        let past = case.as_of(Moment::Day(day)).expect("shown");
        let numbers: Vec<_> = past.tellings().expect("read").iter().map(|telling| telling.number).collect();
        assert_eq!(numbers, accounts, "{day}");
        let numbers: Vec<_> = past.judgements().expect("read").iter().map(|row| row.number).collect();
        assert_eq!(numbers, judgements, "{day}");
        assert!(past.verify().expect("walked").is_sound());
        for account in past.accounts(&Filter::default()).expect("read") {
            assert_eq!(case.account(account.number).expect("read"), Some(account));
        }
    }
    let all = case.as_of(Moment::Day(date(2026, 11, 8))).expect("shown");
    assert_eq!(told(&all), told(&case));
}

#[test]
fn events_are_merged_anew_in_the_past_and_nothing_is_decided_there() {
    let (bench, mut case) = four_reports();
    case.write_events(&[(event(&case, &[1, 2]), "a".into())], &[], 8).expect("written");
    let mut past = case.as_of(Moment::Change(4)).expect("shown");
    assert_eq!((past.merged_through().expect("read"), past.head().expect("read")), (0, 4));
    assert!(past.events(&Filter::default()).expect("read").is_empty());
    let before = dump(&bench.path);
    past.write_events(&[(event(&past, &[1, 3]), "b".into())], &[], 4).expect("written");
    assert_eq!(past.event_of(3).expect("read").map(|event| event.accounts), Some(vec![1, 3]));
    assert_eq!(dump(&bench.path), before, "the case itself knows nothing of it");

    let judgement = same(&past);
    let error = past.judge(&judgement, now()).expect_err("past");
    assert_eq!(error.kind(), &ErrorKind::Past);
    let report = document(ORURO);
    assert_eq!(past.keep(&report, &reading(&report, "1"), "x", &[], now()).expect_err("past").kind(), &ErrorKind::Past);
    assert_eq!(past.rebuild().expect_err("past").kind(), &ErrorKind::Past);
    let further = past.as_of(Moment::Change(1)).expect("shown");
    assert_eq!(further.summary().expect("read").documents, 1);
}

#[test]
fn rebuilding_throws_events_away() {
    let (_bench, mut case) = four_reports();
    case.write_events(&[(event(&case, &[1, 2]), "a".into())], &[], 8).expect("written");
    case.rebuild().expect("rebuilt");
    assert!(case.event_inputs().expect("read").is_empty());
    assert_eq!(case.merged_through().expect("read"), 0);
    assert_eq!(case.account(2).expect("read").expect("account 2").event, EventId(2));
}

#[test]
fn rebuilding_puts_right_what_was_harmed() {
    let (bench, mut case) = four_reports();
    let (before, sound) = (dump(&bench.path), told(&case));
    bench
        .raw()
        .execute_batch(
            "UPDATE account SET type = 'AID', sentence = 'x', retired = 1 - retired; DELETE FROM statement;
             UPDATE telling SET body = '{}'; DELETE FROM judged; UPDATE claim SET content = 'y'; DELETE FROM about;
             UPDATE place SET name = 'Potosí' WHERE name IS NOT NULL; DELETE FROM problem; DELETE FROM origin",
        )
        .expect("harmed");
    assert!(!case.verify().expect("walked").is_sound(), "rows of a judgement are gone");
    case.rebuild().expect("rebuilt");
    assert_eq!(told(&case), sound);
    assert_eq!(dump(&bench.path), before);
}

/// Harms the case past its triggers, wants an error of rebuilding with these words, and the case as it was harmed.
fn refused(harm: &str, words: &str) {
    let (bench, mut case) = four_reports();
    bench
        .raw()
        .execute_batch(&format!("DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_deleted; {harm}"))
        .expect("harmed");
    let before = dump(&bench.path);
    let error = case.rebuild().expect_err(harm).to_string();
    assert!(error.starts_with("cannot rebuild ") && error.contains(words), "{error}");
    assert_eq!(dump(&bench.path), before, "{harm}");
}

#[test]
fn a_case_that_does_not_follow_from_its_log_is_not_rebuilt() {
    refused("UPDATE change SET at = '2020-01-01T00:00:00Z' WHERE seq = 3", "entry 3 of the log was altered");
    refused("UPDATE document SET digest = 'x' WHERE number = 2", "the document");
    refused(
        "UPDATE reading SET body = (SELECT body FROM reading WHERE number = 1) WHERE number = 3",
        "entry 3 of the log",
    );
    refused("DELETE FROM reading WHERE number = 5", "entry 8 of the log tells of");
}

#[test]
fn other_numbers_than_those_of_the_log_are_an_error() {
    // A log that was made up, with a chain that is whole.
    for (from, to) in [
        (r#""new":[3,4]"#, r#""new":[3]"#),
        (r#""new":[3,4]"#, r#""new":[3,4,5]"#),
        (r#""new":[3,4]"#, r#""new":[1,4]"#),
        (r#""new":[9],"retired":[]"#, r#""new":[9],"retired":[7]"#),
    ] {
        let (bench, mut case) = four_reports();
        let raw = bench.raw();
        raw.execute_batch("DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_deleted").expect("ok");
        raw.execute("UPDATE change SET detail = replace(detail, ?, ?)", [from, to]).expect("harmed");
        chain_again(&raw);
        let before = dump(&bench.path);
        let error = case.rebuild().expect_err("other numbers");
        assert!(matches!(error.kind(), ErrorKind::Diverged(_)), "{error}");
        assert!(error.to_string().contains("nothing was changed"), "{error}");
        assert_eq!(dump(&bench.path), before);
    }
}

/// Hashes every entry anew, as somebody who wants to deceive would.
fn chain_again(db: &rusqlite::Connection) {
    use sha2::{Digest, Sha256};
    let mut previous = "0".repeat(64);
    let mut select = db.prepare("SELECT seq, at, kind, subject, detail FROM change ORDER BY seq").expect("a log");
    let mut rows = select.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let text = |column| row.get::<_, String>(column).expect("text");
        let seq: i64 = row.get(0).expect("a number");
        let lines = format!("{previous}\n{seq}\n{}\n{}\n{}\n{}", text(1), text(2), text(3), text(4));
        let hash: String = Sha256::digest(lines).iter().map(|byte| format!("{byte:02x}")).collect();
        db.execute("UPDATE change SET previous = ?, hash = ? WHERE seq = ?", (&previous, &hash, seq)).expect("written");
        previous = hash;
    }
}
