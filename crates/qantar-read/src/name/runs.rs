//! Runs: stretches of words with capitals, with the small words that join them.

use super::NameLexicon;
use crate::place::fold::is_hyphen;
use crate::text::{Text, TextSentence, Token, TokenKind};
use std::ops::Range;

/// The runs of a sentence, in order, as ranges of the text's tokens.
pub fn runs(text: &Text<'_>, sentence: &TextSentence, lexicon: &NameLexicon) -> Vec<Range<usize>> {
    let tokens = &text.tokens[..sentence.tokens.end];
    let mut runs = Vec::new();
    let mut at = sentence.tokens.start;
    while at < tokens.len() {
        match starts(tokens, at, lexicon) {
            true => {
                let end = end(tokens, at, lexicon);
                runs.push(at..end);
                at = end;
            }
            false => at += 1,
        }
    }
    runs
}

fn starts(tokens: &[Token<'_>], at: usize, lexicon: &NameLexicon) -> bool {
    let opener = lexicon.words.openers.contains(tokens[at].lower.as_ref())
        && is_joint(tokens, at + 1)
        && tokens.get(at + 2).is_some_and(Token::is_capitalised);
    tokens[at].is_capitalised() || opener
}

/// Whether the token is a hyphen with no space on either side.
pub fn is_joint(tokens: &[Token<'_>], at: usize) -> bool {
    let hyphen = tokens.get(at).is_some_and(|t| !t.spaced && t.text.chars().all(is_hyphen));
    hyphen && tokens.get(at + 1).is_some_and(|t| !t.spaced && t.kind == TokenKind::Word)
}

/// Where the run that starts at `start` ends.
fn end(tokens: &[Token<'_>], start: usize, lexicon: &NameLexicon) -> usize {
    let mut end = start + 1;
    let mut has_body = is_body(&tokens[start], lexicon);
    while let Some(step) = step(tokens, end, has_body, lexicon) {
        end += step;
        has_body |= is_body(&tokens[end - 1], lexicon);
    }
    end
}

fn is_body(token: &Token<'_>, lexicon: &NameLexicon) -> bool {
    lexicon.words.body_heads.contains(token.lower.as_ref())
}

/// How many tokens the run goes on by after its first `end`; none when it ends there.
fn step(tokens: &[Token<'_>], end: usize, has_body: bool, lexicon: &NameLexicon) -> Option<usize> {
    let words = &lexicon.words;
    let capital = |at: usize| tokens.get(at).is_some_and(Token::is_capitalised);
    let next = tokens.get(end)?;
    let before = &tokens[end - 1];
    if capital(end) {
        return Some(1);
    }
    if is_joint(tokens, end) {
        let tail = &tokens[end + 1];
        let opens = words.openers.contains(tail.lower.as_ref()) && is_joint(tokens, end + 2) && capital(end + 3);
        let short = tail.text.chars().count() <= 3 && !words.hyphen_tails.contains(tail.lower.as_ref());
        return (tail.is_capitalised() || opens || short).then_some(2);
    }
    let shortened = before.text.chars().count() == 1 || words.titles.contains(before.lower.as_ref());
    if next.text == "." && !next.spaced && shortened && before.text.chars().count() < 5 && capital(end + 1) {
        return Some(2);
    }
    if next.kind == TokenKind::Clitic && words.possessives.contains(before.lower.as_ref()) && capital(end + 1) {
        return Some(2);
    }
    if words.openers.contains(next.lower.as_ref()) && is_joint(tokens, end + 1) && capital(end + 2) {
        return Some(3);
    }
    let links = |at: usize| tokens.get(at).is_some_and(|t| is_link(t, has_body, lexicon));
    match (links(end), capital(end + 1), links(end + 1) && capital(end + 2)) {
        (true, true, _) => Some(2),
        (true, false, true) => Some(3),
        _ => None,
    }
}

/// "of" joins any two; "and", "for" and "the" only what belongs to a body ("Ministry of Trade and Industry").
fn is_link(token: &Token<'_>, has_body: bool, lexicon: &NameLexicon) -> bool {
    let word = token.lower.as_ref();
    (token.kind == TokenKind::Word || word == "&")
        && (lexicon.words.plain_links.contains(word)
            || word == "of"
            || (has_body && lexicon.words.links.contains(word)))
}
