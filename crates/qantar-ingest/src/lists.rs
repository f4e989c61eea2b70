//! The word lists in `data/ingest`, built in. Each file says on top what it holds.

use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) const CREDITS: &str = include_str!("../../../data/ingest/credits.txt");
pub(crate) const FURNITURE: &str = include_str!("../../../data/ingest/furniture.txt");
pub(crate) const LANGUAGES: &str = include_str!("../../../data/ingest/languages.txt");
pub(crate) const SIGNATURES: &str = include_str!("../../../data/ingest/signatures.txt");
pub(crate) const BYLINES: &str = include_str!("../../../data/ingest/bylines.txt");
pub(crate) const CAPTIONS: &str = include_str!("../../../data/ingest/captions.txt");
pub(crate) const COMMENTS: &str = include_str!("../../../data/ingest/comments.txt");
pub(crate) const BODIES: &str = include_str!("../../../data/ingest/bodies.txt");
pub(crate) const BYLINE_MARKS: &str = include_str!("../../../data/ingest/byline-marks.txt");
pub(crate) const FACTS: &str = include_str!("../../../data/ingest/facts.txt");
pub(crate) const COUNTRIES: &str = include_str!("../../../data/ingest/month-first.txt");
const MONTHS_ELSEWHERE: &str = include_str!("../../../data/ingest/months-other.txt");
const UPDATES: &str = include_str!("../../../data/ingest/updates.txt");
const POINTERS: &str = include_str!("../../../data/ingest/pointers.txt");
pub(crate) const COLUMNS: &str = include_str!("../../../data/ingest/columns.txt");
const MONTHS: &str = include_str!("../../../data/ingest/months.txt");
const NOISE: &str = include_str!("../../../data/ingest/noise.txt");
const PARTICLES: &str = include_str!("../../../data/ingest/particles.txt");
const STAMPS: &str = include_str!("../../../data/ingest/stamps.txt");
const WEEKDAYS: &str = include_str!("../../../data/ingest/weekdays.txt");

/// The entries of a list: its lines without comments and empty ones.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// The month that a word names, from 1; the word in lower case, without a point.
pub(crate) fn month(word: &str) -> Option<i8> {
    static NAMES: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| numbered(MONTHS));
    NAMES.get(word).copied()
}

/// The month that a word in lower case names in another language than English, from 1.
pub(crate) fn month_elsewhere(word: &str) -> Option<i8> {
    static NAMES: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| numbered(MONTHS_ELSEWHERE));
    NAMES.get(word).copied()
}

/// The words of a list, each with the number of its line, from 1.
fn numbered(list: &'static str) -> HashMap<&'static str, i8> {
    (1..).zip(entries(list)).flat_map(|(number, names)| names.split(' ').map(move |name| (name, number))).collect()
}

/// Whether words in lower case say that what stands behind them is a change, not the publication.
pub(crate) fn is_update(words: &str) -> bool {
    entries(UPDATES).any(|update| words.contains(update))
}

/// Whether a word in lower case names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    static NAMES: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| numbered(WEEKDAYS));
    NAMES.contains_key(word)
}

/// Whether a word in lower case may stand inside a name.
pub(crate) fn is_particle(word: &str) -> bool {
    entries(PARTICLES).any(|particle| particle == word)
}

/// Whether words in lower case may stand before a date on a line of its own.
pub(crate) fn is_stamp(words: &str) -> bool {
    words.is_empty() || entries(STAMPS).any(|stamp| stamp == words)
}

/// Whether a line stands over the headlines of other reports.
pub(crate) fn points_to_others(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    entries(POINTERS).any(|entry| match entry.split_once('…') {
        Some((start, end)) => {
            let rest = bare.strip_prefix(start.trim_end());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && rest.ends_with(end.trim_start()))
        }
        None => bare == entry,
    })
}

/// Whether a line, in lower case and without marks around it, is one of the page and not of the report.
pub(crate) fn is_noise(line: &str) -> bool {
    static LINES: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
        entries(NOISE)
            .map(|entry| match entry.strip_suffix('…') {
                Some(opening) => (opening.trim_end().to_lowercase(), true),
                None => (entry.to_lowercase(), false),
            })
            .collect()
    });
    LINES.iter().any(|(words, goes_on)| {
        line.strip_prefix(words.as_str()).is_some_and(|rest| {
            rest.is_empty()
                || *goes_on && !(words.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric))
        })
    })
}
