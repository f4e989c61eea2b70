//! Tables of events in, odds out.
pub mod count;
pub mod decay;
pub mod fact;
mod hazard;
mod lbfgs;
pub mod odds;
pub mod rank;
pub mod score;
pub mod store;
pub use fact::Fact;
pub mod change;
pub mod judge;
pub mod plot;
pub mod record;
