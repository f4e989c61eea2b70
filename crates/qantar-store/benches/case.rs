//! How fast a large case is: 30,000 reports with 100,000 accounts, each an event of its own, which is the hardest for
//! lists. `cargo bench -p qantar-store`; a number after `--` is the number of reports instead, and a path where to leave the
//! case.
//!
//! Times are those of one run; a page is asked five times and the slowest is told.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use qantar_record::*;
use qantar_store::{Case, Error, Filter, Match, Moment, Reports, Sort};
use std::time::Instant;

/// The budget of the design for one page of 100 events.
const PAGE_MS: f64 = 100.0;

fn main() -> Result<(), Error> {
    let reports = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(30_000);
    let folder = tempfile::tempdir().expect("a folder");
    let named = std::env::args().skip(1).find(|word| word.ends_with(".qantar"));
    let kept = named.is_some();
    let path = named.map_or_else(|| folder.path().join("large.qantar"), Into::into);
    let mut case = Case::open_or_create(&path)?;
    keep(&mut case, reports)?;
    let tellings = load(&case)?;
    let mut events: Vec<_> = tellings.iter().map(|telling| (event(telling), "0".repeat(64))).collect();
    write(&mut case, &events)?;
    let megabytes = std::fs::metadata(&path).expect("a file").len() as f64 / 1e6;
    println!("the file has {megabytes:.0} MB");
    pages(&case)?;
    looks(&case)?;
    // What follows throws the events away; whoever names a file wants them.
    if kept {
        return Ok(());
    }
    one_event(&mut case, &mut events)?;
    replay(&mut case)
}

/// Runs, and tells the milliseconds, and those that processors worked on it, which others at the same machine do not
/// lengthen much.
fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let (start, worked) = (Instant::now(), worked());
    let made = work()?;
    let (passed, worked) = (start.elapsed().as_secs_f64() * 1e3, self::worked() - worked);
    println!("{what:<45} {passed:>10.1} ms {worked:>9.0} ms of processors");
    Ok(made)
}

/// Milliseconds that processors have worked for this process; 0 where the system does not tell. It counts hundredths.
fn worked() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = told.rsplit(')').next().unwrap_or_default();
    // User and system time are the 14th and 15th words; the name is the second.
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}

fn keep(case: &mut Case, reports: u64) -> Result<(), Error> {
    timed(&format!("keep {reports} reports"), || {
        for batch in (0..reports).collect::<Vec<_>>().chunks(500) {
            case.transaction(|writer| {
                for &n in batch {
                    let (document, reading) = report(n);
                    writer.keep(&document, &reading, &format!("{n}.txt"), &[], now())?;
                }
                Ok::<_, Error>(())
            })?;
        }
        Ok(())
    })
}

fn load(case: &Case) -> Result<Vec<Telling>, Error> {
    let tellings = timed("load all tellings", || case.tellings())?;
    let abouts = timed("load all abouts", || case.abouts())?;
    println!("{} tellings and {} abouts", tellings.len(), abouts.len());
    Ok(tellings)
}

fn write(case: &mut Case, events: &[(Event, String)]) -> Result<(), Error> {
    let head = case.head()?;
    timed("write all events", || case.write_events(events, &[], head))?;
    timed("write all events again", || case.write_events(events, &[], head))?;
    timed("digests of all events", || case.event_inputs().map(drop))?;
    timed("all events", || case.events(&Filter::default()).map(drop))
}

