//! The lists of marks in `data/ingest`: which elements a name or an attribute shows to be furniture, captions, bodies.
//!
//! A mark is written as the simplest of CSS selectors: `nav`, `[hidden]`, `[role="search"]`, `[class*="share"]`,
//! `[class~="tags"]`, `[class^="ad-"]`. Values are compared in lower case. That few forms need no CSS engine, and one
//! pass over an element asks all of them.

use crate::lists;
use crate::tree::Tree;

/// The marks of one list.
pub(crate) struct Marks {
    rules: Vec<Rule>,
}

struct Rule {
    attribute: &'static str,
    how: How,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The element has this name.
    Name,
    /// The attribute is there.
    There,
    /// The attribute is this.
    Is,
    /// The attribute holds this.
    Holds,
    /// One of the attribute's words is this.
    Word,
    /// One of the attribute's words starts with this.
    Starts,
}

/// The attributes a mark may ask for. Each is fetched once for an element.
const ASKED: [&str; 9] =
    ["class", "id", "role", "hidden", "aria-hidden", "itemprop", "style", "rel", "data-component"];

impl Marks {
    pub(crate) fn of(list: &'static str) -> Marks {
        Marks { rules: lists::entries(list).filter_map(rule).collect() }
    }

    /// The number of the first mark in the list that this element bears.
    pub(crate) fn first(&self, tree: &Tree, at: usize) -> Option<usize> {
        let name = tree.name(at);
        if name.is_empty() {
            return None;
        }
        let values: [Option<String>; ASKED.len()] =
            ASKED.map(|asked| tree.attribute(at, asked).map(|value| value.to_ascii_lowercase()));
        let value = |attribute: &str| ASKED.iter().position(|asked| *asked == attribute).and_then(|at| values[at].as_deref());
        self.rules.iter().position(|rule| match rule.how {
            How::Name => rule.value == name,
            how => value(rule.attribute).is_some_and(|value| holds(how, value, &rule.value)),
        })
    }

    pub(crate) fn any(&self, tree: &Tree, at: usize) -> bool {
        self.first(tree, at).is_some()
    }
}

fn holds(how: How, value: &str, wanted: &str) -> bool {
    let mut words = value.split_ascii_whitespace();
    match how {
        How::Name => false,
        How::There => true,
        How::Is => value.trim() == wanted,
        How::Holds => value.contains(wanted),
        How::Word => words.any(|word| word == wanted),
        How::Starts => words.any(|word| word.starts_with(wanted)),
    }
}

/// How an operator before the value asks; the longest first.
const OPERATORS: [(&str, How); 4] = [("*=", How::Holds), ("~=", How::Word), ("^=", How::Starts), ("=", How::Is)];

fn rule(entry: &'static str) -> Option<Rule> {
    let Some(inside) = entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')) else {
        return Some(Rule { attribute: "", how: How::Name, value: entry.to_owned() });
    };
    let asked = |attribute: &str| ASKED.iter().find(|asked| **asked == attribute).copied();
    match OPERATORS.iter().find_map(|(sign, how)| inside.split_once(sign).map(|parts| (parts, *how))) {
        Some(((attribute, value), how)) => {
            Some(Rule { attribute: asked(attribute)?, how, value: value.trim_matches('"').to_owned() })
        }
        None => Some(Rule { attribute: asked(inside)?, how: How::There, value: String::new() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn every_mark_in_the_lists_is_understood() {
        for list in [lists::FURNITURE, lists::COMMENTS, lists::CAPTIONS, lists::BODIES, lists::BYLINE_MARKS] {
            for entry in lists::entries(list) {
                assert!(rule(entry).is_some(), "{entry}");
            }
        }
    }

    #[test]
    fn marks_are_told() {
        let page = Document::from("<nav>a</nav><p class='Related-Story tags'>b</p><p id=x hidden>c</p>");
        let tree = Tree::of(&page);
        let place = |name: &str, nth: usize| tree.named(name).nth(nth).expect("an element");
        let bears = |entry: &'static str, at: usize| {
            Marks { rules: vec![rule(entry).expect("a mark")] }.any(&tree, at)
        };
        assert!(bears("nav", place("nav", 0)));
        assert!(bears("[class*=\"related\"]", place("p", 0)));
        assert!(bears("[class~=\"tags\"]", place("p", 0)));
        assert!(bears("[class^=\"relat\"]", place("p", 0)));
        assert!(!bears("[class~=\"related\"]", place("p", 0)));
        assert!(bears("[hidden]", place("p", 1)));
        assert!(!bears("[hidden]", place("p", 0)));
    }
}
