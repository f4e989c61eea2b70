//! Mail boxes: many mails in one file, each behind a line that begins with "From ".

use crate::arrive::{Mark, Origin};
use crate::contain::{Item, Items, Tally, Way};
use crate::format::Format;
use crate::parcel::Content;
use crate::tape::{Line, Tape, why};

/// The mails of a box. One that is too long costs itself only.
pub(crate) fn read(tape: Tape, origin: Origin, way: Way, start: Option<Mark>) -> Items {
    let tally = Tally::since(start.as_ref());
    let number = start.as_ref().map_or(0, |start| start.line);
    let mut mbox = Mbox { tape, origin, way, tally, number, over: false };
    Box::new(std::iter::from_fn(move || mbox.next()))
}

struct Mbox {
    tape: Tape,
    origin: Origin,
    way: Way,
    tally: Tally,
    /// The mails given so far: a place is a byte and how many came before it.
    number: u64,
    over: bool,
}

/// No line of a mail is longer (RFC 5322 has 998 bytes; a guess, 2026-11, for those that do not keep to it).
const LONGEST_LINE: usize = 1 << 20;

impl Mbox {
    fn next(&mut self) -> Option<Item> {
        if !self.over {
            let content = self.mail();
            if let Some(content) = content {
                self.number += 1;
                let place = self.tape.place().filter(|_| !self.over);
                let origin = self.origin.within(&self.number.to_string());
                return Some(Item { origin, content, place: self.tally.give(place, self.number) });
            }
            self.over = true;
        }
        let content = Content::Refused(self.tally.end()?);
        Some(Item { origin: self.origin.clone(), content, place: self.tally.give(None, 0) })
    }

    /// The next mail, up to the line that begins another.
    fn mail(&mut self) -> Option<Content> {
        let most = self.way.settings.most_bytes;
        let mut bytes: Vec<u8> = Vec::new();
        let (mut begun, mut too_long, mut empty_before) = (false, false, true);
        loop {
            match self.tape.line(LONGEST_LINE) {
                Ok(Line::Whole(line)) => {
                    if line.starts_with(b"From ") && empty_before {
                        if begun {
                            self.tape.unread(line);
                            break;
                        }
                        begun = true;
                        continue;
                    }
                    empty_before = line.trim_ascii().is_empty();
                    begun |= !empty_before;
                    too_long |= bytes.len() + line.len() > most;
                    if !too_long {
                        bytes.extend_from_slice(&line[usize::from(is_marked(&line))..]);
                    }
                }
                Ok(Line::TooLong) => (begun, too_long) = (true, true),
                Ok(Line::End) => {
                    self.over = true;
                    break;
                }
                Err(error) => {
                    self.over = true;
                    let message = format!("cannot be read: {}; the mails before it are kept", why(&error));
                    return Some(Content::Refused(message));
                }
            }
        }
        if too_long {
            let message =
                format!("longer than the {most} bytes that one report may have: skipped, the others are kept");
            return Some(Content::Refused(message));
        }
        let slip = self.way.slip.clone();
        begun.then_some(Content::File { bytes, format: Format::Mail, slip })
    }
}

/// Whether a line of a mail began with "From " and was marked when it was put in the box.
fn is_marked(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    marks > 0 && line[marks..].starts_with(b"From ")
}
