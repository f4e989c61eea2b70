//! Saved HTML pages: the report's words without the page around them.
//!
//! Scripts never run and nothing is fetched. A page has no text of its own to keep: the text is made here, the blocks of
//! the article joined by empty lines, with the headline and the byline on top.

use crate::article::Article;
use crate::byline::{self, Byline};
use crate::draft::Draft;
use crate::kinds;
use crate::language;
use crate::live::{self, Item};
use crate::markup;
use crate::page::{self, Facts};
use crate::scan;
use crate::source::{self, Ink};
use crate::tree::Tree;
use crate::walk::Part;
use dom_query::Document;
use jiff::civil::Date;
use qantar_record::{Block, BlockKind, Span};

/// Reads a page as one report. Broken markup gives less; a page without text gives an empty draft.
pub(crate) fn read(markup: &str) -> Draft {
    read_before(markup, None)
}

/// Reads a page as one report; no day later than `latest`, on which it was saved, is believed to be its publication.
pub(crate) fn read_before(markup: &str, latest: Option<Date>) -> Draft {
    match markup::page(markup) {
        Ok(built) => Page::of(&built, latest).whole(markup),
        Err(why) => plain(markup, why),
    }
}

/// Reads a page that was saved on the day `latest`: no later day is believed to be that of its publication.
///
/// A live blog or a round-up gives what stands outside its items, if that is text, and then each item as a report of its
/// own, with the day that heads it as the day of publication. Any other page gives one draft.
pub(crate) fn read_all(markup: &str, latest: Option<Date>) -> Vec<Draft> {
    let built = match markup::page(markup) {
        Ok(built) => built,
        Err(why) => return vec![plain(markup, why)],
    };
    let page = Page::of(&built, latest);
    if page.items.is_empty() { vec![page.whole(markup)] } else { page.apart(markup) }
}

/// What was found on a page.
struct Page {
    facts: Facts,
    bylines: Vec<Part>,
    parts: Vec<Part>,
    items: Vec<Item>,
}

impl Page {
    fn of(built: &Document, latest: Option<Date>) -> Page {
        let tree = Tree::of(built);
        let article = Article::of(&tree);
        let facts = page::facts(&tree, &article, latest);
        let items = live::items(&tree, &article, &facts);
        Page { bylines: bylines(&article), items, parts: article.parts, facts }
    }

    /// All of it as one draft.
    fn whole(self, markup: &str) -> Draft {
        let mut draft = draft_of(&self.facts);
        if let Some(words) = &self.facts.unread_day {
            draft.complain_of_day(words);
        }
        if !self.items.is_empty() {
            draft.complain(format!(
                "{} items under days of their own on this page: relative dates in them count from the day of the page",
                self.items.len()
            ));
        }
        join(&on_top(&self.facts, &self.bylines, self.parts), &mut draft);
        source::find(&Ink::of(markup), &mut draft);
        draft
    }

    /// What stands outside the items, then each item.
    fn apart(self, markup: &str) -> Vec<Draft> {
        let mut inside = vec![false; self.parts.len()];
        self.items.iter().for_each(|item| inside[item.parts.clone()].fill(true));
        let rest: Vec<Part> =
            self.parts.iter().zip(inside).filter(|(_, inside)| !inside).map(|(part, _)| part.clone()).collect();
        let mut drafts = Vec::new();
        if rest.iter().any(|part| part.kind.tells()) {
            let mut draft = draft_of(&self.facts);
            join(&on_top(&self.facts, &self.bylines, rest), &mut draft);
            drafts.push(draft);
        }
        for item in &self.items {
            let address = |url: &String| match &item.anchor {
                Some(anchor) => format!("{}#{anchor}", url.split('#').next().unwrap_or(url)),
                None => url.clone(),
            };
            let mut draft = draft_of(&self.facts);
            draft.url = self.facts.url.as_ref().map(address);
            draft.published = Some(item.date);
            draft.modified = None;
            join(&self.parts[item.parts.clone()], &mut draft);
            drafts.push(draft);
        }
        let ink = Ink::of(markup);
        drafts.iter_mut().for_each(|draft| source::find(&ink, draft));
        drafts
    }
}

