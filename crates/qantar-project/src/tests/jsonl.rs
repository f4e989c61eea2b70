//! Our own format loses nothing.

use super::{any, books, examples, exported};
use crate::table::Layout;
use crate::{Format, read_events};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_read_back_is_what_was_written(events in prop::collection::vec(any::event(1), 1..4)) {
        let books = books();
        let (bytes, _, told) = exported(&events, Format::Jsonl, &books);
        prop_assert_eq!(told.rows, events.len() as u64);
        let back: Vec<_> = read_events(bytes.as_slice()).collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(&back, &events);
        prop_assert_eq!(exported(&back, Format::Jsonl, &books).0, bytes);
    }

    #[test]
    fn any_line_is_read_or_refused(line in "\\PC{0,80}") {
        read_events(line.as_bytes()).for_each(|event| assert!(event.is_err()));
    }
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let books = books();
    let (bytes, _, _) = exported(&examples(Layout::Acled, &books)[..1], Format::Jsonl, &books);
    let good = String::from_utf8(bytes).unwrap();
    let other = good.replace("qantar.event/1", "qantar.event/9");
    let file = format!("{good}\n{other}{{}}\n{good}");
    let read: Vec<_> = read_events(file.as_bytes()).map(|event| event.map_err(|e| e.to_string())).collect();
    assert!(read[0].is_ok() && read[3].is_ok());
    let refused = |at: usize| read[at].as_ref().unwrap_err().clone();
    assert_eq!(
        refused(1),
        "cannot read line 3 of the event file: its format is \"qantar.event/9\", not \"qantar.event/1\""
    );
    assert!(refused(2).starts_with("cannot read line 4"), "{}", refused(2));
}

#[test]
fn words_are_pointed_at_by_quotation_and_by_bytes() {
    let books = books();
    let (bytes, _, _) = exported(&examples(Layout::Acled, &books)[..1], Format::Jsonl, &books);
    let line: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let actor = line["annotations"].as_array().unwrap().iter().find(|a| a["body"]["slot"] == "actor").unwrap();
    let [quote, bytes] = &actor["target"]["selector"].as_array().unwrap()[..] else { panic!("two selectors") };
    assert_eq!(quote["type"], "TextQuoteSelector");
    assert_eq!(quote["prefix"], "Hundreds of ");
    assert_eq!(quote["exact"], "nurses");
    assert_eq!(quote["suffix"], " marched through Garissa on Friday over unpaid wages.");
    assert_eq!(
        (&bytes["type"], &bytes["start"], &bytes["end"]),
        (&"DataPositionSelector".into(), &12.into(), &18.into())
    );
    let document = line["accounts"][0]["document"].as_str().unwrap();
    assert_eq!(actor["target"]["source"], format!("urn:sha256:{document}"));
}
