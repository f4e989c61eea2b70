//! Reports as they arrive: from files, folders, globs and standard input, one at a time.
//!
//! [`open`] finds parcels, cheaply and in order; [`Parcel::unpack`] opens one, on any thread. [`open_after`] goes on
//! where a run stopped. [`arrivals`] does both, one after the other.

use crate::contain;
use crate::inputs::{self, Found};
use crate::parcel::{Content, Parcel};
use crate::tape::{Source, Stoppable, Tape};
use jiff::civil::Date;
use qantar_record::{Document, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::UNIX_EPOCH;
use std::{fmt, io};

/// Where a report came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The path as given or found; `-` for standard input.
    pub path: String,
    /// The line of a JSON Lines file or of a table, from 1.
    pub line: Option<usize>,
    /// Where in that file, when it holds others: the name of a member, the address of an archived page; the way down
    /// through several joined by `!`.
    pub inside: Option<String>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(inside) = &self.inside {
            write!(f, "!{inside}")?;
        }
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
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
    /// Which column of a table holds what: `("text", "body")` takes the text from the column "body". What is not named
    /// here is told from the names of the columns (`data/ingest/columns.txt`).
    pub columns: Vec<(String, String)>,
    /// The most times its size that a packed member may unpack to, once it has unpacked to over a mebibyte. Text is
    /// packed ten to one and seldom thirty to one; deflate ends at a thousand to one.
    pub most_ratio: u64,
    /// How many archives may lie one inside the other.
    pub deepest: usize,
    /// Ends the finding, once it is set.
    pub stop: Stop,
}

/// A wish that reading should stop, heard wherever bytes are read, since much may be read before anything is found.
#[derive(Clone, Debug, Default)]
pub struct Stop(pub Arc<AtomicBool>);

impl Stop {
    /// Whether it was uttered.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            published: None,
            publisher: None,
            most_bytes: 16 << 20,
            columns: Vec::new(),
            most_ratio: 200,
            deepest: 3,
            stop: Stop::default(),
        }
    }
}

/// How far a run has come: behind which parcel. [`open_after`] goes on there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// The file, as found.
    pub path: String,
    /// The parcels that it has given so far, this one included.
    pub taken: u64,
    /// The byte of the file at which reading can be taken up; 0 when it cannot, and those taken are counted off again.
    pub offset: u64,
    /// The line that begins there, from 1; 0 where lines are not counted.
    pub line: u64,
    /// What was passed over in the file so far, by kind: it is told at the file's end.
    pub passed: BTreeMap<String, u64>,
    /// The file as it was opened; none for what is no file, or is one no longer.
    pub stamp: Option<Stamp>,
    /// Whether the file was changed while it was read: then it is said, and what was given may be of no file that ever was.
    pub changed: bool,
}

/// What tells whether a file is still the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was written, in nanoseconds since 1970.
    pub written: u64,
}