fn pages(case: &Case) -> Result<(), Error> {
    let all = Filter::default;
    let filters = [
        ("all", all()),
        ("a type", Filter { event_type: Some(EventType("ASSAULT".into())), ..all() }),
        ("a mode", Filter { mode: Some(Mode("strike".into())), ..all() }),
        ("a status", Filter { status: Some(Status::Denied), ..all() }),
        ("a country", Filter { country: Some("KZ".into()), ..all() }),
        ("a rare country", Filter { country: Some("BO".into()), ..all() }),
        ("no such country", Filter { country: Some("XX".into()), ..all() }),
        ("a place", Filter { place: Some("town 77".into()), ..all() }),
        ("no such place", Filter { place: Some("nowhere".into()), ..all() }),
        ("days", Filter { since: Some(date(2031, 5, 1)), until: Some(date(2031, 5, 9)), ..all() }),
        ("a common source", Filter { source: Some("police".into()), ..all() }),
        ("no such source", Filter { source: Some("nobody".into()), ..all() }),
        ("common words", Filter { text: Some("protesters".into()), ..all() }),
        ("rare words", Filter { text: Some("square 4711 ".into()), ..all() }),
        ("no such words", Filter { text: Some("zeppelin".into()), ..all() }),
        ("a report", Filter { document: Some(report(4711).0.id().clone()), ..all() }),
        ("sure ones", Filter { confidence: Some(0.95), ..all() }),
        ("reviewed ones", Filter { reviewed: Some(true), ..all() }),
        (
            "everything at once",
            Filter {
                event_type: Some(EventType("PROTEST".into())),
                status: Some(Status::Happened),
                country: Some("KZ".into()),
                place: Some("town".into()),
                since: Some(date(2031, 1, 1)),
                source: Some("police".into()),
                text: Some("protesters".into()),
                confidence: Some(0.6),
                reviewed: Some(false),
                ..all()
            },
        ),
    ];
    let mut worst: f64 = 0.0;
    for (what, filter) in filters {
        let count = case.event_count(&filter)?;
        let mut line = format!("{what:<20} {count:>7} events; ms: count {:.1}", slowest(|| case.event_count(&filter))?);
        for (order, sort) in [("number", Sort::Number), ("earliest", Sort::Earliest), ("latest", Sort::Latest)] {
            let first = Filter { sort, limit: Some(100), ..filter.clone() };
            let last = Filter { offset: count.saturating_sub(100) as usize, ..first.clone() };
            let (first, last) = (slowest(|| case.events(&first))?, slowest(|| case.events(&last))?);
            worst = worst.max(first).max(last);
            line += &format!(", by {order} first {first:.1} last {last:.1}");
        }
        println!("{line}");
    }
    println!("the slowest page took {worst:.1} ms of {PAGE_MS} ms");
    Ok(())
}

/// What a page of the case asks beside lists of events.
fn looks(case: &Case) -> Result<(), Error> {
    let told = |words: &str| Some(words.to_owned());
    let all = Match::default;
    let matches = [
        ("match everything", all()),
        ("match common words", Match { text: told("protesters"), ..all() }),
        ("match a beginning", Match { text: told("prot"), ..all() }),
        ("match a letter", Match { text: told("p"), ..all() }),
        ("match rare words", Match { text: told("square 4711"), ..all() }),
        ("match no words", Match { text: told("zeppelin"), ..all() }),
        ("match a common actor", Match { actor: told("protesters"), ..all() }),
        ("match a rare target", Match { target: told("unit 77"), ..all() }),
        ("match a party", Match { party: told("group 5"), ..all() }),
        ("match a place", Match { place: told("town 77"), ..all() }),
        ("match a source", Match { source: told("police"), ..all() }),
        ("match an outlet", Match { publisher: told("outlet 7"), ..all() }),
        ("match a report", Match { document: Some(report(4711).0.id().clone()), ..all() }),
        (
            "match much at once",
            Match { text: told("protesters at"), party: told("group 5"), place: told("town"), ..all() },
        ),
    ];
    let mut worst: f64 = 0.0;
    let mut look = |what: &str, ask: &dyn Fn() -> Result<usize, Error>| {
        let took = slowest(ask)?;
        worst = worst.max(took);
        println!("{what:<28} {:>7} found in {took:.1} ms", ask()?);
        Ok::<_, Error>(())
    };
    for (what, wanted) in &matches {
        look(what, &|| Ok(case.matching(wanted)?.len()))?;
    }
    look("columns", &|| Ok(case.columns()?.number.len()))?;
    look("actors", &|| Ok(case.actors(None, None, 200)?.rows.len()))?;
    let some: Vec<i64> = (1..100_000).step_by(10).collect();
    look("actors of 10,000 events", &|| Ok(case.actors(None, Some(&some), 200)?.rows.len()))?;
    let busy = case.actors(None, None, 1)?.rows[0].name.clone();
    look("the busiest actor", &|| Ok(case.actor(&busy)?.map_or(0, |found| found.numbers.len())))?;
    look("all names", &|| Ok(case.names()?.len()))?;
    look("outlets", &|| Ok(case.outlets()?.len()))?;
    look("days of outlets", &|| Ok(case.outlet_days()?.len()))?;
    look("summary", &|| Ok((case.summary()?.documents + case.written_events()?.all) as usize))?;
    let reports = |wanted: Reports| move || Ok(case.reports(&wanted)?.0 as usize);
    let page = Reports { limit: 100, ..Reports::default() };
    look("first reports", &reports(page.clone()))?;
    look("last reports", &reports(Reports { offset: case.summary()?.documents as usize - 100, ..page.clone() }))?;
    look("reports of an outlet", &reports(Reports { publisher: told("outlet 7"), ..page.clone() }))?;
    look("reports with common words", &reports(Reports { text: told("market buses"), ..page }))?;
    look("500 rows", &|| Ok(case.events_of(&some[..500])?.len()))?;
    look("last page of the log", &|| Ok(case.latest_changes(case.change_count()? as usize - 100, 100)?.len()))?;
    let event = case.event_of(some[50])?.expect("an event");
    look("near one event", &|| Ok(case.near(&event, 300, 8)?.len()))?;
    let near = case.near(&event, 300, 8)?;
    look("those as they are compared", &|| Ok(case.tellings_of(&near)?.len() + case.abouts_of(&near)?.len()))?;
    println!("the slowest look took {worst:.1} ms of {PAGE_MS} ms");
    Ok(())
}

