//! Containers: what is in each arrives, with its place; a run is taken up behind any parcel; broken and hostile ones give
//! what is whole and a line.

use flate2::Compression;
use flate2::write::GzEncoder;
use qantar_ingest::{Arrival, Kept, Mark, Parcel, Settings, Stamp, open, open_bytes};
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

fn parcels(name: &str, bytes: &[u8], mark: Option<&Mark>) -> Vec<Parcel> {
    open_bytes(name, bytes.to_vec(), &Settings::default(), mark).collect()
}

fn arriving(name: &str, bytes: &[u8]) -> Vec<Arrival> {
    arriving_with(name, bytes, &Settings::default())
}

fn arriving_with(name: &str, bytes: &[u8], settings: &Settings) -> Vec<Arrival> {
    open_bytes(name, bytes.to_vec(), settings, None).flat_map(|parcel| parcel.unpack(settings)).collect()
}

/// A line for each arrival: where it was and its first words, or what was wrong with it.
fn told(arrivals: &[Arrival]) -> Vec<String> {
    arrivals
        .iter()
        .map(|arrival| match arrival {
            Arrival::Kept(kept) => {
                let text = kept.document.text();
                format!("{} {}", kept.origin, text.lines().next_back().unwrap_or(text))
            }
            Arrival::Refused(refused) => format!("{} - {}", refused.origin, refused.message),
        })
        .collect()
}

fn kept(arrivals: &[Arrival]) -> Vec<&Kept> {
    arrivals
        .iter()
        .filter_map(|arrival| match arrival {
            Arrival::Kept(kept) => Some(kept),
            Arrival::Refused(_) => None,
        })
        .collect()
}

