//! Bytes become documents.
//!
//! The only crate that knows markup and archives. Text never changes after it.

pub mod arrive;

pub use arrive::{Arrival, Kept, Origin, Refused, Settings, open};
