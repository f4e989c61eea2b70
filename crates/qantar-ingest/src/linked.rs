//! JSON-LD as pages write it: with comments around it, commas too many, control characters in its strings, several
//! values after each other, half of it missing.

use crate::draft::tidy;
use crate::markup;
use serde_json::{Deserializer, Map, Value};
use std::collections::{HashMap, HashSet};

/// What one script holds: every whole value that stands before the first thing that is no JSON.
pub(crate) fn values(script: &str) -> Vec<Value> {
    let plain: Vec<Value> = Deserializer::from_str(script).into_iter().map_while(Result::ok).collect();
    if !plain.is_empty() {
        return plain;
    }
    Deserializer::from_str(&mended(script)).into_iter().map_while(Result::ok).collect()
}

/// The script without comments around its values, control characters in its strings and commas before a closing mark.
fn mended(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let start = script.find(['{', '[']).unwrap_or(script.len());
    // "<![CDATA[" opens with a mark that opens an array as well.
    let start = script.find("CDATA[").map_or(start, |at| at + "CDATA[".len());
    let (mut quoted, mut escaped) = (false, false);
    for c in script[start..].chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            mended.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        if matches!(c, '}' | ']') {
            let kept = mended.trim_end().trim_end_matches(',').len();
            mended.truncate(kept);
        }
        quoted = c == '"';
        // A point after a value ends a line of another language.
        mended.push(if c == ';' { ' ' } else { c });
    }
    mended
}

/// All objects in some values, those in lists, graphs and main entities too; at most a few deep.
pub(crate) fn objects(values: &[Value]) -> Vec<&Map<String, Value>> {
    const INSIDE: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];
    let mut found = Vec::new();
    let mut open: Vec<(&Value, usize)> = values.iter().rev().map(|value| (value, 0)).collect();
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::Array(values) if depth < 4 => open.extend(values.iter().rev().map(|value| (value, depth + 1))),
            Value::Object(fields) => {
                found.push(fields);
                if depth < 4 {
                    open.extend(INSIDE.iter().rev().filter_map(|name| Some((fields.get(*name)?, depth + 1))));
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether an object says that it is one of these types, or of a type whose name ends so.
pub(crate) fn is(object: &Map<String, Value>, types: &[&str]) -> bool {
    let known = |kind: &Value| kind.as_str().is_some_and(|kind| types.iter().any(|known| kind.ends_with(known)));
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(known),
        Some(kind) => known(kind),
        None => false,
    }
}

/// A field by its name in lower case.
pub(crate) fn field<'o>(object: &'o Map<String, Value>, name: &str) -> Option<&'o Value> {
    object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The `name` of each object that has one, by the `@id` that others point to it with; the first where several have it.
pub(crate) struct Names<'v>(HashMap<&'v str, &'v Value>);

impl<'v> Names<'v> {
    pub(crate) fn of(all: &[&'v Map<String, Value>]) -> Names<'v> {
        let mut names = HashMap::new();
        for object in all {
            if let (Some(Value::String(id)), Some(name)) = (object.get("@id"), object.get("name")) {
                names.entry(id.as_str()).or_insert(name);
            }
        }
        Names(names)
    }

    /// A string, a number, the `name` of an object, or several of these. An object that only points to another by its
    /// `@id` takes the name of that one.
    pub(crate) fn named(&self, value: &Value) -> Option<String> {
        match value {
            Value::Array(values) => {
                let (mut names, mut seen) = (Vec::new(), HashSet::new());
                for name in values.iter().filter(|value| !value.is_array()).filter_map(|value| self.named_one(value)) {
                    if seen.insert(name.clone()) {
                        names.push(name);
                    }
                }
                (!names.is_empty()).then(|| names.join(", "))
            }
            one => self.named_one(one),
        }
    }

    fn named_one(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(words) => tidy(&unescaped(words)),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(fields) => {
                let pointed = || self.0.get(fields.get("@id")?.as_str()?).copied();
                let name = fields.get("name").or_else(|| fields.get("@value")).or_else(pointed)?;
                // A name that is an object, or points on, is none.
                if name.is_object() { None } else { Names(HashMap::new()).named(name) }
            }
            _ => None,
        }
    }
}

/// One dated entry of a live page, as its JSON-LD lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Update {
    /// When it was published, as worded.
    pub stated: String,
    /// How its headline and its text begin, as they stand on the page.
    pub beginnings: Vec<String>,
    /// The name by which its address points to it.
    pub anchor: Option<String>,
}

