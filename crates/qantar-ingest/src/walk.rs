//! The parts of a page in order, each with its kind: what stands between the elements that begin and end a line.

use crate::draft::tidy;
use crate::kinds;
use crate::marks::Borne;
use crate::tree::Tree;
use qantar_record::BlockKind;

/// One part of a page: words on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub kind: BlockKind,
    pub words: String,
    /// The place of the element that holds it in the tree.
    pub at: usize,
    /// How many of the bytes stand in links.
    pub linked: usize,
    /// Whether it stands in an item of a list or a cell of a table.
    pub item: bool,
    /// A heading by its shape only.
    pub shaped: bool,
}

impl Part {
    /// A part that no element of the page holds as it is.
    pub(crate) fn of(kind: BlockKind, words: String) -> Part {
        Part { kind, words, at: 0, linked: 0, item: false, shaped: false }
    }

    /// Whether the words are all link and no sentence: they point to another page.
    pub(crate) fn points_away(&self) -> bool {
        self.linked * 10 >= self.words.len() * 9 && !ends_sentence(&self.words)
    }
}

/// Whether words end as a sentence does, in any of the scripts that have such a mark.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches([')', ']', '”', '"', '’', '\'', '»']);
    words.ends_with(['”', '"', '»']) || bare.ends_with(['.', '!', '?', '…', '。', '؟', '।', ':'])
}

/// Elements that begin and end a part. With a kind, they give it to the parts inside.
const PARTS: [(&str, Option<BlockKind>); 42] = [
    ("h1", Some(BlockKind::Heading)),
    ("h2", Some(BlockKind::Heading)),
    ("h3", Some(BlockKind::Heading)),
    ("h4", Some(BlockKind::Heading)),
    ("h5", Some(BlockKind::Heading)),
    ("h6", Some(BlockKind::Heading)),
    ("blockquote", Some(BlockKind::Quote)),
    ("figcaption", Some(BlockKind::Caption)),
    ("figure", Some(BlockKind::Caption)),
    ("caption", Some(BlockKind::Caption)),
    ("p", None),
    ("div", None),
    ("section", None),
    ("article", None),
    ("main", None),
    ("html", None),
    ("head", None),
    ("body", None),
    ("header", None),
    ("footer", None),
    ("aside", None),
    ("nav", None),
    ("address", None),
    ("details", None),
    ("summary", None),
    ("ul", None),
    ("ol", None),
    ("li", None),
    ("dl", None),
    ("dt", None),
    ("dd", None),
    ("pre", None),
    ("hr", None),
    ("form", None),
    ("fieldset", None),
    ("table", None),
    ("tbody", None),
    ("tr", None),
    ("td", None),
    ("th", None),
    ("center", None),
    ("br", None),
];

/// Elements whose short lines stand beside each other and head nothing.
const ITEMS: [&str; 5] = ["li", "dt", "dd", "td", "th"];

/// The kind an element gives, when it begins and ends a part.
fn part_of(name: &str) -> Option<Option<BlockKind>> {
    PARTS.iter().find(|(known, _)| *known == name).map(|&(_, kind)| kind)
}

/// Whether an element goes on with the line in which it stands.
pub(crate) fn is_inline(name: &str) -> bool {
    part_of(name).is_none()
}

/// Longer than this (in bytes) is no caption and no byline, whatever it is marked (guesses, 2026-11).
const LONGEST_CAPTION: usize = 700;
const LONGEST_BYLINE: usize = 160;

/// An element that has begun.
struct Open {
    end: usize,
    /// The kind around it, when it is a part of its own.
    kind: Option<BlockKind>,
    link: bool,
    item: bool,
}

