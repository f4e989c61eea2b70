//! Time expressions as TimeML's TIMEX3 writes them: type and value. The record keeps intervals; this is for others'
//! tools and for the exam.
//!
//! The values follow ISO 8601 as TimeML 1.2.1 stretches it: `1998-W02-WE`, `1989-Q3`, `1994-WI`, `P3M`, `PXD`,
//! `1998-02-06TMO`, `PRESENT_REF`.

use super::calendar::Days;
use super::grammar::{Expression, Values};
use super::lexicon::{Class, Shape};
use super::resolve::Resolved;
use super::unit::{self, Length};
use jiff::civil::Date;
use qantar_record::Grain;

/// The four types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A day or anything longer on the calendar; also the references to past, present and future.
    Date,
    /// A part of a day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

impl Kind {
    /// The word for it in TimeML.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
            Kind::Set => "SET",
        }
    }
}

/// Type and value of an expression; `resolved` is what the calendar said, if it was asked and could tell.
pub fn value(expression: &Expression<'_>, resolved: Option<Resolved>) -> (Kind, String) {
    let (rule, values) = (expression.rule, &expression.values);
    if let Some(value) = &rule.value {
        let kind = match rule.shape {
            Shape::Repeat => Kind::Set,
            Shape::Duration => Kind::Duration,
            _ => Kind::Date,
        };
        return (kind, value.clone());
    }
    let vague = values.get(Class::Vague).is_some_and(|vague| vague != COUPLE);
    match (rule.shape, resolved) {
        (Shape::Duration | Shape::PastUnits | Shape::NextUnits, _) => (Kind::Duration, period(values)),
        (Shape::Repeat, _) => (Kind::Set, repeat(values)),
        (Shape::Ago, _) if vague => (Kind::Date, "PAST_REF".into()),
        (Shape::Shift, _) if vague => {
            let ahead = values.get(Class::Way) == Some(1);
            (Kind::Date, if ahead { "FUTURE_REF" } else { "PAST_REF" }.into())
        }
        (_, None) => (Kind::Date, "XXXX".into()),
        (shape, Some(resolved)) => {
            let by_week = matches!(shape, Shape::Ago | Shape::Shift) && values.get(Class::Unit) == Some(unit::WEEK);
            dated(values, resolved.days, if by_week { Grain::Week } else { resolved.grain })
        }
    }
}

/// Type and value of a time on the calendar.
pub fn dated(values: &Values, days: Days, grain: Grain) -> (Kind, String) {
    let from = days.0;
    let value = match grain {
        Grain::Day | Grain::PartOfDay => {
            let day = from.to_string();
            return match hour(values) {
                Some(hour) => (Kind::Time, format!("{day}T{hour}")),
                None => (Kind::Date, day),
            };
        }
        Grain::Week | Grain::Weekend => {
            let week = from.iso_week_date();
            let end = if grain == Grain::Weekend { "-WE" } else { "" };
            format!("{:04}-W{:02}{end}", week.year(), week.week())
        }
        Grain::Month | Grain::PartOfMonth => format!("{}-{:02}", year(from), from.month()),
        Grain::Quarter => format!("{}-Q{}", year(from), (from.month() - 1) / 3 + 1),
        Grain::Season => format!("{}-{}", year(from), SEASONS[(from.month() as usize / 3 + 3) % 4]),
        Grain::PartOfYear if values.get(Class::Ordinal).is_some() => {
            format!("{}-H{}", year(from), from.month() / 7 + 1)
        }
        Grain::Year | Grain::PartOfYear => year(from),
        Grain::Decade => year(from)[..year(from).len() - 1].to_owned(),
        Grain::Century => year(from)[..year(from).len() - 2].to_owned(),
        Grain::Stretch => format!("{from}/{}", days.1),
    };
    (Kind::Date, value)
}

/// By the month in which a season begins: March, June, September, December.
const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];

/// Years before our era are counted without a year 0.
fn year(day: Date) -> String {
    match i32::from(day.year()) {
        year @ ..=0 => format!("BC{:04}", 1 - year),
        year => format!("{year:04}"),
    }
}

/// What stands behind the T: the time of the clock, else the part of the day.
fn hour(values: &Values) -> Option<String> {
    let clock = [Class::Clock, Class::ClockHalf, Class::FourDigits].into_iter().find_map(|class| values.get(class));
    let clock = clock.map(|time| if time < 100 && values.get(Class::FourDigits).is_none() { time * 100 } else { time });
    match clock.or(values.get(Class::Hour).map(|hour| hour * 100)) {
        Some(time) => {
            let late = values.get(Class::Meridiem) == Some(2) && time < 1200;
            let midnight = values.get(Class::Meridiem) == Some(1) && time >= 1200;
            let time = time + if late { 1200 } else { 0 } - if midnight { 1200 } else { 0 };
            Some(format!("{:02}:{:02}", time / 100, time % 100))
        }
        None => values.get(Class::Part).and_then(part_of_day).map(str::to_owned),
    }
}

fn part_of_day(part: i32) -> Option<&'static str> {
    PARTS.get(usize::try_from(part - 1).ok()?).copied()
}

/// The parts of the day as `words.toml` numbers them.
const PARTS: [&str; 8] = ["MO", "MO", "12:00", "AF", "EV", "EV", "NI", "24"];

/// "A couple" is the one open count that has a number.
const COUPLE: i32 = 2;

/// A duration: `P3D`, `PT2H`, `PXW`, `P2Y6M`.
fn period(values: &Values) -> String {
    let unit = values.get(Class::Unit).unwrap_or(unit::YEAR);
    let (head, letters) = unit::letters(unit);
    let half = half(unit);
    let count = match (values.get(Class::Vague), values.get(Class::Count)) {
        (Some(COUPLE), _) => "2".to_owned(),
        (None, Some(count)) => count.to_string(),
        _ => "X".to_owned(),
    };
    match (values.get(Class::Half), half) {
        (Some(_), Some(half)) if values.get(Class::Count).is_some_and(|count| count > 0) => {
            let joint = half.strip_prefix(head).unwrap_or(half);
            format!("{head}{count}{letters}{joint}")
        }
        (Some(_), Some(half)) => half.to_owned(),
        _ => format!("{head}{count}{letters}"),
    }
}

/// Half a unit.
fn half(unit: i32) -> Option<&'static str> {
    match unit::length(unit) {
        Length::Moments if unit == unit::MINUTE => Some("PT30S"),
        Length::Moments => None,
        Length::Hours => Some("PT30M"),
        Length::Days(1) => Some("PT12H"),
        Length::Days(_) => None,
        Length::Months(1) => Some("P15D"),
        Length::Months(12) => Some("P6M"),
        Length::Months(120) => Some("P5Y"),
        Length::Months(1200) => Some("P50Y"),
        Length::Months(_) => None,
    }
}

/// What comes again: `P1D`, `XXXX-WXX-5`, `XXXX-XX-XXTMO`.
fn repeat(values: &Values) -> String {
    let hour = hour(values);
    match (values.get(Class::Weekday), values.get(Class::Month), hour) {
        (Some(weekday), _, None) => format!("XXXX-WXX-{weekday}"),
        (Some(weekday), _, Some(hour)) => format!("XXXX-WXX-{weekday}T{hour}"),
        (None, Some(month), _) => format!("XXXX-{month:02}"),
        (None, None, Some(hour)) => format!("XXXX-XX-XXT{hour}"),
        (None, None, None) => match values.get(Class::Season) {
            Some(season) => format!("XXXX-{}", SEASONS[(season as usize + 3) % 4]),
            None => period(values),
        },
    }
}
