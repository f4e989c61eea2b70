//! Pages that are several reports under one headline: live blogs, round-ups, timelines. Their items are told apart by
//! the times that head them, else by the entries that the page's JSON-LD lists.

use crate::article::Article;
use crate::dates::{self, Order};
use crate::kinds;
use crate::linked::Update;
use crate::page::Facts;
use crate::tree::Tree;
use crate::vote::{self, votes};
use crate::walk::Part;
use jiff::civil::Date;
use qantar_record::BlockKind;
use std::collections::HashMap;
use std::ops::Range;

/// One item of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The day that heads it.
    pub date: Date,
    /// Which parts of the article are its own.
    pub parts: Range<usize>,
    /// The name by which an address points to it.
    pub anchor: Option<String>,
}

/// Fewer items than these are an article with a date or two in it (a guess, 2026-11).
const LEAST: usize = 3;

/// The items of an article; none where it is one report. The page's day is the one that years left out are near to.
pub(crate) fn items(tree: &Tree, article: &Article, facts: &Facts) -> Vec<Item> {
    let tells =
        |parts: &[Part]| -> usize { parts.iter().filter(|part| part.kind.tells()).map(|part| part.words.len()).sum() };
    // Most of the text stands in the items, or they are something beside it.
    let is_most = |items: &Vec<Item>| {
        let inside: usize = items.iter().map(|item| tells(&article.parts[item.parts.clone()])).sum();
        items.len() >= LEAST && inside * 2 > tells(&article.parts)
    };
    let timed = timed(tree, article);
    if timed.len() >= LEAST {
        return Some(timed).filter(is_most).unwrap_or_default();
    }
    let listed = Some(listed(tree, article, &facts.updates)).filter(is_most);
    listed.or_else(|| Some(headed(article, facts.published)).filter(is_most)).unwrap_or_default()
}

/// Items that begin where an entry of the page's JSON-LD does: in the element that its address points to, or with the words
/// that its headline or its text begins with. Each reaches to the next.
fn listed(tree: &Tree, article: &Article, updates: &[Update]) -> Vec<Item> {
    if updates.len() < LEAST {
        return Vec::new();
    }
    let begun = begun(tree, article, updates);
    let starts: Vec<(usize, usize)> = begun.chunk_by(|(_, one), (_, other)| one == other).map(|run| run[0]).collect();
    let ends = starts.iter().skip(1).map(|&(nth, _)| led(article, nth)).chain([article.parts.len()]);
    let item = |(&(nth, update), end): (&(usize, usize), usize)| {
        let Update { stated, anchor, .. } = &updates[update];
        let parts = led(article, nth)..end;
        let tells = article.parts[parts.clone()].iter().any(|part| part.kind.tells());
        let date = vote::elect(&votes(stated, 1, Order::Unknown), None).filter(|_| tells)?;
        Some(Item { date, parts, anchor: anchor.clone() })
    };
    starts.iter().zip(ends).filter_map(item).collect()
}

/// So many letters are enough to know the words of an entry by.
const KNOWN: usize = 24;

/// The parts that belong to an entry for certain, in order, each with its entry.
fn begun(tree: &Tree, article: &Article, updates: &[Update]) -> Vec<(usize, usize)> {
    let known = |words: &str| kinds::letters(words).take(KNOWN).collect::<String>();
    // Words that several entries begin with tell none of them.
    let mut by_words: HashMap<String, Option<usize>> = HashMap::new();
    let mut by_anchor: HashMap<&str, usize> = HashMap::new();
    for (at, update) in updates.iter().enumerate() {
        for words in update.beginnings.iter().map(|words| known(words)).filter(|words| !words.is_empty()) {
            by_words.entry(words).and_modify(|other| *other = other.filter(|&other| other == at)).or_insert(Some(at));
        }
        by_anchor.extend(update.anchor.as_deref().map(|anchor| (anchor, at)));
    }
    let pointed: Vec<(Range<usize>, usize)> = (0..tree.len())
        .filter_map(|at| Some((at..tree.node(at).end, *by_anchor.get(tree.attribute(at, "id")?.as_str())?)))
        .collect();
    let entry = |part: &Part| {
        // Elements are in the order in which they start, so the last that holds the part is the innermost.
        let before = pointed.partition_point(|(inside, _)| inside.start <= part.at);
        let inside = pointed[..before].last().filter(|(inside, _)| inside.contains(&part.at)).map(|(_, at)| *at);
        inside.or_else(|| by_words.get(&known(&part.words)).copied().flatten())
    };
    article.parts.iter().enumerate().filter_map(|(nth, part)| Some((nth, entry(part)?))).collect()
}

