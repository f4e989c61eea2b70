//! The parts of a PDF as they lie in its bytes, looked through before its reader sees them.
//!
//! The reader trusts the tables that say where things lie and unpacks them, and parts that hold others, at once. Every
//! place where it could find a part is looked at, not only those that it is told of.

use super::unpack;
use memchr::{memchr_iter, memmem};
use pdf_extract::content::Content;
use pdf_extract::xref::XrefEntry;
use pdf_extract::{Dictionary, Document, Object, ObjectStream, Stream};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// All parts of a PDF together unpack to so many times what one report may have.
const MOST_UNPACKED: u64 = 16;
/// Parts that hold others, together, so many times: what they hold takes fifty times its size once it is read.
/// A guess (November 2026): the outline of a tagged book has ten megabytes.
const MOST_HELD: u64 = 2;
/// What is unpacked again to tell the lengths of other parts, in bytes. A guess (November 2026): ten seconds.
const MOST_AGAIN: u64 = 1 << 30;
/// A number in a table is at most so many bytes wide, as the format has it for years to come.
const WIDEST: i64 = 8;
/// Keys without which nothing is unpacked or looked for in a part, and what stands for each while a sealed PDF is
/// loaded: as long, and known to nobody.
const HIDDEN: [(&[u8], &[u8]); 2] = [(b"Filter", b"Fylter"), (b"First", b"Fyrst")];

/// A part: what is said of it and what it holds, packed.
struct Part<'a> {
    /// None where it is not plainly written.
    number: Option<u32>,
    head: Dictionary,
    head_at: Range<usize>,
    packed: &'a [u8],
    /// Where it ends is told elsewhere, so what it holds is all that follows.
    open: bool,
}

impl Part<'_> {
    /// Whether it could be read as a table of where things lie.
    fn is_table(&self) -> bool {
        let sized = self.head.get(b"Size").and_then(Object::as_i64).is_ok();
        sized && self.integers(b"W").is_some_and(|widths| widths.len() >= 3)
    }

    fn integers(&self, key: &[u8]) -> Option<Vec<i64>> {
        let numbers = self.head.get(key).and_then(Object::as_array).ok()?;
        numbers.iter().map(|number| number.as_i64().ok()).collect()
    }

    /// How many entries a table says that it has, section by section.
    fn sections(&self) -> Vec<(i64, i64)> {
        let size = self.head.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
        let index = self.integers(b"Index").unwrap_or_else(|| vec![0, size]);
        index.chunks_exact(2).map(|section| (section[0], section[1])).collect()
    }
}

/// Looks whether any part unpacks to what only a bomb does or any table sends its reader astray.
pub(super) fn look_through(bytes: &[u8], most: usize) -> Result<(), String> {
    let parts = parts(bytes)?;
    let mut loads = Loads::new(most);
    let told = told(&parts, bytes.len(), &mut loads)?;
    for part in parts.iter().filter(|part| !part.is_table()) {
        let listed = part.number.map_or(!told.holders.is_empty(), |number| told.holders.contains(&number));
        let holds = listed || part.head.has_type(b"ObjStm");
        // Old papers are packed with LZW and say elsewhere how long they are. They hold no others.
        if holds || !part.open || !unpack::filters(&part.head).contains(&&b"LZWDecode"[..]) {
            loads.add(&part.head, part.packed, holds)?;
        }
    }
    check_lengths(&parts, &told, loads.heaviest)
}

/// Whether a PDF may be sealed, with or without a password.
pub(super) fn may_be_sealed(bytes: &[u8]) -> bool {
    has_name(bytes, b"Encrypt")
}

/// The bytes of a sealed PDF with the filters of its parts hidden: nothing is then unpacked by loading it, since nothing
/// can be weighed while it is sealed. Its tables are not sealed and are weighed.
pub(super) fn hidden(bytes: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let parts = parts(bytes)?;
    let told = told(&parts, bytes.len(), &mut Loads::new(most))?;
    check_lengths(&parts, &told, 0)?;
    hide(bytes, &parts)
}

