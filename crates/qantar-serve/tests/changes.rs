//! What people decide, add and take away, through the page's own requests.

mod common;

use common::{Server, Visitor, within};
use serde_json::{Value, json};
use std::time::Duration;

fn numbers(visitor: &Visitor) -> Vec<i64> {
    let all = visitor.json("/api/match");
    all["numbers"].as_array().expect("numbers").iter().filter_map(Value::as_i64).collect()
}

fn up_to_date(visitor: &Visitor) {
    within(Duration::from_secs(60), || (visitor.json("/api/summary")["behind"] == false).then_some(()));
}

#[test]
fn two_events_become_one_and_two_again() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let before = numbers(&coder);
    let [one, two] = [before[0], before[1]];
    let both = json!({ "says": "same", "numbers": [format!("e{one}"), format!("e{two}")], "why": "both tell of it" });
    let merged = coder.post("/api/judgements", &both).json();
    up_to_date(&coder);
    assert_eq!(numbers(&coder).len(), before.len() - 1);
    let page = coder.json(&format!("/api/events/{two}"));
    assert_eq!(page["row"]["event"], format!("e{one}"), "the number leads to the event that it became");
    assert!(page["accounts"].as_array().is_some_and(|accounts| accounts.len() >= 2));

    let undone = coder.post("/api/undo", &json!({ "judgements": merged["judgements"], "why": "no" }));
    assert_eq!(undone.status, 200, "{undone:?}");
    up_to_date(&coder);
    assert_eq!(numbers(&coder), before);
    let again = coder.post("/api/undo", &json!({ "judgements": merged["judgements"] }));
    assert_eq!((again.status, again.refusal().as_str()), (409, "undone_already"));
    let redone = coder.post("/api/undo", &json!({ "judgements": undone.json()["judgements"] }));
    assert_eq!(redone.status, 200, "{redone:?}");
    up_to_date(&coder);
    assert_eq!(numbers(&coder).len(), before.len() - 1);
}

#[test]
fn a_wrong_place_is_put_right_with_its_author() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let number = numbers(&coder)[0];
    let decision =
        json!({ "says": "instead", "numbers": [format!("e{number}")], "slot": "place", "value": "Oruro, BO" });
    let decided = coder.post("/api/judgements", &decision);
    assert_eq!(decided.status, 200, "{decided:?}");
    up_to_date(&coder);
    let rows = coder.json(&format!("/api/rows?numbers={number}"));
    assert_eq!(rows["rows"][0]["country"], "BO", "{rows}");
    let judgements = coder.json("/api/judgements");
    assert_eq!(judgements["rows"][0]["by"], "Aida");
    assert_eq!(judgements["rows"][0]["says"], "instead");
}

#[test]
fn a_value_is_left_out_by_where_its_words_stand() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let pages: Vec<Value> = numbers(&coder).iter().map(|number| coder.json(&format!("/api/events/{number}"))).collect();
    let accounts = pages.iter().flat_map(|page| page["accounts"].as_array().expect("accounts"));
    let told = |account: &Value| {
        let statements = account["statements"].as_array().expect("statements").clone();
        let actor = statements.into_iter().find(|told| told["slot"] == "actor");
        actor.map(|told| (account["account"].clone(), told))
    };
    let (account, actor) = accounts.filter_map(told).next().expect("somebody did something");
    let text_bytes = actor["span"]["end"].as_u64().expect("a byte") - actor["span"]["start"].as_u64().expect("a byte");
    assert_eq!(text_bytes, actor["words"]["text"].as_str().expect("words").len() as u64);
    let (start, end) = (actor["words"]["start"].clone(), actor["words"]["end"].clone());
    let wrong = json!({ "says": "wrong", "numbers": [account], "slot": "actor", "start": start });
    let refused = coder.post("/api/judgements", &wrong);
    assert_eq!((refused.status, refused.text().contains("lacks end")), (422, true), "{refused:?}");
    let mut nowhere = wrong.clone();
    nowhere["end"] = json!(9_999_999);
    assert_eq!(coder.post("/api/judgements", &nowhere).status, 404);
    let mut there = wrong;
    there["end"] = end;
    let decided = coder.post("/api/judgements", &there);
    assert_eq!(decided.status, 200, "{}", decided.text());
    let what = coder.json("/api/judgements")["rows"][0]["what"].as_str().expect("words").to_owned();
    assert!(what.starts_with("actor “"), "{what}");
}

#[test]
fn all_events_are_decided_at_once_or_none() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let all: Vec<String> = numbers(&coder).iter().map(|number| format!("e{number}")).collect();
    let mut one_wrong = all.clone();
    one_wrong.push("e99999".into());
    assert_eq!(coder.post("/api/judgements", &json!({ "says": "right", "numbers": one_wrong })).status, 404);
    assert_eq!(coder.json("/api/judgements")["total"], 0, "none of them was taken down");
    let decided = coder.post("/api/judgements", &json!({ "says": "right", "numbers": all }));
    assert_eq!(decided.status, 200, "{decided:?}");
    up_to_date(&coder);
    assert_eq!(coder.json("/api/summary")["reviewed"].as_u64(), Some(all.len() as u64));
    assert_eq!(coder.json("/api/queue")["left"], 0);
}

