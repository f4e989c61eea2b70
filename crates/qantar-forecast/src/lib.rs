//! Tables of events in, odds out.
pub mod decay;
mod lbfgs;
pub mod rank;
