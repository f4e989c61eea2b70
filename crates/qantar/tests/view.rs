//! What a page of a case shows, over the examples: a case of every report of `examples/reports`, merged.

use qantar::ingest::{self, Settings};
use qantar::merging::Rules;
use qantar::record::{Judgement, Ruling};
use qantar::run::{Manner, Outcome, run};
use qantar::store::{Case, Match, Reports};
use qantar::view::{self, Asked, Looking};
use qantar::{World, events};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::builtin().expect("the built-in rules are sound"))
}

/// The examples, read once and copied for each test.
fn examples() -> (tempfile::TempDir, Case) {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("made.qantar");
        make(&path);
        std::fs::read(&path).expect("a case")
    });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("examples.qantar");
    std::fs::write(&path, bytes).expect("written");
    let case = Case::open(&path).expect("a case");
    (folder, case)
}

fn make(path: &Path) {
    let world = World::builtin().expect("the built-in data are sound");
    let inputs = [concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports").to_owned()];
    let mut case = Case::open_or_create(path).expect("a new case");
    let now = "2026-11-08T12:00:00Z".parse().expect("a time");
    let settings = Settings::default();
    run(ingest::open(&inputs, &settings), &settings, Some(Arc::new(world)), Manner::default(), |outcome| {
        if let Outcome::Report(report) = outcome {
            case.keep(&report.document, &report.reading, &report.origin.to_string(), &[], now).expect("kept");
        }
        ControlFlow::Continue(())
    });
    events::update(&mut case, rules()).expect("merged");
}

fn looking(judgements: &[qantar::store::JudgementRow]) -> Looking<'_> {
    Looking { coder: Some("Aida"), judgements }
}

fn shown(case: &Case, number: i64) -> Value {
    let event = case.event_of(number).expect("read").expect("an event");
    let judgements = case.judgements_on(event.id).expect("read");
    view::event(case, number, looking(&judgements), rules()).expect("read").expect("an event")
}

fn numbers(case: &Case, wanted: Match) -> Vec<i64> {
    let found = view::matching(case, &wanted).expect("read");
    found["numbers"].as_array().expect("a list").iter().map(|number| number.as_i64().expect("a number")).collect()
}

/// The event told by most accounts.
fn biggest(case: &Case) -> i64 {
    let events = case.events(&Default::default()).expect("read");
    let most = events.iter().max_by_key(|event| event.accounts.len()).expect("events");
    assert!(most.accounts.len() > 1, "the examples tell something twice");
    most.id.0
}

#[test]
fn the_summary_counts_what_is_there() {
    let (_folder, mut case) = examples();
    let summary = view::summary(&case).expect("read");
    let events = case.events(&Default::default()).expect("read");
    assert_eq!(summary["events"], events.len());
    assert_eq!((&summary["behind"], &summary["reviewed"]), (&json!(false), &json!(0)));
    judge(&mut case, biggest_anchor);
    assert_eq!(view::summary(&case).expect("read")["behind"], true);
}

fn biggest_anchor(case: &Case) -> Ruling {
    Ruling::Right { account: case.anchor(biggest(case)).expect("read").expect("an account"), slot: None }
}

fn judge(case: &mut Case, ruling: impl Fn(&Case) -> Ruling) -> i64 {
    let ruling = ruling(case);
    let judgement = serde_json::from_value(json!({"by": "Aida", "why": "read both", "ruling": ruling}));
    let judgement: Judgement = judgement.expect("a judgement");
    case.judge(&judgement, "2026-11-09T12:00:00Z".parse().expect("a time")).expect("judged")
}

