//! Any bytes as a report, filed on any day: the time stage must not panic, and what it finds must hold.
//!
//! The first two bytes give the day; the rest is the text.

#![no_main]

use jiff::ToSpan as _;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use qantar_read::segment::{Abbreviations, segment};
use qantar_read::time::{TimeLexicon, expressions, times};
use qantar_record::{Document, DocumentParts};
use std::sync::LazyLock;

static LISTS: LazyLock<(Abbreviations, TimeLexicon)> = LazyLock::new(|| {
    let sound = "the built-in data are sound";
    (Abbreviations::builtin().expect(sound), TimeLexicon::builtin().expect(sound))
});

fuzz_target!(|bytes: &[u8]| {
    let [high, low, rest @ ..] = bytes else { return };
    let (abbreviations, lexicon) = &*LISTS;
    let days = i64::from(u16::from_be_bytes([*high, *low]));
    let anchor = (days > 0).then(|| date(1900, 1, 1).saturating_add(days.days()));
    let text = String::from_utf8_lossy(rest).into_owned();
    let document = Document::new(DocumentParts { received: bytes, text, ..DocumentParts::default() });
    let cut = segment(&document, abbreviations).value;
    let found = times(&cut, anchor, lexicon);
    let words = |start: usize, end: usize| document.text().get(start..end).is_some_and(|words| !words.is_empty());
    assert!(found.value.iter().all(|timex| words(timex.span.start, timex.span.end)));
    assert!(found.value.iter().all(|timex| timex.interval.from <= timex.interval.to));
    assert!(found.value.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert_eq!(found, times(&cut, anchor, lexicon));
    let all = expressions(&cut, anchor, lexicon);
    assert!(all.iter().all(|expression| words(expression.span.start, expression.span.end)));
});
