//! Units by their distance: "last week", "three days ago", "the past few years".

use super::{Asked, Outcome, Why};
use crate::time::calendar::{self, Days};
use crate::time::lexicon::Class;
use crate::time::unit::{self, Length};
use jiff::civil::Date;
use qantar_record::Grain;

/// Sentences for which a quarter that was told stays the measure of "a year earlier".
const QUARTER_HOLDS: usize = 3;

impl Asked<'_> {
    /// The whole week, month or year that is so many away from the one that holds `base`.
    pub(super) fn whole_unit(&self, base: Date) -> Outcome {
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

    pub(super) fn amount(&self) -> Result<i32, Why> {
        let unit = self.need(Class::Unit)?;
        let width = |vague| self.widths.get(&(vague, unit)).copied().ok_or(Why::NoSuchDay);
        self.get(Class::Vague).map_or_else(|| Ok(self.get(Class::Count).unwrap_or(1)), width)
    }

    /// The day, month or year so many units from `base`.
    pub(super) fn moved(&self, base: Date, amount: i32) -> Outcome {
        let unit = self.need(Class::Unit)?;
        let holds = self.scene.since_quarter <= QUARTER_HOLDS || !self.expression.rule.recorded;
        if let Some(quarter) = self.scene.quarter.filter(|_| unit == unit::YEAR && holds) {
            let first = calendar::plus_months(quarter.0, 12 * amount).ok_or(Why::NoSuchDay)?;
            let days = calendar::months(first.year().into(), first.month().into(), 3);
            return Ok((days.ok_or(Why::NoSuchDay)?, Grain::Quarter));
        }
        let whole = |days: Option<Days>, grain| Ok((days.ok_or(Why::NoSuchDay)?, grain));
        match unit::length(unit) {
            Length::Hours => self.day(calendar::plus_days(base, amount / 24)),
            Length::Moments => self.day(Some(base)),
            Length::Days(days) => self.day(calendar::plus_days(base, days * amount)),
            Length::Months(months @ (1 | 3)) => {
                let first = i32::from(base.month()) + months * amount;
                whole(calendar::months(base.year().into(), first, 1), Grain::Month)
            }
            Length::Months(months) => whole(calendar::year(i32::from(base.year()) + months / 12 * amount), Grain::Year),
        }
    }

    /// From the report's own day so many units back or on.
    pub(super) fn stretch(&self, way: i32) -> Outcome {
        let anchor = self.anchor()?;
        let amount = self.amount()? * way;
        let end = match unit::length(self.need(Class::Unit)?) {
            Length::Moments => Some(anchor),
            Length::Hours => calendar::plus_days(anchor, amount / 24),
            Length::Days(days) => calendar::plus_days(anchor, days * amount),
            Length::Months(months) => calendar::plus_months(anchor, months * amount),
        };
        let end = end.ok_or(Why::NoSuchDay)?;
        Ok(((anchor.min(end), anchor.max(end)), Grain::Stretch))
    }
}
