//! What holds for all tellings, whatever they tell.

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;
use qantar_merge::{Held, Merged, Report, Rules, compare, merge, reports};
use qantar_record::{
    About, Anchor, Counted, DocumentId, Event, EventId, EventType, Grain, Interval, Judgement, Mode, Place, PlaceSlot,
    Precision, Ruling, Sketch, Slot, Span, Status, Telling, TimeSlot, ToldFigure, Value, Who, Words,
};
use std::collections::BTreeMap;
use std::sync::OnceLock;

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::builtin().expect("the built-in rules are sound"))
}

fn words(text: &str) -> Words {
    Words { text: text.into(), span: Span::new(0, text.len()) }
}

fn who() -> impl Strategy<Value = Vec<Who>> {
    let called =
        select(vec!["", " ", "police", "The", "Al-Shabaab", "al Shebab", "MNJTF", "国民军", "protesters", "12"]);
    let one =
        (called, any::<bool>(), select(vec![None, Some("ML"), Some("")])).prop_map(|(called, named, country)| Who {
            words: words(called),
            name: named.then(|| called.to_owned()),
            country: country.map(str::to_owned),
            sector: None,
        });
    prop::collection::vec(one, 0..3)
}

fn place() -> impl Strategy<Value = Option<PlaceSlot>> {
    let point = select(vec![(90.0, 0.0), (-90.0, 180.0), (0.0, 180.0), (0.0, -180.0), (13.5, 2.1), (13.6, 2.2)]);
    let precision =
        select(vec![Precision::Site, Precision::Town, Precision::Region, Precision::Country, Precision::Area]);
    let name = select(vec!["", "Gao", "Mopti"]);
    let resolved = (point, precision, name, any::<bool>()).prop_map(|((lat, lon), precision, name, land)| Place {
        name: name.into(),
        country: land.then(|| "ML".to_owned()),
        admin1: (name == "Gao").then(|| "Gao".to_owned()),
        lat,
        lon,
        precision,
        geonames: None,
    });
    let slot = prop::option::weighted(0.9, resolved);
    prop::option::weighted(0.8, slot.prop_map(|place| PlaceSlot { words: words("there"), place, inherited: false }))
}

fn time() -> impl Strategy<Value = Option<TimeSlot>> {
    let day = || {
        let usual = (1i8..6).prop_map(|day| Some(Date::constant(2024, 3, 1).with().day(day).build().expect("a day")));
        prop_oneof![6 => usual, 1 => Just(None), 1 => select(vec![Some(Date::MIN), Some(Date::MAX)])]
    };
    let grain = select(vec![Grain::Day, Grain::Stretch, Grain::Month]);
    // Ends may be open, and may lie the wrong way round.
    let slot = (day(), day(), any::<bool>(), grain).prop_map(|(from, other, one, grain)| TimeSlot {
        words: words("then"),
        interval: Interval { from, to: if one { from } else { other } },
        grain,
        inherited: false,
    });
    prop::option::weighted(0.85, slot)
}

fn figures() -> impl Strategy<Value = Vec<ToldFigure>> {
    let number = || select(vec![None, Some(0), Some(3), Some(12), Some(u64::MAX), Some(u64::MAX / 2 + 1)]);
    let what = select(vec![Counted::Killed, Counted::Participants]);
    let one = (number(), number(), what, any::<bool>()).prop_map(|(low, high, what, withdrawn)| ToldFigure {
        what,
        low,
        high,
        words: words("figure"),
        part: None,
        withdrawn,
        as_of: None,
        claim: None,
        voice: None,
        via: vec![],
    });
    prop::collection::vec(one, 0..3)
}

fn telling() -> impl Strategy<Value = Telling> {
    let kind = select(vec![
        ("PROTEST", "riot"),
        ("PROTEST", "rally"),
        ("ASSAULT", "killing"),
        ("ASSAULT", "clash"),
        ("COERCE", "arrest"),
        ("", ""),
    ]);
    let status = select(vec![Status::Happened, Status::Happened, Status::Planned, Status::Denied]);
    let terms = prop::collection::btree_set(0u32..12, 0..6);
    (0u8..8, kind, status, who(), who(), place(), time(), figures(), terms).prop_map(
        |(report, (event_type, mode), status, actors, targets, place, time, figures, terms)| Telling {
            number: 0,
            document: DocumentId::of(&[report]),
            event_type: EventType(event_type.into()),
            mode: Mode(mode.into()),
            status,
            trigger: words(""),
            sentence: words(""),
            actors,
            targets,
            place,
            time,
            figures,
            voice: None,
            terms: terms.into_iter().collect(),
            confidence: 0.5,
        },
    )
}

