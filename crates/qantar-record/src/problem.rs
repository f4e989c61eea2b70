//! What went less than well, said plainly and kept beside the result.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// The part of the program that a problem or a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Bytes to document.
    Ingest,
    /// Sentences and tokens.
    Segment,
    /// Names.
    Name,
    /// Time expressions.
    Time,
    /// Toponyms.
    Place,
    /// Accounts of events.
    Event,
    /// Who says what.
    Claim,
    /// Who is who.
    Entity,
    /// Rows of another project's table to documents and accounts.
    Import,
}

impl Stage {
    /// The word for it in the public JSON and in a [`crate::Producer`].
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Ingest => "ingest",
            Stage::Segment => "segment",
            Stage::Name => "name",
            Stage::Time => "time",
            Stage::Place => "place",
            Stage::Event => "event",
            Stage::Claim => "claim",
            Stage::Entity => "entity",
            Stage::Import => "import",
        }
    }
}

/// One line about something that could not be done as it should, and what was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it arose.
    pub stage: Stage,
    /// What, why, and what was kept; lower case, no full stop.
    pub message: String,
    /// The words concerned, when it is about some.
    pub span: Option<Span>,
}

impl Problem {
    /// A problem that concerns the whole document.
    pub fn new(stage: Stage, message: impl Into<String>) -> Self {
        Problem { stage, message: message.into(), span: None }
    }
}

/// What a stage gives: a value, never a failure, and the problems met on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// What was found.
    pub value: T,
    /// What could not be.
    pub problems: Vec<Problem>,
}

impl<T> Read<T> {
    /// A value with nothing to complain of.
    pub fn clean(value: T) -> Self {
        Read { value, problems: Vec::new() }
    }

    /// The value; its problems move to `into`.
    pub fn take(mut self, into: &mut Vec<Problem>) -> T {
        into.append(&mut self.problems);
        self.value
    }
}
