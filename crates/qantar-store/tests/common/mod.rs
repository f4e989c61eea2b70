//! A small report and its reading, made by hand.
#![allow(dead_code, reason = "each test file uses its part")]

use jiff::Timestamp;
use jiff::civil::date;
use qantar_record::*;
use qantar_store::Case;
use std::path::{Path, PathBuf};

pub const ORURO: &str = "Miners began a strike in Oruro on Monday. \
    At least 12 people were detained, the police said. La Paz rejected the demands.";

pub fn now() -> Timestamp {
    "2026-11-08T12:00:00Z".parse().expect("a time in RFC 3339")
}

pub fn document(text: &str) -> Document {
    Document::new(DocumentParts {
        received: text.as_bytes(),
        text: text.into(),
        title: Some("Strike in Oruro".into()),
        publisher: Some("El Diario".into()),
        published: Some(date(2024, 3, 12)),
        ..DocumentParts::default()
    })
}

/// Where the words first stand in the text.
pub fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    Span::new(start, start + words.len())
}

pub fn by(stage: Stage) -> Producer {
    Producer::new(stage, 1, "by-hand")
}

pub fn oruro() -> Place {
    Place {
        name: "Oruro".into(),
        country: Some("BO".into()),
        admin1: Some("Oruro".into()),
        lat: -17.983_333_333_333_4,
        lon: -67.15,
        precision: Precision::Town,
        geonames: Some(3_909_234),
    }
}

pub fn account(text: &str, id: u32, event_type: &str, trigger: &str) -> Account {
    let trigger = at(text, trigger);
    let start = text[..trigger.start].rfind(". ").map_or(0, |dot| dot + 2);
    let end = text[trigger.end..].find('.').map_or(text.len(), |dot| trigger.end + dot + 1);
    Account {
        id: AccountId(id),
        event_type: EventType(event_type.into()),
        mode: Mode::other(),
        status: Status::Happened,
        trigger,
        sentence: Span::new(start, end),
        retold: vec![],
        actors: vec![],
        targets: vec![],
        place: None,
        time: None,
        figures: vec![],
        terms: vec![],
        confidence: 0.9,
        by: by(Stage::Event),
    }
}

pub fn claim(text: &str, id: u32, content: &str, cue: &str, source: &str) -> Claim {
    Claim {
        id: ClaimId(id),
        kind: ClaimKind::Indirect,
        source: Source { span: at(text, source), name: None, source_type: SourceType::Official },
        via: vec![],
        cue: at(text, cue),
        content: at(text, content),
        sentence: at(text, content),
        confidence: 0.8,
        by: by(Stage::Claim),
    }
}

pub fn empty(document: &Document, version: &str) -> Reading {
    Reading {
        document: document.id().clone(),
        version: version.into(),
        sentences: vec![],
        entities: vec![],
        places: vec![],
        times: vec![],
        accounts: vec![],
        claims: vec![],
        sketch: Default::default(),
        outline: Default::default(),
        problems: vec![],
    }
}

/// A strike in Oruro on Monday 11 March 2024 (e1), and arrests that the police tell of (e2).
pub fn reading(document: &Document, version: &str) -> Reading {
    let text = document.text();
    let argument = |words| Argument { span: at(text, words), by: by(Stage::Event) };
    let strike = Account {
        mode: Mode("strike".into()),
        actors: vec![argument("Miners")],
        place: Some(EventPlace {
            span: at(text, "Oruro"),
            place: Some(oruro()),
            inherited: false,
            by: by(Stage::Place),
        }),
        time: Some(EventTime {
            span: at(text, "Monday"),
            interval: Interval::day(date(2024, 3, 11)),
            grain: Grain::Day,
            inherited: false,
            by: by(Stage::Time),
        }),
        ..account(text, 1, "PROTEST", "strike")
    };
    let arrests = Account {
        targets: vec![argument("people")],
        figures: vec![Figure {
            what: Counted::Detained,
            span: at(text, "At least 12"),
            low: Some(12),
            high: None,
            part: None,
            withdrawn: false,
            as_of: None,
            by: by(Stage::Event),
        }],
        ..account(text, 2, "COERCE", "detained")
    };
    let toponym = |words, place, metonymic| Toponym {
        span: at(text, words),
        place,
        others: vec![],
        margin: None,
        metonymic,
        by: by(Stage::Place),
    };
    Reading {
        sentences: vec![Sentence { span: strike.sentence }, Sentence { span: arrests.sentence }],
        entities: vec![Entity {
            id: EntityId(1),
            name: "National Police".into(),
            name_type: NameType::Org,
            mentions: vec![Mention {
                span: at(text, "the police"),
                kind: MentionKind::Nominal,
                name_type: NameType::Org,
                by: by(Stage::Entity),
            }],
            roles: vec![],
            country: None,
            sector: None,
            by: by(Stage::Entity),
        }],
        places: vec![toponym("Oruro", Some(oruro()), false), toponym("La Paz", None, true)],
        accounts: vec![strike, arrests],
        claims: vec![claim(text, 1, "At least 12 people were detained", "said", "the police")],
        sketch: Default::default(),
        outline: Default::default(),
        problems: vec![Problem::new(Stage::Time, "no dateline; Monday counted from the day of publication")],
        ..empty(document, version)
    }
}

