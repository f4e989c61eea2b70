//! A document becomes a reading.
//!
//! One folder is one stage, and each stage is one function with an honest signature: what it needs is in the
//! arguments, what it gives is in the return. No clock, no disk, no network, no global.
//!
//! | stage | function | gives |
//! |---|---|---|
//! | [`segment`] | [`segment::segment`] | [`text::Text`]: sentences and tokens |
//! | [`sketch`] | [`sketch::sketch`] | the report in numbers, to tell how like another it is |
//! | [`infer`] | [`infer::Encoder::signals`] | what the encoder says of every token, and of pairs |
//! | [`name`] | [`name::names`] | names of people, bodies, places, groups |
//! | [`time`] | [`time::times`] | time expressions set on the calendar |
//! | [`place`] | [`place::places`] | toponyms with their points |
//! | [`claim`] | [`claim::claims`] | who says what |
//! | [`event`] | [`event::accounts`] | accounts of events with roles and figures |
//! | [`entity`] | [`entity::entities`] | who is who |
//!
//! The order in which they run is written once, in the crate `qantar`. What the field knows (word lists, rules,
//! the gazetteer) is data under `data/` and `ontology/`, built into the program and gathered in [`World`].
//!
//! Never here: markup, SQL, HTTP, flags.

pub mod claim;
pub mod confidence;
pub mod data;
pub mod entity;
pub mod event;
pub mod infer;
pub mod name;
pub mod number;
pub mod phrase;
pub mod place;
pub mod segment;
pub mod sketch;
pub mod term;
pub mod text;
pub mod time;
pub mod world;

pub use data::DataError;
pub use text::{Text, TextSentence, Token, TokenKind};
pub use world::World;