/// Tellings with numbers and words of their own, and six of the eight reports: of two nothing is known.
fn case() -> impl Strategy<Value = (Vec<Telling>, Vec<About>)> {
    let published = prop::collection::vec(select(vec![None, Date::new(2024, 3, 4).ok(), Some(Date::MAX)]), 6);
    (prop::collection::vec(telling(), 1..24), published).prop_map(|(mut tellings, published)| {
        for (number, telling) in (1..).zip(&mut tellings) {
            telling.number = number;
            telling.trigger.span = Span::new(number as usize * 10, number as usize * 10 + 5);
        }
        let about = |(report, published): (u8, Option<Date>)| About {
            document: DocumentId::of(&[report]),
            title: None,
            publisher: Some(format!("Outlet {report}")),
            published,
            kept: Date::constant(2024, 4, 1),
            url: None,
            sketch: Sketch {
                terms: vec![(u32::from(report) % 3, 1)],
                shingles: vec![u32::from(report) / 2; 64],
                agency: None,
            },
        };
        (tellings, (0..).zip(published).map(about).collect())
    })
}

fn judged(number: i64, ruling: Ruling, accounts: &[i64]) -> Held {
    let judgement = Judgement { by: "coder".into(), why: None, seconds: None, ruling };
    Held { number, judgement, accounts: accounts.iter().copied().map(Some).collect() }
}

fn anchor(account: i64) -> Anchor {
    let document = DocumentId::of(b"");
    Anchor { account, document, event_type: EventType(String::new()), trigger: words(""), sentence: words("") }
}

fn same(number: i64, a: i64, b: i64) -> Held {
    judged(number, Ruling::Same { accounts: vec![anchor(a), anchor(b)] }, &[a, b])
}

fn not_same(number: i64, a: i64, b: i64) -> Held {
    judged(number, Ruling::NotSame { these: vec![anchor(a)], those: vec![anchor(b)] }, &[a, b])
}

fn wrong(number: i64, a: i64) -> Held {
    judged(number, Ruling::Wrong { account: anchor(a), slot: None, words: None, beside: vec![] }, &[a])
}

fn right(number: i64, a: i64) -> Held {
    judged(number, Ruling::Right { account: anchor(a), slot: None }, &[a])
}

fn entity(number: i64, name: &str, known_as: &str) -> Held {
    judged(number, Ruling::Entity { name: name.into(), known_as: known_as.into() }, &[])
}

fn elsewhen(number: i64, a: i64) -> Held {
    let interval = Interval { from: Some(Date::constant(2024, 3, 2)), to: Some(Date::constant(2024, 3, 2)) };
    let value = Value::When { interval, grain: Grain::Day, inherited: false };
    judged(number, Ruling::Instead { account: anchor(a), slot: Slot::Time, words: None, value }, &[a])
}

fn by_another(number: i64, a: i64, slot: Slot, name: &str) -> Held {
    let value = Value::Who { words: name.into(), name: Some(name.into()) };
    judged(number, Ruling::Instead { account: anchor(a), slot, words: None, value }, &[a])
}

fn of_slot(number: i64, a: i64, slot: Slot, is_right: bool) -> Held {
    let (account, slot) = (anchor(a), Some(slot));
    let ruling = match is_right {
        true => Ruling::Right { account, slot },
        false => Ruling::Wrong { account, slot, words: None, beside: vec![] },
    };
    judged(number, ruling, &[a])
}

fn took(number: i64, a: i64, status: Status) -> Held {
    let (slot, value) = (Slot::Status, Value::Took { status });
    judged(number, Ruling::Instead { account: anchor(a), slot, words: None, value }, &[a])
}

