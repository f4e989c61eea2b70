//! Every answer has the keys that the page reads.

mod common;

use common::{Answer, Server};
use qantar::events;
use qantar::merging::Rules;
use qantar::store::Case;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Exactly these keys, in words with blanks between them.
fn has(value: &Value, keys: &str) {
    let found: BTreeSet<&str> =
        value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = keys.split_whitespace().collect();
    assert_eq!(found, wanted, "{value}");
}

/// The first of a list that must not be empty.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or_else(|| panic!("an empty list: {value}"))
}

const ROW: &str = "event number when from to type mode status actors targets place country figures reports origins \
    confidence reviewed part_of sentence";
const ACCOUNT: &str =
    "account number document title publisher published type mode status sentence confidence by statements";
const TIE: &str = "a b together probability score vetoed reasons";
const JUDGEMENT: &str = "number at by says accounts what why holds undone_by seconds";

#[test]
fn session_and_summary() {
    let server = Server::with(|settings| settings.coder = Some("Aida".into()));
    let visitor = server.visitor();
    let session = visitor.json("/api/session");
    has(&session, "case version coder csrf sign_in passwords blind read_only as_of");
    assert_eq!(session["case"], "kz.qantar");
    assert_eq!(session["coder"], "Aida");
    assert_eq!(session["as_of"], Value::Null);
    let summary = visitor.json("/api/summary");
    has(&summary, "documents accounts events claims problems reviewed first_published last_published head behind");
    assert!(summary["documents"].as_u64().is_some_and(|documents| documents >= 13), "{summary}");
    assert_eq!(summary["behind"], false);
}

/// The columns, as the page takes them apart.
struct Columns {
    header: Value,
    body: Vec<u8>,
}

impl Columns {
    fn of(answer: &Answer) -> Self {
        let bytes = &answer.body;
        let length = u32::from_le_bytes(bytes[..4].try_into().expect("four bytes")) as usize;
        assert_eq!((4 + length) % 4, 0, "columns begin at a multiple of four");
        let header = serde_json::from_slice(&bytes[4..4 + length]).expect("a header in JSON");
        Columns { header, body: bytes[4 + length..].to_vec() }
    }

    /// The four bytes of each row of a column of 32 bits.
    fn words(&self, name: &str) -> Vec<[u8; 4]> {
        let count = self.header["count"].as_u64().expect("a count") as usize;
        let columns = self.header["columns"].as_array().expect("columns");
        let column = columns.iter().find(|column| column["name"] == name).expect("the column");
        let at = column["at"].as_u64().expect("a place") as usize;
        assert_eq!(at % 4, 0, "{name}");
        self.body[at..at + 4 * count].chunks(4).map(|word| word.try_into().expect("four")).collect()
    }
}

