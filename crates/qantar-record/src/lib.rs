//! The nouns of qantar.
//!
//! Everything imports this crate and it imports almost nothing. It says what a [`Document`] is (a report as kept),
//! what a [`Reading`] is (what the program found in one report), what a [`Statement`] is (the atom of the record:
//! one value of one slot, with the words it came from), what a [`Telling`], an [`Event`] and a [`Judgement`] are
//! across reports, and it reads and checks the [`Ontology`].
//!
//! * In: nothing but values made by the other crates.
//! * Out: types whose invariants the compiler or their constructors hold.
//! * Never: files, sockets, a clock, SQL, markup.
//!
//! Start reading at [`document`], then [`reading`], then [`statement`].
//!
//! ```
//! use qantar_record::{Block, BlockKind, Document, DocumentParts, Span};
//!
//! let text = "Miners began a strike in Oruro.";
//! let document = Document::new(DocumentParts {
//!     received: text.as_bytes(),
//!     text: text.into(),
//!     blocks: vec![Block::new(BlockKind::Paragraph, Span::new(0, text.len()))],
//!     ..DocumentParts::default()
//! });
//! assert_eq!(document.words(Span::new(0, 6)), "Miners");
//! ```

pub mod document;
pub mod event;
pub mod judgement;
pub mod ontology;
pub mod problem;
pub mod producer;
pub mod reading;
pub mod span;
pub mod statement;
pub mod telling;

pub use document::{Block, BlockKind, Dateline, Document, DocumentId, DocumentParts};
pub use event::{Entry, Event, EventId, Kind, Ledger, Origins, Party, Said, Standing, When, Where};
pub use judgement::{Anchor, Given, Judgement, Ruling};
pub use ontology::{EventType, Mode, Ontology};
pub use problem::{Problem, Read, Stage};
pub use producer::Producer;
pub use reading::{
    Account, AccountId, Argument, Claim, ClaimId, ClaimKind, Counted, Entity, EntityId, EventPlace, EventTime, Figure,
    Grain, Interval, Mention, MentionKind, NameType, Place, Precision, Reading, Sentence, Source, SourceType, Status,
    Timex, Toponym,
};
pub use span::{CodePoints, Span};
pub use statement::{Slot, Statement, Value, statements};
pub use telling::{About, Outline, PlaceSlot, Sketch, Telling, TimeSlot, ToldFigure, Voice, Who, Words};
