//! Our own format, `qantar.event/1`: one line of JSON an event, without loss. See `docs/formats.md`.

use crate::error::Error;
use crate::export::Exported;
use crate::row::{Row, Whole};
use qantar_record::{About, Event, Telling, Words};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// The name of the format, which each line begins with.
pub const NAME: &str = "qantar.event/1";

#[derive(Serialize)]
struct Line<'a> {
    format: &'static str,
    event: &'a Event,
    accounts: &'a [&'a Telling],
    reports: &'a [&'a About],
    /// Worked out from the accounts; left aside when a line is read.
    annotations: Vec<Annotation<'a>>,
}

#[derive(Deserialize)]
struct Named {
    format: String,
}

/// The words of one value, as the Web Annotation Data Model of the W3C points at them.
#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    body: Body,
    target: Target<'a>,
}

/// The value: the slot of an account and, where it has several, which.
#[derive(Serialize)]
struct Body {
    account: i64,
    slot: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
struct Target<'a> {
    source: String,
    selector: [Selector<'a>; 2],
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    TextQuoteSelector {
        exact: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        prefix: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
    /// Bytes of the text in UTF-8. A `TextPositionSelector` would count characters.
    DataPositionSelector { start: usize, end: usize },
}

/// Writes each event as a line.
pub(crate) fn write<'a>(rows: impl Iterator<Item = Row<'a>>, out: &mut dyn Write) -> Result<Exported, Error> {
    let mut exported = Exported::default();
    for row in rows {
        let line = Line {
            format: NAME,
            event: row.event,
            accounts: &row.tellings,
            reports: &row.abouts,
            annotations: row.tellings.iter().flat_map(|telling| annotations(telling)).collect(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
        exported.rows += 1;
    }
    Ok(exported)
}

/// Reads the lines of an event file; blank ones are passed over.
///
/// A line that is none of this format is an error for that line alone.
pub fn read_events(input: impl BufRead) -> impl Iterator<Item = Result<Whole, Error>> {
    let lines = input.lines().enumerate();
    lines.filter(|(_, line)| line.as_ref().map_or(true, |line| !line.trim().is_empty())).map(|(at, line)| {
        let bad = |reason: String| Error::Line { line: at as u64 + 1, reason };
        let line = line.map_err(|e| bad(e.to_string()))?;
        let named: Named = serde_json::from_str(&line).map_err(|e| bad(e.to_string()))?;
        if named.format != NAME {
            return Err(bad(format!("its format is {:?}, not {NAME:?}", named.format)));
        }
        serde_json::from_str(&line).map_err(|e| bad(e.to_string()))
    })
}

/// One annotation for each value of an account, in the order of its slots.
fn annotations(telling: &Telling) -> Vec<Annotation<'_>> {
    slots(telling)
        .into_iter()
        .map(|(slot, index, words)| Annotation {
            kind: "Annotation",
            body: Body { account: telling.number, slot, index },
            target: Target {
                source: format!("urn:sha256:{}", telling.document),
                selector: [
                    quote(words, &telling.sentence),
                    Selector::DataPositionSelector { start: words.span.start, end: words.span.end },
                ],
            },
        })
        .collect()
}

fn slots(telling: &Telling) -> Vec<(&'static str, Option<usize>, &Words)> {
    let mut all = vec![("type", None, &telling.trigger)];
    all.extend(telling.actors.iter().enumerate().map(|(index, who)| ("actor", Some(index), &who.words)));
    all.extend(telling.targets.iter().enumerate().map(|(index, who)| ("target", Some(index), &who.words)));
    all.extend(telling.place.iter().map(|place| ("place", None, &place.words)));
    all.extend(telling.time.iter().map(|time| ("time", None, &time.words)));
    all.extend(telling.figures.iter().enumerate().map(|(index, figure)| ("count", Some(index), &figure.words)));
    all
}

/// The words, with the rest of their sentence before and after them when they stand in the account's sentence.
fn quote<'a>(words: &'a Words, sentence: &'a Words) -> Selector<'a> {
    let around = sentence.span.contains(words.span).then(|| {
        let start = words.span.start - sentence.span.start;
        let end = words.span.end - sentence.span.start;
        Some((sentence.text.get(..start)?, sentence.text.get(end..)?))
    });
    let (prefix, suffix) = around.flatten().unzip();
    Selector::TextQuoteSelector { exact: &words.text, prefix, suffix }
}
