//! ZIP archives, and WACZ, which is one: their members in the order of the directory at the end.
//!
//! The directory is read as it streams by, so that an archive of ten million members takes no more memory than one of
//! ten. An archive that is broken off has no directory: its members are then found one behind the other, as far as they
//! are whole. Nothing is ever written: the name of a member is shown and is no path.

use crate::arrive::{Mark, Origin};
use crate::contain::{self, Item, Items, Tally, Way};
use crate::format::Format;
use crate::inflate::Framing;
use crate::parcel::Content;
use crate::tape::{Source, Tape, why};
use std::io::{self, Read};
use std::iter;

/// The members of an archive.
pub(crate) fn read(source: Source, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let tally = Tally::since(start.as_ref());
    let opened = open(&source, start.as_ref().map(|start| start.offset));
    let Opened { members, kind, broken, packed } = match opened {
        Ok(opened) => opened,
        Err(error) => return contain::unreadable(origin, &error),
    };
    if kind == Kind::Office {
        return contain::one(origin, "an office file or an electronic book, which is not read: nothing was kept");
    }
    let mut zip =
        Zip { source, origin, way, kind, members, tally, current: None, packed, over: false, lost: false, broken };
    Box::new(std::iter::from_fn(move || zip.next()))
}

struct Zip {
    source: Source,
    origin: Origin,
    way: Way,
    kind: Kind,
    members: Members,
    tally: Tally,
    /// The items of the member that is being read.
    current: Option<Items>,
    /// The packed bytes of all members so far.
    packed: u64,
    over: bool,
    /// Whether the rest was given up: whoever takes a run up has to find that out again.
    lost: bool,
    /// Whether the directory was not found.
    broken: bool,
}

/// What an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Its pages are in the WARC files of one folder; what else is in it repeats them.
    Wacz,
    Office,
}

/// What a member holds, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Report,
    /// One of these, in the plural, which are counted.
    Other(&'static str),
    /// Nothing worth a word.
    Nothing,
}

impl Kind {
    fn holds(self, name: &str) -> Holds {
        let file = name.rsplit('/').next().unwrap_or(name);
        if file.is_empty() || name.starts_with("__MACOSX/") || file.starts_with('.') {
            return Holds::Nothing;
        }
        if self == Kind::Wacz && !name.starts_with("archive/") && !name.contains("/archive/") {
            return Holds::Other("files about the archive");
        }
        let known = Format::of_path(name.as_ref()).is_some();
        if known { Holds::Report } else { Holds::Other("files of other kinds") }
    }
}

/// One member, as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    name: String,
    method: u16,
    sealed: bool,
    link: bool,
    packed: u64,
    /// Where its own header stands.
    at: u64,
}

impl Zip {
    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(items) = &mut self.current {
                match items.next() {
                    Some(item) => return Some(self.given(item.origin, item.content)),
                    None => self.current = None,
                }
            }
            if self.over {
                let message = self.tally.end()?;
                return Some(self.told(message));
            }
            match self.members.next() {
                Ok(Some(member)) => {
                    if let Some(message) = self.begin(member) {
                        return Some(message);
                    }
                }
                Ok(None) if std::mem::take(&mut self.broken) => {
                    self.over = true;
                    let message = "the archive breaks off: the members that are whole are kept";
                    return Some(self.told(message.to_owned()));
                }
                Ok(None) => self.over = true,
                Err(error) => {
                    (self.over, self.lost) = (true, true);
                    let message = format!("cannot be read on: {}; the members before are kept", why(&error));
                    return Some(self.told(message));
                }
            }
        }
    }

    fn told(&mut self, message: String) -> Item {
        let origin = self.origin.clone();
        self.given(origin, Content::Refused(message))
    }

    fn given(&mut self, origin: Origin, content: Content) -> Item {
        // Behind the last of several items of a member there is a place as well, but which is the last is not known.
        let offset = if self.current.is_none() && !self.lost { self.members.place() } else { None };
        Item { origin, content, place: self.tally.give(offset, 0) }
    }

    /// Begins a member, or says at once what there is of it.
    fn begin(&mut self, member: Member) -> Option<Item> {
        let name = member.name.as_str();
        match self.kind.holds(name) {
            Holds::Nothing => return None,
            Holds::Other(kind) => {
                self.tally.pass(kind);
                return None;
            }
            Holds::Report => {}
        }
        let origin = self.origin.within(name);
        self.packed = self.packed.saturating_add(member.packed);
        let refusal = if member.link {
            Some("a link to another file: passed over")
        } else if member.sealed {
            Some("sealed with a password: passed over")
        } else if ![0, 8].contains(&member.method) {
            Some("packed in a way that is not read: passed over; pack it again as an ordinary zip file")
        } else if self.source.len().is_ok_and(|length| self.packed > length) {
            (self.over, self.lost) = (true, true);
            Some("the members lie over each other, as only in bombs: this one and the rest were not read")
        } else {
            None
        };
        if let Some(message) = refusal {
            return Some(self.given(origin, Content::Refused(message.to_owned())));
        }
        let tape = match self.tape(&member) {
            Ok(tape) => tape,
            Err(error) => {
                let message = format!("cannot be read: {}; nothing was kept", why(&error));
                return Some(self.given(origin, Content::Refused(message)));
            }
        };
        let mut items = contain::member(tape, name, origin, &self.way);
        let first = items.next()?;
        // A member that gives several items has no place between them.
        self.current = items.next().map(|second| Box::new(iter::once(second).chain(items)) as Items);
        Some(self.given(first.origin, first.content))
    }

    /// The bytes of a member.
    fn tape(&self, member: &Member) -> io::Result<Tape> {
        let mut header = [0; 30];
        self.source.range(member.at, 30)?.read_exact(&mut header).map_err(|_| broken("its header is missing"))?;
        if !header.starts_with(LOCAL) {
            return Err(broken("its header is missing"));
        }
        let start = member.at + 30 + u64::from(short(&header, 26)) + u64::from(short(&header, 28));
        let packed = self.source.range(start, member.packed)?;
        Ok(if member.method == 8 { self.way.inflated(packed, Framing::Bare) } else { packed })
    }
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";

