//! Who wrote a value: a stage, its version, and the rule or model.

use crate::problem::Stage;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of what produced a value. Shown as `event/1 protest.strike-noun`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Producer {
    /// The stage.
    pub stage: Stage,
    /// The version of the stage's code and data; a change of meaning raises it.
    pub version: u32,
    /// The rule's or model's name, as its data file gives it.
    pub rule: String,
}

impl Producer {
    /// Names a producer.
    pub fn new(stage: Stage, version: u32, rule: impl Into<String>) -> Self {
        Producer { stage, version, rule: rule.into() }
    }
}

impl fmt::Display for Producer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} {}", self.stage.as_str(), self.version, self.rule)
    }
}
