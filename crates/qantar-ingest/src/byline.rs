//! The line that says who wrote a report, where and when; and the line that says only when.

use crate::dates::{self, Day};
use crate::lists;
use std::ops::Range;

/// What a byline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Byline {
    pub author: Option<String>,
    pub place: Option<String>,
    pub day: Option<Day>,
    /// The words for place and day, or the whole line.
    pub range: Range<usize>,
}

/// Reads a line as a byline ("By Ana Rojas in Oruro May 3, 2024") or a date line ("Sunday, November 10, 2019").
pub(crate) fn parse(line: &str) -> Option<Byline> {
    named(line).or_else(|| dated(line))
}

/// Marks that end one part of a byline and start the next.
const PARTS: [char; 3] = ['·', '|', '•'];

fn named(line: &str) -> Option<Byline> {
    let rest = lists::entries(lists::BYLINES).find_map(|opener| opened(line, opener))?;
    let day = dates::find(&line[rest.clone()]).map(|day| shifted(day, rest.start));
    let ends_at = day.as_ref().map_or(rest.end, |day| day.range.start);
    let names = line[rest.start..ends_at].split(PARTS).next().unwrap_or("");
    let (author, place) = match names.split_once(" in ") {
        Some((author, place)) => (trimmed(author), Some(trimmed(place)).filter(|place| is_place(place))),
        None => (trimmed(names), None),
    };
    let stands = match &day {
        Some(day) => is_clock(line[day.range.end..].split(PARTS).next().unwrap_or("")),
        // "Reporting by" opens nothing else; "By" opens many a sentence.
        None => !line.ends_with(['.', ':', ';', '?', '!']) && (rest.start > "By: ".len() || capitalised(names)),
    };
    if !stands || !is_author(author) {
        return None;
    }
    let start = place.map_or_else(|| day.as_ref().map_or(0, |day| day.range.start), |place| offset(line, place));
    let end = day.as_ref().map(|day| day.range.end).or(place.map(|place| offset(line, place) + place.len()));
    Some(Byline {
        author: Some(first_author(author).to_owned()),
        place: place.map(str::to_owned),
        range: start..end.unwrap_or(line.len()),
        day,
    })
}

fn dated(line: &str) -> Option<Byline> {
    let day = dates::find(line)?;
    let before = line[..day.range.start].split(|c: char| c.is_ascii_digit()).next().unwrap_or("");
    let clock = &line[before.len()..day.range.start];
    let before = before.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let stands = lists::is_stamp(&before)
        && is_clock(clock)
        && is_clock(line[day.range.end..].split(PARTS).next().unwrap_or(""));
    stands.then(|| Byline { author: None, place: None, range: day.range.clone(), day: Some(day) })
}

/// Where the line goes on after its opener, with a colon or not.
fn opened(line: &str, opener: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix(opener)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let names = rest.trim_start();
    (names.len() < rest.len()).then(|| line.len() - names.len()..line.len())
}

fn shifted(day: Day, by: usize) -> Day {
    Day { range: day.range.start + by..day.range.end + by, ..day }
}

/// Where `part`, a slice of `line`, starts in it.
fn offset(line: &str, part: &str) -> usize {
    part.as_ptr() as usize - line.as_ptr() as usize
}

fn trimmed(words: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ';' | ':');
    let words = words.trim_matches(marks);
    words.strip_suffix(" on").unwrap_or(words).trim_matches(marks)
}

/// One name, or all of several joined by "and". What follows a comma is mostly the name of the office.
fn first_author(author: &str) -> &str {
    if author.contains(" and ") { author } else { trimmed(author.split([',', ';']).next().unwrap_or(author)) }
}

fn is_author(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("").trim_end_matches([',', '.']).to_lowercase();
    let count = words.split_whitespace().count();
    (1..=12).contains(&count)
        && first.starts_with(char::is_alphabetic)
        && !lists::is_weekday(&first)
        && lists::month(&first).is_none()
}

/// Whether words can name a place: few, and written as names are.
pub(crate) fn is_place(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=6).contains(&count) && capitalised(words) && !words.contains(['"', '“', '(', '?', '!', ':', ';'])
}

/// Whether the first word has a capital and all others have one or may stand inside a name.
fn capitalised(words: &str) -> bool {
    let capital = |word: &str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let inside = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty() || lists::is_particle(bare) || bare == "by" || bare == "in"
    };
    words.split_whitespace().next().is_some_and(capital)
        && words.split_whitespace().all(|word| capital(word) || inside(word))
}

/// Whether what follows a day is at most a time of day: ", 8:15 am GMT".
fn is_clock(words: &str) -> bool {
    const CLOCK: [&str; 8] = ["at", "am", "pm", "a", "p", "m", "local", "time"];
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let zone = word.len() <= 5 && word.chars().all(char::is_uppercase);
        word.starts_with(|c: char| c.is_ascii_digit()) || zone || CLOCK.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Option<(Option<String>, Option<String>, Option<String>)> {
        let byline = parse(line)?;
        let day = byline.day.as_ref().and_then(|day| day.date(None)).map(|date| date.to_string());
        Some((byline.author, byline.place, day))
    }

    #[test]
    fn bylines_say_who_where_and_when() {
        let cases = [
            ("By Ana Rojas in Oruro May 3, 2024", ("Ana Rojas", "Oruro", "2024-05-03")),
            ("By Ana Rojas, 14 January 2022", ("Ana Rojas", "", "2022-01-14")),
            ("By qantar examples, 16 January 2022", ("qantar examples", "", "2022-01-16")),
            (
                "By qantar examples · Friday, 8 July 2022, 10:40 pm · Share | Print",
                ("qantar examples", "", "2022-07-08"),
            ),
            ("BY ANA ROJAS", ("ANA ROJAS", "", "")),
            ("By Ana Rojas and Luis de la Paz in La Paz", ("Ana Rojas and Luis de la Paz", "La Paz", "")),
            ("By Ana Rojas, Oruro Herald", ("Ana Rojas", "", "")),
            ("Sunday, November 10, 2019", ("", "", "2019-11-10")),
            ("Published: 1 July 2024, 8:15 am EAT", ("", "", "2024-07-01")),
            ("Updated 1:39 am EST, Wednesday, November 20, 2019", ("", "", "2019-11-20")),
            ("Reporting by Ana Rojas; editing by Luis Paz", ("Ana Rojas", "", "")),
        ];
        let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        for (line, (author, place, day)) in cases {
            assert_eq!(said(line), Some((some(author), some(place), some(day))), "{line}");
        }
    }

    #[test]
    fn sentences_are_no_bylines() {
        let cases = [
            "By Friday, 14 January 2022, the square was empty",
            "By noon on January 5, 2022 the protesters had taken the airport.",
            "By day the streets are quiet",
            "By the numbers",
            "On 5 January 2022 crowds took the airport.",
            "Bystanders saw it",
            "By",
            "",
        ];
        for line in cases {
            assert_eq!(said(line), None, "{line}");
        }
    }
}