#[test]
fn columns_hold_every_event_and_are_sent_once() {
    let server = Server::start();
    let visitor = server.visitor();
    let answer = visitor.get("/api/columns");
    assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
    let columns = Columns::of(&answer);
    has(&columns.header, "count head columns types modes statuses countries precisions");
    let names: Vec<&str> =
        columns.header["columns"].as_array().expect("columns").iter().filter_map(|c| c["name"].as_str()).collect();
    for name in "number begins ends lat lon precision type mode status country confidence reviewed reports part killed"
        .split_whitespace()
    {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    let numbers: Vec<u32> = columns.words("number").into_iter().map(u32::from_le_bytes).collect();
    assert!(numbers.is_sorted() && !numbers.is_empty());
    assert_eq!(numbers.len() as u64, visitor.json("/api/summary")["events"].as_u64().expect("a count"));
    let begins: Vec<i32> = columns.words("begins").into_iter().map(i32::from_le_bytes).collect();
    assert!(begins.iter().any(|day| (18_000..20_000).contains(day)), "some happened between 2019 and 2024: {begins:?}");

    let tag = answer.header("etag").expect("a tag").to_owned();
    let again = visitor.send("GET", "/api/columns", &[("If-None-Match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let coder = server.coder("Aida");
    let judged = coder.post("/api/judgements", &json!({ "says": "right", "numbers": [format!("e{}", numbers[0])] }));
    assert_eq!(judged.status, 200, "{judged:?}");
    let changed = visitor.send("GET", "/api/columns", &[("If-None-Match", &tag)], b"");
    assert_eq!(changed.status, 200, "another state has another tag");
}

#[test]
fn columns_by_another_ledger_rule_have_another_tag() {
    let server = Server::start();
    let visitor = server.visitor();
    let tag = visitor.get("/api/columns").header("etag").expect("a tag").to_owned();
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let mut case = Case::open(&server.path).expect("it opens");
    let (head, through) = (case.head().expect("read"), case.merged_through().expect("read"));
    case.choose_ledger_rule("cautious").expect("chosen");
    events::update(&mut case, &rules).expect("merged");
    assert_eq!((case.head().expect("read"), case.merged_through().expect("read")), (head, through));
    let changed = visitor.send("GET", "/api/columns", &[("If-None-Match", &tag)], b"");
    assert_eq!(changed.status, 200, "what is counted may be other than before");
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
}

#[test]
fn rows_and_matches() {
    let server = Server::start();
    let visitor = server.visitor();
    let all = visitor.json("/api/match");
    has(&all, "numbers head");
    let numbers: Vec<i64> = all["numbers"].as_array().expect("numbers").iter().filter_map(Value::as_i64).collect();
    assert!(numbers.len() > 10 && numbers.is_sorted());
    let rows = visitor.json(&format!("/api/rows?numbers={},{}", numbers[3], numbers[1]));
    has(&rows, "rows");
    let order: Vec<i64> =
        rows["rows"].as_array().expect("rows").iter().filter_map(|row| row["number"].as_i64()).collect();
    assert_eq!(order, [numbers[3], numbers[1]], "in the order asked");
    has(first(&rows["rows"]), ROW);
    let found = visitor.json("/api/match?text=stadi");
    let found = found["numbers"].as_array().expect("numbers");
    assert!(!found.is_empty() && found.len() < numbers.len(), "the last word may be a beginning: {found:?}");
    assert!(visitor.json("/api/match?place=Almaty")["numbers"].is_array());
    assert_eq!(visitor.json("/api/match?place=Zzyzx")["numbers"], json!([]));
    let most = format!("/api/rows?numbers={}", vec!["1"; 501].join(","));
    assert_eq!(visitor.get(&most).status, 422);
}

#[test]
fn an_event_with_everything_behind_it() {
    let server = Server::start();
    let visitor = server.visitor();
    let numbers = visitor.json("/api/match");
    let number = first(&numbers["numbers"]).as_i64().expect("a number");
    let event = visitor.json(&format!("/api/events/{number}"));
    has(&event, "event row accounts left_out out_of ties parts whole judgements history mine");
    has(&event["row"], ROW);
    let account = first(&event["accounts"]);
    has(account, ACCOUNT);
    has(&account["sentence"], "text start end");
    let statement = first(&account["statements"]);
    has(statement, "slot value words span source claim by");
    has(first(&event["history"]), "at number step what by");
    assert_eq!(event["mine"], Value::Null);

    let neighbours = visitor.json(&format!("/api/events/{number}/neighbours"));
    has(&neighbours, "rows");
    for near in neighbours["rows"].as_array().expect("a list") {
        has(near, "row tie");
        has(&near["row"], ROW);
        has(&near["tie"], TIE);
    }
    let other = &numbers["numbers"][1];
    let tie = visitor.json(&format!("/api/compare?a={number}&b={other}"));
    has(&tie, TIE);
    for reason in tie["reasons"].as_array().expect("a list") {
        has(reason, "feature value points why");
    }
}

#[test]
fn reports_and_one_report() {
    let server = Server::start();
    let visitor = server.visitor();
    let reports = visitor.json("/api/reports?limit=2&offset=1");
    has(&reports, "total rows");
    assert_eq!(reports["rows"].as_array().map(Vec::len), Some(2));
    let row = first(&reports["rows"]);
    has(row, "number document title publisher published author url language words accounts claims problems from");
    let id = row["document"].as_str().expect("an id");
    for name in [id, &id[..8]] {
        let report = visitor.json(&format!("/api/reports/{name}"));
        has(&report, "reading accounts added from problems");
        assert_eq!(report["reading"]["format"], "qantar.reading/1");
        for account in report["accounts"].as_array().expect("a list") {
            has(account, "local account event retired missed");
        }
    }
    assert_eq!(visitor.get(&format!("/api/reports/{}", &id[..7])).status, 404, "too little to name it");
}

#[test]
fn the_queue_judgements_and_coders() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let queue = coder.json("/api/queue?limit=3");
    has(&queue, "items left");
    let item = first(&queue["items"]);
    has(item, "row value why");
    has(&item["row"], ROW);
    assert!(item["value"].as_f64().is_some_and(|value| (0.0..=1.0).contains(&value)), "{item}");
    let left = queue["left"].as_u64().expect("a count");
    let event = item["row"]["event"].as_str().expect("a number").to_owned();

    let decision = json!({ "says": "right", "numbers": [event], "seconds": 12, "why": "read twice" });
    let decided = coder.post("/api/judgements", &decision).json();
    has(&decided, "judgements events conflicts behind");
    assert_eq!(decided["events"], json!([event]));
    let after = coder.json("/api/queue?limit=500");
    assert_eq!(after["left"].as_u64(), Some(left - 1), "what is decided is off the queue");
    let events: Vec<&Value> = after["items"].as_array().expect("items").iter().map(|i| &i["row"]["event"]).collect();
    assert!(!events.contains(&&json!(event)));
    let ben = server.coder("Ben");
    assert_eq!(ben.json("/api/queue")["left"].as_u64(), Some(left - 1), "others need not decide it again");
    assert_eq!(ben.json("/api/queue?double=true")["left"].as_u64(), Some(left), "unless they decide for themselves");

    let number = event.trim_start_matches('e');
    let page = coder.json(&format!("/api/events/{number}"));
    assert_eq!(page["mine"], "right");
    has(page["judgements"].as_array().and_then(|list| list.last()).expect("one"), JUDGEMENT);
    let list = coder.json("/api/judgements?limit=1");
    has(&list, "total rows");
    has(first(&list["rows"]), JUDGEMENT);
    assert_eq!(coder.json("/api/judgements?by=Ben")["total"], 0);

    let coders = coder.json("/api/coders");
    has(&coders, "coders agreement");
    has(first(&coders["coders"]), "name judgements records median_seconds");
    has(&coders["agreement"], "coders units rows");
}

#[test]
fn actors_sources_ontology_and_log() {
    let server = Server::start();
    let visitor = server.visitor();
    let actors = visitor.json("/api/actors?limit=5");
    has(&actors, "total actors ties total_ties");
    let actor = first(&actors["actors"]);
    has(actor, "name country sector events acts suffers aliases");
    for tie in actors["ties"].as_array().expect("a list") {
        has(tie, "actor target events types");
    }
    let name: String = actor["name"].as_str().expect("a name").bytes().map(|byte| format!("%{byte:02X}")).collect();
    let one = visitor.json(&format!("/api/actor?name={name}"));
    has(&one, "actor aliases alike acts_on acted_by numbers");

    let sources = visitor.json("/api/sources");
    has(&sources, "outlets days thin problems unread refused");
    has(first(&sources["outlets"]), "publisher reports accounts first last problems");
    has(first(&sources["days"]), "day publisher reports");

    let ontology = visitor.json("/api/ontology");
    has(&ontology, "types statuses slots counted precisions");
    let kind = first(&ontology["types"]);
    has(kind, "type label definition modes");
    has(first(&kind["modes"]), "mode label");

    let log = visitor.json("/api/log?limit=2");
    has(&log, "total rows");
    has(first(&log["rows"]), "entry at kind subject");
    assert!(log["rows"][0]["entry"].as_i64() > log["rows"][1]["entry"].as_i64(), "the newest first");
}

#[test]
fn the_description_is_that_of_this_program() {
    let server = Server::start();
    let served = server.visitor().json("/api/openapi.json");
    assert!(served["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", served["openapi"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let renew = "docs/openapi.json is not what the program says: qantar serve --openapi > docs/openapi.json";
    assert!(kept == qantar_serve::openapi(), "{renew}");
    assert_eq!(serde_json::from_str::<Value>(&kept).expect("JSON"), served);
    for named in kept.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(served["components"]["schemas"][named].is_object(), "{named} is named and not described");
    }
    for (path, methods) in served["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods").iter() {
            assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{method} {path}");
            assert!(operation["responses"]["200"]["description"].is_string(), "{method} {path}");
        }
    }
}
