//! JSON Lines: one report a line, found one at a time, so that a file of any size passes through.

use crate::arrive::{Mark, Origin};
use crate::contain::{Item, Items, Tally, Way};
use crate::parcel::Content;
use crate::tape::{Line, Tape, bare, why};

/// The lines of a file. Empty ones are passed over; a bad line costs itself only.
pub(crate) fn read(mut tape: Tape, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let most = way.settings.most_bytes;
    let mut number = start.as_ref().map_or(0, |start| start.line.saturating_sub(1));
    let mut tally = Tally::since(start.as_ref());
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        while !over {
            number += 1;
            let content = match tape.line(most) {
                Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => continue,
                Ok(Line::Whole(line)) => Content::Line(bare(&line).to_vec()),
                Ok(Line::TooLong) => Content::Refused(format!(
                    "longer than the {most} bytes that one report may have: skipped, the others are kept"
                )),
                Ok(Line::End) => {
                    over = true;
                    continue;
                }
                Err(error) => {
                    over = true;
                    Content::Refused(format!("cannot be read: {}; the lines before it are kept", why(&error)))
                }
            };
            let place = tally.give(tape.place().filter(|_| !over), number + 1);
            return Some(Item { origin: origin.at(usize::try_from(number).unwrap_or(usize::MAX)), content, place });
        }
        let content = Content::Refused(tally.end()?);
        Some(Item { origin: origin.clone(), content, place: tally.give(None, 0) })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrive::{Arrival, Settings};
    use crate::parcel::Parcel;
    use std::io::Cursor;
    use std::sync::Arc;

    fn told(file: &str, most_bytes: usize) -> Vec<String> {
        let settings = Settings { most_bytes, ..Settings::default() };
        let line = |arrival| match arrival {
            Arrival::Kept(kept) => format!("{} {}", kept.origin, kept.document.text()),
            Arrival::Refused(refused) => format!("{} {}", refused.origin, refused.message),
        };
        let tape = Tape::stream(Cursor::new(file.as_bytes().to_vec()));
        let items = read(tape, Origin::whole("a"), Way::new(Arc::new(settings.clone())), None);
        let parcel = |Item { origin, content, .. }| Parcel { origin, mark: Mark::default(), content };
        items.flat_map(|item| parcel(item).unpack(&settings)).map(line).collect()
    }

    #[test]
    fn a_bad_line_costs_itself_only() {
        let file = "{\"text\": \"One.\"}\r\n\n{\"text\": One}\n{\"title\": \"Two\"}\n{\"text\": null}\n{\"text\": \"Three.\", \"more\": [1]}";
        assert_eq!(
            told(file, 100),
            [
                "a:1 One.",
                "a:3 not JSON: expected value at column 10; skipped, the others are kept",
                "a:4 no \"text\" in it: skipped, the others are kept",
                "a:5 no \"text\" in it: skipped, the others are kept",
                "a:6 Three.",
            ]
        );
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Two.\"}}\r\n", "x".repeat(500));
        let too_long = "a:1 longer than the 16 bytes that one report may have: skipped, the others are kept";
        assert_eq!(told(&long, 16), [too_long, "a:2 Two."]);
        assert_eq!(told("{\"text\": \"Four\"}x\nx", 16)[0], too_long);
        assert_eq!(told(" \n\n", 16), ["a no reports in this file: nothing was kept"]);
    }
}
