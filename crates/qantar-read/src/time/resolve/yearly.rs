//! What comes once a year or spans years: months by their way, quarters, halves, seasons, decades, centuries.

use super::{Asked, Outcome, Why};
use crate::time::calendar::{self, Days};
use crate::time::lexicon::Class;
use jiff::civil::Date;
use qantar_record::Grain;

/// Days after a quarter in which its figures are told. A guess of 2026-11-28.
const FIGURES_COME: i32 = 100;

impl Asked<'_> {
    pub(super) fn month_way(&self) -> Outcome {
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

    pub(super) fn quarter(&self) -> Outcome {
        let first = 3 * self.need(Class::Ordinal)? - 2;
        let (days, grain) = self.recurring(first, 3, Grain::Quarter)?;
        // Figures come out, and are expected, soon after the quarter: then even "will" is said of the last one.
        let anchor = self.scene.anchor.filter(|_| self.told_year().is_ok_and(|year| year.is_none()));
        let year = anchor.map(|anchor| i32::from(anchor.year()));
        let last = year.and_then(|year| calendar::months(year, first, 3)).zip(anchor).filter(|(last, anchor)| {
            let since = last.1.until(*anchor).map_or(0, |span| span.get_days());
            days.0 > *anchor && (1..=FIGURES_COME).contains(&since)
        });
        Ok((last.map_or(days, |(last, _)| last), grain))
    }

    pub(super) fn half(&self) -> Outcome {
        let first = 6 * self.need(Class::Ordinal)? - 5;
        self.recurring(first, 6, Grain::PartOfYear)
    }

    pub(super) fn season(&self) -> Outcome {
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
        if let Some((told, _)) = self.story() {
            let year = told.0.year().into();
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

    pub(super) fn decade(&self) -> Outcome {
        let first = self.need(Class::Decade)?;
        let (from, to) = match self.get(Class::Third) {
            None => (first, first + 9),
            Some(1) => (first, first + 3),
            Some(2) => (first + 4, first + 6),
            Some(_) => (first + 7, first + 9),
        };
        Ok((calendar::years(from, to).ok_or(Why::NoSuchDay)?, Grain::Decade))
    }

    pub(super) fn century(&self) -> Outcome {
        let last = 100 * self.need(Class::Ordinal)?;
        let (from, to) = match self.get(Class::Third) {
            None => (last - 99, last),
            Some(1) => (last - 99, last - 67),
            Some(2) => (last - 66, last - 34),
            Some(_) => (last - 33, last),
        };
        Ok((calendar::years(from, to).ok_or(Why::NoSuchDay)?, Grain::Century))
    }

    /// The quarter that was told last, else the one that holds the report's own day; "the latest" is the last one that is
    /// over, and gives an ordinal.
    pub(super) fn quarter_told(&self) -> Outcome {
        let anchor = self.anchor()?;
        let running = (i32::from(anchor.month()) - 1) / 3 * 3 + 1;
        let quarter = |first| calendar::months(anchor.year().into(), first, 3);
        let base = match self.get(Class::Ordinal) {
            Some(_) => quarter(running - 3),
            None => self.scene.quarter.or_else(|| quarter(running)),
        };
        let base = base.ok_or(Why::NoSuchDay)?;
        if let (Some(year), None) = (self.get(Class::Year), self.scene.quarter) {
            return Ok((calendar::year(year).ok_or(Why::NoSuchDay)?, Grain::Year));
        }
        let years = self.get(Class::Year).map_or(0, |year| year - i32::from(base.0.year()));
        let first = calendar::plus_months(base.0, 12 * years).ok_or(Why::NoSuchDay)?;
        let days = calendar::months(first.year().into(), first.month().into(), 3);
        Ok((days.ok_or(Why::NoSuchDay)?, Grain::Quarter))
    }

    /// A day that is the so-manieth such weekday of its month, counted from the end when negative: Thanksgiving.
    pub(super) fn nth_weekday(&self) -> Outcome {
        let (month, weekday, nth) = (self.need(Class::Month)?, self.need(Class::Weekday)?, self.need(Class::Ordinal)?);
        self.day_of_year(|year| {
            let whole = calendar::months(year, month, 1)?;
            match nth {
                ..0 => calendar::plus_days(calendar::weekday_until(whole.1, weekday)?, 7 * (nth + 1)),
                _ => calendar::plus_days(calendar::weekday_from(whole.0, weekday)?, 7 * (nth - 1)),
            }
        })
    }

    /// A day counted from Easter Sunday.
    pub(super) fn easter(&self) -> Outcome {
        let offset = self.need(Class::Offset)?;
        self.day_of_year(|year| calendar::plus_days(calendar::easter(year)?, offset))
    }

    /// A day that comes once a year: in the year told, else the last one, else in a plan the next.
    fn day_of_year(&self, in_year: impl Fn(i32) -> Option<Date>) -> Outcome {
        if let Some(year) = self.year_of(&self.expression.values)? {
            return self.day(in_year(year));
        }
        let anchor = self.anchor()?;
        let this = i32::from(anchor.year());
        let mut near = (this - 1..=this + 1).filter_map(in_year);
        self.day(match self.points_ahead() {
            true => near.find(|day| *day >= anchor),
            false => near.rfind(|day| *day <= anchor),
        })
    }
}
