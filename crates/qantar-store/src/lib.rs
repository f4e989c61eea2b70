//! The case: one SQLite file that keeps reports, what was read in them, and a log of every change.
//!
//! * In: a [`Document`](qantar_record::Document) with its [`Reading`](qantar_record::Reading), where it came from, and
//!   the time, which the caller tells.
//! * In, too: [judgements](Writer::judge) by people, and [events](Writer::write_events) by whoever merges.
//! * Out: [rows]: accounts, figures, claims, places, statements, each with the words it came from and their span;
//!   [tellings](Case::tellings) for whoever merges; [events](Case::events), their [history](Case::history), and the whole
//!   case [as of](Case::as_of) a moment.
//! * For a page of it: all events [column by column](Case::columns), those that [match](Case::matching) words and names,
//!   [reports](Case::reports), [actors](Case::actors), [outlets](Case::outlets).
//! * Never: a clock, the network, markup, or a judgement of its own. No SQL leaves this crate, and no text that a
//!   caller hands in ever becomes SQL.
//!
//! Accounts and claims have numbers that people cite (`a12`, `c7`); an event has the number of its earliest account
//! (`e12`). A number stays with its account when the document is read again by a newer version; an account that is no
//! longer found is retired and never deleted. The [log] is append-only and hash-chained: [`Case::verify`] says whether
//! it, and the documents, are as they were written.
//!
//! What a machine wrote can be thrown away and made again from documents, readings and log: [`Case::rebuild`]. What
//! people decided lies in the log, anchored to words.
//!
//! Start reading at [`Case`], then `keep.rs` and `judge.rs` (in), `query.rs` and `event.rs` (out), `replay.rs` (again),
//! `schema.rs` and `migrations/` (the shape).
//!
//! ```
//! use qantar_record::{Document, DocumentParts, Reading};
//! use qantar_store::{Case, Filter, Keeping};
//!
//! let folder = tempfile::tempdir()?;
//! let mut case = Case::open_or_create(&folder.path().join("oruro.qantar"))?;
//!
//! let text = "Miners began a strike in Oruro on Monday.";
//! let document = Document::new(DocumentParts { received: text.as_bytes(), text: text.into(), ..Default::default() });
//! # let reading = Reading {
//! #     document: document.id().clone(), version: "qantar 0.1.0".into(), sentences: vec![], entities: vec![],
//! #     places: vec![], times: vec![], accounts: vec![], claims: vec![], sketch: Default::default(), outline: Default::default(), problems: vec![],
//! # };
//! // let reading = qantar::pipeline::read(&document, &world);
//! let now = "2026-11-08T12:00:00Z".parse()?;
//! assert_eq!(case.keep(&document, &reading, "reports/oruro.txt", &[], now)?, Keeping::New);
//! assert_eq!(case.keep(&document, &reading, "reports/oruro.txt", &[], now)?, Keeping::Unchanged);
//!
//! assert_eq!(case.summary()?.documents, 1);
//! assert!(case.accounts(&Filter { country: Some("BO".into()), ..Filter::default() })?.is_empty());
//! assert!(case.verify()?.is_sound());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod anchor;
mod body;
pub mod case;
mod columns;
mod derive;
pub mod error;
mod event;
pub mod filter;
mod gather;
mod history;
mod judge;
pub mod keep;
mod left;
pub mod log;
mod missed;
mod near;
mod numbers;
pub mod outlet;
pub mod overview;
pub mod party;
mod people;
mod query;
pub mod replay;
pub mod report;
pub mod rows;
pub mod run;
mod schema;
pub mod search;
mod stored;
mod telling;

pub use case::{Case, Writer};
pub use error::{Error, ErrorKind};
pub use event::Written;
pub use filter::{Filter, Sort};
pub use keep::{Arrived, Keeping};
pub use log::{ChangeRow, Fault, Verification};
pub use outlet::{OutletDay, OutletRow};
pub use overview::Columns;
pub use party::{ActorEvents, ActorRow, Actors, Beside, TieRow};
pub use replay::Moment;
pub use report::{Reports, ToldRow};
pub use rows::{
    AccountRow, ClaimRow, CoderRow, DecisionRow, DocumentRow, FigureRow, HistoryRow, JudgementRow, LookRow, PlaceRow,
    PlaceSlot, ProblemRow, StatementRow, Step, Summary, TimeSlot, Voice, Who, Words,
};
pub use run::{RefusedRow, RunCount, RunRow, UnreadRow};
pub use schema::beside;
pub use search::Match;
