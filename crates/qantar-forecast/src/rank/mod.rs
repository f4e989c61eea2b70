//! Who does what to whom next: parties ranked for a question (actor, kind, ?), with the reasons.
//!
//! [`History`] holds the counts, `rules` how one act follows another, `walk` parties reached over others, `features` one row
//! of numbers for a candidate, `fit` the weights (a conditional logit), [`Ranker`] the answers. [`recurrency`] is the
//! baseline that proves the scorer.

mod features;
mod fit;
mod history;
pub mod next;
pub mod recurrency;
mod rules;
mod walk;

pub use features::{NAMES as FEATURES, WIDTH};
pub use fit::{Fitting, Lessons, Question, Ranker, questions};
pub use history::{Act, History};

/// What is kept of the answers to one question: the rank of each right answer, the right ones beside it left out.
pub type Ranks = Vec<f64>;

/// The rank of a score among others, 1 the best; equal scores share the middle of their places.
pub fn rank_among(score: f64, others: impl Iterator<Item = f64>) -> f64 {
    let (mut above, mut equal) = (0u32, 0u32);
    for other in others {
        above += u32::from(other > score);
        equal += u32::from(other == score);
    }
    1.0 + f64::from(above) + f64::from(equal) / 2.0
}
