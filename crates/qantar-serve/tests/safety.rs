//! Who is let in, from where, with what; and what every answer forbids.

mod common;

use common::{Answer, Server, Visitor, copy, raw, within};
use qantar_serve::{ServeError, Serving, Settings, password};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const PASSWORD: &str = "correct horse battery";

fn with_aida() -> Server {
    let hash = password::hash(PASSWORD).expect("a password");
    let now = jiff::Timestamp::UNIX_EPOCH;
    Server::prepared(|case| case.set_password("Aida", &hash, now).expect("set"), |_| {})
}

fn sign_in(visitor: &Visitor, name: &str, password: &str) -> Answer {
    visitor.post("/api/session", &json!({ "name": name, "password": password }))
}

#[test]
fn every_answer_forbids_what_the_page_does_not_need() {
    let server = Server::start();
    let visitor = server.visitor();
    for path in ["/", "/event/12", "/nothing/here", "/api/summary", "/api/nothing", "/api/session"] {
        let answer = visitor.get(path);
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path} has a policy"));
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("permissions-policy").is_some(), "{path}");
        assert!(answer.header("access-control-allow-origin").is_none(), "{path}");
    }
    assert_eq!(visitor.get("/api/summary").header("cache-control"), Some("no-store"));
}

#[test]
fn on_loopback_only_names_of_this_machine_lead_here() {
    let server = Server::start();
    let (visitor, port) = (server.visitor(), server.address.port());
    let with_host = |host: &str| visitor.send("GET", "/api/summary", &[("Host", host)], b"");
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(with_host(&host).status, 200, "{host}");
    }
    let other = [
        format!("evil.example:{port}"),
        "localhost".into(),
        "localhost:1".into(),
        format!("localhost:{port}.evil.example"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("evil@localhost:{port}"),
        "\u{1}".into(),
    ];
    for host in other {
        let answer = with_host(&host);
        assert!(matches!(answer.status, 400 | 403), "{host}: {answer:?}");
        if answer.status == 403 {
            assert_eq!(answer.refusal(), "other_host", "{host}");
        }
        assert!(visitor.send("GET", "/", &[("Host", &host)], b"").status >= 400, "the page itself, {host}");
    }
    let none = raw(server.address, b"GET /api/summary HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(matches!(none.status, 400 | 403), "{none:?}");
}

#[test]
fn nothing_is_changed_without_the_token_that_goes_with_the_cookie() {
    let server = Server::start();
    let (visitor, other) = (server.coder("Aida"), server.coder("Ben"));
    let body = json!({ "says": "note", "numbers": ["e1"], "text": "x" });
    let without = |change: &dyn Fn(&mut Visitor)| {
        let mut changed = visitor.clone();
        change(&mut changed);
        changed.post("/api/judgements", &body)
    };
    let attempts = [
        without(&|visitor| visitor.token = None),
        without(&|visitor| visitor.cookie = None),
        without(&|visitor| visitor.token = other.token.clone()),
        without(&|visitor| visitor.token = Some(String::new())),
        without(&|visitor| visitor.token = visitor.token.as_ref().map(|token| token[..63].to_owned())),
        without(&|visitor| visitor.cookie = visitor.cookie.as_ref().map(|cookie| format!("{cookie}0"))),
    ];
    for answer in attempts {
        assert_eq!((answer.status, answer.refusal().as_str()), (403, "no_token"));
    }
    for (method, path) in
        [("POST", "/api/undo"), ("POST", "/api/reports"), ("DELETE", "/api/jobs/1"), ("PUT", "/api/x")]
    {
        assert_eq!(Visitor::new(server.address).send(method, path, &[], b"").refusal(), "no_token", "{method} {path}");
    }
    assert_eq!(visitor.json("/api/judgements")["total"], 0);
    assert_eq!(visitor.post("/api/judgements", &body).status, 200);
}

#[test]
fn other_pages_change_and_read_nothing() {
    let server = Server::start();
    let (visitor, port) = (server.coder("Aida"), server.address.port());
    let body = json!({ "says": "note", "numbers": ["e1"], "text": "x" }).to_string();
    let from = |origin: &str| {
        let headers = [("Content-Type", "application/json"), ("Origin", origin)];
        visitor.send("POST", "/api/judgements", &headers, body.as_bytes())
    };
    for origin in ["http://evil.example", "null", "file://", &format!("http://localhost:{}", port ^ 1), "http://"] {
        assert_eq!(from(origin).refusal(), "other_origin", "{origin}");
    }
    assert_eq!(from(&format!("http://{}", server.address)).status, 200);
    for site in ["cross-site", "same-site"] {
        let answer = visitor.send("GET", "/api/summary", &[("Sec-Fetch-Site", site)], b"");
        assert_eq!(answer.refusal(), "other_origin", "{site}");
        assert_eq!(
            visitor.send("GET", "/event/1", &[("Sec-Fetch-Site", site)], b"").status,
            200,
            "a link may lead here"
        );
    }
}

#[test]
fn an_address_that_others_reach_needs_a_password() {
    let (_folder, path) = copy();
    let open =
        |settings: Settings| Serving::open(Settings { address: "0.0.0.0:0".parse().expect("an address"), ..settings });
    let refused = open(Settings::of(&path)).err().expect("it is refused");
    assert!(matches!(refused, ServeError::NoPassword(_)), "{refused}");
    assert!(refused.to_string().contains("qantar coder"), "{refused}");
    let mut case = qantar::store::Case::open(&path).expect("a case");
    case.set_password("Aida", &password::hash(PASSWORD).expect("a hash"), jiff::Timestamp::UNIX_EPOCH).expect("set");
    assert!(open(Settings::of(&path)).is_ok_and(|serving| serving.needs_password()));
}

#[test]
fn with_passwords_nothing_but_the_page_is_given_before_signing_in() {
    let server = with_aida();
    let visitor = server.visitor();
    assert_eq!(visitor.json("/api/session")["sign_in"], true);
    assert_eq!(visitor.json("/api/session")["coder"], json!(null), "the name that it was started with is no proof");
    for path in
        ["/api/summary", "/api/columns", "/api/rows?numbers=1", "/api/events/1", "/api/export/jsonl", "/api/log"]
    {
        let answer = visitor.get(path);
        assert_eq!((answer.status, answer.refusal().as_str()), (401, "not_signed_in"), "{path}");
    }
    assert_eq!(visitor.upload(&[("a.txt", b"Miners began a strike in Oruro.")]).status, 401);
    assert_eq!(visitor.get("/").status, 200);

    assert_eq!(sign_in(&visitor, "Aida", "wrong horse").refusal(), "wrong_password");
    assert_eq!(visitor.post("/api/session", &json!({ "name": "Aida" })).refusal(), "wrong_password");
    let session = sign_in(&visitor, "Aida", PASSWORD);
    assert_eq!(session.json()["coder"], "Aida");
    assert_eq!(session.json()["sign_in"], false);
    assert_eq!(visitor.get("/api/summary").status, 401, "the cookie from before is of no use");
    let mut coder = visitor.clone();
    coder.keep(&session);
    assert_eq!(coder.get("/api/summary").status, 200);

    let out = coder.send("DELETE", "/api/session", &[], b"");
    assert_eq!(out.status, 200, "{out:?}");
    assert_eq!(coder.get("/api/summary").status, 401);
}

#[test]
fn a_session_ends_with_the_password_that_began_it() {
    let server = with_aida();
    let mut coder = server.visitor();
    let session = sign_in(&coder, "Aida", PASSWORD);
    coder.keep(&session);
    assert_eq!(coder.get("/api/summary").status, 200);
    let mut case = qantar::store::Case::open(&server.path).expect("another program may write");
    let other = password::hash("another password").expect("a hash");
    case.set_password("Aida", &other, jiff::Timestamp::UNIX_EPOCH).expect("set");
    within(Duration::from_secs(10), || (coder.get("/api/summary").status == 401).then_some(()));
    assert_eq!(sign_in(&server.visitor(), "Aida", PASSWORD).status, 401);
    assert_eq!(sign_in(&server.visitor(), "Aida", "another password").status, 200);
}

#[test]
fn names_said_before_there_were_passwords_prove_nothing_after() {
    let server = Server::start();
    let coder = server.coder("Aida");
    assert_eq!(coder.get("/api/summary").status, 200);
    let mut case = qantar::store::Case::open(&server.path).expect("another program may write");
    let hash = password::hash(PASSWORD).expect("a hash");
    case.set_password("Aida", &hash, jiff::Timestamp::UNIX_EPOCH).expect("set");
    within(Duration::from_secs(10), || (coder.get("/api/summary").status == 401).then_some(()));
}

#[test]
fn guessing_is_slowed_down() {
    let server = with_aida();
    let visitor = server.visitor();
    for _ in 0..5 {
        assert_eq!(sign_in(&visitor, "Aida", "a wrong one").status, 401);
    }
    let slowed = within(Duration::from_secs(20), || Some(sign_in(&visitor, "Aida", PASSWORD)));
    assert_eq!((slowed.status, slowed.refusal().as_str()), (429, "too_many_tries"), "even with the right one");
    let wait: u64 = slowed.header("retry-after").and_then(|wait| wait.parse().ok()).expect("a time to wait");
    assert!((1..=2).contains(&wait), "{wait}");
    assert_eq!(sign_in(&visitor, "Ben", "a wrong one").status, 401, "others are not kept waiting");
    std::thread::sleep(Duration::from_secs(wait));
    assert_eq!(sign_in(&visitor, "Aida", PASSWORD).status, 200);
}

#[test]
fn names_that_nobody_has_take_as_long_as_those_that_somebody_has() {
    let server = with_aida();
    let visitor = server.visitor();
    let timed = |name: &str| {
        let start = Instant::now();
        assert_eq!(sign_in(&visitor, name, "a wrong one").refusal(), "wrong_password");
        start.elapsed()
    };
    // The first of each pays for what is made once. The least of several counts, in turns: other work on the machine slows either.
    let rounds: Vec<(Duration, Duration)> = (0..5).map(|_| (timed("Aida"), timed("Nobody"))).skip(1).collect();
    let known = rounds.iter().map(|(known, _)| *known).min().expect("four rounds");
    let unknown = rounds.iter().map(|(_, unknown)| *unknown).min().expect("four rounds");
    assert!(unknown * 4 > known && known * 4 > unknown, "{known:?} and {unknown:?}");
}

#[test]
fn cookies_are_for_this_page_alone() {
    let server = Server::start();
    let answer = Visitor::new(server.address).get("/api/session");
    let cookie = answer.header("set-cookie").expect("a cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "there is no TLS on loopback");
    let value = cookie.split(['=', ';']).nth(1).expect("a value");
    assert!(value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit()), "{value}");
}

#[test]
fn behind_a_public_name_that_name_leads_here_over_tls_only() {
    let (_folder, path) = copy();
    let public = |settings: &mut Settings| settings.public = Some("https://kz.example.org".parse().expect("a name"));
    let mut settings = Settings::of(&path);
    public(&mut settings);
    assert!(matches!(Serving::open(settings).err(), Some(ServeError::NoPassword(_))), "others reach it");

    let hash = password::hash(PASSWORD).expect("a hash");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let server = Server::prepared(|case| case.set_password("Aida", &hash, now).expect("set"), public);
    let mut visitor = Visitor::new(server.address);
    let host = [("Host", "kz.example.org")];
    let session = visitor.send("GET", "/api/session", &host, b"");
    assert!(session.header("set-cookie").is_some_and(|cookie| cookie.contains("; Secure")), "{session:?}");
    visitor.keep(&session);
    let body = json!({ "name": "Aida", "password": PASSWORD }).to_string();
    let from = |origin: &str| {
        let headers = [host[0], ("Origin", origin), ("Content-Type", "application/json")];
        visitor.send("POST", "/api/session", &headers, body.as_bytes())
    };
    assert_eq!(from("https://evil.example").status, 403);
    assert_eq!(from("https://kz.example.org").status, 200);
    assert_eq!(visitor.send("GET", "/", &[("Host", "evil.example")], b"").status, 403);
}

#[test]
fn bodies_and_heads_are_bounded() {
    let server = Server::start();
    let visitor = server.coder("Aida");
    let long = json!({ "says": "note", "numbers": ["e1"], "text": "x".repeat(2 << 20) });
    let answer = visitor.post("/api/judgements", &long);
    assert_eq!((answer.status, answer.refusal().as_str()), (413, "too_long"));
    let text = json!({ "says": "note", "numbers": ["e1"], "text": "x".repeat(20_000) });
    assert_eq!(visitor.post("/api/judgements", &text).status, 422);

    let head = visitor.send("GET", "/api/summary", &[("X-Long", &"x".repeat(300_000))], b"");
    assert!(matches!(head.status, 400 | 431), "{}", head.status);
    let many: Vec<(String, String)> = (0..200).map(|k| (format!("X-{k}"), "x".into())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(matches!(visitor.send("GET", "/api/summary", &many, b"").status, 400 | 431));

    let said_long = format!(
        "POST /api/reports HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nX-Qantar-Token: {}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 400000000\r\n\r\n--edge\r\n",
        server.address,
        visitor.cookie.as_deref().expect("a cookie"),
        visitor.token.as_deref().expect("a token"),
    );
    assert_eq!(raw(server.address, said_long.as_bytes()).status, 413);
}

#[test]
fn requests_that_are_not_understood_are_refused_in_one_shape() {
    let server = Server::start();
    let visitor = server.coder("Aida");
    let json_type = [("Content-Type", "application/json")];
    let post = |body: &[u8]| visitor.send("POST", "/api/judgements", &json_type, body);
    let cases = [
        (post(b"{"), 400, "bad_json"),
        (post(b""), 400, "bad_json"),
        (post(b"\xff\xfe"), 400, "bad_json"),
        (post(b"[]"), 422, "unfit"),
        (post(br#"{"says": "explode", "numbers": ["e1"]}"#), 422, "unfit"),
        (post(br#"{"says": "right", "numbers": ["x1"]}"#), 422, "unfit"),
        (post(br#"{"says": "right", "numbers": []}"#), 422, "unfit"),
        (post(br#"{"says": "right", "numbers": ["e1"], "sql": "DROP TABLE event"}"#), 422, "unfit"),
        (post(br#"{"says": "right", "numbers": ["e99999"]}"#), 404, "no_such_number"),
        (post(br#"{"says": "right", "numbers": ["e1"], "slot": "x"}"#), 422, "unfit"),
        (post(br#"{"says": "instead", "numbers": ["e1"], "slot": "place", "value": "Nowhereville"}"#), 422, "unfit"),
        (post(br#"{"says": "same", "numbers": ["e1"]}"#), 422, "unfit"),
        (visitor.send("POST", "/api/judgements", &[("Content-Type", "text/plain")], b"{}"), 415, "not_json"),
        (visitor.send("POST", "/api/reports", &json_type, b"{}"), 415, "not_multipart"),
        (visitor.get("/api/nothing"), 404, "no_such_path"),
        (visitor.get("/api"), 404, "no_such_path"),
        (visitor.get("/nothing/here"), 404, "no_such_path"),
        (visitor.get("/../../etc/passwd"), 404, "no_such_path"),
        (visitor.get("/%2e%2e/%2e%2e/etc/passwd"), 404, "no_such_path"),
        (visitor.send("PUT", "/api/summary", &[], b""), 405, "no_such_method"),
        (visitor.send("POST", "/", &[], b""), 405, "no_such_method"),
        (visitor.get("/api/events/x"), 404, "no_such_path"),
        (visitor.get("/api/events/99999999999999999999"), 404, "no_such_path"),
        (visitor.get("/api/events/99999"), 404, "no_such_event"),
        (visitor.get("/api/events/-1"), 404, "no_such_event"),
        (visitor.get("/api/reports/00000000"), 404, "no_such_report"),
        (visitor.get("/api/reports/%27%22%3b"), 404, "no_such_report"),
        (visitor.get("/api/rows?numbers=1,x"), 400, "bad_query"),
        (visitor.get("/api/rows"), 400, "bad_query"),
        (visitor.get("/api/compare?a=1"), 400, "bad_query"),
        (visitor.get("/api/compare?a=1&b=99999"), 404, "no_such_account"),
        (visitor.get("/api/reports?limit=-1"), 400, "bad_query"),
        (visitor.get("/api/export/xls"), 404, "no_such_format"),
        (visitor.get("/api/jobs/99"), 404, "no_such_job"),
        (visitor.get("/api/actor?name=Nobody%20at%20all"), 404, "no_such_actor"),
    ];
    for (k, (answer, status, code)) in cases.iter().enumerate() {
        assert_eq!((answer.status, answer.refusal().as_str()), (*status, *code), "case {k}: {}", answer.text());
        let folder = server.path.parent().expect("a folder").display().to_string();
        assert!(!answer.text().contains(&folder), "where the case lies is nobody's business: {}", answer.text());
    }
    for nonsense in ["GET\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        assert_eq!(raw(server.address, nonsense.as_bytes()).status, 400, "{nonsense:?}");
    }
    assert_eq!(visitor.get("/api/summary").status, 200, "it still answers");
}

#[test]
fn hostile_words_are_only_looked_for() {
    let server = Server::start();
    let visitor = server.visitor();
    let words =
        ["%22", "*", "NEAR(", "%27%20OR%201=1--", "%00", "%E2%80%AE", "a%22*%20AND%20(", "%F0%9F%92%A5", "-", "^a"];
    for word in words {
        for (path, key) in
            [("match?text", "numbers"), ("match?party", "numbers"), ("reports?text", "rows"), ("actors?text", "actors")]
        {
            let answer = visitor.get(&format!("/api/{path}={word}"));
            assert!(answer.status == 200 && answer.json()[key].is_array(), "{path}={word}: {answer:?}");
        }
    }
    let long = "x".repeat(20_000);
    assert_eq!(visitor.get(&format!("/api/match?text={long}")).status, 422);
}

#[test]
fn a_slow_client_costs_only_its_own_connection() {
    let server = Server::start();
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address).expect("it listens");
            stream.write_all(b"GET /api/summary HTTP/1.1\r\nHost: ").expect("written");
            stream
        })
        .collect();
    let start = Instant::now();
    assert_eq!(server.visitor().get("/api/summary").status, 200);
    assert!(start.elapsed() < Duration::from_secs(10));
    let mut first = slow.into_iter().next().expect("one");
    first.set_read_timeout(Some(Duration::from_secs(40))).expect("a time");
    let mut rest = Vec::new();
    let closed = first.read_to_end(&mut rest);
    assert!(closed.is_ok() || rest.is_empty(), "the head has twenty seconds to arrive");
}

#[test]
fn what_is_for_reading_only_is_not_changed() {
    let server = Server::with(|settings| {
        settings.read_only = true;
        settings.coder = Some("Aida".into());
    });
    let visitor = server.visitor();
    assert_eq!(visitor.json("/api/session")["read_only"], true);
    let note = json!({ "says": "note", "numbers": ["e1"], "text": "x" });
    assert_eq!(visitor.post("/api/judgements", &note).refusal(), "read_only");
    assert_eq!(visitor.post("/api/undo", &json!({ "judgements": [1] })).refusal(), "read_only");
    assert_eq!(visitor.upload(&[("a.txt", b"Miners began a strike in Oruro.")]).refusal(), "read_only");
    assert!(visitor.json("/api/summary")["events"].as_u64().is_some_and(|events| events > 10));
}
