//! Days, months and years by their numbers, and stretches between two of them.

use super::{Asked, Outcome, Why};
use crate::time::calendar::{self, Days};
use crate::time::cues::Direction;
use crate::time::grammar::Values;
use crate::time::lexicon::Class;
use jiff::civil::Date;
use qantar_record::Grain;

/// A day or month without its year that would lie further back than this, while the next one is nearer than that, is the
/// next one unless the verb tells the past. Chosen on TimeBank, 2026-11-28.
const FAR_BACK: i32 = 240;
const NEAR_AHEAD: i32 = 125;

/// The same day in the nearest year in which it is that weekday, two years away at most.
fn on_weekday(likely: Date, weekday: i32) -> Option<Date> {
    let year = i32::from(likely.year());
    let in_year = |away| calendar::day(year + away, likely.month().into(), likely.day().into());
    [0, -1, 1, -2, 2].into_iter().filter_map(in_year).find(|day| calendar::weekday(*day) == weekday)
}

impl Asked<'_> {
    pub(super) fn date(&self, values: &Values) -> Outcome {
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

    /// A month or a day of the year that is being told.
    pub(super) fn date_told(&self) -> Outcome {
        let mut values = self.expression.values;
        values.fill(Class::Year, Some(self.told()?.year().into()));
        self.date(&values)
    }

    fn month_day(&self, values: &Values, month: i32, day: i32) -> Result<Date, Why> {
        if let Some(year) = self.year_of(values)? {
            return calendar::day(year, month, day).ok_or(Why::NoSuchDay);
        }
        let likely = match self.year_in_story(month) {
            Some(year) => calendar::day(year, month, day).ok_or(Why::NoSuchDay)?,
            None => self.nearest_day(month, day)?,
        };
        Ok(values.get(Class::Weekday).and_then(|weekday| on_weekday(likely, weekday)).unwrap_or(likely))
    }

    fn nearest_day(&self, month: i32, day: i32) -> Result<Date, Why> {
        let anchor = self.anchor()?;
        // Eight years hold a 29 February on either side.
        let this = i32::from(anchor.year());
        let past = (this - 8..=this).rev().filter_map(|year| calendar::day(year, month, day)).find(|d| *d <= anchor);
        let next = (this..=this + 8).filter_map(|year| calendar::day(year, month, day)).find(|d| *d >= anchor);
        let (past, next) = past.zip(next).ok_or(Why::NoSuchDay)?;
        self.choose(anchor, (past, past), (next, next)).map(|days| days.0)
    }

    fn month(&self, values: &Values, month: i32) -> Outcome {
        let third = values.get(Class::Third);
        let grains = (Grain::Month, Grain::PartOfMonth);
        if let Some(year) = self.year_of(values)? {
            return self.thirds(year, month, 1, third, grains);
        }
        if let Some(year) = self.year_in_story(month) {
            return self.thirds(year, month, 1, third, grains);
        }
        let anchor = self.anchor()?;
        let this = i32::from(anchor.year());
        let past = (this - 1..=this).rev().filter_map(|y| calendar::months(y, month, 1)).find(|m| m.0 <= anchor);
        let next = (this..=this + 1).filter_map(|y| calendar::months(y, month, 1)).find(|m| m.1 >= anchor);
        let (past, next) = past.zip(next).ok_or(Why::NoSuchDay)?;
        let chosen = self.choose(anchor, past, next)?;
        self.thirds(chosen.0.year().into(), month, 1, third, grains)
    }

    /// Of the last and the next such day or month, the one meant. Without a cue it is the last, unless that is far back and
    /// the next is near: a writer would have told the year.
    fn choose(&self, anchor: Date, past: Days, next: Days) -> Result<Days, Why> {
        let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
        let far_back = days(past.1, anchor) > FAR_BACK && days(anchor, next.0) <= NEAR_AHEAD;
        Ok(match self.clause.direction() {
            Direction::Future => next,
            Direction::Unsaid if far_back => next,
            Direction::Past if far_back && self.clause.is_end() => next,
            _ => past,
        })
    }

    /// All of a stretch of months, or its early, middle or late part.
    pub(super) fn thirds(
        &self,
        year: i32,
        month: i32,
        count: i32,
        third: Option<i32>,
        grains: (Grain, Grain),
    ) -> Outcome {
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

    /// The two ends of a range; what one end leaves out it takes from the other.
    pub(super) fn range(&self, mut first: Values, mut last: Values) -> Result<[(Days, Grain); 2], Why> {
        if let (Some(_), Some(weekday), None) =
            (first.get(Class::Weekday), last.get(Class::Weekday), last.get(Class::Day))
        {
            let from = self.weekday(&first)?;
            let to = calendar::weekday_from(from.0.0, weekday).ok_or(Why::NoSuchDay)?;
            return Ok([from, ((to, to), Grain::Day)]);
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
        let to = self.date(&last)?;
        let spelt = first.get(Class::Year).is_some();
        first.fill(Class::Year, Some(i32::from(to.0.1.year())));
        let mut from = self.date(&first)?;
        if from.0.0 > to.0.1 && !spelt {
            let back = |day| calendar::plus_months(day, -12).ok_or(Why::NoSuchDay);
            from.0 = (back(from.0.0)?, back(from.0.1)?);
        }
        Ok([from, to])
    }
}
