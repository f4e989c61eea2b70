//! How the characters of a feed are written.

use encoding_rs::{Encoding, UTF_8};
use memchr::memchr2;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// Whether a feed is a JSON Feed, as its parser tells.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    memchr2(b'<', b'{', bytes).is_some_and(|at| bytes[at] == b'{')
}

/// A feed in XML as its parser turns it to UTF-8, without byte order mark; where it is in another encoding, blanks stand in
/// the place of the declaration that says so. The parser itself panics over a declaration of more than 64 bytes.
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

/// The encoding that a feed in XML begins with or declares.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
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
