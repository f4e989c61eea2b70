//! Fetching and watching against a server of our own on this machine.

mod certificate;
mod server;

use super::*;
use crate::fetch::clock::Clock;
use certificate::{Authority, Days};
use flate2::Compression;
use flate2::write::GzEncoder;
use server::{Asked, Reply, Scene, reply, scene, scene_over, scene_with};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use watch::What;

fn at(words: &str) -> Address {
    Address::parse(words).expect("an address")
}

/// What fetching an address comes to.
fn got(scene: &mut Scene, address: &str) -> Result<Page, FetchError> {
    match scene.fetcher.get(&at(address), &Validators::default())? {
        Answer::Page(page) => Ok(page),
        Answer::Unchanged => panic!("nothing was known of {address}"),
    }
}

fn refusal(scene: &mut Scene, address: &str) -> (Kind, String) {
    let error = got(scene, address).expect_err("refused");
    (error.kind, error.to_string())
}

/// A server without a robots.txt.
fn free(answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> impl Fn(&Asked) -> Reply + Send + Sync + 'static {
    move |asked| if asked.path == "/robots.txt" { reply(404, "") } else { answers(asked) }
}

#[test]
fn made_it_asks_nobody_for_anything() {
    let scene = scene(|_| reply(200, ""));
    let _watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    drop(scene.fetcher);
    assert!(scene.network.looked_up.lock().expect("the log").is_empty());
    assert!(scene.server.asked().is_empty());
}

