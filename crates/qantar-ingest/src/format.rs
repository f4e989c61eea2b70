//! The formats a report may come in, by the file's extension or, failing that, by its first bytes.

use crate::lists;
use std::path::Path;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    JsonLines,
    Json,
    Table,
    Feed,
    Mail,
    Mbox,
    Pdf,
    Warc,
    Zip,
    Gzip,
    Tar,
}

const EXTENSIONS: [(&str, Format); 27] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::Json),
    ("csv", Format::Table),
    ("tsv", Format::Table),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("rdf", Format::Feed),
    ("xml", Format::Feed),
    ("eml", Format::Mail),
    ("mhtml", Format::Mail),
    ("mht", Format::Mail),
    ("mbox", Format::Mbox),
    ("mbx", Format::Mbox),
    ("pdf", Format::Pdf),
    ("warc", Format::Warc),
    ("wacz", Format::Zip),
    ("zip", Format::Zip),
    ("gz", Format::Gzip),
    ("tgz", Format::Gzip),
    ("tar", Format::Tar),
];

/// What a packed file is called once unpacked.
const PACKED: [(&str, &str); 2] = [("tgz", "tar"), ("gz", "")];

/// What the first words of a file in each format look like, in lower case.
const OPENINGS: [(&str, Format); 18] = [
    ("<rss", Format::Feed),
    ("<feed", Format::Feed),
    ("<rdf:rdf", Format::Feed),
    ("<!doctype html", Format::Html),
    ("<html", Format::Html),
    ("<?xml", Format::Html),
    ("<head", Format::Html),
    ("<body", Format::Html),
    ("<article", Format::Html),
    ("<!--", Format::Html),
    ("---\n", Format::Markdown),
    ("---\r\n", Format::Markdown),
    ("# ", Format::Markdown),
    ("[{", Format::Json),
    ("{\"", Format::JsonLines),
    ("return-path:", Format::Mail),
    ("mime-version:", Format::Mail),
    ("from: <saved by", Format::Mail),
];

/// What the types that web servers state are to be read as; none: as the bytes look.
const MEDIA: [(&str, Option<Format>); 9] = [
    ("text/html", Some(Format::Html)),
    ("application/xhtml+xml", Some(Format::Html)),
    ("text/plain", Some(Format::Text)),
    ("text/markdown", Some(Format::Markdown)),
    ("application/pdf", Some(Format::Pdf)),
    ("application/x-pdf", Some(Format::Pdf)),
    ("message/rfc822", Some(Format::Mail)),
    ("multipart/related", Some(Format::Mail)),
    ("", None),
];

/// What other types are, by how they begin; in the plural.
const OTHERS: [(&str, &str); 10] = [
    ("image/", "images"),
    ("video/", "recordings"),
    ("audio/", "recordings"),
    ("font/", "fonts"),
    ("application/font", "fonts"),
    ("text/css", "style sheets"),
    ("text/javascript", "scripts"),
    ("application/javascript", "scripts"),
    ("application/x-javascript", "scripts"),
    ("text/dns", "notes of the archive"),
];

/// What something of a stated type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Perhaps a report, in this format if the type tells.
    Report(Option<Format>),
    /// One of these, in the plural.
    Other(&'static str),
}

