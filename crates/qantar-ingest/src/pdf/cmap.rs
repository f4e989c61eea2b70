//! Tables that say which letters the codes of a font stand for, and how many entries they ask for.

use memchr::memmem;

/// A table without entries, as the library takes it.
pub(super) const NONE: &[u8] = b"end";
/// Codes of one range. A guess (November 2026): there are as many codes of two bytes.
const MOST_IN_A_RANGE: u64 = 1 << 16;

/// How many entries the ranges and letters of a table have, if this is one; `u64::MAX` where a range has too many or
/// is not plainly written.
pub(super) fn entries(table: &[u8]) -> Option<u64> {
    let ranges = memmem::find_iter(table, b"beginbfrange").map(|at| ranges(&table[at + b"beginbfrange".len()..]));
    let ranges: Vec<u64> = ranges.collect();
    let letters = memmem::find(table, b"beginbfchar").is_some();
    if ranges.is_empty() && !letters {
        return None;
    }
    let letters = if letters { table.iter().filter(|byte| **byte == b'<').count() as u64 / 2 } else { 0 };
    Some(ranges.into_iter().fold(letters, u64::saturating_add))
}

/// The entries of the ranges that stand here, one after the other: two codes and what they stand for.
fn ranges(mut rest: &[u8]) -> u64 {
    let mut entries = 0u64;
    loop {
        let (first, last, meaning) = (word(&mut rest), word(&mut rest), word(&mut rest));
        let codes = match (first, last) {
            (Word::Code(first), Word::Code(last)) => (u64::from(last) + 1).saturating_sub(u64::from(first)),
            (Word::Strange, _) | (_, Word::Strange) => return u64::MAX,
            _ => return entries,
        };
        if codes > MOST_IN_A_RANGE || meaning == Word::Strange {
            return u64::MAX;
        }
        entries = entries.saturating_add(codes);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// The last four bytes of a code.
    Code(u32),
    List,
    /// A string in brackets, which may be a code: seen nowhere.
    Strange,
    Other,
}

/// Takes the next word.
fn word(rest: &mut &[u8]) -> Word {
    while let [b' ' | b'\t' | b'\n' | b'\r' | 0 | b'\x0c' | b'%', ..] = *rest {
        let remark = rest.iter().take_while(|byte| !b"\r\n".contains(byte)).count();
        *rest = &rest[if rest[0] == b'%' { remark } else { 1 }..];
    }
    let close = match rest {
        [b'<', b'<', ..] => return Word::Other,
        [b'<', ..] => b'>',
        [b'[', ..] => b']',
        [b'(', ..] => return Word::Strange,
        _ => return Word::Other,
    };
    let Some(end) = rest.iter().position(|byte| *byte == close) else { return Word::Other };
    let (inside, after) = (&rest[1..end], &rest[end + 1..]);
    *rest = after;
    if close == b']' {
        return if inside.contains(&b'(') { Word::Strange } else { Word::List };
    }
    let digits = inside.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    Word::Code(digits.fold(0, |code, digit| code << 4 | digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted_without_being_made() {
        let cases: [(&str, Option<u64>); 8] = [
            ("BT /F 1 Tf (a) Tj ET", None),
            ("2 beginbfrange <00> <7f> <0000> <0080> <00ff> [<0041> <0042>] endbfrange", Some(256)),
            ("1 beginbfrange % a remark\n<0 0 00><00 0f>\n<0041> endbfrange", Some(16)),
            ("1 beginbfchar <01> <0041> endbfchar", Some(1)),
            ("1 beginbfrange <0000> <FFFF> <0000> endbfrange", Some(65_536)),
            ("1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange", Some(u64::MAX)),
            ("2 beginbfrange <00> <01> <0041> <000000> <0fffff> <0000> endbfrange", Some(u64::MAX)),
            ("1 beginbfrange (\0) (\u{7f}\u{7f}\u{7f}\u{7f}) <0000> endbfrange", Some(u64::MAX)),
        ];
        for (table, expected) in cases {
            assert_eq!(entries(table.as_bytes()), expected, "{table}");
        }
    }
}