/// Gives the parts of a PDF that was loaded sealed their filters back, and unpacks those that hold others.
pub(super) fn unhide(document: &mut Document, most: usize) -> Result<(), String> {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        for (key, hidden) in HIDDEN {
            if let Some(value) = stream.dict.remove(hidden) {
                stream.dict.set(key, value);
            }
        }
    }
    let mut holding: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, entry) in &document.reference_table.entries {
        if let XrefEntry::Compressed { container, .. } = entry {
            holding.entry(*container).or_default().push(*number);
        }
    }
    let mut loads = Loads::new(most);
    for (holder, numbers) in holding {
        let Some(Object::Stream(stream)) = document.objects.get_mut(&(holder, 0)) else { continue };
        loads.add(&stream.dict, &stream.content, true)?;
        let Ok(mut held) = ObjectStream::new(stream) else { continue };
        let found = numbers.into_iter().filter_map(|number| held.objects.remove_entry(&(number, 0)));
        document.objects.extend(found);
    }
    Ok(())
}

/// What loading unpacks, counted together.
struct Loads {
    /// What one part may unpack to, in bytes.
    most: u64,
    total: u64,
    held: u64,
    heaviest: u64,
}

impl Loads {
    fn new(most: usize) -> Loads {
        Loads { most: most as u64, total: 0, held: 0, heaviest: 0 }
    }

    /// Counts a part, which may hold others.
    fn add(&mut self, head: &Dictionary, packed: &[u8], holds: bool) -> Result<(), String> {
        let most = self.most;
        let picture = head.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
        let most_here = if picture && !holds { most * 4 } else { most };
        let weight = unpack::weigh(head, packed, most_here).unwrap_or(u64::MAX);
        self.total = self.total.saturating_add(weight);
        if weight > most_here || self.total > most * MOST_UNPACKED {
            return Err(format!(
                "a PDF with a part that unpacks to more than the {most} bytes that one report may have: nothing was kept"
            ));
        }
        self.heaviest = self.heaviest.max(weight);
        if holds {
            self.held += weight.max(packed.len() as u64);
            check_held(head, packed)?;
        }
        if self.held > most * MOST_HELD {
            let most = most * MOST_HELD;
            return Err(format!("a PDF whose parts hold more than {most} bytes of others: nothing was kept"));
        }
        Ok(())
    }
}

/// Whether the numbers of a table are wide and its entries many beyond what the file could hold: an entry takes a byte.
fn check_table(table: &Part, bytes: usize) -> Result<(), String> {
    let widths = table.integers(b"W").unwrap_or_default();
    let widths = &widths[..widths.len().min(3)];
    if widths.iter().any(|width| *width > WIDEST) || widths.iter().all(|width| *width == 0) {
        return Err(format!("a PDF with a table of numbers that are not 1 to {WIDEST} bytes wide: nothing was kept"));
    }
    let entries = table.sections().iter().fold(0i64, |sum, (_, count)| sum.saturating_add((*count).max(0)));
    if u64::try_from(entries).is_ok_and(|entries| entries > bytes as u64) {
        return Err(format!("a PDF with a table of {entries} entries in {bytes} bytes: nothing was kept"));
    }
    Ok(())
}

/// Whether what a part holds lies in each other: all would be read again and again.
fn check_held(head: &Dictionary, packed: &[u8]) -> Result<(), String> {
    let plain = Stream::new(head.clone(), packed.to_vec()).get_plain_content();
    let held = plain.unwrap_or_else(|_| packed.to_vec());
    let first = head.get(b"First").and_then(Object::as_i64).ok().and_then(|first| usize::try_from(first).ok());
    let Some(index) = first.and_then(|first| held.get(..first)).and_then(|index| std::str::from_utf8(index).ok())
    else {
        return Ok(());
    };
    let numbers: Vec<Option<usize>> = index.split_whitespace().map(|number| number.parse().ok()).collect();
    let mut steps = held.len().saturating_mul(2);
    for place in numbers.chunks_exact(2).filter_map(|pair| pair[1]) {
        let at = index.len().saturating_add(place);
        let space = held.iter().skip(at).take_while(|byte| byte.is_ascii_whitespace()).count();
        steps = steps.saturating_sub(space);
        end_of(&held, at.saturating_add(space), &mut steps);
        if steps == 0 {
            return Err("a PDF whose parts hold things inside each other: nothing was kept".to_owned());
        }
    }
    Ok(())
}

/// What the tables tell of things that are packed.
#[derive(Default)]
struct Told {
    packed: HashSet<u32>,
    /// The parts that hold them.
    holders: HashSet<u32>,
}

