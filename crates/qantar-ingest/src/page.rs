//! What a page states about its report: its title, author, publisher, days, address. Where each is looked for, and what
//! each place is worth, is in `data/ingest/facts.txt`.

use crate::article::Article;
use crate::byline;
use crate::dates::{self, Order};
use crate::draft::tidy;
use crate::kinds;
use crate::linked::{self, Names, Update};
use crate::lists;
use crate::printed;
use crate::tree::Tree;
use crate::vote::{self, Vote, votes};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The facts a page states.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub title: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<Date>,
    pub modified: Option<Date>,
    /// A day that was stated and could not be read, as worded.
    pub unread_day: Option<String>,
    pub url: Option<String>,
    /// The language as tagged.
    pub language: Option<String>,
    /// The entries of a live page, as its JSON-LD lists them.
    pub updates: Vec<Update>,
}

/// Something that a page states in one of the places of the list.
struct Stated {
    fact: &'static str,
    weight: u32,
    words: String,
}

/// The kind of a place and its name there.
type Place = (&'static str, &'static str);

/// By place: the facts it may state, with their weights.
static PLACES: LazyLock<HashMap<Place, Vec<(&'static str, u32)>>> = LazyLock::new(|| {
    let mut places: HashMap<_, Vec<_>> = HashMap::new();
    for line in lists::entries(lists::FACTS) {
        let mut columns = line.splitn(4, ' ');
        if let (Some(fact), Some(Ok(weight)), Some(kind), Some(name)) =
            (columns.next(), columns.next().map(str::parse), columns.next(), columns.next())
        {
            places.entry((kind, name)).or_default().push((fact, weight));
        }
    }
    places
});

/// What the page states. No day later than `latest` is believed.
pub(crate) fn facts(tree: &Tree, article: &Article, latest: Option<Date>) -> Facts {
    let mut gathered = Gathered::default();
    let values: Vec<Value> = scripts(tree, true).flat_map(|script| linked::values(&script)).collect();
    gathered.linked_data(tree, &values);
    gathered.elements(tree, article);
    if !gathered.stated.iter().any(|stated| stated.fact == "published" && stated.weight > SURE) {
        gathered.other_scripts(tree);
    }
    let tagged =
        tree.named("html").find_map(|at| tree.attribute(at, "lang").or_else(|| tree.attribute(at, "xml:lang")));
    let language = tagged.filter(|tag| !tag.trim().is_empty());
    let url = gathered.heaviest("url").filter(|url| url.contains("://"));
    let country = gathered.heaviest("country");
    let order = order(language.as_deref(), country.as_deref(), url.as_deref());
    let days = gathered.days(tree, article, order, url.as_deref());
    let (published, modified) = (vote::elect(&days.published, latest), vote::elect(&days.modified, latest));
    let worded = gathered.heaviest("published");
    let publisher = gathered.heaviest("publisher");
    let author = gathered.heaviest_that("author", |author| !author.contains("://") && author.len() <= 200);
    Facts {
        title: headline(tree, gathered.heaviest("title")).map(|title| without_publisher(title, publisher.as_deref())),
        author: author.map(unopened),
        unread_day: worded.filter(|_| published.is_none()),
        // A page that only says when it was changed was there on that day.
        published: published.or(modified),
        modified: modified.filter(|modified| published.is_none_or(|published| *modified >= published)),
        publisher,
        url,
        language,
        updates: linked::updates(&linked::objects(&values)),
    }
}

/// From this weight on a place is sure enough not to look into the scripts of the page.
const SURE: u32 = 5;

#[derive(Default)]
struct Gathered {
    stated: Vec<Stated>,
}

/// What is voted for as the day of publication and as the day of the last change.
#[derive(Default)]
pub(crate) struct Days {
    pub published: Vec<Vote>,
    pub modified: Vec<Vote>,
}

impl Gathered {
    /// Notes what a place states, the first time it does.
    fn note(&mut self, kind: &str, name: &str, words: &str) {
        let Some(facts) = PLACES.get(&(kind, name)) else { return };
        let Some(words) = tidy(words).filter(|words| words.len() <= 500) else { return };
        for &(fact, weight) in facts {
            self.stated.push(Stated { fact, weight, words: words.clone() });
        }
    }

    fn heaviest(&self, fact: &str) -> Option<String> {
        self.heaviest_that(fact, |_| true)
    }

    fn heaviest_that(&self, fact: &str, stands: impl Fn(&str) -> bool) -> Option<String> {
        let fitting = self.stated.iter().filter(|stated| stated.fact == fact && stands(&stated.words));
        // The first of the heaviest: `max_by_key` would take the last.
        fitting.rev().max_by_key(|stated| stated.weight).map(|stated| stated.words.clone())
    }

