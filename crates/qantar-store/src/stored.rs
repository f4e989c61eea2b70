//! A telling as it lies in the file: JSON with few keys, because a large case has a hundred thousand of them and all are
//! read before every merge. What follows from other columns (number, document, terms) is left out, and words are kept
//! with their first byte only.
//!
//! New fields go to the end of their struct, with `#[serde(default)]`, so that tellings written before can be read.

use crate::error::ErrorKind;
use crate::rows::{PlaceSlot, TimeSlot, Voice, Who, Words};
use jiff::civil::Date;
use qantar_record::{
    Counted, DocumentId, EventType, Grain, Interval, Mode, Place, Precision, SourceType, Span, Status, Telling,
    ToldFigure,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct StoredWords(String, usize);

#[derive(Serialize, Deserialize)]
struct StoredWho(StoredWords, Option<String>, Option<String>, Option<String>);

#[derive(Serialize, Deserialize)]
struct StoredVoice(StoredWords, Option<String>, SourceType);

#[derive(Serialize, Deserialize)]
struct StoredPlace(String, Option<String>, Option<String>, f64, f64, Precision, Option<u32>);

#[derive(Serialize, Deserialize)]
struct StoredTime(StoredWords, Option<Date>, Option<Date>, Grain, bool);

#[derive(Serialize, Deserialize)]
struct StoredFigure {
    what: Counted,
    low: Option<u64>,
    high: Option<u64>,
    words: StoredWords,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    withdrawn: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claim: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    voice: Option<StoredVoice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    via: Vec<StoredVoice>,
}

#[derive(Serialize, Deserialize)]
struct StoredTelling {
    kind: (EventType, Mode, Status),
    trigger: StoredWords,
    sentence: StoredWords,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<StoredWho>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    targets: Vec<StoredWho>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<(StoredWords, Option<StoredPlace>, bool)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<StoredTime>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    figures: Vec<StoredFigure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    voice: Option<StoredVoice>,
    confidence: f64,
}

/// The telling as it is stored.
pub(crate) fn pack(telling: &Telling) -> String {
    // Every field by name, so that a new one is not forgotten here. Number, document and terms have columns of their own.
    #[rustfmt::skip]
    let Telling {
        number: _, document: _, event_type, mode, status, trigger, sentence, actors, targets, place, time, figures, voice,
        terms: _, confidence,
    } = telling;
    let stored = StoredTelling {
        kind: (event_type.clone(), mode.clone(), *status),
        trigger: trigger.into(),
        sentence: sentence.into(),
        actors: actors.iter().map(Into::into).collect(),
        targets: targets.iter().map(Into::into).collect(),
        place: place.as_ref().map(|at| ((&at.words).into(), at.place.as_ref().map(Into::into), at.inherited)),
        time: time.as_ref().map(Into::into),
        figures: figures.iter().map(Into::into).collect(),
        voice: voice.as_ref().map(Into::into),
        confidence: *confidence,
    };
    serde_json::to_string(&stored).expect("its keys are strings")
}

/// A stored telling.
pub(crate) fn unpack(number: i64, document: DocumentId, terms: Vec<u32>, body: &str) -> Result<Telling, ErrorKind> {
    let stored: StoredTelling = serde_json::from_str(body)
        .map_err(|error| ErrorKind::Damaged(format!("the telling of account {number} cannot be unpacked ({error})")))?;
    let (event_type, mode, status) = stored.kind;
    Ok(Telling {
        number,
        document,
        event_type,
        mode,
        status,
        trigger: stored.trigger.into(),
        sentence: stored.sentence.into(),
        actors: stored.actors.into_iter().map(Into::into).collect(),
        targets: stored.targets.into_iter().map(Into::into).collect(),
        place: stored.place.map(|(words, place, inherited)| PlaceSlot {
            words: words.into(),
            place: place.map(Into::into),
            inherited,
        }),
        time: stored.time.map(Into::into),
        figures: stored.figures.into_iter().map(Into::into).collect(),
        voice: stored.voice.map(Into::into),
        terms,
        confidence: stored.confidence,
    })
}

impl From<&Words> for StoredWords {
    fn from(Words { text, span }: &Words) -> Self {
        StoredWords(text.clone(), span.start)
    }
}

impl From<StoredWords> for Words {
    fn from(StoredWords(text, start): StoredWords) -> Self {
        // A case may come from strangers: no start, however large, makes this panic.
        let span = Span::new(start, start.saturating_add(text.len()));
        Words { text, span }
    }
}

impl From<&Who> for StoredWho {
    fn from(Who { words, name, country, sector }: &Who) -> Self {
        StoredWho(words.into(), name.clone(), country.clone(), sector.clone())
    }
}

impl From<StoredWho> for Who {
    fn from(StoredWho(words, name, country, sector): StoredWho) -> Self {
        Who { words: words.into(), name, country, sector }
    }
}

impl From<&Voice> for StoredVoice {
    fn from(Voice { words, name, source_type }: &Voice) -> Self {
        StoredVoice(words.into(), name.clone(), *source_type)
    }
}

impl From<StoredVoice> for Voice {
    fn from(StoredVoice(words, name, source_type): StoredVoice) -> Self {
        Voice { words: words.into(), name, source_type }
    }
}

impl From<&Place> for StoredPlace {
    fn from(Place { name, country, admin1, lat, lon, precision, geonames }: &Place) -> Self {
        StoredPlace(name.clone(), country.clone(), admin1.clone(), *lat, *lon, *precision, *geonames)
    }
}

impl From<StoredPlace> for Place {
    fn from(StoredPlace(name, country, admin1, lat, lon, precision, geonames): StoredPlace) -> Self {
        Place { name, country, admin1, lat, lon, precision, geonames }
    }
}

impl From<&TimeSlot> for StoredTime {
    fn from(TimeSlot { words, interval, grain, inherited }: &TimeSlot) -> Self {
        StoredTime(words.into(), interval.from, interval.to, *grain, *inherited)
    }
}

impl From<StoredTime> for TimeSlot {
    fn from(StoredTime(words, from, to, grain, inherited): StoredTime) -> Self {
        TimeSlot { words: words.into(), interval: Interval { from, to }, grain, inherited }
    }
}

impl From<&ToldFigure> for StoredFigure {
    fn from(figure: &ToldFigure) -> Self {
        let ToldFigure { what, low, high, words, part, withdrawn, as_of, claim, voice, via } = figure;
        StoredFigure {
            what: *what,
            low: *low,
            high: *high,
            words: words.into(),
            part: part.clone(),
            withdrawn: *withdrawn,
            as_of: *as_of,
            claim: *claim,
            voice: voice.as_ref().map(Into::into),
            via: via.iter().map(Into::into).collect(),
        }
    }
}

impl From<StoredFigure> for ToldFigure {
    fn from(figure: StoredFigure) -> Self {
        let StoredFigure { what, low, high, words, part, withdrawn, as_of, claim, voice, via } = figure;
        ToldFigure {
            what,
            low,
            high,
            words: words.into(),
            part,
            withdrawn,
            as_of,
            claim,
            voice: voice.map(Into::into),
            via: via.into_iter().map(Into::into).collect(),
        }
    }
}
