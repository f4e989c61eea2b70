//! JSON Lines: one report a line, read one at a time, so that a file of any size passes through.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::json;
use std::io::{self, BufRead, Read};

/// The reports of a file, line by line. Empty lines are passed over; a bad line costs itself only.
pub(crate) fn read(mut source: impl BufRead, origin: Origin, settings: &Settings) -> impl Iterator<Item = Arrival> {
    let (mut number, mut arrived, mut over) = (0, false, false);
    std::iter::from_fn(move || {
        while !over {
            number += 1;
            let origin = origin.at(number);
            match next_line(&mut source, settings.most_bytes) {
                Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => continue,
                Ok(Line::Whole(line)) => {
                    arrived = true;
                    return Some(report(&line, origin, settings));
                }
                Ok(Line::TooLong) => {
                    arrived = true;
                    let most = settings.most_bytes;
                    let message =
                        format!("longer than the {most} bytes that one report may have: skipped, the others are kept");
                    return Some(Arrival::Refused(Refused::new(origin, message)));
                }
                Ok(Line::End) => over = true,
                Err(error) => {
                    over = true;
                    let message = format!("cannot be read: {}; the lines before it are kept", error.kind());
                    return Some(Arrival::Refused(Refused::new(origin, message)));
                }
            }
        }
        let nothing = !std::mem::replace(&mut arrived, true);
        nothing.then(|| Arrival::Refused(Refused::new(origin.clone(), "no reports in this file: nothing was kept")))
    })
}

/// One line as a report.
fn report(line: &[u8], origin: Origin, settings: &Settings) -> Arrival {
    let json = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match serde_json::from_slice(json) {
        Ok(value) => json::record(value, line, origin, settings),
        Err(error) => {
            let message = format!("not JSON: {}; skipped, the others are kept", json::reason(&error));
            Arrival::Refused(Refused::new(origin, message))
        }
    }
}

enum Line {
    /// A line without its end.
    Whole(Vec<u8>),
    /// A line over the limit, passed over.
    TooLong,
    End,
}

/// The next line. Of a line with more than `most` bytes never more than these and its end are held.
fn next_line(source: &mut impl BufRead, most: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    source.by_ref().take(most as u64 + 2).read_until(b'\n', &mut line)?;
    let ended = line.ends_with(b"\n");
    if line.is_empty() {
        return Ok(Line::End);
    }
    if ended {
        line.pop();
        line.pop_if(|last| *last == b'\r');
    }
    if line.len() <= most {
        return Ok(Line::Whole(line));
    }
    drop(line);
    if !ended {
        source.skip_until(b'\n')?;
    }
    Ok(Line::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn told(file: &str, most_bytes: usize) -> Vec<String> {
        let settings = Settings { most_bytes, ..Settings::default() };
        let line = |arrival| match arrival {
            Arrival::Kept(kept) => format!("{} {}", kept.origin, kept.document.text()),
            Arrival::Refused(refused) => format!("{} {}", refused.origin, refused.message),
        };
        read(BufReader::new(file.as_bytes()), Origin::whole("a"), &settings).map(line).collect()
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