    /// What the JSON-LD says of the article, and what its other objects say.
    fn linked_data(&mut self, tree: &Tree, values: &[Value]) {
        const ARTICLES: [&str; 4] = ["Article", "BlogPosting", "Report", "LiveBlogPosting"];
        const PAGES: [&str; 3] = ["WebPage", "VideoObject", "CreativeWork"];
        let all = linked::objects(values);
        let names = Names::of(&all);
        let articles: Vec<&Map<String, Value>> =
            all.iter().copied().filter(|object| linked::is(object, &ARTICLES)).collect();
        let shown: Vec<String> = tree.named("h1").filter_map(|at| tidy(&tree.words(at, 500))).collect();
        let titled = |object: &&&Map<String, Value>| {
            let title = linked::field(object, "headline").and_then(|title| names.named(title));
            title.is_some_and(|title| shown.iter().any(|shown| kinds::same(shown, &title)))
        };
        let article = articles.iter().find(titled).or(articles.first()).copied();
        let page = all.iter().copied().find(|object| linked::is(object, &PAGES));
        for (kind, object) in [("ld", article), ("page", page)] {
            for (name, value) in object.into_iter().flatten() {
                let name = name.to_ascii_lowercase();
                // The text of the article is a field as well, and states nothing.
                let known = PLACES.contains_key(&(kind, name.as_str()));
                if let Some(words) = known.then(|| names.named(value)).flatten() {
                    self.note(kind, &name, &words);
                }
            }
        }
    }

    /// What the elements state, each place once: the first is the page's own.
    fn elements(&mut self, tree: &Tree, article: &Article) {
        let mut seen: HashSet<(&str, String)> = HashSet::new();
        let mut once = |gathered: &mut Gathered, kind: &'static str, name: String, words: &str| {
            let known = PLACES.contains_key(&(kind, name.as_str()));
            if known && !words.trim().is_empty() && !seen.contains(&(kind, name.clone())) {
                gathered.note(kind, &name, words);
                seen.insert((kind, name));
            }
        };
        for at in 0..tree.len() {
            match tree.name(at) {
                "" => {}
                "meta" => {
                    let content = tree.attribute(at, "content").unwrap_or_default();
                    for name in ["property", "name", "itemprop", "http-equiv"] {
                        if let Some(name) = tree.attribute(at, name) {
                            once(self, "meta", name.trim().to_ascii_lowercase(), &content);
                        }
                    }
                }
                "link" => {
                    let name = tree.attribute(at, "rel").unwrap_or_default().to_ascii_lowercase();
                    once(self, "link", name, &tree.attribute(at, "href").unwrap_or_default());
                }
                "input" => {
                    let name = tree.attribute(at, "name").or_else(|| tree.attribute(at, "id")).unwrap_or_default();
                    once(self, "hidden", name.to_ascii_lowercase(), &tree.attribute(at, "value").unwrap_or_default());
                }
                _ if !article.is_near(tree, at) => {}
                _ => {
                    if let Some(name) = tree.attribute(at, "itemprop") {
                        let stated = ["content", "datetime", "title"].iter().find_map(|name| tree.attribute(at, name));
                        let words = stated.unwrap_or_else(|| tree.words(at, 200));
                        once(self, "item", name.to_ascii_lowercase(), &words);
                    }
                    let mut data: Vec<(String, String)> = Vec::new();
                    tree.attributes(at, |name, value| {
                        if name.starts_with("data-") && PLACES.contains_key(&("data", name)) {
                            data.push((name.to_owned(), value.to_owned()));
                        }
                    });
                    data.into_iter().for_each(|(name, value)| once(self, "data", name, &value));
                }
            }
        }
    }

    /// The first value of each known field in scripts that are not JSON-LD, or that are but cannot be read.
    fn other_scripts(&mut self, tree: &Tree) {
        let known = || PLACES.keys().filter(|(kind, _)| *kind == "script").map(|(_, name)| *name);
        for script in scripts(tree, false).chain(scripts(tree, true)) {
            let lower = script.to_ascii_lowercase();
            let mut names: Vec<&str> = known().collect();
            names.sort_unstable();
            for name in names {
                if let Some(value) = valued(&lower, name) {
                    self.note("script", name, &value.to_ascii_uppercase());
                }
            }
        }
    }

    fn days(&self, tree: &Tree, article: &Article, order: Order, url: Option<&str>) -> Days {
        let mut days = printed::days(tree, article, order);
        for Stated { fact, weight, words } in &self.stated {
            match *fact {
                "published" => days.published.extend(votes(words, *weight, order)),
                "modified" => days.modified.extend(votes(words, *weight, order)),
                _ => {}
            }
        }
        days.published.extend(url.and_then(of_address).map(|date| Vote { date, weight: 60, open: false }));
        days
    }
}

/// The texts of the page's scripts: those that are JSON-LD, or the others.
fn scripts<'t>(tree: &'t Tree, linked: bool) -> impl Iterator<Item = String> + 't {
    let is_linked = |at: usize| {
        tree.attribute(at, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    };
    tree.named("script").filter(move |&at| is_linked(at) == linked).map(|at| tree.raw(at))
}

