//! The borders of the house that a `Cargo.toml` draws.

use qantar_eval::root;
use std::collections::{BTreeMap, BTreeSet};

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("crates")).expect("the crates are there") {
        let folder = entry.expect("a folder").path();
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = text.parse().expect("a sound manifest");
        let names = |key: &str| manifest.get(key).and_then(|t| t.as_table()).map(|t| t.keys().cloned().collect());
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        all.insert(name, names("dependencies").unwrap_or_default());
    }
    all
}

#[test]
fn sister_rooms_never_know_each_other() {
    let sisters = ["qantar-ingest", "qantar-read", "qantar-merge", "qantar-store", "qantar-project"];
    let all = dependencies();
    for sister in sisters {
        let ours: Vec<_> = all[sister].iter().filter(|name| name.starts_with("qantar")).collect();
        assert_eq!(ours, ["qantar-record"], "{sister}");
    }
    // The odds know tables only, so that someone who has only a table can use them alone.
    assert!(all["qantar-forecast"].iter().all(|name| !name.starts_with("qantar")));
    assert!(all["qantar-record"].iter().all(|name| !name.starts_with("qantar")));
    assert!(all["qantar-cli"].iter().all(|name| !name.starts_with("qantar-") || name == "qantar-serve"));
    assert!(all["qantar-serve"].iter().all(|name| !name.starts_with("qantar-")));
}

#[test]
fn each_kind_of_knowledge_has_one_room() {
    let only = [
        ("rusqlite", "qantar-store"),
        ("dom_query", "qantar-ingest"),
        ("ureq", "qantar-ingest"),
        ("fst", "qantar-read"),
        ("rten", "qantar-read"),
        ("clap", "qantar-cli"),
        ("parquet", "qantar-project"),
        ("axum", "qantar-serve"),
        ("hyper", "qantar-serve"),
        ("tokio", "qantar-serve"),
    ];
    for (library, room) in only {
        let users: Vec<_> =
            dependencies().into_iter().filter(|(_, names)| names.contains(library)).map(|(name, _)| name).collect();
        assert_eq!(users, [room], "{library}");
    }
}

/// Offline is a promise: the page is served, and only `qantar watch` has what could ask another machine for anything. That no
/// other source than those of fetching names it, a test of qantar-ingest holds.
#[test]
fn nothing_that_asks_other_machines_is_built_in_but_for_watching() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("the lock file");
    let locked: BTreeSet<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(locked.contains("rusqlite"), "the lock file was not understood");
    for library in ["reqwest", "curl", "curl-sys", "isahc", "attohttpc", "native-tls", "openssl", "hickory-resolver"] {
        assert!(!locked.contains(library), "{library} is in Cargo.lock");
    }
    let ingest = std::fs::read_to_string(root().join("crates/qantar-ingest/Cargo.toml")).expect("the manifest");
    assert!(ingest.contains("ureq = { workspace = true, optional = true }") && !ingest.contains("default = ["));
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    for library in ["hyper", "hyper-util"] {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{library} = "))).expect("it is served with");
        assert!(line.contains("default-features = false") && !line.contains("client"), "{line}");
    }
}

/// Every data file and every model is in a manifest with its digest, so that a changed file is another version.
#[test]
fn the_manifests_name_every_file() {
    ["data", "models"].into_iter().for_each(manifest_names_every_file_of);
}

/// Weights stay small enough to be kept beside the code.
#[test]
fn all_weights_together_are_at_most_30_mb() {
    let models = root().join("models");
    let size = |file: &String| std::fs::metadata(models.join(file)).expect("a file").len();
    let total: u64 = files_under(&models, &models).iter().map(size).sum();
    assert!(total <= 30_000_000, "{total} bytes");
}

fn manifest_names_every_file_of(folder: &str) {
    use sha2::{Digest, Sha256};
    let data = root().join(folder);
    let text = std::fs::read_to_string(data.join("manifest.toml")).expect("a manifest");
    let manifest: toml::Table = text.parse().expect("a sound manifest");
    let mut named = BTreeSet::from(["manifest.toml".to_owned()]);
    for file in manifest["file"].as_array().expect("[[file]] entries") {
        let path = file["path"].as_str().expect("a path");
        let bytes = std::fs::read(data.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"].as_str(), Some(digest.as_str()), "sha256 of {path}: run python3 eval/manifest.py");
        for key in ["version", "origin", "licence", "date"] {
            assert!(file.get(key).is_some(), "{path} lacks {key}");
        }
        named.insert(path.to_owned());
    }
    assert_eq!(files_under(&data, &data), named, "run python3 eval/manifest.py");
}

fn files_under(folder: &std::path::Path, root: &std::path::Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_under(&path, root));
        } else {
            files.insert(path.strip_prefix(root).expect("inside").to_string_lossy().into_owned());
        }
    }
    files
}

/// The day is an argument everywhere but in the command, in the server and where pages are fetched. Reading many reports
/// measures how long each takes, and nothing else.
#[test]
fn no_room_but_the_command_the_server_and_fetching_knows_the_clock() {
    let crates = root().join("crates");
    let mut asked = Vec::new();
    for file in files_under(&crates, &crates) {
        // Programs of the exams time what they run.
        let exam =
            ["qantar-eval/src/bin/", "/tests/", "/benches/", "/examples/"].iter().any(|part| file.contains(part));
        let rooms = ["qantar-cli/", "qantar-serve/", "qantar-ingest/src/fetch/", "qantar/src/run.rs"];
        let may = exam || rooms.iter().any(|room| file.starts_with(room));
        if file.ends_with(".rs") && !may {
            let text = std::fs::read_to_string(crates.join(&file)).expect("a source file");
            if ["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now"]
                .iter()
                .any(|call| text.contains(call))
            {
                asked.push(file);
            }
        }
    }
    assert!(asked.is_empty(), "{asked:?}");
}