#[test]
fn a_page_comes_as_it_is_and_nothing_else_is_sent() {
    let mut scene = scene_with(
        Settings { contact: Some("ana@example.org".into()), ..Settings::default() },
        BTreeMap::new(),
        free(|_| {
            reply(200, "<p>One.</p>")
                .with("Content-Type", "text/html; charset=utf-8")
                .with("Set-Cookie", "a=b")
                .with("ETag", "\"7\"")
        }),
    );
    let page = got(&mut scene, "http://a.example/one?a=b#c").expect("a page");
    assert_eq!(page.received, b"<p>One.</p>");
    assert_eq!(page.content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(page.address.as_str(), "http://a.example/one?a=b");
    assert_eq!(page.validators.etag.as_deref(), Some("\"7\""));
    got(&mut scene, "http://a.example/one?a=b").expect("a page again");
    let version = env!("CARGO_PKG_VERSION");
    for asked in scene.server.asked() {
        let mut headers: Vec<_> = asked.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        headers.sort();
        let expected = [
            "accept-encoding: gzip".to_owned(),
            "accept: */*".to_owned(),
            "host: a.example".to_owned(),
            format!("user-agent: qantar/{version} (+ana@example.org)"),
        ];
        assert_eq!(headers, expected, "{}", asked.path);
    }
    assert_eq!(scene.server.paths(), ["/one?a=b", "/one?a=b"]);
}

#[test]
fn contacts_that_could_add_a_header_are_refused() {
    for contact in ["ana\r\nCookie: a", "ana (x)", "añá@example.org", &"x".repeat(300)] {
        let settings = Settings { contact: Some(contact.into()), ..Settings::default() };
        assert!(Fetcher::new(settings, Arc::new(SystemClock::default())).is_err(), "{contact:?}");
    }
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let mut scene = scene(free(|asked| match (asked.path.as_str(), asked.header("if-none-match")) {
        ("/moved", _) => reply(302, "").with("Location", "http://b.example/feed"),
        (_, Some("\"7\"")) => reply(304, ""),
        _ => reply(200, "a").with("ETag", "\"7\"").with("Last-Modified", "Sat, 03 May 2031 11:00:00 GMT"),
    }));
    let page = got(&mut scene, "http://a.example/feed").expect("a page");
    assert!(matches!(scene.fetcher.get(&at("http://a.example/feed"), &page.validators), Ok(Answer::Unchanged)));
    let asked = scene.server.asked().pop().expect("asked");
    assert_eq!(asked.header("if-modified-since"), Some("Sat, 03 May 2031 11:00:00 GMT"));
    // Another host is not shown what this one gave.
    assert!(matches!(scene.fetcher.get(&at("http://a.example/moved"), &page.validators), Ok(Answer::Page(_))));
    let asked = scene.server.asked().pop().expect("asked");
    assert_eq!((asked.host.as_str(), asked.header("if-none-match")), ("b.example", None));
}

#[test]
fn names_that_lead_inside_are_refused_after_they_were_looked_up() {
    let names = BTreeMap::from([
        ("inside.example", vec!["10.0.0.7"]),
        ("six.example", vec!["::1"]),
        ("mapped.example", vec!["::ffff:127.0.0.1"]),
        ("both.example", vec!["192.168.1.1", server::PUBLIC]),
    ]);
    let mut scene = scene_with(Settings::default(), names, free(|_| reply(200, "a")));
    let cases = [
        ("http://inside.example/", "inside.example is at 10.0.0.7, a private address: not asked without leave"),
        ("http://six.example/", "six.example is at ::1, an address of this machine: not asked without leave"),
        (
            "http://mapped.example/",
            "mapped.example is at ::ffff:127.0.0.1, an IPv4 address in an IPv6 one: not asked without leave",
        ),
        (
            "http://169.254.169.254/latest",
            "169.254.169.254 is at 169.254.169.254, a link-local address: not asked without leave",
        ),
        ("http://[::1]/", "::1 is at ::1, an address of this machine: not asked without leave"),
        ("http://0x7f.1/", "127.0.0.1 is at 127.0.0.1, an address of this machine: not asked without leave"),
        ("http://a.example:8080/", "a.example is not asked on port 8080, only on 80 and 443"),
        ("http://a.example:22/", "a.example is not asked on port 22, only on 80 and 443"),
    ];
    for (address, message) in cases {
        assert_eq!(refusal(&mut scene, address), (Kind::Refused, message.to_owned()), "{address}");
    }
    assert!(scene.server.asked().is_empty());
    got(&mut scene, "http://both.example/").expect("its public address");
    let routed = scene.network.routed.lock().expect("the log");
    assert!(!routed.is_empty() && routed.iter().all(|ip| ip.to_string() == server::PUBLIC), "{routed:?}");
    // Looked up once for each connection: what was looked at is what was connected to.
    let lookups =
        scene.network.looked_up.lock().expect("the log").iter().filter(|host| *host == "both.example").count();
    assert_eq!(lookups, routed.len());
}

#[test]
fn an_intranet_is_asked_when_that_is_allowed() {
    let settings = Settings { allow_private: true, ..Settings::default() };
    let server = server::Server::start(None, free(|_| reply(200, "a")));
    let clock = Arc::new(SystemClock::default());
    let mut fetcher = Fetcher::new(Settings { between: Duration::ZERO, ..settings }, clock).expect("a fetcher");
    let address = at(&format!("http://{}/one", server.address));
    assert!(matches!(fetcher.get(&address, &Validators::default()), Ok(Answer::Page(_))));
    let mut fetcher = Fetcher::new(Settings::default(), Arc::new(SystemClock::default())).expect("a fetcher");
    assert_eq!(fetcher.get(&address, &Validators::default()).expect_err("refused").kind, Kind::Refused);
}

#[test]
fn each_redirect_is_looked_at_like_the_first_address() {
    let names = BTreeMap::from([("inside.example", vec!["10.0.0.7"])]);
    let mut scene = scene_with(
        Settings { between: Duration::ZERO, ..Settings::default() },
        names,
        free(|asked| {
            let to = |location: &str| reply(302, "").with("Location", location);
            match asked.path.as_str() {
                "/inside" => to("http://inside.example/secret"),
                "/metadata" => to("http://169.254.169.254/latest/meta-data/"),
                "/file" => to("file:///etc/passwd"),
                "/password" => to("http://ana:secret@b.example/"),
                "/port" => to("//b.example:25/"),
                "/loop" => to("/loop"),
                "/nowhere" => reply(302, ""),
                "/cyrillic" => to("/новости/1"),
                "/chain" => reply(301, "").with("Location", "/chain2"),
                "/chain2" => reply(308, "").with("Location", "http://b.example/end"),
                _ => reply(200, "a"),
            }
        }),
    );
    let cases = [
        ("inside", Kind::Refused, "inside.example is at 10.0.0.7, a private address: not asked without leave"),
        (
            "metadata",
            Kind::Refused,
            "169.254.169.254 is at 169.254.169.254, a link-local address: not asked without leave",
        ),
        ("file", Kind::Refused, "leads on to neither an http nor an https address"),
        ("password", Kind::Refused, "leads on to an address with a name or a password in it"),
        ("port", Kind::Refused, "b.example is not asked on port 25, only on 80 and 443"),
        ("loop", Kind::Network, "more than 5 redirects"),
        ("nowhere", Kind::Network, "status 302 without an address to go to"),
    ];
    for (path, kind, message) in cases {
        assert_eq!(refusal(&mut scene, &format!("http://a.example/{path}")), (kind, message.to_owned()));
    }
    assert_eq!(scene.server.paths().iter().filter(|path| *path == "/loop").count(), 6);
    let page = got(&mut scene, "http://a.example/chain").expect("the end");
    assert_eq!((page.address.as_str(), page.moved), ("http://b.example/end", true));
    let page = got(&mut scene, "http://a.example/cyrillic").expect("the end");
    assert_eq!(page.address.as_str(), "http://a.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1");
}

#[test]
fn bombs_and_what_is_not_to_be_read_cost_little() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        packed.write_all(&[b' '; 1 << 20]).expect("packed");
    }
    let bomb = packed.finish().expect("packed");
    assert!(bomb.len() < 100_000);
    let mut small = GzEncoder::new(Vec::new(), Compression::fast());
    small.write_all(b"one").expect("packed");
    let small = small.finish().expect("packed");
    let settings = Settings { most_bytes: 1 << 20, between: Duration::ZERO, ..Settings::default() };
    let mut scene = scene_with(
        settings,
        BTreeMap::new(),
        free(move |asked| match asked.path.as_str() {
            "/bomb" => reply(200, bomb.clone()).with("Content-Encoding", "gzip"),
            "/small" => reply(200, small.clone()).with("Content-Encoding", "gzip"),
            "/broken" => reply(200, &small[..12]).with("Content-Encoding", "gzip"),
            "/long" => reply(200, vec![b' '; (1 << 20) + 1]),
            "/full" => reply(200, vec![b' '; 1 << 20]),
            "/br" => reply(200, "x").with("Content-Encoding", "br"),
            "/film" => reply(200, "x").with("Content-Type", "Video/mp4"),
            "/head" => reply(200, "x").with("X-Long", "x".repeat(100_000)),
            _ => reply(204, ""),
        }),
    );
    let cases = [
        ("bomb", Kind::TooLong, "longer than the 1048576 bytes that one answer may have"),
        ("long", Kind::TooLong, "longer than the 1048576 bytes that one answer may have"),
        ("br", Kind::Unfit, "packed as br, which was not asked for"),
        ("film", Kind::Unfit, "video/mp4, nothing to read"),
        ("head", Kind::TooLong, "the head of the answer is too long"),
        ("empty", Kind::Status(204), "the server answered with status 204"),
    ];
    for (path, kind, message) in cases {
        assert_eq!(refusal(&mut scene, &format!("http://a.example/{path}")), (kind, message.to_owned()));
    }
    assert_eq!(refusal(&mut scene, "http://a.example/broken").0, Kind::Network);
    assert_eq!(got(&mut scene, "http://a.example/small").expect("a page").received, b"one");
    assert_eq!(got(&mut scene, "http://a.example/full").expect("a page").received.len(), 1 << 20);
}

