//! Which parts of a page are its article.
//!
//! Furniture goes first (`data/ingest/furniture.txt`). Of the rest every part is worth something: sentences count for,
//! links and labels against. The article is the element whose parts are worth most together, in which what points
//! elsewhere is left out. No layout is assumed; elements that pages mark as the body (`data/ingest/bodies.txt`) only
//! make what stands outside them worth less.

use crate::lists;
use crate::marks::{self, Borne};
use crate::tree::Tree;
use crate::walk::{self, Part, ends_sentence};
use qantar_record::BlockKind;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The article of a page, and what stands around its headline.
pub(crate) struct Article {
    /// The parts of the article, in order.
    pub parts: Vec<Part>,
    /// All parts of the page outside its furniture.
    all: Vec<Part>,
    /// Which of all parts is the headline, and which is the first that runs in the body.
    headline: Option<usize>,
    first: usize,
    /// Which nodes are furniture.
    gone: Vec<bool>,
    /// The nodes from the element that holds both headline and body to the end of the body.
    near: Range<usize>,
}

/// How many parts above the headline, and how many under the first that runs, may still hold a byline (guesses,
/// 2026-11).
const ABOVE: usize = 4;
const UNDER: usize = 1;

impl Article {
    /// Finds the article of a page; one without parts for a page without words.
    pub(crate) fn of(tree: &Tree) -> Article {
        let weights = Weights::of(tree);
        let borne = marks::borne(tree);
        let article = Article::outside(tree, &weights, &borne, furniture(tree, &weights, &borne));
        if article.parts.iter().any(|part| part.kind.tells()) {
            return article;
        }
        // All that tells anything stood in what looked like furniture.
        Article::outside(tree, &weights, &borne, vec![false; tree.len()])
    }

    /// The article outside the nodes that are gone.
    fn outside(tree: &Tree, weights: &Weights, borne: &[Borne], gone: Vec<bool>) -> Article {
        let all = walk::walk(tree, &gone, &weights.words, borne);
        let body = body(tree, &all, borne).unwrap_or(0);
        let inside = body..tree.node(body).end;
        let first = all.iter().position(|part| inside.contains(&part.at) && is_running(part)).unwrap_or(0);
        let headline = all[..all.len().min(first + 1)].iter().rposition(|part| is_headline(tree, part));
        let top = headline.filter(|&headline| inside.contains(&all[headline].at));
        let crowded = crowded(tree, weights, &gone, &all);
        let chosen = all.iter().enumerate().filter(|(nth, part)| {
            inside.contains(&part.at) && top.is_none_or(|top| *nth >= top) && !crowded[part.at] && !part.points_away()
        });
        let lead = lead(tree, &all, headline, inside.start);
        let chosen: Vec<Part> = lead.chain(chosen.map(|(_, part)| part)).cloned().collect();
        let parts = without_loose_ends(without_pointers(once(chosen.into_iter())));
        let start = headline.map_or(tree.node(body).parent, |headline| common(tree, all[headline].at, body));
        Article { parts, headline, first, gone, near: start..inside.end, all }
    }

    /// Whether a node lies between headline and end of the body, outside of furniture.
    pub(crate) fn is_near(&self, tree: &Tree, at: usize) -> bool {
        self.near.contains(&at) && !self.gone[at] && !tree.is_unread(at)
    }

    /// Whether a node stands before the running text.
    pub(crate) fn is_above(&self, at: usize) -> bool {
        self.all.get(self.first).is_none_or(|first| at <= first.at)
    }

    /// The short lines around the headline and above the running text.
    pub(crate) fn lines_near_headline(&self) -> impl Iterator<Item = &Part> {
        let start = self.headline.unwrap_or(self.first).saturating_sub(ABOVE);
        let end = (self.first + 1 + UNDER).min(self.all.len());
        self.all[start.min(end)..end].iter().filter(|part| part.words.len() <= 200)
    }
}

/// The innermost element that holds both.
fn common(tree: &Tree, one: usize, other: usize) -> usize {
    let holds = |at: usize| at <= other && other < tree.node(at).end;
    std::iter::once(one).chain(tree.around(one)).find(|&at| holds(at)).unwrap_or(0)
}

/// How many bytes of words each element holds, how many of these in links, and which hold the headline.
struct Weights {
    words: Vec<usize>,
    linked: Vec<usize>,
    headline: Vec<bool>,
    all: usize,
}

impl Weights {
    fn of(tree: &Tree) -> Weights {
        let (mut words, mut linked) = (vec![0; tree.len()], vec![0; tree.len()]);
        let mut headline = vec![false; tree.len()];
        // What a node holds stands behind it, so backwards every node is whole before it is added to the one around.
        for at in (0..tree.len()).rev() {
            if tree.is_unread(at) {
                words[at] = 0;
                linked[at] = 0;
                continue;
            }
            if tree.is_text(at) {
                words[at] = tree.text(at, |text| text.split_whitespace().map(|word| word.len() + 1).sum());
            }
            match tree.name(at) {
                "a" => linked[at] = words[at],
                "h1" => headline[at] = words[at] > 0,
                _ => {}
            }
            let around = tree.node(at).parent;
            if around != at {
                words[around] += words[at];
                linked[around] += linked[at];
                headline[around] |= headline[at];
            }
        }
        let all = words.first().copied().unwrap_or(0);
        Weights { words, linked, headline, all }
    }
}

