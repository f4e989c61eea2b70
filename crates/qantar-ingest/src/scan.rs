//! Saved markup without a tree: its tags and its texts with the bytes where they stand.
//!
//! Serves three ends: to tell beforehand whether a tree can be built in a time that grows with the page, to read the
//! pages for which it cannot, and to find where in the page the words of a block stand.

use crate::draft::tidy;
use crate::walk;
use html5ever::data::NAMED_ENTITIES;
use std::ops::Range;

/// One piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'m> {
    /// The start of an element, with the number of its attributes.
    Start(&'m str, usize),
    End(&'m str),
    /// Text that a reader sees, references not resolved.
    Text(Range<usize>),
}

/// Elements whose content is no markup, and of which no reader sees it.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// The pieces of a page, in order. Comments and the content of [`RAW`] elements are left out.
pub(crate) fn pieces(markup: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(name) = raw.take() {
                at = end_of_raw(markup, at, name);
            }
            let rest = markup.get(at..).filter(|rest| !rest.is_empty())?;
            let Some(text) = text_before_tag(rest) else {
                let (piece, length) = tag(rest);
                at += length;
                match piece {
                    Some(Piece::Start(name, attributes)) => {
                        raw = RAW.iter().find(|raw| raw.eq_ignore_ascii_case(name)).map(|_| name);
                        return Some(Piece::Start(name, attributes));
                    }
                    Some(piece) => return Some(piece),
                    None => continue,
                }
            };
            at += text;
            return Some(Piece::Text(at - text..at));
        }
    })
}

/// How long the text is that opens the markup; none where a tag or a comment does.
fn text_before_tag(markup: &str) -> Option<usize> {
    let opens =
        |at: &usize| markup[*at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let length = markup.match_indices('<').map(|(at, _)| at).find(opens).unwrap_or(markup.len());
    (length > 0).then_some(length)
}

/// The tag or the comment that opens the markup, and how long it is. A comment is no piece.
fn tag(markup: &str) -> (Option<Piece<'_>>, usize) {
    let to = |end: Option<usize>, mark: &str| end.map_or(markup.len(), |end| end + mark.len());
    if markup.starts_with("<!--") {
        // "<!-->" and "<!--->" are whole comments.
        let short = ["<!-->", "<!--->"].iter().find(|short| markup.starts_with(**short)).map(|short| short.len());
        return (None, short.unwrap_or_else(|| to(markup[4..].find("-->").map(|end| end + 4), "-->")));
    }
    if markup.starts_with("<!") || markup.starts_with("<?") {
        return (None, to(markup.find('>'), ">"));
    }
    let closing = markup.starts_with("</");
    let start = if closing { 2 } else { 1 };
    let length =
        markup[start..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(markup.len() - start);
    let name = &markup[start..start + length];
    let (attributes, end) = attributes(markup, start + length);
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let piece = match (named && end <= markup.len(), closing) {
        (false, _) => None,
        (true, true) => Some(Piece::End(name)),
        (true, false) => Some(Piece::Start(name, attributes)),
    };
    (piece, end.min(markup.len()))
}

/// How many attributes follow, and where the tag ends; past the end of the markup for a tag that has none.
fn attributes(markup: &str, mut at: usize) -> (usize, usize) {
    let bytes = markup.as_bytes();
    let (mut count, mut inside, mut valued) = (0, false, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return (count, at + 1),
            b'"' | b'\'' if valued => {
                match markup[at + 1..].find(byte as char) {
                    Some(length) => at += length + 1,
                    None => return (count, markup.len() + 1),
                }
                (inside, valued) = (false, false);
            }
            b'=' => valued = inside,
            b if b.is_ascii_whitespace() || b == b'/' => inside = inside && valued,
            _ if !inside => {
                count += 1;
                (inside, valued) = (true, false);
            }
            _ => valued = false,
        }
        at += 1;
    }
    (count, markup.len() + 1)
}

/// Where the content of a raw element ends.
fn end_of_raw(markup: &str, at: usize, name: &str) -> usize {
    let bytes = markup.as_bytes();
    let mut from = at;
    while let Some(found) = markup[from..].find("</") {
        let start = from + found;
        let closes =
            bytes.get(start + 2..start + 2 + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
        if closes {
            return start;
        }
        from = start + 2;
    }
    markup.len()
}

/// Browsers nest elements no deeper (Chromium and WebKit: 512); building a tree looks through all that are open.
const DEEPEST: usize = 512;
/// More tags than these are in no report seen (guess, 2026-11); a tree of them takes more memory than a report may.
const MOST_TAGS: usize = 150_000;
/// More attributes on one element than these: each is compared with all before it (guess, 2026-11).
const MOST_ATTRIBUTES: usize = 500;
/// Formatting that was never closed is made anew in every paragraph that follows: at most so many elements in all
/// (guess, 2026-11).
const MOST_ANEW: usize = 200_000;

/// Elements that close without an end tag, or have none: they nest nothing.
const SHALLOW: [&str; 26] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "td", "tr", "th", "dt", "dd", "option", "tbody", "thead", "html", "head", "body",
];
/// Elements that are opened anew in the next paragraph.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Why no tree is built of a page; none where one is.
pub(crate) fn unbuildable(markup: &str) -> Option<&'static str> {
    let (mut depth, mut tags, mut anew) = (0usize, 0usize, 0usize);
    let mut formatting = [0usize; FORMATTING.len()];
    let listed = |list: &[&str], name: &str| list.iter().position(|known| known.eq_ignore_ascii_case(name));
    for piece in pieces(markup) {
        match piece {
            Piece::Start(name, attributes) => {
                tags += 1;
                if let Some(kind) = listed(&FORMATTING, name) {
                    formatting[kind] += 1;
                }
                depth += usize::from(listed(&SHALLOW, name).is_none());
                if attributes > MOST_ATTRIBUTES {
                    return Some("an element with too many attributes");
                }
            }
            Piece::End(name) => {
                tags += 1;
                if let Some(kind) = listed(&FORMATTING, name) {
                    formatting[kind] = formatting[kind].saturating_sub(1);
                }
                depth = depth.saturating_sub(usize::from(listed(&SHALLOW, name).is_none()));
            }
            Piece::Text(span) => {
                anew += formatting.iter().sum::<usize>().saturating_sub(8);
                // A mark that opens no tag is noted as an error each time.
                tags += markup[span].bytes().filter(|byte| *byte == b'<').count();
            }
        }
        if depth > DEEPEST {
            return Some("elements nested too deep");
        }
        if tags > MOST_TAGS || anew > MOST_ANEW {
            return Some("too many elements");
        }
    }
    None
}

