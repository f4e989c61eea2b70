//! Days as reports write them on top: "5 January 2022", "Jan. 5", "Sunday, November 10, 2019", "2022-01-05T08:00Z".
//!
//! Only for metadata: times inside the running text are another stage's work. The names of months in other languages
//! than English are in `data/ingest/months-other.txt`; they name a day only with its year, since "5 set" and "3 ago"
//! are English words too.

use crate::lists;
use jiff::civil::Date;
use std::ops::Range;

/// A day found in some words, its year possibly left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    /// Where it stands, a weekday before it included.
    pub range: Range<usize>,
}

impl Day {
    /// The date. A year left out is the one that brings the day closest to `near`; without that there is no date.
    pub(crate) fn date(&self, near: Option<Date>) -> Option<Date> {
        match (self.year, near) {
            (Some(year), _) => Date::new(year, self.month, self.day).ok(),
            (None, Some(near)) => (near.year().saturating_sub(1)..=near.year().saturating_add(1))
                .filter_map(|year| Date::new(year, self.month, self.day).ok())
                .min_by_key(|date| near.since(*date).map_or(i32::MAX, |apart| apart.get_days().abs())),
            (None, None) => None,
        }
    }
}

/// Which of two numbers before a year is the day, where the words do not show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
    /// Not known: "02/03/2022" is then no day.
    #[default]
    Unknown,
}

/// The date that a field states, with its year.
pub(crate) fn stated(words: &str) -> Option<Date> {
    stated_in(words, Order::Unknown)
}

/// The date that a field states, with its year; numbers that could be read in two ways are read in this order.
pub(crate) fn stated_in(words: &str, order: Order) -> Option<Date> {
    let words = words.trim();
    compact(words).or_else(|| epoch(words)).or_else(|| find_in(words, order)?.date(None))
}

/// "20220708", also with a time behind it: "20220708T2240Z", "20220708224000".
fn compact(words: &str) -> Option<Date> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let timed = words[digits..].starts_with('T') || digits == words.len();
    let whole = matches!(digits, 8 | 12 | 14) && timed && (words.starts_with("19") || words.starts_with("20"));
    whole.then(|| Date::strptime("%Y%m%d", &words[..8]).ok()).flatten()
}

/// Seconds or milliseconds since 1970, of 1990 or later, in UTC.
fn epoch(words: &str) -> Option<Date> {
    let whole = words.split('.').next().unwrap_or(words);
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        _ => return None,
    };
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?;
    (date.year() >= 1990).then_some(date)
}

/// What is known of the clock behind a day: its hour, and whether it is in UTC. None without a clock, and for a clock in
/// a zone of its own, whose day is the day at the place of printing.
pub(crate) fn clock(words: &str) -> Option<(i8, bool)> {
    let words = words.trim();
    let colon = words.find(':')?;
    let hour = words.get(colon.checked_sub(2)?..colon)?.parse().ok()?;
    let utc = ["Z", "+00:00", "+0000", "+00", "GMT", "UTC"].iter().any(|zone| words.ends_with(zone));
    let bare = words[colon..].bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    (utc || bare).then_some((hour, utc))
}

/// The first day in some words.
pub(crate) fn find(words: &str) -> Option<Day> {
    find_in(words, Order::Unknown)
}

/// The first day in the opening of a text. There a month in any language names a day without its year: "5 янв".
pub(crate) fn find_in_opening(words: &str) -> Option<Day> {
    let short = |pair: &[Range<usize>]| {
        let [day, month] = pair else { return None };
        let month_is = lists::month_elsewhere(&words[month.clone()].to_lowercase())?;
        let stands = near(words, day, month) && words[day.end..month.start].contains(char::is_whitespace);
        made(None, month_is, day_of(words, day)?, day.start..month.end).filter(|_| stands)
    };
    find(words).or_else(|| tokens(words).windows(2).find_map(short))
}

/// The first day in some words; numbers that could be read in two ways are read in this order.
pub(crate) fn find_in(words: &str, order: Order) -> Option<Day> {
    all_in(words, order).next()
}

