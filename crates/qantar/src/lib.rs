//! The library people use.
//!
//! * [`World`]: data and rules, loaded once.
//! * [`pipeline`]: a document becomes a reading; the order of the stages is written there, once.
//! * [`public`]: a reading as the public JSON, `qantar.reading/1`.
//! * [`view`]: a case as JSON, page by page.
//!
//! The rooms behind it are re-exported: [`record`], [`ingest`], [`stages`], [`store`].
//!
//! ```
//! use qantar::record::{Document, DocumentParts};
//!
//! let world = qantar::World::builtin()?;
//! let text = "Miners began a strike in Oruro on Monday.";
//! let document = Document::new(DocumentParts { received: text.as_bytes(), text: text.into(), ..Default::default() });
//! let reading = qantar::pipeline::read(&document, &world);
//! assert_eq!(reading.sentences.len(), 1);
//! # Ok::<(), qantar::stages::DataError>(())
//! ```

pub mod brief;
pub mod events;
pub mod exchange;
pub mod intake;
pub mod judging;
pub mod listing;
pub mod odds;
pub mod pipeline;
pub mod public;
pub mod run;
pub mod show;
pub mod stories;
pub mod table;
pub mod view;
pub mod why;
pub mod words;

pub use qantar_forecast as forecasting;
pub use qantar_ingest as ingest;
pub use qantar_merge as merging;
pub use qantar_project as projecting;
pub use qantar_read as stages;
pub use qantar_read::World;
pub use qantar_record as record;
pub use qantar_store as store;
