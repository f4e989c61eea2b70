//! The invented crowd is the same everywhere, and merging keeps apart what is planted in it.

use qantar::merging::{Rules, merge};
use qantar_eval::crowd::crowd;
use qantar_eval::stories::Pairs;

/// FNV-1a of 64 bits.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_same_seed_gives_the_same_crowd() {
    let coded = crowd(1000, 1);
    let text = serde_json::to_string(&(&coded.tellings, &coded.abouts, &coded.events)).expect("a crowd can be written");
    assert_eq!((coded.tellings.len(), fingerprint(&text)), (1000, 16_536_477_686_721_519_738));
    assert_ne!(crowd(1000, 2).events, coded.events);
}

#[test]
fn a_small_crowd_is_told_apart() {
    let coded = crowd(2000, 1);
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let groups = merge(&coded.tellings, &coded.abouts, &[], &rules).groups();
    let pairs = Pairs::of(&groups, |number| Some(coded.events[number as usize - 1].clone()), &coded.events);
    // .96 to .98 in November 2026.
    assert!(pairs.f1() >= 0.95, "{pairs:?}");
}