/// All days in some words, none inside another.
pub(crate) fn all_in(words: &str, order: Order) -> impl Iterator<Item = Day> + '_ {
    let tokens = tokens(words);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            let found = FORMS.iter().find_map(|form| form(words, &tokens[at..], order));
            let Some(mut day) = found else {
                at += 1;
                continue;
            };
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            if let Some(weekday) = before.filter(|range| lists::is_weekday(&words[(*range).clone()].to_lowercase())) {
                day.range.start = weekday.start;
            }
            while at < tokens.len() && tokens[at].start < day.range.end {
                at += 1;
            }
            return Some(day);
        }
        None
    })
}

type Form = fn(&str, &[Range<usize>], Order) -> Option<Day>;

/// The ways to write a day, tried in this order at each word.
const FORMS: [Form; 8] = [year_first, ideographic, day_first, month_first, of_month, year_then_words, numbers, dotted];

/// "2022-01-05", "2022/1/5", "2022.01.05.", also with a time behind it.
fn year_first(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let [year, month, day, ..] = tokens else { return None };
    let (first, second) = (&words[year.end..month.start], &words[month.end..day.start]);
    let joined = match first {
        "-" | "/" => first == second,
        "." | ". " => matches!(second, "." | ". "),
        _ => false,
    };
    // In "2022-01-05T08:00" the last token is "05T08".
    let digits = words[day.clone()].bytes().take_while(u8::is_ascii_digit).count();
    let (y, m, d) = (&words[year.clone()], &words[month.clone()], &words[day.start..day.start + digits]);
    let timed = digits == day.len() || words[day.start + digits..].starts_with(['T', 't']);
    if !joined || !timed || y.len() != 4 || m.len() > 2 || !(1..=2).contains(&digits) {
        return None;
    }
    made(y.parse().ok(), m.parse().ok()?, d.parse().ok()?, year.start..day.start + digits)
}

/// A number of a day has no more figures than these before its mark (a guess, November 2026).
const MOST_FIGURES: usize = 8;

/// "2022年1月5日", "2022년 1월 5일".
fn ideographic(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    const MARKS: [[char; 3]; 2] = [['年', '月', '日'], ['년', '월', '일']];
    let start = tokens.first()?.start;
    let mut rest = &words[start..];
    let marks = MARKS.iter().find(|marks| rest.get(4..).is_some_and(|rest| rest.starts_with(marks[0])))?;
    let mut numbers = [0i16; 3];
    for (number, mark) in numbers.iter_mut().zip(marks) {
        let spaceless = rest.trim_start();
        let (end, _) = spaceless.char_indices().take(MOST_FIGURES + 1).find(|(_, c)| c == mark)?;
        *number = spaceless[..end].parse().ok()?;
        rest = &spaceless[end + mark.len_utf8()..];
    }
    let [year, month, day] = numbers;
    made(Some(year), i8::try_from(month).ok()?, i8::try_from(day).ok()?, start..words.len() - rest.len())
}

/// "5 January 2022", "5th Jan", "5-Jan-2022", "5. Januar 2022".
fn day_first(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let [day, month, ..] = tokens else { return None };
    let stands = near(words, day, month);
    with_year(words, tokens, month_of(words, month)?, day_of(words, day)?).filter(|_| stands)
}

/// "January 5, 2022", "Jan. 5".
fn month_first(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let [month, day, ..] = tokens else { return None };
    let stands = near(words, month, day);
    with_year(words, tokens, month_of(words, month)?, day_of(words, day)?).filter(|_| stands)
}

/// "5 de enero de 2022", "5th of January, 2022", "5 de janeiro 2022".
fn of_month(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let [day, of, month, rest @ ..] = tokens else { return None };
    let is_of = |token: &Range<usize>| ["de", "of", "del", "di"].contains(&&words[token.clone()]);
    let year = rest.iter().take(2).find(|token| !is_of(token))?;
    if !is_of(of) || !near(words, day, of) || !near(words, of, month) || year.start > month.end + 8 {
        return None;
    }
    let (month, _) = month_of(words, month)?;
    made(Some(year_of(&words[year.clone()])?), month, day_of(words, day)?, day.start..year.end)
}

