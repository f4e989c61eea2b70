//! Fetching: feeds and the pages that their items link to, when somebody asked for it.
//!
//! * In: addresses that the user gave ([`list`] reads them from OPML or from lines), a [`Clock`], and what is remembered
//!   of earlier rounds ([`State`]).
//! * Out: bytes as they came, with their address and the moment ([`Fetched`]), and a line for everything that could not be
//!   had ([`Trouble`]).
//! * Never: a request that was not asked for; cookies, a referrer, anything about the machine or its user; an address of
//!   the user's own network, unless [`Settings::allow_private`] is set; a page that robots.txt asks programs to leave alone.
//!
//! This is the only place in the crate that opens sockets, and it is compiled only with the feature `fetch`.
//!
//! Start reading at [`watch`], which decides what is asked for when; then [`client`](Fetcher), which asks; then `guard`
//! and `names`, which see to it that no name leads into the user's own network.
//!
//! ```no_run
//! use qantar_ingest::fetch::{Fetcher, Given, Settings, State, SystemClock, Watch, list, watch};
//! use std::{ops::ControlFlow, sync::Arc};
//!
//! let (feeds, _) = list::feeds(b"https://news.example/rss");
//! let mut fetcher = Fetcher::new(Settings::default(), Arc::new(SystemClock::default()))?;
//! let mut watch = Watch::new(feeds, watch::Settings::default(), State::default());
//! watch.run(&mut fetcher, true, &mut |given, _| {
//!     if let Given::Fetched(page) = given {
//!         println!("{}: {} bytes", page.final_url, page.received.len());
//!     }
//!     ControlFlow::Continue(())
//! });
//! # Ok::<(), qantar_ingest::fetch::FetchError>(())
//! ```

mod address;
mod backoff;
mod client;
mod clock;
mod feed;
mod guard;
pub mod list;
mod manners;
mod names;
mod robots;
mod state;
pub mod watch;

#[cfg(test)]
mod tests;

pub use address::Address;
pub use client::{Answer, FetchError, Fetcher, Kind, Page, Settings, Validators};
pub use clock::{Clock, SystemClock};
pub use list::Listed;
pub use state::{FeedState, Pending, State, StateError};
pub use watch::{Fetched, Given, Left, Trouble, Watch};
