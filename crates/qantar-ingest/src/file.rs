//! One file, or standard input: what format it is in, that it is not too long, and which reader takes it.

use crate::arrive::{Arrival, Arrivals, Origin, Refused, Settings, one};
use crate::draft::Draft;
use crate::encoding;
use crate::format::{self, Format};
use crate::{html, json, jsonl, markdown, metadata, text};
use qantar_record::Read as Reading;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// Reads the file at `path`, whatever its extension.
pub(crate) fn open<'a>(path: &Path, origin: Origin, settings: &'a Settings) -> Arrivals<'a> {
    match File::open(path) {
        Ok(file) => read(file, Format::of_path(path), origin, settings),
        Err(error) => one(unreadable(origin, &error)),
    }
}

/// As many bytes as the format is told from.
const HEAD: u64 = 4096;

/// Reads a stream in this format, or in the one that its first bytes tell.
pub(crate) fn read<'a>(
    mut source: impl Read + Send + 'a,
    format: Option<Format>,
    origin: Origin,
    settings: &'a Settings,
) -> Arrivals<'a> {
    let mut head = Vec::new();
    if let Err(error) = source.by_ref().take(HEAD).read_to_end(&mut head) {
        return one(unreadable(origin, &error));
    }
    if head.is_empty() {
        return one(Arrival::Refused(Refused::new(origin, "empty: nothing was kept")));
    }
    if let Some(what) = format::binary(&head) {
        return one(Arrival::Refused(Refused::new(origin, format!("{what}, not text: nothing was kept"))));
    }
    let format = format.unwrap_or_else(|| Format::sniff(&head));
    let source = Cursor::new(head).chain(source);
    if format == Format::JsonLines {
        return Box::new(jsonl::read(BufReader::new(source), origin, settings));
    }
    match whole(source, settings.most_bytes) {
        Ok(Some(bytes)) if format == Format::Json => Box::new(json::read(&bytes, &origin, settings).into_iter()),
        Ok(Some(bytes)) => one(report(&bytes, format, origin, settings)),
        Ok(None) => {
            let message =
                format!("longer than the {} bytes that one report may have: nothing was kept", settings.most_bytes);
            one(Arrival::Refused(Refused::new(origin, message)))
        }
        Err(error) => one(unreadable(origin, &error)),
    }
}

fn unreadable(origin: Origin, error: &io::Error) -> Arrival {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        kind => kind.to_string(),
    };
    Arrival::Refused(Refused::new(origin, format!("cannot be read: {why}; nothing was kept")))
}

/// All bytes of a source; none when there are more than `most`, of which no more are held.
fn whole(source: impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    source.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

/// One report that is a whole file.
fn report(bytes: &[u8], format: Format, origin: Origin, settings: &Settings) -> Arrival {
    let stated = if format == Format::Html { html::charset(bytes) } else { None };
    let Reading { value: words, mut problems } = encoding::decode(bytes, stated.as_deref());
    if encoding::is_binary(&words) {
        return Arrival::Refused(Refused::new(origin, "binary, not text: nothing was kept"));
    }
    let mut draft = match format {
        Format::Html => html::read(&words),
        Format::Markdown => markdown::read(words),
        Format::Text | Format::Json | Format::JsonLines => text::read(words, None),
    };
    if format == Format::Html && draft.text.is_empty() {
        return Arrival::Refused(Refused::new(origin, "no text found in the page: nothing was kept"));
    }
    problems.append(&mut draft.problems);
    metadata::settle(Draft { problems, ..draft }, bytes, origin, settings)
}
