//! What people decide, over reports that were really read.

use jiff::Timestamp;
use qantar::World;
use qantar::events::{self, Change};
use qantar::judging::{self, Decider, Lend, Missed, Number, Saying, SayingError, Selection};
use qantar::merging::Rules;
use qantar::record::{Argument, Counted, Document, DocumentParts, EventId, Ruling, Slot, Span, Status, Value};
use qantar::store::{Case, Filter, Moment};
use qantar::view::people::{self, Verdict};
use qantar::view::queue::{Asked, queue};
use serde_json::json;
use std::sync::OnceLock;

const ARRESTS: &str = "Police arrested 12 men in Oruro on 3 May 2021, the ministry said. \
    On Tuesday the mayor's office in La Paz was left without windows. Nobody was hurt, the mayor's office said.";
const RAID: &str = "Officers arrested 15 men in Oruro on 3 May 2021, a lawyer said.";
const STRIKE: &str = "Miners began a strike in Potosi on 9 June 2021.";

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::builtin().expect("the built-in data are sound"))
}

/// For sayings that need no world.
fn none() -> Result<&'static World, qantar::stages::DataError> {
    panic!("nothing here needs the world")
}

fn lend() -> Result<&'static World, qantar::stages::DataError> {
    Ok(world())
}

fn rules() -> Rules {
    Rules::builtin().expect("the built-in rules are sound")
}

fn now() -> Timestamp {
    "2026-11-08T12:00:00Z".parse().expect("a time")
}

fn report(text: &str, publisher: &str) -> Document {
    Document::new(DocumentParts {
        received: text.as_bytes(),
        text: text.into(),
        publisher: Some(publisher.into()),
        published: "2021-05-06".parse().ok(),
        ..Default::default()
    })
}

/// A case with three reports, of which two tell of the same arrests.
struct Bench {
    _folder: tempfile::TempDir,
    case: Case,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut case = Case::open_or_create(&folder.path().join("test.qantar")).expect("a case");
        for (text, publisher) in [(ARRESTS, "El Diario"), (RAID, "La Patria"), (STRIKE, "El Potosi")] {
            let document = report(text, publisher);
            let reading = qantar::pipeline::read(&document, world());
            case.keep(&document, &reading, publisher, &[], now()).expect("kept");
        }
        let mut bench = Bench { _folder: folder, case };
        bench.update();
        bench
    }

    fn update(&mut self) {
        events::update(&mut self.case, &rules()).expect("merged");
    }

    /// The number of the event that the first account of this report belongs to.
    fn event(&self, text: &str) -> i64 {
        let document = Some(report(text, "").id().clone());
        let accounts = self.case.accounts(&Filter { document, ..Filter::default() }).expect("read");
        accounts.first().expect("the report tells of something").event.0
    }

    fn decide(&mut self, by: &str, sayings: &[Saying]) -> Result<Vec<i64>, SayingError> {
        self.decide_with(by, sayings, &none)
    }

    fn decide_with(&mut self, by: &str, sayings: &[Saying], lend: Lend<'_>) -> Result<Vec<i64>, SayingError> {
        let decider = Decider { by, why: Some(" "), seconds: Some(20), now: now() };
        let numbers = judging::decide_all(&mut self.case, sayings, decider, lend)?;
        self.update();
        Ok(numbers)
    }

    fn right(&mut self, by: &str, event: i64) -> Vec<i64> {
        self.decide(by, &[Saying::Right(Number::Event(event), None)]).expect("decided")
    }

    fn left(&self, coder: Option<&str>, double: bool) -> Vec<i64> {
        let asked = Asked { coder, double, numbers: None, limit: 50 };
        let mut left: Vec<i64> =
            queue(&self.case, &asked, &rules()).expect("read").items.iter().map(|look| look.number).collect();
        left.sort_unstable();
        left
    }
}