#[test]
fn columns_are_laid_out_as_the_header_says() {
    let (_folder, case) = examples();
    let (bytes, tag) = view::columns(&case).expect("read");
    assert_eq!(view::columns(&case).expect("read"), (bytes.clone(), tag));
    let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let length = u32_at(0) as usize;
    assert_eq!((4 + length) % 4, 0);
    let header: Value = serde_json::from_slice(&bytes[4..4 + length]).expect("JSON");
    let count = header["count"].as_u64().expect("a count") as usize;
    let columns = header["columns"].as_array().expect("columns");
    let mut end = 4 + length;
    for column in columns {
        let width = match column["type"].as_str().expect("a type") {
            "u8" => 1,
            "u16" => 2,
            "u32" | "i32" | "f32" => 4,
            other => panic!("no type of column: {other}"),
        };
        let at = 4 + length + column["at"].as_u64().expect("a place") as usize;
        assert_eq!((at % 4, at), (0, end), "{column}");
        end = at + (count * width).next_multiple_of(4);
    }
    assert_eq!(end, bytes.len());
    let first = columns.iter().find(|column| column["name"] == "number").expect("numbers");
    let at = 4 + length + first["at"].as_u64().expect("a place") as usize;
    let told: Vec<i64> = (0..count).map(|k| i64::from(u32_at(at + 4 * k))).collect();
    assert_eq!(told, numbers(&case, Match::default()));
    assert_eq!(header["countries"][0], "");
}

#[test]
fn rows_come_in_the_order_asked_and_follow_numbers_that_moved() {
    let (_folder, case) = examples();
    let event = case.event_of(biggest(&case)).expect("read").expect("an event");
    let other = numbers(&case, Match::default()).into_iter().find(|&number| number != event.id.0).expect("another");
    let moved = *event.accounts.last().expect("accounts");
    let rows = view::rows(&case, &[other, moved, 999_999, event.id.0]).expect("read");
    let told: Vec<i64> =
        rows["rows"].as_array().expect("rows").iter().map(|row| row["number"].as_i64().unwrap()).collect();
    assert_eq!(told, [other, event.id.0, event.id.0]);
    let row = &rows["rows"][1];
    assert_eq!(row["event"], event.id.to_string());
    assert!(!row["sentence"].as_str().expect("a sentence").is_empty());
    assert!(row["when"].is_string() && row["actors"].is_array());
    let many: Vec<i64> = std::iter::repeat_n(other, 600).collect();
    assert_eq!(view::rows(&case, &many).expect("read")["rows"].as_array().expect("rows").len(), 500);
}

#[test]
fn an_event_shows_the_words_behind_every_cell() {
    let (_folder, mut case) = examples();
    let number = biggest(&case);
    let judgement = judge(&mut case, biggest_anchor);
    let page = shown(&case, number);
    let accounts = page["accounts"].as_array().expect("accounts");
    assert_eq!(page["event"]["accounts"].as_array().expect("numbers").len(), accounts.len());
    let mut checked = 0;
    for account in accounts {
        let id = account["document"].as_str().expect("a document");
        let report = view::report(&case, &id[..8]).expect("read").expect("a report");
        let text: Vec<char> = report["reading"]["document"]["text"].as_str().expect("a text").chars().collect();
        let statements = account["statements"].as_array().expect("statements");
        for words in statements.iter().map(|told| &told["words"]).chain([&account["sentence"]]) {
            let at = |key: &str| words[key].as_u64().expect("an offset") as usize;
            let cut: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(words["text"], cut);
            checked += 1;
        }
        let told = report["accounts"].as_array().expect("accounts");
        let own = told.iter().find(|told| told["account"] == account["account"]).expect("its own report tells it");
        let local = own["local"].as_str().expect("in force");
        let read = report["reading"]["events"].as_array().expect("a layer");
        assert!(read.iter().any(|event| event["id"] == local && event["sentence"] == account["sentence"]));
    }
    assert!(checked > accounts.len());
    // One account of several is decided, and not the event.
    assert_eq!(page["mine"], Value::Null);
    assert_eq!(page["judgements"][0]["number"], judgement);
    let history = page["history"].as_array().expect("a history");
    assert_eq!((&history[0]["step"], &history.last().expect("steps")["by"]), (&json!("kept"), &json!("Aida")));
    let blind = view::event(&case, number, looking(&[]), rules()).expect("read").expect("an event");
    assert_eq!((&blind["mine"], &blind["judgements"]), (&Value::Null, &json!([])));
    assert!(!blind["history"].to_string().contains("Aida"));
    assert_eq!(view::event(&case, 999_999, looking(&[]), rules()).expect("read"), None);
}

