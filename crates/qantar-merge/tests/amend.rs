//! What people say of one account, and what its event tells then.

use jiff::civil::Date;
use qantar_merge::{Held, Merged, Rules, merge, reports};
use qantar_record::{
    Anchor, Counted, DocumentId, Entry, Event, EventType, Judgement, Mode, Party, Place, PlaceSlot, Precision, Ruling,
    Said, Slot, SourceType, Span, Standing, Status, Telling, ToldFigure, Value, Voice, Where, Who, Words,
};

const TEXT: &str = "Police killed 12, and 3 of them were miners, said the KNB.";

/// These words as they stand in the report.
fn words(text: &str) -> Words {
    let start = TEXT.find(text).expect("the report has them");
    Words { text: text.into(), span: Span::new(start, start + text.len()) }
}

fn rules() -> Rules {
    Rules::builtin().expect("the built-in rules are sound")
}

fn figure(text: &str, number: u64) -> ToldFigure {
    ToldFigure {
        what: Counted::Killed,
        low: Some(number),
        high: Some(number),
        words: words(text),
        part: None,
        withdrawn: false,
        as_of: None,
        claim: None,
        voice: None,
        via: vec![],
    }
}

fn party(text: &str) -> Who {
    Who { words: words(text), name: None, country: None, sector: None }
}

/// Account 1 of the only report.
fn telling() -> Telling {
    Telling {
        number: 1,
        document: DocumentId::of(TEXT.as_bytes()),
        event_type: EventType("ASSAULT".into()),
        mode: Mode("killing".into()),
        status: Status::Happened,
        trigger: words("killed"),
        sentence: words(TEXT),
        actors: vec![party("Police")],
        targets: vec![],
        place: None,
        time: None,
        figures: vec![figure("12", 12), figure("3", 3)],
        voice: None,
        terms: vec![],
        confidence: 1.0,
    }
}

fn anchor() -> Anchor {
    let Telling { number, document, event_type, trigger, sentence, .. } = telling();
    Anchor { account: number, document, event_type, trigger, sentence }
}

fn wrong(slot: Slot, words: Option<Words>) -> Ruling {
    Ruling::Wrong { account: anchor(), slot: Some(slot), words, beside: vec![] }
}

fn right(slot: Slot) -> Ruling {
    Ruling::Right { account: anchor(), slot: Some(slot) }
}

fn killed(number: u64, words: Option<Words>) -> Ruling {
    let value = Value::HowMany { what: Counted::Killed, low: Some(number), high: Some(number) };
    Ruling::Instead { account: anchor(), slot: Slot::Count, words, value }
}

/// The rulings, the oldest first.
fn held(rulings: &[Ruling]) -> Vec<Held> {
    let judged = |(number, ruling): (i64, &Ruling)| Held {
        number,
        judgement: Judgement { by: "coder".into(), why: None, seconds: None, ruling: ruling.clone() },
        accounts: ruling.anchors().iter().map(|anchor| Some(anchor.account)).collect(),
    };
    (1..).zip(rulings).map(judged).collect()
}

/// The event that is left of a telling.
fn event_of(telling: Telling, rulings: &[Ruling]) -> Event {
    let rules = rules();
    let mut events = merge(&[telling], &[], &held(rulings), &rules).events(None).expect("there is a rule");
    assert_eq!(events.len(), 1);
    events.remove(0)
}

fn event(rulings: &[Ruling]) -> Event {
    event_of(telling(), rulings)
}

fn entries(event: &Event) -> Vec<Entry> {
    event.ledger(Counted::Killed).map_or(Vec::new(), |ledger| ledger.entries.clone())
}

/// The figures, each with whether it is refused, by the words they stand at.
fn figures(rulings: &[Ruling]) -> Vec<(u64, bool)> {
    let number = |entry: &Entry| (entry.low.unwrap_or_default(), entry.standing == Standing::Refused);
    entries(&event(rulings)).iter().map(number).collect()
}

fn actors(event: &Event) -> Vec<&str> {
    event.actors.iter().map(|said| said.value.name.as_str()).collect()
}