fn missed() -> Missed {
    Missed {
        document: report(ARRESTS, "").id().as_str()[..8].to_uppercase(),
        words: Selection::Text("left without windows".into()),
        event_type: "assault".into(),
        mode: None,
        status: Status::Happened,
        values: vec![
            (Slot::Target, "mayor's office".into()),
            (Slot::Actor, "a crowd".into()),
            (Slot::Place, "La Paz".into()),
            (Slot::Time, "Tuesday".into()),
            (Slot::Count, "injured 0".into()),
            (Slot::Actor, "  ".into()),
        ],
    }
}

#[test]
fn one_saying_is_taken_down_whole_and_the_seconds_are_counted_once() {
    let mut bench = Bench::new();
    let arrests = bench.event(ARRESTS);
    assert_eq!(arrests, bench.event(RAID), "both tell of the same arrests");
    let numbers = bench.right("Aida", arrests);
    assert_eq!(numbers.len(), 2, "an account each");
    let rows = bench.case.judgements().expect("read");
    let seconds: Vec<_> = rows.iter().map(|row| row.judgement.seconds).collect();
    assert_eq!(seconds, [Some(20), None]);
    assert_eq!(rows[0].judgement.why, None, "white space is no reason");
    assert!(bench.case.event_of(arrests).expect("read").expect("there").reviewed);
}

#[test]
fn many_sayings_are_taken_down_together_or_not_at_all() {
    let mut bench = Bench::new();
    let (arrests, strike) = (bench.event(ARRESTS), bench.event(STRIKE));
    let head = bench.case.head().expect("read");
    let right = |number| Saying::Right(Number::Event(number), None);
    let error = bench.decide("Aida", &[right(arrests), right(999)]).expect_err("there is no e999");
    assert!(matches!(&error, SayingError::Missing(words) if words.contains("has no e999")), "{error}");
    let note = Saying::Note(Number::Event(strike), " ".into());
    let error = bench.decide("Aida", &[right(arrests), note]).expect_err("the note is empty");
    assert!(matches!(error, SayingError::Case(_)), "{error}");
    assert_eq!(bench.case.head().expect("read"), head, "nothing was taken down");
    let numbers = bench.decide("Aida", &[right(arrests), right(strike)]).expect("decided");
    assert!(numbers.len() > 2);

    let undo = |bench: &mut Bench, numbers: &[i64]| {
        let decider = Decider { by: "Aida", why: None, seconds: None, now: now() };
        judging::undo(&mut bench.case, numbers, decider)
    };
    let head = bench.case.head().expect("read");
    undo(&mut bench, &[numbers[0], 1]).expect_err("entry 1 is no judgement");
    assert_eq!(bench.case.head().expect("read"), head);
    assert_eq!(undo(&mut bench, &numbers).expect("undone").len(), numbers.len());
    assert!(bench.case.decisions(None).expect("read").is_empty());
}

#[test]
fn what_was_missed_becomes_an_event() {
    let mut bench = Bench::new();
    let before = bench.case.event_count(&Filter::default()).expect("read");
    let numbers = bench.decide_with("Aida", &[Saying::Missed(missed())], &lend).expect("decided");
    assert_eq!(bench.case.event_count(&Filter::default()).expect("read"), before + 1);
    let rows = bench.case.judgements().expect("read");
    let Ruling::Missed { account, mode, values, terms, .. } = &rows[0].judgement.ruling else { panic!("{rows:?}") };
    let number = rows[0].accounts[0].expect("it has an account");
    assert_eq!((account.account, account.event_type.0.as_str(), mode.0.as_str()), (number, "ASSAULT", "other"));
    assert_eq!(account.sentence.text, "On Tuesday the mayor's office in La Paz was left without windows.");
    assert!(!terms.is_empty() && terms.is_sorted());
    let said: Vec<Option<&str>> = values.iter().map(|given| given.words.as_ref().map(|w| w.text.as_str())).collect();
    assert_eq!(said[..3], [Some("mayor's office"), None, Some("La Paz")]);
    assert!(said[3].is_some_and(|words| words.contains("Tuesday")), "{said:?}");
    assert_eq!(values.len(), 5, "an empty value is none");
    let Value::HowMany { what: Counted::Injured, low: Some(0), high: Some(0) } = values[4].value else {
        panic!("{values:?}")
    };

    let event = bench.case.event_of(number).expect("read").expect("merged");
    assert_eq!(event.id, EventId(number));
    assert!(event.reviewed, "who adds it holds it to be right");
    assert_eq!(event.place().and_then(|at| at.place.as_ref()).and_then(|place| place.country.as_deref()), Some("BO"));
    let day = event.time().expect("a time").interval;
    assert_eq!(qantar::words::days(day), "2021-05-04", "the Tuesday before the report");

    let decider = Decider { by: "Aida", why: None, seconds: None, now: now() };
    judging::undo(&mut bench.case, &numbers, decider).expect("undone");
    bench.update();
    assert_eq!(bench.case.event_count(&Filter::default()).expect("read"), before);
    assert!(bench.case.verify().expect("walked").is_sound());
}

