//! The data files built into the program, and the error that says which of them is unsound.

use include_dir::{Dir, include_dir};

/// Everything under `data/`.
pub static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data");
/// Everything under `ontology/`.
pub static ONTOLOGY: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../ontology");

/// A data file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use {file}: {reason}")]
#[non_exhaustive]
pub struct DataError {
    /// The file, as a path under the project's root.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}

impl DataError {
    /// Says that `file` is wrong and why.
    pub fn new(file: impl Into<String>, reason: impl ToString) -> Self {
        DataError { file: file.into(), reason: reason.to_string() }
    }
}

/// The text of a built-in data file, by its path under `data/`.
pub fn text(path: &str) -> Result<&'static str, DataError> {
    DATA.get_file(path)
        .ok_or_else(|| DataError::new(format!("data/{path}"), "it is not built in"))?
        .contents_utf8()
        .ok_or_else(|| DataError::new(format!("data/{path}"), "it is not UTF-8"))
}

/// A built-in TOML file, by its path under `data/`.
pub fn toml<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, DataError> {
    toml::from_str(text(path)?).map_err(|e| DataError::new(format!("data/{path}"), e))
}

/// The lines of a word list: trimmed, without blank lines and `#` comments.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
