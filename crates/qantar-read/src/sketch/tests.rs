//! Near copies are alike, other words for one happening are not; what holds for any text.

use super::*;
use crate::segment::{Abbreviations, segment};
use proptest::prelude::*;
use qantar_record::{Block, Dateline, Document, DocumentParts};
use std::sync::LazyLock;

static LEXICON: LazyLock<SketchLexicon> = LazyLock::new(|| SketchLexicon::builtin().expect("the lists are built in"));

fn sketched(document: &Document) -> Sketch {
    let abbreviations = Abbreviations::builtin().expect("the list is built in");
    sketch(&segment(document, &abbreviations).value, &LEXICON).value
}

/// A report of these paragraphs. `dateline` are the words of place and day that it opens with.
fn report(title: Option<&str>, dateline: &str, paragraphs: &[&str]) -> Document {
    let text = paragraphs.join("\n\n");
    let mut start = 0;
    let block = |paragraph: &&str| {
        let span = Span::new(start, start + paragraph.len());
        start = span.end + 2;
        Block::new(BlockKind::Paragraph, span)
    };
    let blocks = paragraphs.iter().map(block).collect();
    let dateline = (!dateline.is_empty()).then(|| Dateline {
        place: Some(dateline.into()),
        date: None,
        span: Span::new(0, dateline.len()),
    });
    let title = title.map(str::to_owned);
    Document::new(DocumentParts { text, blocks, title, dateline, ..Default::default() })
}

const WIRE: [&str; 6] = [
    "GARISSA, 3 May (Lakes Wire) - Hundreds of traders marched through Garissa on Friday to protest against new market fees, and \
     police fired tear gas when the crowd reached the county hall, residents and officials said.",
    "At least 14 people were hurt, four of them by rubber bullets, the county referral hospital said. A spokesman for the county \
     governor put the number of wounded at nine and said that two officers were among them.",
    "The traders say the fees, which doubled on the first of the month, will drive them out of the central market. They have closed \
     their stalls since Monday and sent a petition to the county assembly.",
    "\"We will come back every week until somebody listens,\" said a seller of second-hand clothes who gave only her first name. \
     The next march is planned for Tuesday.",
    "The governor has defended the fees as the only way to pay for a new roof and drains. He offered talks with the traders' \
     association, which turned the invitation down.",
    "Similar fees led to clashes in the neighbouring county last year, when three people died.",
];

/// The same march in the words of another reporter.
const OTHER: [&str; 4] = [
    "The centre of Garissa was shut for most of Friday as market women and stallholders took to the streets over rents that the \
     county has raised. Officers used gas and rubber rounds to keep them from the governor's office.",
    "Doctors treated more than a dozen wounded. The county's own count was lower, and it spoke of injured policemen too.",
    "Stalls have stayed shut all week. The county says that it needs the money for repairs and that its door is open, but the \
     association of traders wants the old rents back before it sits down with anybody.",
    "Marchers told this newspaper that they would be back after the weekend.",
];

#[test]
fn a_near_copy_shares_most_and_another_telling_next_to_nothing() {
    let wire = sketched(&report(Some("Police fire tear gas at Garissa traders"), "GARISSA, 3 May", &WIRE));
    let cut: Vec<&str> = WIRE.iter().enumerate().filter(|(at, _)| *at != 3).map(|(_, words)| *words).collect();
    let copy = sketched(&report(Some("Tear gas in Garissa as market fees anger sellers"), "GARISSA, 3 May", &cut));
    let other = sketched(&report(Some("Garissa rents"), "", &OTHER));
    assert!(wire.shared(&copy) >= 0.7, "{}", wire.shared(&copy));
    assert!(wire.shared(&other) <= 0.2, "{}", wire.shared(&other));
    assert_eq!(copy.agency.as_deref(), Some("Lakes Wire"));
    assert_eq!(wire.shared(&wire), 1.0);
}

#[test]
fn lines_broken_elsewhere_change_no_shingle() {
    let whole = sketched(&report(None, "", &["The army shelled the market at dawn. Nine people died."]));
    let broken = sketched(&report(None, "", &["The army shelled\nthe market at dawn.", "Nine people died."]));
    assert_eq!(whole, broken);
}

