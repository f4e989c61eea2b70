//! Saved HTML pages: the report's words without the page around them.
//!
//! Scripts never run and nothing is fetched. A page has no text of its own to keep: the text is made here, the blocks of
//! the article joined by empty lines, with the headline and the byline on top.

use crate::article::{self, Part};
use crate::byline::{self, Byline};
use crate::draft::{Draft, tidy};
use crate::kinds;
use crate::language;
use crate::page::{self, Facts};
use dom_query::Document;
use qantar_record::{Block, BlockKind, Span};

/// Reads a page. Broken markup gives less; a page without text gives an empty draft.
pub(crate) fn read(markup: &str) -> Draft {
    let page = Document::from(markup);
    let facts = page::facts(&page);
    article::remove_furniture(&page);
    let bylines = bylines(&page);
    let parts = on_top(&facts, &bylines, article::parts(page));
    let mut draft = Draft {
        url: facts.url,
        title: facts.title,
        author: facts.author,
        publisher: facts.publisher,
        language: facts.language.as_deref().and_then(language::stated),
        ..Draft::default()
    };
    draft.publish(facts.published.as_deref().unwrap_or(""));
    join(&parts, &mut draft);
    draft
}

/// The label of the encoding that the first bytes of a page state, in `<meta charset>` or beside its content type.
pub(crate) fn charset(bytes: &[u8]) -> Option<String> {
    // The standard has browsers look through the first 1024 bytes.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let stated = &head[head.find("charset=")? + "charset=".len()..];
    let stated = stated.trim_start_matches(['"', '\'', ' ']);
    let label: String = stated.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!label.is_empty()).then_some(label)
}

/// Where pages put the line that says who wrote them and when.
const BYLINES: &str = "[class*='byline'], [class*='author'], [class*='dateline'], [class*='meta'], [class*='date'], \
    [class*='publish'], [class*='timestamp'], [rel='author'], [itemprop='author'], time";

/// The first line that names an author and the first that names a day; often the same.
fn bylines(page: &Document) -> Vec<Part> {
    let marked = page.select(BYLINES);
    let words = marked.nodes().iter().filter_map(|node| tidy(&article::words(node))).filter(|words| words.len() <= 200);
    let lines: Vec<(String, Byline)> =
        words.filter_map(|words| Some((words.clone(), byline::parse(&words)?))).collect();
    let first = |says: fn(&Byline) -> bool| lines.iter().find(|(_, line)| says(line)).map(|(words, _)| words.clone());
    let (named, dated) = (first(|line| line.author.is_some()), first(|line| line.day.is_some()));
    let twice = dated.filter(|dated| named.as_ref().is_none_or(|named| !named.contains(dated.as_str())));
    named.into_iter().chain(twice).map(|words| Part { kind: BlockKind::Byline, words }).collect()
}

/// The headline and the bylines, then what does not repeat them.
fn on_top(facts: &Facts, bylines: &[Part], parts: Vec<Part>) -> Vec<Part> {
    if parts.is_empty() {
        return parts;
    }
    let title = facts.title.iter().map(|words| Part { kind: BlockKind::Title, words: words.clone() });
    let mut whole: Vec<Part> = title.chain(bylines.iter().cloned()).collect();
    let top = whole.len();
    for part in parts {
        let repeats = whole[..top].iter().any(|above| kinds::same(&above.words, &part.words));
        if !repeats {
            whole.push(part);
        }
    }
    whole
}

/// Joins the parts by empty lines and notes where each stands.
fn join(parts: &[Part], draft: &mut Draft) {
    for part in parts {
        if !draft.text.is_empty() {
            draft.text.push_str("\n\n");
        }
        let start = draft.text.len();
        draft.text.push_str(&part.words);
        draft.blocks.push(Block { kind: part.kind, span: Span::new(start, draft.text.len()) });
    }
}
