//! No score goes down by accident.

use qantar::World;
use qantar_eval::floors;

#[test]
fn every_score_reaches_its_floor() {
    let world = std::sync::Arc::new(World::builtin().expect("the built-in data are sound"));
    let mut wrong = Vec::new();
    let mut graded = 0;
    for corpus in floors::corpora().expect("eval/floors.toml is sound") {
        let Some(folder) = corpus.found() else {
            assert!(corpus.optional, "{} is missing", corpus.folder.display());
            eprintln!("skipped: {} is not here, so {} was not scored", corpus.folder.display(), corpus.name);
            continue;
        };
        let fingerprint = floors::fingerprint(&folder).expect("the gold files can be read");
        if fingerprint != corpus.fingerprint {
            wrong.push(format!(
                "{}: these are other documents than its floors were measured on: {fingerprint}",
                corpus.name
            ));
            continue;
        }
        let printed = floors::score(&folder, &world, &["--json"]).expect("the scorer runs");
        wrong.extend(floors::missed(&corpus, &printed).expect("the scorer gives every figure"));
        graded += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(graded > 0, "no corpus was graded");
}
