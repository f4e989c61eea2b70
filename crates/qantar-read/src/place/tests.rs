use super::build::{build, parse_extra};
use super::gazetteer::{Class, Table};
use super::recipe::Recipe;
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
    let recipe = Recipe {
        least_population: 1000,
        least_for_alternates: 1000,
        division_words: vec!["oblast".into()],
        points: HashMap::new(),
        aliases: HashMap::new(),
    };
    build(recipe.sample(ROWS.lines()))
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

/// Toponyms end where words end.
fn cuts_no_word(text: &str, span: Span) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let first = text[span.range()].chars().next();
    let last = text[span.range()].chars().next_back();
    let cut_before = letter(text[..span.start].chars().next_back()) && letter(first);
    let cut_after = letter(last) && letter(text[span.end..].chars().next());
    !cut_before && !cut_after
}

/// Resolves every word with a capital, as if somebody took all of them for toponyms.
fn given(text: &str, url: &str) -> Vec<Toponym> {
    let parts = DocumentParts { text: text.into(), url: Some(url.into()), ..DocumentParts::default() };
    let document = Document::new(parts);
    let text = segment(&document, &ABBREVIATIONS).value;
    let spans: Vec<Span> = text.tokens.iter().filter(|token| token.is_capitalised()).map(|token| token.span).collect();
    let found = resolve_given(&text, &spans, &GAZETTEER, &LEXICON);
    assert_eq!(found.len(), spans.len(), "an answer a span");
    for toponym in &found {
        assert!(toponym.others.len() <= 2 && toponym.margin.is_some() != toponym.others.is_empty());
        assert!(toponym.margin.is_none_or(|margin| margin >= 0.0));
    }
    found
}

fn of(found: &[Toponym], at: usize) -> &qantar_record::Place {
    found[at].place.as_ref().expect("it is resolved")
}

#[test]
fn an_outlet_says_which_town_of_its_name_is_meant() {
    let text = "The council of Lebanon met. It borders Myerstown and Palmyra.";
    let found = given(text, "https://www.lebanondailyrecord.com/a");
    let lebanon = found.iter().position(|t| &text[t.span.range()] == "Lebanon").expect("it is there");
    assert_eq!(of(&found, lebanon).country.as_deref(), Some("US"));
    let plain = given("Lebanon is short of bread.", "https://example.org/a");
    assert_eq!(of(&plain, 0).country.as_deref(), Some("LB"));
}

#[test]
fn a_demonym_that_is_given_stands_for_its_land() {
    let found = given("Ohioans met the Kenyan envoy.", "");
    assert_eq!((of(&found, 0).name.as_str(), of(&found, 1).country.as_deref()), ("Ohio", Some("KE")));
}

#[test]
fn the_next_likeliest_places_are_told() {
    let found = given("Paris was calm.", "");
    assert_eq!(of(&found, 0).country.as_deref(), Some("FR"));
    assert_eq!(found[0].others.len(), 2);
}

#[test]
fn places_of_the_user_go_first() {
    let gazetteer = Gazetteer::with(None, "Camp Nowhere\tsite\t1.5\t2.5\tSY\t1000000").expect("the row is sound");
    let entries = gazetteer.find("Camp Nowhere").map(|hit| gazetteer.entries(hit)).unwrap_or_default();
    assert_eq!(entries.first().map(|entry| (entry.lat, entry.own)), Some((1.5, true)));
}

#[test]
fn the_dump_is_read_as_well_as_the_sample() {
    let recipe = Recipe { least_population: 0, ..Recipe::builtin().expect("the lists are sound") };
    let line = "5\tHarpo\tHarpo\tHärpo,Harpow\t12\t21\tP\tPPL\tSY\t\t02\t\t\t\t9000\t\t\tAsia/Damascus\t2020-01-01";
    let (places, bytes) = super::recipe::build_file(&recipe, line);
    let gazetteer = open(bytes).expect("it is sound");
    assert_eq!((places, gazetteer.find("Harpow").is_some()), (1, true));
}

fn read(text: &str) -> Vec<Toponym> {
    let document = Document::new(DocumentParts { text: text.into(), ..DocumentParts::default() });
    let text = segment(&document, &ABBREVIATIONS).value;
    let mentions = listed(&text, &NAMES, &GAZETTEER);
    let found = places(&text, &mentions, &GAZETTEER, &LEXICON).value;
    for toponym in &found {
        assert!(!document.words(toponym.span).is_empty());
        assert!(cuts_no_word(document.text(), toponym.span), "{:?}", document.words(toponym.span));
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

    #[test]
    fn any_words_that_are_given_are_answered_twice_the_same(
        text in "(\\PC|Paris|, |Texas|Ky\\.|Laurel Co\\.|'s |Athens|Georgia| |Mt\\. |Port of ){0,30}",
        url in "(https?://)?[a-z-]{0,12}(paris|news|daily|lebanon)?\\.(com|ge|uk|tv)?/?"
    ) {
        prop_assert_eq!(given(&text, &url), given(&text, &url));
    }
}
