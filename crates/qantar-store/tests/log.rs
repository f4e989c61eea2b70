//! The log: only ever longer, and whoever alters it or what it vouches for is found out.

mod common;

use common::*;
use qantar_store::{Case, Fault};

/// Does harm to a case of three entries, past the triggers, and gives the faults found.
fn faults_after(harm: &str) -> Vec<Fault> {
    let (bench, mut case) = Bench::with_oruro();
    for text in ["A strike began.", "A riot began."] {
        let document = document(text);
        case.keep(&document, &empty(&document, "1"), text, &[], now()).expect("kept");
    }
    drop(case);
    let raw = bench.raw();
    raw.execute_batch(
        "DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_deleted; DROP TRIGGER change_is_only_appended;",
    )
    .expect("unguarded");
    raw.execute_batch(harm).expect("harmed");
    Case::open_read_only(&bench.path).expect("opens").verify().expect("walked").faults
}

#[test]
fn the_log_refuses_to_be_altered() {
    let (bench, case) = Bench::with_oruro();
    let raw = bench.raw();
    for harm in [
        "UPDATE change SET detail = '{}'",
        "DELETE FROM change",
        "INSERT OR REPLACE INTO change SELECT seq, at, kind, subject, '{}', previous, hash FROM change",
        "INSERT INTO change SELECT seq + 5, at, kind, subject, detail, previous, hash FROM change",
    ] {
        let error = raw.execute_batch(harm).expect_err(harm).to_string();
        assert!(error.contains("append-only"), "{harm}: {error}");
    }
    assert_eq!(case.changes().expect("read").len(), 1);
}

#[test]
fn a_sound_case_is_sound() {
    assert_eq!(faults_after(""), []);
    let (_bench, case) = Bench::with_oruro();
    let found = case.verify().expect("walked");
    let changes = case.changes().expect("read");
    assert_eq!((found.entries, found.head.as_ref()), (1, Some(&changes[0].hash)));
    assert_eq!(changes[0].at, "2026-11-08T12:00:00Z");
    assert_eq!(changes[0].previous, "0".repeat(64));
}

#[test]
fn tampering_shows_at_its_entry() {
    for (harm, seq, words) in [
        ("UPDATE change SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", 2, "altered"),
        ("UPDATE change SET subject = 'x' WHERE seq = 1", 1, "altered"),
        ("UPDATE change SET previous = hash WHERE seq = 3", 3, "does not follow"),
        ("DELETE FROM change WHERE seq = 1", 2, "missing"),
        ("DELETE FROM change WHERE seq = 2", 3, "missing"),
    ] {
        let faults = faults_after(harm);
        assert_eq!(faults[0].seq, Some(seq), "{harm}: {faults:?}");
        assert!(faults[0].message.contains(words), "{harm}: {faults:?}");
    }
}

#[test]
fn a_document_or_reading_put_in_the_place_of_another_shows() {
    let harm = "UPDATE document SET body = (SELECT body FROM document WHERE number = 3) WHERE number = 2";
    let faults = faults_after(harm);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].seq, Some(2));
    assert!(faults[0].message.starts_with("the document "), "{faults:?}");

    let faults = faults_after("UPDATE reading SET body = x'28b52ffd' WHERE document = 1");
    assert!(faults[0].message.starts_with("the reading "), "{faults:?}");
    let faults = faults_after(
        "DELETE FROM telling; DELETE FROM statement; DELETE FROM figure; DELETE FROM account; DELETE FROM change",
    );
    assert_eq!(faults.len(), 6, "documents and readings that no entry tells of: {faults:?}");
}

#[test]
fn rows_that_point_nowhere_show() {
    let faults = faults_after("PRAGMA foreign_keys = OFF; DELETE FROM account WHERE number = 1");
    assert!(
        faults.iter().any(|fault| fault.message.contains("statement point at rows that are missing")),
        "{faults:?}"
    );
}
