//! Development only: runs the case files and holds the scores to their floors.
//!
//! * [`cases`]: input text, expected reading, in files a political scientist could correct.
//! * [`places`]: toponyms of others' sets, and other systems' answers.
//! * [`crowd`]: accounts of an invented world, for the speed of merging.
//! * [`floors`]: scores on hand-coded documents against `eval/floors.toml`.
//! * [`timeml`]: texts with TIMEX3 marks, by the rules of TempEval-3.

pub mod cases;
pub mod crowd;
pub mod floors;
pub mod places;
pub mod stories;
pub mod timeml;

use std::path::PathBuf;

/// The project's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