#[test]
fn what_reading_missed_is_added_by_its_words() {
    let server = Server::start();
    let coder = server.coder("Aida");
    let reports = coder.json("/api/reports?limit=1");
    let document = reports["rows"][0]["document"].as_str().expect("an id").to_owned();
    let before = coder.json("/api/summary")["accounts"].as_u64().expect("a count");
    let text = coder.json(&format!("/api/reports/{document}"))["reading"]["document"]["text"]
        .as_str()
        .expect("a text")
        .to_owned();
    let start = text.chars().take_while(|letter| !letter.is_alphabetic()).count();
    let end = start + text.chars().skip(start).take_while(|letter| letter.is_alphabetic()).count();
    let missed = json!({ "document": document, "start": start, "end": end, "type": "PROTEST", "mode": "strike",
        "actors": ["dockers"], "time": "2022-01-05", "counts": ["injured 3"] });
    let decided = coder.post("/api/judgements", &json!({ "says": "missed", "missed": missed }));
    assert_eq!(decided.status, 200, "{}", decided.text());
    up_to_date(&coder);
    assert_eq!(coder.json("/api/summary")["accounts"].as_u64(), Some(before + 1));
    let report = coder.json(&format!("/api/reports/{document}"));
    let added = report["added"].as_array().expect("a list");
    assert_eq!(added.len(), 1, "{report}");
    let again =
        json!({ "says": "missed", "missed": { "document": document, "start": 9_999_999, "end": 3, "type": "X" } });
    assert_eq!(coder.post("/api/judgements", &again).status, 422);
}

#[test]
fn blind_coders_see_nothing_of_each_other_before_they_decide() {
    let server = Server::with(|settings| settings.blind = true);
    let (aida, ben) = (server.coder("Aida"), server.coder("Ben"));
    assert_eq!(aida.json("/api/session")["blind"], true);
    let number = numbers(&aida)[0];
    let event = format!("e{number}");
    let decided =
        aida.post("/api/judgements", &json!({ "says": "wrong", "numbers": [event], "slot": "place", "why": "no" }));
    assert_eq!(decided.status, 200, "{decided:?}");
    let right = json!({ "says": "right", "numbers": [event], "why": "a secret reason" });
    assert_eq!(aida.post("/api/judgements", &right).status, 200);
    up_to_date(&aida);
    let path = format!("/api/events/{number}");
    let seen = ben.json(&path).to_string();
    assert!(!seen.contains("a secret reason") && !seen.contains("Aida"), "{seen}");
    assert!(aida.json(&path).to_string().contains("a secret reason"));
    assert_eq!(ben.json("/api/judgements")["total"], 0);
    let his = ben.post("/api/judgements", &json!({ "says": "right", "numbers": [event] }));
    assert_eq!(his.status, 200, "{his:?}");
    assert!(ben.json(&path).to_string().contains("a secret reason"), "now he has decided himself");
}

#[test]
fn nobody_decides_nothing() {
    let server = Server::start();
    let visitor = server.visitor();
    let note = json!({ "says": "note", "numbers": ["e1"], "text": "x" });
    assert_eq!(visitor.post("/api/judgements", &note).refusal(), "nobody_decides");
    let named = visitor.post("/api/session", &json!({ "name": " \u{7}" }));
    assert_eq!(named.refusal(), "unfit");
}

#[test]
fn dropped_files_are_read_and_kept_and_told_of() {
    let server = Server::empty();
    let visitor = server.coder("Aida");
    assert_eq!(visitor.json("/api/summary")["documents"], 0);
    let files: [(&str, &[u8]); 5] = [
        ("bolivia/oruro.txt", b"ORURO, Bolivia, 3 May 2021. Police arrested 12 men in Oruro on Monday."),
        ("../../../etc/passwd.txt", b"LIMA, Peru, 4 May 2021. Miners began a strike in Lima on Tuesday."),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
        ("<img src=x onerror=alert(1)>.html", b"<html><script>alert(1)</script><p>Soldiers shot two men in Goma."),
        ("lines.jsonl", b"{\"text\": \"Police arrested 3 men in La Paz on 5 May 2021.\"}\n{oops\n"),
    ];
    let job = visitor.finished(&visitor.upload(&files));
    assert_eq!(job["new"], 4, "{job}");
    let troubles: Vec<&str> =
        job["problems"].as_array().expect("a list").iter().filter_map(|one| one["from"].as_str()).collect();
    assert_eq!(troubles, ["picture.png", "lines.jsonl:2"], "{job}");
    assert!(job["problems"].as_array().expect("a list").iter().all(|one| !one.to_string().contains("/tmp/")), "{job}");
    up_to_date(&visitor);
    let summary = visitor.json("/api/summary");
    assert_eq!(summary["documents"], 4);
    assert!(summary["events"].as_u64().is_some_and(|events| events >= 2), "{summary}");
    let reports = visitor.json("/api/reports").to_string();
    for name in ["bolivia/oruro.txt", "../../../etc/passwd.txt", "<img src=x onerror=alert(1)>.html", "lines.jsonl:1"] {
        assert!(reports.contains(name), "{name} in {reports}");
    }
    let again = visitor.finished(&visitor.upload(&files[..2]));
    assert_eq!((again["new"].as_u64(), again["unchanged"].as_u64()), (Some(0), Some(2)), "{again}");
    assert_eq!(visitor.upload(&[]).status, 422);
}