impl Stamp {
    /// That of the file at this path; none for what is no file.
    pub fn of(path: impl AsRef<Path>) -> Option<Self> {
        let about = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let written = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Stamp { bytes: about.len(), written: u64::try_from(written.as_nanos()).ok()? })
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

/// Finds what inputs hold (files, folders, globs, `-`), in the order of the inputs and, inside a folder or glob, of the
/// paths. Archives are read as they stream by; no more than a parcel is held.
pub fn open(inputs: &[String], settings: &Settings) -> impl Iterator<Item = Parcel> + Send + use<> {
    open_after(inputs, settings, None)
}

/// As [`open`], but only what comes behind this mark. Where its file is no longer among the inputs, that is said and
/// everything is given.
pub fn open_after(
    inputs: &[String],
    settings: &Settings,
    mark: Option<&Mark>,
) -> impl Iterator<Item = Parcel> + Send + use<> {
    let settings = Arc::new(settings.clone());
    let found = |inputs: Vec<String>| inputs.into_iter().flat_map(|input| inputs::expand(&input));
    let gone = mark.filter(|mark| !found(inputs.to_vec()).any(|found| found.path() == mark.path));
    let mut waiting = mark.filter(|_| gone.is_none()).cloned();
    let note = gone.map(|mark| {
        let message =
            "no longer among the inputs: reading could not be taken up behind it, and all inputs are read again";
        Parcel {
            origin: Origin::whole(&mark.path),
            mark: Mark { path: mark.path.clone(), ..Mark::default() },
            content: Content::Refused(message.to_owned()),
        }
    });
    let rest = found(inputs.to_vec()).filter_map(move |found| match waiting.take() {
        Some(mark) if found.path() != mark.path => {
            waiting = Some(mark);
            None
        }
        mark => Some((found, mark)),
    });
    let stop = settings.stop.clone();
    let given = note.into_iter().chain(rest.flat_map(move |(found, mark)| parcels(found, mark, &settings)));
    // What comes after the stop is a line that reading broke off there, which it did not.
    given.take_while(move |_| !stop.is_set())
}

/// The files that inputs hold, as found, and how many bytes each has; for measuring how much of them is done.
pub fn sizes(inputs: &[String]) -> Vec<(String, u64)> {
    let found = inputs.iter().flat_map(|input| inputs::expand(input));
    let sized = found.filter_map(|found| match &found {
        Found::File { path, .. } => Some((found.path().to_owned(), std::fs::metadata(path).ok()?.len())),
        Found::StandardInput | Found::Nothing(_) => None,
    });
    sized.collect()
}

/// As [`open`], and opens each parcel in turn.
pub fn arrivals(inputs: &[String], settings: &Settings) -> impl Iterator<Item = Arrival> + Send + use<> {
    let own = settings.clone();
    open(inputs, settings).flat_map(move |parcel| parcel.unpack(&own))
}

/// As [`open_after`], for a file that is held in memory: its name tells the format where its bytes do not.
pub fn open_bytes(
    name: &str,
    bytes: Vec<u8>,
    settings: &Settings,
    mark: Option<&Mark>,
) -> impl Iterator<Item = Parcel> + Send + use<> {
    let (source, way) = (Source::held(bytes, settings.stop.clone()), contain::Way::new(Arc::new(settings.clone())));
    marked(name, mark.cloned(), |start| contain::open(&source, name, Origin::whole(name), way, start))
}

/// What is in one file, behind a mark if there is one.
fn parcels(found: Found, mark: Option<Mark>, settings: &Arc<Settings>) -> Box<dyn Iterator<Item = Parcel> + Send> {
    let name = found.path().to_owned();
    let way = contain::Way::new(settings.clone());
    let stop = settings.stop.clone();
    match found {
        Found::File { path, origin } => {
            let stamp = Stamp::of(&path);
            let given = marked(&name, mark, |start| match inputs::openable(&path) {
                Ok(()) => contain::open(&Source::file(&path, stop), &origin.path.clone(), origin, way, start),
                Err(message) => contain::one(origin, message),
            });
            stamped(given, path, stamp)
        }
        Found::StandardInput => marked(&name, mark, |_| {
            contain::stream(Tape::stream(Stoppable::new(io::stdin(), stop)), "", Origin::whole("-"), way)
        }),
        Found::Nothing(refused) => marked(&name, mark, |_| contain::one(refused.origin, refused.message)),
    }
}

/// The parcels of a file, with the stamp that it had when it was opened; and a line where it has another at the end.
fn stamped(
    parcels: Box<dyn Iterator<Item = Parcel> + Send>,
    path: PathBuf,
    stamp: Option<Stamp>,
) -> Box<dyn Iterator<Item = Parcel> + Send> {
    let origin = Origin::whole(path.to_string_lossy());
    let mut mark = Mark { path: origin.path.clone(), stamp, ..Mark::default() };
    let mut given = parcels.map(move |parcel| Parcel { mark: Mark { stamp, ..parcel.mark }, ..parcel });
    Box::new(std::iter::from_fn(move || {
        if let Some(parcel) = given.next() {
            mark.taken = parcel.mark.taken;
            return Some(parcel);
        }
        if mark.changed || Stamp::of(&path) == stamp {
            return None;
        }
        (mark.taken, mark.stamp, mark.changed) = (mark.taken + 1, None, true);
        Some(Parcel { origin: origin.clone(), mark: mark.clone(), content: Content::Refused(CHANGED.to_owned()) })
    }))
}

const CHANGED: &str =
    "changed while it was read: what was read of it is kept and may be neither as it was nor as it is; read it again";

/// The items of a file as parcels, those up to the mark left out: by taking the file up there, or by counting.
fn marked(
    path: &str,
    mark: Option<Mark>,
    items: impl FnOnce(Option<Mark>) -> contain::Items,
) -> Box<dyn Iterator<Item = Parcel> + Send> {
    let start = mark.as_ref().filter(|mark| mark.offset > 0).cloned();
    let mut taken = start.as_ref().map_or(0, |start| start.taken);
    let skipped = mark.map_or(0, |mark| mark.taken.saturating_sub(taken));
    let path = path.to_owned();
    let parcels = items(start).map(move |item| {
        taken += 1;
        let contain::Place { offset, line, passed } = item.place;
        let mark = Mark { path: path.clone(), taken, offset, line, passed, ..Mark::default() };
        Parcel { origin: item.origin, mark, content: item.content }
    });
    Box::new(parcels.skip(usize::try_from(skipped).unwrap_or(usize::MAX)))
}

impl Origin {
    /// A whole file.
    pub(crate) fn whole(path: impl Into<String>) -> Self {
        Origin { path: path.into(), line: None, inside: None }
    }

    /// One line of it, from 1.
    pub(crate) fn at(&self, line: usize) -> Self {
        Origin { line: Some(line), ..self.clone() }
    }

    /// One thing inside it.
    pub(crate) fn within(&self, name: &str) -> Self {
        let inside = match &self.inside {
            Some(outer) => format!("{outer}!{name}"),
            None => name.to_owned(),
        };
        Origin { inside: Some(inside), ..self.clone() }
    }
}

impl Refused {
    /// What is wrong at `origin`.
    pub(crate) fn new(origin: Origin, message: impl Into<String>) -> Self {
        Refused { origin, message: message.into() }
    }
}
