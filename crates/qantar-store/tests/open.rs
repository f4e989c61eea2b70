//! Opening: every way it can fail has its own words, and a failure changes nothing on the disk.

mod common;

use common::*;
use qantar_store::{Case, Error, ErrorKind, Filter, Keeping};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The version that this program writes.
const NEWEST: i64 = 7;

/// Opens in all three ways, wants the same error of each, and that the file stays as it is.
fn check(path: &Path, want: impl Fn(&ErrorKind) -> bool, words: &str) {
    let before = fs::read(path).ok();
    for open in [Case::open, Case::open_or_create, Case::open_read_only] {
        let error = open(path).expect_err("it does not open");
        assert!(want(error.kind()), "{error:?}");
        assert_eq!(error.path(), path);
        let message = error.to_string();
        assert!(message.starts_with(&format!("cannot open {}: ", path.display())), "{message}");
        assert!(message.contains(words), "{message}");
        assert!(!message.ends_with('.'), "{message}");
    }
    assert_eq!(fs::read(path).ok(), before);
    let beside = fs::read_dir(path.parent().expect("a folder")).expect("a folder").count();
    assert_eq!(beside, 1, "nothing is left beside the file");
}

#[test]
fn an_empty_file_becomes_a_case_and_no_file_does_only_when_asked() {
    let bench = Bench::new();
    let error = Case::open(&bench.path).expect_err("missing");
    assert_eq!(error.kind(), &ErrorKind::Missing);
    assert_eq!(Case::open_read_only(&bench.path).expect_err("missing").kind(), &ErrorKind::Missing);
    assert!(!bench.path.exists());
    fs::write(&bench.path, b"").expect("written");
    assert_eq!(Case::open(&bench.path).expect_err("empty").kind(), &ErrorKind::NotSqlite);
    assert_eq!(fs::read(&bench.path).expect("read"), b"");

    let case = bench.case();
    assert_eq!(case.schema_version().expect("read"), NEWEST);
    assert_eq!(case.summary().expect("read"), Default::default());
    drop(case);
    let raw = bench.raw();
    let pragma = |name: &str| raw.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).expect("read");
    assert_eq!((pragma("application_id"), pragma("user_version")), (0x514E_5452, NEWEST));
    let mode: String = raw.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("read");
    assert_eq!(mode, "wal");
    let loose: i64 = raw
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE strict = 0 AND type = 'table' AND name NOT LIKE 'sqlite%'",
            [],
            |r| r.get(0),
        )
        .expect("read");
    assert_eq!(loose, 0, "every table is strict, but for those that SQLite makes for its indexes");
}

#[test]
fn a_folder_or_another_file_is_no_case() {
    let bench = Bench::new();
    fs::create_dir(&bench.path).expect("made");
    check(&bench.path, |kind| *kind == ErrorKind::NotAFile, "not a regular file");
    fs::remove_dir(&bench.path).expect("removed");
    fs::write(&bench.path, "Miners began a strike.").expect("written");
    check(&bench.path, |kind| *kind == ErrorKind::NotSqlite, "not a SQLite file");
}

#[test]
fn the_database_of_another_program_is_no_case() {
    for mode in ["DELETE", "WAL"] {
        let bench = Bench::new();
        bench.raw().execute_batch(&format!("PRAGMA journal_mode={mode}; CREATE TABLE t (x); ")).expect("made");
        check(&bench.path, |kind| *kind == ErrorKind::NotACase, "not a case");
    }
}

#[test]
fn a_case_of_a_newer_version_is_left_alone() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    bench.raw().pragma_update(None, "user_version", NEWEST + 1).expect("set");
    check(&bench.path, |kind| *kind == ErrorKind::Newer { found: NEWEST + 1, known: NEWEST }, "use a newer qantar");
}

#[test]
fn a_case_of_an_older_version_is_not_changed_by_reading() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    bench.raw().pragma_update(None, "user_version", 0).expect("set");
    let error = Case::open_read_only(&bench.path).expect_err("too old");
    assert_eq!(error.kind(), &ErrorKind::Older { found: 0, known: NEWEST });
}

#[test]
fn a_file_cut_short_is_damaged() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    let whole = fs::read(&bench.path).expect("read");
    for length in [50, 100, whole.len() / 2] {
        fs::write(&bench.path, &whole[..length]).expect("written");
        check(&bench.path, |kind| matches!(kind, ErrorKind::Damaged(_)), "restore it from a copy");
    }
}

#[test]
fn a_file_overwritten_inside_never_panics() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    let whole = fs::read(&bench.path).expect("read");
    let mut refused = 0;
    for page in 0..whole.len() / 4096 {
        let mut broken = whole.clone();
        broken[page * 4096 + 100..(page + 1) * 4096].fill(0xa5);
        fs::write(&bench.path, &broken).expect("written");
        refused += usize::from(ask_everything(&bench.path).is_err());
    }
    assert!(refused > 5, "{refused}");
}

fn ask_everything(path: &Path) -> Result<(), Error> {
    let mut case = Case::open(path)?;
    let report = document(ORURO);
    case.document(report.id())?;
    case.accounts(&Filter::default())?;
    case.claims(&Filter::default())?;
    case.places(&Filter::default())?;
    case.statements(1, None)?;
    case.keep(&report, &reading(&report, "2"), "oruro.txt", &[], now())?;
    let found = case.verify()?;
    assert!(found.entries > 0);
    Ok(())
}

