//! What the packed parts of a PDF unpack to, told before they are unpacked for good.
//!
//! It follows what the library does with each filter, which is not always what the format says: what came out before
//! damage is kept, and a broken head of zlib is passed over.

use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Dictionary, Object, Stream};
use std::borrow::Cow;
use std::io::Read;

/// A part that is packed more often is not read. A guess (November 2026): two are seen.
const MOST_LAYERS: usize = 8;
/// What one code of LZW stands for at most, in bytes: a table of 4,096 entries, each a byte longer than another.
const LONGEST_CODE: u64 = 4096;

/// How heavy one layer is: the bytes that it unpacks to, or that unpacking takes, whichever are more. Counting may stop
/// once they are more than `most`.
type Scale = fn(packed: &[u8], head: &Dictionary, most: u64) -> u64;

/// The filters that the library undoes; at any other it stops.
const SCALES: [(&[u8], Scale); 3] = [
    (b"FlateDecode", |packed, _, most| flate(packed, most)),
    (b"LZWDecode", |packed, head, most| lzw(packed, changes_early(head), most)),
    (b"ASCII85Decode", |packed, _, _| ascii85(packed)),
];

/// The weight of a part's heaviest layer, in bytes; none where one weighs more than `most`.
pub(super) fn weigh(head: &Dictionary, packed: &[u8], most: u64) -> Option<u64> {
    let filters = filters(head);
    if row(head) > most || filters.len() > MOST_LAYERS {
        return None;
    }
    let mut layer = Cow::Borrowed(packed);
    let mut heaviest = 0;
    for (at, filter) in filters.iter().enumerate() {
        let Some((_, scale)) = SCALES.iter().find(|(name, _)| name == filter) else { break };
        let weight = scale(&layer, head, most);
        if weight > most {
            return None;
        }
        heaviest = weight.max(heaviest);
        if at + 1 < filters.len() {
            let Some(unpacked) = without(filter, head, &layer) else { break };
            layer = Cow::Owned(unpacked);
        }
    }
    Some(heaviest)
}

