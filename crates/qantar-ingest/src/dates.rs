//! Days as reports write them on top: "5 January 2022", "Jan. 5", "Sunday, November 10, 2019", "2022-01-05T08:00Z".
//!
//! Only for metadata: times inside the running text are another stage's work.

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

/// The date that a field states, with its year.
pub(crate) fn stated(words: &str) -> Option<Date> {
    let digits = words.trim();
    if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Date::strptime("%Y%m%d", digits).ok();
    }
    find(words)?.date(None)
}

/// The first day in some words.
pub(crate) fn find(words: &str) -> Option<Day> {
    let tokens = tokens(words);
    (0..tokens.len()).find_map(|at| {
        let mut day = FORMS.iter().find_map(|form| form(words, &tokens[at..]))?;
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        if let Some(weekday) = before.filter(|range| lists::is_weekday(&words[(*range).clone()].to_lowercase())) {
            day.range.start = weekday.start;
        }
        Some(day)
    })
}

type Form = fn(&str, &[Range<usize>]) -> Option<Day>;

/// The ways to write a day, tried in this order at each word.
const FORMS: [Form; 3] = [iso, day_first, month_first];

/// "2022-01-05", also with a time behind it.
fn iso(words: &str, tokens: &[Range<usize>]) -> Option<Day> {
    let [year, month, day, ..] = tokens else { return None };
    let joined = words[year.end..month.start] == *"-" && words[month.end..day.start] == *"-";
    // In "2022-01-05T08:00" the last token is "05T08".
    let day = day.start..(day.start + 2).min(day.end);
    let (y, m, d) = (&words[year.clone()], &words[month.clone()], words.get(day.clone())?);
    if !joined || y.len() != 4 || m.len() != 2 {
        return None;
    }
    made(y.parse().ok(), m.parse().ok()?, d.parse().ok()?, year.start..day.end)
}

/// "5 January 2022", "5th Jan".
fn day_first(words: &str, tokens: &[Range<usize>]) -> Option<Day> {
    let [day, month, ..] = tokens else { return None };
    let stands = near(words, day, month);
    with_year(words, tokens, month_of(words, month)?, day_of(words, day)?).filter(|_| stands)
}

/// "January 5, 2022", "Jan. 5".
fn month_first(words: &str, tokens: &[Range<usize>]) -> Option<Day> {
    let [month, day, ..] = tokens else { return None };
    let stands = near(words, month, day);
    with_year(words, tokens, month_of(words, month)?, day_of(words, day)?).filter(|_| stands)
}

/// The day, with the year if the third token is one.
fn with_year(words: &str, tokens: &[Range<usize>], month: i8, day: i8) -> Option<Day> {
    let year = tokens.get(2).filter(|year| near(words, &tokens[1], year)).and_then(|year| {
        let digits = &words[year.clone()];
        (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| (1800..2200).contains(year))
    });
    let last = if year.is_some() { &tokens[2] } else { &tokens[1] };
    made(year, month, day, tokens[0].start..last.end)
}

/// A leap year stands in for a year left out, so that 29 February stays a day.
fn made(year: Option<i16>, month: i8, day: i8, range: Range<usize>) -> Option<Day> {
    Date::new(year.unwrap_or(2024), month, day).ok().map(|_| Day { year, month, day, range })
}

fn month_of(words: &str, token: &Range<usize>) -> Option<i8> {
    let word = &words[token.clone()];
    word.starts_with(char::is_uppercase).then(|| lists::month(&word.to_lowercase())).flatten()
}

fn day_of(words: &str, token: &Range<usize>) -> Option<i8> {
    let word = &words[token.clone()];
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// Whether two tokens stand side by side, with no more than a comma or a point between them.
fn near(words: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    let gap = &words[a.end..b.start];
    gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.'))
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
    fn stated_days_are_read() {
        let cases = [
            ("2022-02-26", Some(date(2022, 2, 26))),
            ("2022-07-08T22:40:00+05:30", Some(date(2022, 7, 8))),
            ("20220708", Some(date(2022, 7, 8))),
            ("Fri, 08 Jul 2022 22:40:00 GMT", Some(date(2022, 7, 8))),
            ("February 26, 2022", Some(date(2022, 2, 26))),
            ("26 Feb. 2022", Some(date(2022, 2, 26))),
            ("5th Sept 2019", Some(date(2019, 9, 5))),
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