/// What all tables tell together, once they are looked through. Which of them is in force is not asked.
fn told(parts: &[Part], bytes: usize, loads: &mut Loads) -> Result<Told, String> {
    let mut told = Told::default();
    for table in parts.iter().filter(|part| part.is_table()) {
        check_table(table, bytes)?;
        loads.add(&table.head, table.packed, false)?;
        for (object, holder) in packed_objects(table) {
            told.packed.insert(object);
            told.holders.insert(holder);
        }
    }
    Ok(told)
}

/// Whether the length of a part lies, packed, in a part whose own length is packed: there would be no end. And whether
/// so many lengths are packed that unpacking them one by one takes too long.
fn check_lengths(parts: &[Part], told: &Told, heaviest: u64) -> Result<(), String> {
    let mut again = 0u64;
    for part in parts {
        let Ok((length, _)) = part.head.get(b"Length").and_then(Object::as_reference) else { continue };
        if !told.packed.contains(&length) {
            continue;
        }
        if part.number.is_none_or(|number| told.holders.contains(&number)) {
            return Err("a PDF whose packed parts tell each other's lengths: nothing was kept".to_owned());
        }
        again = again.saturating_add(heaviest);
    }
    if again > MOST_AGAIN {
        return Err("a PDF that tells the lengths of its parts in packed parts: nothing was kept".to_owned());
    }
    Ok(())
}

/// Which objects a table says are packed, and in which part each.
fn packed_objects(table: &Part) -> Vec<(u32, u32)> {
    const PACKED: u64 = 2;
    let Some([kind, place, at]) = table.integers(b"W").and_then(|widths| {
        let widths: Vec<usize> = widths.iter().filter_map(|width| usize::try_from(*width).ok()).collect();
        widths.first_chunk::<3>().copied()
    }) else {
        return Vec::new();
    };
    let Ok(entries) = Stream::new(table.head.clone(), table.packed.to_vec()).get_plain_content() else {
        return Vec::new();
    };
    let number = |bytes: &[u8]| bytes.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    let numbers =
        table.sections().into_iter().flat_map(|(start, count)| (0..count).map(move |n| start.wrapping_add(n)));
    let rows = entries.chunks_exact((kind + place + at).max(1));
    let rows = rows.zip(numbers).filter(|(row, _)| kind > 0 && number(&row[..kind]) == PACKED);
    rows.map(|(row, object)| (object as u32, number(&row[kind..kind + place]) as u32)).collect()
}

/// All parts, wherever one could be read.
fn parts(bytes: &[u8]) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut steps = bytes.len().saturating_mul(4);
    for at in memmem::find_iter(bytes, b"obj") {
        if !at.checked_sub(1).is_some_and(|before| is_space(bytes[before]) || bytes[before].is_ascii_digit()) {
            continue;
        }
        parts.extend(part(bytes, at, &mut steps));
        if steps == 0 {
            return Err("a PDF whose parts lie inside each other: nothing was kept".to_owned());
        }
    }
    Ok(parts)
}

/// The part whose `obj` stands here, if it is one.
fn part<'a>(bytes: &'a [u8], at: usize, steps: &mut usize) -> Option<Part<'a>> {
    let start = past_space(bytes, at + 3, steps);
    if !bytes[start..].starts_with(b"<<") {
        return None;
    }
    let end = end_of(bytes, start, steps)?;
    let word = past_space(bytes, end, steps);
    let after = bytes[word..].strip_prefix(b"stream")?;
    let after = &after[after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()..];
    let rest = [&b"\r\n"[..], b"\n", b"\r"].iter().find_map(|end| after.strip_prefix(*end))?;
    let head = head(&bytes[start..end])?;
    let length = head.get(b"Length").and_then(Object::as_i64).ok().and_then(|length| usize::try_from(length).ok());
    let packed = length.and_then(|length| rest.get(..length));
    let (packed, open) = (packed.unwrap_or(rest), packed.is_none());
    Some(Part { number: number_before(&bytes[..at]), head, head_at: start..end, packed, open })
}

/// A dictionary, read as the library reads it.
fn head(bytes: &[u8]) -> Option<Dictionary> {
    let content = Content::decode(&[bytes, b" X"].concat()).ok()?;
    let [operation] = content.operations.as_slice() else { return None };
    let [Object::Dictionary(head)] = operation.operands.as_slice() else { return None };
    Some(head.clone())
}

