//! Tellings and judgements become events, with reasons.
//!
//! * In: [`Telling`]s (one report's account of an event, as the case keeps it), [`About`] their reports, and what people
//!   have judged ([`Held`]).
//! * Out: [`Merged`]: groups of accounts held to be one happening, wholes and parts, judgements that contradict each
//!   other; and [`qantar_record::Event`]s with every value said and a ledger of figures. For any pair, a [`Card`] of
//!   reasons.
//! * Never: the text of a report, a file, SQL, a clock. The order of the input does not matter.
//!
//! [`Merged`] is kept by whoever has a case open and brought up to date with what is read and judged (`merged.rs`). Pairs
//! that could be one happening are found by blocks (`block.rs`), compared slot by slot (`pair.rs`) with weights read from
//! `data/merge/weights.toml`, and joined into groups (`cluster.rs`, `group.rs`) under what people have said (`amend.rs`).
//! `part.rs` tells parts from wholes, `event.rs` and `ledger.rs` make the event, `witness.rs` counts who has seen it for
//! themselves, `story.rs` groups whole reports.
//!
//! ```
//! use qantar_merge::{Rules, merge};
//!
//! let rules = Rules::builtin()?;
//! let merged = merge(&[], &[], &[], &rules);
//! assert!(merged.groups().is_empty());
//! # Ok::<(), qantar_merge::RulesError>(())
//! ```

mod amend;
mod bench;
mod block;
mod cluster;
mod event;
mod group;
mod ledger;
mod merged;
mod pair;
mod part;
mod rules;
mod sight;
mod story;
mod witness;

pub use amend::{Conflict, Held};
pub use bench::{Bench, compare};
pub use block::Cut;
pub use ledger::{LedgerRule, Pick};
pub use merged::{Merged, Report, Touched, merge, reports};
pub use pair::{Card, Feature, Reason};
pub use rules::{Rules, RulesError};
pub use story::{Outlines, StoryRules, stories};

use qantar_record::{About, Telling};
use rayon::prelude::*;

/// The places of the names among `others` that may be another name of whoever is called `name`: they share half of the words of
/// the shorter, or one is the acronym of the other.
pub fn alike(name: &str, others: &[&str], rules: &Rules) -> Vec<usize> {
    let being = sight::called_being(name, rules);
    let is_alike = |other: &&str| pair::likeness(&being, &sight::called_being(other, rules)) <= 1;
    (0..others.len()).into_par_iter().filter(|&at| others[at] != name && is_alike(&others[at])).collect()
}

/// Pairs that blocks bring together, by the numbers of the accounts, each with the place of every feature's value in
/// [`Feature::values`]: what weights are fitted on.
pub fn compared(tellings: &[Telling], abouts: &[About], rules: &Rules) -> Vec<(i64, i64, Vec<u8>)> {
    merge(tellings, abouts, &[], rules).pairs()
}