/// The lines of a page: what stands between elements that begin and end one.
pub(crate) fn lines(markup: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut words = String::new();
    for piece in pieces(markup) {
        match piece {
            Piece::Text(span) => resolved(markup, span, |c, _| words.push(c)),
            Piece::Start(name, _) | Piece::End(name) if !walk::is_inline(&name.to_ascii_lowercase()) => {
                lines.extend(tidy(&words));
                words.clear();
            }
            _ => {}
        }
    }
    lines.extend(tidy(&words));
    lines
}

/// Each character of a text with the bytes it stands for, references resolved.
pub(crate) fn resolved(markup: &str, span: Range<usize>, mut take: impl FnMut(char, Range<usize>)) {
    let mut at = span.start;
    while let Some(c) = markup[at..span.end].chars().next() {
        let reference = if c == '&' { reference(&markup[at..span.end]) } else { None };
        let (chars, length) = reference.unwrap_or(([Some(c), None], c.len_utf8()));
        for c in chars.into_iter().flatten() {
            take(c, at..at + length);
        }
        at += length;
    }
}

/// The characters that a reference stands for, and how long it is.
fn reference(text: &str) -> Option<([Option<char>; 2], usize)> {
    let rest = &text[1..];
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix, mark) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.bytes().take_while(|b| (*b as char).is_digit(radix)).count();
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        let ends = usize::from(digits[length..].starts_with(';'));
        return Some(([Some(numbered(code)), None], mark + length + ends));
    }
    // The longest name that is known; without its semicolon only some are.
    let longest = rest.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let ended = usize::from(rest[longest..].starts_with(';'));
    (1..=longest + ended).rev().find_map(|length| {
        let &(one, two) = NAMED_ENTITIES.get(&rest[..length])?;
        let first = char::from_u32(one).filter(|_| one != 0)?;
        Some(([Some(first), char::from_u32(two).filter(|_| two != 0)], 1 + length))
    })
}

/// The character of a number. Numbers of the C1 controls are read as Windows wrote them.
fn numbered(code: u32) -> char {
    let windows =
        code.checked_sub(0x80).and_then(|at| html5ever::data::C1_REPLACEMENTS.get(at as usize).copied().flatten());
    windows.or(char::from_u32(code).filter(|_| code != 0)).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart() {
        let markup =
            "<!DOCTYPE html><p class='a>b' hidden>1 < 2 &amp; 3<!-- <b> --><script>if (a<b) '</p>'</script></P >x";
        let told: Vec<Piece> = pieces(markup).collect();
        let texts: Vec<&str> = told
            .iter()
            .filter_map(|piece| if let Piece::Text(span) = piece { Some(&markup[span.clone()]) } else { None })
            .collect();
        assert_eq!(texts, ["1 < 2 &amp; 3", "x"]);
        assert_eq!(told[0], Piece::Start("p", 2));
        assert_eq!(told[4], Piece::End("P"));
    }

    #[test]
    fn references_are_resolved() {
        let cases = [
            ("&amp;", "&"),
            ("&amp", "&"),
            ("a&nbsp;b", "a\u{a0}b"),
            ("&#8217;", "’"),
            ("&#x92;", "’"),
            ("&none;", "&none;"),
            ("AT&T", "AT&T"),
            ("&", "&"),
            ("&#;", "&#;"),
            ("&notit;", "¬it;"),
        ];
        for (text, expected) in cases {
            let mut words = String::new();
            resolved(text, 0..text.len(), |c, _| words.push(c));
            assert_eq!(words, expected, "{text}");
        }
    }

    #[test]
    fn broken_markup_ends() {
        for markup in ["<", "<p", "<p a='", "<!--", "<script>", "</", "<!", "<p <p>x", "a<", "<script></scrip"] {
            assert!(pieces(markup).count() <= 3, "{markup}");
        }
    }

    #[test]
    fn what_cannot_be_built_is_told() {
        let cases = [
            ("<div>".repeat(600), Some("elements nested too deep")),
            ("<p><li>x".repeat(600), None),
            (format!("<p {}>", "a=1 ".repeat(600)), Some("an element with too many attributes")),
            (format!("{}{}", "<font>".repeat(500), "<p>x".repeat(500)), Some("too many elements")),
            ("<b>x</b>".repeat(600), None),
        ];
        for (markup, why) in cases {
            assert_eq!(unbuildable(&markup), why);
        }
        assert_eq!(lines("<div>Crowds&nbsp;took <b>it</b>.<br>Two</div>three"), ["Crowds took it.", "Two", "three"]);
    }
}
