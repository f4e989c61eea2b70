//! Where each head stands in a row of the reader's output, and what its columns mean.

use crate::data::DataError;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// Heads that say something of a single piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the labels of each stand in models/layout.json")]
pub enum Head {
    Trigger,
    Cue,
    Figure,
    Name,
    Source,
    Ref,
    Relevant,
    Status,
    Mode,
    Again,
    EventLater,
    EventEarlier,
    MentionLater,
    MentionEarlier,
    Head,
    Piece,
}

impl Head {
    /// All of them, in the order of their declaration.
    pub const ALL: [Head; 16] = [
        Head::Trigger,
        Head::Cue,
        Head::Figure,
        Head::Name,
        Head::Source,
        Head::Ref,
        Head::Relevant,
        Head::Status,
        Head::Mode,
        Head::Again,
        Head::EventLater,
        Head::EventEarlier,
        Head::MentionLater,
        Head::MentionEarlier,
        Head::Head,
        Head::Piece,
    ];
}

/// Roles of the pair tagger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Role {
    Actor,
    Target,
    Place,
    Time,
    Count,
    Source,
    Via,
    Content,
}

impl Role {
    /// All of them, in the order of their declaration.
    pub const ALL: [Role; 8] =
        [Role::Actor, Role::Target, Role::Place, Role::Time, Role::Count, Role::Source, Role::Via, Role::Content];
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    start: usize,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    width: usize,
}

/// `models/layout.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Layout {
    /// Numbers in a row.
    pub width: usize,
    blocks: HashMap<Head, Block>,
    roles: Vec<Role>,
    /// Pieces to either side that the pair tagger tells apart.
    pub distance: i32,
    /// Sentences to either side that it tells apart.
    pub sentences: i32,
    /// Log-odds that any two triggers tell one happening.
    pub event_bias: f32,
    /// Log-odds that any two mentions are of one entity.
    pub mention_bias: f32,
}

impl Layout {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self, DataError> {
        serde_json::from_str(text).map_err(|e| DataError::new("models/layout.json", e))
    }

    fn block(&self, head: Head) -> &Block {
        self.blocks.get(&head).expect("a test reads every head of the layout")
    }

    /// The columns of a head.
    pub fn columns(&self, head: Head) -> Range<usize> {
        let block = self.block(head);
        block.start..block.start + block.width.max(block.labels.len())
    }

    /// What the columns of a head mean, in order.
    pub fn labels(&self, head: Head) -> &[String] {
        &self.block(head).labels
    }

    /// The column of a role.
    pub fn role(&self, role: Role) -> usize {
        self.roles.iter().position(|other| *other == role).expect("a test reads every role of the layout")
    }

    /// How many roles there are.
    pub fn roles(&self) -> usize {
        self.roles.len()
    }
}
