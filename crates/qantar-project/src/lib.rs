//! One record, many codebooks: events to files, and back.
//!
//! * In: an [`Event`](qantar_record::Event) with its accounts ([`Telling`](qantar_record::Telling)) and what is known of
//!   their reports ([`About`](qantar_record::About)), as a [`Row`]; or a table in another project's layout.
//! * Out: the files of [`Format`], with the words behind each cell beside them; or a document and a reading for each row.
//! * Never: a clock, the text of a report beyond the words of its slots, a value mended in silence. An event that a layout
//!   has no row for is counted by the reason ([`Exported::left_out`]).
//!
//! What layouts call things is data: `data/codebook/*.toml`, each with examples that [`Codebooks::check`] runs. Formats are
//! described in `docs/formats.md`. Start reading at [`mod@export`], then `acled.rs`.
//!
//! ```
//! use qantar_project::{Codebooks, Format, Outputs, export, read_events};
//!
//! let file = include_str!("../../../corpora/project/events.jsonl");
//! let events: Vec<_> = read_events(file.as_bytes()).collect::<Result<_, _>>()?;
//! let books = Codebooks::built_in()?;
//! let made = "2031-06-01T00:00:00Z".parse().unwrap();
//!
//! let (mut table, mut sources) = (Vec::new(), Vec::new());
//! let out = Outputs { table: &mut table, sources: Some(&mut sources) };
//! let exported = export(events.iter().map(|event| event.row()), Format::Acled, &books, made, out)?;
//!
//! assert_eq!(exported.rows, 7);
//! assert_eq!(exported.left_out["it is planned"], 1);
//! let table = String::from_utf8(table).unwrap();
//! assert!(table.lines().nth(1).unwrap().starts_with("KEN-e1,2031-05-02,2031,1,Demonstrations,Protests,Peaceful protest"));
//! # Ok::<(), qantar_project::Error>(())
//! ```

mod acled;
mod cell;
mod codebook;
mod columns;
mod country;
mod datapackage;
mod error;
mod example;
pub mod export;
mod facts;
mod ged;
mod geojson;
mod import;
mod jsonl;
mod notes;
mod party;
mod row;
mod table;

#[cfg(test)]
mod tests;

pub use acled::Acled;
pub use cell::{cell, harmless};
pub use codebook::Codebooks;
pub use country::{Countries, Country};
pub use datapackage::{Resource, datapackage};
pub use error::Error;
pub use export::{Exported, Format, Outputs, export};
pub use ged::Ged;
pub use import::{Arrived, import, layout_of};
pub use jsonl::{NAME as EVENT_FORMAT, read_events};
pub use party::{Class, Parties};
pub use row::{Row, Whole};
pub use table::{Layout, SOURCE_COLUMNS};
