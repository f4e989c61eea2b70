//! Pages that are several reports under one headline: live blogs, round-ups, timelines. Their items are told apart by
//! the times that head them.

use crate::article::Article;
use crate::dates::{self, Order};
use crate::tree::Tree;
use crate::vote::{self, votes};
use crate::walk::Part;
use jiff::civil::Date;
use qantar_record::BlockKind;
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

/// The items of an article; none where it is one report. `published` is the day that years left out are near to.
pub(crate) fn items(tree: &Tree, article: &Article, published: Option<Date>) -> Vec<Item> {
    let timed = timed(tree, article);
    let items = if timed.len() >= LEAST { timed } else { headed(article, published) };
    let tells =
        |parts: &[Part]| -> usize { parts.iter().filter(|part| part.kind.tells()).map(|part| part.words.len()).sum() };
    let inside: usize = items.iter().map(|item| tells(&article.parts[item.parts.clone()])).sum();
    // Most of the text stands in the items, or they are something beside it.
    if items.len() >= LEAST && inside * 2 > tells(&article.parts) { items } else { Vec::new() }
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
    let held = |at: usize| times.iter().filter(|(time, _)| (at..tree.node(at).end).contains(time)).count();
    let items: Vec<(usize, usize, Date)> = times
        .iter()
        .filter_map(|&(time, date)| {
            let whole = tree.around(time).take_while(|&around| held(around) == 1).last()?;
            Some((tree.node(whole).parent, whole, date))
        })
        .collect();
    let beside = |parent: usize| items.iter().filter(|(other, _, _)| *other == parent).count();
    let Some(parent) = items.iter().map(|(parent, _, _)| *parent).max_by_key(|&parent| beside(parent)) else {
        return Vec::new();
    };
    let own = items.iter().filter(|(other, _, _)| *other == parent).filter_map(|&(_, whole, date)| {
        let inside = |part: &Part| (whole..tree.node(whole).end).contains(&part.at);
        let start = article.parts.iter().position(inside)?;
        let end = start + article.parts[start..].iter().take_while(|part| inside(part)).count();
        let tells = article.parts[start..end].iter().any(|part| part.kind.tells());
        let anchor = tree.attribute(whole, "id").filter(|id| !id.contains(char::is_whitespace));
        tells.then_some(Item { date, parts: start..end, anchor })
    });
    own.collect()
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
