//! The ledger of an event: every figure with who says it, and a visible rule that picks the one to go by.

use crate::amend::Decided;
use crate::pair::likeness;
use crate::rules::Rules;
use crate::sight::{Being, called_being};
use jiff::civil::Date;
use qantar_record::{About, Counted, Entry, Ledger, SourceType, Standing, Telling, ToldFigure};
use serde::Deserialize;

/// How a figure is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The newest; of several the higher.
    Newest,
    /// The middle of all, the lower of two middles.
    Middle,
    /// The lowest.
    Lowest,
    /// The highest.
    Highest,
}

/// A rule of `data/merge/ledger.toml`: the voices that it hears, the kinds first named first, and what it picks of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerRule {
    /// Its name.
    pub name: String,
    /// What it does, for people.
    pub says: String,
    /// Groups of kinds of voices; the first group with a figure in force is heard. `own` is the report's own voice.
    voices: Vec<Vec<String>>,
    /// What is picked of the figures heard.
    pick: Pick,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerFile {
    rule: Vec<LedgerRule>,
}

pub(crate) fn rules(text: &str) -> Result<Vec<LedgerRule>, toml::de::Error> {
    let file: LedgerFile = toml::from_str(text)?;
    if file.rule.is_empty() {
        return Err(serde::de::Error::custom("there is no rule"));
    }
    Ok(file.rule)
}

/// The ledgers of an event, one for each thing counted, in the order of [`Counted`].
pub(crate) fn ledgers(
    told: &[(&Telling, Option<&About>)],
    decided: &Decided,
    rule: &LedgerRule,
    rules: &Rules,
) -> Vec<Ledger> {
    let mut things: Vec<Counted> =
        told.iter().flat_map(|(telling, _)| &telling.figures).map(|figure| figure.what).collect();
    things.sort();
    things.dedup();
    things.into_iter().map(|what| ledger(what, told, decided, rule, rules)).collect()
}

fn ledger(
    what: Counted,
    told: &[(&Telling, Option<&About>)],
    decided: &Decided,
    rule: &LedgerRule,
    rules: &Rules,
) -> Ledger {
    let mut entries: Vec<Entry> = told
        .iter()
        .flat_map(|(telling, about)| {
            telling
                .figures
                .iter()
                .filter(|figure| figure.what == what)
                .map(|figure| entry(telling, *about, figure, decided))
        })
        .collect();
    entries.sort_by_key(|entry| (entry.as_of, entry.account, entry.words.span.start));
    supersede(&mut entries, rules);
    bound(&mut entries);
    let heard = rule.heard(&entries);
    let best = rule.pick(&heard);
    let standing: Vec<&Entry> = entries.iter().filter(|entry| entry.standing == Standing::InForce).collect();
    let doubted = |at: usize| entries.iter().any(|entry| entry.standing == Standing::TooLow { of: at });
    let open = |(at, entry): (usize, &Entry)| {
        entry.standing == Standing::InForce && (entry.high.is_none() && entry.low.is_some() || doubted(at))
    };
    let bounds = |of: fn(&Entry) -> Option<u64>| standing.iter().filter_map(move |entry| of(entry)).collect::<Vec<_>>();
    Ledger {
        what,
        best,
        low: bounds(|entry| entry.low.or(entry.high)).into_iter().min(),
        high: match entries.iter().enumerate().any(open) {
            true => None,
            false => bounds(|entry| entry.high.or(entry.low)).into_iter().max(),
        },
        rule: rule.name.clone(),
        entries,
    }
}

fn entry(telling: &Telling, about: Option<&About>, figure: &ToldFigure, decided: &Decided) -> Entry {
    let published = about.and_then(|about| about.published);
    let span = figure.words.span;
    let standing = if decided.refused.contains(&(telling.number, span.start, span.end)) {
        Standing::Refused
    } else if figure.withdrawn {
        Standing::Withdrawn
    } else if figure.part.is_some() {
        Standing::Part
    } else {
        Standing::InForce
    };
    Entry {
        account: telling.number,
        low: figure.low,
        high: figure.high,
        words: figure.words.clone(),
        part: figure.part.clone(),
        voice: figure.voice.clone(),
        via: figure.via.clone(),
        publisher: about.and_then(|about| about.publisher.clone()),
        published,
        as_of: figure.as_of.or(published),
        standing,
    }
}

