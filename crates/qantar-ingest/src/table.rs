//! Tables as text, with commas, semicolons, tabs or bars between the cells: one report a row.
//!
//! The first row names the columns. Which holds what is told from the names (`data/ingest/columns.txt`) or by the
//! settings. A row is found at a time, so a table of any length passes through.

use crate::arrive::{Arrival, Mark, Origin, Settings};
use crate::contain::{self, Item, Items, Tally, Way};
use crate::draft::{Draft, tidy};
use crate::encoding;
use crate::lists;
use crate::metadata;
use crate::parcel::Content;
use crate::tape::{Tape, why};
use crate::text;
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};
use qantar_record::{Problem, Stage};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The fields of a report that a column may hold.
const FIELDS: [&str; 6] = ["text", "title", "published", "url", "publisher", "author"];

/// Which column holds which field.
type Columns = BTreeMap<&'static str, usize>;

/// One row: the cells that matter, as bytes.
#[derive(Debug)]
pub(crate) struct Row {
    cells: BTreeMap<&'static str, Vec<u8>>,
    /// The whole row, written with commas: the same row is the same report however its table was written.
    received: Vec<u8>,
    charset: Option<&'static str>,
    /// Whether the row has more cells than the table has columns.
    longer: bool,
}

/// As many bytes as the encoding and the separator are told from.
const HEAD: usize = 1 << 16;

/// The rows of a table; of one that is taken up again, the rows on the tape beside the mark.
pub(crate) fn read(mut tape: Tape, origin: Origin, way: Way, rest: Option<(Tape, Mark)>) -> Items {
    let head = match tape.peek(HEAD) {
        Ok(head) => head.to_vec(),
        Err(error) => return contain::unreadable(origin, &error),
    };
    let script = Script::of(&head);
    let separator = separator(&script.shown(&head));
    let placed = tape.place().is_some() && script.keeps_places();
    let left = Arc::new(AtomicU64::new(0));
    let rows = |tape: Tape| {
        let source = Bounded { source: script.source(tape), left: left.clone(), lines: Lines::default() };
        let mut rows = ReaderBuilder::new();
        rows.has_headers(false).flexible(true).delimiter(separator).buffer_capacity(HEAD).from_reader(source)
    };
    let mut table = Table {
        rows: rows(tape),
        left: left.clone(),
        origin,
        way,
        columns: Columns::new(),
        width: 0,
        script,
        tally: Tally::default(),
        begins: placed.then_some(0),
        over: false,
    };
    let mut first = ByteRecord::new();
    if let Err(error) = table.record(&mut first) {
        return contain::one(table.origin, format!("cannot be read: {}; nothing was kept", told(&error)));
    }
    let name = |cell: &[u8]| encoding::decode(cell, script.charset()).value.trim().to_owned();
    let names: Vec<String> = first.iter().map(name).collect();
    table.width = names.len();
    table.columns = match columns(&names, &table.way.settings) {
        Ok(columns) => columns,
        Err(message) => return contain::one(table.origin, message),
    };
    if let Some((mut tape, start)) = rest {
        // The reader takes a byte order mark off whatever it begins with, so it begins with an empty line.
        tape.unread(b"\n".to_vec());
        table.rows = rows(tape);
        table.rows.get_mut().lines.counted = i64::try_from(start.line).unwrap_or(i64::MAX) - 2;
        table.tally = Tally::since(Some(&start));
        table.begins = Some(start.offset - 1);
    }
    Box::new(std::iter::from_fn(move || table.next()))
}

struct Table {
    rows: Reader<Bounded>,
    left: Arc<AtomicU64>,
    origin: Origin,
    way: Way,
    columns: Columns,
    width: usize,
    script: Script,
    tally: Tally,
    /// The byte that the reader counts from; none where bytes of the file cannot be counted.
    begins: Option<u64>,
    over: bool,
}

impl Table {
    fn next(&mut self) -> Option<Item> {
        while !self.over {
            let mut record = ByteRecord::new();
            let content = match self.record(&mut record) {
                Ok(true) if record.iter().all(|cell| cell.trim_ascii().is_empty()) => {
                    // Counted off at once: a table of nothing but blank rows is held line by line else.
                    let next = self.rows.position().byte();
                    self.rows.get_mut().lines.at(next);
                    continue;
                }
                Ok(true) => Content::Row(self.row(&record)),
                Ok(false) => {
                    self.over = true;
                    continue;
                }
                Err(error) => {
                    self.over = true;
                    Content::Refused(format!("cannot be read: {}; the rows before it are kept", told(&error)))
                }
            };
            let (start, next) = (record.position().map(csv::Position::byte), self.rows.position().byte());
            let lines = &mut self.rows.get_mut().lines;
            let line = lines.at_row(start.unwrap_or(next));
            let after = lines.at(next);
            let offset = self.begins.filter(|_| !self.over).map(|begins| begins + next);
            let place = self.tally.give(offset, after);
            let origin = self.origin.at(usize::try_from(line).unwrap_or(usize::MAX));
            return Some(Item { origin, content, place });
        }
        let content = Content::Refused(self.tally.end()?);
        Some(Item { origin: self.origin.clone(), content, place: self.tally.give(None, 0) })
    }

