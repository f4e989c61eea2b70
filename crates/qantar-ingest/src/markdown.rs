//! Markdown, as reports are kept in it: front matter, headings, quotations, pictures, lists.
//!
//! The text is the file as it stands. Front matter and the marks before headings, quotations and items are noise
//! blocks, so that the offsets stay true and no sentence begins with a mark. Marks inside a line stay.

use crate::blocks;
use crate::draft::{Draft, tidy};
use crate::kinds;
use crate::text;
use qantar_record::{Block, BlockKind, Span};

/// Reads a Markdown text. One with neither front matter nor headings is read as plain text.
pub(crate) fn read(words: String) -> Draft {
    let lines: Vec<Span> = blocks::lines(&words).collect();
    let front = front_matter(&words, &lines);
    let heads = lines[front..].iter().any(|line| heading_mark(&words[line.range()]).is_some());
    if front == 0 && !heads {
        return text::read(words, None);
    }
    let mut draft = Draft::default();
    if front > 0 {
        draft.blocks.push(Block::new(BlockKind::Noise, lines[0].cover(lines[front - 1])));
        lines[1..front - 1].iter().for_each(|line| state(&words[line.range()], &mut draft));
    }
    body(&words, &lines[front..], &mut draft);
    Draft { text: words, ..draft }
}

/// How many lines the front matter takes, both its rules included; 0 when there is none.
fn front_matter(words: &str, lines: &[Span]) -> usize {
    let is_rule = |line: &Span| matches!(&words[line.range()], "---" | "...");
    match lines.first() {
        Some(first) if words[first.range()] == *"---" => lines[1..].iter().position(is_rule).map_or(0, |at| at + 2),
        _ => 0,
    }
}

/// Takes what one line of front matter states; other keys are passed over.
fn state(line: &str, draft: &mut Draft) {
    let Some((key, value)) = line.split_once(':') else { return };
    let value = tidy(&unquoted(value.trim()));
    match key.trim().to_ascii_lowercase().as_str() {
        "title" => draft.title = value,
        "author" => draft.author = value,
        "publisher" => draft.publisher = value,
        "url" => draft.url = value,
        "published" | "date" => draft.publish(value.as_deref().unwrap_or("")),
        _ => {}
    }
}

/// A YAML scalar without its quotes.
fn unquoted(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    match (inside('"'), inside('\'')) {
        (Some(double), _) => double.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(single)) => single.replace("''", "'"),
        _ => value.to_owned(),
    }
}

/// The blocks of the lines under the front matter.
fn body(words: &str, lines: &[Span], draft: &mut Draft) {
    let mut run: Vec<Span> = Vec::new();
    let mut headings = Headings::default();
    for (at, &span) in lines.iter().enumerate() {
        let line = &words[span.range()];
        let next = lines.get(at + 1).map_or("", |next| &words[next.range()]);
        if line.is_empty() {
            end_run(words, &mut run, draft);
        } else if let Some(mark) = heading_mark(line) {
            end_run(words, &mut run, draft);
            let kind = headings.kind(&line[mark..], draft);
            marked(words, span, mark, kind, draft);
        } else if is_underline(next) && run.is_empty() && !is_rule(line) {
            let kind = headings.kind(line, draft);
            draft.blocks.push(Block::new(kind, span));
        } else if is_rule(line) || is_aside(line) {
            end_run(words, &mut run, draft);
            draft.blocks.push(Block::new(BlockKind::Noise, span));
        } else if let Some(alt) = picture(line) {
            end_run(words, &mut run, draft);
            around(span, alt, draft);
        } else if blocks::is_item(line) {
            end_run(words, &mut run, draft);
            run.push(span);
        } else {
            run.push(span);
        }
    }
    end_run(words, &mut run, draft);
}

/// Ends a run of lines that belong together: a quotation, an item or a paragraph.
fn end_run(words: &str, run: &mut Vec<Span>, draft: &mut Draft) {
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
    let line = &words[first.range()];
    let quote = line.bytes().take_while(|b| matches!(b, b'>' | b' ')).count();
    if line.starts_with('>') {
        marked(words, first.cover(last), quote, BlockKind::Quote, draft);
    } else if let Some(mark) = blocks::item_mark(line) {
        marked(words, first.cover(last), mark, BlockKind::Paragraph, draft);
    } else {
        draft.blocks.extend(blocks::paragraphs(words, run));
    }
    run.clear();
}

/// A block whose first `mark` bytes are noise.
fn marked(words: &str, span: Span, mark: usize, kind: BlockKind, draft: &mut Draft) {
    let (mark, rest) = (Span::new(span.start, span.start + mark), Span::new(span.start + mark, span.end));
    draft.blocks.push(Block::new(BlockKind::Noise, blocks::trimmed(words, mark)));
    draft.blocks.push(Block::new(kind, blocks::trimmed(words, rest)));
}

/// The words of a picture are a caption between noise.
fn around(span: Span, alt: std::ops::Range<usize>, draft: &mut Draft) {
    let at = |range: std::ops::Range<usize>| Span::new(span.start + range.start, span.start + range.end);
    draft.blocks.push(Block::new(BlockKind::Noise, at(0..alt.start)));
    draft.blocks.push(Block::new(BlockKind::Caption, at(alt.clone())));
    draft.blocks.push(Block::new(BlockKind::Noise, at(alt.end..span.len())));
}