/// "2022 жылғы 5 қаңтар", "2022 m. sausio 5 d.", "2022. január 5.", "2022 January 5".
fn year_then_words(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let (year, rest) = tokens.split_first()?;
    let year_is = year_of(&words[year.clone()])?;
    let rest = match rest.first() {
        Some(word) if matches!(&words[word.clone()], "жылғы" | "жылдын" | "m" | "yil") => &rest[1..],
        _ => rest,
    };
    let [one, two, ..] = rest else { return None };
    if !near(words, one, two) || one.start > year.end + 20 {
        return None;
    }
    let read = |day: &Range<usize>, month: &Range<usize>| Some((day_of(words, day)?, month_of(words, month)?.0));
    let (day, month) = read(one, two).or_else(|| read(two, one))?;
    made(Some(year_is), month, day, year.start..two.end)
}

/// "05/01/2022", "5-1-2022": read where only one order makes a day, or in the order given.
fn numbers(words: &str, tokens: &[Range<usize>], order: Order) -> Option<Day> {
    let [one, two, year, ..] = tokens else { return None };
    let joined =
        ["/", "-"].iter().any(|mark| words[one.end..two.start] == **mark && words[two.end..year.start] == **mark);
    let numbers = (day_of(words, one)?, day_of(words, two)?, year_of(&words[year.clone()])?);
    let (day, month) = match (numbers, order) {
        ((one, two, _), _) if one > 12 || one == two => (one, two),
        ((one, two, _), _) if two > 12 => (two, one),
        ((one, two, _), Order::DayFirst) => (one, two),
        ((one, two, _), Order::MonthFirst) => (two, one),
        (_, Order::Unknown) => return None,
    };
    made(Some(numbers.2), month, day, one.start..year.end).filter(|_| joined)
}

/// "05.01.2022", "5. 1. 2022", "05.01.22": points are written where the day comes first.
fn dotted(words: &str, tokens: &[Range<usize>], _: Order) -> Option<Day> {
    let [day, month, year, ..] = tokens else { return None };
    let gaps = [&words[day.end..month.start], &words[month.end..year.start]];
    let joined = gaps == [".", "."] || gaps == [". ", ". "];
    let year_is = &words[year.clone()];
    let year_is = match year_is.len() {
        // Two figures are a year of this century: no page is older.
        2 if gaps == [".", "."] => 2000 + year_is.parse::<i16>().ok()?,
        _ => year_of(year_is)?,
    };
    made(Some(year_is), day_of(words, month)?, day_of(words, day)?, day.start..year.end).filter(|_| joined)
}

/// The day, with the year if the third token is one. A month in a language other than English needs its year.
fn with_year(words: &str, tokens: &[Range<usize>], (month, english): (i8, bool), day: i8) -> Option<Day> {
    let year = tokens.get(2).filter(|year| near(words, &tokens[1], year));
    let year = year.and_then(|year| year_of(&words[year.clone()]));
    let last = if year.is_some() { &tokens[2] } else { &tokens[1] };
    let spaced = words[tokens[0].end..tokens[1].start].contains(char::is_whitespace);
    let stands = year.is_some() || english && spaced;
    made(year, month, day, tokens[0].start..last.end).filter(|_| stands)
}

fn year_of(digits: &str) -> Option<i16> {
    let four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    four.then(|| digits.parse().ok()).flatten().filter(|year| (1800..2200).contains(year))
}

/// A leap year stands in for a year left out, so that 29 February stays a day.
fn made(year: Option<i16>, month: i8, day: i8, range: Range<usize>) -> Option<Day> {
    Date::new(year.unwrap_or(2024), month, day).ok().map(|_| Day { year, month, day, range })
}

/// The month that a word names, and whether in English, where its first letter is a capital.
fn month_of(words: &str, token: &Range<usize>) -> Option<(i8, bool)> {
    let word = &words[token.clone()];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = word.to_lowercase();
    let english = word.starts_with(char::is_uppercase).then(|| lists::month(&lower)).flatten();
    english.map(|month| (month, true)).or_else(|| lists::month_elsewhere(&lower).map(|month| (month, false)))
}

