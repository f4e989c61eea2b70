//! The command as its users meet it: what it prints, its exit codes, what it says of bad input.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports");

fn qantar(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qantar"));
    command.args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1");
    command
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn in_folder(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn the_brief_has_its_parts() {
    let output = qantar(&["read", EXAMPLES, "--format", "brief"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let page = out(&output);
    for heading in ["EVENTS", "FIGURES THAT DIFFER", "WHO SAYS WHAT", "REPORTS"] {
        assert!(page.contains(heading), "no {heading} in\n{page}");
    }
    assert!(!page.contains('\u{1b}'), "NO_COLOR is heeded");
}

#[test]
fn a_pipe_gets_json_lines_in_the_public_format() {
    let output = qantar(&["read", EXAMPLES]);
    let lines: Vec<serde_json::Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert!(lines.len() > 10);
    assert!(lines.iter().all(|line| line["format"] == "qantar.reading/1"));
}

#[test]
fn csv_has_one_header_and_as_many_cells_in_each_row() {
    let output = qantar(&["read", EXAMPLES, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let width = reader.headers().expect("a header").len();
    let rows: Vec<_> = reader.records().map(|row| row.expect("a sound row")).collect();
    assert!(rows.len() > 20);
    assert!(rows.iter().all(|row| row.len() == width && &row[0] != "report"));
}

#[test]
fn a_case_is_kept_shown_and_explained_and_keeping_twice_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = in_folder(folder.path(), "k.qantar");
    let first = qantar(&["read", EXAMPLES, "--into", &case]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(out(&first).contains("0 unchanged"), "{}", out(&first));
    let log = out(&qantar(&["show", &case, "log"]));
    let second = qantar(&["read", EXAMPLES, "--into", &case]);
    assert!(out(&second).contains(" 0 new, 0 read again"), "{}", out(&second));
    assert_eq!(log, out(&qantar(&["show", &case, "log"])));

    for list in
        ["events", "accounts", "claims", "figures", "places", "reports", "stories", "judgements", "problems", "log"]
    {
        let output = qantar(&["show", &case, list, "--format", "table"]);
        assert_eq!(code(&output), 0, "{list}: {}", err(&output));
    }
    let kenya = out(&qantar(&["show", &case, "events", "--country", "ke"]));
    assert!(!kenya.is_empty() && kenya.lines().all(|line| line.contains("\"country\":\"KE\"")), "{kenya}");

    let why = out(&qantar(&["why", &case, "e1"]));
    assert!(why.contains(">>") && why.contains("rule event/"), "{why}");
    let place = out(&qantar(&["why", &case, "e1", "place"]));
    assert!(place.contains("place = "), "{place}");
    let missing = qantar(&["why", &case, "e99999"]);
    assert_eq!(code(&missing), 1);
    assert!(err(&missing).contains("has no e99999"), "{}", err(&missing));
}

#[test]
fn bad_input_gets_a_line_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
        in_folder(folder.path(), name)
    };
    let empty = write("empty.txt", b"");
    let binary = write("binary.txt", &[0, 159, 146, 150, 0, 0, 1, 2, 3, 255, 254, 0, 7]);
    let broken =
        write("broken.jsonl", b"{\"text\": \"Police arrested 12 men in Oruro.\"}\n{oops\n{\"title\": \"no text\"}\n");
    let good = write("good.txt", b"Police arrested 12 men in Oruro on 3 May 2021.");
    std::fs::create_dir(folder.path().join("none")).expect("a folder");
    let none = in_folder(folder.path(), "none");
    let absent = in_folder(folder.path(), "absent.txt");
    let output = qantar(&["read", &empty, &binary, &broken, &good, &none, &absent]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2, "the good line and the good file are read");
    let said = err(&output);
    for name in ["empty.txt", "binary.txt", "broken.jsonl:2", "broken.jsonl:3", "none", "absent.txt"] {
        assert!(said.lines().any(|line| line.contains(name)), "nothing said of {name} in\n{said}");
    }
}

#[test]
fn wrong_encoding_is_converted_and_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = in_folder(folder.path(), "latin.txt");
    let text = "La police a arr\u{ea}t\u{e9} des \u{e9}tudiants. Police arrested 12 students in Almaty near the caf\u{e9} on Monday.";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    std::fs::write(&path, bytes).expect("a file");
    let output = qantar(&["read", &path]);
    let line: serde_json::Value = serde_json::from_str(out(&output).trim()).expect("a reading");
    assert!(line["document"]["text"].as_str().expect("text").contains("caf\u{e9}"));
    assert!(line["problems"].to_string().contains("UTF-8"), "{}", line["problems"]);
}

#[test]
fn a_report_without_a_date_keeps_relative_dates_open_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = in_folder(folder.path(), "undated.txt");
    std::fs::write(&path, "Police arrested 12 students in Almaty on Monday.").expect("a file");
    let undated: serde_json::Value = serde_json::from_str(out(&qantar(&["read", &path])).trim()).expect("a reading");
    assert!(undated["problems"].to_string().contains("relative dates are left open"), "{undated}");
    assert!(undated["times"][0]["from"].is_null(), "{undated}");
    let dated = qantar(&["read", &path, "--published", "2022-02-26"]);
    let dated: serde_json::Value = serde_json::from_str(out(&dated).trim()).expect("a reading");
    assert_eq!(dated["times"][0]["from"], "2022-02-21");
}

#[test]
fn a_case_that_is_none_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = in_folder(folder.path(), "notes.qantar");
    std::fs::write(&path, "just notes").expect("a file");
    for arguments in [["show", path.as_str(), "events"], ["read", EXAMPLES, "--into"]] {
        let mut arguments = arguments.to_vec();
        if arguments[0] == "read" {
            arguments.push(&path);
        }
        let output = qantar(&arguments);
        assert_eq!(code(&output), 1);
        assert!(err(&output).contains("notes.qantar"), "{}", err(&output));
    }
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), "just notes");
}

