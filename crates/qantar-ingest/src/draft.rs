//! A report while it is being put together: what its format states, before the words themselves are asked.

use crate::dates;
use jiff::civil::Date;
use qantar_record::{Block, Problem, Stage};

/// What a reader of one format found. A reader fills in what the format states and leaves the rest to `metadata`.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub text: String,
    pub blocks: Vec<Block>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<Date>,
    pub modified: Option<Date>,
    /// The language that the markup states, should the words not tell it.
    pub language: Option<String>,
    pub problems: Vec<Problem>,
}

impl Draft {
    /// A draft of this text.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Draft { text: text.into(), ..Draft::default() }
    }

    /// Takes the day of publication from the words that state it, or says that they could not be read.
    pub(crate) fn publish(&mut self, stated: &str) {
        self.published = dates::stated(stated);
        if self.published.is_none() && !stated.trim().is_empty() {
            self.complain_of_day(stated);
        }
    }

    /// Notes that these words were to state the day of publication and do not.
    pub(crate) fn complain_of_day(&mut self, stated: &str) {
        let shown: String = stated.trim().chars().take(40).collect();
        self.complain(format!("cannot read the publication date \"{shown}\": not a date; it was left out"));
    }

    /// Notes something that could not be done as it should.
    pub(crate) fn complain(&mut self, message: impl Into<String>) {
        self.problems.push(Problem::new(Stage::Ingest, message));
    }
}

/// The words, trimmed, each run of white space made one space; none when there are none.
pub(crate) fn tidy(words: &str) -> Option<String> {
    let tidy = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!tidy.is_empty()).then_some(tidy)
}
