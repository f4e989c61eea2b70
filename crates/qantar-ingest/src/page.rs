//! What a page states about its report: JSON-LD first, then `<meta>`, then marked elements.

use crate::article::words;
use crate::byline;
use crate::draft::tidy;
use crate::kinds;
use dom_query::Document;
use serde_json::Value;

/// The facts a page states, as it words them.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub title: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// An element and the attribute that states something; tried in this order.
type Places = &'static [(&'static str, &'static str)];

const TITLE: Places = &[("meta[property='og:title']", "content"), ("meta[name='twitter:title']", "content")];
const AUTHOR: Places = &[
    ("meta[name='author']", "content"),
    ("meta[name='parsely-author']", "content"),
    ("meta[name='sailthru.author']", "content"),
    ("meta[name='dc.creator']", "content"),
    ("meta[name='DC.creator']", "content"),
    ("meta[property='article:author']", "content"),
];
const PUBLISHER: Places = &[
    ("meta[property='og:site_name']", "content"),
    ("meta[name='publisher']", "content"),
    ("meta[name='dc.publisher']", "content"),
    ("meta[name='application-name']", "content"),
];
const PUBLISHED: Places = &[
    ("meta[property='article:published_time']", "content"),
    ("meta[name='article:published_time']", "content"),
    ("meta[property='og:published_time']", "content"),
    ("meta[property='article:published']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("[itemprop='datePublished']", "datetime"),
    ("meta[name='parsely-pub-date']", "content"),
    ("meta[name='sailthru.date']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='dc.date']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='date']", "content"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
];
const URL: Places = &[("link[rel='canonical']", "href"), ("meta[property='og:url']", "content")];

/// What the page states.
pub(crate) fn facts(page: &Document) -> Facts {
    let stated = linked_data(page);
    let publisher = stated.publisher.or_else(|| placed(page, PUBLISHER));
    let title = stated.title.or_else(|| placed(page, TITLE));
    Facts {
        title: headline(page, title).map(|title| without_publisher(title, publisher.as_deref())),
        author: stated.author.or_else(|| placed(page, AUTHOR)).filter(|author| !author.contains("://")).map(unopened),
        published: stated.published.or_else(|| placed(page, PUBLISHED)),
        url: placed(page, URL).or(stated.url).filter(|url| url.contains("://")),
        language: page.select("html").attr("lang").map(|lang| lang.to_string()),
        publisher,
    }
}

/// The author without a "By" before the name.
fn unopened(author: String) -> String {
    byline::parse(&author).and_then(|line| line.author).unwrap_or(author)
}

/// The first of the places that states something.
fn placed(page: &Document, places: Places) -> Option<String> {
    places.iter().find_map(|(element, attribute)| tidy(&page.select_single(element).attr(attribute)?))
}

/// The headline: the one stated, in the words of the page where these say the same; else the only `<h1>`; else the
/// window's title.
fn headline(page: &Document, stated: Option<String>) -> Option<String> {
    let shown: Vec<String> = page.select("h1").nodes().iter().filter_map(|node| tidy(&words(node))).collect();
    let sole = || shown.first().filter(|_| shown.len() == 1).cloned();
    match stated {
        Some(stated) => shown.iter().find(|shown| kinds::same(shown, &stated)).cloned().or(Some(stated)),
        None => sole().or_else(|| tidy(&page.select_single("title").text())),
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

/// What the page's JSON-LD says of the article. Broken JSON says nothing.
fn linked_data(page: &Document) -> Facts {
    let scripts = page.select("script[type='application/ld+json']");
    let read = |node: &dom_query::NodeRef| serde_json::from_str::<Value>(node.text().trim()).ok();
    let found = scripts.nodes().iter().filter_map(read).find_map(|value| article(&value).map(stated));
    found.unwrap_or_default()
}

/// The first article in the value, one array or `@graph` deep.
fn article(value: &Value) -> Option<&Value> {
    const ARTICLES: [&str; 4] = ["Article", "BlogPosting", "Report", "LiveBlogPosting"];
    let is_article =
        |kind: &Value| kind.as_str().is_some_and(|kind| ARTICLES.iter().any(|known| kind.ends_with(known)));
    match value {
        Value::Array(values) => values.iter().find_map(article),
        Value::Object(fields) => {
            let kind = fields.get("@type").unwrap_or(&Value::Null);
            let named = is_article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_article));
            if named { Some(value) } else { fields.get("@graph").and_then(article) }
        }
        _ => None,
    }
}

fn stated(article: &Value) -> Facts {
    let field = |name: &str| article.get(name).and_then(named);
    Facts {
        title: field("headline").or_else(|| field("name")),
        author: field("author").or_else(|| field("creator")),
        publisher: field("publisher"),
        published: field("datePublished").or_else(|| field("dateCreated")),
        url: field("url"),
        language: None,
    }
}

/// A string, the `name` of an object, or several of these.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => tidy(&unescaped(words)),
        Value::Object(fields) => fields.get("name").filter(|name| !name.is_object()).and_then(named),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().filter(|value| !value.is_array()).filter_map(named).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

/// Pages escape the words in their JSON as if they were markup: "Kenya&#8217;s".
fn unescaped(words: &str) -> String {
    if words.contains('&') { Document::fragment(words).text().to_string() } else { words.to_owned() }
}
