//! The parts of a page that are its article, in order, each with its kind.
//!
//! First the furniture in `data/ingest/furniture.txt` goes, then Readability's scoring finds the article, then its
//! elements are walked. Where scoring finds nothing, the page's `<article>`, `<main>` or body is walked instead.

use crate::draft::tidy;
use crate::kinds;
use crate::lists;
use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};
use qantar_record::BlockKind;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One part of an article: words on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub kind: BlockKind,
    pub words: String,
}

/// Pages with more elements, or with elements nested deeper, are not scored but walked as they are: scoring looks at
/// all ancestors of each, and takes minutes on pages made to break it (guesses, 2026-11).
const MOST_ELEMENTS: usize = 100_000;
const DEEPEST: usize = 256;

/// The parts of the article in a page whose furniture is gone.
pub(crate) fn parts(page: Document) -> Vec<Part> {
    let scored = scored(&page).map(|article| walk(&article.root())).unwrap_or_default();
    if scored.iter().any(|part| part.kind.tells()) {
        return scored;
    }
    let whole = ["article", "main", "body"].iter().map(|name| page.select(name));
    whole
        .filter(|found| found.length() == 1)
        .map(|found| walk(&found.nodes()[0]))
        .find(|parts| !parts.is_empty())
        .unwrap_or_default()
}

/// The article that scoring finds.
fn scored(page: &Document) -> Option<Document> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, ..Config::default() };
    if depth(&page.root()) > DEEPEST {
        return None;
    }
    let page = page.clone();
    // A page written to break the scorer costs the scoring, not the page.
    let article =
        catch_unwind(AssertUnwindSafe(|| Readability::with_document(page, None, Some(config)).ok()?.parse().ok()));
    Some(Document::fragment(article.ok()??.content))
}

/// How deep the elements are nested; counting ends at one more than [`DEEPEST`].
fn depth(root: &NodeRef) -> usize {
    let mut level = vec![*root];
    let mut depth = 0;
    while !level.is_empty() && depth <= DEEPEST {
        level = level.iter().flat_map(|node| node.children_it(false)).collect();
        depth += 1;
    }
    depth
}

/// Takes away what is not the report, unless that would take the headline or more than half of the words.
pub(crate) fn remove_furniture(page: &Document) {
    let weights = Weights::of(page);
    let selectors = lists::entries(lists::FURNITURE).collect::<Vec<_>>().join(", ");
    let kept = ["html", "head", "body", "article", "main"];
    for node in page.select(&selectors).nodes() {
        let vital = kept.iter().any(|name| node.has_name(name)) || weights.is_vital(node.id);
        if !vital {
            node.remove_from_parent();
        }
    }
}

/// How many bytes of words each element holds, and which hold the headline.
struct Weights {
    of: HashMap<NodeId, (usize, bool)>,
    all: usize,
}

impl Weights {
    fn of(page: &Document) -> Weights {
        let Some(body) = page.body() else { return Weights { of: HashMap::new(), all: 0 } };
        let nodes: Vec<NodeRef> = body.descendants_it().collect();
        let mut of: HashMap<NodeId, (usize, bool)> = HashMap::with_capacity(nodes.len());
        let unread =
            |node: &NodeRef| node.parent().is_some_and(|parent| UNREAD.iter().any(|name| parent.has_name(name)));
        // Children come after their parents, so backwards every node is whole before it is added to its parent.
        for node in nodes.iter().rev() {
            let words = if node.is_text() && !unread(node) { node.text().trim().len() } else { 0 };
            let own = of.entry(node.id).or_default();
            *own = (own.0 + words, own.1 || node.has_name("h1"));
            let sum = *own;
            if let Some(parent) = node.parent() {
                let above = of.entry(parent.id).or_default();
                *above = (above.0 + sum.0, above.1 || sum.1);
            }
        }
        let all = of.get(&body.id).map_or(0, |(words, _)| *words);
        Weights { of, all }
    }

    fn is_vital(&self, node: NodeId) -> bool {
        self.of.get(&node).is_some_and(|(words, headline)| *headline || words * 2 > self.all)
    }
}

/// Elements whose words no reader sees.
const UNREAD: [&str; 5] = ["script", "style", "noscript", "template", "head"];

/// Elements that begin and end a part. With a kind, they give it to the parts inside.
const PARTS: [(&str, Option<BlockKind>); 35] = [
    ("h1", Some(BlockKind::Heading)),
    ("h2", Some(BlockKind::Heading)),
    ("h3", Some(BlockKind::Heading)),
    ("h4", Some(BlockKind::Heading)),
    ("h5", Some(BlockKind::Heading)),
    ("h6", Some(BlockKind::Heading)),
    ("blockquote", Some(BlockKind::Quote)),
    ("figcaption", Some(BlockKind::Caption)),
    ("caption", Some(BlockKind::Caption)),
    ("p", None),
    ("div", None),
    ("section", None),
    ("article", None),
    ("main", None),
    ("body", None),
    ("header", None),
    ("footer", None),
    ("aside", None),
    ("figure", None),
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
    ("table", None),
    ("tr", None),
    ("td", None),
    ("th", None),
    ("center", None),
];

