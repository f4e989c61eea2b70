//! Merging keeps what it reached on stories that nothing was tuned on.

use qantar::merging::{Rules, merge};
use qantar_eval::root;
use qantar_eval::stories::{Pairs, load};

#[test]
fn pairs_of_the_held_out_stories() {
    let coded = load(&root().join("corpora/stories/held")).expect("the stories are sound");
    assert!(coded.abouts.len() >= 32);
    let rules = Rules::builtin().expect("the rules are sound");
    let merged = merge(&coded.tellings, &coded.abouts, &[], &rules);
    let key = |number: i64| Some(coded.events[number as usize - 1].clone());
    let pairs = Pairs::of(&merged.groups(), key, &coded.events);
    // .945 in November 2026.
    assert!(pairs.f1() >= 0.93 && pairs.precision() >= 0.95, "P {} R {}", pairs.precision(), pairs.recall());
}
