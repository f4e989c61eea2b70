//! A program that writes to a case is killed at any moment, or finds the disk full: what it was told is kept is kept, and
//! nothing lies there half done.

mod common;

use common::*;
use qantar_record::*;
use qantar_store::{Case, Error, ErrorKind, Filter};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Names the case, in the environment of the child that writes to it.
const CASE: &str = "QANTAR_TEST_CASE";

/// What the child does until it is killed: keeps a report, judges its two accounts to be the same, merges them, and now
/// and then reads it again or undoes the judgement. It says a line once a thing is kept.
#[test]
#[ignore = "started by the other tests as a process of its own"]
fn a_writer_that_never_stops() {
    let Some(path) = std::env::var_os(CASE) else { return };
    let mut case = Case::open_or_create(Path::new(&path)).expect("opens");
    let mut said = std::io::stdout().lock();
    for n in case.summary().expect("read").documents.. {
        let report = numbered(n);
        case.keep(&report, &reading(&report, "1"), "x", &[], now()).expect("kept");
        writeln!(said, "\nkept {n} {}", case.head().expect("read")).expect("said");
        let accounts = case.accounts(&Filter { document: Some(report.id().clone()), ..Filter::default() });
        let numbers: Vec<i64> = accounts.expect("read").iter().map(|account| account.number).collect();
        let accounts = numbers.iter().map(|&number| anchor(&case, number)).collect();
        let number = case.judge(&judged(Ruling::Same { accounts }), now()).expect("judged");
        writeln!(said, "\njudged {n} {number}").expect("said");
        let merged = event(&case, &numbers);
        case.write_events(&[(merged, n.to_string())], &[], number).expect("written");
        writeln!(said, "\nmerged {n} {}", numbers[0]).expect("said");
        if n % 3 == 0 {
            case.keep(&report, &empty(&report, "2"), "x", &[], now()).expect("kept");
            writeln!(said, "\nagain {n} {}", case.head().expect("read")).expect("said");
        }
        if n % 2 == 0 {
            let number = case.judge(&judged(Ruling::Undo { judgement: number }), now()).expect("undone");
            writeln!(said, "\nundone {n} {number}").expect("said");
        }
    }
}

fn numbered(n: u64) -> Document {
    document(&format!("{ORURO} Report {n}."))
}