/// Where the members are listed.
enum Members {
    /// In the directory, read up to here.
    Directory(Tape),
    /// One behind the other.
    Loose { source: Source, at: u64, length: u64 },
}

impl Members {
    /// Where in the file the next member is listed.
    fn place(&mut self) -> Option<u64> {
        match self {
            Members::Directory(tape) => tape.place(),
            Members::Loose { .. } => None,
        }
    }

    fn next(&mut self) -> io::Result<Option<Member>> {
        match self {
            Members::Directory(tape) => listed(tape),
            Members::Loose { source, at, length } => {
                let found = loose(source, *at, *length)?;
                Ok(found.map(|(member, end)| {
                    *at = end;
                    member
                }))
            }
        }
    }
}

/// An archive, opened.
struct Opened {
    members: Members,
    kind: Kind,
    /// Whether it is broken off.
    broken: bool,
    /// The packed bytes of the members that come before.
    packed: u64,
}

/// Opens an archive at its beginning or at `start`, a byte of the directory.
fn open(source: &Source, start: Option<u64>) -> io::Result<Opened> {
    let length = source.len()?;
    let Some(directory) = directory(source, length)? else {
        let members = Members::Loose { source: source.clone(), at: 0, length };
        return Ok(Opened { members, kind: Kind::Plain, broken: true, packed: 0 });
    };
    let kind = kind(&mut source.from(directory)?)?;
    let start = start.unwrap_or(directory);
    // Members that lie over each other are told by the sum of all, whoever has read those before.
    let mut before = source.range(directory, start.saturating_sub(directory))?;
    let mut packed = 0u64;
    while let Some(member) = listed(&mut before)? {
        packed = packed.saturating_add(if kind.holds(&member.name) == Holds::Report { member.packed } else { 0 });
    }
    Ok(Opened { members: Members::Directory(source.from(start)?), kind, broken: false, packed })
}

/// Where the directory begins, if the archive has one.
fn directory(source: &Source, length: u64) -> io::Result<Option<u64>> {
    // The end of the directory is followed by a note of at most 65,535 bytes.
    let from = length.saturating_sub(22 + 0xffff);
    let mut tail = Vec::new();
    source.from(from)?.take(22 + 0xffff).read_to_end(&mut tail)?;
    let Some(at) = memchr::memmem::rfind(&tail, END).filter(|at| tail.len() - at >= 22) else { return Ok(None) };
    let end = &tail[at..];
    let here = from + at as u64;
    let (mut size, mut start) = (u64::from(long(end, 12)), u64::from(long(end, 16)));
    // Archives over four gigabytes say so in a second end before this one.
    if let Some(locator) = at.checked_sub(20).map(|at| &tail[at..]).filter(|locator| locator.starts_with(LOCATOR_64)) {
        let mut end = Vec::new();
        source.range(longest(locator, 8), 56)?.read_to_end(&mut end)?;
        if end.starts_with(END_64) && end.len() == 56 {
            (size, start) = (longest(&end, 40), longest(&end, 48));
        }
    }
    let mut mark = Vec::new();
    if start < length {
        source.range(start, 4)?.read_to_end(&mut mark)?;
    }
    if size == 0 || mark == CENTRAL {
        return Ok(Some(if size == 0 { here } else { start }));
    }
    // Bytes put before an archive move everything: then only the directory is found, and its members are not.
    Ok(None)
}

/// What an archive is, by the names in its directory.
fn kind(tape: &mut Tape) -> io::Result<Kind> {
    let (mut package, mut archive) = (false, false);
    let mut first = true;
    while let Ok(Some(member)) = listed(tape) {
        let name = member.name.as_str();
        if name == "[Content_Types].xml" || first && name == "mimetype" {
            return Ok(Kind::Office);
        }
        first = false;
        package |= name == "datapackage.json";
        archive |= name.starts_with("archive/") && name.contains(".warc");
        if package && archive {
            return Ok(Kind::Wacz);
        }
    }
    Ok(Kind::Plain)
}