/// Elements that are never furniture, whatever they bear.
const KEPT: [&str; 5] = ["html", "head", "body", "article", "main"];

/// Which elements are not the report.
///
/// An element that holds the headline is, and so is one with more than half of the words, or with a marked body that has
/// a good part of them. What readers wrote below is not, however much it is.
fn furniture(tree: &Tree, weights: &Weights, borne: &[Borne]) -> Vec<bool> {
    let bodies = bodies(tree, weights, borne);
    let mut gone = vec![false; tree.len()];
    let mut at = 0;
    while at < tree.len() {
        let vital = weights.headline[at] || KEPT.contains(&tree.name(at)) || bodies[at];
        let large = weights.words[at] * 2 > weights.all;
        let out = !vital && (borne[at].comments || !large && borne[at].furniture);
        let end = if out { tree.node(at).end } else { at };
        gone[at..end].fill(true);
        at = end.max(at + 1);
    }
    gone
}

/// Which elements are, or hold, or are most of an element marked as the body: each with a fifth of the page's words or
/// more, and the largest with a sure mark whatever its size.
fn bodies(tree: &Tree, weights: &Weights, borne: &[Borne]) -> Vec<bool> {
    let mut bodies = vec![false; tree.len()];
    let marked = |at: &usize| borne[*at].body.is_some() && !borne[*at].comments && weights.words[*at] > 0;
    let sure = |at: &usize| marked(at) && borne[*at].body.is_some_and(|mark| usize::from(mark) < sure_marks());
    let largest = (0..tree.len()).filter(sure).max_by_key(|&at| weights.words[at]);
    let large = |at: &usize| marked(at) && weights.words[*at] * 5 > weights.all;
    for at in (0..tree.len()).filter(large).chain(largest) {
        bodies[at] = true;
        tree.around(at).for_each(|around| bodies[around] = true);
        let most = |inner: &usize| weights.words[*inner] * 2 > weights.words[at];
        (at..tree.node(at).end).filter(most).for_each(|inner| bodies[inner] = true);
    }
    bodies
}

/// What a part is worth as running text of the article.
fn worth(part: &Part) -> i64 {
    let length = i64::try_from(part.words.len()).unwrap_or(i64::MAX);
    match part.kind {
        BlockKind::Noise => -60,
        BlockKind::Byline | BlockKind::Caption | BlockKind::Title => 0,
        BlockKind::Heading if part.linked * 2 > part.words.len() => -60,
        BlockKind::Heading => 0,
        BlockKind::Paragraph | BlockKind::Quote if part.linked * 2 > part.words.len() => -length.min(200),
        BlockKind::Paragraph | BlockKind::Quote if is_running(part) => length,
        BlockKind::Paragraph | BlockKind::Quote => -10,
    }
}

/// Whether a part is running text: long, or a sentence (lengths are guesses, 2026-11).
fn is_running(part: &Part) -> bool {
    let length = part.words.len();
    part.kind.tells() && part.linked * 2 <= length && (length >= 120 || length >= 30 && ends_sentence(&part.words))
}

/// The element whose parts are worth most together; of several, the innermost.
fn body(tree: &Tree, parts: &[Part], borne: &[Borne]) -> Option<usize> {
    let marked = Marked::of(tree, parts, borne);
    let mut worths = vec![0i64; tree.len()];
    for part in parts {
        worths[part.at] += match (worth(part), &marked) {
            // Outside the elements marked as the body, text that runs is more likely another report.
            (worth, Some(marked)) if !marked.inside[part.at] => {
                if worth > 0 {
                    -worth / 2
                } else {
                    worth
                }
            }
            // Inside, short lines are lists and tables of the report.
            (worth, Some(marked)) if marked.sure && part.linked * 2 <= part.words.len() => worth.max(0),
            (worth, _) => worth,
        };
    }
    for at in (1..tree.len()).rev() {
        worths[tree.node(at).parent] += worths[at];
    }
    let whole = |at: usize| {
        marked.as_ref().is_none_or(|marked| !marked.sure || !marked.inside[at] || marked.roots.contains(&at))
    };
    let places = (0..tree.len()).filter(|&at| !tree.name(at).is_empty() && whole(at));
    let best = places.max_by_key(|&at| (worths[at], at)).filter(|&at| worths[at] > 0);
    // Nothing runs: a page of few words is its own article.
    best.or_else(|| (!parts.is_empty()).then_some(0))
}

/// The elements marked as the body of the report.
struct Marked {
    roots: Vec<usize>,
    /// Which nodes lie inside one.
    inside: Vec<bool>,
    /// Whether the mark says body and not only `<article>` or `<main>`.
    sure: bool,
}

/// How many marks at the end of the list say less than that: `article`, `main`, `[role="main"]`.
const LOOSE: usize = 3;