#[test]
fn what_cannot_have_been_missed_says_why() {
    let mut bench = Bench::new();
    let told = bench.case.accounts(&Filter::default()).expect("read").remove(0);
    let start = ARRESTS.find("left").expect("there");
    type Change<'a> = &'a dyn Fn(&mut Missed);
    let cases: [(Change<'_>, &str); 9] = [
        (&|missed| missed.document = "00000000".into(), "has no report"),
        (&|missed| missed.document = "00".into(), "eight or more digits"),
        (&|missed| missed.words = Selection::Text("right without doors".into()), "does not have the words"),
        (&|missed| missed.words = Selection::Text("the mayor's office".into()), "2 times"),
        (&|missed| missed.words = Selection::Text(" ".into()), "times"),
        (&|missed| missed.words = Selection::CodePoints { start: start + 4, end: start + 5 }, "no words are chosen"),
        (&|missed| missed.event_type = "PICNIC".into(), "is no type of event"),
        (&|missed| missed.values.push((Slot::Time, "someday".into())), "is no day, month or year"),
        (
            &|missed| {
                missed.words = Selection::CodePoints { start: told.trigger.span.start, end: told.trigger.span.end };
                missed.event_type = told.event_type.0.clone();
            },
            "tells of it already",
        ),
    ];
    let head = bench.case.head().expect("read");
    for (change, words) in cases {
        let mut missed = missed();
        change(&mut missed);
        let error = bench.decide_with("Aida", &[Saying::Missed(missed)], &lend).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(bench.case.head().expect("read"), head);
}

#[test]
fn chosen_characters_are_code_points_and_lose_their_white_space() {
    let mut bench = Bench::new();
    let text = "Ärzte — “all of them” — walked out of the clinic in Oruro.";
    let document = report(text, "La Patria");
    let reading = qantar::pipeline::read(&document, world());
    bench.case.keep(&document, &reading, "x", &[], now()).expect("kept");
    let start = text.chars().position(|c| c == 'w').expect("there");
    let chosen = Selection::CodePoints { start: start - 1, end: start + 11 };
    let missed =
        Missed { document: document.id().as_str().into(), words: chosen, event_type: "PROTEST".into(), ..missed() };
    let missed = Missed { mode: Some("strike".into()), values: Vec::new(), ..missed };
    bench.decide_with("Aida", &[Saying::Missed(missed)], &lend).expect("decided");
    let rows = bench.case.judgements().expect("read");
    assert_eq!(rows[0].judgement.ruling.anchors()[0].trigger.text, "walked out");
}

#[test]
fn the_queue_leaves_out_what_is_decided() {
    let mut bench = Bench::new();
    let (arrests, strike) = (bench.event(ARRESTS), bench.event(STRIKE));
    let all = bench.left(Some("Aida"), true);
    assert!(all.contains(&arrests) && all.contains(&strike));
    bench.right("Aida", arrests);
    let without = |number: i64| all.iter().copied().filter(|&other| other != number).collect::<Vec<_>>();
    assert_eq!(bench.left(Some("Aida"), true), without(arrests));
    assert_eq!(bench.left(Some("Bek"), true), all, "what Aida decided is not decided for Bek");
    assert_eq!(bench.left(Some("Bek"), false), without(arrests), "they share the work");
    assert_eq!(bench.left(None, true), without(arrests));
    // One account of two is not the whole event.
    let account = bench.case.event_of(arrests).expect("read").expect("there").accounts[1];
    bench.decide("Bek", &[Saying::Right(Number::Account(account), None)]).expect("decided");
    assert_eq!(bench.left(Some("Bek"), true), all);
    let asked = Asked { coder: None, double: false, numbers: Some(&[strike, 999]), limit: 50 };
    let found = queue(&bench.case, &asked, &rules()).expect("read");
    assert_eq!((found.left, found.items[0].number), (1, strike));
    assert!(found.items[0].why.contains("one report"), "{}", found.items[0].why);
    let none = queue(&bench.case, &Asked { limit: 0, numbers: None, ..asked }, &rules()).expect("read");
    assert!(none.items.is_empty() && none.left > 0);
    let events = bench.case.events(&Filter::default()).expect("read");
    assert!(events.iter().all(|event| event.tie.is_some() == (event.accounts.len() > 1)), "{events:?}");
    // What one holds to be wrong leaves the record, and the other decides on it all the same.
    bench.decide("Aida", &[Saying::Wrong(Number::Event(strike), None, None)]).expect("decided");
    assert!(bench.case.event_of(strike).expect("read").is_none());
    assert!(!bench.left(Some("Aida"), true).contains(&strike));
    assert!(!bench.left(Some("Bek"), false).contains(&strike));
    assert!(bench.left(Some("Bek"), true).contains(&strike));
    let seen = |coder| people::event(&bench.case, strike, Some(coder), true, &rules()).expect("read").expect("shown");
    assert_eq!(seen("Aida")["mine"], "wrong");
    assert_eq!(seen("Bek")["mine"], serde_json::Value::Null);
    assert_eq!(seen("Bek")["judgements"].as_array().map(Vec::len), Some(0));
    bench.right("Bek", strike);
    assert!(!bench.left(Some("Bek"), true).contains(&strike));
}

#[test]
fn whoever_decides_blind_sees_nobody_else_until_they_have_decided() {
    let mut bench = Bench::new();
    let arrests = bench.event(ARRESTS);
    let accounts = bench.case.event_of(arrests).expect("read").expect("there").accounts;
    let place = Saying::Instead(Number::Event(arrests), Slot::Place, "La Paz, BO".into(), None);
    bench.decide_with("Bek", &[place], &lend).expect("decided");
    bench.right("Bek", arrests);
    let number = bench.decide("Bek", &[Saying::Note(Number::Account(accounts[0]), "seen".into())]).expect("noted")[0];
    judging::undo(&mut bench.case, &[number], Decider { by: "Bek", why: None, seconds: None, now: now() })
        .expect("undone");
    bench.update();

    let seen =
        |bench: &Bench, coder, blind| people::visible(bench.case.judgements().expect("read"), coder, blind).len();
    let place_of = |bench: &Bench, coder| {
        let seen = people::seen_by(&bench.case, EventId(arrests), coder, &rules()).expect("read").expect("an event");
        assert_eq!(seen.accounts, accounts);
        (seen.place().expect("a place").place.as_ref().expect("resolved").name.clone(), seen.reviewed)
    };
    assert_eq!(seen(&bench, Some("Aida"), false), 6);
    assert_eq!(seen(&bench, Some("Aida"), true), 0);
    assert_eq!(seen(&bench, None, true), 0);
    assert_eq!(seen(&bench, Some("Bek"), true), 6);
    assert_eq!(place_of(&bench, Some("Aida")), ("Oruro".to_owned(), false));
    assert_eq!(place_of(&bench, Some("Bek")), ("La Paz".to_owned(), true));

    let mine = |bench: &Bench, coder: &str| people::mine(&bench.case.judgements().expect("read"), coder, &accounts);
    assert_eq!((mine(&bench, "Aida"), mine(&bench, "Bek")), (None, Some(Verdict::Right)));
    // Half of it opens half of it.
    bench.decide("Aida", &[Saying::Wrong(Number::Account(accounts[1]), None, None)]).expect("decided");
    assert_eq!(seen(&bench, Some("Aida"), true), 3, "her own, and Bek's two on that account");
    assert_eq!(mine(&bench, "Aida"), None);
    bench.decide("Aida", &[Saying::Right(Number::Account(accounts[0]), None)]).expect("decided");
    assert_eq!(seen(&bench, Some("Aida"), true), 8);
}

#[test]
fn coders_and_their_agreement() {
    let mut bench = Bench::new();
    let (arrests, strike) = (bench.event(ARRESTS), bench.event(STRIKE));
    bench.right("Aida", arrests);
    bench.right("Aida", strike);
    bench.right("Bek", arrests);
    bench.decide("Bek", &[Saying::Wrong(Number::Event(strike), None, None)]).expect("decided");
    let page = people::judgements(&bench.case, Some("Bek"), 1, 1).expect("read");
    assert_eq!((page.total, page.rows.len()), (3, 1));
    let all = people::judgements(&bench.case, None, 0, 2).expect("read");
    assert_eq!((all.total, &all.rows[0]["says"], &all.rows[0]["by"]), (6, &json!("wrong"), &json!("Bek")));
    assert_eq!(all.rows[0]["seconds"], 20);
    let people = people::coders(&bench.case).expect("read");
    let line = |coder: &people::Coder| (coder.name.clone(), coder.judgements, coder.records, coder.median_seconds);
    let lines: Vec<_> = people.coders.iter().map(line).collect();
    assert_eq!(lines, [("Aida".to_owned(), 3, 3, Some(20)), ("Bek".to_owned(), 3, 3, Some(20))]);
    assert_eq!(people.agreement.coders, ["Aida", "Bek"]);
    let whole = &people.agreement.rows[0];
    // Three accounts, of which they differ on one: ((6 − 1)·4 − 5·4) / (6·5 − 5·4).
    assert_eq!((whole.slot, whole.units, whole.alpha), ("event", 3, Some(0.0)));
    assert!(people.agreement.rows[1..].iter().all(|row| row.alpha.is_none() && row.units == 0));
}

#[test]
fn an_account_judged_wrong_leaves_its_event_and_is_found_there() {
    let mut bench = Bench::new();
    let arrests = bench.event(ARRESTS);
    let accounts = bench.case.event_of(arrests).expect("read").expect("there").accounts;
    let [first, second] = accounts[..] else { panic!("{accounts:?}") };
    let shown = |bench: &Bench, number, coder, blind| {
        people::event(&bench.case, number, Some(coder), blind, &rules()).expect("read").expect("shown")
    };
    let listed = |view: &serde_json::Value, list: &str| {
        let list = view[list].as_array().expect("a list");
        list.iter().map(|one| one["number"].as_i64().expect("a number")).collect::<Vec<_>>()
    };
    let wrong = |account| Saying::Wrong(Number::Account(account), None, None);
    let judged = bench.decide("Aida", &[wrong(second)]).expect("decided");
    let view = shown(&bench, arrests, "Aida", false);
    assert_eq!((listed(&view, "accounts"), listed(&view, "left_out")), (vec![first], vec![second]));
    assert_eq!(view["left_out"][0]["judgements"], json!(judged));
    assert_eq!(listed(&view, "judgements"), judged);
    assert_eq!(
        listed(&shown(&bench, arrests, "Bek", true), "left_out"),
        [0; 0],
        "whoever decides blind sees nothing of it"
    );
    let own = shown(&bench, second, "Aida", false);
    assert_eq!((listed(&own, "accounts"), listed(&own, "left_out")), (vec![second], vec![]));
    assert_eq!((&own["out_of"]["number"], &view["out_of"]), (&json!(arrests), &serde_json::Value::Null));
    // What is left of the event is still to be decided, and whoever codes double decides of both.
    assert!(bench.left(Some("Aida"), false).contains(&arrests));
    let left = bench.left(Some("Bek"), true);
    assert!(left.contains(&arrests) && left.contains(&second), "{left:?}");

    let undo = |bench: &mut Bench, numbers: &[i64]| {
        let decider = Decider { by: "Aida", why: None, seconds: None, now: now() };
        judging::undo(&mut bench.case, numbers, decider).expect("undone");
        bench.update();
    };
    undo(&mut bench, &judged);
    let view = shown(&bench, arrests, "Aida", false);
    assert_eq!((listed(&view, "accounts"), listed(&view, "left_out")), (accounts.clone(), vec![]));
    // The first gives the event its number, which is that of the other from now on.
    bench.decide("Aida", &[wrong(first)]).expect("decided");
    let view = shown(&bench, second, "Aida", false);
    assert_eq!((listed(&view, "accounts"), listed(&view, "left_out")), (vec![second], vec![first]));
    // Somebody overrules it.
    bench.decide("Bek", &[Saying::Right(Number::Account(first), None)]).expect("decided");
    let view = shown(&bench, first, "Aida", false);
    assert_eq!((listed(&view, "accounts"), listed(&view, "left_out")), (accounts, vec![]));
}

#[test]
fn of_two_values_with_the_same_words_the_one_that_is_pointed_at_is_meant() {
    let mut bench = Bench::new();
    let text = "Ñ: Miners began a strike in Sucre on 2 March 2021, as Miners told La Patria.";
    let document = report(text, "La Patria");
    let mut reading = qantar::pipeline::read(&document, world());
    let bytes: Vec<Span> = text.match_indices("Miners").map(|(at, _)| Span::new(at, at + 6)).collect();
    let told = reading.accounts.first_mut().expect("a strike");
    told.actors = bytes.iter().map(|&span| Argument { span, by: told.by.clone() }).collect();
    bench.case.keep(&document, &reading, "x", &[], now()).expect("kept");
    bench.update();
    let number = bench.case.accounts(&Filter { document: Some(document.id().clone()), ..Filter::default() });
    let number = number.expect("read")[0].number;
    let at = |start| Some(Selection::CodePoints { start, end: start + 6 });
    let instead = |chosen| Saying::Instead(Number::Account(number), Slot::Actor, "teachers".into(), chosen);
    // The letter before them has two bytes.
    let second = bytes[1].start - 1;
    bench.decide_with("Aida", &[instead(at(second))], &lend).expect("decided");
    let rows = bench.case.judgements().expect("read");
    let Ruling::Instead { words: Some(words), .. } = &rows[0].judgement.ruling else { panic!("{rows:?}") };
    assert_eq!(words.span, bytes[1]);
    let refusal = bench.decide_with("Aida", &[instead(at(second + 1))], &lend).expect_err("nothing stands there");
    assert!(refusal.to_string().contains(&format!("no actor of a{number} stands at the characters")), "{refusal}");
    let text = Some(Selection::Text("miners".into()));
    bench.decide("Aida", &[Saying::Wrong(Number::Account(number), Some(Slot::Actor), text)]).expect("decided");
    let event = bench.case.event_of(number).expect("read").expect("there");
    let actors: Vec<&str> = event.actors.iter().map(|said| said.value.name.as_str()).collect();
    assert_eq!(actors, ["teachers"], "words alone mean the first that has them");
}

#[test]
fn a_town_that_becomes_the_region_of_its_name_is_a_change() {
    let mut bench = Bench::new();
    let (arrests, head) = (bench.event(ARRESTS), bench.case.head().expect("read"));
    let place = Saying::Instead(Number::Event(arrests), Slot::Place, "Oruro (region), BO".into(), None);
    bench.decide_with("Aida", &[place], &lend).expect("decided");
    let before = events::past(&bench.case, Moment::Change(head), &rules()).expect("made");
    let differences = events::diff(&before, &bench.case).expect("compared");
    let [difference] = &differences[..] else { panic!("{differences:?}") };
    let Change::Changed(cells) = &difference.change else { panic!("{difference:?}") };
    let told: Vec<_> = cells.iter().map(|cell| (cell.slot, cell.before.as_str(), cell.after.as_str())).collect();
    assert_eq!(told, [("place", "Oruro, BO", "Oruro (region), BO")]);
}