/// The headings of a text as far as it is read.
#[derive(Default)]
struct Headings {
    /// The letters of the title, known from the first heading on.
    title: Option<String>,
}

impl Headings {
    /// The first heading is the title when front matter states none, and so is one that repeats it.
    fn kind(&mut self, line: &str, draft: &mut Draft) -> BlockKind {
        let line = line.trim().trim_end_matches('#').trim_end();
        let title = self.title.get_or_insert_with(|| {
            if draft.title.is_none() && draft.blocks.iter().all(|block| block.kind == BlockKind::Noise) {
                draft.title = tidy(line);
            }
            draft.title.iter().flat_map(|title| kinds::letters(title)).collect()
        });
        let repeats = !title.is_empty() && kinds::letters(line).eq(title.chars());
        if repeats { BlockKind::Title } else { BlockKind::Heading }
    }
}

/// The length of the mark of a heading: "## ".
fn heading_mark(line: &str) -> Option<usize> {
    let marks = line.bytes().take_while(|b| *b == b'#').count();
    ((1..=6).contains(&marks) && line[marks..].starts_with(' ')).then_some(marks + 1)
}

/// Where the words of a picture stand on a line that is one: `![words](path)`.
fn picture(line: &str) -> Option<std::ops::Range<usize>> {
    let words = line.strip_prefix("![")?;
    let end = words.find("](").filter(|_| line.ends_with(')'))?;
    Some(2..2 + end)
}

/// A line under a heading: "=====". A rule of dashes under text reads as one too, as Markdown has it.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// A rule between parts, or the underline of a heading.
fn is_rule(line: &str) -> bool {
    let mark = line.as_bytes().first().copied().unwrap_or(b' ');
    let marks = line.bytes().filter(|b| *b == mark).count();
    b"-*_=".contains(&mark) && marks >= 3 && line.bytes().all(|b| b == mark || b == b' ')
}

/// Comments and the targets of links: not the report's words.
fn is_aside(line: &str) -> bool {
    line.starts_with("<!--") && line.ends_with("-->") || line.starts_with('[') && line.contains("]: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The draft, and its blocks as "kind: words".
    fn told(words: &str) -> (Draft, Vec<String>) {
        let draft = read(words.to_owned());
        let told = draft.blocks.iter().filter(|block| block.kind != BlockKind::Noise);
        let told = told.map(|block| format!("{}: {}", block.kind.as_str(), &words[block.span.range()])).collect();
        (draft, told)
    }

    #[test]
    fn front_matter_states_what_it_states() {
        let (draft, told) = told(
            "---\ntitle: \"Oruro: a \\\"quiet\\\" day\"\nauthor: 'Ana''s desk'\npublisher: Herald\n\
            published: 2024-05-03\nurl: https://example.org/a\ntags: [a]\n---\n\nMiners marched.\n",
        );
        assert_eq!(draft.title.as_deref(), Some("Oruro: a \"quiet\" day"));
        assert_eq!(draft.author.as_deref(), Some("Ana's desk"));
        assert_eq!(draft.publisher.as_deref(), Some("Herald"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(draft.published.map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
        assert_eq!(told, ["paragraph: Miners marched."]);
    }

    #[test]
    fn marks_are_noise_and_words_are_not() {
        let (draft, told) = told(
            "# Oruro\r\n\r\nMiners\r\nmarched.\r\n\r\n## What next?\r\n\r\n> We\r\n> stay.\r\n\r\n- one\r\n- two\r\n\r\n\
            ![The square](a.png)\r\n\r\n* * *\r\nRead more: elsewhere\r\n",
        );
        assert_eq!(draft.title.as_deref(), Some("Oruro"));
        assert_eq!(
            told,
            [
                "title: Oruro",
                "paragraph: Miners\r\nmarched.",
                "heading: What next?",
                "quote: We\r\n> stay.",
                "paragraph: one",
                "paragraph: two",
                "caption: The square",
            ]
        );
    }

    #[test]
    fn without_marks_it_is_plain_text() {
        let (draft, told) = told("Miners march in Oruro\n\nThey marched.\n");
        assert_eq!(draft.title.as_deref(), Some("Miners march in Oruro"));
        assert_eq!(told, ["title: Miners march in Oruro", "paragraph: They marched."]);
        assert_eq!(read("---\nnever closed".to_owned()).title, None);
    }

    #[test]
    fn headings_are_told_in_the_same_time_each() {
        let rules = "* * *\n\n".repeat(20_000);
        let many = told(&(rules.clone() + &"# Strike\n\n".repeat(20_000))).1;
        assert_eq!((many.len(), many[19_999].as_str()), (20_000, "title: Strike"));
        let bare = told(&(rules + &"# #\n\n".repeat(20_000))).0;
        assert_eq!(bare.title, None);
        let dashes = format!("---\ntitle: {}Strike\n---\n\n{}", "-".repeat(1 << 20), "## Strike\n\n".repeat(2_000));
        assert_eq!(told(&dashes).1[1_999], "title: Strike");
    }
}