/// The number of an object whose `obj` follows.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let mut words =
        bytes[bytes.len().saturating_sub(64)..].rsplit(|byte| is_space(*byte)).filter(|word| !word.is_empty());
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse().ok();
    let _: u32 = number()?;
    number()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0 | b'\x0c')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// Where white space and remarks end.
fn past_space(bytes: &[u8], mut at: usize, steps: &mut usize) -> usize {
    let start = at;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'%' {
            at += bytes[at..].iter().take_while(|byte| !b"\r\n".contains(byte)).count();
        } else if is_space(*byte) {
            at += 1;
        } else {
            break;
        }
    }
    *steps = steps.saturating_sub(at - start);
    at.min(bytes.len())
}

/// Where the dictionary or array that begins here ends; none where it does not, or is no such. Takes a step for each
/// byte, and none are left where they do not suffice.
fn end_of(bytes: &[u8], start: usize, steps: &mut usize) -> Option<usize> {
    let mut at = start;
    let mut deep = 0usize;
    let end = loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if *steps < at - start {
            *steps = 0;
            return None;
        }
        let (opens, closes, length) = match rest {
            [b'<', b'<', ..] => (1, 0, 2),
            [b'>', b'>', ..] => (0, 1, 2),
            [b'[', ..] => (1, 0, 1),
            [b']', ..] => (0, 1, 1),
            [b'(', ..] => (0, 0, words_in_brackets(rest)),
            [b'<', ..] => (0, 0, rest.iter().take_while(|byte| **byte != b'>').count() + 1),
            [b'%', ..] => (0, 0, rest.iter().take_while(|byte| !b"\r\n".contains(byte)).count()),
            [] => break None,
            [b'/', name @ ..] => (0, 0, name.iter().take_while(|byte| is_regular(**byte)).count() + 1),
            _ => (0, 0, rest.iter().take_while(|byte| is_regular(**byte)).count().max(1)),
        };
        deep += opens;
        at += length;
        if deep <= closes {
            break (deep == closes && closes == 1).then_some(at);
        }
        deep -= closes;
    };
    *steps = steps.saturating_sub(at - start);
    end
}

/// The length of a string in brackets, which may stand inside each other or behind a backslash.
fn words_in_brackets(bytes: &[u8]) -> usize {
    let (mut deep, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        deep += i32::from(*byte == b'(') - i32::from(*byte == b')');
        if deep == 0 {
            break;
        }
    }
    at
}

/// Whether a name stands anywhere, its letters written as they are or by their numbers.
fn has_name(bytes: &[u8], name: &[u8]) -> bool {
    memchr_iter(b'/', bytes).any(|at| {
        let mut rest = &bytes[at + 1..];
        let same = name.iter().all(|letter| {
            let number = rest.get(..3).and_then(|three| three.strip_prefix(b"#"));
            let number = number.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            let (found, length) = number.map_or((rest.first().copied(), 1), |number| (Some(number), 3));
            rest = rest.get(length..).unwrap_or_default();
            found == Some(*letter)
        });
        same && !rest.first().is_some_and(|byte| is_regular(*byte))
    })
}

fn hide(bytes: &[u8], parts: &[Part]) -> Result<Vec<u8>, String> {
    let mut bytes = bytes.to_vec();
    for part in parts.iter().filter(|part| !part.is_table()) {
        // Nothing is unpacked behind this filter, and it says how the part is sealed.
        let own = unpack::filters(&part.head).first() == Some(&&b"Crypt"[..]);
        for (key, hidden) in HIDDEN.into_iter().skip(usize::from(own)).filter(|(key, _)| part.head.has(key)) {
            let head = &mut bytes[part.head_at.clone()];
            replace_name(head, key, hidden);
            // Its letters may be written by their numbers.
            if self::head(head).is_none_or(|head| head.has(key)) {
                let name = String::from_utf8_lossy(key);
                return Err(format!("a sealed PDF with a part whose {name} is written strangely: nothing was kept"));
            }
        }
    }
    Ok(bytes)
}