fn writer(path: &Path) -> Child {
    let program = std::env::current_exe().expect("this test has a file");
    Command::new(program)
        .args(["--exact", "a_writer_that_never_stops", "--ignored", "--nocapture", "--test-threads=1"])
        .env(CASE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts")
}

/// Lets a writer write for so long after its first word, kills it, and gives what it said: verb, report, number.
fn killed_after(path: &Path, delay: Duration) -> Vec<(String, u64, i64)> {
    let mut child = writer(path);
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut first = String::new();
    while !first.starts_with("kept ") {
        first.clear();
        assert_ne!(out.read_line(&mut first).expect("it speaks"), 0, "the writer ended before it wrote");
    }
    // On a thread of its own, so that a full pipe does not hold the writer up.
    let rest = std::thread::spawn(move || out.lines().map_while(Result::ok).collect::<Vec<_>>());
    std::thread::sleep(delay);
    child.kill().expect("killed");
    child.wait().expect("gone");
    let mut lines = rest.join().expect("read to the end");
    lines.insert(0, first.trim_end().to_owned());
    lines.iter().filter_map(|line| acknowledged(line)).collect()
}

/// A line that was said in full.
fn acknowledged(line: &str) -> Option<(String, u64, i64)> {
    let mut words = line.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// All that was acknowledged is there, and what is there is whole.
fn check(path: &Path, said: &[(String, u64, i64)]) {
    let case = Case::open(path).expect("it opens");
    let found = case.verify().expect("walked");
    assert!(found.is_sound(), "{:?}", found.faults);
    let changes = case.changes().expect("read");
    let events = case.event_inputs().expect("read");
    for (verb, report, number) in said {
        let entry = usize::try_from(number - 1).ok().and_then(|at| changes.get(at));
        let entry = || entry.unwrap_or_else(|| panic!("{verb} {report} {number} is not there"));
        let is = |kind: &str| assert_eq!(entry().kind, kind);
        match verb.as_str() {
            "kept" => is("document_kept"),
            "again" => is("document_read_again"),
            "judged" | "undone" => is("judged"),
            "merged" => assert!(events.contains(&(EventId(*number), report.to_string())), "event {number}"),
            _ => panic!("{verb} is not among the words of the writer"),
        }
        if verb == "kept" || verb == "again" {
            assert_eq!(entry().subject, numbered(*report).id().as_str());
        }
    }
    // Each report came with everything that follows from it.
    let rows = case.documents().expect("read");
    assert_eq!(rows.len(), changes.iter().filter(|entry| entry.kind == "document_kept").count());
    for row in &rows {
        assert!(matches!((row.version.as_str(), row.accounts), ("1", 2) | ("2", 0)), "{row:?}");
    }
    let judged = changes.iter().filter(|entry| entry.kind == "judged").count();
    assert_eq!(case.judgements().expect("read").len(), judged);
}

#[test]
fn a_hundred_writers_are_killed_and_nothing_is_lost_or_half_done() {
    let mut bench = Bench::new();
    let mut told = Vec::new();
    // The delays come from a generator with a fixed start (Knuth's MMIX), so that every run has the same.
    let mut state = 2026_u64;
    for round in 0..100 {
        if round % 10 == 0 {
            (bench, told) = (Bench::new(), Vec::new());
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        told.extend(killed_after(&bench.path, Duration::from_micros((state >> 33) % 40_000)));
        check(&bench.path, &told);
        if round % 10 == 9 {
            let before = without_events(&bench.path);
            bench.case().rebuild().expect("rebuilt");
            same_text(&without_events(&bench.path), &before);
        }
    }
}

/// All rows, but those of events and which of them accounts belong to, of which the log tells nothing.
fn without_events(path: &Path) -> String {
    let mut case = Case::open(path).expect("it opens");
    let gone: Vec<_> = case.event_inputs().expect("read").into_iter().map(|(event, _)| event).collect();
    case.write_events(&[], &gone, 0).expect("taken away");
    dump(path)
}

/// Keeps reports and judges until something goes wrong; gives what, and how many reports were kept.
fn write_until_it_fails(case: &mut Case) -> (Error, u64) {
    for n in 0.. {
        let report = numbered(n);
        if let Err(error) = case.keep(&report, &reading(&report, "1"), "x", &[], now()) {
            return (error, n);
        }
    }
    unreachable!("there is no last number")
}

#[test]
fn a_full_disk_is_said_and_the_case_stays_whole() {
    let (bench, mut case) = Bench::with_oruro();
    case.grow_at_most(90).expect("set");
    let (error, kept) = write_until_it_fails(&mut case);
    assert_eq!(error.kind(), &ErrorKind::Full);
    assert!(error.to_string().starts_with("cannot keep a document in "), "{error}");
    // Judgements and events are small; they too come to the end.
    let long = judged(Ruling::Note { account: anchor(&case, 1), text: "word ".repeat(100_000) });
    assert_eq!(case.judge(&long, now()).expect_err("full").kind(), &ErrorKind::Full);
    let named = Event { place: vec![], ..event(&case, &[1]) };
    let crowded = (0..2000).map(|_| named.kind[0].clone()).collect();
    let crowded = Event { kind: crowded, ..named };
    assert_eq!(case.write_events(&[(crowded, "x".into())], &[], 1).expect_err("full").kind(), &ErrorKind::Full);
    assert_eq!(case.rebuild().map_err(|error| error.kind().clone()), Ok(()), "there is room for what was there");
    assert!(case.verify().expect("walked").is_sound());
    drop(case);

    let mut case = bench.case();
    assert_eq!(case.summary().expect("read").documents, kept + 1);
    assert!(case.verify().expect("walked").is_sound());
    let report = numbered(kept);
    case.keep(&report, &reading(&report, "1"), "x", &[], now()).expect("there is room again");
}

/// The shell limits how long a file may get; the writer meets it inside the write-ahead log.
#[cfg(unix)]
#[test]
fn a_file_that_may_grow_no_longer_is_said_and_the_case_stays_whole() {
    let bench = Bench::new();
    let program = std::env::current_exe().expect("this test has a file");
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 4000; exec \"$0\" --exact a_writer_that_never_stops --ignored --nocapture",
        ])
        .arg(program)
        .env(CASE, &bench.path)
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("the shell starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && told.contains("perhaps at a limit of space"), "{told}");
    let said: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().filter_map(acknowledged_line).collect();
    assert!(said.len() > 5, "{told}");
    check(&bench.path, &said);
}

#[cfg(unix)]
fn acknowledged_line(line: &str) -> Option<(String, u64, i64)> {
    let known = ["kept", "again", "judged", "undone", "merged"];
    acknowledged(line).filter(|(verb, ..)| known.contains(&verb.as_str()))
}

#[test]
fn what_was_opened_for_reading_takes_no_judgement_and_no_event() {
    let (bench, case) = Bench::with_oruro();
    let (judgement, merged) = (same(&case), event(&case, &[1, 2]));
    drop(case);
    let before = dump(&bench.path);
    let mut case = Case::open_read_only(&bench.path).expect("opens");
    for error in [
        case.judge(&judgement, now()).expect_err("read only"),
        case.write_events(&[(merged, String::new())], &[], 1).expect_err("read only"),
        case.rebuild().expect_err("read only"),
    ] {
        assert_eq!(error.kind(), &ErrorKind::ReadOnly);
        assert!(error.to_string().contains("open it for writing"), "{error}");
    }
    assert_eq!(dump(&bench.path), before);
}

/// The superuser may write anywhere, so the writer is started as somebody who may not, where the system allows that.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_write_protected_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let (bench, case) = Bench::with_oruro();
    drop(case);
    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("allowed");
    };
    allow(&bench.path, 0o444);
    let superuser = std::fs::OpenOptions::new().append(true).open(&bench.path).is_ok();
    if superuser {
        // Its write-ahead log cannot be made either, in a folder where another may not write.
        allow(bench.folder.path(), 0o755);
        let program = std::env::current_exe().expect("this test has a file");
        let output = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(program)
            .args(["--exact", "a_writer_that_never_stops", "--ignored", "--nocapture"])
            .env(CASE, &bench.path)
            .output();
        let Ok(output) = output else { return };
        if matches!(output.status.code(), Some(126 | 127)) {
            return; // That other may not even run this program.
        }
        let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(told.contains("it is write-protected"), "{told}");
    } else {
        let error = Case::open(&bench.path).expect_err("write-protected");
        assert!(error.to_string().contains("it is write-protected"), "{error}");
        let case = Case::open_read_only(&bench.path).expect("it can be read");
        assert!(case.verify().expect("walked").is_sound());
    }
}
