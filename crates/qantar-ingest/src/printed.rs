//! The days that a page prints: in `<time>` elements and in the lines around its headline.

use crate::article::Article;
use crate::dates::{self, Order};
use crate::lists;
use crate::page::Days;
use crate::tree::Tree;
use crate::vote::{Vote, votes};
use qantar_record::BlockKind;

/// What a day is worth that stands (guesses, 2026-11): in a `<time>` element said to be the publication, in another
/// near the headline, in a line near the headline, in a `<time>` element inside the text.
const MARKED: u32 = 7;
const TIMED: u32 = 6;
const LINED: u32 = 4;
const INSIDE: u32 = 1;

/// The days printed in the article and just above it.
pub(crate) fn days(tree: &Tree, article: &Article, order: Order) -> Days {
    let mut days = Days::default();
    timed(tree, article, order, &mut days);
    lined(article, order, &mut days);
    days
}

/// `<time>` and what is marked like it: the first few count, later ones are about something else.
fn timed(tree: &Tree, article: &Article, order: Order, days: &mut Days) {
    let (mut published, mut modified) = (0, 0);
    for at in (0..tree.len())
        .filter(|&at| matches!(tree.name(at), "time" | "abbr" | "relative-time") && article.is_near(tree, at))
    {
        let attribute = ["datetime", "title", "content"].iter().find_map(|name| tree.attribute(at, name));
        let words =
            attribute.filter(|words| words.bytes().any(|b| b.is_ascii_digit())).unwrap_or_else(|| tree.words(at, 200));
        let class =
            ["class", "itemprop", "pubdate"].iter().filter_map(|name| tree.attribute(at, name)).collect::<Vec<_>>();
        let class = class.join(" ").to_lowercase();
        let changed = ["update", "modif"].iter().any(|mark| class.contains(mark)) && !class.contains("publish")
            || lists::is_update(&label(tree, at));
        let said = class.contains("publish") || tree.attribute(at, "pubdate").is_some();
        let weight = match (said, article.is_above(at)) {
            (true, true) => MARKED,
            (_, true) => TIMED,
            (_, false) => INSIDE,
        };
        let (seen, to) =
            if changed { (&mut modified, &mut days.modified) } else { (&mut published, &mut days.published) };
        let mut found = votes(&words, weight, order);
        if article.is_above(at) {
            // What is shown may be another day than the machine's.
            found.extend(
                dates::find_in(&tree.words(at, 200), order)
                    .and_then(|day| day.date(found.first().map(|vote| vote.date)))
                    .map(|date| Vote { date, weight: found.first().map_or(0, |vote| vote.weight / 2), open: false }),
            );
        }
        if *seen < 2 && !found.is_empty() {
            // A second time in the same place is more often the change than the publication.
            let share = if *seen == 0 || said { 1 } else { 3 };
            to.extend(found.into_iter().map(|vote| Vote { weight: vote.weight / share, ..vote }));
            *seen += 1;
        }
    }
}

/// So many characters in front of a `<time>` say what it is the time of, looked for in so many nodes (guesses, November
/// 2026).
const LABEL: usize = 41;
const LABEL_NODES: usize = 500;

/// The words in front of an element on its line, in lower case; no more of them than a label has.
fn label(tree: &Tree, at: usize) -> String {
    let around = tree.node(at).parent;
    let mut backwards: Vec<char> = Vec::new();
    for before in (around..at).rev().take(LABEL_NODES) {
        tree.text(before, |text| backwards.extend(text.chars().rev().take(LABEL - backwards.len())));
        if backwards.len() >= LABEL {
            break;
        }
    }
    let lower = backwards.into_iter().rev().collect::<String>().to_lowercase();
    let cut = lower.char_indices().rev().nth(LABEL - 1).map_or(0, |(at, _)| at);
    lower[cut..].to_owned()
}

/// Lines near the headline that hold little else than days, each with the words before it: "Published: 5 January 2022 |
/// Updated: 6 January 2022".
fn lined(article: &Article, order: Order, days: &mut Days) {
    for part in article.lines_near_headline() {
        let numbers = [order, Order::DayFirst, Order::MonthFirst];
        let mut reached = 0;
        for day in dates::all_in(&part.words, numbers[0]) {
            let before = part.words[reached..day.range.start].to_lowercase();
            let words = &part.words[day.range.clone()];
            reached = day.range.end;
            // A sentence tells of a day; a byline states it.
            if part.kind != BlockKind::Byline && before.split_whitespace().count() > 8 {
                continue;
            }
            let to = if lists::is_update(&before) { &mut days.modified } else { &mut days.published };
            to.extend(votes(words, LINED, order));
        }
        if reached == 0 {
            // Numbers in no order that is known still favour what agrees with them.
            let open = numbers[1..].iter().filter_map(|&order| dates::find_in(&part.words, order));
            let mut open: Vec<Vote> =
                open.filter_map(|day| votes(&part.words[day.range], LINED, order).into_iter().next()).collect();
            open.iter_mut().for_each(|vote| vote.open = true);
            days.published.extend(open);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup;

    /// What stands in front of each `<time>` of a page.
    fn labels(page: &str) -> Vec<String> {
        let built = markup::page(page).expect("a page that can be built");
        let tree = Tree::of(&built);
        tree.named("time").map(|at| label(&tree, at)).collect()
    }

    #[test]
    fn a_label_is_what_stands_right_before() {
        assert_eq!(
            labels("<p>First <b>Updated</b> on <time>x</time>, <time>y</time>"),
            ["first updated on ", "first updated on x, "]
        );
        assert_eq!(labels(&format!("<p>{} Updated: <time>x</time>", "İ".repeat(100)))[0].chars().count(), LABEL);
    }

    #[test]
    fn many_times_on_one_line_are_labelled_each_in_the_same_time() {
        let labels = labels(&format!("<p>{}{}", "word ".repeat(100_000), "<time>5 May</time>, ".repeat(20_000)));
        assert!(labels[19_999].ends_with("5 may, 5 may, "));
    }
}