#[test]
fn ties_are_those_that_compare_gives() {
    let (_folder, case) = examples();
    let number = biggest(&case);
    let page = shown(&case, number);
    let ties = page["ties"].as_array().expect("ties");
    assert!(!ties.is_empty());
    for tie in ties {
        let of = |side: &str| tie[side].as_str().expect("an account")[1..].parse::<i64>().expect("a number");
        let alone = view::compare(&case, of("a"), of("b"), rules()).expect("read").expect("both are known");
        assert_eq!(tie, &alone);
        let all = case.abouts().expect("read");
        let [a, b] = [of("a"), of("b")].map(|number| case.telling(number).expect("read").expect("in force"));
        let whole = qantar::merging::compare(&a, &b, &all, rules());
        assert_eq!(tie["score"], whole.score, "other reports of the case do not matter");
        assert_eq!(tie["reasons"].as_array().map(Vec::len), Some(whole.reasons.len()));
    }
    assert_eq!(view::compare(&case, number, 999_999, rules()).expect("read"), None);
    let near = view::neighbours(&case, number, rules()).expect("read").expect("an event");
    let rows = near["rows"].as_array().expect("rows");
    assert!(!rows.is_empty() && rows.len() <= 10);
    let scores: Vec<f64> = rows.iter().map(|row| row["tie"]["score"].as_f64().expect("a score")).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(rows.iter().all(|row| row["row"]["number"] != number && row["tie"]["together"] == false));
}

#[test]
fn reports_actors_sources_and_log_are_listed() {
    let (_folder, mut case) = examples();
    let all = view::reports(&case, &Reports { limit: 1000, ..Reports::default() }).expect("read");
    let summary = view::summary(&case).expect("read");
    assert_eq!(all["total"], summary["documents"]);
    let almaty = view::reports(&case, &Reports { text: Some("almaty".into()), limit: 9, ..Reports::default() });
    assert!(almaty.expect("read")["total"].as_u64().is_some_and(|total| total > 0));
    assert_eq!(view::report(&case, "0000000000").expect("read"), None);

    let actors = view::actors(&case, Asked { text: None, numbers: None, limit: 200 }).expect("read");
    let first = actors["actors"][0].clone();
    let name = first["name"].as_str().expect("a name").to_owned();
    judge(&mut case, |_| Ruling::Entity { name: "the forces".into(), known_as: name.clone() });
    let actor = view::actor(&case, &name, rules()).expect("read").expect("an actor");
    assert_eq!(actor["actor"]["events"], first["events"]);
    assert_eq!(actor["numbers"].as_array().map(|list| list.len() as u64), first["events"].as_u64());
    assert_eq!((&actor["aliases"][0]["name"], &actor["aliases"][0]["by"]), (&json!("the forces"), &json!("Aida")));
    assert_eq!(view::actor(&case, "nobody at all", rules()).expect("read"), None);

    let sources = view::sources(&case).expect("read");
    let outlets = sources["outlets"].as_array().expect("outlets");
    let reports: u64 = outlets.iter().map(|outlet| outlet["reports"].as_u64().expect("a count")).sum();
    assert_eq!(summary["documents"], reports);
    assert_eq!((&sources["unread"], &sources["thin"]), (&json!(0), &json!([])));

    let log = view::log(&case, 0, 2).expect("read");
    assert_eq!((log["total"].as_i64(), &log["rows"][0]["kind"]), (case.head().ok(), &json!("judged")));
    assert_eq!(log["rows"].as_array().map(Vec::len), Some(2));
}
