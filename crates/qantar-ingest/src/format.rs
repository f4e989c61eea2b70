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
}

const EXTENSIONS: [(&str, Format); 9] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::Json),
];

/// What the first words of a file in each format look like, in lower case.
const OPENINGS: [(&str, Format); 12] = [
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
];

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

    /// The format that the first bytes tell; plain text when they tell none.
    pub(crate) fn sniff(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let opening = String::from_utf8_lossy(&head[..head.len().min(64)]).to_ascii_lowercase();
        let known = OPENINGS.iter().find(|(words, _)| opening.starts_with(words)).map(|&(_, format)| format);
        // Laid out over several lines, JSON opens with a bracket and white space; a JSON line never does.
        let laid_out = || {
            let inner = opening.strip_prefix(['{', '['])?;
            inner.trim_start().starts_with(['"', '{']).then_some(Format::Json)
        };
        known.or_else(laid_out).unwrap_or(Format::Text)
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
            ("", Format::Text),
        ];
        for (head, format) in cases {
            assert_eq!(Format::sniff(head.as_bytes()), format, "{head}");
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