/// The next entry of a directory.
fn listed(tape: &mut Tape) -> io::Result<Option<Member>> {
    let mut entry = [0; 46];
    if !tape.peek(4)?.starts_with(CENTRAL) {
        return Ok(None);
    }
    tape.read_exact(&mut entry).map_err(|_| broken("its directory breaks off"))?;
    let mut take = |at: usize| -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::from(short(&entry, at))];
        tape.read_exact(&mut bytes).map_err(|_| broken("its directory breaks off"))?;
        Ok(bytes)
    };
    let (name, extra) = (take(28)?, take(30)?);
    take(32)?;
    let (unpacked, packed, at) = (long(&entry, 24), long(&entry, 20), long(&entry, 42));
    let (packed, at) = wide(&extra, unpacked, packed, at);
    // The upper half holds the mode of Unix, where the archive was made there.
    let link = entry[5] == 3 && (long(&entry, 38) >> 16) & 0o170_000 == 0o120_000;
    let sealed = short(&entry, 8) & 1 == 1;
    Ok(Some(Member { name: shown(&name), method: short(&entry, 10), sealed, link, packed, at }))
}

/// The member whose own header stands here, and where the next begins; none at the directory or the end, or where the
/// header does not say how long the member is.
fn loose(source: &Source, at: u64, length: u64) -> io::Result<Option<(Member, u64)>> {
    if at >= length {
        return Ok(None);
    }
    let mut tape = source.from(at)?;
    let mut header = [0; 30];
    if tape.read_exact(&mut header).is_err() || !header.starts_with(LOCAL) {
        return Ok(None);
    }
    let mut name = vec![0; usize::from(short(&header, 26))];
    let mut extra = vec![0; usize::from(short(&header, 28))];
    if tape.read_exact(&mut name).and_then(|()| tape.read_exact(&mut extra)).is_err() {
        return Ok(None);
    }
    let start = at + 30 + name.len() as u64 + extra.len() as u64;
    let (flags, method) = (short(&header, 6), short(&header, 8));
    let (mut packed, _) = wide(&extra, long(&header, 22), long(&header, 18), 0);
    let mut end = start.saturating_add(packed);
    if flags & 8 != 0 && packed == 0 {
        // The length stands behind the member: it is looked for.
        let Some(found) = behind(source, start)? else { return Ok(None) };
        (packed, end) = (found, start + found);
        let mut mark = Vec::new();
        source.range(end, 4)?.read_to_end(&mut mark)?;
        end += if mark == b"PK\x07\x08" { 16 } else { 12 };
    }
    if start + packed > length {
        return Ok(None);
    }
    let sealed = flags & 1 == 1;
    Ok(Some((Member { name: shown(&name), method, sealed, link: false, packed, at }, end)))
}

/// The length of a member whose header leaves it out: up to the mark that stands behind it.
fn behind(source: &Source, start: u64) -> io::Result<Option<u64>> {
    const MARK: &[u8] = b"PK\x07\x08";
    let mut tape = source.from(start)?;
    let mut passed = 0;
    loop {
        let here = tape.peek(1 << 16)?;
        if here.len() < 16 {
            return Ok(None);
        }
        if let Some(at) = memchr::memmem::find(here, MARK).filter(|at| at + 16 <= here.len()) {
            let length = passed + at as u64;
            if u64::from(long(here, at + 8)) == length {
                return Ok(Some(length));
            }
            passed += at as u64 + 4;
            tape.skip(at as u64 + 4)?;
            continue;
        }
        let step = (here.len() - 15) as u64;
        passed += step;
        tape.skip(step)?;
    }
}

/// Sizes and places that do not fit in 32 bits stand in an extra field, those that do not fit only.
fn wide(extra: &[u8], unpacked: u32, packed: u32, at: u32) -> (u64, u64) {
    let (mut wide_packed, mut wide_at) = (u64::from(packed), u64::from(at));
    let mut rest = extra;
    while rest.len() >= 4 {
        let length = usize::from(short(rest, 2)).min(rest.len() - 4);
        if short(rest, 0) == 1 {
            let mut numbers = rest[4..4 + length].chunks_exact(8).map(|number| longest(number, 0));
            if unpacked == u32::MAX {
                numbers.next();
            }
            if packed == u32::MAX {
                wide_packed = numbers.next().unwrap_or(wide_packed);
            }
            if at == u32::MAX {
                wide_at = numbers.next().unwrap_or(wide_at);
            }
        }
        rest = &rest[4 + length..];
    }
    (wide_packed, wide_at)
}

/// A name as it can be shown.
fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/")
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.to_owned())
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn longest(bytes: &[u8], at: usize) -> u64 {
    u64::from(long(bytes, at)) | u64::from(long(bytes, at + 4)) << 32
}
