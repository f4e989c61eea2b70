//! Reports as JSON objects: `text`, and beside it `title`, `author`, `publisher`, `published` and `url`.
//!
//! A file holds one object, several, or an array of them. They are found one at a time, so that an array of any length
//! passes through.

use crate::arrive::{Arrival, Mark, Origin, Refused, Settings};
use crate::contain::{self, Item, Items, Tally, Way};
use crate::draft::{Draft, tidy};
use crate::parcel::Content;
use crate::tape::{Source, Tape, why};
use crate::{metadata, text};
use serde_json::{Deserializer, Map, Value};
use std::io::{self, BufRead, Read};

/// The items of a file; of one that is taken up again, those on the tape beside the mark.
pub(crate) fn find(mut tape: Tape, origin: Origin, way: Way, rest: Option<(Tape, Mark)>) -> Items {
    let placed = tape.place().is_some();
    let mut tally = Tally::since(rest.as_ref().map(|(_, start)| start));
    let mut objects = match Objects::on(tape, way.settings.most_bytes) {
        Ok(objects) => objects,
        Err(error) => return contain::unreadable(origin, &error),
    };
    if let Some((tape, start)) = rest {
        (objects.tape, objects.line) = (tape, usize::try_from(start.line).unwrap_or(usize::MAX));
    }
    Box::new(std::iter::from_fn(move || {
        let Some((line, found)) = objects.next() else {
            let content = Content::Refused(tally.end()?);
            return Some(Item { origin: origin.clone(), content, place: tally.give(None, 0) });
        };
        let offset = if placed && !objects.over { objects.tape.place() } else { None };
        let place = tally.give(offset, objects.line as u64);
        let content = found.map_or_else(Content::Refused, Content::Line);
        Some(Item { origin: origin.at(line), content, place })
    }))
}

/// Reads a file that is held in memory.
pub(crate) fn read(bytes: &[u8], origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let refused = |origin: Origin, message: String| Arrival::Refused(Refused::new(origin, message));
    let objects = match Source::bytes(bytes).from(0).and_then(|tape| Objects::on(tape, settings.most_bytes)) {
        Ok(objects) => objects,
        Err(error) => {
            return vec![refused(origin.clone(), format!("cannot be read: {}; nothing was kept", why(&error)))];
        }
    };
    let arrival = |(at, found): Found| match found {
        Ok(json) => line(&json, origin.at(at), settings),
        Err(message) => refused(origin.at(at), message),
    };
    let mut arrivals: Vec<Arrival> = objects.map(arrival).collect();
    if arrivals.is_empty() {
        arrivals.push(refused(origin.clone(), "no reports in this file: nothing was kept".to_owned()));
    }
    arrivals
}

/// The bytes of an item as they stand in the file, from which its id comes, or what is wrong; and the line.
type Found = (usize, Result<Vec<u8>, String>);

/// The items on a tape. After one that is not JSON nothing can be told apart, so the rest is lost, and the line says so.
struct Objects {
    tape: Tape,
    most: usize,
    /// Whether they are those of an array.
    inside: bool,
    /// The line that was reached, from 1.
    line: usize,
    over: bool,
}

/// Where an item ends.
enum End {
    At(usize),
    /// There is none: what is wrong, on which of its lines, and whether it only breaks off.
    Wrong {
        why: String,
        line: usize,
        breaks_off: bool,
    },
}