/// A draft with the facts of the page and no text.
fn draft_of(facts: &Facts) -> Draft {
    Draft {
        url: facts.url.clone(),
        title: facts.title.clone(),
        author: facts.author.clone(),
        publisher: facts.publisher.clone(),
        published: facts.published,
        modified: facts.modified,
        language: facts.language.as_deref().and_then(language::stated),
        ..Draft::default()
    }
}

/// A page that is not built but read line by line.
fn plain(markup: &str, why: &str) -> Draft {
    let mut draft = Draft::default();
    draft.complain(format!("{why}: read line by line, without telling the article from the page"));
    let parts: Vec<Part> = scan::lines(markup).into_iter().map(|words| Part::of(BlockKind::Paragraph, words)).collect();
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

/// The first line that names an author and the first that names a day; often the same.
fn bylines(article: &Article) -> Vec<Part> {
    let lines: Vec<(&Part, Byline)> =
        article.lines_near_headline().filter_map(|part| Some((part, byline::parse(&part.words)?))).collect();
    let first = |says: fn(&Byline) -> bool| lines.iter().find(|(_, line)| says(line)).map(|(part, _)| *part);
    let (named, dated) = (first(|line| line.author.is_some()), first(|line| line.day.is_some()));
    let twice = dated.filter(|dated| named.is_none_or(|named| !named.words.contains(&dated.words)));
    named.into_iter().chain(twice).map(|part| Part { kind: BlockKind::Byline, ..part.clone() }).collect()
}

/// The headline and the bylines, then what does not repeat them.
fn on_top(facts: &Facts, bylines: &[Part], parts: Vec<Part>) -> Vec<Part> {
    if parts.is_empty() {
        return parts;
    }
    let title = facts.title.iter().map(|words| Part::of(BlockKind::Title, words.clone()));
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
        draft.blocks.push(Block::new(part.kind, Span::new(start, draft.text.len())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// The days, the title and the text of a page made of the lines of a case in `corpora/ingest/dates.txt`.
    fn page(lines: &[(&str, &str)]) -> String {
        let all =
            |key: &str| lines.iter().filter(|(k, _)| *k == key).map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let address = match all("url") {
            url if url.is_empty() => url,
            url => format!("<link rel='canonical' href='{url}'>"),
        };
        let sentence = "Some 200 miners held the main bridge of the city and asked for wages that are late, they said.";
        format!(
            "<html lang='{}'><head>{address}{}</head><body><main><h1>Miners hold the bridge in Oruro</h1>{}\n<p>{sentence}</p>\n\
             {}<p>Police watched from the other bank. {sentence}</p></main>{}</body></html>",
            all("lang"),
            all("head"),
            all("above"),
            all("text"),
            all("under")
        )
    }

    #[test]
    fn every_shape_of_day_is_read() {
        let cases = include_str!("../../../corpora/ingest/dates.txt");
        let mut wrong = Vec::new();
        for case in cases.split("\nname: ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a name");
            let (lines, wanted) = rest.rsplit_once("=> ").expect("what must be read");
            let wanted = wanted.trim();
            let lines: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once(": ")).collect();
            let draft = read_before(&page(&lines), Some(jiff::civil::date(2022, 6, 1)));
            let modified = draft.modified.map(|day| format!(" modified {day}")).unwrap_or_default();
            let read = draft.published.map_or("nothing".to_owned(), |day| format!("{day}{modified}"));
            if read != wanted {
                wrong.push(format!("{name}: {read}, not {wanted}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// The words of a piece of markup as its reader sees them, without white space.
    fn seen(markup: &str) -> String {
        let piece = Document::fragment(markup);
        piece.select("script, style").remove();
        piece.text().chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn a_block_is_found_where_its_words_stand() {
        let page = include_str!("../../../corpora/ingest/oruro.html");
        let draft = read(page);
        for block in &draft.blocks {
            let words = &draft.text[block.span.range()];
            let source = block.source.unwrap_or_else(|| panic!("found nowhere: {words}"));
            let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(seen(&page[source.range()]), bare);
        }
    }

    #[test]
    fn a_live_page_gives_its_items() {
        let item = |day: u8| {
            format!(
                "<article id='i{day}'><time datetime='2022-01-0{day}T10:00:00+06:00'>10:00</time><h3>Item {day}</h3>\
                 <p>On this day crowds gathered in front of the akimat and asked for the release of those held.</p></article>"
            )
        };
        let page = format!(
            "<link rel=canonical href='https://example.org/live'><h1>Protests, day by day</h1><p>This page gathers what was \
             reported on each day of the protests, the latest on top.</p><div>{}{}{}</div>",
            item(7),
            item(6),
            item(5)
        );
        let drafts = read_all(&page, None);
        let days: Vec<Option<String>> =
            drafts[1..].iter().map(|draft| draft.published.map(|day| day.to_string())).collect();
        assert_eq!(days, ["2022-01-07", "2022-01-06", "2022-01-05"].map(|day| Some(day.to_owned())));
        assert_eq!(drafts[2].url.as_deref(), Some("https://example.org/live#i6"));
        assert!(drafts[0].text.contains("This page gathers") && !drafts[0].text.contains("akimat"));
        assert!(drafts[1].text.contains("Item 7") && !drafts[1].text.contains("Item 6"));
        assert_eq!(read_all(include_str!("../../../corpora/ingest/oruro.html"), None).len(), 1);
    }

    #[test]
    fn a_live_page_is_told_by_what_its_data_lists() {
        let cases = include_str!("../../../corpora/ingest/live.txt");
        let mut wrong = Vec::new();
        for case in cases.split("\nname: ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a name");
            let at = rest.find("=> ").expect("what must be read");
            let (markup, wanted) = rest.split_at(at);
            let drafts = read_all(markup, None);
            let shown = |draft: &Draft| {
                let day = draft.published.map_or("undated".to_owned(), |day| day.to_string());
                let anchor = draft.url.as_deref().and_then(|url| url.split_once('#')).map_or("", |(_, anchor)| anchor);
                format!("=> {day} {anchor} | {}", draft.text.replace("\n\n", " / "))
            };
            let read: Vec<String> = drafts.iter().map(shown).collect();
            if read.join("\n") != wanted.trim() {
                wrong.push(format!("{name}:\n{}", read.join("\n")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_live_page_of_many_items_is_read_once() {
        let sentence = "Crowds gathered in front of the akimat and asked for the release of all.";
        let item = |nth: usize| format!("<div><time datetime='2022-01-05'>x</time><p>{nth} {sentence}</p></div>");
        let page = format!("<h1>Protests</h1><main>{}</main>", (0..2_000).map(item).collect::<String>());
        let drafts = read_all(&page, None);
        let last = drafts.last().expect("items");
        let source = last.blocks.last().and_then(|block| block.source).expect("a place in the page");
        assert_eq!((drafts.len(), &page[source.range()]), (2_000, format!("1999 {sentence}").as_str()));
    }

    #[test]
    fn a_round_up_gives_its_days() {
        let day = |day: u8| {
            format!(
                "<h2>Wednesday, {day} January 2022</h2><p>Some {day} hundred gathered in front of the akimat, witnesses said.</p>"
            )
        };
        let page = format!("<h1>A week of protests</h1><main>{}{}{}</main>", day(5), day(6), day(7));
        let drafts = read_all(&page, None);
        assert_eq!(drafts.len(), 3);
        assert_eq!(drafts[1].published, Some(jiff::civil::date(2022, 1, 6)));
    }

    #[test]
    fn pages_made_to_break_readers_are_read_line_by_line() {
        let words = "Crowds took the airport.";
        let cases = [
            format!("{}{words}", "<div>".repeat(5_000)),
            format!("<p {}>{words}", "a=1 ".repeat(5_000)),
            format!("{}{words}", "<font color=red>".repeat(5_000)),
            format!("<p>{}{words}", "<!--".repeat(5_000)) + "-->" + words,
            format!("{}{words}", "</div></p></b>".repeat(5_000)),
            format!("{}{words}", "<table>".repeat(300)),
            format!("<p>{words} {}", "x".repeat(500_000)),
            format!("<script type='application/ld+json'>{}</script><p>{words}", "{\"a\":[".repeat(5_000)),
        ];
        for page in cases {
            assert!(read(&page).text.contains(words), "{}", &page[..40]);
        }
    }
}