#[test]
fn a_case_without_one_of_its_tables_is_damaged() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    bench.raw().execute_batch("DROP TABLE statement").expect("dropped");
    for open in [Case::open, Case::open_or_create, Case::open_read_only] {
        let error = open(&bench.path).expect_err("it does not open");
        assert!(error.to_string().contains("the table statement is missing"), "{error}");
    }
}

#[test]
fn a_value_that_cannot_be_is_damage_and_no_panic() {
    let report = document(ORURO);
    for harm in [
        "UPDATE account SET status = 'perhaps'",
        "UPDATE account SET sentence_start = 9000",
        "UPDATE account SET actors = '{'",
        "UPDATE account SET date_from = '2024-13-41'",
        "UPDATE account SET local = -1",
        "UPDATE reading SET body = x'00'",
        "PRAGMA ignore_check_constraints = ON; UPDATE document SET id = 'no'",
    ] {
        let (bench, case) = Bench::with_oruro();
        bench.raw().execute_batch(harm).expect("harmed");
        let asked = case.accounts(&Filter::default()).map(drop).and(case.document(report.id()).map(drop));
        let error = asked.expect_err(harm);
        assert!(matches!(error.kind(), ErrorKind::Damaged(_)), "{error}");
    }
}

#[test]
fn a_span_off_the_text_is_damage() {
    let (bench, case) = Bench::with_oruro();
    let report = document(ORURO);
    let json = serde_json::to_string(&reading(&report, "1")).expect("JSON").replace("\"end\":6", "\"end\":6000");
    let body = zstd::bulk::compress(json.as_bytes(), 3).expect("squeezed");
    bench.raw().execute("UPDATE reading SET body = ?", [body]).expect("harmed");
    let error = case.document(report.id()).expect_err("damaged");
    assert!(error.to_string().contains("off the text"), "{error}");
}

#[test]
fn a_writer_waits_for_another_and_says_when_it_gave_up() {
    let (bench, mut case) = Bench::with_oruro();
    case.wait_at_most(Duration::from_millis(50)).expect("set");
    let other = bench.raw();
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let report = document("A strike began.");
    let error = case.keep(&report, &empty(&report, "1"), "x", &[], now()).expect_err("locked");
    assert_eq!(error.kind(), &ErrorKind::Locked);
    assert!(error.to_string().contains("another program is writing"), "{error}");

    other.execute_batch("UPDATE document SET title = 'half done'").expect("written");
    let reader = Case::open_read_only(&bench.path).expect("readers never wait");
    assert_eq!(reader.documents().expect("read")[0].title.as_deref(), Some("Strike in Oruro"));
    Case::open(&bench.path).expect("opening waits for nobody");

    other.execute_batch("ROLLBACK").expect("unlocked");
    assert_eq!(case.keep(&report, &empty(&report, "1"), "x", &[], now()).expect("kept"), Keeping::New);
    assert_eq!(reader.summary().expect("read").documents, 2);
}

#[test]
fn a_case_opened_for_reading_is_not_written() {
    let (bench, case) = Bench::with_oruro();
    drop(case);
    let before = fs::read(&bench.path).expect("read");
    let mut case = Case::open_read_only(&bench.path).expect("opens");
    assert_eq!(case.summary().expect("read").documents, 1);
    assert!(case.verify().expect("read").is_sound());
    let report = document("A strike began.");
    let error = case.keep(&report, &empty(&report, "1"), "x", &[], now()).expect_err("read only");
    assert_eq!(error.kind(), &ErrorKind::ReadOnly);
    drop(case);
    assert_eq!(fs::read(&bench.path).expect("read"), before);
    assert_eq!(fs::read_dir(bench.folder.path()).expect("a folder").count(), 1, "nothing is left beside the file");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let bench = Bench::new();
    let path = bench.folder.path().join("not/there.qantar");
    let error = Case::open_or_create(&path).expect_err("no folder");
    assert!(matches!(error.kind(), ErrorKind::Unwritable(_)), "{error}");
    assert!(error.to_string().contains("there is no folder"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_can_be_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let (bench, case) = Bench::with_oruro();
    drop(case);
    let allow = |mode| fs::set_permissions(bench.folder.path(), fs::Permissions::from_mode(mode)).expect("allowed");
    allow(0o555);
    if fs::write(bench.folder.path().join("probe"), "").is_ok() {
        return; // The superuser may write anywhere.
    }
    let error = Case::open(&bench.path).expect_err("read-only folder");
    assert!(matches!(error.kind(), ErrorKind::Unwritable(_)), "{error}");
    let error = Case::open_or_create(&bench.folder.path().join("new.qantar")).expect_err("read-only folder");
    assert!(matches!(error.kind(), ErrorKind::Unwritable(_)), "{error}");
    let read = Case::open_read_only(&bench.path).and_then(|case| case.summary());
    allow(0o755);
    assert_eq!(read.expect("it can be read").documents, 1);
}

#[test]
fn many_make_the_same_case_at_once() {
    let bench = Bench::new();
    let texts: Vec<String> = (0..8).map(|n| format!("{ORURO} Report {n}.")).collect();
    std::thread::scope(|scope| {
        for text in &texts {
            let path = &bench.path;
            scope.spawn(move || {
                let mut case = Case::open_or_create(path).expect("opens");
                case.wait_at_most(Duration::from_secs(30)).expect("set");
                let report = document(text);
                case.keep(&report, &reading(&report, "1"), text, &[], now()).expect("kept");
            });
        }
    });
    let case = bench.case();
    assert_eq!(case.summary().expect("read").documents, 8);
    assert!(case.verify().expect("read").is_sound());
}