fn replace_name(bytes: &mut [u8], name: &[u8], by: &[u8]) {
    let places: Vec<usize> = memmem::find_iter(bytes, name).collect();
    for at in places {
        let end = at + name.len();
        if at > 0 && bytes[at - 1] == b'/' && !bytes.get(end).is_some_and(|byte| is_regular(*byte)) {
            bytes[at..end].copy_from_slice(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::unpack::tests::packed;

    const MOST: usize = 1 << 16;

    /// A part as it lies in a file.
    fn part(head: &str, holds: &[u8]) -> Vec<u8> {
        let length = holds.len();
        let opening = format!("7 0 obj <<{head} /Length {length}>>\nstream \r\n");
        [opening.as_bytes(), holds, b"\nendstream endobj\n"].concat()
    }

    fn refused(bytes: &[u8]) -> String {
        look_through(bytes, MOST).err().unwrap_or_default()
    }

    #[test]
    fn tables_are_as_wide_and_long_as_the_file_allows() {
        let cases = [
            ("/Size 9/W [1152921504606846976 1 1]", "1 to 8 bytes wide"),
            ("/Size 9/#57[1 % a remark\n 9 1]", "1 to 8 bytes wide"),
            ("/Size 9/W[0 0 0]/Index[0 9223372036854775807]", "1 to 8 bytes wide"),
            ("/Size 9/W[1 1 0]/Index [0 99999 5 9223372036854775807]", "entries in"),
            ("/Size 4294967295/W[1 1 0]", "entries in"),
            ("/Size 9/W[1 2 1]/Index[0 1]", ""),
        ];
        for (head, told) in cases {
            let line = refused(&part(head, b"abcd"));
            assert!(line.contains(told) && line.is_empty() == told.is_empty(), "{head}: {line}");
        }
        // The widths of a font are no table.
        assert_eq!(
            refused(b"1 0 obj <</Type/Font/Size 9/W[1 95 500]>> endobj 2 0 obj <</Length 0>>stream\nendstream"),
            ""
        );
    }

    #[test]
    fn parts_that_loading_unpacks_are_weighed() {
        let bomb = packed(&vec![0; MOST * 2]);
        let mut bare = bomb.clone();
        bare[..2].fill(0);
        let cases: [(&str, &[u8]); 5] = [
            ("/FlateDecode", &bomb),
            ("/FlateDecode", &bare),
            ("[/FlateDecode/FlateDecode]", &packed(&bomb)),
            ("[/ASCII85Decode]", &[b'z'; MOST / 2]),
            ("[/LZWDecode]", &[0xff; 100]),
        ];
        for (filter, holds) in cases {
            let line = refused(&part(&format!("/Type/ObjStm/N 1/First 4/Filter{filter}"), holds));
            assert!(line.contains("unpacks to more than"), "{filter}: {line}");
        }
        assert_eq!(refused(&part("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed(b"1 0 [1 2]"))), "");
    }

    #[test]
    fn parts_hold_things_side_by_side() {
        let list = format!("[{}]", "1 ".repeat(999));
        let index = "1 0 ".repeat(100);
        let head = format!("/Type/ObjStm/N 100/First {}", index.len());
        assert!(refused(&part(&head, (index + &list).as_bytes())).contains("inside each other"));
    }

    #[test]
    fn lengths_that_lie_in_their_own_part_are_refused() {
        let table = part("/Type/XRef/Size 9/W[1 1 1]/Index[5 1]", &[2, 7, 0]);
        let ring = b"7 0 obj <</Type/ObjStm/N 1/First 4/Length 5 0 R>>stream\n5 0 9\nendstream endobj\n";
        assert!(refused(&[&table[..], ring].concat()).contains("each other's lengths"));
        assert_eq!(refused(ring), "");
    }

    #[test]
    fn a_sealed_paper_is_loaded_packed() {
        let paper =
            [part("/Type/ObjStm/First 4/Filter /FlateDecode", b"abc"), b"trailer <</#45ncrypt 3 0 R>>".to_vec()];
        let paper = paper.concat();
        assert!(may_be_sealed(&paper) && !may_be_sealed(b"trailer <</EncryptX 3 0 R>>"));
        let hidden = hidden(&paper, MOST).expect("it is plain");
        assert_eq!(hidden.len(), paper.len());
        assert!(memmem::find(&hidden, b"/Fyrst 4/Fylter /FlateDecode").is_some());
    }
}
