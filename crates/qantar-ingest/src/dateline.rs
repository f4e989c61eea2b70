//! The opening of a first paragraph that says where and when it was written: "KHARTOUM, 5 June 2019 - ".

use crate::byline::is_place;
use crate::dates::{self, Day};
use std::ops::Range;

/// What the opening says; at least one of place and day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    pub place: Option<String>,
    pub day: Option<Day>,
    /// Where place and day stand in the paragraph.
    pub range: Range<usize>,
}

/// Reads the opening of a paragraph, if it has one.
pub(crate) fn parse(paragraph: &str) -> Option<Opening> {
    bold(paragraph).or_else(|| before_dash(paragraph)).or_else(|| before_point(paragraph))
}

/// An opening is not looked for further than this; the longest seen has some 60 bytes.
const REACH: usize = 120;

/// "**Nairobi, 2 July 2024.** The commission …"
fn bold(paragraph: &str) -> Option<Opening> {
    let head = paragraph.strip_prefix("**")?.split("**").next()?;
    read(head.trim_end_matches(['.', ' ', '-', '–', '—', ':']), 2, Proof::Day)
}

/// "ALMATY, Jan 5 (Reuters) - The president …", "MADRID — The …"
fn before_dash(paragraph: &str) -> Option<Opening> {
    let dashes = [" - ", " – ", " — ", " -- ", " / -- ", "—", "- ", "– "];
    let end = dashes.iter().filter_map(|dash| paragraph.find(dash)).min()?;
    let head = paragraph.get(..end).filter(|head| head.len() <= REACH)?;
    read(head, 0, Proof::Any)
}

/// "Nairobi, 2 July 2024. The commission …"
fn before_point(paragraph: &str) -> Option<Opening> {
    let end = paragraph.match_indices(". ").map(|(at, _)| at).take_while(|at| *at <= REACH);
    end.filter_map(|end| read(&paragraph[..end], 0, Proof::Day)).next()
}

/// What shows that an opening is one.
#[derive(PartialEq)]
enum Proof {
    /// A day with its year, after a place and a comma.
    Day,
    /// A day, an agency in brackets, or a place in capitals.
    Any,
}

/// Reads `head`, which stands `at` bytes into the paragraph.
fn read(head: &str, at: usize, proof: Proof) -> Option<Opening> {
    let without = without_agency(head);
    let agency = without.len() < head.trim_end().len();
    let day = dates::find_in_opening(without);
    let (before, after) = match &day {
        Some(day) => (&without[..day.range.start], &without[day.range.end..]),
        None => (without, ""),
    };
    let place = before.trim().trim_end_matches([',', '.']);
    let shouted = is_shouted(place);
    let apart = before.trim_end().ends_with([',', '.']) || shouted || place.is_empty();
    let proven = match proof {
        Proof::Day => day.as_ref().is_some_and(|day| day.year.is_some()) && !place.is_empty(),
        Proof::Any => day.is_some() || !place.is_empty() && (agency || shouted),
    };
    // "Алматы. 5 января. КазТАГ – ": the agency may follow without brackets.
    let credit = after.trim_matches([' ', ',', '.', '/']);
    let named = after.starts_with('.') && credit.split(' ').count() <= 2 && is_place(credit);
    let clean = credit.is_empty() || proof == Proof::Any && named;
    if !proven || !clean || day.is_some() && !apart || !place.is_empty() && !is_place(place) {
        return None;
    }
    let end = day.as_ref().map_or(before.len() - before.trim_start().len() + place.len(), |day| day.range.end);
    let start = head.len() - head.trim_start().len();
    let place = (!place.is_empty()).then(|| place.to_owned());
    Some(Opening { place, range: at + start..at + end, day })
}

/// The head without "(Reuters)" or "/PRNewswire/" at its end.
fn without_agency(head: &str) -> &str {
    let head = head.trim_end();
    let open = match head.chars().last() {
        Some(')') => head.rfind('('),
        Some('/') => head[..head.len() - 1].rfind('/'),
        _ => None,
    };
    open.filter(|open| head[*open..].split_whitespace().count() <= 5).map_or(head, |open| head[..open].trim_end())
}

/// Whether the place, up to a first comma, is in capitals: three letters or more, since "US" and "EU" open sentences.
fn is_shouted(place: &str) -> bool {
    let first = place.split(',').next().unwrap_or("");
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 3 && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the dateline and its place.
    fn told(paragraph: &str) -> Option<(&str, Option<String>)> {
        parse(paragraph).map(|opening| (&paragraph[opening.range.clone()], opening.place))
    }

    #[test]
    fn openings_tell_place_and_day() {
        let cases = [
            ("ALMATY, Jan 5 (Agency) - Crowds took it.", "ALMATY, Jan 5", "ALMATY"),
            ("KHARTOUM, 5 June 2019 - Crowds took it.", "KHARTOUM, 5 June 2019", "KHARTOUM"),
            ("MADRID — Crowds took it.", "MADRID", "MADRID"),
            ("CAIRO, Egypt (AP) -- Crowds took it.", "CAIRO, Egypt", "CAIRO, Egypt"),
            ("Beirut (Agency) — Crowds took it.", "Beirut", "Beirut"),
            ("**Nairobi, 2 July 2024.** Crowds took it.", "Nairobi, 2 July 2024", "Nairobi"),
            ("Nairobi, 2 July 2024. Crowds took it.", "Nairobi, 2 July 2024", "Nairobi"),
            ("МОСКВА, 5 янв - Толпа заняла его.", "МОСКВА, 5 янв", "МОСКВА"),
            ("Алматы. 5 января. КазТАГ – Толпа заняла его.", "Алматы. 5 января", "Алматы"),
            ("PARIS, 5 janv (Agence) - La foule l'a pris.", "PARIS, 5 janv", "PARIS"),
            ("NUR-SULTAN, 16 January 2022 – Crowds took it.", "NUR-SULTAN, 16 January 2022", "NUR-SULTAN"),
        ];
        for (paragraph, words, place) in cases {
            assert_eq!(told(paragraph), Some((words, Some(place.to_owned()))), "{paragraph}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        let cases = [
            "Crowds took the airport - again.",
            "The Congress — the larger house — voted.",
            "US - and EU - envoys met.",
            "On Friday, 5 June 2019. Crowds took it.",
            "In Oruro, on 3 May, miners marched - again.",
            "**Crowds** took it.",
            "",
        ];
        for paragraph in cases {
            assert_eq!(told(paragraph), None, "{paragraph}");
        }
    }
}
