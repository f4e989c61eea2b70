use super::build::{Recipe, build, parse_extra, parse_source_line};
use super::gazetteer::{Class, Table};
use super::*;
use crate::name::{NameLexicon, listed};
use crate::segment::{Abbreviations, segment};
use proptest::prelude::*;
use qantar_record::{Document, DocumentParts};
use std::borrow::Cow;
use std::sync::LazyLock;

const ROWS: &str = "\
1	A	PCLI	Freedonia	10.5	20.5	FD			900000	FDN
2	A	ADM1	Oblast Nord	11.5	20.6	FD	01		90000	Nordland
3	P	PPLC	Groucho City	10.2	20.2	FD	01	5	50000	Gruchó|gruco|GRC
4	P	PPL	Harpo	-10.123	-179.9	FD	01		2000	Härpo
5	P	PPL	Harpo	12	21	SY	02		9000	
6	P	PPL	Zeppo	12	21	SY	02		90	";

fn small() -> Vec<u8> {
    let recipe = Recipe { least_population: 1000, least_for_alternates: 1000, division_words: vec!["oblast".into()] };
    build(ROWS.lines().filter_map(|line| parse_source_line(line, &recipe)).collect())
}

fn open(bytes: Vec<u8>) -> Result<Gazetteer, DataError> {
    Gazetteer::open(Table::open("small.bin", Cow::Owned(bytes))?, "")
}

#[test]
fn a_small_gazetteer_is_built_and_read() {
    let gazetteer = open(small()).expect("it is sound");
    gazetteer.verify().expect("it is sound");
    let of = |name: &str| gazetteer.find(name).map(|hit| gazetteer.entries(hit)).unwrap_or_default();
    assert_eq!(of("freedonia")[0].class, Class::Country);
    assert_eq!(of("Nord").len(), 1, "a division is found without its word");
    assert_eq!(of("Harpo").iter().map(|e| e.geonames).collect::<Vec<_>>(), [Some(5), Some(4)], "the larger first");
    let harpo = of("härpo")[1];
    assert_eq!((harpo.lat, harpo.lon, harpo.country), (-10.123, -179.9, Some("FD")));
    assert_eq!(gazetteer.division(harpo.admin1.expect("it lies in one")).map(|e| e.name), Some("Oblast Nord"));
    assert!(of("Zeppo").is_empty(), "too small");
    assert!(of("GRC").is_empty() && of("gruco").is_empty(), "codes and search forms are no names");
    assert_eq!(gazetteer.country("FD").map(|e| e.name), Some("Freedonia"));
}

#[test]
fn damage_is_an_error_and_never_a_panic() {
    let sound = small();
    for cut in [0, 7, 20, sound.len() - 1] {
        let error = open(sound[..cut].to_vec()).expect_err("it is cut");
        assert!(error.to_string().contains("small.bin"), "{error}");
    }
    for at in 8..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        let damaged = open(bytes).and_then(|gazetteer| gazetteer.verify());
        assert!(damaged.is_err(), "byte {at}");
    }
}

#[test]
fn a_row_of_ours_that_is_wrong_is_named() {
    for line in ["Derik\ttown\t1.0\t2.0\tSY", "Derik\thamlet\t1.0\t2.0\tSY\t5", "Derik\ttown\t91\t2.0\tSY\t5"] {
        let error = parse_extra(line).expect_err("it is wrong");
        assert!(error.to_string().contains("Derik"), "{error}");
    }
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::builtin().expect("the gazetteer is sound"));
static NAMES: LazyLock<NameLexicon> = LazyLock::new(|| NameLexicon::builtin().expect("the lists are sound"));
static LEXICON: LazyLock<PlaceLexicon> = LazyLock::new(|| PlaceLexicon::builtin().expect("the lists are sound"));
static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| Abbreviations::builtin().expect("the list is sound"));

#[test]
fn the_built_in_gazetteer_is_whole() {
    GAZETTEER.verify().expect("the file is as it was built");
    for name in ["Syria", "Zhanaozen", "Kalamkas", "Mangystau Region", "U.S.", "Wisconsin", "Tahrir Square"] {
        assert!(GAZETTEER.find(name).is_some(), "{name}");
    }
}

fn read(text: &str) -> Vec<Toponym> {
    let document = Document::new(DocumentParts { text: text.into(), ..DocumentParts::default() });
    let text = segment(&document, &ABBREVIATIONS).value;
    let mentions = listed(&text, &NAMES, &GAZETTEER);
    let found = places(&text, &mentions, &GAZETTEER, &LEXICON).value;
    for toponym in &found {
        assert!(!document.words(toponym.span).is_empty());
        if let Some(place) = &toponym.place {
            assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0);
        }
    }
    assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "in order, not overlapping");
    found
}

proptest! {
    #[test]
    fn any_text_is_read_twice_the_same(
        text in "(\\PC|of |the |north-eastern |Syria|, |Paris |Texas|'s |oblast |Taksim Square |-led |\\. ){0,40}"
    ) {
        prop_assert_eq!(read(&text), read(&text));
    }
}