/// How many marks of bodies there are before those.
fn sure_marks() -> usize {
    static SURE: LazyLock<usize> = LazyLock::new(|| lists::entries(lists::BODIES).count() - LOOSE);
    *SURE
}

impl Marked {
    /// The elements with the surest mark that hold a good part of all words outside links: three tenths of them for a
    /// sure mark, four for a loose one (guesses, 2026-11).
    fn of(tree: &Tree, parts: &[Part], borne: &[Borne]) -> Option<Marked> {
        let mut words = vec![0usize; tree.len()];
        parts.iter().for_each(|part| words[part.at] += part.words.len() - part.linked);
        for at in (1..tree.len()).rev() {
            words[tree.node(at).parent] += words[at];
        }
        let marks = sure_marks() + LOOSE;
        let mut bearers: Vec<Vec<usize>> = vec![Vec::new(); marks];
        for at in (0..tree.len()).filter(|&at| words[at] > 0) {
            if let Some(mark) = borne[at].body {
                bearers[usize::from(mark)].push(at);
            }
        }
        (0..marks).find_map(|mark| {
            let sure = mark < sure_marks();
            let most = bearers[mark].iter().map(|&at| words[at]).max()?;
            let mut roots: Vec<usize> = Vec::new();
            // Small ones beside a large one are teasers of other reports.
            for &at in bearers[mark].iter().filter(|&&at| words[at] * 4 >= most) {
                if roots.last().is_none_or(|&last| at >= tree.node(last).end) {
                    roots.push(at);
                }
            }
            let held: usize = roots.iter().map(|&root| words[root]).sum();
            let enough = held * 10 >= words[0] * if sure { 3 } else { 4 };
            let mut inside = vec![false; tree.len()];
            roots.iter().for_each(|&root| inside[root..tree.node(root).end].fill(true));
            enough.then_some(Marked { roots, inside, sure })
        })
    }
}

fn is_headline(tree: &Tree, part: &Part) -> bool {
    tree.name(part.at) == "h1" || tree.around(part.at).take(4).any(|around| tree.name(around) == "h1")
}

/// Which elements are crowded with links and hold no running text: lists of other reports, of topics, of buttons.
fn crowded(tree: &Tree, weights: &Weights, gone: &[bool], parts: &[Part]) -> Vec<bool> {
    let mut running = vec![false; tree.len()];
    parts.iter().filter(|part| is_running(part)).for_each(|part| running[part.at] = true);
    for at in (1..tree.len()).rev() {
        let around = tree.node(at).parent;
        running[around] |= running[at];
    }
    let mut crowded = vec![false; tree.len()];
    for at in 0..tree.len() {
        let around = at > 0 && crowded[tree.node(at).parent];
        let holds = ["ul", "ol", "dl", "table", "div", "section"].contains(&tree.name(at));
        let own = || !gone[at] && holds && !running[at] && weights.linked[at] * 2 > weights.words[at];
        crowded[at] = around || own();
    }
    crowded
}

/// What runs between the headline and a body that begins below it: many pages set the first paragraph apart.
fn lead<'p>(
    tree: &Tree,
    all: &'p [Part],
    headline: Option<usize>,
    body: usize,
) -> impl Iterator<Item = &'p Part> + use<'p> {
    let start = headline.filter(|&headline| all[headline].at < body && tree.node(all[headline].at).end <= body);
    let between = start.map_or(&all[..0], |start| &all[start + 1..]);
    let above: Vec<&Part> = between.iter().take_while(|part| part.at < body).collect();
    // With more than a few parts between, the headline belongs to something else.
    let above = if above.len() <= 8 { above } else { Vec::new() };
    above.into_iter().filter(|part| is_running(part) && !part.item && part.words.len() >= 60)
}

/// Lines under "More stories" and the like are other reports' headlines, until text runs again: kept, never read.
fn without_pointers(mut parts: Vec<Part>) -> Vec<Part> {
    let mut pointing = false;
    for part in &mut parts {
        if lists::points_to_others(&part.words) {
            pointing = true;
        } else {
            let runs =
                part.kind.tells() && !part.item && ends_sentence(&part.words) && part.linked * 2 <= part.words.len();
            pointing = pointing && !runs && part.words.len() <= 300;
        }
        if pointing {
            part.kind = BlockKind::Noise;
        }
    }
    parts
}

/// Galleries and pull-outs say the same words again.
fn once(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut seen = HashSet::new();
    parts.filter(|part| part.words.len() < 40 || seen.insert(part.words.clone())).collect()
}

/// A heading with no text soon under it headed something that is gone; what was only shaped like one is text after all.
fn without_loose_ends(parts: Vec<Part>) -> Vec<Part> {
    let heads = |at: usize| parts[at + 1..].iter().take(3).any(|part| part.kind.tells());
    let loose: Vec<bool> = (0..parts.len()).map(|at| parts[at].kind == BlockKind::Heading && !heads(at)).collect();
    let settled = parts.into_iter().zip(loose).filter_map(|(part, loose)| match (loose, part.shaped) {
        (true, false) => None,
        (true, true) => Some(Part { kind: BlockKind::Paragraph, ..part }),
        (false, _) => Some(part),
    });
    settled.collect()
}