/// A case in a folder that goes when this goes.
pub struct Bench {
    pub folder: tempfile::TempDir,
    pub path: PathBuf,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("test.qantar");
        Bench { folder, path }
    }

    pub fn case(&self) -> Case {
        Case::open_or_create(&self.path).expect("the case opens")
    }

    /// The file as SQLite sees it, past all that this crate guards.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.path).expect("the file opens")
    }

    /// A case with the Oruro report in it.
    pub fn with_oruro() -> (Self, Case) {
        let bench = Bench::new();
        let mut case = bench.case();
        let document = document(ORURO);
        case.keep(&document, &reading(&document, "1"), "oruro.txt", &[], now()).expect("the report is kept");
        (bench, case)
    }
}

/// Every row of every table, SQLite's own included. Of full-text indexes every word with where it stands: how they lie in the file
/// depends on how many transactions wrote them.
pub fn dump(path: &Path) -> String {
    let db = rusqlite::Connection::open(path).expect("the file opens");
    for index in ["event_text", "report_text"] {
        let words = format!("CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab (main, {index}, instance)");
        db.execute(&words, []).expect("the words of an index");
    }
    let mut names = db
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_text%' ESCAPE '\\'
             UNION ALL SELECT name FROM sqlite_temp_schema WHERE sql LIKE '%fts5vocab%' ORDER BY name",
        )
        .expect("a schema");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).expect("names").collect::<Result<_, _>>().expect("names");
    let mut out = String::new();
    for name in names {
        let mut select = db.prepare(&format!("SELECT * FROM {name} ORDER BY 1, 2")).expect("a table");
        let width = select.column_count();
        let mut rows = select.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<_> = (0..width).map(|at| row.get_ref(at).expect("a cell")).collect();
            out += &format!("{name} {cells:?}\n");
        }
    }
    out
}

/// Everything that can be asked of a case, as text: two cases that say the same tell the same.
pub fn told(case: &Case) -> String {
    let all = qantar_store::Filter { retired: true, ..Default::default() };
    let accounts = case.accounts(&all).expect("read");
    let statements: Vec<_> = accounts.iter().map(|a| case.statements(a.number, None).expect("read")).collect();
    let documents = case.documents().expect("read");
    let bodies: Vec<_> = documents.iter().map(|row| case.document(&row.id).expect("read")).collect();
    format!(
        "{documents:#?}{bodies:#?}{accounts:#?}{statements:#?}{:#?}{:#?}{:#?}{:#?}{:#?}{:#?}{:#?}{:#?}",
        case.claims(&all).expect("read"),
        case.figures(&all).expect("read"),
        case.places(&all).expect("read"),
        case.problems().expect("read"),
        case.tellings().expect("read"),
        case.abouts().expect("read"),
        case.judgements().expect("read"),
        case.changes().expect("read"),
    )
}

/// An event of these accounts, as the first of them tells it.
pub fn event(case: &Case, accounts: &[i64]) -> Event {
    let first = case.telling(accounts[0]).expect("read").expect("an account in force");
    fn said<T>(value: T, accounts: &[i64]) -> Vec<Said<T>> {
        vec![Said { value, accounts: accounts.to_vec(), judgement: None }]
    }
    let place = |at: PlaceSlot| said(Where { words: at.words.text, place: at.place }, accounts);
    let time = |when: TimeSlot| said(When { interval: when.interval, grain: when.grain }, accounts);
    Event {
        id: EventId(accounts[0]),
        accounts: accounts.to_vec(),
        kind: said(Kind { event_type: first.event_type, mode: first.mode }, accounts),
        status: said(first.status, accounts),
        actors: vec![],
        targets: vec![],
        place: first.place.map_or_else(Vec::new, place),
        time: first.time.map_or_else(Vec::new, time),
        figures: vec![],
        part_of: None,
        origins: Origins::default(),
        first_published: Some(date(2024, 3, 12)),
        last_published: Some(date(2024, 3, 12)),
        confidence: first.confidence,
        reviewed: false,
        tie: None,
    }
}

/// The anchor of an account that there is.
pub fn anchor(case: &Case, account: i64) -> Anchor {
    case.anchor(account).expect("read").expect("there is such an account")
}

pub fn judged(ruling: Ruling) -> Judgement {
    Judgement { by: "A. Coder".into(), why: Some("read both".into()), seconds: None, ruling }
}

/// Both accounts of the Oruro report tell of one event.
pub fn same(case: &Case) -> Judgement {
    judged(Ruling::Same { accounts: vec![anchor(case, 1), anchor(case, 2)] })
}

/// Wants the same of two long texts, and shows the first line that is not.
pub fn same_text(left: &str, right: &str) {
    let differs = left.lines().zip(right.lines()).position(|(left, right)| left != right);
    if let Some(at) = differs {
        let near = |text: &str| text.lines().skip(at.saturating_sub(8)).take(9).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(near(left), near(right), "line {at}");
    }
    assert_eq!(left.lines().count(), right.lines().count());
}