/// Where an item begins whose first words are this part: at a clock right above them.
fn led(article: &Article, nth: usize) -> usize {
    let is_clock = |part: &&Part| {
        part.words.len() <= 24
            && part.words.starts_with(|c: char| c.is_ascii_digit())
            && part.words.contains([':', '.'])
    };
    nth - article.parts[..nth].iter().rev().take(1).filter(is_clock).count()
}

/// Items that hold one `<time>` each and stand beside each other.
fn timed(tree: &Tree, article: &Article) -> Vec<Item> {
    let times: Vec<(usize, Date)> = tree
        .named("time")
        .filter(|&at| article.is_near(tree, at))
        .filter_map(|at| {
            let words = tree.attribute(at, "datetime").unwrap_or_else(|| tree.words(at, 100));
            Some((at, vote::elect(&votes(&words, 1, Order::Unknown), None)?))
        })
        .collect();
    if times.len() < LEAST {
        return Vec::new();
    }
    // In the order in which they stand.
    let before = |at: usize| times.partition_point(|&(time, _)| time < at);
    let held = |at: usize| before(tree.node(at).end) - before(at);
    let items: Vec<(usize, usize, Date)> = times
        .iter()
        .filter_map(|&(time, date)| {
            let whole = tree.around(time).take_while(|&around| held(around) == 1).last()?;
            Some((tree.node(whole).parent, whole, date))
        })
        .collect();
    let mut beside: HashMap<usize, usize> = HashMap::new();
    items.iter().for_each(|(parent, _, _)| *beside.entry(*parent).or_default() += 1);
    let Some(parent) = items.iter().map(|(parent, _, _)| *parent).max_by_key(|parent| beside[parent]) else {
        return Vec::new();
    };
    let firsts = firsts(tree, article, &items);
    let own = items.iter().filter(|(other, _, _)| *other == parent).filter_map(|&(_, whole, date)| {
        let inside = |part: &Part| (whole..tree.node(whole).end).contains(&part.at);
        let start = *firsts.get(&whole)?;
        let end = start + article.parts[start..].iter().take_while(|part| inside(part)).count();
        let tells = article.parts[start..end].iter().any(|part| part.kind.tells());
        let anchor = tree.attribute(whole, "id").filter(|id| !id.contains(char::is_whitespace));
        tells.then_some(Item { date, parts: start..end, anchor })
    });
    own.collect()
}

/// The first part in each of some elements, which stand beside each other and in order.
fn firsts(tree: &Tree, article: &Article, items: &[(usize, usize, Date)]) -> HashMap<usize, usize> {
    let mut firsts = HashMap::new();
    for (nth, part) in article.parts.iter().enumerate() {
        let before = items.partition_point(|&(_, whole, _)| whole <= part.at);
        if let Some(&(_, whole, _)) = items[..before].last().filter(|(_, whole, _)| part.at < tree.node(*whole).end) {
            firsts.entry(whole).or_insert(nth);
        }
    }
    firsts
}

/// Items that stand under headings which are days: "Monday, 3 May 2024".
fn headed(article: &Article, published: Option<Date>) -> Vec<Item> {
    let day = |part: &Part| {
        let heads = matches!(part.kind, BlockKind::Heading | BlockKind::Byline) && part.words.len() <= 80;
        let day = dates::find(&part.words).filter(|_| heads)?;
        (day.range.start == 0).then(|| day.date(published)).flatten()
    };
    let heads: Vec<(usize, Date)> =
        article.parts.iter().enumerate().filter_map(|(nth, part)| Some((nth, day(part)?))).collect();
    let ends = heads.iter().skip(1).map(|(nth, _)| *nth).chain([article.parts.len()]);
    let items = heads.iter().zip(ends).map(|(&(start, date), end)| Item { date, parts: start..end, anchor: None });
    items.filter(|item| article.parts[item.parts.clone()].iter().any(|part| part.kind.tells())).collect()
}
