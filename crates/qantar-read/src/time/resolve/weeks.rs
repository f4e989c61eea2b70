//! Weekdays, weeks, weekends, and days by their distance.

use super::{Asked, Outcome, Why};
use crate::time::calendar;
use crate::time::grammar::Values;
use crate::time::lexicon::Class;
use jiff::civil::Date;
use qantar_record::Grain;

impl Asked<'_> {
    pub(super) fn weekday(&self, values: &Values) -> Outcome {
        let wanted = values.get(Class::Weekday).ok_or(Why::NoSuchDay)?;
        if let Some(day) = self.weekday_in_story(wanted) {
            return self.day(Some(day));
        }
        let anchor = self.anchor()?;
        self.day(match values.get(Class::Way) {
            Some(way) => beside(anchor, wanted, way),
            None if self.points_ahead() => calendar::weekday_from(anchor, wanted),
            None => calendar::weekday_until(anchor, wanted),
        })
    }

    pub(super) fn weekday_told(&self) -> Outcome {
        if self.get(Class::Day).is_some() {
            return self.date(&self.expression.values.without(Class::Way));
        }
        self.day(beside(self.told_day()?, self.need(Class::Weekday)?, self.need(Class::Way)?))
    }

    /// The last month in which that day was that weekday: every weekday meets every day within a year.
    pub(super) fn weekday_date(&self) -> Outcome {
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

    pub(super) fn weekday_week(&self) -> Outcome {
        let (weekday, way) = (self.need(Class::Weekday)?, self.need(Class::Way)?);
        let monday = calendar::week(self.anchor()?).ok_or(Why::NoSuchDay)?.0;
        self.day(calendar::plus_days(monday, 7 * way + weekday - 1))
    }

    pub(super) fn week_of(&self) -> Outcome {
        let (day, _) = self.date(&self.expression.values)?.0;
        Ok((calendar::week(day).ok_or(Why::NoSuchDay)?, Grain::Week))
    }

    /// Seven days of a month: the first, the second, … or the last.
    pub(super) fn week_of_month(&self) -> Outcome {
        let (month, _) = self.date(&self.expression.values.without(Class::Ordinal))?.0;
        let last = calendar::plus_months(month, 1).and_then(|next| calendar::plus_days(next, -1));
        let first = match self.need(Class::Ordinal)? {
            ..0 => last.and_then(|last| calendar::plus_days(last, -6)),
            nth => calendar::plus_days(month, 7 * (nth - 1)),
        };
        let first = first.ok_or(Why::NoSuchDay)?;
        Ok(((first, calendar::plus_days(first, 6).ok_or(Why::NoSuchDay)?), Grain::Week))
    }

    pub(super) fn weekend(&self) -> Outcome {
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

    /// In a quotation, today is the day that is being told: the words are older than the report.
    pub(super) fn offset(&self) -> Outcome {
        let offset = self.need(Class::Offset)?;
        let today = match offset == 0 && self.clause.is_quoted() {
            true => self.told_day()?,
            false => self.anchor()?,
        };
        self.day(calendar::plus_days(today, offset))
    }

    pub(super) fn overnight(&self) -> Outcome {
        let evening = match self.scene.sentence_day {
            Some(day) => Some(day),
            None => calendar::plus_days(self.anchor()?, -1),
        };
        let morning = evening.and_then(|day| calendar::plus_days(day, 1));
        Ok((evening.zip(morning).ok_or(Why::NoSuchDay)?, Grain::PartOfDay))
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
