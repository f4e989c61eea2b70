//! WARC archives, 1.0 and 1.1, plain or packed, as they stream by.
//!
//! Of the records, answers of web servers (`response`), `resource` and `conversion` may be reports; the others are
//! counted. A record that is not as it should be costs itself: reading goes on at the next line that begins one. A
//! record whose length is too great ends where the next begins.

use crate::arrive::{Mark, Origin};
use crate::contain::{Item, Items, Tally, Way};
use crate::dates;
use crate::format::{Format, Kind};
use crate::http;
use crate::parcel::Content;
use crate::slip::Slip;
use crate::tape::{Line, Tape, bare, why};
use memchr::memmem;
use std::io::{self, BufRead, Read};

/// The records of an archive.
pub(crate) fn read(tape: Tape, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let tally = Tally::since(start.as_ref());
    let mut warc = Warc { tape, origin, way, tally, wrong: 0, over: false };
    Box::new(std::iter::from_fn(move || warc.next()))
}

struct Warc {
    tape: Tape,
    origin: Origin,
    way: Way,
    tally: Tally,
    /// Records whose length was too great.
    wrong: u32,
    over: bool,
}

/// What is wrong with an archive at some place.
enum Trouble {
    /// Not a record: reading goes on at the next.
    Record(String),
    /// The bytes cannot be had: reading goes on at the next packed member, should there be one.
    Bytes(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble::Bytes(error)
    }
}

/// One record, or what stands for it.
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once")]
enum Record {
    Report { address: Option<String>, content: Content },
    Passed,
    End,
}

/// What begins a record, behind whatever stood before.
const BORDER: &[u8] = b"\r\n\r\nWARC/1.";
const OPENING: &[u8] = b"WARC/";
/// After so many wrong lengths in a file none is believed any more (a guess, 2026-11) …
const MOST_WRONG: u32 = 64;
/// … and so many bytes are read before the next border is looked for.
const STEP: u64 = 1 << 16;
/// A header with more bytes is none (a guess, 2026-11).
const LONGEST_HEADER: usize = 1 << 16;

impl Warc {
    fn next(&mut self) -> Option<Item> {
        while !self.over {
            match self.record() {
                Ok(Record::Report { address, content }) => {
                    let place = self.tape.place();
                    let origin = address.map_or(self.origin.clone(), |address| self.origin.within(&address));
                    return Some(Item { origin, content, place: self.tally.give(place, 0) });
                }
                Ok(Record::Passed) => {}
                Ok(Record::End) => self.over = true,
                Err(trouble) => {
                    let message = self.go_on(trouble);
                    return Some(self.told(message));
                }
            }
        }
        let message = self.tally.end()?;
        Some(self.told(message))
    }

    fn told(&mut self, message: String) -> Item {
        Item { origin: self.origin.clone(), content: Content::Refused(message), place: self.tally.give(None, 0) }
    }

    /// Finds the next record behind trouble; what is to be said of it.
    fn go_on(&mut self, trouble: Trouble) -> String {
        let what = match trouble {
            Trouble::Record(what) => what,
            Trouble::Bytes(error) => match self.tape.next_member() {
                Ok(true) => why(&error),
                _ => {
                    self.over = true;
                    return format!("{}; the records before it are kept", why(&error));
                }
            },
        };
        loop {
            match self.find_opening() {
                Ok(true) => return format!("{what}: skipped, the other records are kept"),
                Ok(false) => break,
                Err(_) if self.tape.next_member().unwrap_or(false) => {}
                Err(_) => break,
            }
        }
        self.over = true;
        format!("{what}; the records before it are kept, and none was found behind it")
    }

    /// Passes over lines until one begins a record.
    fn find_opening(&mut self) -> io::Result<bool> {
        loop {
            match self.tape.line(LONGEST_HEADER)? {
                Line::Whole(line) if line.starts_with(b"WARC/1.") => {
                    self.tape.unread(line);
                    return Ok(true);
                }
                Line::End => return Ok(false),
                Line::Whole(_) | Line::TooLong => {}
            }
        }
    }