#[test]
fn a_text_of_fewer_than_five_words_has_no_shingle() {
    assert_eq!(sketched(&report(None, "", &["Troops left Osh today."])).shingles, [0; 0]);
    assert_eq!(sketched(&report(None, "", &["Troops left Osh at dawn."])).shingles.len(), shingles::ORDERS);
    assert_eq!(sketched(&report(None, "", &[])), Sketch::default());
}

#[test]
fn terms_are_of_title_and_running_text_alone() {
    let words = |document: &Document| sketched(document).terms;
    let text = "The strike began.";
    let with = |title: Option<&str>| words(&report(title, "", &[text]));
    assert_eq!(with(None).len(), 2);
    assert_eq!(with(Some("Miners on strike")).len(), 3);
    assert_eq!(with(Some("Miners on strike")).iter().map(|(_, count)| count).sum::<u32>(), 4);
    let caption = Block::new(BlockKind::Caption, Span::new(0, text.len()));
    let captioned = Document::new(DocumentParts { text: text.into(), blocks: vec![caption], ..Default::default() });
    assert_eq!(words(&captioned), []);
}

#[test]
fn agencies_are_credited_in_the_dateline_and_at_the_foot() {
    let fled = "Hundreds fled the town.";
    let cases: [(&str, &[&str], Option<&str>); 22] = [
        ("GARISSA, 3 May", &["GARISSA, 3 May (Lakes Wire) - Hundreds fled."], Some("Lakes Wire")),
        ("CAIRO", &["CAIRO (AP) -- Hundreds fled."], Some("AP")),
        ("", &["LAGOS (Associated Press) — Hundreds fled."], Some("AP")),
        ("MOSCOW, June 5", &["MOSCOW, June 5. /TASS/. Hundreds fled."], Some("TASS")),
        ("", &["REUTERS - Hundreds fled."], Some("Reuters")),
        ("", &[fled, "— Reuters"], Some("Reuters")),
        ("", &[fled, "(AP)"], Some("AP")),
        ("", &[fled, "Source: Xinhua"], Some("Xinhua")),
        ("", &["Hundreds fled the town. (AFP)"], Some("AFP")),
        ("", &["Hundreds fled the town. — Lakes Wire"], Some("Lakes Wire")),
        ("", &[fled, "Lakes News Agency"], Some("Lakes News Agency")),
        ("GARISSA, 3 May", &["GARISSA, 3 May - Hundreds fled, Reuters reported."], None),
        ("CAIRO", &["CAIRO (Egypt) - Hundreds fled."], None),
        ("CAIRO", &["CAIRO (5 June) - Hundreds fled."], None),
        ("CAIRO", &["CAIRO (Updated) - Hundreds fled."], None),
        ("", &["The minister (left) - a former general - fled."], None),
        ("", &["Ana Rojas (Free Miners) - who fled - said so."], None),
        ("", &[fled, "By Lakes Wire staff"], None),
        ("", &[fled, "— Ana Rojas"], None),
        ("", &[fled, "They told Reuters."], None),
        ("", &["Hundreds fled the town (AP and others saw them)."], None),
        ("", &["The app was shut.", "app"], None),
    ];
    for (dateline, paragraphs, agency) in cases {
        assert_eq!(sketched(&report(None, dateline, paragraphs)).agency.as_deref(), agency, "{paragraphs:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_sketched(title in proptest::option::of("\\PC{0,40}"), text in "(\\PC|[a-z'’.()/ -]|\n){0,300}") {
        let parts = DocumentParts { text, title, ..Default::default() };
        let document = Document::new(parts);
        let sketch = sketched(&document);
        prop_assert!(sketch.terms.windows(2).all(|pair| pair[0].0 < pair[1].0), "terms ascend, each once");
        prop_assert!(sketch.terms.iter().all(|(_, count)| *count > 0));
        prop_assert!([0, shingles::ORDERS].contains(&sketch.shingles.len()));
        prop_assert_eq!(sketched(&document), sketch);
    }
}