impl Format {
    /// The extensions that make a file in a folder a report.
    pub(crate) fn extensions() -> impl Iterator<Item = &'static str> {
        EXTENSIONS.iter().map(|&(extension, _)| extension)
    }

    /// The format that a path's extension tells, in any letter case.
    pub(crate) fn of_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        EXTENSIONS.iter().find(|&&(known, _)| known == extension).map(|&(_, format)| format)
    }

    /// The format of a file of this name that begins so. What no text begins with tells more than a name; a name tells
    /// more than what any text might begin with. None: neither tells.
    pub(crate) fn of(name: &str, head: &[u8]) -> Option<Format> {
        let named = Format::of_path(Path::new(name));
        let marked = Format::of_mark(head);
        match (named, marked) {
            (Some(Format::Pdf), None) if memchr::memmem::find(head, b"%PDF-").is_some() => named,
            // A name that promises a packed file or a paper is wrong when the file does not begin like one.
            (Some(Format::Gzip | Format::Zip | Format::Pdf), None) if head.len() >= 5 => None,
            (Some(Format::Json | Format::Feed), None) if head.len() > 1 => {
                let told = Format::of_bytes(head);
                let is_feed = named == Some(Format::Feed) && told == Format::Html || told == Format::Feed;
                if is_feed { Some(told) } else { named }
            }
            (named, marked) => marked.or(named),
        }
    }

    /// The format whose mark a file begins with, where text does not begin so.
    fn of_mark(head: &[u8]) -> Option<Format> {
        let begins = |mark: &[u8]| head.starts_with(mark);
        let is_tar = || head.get(257..262) == Some(b"ustar");
        match head {
            _ if begins(b"\x1f\x8b\x08") => Some(Format::Gzip),
            _ if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") => Some(Format::Zip),
            _ if begins(b"%PDF-") => Some(Format::Pdf),
            _ if begins(b"WARC/1.") || begins(b"WARC/0.") => Some(Format::Warc),
            _ if is_tar() => Some(Format::Tar),
            _ => None,
        }
    }

    /// Whether a file in this format is text from its first byte on.
    pub(crate) fn is_text(self) -> bool {
        !matches!(self, Format::Pdf | Format::Warc | Format::Zip | Format::Gzip | Format::Tar)
    }

    /// What something of this stated type is.
    pub(crate) fn of_media(media: &str) -> Kind {
        let known = MEDIA.iter().find(|(name, _)| *name == media).map(|(_, format)| Kind::Report(*format));
        let other = || OTHERS.iter().find(|(start, _)| media.starts_with(start)).map(|(_, kind)| Kind::Other(kind));
        known.or_else(other).unwrap_or(Kind::Other("things of other types"))
    }

    /// The format that the first bytes tell; plain text when they tell none.
    pub(crate) fn of_bytes(head: &[u8]) -> Format {
        if let Some(format) = Format::of_mark(head) {
            return format;
        }
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let head = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_lowercase();
        let known = OPENINGS.iter().find(|(words, _)| head.starts_with(words)).map(|&(_, format)| format);
        // Laid out over several lines, JSON opens with a bracket and white space; a JSON line never does.
        let laid_out = || {
            let inner = head.strip_prefix(['{', '['])?;
            inner.trim_start().starts_with(['"', '{']).then_some(Format::Json)
        };
        match known.or_else(laid_out) {
            Some(Format::Html) if head.starts_with("<?xml") || head.starts_with("<!--") => {
                let root = ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| head.contains(root));
                if root && !head.contains("<html") { Format::Feed } else { Format::Html }
            }
            Some(Format::Json | Format::JsonLines) if head.contains("jsonfeed.org/version") => Format::Feed,
            known => known.unwrap_or(Format::Text),
        }
    }
}

/// The name of a packed file without what says that it is packed.
pub(crate) fn without_packing(name: &str) -> String {
    let Some((stem, extension)) = name.rsplit_once('.') else { return name.to_owned() };
    let extension = extension.to_ascii_lowercase();
    match PACKED.iter().find(|(packed, _)| *packed == extension) {
        Some((_, "")) => stem.to_owned(),
        Some((_, inner)) => format!("{stem}.{inner}"),
        None => name.to_owned(),
    }
}

/// What a file that is no text is, as far as its first bytes tell: "a PDF file".
pub(crate) fn binary(head: &[u8]) -> Option<&'static str> {
    let begins = |hex: &str| {
        let signature =
            hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        signature.zip(head.iter().map(Some).chain(std::iter::repeat(None))).all(|(byte, here)| byte.as_ref() == here)
    };
    lists::entries(lists::SIGNATURES)
        .filter_map(|line| line.split_once(' '))
        .find(|(hex, _)| begins(hex))
        .map(|(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        let cases = [
            ("<!DOCTYPE html><html>", Format::Html),
            ("\u{feff}<html>", Format::Html),
            ("{\"text\": \"One.\"}\n", Format::JsonLines),
            ("{\n  \"text\": \"One.\"\n}", Format::Json),
            ("[\n {\"text\": \"One.\"}]", Format::Json),
            ("[Photo: nobody]\nOne.", Format::Text),
            ("---\ntitle: One\n---\n", Format::Markdown),
            ("One.", Format::Text),
            ("<?xml version='1.0'?>\n<rss version='2.0'>", Format::Feed),
            ("<?xml version='1.0'?>\n<html>", Format::Html),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"}", Format::Feed),
            ("WARC/1.0\r\n", Format::Warc),
            ("", Format::Text),
        ];
        for (head, format) in cases {
            assert_eq!(Format::of_bytes(head.as_bytes()), format, "{head}");
        }
    }

    #[test]
    fn signatures_tell_what_is_no_text() {
        assert_eq!(binary(b"%PDF-1.7"), Some("a PDF file"));
        assert_eq!(binary(b"PK\x03\x04"), Some("a zip archive or an office file"));
        assert_eq!(binary(b"PK"), None);
        assert_eq!(binary(b"By Ana Rojas"), None);
    }
}
