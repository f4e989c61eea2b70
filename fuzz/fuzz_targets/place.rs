//! Any text, any spans of its words taken for toponyms: nothing panics, and twice gives the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qantar_read::place::{Gazetteer, PlaceLexicon, resolve_given};
use qantar_read::segment::{Abbreviations, segment};
use qantar_record::{Document, DocumentParts, Span};
use std::sync::LazyLock;

static WORLD: LazyLock<(Gazetteer, PlaceLexicon, Abbreviations)> = LazyLock::new(|| {
    let gazetteer = Gazetteer::builtin().expect("the gazetteer is sound");
    let lexicon = PlaceLexicon::builtin().expect("the lists are sound");
    (gazetteer, lexicon, Abbreviations::builtin().expect("the list is sound"))
});

fuzz_target!(|input: (String, String)| {
    let (text, url) = input;
    let (gazetteer, lexicon, abbreviations) = &*WORLD;
    let parts = DocumentParts { received: text.as_bytes(), text: text.clone(), url: Some(url), ..Default::default() };
    let document = Document::new(parts);
    let text = segment(&document, abbreviations).value;
    let capitalised = text.tokens.iter().filter(|token| token.is_capitalised());
    let spans: Vec<Span> = capitalised.map(|token| token.span).collect();
    let found = resolve_given(&text, &spans, gazetteer, lexicon);
    assert_eq!(found.len(), spans.len());
    assert_eq!(found, resolve_given(&text, &spans, gazetteer, lexicon));
    for toponym in &found {
        assert!(document.text().get(toponym.span.range()).is_some());
    }
});
