//! Units of time, as `data/time/words.toml` numbers them.

pub const HOUR: i32 = 1;
pub const DAY: i32 = 2;
pub const WEEK: i32 = 3;
pub const MONTH: i32 = 4;
pub const YEAR: i32 = 5;
pub const DECADE: i32 = 6;
pub const CENTURY: i32 = 7;
pub const MINUTE: i32 = 8;
pub const SECOND: i32 = 9;
pub const QUARTER: i32 = 10;
pub const WEEKEND: i32 = 11;

/// How long a unit lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Less than an hour: it never leaves the day.
    Moments,
    /// An hour.
    Hours,
    /// So many days.
    Days(i32),
    /// So many months.
    Months(i32),
}

/// The length of a unit; a year for what is none.
pub fn length(unit: i32) -> Length {
    match unit {
        MINUTE | SECOND => Length::Moments,
        HOUR => Length::Hours,
        DAY => Length::Days(1),
        WEEK => Length::Days(7),
        WEEKEND => Length::Days(2),
        MONTH => Length::Months(1),
        QUARTER => Length::Months(3),
        DECADE => Length::Months(120),
        CENTURY => Length::Months(1200),
        _ => Length::Months(12),
    }
}

/// How TimeML writes a unit: "P" or "PT" and the letters behind the number.
pub fn letters(unit: i32) -> (&'static str, &'static str) {
    match unit {
        SECOND => ("PT", "S"),
        MINUTE => ("PT", "M"),
        HOUR => ("PT", "H"),
        DAY => ("P", "D"),
        WEEK => ("P", "W"),
        WEEKEND => ("P", "WE"),
        MONTH => ("P", "M"),
        QUARTER => ("P", "Q"),
        DECADE => ("P", "DE"),
        CENTURY => ("P", "C"),
        _ => ("P", "Y"),
    }
}