/// Elements whose short lines stand beside each other and head nothing.
const ITEMS: [&str; 5] = ["li", "dt", "dd", "td", "th"];

/// The kind an element gives, when it begins and ends a part.
fn part_of(node: &NodeRef) -> Option<Option<BlockKind>> {
    let name = node.node_name()?;
    PARTS.iter().find(|(known, _)| *known == &*name).map(|&(_, kind)| kind)
}

enum Step<'p> {
    Enter(NodeRef<'p>),
    /// With 1 when it was an item.
    LeavePart {
        item: usize,
    },
    LeaveLink,
}

/// The walk, without recursion: pages may be nested deeper than the stack is.
fn walk(root: &NodeRef) -> Vec<Part> {
    let mut gathered = Gathered { kinds: vec![BlockKind::Paragraph], ..Gathered::default() };
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if node.is_text() => gathered.add(&node.text()),
            Step::Enter(node) if node.has_name("br") => gathered.add(" "),
            Step::Enter(node) if UNREAD.iter().any(|name| node.has_name(name)) => {}
            Step::Enter(node) => {
                if let Some(kind) = part_of(&node) {
                    gathered.end();
                    gathered.kinds.push(kind.unwrap_or(gathered.kind()));
                    let item = usize::from(ITEMS.iter().any(|name| node.has_name(name)));
                    gathered.items += item;
                    steps.push(Step::LeavePart { item });
                } else if node.has_name("a") {
                    gathered.links += 1;
                    steps.push(Step::LeaveLink);
                }
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            Step::LeavePart { item } => {
                gathered.end();
                gathered.items -= item;
                gathered.kinds.pop();
            }
            Step::LeaveLink => gathered.links -= 1,
        }
    }
    gathered.end();
    without_loose_ends(gathered.parts, &gathered.shaped)
}

#[derive(Default)]
struct Gathered {
    parts: Vec<Part>,
    /// The kinds of the elements around, outermost first.
    kinds: Vec<BlockKind>,
    words: String,
    links: usize,
    /// How many of the bytes gathered stand in links.
    linked: usize,
    /// How many items of lists and cells of tables are open: short lines in them head nothing.
    items: usize,
    /// The parts that are headings by their shape only.
    shaped: Vec<usize>,
    seen: HashSet<String>,
}

impl Gathered {
    fn kind(&self) -> BlockKind {
        self.kinds.last().copied().unwrap_or(BlockKind::Paragraph)
    }

    fn add(&mut self, words: &str) {
        self.words.push_str(words);
        self.linked += if self.links > 0 { words.len() } else { 0 };
    }

    fn end(&mut self) {
        let (words, linked) = (std::mem::take(&mut self.words), std::mem::take(&mut self.linked));
        // Words that are all link and no sentence point to another page.
        let points_away =
            linked * 10 >= words.trim().len() * 9 && !words.trim_end().ends_with(['.', '!', '?', '”', '"']);
        let Some(words) = tidy(&words).filter(|words| !points_away && words.contains(char::is_alphabetic)) else {
            return;
        };
        let kind = match (self.kind(), kinds::told(&words)) {
            (_, Some(BlockKind::Noise)) => BlockKind::Noise,
            (BlockKind::Paragraph, Some(told)) => told,
            (BlockKind::Paragraph, None) if self.items == 0 && is_short_heading(&words) => {
                self.shaped.push(self.parts.len());
                BlockKind::Heading
            }
            (kind, _) => kind,
        };
        // Galleries and pull-outs say the same words again.
        if words.len() < 40 || self.seen.insert(words.clone()) {
            self.parts.push(Part { kind, words });
        }
    }
}

/// A paragraph of a page is a heading by its shape only when it is very short: pages mark most of theirs.
fn is_short_heading(words: &str) -> bool {
    words.split(' ').count() <= 8 && kinds::is_heading(words)
}

/// A heading with no text soon under it headed something that is gone; what was only shaped like one is text after all.
fn without_loose_ends(parts: Vec<Part>, shaped: &[usize]) -> Vec<Part> {
    let heads = |at: usize| parts[at + 1..].iter().take(3).any(|part| part.kind.tells());
    let loose: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].kind == BlockKind::Heading && !heads(at)).collect();
    let settled =
        parts.into_iter().enumerate().filter_map(|(at, part)| match (loose.contains(&at), shaped.contains(&at)) {
            (true, false) => None,
            (true, true) => Some(Part { kind: BlockKind::Paragraph, ..part }),
            (false, _) => Some(part),
        });
    settled.collect()
}

/// The words inside an element that a reader sees, parts set apart by a space.
pub(crate) fn words(node: &NodeRef) -> String {
    let mut words = String::new();
    for inner in node.descendants_it() {
        let unread = inner.parent().is_some_and(|parent| UNREAD.iter().any(|name| parent.has_name(name)));
        if inner.is_text() && !unread {
            words.push_str(&inner.text());
        } else if part_of(&inner).is_some() || inner.has_name("br") {
            words.push(' ');
        }
        // No byline and no headline is longer; a page may be.
        if words.len() > 2_000 {
            break;
        }
    }
    words
}