#[test]
fn a_server_that_drips_is_left_in_time() {
    let settings = Settings { total: Duration::from_millis(300), ..Settings::default() };
    let mut scene = scene_with(
        settings,
        BTreeMap::new(),
        free(|_| Reply { slow: Some(Duration::from_millis(20)), ..reply(200, vec![b'a'; 1_000]) }),
    );
    let begun = Instant::now();
    assert_eq!(refusal(&mut scene, "http://a.example/"), (Kind::TooSlow, "not there within 0.3 seconds".to_owned()));
    // The whole body would take twenty seconds.
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_server_that_speaks_no_tls_is_no_https_server() {
    let mut scene = scene(|_| reply(200, "a"));
    let (kind, message) = refusal(&mut scene, "https://a.example/");
    assert_eq!(kind, Kind::Later);
    assert!(message.starts_with("robots.txt of a.example could not be had ("), "{message}");
}

#[test]
fn only_a_server_that_a_trusted_root_vouches_for_is_read() {
    let (ours, other) = (Authority::new(), Authority::new());
    let read = |name, days, roots: Option<String>| {
        let settings = Settings { roots: roots.map(String::into_bytes), ..Settings::default() };
        let mut scene =
            scene_over(Some(ours.server(name, days)), settings, BTreeMap::new(), free(|_| reply(200, "in TLS")));
        let read = got(&mut scene, "https://a.example/").map(|page| page.received).map_err(|error| error.to_string());
        assert_eq!(scene.server.asked().is_empty(), read.is_err(), "a request only where the server is trusted");
        read
    };
    assert_eq!(read("a.example", Days::Now, Some(ours.pem())), Ok(b"in TLS".to_vec()));
    let both = other.pem() + &ours.pem();
    assert_eq!(read("a.example", Days::Now, Some(both)), Ok(b"in TLS".to_vec()), "any of several roots");
    for (name, days, roots, why) in [
        ("a.example", Days::Now, None, "UnknownIssuer"),
        // A root of the same name with another key.
        ("a.example", Days::Now, Some(other.pem()), "BadSignature"),
        ("b.example", Days::Now, Some(ours.pem()), "not valid for name"),
        ("a.example", Days::Past, Some(ours.pem()), "expired"),
        ("a.example", Days::ToCome, Some(ours.pem()), "not valid yet"),
    ] {
        let message = read(name, days, roots).expect_err(why);
        assert!(message.contains(why), "{message} does not say {why}");
    }
}

#[test]
fn roots_without_a_certificate_are_refused() {
    for (roots, why) in [("", "they hold no certificate as PEM"), ("-----BEGIN CERTIFICATE-----\n?", "")] {
        let settings = Settings { roots: Some(roots.into()), ..Settings::default() };
        let error = Fetcher::new(settings, Arc::new(SystemClock::default())).expect_err("no root");
        assert!(error.to_string().starts_with(&format!("cannot trust these roots: {why}")), "{error}");
    }
}

#[test]
fn robots_are_heeded() {
    let robots = Arc::new(AtomicUsize::new(200));
    let status = Arc::clone(&robots);
    let mut scene = scene(move |asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("a.example", "/robots.txt") => reply(200, "User-agent: *\nDisallow: /private\nCrawl-delay: 20"),
        ("b.example", "/robots.txt") => reply(status.load(Ordering::Relaxed) as u16, "User-agent: *\nAllow: /"),
        ("c.example", "/robots.txt") => reply(301, "").with("Location", "http://a.example/robots.txt"),
        (_, "/to-a") => reply(302, "").with("Location", "http://a.example/private"),
        _ => reply(200, "a"),
    });
    let refused = (Kind::Robots, "robots.txt of a.example asks programs not to fetch this".to_owned());
    assert_eq!(refusal(&mut scene, "http://a.example/private/one"), refused);
    // Not by way of another host either.
    assert_eq!(refusal(&mut scene, "http://d.example/to-a"), refusal(&mut scene, "http://a.example/private"));
    let begun = scene.clock.now();
    got(&mut scene, "http://a.example/one").expect("a page");
    got(&mut scene, "http://a.example/two").expect("a page");
    assert!(scene.clock.now().duration_since(begun).as_secs() >= 20, "the delay that it asks for");
    assert_eq!(refusal(&mut scene, "http://c.example/private").0, Kind::Robots);
    let asked = scene.server.asked();
    let robots_of_a = asked.iter().filter(|asked| asked.host == "a.example" && asked.path == "/robots.txt").count();
    assert_eq!(robots_of_a, 2, "once for itself, once for c.example");
    assert!(!scene.server.paths().iter().any(|path| path.starts_with("/private")));

    // A robots.txt that cannot be had forbids everything, for a while.
    robots.store(503, Ordering::Relaxed);
    let error = got(&mut scene, "http://b.example/one").expect_err("put off");
    assert_eq!(error.kind, Kind::Later);
    assert!(error.passes() && error.until > Some(scene.clock.now()));
    robots.store(200, Ordering::Relaxed);
    assert_eq!(refusal(&mut scene, "http://b.example/one").0, Kind::Later);
    scene.clock.sleep(Duration::from_secs(3_601));
    got(&mut scene, "http://b.example/one").expect("a page");
}

