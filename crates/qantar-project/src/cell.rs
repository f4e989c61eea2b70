//! Report text made harmless for a terminal and a spreadsheet.

/// Report text in one line: white space runs become one space; control characters and marks that turn the direction of
/// writing, which could rewrite a screen, become `�`.
pub fn harmless(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                clean.push('\u{fffd}')
            }
            c => clean.push(c),
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Text for one cell of a CSV file: one line, without control characters, and a cell that a spreadsheet would run as a
/// formula gets an apostrophe before it.
pub fn cell(text: &str) -> String {
    let clean = harmless(text);
    match clean.chars().next() {
        // A number may start with a sign: coordinates west and south do.
        _ if clean.parse::<f64>().is_ok_and(f64::is_finite) => clean,
        Some('=' | '+' | '-' | '@' | '|') => format!("'{clean}"),
        _ => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_do_not_run_and_numbers_stay() {
        let cases = [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            (" @sum", "'@sum"),
            ("-inf", "'-inf"),
            ("-15.5", "-15.5"),
            ("12 men", "12 men"),
            ("a\n\tb\u{202e}c\u{1b}", "a b\u{fffd}c\u{fffd}"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text), expected);
        }
    }
}