fn was_riot(number: i64, a: i64) -> Held {
    let value = Value::Type { event_type: EventType("PROTEST".into()), mode: Mode("riot".into()) };
    judged(number, Ruling::Instead { account: anchor(a), slot: Slot::Type, words: None, value }, &[a])
}

fn killed(number: i64, a: i64, count: u64) -> Held {
    let value = Value::HowMany { what: Counted::Killed, low: Some(count), high: Some(count) };
    let words = Some(words("figure"));
    judged(number, Ruling::Instead { account: anchor(a), slot: Slot::Count, words, value }, &[a])
}

/// What people may say of accounts 1 to 24.
fn ruling() -> impl Strategy<Value = Held> {
    // The last is in no report.
    let name = || select(vec!["police", "Al-Shabaab", "al Shebab", "12", "KNB"]);
    let party = || select(vec![Slot::Actor, Slot::Target]);
    let slot = || select(vec![Slot::Actor, Slot::Place, Slot::Time, Slot::Count]);
    let pair = || (1i64..24, 1i64..24).prop_filter("two accounts", |(a, b)| a != b);
    prop_oneof![
        pair().prop_map(|(a, b)| same(0, a, b)),
        pair().prop_map(|(a, b)| not_same(0, a, b)),
        (1i64..24).prop_map(|a| wrong(0, a)),
        (1i64..24).prop_map(|a| right(0, a)),
        (1i64..24).prop_map(|a| elsewhen(0, a)),
        (1i64..24, party(), name()).prop_map(|(a, slot, name)| by_another(0, a, slot, name)),
        (1i64..24, slot(), any::<bool>()).prop_map(|(a, slot, is_right)| of_slot(0, a, slot, is_right)),
        (1i64..24, 0u64..20).prop_map(|(a, count)| killed(0, a, count)),
        (1i64..24, select(vec![Status::Happened, Status::Planned])).prop_map(|(a, status)| took(0, a, status)),
        (1i64..24).prop_map(|a| was_riot(0, a)),
        (name(), name()).prop_map(|(name, known_as)| entity(0, name, known_as)),
    ]
}

/// A change of a case: reports read as so many of their accounts tell, and judgements that hold from now on.
#[derive(Clone, Debug)]
struct Step {
    read: Vec<(usize, usize)>,
    said: Option<Held>,
    undone: Option<usize>,
}

fn step() -> impl Strategy<Value = Step> {
    let read = prop::collection::vec((0usize..8, 0usize..6), 0..3);
    let said = prop::option::weighted(0.4, ruling());
    (read, said, prop::option::weighted(0.2, 0usize..6)).prop_map(|(read, said, undone)| Step { read, said, undone })
}

/// A list of events kept by what updates say has changed.
fn follow(list: &mut BTreeMap<EventId, Event>, merged: &mut Merged<'_>, reports: Vec<Report>, held: &[Held]) {
    let touched = merged.update(reports, held.to_vec());
    for gone in &touched.gone {
        list.remove(gone);
    }
    for id in touched.events {
        list.insert(id, merged.event(id, None).expect("what is touched is there"));
    }
}