/// All parts of a page outside the elements that are `gone`. `weights` are the bytes of words in each element, `borne` the
/// marks of each.
pub(crate) fn walk(tree: &Tree, gone: &[bool], weights: &[usize], borne: &[Borne]) -> Vec<Part> {
    let mut gathered = Gathered::default();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        while open.last().is_some_and(|last| last.end <= at) {
            gathered.leave(open.pop());
        }
        if gone[at] || tree.is_unread(at) {
            at = tree.node(at).end;
            continue;
        }
        let name = tree.name(at);
        if tree.is_text(at) {
            tree.text(at, |text| gathered.add(text));
        } else if name == "br" {
            gathered.line_ends();
        } else {
            let part = part_of(name);
            let marked = marked(borne[at], part.is_some(), weights[at]);
            let link = name == "a";
            if part.is_some() || marked.is_some() {
                let kind = marked.or(part.flatten()).unwrap_or(gathered.kind);
                let around = gathered.enter(at, kind);
                let item = ITEMS.contains(&name);
                gathered.items += usize::from(item);
                open.push(Open { end: tree.node(at).end, kind: Some(around), link, item });
            } else if link {
                open.push(Open { end: tree.node(at).end, kind: None, link, item: false });
            }
            gathered.links += usize::from(link);
        }
        at += 1;
    }
    open.into_iter().rev().for_each(|last| gathered.leave(Some(last)));
    gathered.end();
    gathered.parts
}

/// The kind that the marks of an element show. Only an element that is a part is a byline: names and days stand inline.
fn marked(borne: Borne, part: bool, weight: usize) -> Option<BlockKind> {
    match weight {
        0 => None,
        _ if borne.caption && weight <= LONGEST_CAPTION => Some(BlockKind::Caption),
        _ if borne.byline && part && weight <= LONGEST_BYLINE => Some(BlockKind::Byline),
        _ => None,
    }
}

struct Gathered {
    parts: Vec<Part>,
    /// The kind of the innermost element that gives one.
    kind: BlockKind,
    /// The places of the elements that are parts, outermost first.
    places: Vec<usize>,
    words: String,
    links: usize,
    linked: usize,
    items: usize,
    /// Whether the words end with the end of a line: a second one ends the part.
    line_ended: bool,
}

impl Default for Gathered {
    fn default() -> Self {
        Gathered {
            parts: Vec::new(),
            kind: BlockKind::Paragraph,
            places: vec![0],
            words: String::new(),
            links: 0,
            linked: 0,
            items: 0,
            line_ended: false,
        }
    }
}

impl Gathered {
    /// Begins an element that is a part; gives the kind around it.
    fn enter(&mut self, at: usize, kind: BlockKind) -> BlockKind {
        self.end();
        self.places.push(at);
        std::mem::replace(&mut self.kind, kind)
    }

    fn leave(&mut self, open: Option<Open>) {
        let Some(open) = open else { return };
        if let Some(around) = open.kind {
            self.end();
            self.places.pop();
            self.kind = around;
        }
        self.links -= usize::from(open.link);
        self.items -= usize::from(open.item);
    }

    fn add(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.line_ended = false;
            // White space is no word and no link.
            self.linked += if self.links > 0 { words.split_whitespace().map(|word| word.len() + 1).sum() } else { 0 };
        }
        self.words.push_str(words);
    }

    fn line_ends(&mut self) {
        if self.line_ended {
            self.end();
        }
        self.words.push(' ');
        self.line_ended = true;
    }

    fn end(&mut self) {
        let (words, linked) = (std::mem::take(&mut self.words), std::mem::take(&mut self.linked));
        self.line_ended = false;
        let Some(words) = tidy(&words).filter(|words| words.contains(char::is_alphanumeric)) else { return };
        let (kind, shaped) = self.kind_of(&words);
        let at = self.places.last().copied().unwrap_or(0);
        self.parts.push(Part { kind, at, linked: linked.min(words.len()), item: self.items > 0, shaped, words });
    }

    /// The kind of some words, and whether only their shape makes them a heading.
    fn kind_of(&self, words: &str) -> (BlockKind, bool) {
        match (self.kind, kinds::told(words)) {
            (_, Some(BlockKind::Noise)) => (BlockKind::Noise, false),
            (BlockKind::Paragraph, Some(told)) => (told, false),
            (BlockKind::Paragraph, None) if self.items == 0 && is_short_heading(words) => (BlockKind::Heading, true),
            (kind, _) => (kind, false),
        }
    }
}

/// A paragraph of a page is a heading by its shape only when it is very short: pages mark most of theirs.
fn is_short_heading(words: &str) -> bool {
    words.split(' ').count() <= 8 && kinds::is_heading(words)
}
