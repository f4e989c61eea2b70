//! The cases of `corpora/cases/ledger`: figures and witnesses of one event.

use jiff::civil::Date;
use qantar_merge::{Held, Rules, merge};
use qantar_record::{
    About, Anchor, Counted, DocumentId, Event, EventType, Judgement, Ledger, Mode, Ruling, Sketch, SourceType, Span,
    Standing, Status, Telling, ToldFigure, Voice, Words,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct File<T> {
    case: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tolls {
    name: String,
    #[serde(rename = "why")]
    _why: String,
    stands: Vec<String>,
    low: Option<u64>,
    high: Option<u64>,
    best: BTreeMap<String, u64>,
    told: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    day: Date,
    low: Option<u64>,
    high: Option<u64>,
    voice: Option<String>,
    kind: Option<SourceType>,
    part: Option<String>,
    #[serde(default)]
    withdrawn: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Witnesses {
    name: String,
    independent: u32,
    citing: Vec<String>,
    report: Vec<Report>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    outlet: String,
    text: u32,
    cites: Option<String>,
}

fn words(text: &str) -> Words {
    Words { text: text.into(), span: Span::new(0, text.len()) }
}

fn voice(name: &str, source_type: SourceType) -> Voice {
    Voice { words: words(name), name: None, source_type }
}

/// A report with one account.
fn report(number: i64, outlet: &str, published: &str, shingles: Vec<u32>) -> (Telling, About) {
    let document = DocumentId::of(&number.to_be_bytes());
    let about = About {
        document: document.clone(),
        title: None,
        publisher: Some(outlet.into()),
        published: published.parse().ok(),
        kept: Date::constant(2024, 4, 1),
        url: None,
        sketch: Sketch { terms: vec![], shingles, agency: None },
    };
    let telling = Telling {
        number,
        document,
        event_type: EventType("ASSAULT".into()),
        mode: Mode("killing".into()),
        status: Status::Happened,
        trigger: words("killed"),
        sentence: words("killed"),
        actors: vec![],
        targets: vec![],
        place: None,
        time: None,
        figures: vec![],
        voice: None,
        terms: vec![],
        confidence: 1.0,
    };
    (telling, about)
}

/// The one event of all of these, by a person's word.
fn event(reports: Vec<(Telling, About)>, rule: Option<&str>) -> Event {
    let (tellings, abouts): (Vec<Telling>, Vec<About>) = reports.into_iter().unzip();
    let anchor = |telling: &Telling| Anchor {
        account: telling.number,
        document: telling.document.clone(),
        event_type: telling.event_type.clone(),
        trigger: telling.trigger.clone(),
        sentence: telling.sentence.clone(),
    };
    let ruling = Ruling::Same { accounts: tellings.iter().map(anchor).collect() };
    let held = Held {
        number: 1,
        judgement: Judgement { by: "coder".into(), why: None, seconds: None, ruling },
        accounts: tellings.iter().map(|telling| Some(telling.number)).collect(),
    };
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let mut events = merge(&tellings, &abouts, &[held], &rules).events(rule).expect("there is such a rule");
    assert_eq!(events.len(), 1);
    events.remove(0)
}

fn ledger(case: &Tolls, rule: &str) -> Ledger {
    let reports = (1..).zip(&case.told).map(|(number, told)| {
        let (mut telling, about) = report(number, &format!("Outlet {number}"), &told.day.to_string(), vec![]);
        telling.figures.push(ToldFigure {
            what: Counted::Killed,
            low: told.low,
            high: told.high,
            words: words("figure"),
            part: told.part.clone(),
            withdrawn: told.withdrawn,
            as_of: None,
            claim: None,
            voice: told.voice.as_ref().map(|name| voice(name, told.kind.unwrap_or(SourceType::Other))),
            via: vec![],
        });
        (telling, about)
    });
    event(reports.collect(), Some(rule)).ledger(Counted::Killed).expect("the dead were counted").clone()
}

fn stands(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "in_force",
        Standing::Superseded { .. } => "superseded",
        Standing::Withdrawn => "withdrawn",
        Standing::Part => "part",
        Standing::TooLow { .. } => "too_low",
        Standing::Refused => "refused",
    }
}

#[test]
fn ledgers_are_as_the_cases_say() {
    let file: File<Tolls> =
        toml::from_str(include_str!("../../../corpora/cases/ledger/tolls.toml")).expect("the cases parse");
    let rules = Rules::builtin().expect("the built-in rules are sound");
    for case in &file.case {
        let named: Vec<&str> = rules.ledger_rules().map(|(name, _)| name).collect();
        assert!(named.iter().all(|name| case.best.contains_key(*name)), "{}: a rule is missing", case.name);
        for (rule, &best) in &case.best {
            let ledger = ledger(case, rule);
            let standing: Vec<&str> = ledger.entries.iter().map(|entry| stands(entry.standing)).collect();
            assert_eq!(standing, case.stands, "{}", case.name);
            assert_eq!((ledger.low, ledger.high), (case.low, case.high), "{}", case.name);
            assert_eq!(ledger.best.unwrap_or(0), best, "{}, by {rule}", case.name);
            assert_eq!(&ledger.rule, rule);
        }
    }
}

#[test]
fn witnesses_are_as_the_cases_say() {
    let file: File<Witnesses> =
        toml::from_str(include_str!("../../../corpora/cases/ledger/origins.toml")).expect("the cases parse");
    for case in file.case {
        let reports = (1..).zip(&case.report).map(|(number, told)| {
            let shingles = (0..64).map(|at| told.text * 1000 + at).collect();
            let (mut telling, about) = report(number, &told.outlet, "2024-03-12", shingles);
            telling.voice = told.cites.as_ref().map(|name| voice(name, SourceType::Official));
            (telling, about)
        });
        let origins = event(reports.collect(), None).origins;
        assert_eq!(origins.reports as usize, case.report.len(), "{}", case.name);
        assert_eq!((origins.independent, origins.citing), (case.independent, case.citing), "{}", case.name);
    }
}