#[test]
fn a_job_can_be_stopped() {
    let server = Server::empty();
    let visitor = server.coder("Aida");
    let text = |k: usize| format!("ORURO, Bolivia, 3 May 2021. Police arrested {k} men in Oruro on Monday. ").repeat(2);
    let texts: Vec<(String, String)> = (0..300).map(|k| (format!("{k}.txt"), text(k))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let begun = visitor.upload(&files);
    let stopped = visitor.send("DELETE", &format!("/api/jobs/{}", begun.json()["job"]), &[], b"");
    assert_eq!(stopped.status, 200, "{stopped:?}");
    let job = visitor.finished(&begun);
    assert!(job["done"].as_u64() < Some(300), "{job}");
    assert_eq!(job["new"], visitor.json("/api/summary")["documents"], "what was read is kept");
}

#[test]
fn every_format_can_be_taken_away() {
    let server = Server::start();
    let visitor = server.visitor();
    let starts: [(&str, &[u8]); 5] =
        [("acled", b"PK"), ("ged", b"PK"), ("jsonl", b"{"), ("geojson", b"{"), ("parquet", b"PK")];
    for (format, start) in starts {
        let file = visitor.get(&format!("/api/export/{format}"));
        assert_eq!(file.status, 200, "{format}");
        assert!(file.body.starts_with(start), "{format}");
        let name = file.header("content-disposition").expect("a name");
        assert!(name.starts_with(&format!("attachment; filename=\"kz-{format}.")), "{name}");
    }
    let lines = visitor.get("/api/export/jsonl").text();
    assert_eq!(lines.lines().count(), numbers(&visitor).len());
}

#[test]
fn the_past_is_shown_and_not_changed() {
    let server = Server::with(|settings| {
        settings.as_of = Some(qantar::store::Moment::Change(3));
        settings.coder = Some("Aida".into());
    });
    let visitor = server.visitor();
    assert_eq!(visitor.json("/api/session")["as_of"], "@3");
    assert_eq!(visitor.json("/api/summary")["documents"], 3);
    assert!(!numbers(&visitor).is_empty());
    let note = json!({ "says": "note", "numbers": ["e1"], "text": "x" });
    assert_eq!(visitor.post("/api/judgements", &note).refusal(), "read_only");
}

#[test]
fn what_is_decided_outlives_the_server_and_two_do_not_disturb_each_other() {
    let mut server = Server::start();
    let coders: Vec<Visitor> = (0..4).map(|k| server.coder(&format!("coder {k}"))).collect();
    let threads: Vec<_> = coders
        .into_iter()
        .map(|coder| {
            std::thread::spawn(move || {
                for k in 0..10 {
                    let note = json!({ "says": "note", "numbers": ["e1"], "text": format!("{k}") });
                    let answer = coder.post("/api/judgements", &note);
                    assert_eq!(answer.status, 200, "{answer:?}");
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("all were taken down"));
    server.end();
    let case = qantar::store::Case::open_read_only(&server.path).expect("the case");
    assert_eq!(case.judgements().expect("judgements").len(), 40);
    assert!(case.verify().expect("verified").is_sound());
}

#[test]
fn the_page_is_sent_packed_and_once() {
    let server = Server::start();
    let visitor = server.visitor();
    for path in ["/", "/event/12", "/report/abc", "/review", "/actors", "/actor?name=x", "/sources", "/add", "/sign-in"]
    {
        let page = visitor.get(path);
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        assert!(
            !page.text().contains("style=") && !page.text().contains("<style"),
            "no style is written into the page"
        );
    }
    let page = visitor.get("/");
    let tag = page.header("etag").expect("a tag");
    let again = visitor.send("GET", "/", &[("If-None-Match", tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = visitor.send("GET", "/", &[("Accept-Encoding", "br, gzip")], b"");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.starts_with(b"\x1f\x8b"));
    assert_eq!(visitor.send("HEAD", "/", &[], b"").body.len(), 0);
}