    /// Reads the next row.
    fn record(&mut self, record: &mut ByteRecord) -> csv::Result<bool> {
        // What the reader has read ahead counts as well, so a row may have a buffer more.
        self.left.store(self.way.settings.most_bytes as u64 + HEAD as u64, Ordering::Relaxed);
        self.rows.read_byte_record(record)
    }

    fn row(&self, record: &ByteRecord) -> Row {
        let cell = |(&field, &at): (&&'static str, &usize)| Some((field, record.get(at)?.to_vec()));
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        // Writing to memory cannot fail; a row that could not be written would have the id of an empty one.
        let received = match writer.write_byte_record(record) {
            Ok(()) => writer.into_inner().unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let cells = self.columns.iter().filter_map(cell).collect();
        Row { cells, received, charset: self.script.charset(), longer: record.len() > self.width }
    }
}

impl Row {
    /// How many bytes it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.received.len() + self.cells.values().map(Vec::len).sum::<usize>()
    }

    /// The report in it.
    pub(crate) fn read(self, origin: Origin, settings: &Settings) -> Arrival {
        let mut problems: Vec<Problem> = Vec::new();
        let mut cell = |field: &str| {
            let bytes = self.cells.get(field)?;
            let words = encoding::decode(bytes, self.charset).take(&mut problems);
            words.contains(|c: char| !c.is_whitespace()).then_some(words)
        };
        let title = cell("title").as_deref().and_then(tidy);
        // A row without words but with a headline is a report of that headline.
        let words = cell("text").or(title.clone()).unwrap_or_default();
        let mut draft = text::read(words, title);
        draft.url = cell("url").as_deref().and_then(tidy);
        draft.publisher = cell("publisher").as_deref().and_then(tidy);
        draft.author = cell("author").as_deref().and_then(tidy);
        draft.publish(&cell("published").unwrap_or_default());
        let ascii = self.cells.values().all(|cell| cell.is_ascii());
        if let Some(charset) = self.charset.filter(|_| !ascii) {
            let note = format!("not UTF-8: read as {charset}, which is a guess, and the text was converted");
            problems.push(Problem::new(Stage::Ingest, note));
        }
        if self.longer {
            problems.push(Problem::new(
                Stage::Ingest,
                "the row has more cells than the table has columns: those were left out",
            ));
        }
        problems.append(&mut draft.problems);
        metadata::settle(Draft { problems, ..draft }, &self.received, origin, settings)
    }
}

/// Which column holds what: as the settings say, else as the names tell.
fn columns(names: &[String], settings: &Settings) -> Result<Columns, String> {
    let at = |name: &str| names.iter().position(|known| known.eq_ignore_ascii_case(name));
    let found = || {
        let mut listed =
            names.iter().filter(|name| !name.is_empty()).take(30).map(|name| name.chars().take(40).collect());
        let first: String = listed.next().unwrap_or_default();
        listed.fold(first, |list, name: String| format!("{list}, {name}"))
    };
    let mut columns = Columns::new();
    for (field, column) in &settings.columns {
        let field = FIELDS.iter().find(|known| *known == field).ok_or_else(|| {
            format!("no field \"{field}\" to put a column in: there are {}; nothing was kept", FIELDS.join(", "))
        })?;
        let Some(at) = at(column) else {
            return Err(format!("no column \"{column}\" in this table: it has {}; nothing was kept", found()));
        };
        columns.insert(field, at);
    }
    for line in lists::entries(lists::COLUMNS) {
        let Some((field, known)) = line.split_once(": ") else { continue };
        let Some(field) = FIELDS.iter().find(|name| **name == field) else { continue };
        let named = known.split(", ").find_map(at);
        if let (Some(at), false) = (named, columns.contains_key(field)) {
            columns.insert(field, at);
        }
    }
    if columns.contains_key("text") {
        return Ok(columns);
    }
    Err(format!("no column of this table holds the text: it has {}; nothing was kept", found()))
}

/// What stands between the cells: the sign that the first row has most of, outside of quotes.
fn separator(head: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in head.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of those that are equal.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// How a table turns characters into bytes.
#[derive(Clone, Copy, Debug)]
enum Script {
    /// Cells are characters in UTF-8, or in an encoding guessed from the beginning of the table.
    Cells(Option<&'static str>),
    /// Two bytes a character, as spreadsheets write "Unicode text": the whole table is turned before it is cut.
    Wide(&'static encoding_rs::Encoding),
}

impl Script {
    fn of(head: &[u8]) -> Self {
        match encoding_rs::Encoding::for_bom(head) {
            Some((wide, _)) if wide == UTF_16LE || wide == UTF_16BE => return Script::Wide(wide),
            Some(_) => return Script::Cells(None),
            None => {}
        }
        match std::str::from_utf8(head) {
            Ok(_) => Script::Cells(None),
            // The head may end inside a character.
            Err(error) if error.error_len().is_none() => Script::Cells(None),
            Err(_) => Script::Cells(Some(encoding::guess(head).name())),
        }
    }

    fn charset(self) -> Option<&'static str> {
        match self {
            Script::Cells(charset) => charset,
            Script::Wide(_) => None,
        }
    }

    /// Whether bytes of the table are bytes of its file.
    fn keeps_places(self) -> bool {
        matches!(self, Script::Cells(_))
    }

    /// The beginning, as characters.
    fn shown(self, head: &[u8]) -> String {
        match self {
            Script::Wide(wide) => wide.decode(head).0.into_owned(),
            Script::Cells(_) => String::from_utf8_lossy(head).into_owned(),
        }
    }

    fn source(self, tape: Tape) -> Box<dyn Read + Send> {
        match self {
            Script::Cells(_) => Box::new(tape),
            Script::Wide(wide) => {
                Box::new(Narrow { tape, decoder: wide.new_decoder(), ready: Vec::new(), at: 0, over: false })
            }
        }
    }
}

/// A table turned to UTF-8.
struct Narrow {
    tape: Tape,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    over: bool,
}

impl Read for Narrow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.over {
            let mut wide = [0; 4096];
            let taken = self.tape.read(&mut wide)?;
            let mut narrow = vec![0; self.decoder.max_utf8_buffer_length(taken).unwrap_or(1 << 15)];
            let (_, _, written, _) = self.decoder.decode_to_utf8(&wide[..taken], &mut narrow, taken == 0);
            narrow.truncate(written);
            (self.ready, self.at) = (narrow, 0);
            self.over = taken == 0;
        }
        let taken = (self.ready.len() - self.at).min(into.len());
        into[..taken].copy_from_slice(&self.ready[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// A source that gives so many bytes and then an error, until it is told to go on: a quote that is never closed would
/// take in the rest of the table.
struct Bounded {
    source: Box<dyn Read + Send>,
    left: Arc<AtomicU64>,
    lines: Lines,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            let message = "a row longer than one report may be, or a quote that is never closed";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let taken = self.source.read(&mut into[..most])?;
        self.lines.add(&into[..taken]);
        self.left.store(left - taken as u64, Ordering::Relaxed);
        Ok(taken)
    }
}

/// Counts lines up to bytes that are asked for in order. The reader of tables counts them as well, but takes empty lines
/// and half a line end into the row behind them.
#[derive(Default)]
struct Lines {
    /// Where lines end that were not counted yet, and where the last byte before each end stops that is of no line end.
    ends: VecDeque<(u64, u64)>,
    counted: i64,
    read: u64,
    filled: u64,
}

impl Lines {
    fn add(&mut self, bytes: &[u8]) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            self.fill(start, &bytes[start..end]);
            self.ends.push_back((self.read + end as u64, self.filled));
            start = end + 1;
        }
        self.fill(start, &bytes[start..]);
        self.read += bytes.len() as u64;
    }

    fn fill(&mut self, start: usize, line: &[u8]) {
        if let Some(last) = line.iter().rposition(|byte| *byte != b'\r') {
            self.filled = self.read + (start + last + 1) as u64;
        }
    }

    fn line(&self) -> u64 {
        u64::try_from(self.counted + 1).unwrap_or(0)
    }

    /// The line that this byte stands in.
    fn at(&mut self, byte: u64) -> u64 {
        while self.ends.pop_front_if(|(end, _)| *end < byte).is_some() {
            self.counted += 1;
        }
        self.line()
    }

    /// The line of the first cell of a row that begins at this byte, perhaps with line ends.
    fn at_row(&mut self, byte: u64) -> u64 {
        self.at(byte);
        while self.ends.pop_front_if(|(_, filled)| *filled <= byte).is_some() {
            self.counted += 1;
        }
        self.line()
    }
}

fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => why(error),
        _ => "it is no table".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a first row, as `corpora/ingest/columns.txt` writes it.
    fn told_of(row: &str) -> String {
        let names: Vec<String> = row.split(char::from(separator(row))).map(|name| name.trim().to_owned()).collect();
        let Ok(columns) = columns(&names, &Settings::default()) else { return "no text".to_owned() };
        let told: Vec<String> = columns.iter().map(|(field, &at)| format!("{field} {}", names[at])).collect();
        told.join(", ")
    }

    #[test]
    fn columns_are_told_from_their_names() {
        let cases = lists::entries(include_str!("../../../corpora/ingest/columns.txt"));
        let wrong: Vec<String> = cases
            .filter_map(|case| case.split_once(" => "))
            .filter(|(row, wanted)| told_of(row) != *wanted)
            .map(|(row, wanted)| format!("{row}: {}, not {wanted}", told_of(row)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
