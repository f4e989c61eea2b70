//! What arrives for each kind of input, good and bad: every input gives at least one arrival, and none panics.

use qantar_ingest::{Arrival, Kept, Settings};
use qantar_record::{BlockKind, DocumentId};
use std::fs;
use std::path::Path;

fn arrivals(path: &Path, settings: &Settings) -> Vec<Arrival> {
    qantar_ingest::arrivals(&[path.to_string_lossy().into_owned()], settings).collect()
}

/// What arrives for a file of this name with these bytes.
fn arriving(name: &str, bytes: &[u8], settings: &Settings) -> Vec<Arrival> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    arrivals(&path, settings)
}

fn kept(name: &str, bytes: &[u8]) -> Kept {
    match arriving(name, bytes, &Settings::default()).pop() {
        Some(Arrival::Kept(kept)) => kept,
        other => panic!("{name} was not kept: {other:?}"),
    }
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    match &arriving(name, bytes, &Settings { most_bytes: 1_000, ..Settings::default() })[..] {
        [Arrival::Refused(refused)] => refused.message.clone(),
        other => panic!("{name} was not refused: {other:?}"),
    }
}

fn blocks(kept: &Kept) -> Vec<(BlockKind, &str)> {
    kept.document.blocks().iter().map(|block| (block.kind, kept.document.words(block.span))).collect()
}

#[test]
fn refusals_say_what_and_why() {
    let long = "x".repeat(1_001);
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.txt", b"", "empty: nothing was kept"),
        ("a.jsonl", b"", "empty: nothing was kept"),
        ("a.jsonl", b"\n\n", "no reports in this file: nothing was kept"),
        ("a.txt", b" \r\n - ", "holds no words: nothing was kept"),
        ("a.txt", b"a\0\0b", "binary, not text: nothing was kept"),
        ("report", b"%PDF-1.7 ...", "a PDF that is damaged: nothing was kept"),
        ("a.html", b"<script>let a = 1</script>", "no text found in the page: nothing was kept"),
        ("a.txt", long.as_bytes(), "longer than the 1000 bytes that one report may have: nothing was kept"),
        (
            "a.json",
            b"{\"text\":",
            "not JSON: EOF while parsing a value at column 8; what stands before it is kept, the rest is not",
        ),
    ];
    for (name, bytes, message) in cases {
        assert_eq!(refusal(name, bytes), message, "{name}");
    }
}

