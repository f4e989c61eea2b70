//! What kinds of events there are: the files under `ontology/`, read and checked.
//!
//! One file is one type. Adding a type is one file and no Rust.

use crate::reading::{Counted, NameType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The code of an event type: `PROTEST`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(pub String);

/// The code of a mode of a type: `strike`; `other` where none fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mode(pub String);

impl Mode {
    /// The mode every type has.
    pub fn other() -> Self {
        Mode("other".into())
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One type, as its file gives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeEntry {
    /// The code.
    pub code: EventType,
    /// For people.
    pub label: String,
    /// What belongs to it.
    pub definition: String,
    /// Verbal or material, cooperation or conflict.
    pub family: Family,
    /// The kinds of figures that make sense for it, the likeliest first.
    #[serde(default)]
    pub counts: Vec<Counted>,
    /// Its modes; `other` is one of every type, listed or not.
    #[serde(default, rename = "mode")]
    pub modes: Vec<ModeEntry>,
    /// Its roles.
    #[serde(default, rename = "role")]
    pub roles: Vec<RoleEntry>,
    /// A sentence that tells it.
    #[serde(rename = "example")]
    pub examples: Vec<ExampleEntry>,
    /// A sentence that looks alike and does not.
    #[serde(rename = "unlike")]
    pub unlikes: Vec<ExampleEntry>,
}

/// The four families of event data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Family {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

/// One mode of a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeEntry {
    /// The code.
    pub code: Mode,
    /// For people.
    pub label: String,
    /// What belongs to it.
    pub definition: String,
}

/// One role of a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleEntry {
    /// `actor`, `target`, `place`, `time` or `count`.
    pub code: String,
    /// For people.
    pub label: String,
    /// The kinds of names that can fill it; empty for times and counts.
    #[serde(default)]
    pub range: Vec<NameType>,
}

/// A sentence and why it is, or is not, of the type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleEntry {
    /// The sentence.
    pub text: String,
    /// Why.
    pub why: String,
}

/// Why an ontology file was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OntologyError {
    /// The file is no TOML of the expected shape.
    #[error("cannot read ontology/{file}: {reason}")]
    Shape {
        /// The file.
        file: String,
        /// What the parser said.
        reason: String,
    },
    /// The file parses and says something impossible.
    #[error("ontology/{file} is not sound: {reason}")]
    Unsound {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
}

/// All types, by code.
#[derive(Clone, Debug)]
pub struct Ontology {
    types: BTreeMap<EventType, TypeEntry>,
}

impl Ontology {
    /// Reads and checks files, each a name and its text.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, OntologyError> {
        let mut types = BTreeMap::new();
        for (file, text) in files {
            let entry: TypeEntry =
                toml::from_str(text).map_err(|e| OntologyError::Shape { file: file.into(), reason: e.to_string() })?;
            let unsound = |reason: String| Err(OntologyError::Unsound { file: file.into(), reason });
            if let Some(problem) = complaint(&entry) {
                return unsound(problem);
            }
            if types.contains_key(&entry.code) {
                return unsound(format!("the code {} is taken by another file", entry.code));
            }
            types.insert(entry.code.clone(), entry);
        }
        Ok(Ontology { types })
    }

    /// The type with this code.
    pub fn get(&self, code: &EventType) -> Option<&TypeEntry> {
        self.types.get(code)
    }

    /// All types, in the order of their codes.
    pub fn types(&self) -> impl Iterator<Item = &TypeEntry> {
        self.types.values()
    }

    /// Whether the type knows the mode; every type knows `other`.
    pub fn has_mode(&self, code: &EventType, mode: &Mode) -> bool {
        self.get(code).is_some_and(|entry| *mode == Mode::other() || entry.modes.iter().any(|m| m.code == *mode))
    }
}

fn complaint(entry: &TypeEntry) -> Option<String> {
    const ROLES: [&str; 5] = ["actor", "target", "place", "time", "count"];
    let code = &entry.code.0;
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(format!("the code {code:?} is not in capitals"));
    }
    if let Some(role) = entry.roles.iter().find(|role| !ROLES.contains(&role.code.as_str())) {
        return Some(format!("the role {:?} is not one of {}", role.code, ROLES.join(", ")));
    }
    if entry.examples.is_empty() || entry.unlikes.is_empty() {
        return Some("it needs an example and one that looks alike but is not".into());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROTEST: &str = r#"
        code = "PROTEST"
        label = "Protest"
        definition = "People show dissent."
        family = "material-conflict"
        counts = ["participants"]
        [[mode]]
        code = "strike"
        label = "Strike"
        definition = "Work stops."
        [[role]]
        code = "actor"
        label = "who"
        range = ["ORG"]
        [[example]]
        text = "Dockers walked out."
        why = "work stops"
        [[unlike]]
        text = "Lightning struck."
        why = "weather"
    "#;

    #[test]
    fn a_sound_file_is_read() {
        let ontology = Ontology::parse([("protest.toml", PROTEST)]).unwrap();
        let protest = EventType("PROTEST".into());
        assert!(ontology.has_mode(&protest, &Mode("strike".into())));
        assert!(ontology.has_mode(&protest, &Mode::other()));
        assert!(!ontology.has_mode(&protest, &Mode("riot".into())));
    }

    #[test]
    fn an_unsound_file_is_named_with_its_reason() {
        let twice = Ontology::parse([("a.toml", PROTEST), ("b.toml", PROTEST)]).unwrap_err().to_string();
        assert_eq!(twice, "ontology/b.toml is not sound: the code PROTEST is taken by another file");
        let role = PROTEST.replace("\"actor\"", "\"agent\"");
        let unknown = Ontology::parse([("a.toml", role.as_str())]).unwrap_err().to_string();
        assert!(unknown.contains("the role \"agent\" is not one of actor"), "{unknown}");
        assert!(Ontology::parse([("a.toml", "code = 1")]).is_err());
    }
}
