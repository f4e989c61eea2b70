//! `qantar odds` as its users meet it, on a table alone.

use std::path::Path;
use std::process::{Command, Output};

fn qantar(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qantar"));
    command.args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1");
    command.output().expect("the program starts")
}

fn done(arguments: &[&str]) -> String {
    let output = qantar(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Protests of teachers in Kisumu, arrests of teachers by police after some, for a year and a half.
fn table(folder: &Path) -> String {
    let mut rows = String::from("date,country,place,type,actor,target,source\n");
    let start: jiff::civil::Date = "2030-01-01".parse().expect("a day");
    for at in 0..90i64 {
        let day = |ahead: i64| start.saturating_add(jiff::Span::new().days(at * 6 + ahead));
        rows += &format!("{},Kenya,Kisumu,PROTEST,teachers,county,Daily A\n", day(0));
        if at % 2 == 0 {
            rows += &format!("{},Kenya,Kisumu,ARREST,police,teachers,Daily B\n", day(1));
        }
        if at % 3 == 0 {
            rows += &format!("{},Kenya,Nairobi,PROTEST,miners,ministry,Daily A\n", day(2));
        }
    }
    let path = folder.join("events.csv");
    std::fs::write(&path, rows).expect("written");
    path.display().to_string()
}

#[test]
fn odds_are_said_kept_compared_scored_and_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = table(folder.path());
    let asked = ["--place", "Kisumu", "--type", "protest", "--horizon", "7d,30d"];
    let first = done(&[&["odds", &table, "--as-of", "2031-03-01"][..], &asked].concat());
    for part in [
        "PROTEST in Kenya > Kisumu, as known before 2031-03-01",
        "within   7 days",
        "usual here",
        "Rung by rung",
        "recalibration",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    let svg = folder.path().join("course.svg").display().to_string();
    let second = done(&[&["odds", &table, "--as-of", "2031-03-15", "--diff", "--svg", &svg][..], &asked].concat());
    assert!(second.contains("Since 2031-03-01"), "{second}");
    assert!(std::fs::read_to_string(&svg).expect("a plot").starts_with("<svg"));
    let scored = done(&["odds", "score", &table]);
    assert!(scored.contains("all, 7 days") && scored.contains("0 whose time has not come"), "{scored}");
    let replayed = done(&["odds", "replay", &table]);
    assert_eq!(replayed.matches("same to the bit").count(), 2, "{replayed}");
    let json = done(&[&["odds", &table, "--json", "--no-keep"][..], &asked].concat());
    let json: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(json["forecast"]["format"], "qantar.odds/1");
}

#[test]
fn who_is_next_comes_with_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = table(folder.path());
    let next = done(&["odds", &table, "--next", "--type", "ARREST", "--actor", "police"]);
    assert!(next.starts_with("ARREST by police: to whom, if it comes\n  1. "), "{next}");
    assert!(next.lines().nth(1).is_some_and(|line| line.ends_with("teachers")), "{next}");
}

#[test]
fn what_cannot_be_said_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = table(folder.path());
    let plain = folder.path().join("plain.csv").display().to_string();
    std::fs::write(&plain, "date,place,type,actor\n2030-01-01,Kisumu,PROTEST,teachers\n").expect("written");
    let refused = qantar(&["odds", &plain, "--next", "--type", "PROTEST", "--actor", "teachers"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the columns actor and target"), "{refused:?}");
    let refused = qantar(&["odds", &table, "--place", "Kisumu", "--type", "COUP"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("was never seen"), "{refused:?}");
    let other = folder.path().join("other.csv");
    std::fs::write(&other, "a,b\n1,2\n").expect("written");
    let lacks = qantar(&["odds", &other.display().to_string()]);
    assert!(String::from_utf8_lossy(&lacks.stderr).contains("lacks date, place, type"), "{lacks:?}");
}
