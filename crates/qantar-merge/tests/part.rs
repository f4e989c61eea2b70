//! Wholes and parts, by what events tell after all their accounts and judgements.

use jiff::civil::{Date, date};
use qantar_merge::{Held, Merged, Rules, merge, reports};
use qantar_record::{
    Anchor, DocumentId, EventId, EventType, Grain, Interval, Judgement, Mode, Place, PlaceSlot, Precision, Ruling,
    Slot, Span, Status, Telling, TimeSlot, Value, Words,
};

fn words(text: &str) -> Words {
    Words { text: text.into(), span: Span::new(0, text.len()) }
}

/// Protests in one place of Mali.
fn protests(number: i64, report: &str, (name, precision): (&str, Precision), (from, to): (Date, Date)) -> Telling {
    let place = Place {
        name: name.into(),
        country: Some("ML".into()),
        admin1: None,
        lat: 16.3,
        lon: 0.0,
        precision,
        geonames: None,
    };
    Telling {
        number,
        document: DocumentId::of(report.as_bytes()),
        event_type: EventType("PROTEST".into()),
        mode: Mode("rally".into()),
        status: Status::Happened,
        trigger: words("rallies"),
        sentence: words("rallies"),
        actors: vec![],
        targets: vec![],
        place: Some(PlaceSlot { words: words(name), place: Some(place), inherited: false }),
        time: Some(TimeSlot {
            words: words("in March"),
            interval: Interval { from: Some(from), to: Some(to) },
            grain: Grain::Stretch,
            inherited: false,
        }),
        figures: vec![],
        voice: None,
        terms: vec![],
        confidence: 1.0,
    }
}

/// Account 1 and 3 tell of a month of protests in the country, account 2 of one day of it in a town.
fn wave(statuses: [Status; 2]) -> Vec<Telling> {
    let (land, month) = (("Mali", Precision::Country), (date(2024, 3, 1), date(2024, 3, 31)));
    let town = protests(2, "one", ("Gao", Precision::Town), (date(2024, 3, 5), date(2024, 3, 5)));
    let [first, other] = [(1, "one"), (3, "other")].map(|(number, report)| protests(number, report, land, month));
    vec![Telling { status: statuses[0], ..first }, town, Telling { status: statuses[1], ..other }]
}

fn anchor(account: i64) -> Anchor {
    let document = DocumentId::of(b"");
    Anchor { account, document, event_type: EventType("PROTEST".into()), trigger: words("x"), sentence: words("x") }
}

/// That accounts 1 and 3 are one, and what else is said of accounts.
fn held(instead: &[(i64, Slot, Value)]) -> Vec<Held> {
    let same = Ruling::Same { accounts: vec![anchor(1), anchor(3)] };
    let instead = instead.iter().cloned().map(|(account, slot, value)| Ruling::Instead {
        account: anchor(account),
        slot,
        words: None,
        value,
    });
    let judged = |(number, ruling): (i64, Ruling)| Held {
        number,
        accounts: ruling.anchors().iter().map(|anchor| Some(anchor.account)).collect(),
        judgement: Judgement { by: "coder".into(), why: None, seconds: None, ruling },
    };
    (1..).zip([same].into_iter().chain(instead)).map(judged).collect()
}

fn took(account: i64, status: Status) -> (i64, Slot, Value) {
    (account, Slot::Status, Value::Took { status })
}

const PART: [(EventId, EventId); 1] = [(EventId(2), EventId(1))];

#[test]
fn a_whole_is_what_all_of_its_accounts_and_judgements_say() {
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let riot = |account| {
        let (event_type, mode) = (EventType("ASSAULT".into()), Mode("clash".into()));
        (account, Slot::Type, Value::Type { event_type, mode })
    };
    let (happened, planned) = (Status::Happened, Status::Planned);
    let cases: [(_, &[_], &[_]); 6] = [
        ([happened, happened], &[], &PART),
        // What one announces and another has seen has happened, whoever comes first.
        ([planned, happened], &[], &PART),
        ([happened, planned], &[], &PART),
        ([planned, planned], &[], &[]),
        ([happened, happened], &[took(3, planned)], &[]),
        ([happened, happened], &[riot(3)], &[]),
    ];
    for (statuses, said, parts) in cases {
        let merged = merge(&wave(statuses), &[], &held(said), &rules);
        assert_eq!(merged.groups(), [vec![1, 3], vec![2]]);
        assert_eq!(merged.parts(), parts, "{statuses:?} {said:?}");
    }
}

#[test]
fn a_word_that_was_read_as_well_parts_a_whole_from_its_part() {
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let mut merged = Merged::new(&rules);
    merged.update(reports(wave([Status::Happened, Status::Planned]), vec![]), held(&[]));
    assert_eq!(merged.parts(), PART);
    let touched = merged.update(vec![], held(&[took(3, Status::Planned)]));
    assert_eq!(merged.parts(), []);
    assert!(touched.events.contains(&EventId(2)), "{touched:?}");
    merged.update(vec![], held(&[]));
    assert_eq!(merged.parts(), PART, "undone");
}
