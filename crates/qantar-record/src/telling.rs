//! An account as a case keeps it: what merging, exporting and looking at events are told of one report's telling.
//!
//! A [`Telling`] has the slots of an account with their words and, beside a [`Telling`], [`About`] says what is known of
//! the report that tells it. Neither holds the report's text.

use crate::document::DocumentId;
use crate::ontology::{EventType, Mode};
use crate::reading::{Counted, Grain, Interval, Place, SourceType, Status};
use crate::span::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Words of a document and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Bytes into the document's text.
    pub span: Span,
}

/// Who did or suffered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The words.
    pub words: Words,
    /// The fullest name in the report of whom they mean, when the report names them.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country they belong to, when the report tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER sector code, when the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
}

impl Who {
    /// The name, or else the words.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.words.text)
    }
}

/// Who said it, or through whom it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// The words.
    pub words: Words,
    /// The fullest name in the report of whom they mean, when the report names them.
    pub name: Option<String>,
    /// What kind of voice it is.
    pub source_type: SourceType,
}

impl Voice {
    /// The name, or else the words.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.words.text)
    }
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceSlot {
    /// The words.
    pub words: Words,
    /// What they were resolved to, if they were.
    pub place: Option<Place>,
    /// Whether the words stand in another sentence than the event.
    pub inherited: bool,
}

/// When an event took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSlot {
    /// The words.
    pub words: Words,
    /// The days.
    pub interval: Interval,
    /// How fine the words are.
    pub grain: Grain,
    /// Whether the words stand in another sentence than the event.
    pub inherited: bool,
}

/// A figure that a report tells of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldFigure {
    /// What is counted.
    pub what: Counted,
    /// The least it can be; none when the words set no lower bound.
    pub low: Option<u64>,
    /// The most it can be; none when the words set no upper bound. Neither bound: words such as "many believe the toll is
    /// higher", which say that the figure told before them is too low.
    pub high: Option<u64>,
    /// The figure with its hedge.
    pub words: Words,
    /// The words for those counted when they are a part of another figure: "police" in "19 of them police".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Whether the report says that whoever gave it has withdrawn it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// The day it was given, when the report tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// The number in the case of the claim it stands in; none: the report's own voice.
    pub claim: Option<i64>,
    /// Who made that claim.
    pub voice: Option<Voice>,
    /// Through whom, nearest to the reader first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Voice>,
}

impl ToldFigure {
    /// A figure of which nothing is known but what it counts and where it stands.
    pub fn bare(what: Counted, words: Words) -> Self {
        ToldFigure {
            what,
            low: None,
            high: None,
            words,
            part: None,
            withdrawn: false,
            as_of: None,
            claim: None,
            voice: None,
            via: Vec::new(),
        }
    }
}

/// One report's telling of an event, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// Its number in the case, which people see as `a12`. It never changes and is never used again.
    pub number: i64,
    /// The report that tells it.
    pub document: DocumentId,
    /// What happened.
    pub event_type: EventType,
    /// How.
    pub mode: Mode,
    /// Whether it took place.
    pub status: Status,
    /// The word that evokes it.
    pub trigger: Words,
    /// That word's sentence.
    pub sentence: Words,
    /// Who did it.
    pub actors: Vec<Who>,
    /// To whom.
    pub targets: Vec<Who>,
    /// Where; none when the report does not tell.
    pub place: Option<PlaceSlot>,
    /// When; none when the report does not tell.
    pub time: Option<TimeSlot>,
    /// How many.
    pub figures: Vec<ToldFigure>,
    /// Who is said to say so; none: the report's own voice.
    pub voice: Option<Voice>,
    /// Hashes of the words that tell it, each once, ascending; see [`Sketch`].
    pub terms: Vec<u32>,
    /// Probability that the account is right, 0 to 1.
    pub confidence: f64,
}

/// What is known of a report beside its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// The report.
    pub document: DocumentId,
    /// Headline.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// The day it came into the case.
    pub kept: Date,
    /// Where it was published.
    pub url: Option<String>,
    /// Its words, and what near copies of it share.
    pub sketch: Sketch,
}

/// A report in numbers, enough to tell how like another it is and not enough to read it.
///
/// A term is the first four bytes of the sha256 of a word in lower case, cut to its stem; `qantar-read` makes both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// Terms of the text and how often each occurs, by term, ascending.
    pub terms: Vec<(u32, u32)>,
    /// The least hash of the shingles of five words under each of 64 orders (MinHash); empty for a text of fewer words.
    pub shingles: Vec<u32>,
    /// The agency that the dateline or the foot of the report credits: "Reuters".
    pub agency: Option<String>,
}

impl Sketch {
    /// The share of shingles that two texts have in common, 0 to 1, as their least hashes tell it; 0 when either is too
    /// short to have any. The standard error is at most 1/16.
    pub fn shared(&self, other: &Sketch) -> f64 {
        if self.shingles.is_empty() || self.shingles.len() != other.shingles.len() {
            return 0.0;
        }
        let equal = self.shingles.iter().zip(&other.shingles).filter(|(a, b)| a == b).count();
        equal as f64 / self.shingles.len() as f64
    }
}

/// A report in numbers for telling stories apart: terms, as in [`Sketch`], with how often each occurs, by term, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Of the whole text.
    pub words: Vec<(u32, u32)>,
    /// Of its first four sentences.
    pub lead: Vec<(u32, u32)>,
    /// Of its first seven.
    pub early: Vec<(u32, u32)>,
    /// Of words with a capital letter.
    pub names: Vec<(u32, u32)>,
    /// Of two words or numbers that follow each other, words without a term between them left out.
    pub pairs: Vec<(u32, u32)>,
    /// Of numbers.
    pub numbers: Vec<(u32, u32)>,
}