#[test]
fn a_robots_txt_that_cannot_be_read_allows_nothing() {
    let mut scene = scene(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("br.example", "/robots.txt") => reply(200, "\x0b\x02").with("Content-Encoding", "br"),
        ("same.example", "/robots.txt") => reply(304, ""),
        ("plain.example", "/robots.txt") => reply(200, "").with("Content-Encoding", "identity"),
        _ => reply(200, "a"),
    });
    for (host, why) in [
        ("br.example", "packed as br, which was not asked for"),
        ("same.example", "unchanged, says the server, and was not asked"),
    ] {
        let message = format!("robots.txt of {host} could not be had ({why}), so nothing is fetched from there yet");
        assert_eq!(refusal(&mut scene, &format!("http://{host}/one")), (Kind::Later, message));
    }
    got(&mut scene, "http://plain.example/one").expect("a page");
    assert_eq!(scene.server.paths(), ["/one"]);
}

// Watching.

fn listed(address: &str) -> Listed {
    Listed { address: at(address), title: String::new() }
}

fn feed_of(items: &[&str]) -> String {
    let item = |name: &&str| {
        format!("<item><title>{name}</title><link>http://a.example/{name}</link><guid>{name}</guid></item>")
    };
    format!(
        "<rss version=\"2.0\"><channel><title>N</title>{}</channel></rss>",
        items.iter().map(item).collect::<String>()
    )
}