/// As many characters of an entry's text as its beginning is told from.
const BEGINNING: usize = 400;

/// The entries of the live pages among some objects.
pub(crate) fn updates(all: &[&Map<String, Value>]) -> Vec<Update> {
    let live = all.iter().filter(|object| is(object, &["LiveBlogPosting"]));
    let listed = live.filter_map(|object| field(object, "liveblogupdate"));
    listed
        .flat_map(|listed| listed.as_array().map_or(std::slice::from_ref(listed), Vec::as_slice))
        .filter_map(update)
        .collect()
}

fn update(entry: &Value) -> Option<Update> {
    let entry = entry.as_object()?;
    let words = |name: &str| field(entry, name).and_then(Value::as_str).filter(|words| !words.trim().is_empty());
    let beginning = |words: &str| {
        let short: String = words.chars().take(BEGINNING).collect();
        tidy(&markup::text(&short))
    };
    let address = ["url", "@id"].into_iter().filter_map(words).find_map(|url| Some(url.split_once('#')?.1));
    Some(Update {
        stated: words("datepublished").or_else(|| words("datemodified"))?.to_owned(),
        beginnings: ["headline", "articlebody"].into_iter().filter_map(words).filter_map(beginning).collect(),
        anchor: address.filter(|anchor| !anchor.is_empty()).map(str::to_owned),
    })
}

/// More bytes than these name nothing: what is longer is cut (a guess, November 2026); a fact takes 500.
const LONGEST_NAME: usize = 16 << 10;

/// Pages escape the words in their JSON as if they were markup: "Kenya&#8217;s".
fn unescaped(words: &str) -> String {
    let words = &words[..words.floor_char_boundary(LONGEST_NAME)];
    if words.contains('&') { markup::text(words) } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_write_is_read() {
        let cases = [
            r#"{"datePublished": "2022-01-05"}"#,
            r#"<!-- {"datePublished": "2022-01-05"} -->"#,
            "//<![CDATA[\n{\"datePublished\": \"2022-01-05\"}\n//]]>",
            r#"{"datePublished": "2022-01-05",}"#,
            "{\"description\": \"a\n\tb\u{1}\", \"datePublished\": \"2022-01-05\", \"keywords\": [\"a\", ], }",
            r#"{"datePublished": "2022-01-05"};"#,
            r#"{"datePublished": "2022-01-05"} {"a": "#,
            r#"[{"@graph": [{"a": 1}, {"datePublished": "2022-01-05"}]}]"#,
        ];
        for script in cases {
            let values = values(script);
            let found = objects(&values).into_iter().find_map(|object| field(object, "datepublished"));
            assert_eq!(found.and_then(Value::as_str), Some("2022-01-05"), "{script}");
        }
    }

    #[test]
    fn names_are_taken_from_where_they_are() {
        let values =
            values(r#"[{"author": [{"@id": "x"}, {"name": "Luis &amp; Paz"}, "Ana"]}, {"@id": "x", "name": "Ana"}]"#);
        let all = objects(&values);
        assert_eq!(Names::of(&all).named(&all[0]["author"]).as_deref(), Some("Ana, Luis & Paz"));
    }

    #[test]
    fn many_names_take_no_longer_each() {
        let pointers: Vec<Value> = (0..30_000).map(|n| serde_json::json!({ "@id": format!("{n}") })).collect();
        let persons = (0..30_000).map(|n| serde_json::json!({ "@id": format!("{n}"), "name": format!("Ana {n}") }));
        let values: Vec<Value> = persons.collect();
        let all = objects(&values);
        let names = Names::of(&all).named(&Value::Array(pointers)).expect("names");
        assert!(names.starts_with("Ana 0, Ana 1, ") && names.ends_with(", Ana 29999"));
    }

    #[test]
    fn a_name_of_markup_is_cut() {
        let long = Value::String("&lt;".to_owned() + &"<div>".repeat(1 << 20));
        assert_eq!(Names::of(&[]).named(&long).as_deref(), Some("<"));
    }
}
