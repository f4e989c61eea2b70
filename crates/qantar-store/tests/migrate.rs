//! Every version of a case ever released still opens. One small file of each lies in `corpora/compat`.

mod common;

use common::*;
use qantar_record::Ruling;
use qantar_store::{Case, ErrorKind, Filter, JudgementRow, Match, Moment, Reports, Step};
use std::path::PathBuf;

/// A copy of the case of this version, which may be changed.
fn of_version(version: u32) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("old.qantar");
    let file = format!("{}/../../corpora/compat/case-v{version}.qantar", env!("CARGO_MANIFEST_DIR"));
    std::fs::copy(file, &path).expect("a case of that version");
    (folder, path)
}

/// The version that is written today.
fn newest() -> i64 {
    Bench::new().case().schema_version().expect("read")
}

#[test]
fn version_2_has_all_that_a_page_asks_once_it_is_opened() {
    let (_folder, path) = of_version(2);
    let mut case = Case::open(&path).expect("it opens");
    assert_eq!(case.schema_version().expect("read"), newest());
    let events = case.events(&Filter::default()).expect("read");
    let columns = case.columns().expect("read");
    assert_eq!((events.len(), columns.number.len()), (14, 14));
    for (at, event) in events.iter().enumerate() {
        assert_eq!(i64::from(columns.number[at]), event.id.0);
        assert_eq!(u32::from(columns.reports[at]), event.origins.reports);
        assert_eq!(columns.reviewed[at] == 1, event.reviewed);
        let precision = event.place().and_then(|at| at.place.as_ref()).map_or("", |place| place.precision.as_str());
        assert_eq!(columns.precisions[usize::from(columns.precision[at])], precision);
    }
    assert!(columns.killed.contains(&100));
    let words = |words: &str| Match { text: Some(words.into()), ..Match::default() };
    assert!(case.matching(&words("khartoum sit-in")).expect("read").contains(&1));
    let actors = case.actors(None, None, 99).expect("read");
    assert!(actors.rows.iter().any(|row| row.name == "security forces" && row.acts > 0));
    let reports = Reports { text: Some("khartoum".into()), limit: 9, ..Reports::default() };
    assert_eq!(case.reports(&reports).expect("read").0, 2);
    assert_eq!(case.judgements_on(events[0].id).expect("read").len(), 1);
    let whole = |row: &JudgementRow| match row.judgement.ruling {
        Ruling::Right { slot, .. } | Ruling::Wrong { slot, .. } => row.holds && slot.is_none(),
        _ => false,
    };
    let whole: Vec<i64> =
        case.judgements().expect("read").iter().filter(|row| whole(row)).map(|row| row.number).collect();
    let decisions: Vec<i64> = case.decisions(None).expect("read").iter().map(|row| row.judgement).collect();
    assert_eq!(decisions, whole, "judgements of before are found as decisions");
    assert_eq!(case.worth_a_look(usize::MAX, |_| true).expect("read").len(), events.len());
    assert_eq!(case.merged_through().expect("read"), 0, "a merge is due, which finds the weakest ties");
    assert!(case.verify().expect("walked").is_sound());

    // Written today, nothing of it is other.
    let rows = dump(&path);
    let written: Vec<_> =
        events.into_iter().zip(case.event_inputs().expect("read").into_iter().map(|(_, inputs)| inputs)).collect();
    case.write_events(&written, &[], case.merged_through().expect("read")).expect("written");
    let unordered = |dump: &str| {
        let mut lines: Vec<_> = dump.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(unordered(&dump(&path)), unordered(&rows));
}

#[test]
fn version_1_becomes_what_it_would_be_had_it_been_kept_today() {
    let (_folder, path) = of_version(1);
    let error = Case::open_read_only(&path).expect_err("it must be brought up to date first");
    assert_eq!(error.kind(), &ErrorKind::Older { found: 1, known: newest() });

    let mut case = Case::open(&path).expect("it opens");
    assert_eq!(case.schema_version().expect("read"), newest());
    assert!(case.verify().expect("walked").is_sound());
    let summary = case.summary().expect("read");
    assert_eq!((summary.documents, summary.accounts, summary.claims), (2, 18, 17));

    let tellings = case.tellings().expect("read");
    let accounts = case.accounts(&Filter::default()).expect("read");
    assert_eq!(tellings.len(), 18);
    for (telling, account) in tellings.iter().zip(&accounts) {
        assert_eq!((telling.number, &telling.trigger), (account.number, &account.trigger));
        assert_eq!(account.event.0, account.number);
        assert_eq!(telling.figures.len(), account.figures.len());
    }
    assert!(tellings.iter().any(|telling| telling.figures.iter().any(|figure| figure.voice.is_some())));
    let abouts = case.abouts().expect("read");
    assert_eq!(abouts.len(), 2);
    assert!(abouts.iter().all(|about| about.kept == jiff::civil::date(2026, 11, 29)));
    assert!(matches!(case.history(accounts[0].event).expect("read")[0].step, Step::Kept { .. }));

    let (all, rows) = (told(&case), dump(&path));
    same_text(&told(&case.as_of(Moment::Change(2)).expect("shown")), &all);
    case.rebuild().expect("rebuilt");
    same_text(&told(&case), &all);
    same_text(&dump(&path), &rows);
    assert!(case.verify().expect("walked").is_sound());
}

#[test]
fn problems_that_version_1_did_not_log_outlive_a_rebuild() {
    let (_folder, path) = of_version(1);
    let raw = rusqlite::Connection::open(&path).expect("the file opens");
    raw.execute("INSERT INTO problem VALUES (2, 'ingest', 'three bytes are no UTF-8', NULL, NULL)", [])
        .expect("written");
    drop(raw);
    let mut case = Case::open(&path).expect("it opens");
    case.rebuild().expect("rebuilt");
    assert_eq!(case.problems().expect("read")[0].message, "three bytes are no UTF-8");
}
