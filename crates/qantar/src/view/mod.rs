//! What the page shows, one file a page: plain values that serialize as the page wants them.

pub mod agreement;
pub mod people;
pub mod queue;
