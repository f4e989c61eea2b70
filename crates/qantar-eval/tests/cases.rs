//! Every case file, and the rule that each stage's no list is as long as its yes list.

use qantar::World;
use qantar_eval::{cases, root};
use std::collections::BTreeMap;

#[test]
fn every_case_is_read_as_its_file_says() {
    let world = World::builtin().expect("the built-in data are sound");
    let all = cases::load(&root().join("corpora/cases")).expect("the case files parse");
    let only = std::env::var("CASES").unwrap_or_default();
    let wrong: Vec<_> =
        all.iter().filter(|case| case.at.starts_with(&only)).filter_map(|case| cases::check(case, &world)).collect();
    assert!(wrong.is_empty(), "{} of {} cases went wrong\n\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn each_stage_says_no_as_often_as_yes() {
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in cases::load(&root().join("corpora/cases")).expect("the case files parse") {
        let (yes, no) = tally.entry(case.stage).or_default();
        *(if case.expected.is_empty() { no } else { yes }) += 1;
    }
    // Every text has sentences, so the segmenter's no list is the cases of one sentence that looks like two.
    tally.remove("segment");
    for (stage, (yes, no)) in tally {
        assert!(no >= yes, "{stage}: {yes} cases find something and only {no} must stay silent");
    }
}
