//! Sums with dates. Nothing here panics: what no calendar has is `None`.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use qantar_record::Interval;

/// Days from the first to the last, both included.
pub type Days = (Date, Date);

/// A day of the calendar.
pub fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// So many days on; back when negative.
pub fn plus_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// So many months on, on the same day or the month's last.
pub fn plus_months(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// `count` whole months, of which the first is `month` of `year`; months beyond December run on.
pub fn months(year: i32, month: i32, count: i32) -> Option<Days> {
    let first = plus_months(day(year, 1, 1)?, month - 1)?;
    Some((first, plus_months(first, count)?.checked_sub(1.day()).ok()?))
}

/// A whole year.
pub fn year(year: i32) -> Option<Days> {
    months(year, 1, 12)
}

/// Whole years, both included.
pub fn years(from: i32, to: i32) -> Option<Days> {
    Some((day(from, 1, 1)?, day(to, 12, 31)?))
}

/// Monday 1 to Sunday 7.
pub fn weekday(date: Date) -> i32 {
    date.weekday().to_monday_one_offset().into()
}

/// The Monday to the Sunday that hold the date.
pub fn week(date: Date) -> Option<Days> {
    let monday = plus_days(date, 1 - weekday(date))?;
    Some((monday, plus_days(monday, 6)?))
}

/// The last such weekday on or before the date.
pub fn weekday_until(date: Date, wanted: i32) -> Option<Date> {
    plus_days(date, -(weekday(date) - wanted).rem_euclid(7))
}

/// The first such weekday on or after the date.
pub fn weekday_from(date: Date, wanted: i32) -> Option<Date> {
    plus_days(date, (wanted - weekday(date)).rem_euclid(7))
}

/// The days from one to another.
pub fn interval(days: Days) -> Interval {
    Interval { from: Some(days.0), to: Some(days.1) }
}

/// Easter Sunday of the western churches (the anonymous Gregorian reckoning of 1876).
pub fn easter(year: i32) -> Option<Date> {
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let moon_lag = (century - (century + 8) / 25 + 1) / 3;
    let full_moon = (19 * golden + century - century / 4 - moon_lag + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - full_moon - rest % 4).rem_euclid(7);
    let late = (golden + 11 * full_moon + 22 * to_sunday) / 451;
    let days = full_moon + to_sunday - 7 * late + 114;
    day(year, days / 31, days % 31 + 1)
}
