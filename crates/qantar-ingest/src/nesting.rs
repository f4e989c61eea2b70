//! How deep the elements of a feed stand in one another, looked at before its parser sees it.

use memchr::memchr2;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;
use std::panic::catch_unwind;

/// Elements of a feed stand no deeper in one another: the parser goes into groups of media by recursion, as deep as a
/// feed wants, and markup inside an item is rarely half as deep. A guess (November 2026).
const DEEPEST: usize = 64;
/// After so many errors in a row nothing more is looked at; the parser gives up long before. A guess (November 2026).
const MOST_ERRORS: usize = 64;

/// Looks whether a feed is shallow enough for its parser. All else that may be wrong with it is the parser's to say; of
/// JSON, whose parser bounds its depth itself, nothing is looked at.
///
/// # Errors
/// That it is too deep, and where; lower case, no full stop.
pub(crate) fn shallow(bytes: &[u8]) -> Result<(), String> {
    if memchr2(b'<', b'{', bytes).is_none_or(|at| bytes[at] == b'{') {
        return Ok(());
    }
    // What makes this walk panic (an encoding declared where none can be any more) stops the parser at the same place.
    match catch_unwind(|| too_deep(bytes)) {
        Ok(Some(at)) => Err(format!("elements stand more than {DEEPEST} deep in one another at byte {at}")),
        Ok(None) | Err(_) => Ok(()),
    }
}

/// Where an element stands too deep. The reader is set as the parser sets it and goes on after errors, as the parser
/// sometimes does, so that it sees every beginning and end that the parser sees.
fn too_deep(bytes: &[u8]) -> Option<u64> {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut depth, mut errors) = (Vec::new(), 0usize, 0usize);
    while errors < MOST_ERRORS {
        let event = reader.read_event_into(&mut buffer);
        errors = if event.is_err() { errors + 1 } else { 0 };
        match event {
            Ok(Event::Start(_)) if depth == DEEPEST => return Some(reader.buffer_position()),
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Decl(declared)) => {
                if let Some(encoding) = declared.encoder() {
                    reader.get_mut().set_encoding(encoding);
                }
            }
            Ok(Event::Eof) => return None,
            Ok(_) | Err(_) => {}
        }
        buffer.clear();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item with groups of media in one another.
    fn groups(depth: usize) -> String {
        let (open, close) = ("<media:group>".repeat(depth), "</media:group>".repeat(depth));
        format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>{open}{close}</item></channel></rss>"
        )
    }

    #[test]
    fn depth_is_bounded_and_nothing_else() {
        let title = "<media:group><media:title><b></x></media:title>".repeat(20_000);
        let named = groups(20_000).replace("<rss", "<?xml version='1.0' encoding='windows-1252'?><rss");
        let utf16 = format!("\u{feff}{}", groups(100));
        let utf16: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let broken = format!("<rss version='2.0'><channel><item>&amp &#; {title}");
        let cases: [(Vec<u8>, bool); 12] = [
            ("".into(), true),
            ("words".into(), true),
            ("{\"a\": \"<p><p>\"}".into(), true),
            (groups(61).into(), true),
            (groups(62).into(), false),
            (groups(20_000).into(), false),
            (named.into(), false),
            (utf16, false),
            (broken.into(), false),
            ("<rss version='2.0'><channel></item></x><item".into(), true),
            (b"<a>\xff&</b></a><?xml version='1.0' encoding='windows-1252'?>".into(), true),
            (format!("<a>{}</a>", "<b/>".repeat(1_000)).into(), true),
        ];
        for (bytes, expected) in cases {
            let opening = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]);
            assert_eq!(shallow(&bytes).is_ok(), expected, "{opening}");
        }
        let why = shallow(groups(20_000).as_bytes()).expect_err("too deep");
        assert_eq!(why, "elements stand more than 64 deep in one another at byte 884");
    }
}