    /// The next record.
    fn record(&mut self) -> Result<Record, Trouble> {
        let opening = loop {
            match self.tape.line(LONGEST_HEADER)? {
                Line::Whole(line) if bare(&line).trim_ascii().is_empty() => {}
                Line::Whole(line) => break line,
                Line::TooLong => return Err(Trouble::Record("not a WARC record".to_owned())),
                Line::End => return Ok(Record::End),
            }
        };
        if !opening.starts_with(OPENING) {
            return Err(Trouble::Record("not a WARC record".to_owned()));
        }
        let header = self.header()?;
        let length = header
            .field("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| Trouble::Record("a WARC record without its length".to_owned()))?;
        self.content(&header, length)
    }

    /// The fields up to the empty line.
    fn header(&mut self) -> Result<Header, Trouble> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut bytes = 0;
        loop {
            let line = match self.tape.line(LONGEST_HEADER)? {
                Line::Whole(line) => line,
                Line::TooLong => return Err(Trouble::Record("a WARC record with an endless header".to_owned())),
                Line::End => return Err(broken_off()),
            };
            bytes += line.len();
            if bytes > LONGEST_HEADER {
                return Err(Trouble::Record("a WARC record with an endless header".to_owned()));
            }
            let text = String::from_utf8_lossy(bare(&line));
            if text.trim().is_empty() {
                return Ok(Header(fields));
            }
            match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
                // A field goes on in lines that begin with white space.
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                (_, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
                _ => {}
            }
        }
    }

    /// What a record of so many bytes holds; its end is where reading goes on.
    fn content(&mut self, header: &Header, length: u64) -> Result<Record, Trouble> {
        let kind = self.wanted(header, length)?;
        let most = self.way.settings.most_bytes;
        let (wanted, address) = match kind {
            Wanted::Not(kind) => {
                self.tally.pass(kind);
                self.pass_over(length)?;
                return Ok(Record::Passed);
            }
            Wanted::Report(wanted) => (wanted, header.address()),
        };
        if length > most as u64 {
            self.pass_over(length)?;
            let message =
                format!("longer than the {most} bytes that one report may have: skipped, the others are kept");
            return Ok(Record::Report { address, content: Content::Refused(message) });
        }
        let bytes = self.bytes_of(length)?;
        if (bytes.len() as u64) < length && self.tape.peek(1)?.is_empty() {
            return Err(broken_off());
        }
        let (head, slip) = (wanted.head(&bytes), header.slip());
        let content = match head {
            Some(head) => {
                let charset = http::media(head.field("content-type").unwrap_or("")).1;
                Content::Answer { format: wanted.format, slip: Slip { charset, ..slip }, head, bytes }
            }
            None => {
                let format = wanted.format.unwrap_or_else(|| Format::of_bytes(&bytes));
                Content::File { bytes, format, slip: Slip { charset: wanted.charset, ..slip } }
            }
        };
        Ok(Record::Report { address, content })
    }

