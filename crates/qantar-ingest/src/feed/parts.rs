//! A long feed in parts: each a feed of its own, with all that is said of the whole and a few of its items.
//!
//! The parser holds some hundreds of bytes for an item of seven, so it is never given all of a long feed. Whether it
//! would read the whole is known beforehand, because it reads every part.

use super::{parsed, script};
use crate::nesting;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// A part has so many items, or more where what stands around them is long. A guess (November 2026).
const TOGETHER: usize = 64;
/// What stands around the items is parsed again with each part: in all, no more than so many times the bytes of the
/// feed. A guess (November 2026).
const MOST_AGAIN: usize = 64;

/// A feed that its parser can read, in parts.
pub(super) struct Parts {
    bytes: Vec<u8>,
    /// Where the items stand, each with what parts it from the one before.
    items: Vec<Range<usize>>,
    /// How many items a part has,
    together: usize,
    /// how many of them the parser gives, up to each part,
    given: Vec<usize>,
    /// and all that stands behind the first item and is none.
    behind: Vec<u8>,
}

impl Parts {
    /// Cuts a feed.
    ///
    /// # Errors
    /// What its parser says of it.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, String> {
        let bytes = script::in_utf8(bytes)?.into_owned();
        nesting::shallow(&bytes)?;
        let mut items = if script::is_json(&bytes) { items_of_json(&bytes) } else { items_of_xml(&bytes) };
        if items.is_empty() {
            items.push(0..bytes.len());
        }
        let behind = frame(&bytes, &items);
        let around = items[0].start + behind.len();
        let together = (items.len() * around).div_ceil(MOST_AGAIN * bytes.len().max(1)).max(TOGETHER);
        let mut parts = Parts { bytes, items, together, given: vec![0], behind };
        for at in 0..parts.len() {
            let feed = parsed(&parts.part(at)).map_err(|why| parsed(&parts.alone(at)).err().unwrap_or(why))?;
            parts.given.push(parts.given[at] + feed.entries.len());
        }
        Ok(parts)
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        self.items.len().div_ceil(self.together)
    }

    /// How many items the parser gives before this part.
    pub(super) fn before(&self, at: usize) -> usize {
        self.given[at]
    }

    /// One part, as a feed.
    pub(super) fn part(&self, at: usize) -> Vec<u8> {
        let mut part = self.bytes[..self.items[0].start].to_vec();
        let items = &self.items[self.of_part(at)];
        let first = items[0].start + self.apart(at);
        part.extend_from_slice(&self.bytes[first..items[0].end]);
        items[1..].iter().for_each(|item| part.extend_from_slice(&self.bytes[item.clone()]));
        part.extend_from_slice(&self.behind);
        part
    }

    /// The feed without the items of other parts, every byte at its place: so that what is wrong is told with the place.
    fn alone(&self, at: usize) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let mut blank = |range: Range<usize>| bytes[range].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        let own = self.of_part(at);
        self.items[..own.start].iter().chain(&self.items[own.end..]).for_each(|item| blank(item.clone()));
        let start = self.items[own.start].start;
        blank(start..start + self.apart(at));
        bytes
    }

    /// How many bytes part the first item of a part from the last of the part before it: white space and a comma.
    fn apart(&self, at: usize) -> usize {
        let first = self.items[at * self.together].clone();
        let parts = self.bytes[first].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',');
        if at == 0 { 0 } else { parts.count() }
    }

    fn of_part(&self, at: usize) -> Range<usize> {
        at * self.together..((at + 1) * self.together).min(self.items.len())
    }
}

/// What stands behind the first item and is none.
fn frame(bytes: &[u8], items: &[Range<usize>]) -> Vec<u8> {
    let ends = items.iter().map(|item| item.end);
    let starts = items.iter().skip(1).map(|item| item.start).chain([bytes.len()]);
    ends.zip(starts).flat_map(|(end, start)| &bytes[end..start]).copied().collect()
}

/// Where the items of a feed in XML stand, as far as it is well formed: in the channel of RSS 2, at the root else.
fn items_of_xml(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut items) = (Vec::new(), Vec::new());
    let (mut depth, mut around, mut begun) = (0, 0, None);
    loop {
        let before = position(&reader);
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                depth += 1;
                match (depth, around) {
                    (1, _) if is(&start, &["feed", "RDF"]) => around = 1,
                    (2, 0) if is(&start, &["channel"]) => around = 2,
                    (_, 1..) if depth == around + 1 && is(&start, &["item", "entry"]) => begun = Some(before),
                    _ => {}
                }
            }
            Ok(Event::End(_)) => {
                depth -= 1;
                if depth < around {
                    return items;
                }
                if let Some(start) = begun.take_if(|_| depth == around) {
                    let last = items.last().map_or(start, |last: &Range<usize>| last.end);
                    let joined = bytes[last..start].trim_ascii().is_empty();
                    items.push(if joined { last } else { start }..position(&reader));
                }
            }
            Ok(Event::Eof) | Err(_) => return items,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn position<R>(reader: &Reader<R>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Whether an element has one of these names, whatever its prefix: what is no item is told by the parser.
fn is(start: &BytesStart, names: &[&str]) -> bool {
    let name = start.name();
    names.contains(&name.as_ref().rsplit(':').next().unwrap_or_default())
}

/// Where the items of a JSON Feed stand, as far as commas part them.
fn items_of_json(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut scan = Scan { bytes, at: 0 };
    if !scan.takes(b'{') {
        return Vec::new();
    }
    loop {
        let Some(key) = scan.value() else { return Vec::new() };
        let is_items = serde_json::from_slice::<String>(&bytes[key]).is_ok_and(|key| key == "items");
        if !scan.takes(b':') {
            return Vec::new();
        }
        if is_items {
            return if scan.takes(b'[') { scan.elements() } else { Vec::new() };
        }
        if scan.value().is_none() || !scan.takes(b',') {
            return Vec::new();
        }
    }
}

/// A walk through JSON that sees strings and brackets.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn pass_white(&mut self) {
        self.at += self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    /// Passes over this sign, if it is next.
    fn takes(&mut self, sign: u8) -> bool {
        self.pass_white();
        let here = self.bytes.get(self.at) == Some(&sign);
        self.at += usize::from(here);
        here
    }

    /// Passes over a value, up to the sign that must follow it.
    fn value(&mut self) -> Option<Range<usize>> {
        self.pass_white();
        let (start, mut depth, mut quoted) = (self.at, 0usize, false);
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' if quoted => self.at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' | b':' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        (self.at < self.bytes.len() && self.at > start).then_some(start..self.at)
    }

    /// The elements of an array that has begun, each with the comma before it.
    fn elements(&mut self) -> Vec<Range<usize>> {
        let mut elements = Vec::new();
        let mut start = self.at;
        while let Some(element) = self.value() {
            elements.push(start..element.end);
            start = element.end;
            if !self.takes(b',') {
                break;
            }
        }
        elements
    }
}