#[test]
fn a_figure_in_the_place_of_one_judged_wrong_counts() {
    let (twelve, three) = (|| Some(words("12")), || Some(words("3")));
    assert_eq!(figures(&[wrong(Slot::Count, twelve())]), [(12, true), (3, false)]);
    assert_eq!(figures(&[wrong(Slot::Count, twelve()), killed(15, twelve())]), [(15, false), (3, false)]);
    let other = [wrong(Slot::Count, None), killed(15, twelve())];
    assert_eq!(figures(&other), [(15, false), (3, true)], "the other stays refused");
    let all = [wrong(Slot::Count, None), killed(15, None), killed(4, three())];
    assert_eq!(figures(&all), [(15, false), (4, false)], "all of them give way to one");
    assert_eq!(figures(&[killed(15, twelve()), wrong(Slot::Count, twelve())]), [(15, true), (3, false)]);
}

#[test]
fn a_name_that_a_person_put_in_is_known_as_others_say_later() {
    let value = Value::Who { words: "KNB".into(), name: Some("KNB".into()) };
    let corrected = Ruling::Instead { account: anchor(), slot: Slot::Actor, words: None, value };
    let committee = "National Security Committee";
    let entity = Ruling::Entity { name: "KNB".into(), known_as: committee.into() };
    let (rules, said) = (rules(), held(&[corrected, entity]));
    let mut merged = Merged::new(&rules);
    merged.update(reports(vec![telling()], vec![]), said[..1].to_vec());
    let touched = merged.update(vec![], said.clone());
    let event = |merged: &Merged<'_>| merged.events(None).expect("there is a rule").remove(0);
    assert_eq!(actors(&event(&merged)), [committee]);
    assert_eq!(touched.events, [event(&merged).id]);
    merged.update(vec![], said[..1].to_vec());
    assert_eq!(actors(&event(&merged)), ["KNB"], "undone");
}

#[test]
fn of_a_slot_too_the_newer_word_holds() {
    let (twelve, police) = (|| Some(words("12")), || Some(words("Police")));
    let of = |rulings: &[Ruling]| actors(&event(rulings)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of(&[wrong(Slot::Actor, None)]), [""; 0]);
    assert_eq!(of(&[wrong(Slot::Actor, None), right(Slot::Actor)]), ["Police"]);
    assert_eq!(of(&[wrong(Slot::Actor, police()), right(Slot::Actor)]), ["Police"]);
    assert_eq!(of(&[wrong(Slot::Actor, None), right(Slot::Target)]), [""; 0], "another slot");
    assert_eq!(of(&[right(Slot::Actor), wrong(Slot::Actor, None)]), [""; 0], "the other way round");
    let again = [wrong(Slot::Actor, None), right(Slot::Actor), wrong(Slot::Actor, police())];
    assert_eq!(of(&again), [""; 0], "and once more");
    assert_eq!(figures(&[wrong(Slot::Count, twelve()), right(Slot::Count)]), [(12, false), (3, false)]);
    let corrected = [wrong(Slot::Count, None), killed(15, twelve()), right(Slot::Count)];
    assert_eq!(figures(&corrected), [(15, false), (3, false)], "a correction is no word that it is wrong");
}

#[test]
fn a_corrected_figure_stays_whose_it_was() {
    let knb = || Voice { words: words("KNB"), name: None, source_type: SourceType::Official };
    let miners = ToldFigure {
        part: Some("miners".into()),
        as_of: Some(Date::constant(2022, 1, 5)),
        claim: Some(4),
        voice: Some(knb()),
        via: vec![knb()],
        ..figure("3", 3)
    };
    let read = Telling { figures: vec![figure("12", 12), miners.clone()], ..telling() };
    let entry = |telling: &Telling, words: Option<Words>| {
        let entries = entries(&event_of(telling.clone(), &[killed(4, words)]));
        entries.into_iter().find(|entry| entry.low == Some(4)).expect("the corrected one")
    };
    let at = entry(&read, Some(words("3")));
    assert_eq!((at.high, at.standing, at.as_of), (Some(4), Standing::Part, miners.as_of));
    assert_eq!((at.part, at.voice, at.via), (miners.part.clone(), miners.voice.clone(), miners.via.clone()));
    let withdrawn = Telling { figures: vec![ToldFigure { withdrawn: true, ..figure("3", 3) }], ..telling() };
    assert_eq!(entry(&withdrawn, Some(words("3"))).standing, Standing::Withdrawn);
    let alone = entry(&read, None);
    assert_eq!((alone.standing, alone.voice), (Standing::InForce, None), "in the place of all it is nobody's");
}