    /// The content, up to what plainly is the next record where the length is wrong. Whether it is shows at its end, since a page may hold an
    /// archive; in a file of many wrong lengths that would read the same bytes over and over, and the next border is believed.
    fn bytes_of(&mut self, length: u64) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(1 << 20));
        let step = if self.wrong < MOST_WRONG { length } else { STEP };
        while (bytes.len() as u64) < length {
            let before = bytes.len();
            self.tape.by_ref().take(step.min(length - before as u64)).read_to_end(&mut bytes)?;
            let from = before.saturating_sub(BORDER.len() - 1);
            if bytes.len() == before || step < length && memmem::find(&bytes[from..], BORDER).is_some() {
                break;
            }
        }
        let (whole, blank) = self.ends_here()?;
        if !whole || (bytes.len() as u64) < length {
            bytes = self.cut(bytes, &blank);
        }
        Ok(bytes)
    }

    /// Whether the record holds what may be a report, as far as its header and the head of the answer tell.
    fn wanted(&mut self, header: &Header, length: u64) -> Result<Wanted, Trouble> {
        let kind = header.field("warc-type").unwrap_or("").to_ascii_lowercase();
        let (media, charset) = http::media(header.field("content-type").unwrap_or(""));
        match kind.as_str() {
            "response" if media == "application/http" || media.is_empty() => {
                let most = usize::try_from(length).unwrap_or(usize::MAX).min(http::LONGEST_HEAD);
                // Heads are short: a look at four kilobytes nearly always shows all of one.
                let short = http::head(self.tape.peek(most.min(1 << 12))?);
                let head = match short {
                    Some(head) => Some(head),
                    None => http::head(self.tape.peek(most)?),
                };
                let Some(head) = head.filter(|head| head.length as u64 <= length) else {
                    return Ok(Wanted::Not("answers without a head"));
                };
                match head.status {
                    200..300 => {}
                    300..400 => return Ok(Wanted::Not("redirects")),
                    _ => return Ok(Wanted::Not("answers that tell of an error")),
                }
                let (media, _) = http::media(head.field("content-type").unwrap_or(""));
                Ok(Wanted::of(&media, true, None))
            }
            "response" | "resource" | "conversion" => Ok(Wanted::of(&media, false, charset)),
            "request" => Ok(Wanted::Not("requests")),
            "revisit" => Ok(Wanted::Not("revisits of pages archived before")),
            "warcinfo" | "metadata" => Ok(Wanted::Not("notes of the archive")),
            _ => Ok(Wanted::Not("records of other kinds")),
        }
    }

    /// Passes over so many bytes of content, or up to what plainly is the next record.
    fn pass_over(&mut self, length: u64) -> Result<(), Trouble> {
        // A length over what one report may have is either of a film or wrong.
        let skipped = if length <= self.way.settings.most_bytes as u64 {
            self.tape.skip(length)?
        } else {
            self.skip_to_border(length)?
        };
        self.ends_here()?;
        if skipped < length && self.tape.peek(1)?.is_empty() {
            return Err(broken_off());
        }
        Ok(())
    }

    fn skip_to_border(&mut self, length: u64) -> io::Result<u64> {
        let mut left = length;
        while left > 0 {
            let here = self.tape.peek(1 << 16)?;
            let within = usize::try_from(left).unwrap_or(usize::MAX).min(here.len());
            if within == 0 {
                break;
            }
            let found = memmem::find(&here[..within], BORDER);
            // A border may lie across the end of what is seen.
            let keep = if within < here.len() || here.len() < 1 << 16 { 0 } else { BORDER.len() - 1 };
            let step = found.unwrap_or(within - keep.min(within - 1));
            self.tape.consume(step);
            left -= step as u64;
            if found.is_some() {
                return Ok(length);
            }
        }
        Ok(length - left)
    }

    /// Passes over the empty lines behind a record: whether the next record, or nothing, follows, and what was passed.
    fn ends_here(&mut self) -> Result<(bool, Vec<u8>), Trouble> {
        let mut blank = Vec::new();
        loop {
            if self.tape.ends_member() {
                return Ok((true, blank));
            }
            match self.tape.fill_buf() {
                Ok([end @ (b'\r' | b'\n'), ..]) if blank.len() < LONGEST_HEADER => {
                    blank.push(*end);
                    self.tape.consume(1);
                }
                Ok([]) => return Ok((true, blank)),
                Ok(_) => return Ok((self.tape.peek(OPENING.len())?.starts_with(OPENING), blank)),
                // The record itself is whole: the damage behind it is met, and told, when reading goes on.
                Err(_) => return Ok((true, blank)),
            }
        }
    }

    /// The content up to where the next record begins inside it, which is put back with what was passed behind it.
    fn cut(&mut self, mut bytes: Vec<u8>, blank: &[u8]) -> Vec<u8> {
        if let Some(at) = memmem::find(&bytes, BORDER) {
            self.wrong += 1;
            let mut rest = bytes.split_off(at);
            rest.extend_from_slice(blank);
            self.tape.unread(rest);
        }
        bytes
    }
}

fn broken_off() -> Trouble {
    Trouble::Bytes(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive breaks off inside a record"))
}

/// The fields of a record, their names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn field(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The address of the page, or the name of the thing; WARC 1.0 put it in angle brackets.
    fn address(&self) -> Option<String> {
        let address = self.field("warc-target-uri")?.trim_matches(['<', '>']);
        (!address.is_empty()).then(|| address.to_owned())
    }

    fn slip(&self) -> Slip {
        Slip {
            url: self.address().filter(|address| address.starts_with("http")),
            seen: self.field("warc-date").and_then(dates::stated),
            ..Slip::default()
        }
    }
}

/// Whether a record may be a report.
enum Wanted {
    Report(Report),
    /// It is one of these, in the plural.
    Not(&'static str),
}

struct Report {
    /// Its format, if its type tells.
    format: Option<Format>,
    charset: Option<String>,
    /// Whether the answer's head stands before it.
    answer: bool,
}

impl Report {
    fn head(&self, bytes: &[u8]) -> Option<http::Head> {
        if self.answer { http::head(bytes) } else { None }
    }
}

impl Wanted {
    fn of(media: &str, answer: bool, charset: Option<String>) -> Self {
        match Format::of_media(media) {
            Kind::Report(format) => Wanted::Report(Report { format, charset, answer }),
            Kind::Other(kind) => Wanted::Not(kind),
        }
    }
}
