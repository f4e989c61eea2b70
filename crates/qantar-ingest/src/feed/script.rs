//! How the characters of a feed are written.

use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr2, memmem};
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// Whether a feed is a JSON Feed, as its parser tells.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    memchr2(b'<', b'{', bytes).is_some_and(|at| bytes[at] == b'{')
}

/// A feed in XML as its parser turns it to UTF-8, without byte order mark; where it is in another encoding, blanks stand in
/// the place of the declaration that says so. The parser itself does not heed a declaration of more than 64 bytes, or panics
/// over it.
///
/// # Errors
/// What the parser says of bytes that mean nothing in the encoding.
pub(super) fn in_utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    if is_json(bytes) {
        return Ok(bytes.into());
    }
    let encoding = encoding(bytes);
    let bytes = Encoding::for_bom(bytes).map_or(bytes, |(_, mark)| &bytes[mark..]);
    if encoding == UTF_8 {
        return Ok(bytes.into());
    }
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        let name = encoding.name();
        return Err(format!("unable to parse XML: Parser error: I/O error: cannot decode input using {name}"));
    };
    let declared = text.trim_start().starts_with("<?xml").then(|| text.find("?>")).flatten().map_or(0, |at| at + 2);
    Ok([" ".repeat(declared).as_bytes(), &text.as_bytes()[declared..]].concat().into())
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
