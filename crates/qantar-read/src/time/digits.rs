//! What a token of digits can be: a day, a year, a time of the clock.

use super::lexicon::Class;

/// The value of a token as a class of digits; none when it cannot be one. `Count` is read elsewhere, by the number
/// reader, since it may take several tokens.
pub fn value(text: &str, class: Class) -> Option<i32> {
    match class {
        Class::Day => plain(text, 2).or_else(|| ordinal(text)).filter(|n| (1..=31).contains(n)),
        Class::MonthNumber => plain(text, 2).filter(|n| (1..=12).contains(n)),
        Class::Year => plain(text, 4).filter(|n| text.len() == 4 && (1000..3000).contains(n)),
        // Years before our era count from 0 backwards on the calendar: 1 BC is 0, 44 BC is -43.
        Class::YearBefore => plain(text, 4).filter(|n| *n > 0).map(|year| 1 - year),
        Class::ShortYear => plain(text, 2).filter(|_| text.len() == 2).map(century_of),
        Class::Ordinal => ordinal(text),
        Class::Decade => decade(text),
        Class::Clock => clock(text, ':'),
        Class::DottedClock => clock(text, '.'),
        Class::ClockHalf => {
            let time = strip(text, &["am", "pm"])?;
            clock(time, ':').or_else(|| clock(time, '.')).or_else(|| plain(time, 2)).filter(|_| !time.is_empty())
        }
        Class::FourDigits => plain(text, 4).filter(|n| text.len() == 4 && *n < 2400 && n % 100 < 60),
        Class::Hour => plain(text, 2).filter(|n| *n <= 24),
        _ => None,
    }
}

/// Up to `longest` ASCII digits and nothing else.
fn plain(text: &str, longest: usize) -> Option<i32> {
    let digits = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn strip<'t>(text: &'t str, endings: &[&str]) -> Option<&'t str> {
    let cut = text.len().checked_sub(2)?;
    let (figure, ending) = (text.get(..cut)?, text.get(cut..)?);
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known)).then_some(figure)
}

fn ordinal(text: &str) -> Option<i32> {
    plain(strip(text, &["st", "nd", "rd", "th"])?, 2)
}

/// Two digits up to 50 are this century's, the others the last one's.
fn century_of(year: i32) -> i32 {
    if year <= 50 { 2000 + year } else { 1900 + year }
}

/// "1990s", "90s": its first year.
fn decade(text: &str) -> Option<i32> {
    let figure = text.strip_suffix('s')?;
    let first = match figure.len() {
        2 => plain(figure, 2).map(century_of),
        4 => plain(figure, 4),
        _ => None,
    };
    first.filter(|year| year % 10 == 0 && (1500..2100).contains(year))
}

fn clock(text: &str, between: char) -> Option<i32> {
    let (hour, minute) = text.split_once(between)?;
    let (hour, minute) = (plain(hour, 2)?, plain(minute, 2).filter(|_| minute.len() == 2)?);
    (hour <= 24 && minute < 60).then_some(hour * 100 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_what_they_can_be() {
        for (text, class, wanted) in [
            ("08", Class::Day, Some(8)),
            ("27th", Class::Day, Some(27)),
            ("99", Class::Day, None),
            ("0", Class::Day, None),
            ("2022", Class::Year, Some(2022)),
            ("20000", Class::Year, None),
            ("0", Class::Year, None),
            ("16", Class::ShortYear, Some(2016)),
            ("98", Class::ShortYear, Some(1998)),
            ("1990s", Class::Decade, Some(1990)),
            ("80s", Class::Decade, Some(1980)),
            ("1995s", Class::Decade, None),
            ("19:45", Class::Clock, Some(1945)),
            ("2:05:46", Class::Clock, None),
            ("2:1", Class::Clock, None),
            ("8:00am", Class::ClockHalf, Some(800)),
            ("5.20", Class::DottedClock, Some(520)),
            ("5.2", Class::DottedClock, None),
            ("44", Class::YearBefore, Some(-43)),
            ("10PM", Class::ClockHalf, Some(10)),
            ("am", Class::ClockHalf, None),
            ("0040", Class::FourDigits, Some(40)),
            ("19th", Class::Ordinal, Some(19)),
        ] {
            assert_eq!(value(text, class), wanted, "{text} as {class:?}");
        }
    }
}