/// What one round gives: addresses of what was fetched, and lines.
fn round(watch: &mut Watch, scene: &mut Scene) -> (Vec<String>, Vec<String>) {
    let (mut pages, mut lines) = (Vec::new(), Vec::new());
    watch.run(&mut scene.fetcher, true, &mut |given, _| {
        match given {
            Given::Fetched(fetched) => pages.push(fetched.url),
            Given::Trouble(trouble) => lines.push(format!("{}: {}", trouble.url, trouble.message)),
            Given::Pause(_) => {}
        }
        ControlFlow::Continue(())
    });
    (pages, lines)
}

#[test]
fn new_items_of_a_feed_are_fetched_once() {
    let items = Arc::new(Mutex::new(vec!["one", "two"]));
    let shown = Arc::clone(&items);
    let mut scene = scene(free(move |asked| match asked.path.as_str() {
        "/feed" => {
            let items = shown.lock().expect("the items");
            let tag = format!("\"{}\"", items.len());
            let same = asked.header("if-none-match") == Some(&tag);
            if same { reply(304, "") } else { reply(200, feed_of(&items)).with("ETag", tag) }
        }
        "/also" => reply(200, feed_of(&["two"])),
        path => reply(200, path.to_owned()),
    }));
    let feeds = vec![listed("http://a.example/feed"), listed("http://a.example/also")];
    let mut watch = Watch::new(feeds.clone(), watch::Settings::default(), State::default());
    let first = round(&mut watch, &mut scene);
    assert_eq!(first, (vec!["http://a.example/one".into(), "http://a.example/two".into()], vec![]));
    let hour = Duration::from_secs(3_600);
    scene.clock.sleep(hour);
    assert_eq!(round(&mut watch, &mut scene), (vec![], vec![]));
    items.lock().expect("the items").insert(0, "three");
    scene.clock.sleep(hour);
    // What was remembered in a file serves another run as well.
    let bytes = serde_json::to_vec(watch.state()).expect("written");
    let state: State = serde_json::from_slice(&bytes).expect("read");
    assert_eq!(&state, watch.state());
    let mut watch = Watch::new(feeds, watch::Settings::default(), state);
    assert_eq!(round(&mut watch, &mut scene), (vec!["http://a.example/three".into()], vec![]));
    let pages: Vec<_> = scene.server.paths().into_iter().filter(|path| path != "/feed" && path != "/also").collect();
    assert_eq!(pages, ["/one", "/two", "/three"]);
}

#[test]
fn what_is_given_says_where_it_is_from() {
    let mut scene = scene(free(|asked| match asked.path.as_str() {
        "/feed" => reply(200, feed_of(&["one"])),
        "/one" => reply(302, "").with("Location", "http://b.example/1"),
        _ => reply(200, "<p>One.</p>").with("Content-Type", "text/html"),
    }));
    for (items_only, what, url, title, final_url) in [
        (false, What::Page, "http://a.example/one", Some("one"), "http://b.example/1"),
        (true, What::Feed, "http://a.example/feed", None, "http://a.example/feed"),
    ] {
        let settings = watch::Settings { items_only, ..watch::Settings::default() };
        let mut watch = Watch::new(vec![listed("http://a.example/feed")], settings, State::default());
        let mut all = Vec::new();
        for _ in 0..2 {
            watch.run(&mut scene.fetcher, true, &mut |given, _| {
                all.push(given);
                ControlFlow::Continue(())
            });
        }
        let [Given::Fetched(fetched)] = &all[..] else { panic!("{all:?}") };
        assert_eq!((fetched.what, fetched.url.as_str(), fetched.title.as_deref()), (what, url, title));
        assert_eq!((fetched.feed.as_str(), fetched.final_url.as_str()), ("http://a.example/feed", final_url));
        assert!(!fetched.received.is_empty() && fetched.at <= scene.clock.now());
    }
}

#[test]
fn one_host_is_asked_with_pauses() {
    let mut scene = scene(free(|asked| match asked.path.as_str() {
        "/feed" => reply(200, feed_of(&["one", "two", "three"])),
        _ => reply(200, "a"),
    }));
    let begun = scene.clock.now();
    let mut watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    assert_eq!(round(&mut watch, &mut scene).0.len(), 3);
    // robots.txt, the feed and three pages: four pauses of two seconds.
    assert_eq!(scene.clock.now().duration_since(begun).as_secs(), 8);
}

