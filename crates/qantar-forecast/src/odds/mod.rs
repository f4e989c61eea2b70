//! Will it return? The odds of at least one event of a kind at a place, as a ladder from what is usual to what is new.
//!
//! [`Panel`] is the table at a cut-off, `climate` what is usual, `feature` what moves the hazard of a day, [`Model`] the
//! weights, [`odds`] the answer.

mod climate;
mod feature;
mod ladder;
mod lull;
mod model;
mod month;
mod outlets;
mod panel;
mod surprise;
pub mod words;

pub use climate::Climate;
pub use ladder::{Answer, LONGEST, Mover, Odds, POOL, Part, Refusal, Rung, odds, probabilities};
pub use lull::{Lull, Lulls};
pub use model::{Level, Model, ORIGINS};
pub use month::Month;
pub use panel::{ANYTHING, Panel, Series, WITHIN};
pub use surprise::Surprise;