fn page(number: usize) -> String {
    format!(
        "<html><head><title>Report {number}</title></head><body><article><p>Some {number} miners held the main bridge of the \
         city on Friday and asked for their wages, the union said.</p></article></body></html>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).expect("written");
    gzip.finish().expect("packed")
}

fn record(kind: &str, uri: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-04T10:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [header.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", uri, "application/http;msgtype=response", &answer)
}

fn warc_records() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: none"),
        response("https://example.org/1", "200 OK\r\nContent-Type: text/html; charset=utf-8", page(1).as_bytes()),
        response("https://example.org/a.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("https://example.org/old", "301 Moved\r\nLocation: /2", b""),
        response(
            "https://example.org/2",
            "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
            &gzip(page(2).as_bytes()),
        ),
        record("resource", "https://example.org/3.txt", "text/plain", b"Some 3 miners held the bridge."),
        record("request", "https://example.org/3.txt", "application/http;msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
    ]
}

const NOTE: &str = "a.warc - passed over, being no reports: 1 images, 1 notes of the archive, 1 redirects, 1 requests";

#[test]
fn an_archive_of_the_web_gives_its_pages() {
    let plain = warc_records().concat();
    let lines = told(&arriving("a.warc", &plain));
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert!(lines[0].starts_with("a.warc!https://example.org/1 Some 1 miners"), "{}", lines[0]);
    assert!(lines[1].starts_with("a.warc!https://example.org/2 Some 2 miners"), "{}", lines[1]);
    assert_eq!(lines[2], "a.warc!https://example.org/3.txt Some 3 miners held the bridge.");
    assert_eq!(lines[3], NOTE);
    let arrivals = arriving("a.warc", &plain);
    assert_eq!(kept(&arrivals)[0].document.url(), Some("https://example.org/1"));
    let members: Vec<u8> = warc_records().iter().flat_map(|record| gzip(record)).collect();
    for packed in [members, gzip(&plain)] {
        assert_eq!(told(&arriving("a.warc", &packed)), lines);
    }
}

#[test]
fn a_bad_record_costs_itself_only() {
    let mut records = warc_records();
    let wrong_type = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n\r\n".to_vec();
    records.insert(2, wrong_type);
    // A length too great by far takes in what follows, up to where the next record plainly begins.
    let long = String::from_utf8_lossy(&records[1]).replace("Content-Length: ", "Content-Length: 9");
    records[1] = long.into_bytes();
    let lines = told(&arriving("a.warc", &records.concat()));
    assert!(lines[0].starts_with("a.warc!https://example.org/1 Some 1 miners"), "{lines:#?}");
    assert_eq!(lines[1], "a.warc - a WARC record without its length: skipped, the other records are kept");
    assert_eq!(lines.len(), 5, "{lines:#?}");
    // A damaged member of a packed archive.
    let mut members: Vec<Vec<u8>> = warc_records().iter().map(|record| gzip(record)).collect();
    let middle = members[1].len() / 2;
    members[1][middle] ^= 0xff;
    let lines = told(&arriving("a.warc", &members.concat()));
    assert!(lines[0].starts_with("a.warc - damaged"), "{lines:#?}");
    assert!(lines[1].starts_with("a.warc!https://example.org/2 Some 2 miners"), "{lines:#?}");
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("packed").into_inner()
}

fn pile() -> Vec<u8> {
    zipped(&[
        ("news/1.html", page(1).as_bytes()),
        ("__MACOSX/._1.html", b"x"),
        ("two.jsonl", b"{\"text\": \"Some 2 miners.\"}\n{\"text\": \"Some 3 miners.\"}\n"),
        ("picture.png", b"x"),
        ("inner.zip", &zipped(&[("../../etc/4.txt", b"Some 4 miners.")])),
        ("five.txt.gz", &gzip(b"Some 5 miners.")),
        ("six.txt", b"Some 6 miners."),
    ])
}

#[test]
fn a_pile_gives_its_members() {
    let lines = told(&arriving("pile.zip", &pile()));
    assert!(lines[0].starts_with("pile.zip!news/1.html Some 1 miners"), "{lines:#?}");
    assert_eq!(
        lines[1..],
        [
            "pile.zip!two.jsonl:1 Some 2 miners.",
            "pile.zip!two.jsonl:2 Some 3 miners.",
            "pile.zip!inner.zip!../../etc/4.txt Some 4 miners.",
            "pile.zip!five.txt.gz Some 5 miners.",
            "pile.zip!six.txt Some 6 miners.",
            "pile.zip - passed over, being no reports: 1 files of other kinds",
        ]
    );
}

#[test]
fn a_wacz_gives_the_pages_of_its_archives() {
    let archive: Vec<u8> = warc_records().iter().flat_map(|record| gzip(record)).collect();
    let wacz = zipped(&[
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{\"text\": \"the same again\"}"),
        ("archive/data.warc.gz", &archive),
    ]);
    let lines = told(&arriving("a.wacz", &wacz));
    assert!(lines[0].starts_with("a.wacz!archive/data.warc.gz!https://example.org/1 Some 1"), "{lines:#?}");
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert_eq!(lines[4], "a.wacz - passed over, being no reports: 2 files about the archive");
}

fn tarred(members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, kind, bytes) in members {
        let mut block = [0u8; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        block[156] = *kind;
        block[257..263].copy_from_slice(b"ustar\0");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend_from_slice(&block);
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().div_ceil(512) * 512, 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

fn tar() -> Vec<u8> {
    tarred(&[
        ("news/", b'5', b""),
        ("news/1.txt", b'0', b"Some 1 miners."),
        ("link.txt", b'2', b""),
        ("two.jsonl", b'0', b"{\"text\": \"Some 2 miners.\"}\n{\"text\": \"Some 3 miners.\"}\n"),
        ("a.png", b'0', b"x"),
        ("4.txt", b'0', b"Some 4 miners."),
    ])
}

#[test]
fn a_tar_gives_its_members() {
    let lines = [
        "a.tar!news/1.txt Some 1 miners.",
        "a.tar!link.txt - a link to another file: passed over",
        "a.tar!two.jsonl:1 Some 2 miners.",
        "a.tar!two.jsonl:2 Some 3 miners.",
        "a.tar!4.txt Some 4 miners.",
        "a.tar - passed over, being no reports: 1 files of other kinds",
    ];
    assert_eq!(told(&arriving("a.tar", &tar())), lines);
    assert_eq!(told(&arriving("a.tar", &gzip(&tar()))), lines);
}

const FEED: &str = "<?xml version='1.0'?>\n<!DOCTYPE rss [<!ENTITY a \"boom\"><!ENTITY b \"&a;&a;&a;\">]>\n<rss version='2.0' \
    xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Oruro Herald</title><language>en</language>\
    <item><title>Miners hold the bridge</title><link>https://example.org/1</link><author>ana@example.org (Ana Rojas)</author>\
    <pubDate>Fri, 03 May 2024 22:40:00 -0400</pubDate><description>Short.</description>\
    <content:encoded><![CDATA[<p>Some 200 miners held the main bridge on Friday.</p><p>Police watched.</p>]]></content:encoded></item>\
    <item><title>A headline &amp; no more</title><link>https://example.org/2</link></item></channel></rss>";

#[test]
fn a_feed_gives_its_items() {
    let arrivals = arriving("a.xml", FEED.as_bytes());
    let kept = kept(&arrivals);
    assert_eq!(kept.len(), 2, "{:#?}", told(&arrivals));
    let first = &kept[0].document;
    assert_eq!(kept[0].origin.to_string(), "a.xml!https://example.org/1");
    assert!(first.text().contains("Some 200 miners held the main bridge on Friday."), "{}", first.text());
    assert_eq!(first.title(), Some("Miners hold the bridge"));
    assert_eq!(first.publisher(), Some("Oruro Herald"));
    assert_eq!(first.url(), Some("https://example.org/1"));
    assert_eq!(first.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
    assert_eq!(kept[1].document.text(), "A headline & no more");
    let cut = FEED.find("<item><title>A headline").expect("it is there") + 20;
    let lines = told(&arriving("a.xml", &FEED.as_bytes()[..cut]));
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[1].contains("the items before are kept"), "{lines:#?}");
}

#[test]
fn a_paper_gives_its_paragraphs() {
    let paper = include_bytes!("../../../corpora/ingest/oruro.pdf");
    let arrivals = arriving("oruro.pdf", paper);
    let [kept] = kept(&arrivals)[..] else { panic!("{:#?}", told(&arrivals)) };
    let blocks: Vec<&str> = kept.document.blocks().iter().map(|block| kept.document.words(block.span)).collect();
    assert_eq!(blocks[0], "Miners strike in Oruro");
    assert_eq!(kept.document.title(), Some("Miners strike in Oruro"));
    assert_eq!(kept.document.author(), Some("Ana Rojas"));
    assert!(
        blocks[2].starts_with("ORURO, 3 May - Some 200 miners held the main bridge of the city on Friday and asked")
    );
    assert!(blocks[2].ends_with("unavailable for comment."), "{blocks:#?}");
    assert_eq!(blocks.last(), Some(&"Протестующие вышли на площадь."));
}

#[test]
fn atom_and_json_feeds_are_read() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Herald</title><entry><title>One</title>\
        <link href='https://example.org/1'/><updated>2024-05-03T10:00:00Z</updated>\
        <summary>Some 200 miners held the bridge.</summary></entry></feed>";
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Herald\", \"items\": [{\"id\": \"1\", \
        \"url\": \"https://example.org/1\", \"title\": \"One\", \"content_text\": \"Some 200 miners held the bridge.\", \
        \"date_published\": \"2024-05-03T10:00:00Z\"}]}";
    for (name, feed) in [("a.atom", atom), ("a.json", json)] {
        let arrivals = arriving(name, feed.as_bytes());
        let [kept] = kept(&arrivals)[..] else { panic!("{name}: {:#?}", told(&arrivals)) };
        assert_eq!(kept.document.text(), "Some 200 miners held the bridge.", "{name}");
        assert_eq!(kept.document.title(), Some("One"), "{name}");
        assert_eq!(kept.document.publisher(), Some("Herald"), "{name}");
        assert_eq!(kept.document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"), "{name}");
    }
}

fn mail() -> String {
    "From: Ana Rojas <ana@example.org>\r\nTo: desk@example.org\r\nSubject: =?utf-8?q?Miners_hold_the_bridge?=\r\n\
     Date: Fri, 3 May 2024 22:40:00 -0400\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
     --b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
     Some 200 miners held the br=\r\nidge, said Jos=E9.\r\n\
     --b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\ntext\r\nSome 2 miners.\r\n\
     --b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\nx\r\n--b--\r\n"
        .to_owned()
}

#[test]
fn a_mail_gives_its_words_and_attachments() {
    let arrivals = arriving("a.eml", mail().as_bytes());
    let lines = told(&arrivals);
    assert_eq!(lines[0], "a.eml Some 200 miners held the bridge, said José.");
    assert_eq!(lines[1], "a.eml!a.csv:2 Some 2 miners.");
    assert_eq!(lines[2], "a.eml - passed over, being no reports: 1 attachments of other kinds");
    let document = &kept(&arrivals)[0].document;
    assert_eq!(document.title(), Some("Miners hold the bridge"));
    assert_eq!(document.author(), Some("Ana Rojas"));
    assert_eq!(document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
}

#[test]
fn a_box_gives_its_mails() {
    let mails =
        format!("From ana Fri May  3\n{}\nFrom ana Fri May  3\nSubject: Two\n\n>From the bridge: two hurt.\n", mail());
    let lines = told(&arriving("a.mbox", mails.as_bytes()));
    assert!(lines[0].starts_with("a.mbox!1 Some 200 miners"), "{lines:#?}");
    assert_eq!(lines[3], "a.mbox!2 From the bridge: two hurt.");
}

#[test]
fn a_page_saved_as_a_mail_is_a_page() {
    let (words, _, _) =
        encoding_rs::WINDOWS_1251.encode("Шахтёры заняли мост в центре города, сообщил профсоюз в пятницу.");
    let page =
        [b"<html><head><title>x</title></head><body><article><p>".as_slice(), &words, b"</p></article></body></html>"]
            .concat();
    let mhtml = [
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/1\r\nSubject: x\r\n\
          Date: Sat, 4 May 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
          Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\n\
          Content-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: binary\r\n\
          Content-Location: https://example.org/1\r\n\r\n"
            .as_slice(),
        &page,
        b"\r\n--b\r\nContent-Type: image/png\r\nContent-Location: https://example.org/a.png\r\n\r\nx\r\n--b--\r\n",
    ]
    .concat();
    let arrivals = arriving("a.mhtml", &mhtml);
    let [kept] = kept(&arrivals)[..] else { panic!("{:#?}", told(&arrivals)) };
    assert!(kept.document.text().ends_with("Шахтёры заняли мост в центре города, сообщил профсоюз в пятницу."));
    assert_eq!(kept.document.url(), Some("https://example.org/1"));
    assert_eq!(arrivals.len(), 1);
}

/// A mail of these parts, each a head and a body.
fn mail_of(kind: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail = format!("Subject: Many\r\nContent-Type: multipart/{kind}; boundary={kind}\r\n\r\n").into_bytes();
    for (head, body) in parts {
        mail.extend_from_slice(format!("--{kind}\r\n{head}\r\n").as_bytes());
        mail.extend_from_slice(body);
        mail.extend_from_slice(b"\r\n");
    }
    mail.extend_from_slice(format!("--{kind}--\r\n").as_bytes());
    mail
}

const TOO_DEEP: &str = "a mail that lies inside others, too deep: it was not opened";

#[test]
fn mails_inside_mails_without_end_are_not_opened() {
    let nests = [
        "Content-Type: message/rfc822\n\n",
        " content-type : Message/(a)\\ (b)GLOBAL\r\n\r\n",
        "Content-Type: message\n /rfc822; x=y\n\n",
        "Content-Type: multipart/Digest; boundary=a\n\n--a\n\n",
        "Content-Type: multipart/mixed; boundary=a\n\n--aContent-Type: message/rfc822\n\n",
    ];
    for (nth, nest) in nests.iter().enumerate() {
        let lines = told(&arriving("a.eml", nest.repeat(20_000).as_bytes()));
        // Borders of one name make those behind them lie beside each other.
        assert!(nth > 2 || lines.len() < 10 && lines.iter().any(|line| line.ends_with(TOO_DEEP)), "{nest}");
    }
    // Thirty bytes, packed: "Content-Type: message/rfc822\n\n".
    let packed = "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMgoK".repeat(20_000);
    let head = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n";
    let lines = told(&arriving("a.eml", &mail_of("mixed", &[(head, packed.as_bytes())])));
    assert!(lines.iter().any(|line| line.ends_with(TOO_DEEP)), "{lines:#?}");
    // The same as files that are mails by their names.
    let head = "Content-Type: application/x; name=a.eml\r\n";
    let nested = (0..200)
        .fold(b"Subject: One\r\n\r\nTwo hurt.".to_vec(), |inner, nth| mail_of(&format!("x{nth}y"), &[(head, &inner)]));
    let lines = told(&arriving("a.eml", &nested));
    assert_eq!(lines.last(), Some(&format!("a.eml!a.eml!a.eml!a.eml - {TOO_DEEP}")), "{lines:#?}");
}

#[test]
fn mails_inside_mails_are_reports_of_their_own() {
    let inner = |nth: usize| format!("From: Ana {nth}\r\nSubject: Mail {nth}\r\n\r\nSome {nth} miners.").into_bytes();
    let packed = b"U3ViamVjdDogVGhyZWUKClNvbWUgMyBtaW5lcnMuCg==";
    let digest = mail_of("digest", &[("", &inner(4)), ("", &inner(5))]);
    let arrivals = arriving(
        "a.eml",
        &mail_of(
            "mixed",
            &[
                ("Content-Type: text/plain\r\n", b"See a message/rfc822 below."),
                ("Content-Type: message/rfc822; name=1.eml\r\n", &inner(1)),
                ("Content-Type: Message/Global\r\n", &inner(2)),
                ("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n", packed),
                ("Content-Type: message/rfc822\r\n", &digest),
            ],
        ),
    );
    let expected = [
        "a.eml See a message/rfc822 below.",
        "a.eml!1.eml Some 1 miners.",
        "a.eml!attachment 2 Some 2 miners.",
        "a.eml!attachment 3 Some 3 miners.",
        "a.eml!attachment 4 Many",
        "a.eml!attachment 4!attachment 1 Some 4 miners.",
        "a.eml!attachment 4!attachment 2 Some 5 miners.",
    ];
    assert_eq!(told(&arrivals), expected);
    let ids: std::collections::HashSet<_> = kept(&arrivals).iter().map(|kept| kept.document.id().to_owned()).collect();
    assert_eq!(ids.len(), expected.len());
    assert_eq!(kept(&arrivals)[1].document.author(), Some("Ana 1"));
}

#[test]
fn the_attachments_of_a_mail_are_bounded_together() {
    let settings = Settings { most_bytes: 4096, ..Settings::default() };
    let words = "Some 2 miners. ".repeat(250);
    let full = "the attachments of this mail unpack to more than is held at once: the rest was not read";
    // In mails attached to it.
    let part = ("Content-Type: application/gzip; name=a.txt.gz\r\n", &gzip(words.as_bytes())[..]);
    let inner = mail_of("three", &[part, part, part]);
    let head = "Content-Type: message/rfc822; name=a.eml\r\n";
    let mails = mail_of("two", &[(head, &inner), (head, &inner)]);
    // In an archive of packed answers.
    let answer = response(
        "https://example.org/1",
        "200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip",
        &gzip(words.as_bytes()),
    );
    let archive = mail_of("one", &[("Content-Type: application/warc; name=a.warc\r\n", &answer.repeat(6))]);
    for mail in [mails, archive] {
        let arrivals = arriving_with("a.eml", &mail, &settings);
        let lines = told(&arrivals);
        let long = kept(&arrivals).iter().filter(|kept| kept.document.text().len() > 3_000).count();
        assert_eq!(long, 3, "{lines:#?}");
        assert!(lines.last().is_some_and(|line| line.ends_with(full)), "{lines:#?}");
        assert_eq!(lines.iter().filter(|line| line.ends_with(full)).count(), 1);
    }
}

#[test]
fn empty_plain_words_give_way_to_the_page_beside_them() {
    let page =
        b"<html><body><p>Some 200 miners held the main bridge of the city on Friday, the union said.</p></body></html>";
    let mail = mail_of(
        "alternative",
        &[("Content-Type: text/plain\r\n", b" \r\n--\r\n"), ("Content-Type: text/html\r\n", page)],
    );
    let arrivals = arriving("a.eml", &mail);
    let [kept] = kept(&arrivals)[..] else { panic!("{:#?}", told(&arrivals)) };
    assert!(kept.document.text().contains("Some 200 miners held the main bridge"), "{}", kept.document.text());
    assert!(kept.document.blocks().iter().all(|block| block.source.is_none()));
}

#[test]
fn an_answer_that_breaks_off_says_so() {
    let whole = gzip(page(7).as_bytes());
    let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    let arrivals = arriving("a.warc", &response("https://example.org/7", head, &whole[..whole.len() - 6]));
    let said: Vec<&str> = kept(&arrivals)[0].problems.iter().map(|problem| problem.message.as_str()).collect();
    let broken =
        "the body of this answer is packed as \"gzip\", which is damaged or breaks off: what came before is kept";
    assert_eq!(said.first(), Some(&broken), "{said:?}");
}

const TABLE: &str = "\u{feff}Headline;Date;Body;Source\r\nOne;2024-05-03;\"Some 1 miners;\nheld the bridge.\";Herald\r\n\r\n\
    Two;03 May 2024;Some 2 miners.;Herald\r\nOnly a headline;;;\r\n";

#[test]
fn a_table_gives_its_rows() {
    let arrivals = arriving("a.csv", TABLE.as_bytes());
    let kept = kept(&arrivals);
    let lines: Vec<String> = kept.iter().map(|kept| format!("{} {}", kept.origin, kept.document.text())).collect();
    assert_eq!(
        lines,
        ["a.csv:2 Some 1 miners;\nheld the bridge.", "a.csv:5 Some 2 miners.", "a.csv:6 Only a headline"],
        "{:#?}",
        told(&arrivals)
    );
    assert_eq!(kept[1].document.title(), Some("Two"));
    assert_eq!(kept[1].document.publisher(), Some("Herald"));
    assert_eq!(kept[1].document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
}

#[test]
fn columns_may_be_named() {
    let settings = |field: &str, column: &str| Settings {
        columns: vec![(field.to_owned(), column.to_owned())],
        ..Settings::default()
    };
    let table = b"id\tstory_en\n1\tSome 1 miners.\n";
    let line = |settings: &Settings| told(&arriving_with("a.tsv", table, settings)).join("|");
    assert_eq!(
        line(&Settings::default()),
        "a.tsv - no column of this table holds the text: it has id, story_en; nothing was kept"
    );
    assert_eq!(line(&settings("text", "story_en")), "a.tsv:2 Some 1 miners.");
    assert_eq!(
        line(&settings("text", "story")),
        "a.tsv - no column \"story\" in this table: it has id, story_en; nothing was kept"
    );
    assert!(line(&settings("words", "id")).contains("no field \"words\""));
    let wide: Vec<u8> =
        "\u{feff}title\ttext\r\nОдин\tШахтёры заняли мост.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(told(&arriving("a.csv", &wide)), ["a.csv:2 Шахтёры заняли мост."]);
}

/// A small file of each container.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let members: Vec<u8> = warc_records().iter().flat_map(|record| gzip(record)).collect();
    let lines =
        b"{\"text\": \"Some 1 miners.\"}\n\n{\"text\": }\n{\"text\": \"Some 2 miners.\"}\r\n{\"text\": \"Three.\"}"
            .to_vec();
    let wacz = zipped(&[("datapackage.json", b"{}"), ("archive/data.warc.gz", &members)]);
    let mails = format!("From ana\n{}\nFrom ana\nSubject: Two\n\nTwo hurt.\n", mail());
    vec![
        ("a.warc", warc_records().concat()),
        ("a.warc.gz", members.clone()),
        ("a.warc.gz", gzip(&warc_records().concat())),
        (
            "a.json",
            b"\xef\xbb\xbf[{\"text\": \"Some 1 miners.\"},\n{\"title\": 7}, 12,\n\n{\"text\":\n\"Three.\"}] 1".to_vec(),
        ),
        ("b.json", b"{\"text\": \"Some 1 miners.\"}{\"text\": \"Two.\"}\n7 8\n{\"text\": \"Three.\"}".to_vec()),
        ("a.json.gz", [gzip(b"[{\"text\": \"One.\"},"), gzip(b"{\"text\": \"Two.\"}]")].concat()),
        ("a.jsonl", lines.clone()),
        ("a.jsonl.gz", [gzip(&lines), gzip(b"\n{\"text\": \"Four.\"}\n")].concat()),
        ("a.zip", pile()),
        ("a.wacz", wacz),
        ("a.tar", tar()),
        ("a.tgz", gzip(&tar())),
        ("a.csv", TABLE.as_bytes().to_vec()),
        ("a.mbox", mails.into_bytes()),
        ("a.xml", FEED.as_bytes().to_vec()),
        ("a.eml", mail().into_bytes()),
    ]
}

#[test]
fn a_run_is_taken_up_behind_any_parcel() {
    for (name, bytes) in samples() {
        let shown = |parcels: Vec<Parcel>| -> Vec<(Mark, Vec<String>)> {
            parcels
                .into_iter()
                .map(|parcel| (parcel.mark.clone(), told(&parcel.unpack(&Settings::default()))))
                .collect()
        };
        let all = shown(parcels(name, &bytes, None));
        for (at, (mark, _)) in all.iter().enumerate() {
            assert_eq!(mark.taken, at as u64 + 1, "{name}");
            let rest = shown(parcels(name, &bytes, Some(mark)));
            // Where there is a place, another run may know of none there: it reads ahead from elsewhere.
            let lines = |shown: &[(Mark, Vec<String>)]| -> Vec<(u64, Vec<String>)> {
                shown.iter().map(|(mark, lines)| (mark.taken, lines.clone())).collect()
            };
            assert_eq!(lines(&rest), lines(&all[at + 1..]), "{name} behind {mark:?}");
        }
        let placed = all.iter().filter(|(mark, _)| mark.offset > 0).count();
        let places = ["a.warc", "a.json", "b.json", "a.jsonl", "a.csv", "a.zip", "a.mbox"].contains(&name);
        assert!(!places || placed > 0, "{name} has no places");
    }
}

#[test]
fn broken_files_give_what_is_whole() {
    for (name, bytes) in samples() {
        let whole = told(&arriving(name, &bytes));
        let mut most = 0;
        for cut in 0..bytes.len() {
            let arrivals = arriving(name, &bytes[..cut]);
            assert!(!arrivals.is_empty(), "{name} cut at {cut}");
            most = most.max(kept(&arrivals).len());
        }
        let all = kept(&arriving(name, &bytes)).len();
        assert!(most + 1 >= all, "{name}: at most {most} of {all} were kept of broken ones; {whole:#?}");
    }
}

#[test]
fn bombs_and_nests_are_refused() {
    let zeros = vec![b'a'; 8 << 20];
    let bomb = "it unpacks to more than 200 times its size, as only bombs do";
    let lines = told(&arriving("a.txt.gz", &gzip(&zeros)));
    assert_eq!(lines, [format!("a.txt.gz - cannot be read: {bomb}; nothing was kept")]);
    let lines = told(&arriving("a.zip", &zipped(&[("a.txt", &zeros), ("b.txt", b"Two.")])));
    assert_eq!(lines, [format!("a.zip!a.txt - cannot be read: {bomb}; nothing was kept"), "a.zip!b.txt Two.".into()]);
    let mut nest = zipped(&[("a.txt", b"One.")]);
    for _ in 0..3 {
        nest = zipped(&[("n.zip", &nest)]);
    }
    let lines = told(&arriving("n.zip", &nest));
    assert_eq!(lines, ["n.zip!n.zip!n.zip!n.zip - an archive that lies inside 3 others: it was not opened"]);
    let mut nest = b"One.".to_vec();
    for _ in 0..20 {
        nest = gzip(&nest);
    }
    let lines = told(&arriving("a.gz", &nest));
    assert!(lines[0].contains("an archive that lies inside 3 others"), "{lines:#?}");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(told(&arriving("a.json", deep.as_bytes()))[0].contains("not JSON: recursion limit exceeded"));
    let deep = format!("<rss version='2.0'><channel>{}", "<item>".repeat(100_000));
    assert!(!arriving("a.xml", deep.as_bytes()).is_empty());
    let quote = format!("text\n\"{}", "x".repeat(3 << 20));
    let settings = Settings { most_bytes: 1 << 20, ..Settings::default() };
    let lines = told(&arriving_with("a.csv", quote.as_bytes(), &settings));
    assert!(lines[0].contains("a quote that is never closed"), "{lines:#?}");
}

#[test]
fn members_that_lie_over_each_other_are_a_bomb() {
    let inner = zipped(&[("a.txt", &b"Some miners held the bridge. ".repeat(400))]);
    // The same member listed many times.
    let start = inner.windows(4).position(|four| four == b"PK\x01\x02").expect("a directory");
    let end = inner.windows(4).position(|four| four == b"PK\x05\x06").expect("its end");
    let entry = &inner[start..end];
    let mut end = inner[end..].to_vec();
    end[12..16].copy_from_slice(&u32::try_from(entry.len() * 50).expect("small").to_le_bytes());
    let bomb = [&inner[..start], &entry.repeat(50), &end].concat();
    let lines = told(&arriving("a.zip", &bomb));
    assert!(lines.last().is_some_and(|line| line.contains("lie over each other")), "{lines:#?}");
    assert!(lines.len() < 50);
    // Whoever takes a run up knows of the members before.
    let marks: Vec<Mark> = parcels("a.zip", &bomb, None).into_iter().map(|parcel| parcel.mark).collect();
    for (at, mark) in marks.iter().enumerate() {
        let rest: Vec<Mark> = parcels("a.zip", &bomb, Some(mark)).into_iter().map(|parcel| parcel.mark).collect();
        assert_eq!(rest, marks[at + 1..], "behind {mark:?}");
    }
    assert!(marks[0].offset > 0);
}

#[test]
fn nothing_is_lost_in_silence_behind_an_end() {
    let lines = told(&arriving("a.json", br#"[{"text": "One."}] [{"text": "Two."}]"#));
    assert_eq!(
        lines,
        ["a.json:1 One.", "a.json:1 - 18 bytes behind the end of the array: not read, what stands before is kept"]
    );
    let lines = told(&arriving("a.json", br#"[{"text": "One."}, "#));
    assert_eq!(lines, ["a.json:1 One.", "a.json:1 - the array breaks off: what stands before is kept"]);
    // Two archives, one behind the other.
    let both = [tarred(&[("1.txt", b'0', b"One.")]), tarred(&[("2.txt", b'0', b"Two.")])].concat();
    assert_eq!(told(&arriving("a.tar", &both)), ["a.tar!1.txt One.", "a.tar!2.txt Two."]);
}

#[test]
fn an_array_may_be_longer_than_a_report() {
    let settings = Settings { most_bytes: 1_000, ..Settings::default() };
    let object = |n: usize| format!("{{\"text\": \"{n}{}\"}}", "x".repeat(n % 900));
    let array = |objects: &[String]| format!("[{}]", objects.join(",\n"));
    let mut objects: Vec<String> = (0..2_000).map(object).collect();
    let arrivals = arriving_with("a.json", array(&objects).as_bytes(), &settings);
    let found: Vec<(Option<usize>, &str)> =
        kept(&arrivals).iter().map(|kept| (kept.origin.line, kept.document.text())).collect();
    assert_eq!(found.len(), arrivals.len());
    let expected: Vec<String> = (0..2_000).map(|n| format!("{n}{}", "x".repeat(n % 900))).collect();
    let expected: Vec<(Option<usize>, &str)> =
        expected.iter().enumerate().map(|(n, text)| (Some(n + 1), text.as_str())).collect();
    assert_eq!(found, expected);
    let whole: Vec<_> =
        arriving("a.json", array(&objects).as_bytes()).iter().map(|arrival| format!("{arrival:?}")).collect();
    assert_eq!(arrivals.iter().map(|arrival| format!("{arrival:?}")).collect::<Vec<_>>(), whole);
    // One that is too long.
    objects[1_500] = format!("{{\"text\": \"{}\"}}", "x".repeat(1_000));
    let lines = told(&arriving_with("a.json", array(&objects).as_bytes(), &settings));
    let message = "longer than the 1000 bytes that one report may have: what stands before it is kept, the rest is not";
    assert_eq!((lines.len(), lines[1_500].as_str()), (1_501, &*format!("a.json:1501 - {message}")));
    // One of many buffers.
    objects[1_500] = format!("{{\"text\": \"{}\"}}", "y".repeat(300_000));
    let texts: Vec<usize> =
        kept(&arriving("a.json", array(&objects).as_bytes())).iter().map(|kept| kept.document.text().len()).collect();
    assert_eq!((texts.len(), texts[1_500]), (2_000, 300_000));
}

#[test]
fn an_array_in_a_damaged_file_gives_what_stands_before_the_damage() {
    let array = format!("[{}", "{\"text\": \"Some miners.\"},".repeat(9));
    let mut packed = gzip(array.as_bytes());
    packed.truncate(packed.len() - 4);
    let lines = told(&arriving("a.json.gz", &packed));
    assert_eq!(lines.len(), 10, "{lines:#?}");
    assert_eq!(lines[9], "a.json.gz:1 - cannot be read: it breaks off before its end; what stands before is kept");
}

#[test]
fn a_table_of_blank_rows_tells_its_lines_all_the_same() {
    let table = format!("text,a\n{}One.,1\n", ",\n".repeat(100_000));
    assert_eq!(told(&arriving("a.csv", table.as_bytes())), ["a.csv:100002 One."]);
}

#[test]
fn lengths_that_are_all_too_great_cost_no_more_than_the_archive() {
    let wrong = |n: usize| {
        let head = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 16000000\r\n";
        format!("{head}WARC-Target-URI: https://example.org/{n}\r\n\r\nSome {n} miners.\r\n\r\n")
    };
    let archive: String = (0..20_000).map(wrong).collect();
    let arrivals = arriving("a.warc", archive.as_bytes());
    // The last one has nothing behind it that would show where it ends.
    let lines = told(&arrivals);
    assert_eq!((kept(&arrivals).len(), lines.len()), (19_999, 20_000));
    assert_eq!(lines[700], "a.warc!https://example.org/700 Some 700 miners.");
    assert!(lines[19_999].contains("the archive breaks off inside a record"), "{}", lines[19_999]);
}

#[test]
fn many_tiny_records_pass_through() {
    let line = b"{\"text\": \"One.\"}\n";
    let count = open_bytes("a.jsonl", line.repeat(50_000), &Settings::default(), None).count();
    assert_eq!(count, 50_000);
    let one = record("resource", "https://example.org/", "text/plain", b"One.");
    let count = open_bytes("a.warc", one.repeat(20_000), &Settings::default(), None).count();
    assert_eq!(count, 20_000);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_on_the_disk_are_bounded() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(outside.path().join("secret.txt"), "A secret.").expect("written");
    std::fs::write(at("one.txt"), "One.").expect("written");
    symlink(outside.path().join("secret.txt"), at("two.txt")).expect("linked");
    symlink(outside.path(), at("three")).expect("linked");
    symlink(folder.path(), at("loop")).expect("linked");
    symlink(at("one.txt"), at("same.txt")).expect("linked");
    let inputs = [folder.path().to_string_lossy().into_owned()];
    let arrivals: Vec<Arrival> = qantar_ingest::arrivals(&inputs, &Settings::default()).collect();
    let lines = told(&arrivals);
    assert_eq!(kept(&arrivals).len(), 2, "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("leads out of the folder")).count(), 1, "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("a link to a folder: passed over")).count(), 1, "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("a link in it leads back")).count(), 1, "{lines:#?}");
    let arrivals: Vec<Arrival> = qantar_ingest::arrivals(&["/dev/zero".to_owned()], &Settings::default()).collect();
    assert!(told(&arrivals)[0].contains("a pipe or a device and not a file"));
}

#[test]
fn a_file_that_is_changed_while_it_is_read_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (first, second) = (at("a.jsonl"), at("b.txt"));
    fs::write(&first, "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n").expect("written");
    fs::write(&second, "Three.").expect("written");
    let (inputs, settings) = ([first.clone(), second.clone()], Settings::default());
    let stamp = Stamp::of(&first);
    let unchanged: Vec<_> = open(&inputs, &settings).map(|parcel| (parcel.mark.stamp, parcel.mark.changed)).collect();
    assert_eq!(unchanged, [(stamp, false), (stamp, false), (Stamp::of(&second), false)]);
    let mut given = open(&inputs, &settings);
    let begun = given.next().expect("a line");
    fs::write(&first, "{\"text\": \"Four.\"}\n").expect("written");
    let rest: Vec<Parcel> = given.collect();
    let marks: Vec<_> = rest.iter().map(|parcel| (parcel.mark.taken, parcel.mark.stamp, parcel.mark.changed)).collect();
    assert_eq!(begun.mark.stamp, stamp);
    assert_eq!(marks, [(2, stamp, false), (3, None, true), (1, Stamp::of(&second), false)]);
    let lines: Vec<String> = rest.into_iter().flat_map(|parcel| told(&parcel.unpack(&settings))).collect();
    assert!(lines[1].starts_with(&format!("{first} - changed while it was read: ")), "{lines:#?}");
    assert_eq!(lines[2], format!("{second} Three."));
}

#[test]
fn a_wish_to_stop_is_heard_where_nothing_is_found_for_long() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.tar");
    // A member without end, which is no report and holds nothing on the disk.
    let mut head = tarred(&[("a.bin", b'0', b"")]);
    head.truncate(512);
    head[124..136].copy_from_slice(b"\x80\0\0\0\0\0\0\x40\0\0\0\0");
    head[148..156].fill(b' ');
    let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    fs::write(&path, head).expect("written");
    File::options().write(true).open(&path).and_then(|file| file.set_len(256 << 30)).expect("a file with a hole");
    let settings = Settings::default();
    let stop = settings.stop.clone();
    let wish = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        stop.0.store(true, Ordering::Relaxed);
    });
    let began = Instant::now();
    // What it says of the file that it was kept from reading is no word about the file.
    assert_eq!(open(&[path.display().to_string()], &settings).count(), 0);
    let took = began.elapsed();
    wish.join().expect("it ends");
    assert!(took >= Duration::from_millis(150) && took < Duration::from_secs(10), "{took:?}");
}
