//! Events of any shape.

use crate::row::Whole;
use jiff::civil::Date;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use qantar_record::{
    About, Counted, DocumentId, EventType, Grain, Interval, Mode, Party, Place, PlaceSlot, Precision, Said, Sketch,
    SourceType, Span, Status, Telling, TimeSlot, ToldFigure, Voice, Who, Words,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z ]{1,20}",
        "\\PC{0,20}",
        select(vec!["=1+1", "police", "Lake Front; Hill Guard", "\"quoted\"\n"]).prop_map(String::from)
    ]
}

prop_compose! {
    fn words()(text in text(), start in 0usize..500) -> Words {
        let span = Span::new(start, start + text.len());
        Words { text, span }
    }
}

fn day() -> impl Strategy<Value = Date> {
    (0i16..9999, 1i8..13, 1i8..29).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

prop_compose! {
    fn who()(
        words in words(),
        name in of(text()),
        country in of(select(vec!["KE", "ET", "XK", "ZZ"])),
        sector in of(select(vec!["COP", "MIL", "REB", "CVL", "LAB", "GOV", "UAF"])),
    ) -> Who {
        Who { words, name, country: country.map(String::from), sector: sector.map(String::from) }
    }
}

prop_compose! {
    fn place()(
        name in text(),
        country in of(select(vec!["KE", "ET", "XK", "ZZ"])),
        admin1 in of(text()),
        lat in -90.0..90.0f64,
        lon in -180.0..180.0f64,
        precision in select(vec![
            Precision::Site, Precision::Town, Precision::District, Precision::Region, Precision::Country, Precision::Area,
        ]),
        geonames in any::<Option<u32>>(),
    ) -> Place {
        Place { name, country: country.map(String::from), admin1, lat, lon, precision, geonames }
    }
}

prop_compose! {
    fn slot()(words in words(), place in of(place()), inherited in any::<bool>()) -> PlaceSlot {
        PlaceSlot { words, place, inherited }
    }
}

prop_compose! {
    fn time()(words in words(), from in of(day()), to in of(day()), inherited in any::<bool>()) -> TimeSlot {
        TimeSlot { words, interval: Interval { from, to }, grain: Grain::Stretch, inherited }
    }
}

prop_compose! {
    fn voice()(words in words(), name in of(text())) -> Voice {
        Voice { words, name, source_type: SourceType::Official }
    }
}

prop_compose! {
    fn figure()(
        what in select(vec![Counted::Killed, Counted::Injured, Counted::Participants, Counted::Other]),
        low in any::<Option<u64>>(),
        high in of(0u64..50),
        words in words(),
        part in of(text()),
        withdrawn in any::<bool>(),
        as_of in of(day()),
        voice in of(voice()),
    ) -> ToldFigure {
        ToldFigure { what, low, high, words, part, withdrawn, as_of, claim: None, voice, via: Vec::new() }
    }
}

/// Types and modes that have rows, and one that has none.
const KINDS: [(&str, &str); 8] = [
    ("PROTEST", "demonstration"),
    ("PROTEST", "riot"),
    ("ASSAULT", "clash"),
    ("ASSAULT", "shooting"),
    ("ASSAULT", "crowd-control"),
    ("ASSAULT", "bombing"),
    ("COERCE", "arrest"),
    ("CONSULT", "meet"),
];

prop_compose! {
    fn telling(number: i64)(
        kind in select(KINDS.to_vec()),
        status in prop_oneof![4 => Just(Status::Happened), 1 => Just(Status::Planned)],
        trigger in words(),
        sentence in words(),
        actors in prop::collection::vec(who(), 0..3),
        targets in prop::collection::vec(who(), 0..3),
        place in of(slot()),
        time in of(time()),
        figures in prop::collection::vec(figure(), 0..4),
        voice in of(voice()),
        terms in prop::collection::vec(any::<u32>(), 0..3),
        confidence in 0.0..1.0f64,
    ) -> Telling {
        Telling {
            number,
            document: DocumentId::of(trigger.text.as_bytes()),
            event_type: EventType(kind.0.into()),
            mode: Mode(kind.1.into()),
            status, trigger, sentence, actors, targets, place, time, figures, voice, terms, confidence,
        }
    }
}

/// An event of one account.
fn single(number: i64) -> impl Strategy<Value = Whole> {
    (telling(number), of(text()), of(text()), of(day()), day()).prop_map(
        |(telling, title, publisher, published, kept)| {
            let document = telling.document.clone();
            let sketch = Sketch { terms: vec![(1, 2)], shingles: vec![3], agency: publisher.clone() };
            let about = About { document, title, publisher, published, kept, url: None, sketch };
            let event = crate::example::event_of(&telling, Some(&about));
            Whole { event, tellings: vec![telling], abouts: vec![about] }
        },
    )
}

/// An event of one account or two, sometimes with an actor that a person put there.
pub(super) fn event(number: i64) -> impl Strategy<Value = Whole> {
    (single(number), of(single(number + 1)), of(text())).prop_map(|(first, second, judged)| {
        let mut whole = match second {
            Some(second) => joined(first, second),
            None => first,
        };
        let party = |name| Party { name, country: None, sector: Some("COP".into()) };
        let judged = judged.map(|name| Said { value: party(name), accounts: Vec::new(), judgement: Some(9) });
        whole.event.actors.splice(0..0, judged);
        whole
    })
}

/// Two events as one: the values of the first go before those of the second.
fn joined(mut first: Whole, second: Whole) -> Whole {
    let (event, other) = (&mut first.event, second.event);
    event.accounts.extend(other.accounts);
    event.kind.extend(other.kind);
    event.status.extend(other.status);
    event.actors.extend(other.actors);
    event.targets.extend(other.targets);
    event.place.extend(other.place);
    event.time.extend(other.time);
    for ledger in other.figures {
        match event.figures.iter_mut().find(|own| own.what == ledger.what) {
            Some(own) => own.entries.extend(ledger.entries),
            None => event.figures.push(ledger),
        }
    }
    first.tellings.extend(second.tellings);
    let known = |about: &About| first.abouts.iter().any(|own| own.document == about.document);
    let new: Vec<About> = second.abouts.into_iter().filter(|about| !known(about)).collect();
    first.abouts.extend(new);
    first
}
