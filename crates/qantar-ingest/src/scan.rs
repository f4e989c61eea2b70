//! Saved markup without a tree: its tags and its texts with the bytes where they stand.
//!
//! Serves two ends: to read the pages of which no tree can be built in a time that grows with the page, and to find where
//! in the page the words of a block stand. It tells nothing about the tree that is built of a page.

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
    if markup.starts_with("<!--") {
        // "<!-->" and "<!--->" are whole comments.
        let short = ["<!-->", "<!--->"].iter().find(|short| markup.starts_with(**short)).map(|short| short.len());
        return (None, short.unwrap_or_else(|| end_of_comment(markup)));
    }
    if markup.starts_with("<!") || markup.starts_with("<?") {
        return (None, markup.find('>').map_or(markup.len(), |end| end + 1));
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

/// How long a comment is that opens the markup: to "-->" or "--!>", else to the end.
fn end_of_comment(markup: &str) -> usize {
    let inside = &markup.as_bytes()[4..];
    let closes = |&end: &usize| inside[..end].ends_with(b"-->") || inside[..end].ends_with(b"--!>");
    let ends = memchr::memchr_iter(b'>', inside).map(|at| at + 1).find(closes);
    ends.map_or(markup.len(), |end| end + 4)
}

/// How many attributes follow, and where the tag ends; past the end of the markup for a tag that has none.
fn attributes(markup: &str, at: usize) -> (usize, usize) {
    let mut attributes = Attributes { count: 0, state: State::Between };
    attributes.pass(&markup.as_bytes()[at..], usize::MAX);
    match attributes.state {
        State::Ended(length) => (attributes.count, at + length),
        _ => (attributes.count, markup.len() + 1),
    }
}

/// The attributes of one tag, counted as the standard has browsers read them.
pub(crate) struct Attributes {
    count: usize,
    state: State,
}

/// Where in a tag a reader stands.
#[derive(Clone, Copy)]
enum State {
    /// At the marks "<" or "</".
    Opened,
    /// In the name of the tag.
    Tag,
    Between,
    Name,
    /// After a name and white space, where a mark "=" may still follow.
    Named,
    /// After a mark "=".
    Valued,
    Quoted(u8),
    Bare,
    /// Behind the tag, after so many bytes of what was passed last.
    Ended(usize),
}

impl Attributes {
    /// Those of the tag that these words open; of words that open none no attributes are counted.
    pub(crate) fn opened(words: &str) -> Attributes {
        let name = words.strip_prefix("</").or_else(|| words.strip_prefix('<'));
        let opens = name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        Attributes { count: 0, state: if opens { State::Opened } else { State::Ended(0) } }
    }

    /// Passes more of the tag; the length before the attribute that is one more than `most`, should there be one.
    pub(crate) fn pass(&mut self, bytes: &[u8], most: usize) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let next = match self.state {
                State::Ended(_) => return None,
                State::Quoted(quote) => {
                    at += memchr::memchr(quote, &bytes[at..])?;
                    State::Between
                }
                state => state.after(byte, at + 1),
            };
            let opens = matches!(next, State::Name) && matches!(self.state, State::Between | State::Named);
            if opens && self.count >= most {
                return Some(at);
            }
            self.count += usize::from(opens);
            self.state = next;
            at += 1;
        }
        None
    }
}

impl State {
    /// Where a reader stands after one more byte, the last of so many.
    fn after(self, byte: u8, passed: usize) -> State {
        let blank = byte.is_ascii_whitespace();
        match (self, byte) {
            (State::Opened, _) if byte.is_ascii_alphabetic() => State::Tag,
            (State::Tag | State::Between | State::Name | State::Named | State::Valued | State::Bare, b'>') => {
                State::Ended(passed)
            }
            (State::Tag | State::Between | State::Name | State::Named, b'/') => State::Between,
            (State::Tag | State::Between | State::Bare, _) if blank => State::Between,
            (State::Name | State::Named, _) if blank => State::Named,
            (State::Name | State::Named, b'=') => State::Valued,
            (State::Between | State::Name | State::Named, _) => State::Name,
            (State::Valued, b'"' | b'\'') => State::Quoted(byte),
            (State::Valued, _) if !blank => State::Bare,
            (state, _) => state,
        }
    }
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
    fn lines_end_with_elements() {
        assert_eq!(lines("<div>Crowds&nbsp;took <b>it</b>.<br>Two</div>three"), ["Crowds took it.", "Two", "three"]);
        assert_eq!(lines("one<!--x--!>two<!-- -- > --->three"), ["onetwothree"]);
    }

    #[test]
    fn attributes_are_told_apart() {
        let cases = [
            ("<p>", 0),
            ("<p/>", 0),
            ("<p a>", 1),
            ("<p a=1 b='x y' c=\"d e\"f>", 4),
            ("<p a ='x y > z' b = 2 c>", 3),
            ("<p a=b=c/d =e>", 2),
            ("<p a=>", 1),
            ("<p\ta\n=\n1/b/>", 1),
        ];
        for (markup, count) in cases {
            assert_eq!(pieces(markup).collect::<Vec<_>>(), [Piece::Start("p", count)], "{markup}");
        }
    }
}