fn are_one(merged: &Merged<'_>, a: i64, b: i64) -> bool {
    merged.groups().iter().any(|group| group.contains(&a) && group.contains(&b))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_input_and_the_number_of_threads_change_nothing(
        (tellings, abouts) in case(),
        (turn, threads) in (0usize..24, 1usize..4),
    ) {
        let once = merge(&tellings, &abouts, &[], rules());
        let (mut other, mut reports) = (tellings.clone(), abouts.clone());
        other.reverse();
        other.rotate_left(turn % tellings.len());
        reports.rotate_left(turn % abouts.len());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let (groups, parts, events) = pool.install(|| {
            let again = merge(&other, &reports, &[], rules());
            (again.groups(), again.parts(), again.events(None))
        });
        prop_assert_eq!(once.groups(), groups);
        prop_assert_eq!(once.parts(), parts);
        prop_assert_eq!(once.events(None), events);
    }

    #[test]
    fn every_account_is_in_one_group(( tellings, abouts) in case(), gone in 1i64..24) {
        let held = [wrong(1, gone)];
        let merged = merge(&tellings, &abouts, &held, rules());
        let mut told: Vec<i64> = merged.groups().concat();
        told.sort_unstable();
        let wanted: Vec<i64> = (1..=tellings.len() as i64).filter(|&number| number != gone).collect();
        prop_assert_eq!(&told, &wanted);
        let mut of_events: Vec<i64> =
            merged.events(None).unwrap_or_default().into_iter().flat_map(|event| event.accounts).collect();
        of_events.sort_unstable();
        prop_assert_eq!(of_events, wanted);
    }

    #[test]
    fn same_joins_and_leaving_it_out_gives_back_what_was((tellings, abouts) in case(), (a, b) in (1i64..24, 1i64..24)) {
        let count = tellings.len() as i64;
        let (a, b) = ((a - 1) % count + 1, (b - 1) % count + 1);
        let before = merge(&tellings, &abouts, &[], rules());
        let joined = merge(&tellings, &abouts, &[same(1, a, b)], rules());
        prop_assert!(are_one(&joined, a, b));
        let parted = merge(&tellings, &abouts, &[not_same(1, a, b)], rules());
        prop_assert_eq!(are_one(&parted, a, b), a == b);
        let after = merge(&tellings, &abouts, &[], rules());
        prop_assert_eq!(before.events(None), after.events(None));
    }

    #[test]
    fn the_newer_judgement_holds_and_the_older_is_named((tellings, abouts) in case()) {
        prop_assume!(tellings.len() > 1);
        let joined = merge(&tellings, &abouts, &[not_same(3, 1, 2), same(7, 1, 2)], rules());
        prop_assert!(are_one(&joined, 1, 2));
        prop_assert_eq!(joined.conflicts.iter().map(|c| (c.older, c.same)).collect::<Vec<_>>(), [(3, false)]);
        let parted = merge(&tellings, &abouts, &[not_same(7, 1, 2), same(3, 1, 2)], rules());
        prop_assert!(!are_one(&parted, 1, 2));
        prop_assert_eq!(parted.conflicts.iter().map(|c| (c.older, c.same)).collect::<Vec<_>>(), [(3, true)]);
    }

    #[test]
    fn comparing_is_the_same_both_ways((tellings, abouts) in case()) {
        prop_assume!(tellings.len() > 1);
        let card = compare(&tellings[0], &tellings[1], &abouts, rules());
        prop_assert_eq!(&card, &compare(&tellings[1], &tellings[0], &abouts, rules()));
        prop_assert!((0.0..=1.0).contains(&card.probability()));
    }

    #[test]
    fn whatever_came_first_an_update_gives_what_a_merge_of_everything_gives(
        (tellings, abouts) in case(),
        steps in prop::collection::vec(step(), 1..10),
    ) {
        let mut merged = Merged::new(rules());
        let (mut list, mut held) = (BTreeMap::new(), Vec::<Held>::new());
        // Per report, what it is read as now.
        let mut now: BTreeMap<DocumentId, Report> = BTreeMap::new();
        let all = reports(tellings, abouts);
        for (number, step) in (1i64..).zip(steps) {
            let mut read = Vec::new();
            for (at, skipped) in step.read {
                let mut report = all[at % all.len()].clone();
                report.tellings = report.tellings.into_iter().skip(skipped).collect();
                now.insert(report.document.clone(), report.clone());
                read.retain(|other: &Report| other.document != report.document);
                read.push(report);
            }
            if let Some(at) = step.undone.filter(|&at| at < held.len()) {
                held.remove(at);
            }
            held.extend(step.said.map(|said| Held { number, ..said }));
            follow(&mut list, &mut merged, read, &held);

            let tellings: Vec<Telling> = now.values().flat_map(|report| report.tellings.clone()).collect();
            let abouts: Vec<About> = now.values().filter_map(|report| report.about.clone()).collect();
            let whole = merge(&tellings, &abouts, &held, rules());
            prop_assert_eq!(whole.groups(), merged.groups());
            prop_assert_eq!(whole.parts(), merged.parts());
            prop_assert_eq!(&whole.conflicts, &merged.conflicts);
            prop_assert_eq!(whole.events(None).unwrap_or_default(), list.values().cloned().collect::<Vec<_>>());
        }
    }
}