#[test]
fn only_the_party_that_a_person_has_put_in_is_decided() {
    let army = Value::Who { words: "Army".into(), name: Some("Army".into()) };
    let instead = Ruling::Instead { account: anchor(), slot: Slot::Actor, words: Some(words("KNB")), value: army };
    let told = Telling { actors: vec![party("Police"), party("KNB")], targets: vec![party("miners")], ..telling() };
    let event = event_of(told, &[instead]);
    let decided = |said: &[Said<Party>]| said.iter().map(|s| (s.value.name.clone(), s.judgement)).collect::<Vec<_>>();
    assert_eq!(decided(&event.actors), [("Army".into(), Some(1)), ("Police".into(), None)]);
    assert_eq!(decided(&event.targets), [("miners".into(), None)]);
}

#[test]
fn a_judgement_finds_its_value_where_a_better_reading_has_it() {
    let moved = |text: &str, start: usize| Words { text: text.into(), span: Span::new(start, start + text.len()) };
    let left = |read: &[Words], judged: Words| {
        let actors = read.iter().map(|words| Who { words: words.clone(), ..party("Police") }).collect();
        let event = event_of(Telling { actors, ..telling() }, &[wrong(Slot::Actor, Some(judged))]);
        event.actors.iter().map(|said| said.value.name.clone()).collect::<Vec<_>>()
    };
    let (knb, the_knb, police) = (words("KNB"), words("the KNB"), words("Police"));
    assert_eq!(left(&[police.clone(), the_knb.clone()], knb.clone()), ["Police"], "an end has moved");
    assert_eq!(left(&[the_knb, knb.clone()], knb.clone()).len(), 1, "what lies just there comes first");
    assert_eq!(left(&[police.clone(), moved("KNB", 900)], knb.clone()), ["Police"], "the same words elsewhere");
    assert_eq!(left(&[police.clone(), moved("KNB", 900)], words("miners")).len(), 2, "and nothing else");

    let read = |figures: Vec<ToldFigure>| Telling { figures, ..telling() };
    let twelve = ToldFigure { words: words("killed 12"), ..figure("12", 12) };
    let other = ToldFigure { words: moved("12", 900), ..figure("12", 12) };
    let told = read(vec![twelve, other.clone()]);
    let standing = |rulings: &[Ruling]| {
        let entries = entries(&event_of(told.clone(), rulings));
        entries.iter().map(|e| (e.words.span.start, e.low, e.standing == Standing::Refused)).collect::<Vec<_>>()
    };
    let (here, there) = (words("killed 12").span.start, other.words.span.start);
    let at = || Some(words("12"));
    assert_eq!(standing(&[wrong(Slot::Count, at())]), [(here, Some(12), true), (there, Some(12), false)]);
    assert_eq!(standing(&[killed(15, at())]), [(here, Some(15), false), (there, Some(12), false)]);
    let both = [wrong(Slot::Count, at()), killed(15, at())];
    assert_eq!(standing(&both), [(here, Some(15), false), (there, Some(12), false)]);
    let twice = [police.clone(), moved("Police", 900)].map(|words| Who { words, ..party("Police") });
    let twice = Telling { actors: twice.to_vec(), ..telling() };
    let value = Value::Who { words: "Army".into(), name: Some("Army".into()) };
    let instead = Ruling::Instead { account: anchor(), slot: Slot::Actor, words: Some(police.clone()), value };
    let event = event_of(twice, &[wrong(Slot::Actor, Some(police)), instead]);
    assert_eq!(actors(&event), ["Army", "Police"], "what is gone already is not looked for among the rest");
}

#[test]
fn a_region_and_the_town_of_its_name_are_two_places() {
    let oruro = |precision| Place {
        name: "Oruro".into(),
        country: Some("BO".into()),
        admin1: Some("Oruro".into()),
        lat: -18.0,
        lon: -67.2,
        precision,
        geonames: None,
    };
    let account = |number: i64, precision| Telling {
        number,
        document: DocumentId::of(&[number as u8]),
        place: Some(PlaceSlot { words: words("miners"), place: Some(oruro(precision)), inherited: false }),
        ..telling()
    };
    let anchors = [1, 2, 3].map(|account| Anchor { account, ..anchor() });
    let rules = rules();
    let tellings = [account(1, Precision::Region), account(2, Precision::Town), account(3, Precision::Region)];
    let same = held(&[Ruling::Same { accounts: anchors.to_vec() }]);
    let events = merge(&tellings, &[], &same, &rules).events(None).expect("there is a rule");
    let told = |said: &Said<Where>| (said.value.place.as_ref().map(|place| place.precision), said.accounts.clone());
    let places: Vec<_> = events[0].place.iter().map(told).collect();
    assert_eq!(places, [(Some(Precision::Town), vec![2]), (Some(Precision::Region), vec![1, 3])]);
}
