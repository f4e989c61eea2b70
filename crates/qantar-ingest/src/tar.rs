//! Tar archives, as they stream by.

use crate::arrive::Origin;
use crate::contain::{self, Item, Items, Place, Tally, Way};
use crate::format::Format;
use crate::parcel::Content;
use crate::tape::{Tape, why};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// The members of an archive.
pub(crate) fn read(tape: Tape, origin: Origin, way: Way) -> Items {
    let tape = Arc::new(Mutex::new(Rest { tape, left: 0, padding: 0 }));
    let mut tar = Tar { tape, origin, way, tally: Tally::default(), current: None, over: false };
    Box::new(std::iter::from_fn(move || tar.next()))
}

struct Tar {
    tape: Arc<Mutex<Rest>>,
    origin: Origin,
    way: Way,
    tally: Tally,
    /// The items of the member that is being read.
    current: Option<Items>,
    over: bool,
}

/// The tape, and what is left of the member on it. A member is read through a handle of its own, so that one that is
/// itself an archive streams by as well.
struct Rest {
    tape: Tape,
    left: u64,
    padding: u64,
}

struct Member(Arc<Mutex<Rest>>);

impl Read for Member {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(rest.left).unwrap_or(usize::MAX).min(into.len());
        let taken = rest.tape.read(&mut into[..most])?;
        if taken == 0 && most > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive breaks off inside it"));
        }
        rest.left -= taken as u64;
        Ok(taken)
    }
}

/// What a header says.
struct Header {
    name: String,
    kind: u8,
}

const BLOCK: usize = 512;
/// A name with more bytes is none (a guess, 2026-11).
const LONGEST_NAME: u64 = 1 << 16;

impl Tar {
    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(items) = &mut self.current {
                match items.next() {
                    Some(item) => {
                        self.tally.give(None, 0);
                        return Some(Item { place: Place::default(), ..item });
                    }
                    None => self.current = None,
                }
            }
            if self.over {
                let message = self.tally.end()?;
                return Some(self.told(self.origin.clone(), message));
            }
            match self.header() {
                Ok(Some(header)) => {
                    if let Some(item) = self.begin(header) {
                        return Some(item);
                    }
                }
                Ok(None) => self.over = true,
                Err(error) => {
                    self.over = true;
                    let message = format!("cannot be read on: {}; the members before are kept", why(&error));
                    return Some(self.told(self.origin.clone(), message));
                }
            }
        }
    }

    fn told(&mut self, origin: Origin, message: impl Into<String>) -> Item {
        let place = self.tally.give(None, 0);
        Item { origin, content: Content::Refused(message.into()), place: Place { offset: 0, ..place } }
    }

    fn begin(&mut self, header: Header) -> Option<Item> {
        let name = header.name.as_str();
        let file = name.rsplit('/').next().unwrap_or(name);
        match header.kind {
            b'0' | 0 | b'7' if file.is_empty() || file.starts_with('.') => None,
            b'0' | 0 | b'7' if Format::of_path(name.as_ref()).is_none() => {
                self.tally.pass("files of other kinds");
                None
            }
            b'0' | 0 | b'7' => {
                let tape = Tape::stream(Member(self.tape.clone()));
                self.current = Some(contain::member(tape, name, self.origin.within(name), &self.way));
                None
            }
            b'1' | b'2' => {
                let origin = self.origin.within(name);
                Some(self.told(origin, "a link to another file: passed over"))
            }
            b'5' => None,
            _ => {
                self.tally.pass("files of other kinds");
                None
            }
        }
    }

    /// The next header, with the long name that may stand before it.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut rest = self.tape.lock().unwrap_or_else(PoisonError::into_inner);
        let mut long_name = None;
        let mut long_size = None;
        loop {
            let owed = rest.left + rest.padding;
            rest.tape.skip(owed)?;
            (rest.left, rest.padding) = (0, 0);
            let mut block = [0; BLOCK];
            let filled = filled(&mut rest.tape, &mut block)?;
            if filled == 0 {
                return Ok(None);
            }
            // An archive ends with blocks of zeros; whatever lies behind them is another one, joined to it.
            if block.iter().all(|byte| *byte == 0) {
                continue;
            }
            if filled < BLOCK || !is_header(&block) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a member has no sound header"));
            }
            let size = long_size.take().unwrap_or_else(|| number(&block[124..136]));
            rest.left = size;
            rest.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
            if size > u64::MAX / 2 {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a member has no sound size"));
            }
            match block[156] {
                b'L' | b'x' | b'g' if size <= LONGEST_NAME => {
                    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
                    rest.tape.read_exact(&mut bytes)?;
                    rest.left = 0;
                    match block[156] {
                        b'L' => long_name = Some(text(&bytes)),
                        b'x' => {
                            long_name = record(&bytes, "path").or(long_name);
                            long_size = record(&bytes, "size").and_then(|size| size.parse().ok());
                        }
                        _ => {}
                    }
                }
                b'L' | b'x' | b'g' | b'K' => {}
                kind => {
                    // Links and folders have no bytes, whatever they say.
                    if matches!(kind, b'1' | b'2' | b'5') {
                        (rest.left, rest.padding) = (0, 0);
                    }
                    let name = long_name.unwrap_or_else(|| short_name(&block));
                    return Ok(Some(Header { name, kind }));
                }
            }
        }
    }
}

/// Fills the block as far as there are bytes.
fn filled(tape: &mut Tape, block: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match tape.read(&mut block[filled..])? {
            0 => break,
            taken => filled += taken,
        }
    }
    Ok(filled)
}

/// Whether the checksum is right: the sum of all bytes, those of the checksum itself taken for spaces.
fn is_header(block: &[u8; BLOCK]) -> bool {
    let sum: u64 =
        block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) }).sum();
    sum == number(&block[148..156])
}

/// A number in octal digits, or in bytes where those did not suffice.
fn number(field: &[u8]) -> u64 {
    if field[0] & 0x80 != 0 {
        return field[field.len() - 8..].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    }
    let digits = field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| (b'0'..=b'7').contains(byte));
    digits.fold(0, |number, digit| number << 3 | u64::from(digit - b'0'))
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn short_name(block: &[u8; BLOCK]) -> String {
    let (name, prefix) = (text(&block[..100]), text(&block[345..500]));
    let ustar = &block[257..262] == b"ustar";
    if ustar && !prefix.is_empty() { format!("{prefix}/{name}") } else { name }
}

/// The value of a key in the lines "30 path=reports/one.html".
fn record(bytes: &[u8], key: &str) -> Option<String> {
    let lines = String::from_utf8_lossy(bytes).into_owned();
    lines.lines().find_map(|line| {
        let (_, pair) = line.split_once(' ')?;
        let (name, value) = pair.split_once('=')?;
        (name == key).then(|| value.to_owned())
    })
}
