//! What people decide. A judgement is never changed or deleted; undo is one more.
//!
//! It is anchored to words of documents, not to numbers alone, so that it holds when a better version reads the
//! documents again.

use crate::document::DocumentId;
use crate::ontology::{EventType, Mode};
use crate::reading::Status;
use crate::statement::{Slot, Value};
use crate::telling::Words;
use serde::{Deserialize, Serialize};

/// The account that a judgement is about, by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Its number in the case when the judgement was made.
    pub account: i64,
    /// The document that tells it.
    pub document: DocumentId,
    /// What happened, as read then.
    pub event_type: EventType,
    /// The word that evokes it.
    pub trigger: Words,
    /// That word's sentence.
    pub sentence: Words,
}

/// A value that a person gives for a slot of an account that no reading tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The slot; never the type and the status, which the account has.
    pub slot: Slot,
    /// The value.
    pub value: Value,
    /// The words of the report that say so; none: those that evoke the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ruling {
    /// All of these tell of one event.
    Same {
        /// The accounts; at least two.
        accounts: Vec<Anchor>,
    },
    /// None of these tells of the event that any of those tells of.
    NotSame {
        /// The accounts on one side.
        these: Vec<Anchor>,
        /// The accounts on the other.
        those: Vec<Anchor>,
    },
    /// The account, or one slot of it, is as the report tells it.
    Right {
        /// The account.
        account: Anchor,
        /// The slot; none: all of it.
        slot: Option<Slot>,
    },
    /// The account, or one slot of it, is not what the report tells: it is left out of its event.
    Wrong {
        /// The account.
        account: Anchor,
        /// The slot; none: all of it.
        slot: Option<Slot>,
        /// Which of the slot's values, by their words; none: every one.
        words: Option<Words>,
        /// Of a whole account: other accounts of its event when it was judged, by number, which lead to the event that it was
        /// left out of. Empty where there were none or the whole event was judged, and where a version before judged.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        beside: Vec<i64>,
    },
    /// This value stands in the slot instead of what was read.
    Instead {
        /// The account.
        account: Anchor,
        /// The slot.
        slot: Slot,
        /// The value in whose place it comes, by its words; none: all of the slot's.
        words: Option<Words>,
        /// The value.
        value: Value,
    },
    /// Whoever is called the one is whoever is called the other, in all reports of the case.
    Entity {
        /// A name as reports give it.
        name: String,
        /// The name that is kept.
        known_as: String,
    },
    /// Words to keep beside an account.
    Note {
        /// The account.
        account: Anchor,
        /// The words.
        text: String,
    },
    /// The report tells of an event here, and no reading does: an account that a person adds.
    Missed {
        /// Its words. Its number is 0 until the judgement is in the log, which gives it the next free one.
        account: Anchor,
        /// How it happened.
        mode: Mode,
        /// Whether it took place.
        status: Status,
        /// What the report tells of it. What is not given is not told.
        values: Vec<Given>,
        /// Hashes of the words that tell it, each once, ascending; see [`crate::Sketch`].
        terms: Vec<u32>,
    },
    /// An earlier judgement no longer holds. Undoing an undoing makes it hold again.
    Undo {
        /// The number of the judgement in the log.
        judgement: i64,
    },
}

impl Ruling {
    /// The word for it on the command line and in the store.
    pub fn as_str(&self) -> &'static str {
        match self {
            Ruling::Same { .. } => "same",
            Ruling::NotSame { .. } => "not_same",
            Ruling::Right { .. } => "right",
            Ruling::Wrong { .. } => "wrong",
            Ruling::Instead { .. } => "instead",
            Ruling::Entity { .. } => "entity",
            Ruling::Note { .. } => "note",
            Ruling::Missed { .. } => "missed",
            Ruling::Undo { .. } => "undo",
        }
    }

    /// The accounts that it is about, in the order given.
    pub fn anchors(&self) -> Vec<&Anchor> {
        match self {
            Ruling::Same { accounts } => accounts.iter().collect(),
            Ruling::NotSame { these, those } => these.iter().chain(those).collect(),
            Ruling::Right { account, .. }
            | Ruling::Wrong { account, .. }
            | Ruling::Instead { account, .. }
            | Ruling::Note { account, .. }
            | Ruling::Missed { account, .. } => vec![account],
            Ruling::Entity { .. } | Ruling::Undo { .. } => Vec::new(),
        }
    }
}

/// A decision, by whom and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Who decided.
    pub by: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How many seconds they looked at it before; none when nobody measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// What.
    pub ruling: Ruling,
}
