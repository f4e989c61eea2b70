//! The lists of marks in `data/ingest`: which elements a name or an attribute shows to be furniture, comments, bodies,
//! captions, bylines.
//!
//! A mark is written as the simplest of CSS selectors: `nav`, `[hidden]`, `[role="search"]`, `[class*="share"]`,
//! `[class~="tags"]`, `[class^="ad-"]`. Values are compared in lower case. So few forms need no CSS engine: one pass over
//! the attributes of an element tells all marks that it bears.

use crate::lists;
use crate::tree::Tree;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What the marks of an element show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Borne {
    pub furniture: bool,
    pub comments: bool,
    pub caption: bool,
    pub byline: bool,
    /// The number of the surest mark of a body.
    pub body: Option<u8>,
}

/// A list and what its marks show.
type List = (&'static str, fn(&mut Borne, u8));

const LISTS: [List; 5] = [
    (lists::FURNITURE, |borne, _| borne.furniture = true),
    (lists::COMMENTS, |borne, _| borne.comments = true),
    (lists::CAPTIONS, |borne, _| borne.caption = true),
    (lists::BYLINE_MARKS, |borne, _| borne.byline = true),
    (lists::BODIES, |borne, nth| borne.body = Some(borne.body.map_or(nth, |other| other.min(nth)))),
];

/// The attributes a mark may ask for.
const ASKED: [&str; 9] = ["class", "id", "role", "hidden", "aria-hidden", "itemprop", "style", "rel", "data-component"];

struct Mark {
    /// The place of the attribute in [`ASKED`]; none where the name of the element is asked.
    attribute: Option<usize>,
    how: How,
    value: &'static str,
    show: fn(&mut Borne, u8),
    nth: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The element has this name, or the attribute this value.
    Is,
    /// The attribute is there.
    There,
    /// The attribute holds this.
    Holds,
    /// One of the attribute's words is this.
    Word,
    /// One of the attribute's words starts with this.
    Starts,
}

struct Marks {
    /// The marks that ask what an attribute holds, and what finds all of them in one pass.
    holding: Vec<Mark>,
    held: AhoCorasick,
    others: Vec<Mark>,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let all = LISTS.iter().flat_map(|(list, show)| {
        lists::entries(list)
            .enumerate()
            .filter_map(|(nth, entry)| mark(entry, *show, u8::try_from(nth).unwrap_or(u8::MAX)))
    });
    let (holding, others): (Vec<Mark>, Vec<Mark>) = all.partition(|mark| mark.how == How::Holds);
    let held = AhoCorasick::new(holding.iter().map(|mark| mark.value)).expect("a few hundred short words fit");
    Marks { holding, held, others }
});

/// What all elements of a page bear, by their places in the tree.
pub(crate) fn borne(tree: &Tree) -> Vec<Borne> {
    (0..tree.len()).map(|at| of(tree, at)).collect()
}

fn of(tree: &Tree, at: usize) -> Borne {
    let mut borne = Borne::default();
    let name = tree.name(at);
    if name.is_empty() {
        return borne;
    }
    let named = MARKS.others.iter().filter(|mark| mark.attribute.is_none() && mark.value == name);
    named.for_each(|mark| (mark.show)(&mut borne, mark.nth));
    tree.attributes(at, |attribute, value| {
        let Some(asked) = ASKED.iter().position(|asked| *asked == attribute) else { return };
        let value = value.to_ascii_lowercase();
        for found in MARKS.held.find_overlapping_iter(&value) {
            let mark = &MARKS.holding[found.pattern().as_usize()];
            if mark.attribute == Some(asked) {
                (mark.show)(&mut borne, mark.nth);
            }
        }
        let others = MARKS.others.iter().filter(|mark| mark.attribute == Some(asked) && holds(mark, &value));
        others.for_each(|mark| (mark.show)(&mut borne, mark.nth));
    });
    borne
}

fn holds(mark: &Mark, value: &str) -> bool {
    let mut words = value.split_ascii_whitespace();
    match mark.how {
        How::There => true,
        How::Is => value.trim() == mark.value,
        How::Holds => value.contains(mark.value),
        How::Word => words.any(|word| word == mark.value),
        How::Starts => words.any(|word| word.starts_with(mark.value)),
    }
}

/// How an operator before the value asks; the longest first.
const OPERATORS: [(&str, How); 4] = [("*=", How::Holds), ("~=", How::Word), ("^=", How::Starts), ("=", How::Is)];

fn mark(entry: &'static str, show: fn(&mut Borne, u8), nth: u8) -> Option<Mark> {
    let Some(inside) = entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')) else {
        return Some(Mark { attribute: None, how: How::Is, value: entry, show, nth });
    };
    let asked = |attribute: &str| ASKED.iter().position(|asked| *asked == attribute).map(Some);
    match OPERATORS.iter().find_map(|(sign, how)| inside.split_once(sign).map(|parts| (parts, *how))) {
        Some(((attribute, value), how)) => {
            Some(Mark { attribute: asked(attribute)?, how, value: value.trim_matches('"'), show, nth })
        }
        None => Some(Mark { attribute: asked(inside)?, how: How::There, value: "", show, nth }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn every_mark_in_the_lists_is_understood() {
        for (list, show) in LISTS {
            for entry in lists::entries(list) {
                assert!(mark(entry, show, 0).is_some(), "{entry}");
            }
        }
    }

    #[test]
    fn marks_are_told() {
        let page = Document::from(
            "<nav>a</nav><p class='Related-Story'>b</p><p hidden>c</p><p class='wp-caption-text x'>d</p><p class='adder'>e</p>\
             <div itemprop='articleBody'><time>f</time></div><ul class='comment-list'></ul>",
        );
        let tree = Tree::of(&page);
        let borne = borne(&tree);
        let of = |name: &str, nth: usize| borne[tree.named(name).nth(nth).expect("an element")];
        assert!(of("nav", 0).furniture && of("p", 0).furniture && of("p", 1).furniture);
        assert!(of("p", 2).caption && !of("p", 2).furniture);
        assert_eq!(of("p", 3), Borne::default());
        assert_eq!(of("div", 0).body, Some(0));
        assert!(of("time", 0).byline);
        assert!(of("ul", 0).comments);
    }
}
