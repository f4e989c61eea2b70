//! Tokens: words, numbers, clitics and marks, by one pass over the characters.

use crate::text::{Token, TokenKind};
use qantar_record::Span;
use std::borrow::Cow;

/// Appends the tokens of `text` inside `block`.
pub fn tokenize<'d>(text: &'d str, block: Span, tokens: &mut Vec<Token<'d>>) {
    let mut at = block.start;
    let mut spaced = true;
    while let Some(c) = text[at..block.end].chars().next() {
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let rest = &text[at..block.end];
        let after_word = !spaced && matches!(tokens.last(), Some(t) if t.kind != TokenKind::Mark);
        let (kind, length) = match c {
            '\'' | '’' if after_word && clitic(rest) > 0 => (TokenKind::Clitic, clitic(rest)),
            c if c.is_numeric() => (TokenKind::Number, number(rest)),
            c if c.is_alphabetic() => (TokenKind::Word, word(rest)),
            c => (TokenKind::Mark, c.len_utf8()),
        };
        let span = Span::new(at, at + length);
        let token = &text[span.range()];
        tokens.push(Token { span, text: token, lower: lower(token), kind, spaced });
        at += length;
        spaced = false;
    }
}

/// Soft hyphens, joiners and byte order marks are no part of a word's look and end none.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

/// Bytes of a possessive at the start of `rest`: `'s`, or a bare apostrophe before a space or mark. 0 when none.
fn clitic(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let ends = |next: Option<(usize, char)>| next.is_none_or(|(_, c)| !c.is_alphanumeric());
    match chars.next() {
        Some((at, 's' | 'S')) if ends(chars.next()) => at + 1,
        _ => 0,
    }
}

/// Bytes of a word: letters and combining marks, an apostrophe between letters unless it opens a possessive, and the
/// points of an abbreviation written with them ("U.S.", "p.m.").
fn word(rest: &str) -> usize {
    if let Some(length) = dotted(rest) {
        return length;
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’')
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic())
            && clitic(&rest[at..]) == 0;
        if !(c.is_alphanumeric() || inner || is_combining(c)) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Bytes of letters each followed by a point, at least two of them: "U.S.", "a.m.".
fn dotted(rest: &str) -> Option<usize> {
    let mut end = 0;
    let mut pairs = 0;
    let mut chars = rest.chars();
    while let (Some(letter), Some('.')) = (chars.next(), chars.next()) {
        if !letter.is_alphabetic() {
            break;
        }
        end += letter.len_utf8() + 1;
        pairs += 1;
    }
    let cut = rest[end..].chars().next().is_some_and(char::is_alphanumeric);
    (pairs >= 2 && !cut).then_some(end)
}

/// Bytes of a number: digits with single commas, points and colons between digits, and the letters that hang on.
fn number(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, ',' | '.' | ':') && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_alphanumeric() || inner) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn lower(token: &str) -> Cow<'_, str> {
    if token.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(token);
    }
    Cow::Owned(token.chars().map(|c| if c == '’' { '\'' } else { c }).collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        tokens.iter().map(|t| t.text).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(cut("U.S. troops' 1,500 men"), ["U.S.", "troops", "'", "1,500", "men"]);
        assert_eq!(cut("Tokayev’s 42% at 7:45 p.m."), ["Tokayev", "’s", "42", "%", "at", "7:45", "p.m."]);
        assert_eq!(
            cut("mid-August, al-Qa’ida didn't."),
            ["mid", "-", "August", ",", "al", "-", "Qa’ida", "didn't", "."]
        );
    }

    proptest! {
        #[test]
        fn tokens_rebuild_the_text(text in "\\PC{0,200}") {
            let mut tokens = Vec::new();
            tokenize(&text, Span::new(0, text.len()), &mut tokens);
            let kept: String = tokens.iter().map(|t| t.text).collect();
            let wanted: String = text.chars().filter(|&c| !c.is_whitespace() && !is_invisible(c)).collect();
            prop_assert_eq!(kept.chars().filter(|&c| !is_invisible(c)).collect::<String>(), wanted);
            prop_assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }
}
