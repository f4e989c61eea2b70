//! Reports as they arrive: from files, folders, globs and standard input, one at a time.

use crate::file;
use crate::inputs::{self, Found};
use jiff::civil::Date;
use qantar_record::{Document, Problem};
use std::{fmt, io};

/// Where a report came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The path as given or found; `-` for standard input.
    pub path: String,
    /// The line of a JSON Lines file, from 1.
    pub line: Option<usize>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// What to assume where a report does not say, and how much to take.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of publication, for reports that state none.
    pub published: Option<Date>,
    /// The publisher, for reports that state none.
    pub publisher: Option<String>,
    /// The most bytes one report may have; a longer one is refused with a line that says so.
    pub most_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { published: None, publisher: None, most_bytes: 16 << 20 }
    }
}

/// A report that was taken in.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The report.
    pub document: Document,
    /// Where it came from.
    pub origin: Origin,
    /// What could not be told of it.
    pub problems: Vec<Problem>,
}

/// Something that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it is.
    pub origin: Origin,
    /// What is wrong with it and what was kept; lower case, no full stop.
    pub message: String,
}

/// One thing that arrived.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "almost every arrival is kept")]
pub enum Arrival {
    /// A report.
    Kept(Kept),
    /// Something else.
    Refused(Refused),
}

/// Opens inputs (files, folders, globs, `-`) and gives what arrives, lazily, in the order of the inputs and, inside a
/// folder or glob, of the paths.
pub fn open(inputs: &[String], settings: &Settings) -> impl Iterator<Item = Arrival> {
    inputs.iter().flat_map(|input| inputs::expand(input)).flat_map(|found| match found {
        Found::File { path, origin } => file::open(&path, origin, settings),
        Found::StandardInput => file::read(io::stdin(), None, Origin::whole("-"), settings),
        Found::Nothing(refused) => one(Arrival::Refused(refused)),
    })
}

/// Arrivals made as they are asked for.
pub(crate) type Arrivals<'a> = Box<dyn Iterator<Item = Arrival> + Send + 'a>;

/// Just this one.
pub(crate) fn one<'a>(arrival: Arrival) -> Arrivals<'a> {
    Box::new(std::iter::once(arrival))
}

impl Origin {
    /// A whole file.
    pub(crate) fn whole(path: impl Into<String>) -> Self {
        Origin { path: path.into(), line: None }
    }

    /// One line of it, from 1.
    pub(crate) fn at(&self, line: usize) -> Self {
        Origin { path: self.path.clone(), line: Some(line) }
    }
}

impl Refused {
    /// What is wrong at `origin`.
    pub(crate) fn new(origin: Origin, message: impl Into<String>) -> Self {
        Refused { origin, message: message.into() }
    }
}
