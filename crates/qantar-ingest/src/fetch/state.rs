//! What a watch remembers from one round to the next and, in a file that its caller names, from one run to the next.

use super::client::Validators;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The name of the format.
const FORMAT: &str = "qantar.watch/1";

/// Everything that is remembered. Equal states are equal bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    format: String,
    /// By the address of the feed, as it stands in the list. Feeds that a list no longer has stay.
    pub feeds: BTreeMap<String, FeedState>,
}

/// What is remembered of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// What was given with it.
    #[serde(flatten)]
    pub validators: Validators,
    /// When it is asked again; none is at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// How often in a row it could not be had.
    #[serde(default, skip_serializing_if = "is_none")]
    pub failures: u32,
    /// Since when it is gone for good (410): it is not asked any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Timestamp>,
    /// Where it has moved to for good, as was said once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// Digests of the ids and addresses of its items, the longest unseen first.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    pub seen: VecDeque<String>,
    /// Of these, digests of addresses whose pages were never had: given up, or not wanted. When another feed links to one,
    /// it is fetched.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unfetched: BTreeSet<String>,
    /// Pages of its items that are still to be fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<Pending>,
}

/// A page that is still to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Where it is.
    pub url: String,
    /// What the feed calls it; empty when it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// When the feed says it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When it is asked for; none is at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// How often it could not be had.
    #[serde(default, skip_serializing_if = "is_none")]
    pub failures: u32,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Default for State {
    fn default() -> Self {
        State { format: FORMAT.into(), feeds: BTreeMap::new() }
    }
}

/// Why a state could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} {}: {why}", path.display())]
pub struct StateError {
    act: &'static str,
    path: PathBuf,
    why: String,
}

impl State {
    /// Reads a state; without the file, nothing is remembered.
    ///
    /// # Errors
    /// When the file cannot be read or is not a state. It is never taken for an empty one: everything would be fetched
    /// again.
    pub fn load(path: &Path) -> Result<Self, StateError> {
        let failed = |why: String| StateError { act: "read", path: path.to_owned(), why };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(failed(error.to_string())),
        };
        let state: State = serde_json::from_slice(&bytes)
            .map_err(|error| failed(format!("{error}; move it away to begin anew, which fetches everything again")))?;
        if state.format != FORMAT {
            return Err(failed(format!("it is in the format {:?}, which this version does not know", state.format)));
        }
        Ok(state)
    }

    /// Writes a state: beside the old file first, then in its place, so that one of the two is always whole.
    ///
    /// # Errors
    /// When it cannot be written; the old file stays.
    pub fn save(&self, path: &Path) -> Result<(), StateError> {
        let write = || -> io::Result<()> {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".new");
            let mut file = File::create(&beside)?;
            let mut bytes = serde_json::to_vec_pretty(self)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&beside, path)
        };
        write().map_err(|error| StateError { act: "write", path: path.to_owned(), why: error.to_string() })
    }

    /// Pages that are still to be fetched, of all feeds.
    pub fn pending(&self) -> usize {
        self.feeds.values().map(|feed| feed.pending.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("watch.json");
        assert_eq!(State::load(&path).expect("no file is no state"), State::default());
        let mut state = State::default();
        let feed = FeedState {
            validators: Validators { etag: Some("\"7\"".into()), last_modified: None, of: "https://a.example/".into() },
            due: Some("2031-05-03T12:00:00Z".parse().expect("a moment")),
            failures: 2,
            seen: ["00ff".to_owned()].into(),
            unfetched: ["00ff".to_owned()].into(),
            pending: vec![Pending {
                url: "https://a.example/1".into(),
                title: String::new(),
                published: None,
                due: None,
                failures: 0,
            }],
            ..FeedState::default()
        };
        state.feeds.insert("https://a.example/".into(), feed);
        state.save(&path).expect("written");
        state.save(&path).expect("written over");
        assert_eq!(State::load(&path).expect("read"), state);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_is_no_state_is_never_taken_for_an_empty_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("watch.json");
        for text in ["", "{", "{\"format\": \"qantar.watch/9\", \"feeds\": {}}"] {
            fs::write(&path, text).expect("written");
            let error = State::load(&path).expect_err("no state").to_string();
            assert!(error.starts_with("cannot read "), "{error}");
        }
    }
}
