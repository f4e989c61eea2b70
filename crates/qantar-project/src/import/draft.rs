//! A reading in the making: values with the cells that they stand in, and problems with line and column.

use super::Arrived;
use super::sheet::Laid;
use crate::codebook::{Codebooks, PrecisionOf};
use crate::country::Country;
use jiff::civil::Date;
use qantar_record::{
    Account, AccountId, Argument, Block, BlockKind, Counted, Document, DocumentParts, Entity, EntityId, EventPlace,
    EventTime, EventType, Figure, Grain, Interval, Mention, MentionKind, Mode, NameType, Place, Precision, Problem,
    Producer, Reading, Sentence, Sketch, Span, Stage, Status, Timex, Toponym,
};

/// Probability that a row coded by people is right. A guess of 2026-11-29.
const CONFIDENCE: f64 = 0.95;

pub(super) struct Draft<'b> {
    pub row: Laid,
    pub books: &'b Codebooks,
    pub by: Producer,
    entities: Vec<Entity>,
    problems: Vec<Problem>,
}

/// What happened, and the cell that says so.
pub(super) struct Happening {
    pub event_type: String,
    pub mode: String,
    pub trigger: Span,
}

/// The slots of the account.
#[derive(Default)]
pub(super) struct Slots {
    pub actors: Vec<Argument>,
    pub targets: Vec<Argument>,
    pub place: Option<EventPlace>,
    pub time: Option<EventTime>,
    pub figures: Vec<Figure>,
}

/// What is known of the row as a report.
pub(super) struct Source {
    pub title: String,
    pub publisher: Option<String>,
    pub published: Option<Date>,
}

impl<'b> Draft<'b> {
    pub fn new(row: Laid, books: &'b Codebooks, rule: &str, version: u32) -> Self {
        let mut draft = Draft {
            by: Producer::new(Stage::Import, version, rule),
            row,
            books,
            entities: Vec::new(),
            problems: Vec::new(),
        };
        for complaint in draft.row.complaints.clone() {
            let message = format!("line {}, {complaint}", draft.row.line);
            draft.problems.push(Problem::new(Stage::Import, message));
        }
        draft
    }

    /// Says that a cell is not what it should be, and what is kept.
    pub fn complain(&mut self, column: &str, what: &str) {
        let cell = self.row.value(column);
        let message = format!("line {}, column {column}: {cell:?} {what}", self.row.line);
        self.problems.push(Problem { stage: Stage::Import, message, span: self.row.span(column) });
    }

    /// The number in a cell; none, and a problem, where it is something else.
    pub fn number<N: std::str::FromStr>(&mut self, column: &str, kept: &str) -> Option<N> {
        let cell = self.row.value(column);
        if cell.is_empty() {
            return None;
        }
        // Programs that hold whole numbers as floating ones write "3.0".
        let number = cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
        if number.is_none() {
            self.complain(column, &format!("is no number of the kind wanted; {kept}"));
        }
        number
    }

    /// The day in a cell, in any of the ways that the layouts write days.
    pub fn day(&mut self, column: &str) -> Option<Date> {
        let cell = self.row.value(column);
        if cell.is_empty() {
            return None;
        }
        let day = day(cell);
        if day.is_none() {
            self.complain(column, "is no day; wanted is YYYY-MM-DD or DD Month YYYY; the account is kept without it");
        }
        day
    }

    /// A party: the words at a span, with the country and the sector that its cell tells.
    pub fn party(&mut self, span: Span, sector: Option<&str>) -> Argument {
        let name = self.row.text[span.range()].to_owned();
        let name_type =
            if matches!(sector, Some("GOV" | "MIL" | "COP" | "IGO")) { NameType::Org } else { NameType::Group };
        let mention = Mention { span, kind: MentionKind::Name, name_type, by: self.by.clone() };
        match self.entities.iter_mut().find(|entity| entity.name == name) {
            Some(known) => known.mentions.push(mention),
            None => self.entities.push(Entity {
                id: EntityId(self.entities.len() as u32 + 1),
                country: self.books.countries.named_in(&name).map(|country| country.alpha2.clone()),
                name,
                name_type,
                mentions: vec![mention],
                roles: Vec::new(),
                sector: sector.map(str::to_owned),
                by: self.by.clone(),
            }),
        }
        Argument { span, by: self.by.clone() }
    }

