//! The atom of the record: what one report says of one slot of one account.
//!
//! A row of an event table is a view over statements (and, later, judgements), and can always be rebuilt from them.

use crate::document::{Document, DocumentId};
use crate::ontology::{EventType, Mode};
use crate::producer::Producer;
use crate::reading::{Account, AccountId, ClaimId, Counted, Grain, Interval, Place, Reading, Status};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A slot of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// What happened.
    Type,
    /// Whether it took place. No statement is written of it: it is said by the words that evoke the event.
    Status,
    /// Who did it.
    Actor,
    /// To whom.
    Target,
    /// Where.
    Place,
    /// When.
    Time,
    /// How many.
    Count,
}

impl Slot {
    /// All slots, in the order people read them.
    pub const ALL: [Slot; 7] =
        [Slot::Type, Slot::Status, Slot::Actor, Slot::Target, Slot::Place, Slot::Time, Slot::Count];

    /// Its name on the command line and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Slot::Type => "type",
            Slot::Status => "status",
            Slot::Actor => "actor",
            Slot::Target => "target",
            Slot::Place => "place",
            Slot::Time => "time",
            Slot::Count => "count",
        }
    }

    /// The slot with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Slot::ALL.into_iter().find(|slot| slot.as_str() == name)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is said of a slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Value {
    /// What happened.
    Type {
        /// The type.
        event_type: EventType,
        /// The mode.
        mode: Mode,
    },
    /// Whether it took place.
    Took {
        /// Whether it did.
        status: Status,
    },
    /// Who.
    Who {
        /// The words.
        words: String,
        /// The entity's fullest name in the report, when it has one.
        name: Option<String>,
    },
    /// Where.
    Where {
        /// The words.
        words: String,
        /// What they were resolved to.
        place: Option<Place>,
        /// Whether the words stand in another sentence than the event.
        inherited: bool,
    },
    /// When.
    When {
        /// The days.
        interval: Interval,
        /// How fine.
        grain: Grain,
        /// Whether the words stand in another sentence than the event.
        inherited: bool,
    },
    /// How many.
    HowMany {
        /// What is counted.
        what: Counted,
        /// The least.
        low: Option<u64>,
        /// The most.
        high: Option<u64>,
    },
}

/// This document, at this span, (through this claim,) says that this slot of this account is that value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The account.
    pub account: AccountId,
    /// The slot.
    pub slot: Slot,
    /// The value.
    pub value: Value,
    /// The words it came from, in bytes.
    pub span: Span,
    /// The document.
    pub document: DocumentId,
    /// Who is said to have said it; none: the report's own voice.
    pub claim: Option<ClaimId>,
    /// Whether the account's event took place.
    pub status: Status,
    /// The stage, version and rule that wrote it.
    pub by: Producer,
}

/// Every statement that a reading makes, account by account and slot by slot.
pub fn statements(document: &Document, reading: &Reading) -> Vec<Statement> {
    reading.accounts.iter().flat_map(|account| of_account(document, reading, account)).collect()
}

fn of_account(document: &Document, reading: &Reading, account: &Account) -> Vec<Statement> {
    let state = |slot, span, value, by: &Producer| Statement {
        account: account.id,
        slot,
        value,
        span,
        document: document.id().clone(),
        claim: reading.claims_over(span).first().map(|claim| claim.id),
        status: account.status,
        by: by.clone(),
    };
    let who = |span: Span| Value::Who {
        words: document.words(span).to_owned(),
        name: reading.entity_at(span).map(|entity| entity.name.clone()),
    };
    let kind = || Value::Type { event_type: account.event_type.clone(), mode: account.mode.clone() };
    let mut out = vec![state(Slot::Type, account.trigger, kind(), &account.by)];
    out.extend(account.retold.iter().map(|&span| state(Slot::Type, span, kind(), &account.by)));
    out.extend(account.actors.iter().map(|a| state(Slot::Actor, a.span, who(a.span), &a.by)));
    out.extend(account.targets.iter().map(|a| state(Slot::Target, a.span, who(a.span), &a.by)));
    out.extend(account.place.iter().map(|p| {
        let words = document.words(p.span).to_owned();
        state(Slot::Place, p.span, Value::Where { words, place: p.place.clone(), inherited: p.inherited }, &p.by)
    }));
    out.extend(account.time.iter().map(|t| {
        state(Slot::Time, t.span, Value::When { interval: t.interval, grain: t.grain, inherited: t.inherited }, &t.by)
    }));
    out.extend(
        account
            .figures
            .iter()
            .map(|f| state(Slot::Count, f.span, Value::HowMany { what: f.what, low: f.low, high: f.high }, &f.by)),
    );
    out
}