/// The value of a field in a script: `"datepublished": "2022-01-05"`, quotes escaped or not.
fn valued<'s>(script: &'s str, name: &str) -> Option<&'s str> {
    let at = script
        .match_indices(name)
        .map(|(at, _)| at + name.len())
        .find(|&at| script[at..].starts_with(['"', '\'', '\\']))?;
    let rest = script[at..].trim_start_matches(['"', '\'', '\\', ' ']).strip_prefix(':')?;
    let rest = rest.trim_start_matches(['"', '\'', '\\', ' ']);
    let end = rest.find(['"', '\'', '\\', ',', '}']).filter(|&end| (8..=40).contains(&end))?;
    Some(&rest[..end])
}

/// The day in an address: ".../2022/01/05/...", ".../2022-01-05-...", ".../20220105...", ".../2022/jan/05/...".
fn of_address(url: &str) -> Option<Date> {
    let path = url.split_once("://")?.1;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let numbers = path.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 8);
    let whole = numbers.filter_map(dates::stated).find(|date| (1995..2100).contains(&date.year()));
    // Months in addresses are in lower case.
    let mut titled = String::with_capacity(path.len());
    for c in path.chars() {
        let opens = !titled.ends_with(char::is_alphabetic);
        titled.push(if opens { c.to_ascii_uppercase() } else { c });
    }
    let dated = || dates::all_in(&titled, Order::Unknown).filter(|day| day.year.is_some_and(|year| year >= 1995));
    whole.or_else(|| dated().find_map(|day| day.date(None)))
}

/// In which order numbers in dates stand: as in the country of the page, else as in all countries of its language.
fn order(language: Option<&str>, country: Option<&str>, url: Option<&str>) -> Order {
    let region =
        |tag: &str| tag.split(['-', '_']).nth(1).map(str::to_ascii_lowercase).filter(|region| region.len() == 2);
    let host = url.and_then(|url| url.split("://").nth(1)?.split('/').next());
    let top = host.and_then(|host| host.rsplit('.').next()).filter(|top| top.len() == 2).map(str::to_ascii_lowercase);
    let spoken = language.and_then(|tag| tag.split(['-', '_']).next()).map(str::to_ascii_lowercase);
    let place = top.or_else(|| language.and_then(region)).or_else(|| country.and_then(region));
    match (place, spoken.as_deref()) {
        (Some(place), _) if lists::entries(lists::COUNTRIES).any(|country| country == place) => Order::MonthFirst,
        (Some(_), _) => Order::DayFirst,
        (None, Some("en") | None) => Order::Unknown,
        (None, Some(_)) => Order::DayFirst,
    }
}

/// The author without a "By" before the name.
fn unopened(author: String) -> String {
    byline::parse(&author).and_then(|line| line.author).unwrap_or(author)
}

/// The headline: the one stated, in the words of the page where these say the same; else the only `<h1>`; else the
/// window's title.
fn headline(tree: &Tree, stated: Option<String>) -> Option<String> {
    let shown: Vec<String> = tree.named("h1").filter_map(|at| tidy(&tree.words(at, 500))).collect();
    let sole = || shown.first().filter(|_| shown.len() == 1).cloned();
    match stated {
        Some(stated) => shown.iter().find(|shown| kinds::same(shown, &stated)).cloned().or(Some(stated)),
        None => sole().or_else(|| tree.named("title").find_map(|at| tidy(&tree.raw(at)))),
    }
}

/// "Strike in Oruro | Herald" without the Herald.
fn without_publisher(title: String, publisher: Option<&str>) -> String {
    let cut = title.char_indices().rev().find(|(_, c)| matches!(c, '|' | '-' | '–' | '—' | '·'));
    match (cut, publisher) {
        (Some((at, mark)), Some(publisher)) if at > 0 && kinds::same(&title[at + mark.len_utf8()..], publisher) => {
            title[..at].trim_end().to_owned()
        }
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn addresses_hold_days() {
        let day = Some(date(2022, 1, 5));
        let cases = [
            ("https://example.org/2022/01/05/strike", day),
            ("https://example.org/news/2022/1/5/strike.html", day),
            ("https://example.org/2022/jan/05/strike", day),
            ("https://example.org/strike-2022-01-05", day),
            ("https://example.org/a20220105b/strike", day),
            ("https://example.org/strike-20220105.html", day),
            ("https://example.org/2022/01/strike", None),
            ("https://example.org/article-14848164.php", None),
            ("https://example.org/strike?on=2022-01-05", None),
        ];
        for (url, day) in cases {
            assert_eq!(of_address(url), day, "{url}");
        }
    }

    #[test]
    fn the_order_of_numbers_is_the_country_s() {
        assert_eq!(order(Some("en-US"), None, None), Order::MonthFirst);
        assert_eq!(order(Some("en"), Some("en_GB"), None), Order::DayFirst);
        assert_eq!(order(Some("en"), None, Some("https://example.in/a")), Order::DayFirst);
        assert_eq!(order(Some("en"), None, Some("https://example.com/a")), Order::Unknown);
        assert_eq!(order(Some("kk"), None, None), Order::DayFirst);
    }
}
