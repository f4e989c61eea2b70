//! Answers of web servers as archives keep them: a head, and a body that may be packed or cut in chunks.

use crate::arrive::Settings;
use crate::inflate::{Framing, HARMLESS, Inflate};
use crate::tape::Source;
use brotli_decompressor::Decompressor;
use qantar_record::{Problem, Read as Reading, Stage};
use std::io::{self, Read};
use std::sync::Arc;

/// The head of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Three digits.
    pub status: u16,
    /// The fields, their names in lower case.
    fields: Vec<(String, String)>,
    /// Bytes up to the body.
    pub length: usize,
}

/// A longer head is none (a guess, 2026-11: servers themselves stop at 8 to 64 KiB).
pub(crate) const LONGEST_HEAD: usize = 1 << 16;

/// The head that some bytes begin with.
pub(crate) fn head(bytes: &[u8]) -> Option<Head> {
    let within = &bytes[..bytes.len().min(LONGEST_HEAD)];
    let mut fields = Vec::new();
    let mut status = None;
    let mut at = 0;
    loop {
        let end = at + memchr::memchr(b'\n', &within[at..])?;
        let line = String::from_utf8_lossy(&within[at..end]).trim_end().to_owned();
        at = end + 1;
        match (status, line.is_empty()) {
            (None, _) => status = Some(status_of(&line)?),
            (Some(status), true) => return Some(Head { status, fields, length: at }),
            (Some(_), false) => {
                let (name, value) = line.split_once(':').unwrap_or((line.as_str(), ""));
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
}

/// The status in "HTTP/1.1 200 OK".
fn status_of(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP/").or_else(|| line.strip_prefix("ICY"))?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

impl Head {
    /// The last field of this name, in lower case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The type and the charset in "text/html; charset=utf-8", both in lower case.
pub(crate) fn media(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or("").trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_ascii_lowercase())
    });
    (kind, charset.filter(|charset| !charset.is_empty()))
}

/// The body of an answer as the server meant it, within the bounds of the settings. Archives often keep the head as it was
/// sent and the body already put together, so a body that is not cut or packed as its head says is taken as it stands. One
/// that breaks off or is damaged gives what came before, and a problem.
pub(crate) fn body(head: &Head, answer: &[u8], settings: &Settings) -> Result<Reading<Vec<u8>>, String> {
    let raw = answer.get(head.length..).unwrap_or_default();
    let joined = match head.field("transfer-encoding") {
        Some(coding) if coding.to_ascii_lowercase().contains("chunked") => unchunked(raw),
        _ => None,
    };
    let mut problems = Vec::new();
    let mut bytes = joined.map_or_else(|| raw.to_vec(), |joined| joined.take(&mut problems));
    let codings: Vec<String> = head
        .field("content-encoding")
        .unwrap_or("")
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .collect();
    // More than two layers are nobody's page.
    for coding in codings.iter().rev().take(2) {
        bytes = match coding.as_str() {
            "gzip" | "x-gzip" | "deflate" | "br" => unpacked(coding, bytes, settings)?.take(&mut problems),
            "" | "identity" | "none" | "utf-8" => break,
            other => {
                let shown: String = other.chars().take(20).collect();
                return Err(format!("packed as \"{shown}\", which is not read: skipped, the others are kept"));
            }
        };
    }
    Ok(Reading { value: bytes, problems })
}

fn broken(message: String) -> Vec<Problem> {
    vec![Problem::new(Stage::Ingest, message)]
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// What a packed body holds; the body itself where it is not packed at all, and what came before damage.
fn unpacked(coding: &str, packed: Vec<u8>, settings: &Settings) -> Result<Reading<Vec<u8>>, String> {
    let ratio = settings.most_ratio;
    let fair = packed.len().saturating_mul(usize::try_from(ratio).unwrap_or(usize::MAX)).max(HARMLESS as usize);
    let most = settings.most_bytes.min(fair);
    let packed: Arc<[u8]> = packed.into();
    let mut bytes = Vec::new();
    let read = unpacker(coding, &packed).and_then(|unpacker| unpacker.take(most as u64 + 1).read_to_end(&mut bytes));
    match read {
        _ if bytes.len() > most && most == fair => {
            Err(format!("unpacks to more than {ratio} times its size, as only bombs do: skipped, the others are kept"))
        }
        _ if bytes.len() > most => {
            Err(format!("unpacks to more than the {most} bytes that one report may have: skipped, the others are kept"))
        }
        Ok(_) => Ok(Reading::clean(bytes)),
        // Nothing packed reads as characters, but for accidents of a few bytes.
        Err(_) if bytes.is_empty() || std::str::from_utf8(&packed).is_ok() => Ok(Reading::clean(packed.to_vec())),
        Err(_) => {
            let message = format!(
                "the body of this answer is packed as \"{coding}\", which is damaged or breaks off: what came before is kept"
            );
            Ok(Reading { value: bytes, problems: broken(message) })
        }
    }
}

/// Unpacks a body as it is read. How much comes out of it is for the caller to bound.
fn unpacker(coding: &str, packed: &Arc<[u8]>) -> io::Result<Box<dyn Read>> {
    let behind = |head: u64| Source::bytes(packed.clone()).from(head);
    Ok(match coding {
        "br" => Box::new(Decompressor::new(behind(0)?, 1 << 14)),
        "deflate" if is_zlib(packed) => Box::new(Inflate::new(behind(2)?, Framing::Bare, u64::MAX)),
        "deflate" => Box::new(Inflate::new(behind(0)?, Framing::Bare, u64::MAX)),
        _ => Box::new(Inflate::new(behind(0)?, Framing::Gzip, u64::MAX)),
    })
}

/// The chunks put together; none when the bytes are not cut in chunks. The last chunk is an empty one: without it, the
/// archive broke off.
fn unchunked(raw: &[u8]) -> Option<Reading<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some((head, size)) = chunk(&raw[at..]) {
        at += head;
        if size == 0 {
            return Some(Reading::clean(bytes));
        }
        let chunk = &raw[at..at.saturating_add(size).min(raw.len())];
        bytes.extend_from_slice(chunk);
        at += chunk.len();
        at += raw[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    }
    let message = "the body of this answer breaks off between its chunks or inside one: what came before is kept";
    (at > 0).then(|| Reading { value: bytes, problems: broken(message.to_owned()) })
}

/// The bytes of the line that begins a chunk, and of the chunk.
fn chunk(raw: &[u8]) -> Option<(usize, usize)> {
    let end = memchr::memchr(b'\n', raw)?;
    let line = std::str::from_utf8(&raw[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or("").trim();
    Some((end + 1, usize::from_str_radix(digits, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat()
    }

    fn read(fields: &str, raw: &[u8]) -> Result<String, String> {
        let answer = answer(fields, raw);
        let head = head(&answer).expect("a head");
        assert_eq!(head.status, 200);
        let settings = Settings { most_bytes: 1_000, ..Settings::default() };
        let Reading { value, problems } = body(&head, &answer, &settings)?;
        assert!(problems.is_empty(), "{problems:?}");
        Ok(String::from_utf8_lossy(&value).into_owned())
    }

    /// What is kept of a broken body, and the only problem with it.
    fn broken(fields: &str, raw: &[u8]) -> (String, String) {
        let answer = answer(fields, raw);
        let head = head(&answer).expect("a head");
        let read = body(&head, &answer, &Settings::default()).expect("kept");
        let [problem] = &read.problems[..] else { panic!("{fields}: {:?}", read.problems) };
        (String::from_utf8_lossy(&read.value).into_owned(), problem.message.clone())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(bytes).expect("written");
        gzip.finish().expect("packed")
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(bytes).expect("written");
        zlib.finish().expect("packed")
    }

    /// A stream of brotli, RFC 7932, made of one block as it stands; or the beginning of one.
    fn brotli(words: &[u8]) -> Vec<u8> {
        let length = (words.len() - 1) as u32;
        // A window of 64 KiB; not the last block; a length of four digits; not packed; then the empty last block.
        let head = length << 4 | 1 << 20;
        [&head.to_le_bytes()[..3], words, &[3]].concat()
    }

    #[test]
    fn bodies_are_put_together() {
        let (gzip, zlib, brotli) = (self::gzip(b"One. Two."), self::zlib(b"One. Two."), self::brotli(b"One. Two."));
        let chunked = b"5\r\nOne. \r\n4;x=y\r\nTwo.\r\n0\r\n\r\n";
        let cases: [(&str, &[u8]); 10] = [
            ("", b"One. Two."),
            ("Transfer-Encoding: chunked\r\n", chunked),
            ("Transfer-Encoding: chunked\r\n", b"One. Two."),
            ("content-encoding: gzip\r\n", &gzip),
            ("content-encoding: gzip\r\n", b"One. Two."),
            ("content-encoding: deflate\r\n", &zlib),
            ("content-encoding: deflate\r\n", &zlib[2..]),
            ("content-encoding: br\r\n", &brotli),
            ("content-encoding: br\r\n", b"One. Two."),
            ("content-encoding: identity\r\n", b"One. Two."),
        ];
        for (fields, raw) in cases {
            assert_eq!(read(fields, raw).as_deref(), Ok("One. Two."), "{fields}");
        }
        assert!(read("content-encoding: zstd\r\n", b"One.").expect_err("not read").contains("packed as \"zstd\""));
        let told = read("content-encoding: gzip\r\n", &self::gzip(&[b'a'; 5_000])).expect_err("too long");
        assert!(told.starts_with("unpacks to more than the 1000 bytes"));
    }

    #[test]
    fn bombs_are_refused() {
        let packed = |len: usize| [("gzip", gzip(&vec![b'a'; len])), ("deflate", zlib(&vec![b'a'; len]))];
        let read = |coding: &str, raw: &[u8]| {
            let answer = answer(&format!("content-encoding: {coding}\r\n"), raw);
            body(&head(&answer).expect("a head"), &answer, &Settings::default())
        };
        let bomb = "unpacks to more than 200 times its size, as only bombs do: skipped, the others are kept";
        for (coding, raw) in packed(3 << 20) {
            assert_eq!(read(coding, &raw).expect_err(coding), bomb);
        }
        for (coding, raw) in packed(HARMLESS as usize) {
            assert_eq!(read(coding, &raw).expect(coding).value.len() as u64, HARMLESS);
        }
        let twice = gzip(&gzip(&vec![b'a'; 3 << 20]));
        assert_eq!(read("gzip, gzip", &twice).expect_err("a bomb in a bomb"), bomb);
    }

    #[test]
    fn what_breaks_off_is_kept_and_said() {
        // Words that hardly pack: some come out before the end is missed.
        let words: String = (0..3_000_u32).map(|nth| format!("{:x} ", nth.wrapping_mul(2_654_435_761))).collect();
        let cases =
            [("gzip", gzip(words.as_bytes())), ("deflate", zlib(words.as_bytes())), ("br", brotli(words.as_bytes()))];
        for (coding, raw) in cases {
            let (kept, said) = broken(&format!("content-encoding: {coding}\r\n"), &raw[..raw.len() * 9 / 10]);
            assert!(kept.len() > 1_000 && kept.len() < words.len() && words.starts_with(&kept), "{coding}");
            let packing = format!("the body of this answer is packed as \"{coding}\", which is damaged or breaks off");
            assert_eq!(said, format!("{packing}: what came before is kept"));
        }
        for cut in [b"5\r\nOne. \r\n4\r\nTwo.\r\n".as_slice(), b"5\r\nOne. \r\n9\r\nTwo.", b"9\r\nOne. Two.\r\nx\r\n"] {
            let (kept, said) = broken("transfer-encoding: chunked\r\n", cut);
            assert_eq!(kept, "One. Two.");
            assert!(said.starts_with("the body of this answer breaks off between its chunks"), "{said}");
        }
    }

    #[test]
    fn heads_are_told() {
        let bytes = answer("Content-Type: Text/HTML; Charset=\"KOI8-R\"\r\n", b"x");
        let head = head(&bytes).expect("a head");
        assert_eq!(media(head.field("content-type").unwrap_or("")), ("text/html".into(), Some("koi8-r".into())));
        assert_eq!(&bytes[head.length..], b"x");
        assert_eq!(super::head(b"One."), None);
        assert_eq!(super::head(b"HTTP/1.1 200 OK\r\nA: b"), None);
    }
}
