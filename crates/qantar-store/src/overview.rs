//! All events at once, column by column: what a map, a timeline and filters draw from.

use crate::case::Case;
use crate::error::{Error, ErrorKind};
use jiff::civil::Date;
use rusqlite::Row;
use std::collections::HashMap;

/// A day that is not told; see [`Columns::begins`].
pub const NO_DAY: i32 = i32::MIN;
/// No figure; see [`Columns::killed`].
pub const NO_FIGURE: u32 = u32::MAX;

/// Columns of all events that are written, by number; all are as long as `number`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// The number of the last entry of the log that the events take account of.
    pub through: i64,
    /// The number.
    pub number: Vec<u32>,
    /// The first day that is known, in days since 1970-01-01; [`NO_DAY`] where none is.
    pub begins: Vec<i32>,
    /// The last day that is known, likewise.
    pub ends: Vec<i32>,
    /// Degrees north; not a number where the place is not known.
    pub lat: Vec<f32>,
    /// Degrees east, likewise.
    pub lon: Vec<f32>,
    /// How fine the place is: its place in `precisions`.
    pub precision: Vec<u8>,
    /// The type: its place in `types`.
    pub event_type: Vec<u8>,
    /// The mode: its place in `modes`.
    pub mode: Vec<u16>,
    /// Whether it took place: its place in `statuses`.
    pub status: Vec<u8>,
    /// The country: its place in `countries`.
    pub country: Vec<u16>,
    /// Confidence in hundredths.
    pub confidence: Vec<u8>,
    /// 1 where a person has judged it right.
    pub reviewed: Vec<u8>,
    /// Reports that tell it.
    pub reports: Vec<u16>,
    /// 1 where it is a part of a larger event.
    pub part: Vec<u8>,
    /// The figure of the killed to go by; [`NO_FIGURE`] where there is none.
    pub killed: Vec<u32>,
    /// The types that events have, as they come first.
    pub types: Vec<String>,
    /// Their modes.
    pub modes: Vec<String>,
    /// Whether they took place.
    pub statuses: Vec<String>,
    /// Their countries; the first is empty, for none.
    pub countries: Vec<String>,
    /// How fine their places are; the first is empty, for none.
    pub precisions: Vec<String>,
}

impl Case {
    /// All events that are written, column by column.
    pub fn columns(&self) -> Result<Columns, Error> {
        self.ask(|db| {
            let mut columns = Columns {
                through: db.query_row("SELECT through FROM merged", [], |row| row.get(0))?,
                ..Default::default()
            };
            let mut words = Coded::default();
            let mut select = db.prepare_cached(SELECT)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                columns.add(row, &mut words)?;
            }
            columns.types = words.types.words;
            columns.modes = words.modes.words;
            columns.statuses = words.statuses.words;
            columns.countries = words.countries.words;
            columns.precisions = words.precisions.words;
            Ok(columns)
        })
    }
}

const SELECT: &str =
    "SELECT number, begins, ends, lat, lon, precision, type, mode, status, country, confidence, reviewed,
    reports, part_of IS NOT NULL, killed FROM event ORDER BY number";

impl Columns {
    fn add(&mut self, row: &Row<'_>, words: &mut Coded) -> Result<(), ErrorKind> {
        let number: i64 = row.get(0)?;
        let number =
            u32::try_from(number).map_err(|_| ErrorKind::Damaged(format!("an event has the number {number}")))?;
        self.number.push(number);
        self.begins.push(words.days.of(text(row, 1)?)?);
        self.ends.push(words.days.of(text(row, 2)?)?);
        self.lat.push(row.get::<_, Option<f64>>(3)?.map_or(f32::NAN, |degrees| degrees as f32));
        self.lon.push(row.get::<_, Option<f64>>(4)?.map_or(f32::NAN, |degrees| degrees as f32));
        self.precision.push(words.precisions.of(text(row, 5)?)?);
        self.event_type.push(words.types.of(text(row, 6)?)?);
        self.mode.push(words.modes.of(text(row, 7)?)?);
        self.status.push(words.statuses.of(text(row, 8)?)?);
        self.country.push(words.countries.of(text(row, 9)?)?);
        self.confidence.push((row.get::<_, f64>(10)? * 100.0).round() as u8);
        self.reviewed.push(row.get(11)?);
        self.reports.push(u16::try_from(row.get::<_, i64>(12)?).unwrap_or(u16::MAX));
        self.part.push(row.get(13)?);
        // The greatest number means none.
        let killed = row.get::<_, Option<i64>>(14)?;
        self.killed
            .push(killed.map_or(NO_FIGURE, |killed| u32::try_from(killed).unwrap_or(u32::MAX).min(NO_FIGURE - 1)));
        Ok(())
    }
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r str, ErrorKind> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(|error| ErrorKind::Damaged(error.to_string()))?;
    Ok(text.unwrap_or_default())
}

/// The words met so far.
struct Coded {
    days: Days,
    types: Words,
    modes: Words,
    statuses: Words,
    countries: Words,
    precisions: Words,
}

impl Default for Coded {
    fn default() -> Self {
        let with_none = || Words { words: vec![String::new()], last: 0 };
        Coded {
            days: Days::default(),
            types: Words::default(),
            modes: Words::default(),
            statuses: Words::default(),
            countries: with_none(),
            precisions: with_none(),
        }
    }
}

/// Words in the order in which they came first. There are so few of them that a walk finds one fastest.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    /// The place of the one that came last, which often comes again.
    last: usize,
}

impl Words {
    fn of<N: TryFrom<usize>>(&mut self, word: &str) -> Result<N, ErrorKind> {
        if self.words.get(self.last).is_none_or(|last| last != word) {
            self.last = self.words.iter().position(|known| known == word).unwrap_or(self.words.len());
            if self.last == self.words.len() {
                self.words.push(word.to_owned());
            }
        }
        N::try_from(self.last)
            .map_err(|_| ErrorKind::Damaged(format!("more kinds of events than can be, such as {word:?}")))
    }
}

/// Days met so far; events share days.
#[derive(Default)]
struct Days(HashMap<String, i32>);

impl Days {
    fn of(&mut self, told: &str) -> Result<i32, ErrorKind> {
        if let Some(&day) = self.0.get(told) {
            return Ok(day);
        }
        let day = match told {
            "" | "~" => NO_DAY,
            told => {
                days_since_1970(told).ok_or_else(|| ErrorKind::Damaged(format!("an event has the day {told:?}")))?
            }
        };
        self.0.insert(told.to_owned(), day);
        Ok(day)
    }
}

fn days_since_1970(told: &str) -> Option<i32> {
    let day: Date = told.parse().ok()?;
    let since = day.since((jiff::Unit::Day, Date::constant(1970, 1, 1))).ok()?;
    Some(since.get_days())
}