#[test]
fn missing_paths_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, why) in [
        ("none.txt", "cannot be read: no such file or folder; nothing was kept"),
        ("*.txt", "no file matches this glob"),
        (
            "",
            "no reports in this folder: looked for .txt .md .markdown .html .htm .xhtml .jsonl .ndjson .json .csv .tsv .rss .atom \
            .rdf .xml .eml .mhtml .mht .mbox .mbx .pdf .warc .wacz .zip .gz .tgz .tar",
        ),
    ] {
        match &arrivals(&folder.path().join(name), &Settings::default())[..] {
            [Arrival::Refused(refused)] => assert_eq!(refused.message, why),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn the_head_of_a_plain_report_is_told() {
    let text = "Barricades in Oruro\n\nBarricades in Oruro\nMiners at the bridge. / Herald.example\n\
        By Ana Rojas in Oruro May 3, 2024\n\n(PART I HERE\nPART II HERE)\n\nMiners began a strike on Friday.\n\n\
        ‘Nothing left’\n\nWages came late\n\nThe ministry said nothing\nabout wages.\n\nWhat now?\n\n\
        “We stay,” one said.\n\nPolice at the gate (Photo: Ana Rojas).\n\nDismiss\n";
    let kept = kept("oruro.txt", text.as_bytes());
    use BlockKind::*;
    assert_eq!(
        blocks(&kept),
        [
            (Title, "Barricades in Oruro"),
            (Title, "Barricades in Oruro"),
            (Caption, "Miners at the bridge. / Herald.example"),
            (Byline, "By Ana Rojas in Oruro May 3, 2024"),
            (Noise, "(PART I HERE\nPART II HERE)"),
            (Paragraph, "Miners began a strike on Friday."),
            (Paragraph, "‘Nothing left’"),
            (Heading, "Wages came late"),
            (Paragraph, "The ministry said nothing\nabout wages."),
            (Heading, "What now?"),
            (Paragraph, "“We stay,” one said."),
            (Caption, "Police at the gate (Photo: Ana Rojas)."),
            (Noise, "Dismiss"),
        ]
    );
    let document = &kept.document;
    assert_eq!(document.text(), text);
    assert_eq!(document.id(), &DocumentId::of(text.as_bytes()));
    assert_eq!(document.author(), Some("Ana Rojas"));
    let dateline = document.dateline().expect("a dateline");
    assert_eq!(dateline.place.as_deref(), Some("Oruro"));
    assert_eq!(document.words(dateline.span), "Oruro May 3, 2024");
    assert_eq!(document.anchor().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
    assert_eq!(kept.problems, []);
}

#[test]
fn lines_too_long_to_be_wrapped_are_paragraphs() {
    let long = format!("{} end.", "Crowds went on".repeat(20));
    let kept = kept("a.txt", format!("{long}\r\nShort.\r\n{long}").as_bytes());
    assert_eq!(blocks(&kept).len(), 3);
    assert!(kept.document.text().contains("\r\n"));
}

#[test]
fn what_is_missing_is_filled_from_the_settings_or_said() {
    let settings = Settings {
        published: Some("2022-01-06".parse().expect("a date")),
        publisher: Some("Herald".to_owned()),
        ..Settings::default()
    };
    let text = b"ALMATY, Jan 5 (Agency) - Crowds took the airport.";
    let [Arrival::Kept(filled)] = &arriving("a.txt", text, &settings)[..] else { panic!("kept") };
    let dateline = filled.document.dateline().expect("a dateline");
    assert_eq!(
        (dateline.place.as_deref(), dateline.date.map(|day| day.to_string())),
        (Some("ALMATY"), Some("2022-01-05".to_owned()))
    );
    assert_eq!(filled.document.publisher(), Some("Herald"));
    assert_eq!(filled.problems, []);
    let open = kept("a.txt", text);
    assert_eq!(open.document.anchor(), None);
    assert_eq!(open.problems[0].message, "no publication date found: relative dates are left open");
}

#[test]
fn a_page_gives_its_article_only() {
    let page = include_bytes!("../../../corpora/ingest/oruro.html");
    let kept = kept("oruro.html", page);
    use BlockKind::*;
    assert_eq!(
        blocks(&kept),
        [
            (Title, "Miners hold the bridge in Oruro"),
            (Byline, "By Ana Rojas | 3 May 2024, 9:40 pm"),
            (Caption, "Miners at the bridge on Friday. (Photo: Ana Rojas)"),
            (
                Paragraph,
                "ORURO, 3 May - Some 200 miners held the main bridge of the city on Friday & asked for wages that are three months late, their union said."
            ),
            (Heading, "Second day"),
            (
                Paragraph,
                "Police watched from the eastern bank and did not move in. One officer was hurt when a stone hit his helmet, the regional command said in the evening."
            ),
            (Paragraph, "wages for February, March and April;"),
            (Paragraph, "new helmets and lamps for the night shift."),
            (
                Quote,
                "“We will stay until they pay,” said a woman who has worked in the mine for eleven years and gave her name as Marta."
            ),
            (Noise, "Read more: The mine that feeds a city"),
            (Noise, "Most read"),
        ]
    );
    let document = &kept.document;
    assert_eq!(document.publisher(), Some("Oruro Herald"));
    assert_eq!(document.author(), Some("Ana Rojas"));
    assert_eq!(document.url(), Some("https://example.org/2024/05/bridge"));
    assert_eq!(document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
    assert_eq!(
        document.dateline().and_then(|line| line.date).map(|day| day.to_string()).as_deref(),
        Some("2024-05-03")
    );
    assert_eq!(document.language(), Some("en"));
}

#[test]
fn hostile_pages_give_their_words() {
    let deep = format!("{}Crowds took the airport.{}", "<div class=share>".repeat(6_000), "</div>".repeat(6_000));
    let quoted = format!("<p>Crowds took the airport.{}", "<blockquote><b><a href=#>".repeat(5_000));
    let data = format!("<script type='application/ld+json'>{}</script><p>Crowds took the airport.", "[".repeat(50_000));
    for page in [deep, quoted, data] {
        assert!(kept("a.html", page.as_bytes()).document.text().contains("Crowds took the airport."));
    }
}
