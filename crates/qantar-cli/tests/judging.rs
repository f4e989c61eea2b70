//! Judging from the command line.

use std::path::Path;
use std::process::{Command, Output};

fn qantar(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qantar"));
    command.args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1").env("QANTAR_BY", "Aida");
    command.output().expect("the program starts")
}

fn done(arguments: &[&str]) -> String {
    let output = qantar(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(arguments: &[&str]) -> String {
    ended(1, arguments)
}

fn misused(arguments: &[&str]) -> String {
    ended(2, arguments)
}

fn ended(code: i32, arguments: &[&str]) -> String {
    let output = qantar(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A case of one report, and that report's id.
fn case(folder: &Path) -> (String, String) {
    let (report, case) = (folder.join("report.txt"), folder.join("test.qantar"));
    let text = "Police arrested 12 men in Oruro on 3 May 2021. The mayor's office in La Paz was left without windows.";
    std::fs::write(&report, text).expect("written");
    let case = case.display().to_string();
    done(&["read", &report.display().to_string(), "--into", &case]);
    let reports = lines(&done(&["show", &case, "reports"]));
    let id = reports[0]["document"].as_str().expect("an id").to_owned();
    (case, id)
}

fn lines(printed: &str) -> Vec<serde_json::Value> {
    printed.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn what_was_missed_is_added_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (case, report) = case(folder.path());
    let before = lines(&done(&["show", &case, "events"])).len();
    let missed = ["judge", &case, "missed", &report[..8], "left without windows", "--type", "ASSAULT"];
    let told = ["--place", "La Paz, BO", "--time", "2021-05-03", "--target", "The mayor's office", "--why", "seen"];
    let printed = done(&[&missed[..], &told[..]].concat());
    assert!(printed.contains("judgement 2"), "{printed}");
    let events = lines(&done(&["show", &case, "events", "--type", "assault"]));
    let added = events.last().expect("it is listed");
    assert!(added["place"].to_string().contains("La Paz"), "{added}");
    let number = added["event"].as_str().expect("a number").to_owned();
    let why = done(&["why", &case, &number, "target"]);
    assert!(why.contains("mayor's office") && why.contains("judged/2"), "{why}");
    let judged = lines(&done(&["show", &case, "judgements"]));
    assert_eq!((&judged[0]["says"], &judged[0]["by"]), (&"missed".into(), &"Aida".into()));

    assert!(refused(&[&missed[..], &["--place", "Nowhereville"]].concat()).contains("tells of it already"));
    done(&["rebuild", &case]);
    assert_eq!(lines(&done(&["show", &case, "events"])).len(), before + 1);
    done(&["undo", &case]);
    assert_eq!(lines(&done(&["show", &case, "events"])).len(), before);
    done(&["verify", &case]);
}

#[test]
fn what_cannot_be_taken_down_changes_nothing_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let (case, report) = case(folder.path());
    let cases: [(&[&str], &str); 5] = [
        (&["missed", &report, "left with doors", "--type", "ASSAULT"], "does not have the words"),
        (&["missed", "ffffffffffffffff", "windows", "--type", "ASSAULT"], "has no report"),
        (&["instead", "e1", "status", "maybe"], "is no status; they are happened, planned, hypothetical, denied"),
        (&["missed", &report, "windows", "--type", "ASSAULT", "--count", "many"], "is no count"),
        (&["right", "e99"], "has no e99"),
    ];
    for (saying, words) in cases {
        let error = refused(&[&["judge", case.as_str()], saying].concat());
        assert!(error.contains(words), "{error}");
    }
    assert!(done(&["show", &case, "judgements"]).is_empty());
}

#[test]
fn what_makes_no_sense_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let (case, report) = case(folder.path());
    for (arguments, words) in [
        (
            &["judge", &case, "missed", &report, "windows", "--type", "PICNIC"][..],
            "no such type of event; there are ACCUSE,",
        ),
        (&["show", &case, "--type", "arrest"], "no such type of event; there are ACCUSE,"),
        (&["show", &case, "--country", "KAZ"], "a country is two letters, such as KZ"),
        (&["show", &case, "log", "--text", "police"], "--text does not hold for this list"),
        (&["show", &case, "claims", "--reviewed", "yes"], "--reviewed is of events alone"),
        (&["odds"], "name a case or a table"),
        (&["odds", &case, "--next", "--type", "COERCE"], "--next wants either --actor or --target"),
        (&["odds", &case, "--next", "--actor", "police"], "--next wants a type"),
    ] {
        let error = misused(arguments);
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}

#[test]
fn whether_it_took_place_can_be_corrected_and_every_list_can_be_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let (case, _) = case(folder.path());
    let happened = ["show", &case, "--status", "happened", "--country", "bo"];
    assert_eq!(done(&happened).lines().count(), 1);
    done(&["judge", &case, "instead", "e1", "status", "Planned"]);
    assert!(done(&happened).is_empty());
    assert!(done(&["show", &case, "--status", "planned"]).contains("Oruro"));
    assert!(done(&["why", &case, "e1", "status"]).contains("status"), "the words are shown");
    done(&["undo", &case]);
    assert_eq!(done(&happened).lines().count(), 1);
    assert_eq!(done(&["show", &case, "log"]).lines().count(), 3);
    assert_eq!(done(&["show", &case, "log", "--limit", "2"]).lines().count(), 2);
}

#[test]
fn a_figure_is_meant_by_all_of_its_words_before_a_part_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let (report, case) = (folder.path().join("report.txt"), folder.path().join("test.qantar").display().to_string());
    std::fs::write(&report, "Gunmen attacked a market in Oruro on 3 May 2021, killing 12 and wounding 2 others.")
        .expect("written");
    done(&["read", &report.display().to_string(), "--into", &case]);
    done(&["judge", &case, "wrong", "e1", "count", "--words", "2"]);
    let event = done(&["show", &case, "events"]);
    assert!(event.contains("12 killed"), "the twelve stand: {event}");
}
