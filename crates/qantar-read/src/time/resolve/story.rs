//! A history: a text that tells what is long past. A month or a weekday in it belongs to the time told before it, not to
//! the day on which the text was written.

use super::Asked;
use crate::time::calendar::{self, Days};
use crate::time::grammar::Expression;
use crate::time::lexicon::{Class, Shape};
use jiff::civil::Date;
use qantar_record::Grain;

/// Years spelt out that a history has at least, and how many of them there are for each word that counts from the day
/// of writing ("Monday", "yesterday", "last week"). Chosen on WikiWars against TimeBank, 2026-11-28.
const YEARS: usize = 8;
const YEARS_PER_DEICTIC: usize = 3;

/// Whether a text is a history by its expressions, `anchor` being its own day.
pub fn is_history<'a>(expressions: impl Iterator<Item = &'a Expression<'a>>, anchor: Option<Date>) -> bool {
    let (mut years, mut deictics) = (0, 0);
    let recent = anchor.map_or(i32::MAX, |day| i32::from(day.year()));
    for expression in expressions {
        let spelt = [expression.values, expression.other].into_iter().find_map(|values| values.get(Class::Year));
        match (expression.rule.shape, spelt) {
            (_, Some(year)) => years += usize::from(year < recent),
            (Shape::Weekday | Shape::Offset | Shape::UnitWay | Shape::Weekend | Shape::MonthWay, None) => deictics += 1,
            _ => {}
        }
    }
    years >= YEARS && years >= deictics * YEARS_PER_DEICTIC
}

/// Months after which the same month of the year told is taken for the next year's: "in December 1941 … in January".
const TURN_OF_YEAR: i32 = 6;

impl Asked<'_> {
    /// In a history, the time that a month without its year counts from.
    pub(super) fn story(&self) -> Option<(Days, Grain)> {
        self.scene.told.filter(|_| self.scene.history)
    }

    /// In a history, the day that "this year" and "the end of the month" count from.
    pub(super) fn told_in_story(&self) -> Option<Date> {
        self.story().map(|(days, _)| days.0)
    }

    /// The year of a month, counted from the time told before.
    pub(super) fn year_in_story(&self, month: i32) -> Option<i32> {
        let (days, grain) = self.story()?;
        let year = i32::from(days.0.year());
        let whole_year = matches!(grain, Grain::Year | Grain::PartOfYear | Grain::Decade | Grain::Century);
        let turned = !whole_year && i32::from(days.0.month()) - month > TURN_OF_YEAR;
        Some(year + i32::from(turned))
    }

    /// The weekday nearest to the day told before, itself included, when the text is a history.
    pub(super) fn weekday_in_story(&self, weekday: i32) -> Option<Date> {
        self.story()?;
        calendar::weekday_from(calendar::plus_days(self.scene.told_day?, -3)?, weekday)
    }
}