/// The slowest of five, in milliseconds.
fn slowest<T>(ask: impl Fn() -> Result<T, Error>) -> Result<f64, Error> {
    let mut worst: f64 = 0.0;
    for _ in 0..5 {
        let start = Instant::now();
        ask()?;
        worst = worst.max(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(worst)
}

/// One event of 200 accounts, judged and undone a few hundred times.
fn one_event(case: &mut Case, events: &mut [(Event, String)]) -> Result<(), Error> {
    let (first, rest) = events.split_first_mut().expect("events");
    let parts: Vec<EventId> = rest.iter().step_by(400).take(199).map(|(event, _)| event.id).collect();
    first.0.accounts.extend(parts.iter().map(|part| part.0));
    let head = case.head()?;
    timed("merge 200 events into one", || case.write_events(std::slice::from_ref(first), &parts, head))?;
    let number = parts.last().expect("parts").0;
    timed("the event of an account", || case.event_of(number).map(drop))?;
    timed("the accounts of that event", || case.accounts_of(first.0.id).map(drop))?;
    timed("judge 500 times", || {
        for _ in 0..250 {
            let anchors = [case.anchor(first.0.id.0)?, case.anchor(number)?];
            let ruling = Ruling::Same { accounts: anchors.into_iter().flatten().collect() };
            let judgement =
                case.judge(&Judgement { by: "A. Coder".into(), why: None, seconds: None, ruling }, now())?;
            let undo =
                Judgement { by: "A. Coder".into(), why: None, seconds: None, ruling: Ruling::Undo { judgement } };
            case.judge(&undo, now())?;
        }
        Ok(())
    })?;
    timed("all judgements", || case.judgements().map(drop))?;
    let rows = timed("the history of that event", || case.history(first.0.id))?;
    println!("it has {} entries", rows.len());
    timed("what is most worth a look", || case.worth_a_look(50, |_| true).map(drop))?;
    timed("who has decided what", || case.decisions(None).map(drop))?;
    timed("the history of an event of one account", || case.history(EventId(99)).map(drop))
}

fn replay(case: &mut Case) -> Result<(), Error> {
    timed("as of half the log", || case.as_of(Moment::Change(case.head()? / 2)).map(drop))?;
    timed("verify", || case.verify().map(|found| assert!(found.is_sound())))?;
    timed("rebuild", || case.rebuild())
}

fn now() -> Timestamp {
    "2034-01-01T12:00:00Z".parse().expect("a time in RFC 3339")
}

/// An invented report of three or four sentences that tell an account each, and some that tell none.
fn report(n: u64) -> (Document, Reading) {
    let mut text = String::new();
    let mut accounts = Vec::new();
    let mut claims = Vec::new();
    let published = date(2029, 1, 1).checked_add(jiff::Span::new().days((n * 7 % 1800) as i64)).expect("a day");
    for at in 0..3 + u64::from(n.is_multiple_of(3)) {
        tell(&mut text, &mut accounts, &mut claims, n * 4 + at, published);
        for filler in 0..3 {
            text += &format!("Shops near the market of quarter {filler} stayed shut while buses took another way. ");
        }
    }
    let document = Document::new(DocumentParts {
        received: text.as_bytes(),
        text: text.clone(),
        title: Some(format!("What became known on day {n}")),
        publisher: Some(format!("Outlet {}", n % 40)),
        published: Some(published),
        ..DocumentParts::default()
    });
    let sketch = Sketch {
        terms: (0..200).map(|term| (term * 20_000_000 + n as u32, 1 + term % 5)).collect(),
        shingles: (0..64).map(|order| (n as u32).wrapping_mul(2_654_435_761).wrapping_add(order)).collect(),
        agency: n.is_multiple_of(5).then(|| "Lakes Wire".into()),
    };
    let reading = Reading {
        outline: Default::default(),
        document: document.id().clone(),
        version: "bench".into(),
        sentences: vec![],
        entities: vec![],
        places: vec![],
        times: vec![],
        accounts,
        claims,
        sketch,
        problems: vec![],
    };
    (document, reading)
}

const TYPES: [(&str, &str); 5] = [
    ("PROTEST", "demonstration"),
    ("PROTEST", "strike"),
    ("ASSAULT", "other"),
    ("COERCE", "arrest"),
    ("REJECT", "other"),
];
const COUNTRIES: [&str; 6] = ["KZ", "KZ", "KZ", "SD", "KE", "PE"];

fn tell(text: &mut String, accounts: &mut Vec<Account>, claims: &mut Vec<Claim>, n: u64, published: Date) {
    let mut span = |words: &str| {
        let start = text.len();
        text.push_str(words);
        text.push(' ');
        Span::new(start, start + words.len())
    };
    let (event_type, mode) = TYPES[(n % 5) as usize];
    let figure = span(&format!("At least {}", n % 90 + 2));
    let actors = span(&format!("protesters of group {}", n * n % 701));
    let trigger = span("were seen");
    let town = span(&format!("at square {n} of Town {}", n % 3000));
    let targets = span(&format!("before unit {} of the guard", n % 307));
    let day = span("on Friday,");
    let source = span("the police");
    let cue = span("said.");
    let by = |stage| Producer::new(stage, 1, "bench");
    let cover = figure.cover(cue);
    claims.push(Claim {
        id: ClaimId(claims.len() as u32 + 1),
        kind: ClaimKind::Indirect,
        source: Source { span: source, name: None, source_type: SourceType::Official },
        via: vec![],
        cue,
        content: figure.cover(day),
        sentence: cover,
        confidence: 0.9,
        by: by(Stage::Claim),
    });
    let country = if n.is_multiple_of(997) { "BO" } else { COUNTRIES[(n % 6) as usize] };
    accounts.push(Account {
        id: AccountId(accounts.len() as u32 + 1),
        event_type: EventType(event_type.into()),
        mode: Mode(mode.into()),
        status: if n.is_multiple_of(50) { Status::Denied } else { Status::Happened },
        trigger,
        sentence: cover,
        retold: vec![],
        actors: vec![Argument { span: actors, by: by(Stage::Event) }],
        targets: vec![Argument { span: targets, by: by(Stage::Event) }],
        place: Some(EventPlace {
            span: town,
            place: Some(Place {
                name: format!("Town {}", n % 3000),
                country: Some(country.into()),
                admin1: Some(format!("Province {}", n % 90)),
                lat: (n % 170) as f64 - 85.0,
                lon: (n % 340) as f64 - 170.0,
                precision: Precision::Town,
                geonames: Some(n as u32),
            }),
            inherited: false,
            by: by(Stage::Place),
        }),
        time: Some(EventTime {
            span: day,
            interval: Interval::day(published),
            grain: Grain::Day,
            inherited: false,
            by: by(Stage::Time),
        }),
        figures: vec![Figure {
            what: Counted::Participants,
            span: figure,
            low: Some(n % 90 + 2),
            high: None,
            part: None,
            withdrawn: false,
            as_of: None,
            by: by(Stage::Event),
        }],
        terms: (0..15).map(|term| term * 200_000_000 + n as u32).collect(),
        confidence: 0.5 + (n % 50) as f64 / 100.0,
        by: by(Stage::Event),
    });
}

/// An event of one account, with all its slots filled.
fn event(telling: &Telling) -> Event {
    let accounts = vec![telling.number];
    fn said<T>(value: T, accounts: &[i64]) -> Vec<Said<T>> {
        vec![Said { value, accounts: accounts.to_vec(), judgement: None }]
    }
    let party = |who: &Who| Party { name: who.called().to_owned(), country: None, sector: Some("CVL".into()) };
    let entry = |figure: &ToldFigure| Entry {
        account: telling.number,
        low: figure.low,
        high: figure.high,
        words: figure.words.clone(),
        part: None,
        voice: figure.voice.clone(),
        via: vec![],
        publisher: Some("Outlet".into()),
        published: None,
        as_of: None,
        standing: Standing::InForce,
    };
    let ledger = Ledger {
        what: Counted::Participants,
        best: telling.figures[0].low,
        low: telling.figures[0].low,
        high: None,
        rule: "latest".into(),
        entries: telling.figures.iter().map(entry).collect(),
    };
    let place = telling.place.as_ref().map(|at| Where { words: at.words.text.clone(), place: at.place.clone() });
    let time = telling.time.as_ref().map(|when| When { interval: when.interval, grain: when.grain });
    Event {
        id: EventId(telling.number),
        kind: said(Kind { event_type: telling.event_type.clone(), mode: telling.mode.clone() }, &accounts),
        status: said(telling.status, &accounts),
        actors: telling.actors.iter().flat_map(|who| said(party(who), &accounts)).collect(),
        targets: telling.targets.iter().flat_map(|who| said(party(who), &accounts)).collect(),
        place: place.map_or_else(Vec::new, |place| said(place, &accounts)),
        time: time.map_or_else(Vec::new, |time| said(time, &accounts)),
        figures: vec![ledger],
        part_of: None,
        origins: Origins { reports: 1, independent: 1, citing: vec!["the police".into()] },
        first_published: None,
        last_published: None,
        confidence: telling.confidence,
        reviewed: telling.number % 20 == 0,
        tie: None,
        accounts,
    }
}
