//! An event: one or more accounts held to be the same happening, with every value that they give for each slot.

use crate::ontology::{EventType, Mode};
use crate::reading::{Counted, Grain, Interval, Place, Status};
use crate::telling::{Voice, Words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of an event's earliest account. The number of any of its accounts leads to it, so a number that was once
/// cited goes on leading somewhere, whatever is merged or parted later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(pub i64);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "e{}", self.0)
    }
}

/// A value that is given for a slot, and by which accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The numbers of the accounts that give it, ascending.
    pub accounts: Vec<i64>,
    /// The number in the log of the judgement that put it here, when a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<i64>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Kind {
    /// The type.
    pub event_type: EventType,
    /// The mode.
    pub mode: Mode,
}

/// Who did or suffered it: those who are called alike in several reports are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The fullest name, or else the words.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country they belong to, when a report tells.
    pub country: Option<String>,
    /// PLOVER sector code, when words tell.
    pub sector: Option<String>,
}

/// Where: the words and what they were resolved to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// The words of the earliest account that gives it.
    pub words: String,
    /// The gazetteer's entry; none where the words could not be resolved.
    pub place: Option<Place>,
}

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// The days.
    pub interval: Interval,
    /// How fine the words are.
    pub grain: Grain,
}

/// What has become of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Standing {
    /// It stands.
    InForce,
    /// The same voice has given another since; the place in the ledger of that one, counted from 0.
    Superseded {
        /// The figure that takes its place.
        by: usize,
    },
    /// A report says that whoever gave it has withdrawn it.
    Withdrawn,
    /// It counts a part of another figure.
    Part,
    /// It has no number of its own and says that the figure at this place in the ledger is too low.
    TooLow {
        /// The figure that is said to be too low.
        of: usize,
    },
    /// A person has judged it wrong.
    Refused,
}

/// One figure of an event, with who says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the account that tells it.
    pub account: i64,
    /// The least it can be; none when the words set no lower bound.
    pub low: Option<u64>,
    /// The most it can be; none when the words set no upper bound.
    pub high: Option<u64>,
    /// The figure with its hedge; the document is that of the account.
    pub words: Words,
    /// The words for those counted, when they are a part of another figure.
    pub part: Option<String>,
    /// Who says it; none: the report's own voice.
    pub voice: Option<Voice>,
    /// Through whom.
    pub via: Vec<Voice>,
    /// Who printed the report.
    pub publisher: Option<String>,
    /// The day the report was published.
    pub published: Option<Date>,
    /// The day the figure was given: as the report tells, else the day of publication.
    pub as_of: Option<Date>,
    /// What has become of it.
    pub standing: Standing,
}

impl Entry {
    /// Whether it tells a number, and not only that another is too low.
    pub fn has_number(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }
}

/// All figures of an event for one thing that is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// What is counted.
    pub what: Counted,
    /// The figure to go by, by the rule; none when no figure with a number stands.
    pub best: Option<u64>,
    /// The least that a figure in force allows.
    pub low: Option<u64>,
    /// The most that a figure in force allows; none when one has no upper bound, such as "many believe more".
    pub high: Option<u64>,
    /// The name of the rule that gave these three.
    pub rule: String,
    /// Every figure, by the day it was given and then by account.
    pub entries: Vec<Entry>,
}

/// How many have seen it for themselves, as far as the reports show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// Reports that tell it.
    pub reports: u32,
    /// Reports left when near copies, reprints of one agency and quotations of another of these reports count as one.
    pub independent: u32,
    /// Whom all independent reports cite for it, when they all cite the same.
    pub citing: Vec<String>,
}

/// One or more accounts held to be the same happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its number.
    pub id: EventId,
    /// The numbers of its accounts, ascending.
    pub accounts: Vec<i64>,
    /// What happened; the value to go by comes first, here and in every slot.
    pub kind: Vec<Said<Kind>>,
    /// Whether it took place.
    pub status: Vec<Said<Status>>,
    /// Who did it; every one of them may have a part in it.
    pub actors: Vec<Said<Party>>,
    /// To whom.
    pub targets: Vec<Said<Party>>,
    /// Where; empty when no report tells.
    pub place: Vec<Said<Where>>,
    /// When; empty when no report tells.
    pub time: Vec<Said<When>>,
    /// How many, thing by thing.
    pub figures: Vec<Ledger>,
    /// The larger event that it is a part of.
    pub part_of: Option<EventId>,
    /// Who has seen it for themselves.
    pub origins: Origins,
    /// First day of publication of its reports.
    pub first_published: Option<Date>,
    /// Last day of publication of its reports.
    pub last_published: Option<Date>,
    /// Probability that at least one of its accounts is right, 0 to 1.
    pub confidence: f64,
    /// Whether a person has judged it right, or every one of its accounts.
    pub reviewed: bool,
    /// Probability of the weakest tie that holds its accounts together: the least of each account's best tie to another,
    /// 0 to 1. None for a single account, and where people alone have said that they are one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie: Option<f64>,
}

impl Event {
    /// What happened.
    pub fn kind(&self) -> &Kind {
        &self.kind.first().expect("an event has an account, and an account a type").value
    }

    /// Whether it took place.
    pub fn status(&self) -> Status {
        self.status.first().map_or(Status::Happened, |said| said.value)
    }

    /// Where; none when no report tells.
    pub fn place(&self) -> Option<&Where> {
        self.place.first().map(|said| &said.value)
    }

    /// When; none when no report tells.
    pub fn time(&self) -> Option<When> {
        self.time.first().map(|said| said.value)
    }

    /// The ledger of one thing that is counted.
    pub fn ledger(&self, what: Counted) -> Option<&Ledger> {
        self.figures.iter().find(|ledger| ledger.what == what)
    }
}