fn day_of(words: &str, token: &Range<usize>) -> Option<i8> {
    let word = &words[token.clone()];
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let endings = ["st", "nd", "rd", "th", "er", "º"];
    let digits = endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// Whether two tokens stand side by side, with no more than a comma, a point, a hyphen or a slash between them.
fn near(words: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    let gap = &words[a.end..b.start];
    let mark = gap.trim();
    gap.chars().count() <= 3 && (matches!(mark, "" | "," | "." | ".,") || matches!(gap, "-" | "/"))
}

/// The runs of letters and digits.
fn tokens(words: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    for (at, c) in words.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(token) if token.end == at => token.end = end,
            _ => tokens.push(at..end),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_alone_is_not_looked_far_from() {
        assert_eq!(all_in(&"2022年 ".repeat(60_000), Order::Unknown).count(), 0);
        let found = find("2022년 001월 5일").and_then(|day| day.date(None));
        assert_eq!(found, Some(date(2022, 1, 5)));
    }

    #[test]
    fn stated_days_are_read() {
        let cases = [
            ("2022-02-26", Some(date(2022, 2, 26))),
            ("2022-07-08T22:40:00+05:30", Some(date(2022, 7, 8))),
            ("20220708", Some(date(2022, 7, 8))),
            ("Fri, 08 Jul 2022 22:40:00 GMT", Some(date(2022, 7, 8))),
            ("February 26, 2022", Some(date(2022, 2, 26))),
            ("26 Feb. 2022", Some(date(2022, 2, 26))),
            ("5th Sept 2019", Some(date(2019, 9, 5))),
            ("2022/1/5", Some(date(2022, 1, 5))),
            ("2022. 1. 5.", Some(date(2022, 1, 5))),
            ("25/03/2022", Some(date(2022, 3, 25))),
            ("03/25/2022 10:00", Some(date(2022, 3, 25))),
            ("05.01.2022", Some(date(2022, 1, 5))),
            ("05.01.22", Some(date(2022, 1, 5))),
            ("5-Jan-2022", Some(date(2022, 1, 5))),
            ("20220708T224000Z", Some(date(2022, 7, 8))),
            ("20220708224000", Some(date(2022, 7, 8))),
            ("1641340800", Some(date(2022, 1, 5))),
            ("1641340800000", Some(date(2022, 1, 5))),
            ("5 января 2022 г.", Some(date(2022, 1, 5))),
            ("5 қаңтар 2022", Some(date(2022, 1, 5))),
            ("2022 жылғы 5 қаңтар", Some(date(2022, 1, 5))),
            ("5 de enero de 2022", Some(date(2022, 1, 5))),
            ("1er janvier 2022", Some(date(2022, 1, 1))),
            ("5. Januar 2022", Some(date(2022, 1, 5))),
            ("2022年1月5日", Some(date(2022, 1, 5))),
            ("2022년 1월 5일", Some(date(2022, 1, 5))),
            ("5th of January, 2022", Some(date(2022, 1, 5))),
            ("2022-13-05", None),
            ("5 ago", None),
            ("1.5.2", None),
            ("1990", None),
            ("2022-02-30", None),
            ("02/03/2022", None),
            ("February 2022", None),
            ("yesterday", None),
            ("", None),
        ];
        for (words, expected) in cases {
            assert_eq!(stated(words), expected, "{words}");
        }
    }

    #[test]
    fn a_day_without_its_year_is_near_the_publication() {
        let at = |words: &str, near| find(words).expect("a day").date(Some(near));
        assert_eq!(at("Jan 5", date(2022, 1, 6)), Some(date(2022, 1, 5)));
        assert_eq!(at("Dec. 31", date(2022, 1, 1)), Some(date(2021, 12, 31)));
        assert_eq!(at("1 January", date(2021, 12, 31)), Some(date(2022, 1, 1)));
        assert_eq!(find("Jan 5").expect("a day").date(None), None);
    }

    #[test]
    fn the_weekday_belongs_to_the_day() {
        let words = "Sunday, November 10, 2019 ";
        assert_eq!(find(words).expect("a day").range, 0..25);
        assert_eq!(find("you may 5 times"), None);
    }
}
