//! What a line is by its words alone: noise, a caption, a byline; and whether it is shaped like a heading.

use crate::byline;
use crate::draft::tidy;
use crate::lists;
use aho_corasick::AhoCorasick;
use qantar_record::BlockKind;
use std::sync::LazyLock;

/// Whether some words show a kind.
type Sign = fn(&str) -> bool;

/// The kind that some words show; none when they are text like any other.
pub(crate) fn told(words: &str) -> Option<BlockKind> {
    const SIGNS: [(Sign, BlockKind); 3] =
        [(is_noise, BlockKind::Noise), (is_caption, BlockKind::Caption), (is_byline, BlockKind::Byline)];
    // Longer than any of the three may be: most paragraphs end here.
    if words.len() > 2_000 {
        return None;
    }
    let words = tidy(words)?;
    SIGNS.iter().find(|(sign, _)| sign(&words)).map(|&(_, kind)| kind)
}

/// Words that say the same, whatever their case and marks.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let mut a = letters(a).peekable();
    a.peek().is_some() && a.eq(letters(b))
}

/// The letters and digits of some words, in lower case.
pub(crate) fn letters(words: &str) -> impl Iterator<Item = char> + '_ {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn count(words: &str) -> usize {
    words.split(' ').count()
}

fn is_noise(words: &str) -> bool {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    count(words) <= 30 && lists::is_noise(&bare)
}

fn is_byline(words: &str) -> bool {
    let bare = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')).unwrap_or(words);
    count(bare) <= 30 && byline::parse(bare).is_some()
}

/// A caption has at most 60 words and a credit at its start or with at most 12 words from there on (guesses, 2026-11).
fn is_caption(words: &str) -> bool {
    count(words) <= 60 && (credit_after_slash(words) || is_credited(words))
}

fn is_credited(words: &str) -> bool {
    static CREDITS: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(lists::entries(lists::CREDITS)).expect("a hundred short words fit"));
    CREDITS.find_overlapping_iter(words).any(|found| {
        let at = found.start();
        let apart = !(words[at..].starts_with(char::is_alphanumeric) && words[..at].ends_with(char::is_alphanumeric));
        apart && (at == 0 || count(&words[at..]) <= 12)
    })
}

/// "The two presidents at the airport. / government.example": a finished sentence, a slash, a name.
fn credit_after_slash(words: &str) -> bool {
    words.rsplit_once(" / ").is_some_and(|(picture, credit)| {
        let named = credit.starts_with(char::is_uppercase) && count(credit) <= 4 && !credit.ends_with(['.', '?', '!']);
        named && picture.ends_with(['.', '!', '?', ')'])
    })
}

/// Whether a line is shaped like a heading: short, opening like a title, without the end mark of a sentence, and no
/// quotation set apart. Only a line standing alone before text is one.
pub(crate) fn is_heading(line: &str) -> bool {
    let opening = line.chars().next().unwrap_or('(');
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»');
    let opens = opening.is_uppercase() || opening.is_numeric() || quote(opening) || is_uncased(opening);
    let quoted = quote(opening) && line.ends_with(quote);
    opens && !quoted && count(line) <= 12 && line.len() <= 120 && !ends_sentence(line)
}

/// Whether a line can be a headline: longer than a heading may be, otherwise alike.
pub(crate) fn is_headline(line: &str) -> bool {
    let opening = line.chars().next().unwrap_or('(');
    !matches!(opening, '(' | '[' | '-' | '*' | '•') && count(line) <= 25 && line.len() <= 250 && !ends_sentence(line)
}

/// A question or an exclamation may stand over a text; a full stop, a comma or a colon does not end a heading.
fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', ' ']);
    bare.ends_with(['.', ',', ';', ':', '…', '。', '؟', '।']) && !bare.ends_with("U.S.")
}

/// A letter of a script without capitals.
fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_what_they_are() {
        let cases = [
            ("Read more: How the island ran out of fuel", Some(BlockKind::Noise)),
            ("READ ALSO", Some(BlockKind::Noise)),
            ("[Advertisement]", Some(BlockKind::Noise)),
            ("(PART I HERE", Some(BlockKind::Noise)),
            ("Follow us on Telegram", Some(BlockKind::Noise)),
            ("Miners at the bridge (Screenshot via Herald).", Some(BlockKind::Caption)),
            ("AP Photo/Ana Rojas", Some(BlockKind::Caption)),
            ("Placards. Image: Ana Rojas (archive).", Some(BlockKind::Caption)),
            ("The two presidents at the airport. / Herald.example", Some(BlockKind::Caption)),
            ("(Reporting by Ana Rojas; editing by Luis Paz)", Some(BlockKind::Byline)),
            ("Sunday, November 10, 2019", Some(BlockKind::Byline)),
            ("Subscribers of the gas company marched.", None),
            ("Dismissals began on Monday.", None),
            ("Shares fell.", None),
            ("She was shown a photo by the police.", None),
            ("Some 40 and / or 50 were hurt.", None),
            ("(Written for qantar in its own words.)", None),
            ("", None),
        ];
        for (line, kind) in cases {
            assert_eq!(told(line), kind, "{line}");
        }
    }

    #[test]
    fn headings_are_short_and_open() {
        for line in ["‘Repaying’ the palace", "Will anything change?", "Middle class and miners", "2. The camp"] {
            assert!(is_heading(line), "{line}");
        }
        for line in [
            "“We stay”",
            "they stayed",
            "Crowds took it.",
            "How many died:",
            "—Ana Rojas, of the union",
            "(A note)",
            "",
        ] {
            assert!(!is_heading(line), "{line}");
        }
    }
}
