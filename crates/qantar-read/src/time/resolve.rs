//! Sets an expression on the calendar.
//!
//! Two things are counted from: the report's own day (the anchor), and what is being told at this place in the text
//! (the last day, and the last time of any grain, that was told as past). The direction of a weekday or a month without
//! its year comes from the clause, see `cues.rs`.

use super::calendar::{self, Days};
use super::cues::Direction;
use super::grammar::{Expression, Values};
use super::lexicon::{Class, Shape};
use jiff::civil::{Date, date};
use qantar_record::{Grain, Interval};
use std::collections::HashMap;

/// Units, as `words.toml` numbers them.
mod unit {
    pub const HOUR: i32 = 1;
    pub const DAY: i32 = 2;
    pub const WEEK: i32 = 3;
    pub const MONTH: i32 = 4;
    pub const DECADE: i32 = 6;
    pub const CENTURY: i32 = 7;
}

/// What is known at a place in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene {
    /// The report's own day.
    pub anchor: Option<Date>,
    /// The last day told as past.
    told_day: Option<Date>,
    /// The last time of any grain told as past.
    told: Option<Days>,
    /// The last day told in this sentence.
    sentence_day: Option<Date>,
    /// The last year spelt out in this sentence beside a day or a month.
    sentence_year: Option<i32>,
}

/// What must be asked of the text around an expression, and only when the calendar needs it.
pub trait Clause {
    /// Which way the clause points.
    fn direction(&self) -> Direction;
    /// Whether the expression stands in a quotation.
    fn is_quoted(&self) -> bool;
}

/// What the calendar says of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub interval: Interval,
    pub grain: Grain,
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

/// Stands in for a missing anchor to find out the grain.
const SOME_DAY: Date = date(2001, 7, 4);

impl Scene {
    /// The scene at the head of a report.
    pub fn new(anchor: Option<Date>) -> Self {
        Scene { anchor, ..Scene::default() }
    }

    /// A sentence starts.
    pub fn enter_sentence(&mut self) {
        self.sentence_day = None;
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
        let asked = |scene: &Scene| Asked { scene, expression, clause, widths }.outcome();
        match asked(self) {
            Ok((days, grain)) => {
                self.note(expression, days, grain);
                Ok(Resolved { interval: calendar::interval(days), grain })
            }
            Err(Why::NoSuchDay) => Err(Unset::NoSuchDay),
            Err(Why::NoAnchor) => match asked(&Scene { anchor: Some(SOME_DAY), ..*self }) {
                Ok((_, grain)) => Err(Unset::NoAnchor(grain)),
                Err(_) => Err(Unset::NoSuchDay),
            },
        }
    }

