//! The word lists in `data/ingest`, built in. Each file says on top what it holds.

use std::sync::LazyLock;

pub(crate) const CREDITS: &str = include_str!("../../../data/ingest/credits.txt");
pub(crate) const FURNITURE: &str = include_str!("../../../data/ingest/furniture.txt");
pub(crate) const LANGUAGES: &str = include_str!("../../../data/ingest/languages.txt");
pub(crate) const SIGNATURES: &str = include_str!("../../../data/ingest/signatures.txt");
pub(crate) const BYLINES: &str = include_str!("../../../data/ingest/bylines.txt");
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
    let at = entries(MONTHS).position(|names| names.split(' ').any(|name| name == word))?;
    i8::try_from(at + 1).ok()
}

/// Whether a word in lower case names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    entries(WEEKDAYS).any(|names| names.split(' ').any(|name| name == word))
}

/// Whether a word in lower case may stand inside a name.
pub(crate) fn is_particle(word: &str) -> bool {
    entries(PARTICLES).any(|particle| particle == word)
}

/// Whether words in lower case may stand before a date on a line of its own.
pub(crate) fn is_stamp(words: &str) -> bool {
    words.is_empty() || entries(STAMPS).any(|stamp| stamp == words)
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
