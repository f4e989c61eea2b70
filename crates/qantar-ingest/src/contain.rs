//! Files that hold reports: which format one is in, and which reader takes what is in it.
//!
//! Readers of containers give [`Item`]s, lazily and in order, and hold no more than one of them.

use crate::arrive::{Mark, Origin, Settings};
use crate::format::{self, Format};
use crate::inflate::{Framing, Inflate};
use crate::parcel::Content;
use crate::slip::Slip;
use crate::tape::{Source, Tape, why};
use crate::{feed, json, jsonl, mbox, table, tar, warc, zip};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// Something found in a file.
pub(crate) struct Item {
    pub origin: Origin,
    pub content: Content,
    pub place: Place,
}

/// Where reading can be taken up behind an item: see [`Mark`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub offset: u64,
    pub line: u64,
    pub passed: BTreeMap<String, u64>,
}

/// Items made as they are asked for.
pub(crate) type Items = Box<dyn Iterator<Item = Item> + Send>;

/// What a reader needs to know besides the bytes.
#[derive(Clone)]
pub(crate) struct Way {
    pub settings: Arc<Settings>,
    /// How many archives lie around this file.
    pub depth: usize,
    /// What they say of the reports in it.
    pub slip: Slip,
}

impl Way {
    /// The way to a file of its own.
    pub(crate) fn new(settings: Arc<Settings>) -> Self {
        Way { settings, depth: 0, slip: Slip::default() }
    }

    /// The way to a member of this file.
    pub(crate) fn inside(&self) -> Self {
        Way { depth: self.depth + 1, ..self.clone() }
    }

    /// Unpacks what is on the tape.
    pub(crate) fn inflated(&self, tape: Tape, framing: Framing) -> Tape {
        Tape::on(Inflate::new(tape, framing, self.settings.most_ratio))
    }
}

/// As many bytes as the format is told from.
const HEAD: usize = 4096;

/// A zip archive that cannot be read where it lies (on standard input, or inside another archive) is held in memory, up
/// to so many bytes.
const MOST_HELD: usize = 64 << 20;

/// Just this line.
pub(crate) fn one(origin: Origin, message: impl Into<String>) -> Items {
    let content = Content::Refused(message.into());
    Box::new(std::iter::once(Item { origin, content, place: Place::default() }))
}

/// What could not be read, and why.
pub(crate) fn unreadable(origin: Origin, error: &io::Error) -> Items {
    one(origin, format!("cannot be read: {}; nothing was kept", why(error)))
}

/// What is in a file that lies still, perhaps behind a mark.
pub(crate) fn open(source: &Source, name: &str, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let told = source.from(0).and_then(|mut tape| {
        let format = told(name, tape.peek(HEAD)?, start.as_ref());
        Ok((tape, format))
    });
    let (tape, format) = match told {
        Ok(told) => told,
        Err(error) => return unreadable(origin, &error),
    };
    let packed = format == Some(Format::Gzip);
    let taken_up = match &start {
        Some(start) => source.from(start.offset),
        None => Ok(tape),
    };
    match taken_up {
        // What stands at the beginning tells how to read the rest.
        Ok(rest) if let (Some(format @ (Format::Table | Format::Json)), Some(start)) = (format, &start) => {
            match (source.from(0), format) {
                (Ok(top), Format::Json) => json::find(top, origin, way, Some((rest, start.clone()))),
                (Ok(top), _) => table::read(top, origin, way, Some((rest, start.clone()))),
                (Err(error), _) => unreadable(origin, &error),
            }
        }
        Ok(_) if format == Some(Format::Zip) => zip::read(source.clone(), origin, way, start),
        Ok(tape) if packed => {
            let inner = source.from(0).map(|tape| way.inflated(tape, Framing::Gzip));
            let head = inner.and_then(|mut tape| tape.peek(HEAD).map(<[u8]>::to_vec));
            gunzipped(way.inflated(tape, Framing::Gzip), head, name, origin, way, start)
        }
        Ok(tape) => read(tape, format, origin, way, start),
        Err(error) => unreadable(origin, &error),
    }
}

/// What is in a stream.
pub(crate) fn stream(mut tape: Tape, name: &str, origin: Origin, way: Way) -> Items {
    let format = match tape.peek(HEAD) {
        Ok(head) => Format::of(name, head),
        Err(error) => return unreadable(origin, &error),
    };
    let items = match format {
        Some(Format::Zip) => match tape.whole(MOST_HELD) {
            Ok(Some(bytes)) => zip::read(Source::held(bytes, way.settings.stop.clone()), origin, way, None),
            Ok(None) => {
                let message = "a zip archive of this size must lie on the disk by itself: nothing was kept";
                one(origin, message)
            }
            Err(error) => unreadable(origin, &error),
        },
        Some(Format::Gzip) => {
            let mut tape = way.inflated(tape, Framing::Gzip);
            let head = tape.peek(HEAD).map(<[u8]>::to_vec);
            gunzipped(tape, head, name, origin, way, None)
        }
        format => read(tape, format, origin, way, None),
    };
    unplaced(items)
}