    fn note(&mut self, expression: &Expression<'_>, days: Days, grain: Grain) {
        let spelt = expression.values.get(Class::Year);
        if expression.values.get(Class::Month).is_some() {
            self.sentence_year = spelt.or(self.sentence_year);
        }
        let to_come = self.anchor.is_some_and(|anchor| days.0 > anchor);
        let vague = matches!(expression.rule.shape, Shape::PastUnits | Shape::NextUnits);
        if to_come || vague {
            return;
        }
        self.told = Some(days);
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
    fn outcome(&self) -> Outcome {
        let values = &self.expression.values;
        match self.expression.rule.shape {
            Shape::Date => self.date(values),
            Shape::Range => self.range(*values, self.expression.other),
            Shape::Weekday => self.weekday(values),
            Shape::WeekdayDate => self.weekday_date(),
            Shape::WeekdayTold => self.weekday_told(),
            Shape::WeekdayWeek => self.weekday_week(),
            Shape::Offset => self.offset(),
            Shape::ToldDay => self.day(calendar::plus_days(self.told_day()?, self.need(Class::Offset)?)),
            Shape::Overnight => self.overnight(),
            Shape::WeekOf => self.week_of(),
            Shape::Weekend => self.weekend(),
            Shape::MonthWay => self.month_way(),
            Shape::Quarter => self.quarter(),
            Shape::Half => self.half(),
            Shape::Season => self.season(),
            Shape::Decade => self.decade(),
            Shape::Century => self.century(),
            Shape::UnitWay => self.whole_unit(self.anchor()?),
            Shape::UnitTold => self.whole_unit(self.told()?),
            Shape::PastUnits => self.stretch(-1),
            Shape::NextUnits => self.stretch(1),
            Shape::Ago => self.moved(self.anchor()?, -self.amount()?),
            Shape::Shift => self.moved(self.told()?, self.amount()? * self.need(Class::Way)?),
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
        self.scene.told.map(|days| days.0).or(self.scene.anchor).ok_or(Why::NoAnchor)
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

    // Days, months and years by their numbers.

    fn date(&self, values: &Values) -> Outcome {
        let get = |class| values.get(class);
        match (get(Class::Month), get(Class::Day)) {
            (Some(month), Some(day)) => self.day(Some(self.month_day(values, month, day)?)),
            (Some(month), None) => self.month(values, month),
            (None, _) => {
                let year = get(Class::Year).or(get(Class::ShortYear)).ok_or(Why::NoSuchDay)?;
                self.thirds(year, 1, 12, get(Class::Third), (Grain::Year, Grain::PartOfYear))
            }
        }
    }

    fn year_of(&self, values: &Values) -> Result<Option<i32>, Why> {
        let spelt = values.get(Class::Year).or(values.get(Class::ShortYear));
        match (spelt, values.get(Class::Way)) {
            (Some(year), _) => Ok(Some(year)),
            (None, Some(way)) => Ok(Some(i32::from(self.anchor()?.year()) + way)),
            (None, None) => Ok(self.scene.sentence_year),
        }
    }

    fn month_day(&self, values: &Values, month: i32, day: i32) -> Result<Date, Why> {
        if let Some(year) = self.year_of(values)? {
            return calendar::day(year, month, day).ok_or(Why::NoSuchDay);
        }
        let anchor = self.anchor()?;
        // Eight years hold a 29 February on either side.
        let this = i32::from(anchor.year());
        let past = (this - 8..=this).rev().filter_map(|year| calendar::day(year, month, day)).find(|d| *d <= anchor);
        let next = (this..=this + 8).filter_map(|year| calendar::day(year, month, day)).find(|d| *d >= anchor);
        self.choose(anchor, past.zip(past), next.zip(next)).map(|days| days.0)
    }

    fn month(&self, values: &Values, month: i32) -> Outcome {
        let third = values.get(Class::Third);
        let grains = (Grain::Month, Grain::PartOfMonth);
        if let Some(year) = self.year_of(values)? {
            return self.thirds(year, month, 1, third, grains);
        }
        let anchor = self.anchor()?;
        let this = i32::from(anchor.year());
        let past = (this - 1..=this).rev().filter_map(|y| calendar::months(y, month, 1)).find(|m| m.0 <= anchor);
        let next = (this..=this + 1).filter_map(|y| calendar::months(y, month, 1)).find(|m| m.1 >= anchor);
        let chosen = self.choose(anchor, past, next)?;
        self.thirds(chosen.0.year().into(), month, 1, third, grains)
    }

    /// Of the last and the next such day or month, the one meant. Without a cue it is the last, unless that is ten
    /// months back and the next is within two: a writer would have told the year (a guess of 2026-11-23).
    fn choose(&self, anchor: Date, past: Option<Days>, next: Option<Days>) -> Result<Days, Why> {
        let (past, next) = past.zip(next).ok_or(Why::NoSuchDay)?;
        let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
        let far_back = days(past.1, anchor) > 300 && days(anchor, next.0) <= 62;
        Ok(match self.clause.direction() {
            Direction::Future => next,
            Direction::Unsaid if far_back => next,
            _ => past,
        })
    }

    /// All of a stretch of months, or its early, middle or late part.
    fn thirds(&self, year: i32, month: i32, count: i32, third: Option<i32>, grains: (Grain, Grain)) -> Outcome {
        let whole = calendar::months(year, month, count).ok_or(Why::NoSuchDay)?;
        let Some(third) = third else { return Ok((whole, grains.0)) };
        let part = match (count, third) {
            (1, 1) => calendar::plus_days(whole.0, 9).map(|to| (whole.0, to)),
            (1, 2) => calendar::plus_days(whole.0, 9).zip(calendar::plus_days(whole.0, 19)),
            (1, _) => calendar::plus_days(whole.0, 20).map(|from| (from, whole.1)),
            (_, third) => calendar::months(year, month + (third - 1) * (count / 3), count / 3),
        };
        Ok((part.ok_or(Why::NoSuchDay)?, grains.1))
    }

    // Ranges.

    fn range(&self, mut first: Values, mut last: Values) -> Outcome {
        if let (Some(_), Some(weekday), None) =
            (first.get(Class::Weekday), last.get(Class::Weekday), last.get(Class::Day))
        {
            let (from, _) = self.weekday(&first)?.0;
            return self.between(from, calendar::weekday_from(from, weekday));
        }
        if first.get(Class::Day).is_some() {
            first.fill(Class::Month, last.get(Class::Month));
        }
        if last.get(Class::Day).is_some() {
            last.fill(Class::Month, first.get(Class::Month));
        }
        if let (Some(year), Some(short)) = (first.get(Class::Year), last.get(Class::ShortYear)) {
            last.fill(Class::Year, Some(year - year % 100 + short % 100));
        }
        if last.get(Class::Month).is_some() {
            last.fill(Class::Year, first.get(Class::Year));
        }
        let (_, to) = self.date(&last)?.0;
        let spelt = first.get(Class::Year).is_some();
        first.fill(Class::Year, Some(i32::from(to.year())));
        let mut from = self.date(&first)?.0.0;
        if from > to && !spelt {
            from = calendar::plus_months(from, -12).ok_or(Why::NoSuchDay)?;
        }
        self.between(from, Some(to))
    }

    fn between(&self, from: Date, to: Option<Date>) -> Outcome {
        let to = to.filter(|to| from <= *to).ok_or(Why::NoSuchDay)?;
        Ok(((from, to), Grain::Stretch))
    }

    // Weekdays, weeks and weekends.

    fn weekday(&self, values: &Values) -> Outcome {
        let wanted = values.get(Class::Weekday).ok_or(Why::NoSuchDay)?;
        let anchor = self.anchor()?;
        self.day(match values.get(Class::Way) {
            Some(way) => beside(anchor, wanted, way),
            None if self.points_ahead() => calendar::weekday_from(anchor, wanted),
            None => calendar::weekday_until(anchor, wanted),
        })
    }

    fn weekday_told(&self) -> Outcome {
        if self.get(Class::Day).is_some() {
            return self.date(&self.expression.values.without(Class::Way));
        }
        self.day(beside(self.told_day()?, self.need(Class::Weekday)?, self.need(Class::Way)?))
    }

    /// The last month in which that day was that weekday: every weekday meets every day within a year.
    fn weekday_date(&self) -> Outcome {
        let (weekday, day) = (self.need(Class::Weekday)?, self.need(Class::Day)?);
        let anchor = self.anchor()?;
        let mut at = calendar::weekday_until(anchor, weekday);
        for _ in 0..60 {
            match at {
                Some(date) if i32::from(date.day()) == day => break,
                Some(date) => at = calendar::plus_days(date, -7),
                None => break,
            }
        }
        self.day(at.filter(|date| i32::from(date.day()) == day))
    }

    fn weekday_week(&self) -> Outcome {
        let (weekday, way) = (self.need(Class::Weekday)?, self.need(Class::Way)?);
        let monday = calendar::week(self.anchor()?).ok_or(Why::NoSuchDay)?.0;
        self.day(calendar::plus_days(monday, 7 * way + weekday - 1))
    }

    fn week_of(&self) -> Outcome {
        let (day, _) = self.date(&self.expression.values)?.0;
        Ok((calendar::week(day).ok_or(Why::NoSuchDay)?, Grain::Week))
    }

    fn weekend(&self) -> Outcome {
        const SATURDAY: i32 = 6;
        let anchor = self.anchor()?;
        let last = calendar::weekday_until(anchor, SATURDAY);
        let running = calendar::weekday(anchor) >= SATURDAY;
        let saturday = match self.need(Class::Way)? {
            -1 if running => last.and_then(|date| calendar::plus_days(date, -7)),
            0 if self.points_ahead() && !running => calendar::weekday_from(anchor, SATURDAY),
            1 => beside(anchor, SATURDAY, 1),
            _ => last,
        };
        let saturday = saturday.ok_or(Why::NoSuchDay)?;
        Ok(((saturday, calendar::plus_days(saturday, 1).ok_or(Why::NoSuchDay)?), Grain::Weekend))
    }

    // Days by their distance.

    /// In a quotation, today is the day that is being told: the words are older than the report.
    fn offset(&self) -> Outcome {
        let offset = self.need(Class::Offset)?;
        let today = match offset == 0 && self.clause.is_quoted() {
            true => self.told_day()?,
            false => self.anchor()?,
        };
        self.day(calendar::plus_days(today, offset))
    }

    fn overnight(&self) -> Outcome {
        let evening = match self.scene.sentence_day {
            Some(day) => Some(day),
            None => calendar::plus_days(self.anchor()?, -1),
        };
        let morning = evening.and_then(|day| calendar::plus_days(day, 1));
        Ok((evening.zip(morning).ok_or(Why::NoSuchDay)?, Grain::PartOfDay))
    }

    // Months, quarters, seasons and longer.

    fn month_way(&self) -> Outcome {
        let (month, way) = (self.need(Class::Month)?, self.need(Class::Way)?);
        let anchor = self.anchor()?;
        let (year, running) = (i32::from(anchor.year()), i32::from(anchor.month()));
        let year = match way {
            -1 if month >= running => year - 1,
            1 if month <= running => year + 1,
            _ => year,
        };
        self.thirds(year, month, 1, self.get(Class::Third), (Grain::Month, Grain::PartOfMonth))
    }

    fn quarter(&self) -> Outcome {
        let first = 3 * self.need(Class::Ordinal)? - 2;
        self.recurring(first, 3, Grain::Quarter)
    }

    fn half(&self) -> Outcome {
        let first = 6 * self.need(Class::Ordinal)? - 5;
        self.recurring(first, 6, Grain::PartOfYear)
    }

    fn season(&self) -> Outcome {
        let first = 3 * self.need(Class::Season)?;
        let Some(way) = self.get(Class::Way).filter(|_| self.get(Class::LongUnit).is_none()) else {
            return self.recurring(first, 3, Grain::Season);
        };
        let anchor = self.anchor()?;
        let near = self.near(anchor, first, 3);
        let season = match way {
            -1 => near.iter().rev().find(|season| season.1 < anchor),
            1 => near.iter().find(|season| season.0 > anchor),
            _ => near
                .iter()
                .find(|season| season.1 >= anchor && i32::from(season.0.year()) >= i32::from(anchor.year()) - 1),
        };
        Ok((*season.ok_or(Why::NoSuchDay)?, Grain::Season))
    }

    /// What comes once a year: in the year told, else the last that has begun, else in a plan the next.
    fn recurring(&self, first: i32, count: i32, grain: Grain) -> Outcome {
        if let Some(year) = self.told_year()? {
            return Ok((calendar::months(year, first, count).ok_or(Why::NoSuchDay)?, grain));
        }
        let anchor = self.anchor()?;
        let near = self.near(anchor, first, count);
        let found = match self.points_ahead() {
            true => near.iter().find(|days| days.1 >= anchor),
            false => near.iter().rev().find(|days| days.0 <= anchor),
        };
        Ok((*found.ok_or(Why::NoSuchDay)?, grain))
    }

    fn near(&self, anchor: Date, first: i32, count: i32) -> Vec<Days> {
        let this = i32::from(anchor.year());
        (this - 2..=this + 2).filter_map(|year| calendar::months(year, first, count)).collect()
    }

    fn decade(&self) -> Outcome {
        let first = self.need(Class::Decade)?;
        let (from, to) = match self.get(Class::Third) {
            None => (first, first + 9),
            Some(1) => (first, first + 3),
            Some(2) => (first + 4, first + 6),
            Some(_) => (first + 7, first + 9),
        };
        Ok((calendar::years(from, to).ok_or(Why::NoSuchDay)?, Grain::Decade))
    }

    fn century(&self) -> Outcome {
        let last = 100 * self.need(Class::Ordinal)?;
        let (from, to) = match self.get(Class::Third) {
            None => (last - 99, last),
            Some(1) => (last - 99, last - 67),
            Some(2) => (last - 66, last - 34),
            Some(_) => (last - 33, last),
        };
        Ok((calendar::years(from, to).ok_or(Why::NoSuchDay)?, Grain::Century))
    }

    // Units by their distance.

    /// The whole week, month or year that is so many away from the one that holds `base`.
    fn whole_unit(&self, base: Date) -> Outcome {
        let (unit, way) = (self.need(Class::Unit)?, self.need(Class::Way)?);
        let (year, third) = (i32::from(base.year()), self.get(Class::Third));
        let whole = |days: Option<Days>, grain| Ok((days.ok_or(Why::NoSuchDay)?, grain));
        match unit {
            unit::HOUR | unit::DAY => self.day(calendar::plus_days(base, way)),
            unit::WEEK => whole(calendar::plus_days(base, 7 * way).and_then(calendar::week), Grain::Week),
            unit::MONTH => {
                let month = i32::from(base.month()) + way;
                self.thirds(year, month, 1, third, (Grain::Month, Grain::PartOfMonth))
            }
            unit::DECADE => {
                let first = year - year.rem_euclid(10) + 10 * way;
                whole(calendar::years(first, first + 9), Grain::Decade)
            }
            unit::CENTURY => {
                let last = (year + 99).div_euclid(100) * 100 + 100 * way;
                whole(calendar::years(last - 99, last), Grain::Century)
            }
            _ => self.thirds(year + way, 1, 12, third, (Grain::Year, Grain::PartOfYear)),
        }
    }

    fn amount(&self) -> Result<i32, Why> {
        let unit = self.need(Class::Unit)?;
        let width = |vague| self.widths.get(&(vague, unit)).copied().ok_or(Why::NoSuchDay);
        self.get(Class::Vague).map_or_else(|| Ok(self.get(Class::Count).unwrap_or(1)), width)
    }

    /// The day, month or year so many units from `base`.
    fn moved(&self, base: Date, amount: i32) -> Outcome {
        let whole = |days: Option<Days>, grain| Ok((days.ok_or(Why::NoSuchDay)?, grain));
        let year = i32::from(base.year());
        match self.need(Class::Unit)? {
            unit::HOUR => self.day(calendar::plus_days(base, amount / 24)),
            unit::DAY => self.day(calendar::plus_days(base, amount)),
            unit::WEEK => self.day(calendar::plus_days(base, 7 * amount)),
            unit::MONTH => whole(calendar::months(year, i32::from(base.month()) + amount, 1), Grain::Month),
            unit::DECADE => whole(calendar::year(year + 10 * amount), Grain::Year),
            unit::CENTURY => whole(calendar::year(year + 100 * amount), Grain::Year),
            _ => whole(calendar::year(year + amount), Grain::Year),
        }
    }

    /// From the report's own day so many units back or on.
    fn stretch(&self, way: i32) -> Outcome {
        let anchor = self.anchor()?;
        let amount = self.amount()? * way;
        let end = match self.need(Class::Unit)? {
            unit::HOUR => calendar::plus_days(anchor, amount / 24),
            unit::DAY => calendar::plus_days(anchor, amount),
            unit::WEEK => calendar::plus_days(anchor, 7 * amount),
            unit::MONTH => calendar::plus_months(anchor, amount),
            unit::DECADE => calendar::plus_months(anchor, 120 * amount),
            unit::CENTURY => calendar::plus_months(anchor, 1200 * amount),
            _ => calendar::plus_months(anchor, 12 * amount),
        };
        let end = end.ok_or(Why::NoSuchDay)?;
        Ok(((anchor.min(end), anchor.max(end)), Grain::Stretch))
    }
}

/// The last such weekday before the date (-1), on or before it (0), or the first after it (1).
fn beside(date: Date, weekday: i32, way: i32) -> Option<Date> {
    match way {
        -1 => calendar::weekday_until(calendar::plus_days(date, -1)?, weekday),
        1 => calendar::weekday_from(calendar::plus_days(date, 1)?, weekday),
        _ => calendar::weekday_until(date, weekday),
    }
}
