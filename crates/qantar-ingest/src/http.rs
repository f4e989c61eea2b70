//! Answers of web servers as archives keep them: a head, and a body that may be packed or cut in chunks.

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

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

/// The body of an answer as the server meant it, at most so many bytes. Archives often keep the head as it was sent and
/// the body already put together, so a body that is not cut or packed as its head says is taken as it stands.
pub(crate) fn body(head: &Head, answer: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let raw = answer.get(head.length..).unwrap_or_default();
    let joined = match head.field("transfer-encoding") {
        Some(coding) if coding.to_ascii_lowercase().contains("chunked") => unchunked(raw),
        _ => None,
    };
    let mut bytes = joined.unwrap_or_else(|| raw.to_vec());
    let codings: Vec<String> = head
        .field("content-encoding")
        .unwrap_or("")
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .collect();
    // More than two layers are nobody's page.
    for coding in codings.iter().rev().take(2) {
        bytes = match coding.as_str() {
            "gzip" | "x-gzip" => unpacked(MultiGzDecoder::new(&bytes[..]), &bytes, most)?,
            "deflate" if is_zlib(&bytes) => unpacked(ZlibDecoder::new(&bytes[..]), &bytes, most)?,
            "deflate" => unpacked(DeflateDecoder::new(&bytes[..]), &bytes, most)?,
            "br" => unpacked(Decompressor::new(&bytes[..], 1 << 14), &bytes, most)?,
            "" | "identity" | "none" | "utf-8" => break,
            other => {
                let shown: String = other.chars().take(20).collect();
                return Err(format!("packed as \"{shown}\", which is not read: skipped, the others are kept"));
            }
        };
    }
    Ok(bytes)
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// What a packed body holds; the body itself where it is not packed at all, and what came before damage.
fn unpacked(packed: impl Read, raw: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = packed.take(most as u64 + 1).read_to_end(&mut bytes);
    match read {
        _ if bytes.len() > most => {
            Err(format!("unpacks to more than the {most} bytes that one report may have: skipped, the others are kept"))
        }
        Err(_) if bytes.is_empty() => Ok(raw.to_vec()),
        _ => Ok(bytes),
    }
}

/// The chunks put together; none when the bytes are not cut in chunks.
fn unchunked(raw: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    loop {
        let Some(end) = memchr::memchr(b'\n', raw.get(at..)?) else { return (at > 0).then_some(bytes) };
        let line = std::str::from_utf8(&raw[at..at + end]).ok()?;
        let digits = line.split(';').next().unwrap_or("").trim();
        let Ok(size) = usize::from_str_radix(digits, 16) else {
            // Not one chunk: it is not cut. Later: the archive broke off.
            return (at > 0).then_some(bytes);
        };
        at += end + 1;
        if size == 0 {
            break;
        }
        let chunk = &raw[at..at.saturating_add(size).min(raw.len())];
        bytes.extend_from_slice(chunk);
        at += chunk.len();
        at += raw[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if at >= raw.len() {
            break;
        }
    }
    Some(bytes)
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
        body(&head, &answer, 1_000).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn bodies_are_put_together() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"One. Two.").expect("written");
        let gzip = gzip.finish().expect("packed");
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"One. Two.").expect("written");
        let zlib = zlib.finish().expect("packed");
        let chunked = b"5\r\nOne. \r\n4;x=y\r\nTwo.\r\n0\r\n\r\n";
        let cases: [(&str, &[u8]); 8] = [
            ("", b"One. Two."),
            ("Transfer-Encoding: chunked\r\n", chunked),
            ("Transfer-Encoding: chunked\r\n", b"One. Two."),
            ("content-encoding: gzip\r\n", &gzip),
            ("content-encoding: gzip\r\n", b"One. Two."),
            ("content-encoding: deflate\r\n", &zlib),
            ("content-encoding: deflate\r\n", &zlib[2..]),
            ("content-encoding: identity\r\n", b"One. Two."),
        ];
        for (fields, raw) in cases {
            assert_eq!(read(fields, raw).as_deref(), Ok("One. Two."), "{fields}");
        }
        assert!(read("content-encoding: zstd\r\n", b"One.").expect_err("not read").contains("packed as \"zstd\""));
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        bomb.write_all(&[b'a'; 5_000]).expect("written");
        let told = read("content-encoding: gzip\r\n", &bomb.finish().expect("packed")).expect_err("too long");
        assert!(told.starts_with("unpacks to more than the 1000 bytes"));
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