#[test]
fn a_feed_that_fails_is_asked_less_and_less_often() {
    let status = Arc::new(AtomicUsize::new(500));
    let shown = Arc::clone(&status);
    let mut scene = scene(free(move |_| match shown.load(Ordering::Relaxed) {
        200 => reply(200, feed_of(&[])),
        429 => reply(429, "").with("Retry-After", "7200"),
        status => reply(status as u16, ""),
    }));
    let mut watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    let mut waits = Vec::new();
    for _ in 0..8 {
        let (pages, lines) = round(&mut watch, &mut scene);
        assert!(pages.is_empty() && lines.len() == 1, "{lines:?}");
        assert!(
            lines[0]
                .starts_with("http://a.example/feed: the server answered with status 500; asked again after 2031-05-")
        );
        let due = watch.state().feeds["http://a.example/feed"].due.expect("a moment");
        let wait = due.duration_since(scene.clock.now());
        waits.push(wait.as_secs());
        // Before that, nobody is asked, not even in a round that somebody starts.
        let before = scene.server.asked().len();
        assert_eq!(round(&mut watch, &mut scene), (vec![], vec![]));
        assert_eq!(scene.server.asked().len(), before);
        scene.clock.sleep(wait.unsigned_abs());
    }
    assert!(waits.windows(2).all(|pair| pair[1] > pair[0] || pair[0] >= 86_400), "{waits:?}");
    assert!(waits[0] >= 1_800 && waits.iter().all(|&wait| wait <= 86_400 * 11 / 10), "{waits:?}");
    status.store(200, Ordering::Relaxed);
    assert_eq!(round(&mut watch, &mut scene), (vec![], vec![]));
    let state = &watch.state().feeds["http://a.example/feed"];
    assert_eq!(state.failures, 0);
    // A server that says for how long gets it.
    status.store(429, Ordering::Relaxed);
    scene.clock.sleep(Duration::from_secs(3_600));
    assert_eq!(round(&mut watch, &mut scene).1.len(), 1);
    let due = watch.state().feeds["http://a.example/feed"].due.expect("a moment");
    assert!(due.duration_since(scene.clock.now()).as_secs() >= 7_200);
}

#[test]
fn a_page_that_fails_is_asked_for_again_and_given_up_in_the_end() {
    let mut scene = scene(free(|asked| match asked.path.as_str() {
        "/feed" => reply(200, feed_of(&["broken", "missing", "whole"])),
        "/broken" => reply(500, ""),
        "/missing" => reply(404, ""),
        _ => reply(200, "a"),
    }));
    let mut watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    let (pages, lines) = round(&mut watch, &mut scene);
    assert_eq!(pages, ["http://a.example/whole"]);
    assert!(
        lines[0].starts_with("http://a.example/broken: the server answered with status 500; asked for again after ")
    );
    assert_eq!(lines[1..], ["http://a.example/missing: the server answered with status 404; given up"]);
    let mut last = Vec::new();
    for _ in 0..4 {
        assert_eq!(watch.state().pending(), 1);
        scene.clock.sleep(Duration::from_secs(86_400));
        let (pages, lines) = round(&mut watch, &mut scene);
        assert!(pages.is_empty());
        last = lines;
    }
    assert_eq!(last, ["http://a.example/broken: the server answered with status 500; given up, after 5 tries"]);
    assert_eq!(watch.state().pending(), 0);
}

/// The feed of `a.example`, which may be hostile, links to pages of `b.example`; the feed of `b.example` does too, once it
/// is told to, and then they are there.
fn two_feeds(published: &Arc<AtomicUsize>, missing: u16) -> Scene {
    let shown = Arc::clone(published);
    scene(free(move |asked| match (asked.host.as_str(), asked.path.as_str(), shown.load(Ordering::Relaxed)) {
        ("a.example", "/feed", _) => reply(200, feed_of_b("a", &["one", "two"])),
        ("b.example", "/feed", 0) => reply(200, feed_of_b("b", &[])),
        ("b.example", "/feed", _) => reply(200, feed_of_b("b", &["one", "two"])),
        (_, _, 2) => reply(200, "a"),
        _ => reply(missing, ""),
    }))
}

fn feed_of_b(id: &str, items: &[&str]) -> String {
    let item = |name: &&str| format!("<item><link>http://b.example/{name}</link><guid>{id}-{name}</guid></item>");
    format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.iter().map(item).collect::<String>())
}

/// The same watch in another run, which has only the file.
fn again(watch: &Watch, feeds: &[&str]) -> Watch {
    let bytes = serde_json::to_vec(watch.state()).expect("written");
    let state = serde_json::from_slice(&bytes).expect("read");
    Watch::new(feeds.iter().map(|feed| listed(feed)).collect(), watch::Settings::default(), state)
}

const A: &str = "http://a.example/feed";
const B: &str = "http://b.example/feed";
const PAGES: [&str; 2] = ["http://b.example/one", "http://b.example/two"];

