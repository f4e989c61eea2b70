//! Reports as JSON objects: `text`, and beside it `title`, `author`, `publisher`, `published` and `url`.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::draft::{Draft, tidy};
use crate::{metadata, text};
use serde_json::{Map, Value};

/// Reads a file that holds one object, several, or an array of them. The id of each comes from its own bytes as they
/// stand in the file.
///
/// After an item that is not JSON nothing can be told apart, so the rest is lost, and the line says so.
pub(crate) fn read(bytes: &[u8], origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    let inside = opened(bytes);
    let (mut at, mut lines) = (inside.unwrap_or(0), Lines::default());
    loop {
        at += separators(&bytes[at..]);
        if inside.is_some() && bytes.get(at) == Some(&b']') {
            let behind = bytes[at + 1..].trim_ascii();
            if !behind.is_empty() {
                let message =
                    format!("{} bytes behind the end of the array: not read, what stands before is kept", behind.len());
                arrivals.push(Arrival::Refused(Refused::new(origin.at(lines.at(bytes, at)), message)));
            }
            break;
        }
        if at >= bytes.len() {
            if inside.is_some() {
                let message = "the array breaks off: what stands before is kept";
                arrivals.push(Arrival::Refused(Refused::new(origin.at(lines.at(bytes, at)), message)));
            }
            break;
        }
        let line = lines.at(bytes, at);
        let mut items = serde_json::Deserializer::from_slice(&bytes[at..]).into_iter::<Value>();
        match items.next() {
            Some(Ok(value)) => {
                let end = at + items.byte_offset();
                arrivals.push(record(value, &bytes[at..end], origin.at(line), settings));
                at = end;
            }
            Some(Err(error)) => {
                let message = format!("not JSON: {}; what stands before it is kept, the rest is not", reason(&error));
                arrivals.push(Arrival::Refused(Refused::new(origin.at(line - 1 + error.line().max(1)), message)));
                return arrivals;
            }
            None => break,
        }
    }
    if arrivals.is_empty() {
        arrivals.push(Arrival::Refused(Refused::new(origin.clone(), "no reports in this file: nothing was kept")));
    }
    arrivals
}

/// Where the items of an array begin, when the file is one.
fn opened(bytes: &[u8]) -> Option<usize> {
    let start = separators(bytes);
    (bytes.get(start) == Some(&b'[')).then_some(start + 1)
}

/// How many bytes of white space, commas and byte order mark come first.
fn separators(bytes: &[u8]) -> usize {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    mark + bytes[mark..].iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count()
}

/// Counts lines up to places that are asked for in order.
#[derive(Default)]
struct Lines {
    reached: usize,
    ends: usize,
}

impl Lines {
    fn at(&mut self, bytes: &[u8], place: usize) -> usize {
        self.ends += bytes[self.reached..place].iter().filter(|b| **b == b'\n').count();
        self.reached = place;
        self.ends + 1
    }
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