#[test]
fn wrong_usage_is_2_and_help_starts_with_examples() {
    assert_eq!(code(&qantar(&["read"])), 2);
    assert_eq!(code(&qantar(&["why", "k.qantar", "twelve"])), 2);
    let help = out(&qantar(&["read", "--help"]));
    assert!(help.starts_with("Examples:"), "{help}");
}

#[test]
fn completions_and_manual_are_printed() {
    assert!(out(&qantar(&["completions", "bash"])).contains("_qantar"));
    let manual = out(&qantar(&["man"]));
    assert!(manual.contains(".TH qantar") && manual.contains("qantar\\-read"), "{manual}");
}

#[test]
fn standard_input_is_read_and_a_closed_pipe_is_no_error() {
    let mut child =
        command(&["read", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(b"{\"text\": \"Police arrested 12 men in Oruro.\", \"published\": \"2021-05-04\"}\n")
        .expect("written");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(out(&output).contains("\"published\":\"2021-05-04\""), "{}", out(&output));

    let mut child =
        command(&["read", EXAMPLES]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn hostile_text_stays_in_its_cell() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = in_folder(folder.path(), "hostile.txt");
    std::fs::write(&path, "=cmd|' /C calc'!A0 \u{1b}[2J police arrested 12 men in Oruro on 3 May 2021.")
        .expect("a file");
    let brief = out(&qantar(&["read", &path, "--format", "brief"]));
    assert!(!brief.contains('\u{1b}'), "{brief:?}");
    let table = qantar(&["read", &path, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.stdout.as_slice());
    for row in reader.records() {
        let row = row.expect("a sound row");
        assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
    }
}

/// The front door shows what the program prints today; `python3 eval/readme.py` brings it up to date.
#[test]
fn the_readme_shows_a_true_brief() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).expect("the README");
    let reports = ["examples/reports/khartoum-doctors-count.md", "examples/reports/khartoum-ministry-count.txt"];
    let mut command = command(&["read", reports[0], reports[1], "--format", "brief"]);
    let output = command.current_dir(root).env("COLUMNS", "100").output().expect("the program starts");
    assert!(readme.contains(&out(&output)), "run python3 eval/readme.py");
}

#[test]
fn a_gazetteer_is_built_and_read_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let [list, table, places] = ["list.txt", "own.gazetteer", "own.tsv"].map(|name| in_folder(folder.path(), name));
    let row = "5\tHarpoville\tHarpoville\t\t12\t21\tP\tPPL\tSY\t\t02\t\t\t\t900000\t\t\tAsia/Damascus\t2020-01-01\n";
    std::fs::write(&list, row).expect("it is written");
    std::fs::write(&places, "Grouchograd\ttown\t1.5\t2.5\tSY\t900000\n").expect("it is written");
    let built = qantar(&["gazetteer", "build", &list, "--out", &table]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    let report = in_folder(folder.path(), "report.txt");
    std::fs::write(&report, "Crowds marched from Harpoville to Grouchograd on Monday.").expect("it is written");
    let read = qantar(&["read", &report, "--format", "jsonl", "--gazetteer", &table, "--places", &places]);
    let line: serde_json::Value = serde_json::from_str(out(&read).trim()).expect("a line is JSON");
    let points: Vec<_> = line["places"].as_array().expect("places").iter().map(|place| place["lat"].clone()).collect();
    assert_eq!(points, [12.0, 1.5], "{}", line["places"]);
    let missing = qantar(&["gazetteer", "build", "nowhere.txt", "--out", &table]);
    assert!(code(&missing) == 1 && err(&missing).contains("nowhere.txt"), "{}", err(&missing));
}
