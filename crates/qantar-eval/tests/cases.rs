//! Every case file, and the rule that each stage's no list is as long as its yes list.

use qantar::World;
use qantar_eval::{cases, floors, root};
use std::collections::BTreeMap;

/// Segmenter and time grammar are right on every case. What the encoder reads, or what hangs on its names, is right on a
/// share of them that never goes down by accident: `eval/floors.toml`.
#[test]
fn every_stage_is_right_on_its_share_of_cases() {
    let world = World::builtin().expect("the built-in data are sound");
    let floors = floors::cases().expect("eval/floors.toml is sound");
    let only = std::env::var("CASES").unwrap_or_default();
    let mut tally: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for case in cases::load(&root().join("corpora/cases")).expect("the case files parse") {
        if case.at.starts_with(&only) {
            let (all, wrong) = tally.entry(case.stage.clone()).or_default();
            *all += 1;
            wrong.extend(cases::check(&case, &world));
        }
    }
    let mut failed = Vec::new();
    for (stage, (all, wrong)) in tally {
        let share = (all - wrong.len()) as f64 / all as f64;
        println!("{stage}: {share:.3} of {all} cases are right");
        if share < floors.get(&stage).copied().unwrap_or(1.0) {
            failed.push(format!("{stage}: {share:.3} of {all}\n\n{}", wrong.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn each_stage_says_no_as_often_as_yes() {
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in cases::load(&root().join("corpora/cases")).expect("the case files parse") {
        let says_yes = case.says_yes();
        let (yes, no) = tally.entry(case.stage).or_default();
        *(if says_yes { yes } else { no }) += 1;
    }
    // Every text has sentences, so the segmenter's no list is the cases of one sentence that looks like two.
    tally.remove("segment");
    for (stage, (yes, no)) in tally {
        assert!(no >= yes, "{stage}: {yes} cases find something and only {no} must stay silent");
    }
}
