//! Hand-marked toponyms: LGL (Lieberman 2010) and GeoVirus (Gritta 2018), both XML.

use super::Point;
use qantar::record::{Document, DocumentParts, Span};
use roxmltree::Node;
use std::path::Path;

/// A report with its toponyms.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its id in the set and in the systems' outputs.
    pub id: String,
    /// The text with what is known of it.
    pub document: Document,
    /// Its toponyms, in order.
    pub toponyms: Vec<Gold>,
}

/// One hand-marked toponym.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The words.
    pub span: Span,
    /// Where the words start as the set counts, which the outputs of systems repeat.
    pub start: usize,
    /// Where it is; none when nobody could say.
    pub point: Option<Point>,
    /// GeoNames id, when the set has one.
    pub geonames: Option<u32>,
    /// GeoNames' code of what it is, or empty.
    pub code: String,
}

/// A set by its name, `lgl` or `geovirus`, read from the folder of the sets, with or without its outlets' addresses.
///
/// # Errors
/// With a line that says which file cannot be read.
pub fn load(folder: &Path, set: &str, outlets: bool) -> Result<Vec<Report>, String> {
    let file = folder.join(match set {
        "lgl" => "lgl.xml",
        _ => "GeoVirus.xml",
    });
    let wrong = |e: &dyn std::fmt::Display| format!("cannot read {}: {e}", file.display());
    let text = std::fs::read_to_string(&file).map_err(|e| wrong(&e))?;
    let tree = roxmltree::Document::parse(&text).map_err(|e| wrong(&e))?;
    let articles = tree.descendants().filter(|node| node.has_tag_name("article"));
    Ok(articles.enumerate().filter_map(|(at, article)| report(at, article, outlets)).collect())
}

fn report(at: usize, article: Node<'_, '_>, outlets: bool) -> Option<Report> {
    let text = of(article, "text")?;
    // GeoVirus has no ids: the outputs of systems number its reports from 1001.
    let id = article.attribute("docid").map_or_else(|| (1001 + at).to_string(), str::to_owned);
    let marks = article.descendants().filter(|node| matches!(node.tag_name().name(), "toponym" | "location"));
    let toponyms: Vec<Gold> = marks.filter_map(|mark| gold(mark, &text)).collect();
    let url = of(article, "url").or_else(|| of(article, "domain")).or_else(|| of(article, "source"));
    let parts = DocumentParts {
        received: text.as_bytes(),
        published: of(article, "dltime").and_then(|time| time.get(..10)?.parse().ok()),
        publisher: of(article, "domain").filter(|_| outlets),
        url: url.filter(|_| outlets),
        text: text.clone(),
        language: Some("en".into()),
        ..DocumentParts::default()
    };
    Some(Report { id, document: Document::new(parts), toponyms })
}

fn of(node: Node<'_, '_>, tag: &str) -> Option<String> {
    node.descendants().find(|inner| inner.has_tag_name(tag))?.text().map(str::to_owned)
}

fn gold(mark: Node<'_, '_>, text: &str) -> Option<Gold> {
    let number = |tag: &str| of(mark, tag)?.trim().parse::<f64>().ok();
    let start = number("start")? as usize;
    let words = of(mark, "phrase").or_else(|| of(mark, "name"))?;
    let tag = mark.descendants().find(|node| node.has_tag_name("gaztag"));
    Some(Gold {
        span: locate(text, &words, start)?,
        start,
        point: number("lat").zip(number("lon")),
        geonames: tag.and_then(|tag| tag.attribute("geonameid")?.parse().ok()),
        code: of(mark, "fcode").unwrap_or_default(),
    })
}

/// The words nearest to where the set says they start; it counts characters, some sets one too many.
fn locate(text: &str, words: &str, start: usize) -> Option<Span> {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let places = [start, start.saturating_sub(1), start.saturating_sub(2), start + 1, start + 2];
    let exact = places.into_iter().map(byte).find(|&at| text[at..].starts_with(words));
    let from = exact.unwrap_or(byte(start));
    let to = exact.map_or_else(|| byte(start + words.chars().count()), |at| at + words.len());
    (from < to).then(|| Span::new(from, to))
}
