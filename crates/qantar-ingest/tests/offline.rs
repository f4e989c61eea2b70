//! Nothing in the crate can open a socket but the module that is there for it.

use std::fs;
use std::path::Path;

/// What opens sockets, or names a crate that does.
const SOCKETS: [&str; 6] = ["std::net", "ureq", "TcpStream", "UdpSocket", "UnixStream", "rustls"];

#[test]
fn only_fetching_names_the_network() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let fetching = [sources.join("fetch"), sources.join("fetch.rs")];
    let (mut looked_at, mut found) = (0, 0);
    for entry in walkdir::WalkDir::new(&sources) {
        let path = entry.expect("a file of the crate").into_path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let named: Vec<_> = SOCKETS.iter().filter(|word| text.contains(**word)).collect();
        if fetching.iter().any(|place| path.starts_with(place)) {
            found += named.len();
            continue;
        }
        looked_at += 1;
        assert!(named.is_empty(), "{} names {named:?}", path.display());
    }
    assert!(looked_at > 10 && found > 0, "the words that are looked for are in use");
}
