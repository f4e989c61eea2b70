//! An example of a codebook file: an invented report of one sentence, what is coded of it, and the row it makes.

use crate::codebook::Codebooks;
use crate::row::Whole;
use crate::table::Layout;
use jiff::Timestamp;
use jiff::civil::Date;
use qantar_record::{
    About, Counted, DocumentId, Entry, Event, EventId, EventType, Grain, Interval, Kind, Ledger, Mode, Origins, Party,
    Place, PlaceSlot, Precision, Said, Sketch, SourceType, Span, Standing, Status, Telling, TimeSlot, ToldFigure,
    Voice, When, Where, Who, Words,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// An example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    pub text: String,
    event: Happening,
    /// Cells of its row, not always all.
    #[serde(default)]
    row: BTreeMap<String, String>,
    /// Why it has none.
    #[serde(default)]
    left_out: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    #[serde(rename = "type")]
    event_type: String,
    mode: String,
    #[serde(default)]
    status: Option<Status>,
    trigger: String,
    #[serde(default)]
    actors: Vec<Somebody>,
    #[serde(default)]
    targets: Vec<Somebody>,
    #[serde(default)]
    place: Option<Somewhere>,
    #[serde(default)]
    time: Option<Sometime>,
    #[serde(default)]
    figures: Vec<Number>,
    #[serde(default)]
    publisher: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Somebody {
    name: String,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    sector: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Somewhere {
    words: String,
    name: String,
    country: String,
    #[serde(default)]
    admin1: Option<String>,
    lat: f64,
    lon: f64,
    precision: Precision,
    #[serde(default)]
    inherited: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sometime {
    words: String,
    from: Date,
    to: Date,
    grain: Grain,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    what: Counted,
    words: String,
    #[serde(default)]
    low: Option<u64>,
    #[serde(default)]
    high: Option<u64>,
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

impl Example {
    /// What is not as the example says.
    pub fn check(&self, layout: &str, books: &Codebooks) -> Vec<String> {
        let whole = match self.whole() {
            Ok(whole) => whole,
            Err(words) => return vec![format!("{layout}: {words:?} does not stand in {:?}", self.text)],
        };
        let layout_of = if layout == "ged" { Layout::Ged } else { Layout::Acled };
        let made = Timestamp::from_second(1_900_000_000).expect("a moment of this century");
        let got = layout_of.cells(&whole.row(), books, made);
        let complain = |what: String| vec![format!("{layout}: {:?}: {what}", self.text)];
        match (got, &self.left_out) {
            (Err(reason), Some(expected)) if reason == *expected => Vec::new(),
            (Err(reason), _) => complain(format!("left out because {reason}")),
            (Ok(_), Some(expected)) => complain(format!("has a row and should be left out because {expected}")),
            (Ok(cells), None) => {
                let texts: BTreeMap<&str, String> =
                    layout_of.columns().iter().copied().zip(cells.iter().map(|cell| cell.text())).collect();
                let differs = |(column, expected): (&String, &String)| {
                    let got = texts.get(column.as_str());
                    (got != Some(expected)).then(|| format!("{column} is {got:?}, not {expected:?}"))
                };
                self.row.iter().filter_map(differs).flat_map(complain).collect()
            }
        }
    }

    /// The example as an event of one account; the words that its text lacks, when it lacks some.
    pub fn whole(&self) -> Result<Whole, String> {
        let telling = self.telling()?;
        let about = About {
            document: telling.document.clone(),
            title: None,
            publisher: self.event.publisher.clone(),
            published: self.event.time.as_ref().map(|time| time.to),
            kept: Date::constant(2031, 6, 1),
            url: None,
            sketch: Sketch::default(),
        };
        Ok(Whole { event: event_of(&telling, Some(&about)), tellings: vec![telling], abouts: vec![about] })
    }

    fn telling(&self) -> Result<Telling, String> {
        let happening = &self.event;
        let who = |somebody: &Somebody| -> Result<Who, String> {
            Ok(Who {
                words: self.words(&somebody.name)?,
                name: None,
                country: somebody.country.clone(),
                sector: somebody.sector.clone(),
            })
        };
        let place = |at: &Somewhere| -> Result<PlaceSlot, String> {
            let place = Place {
                name: at.name.clone(),
                country: Some(at.country.clone()),
                admin1: at.admin1.clone(),
                lat: at.lat,
                lon: at.lon,
                precision: at.precision,
                geonames: None,
            };
            Ok(PlaceSlot { words: self.words(&at.words)?, place: Some(place), inherited: at.inherited })
        };
        let time = |when: &Sometime| -> Result<TimeSlot, String> {
            let interval = Interval::between(when.from, when.to);
            Ok(TimeSlot { words: self.words(&when.words)?, interval, grain: when.grain, inherited: false })
        };
        Ok(Telling {
            number: 1,
            document: DocumentId::of(self.text.as_bytes()),
            event_type: EventType(happening.event_type.clone()),
            mode: Mode(happening.mode.clone()),
            status: happening.status.unwrap_or(Status::Happened),
            trigger: self.words(&happening.trigger)?,
            sentence: self.words(&self.text)?,
            actors: happening.actors.iter().map(who).collect::<Result<_, String>>()?,
            targets: happening.targets.iter().map(who).collect::<Result<_, String>>()?,
            place: happening.place.as_ref().map(place).transpose()?,
            time: happening.time.as_ref().map(time).transpose()?,
            figures: happening.figures.iter().map(|number| self.figure(number)).collect::<Result<_, _>>()?,
            voice: None,
            terms: Vec::new(),
            confidence: 0.9,
        })
    }

    fn figure(&self, number: &Number) -> Result<ToldFigure, String> {
        let voice = |words: &String| -> Result<Voice, String> {
            Ok(Voice { words: self.words(words)?, name: None, source_type: SourceType::Other })
        };
        Ok(ToldFigure {
            what: number.what,
            low: number.low,
            high: number.high,
            words: self.words(&number.words)?,
            part: number.part.clone(),
            withdrawn: false,
            as_of: None,
            claim: None,
            voice: number.source.as_ref().map(voice).transpose()?,
            via: Vec::new(),
        })
    }

    fn words(&self, words: &str) -> Result<Words, String> {
        let start = self.text.find(words).ok_or_else(|| words.to_owned())?;
        Ok(Words { text: words.to_owned(), span: Span::new(start, start + words.len()) })
    }
}

/// An account as an event of its own. Its figures are counted by the plainest rule: the first that stands is the best.
pub(crate) fn event_of(telling: &Telling, about: Option<&About>) -> Event {
    let accounts = vec![telling.number];
    let party = |who: &Who| Said {
        value: Party { name: who.called().to_owned(), country: who.country.clone(), sector: who.sector.clone() },
        accounts: accounts.clone(),
        judgement: None,
    };
    let published = about.and_then(|about| about.published);
    Event {
        id: EventId(telling.number),
        kind: said(Kind { event_type: telling.event_type.clone(), mode: telling.mode.clone() }, &accounts),
        status: said(telling.status, &accounts),
        actors: telling.actors.iter().map(party).collect(),
        targets: telling.targets.iter().map(party).collect(),
        place: telling.place.iter().flat_map(|slot| said(at(slot), &accounts)).collect(),
        time: telling
            .time
            .iter()
            .flat_map(|slot| said(When { interval: slot.interval, grain: slot.grain }, &accounts))
            .collect(),
        figures: ledgers(telling, about),
        part_of: None,
        origins: Origins { reports: 1, independent: 1, citing: Vec::new() },
        first_published: published,
        last_published: published,
        confidence: telling.confidence,
        reviewed: false,
        tie: None,
        accounts,
    }
}

fn said<T>(value: T, accounts: &[i64]) -> Vec<Said<T>> {
    vec![Said { value, accounts: accounts.to_vec(), judgement: None }]
}

fn at(slot: &PlaceSlot) -> Where {
    Where { words: slot.words.text.clone(), place: slot.place.clone() }
}

fn ledgers(telling: &Telling, about: Option<&About>) -> Vec<Ledger> {
    let mut by_what: BTreeMap<Counted, Vec<Entry>> = BTreeMap::new();
    for figure in &telling.figures {
        let standing = match (&figure.part, figure.withdrawn) {
            (Some(_), _) => Standing::Part,
            (None, true) => Standing::Withdrawn,
            (None, false) => Standing::InForce,
        };
        by_what.entry(figure.what).or_default().push(Entry {
            account: telling.number,
            low: figure.low,
            high: figure.high,
            words: figure.words.clone(),
            part: figure.part.clone(),
            voice: figure.voice.clone(),
            via: figure.via.clone(),
            publisher: about.and_then(|about| about.publisher.clone()),
            published: about.and_then(|about| about.published),
            as_of: figure.as_of.or(about.and_then(|about| about.published)),
            standing,
        });
    }
    by_what.into_iter().map(|(what, entries)| ledger(what, entries)).collect()
}

fn ledger(what: Counted, entries: Vec<Entry>) -> Ledger {
    let standing: Vec<&Entry> = entries.iter().filter(|entry| entry.standing == Standing::InForce).collect();
    Ledger {
        what,
        best: standing.first().and_then(|entry| entry.low.or(entry.high)),
        low: standing.iter().filter_map(|entry| entry.low).min(),
        high: standing.iter().map(|entry| entry.high).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()),
        rule: "first".into(),
        entries,
    }
}
