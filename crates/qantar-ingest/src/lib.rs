//! Bytes become documents.
//!
//! * In: files, folders, globs and standard input, holding plain text, Markdown, saved HTML pages, JSON Lines or JSON;
//!   and [`Settings`], which say what to assume where a report is silent.
//! * Out: one [`Arrival`] for each report, lazily and in order: [`Kept`], a [`Document`](qantar_record::Document) with
//!   its blocks, its metadata and what could not be told of it; or [`Refused`], with a line that says what was wrong
//!   and what was kept.
//! * Never: fetching, running scripts, panicking over input, dropping anything silently, changing a word. The text of a
//!   document is the text that arrived (of a page: the words of its article, block by block), and no later stage
//!   changes it.
//!
//! This is the only crate that knows markup and encodings. What it knows of the world (months, credits, "read more"
//! lines, page furniture) is in `data/ingest`, one entry a line.
//!
//! Start reading at [`arrive`]; then `file`, which picks the reader for a format; then one reader, such as `text`; then
//! `blocks`, which cuts plain text, and `metadata`, where every report passes last.
//!
//! ```
//! use qantar_ingest::{Arrival, Settings, open};
//!
//! let folder = std::env::temp_dir().join(format!("qantar-ingest-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//! let path = folder.join("oruro.txt");
//! std::fs::write(&path, "Miners strike in Oruro\n\nBy Ana Rojas, 3 May 2024\n\nMiners began a strike on Friday.\n")?;
//!
//! let inputs = [path.to_string_lossy().into_owned()];
//! let arrivals: Vec<Arrival> = open(&inputs, &Settings::default()).collect();
//! let [Arrival::Kept(kept)] = &arrivals[..] else { panic!("one report") };
//! assert_eq!(kept.document.title(), Some("Miners strike in Oruro"));
//! assert_eq!(kept.document.author(), Some("Ana Rojas"));
//! assert_eq!(kept.document.published().map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod arrive;

mod article;
mod blocks;
mod byline;
mod dateline;
mod dates;
mod draft;
mod encoding;
mod file;
mod format;
mod html;
mod inputs;
mod json;
mod jsonl;
mod kinds;
mod language;
mod linked;
mod lists;
mod live;
mod markdown;
mod marks;
mod metadata;
mod page;
mod printed;
mod scan;
mod source;
mod text;
mod tree;
mod vote;
mod walk;

pub use arrive::{Arrival, Kept, Origin, Refused, Settings, open};