    /// The country by its number, else by its name; a problem where neither is known.
    pub fn country(&mut self, by_number: Option<&Country>) -> Option<String> {
        let named = self.books.countries.by_name(self.row.value("country"));
        let code = by_number.or(named).map(|country| country.alpha2.clone());
        if code.is_none() && self.row.span("country").is_some() {
            self.complain("country", "is no country that is known; the place is kept without one");
        }
        code
    }

    /// The place, with a point where both its coordinates are sound.
    pub fn place(
        &mut self,
        words: Span,
        country: Option<String>,
        admin1: Option<String>,
        precision: Precision,
    ) -> EventPlace {
        let name = self.row.text[words.range()].to_owned();
        let point = self.coordinate("latitude", 90.0).zip(self.coordinate("longitude", 180.0));
        let place = point.map(|(lat, lon)| Place { name, country, admin1, lat, lon, precision, geonames: None });
        EventPlace { span: words, place, inherited: false, by: self.by.clone() }
    }

    fn coordinate(&mut self, column: &str, most: f64) -> Option<f64> {
        let degrees: f64 = self.number(column, "the place is kept without a point")?;
        let sound = degrees.abs() <= most;
        if !sound {
            self.complain(column, "is off the globe; the place is kept without a point");
        }
        sound.then_some(degrees)
    }

    /// What the point is the point of, by the layout's code.
    pub fn precision(&mut self, column: &str, codes: &[PrecisionOf]) -> Precision {
        let code: Option<u8> = self.number(column, "the place is taken for a town");
        let known = code.and_then(|code| codes.iter().find(|own| own.code == code));
        if code.is_some() && known.is_none() {
            self.complain(column, "is no code of the layout; the place is taken for a town");
        }
        known.map_or(Precision::Town, |own| own.precision)
    }

    pub fn time(&self, words: Span, interval: Interval, grain: Grain) -> EventTime {
        EventTime { span: words, interval, grain, inherited: false, by: self.by.clone() }
    }

    pub fn figure(&self, what: Counted, span: Span, low: Option<u64>, high: Option<u64>) -> Figure {
        Figure { what, span, low, high, part: None, withdrawn: false, as_of: None, by: self.by.clone() }
    }

    /// The document and its reading. Without a happening the reading has no account.
    pub fn finish(self, happening: Option<Happening>, slots: Slots, source: Source) -> Arrived {
        let lines: Vec<Span> = self.row.lines().collect();
        let document = Document::new(DocumentParts {
            received: &self.row.received,
            // A cell is nothing to read events from: the row is coded already.
            blocks: lines.iter().map(|&span| Block::new(BlockKind::Heading, span)).collect(),
            text: self.row.text,
            title: Some(source.title),
            publisher: source.publisher,
            published: source.published,
            ..DocumentParts::default()
        });
        let by = self.by;
        let places = slots.place.iter().map(|slot| Toponym {
            span: slot.span,
            place: slot.place.clone(),
            others: Vec::new(),
            margin: None,
            metonymic: false,
            by: by.clone(),
        });
        let times = slots.time.iter().map(|slot| Timex {
            span: slot.span,
            interval: slot.interval,
            grain: slot.grain,
            by: by.clone(),
        });
        let reading = Reading {
            document: document.id().clone(),
            version: by.to_string(),
            sentences: lines.iter().map(|&span| Sentence { span }).collect(),
            entities: self.entities,
            places: places.collect(),
            times: times.collect(),
            accounts: happening.map(|happening| account(happening, slots, &lines, &by)).into_iter().collect(),
            claims: Vec::new(),
            outline: Default::default(),
            sketch: Sketch::default(),
            problems: self.problems,
        };
        Arrived { document, reading }
    }
}

fn account(happening: Happening, slots: Slots, lines: &[Span], by: &Producer) -> Account {
    let trigger = happening.trigger;
    Account {
        id: AccountId(1),
        event_type: EventType(happening.event_type),
        mode: Mode(happening.mode),
        status: Status::Happened,
        trigger,
        sentence: lines.iter().copied().find(|line| line.contains(trigger)).unwrap_or(trigger),
        retold: Vec::new(),
        actors: slots.actors,
        targets: slots.targets,
        place: slots.place,
        time: slots.time,
        figures: slots.figures,
        terms: Vec::new(),
        confidence: CONFIDENCE,
        by: by.clone(),
    }
}

/// `2031-05-03`, with or without a time of day, or `03 May 2031`.
pub(super) fn day(cell: &str) -> Option<Date> {
    let iso = cell.get(..10).and_then(|day| day.parse().ok());
    let shown = || ["%d %B %Y", "%d %b %Y"].iter().find_map(|format| Date::strptime(format, cell).ok());
    iso.or_else(shown)
}
