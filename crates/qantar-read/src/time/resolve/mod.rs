//! Sets an expression on the calendar.
//!
//! Two things are counted from: the report's own day (the anchor), and what is being told at this place in the text
//! (the last day, and the last time of any grain, that was told as past). The direction of a weekday or a month without
//! its year comes from the clause, see `cues.rs`; in a history, from what was told before, see `story.rs`.
//!
//! What is shared stands here; the sums stand by what they are about: `dates.rs`, `weeks.rs`, `yearly.rs`, `units.rs`.

mod dates;
mod story;
mod units;
mod weeks;
mod yearly;

pub use story::is_history;

use super::calendar::{self, Days};
use super::cues::Direction;
use super::grammar::{Expression, Values};
use super::lexicon::{Class, Shape};
use jiff::civil::{Date, date};
use qantar_record::Grain;
use std::collections::HashMap;

/// What is known at a place in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene {
    /// The report's own day.
    pub anchor: Option<Date>,
    /// Whether the text tells what is long past, each thing dated by the one before it.
    pub history: bool,
    /// The last day told as past.
    told_day: Option<Date>,
    /// The last time of any grain told as past.
    told: Option<(Days, Grain)>,
    /// The last day told in this sentence.
    sentence_day: Option<Date>,
    /// The last year spelt out in this sentence beside a day or a month.
    sentence_year: Option<i32>,
    /// What was told last when it lay many years ahead of the rest.
    aside: Option<Days>,
    /// The last quarter told.
    quarter: Option<Days>,
    /// Sentences since then.
    since_quarter: usize,
}

/// What must be asked of the text around an expression, and only when the calendar needs it.
pub trait Clause {
    /// Which way the clause points.
    fn direction(&self) -> Direction;
    /// Whether the word before makes the expression an end that is set: "extended to", "payable".
    fn is_end(&self) -> bool;
    /// Whether the expression stands in a quotation.
    fn is_quoted(&self) -> bool;
}

/// What the calendar says of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The days.
    pub days: Days,
    /// How fine the words are.
    pub grain: Grain,
    /// The two ends of a range, each with its own grain.
    pub ends: Option<[(Days, Grain); 2]>,
}

/// Why an expression has no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// It counts from a day that the report does not give.
    NoAnchor(Grain),
    /// No calendar has it: 31 February.
    NoSuchDay,
}

enum Why {
    NoAnchor,
    NoSuchDay,
}

type Outcome = Result<(Days, Grain), Why>;

/// Years ahead that a history does not go on from at the first word of them: a later inquest, a later book. A guess of
/// 2026-11-28.
const LEAP: i32 = 12;

/// Stands in for a missing anchor to find out the grain.
const SOME_DAY: Date = date(2001, 7, 4);

impl Scene {
    /// The scene at the head of a report.
    pub fn new(anchor: Option<Date>, history: bool) -> Self {
        Scene { anchor, history, ..Scene::default() }
    }

    /// A sentence starts.
    pub fn enter_sentence(&mut self) {
        self.sentence_day = None;
        self.since_quarter += 1;
        self.sentence_year = None;
    }

    /// Sets an expression on the calendar and takes note of it for those that follow.
    ///
    /// # Errors
    /// When it needs a day that the report does not give, or no calendar has it.
    pub fn resolve(
        &mut self,
        expression: &Expression<'_>,
        clause: &dyn Clause,
        widths: &HashMap<(i32, i32), i32>,
    ) -> Result<Resolved, Unset> {
        let planned = self.history && self.told.is_some() && clause.direction() == Direction::Future;
        let asked = |scene: &Scene| Asked { scene, expression, clause, widths }.resolved();
        match asked(self) {
            Ok(resolved) => {
                if !planned && !self.leaps_ahead(resolved) {
                    self.note(expression, resolved);
                }
                Ok(resolved)
            }
            Err(Why::NoSuchDay) => Err(Unset::NoSuchDay),
            Err(Why::NoAnchor) => match asked(&Scene { anchor: Some(SOME_DAY), ..*self }) {
                Ok(resolved) => Err(Unset::NoAnchor(resolved.grain)),
                Err(_) => Err(Unset::NoSuchDay),
            },
        }
    }

    /// Whether a history leaps many years ahead for one remark; the second such leap in a row is followed.
    fn leaps_ahead(&mut self, resolved: Resolved) -> bool {
        let Some((told, _)) = self.told.filter(|_| self.history) else { return false };
        let year = |days: Days| i32::from(days.0.year());
        let leap = year(resolved.days) - year(told) > LEAP;
        let follows = self.aside.is_some_and(|aside| (year(resolved.days) - year(aside)).abs() <= LEAP);
        self.aside = leap.then_some(resolved.days);
        leap && !follows
    }