#[test]
fn what_one_feed_gave_up_another_has_fetched() {
    for runs in [false, true] {
        let published = Arc::new(AtomicUsize::new(0));
        let mut scene = two_feeds(&published, 404);
        let mut watch = Watch::new(vec![listed(A), listed(B)], watch::Settings::default(), State::default());
        for lines in [2, 0] {
            let given = round(&mut watch, &mut scene);
            assert_eq!((given.0.len(), given.1.len()), (0, lines), "given up once: {given:?}");
            scene.clock.sleep(Duration::from_secs(3_600));
        }
        published.store(2, Ordering::Relaxed);
        if runs {
            watch = again(&watch, &[A, B]);
        }
        assert_eq!(round(&mut watch, &mut scene), (PAGES.map(String::from).into(), vec![]));
        assert!(watch.state().feeds.values().all(|feed| feed.unfetched.is_empty()));
        scene.clock.sleep(Duration::from_secs(3_600));
        assert_eq!(round(&mut again(&watch, &[A, B, "http://c.example/"]), &mut scene).0, Vec::<String>::new());
    }
}

#[test]
fn an_item_that_changes_its_address_keeps_no_page_from_another_feed() {
    let round_of = Arc::new(AtomicUsize::new(0));
    let shown = Arc::clone(&round_of);
    let mut scene = scene(free(move |asked| {
        let item = |link: &str| {
            let item = format!("<item><guid>7</guid><link>http://b.example/{link}</link></item>");
            reply(200, format!("<rss version=\"2.0\"><channel>{item}</channel></rss>"))
        };
        match (asked.host.as_str(), asked.path.as_str(), shown.load(Ordering::Relaxed)) {
            ("a.example", "/feed", 0) => item("old"),
            ("a.example", "/feed", _) | ("b.example", "/feed", 2) => item("new"),
            ("b.example", "/feed", _) => reply(200, feed_of(&[])),
            _ => reply(200, "a"),
        }
    }));
    let mut watch = Watch::new(vec![listed(A), listed(B)], watch::Settings::default(), State::default());
    for (n, page) in
        [(0, vec!["http://b.example/old".to_owned()]), (1, vec![]), (2, vec!["http://b.example/new".into()])]
    {
        round_of.store(n, Ordering::Relaxed);
        assert_eq!(round(&mut watch, &mut scene), (page, vec![]));
        scene.clock.sleep(Duration::from_secs(3_600));
        watch = again(&watch, &[A, B]);
    }
}

#[test]
fn pages_of_a_feed_that_left_the_list_are_fetched_for_another() {
    // The other feed has seen the items before that, or has not.
    for seen in [1, 0] {
        let published = Arc::new(AtomicUsize::new(seen));
        let mut scene = two_feeds(&published, 503);
        let mut watch = Watch::new(vec![listed(A), listed(B)], watch::Settings::default(), State::default());
        assert!(round(&mut watch, &mut scene).0.is_empty());
        assert_eq!(watch.state().feeds[A].pending.len(), 2);
        published.store(2, Ordering::Relaxed);
        scene.clock.sleep(Duration::from_secs(86_400));
        let mut watch = again(&watch, &[B]);
        assert_eq!(round(&mut watch, &mut scene), (PAGES.map(String::from).into(), vec![]), "seen: {seen}");
        assert_eq!(watch.state().pending(), 0, "nobody waits for them any more");
        scene.clock.sleep(Duration::from_secs(86_400));
        assert_eq!(round(&mut again(&watch, &[A, B]), &mut scene), (vec![], vec![]));
    }
}

#[test]
fn items_alone_keep_no_page_from_another_feed() {
    let published = Arc::new(AtomicUsize::new(0));
    let mut scene = two_feeds(&published, 404);
    let settings = watch::Settings { items_only: true, ..watch::Settings::default() };
    let mut watch = Watch::new(vec![listed(A)], settings, State::default());
    assert_eq!(round(&mut watch, &mut scene), (vec![A.into()], vec![]));
    published.store(2, Ordering::Relaxed);
    scene.clock.sleep(Duration::from_secs(3_600));
    let mut watch = again(&watch, &[A, B]);
    assert_eq!(round(&mut watch, &mut scene), (PAGES.map(String::from).into(), vec![]));
}

#[test]
fn counts_of_failures_stay_where_they_end() {
    let mut scene = scene(free(|_| reply(500, "")));
    let pending = format!("{{\"url\": \"{}\", \"failures\": 4294967295}}", PAGES[0]);
    let feed = format!("{{\"failures\": 4294967295, \"pending\": [{pending}]}}");
    let state = format!("{{\"format\": \"qantar.watch/1\", \"feeds\": {{\"{A}\": {feed}}}}}");
    let state = serde_json::from_str(&state).expect("a state");
    let mut watch = Watch::new(vec![listed(A)], watch::Settings::default(), state);
    let (_, lines) = round(&mut watch, &mut scene);
    assert!(lines.iter().any(|line| line.ends_with("; given up, after 4294967295 tries")), "{lines:?}");
    assert_eq!((watch.state().feeds[A].failures, watch.state().pending()), (u32::MAX, 0));
}

