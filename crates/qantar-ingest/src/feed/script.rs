//! How the characters of a feed are written.

use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr2, memmem};
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::ops::Range;

/// Whether a feed is a JSON Feed, as its parser tells.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    memchr2(b'<', b'{', bytes).is_some_and(|at| bytes[at] == b'{')
}

/// A feed in XML as its parser turns it to UTF-8, without byte order mark; blanks stand in the place of declarations that say
/// anything else. The parser itself does not heed a declaration of more than 64 bytes, or panics over it, and would turn
/// once more what stands behind a second one.
///
/// # Errors
/// What the parser says of bytes that mean nothing in the encoding.
pub(crate) fn in_utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    if is_json(bytes) {
        return Ok(bytes.into());
    }
    let encoding = encoding(bytes);
    let bytes = Encoding::for_bom(bytes).map_or(bytes, |(_, mark)| &bytes[mark..]);
    if encoding == UTF_8 {
        let later = memmem::rfind(bytes, DECLARATION).is_some_and(|at| at > 0);
        return Ok(if later { undeclared(bytes.to_vec()).into() } else { bytes.trim_ascii_start().into() });
    }
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        let name = encoding.name();
        return Err(format!("unable to parse XML: Parser error: I/O error: cannot decode input using {name}"));
    };
    Ok(undeclared(text.into_owned().into_bytes()).into())
}

const DECLARATION: &[u8] = b"<?xml";
/// After so many errors in a row no declaration is looked for; the parser gives up long before. A guess (December 2026).
const MOST_ERRORS: usize = 64;

/// Blanks in the place of declarations, wherever the parser would see one: what a report quotes in a stretch of text stays.
/// None stand in front, where the parser finds nothing behind eight thousand.
fn undeclared(mut bytes: Vec<u8>) -> Vec<u8> {
    for declared in declarations(&bytes) {
        bytes[declared].fill(b' ');
    }
    bytes.trim_ascii_start().to_vec()
}

/// Where the parser sees declarations in UTF-8.
fn declarations(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().expand_empty_elements = true;
    let position =
        |reader: &Reader<_>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(bytes.len());
    let (mut found, mut buffer, mut errors) = (Vec::new(), Vec::new(), 0);
    while errors < MOST_ERRORS {
        let begun = position(&reader);
        let event = reader.read_event_into(&mut buffer);
        errors = if event.is_err() { errors + 1 } else { 0 };
        match event {
            Ok(Event::Decl(_)) if bytes[begun..].starts_with(DECLARATION) => found.push(begun..position(&reader)),
            Ok(Event::Eof) => break,
            Ok(_) | Err(_) => {}
        }
        buffer.clear();
    }
    found
}

/// No declaration ends later. A guess (November 2026).
const LONGEST_DECLARATION: usize = 1 << 12;
/// As many bytes tell an encoding of two bytes a letter, without a declaration that can be seen.
const HEAD: usize = 64;

/// The encoding that a feed in XML begins with or declares. What stands behind the declaration is not shown to the reader,
/// which would take it for UTF-8 until then.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    let seen = &bytes[..bytes.len().min(LONGEST_DECLARATION)];
    let end = memmem::find(seen, b"?>").map_or(HEAD.min(seen.len()), |at| at + 2);
    let mut reader = Reader::from_reader(DecodingReader::new(&seen[..end]));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Text(_)) => {}
            Ok(Event::Decl(declared)) => return declared.encoder().unwrap_or(reader.get_ref().encoding()),
            _ => return reader.get_ref().encoding(),
        }
        buffer.clear();
    }
}