/// Whose figure it is: the voice, or else the outlet.
fn speaker(entry: &Entry, rules: &Rules) -> Being {
    let name = entry.voice.as_ref().map(|voice| voice.called()).or(entry.publisher.as_deref()).unwrap_or_default();
    Being { named: true, ..called_being(name, rules) }
}

/// A figure gives way to the next that the same voice gives on a later day; a report's own to its outlet's next.
fn supersede(entries: &mut [Entry], rules: &Rules) {
    let speakers: Vec<Being> = entries.iter().map(|entry| speaker(entry, rules)).collect();
    for at in 0..entries.len() {
        let next = (at + 1..entries.len()).find(|&later| {
            let (old, new) = (&entries[at], &entries[later]);
            new.standing == Standing::InForce
                && new.has_number()
                && new.voice.is_some() == old.voice.is_some()
                && is_later(old.as_of, new.as_of)
                && likeness(&speakers[at], &speakers[later]) == 0
        });
        if let (Standing::InForce, Some(by)) = (entries[at].standing, next) {
            entries[at].standing = Standing::Superseded { by };
        }
    }
}

fn is_later(old: Option<Date>, new: Option<Date>) -> bool {
    matches!((old, new), (Some(old), Some(new)) if old < new)
}

/// Words without a number bound the figure told before them in their report, or else the newest one of an official.
fn bound(entries: &mut [Entry]) {
    for at in 0..entries.len() {
        let entry = &entries[at];
        if entry.has_number() || entry.standing != Standing::InForce {
            continue;
        }
        let is_whole = |other: &Entry| other.has_number() && other.part.is_none();
        let here = |other: &Entry| other.account == entry.account && other.words.span.start < entry.words.span.start;
        let official =
            |other: &Entry| other.voice.as_ref().is_some_and(|voice| voice.source_type == SourceType::Official);
        let find = |fits: &dyn Fn(&Entry) -> bool| entries.iter().rposition(|other| is_whole(other) && fits(other));
        let of = find(&here).or_else(|| find(&official)).or_else(|| find(&|_| true));
        if let Some(of) = of {
            entries[at].standing = Standing::TooLow { of };
        }
    }
}

impl LedgerRule {
    /// The figures in force of the first kinds of voices that have one.
    fn heard<'e>(&self, entries: &'e [Entry]) -> Vec<&'e Entry> {
        let kind = |entry: &Entry| entry.voice.as_ref().map_or("own", |voice| voice.source_type.as_str()).to_owned();
        let in_force = |entry: &&Entry| entry.standing == Standing::InForce && entry.has_number();
        let of = |kinds: &[String]| {
            entries.iter().filter(in_force).filter(|entry| kinds.contains(&kind(entry))).collect::<Vec<_>>()
        };
        let first = self.voices.iter().map(|kinds| of(kinds)).find(|heard| !heard.is_empty());
        first.unwrap_or_else(|| entries.iter().filter(in_force).collect())
    }

    fn pick(&self, heard: &[&Entry]) -> Option<u64> {
        let mut values: Vec<(Option<Date>, u64)> =
            heard.iter().filter_map(|entry| Some((entry.as_of, entry.low.or(entry.high)?))).collect();
        match self.pick {
            Pick::Newest => values.sort(),
            _ => values.sort_by_key(|(day, value)| (*value, *day)),
        }
        let at = match self.pick {
            Pick::Newest | Pick::Highest => values.len().checked_sub(1)?,
            Pick::Lowest => 0,
            Pick::Middle => values.len().checked_sub(1)? / 2,
        };
        values.get(at).map(|(_, value)| *value)
    }
}
