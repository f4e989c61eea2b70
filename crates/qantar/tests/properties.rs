//! What holds for all text, over whole readings.

use proptest::prelude::*;
use qantar::World;
use qantar::ingest::{self, Settings};
use qantar::record::{Document, DocumentParts, Reading, Span, statements};
use qantar::run::{Manner, Outcome, run};
use std::ops::ControlFlow;
use std::sync::OnceLock;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::builtin().expect("the built-in data are sound"))
}

fn document(text: &str) -> Document {
    let published = "2022-02-26".parse().ok();
    Document::new(DocumentParts { received: text.as_bytes(), text: text.into(), published, ..Default::default() })
}

/// Every span of a reading, to look at each.
fn spans(reading: &Reading) -> Vec<Span> {
    let mut spans: Vec<Span> = reading.sentences.iter().map(|s| s.span).collect();
    spans.extend(reading.places.iter().map(|p| p.span));
    spans.extend(reading.times.iter().map(|t| t.span));
    spans.extend(reading.claims.iter().flat_map(|c| [c.source.span, c.cue, c.content, c.sentence]));
    spans.extend(reading.entities.iter().flat_map(|e| e.mentions.iter().map(|m| m.span)));
    for account in &reading.accounts {
        spans.extend([account.trigger, account.sentence]);
        spans.extend(account.actors.iter().chain(&account.targets).map(|a| a.span));
        spans.extend(account.figures.iter().map(|f| f.span).chain(account.figures.iter().filter_map(|f| f.part)));
        spans.extend(&account.retold);
    }
    spans
}

/// Text made of what reports are made of, which reaches the rules more often than any text does.
fn report_text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Police",
        "arrested",
        "dozens of",
        "students",
        "in",
        "Almaty",
        "on Monday",
        ",",
        ".",
        "\"",
        "said",
        "the minister",
        "225",
        "at least",
        "killed",
        "protest",
        "will",
        "not",
        "Russia",
        "-led",
        "\n\n",
        "strike",
        "February 15",
        "he",
        "according to",
        "'s",
        "(",
        ")",
        "1.7 million",
        "19 of them police",
        "including three",
        "children",
        "of whom four were",
        "among the dead",
        "withdrew its figure of 225",
        "took the toll back",
        "was published in error",
        "by Friday",
        "the toll stood at",
        "is far higher",
        "early",
        "and",
        "of",
        "U.S.",
        "Mr. Okello",
        "told Reuters",
        "—",
        "é",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        check(&text)?;
    }

    #[test]
    fn anything_like_a_report_is_read(text in report_text()) {
        check(&text)?;
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let document = document(text);
    let reading = qantar::pipeline::read(&document, world());
    for span in spans(&reading) {
        prop_assert!(text.get(span.range()).is_some_and(|words| !words.is_empty()), "{span:?} is off the text");
    }
    for account in &reading.accounts {
        prop_assert!(account.terms.windows(2).all(|pair| pair[0] < pair[1]), "terms ascend, each once");
    }
    prop_assert_eq!(&reading, &qantar::pipeline::read(&document, world()));
    for statement in statements(&document, &reading) {
        prop_assert_eq!(&statement.document, document.id());
        prop_assert!(reading.account(statement.account).is_some());
    }
    let public = qantar::public::reading(&document, &reading);
    prop_assert_eq!(public["document"]["text"].as_str(), Some(text));
    Ok(())
}

fn readings(threads: usize) -> Vec<String> {
    let inputs = [concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports").to_owned()];
    let mut lines = Vec::new();
    let (settings, manner) = (Settings::default(), Manner { threads, ..Manner::default() });
    run(ingest::open(&inputs, &settings), &settings, Some(world()), manner, |outcome| {
        if let Outcome::Report(report) = outcome {
            lines.push(qantar::public::reading(&report.document, &report.reading).to_string());
        }
        ControlFlow::Continue(())
    });
    lines
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let alone = readings(1);
    assert!(alone.len() > 10, "the examples were not read");
    assert_eq!(alone, readings(4));
}

#[test]
fn an_account_is_told_by_its_own_sentences_without_time_words() {
    let told = |text: &str| qantar::pipeline::read(&document(text), world()).accounts;
    let accounts = told("Police arrested dozens of students in Almaty on Monday. The weather was fine.");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].terms, told("Police arrested students in Almaty.")[0].terms);
    assert_eq!(accounts[0].terms.len(), 4, "police, arrest, student, Almaty");
}

#[test]
fn a_report_that_the_gate_stops_has_its_sketch() {
    let gated = world().clone().gated().expect("the gate's weights are sound");
    let recipe = document("Stir the soup until the onions are soft. Add salt and serve it with bread.");
    let stopped = qantar::pipeline::read(&recipe, &gated);
    assert!(stopped.version.ends_with("gate"), "the gate let a recipe pass");
    assert_eq!(stopped.sketch, qantar::pipeline::read(&recipe, world()).sketch);
    assert!(!stopped.sketch.shingles.is_empty());
}

#[test]
fn code_points_of_the_public_form_give_back_the_words() {
    let document = document("Šiauliai, Žygis: “Police arrested 12 students in Almaty on 15 February 2022.”");
    let reading = qantar::pipeline::read(&document, world());
    let public = qantar::public::reading(&document, &reading);
    let text: Vec<char> = document.text().chars().collect();
    let mut checked = 0;
    for layer in ["places", "times"] {
        for item in public[layer].as_array().expect("a layer is a list") {
            let at = |key: &str| item[key].as_u64().expect("an offset") as usize;
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(Some(words.as_str()), item["text"].as_str());
            checked += 1;
        }
    }
    assert!(checked > 0, "nothing was found to check");
}