    fn note(&mut self, expression: &Expression<'_>, Resolved { days, grain, .. }: Resolved) {
        let spelt = expression.values.get(Class::Year);
        if expression.values.get(Class::Month).is_some() {
            self.sentence_year = spelt.or(self.sentence_year);
        }
        let to_come = self.anchor.is_some_and(|anchor| days.0 > anchor);
        let vague = matches!(expression.rule.shape, Shape::PastUnits | Shape::NextUnits);
        // "A year earlier" compares; what is told goes on from where it was.
        let look_back = expression.rule.shape == Shape::Shift && self.told.is_some_and(|(told, _)| days.1 < told.0);
        if to_come || vague || look_back {
            return;
        }
        if matches!(expression.rule.shape, Shape::Quarter | Shape::QuarterTold) && grain == Grain::Quarter {
            self.quarter = Some(days);
            self.since_quarter = 0;
        }
        if !expression.rule.recorded {
            return;
        }
        self.told = Some((days, grain));
        if days.0 == days.1 && matches!(grain, Grain::Day | Grain::PartOfDay) {
            self.told_day = Some(days.0);
            self.sentence_day = Some(days.0);
        }
    }
}

/// One expression at one place, while the calendar is asked.
struct Asked<'a> {
    scene: &'a Scene,
    expression: &'a Expression<'a>,
    clause: &'a dyn Clause,
    widths: &'a HashMap<(i32, i32), i32>,
}

impl Asked<'_> {
    fn resolved(&self) -> Result<Resolved, Why> {
        if self.expression.rule.shape == Shape::Range {
            let ends = self.range(self.expression.values, self.expression.other)?;
            let days = Some((ends[0].0.0, ends[1].0.1)).filter(|days| days.0 <= days.1).ok_or(Why::NoSuchDay)?;
            return Ok(Resolved { days, grain: Grain::Stretch, ends: Some(ends) });
        }
        let (days, grain) = self.outcome()?;
        Ok(Resolved { days, grain, ends: None })
    }

    fn outcome(&self) -> Outcome {
        let values = &self.expression.values;
        match self.expression.rule.shape {
            Shape::Date => self.date(values),
            Shape::Weekday => self.weekday(values),
            Shape::WeekdayDate => self.weekday_date(),
            Shape::WeekdayTold => self.weekday_told(),
            Shape::WeekdayWeek => self.weekday_week(),
            Shape::Offset => self.offset(),
            Shape::ToldDay => self.day(calendar::plus_days(self.told_day()?, self.need(Class::Offset)?)),
            Shape::Overnight => self.overnight(),
            Shape::WeekOf => self.week_of(),
            Shape::WeekOfMonth => self.week_of_month(),
            Shape::Weekend => self.weekend(),
            Shape::MonthWay => self.month_way(),
            Shape::Quarter => self.quarter(),
            Shape::QuarterTold => self.quarter_told(),
            Shape::Half => self.half(),
            Shape::Season => self.season(),
            Shape::Decade => self.decade(),
            Shape::Century => self.century(),
            Shape::UnitWay => self.whole_unit(self.told_in_story().map_or_else(|| self.anchor(), Ok)?),
            Shape::UnitTold => self.whole_unit(self.told()?),
            Shape::PastUnits => self.stretch(-1),
            Shape::NextUnits => self.stretch(1),
            Shape::Ago => self.moved(self.anchor()?, -self.amount()?),
            Shape::Shift => self.moved(self.told()?, self.amount()? * self.need(Class::Way)?),
            Shape::DateTold => self.date_told(),
            Shape::NthWeekday => self.nth_weekday(),
            Shape::Easter => self.easter(),
            Shape::Range | Shape::Duration | Shape::Repeat | Shape::Reference | Shape::Nothing => Err(Why::NoSuchDay),
        }
    }

    // What the expression and the place give.

    fn get(&self, class: Class) -> Option<i32> {
        self.expression.values.get(class)
    }

    fn need(&self, class: Class) -> Result<i32, Why> {
        self.get(class).ok_or(Why::NoSuchDay)
    }

    fn anchor(&self) -> Result<Date, Why> {
        self.scene.anchor.ok_or(Why::NoAnchor)
    }

    fn told_day(&self) -> Result<Date, Why> {
        self.scene.told_day.or(self.scene.anchor).ok_or(Why::NoAnchor)
    }

    fn told(&self) -> Result<Date, Why> {
        self.scene.told.map(|(days, _)| days.0).or(self.scene.anchor).ok_or(Why::NoAnchor)
    }

    fn points_ahead(&self) -> bool {
        self.clause.direction() == Direction::Future
    }

    /// The year that a season or a quarter is told with.
    fn told_year(&self) -> Result<Option<i32>, Why> {
        match (self.get(Class::Year), self.get(Class::Way)) {
            (Some(year), _) => Ok(Some(year)),
            (None, Some(way)) => Ok(Some(i32::from(self.anchor()?.year()) + way)),
            (None, None) => Ok(None),
        }
    }

    fn day(&self, day: Option<Date>) -> Outcome {
        let day = day.ok_or(Why::NoSuchDay)?;
        let part = self.get(Class::Part).is_some();
        Ok(((day, day), if part { Grain::PartOfDay } else { Grain::Day }))
    }

    fn year_of(&self, values: &Values) -> Result<Option<i32>, Why> {
        let spelt = values.get(Class::Year).or(values.get(Class::ShortYear));
        match (spelt, values.get(Class::Way)) {
            (Some(year), _) => Ok(Some(year)),
            (None, Some(way)) => Ok(Some(i32::from(self.anchor()?.year()) + way)),
            (None, None) => Ok(self.scene.sentence_year),
        }
    }
}
