//! What holds for all bytes: nothing panics, nothing is silent, blocks lie in order inside the text, words are kept.

use proptest::prelude::*;
use qantar_ingest::{Arrival, Settings, arrivals};
use qantar_record::DocumentId;

const NAMES: [&str; 6] = ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "unnamed"];

fn arriving(name: &str, bytes: &[u8]) -> Vec<Arrival> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    arrivals(&[path.to_string_lossy().into_owned()], &Settings::default()).collect()
}

fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let arrivals = arriving(name, bytes);
    prop_assert!(!arrivals.is_empty(), "{name} gave nothing");
    for arrival in arrivals {
        let Arrival::Kept(kept) = arrival else { continue };
        let text = kept.document.text();
        let mut reached = 0;
        for block in kept.document.blocks() {
            prop_assert!(
                reached <= block.span.start && block.span.start < block.span.end && block.span.end <= text.len()
            );
            prop_assert_eq!(text[reached..block.span.start].trim(), "");
            reached = block.span.end;
        }
        prop_assert_eq!(text[reached..].trim(), "");
        if let Some(dateline) = kept.document.dateline() {
            prop_assert!(text.get(dateline.span.range()).is_some());
        }
    }
    Ok(())
}

/// Pieces of reports and of markup, to be strewn together.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 34] = [
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "---\n",
        "# ",
        "> ",
        "![",
        "](",
        ")",
        "- ",
        "title: ",
        "By ",
        " in ",
        "Oruro",
        "3 May 2024",
        ", ",
        " - ",
        "Read more",
        "(Photo: ",
        "/ ",
        "**",
        "<p>",
        "</div>",
        "<h1>",
        "<blockquote>",
        "<a href=x>",
        "<script type='application/ld+json'>",
        "{\"@type\": \"Article\"",
        "{\"text\": \"",
        "\"}",
        "é",
        "。",
        "\u{a0}",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_bytes_arrive(name in prop::sample::select(&NAMES[..]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(name, &bytes)?;
    }

    #[test]
    fn any_pieces_arrive(name in prop::sample::select(&NAMES[..]), words in pieces()) {
        check(name, words.as_bytes())?;
    }

    #[test]
    fn the_text_of_a_json_line_is_kept_exactly(text in "\\PC{0,40}[\\n\\r\\t ]{0,4}\\PC{0,40}") {
        let line = serde_json::json!({ "text": text }).to_string();
        for arrival in arriving("a.jsonl", format!("{line}\r\n").as_bytes()) {
            match arrival {
                Arrival::Kept(kept) => {
                    prop_assert_eq!(kept.document.text(), &text);
                    prop_assert_eq!(kept.document.id(), &DocumentId::of(line.as_bytes()));
                }
                Arrival::Refused(refused) => prop_assert_eq!(refused.message, "holds no words: nothing was kept"),
            }
        }
    }
}
