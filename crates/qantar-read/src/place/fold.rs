//! Names made comparable: what the gazetteer is keyed by and looked up with.
//!
//! Case, diacritics, hyphens, points and apostrophes differ from report to report ("Sana'a", "Sanaa"; "Gdańsk",
//! "Gdansk"), so a key has none of them. A short word of capitals alone stays in capitals: "US" is a country and "us"
//! is not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is read as an acronym when all its letters are capitals.
const ACRONYM: usize = 5;

/// The key of a name; `None` when it has letters of another script or none at all.
pub fn key(name: &str) -> Option<String> {
    let mut key = String::with_capacity(name.len());
    for word in name.split(|c: char| c.is_whitespace() || is_hyphen(c)).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        fold(word, &mut key);
    }
    let key = key.trim().to_owned();
    let latin = key.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    (latin && key.bytes().any(|b| b.is_ascii_alphabetic())).then_some(key)
}

/// Appends the folded form of one word.
pub fn fold(word: &str, out: &mut String) {
    if is_acronym(word) {
        out.extend(word.chars().filter(char::is_ascii_uppercase));
    } else if word.bytes().all(|b| b.is_ascii_lowercase()) {
        out.push_str(word);
    } else {
        fold_lower(word, out);
    }
}

/// Appends the folded form of one word that is no acronym however it is written: "IRAN" in a headline.
pub fn fold_lower(word: &str, out: &mut String) {
    for c in word.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None if c == '.' || is_apostrophe(c) || is_combining_mark(c) => {}
            None => out.push(c),
        }
    }
}

/// Two to five capitals, with or without points: "UAE", "U.S.".
pub fn is_acronym(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=ACRONYM).contains(&letters) && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}

/// Whether a character joins the words of a name.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '′' | 'ʹ')
}

/// Letters that do not fall apart into a plain letter and a mark.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ə' => "a",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ƴ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (a, b) in
            [("Sana'a", "Sanaa"), ("Gdańsk", "Gdansk"), ("Nur-Sultan", "Nur Sultan"), ("St. Louis", "St Louis")]
        {
            assert_eq!(key(a), key(b), "{a} and {b}");
        }
        assert_eq!(key("U.S.").as_deref(), Some("US"));
        assert_eq!(key("Us").as_deref(), Some("us"));
        assert_eq!(key("Đắk Lắk").as_deref(), Some("dak lak"));
    }

    #[test]
    fn other_scripts_have_no_key() {
        for name in ["Алматы", "القاهرة", "", "…", "123"] {
            assert_eq!(key(name), None, "{name}");
        }
    }
}
