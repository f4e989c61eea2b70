//! Numbers in words and digits, read from tokens.

use crate::text::{Token, TokenKind};

/// A number and how many tokens it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value.
    pub value: f64,
    /// Tokens taken.
    pub tokens: usize,
}

const UNITS: [(&str, f64); 31] = [
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fourty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("dozen", 12.0),
    ("nil", 0.0),
];

const SCALES: [(&str, f64); 7] = [
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("mn", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("dozen", 12.0),
];

fn look_up(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The number that starts at the first token: `12`, `1,500`, `1.7 million`, `19mn`, `twenty-two`, `two hundred and six`,
/// `a dozen`, `a hundred`. Ordinals, years' plurals and clock times are none.
pub fn number(tokens: &[Token<'_>]) -> Option<Number> {
    let first = tokens.first()?;
    if first.kind == TokenKind::Number {
        return digits(tokens);
    }
    if first.is("a") {
        let scale = tokens.get(1).and_then(|next| look_up(&SCALES, &next.lower))?;
        return Some(Number { value: scale, tokens: 2 });
    }
    words(tokens)
}

fn digits(tokens: &[Token<'_>]) -> Option<Number> {
    let text = tokens[0].text;
    let split = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (figure, suffix) = text.split_at(split);
    let value: f64 = figure.replace(',', "").parse().ok().filter(|v: &f64| v.is_finite())?;
    let grouped = figure.split(',').skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    if !grouped {
        return None;
    }
    let scale = match suffix.to_lowercase().as_str() {
        "" => None,
        "k" => Some(1e3),
        "m" | "mn" => Some(1e6),
        "bn" => Some(1e9),
        _ => return None,
    };
    if let Some(scale) = scale {
        return Some(Number { value: value * scale, tokens: 1 });
    }
    match tokens.get(1).and_then(|next| look_up(&SCALES, &next.lower)) {
        Some(scale) => Some(Number { value: value * scale, tokens: 2 }),
        None => Some(Number { value, tokens: 1 }),
    }
}

/// "two hundred and twenty-two thousand": units add up, scales multiply what stands before them.
fn words(tokens: &[Token<'_>]) -> Option<Number> {
    let (mut total, mut group, mut at, mut taken) = (0.0, 0.0, 0, 0);
    while let Some(token) = tokens.get(at) {
        let word = token.lower.as_ref();
        let joins = taken > 0 && (word == "-" || word == "and");
        if let Some(scale) = look_up(&SCALES, word).filter(|_| taken > 0) {
            if scale == 100.0 || scale == 12.0 {
                group *= scale;
            } else {
                total += group * scale;
                group = 0.0;
            }
        } else if let Some(unit) = look_up(&UNITS, word).filter(|unit| taken == 0 || fits(group, *unit)) {
            group += unit;
        } else if joins && tokens.get(at + 1).is_some_and(|next| continues(word, group + total, &next.lower)) {
            at += 1;
            continue;
        } else {
            break;
        }
        at += 1;
        taken = at;
    }
    (taken > 0).then_some(Number { value: total + group, tokens: taken })
}

/// Whether a unit may follow what was read so far: "twenty two", "hundred six", not "two three".
fn fits(group: f64, unit: f64) -> bool {
    let last_two = group % 100.0;
    last_two == 0.0 || (last_two >= 20.0 && last_two % 10.0 == 0.0 && unit < 10.0)
}

/// Whether "-" or "and" joins two parts of one number: "twenty-two", "hundred and six".
fn continues(joiner: &str, so_far: f64, next: &str) -> bool {
    match look_up(&UNITS, next) {
        Some(unit) if joiner == "-" => unit < 10.0 && (20.0..100.0).contains(&(so_far % 100.0)),
        Some(_) => so_far >= 100.0 && so_far % 100.0 == 0.0,
        None => joiner == "-" && look_up(&SCALES, next).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Abbreviations, segment};
    use qantar_record::{Document, DocumentParts};

    fn read(text: &str) -> Option<(f64, usize)> {
        let document = Document::new(DocumentParts { text: text.into(), ..Default::default() });
        let text = segment(&document, &Abbreviations::builtin().unwrap()).value;
        number(&text.tokens).map(|n| (n.value, n.tokens))
    }

    #[test]
    fn numbers_are_read() {
        for (text, value, tokens) in [
            ("12 men", 12.0, 1),
            ("1,500 people", 1500.0, 1),
            ("1.7 million people", 1.7e6, 2),
            ("19mn", 19e6, 1),
            ("twenty-two died", 22.0, 3),
            ("two hundred and six", 206.0, 4),
            ("three thousand two hundred", 3200.0, 4),
            ("a dozen", 12.0, 2),
            ("two dozen", 24.0, 2),
            ("five and six", 5.0, 1),
        ] {
            assert_eq!(read(text), Some((value, tokens)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["men", "42nd day", "1990s", "7:45", "a man", "1,50,0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