#[test]
fn pages_wait_for_a_robots_txt_that_cannot_be_had() {
    let mut scene = scene(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("b.example", "/robots.txt") => reply(500, ""),
        (_, "/robots.txt") => reply(404, ""),
        _ => {
            let item = |n: u32| format!("<item><link>http://b.example/{n}</link></item>");
            let items: String = (0..9).map(item).collect();
            reply(200, format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"))
        }
    });
    let mut watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    let (pages, lines) = round(&mut watch, &mut scene);
    assert!(pages.is_empty() && watch.state().pending() == 9);
    let [line] = &lines[..] else { panic!("one line for all of them: {lines:?}") };
    assert!(line.starts_with("http://b.example/0: robots.txt of b.example could not be had ("), "{line}");
    assert_eq!(scene.server.asked().iter().filter(|asked| asked.host == "b.example").count(), 1);
}

#[test]
fn a_feed_that_is_gone_is_dropped_with_a_line() {
    let mut scene = scene(free(|_| reply(410, "")));
    let feeds = vec![listed("http://a.example/feed")];
    let mut watch = Watch::new(feeds.clone(), watch::Settings::default(), State::default());
    let line = "http://a.example/feed: gone for good (status 410): not asked any more; take it out of the list";
    assert_eq!(round(&mut watch, &mut scene), (vec![], vec![line.into()]));
    scene.clock.sleep(Duration::from_secs(86_400));
    let asked = scene.server.asked().len();
    let mut watch = Watch::new(feeds, watch::Settings::default(), watch.state().clone());
    let line = "http://a.example/feed: gone for good since 2031-05-03: not asked; take it out of the list";
    assert_eq!(round(&mut watch, &mut scene), (vec![], vec![line.into()]));
    assert_eq!(scene.server.asked().len(), asked);
}

#[test]
fn what_a_feed_says_wrong_is_said() {
    let mut scene = scene(free(|asked| match asked.path.as_str() {
        "/page" => reply(200, "<html><body>no feed</body></html>"),
        "/old" => reply(301, "").with("Location", "/odd"),
        _ => reply(
            200,
            "<rss version=\"2.0\"><channel><item><title>A</title></item>\
             <item><title>B</title><link>ftp://a.example/b</link></item></channel></rss>",
        ),
    }));
    let feeds = vec![listed("http://a.example/page"), listed("http://a.example/old")];
    let mut watch = Watch::new(feeds, watch::Settings::default(), State::default());
    let (pages, lines) = round(&mut watch, &mut scene);
    assert!(pages.is_empty());
    assert!(lines[0].starts_with("http://a.example/page: not a feed: "), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            "http://a.example/old: the item \"B\" leads to neither an http nor an https address",
            "http://a.example/old: has moved for good to http://a.example/odd: put that in the list",
            "http://a.example/old: new items that lead nowhere, for which nothing was fetched: 1",
        ]
    );
    assert_eq!(round(&mut watch, &mut scene), (vec![], vec![]), "each is said once");
}

#[test]
fn a_watch_goes_on_and_stops_when_told() {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&count);
    let mut scene = scene(free(move |_| {
        asked.fetch_add(1, Ordering::Relaxed);
        reply(200, feed_of(&[]))
    }));
    let clock = Arc::clone(&scene.clock);
    let mut watch = Watch::new(vec![listed("http://a.example/feed")], watch::Settings::default(), State::default());
    let mut pauses = Vec::new();
    let left = watch.run(&mut scene.fetcher, false, &mut |given, state| {
        let Given::Pause(until) = given else { panic!("{given:?}") };
        assert_eq!(state.feeds["http://a.example/feed"].due, Some(until));
        pauses.push(until);
        if pauses.len() == 4 {
            clock.stop.store(true, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    });
    assert_eq!((left.pages, count.load(Ordering::Relaxed)), (0, 4));
    let steps: Vec<_> = pauses.windows(2).map(|pair| pair[1].duration_since(pair[0]).as_secs()).collect();
    assert!(steps.iter().all(|step| (900..1_000).contains(step)), "{steps:?}");
    // Stopped, it asks for nothing.
    watch.run(&mut scene.fetcher, true, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(count.load(Ordering::Relaxed), 4);
}