/// What is in a file once packed by gzip.
fn gunzipped(
    tape: Tape,
    head: io::Result<Vec<u8>>,
    name: &str,
    origin: Origin,
    way: Way,
    start: Option<Mark>,
) -> Items {
    let head = match head {
        Ok(head) => head,
        Err(error) => return unreadable(origin, &error),
    };
    let inner = format::without_packing(name);
    match told(&inner, &head, start.as_ref()) {
        Some(Format::Gzip | Format::Zip) if way.depth + 1 >= way.settings.deepest => too_deep(origin, &way),
        Some(Format::Gzip | Format::Zip) => stream(tape, &inner, origin, way.inside()),
        format => read(tape, format, origin, way, start),
    }
}

/// An archive with too many others around it.
fn too_deep(origin: Origin, way: &Way) -> Items {
    let deepest = way.settings.deepest;
    one(origin, format!("an archive that lies inside {deepest} others: it was not opened"))
}

/// Items of a member: the file around it cannot be taken up at their places.
fn unplaced(items: Items) -> Items {
    Box::new(items.map(|item| Item { place: Place::default(), ..item }))
}

/// A member of an archive, its own name told.
pub(crate) fn member(tape: Tape, name: &str, origin: Origin, way: &Way) -> Items {
    let archive = matches!(Format::of_path(name.as_ref()), Some(Format::Zip | Format::Tar));
    if archive && way.depth + 1 >= way.settings.deepest {
        return too_deep(origin, way);
    }
    stream(tape, name, origin, way.inside())
}

/// The format of a file of this name that begins so: for one that is taken up elsewhere this is settled here, since its
/// beginning is not seen again.
fn told(name: &str, head: &[u8], start: Option<&Mark>) -> Option<Format> {
    Format::of(name, head).or_else(|| start.map(|_| Format::of_bytes(head)))
}

/// What is on a tape in this format.
fn read(mut tape: Tape, format: Option<Format>, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let format = match (format, &start) {
        // Damage right behind the mark is for the format's reader to meet, as it did when it came by.
        (Some(format), Some(_)) => format,
        _ => match tape.peek(HEAD) {
            Ok([]) => return one(origin, "empty: nothing was kept"),
            Ok(head) => {
                if let (true, Some(what)) = (format.is_none_or(Format::is_text), format::binary(head)) {
                    return one(origin, format!("{what}, not text: nothing was kept"));
                }
                format.unwrap_or_else(|| Format::of_bytes(head))
            }
            Err(error) => return unreadable(origin, &error),
        },
    };
    match format {
        Format::Warc => warc::read(tape, origin, way, start),
        Format::JsonLines => jsonl::read(tape, origin, way, start),
        Format::Json => json::find(tape, origin, way, None),
        Format::Table => table::read(tape, origin, way, None),
        Format::Mbox => mbox::read(tape, origin, way, start),
        Format::Tar if way.depth >= way.settings.deepest => too_deep(origin, &way),
        Format::Tar => tar::read(tape, origin, way),
        format => whole(tape, format, origin, way),
    }
}

/// A file that is read whole.
fn whole(mut tape: Tape, format: Format, origin: Origin, way: Way) -> Items {
    let most = way.settings.most_bytes;
    match tape.whole(most) {
        Ok(Some(bytes)) if format == Format::Feed && bytes.len() > feed::LONG => feed::find(bytes, origin, way.slip),
        Ok(Some(bytes)) => {
            let content = Content::File { bytes, format, slip: way.slip };
            Box::new(std::iter::once(Item { origin, content, place: Place::default() }))
        }
        Ok(None) => one(origin, format!("longer than the {most} bytes that one report may have: nothing was kept")),
        Err(error) => unreadable(origin, &error),
    }
}

/// What a container gives and passes over, for the line at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    arrived: bool,
    passed: BTreeMap<String, u64>,
}

impl Tally {
    /// As it stood at this mark.
    pub(crate) fn since(start: Option<&Mark>) -> Self {
        let passed = start.map(|start| start.passed.clone()).unwrap_or_default();
        Tally { arrived: start.is_some_and(|start| start.taken > 0), passed }
    }

    /// Something of this kind, in the plural, is no report.
    pub(crate) fn pass(&mut self, kind: &str) {
        match self.passed.get_mut(kind) {
            Some(count) => *count += 1,
            None => drop(self.passed.insert(kind.to_owned(), 1)),
        }
    }

    /// Something was given; the place behind it.
    pub(crate) fn give(&mut self, offset: Option<u64>, line: u64) -> Place {
        self.arrived = true;
        Place { offset: offset.unwrap_or(0), line, passed: self.passed.clone() }
    }

    /// What is to be said at the end, once.
    pub(crate) fn end(&mut self) -> Option<String> {
        let passed = std::mem::take(&mut self.passed);
        let listed: Vec<String> = passed.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let listed = listed.join(", ");
        match (std::mem::replace(&mut self.arrived, true), passed.is_empty()) {
            (false, true) => Some("no reports in this file: nothing was kept".to_owned()),
            (false, false) => Some(format!("no reports in this file: it holds {listed}; nothing was kept")),
            (true, false) => Some(format!("passed over, being no reports: {listed}")),
            (true, true) => None,
        }
    }
}