/// So many bytes are looked at when an item does not end in what is at hand, then twice as many.
const SEEN: usize = 1 << 16;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Objects {
    /// At the first of the items on a tape.
    fn on(tape: Tape, most: usize) -> io::Result<Self> {
        let mut objects = Objects { tape, most, inside: false, line: 1, over: false };
        objects.pass_separators()?;
        objects.inside = objects.begins_with(b"[")?;
        objects.tape.consume(usize::from(objects.inside));
        Ok(objects)
    }

    fn begins_with(&mut self, mark: &[u8]) -> io::Result<bool> {
        Ok(self.tape.fill_buf()?.first() == mark.first() && self.tape.peek(mark.len())?.starts_with(mark))
    }

    /// Passes over white space and commas, and a byte order mark before them.
    fn pass_separators(&mut self) -> io::Result<()> {
        if self.begins_with(BYTE_ORDER_MARK)? {
            self.tape.consume(BYTE_ORDER_MARK.len());
        }
        loop {
            let here = self.tape.fill_buf()?;
            let passed = here.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
            let last = passed == 0 || passed < here.len();
            self.line += lines(&here[..passed]);
            self.tape.consume(passed);
            if last {
                return Ok(());
            }
        }
    }

    /// The next item, or what is to be said in its place; none at the end.
    fn item(&mut self) -> io::Result<Option<Found>> {
        self.pass_separators()?;
        let line = self.line;
        if self.inside && self.begins_with(b"]")? {
            self.over = true;
            self.tape.consume(1);
            let behind = behind(&mut self.tape)?;
            let message = || format!("{behind} bytes behind the end of the array: not read, {KEPT}");
            return Ok((behind > 0).then(|| (line, Err(message()))));
        }
        if self.tape.fill_buf()?.is_empty() {
            self.over = true;
            return Ok(self.inside.then(|| (line, Err(format!("the array breaks off: {KEPT}")))));
        }
        match self.end()? {
            End::At(end) => {
                let mut bytes = vec![0; end];
                self.tape.read_exact(&mut bytes)?;
                self.line += lines(&bytes);
                Ok(Some((line, Ok(bytes))))
            }
            End::Wrong { breaks_off: true, .. } if self.tape.peek(self.most.saturating_add(1))?.len() > self.most => {
                self.over = true;
                let most = self.most;
                Ok(Some((line, Err(format!("longer than the {most} bytes that one report may have: {LOST}")))))
            }
            End::Wrong { why, line: further, breaks_off } => {
                self.over = true;
                if breaks_off {
                    // Perhaps the tape is damaged there, which then is what is wrong.
                    self.tape.skip(u64::MAX)?;
                }
                Ok(Some((line - 1 + further, Err(format!("not JSON: {why}; {LOST}")))))
            }
        }
    }

    /// Where the item that begins here ends.
    fn end(&mut self) -> io::Result<End> {
        let mut here = self.tape.fill_buf()?;
        loop {
            let end = end_of(here);
            // What ends with what is seen may go on behind it, as a number does.
            let open = match &end {
                End::At(end) => *end == here.len(),
                End::Wrong { breaks_off, .. } => *breaks_off,
            };
            let (seen, most) = (here.len(), self.most.saturating_add(1));
            if !open || seen >= most {
                return Ok(end);
            }
            here = self.tape.peek(most.min(SEEN.max(2 * seen)))?;
            if here.len() == seen {
                return Ok(end);
            }
        }
    }
}

impl Iterator for Objects {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.over {
            return None;
        }
        let found = self.item().unwrap_or_else(|error| {
            self.over = true;
            Some((self.line, Err(format!("cannot be read: {}; {KEPT}", why(&error)))))
        });
        self.over |= found.is_none();
        found
    }
}

const KEPT: &str = "what stands before is kept";
const LOST: &str = "what stands before it is kept, the rest is not";

/// How many bytes stand behind the end of an array, without the white space around them.
fn behind(tape: &mut Tape) -> io::Result<u64> {
    let (mut bytes, mut blank) = (0, 0);
    loop {
        let here = tape.fill_buf()?;
        if here.is_empty() {
            return Ok(bytes);
        }
        let seen = here.len();
        for byte in here {
            // White space counts once something follows it, unless nothing stood before it.
            match (byte.is_ascii_whitespace(), bytes) {
                (true, 0) => {}
                (true, _) => blank += 1,
                (false, _) => (bytes, blank) = (bytes + blank + 1, 0),
            }
        }
        tape.consume(seen);
    }
}

/// Where the item that these bytes begin with ends.
fn end_of(bytes: &[u8]) -> End {
    let mut items = Deserializer::from_slice(bytes).into_iter::<Value>();
    match items.next() {
        Some(Ok(_)) => End::At(items.byte_offset()),
        Some(Err(error)) => End::Wrong { why: reason(&error), line: error.line().max(1), breaks_off: error.is_eof() },
        None => End::At(bytes.len()),
    }
}

fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// One line of JSON as a report.
pub(crate) fn line(line: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    let json = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match serde_json::from_slice(json) {
        Ok(value) => record(value, line, origin, settings),
        Err(error) => {
            let message = format!("not JSON: {}; skipped, the others are kept", reason(&error));
            Arrival::Refused(Refused::new(origin, message))
        }
    }
}

/// One object as a report. The text is kept exactly; `received` gives the id.
fn record(value: Value, received: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    let refused = |message: &str| Arrival::Refused(Refused::new(origin.clone(), message));
    let Value::Object(mut fields) = value else {
        return refused("not a JSON object: skipped, the others are kept");
    };
    let words = match fields.remove("text") {
        Some(Value::String(words)) => words,
        Some(Value::Null) | None => return refused("no \"text\" in it: skipped, the others are kept"),
        Some(_) => return refused("its \"text\" is not a string: skipped, the others are kept"),
    };
    let mut stated = Draft::default();
    let title = field(&mut fields, "title", &mut stated);
    stated.author = field(&mut fields, "author", &mut stated);
    stated.publisher = field(&mut fields, "publisher", &mut stated);
    stated.url = field(&mut fields, "url", &mut stated);
    if let Some(published) = field(&mut fields, "published", &mut stated) {
        stated.publish(&published);
    }
    let Draft { text, blocks, title, .. } = text::read(words, title);
    metadata::settle(Draft { text, blocks, title, ..stated }, received, origin, settings)
}

fn field(fields: &mut Map<String, Value>, name: &str, draft: &mut Draft) -> Option<String> {
    match fields.remove(name)? {
        Value::String(words) => tidy(&words),
        Value::Null => None,
        _ => {
            draft.complain(format!("\"{name}\" is not a string: it was left out"));
            None
        }
    }
}

/// What the parser says, without its own count of lines.
fn reason(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match told.strip_suffix(&place) {
        Some(what) => format!("{what} at column {}", error.column()),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::DocumentId;

    fn told(file: &str) -> Vec<String> {
        let arrivals = read(file.as_bytes(), &Origin::whole("a.json"), &Settings::default());
        let line = |arrival| match arrival {
            Arrival::Kept(kept) => format!("{} {}", kept.origin, kept.document.text()),
            Arrival::Refused(refused) => format!("{} {}", refused.origin, refused.message),
        };
        arrivals.into_iter().map(line).collect()
    }

    #[test]
    fn one_object_or_an_array() {
        assert_eq!(told(r#"{"text": "One."}"#), ["a.json:1 One."]);
        assert_eq!(told("[\n {\"text\": \"One.\"},\n {\"text\": \"Two.\"}\n]\n"), ["a.json:2 One.", "a.json:3 Two."]);
        assert_eq!(told("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}"), ["a.json:1 One.", "a.json:2 Two."]);
        assert_eq!(told("[]"), ["a.json no reports in this file: nothing was kept"]);
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        assert_eq!(
            told("[{\"text\": \"One.\"},\n{\"text\": Two.}]"),
            [
                "a.json:1 One.",
                "a.json:2 not JSON: expected value at column 10; what stands before it is kept, the rest is not"
            ]
        );
    }

    #[test]
    fn an_id_comes_from_the_items_own_bytes() {
        let arrivals = read(br#"[{"text": "One."}, 7]"#, &Origin::whole("a.json"), &Settings::default());
        let [Arrival::Kept(kept), Arrival::Refused(refused)] = &arrivals[..] else { panic!("one kept, one refused") };
        assert_eq!(kept.document.id(), &DocumentId::of(br#"{"text": "One."}"#));
        assert_eq!(refused.message, "not a JSON object: skipped, the others are kept");
    }

    #[test]
    fn fields_of_the_wrong_kind_are_left_out_aloud() {
        let arrivals = read(
            br#"{"text": "One.", "title": 7, "published": "soon", "url": null}"#,
            &Origin::whole("a"),
            &Settings::default(),
        );
        let [Arrival::Kept(kept)] = &arrivals[..] else { panic!("one kept") };
        let problems: Vec<_> = kept.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            problems,
            [
                "\"title\" is not a string: it was left out",
                "cannot read the publication date \"soon\": not a date; it was left out",
                "no publication date found: relative dates are left open",
            ]
        );
    }
}
