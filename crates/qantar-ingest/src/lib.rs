//! Bytes become documents.
//!
//! * In: files, folders, globs and standard input, holding plain text, Markdown, saved pages, mails, feeds, tables, JSON,
//!   papers in PDF, and archives of these (WARC, WACZ, ZIP, tar, gzip); and [`Settings`], which say what to assume where
//!   a report is silent.
//! * Out: [`Parcel`]s, found cheaply and in order, each to be opened on any thread; and out of a parcel one [`Arrival`]
//!   for each report: [`Kept`], a [`Document`](qantar_record::Document) with its blocks, its metadata and what could not
//!   be told of it; or [`Refused`], with a line that says what was wrong and what was kept.
//! * Never: fetching (but for `fetch`, where the feature of this name is on and somebody asks), running scripts, panicking over input, dropping anything silently, changing a word. The text of a
//!   document is the text that arrived (of a page: the words of its article, block by block), and no later stage
//!   changes it.
//!
//! This is the only crate that knows markup and encodings. What it knows of the world (months, credits, "read more"
//! lines, page furniture) is in `data/ingest`, one entry a line.
//!
//! Start reading at [`arrive`]; then `contain`, which picks the reader for what a file holds, and one of these, such as
//! `warc`; then `report`, which picks the reader for a format, and one of these, such as `text`; then `blocks`, which
//! cuts plain text, and `metadata`, where every report passes last.
//!
//! ```
//! use qantar_ingest::{Arrival, Settings, arrivals};
//!
//! let folder = std::env::temp_dir().join(format!("qantar-ingest-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//! let path = folder.join("oruro.txt");
//! std::fs::write(&path, "Miners strike in Oruro\n\nBy Ana Rojas, 3 May 2024\n\nMiners began a strike on Friday.\n")?;
//!
//! let inputs = [path.to_string_lossy().into_owned()];
//! let arrivals: Vec<Arrival> = arrivals(&inputs, &Settings::default()).collect();
//! let [Arrival::Kept(kept)] = &arrivals[..] else { panic!("one report") };
//! assert_eq!(kept.document.title(), Some("Miners strike in Oruro"));
//! assert_eq!(kept.document.author(), Some("Ana Rojas"));
//! assert_eq!(kept.document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod arrive;
#[cfg(feature = "fetch")]
pub mod fetch;

mod article;
mod blocks;
mod byline;
mod contain;
mod dateline;
mod dates;
mod draft;
mod encoding;
mod feed;
mod format;
mod html;
mod http;
mod inflate;
mod inputs;
mod json;
mod jsonl;
mod kinds;
mod language;
mod linked;
mod lists;
mod live;
mod mail;
mod markdown;
mod marks;
mod markup;
mod mbox;
mod metadata;
mod nesting;
mod page;
mod parcel;
mod pdf;
mod printed;
mod received;
mod report;
mod scan;
mod slip;
mod source;
mod table;
mod tape;
mod tar;
mod text;
mod tree;
mod vote;
mod walk;
mod warc;
mod zip;

pub use arrive::{
    Arrival, Kept, Mark, Origin, Refused, Settings, Stamp, Stop, arrivals, open, open_after, open_bytes, sizes,
};
pub use parcel::Parcel;
pub use received::Facts;
