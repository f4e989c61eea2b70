//! The small files that fuzzing begins with, and those that once failed: each is taken in again.

use std::fs;
use std::path::Path;

#[path = "../../../fuzz/fuzz_targets/ingest.rs"]
mod ingest;

/// A target of fuzzing, and the name its files go by.
const TARGETS: [(&str, &str); 9] = [
    ("html", "a.html"),
    ("mhtml", "a.mhtml"),
    ("feed", "a.xml"),
    ("warc", "a.warc"),
    ("wacz", "a.wacz"),
    ("csv", "a.csv"),
    ("pdf", "a.pdf"),
    ("eml", "a.eml"),
    ("encodings", "a.txt"),
];

#[test]
fn seeds_are_taken_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    for (target, name) in TARGETS {
        let mut files = 0;
        for entry in fs::read_dir(root.join(target)).expect("a folder of seeds") {
            let path = entry.expect("an entry").path();
            let bytes = fs::read(&path).expect("a seed");
            assert!(!ingest::check(name, &bytes).is_empty(), "{}", path.display());
            files += 1;
        }
        assert!(files > 0, "no seeds for {target}");
    }
}
