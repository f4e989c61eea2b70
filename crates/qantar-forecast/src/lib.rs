//! Tables of events in, odds out.
//!
//! * In: [`Fact`]s, one row each: when, when known, where, what, who, to whom, told by whom. [`plain::read`] reads them from a
//!   table; whoever has a case makes them from its events.
//! * Out: a [`record::Forecast`]: P(at least one) for each horizon, rung by rung, in words, with the events that moved it;
//!   [`rank::next`] for who does what to whom next; [`count::forecast`] for monthly counts; scores of what was said earlier.
//! * Never: text, SQL, a clock, a file. What was told or done at or after the cut-off changes no bit of a forecast.
//!
//! Start reading at [`record::forecast`], then `odds/ladder.rs`. `store.rs` holds the counts that everything rests on.
//!
//! ```
//! use jiff::civil::date;
//! use qantar_forecast::{Fact, record};
//!
//! let facts: Vec<Fact> = (0..60)
//!     .map(|at| Fact::new(date(2031, 1, 1).saturating_add(jiff::Span::new().days(at * 5)), &["Kenya"], "PROTEST", format!("e{at}")))
//!     .collect();
//! let asked = record::Question { place: "Kenya".into(), kind: "PROTEST".into(), horizons: vec![7, 30] };
//! let said = record::forecast(&facts, date(2031, 11, 1), &asked)?;
//! assert!(said.answer.odds[0].probability <= said.answer.odds[1].probability);
//! assert_eq!(record::replay(&facts, &said), record::Replay::Same);
//! # Ok::<(), qantar_forecast::odds::Refusal>(())
//! ```

pub mod change;
pub mod count;
pub mod decay;
pub mod fact;
mod hazard;
pub mod judge;
mod lbfgs;
pub mod logit;
pub mod odds;
pub mod plain;
pub mod plot;
pub mod rank;
pub mod record;
pub mod score;
pub mod store;

pub use fact::Fact;
