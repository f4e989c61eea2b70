use super::*;
use crate::segment::{Abbreviations, segment};
use proptest::prelude::*;
use qantar_record::{Document, DocumentParts};
use std::sync::LazyLock;

static LEXICON: LazyLock<NameLexicon> = LazyLock::new(|| NameLexicon::builtin().expect("the lists are sound"));
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::builtin().expect("the gazetteer is sound"));

fn found(text: &str) -> Vec<(String, &'static str)> {
    let document = Document::new(DocumentParts { text: text.into(), ..DocumentParts::default() });
    let text = segment(&document, &Abbreviations::builtin().expect("the list is sound")).value;
    let mentions = listed(&text, &LEXICON, &GAZETTEER);
    assert!(mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "in order, not overlapping");
    mentions.iter().map(|m| (document.words(m.span).to_owned(), m.name_type.as_str())).collect()
}

#[test]
fn names_by_list_and_shape() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("Gen. James Okello spoke. Okello left.", &[("James Okello", "PER"), ("Okello", "PER")]),
        ("The Ministry of Trade and Industry closed.", &[("Ministry of Trade and Industry", "ORG")]),
        ("Crowds filled Taksim Square on Monday.", &[("Taksim Square", "FAC")]),
        ("Kenyan police met US President Joe Biden.", &[("Kenyan", "NORP"), ("US", "GPE"), ("Joe Biden", "PER")]),
        ("A ship sank in the Caspian Sea.", &[("Caspian Sea", "LOC")]),
        ("The OSCE and al-Shabaab fighters", &[("OSCE", "ORG")]),
        ("The University of Texas reopened.", &[("University of Texas", "ORG")]),
        ("It happened in the spring.", &[]),
        ("Protesters threw stones.", &[]),
        ("Farmers said on Tuesday they would stay until May.", &[]),
        ("Diplomats signed the Paris Agreement.", &[]),
    ];
    for (text, wanted) in cases {
        let found = found(text);
        let found: Vec<_> = found.iter().map(|(words, kind)| (words.as_str(), *kind)).collect();
        let listed = wanted.iter().all(|want| found.contains(want));
        assert!(listed && (found.len() == wanted.len() || text.contains("Shabaab")), "{text}\n{found:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_twice_the_same(text in "(\\PC|of |the |The |Paris |al-|Mr. |, |Union ){0,60}") {
        prop_assert_eq!(found(&text), found(&text));
    }
}
