//! Bytes to characters: byte order marks, UTF-8, what a page states, and else a guess that is owned up to.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use qantar_record::{Problem, Read, Stage};

/// The characters of these bytes. `stated` is the label of the encoding that the page itself states, if it does.
///
/// A byte order mark is no part of the text. Anything but UTF-8 leaves a problem that names the encoding, and so do
/// bytes that mean nothing in it.
pub(crate) fn decode(bytes: &[u8], stated: Option<&str>) -> Read<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], None);
    }
    let stated = stated.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = stated.filter(|encoding| looks_like_ascii(encoding, bytes)) {
        return decode_as(encoding, bytes, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Read::clean(text.to_owned());
    }
    match stated {
        Some(encoding) if encoding != UTF_8 => decode_as(encoding, bytes, None),
        _ => {
            let encoding = guess(bytes);
            let name = encoding.name();
            let note = format!("not UTF-8: read as {name}, which is a guess, and the text was converted");
            decode_as(encoding, bytes, Some(note))
        }
    }
}

/// Whether the bytes are sound UTF-8 and mean something else in the encoding: ISO-2022-JP writes with escapes and letters alone, and every
/// other byte of Latin text in UTF-16 is a NUL.
fn looks_like_ascii(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let sign = match encoding.name() {
        "ISO-2022-JP" => 0x1b,
        "UTF-16LE" | "UTF-16BE" => 0,
        _ => return false,
    };
    memchr::memchr(sign, bytes).is_some()
}

/// The encoding that these bytes look like. UTF-8 is not among the guesses: they are known not to be.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Read<String> {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let marks = malformed.then(|| {
        let name = encoding.name();
        format!("bytes that mean nothing in {name}: each was kept as the mark \u{fffd}")
    });
    let problems = note.into_iter().chain(marks).map(|message| Problem::new(Stage::Ingest, message)).collect();
    Read { value: text.into_owned(), problems }
}

/// Whether a text is none: it holds a NUL, or over one in twenty of its characters is a control or a mark for a byte
/// that means nothing. One in twenty is a guess (2026-11): real text has almost none, real binaries far more.
pub(crate) fn is_binary(text: &str) -> bool {
    let strange = |c: &char| *c == '\u{fffd}' || c.is_control() && !c.is_whitespace();
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars() {
        if c == '\0' {
            return true;
        }
        all += 1;
        odd += usize::from(strange(&c));
    }
    odd * 20 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_taken_as_it_is() {
        assert_eq!(decode("Démonstration".as_bytes(), None), Read::clean("Démonstration".to_owned()));
    }

    #[test]
    fn byte_order_marks_are_believed_and_dropped() {
        let utf16: Vec<u8> = "\u{feff}Митинг".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, None), Read::clean("Митинг".to_owned()));
        assert_eq!(decode(b"\xef\xbb\xbfMarch", None), Read::clean("March".to_owned()));
    }

    #[test]
    fn a_guess_is_owned_up_to() {
        let text = "Протестующие вышли на площадь в центре города, сообщила полиция во вторник.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let read = decode(&bytes, None);
        assert_eq!(read.value, text);
        assert_eq!(
            read.problems[0].message,
            "not UTF-8: read as windows-1251, which is a guess, and the text was converted"
        );
    }

    #[test]
    fn a_page_is_believed_about_its_encoding() {
        let (bytes, _, _) = encoding_rs::ISO_8859_2.encode("Łódź");
        assert_eq!(decode(&bytes, Some("iso-8859-2")), Read::clean("Łódź".to_owned()));
    }

    #[test]
    fn what_looks_like_ascii_is_read_as_the_page_states() {
        let japanese = b"\x1b$BEl5~\x1b(B protest";
        assert_eq!(decode(japanese, Some("iso-2022-jp")), Read::clean("東京 protest".to_owned()));
        let wide: Vec<u8> = "March".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, Some("utf-16le")), Read::clean("March".to_owned()));
        // A page that could be read as far as its statement is not in UTF-16.
        assert_eq!(decode(b"March", Some("utf-16")), Read::clean("March".to_owned()));
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert!(is_binary("a\0b"));
        assert!(is_binary("\u{1}\u{2}\u{3}"));
        assert!(!is_binary("Tear gas.\r\n\tTwo hurt."));
        assert!(!is_binary(""));
    }
}