/// The names of a part's filters, the first to be undone first; none where the library sees none.
pub(super) fn filters(head: &Dictionary) -> Vec<&[u8]> {
    match head.get(b"Filter") {
        Ok(Object::Name(name)) => vec![name],
        Ok(Object::Array(names)) => names.iter().map(Object::as_name).collect::<Result<_, _>>().unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn without(filter: &[u8], head: &Dictionary, packed: &[u8]) -> Option<Vec<u8>> {
    let mut one = Dictionary::new();
    one.set("Filter", Object::Name(filter.to_vec()));
    if let Ok(how) = head.get(b"DecodeParms") {
        one.set("DecodeParms", how.clone());
    }
    Stream::new(one, packed.to_vec()).decompressed_content().ok()
}

fn how(head: &Dictionary, key: &[u8]) -> Option<i64> {
    head.get(b"DecodeParms").and_then(Object::as_dict).and_then(|how| how.get(key)).and_then(Object::as_i64).ok()
}

/// The bytes of a row that is set aside before any is read, where rows are told by what differs from the one above.
fn row(head: &Dictionary) -> u64 {
    if !how(head, b"Predictor").is_some_and(|predictor| (10..=15).contains(&predictor)) {
        return 0;
    }
    let at_least = |key, least: u64| how(head, key).and_then(|n| u64::try_from(n).ok()).unwrap_or(least).max(least);
    let letters = at_least(b"Colors", 1).saturating_mul(at_least(b"BitsPerComponent", 8)) / 8;
    letters.saturating_mul(at_least(b"Columns", 1))
}

fn flate(packed: &[u8], most: u64) -> u64 {
    let mut whole = ZlibDecoder::new(packed);
    let ended = drain(&mut whole, most);
    let weight = whole.total_in().max(whole.total_out());
    if ended || weight > most || packed.len() <= 2 {
        return weight;
    }
    let mut bare = DeflateDecoder::new(&packed[2..]);
    drain(&mut bare, most);
    weight.max(bare.total_in()).max(bare.total_out())
}

/// Reads to the end or damage, or until more than `most` bytes came; whether the end was found.
fn drain(source: &mut impl Read, most: u64) -> bool {
    let mut buffer = [0; 1 << 14];
    let mut came = 0;
    while came <= most {
        match source.read(&mut buffer) {
            Ok(0) => return true,
            Ok(n) => came += n as u64,
            Err(_) => return false,
        }
    }
    false
}

/// Four bytes for five letters, or for one `z`, up to the first byte that stands for nothing.
fn ascii85(packed: &[u8]) -> u64 {
    let letters = packed.iter().take_while(|byte| matches!(byte, b'!'..=b'u' | b'z') || byte.is_ascii_whitespace());
    letters.map(|letter| if *letter == b'z' { 4 } else { 1 }).sum()
}

fn changes_early(head: &Dictionary) -> bool {
    how(head, b"EarlyChange") != Some(0)
}

/// Counts what LZW unpacks to by the lengths of its codes alone. Where a code is none, the rest is taken to unpack to
/// the most that it can.
fn lzw(packed: &[u8], early: bool, most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<u64> = vec![1; END + 1];
    let mut last: Option<u64> = None;
    let (mut width, mut bits, mut held) = (9, 0u32, 0u32);
    let mut came = 0;
    for (at, byte) in packed.iter().enumerate() {
        (bits, held) = (bits << 8 | u32::from(*byte), held + 8);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize;
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                lengths.truncate(END + 1);
                (last, width) = (None, 9);
                continue;
            }
            END => return came.max(at as u64),
            _ => {}
        }
        let new = last.map(|length| length + 1);
        let Some(length) = lengths.get(code).copied().or(new.filter(|_| code == lengths.len())) else {
            return came + (packed.len() - at) as u64 * LONGEST_CODE;
        };
        came += length;
        if came > most {
            return came;
        }
        if let Some(new) = new
            && lengths.len() < LONGEST_CODE as usize
        {
            lengths.push(new);
        }
        last = Some(length);
        if width < 12 && lengths.len() + usize::from(early) >= 1 << width {
            width += 1;
        }
    }
    came.max(packed.len() as u64)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    pub(crate) fn packed(plain: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn head(filters: &[&str]) -> Dictionary {
        let mut head = Dictionary::new();
        head.set("Filter", filters.iter().map(|name| Object::Name(name.as_bytes().to_vec())).collect::<Vec<_>>());
        head
    }

    /// Codes of LZW written with the widths that they are read with: each letter, then ever longer runs of it.
    fn runs(codes: usize, early: bool) -> Vec<u8> {
        let (mut bits, mut held, mut entries, mut width) = (0u32, 0, 258, 9);
        let mut out = Vec::new();
        let mut put = |code: u32, width: u32| {
            (bits, held) = (bits << width | code, held + width);
            while held >= 8 {
                held -= 8;
                out.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        };
        put(256, 9);
        for code in 0..codes {
            put(if code == 0 { 65 } else { entries.min(4095) }, width);
            entries += u32::from(code > 0 && entries < 4096);
            width += u32::from(width < 12 && entries + u32::from(early) >= 1 << width);
        }
        put(257, width);
        put(0, 8);
        out
    }

    #[test]
    fn layers_weigh_what_the_library_unpacks_them_to() {
        let plain = vec![b'a'; 100_000];
        let mut no_sum = packed(&plain);
        let end = no_sum.len();
        no_sum[end - 1] ^= 0xff;
        let mut no_head = packed(&plain);
        no_head[..2].fill(0);
        let cases: [(&[&str], Vec<u8>, u64); 7] = [
            (&["FlateDecode"], packed(&plain), 100_000),
            (&["FlateDecode"], no_sum, 100_000),
            (&["FlateDecode"], no_head, 100_000),
            (&["FlateDecode", "FlateDecode"], packed(&packed(&plain)), 100_000),
            (&["ASCII85Decode"], vec![b'z'; 25_000], 100_000),
            (&["DCTDecode", "FlateDecode"], packed(&plain), 0),
            (&["LZWDecode"], runs(400, true), 80_200),
        ];
        for (names, bytes, weight) in cases {
            assert_eq!(weigh(&head(names), &bytes, 1 << 20), Some(weight), "{names:?}");
            let out = Stream::new(head(names), bytes).decompressed_content().map_or(0, |out| out.len() as u64);
            assert!(out <= weight && out * 10 >= weight * 9, "{names:?}: {out} of {weight}");
        }
        assert_eq!(weigh(&head(&["FlateDecode"]), &packed(&plain), 99_999), None);
        assert_eq!(weigh(&head(&["FlateDecode"; 9]), b"", 1), None);
    }

    #[test]
    fn codes_of_lzw_are_counted_as_the_library_reads_them() {
        for early in [true, false] {
            let mut head = head(&["LZWDecode"]);
            let mut how = Dictionary::new();
            how.set("EarlyChange", i64::from(early));
            head.set("DecodeParms", how);
            for codes in [1, 100, 253, 254, 255, 800, 1790, 3837] {
                let bytes = runs(codes, early);
                let out = Stream::new(head.clone(), bytes.clone()).decompressed_content().expect("it unpacks");
                assert_eq!(
                    lzw(&bytes, early, u64::MAX),
                    (out.len() as u64).max(bytes.len() as u64 - 1),
                    "{codes} {early}"
                );
            }
        }
    }

    #[test]
    fn a_row_of_gigabytes_is_none() {
        let mut how = Dictionary::new();
        how.set("Predictor", 12);
        how.set("Columns", 1i64 << 40);
        let mut head = head(&["FlateDecode"]);
        head.set("DecodeParms", how);
        assert_eq!(weigh(&head, &packed(b"a"), 16 << 20), None);
    }
}
