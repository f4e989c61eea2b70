//! Texts with TIMEX3 marks, and how many of them a reader finds: the rules of TempEval-3, task A (UzZaman et al. 2013).
//!
//! A found expression fits a gold one when they are the same words (strict) or share a character (relaxed), one to one.
//! The value is right when a relaxed fit has the same value, letter for letter; its F1 counts those over all.

use qantar::World;
use qantar::record::{Block, BlockKind, Document, DocumentParts, Span};
use qantar::stages::segment;
use qantar::stages::time::{self, TimeLexicon};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Words marked as a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where they stand in the text.
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub kind: String,
    /// The TIMEX3 value.
    pub value: String,
    /// The rule that found them; empty in the gold.
    pub rule: String,
}

/// A text with its marks.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The file's name.
    pub name: String,
    /// The text, and the day on which it was written.
    pub document: Document,
    /// The gold.
    pub marks: Vec<Mark>,
}

/// All texts of a folder, by name.
///
/// # Errors
/// With the file that cannot be read.
pub fn load(folder: &Path) -> Result<Vec<Marked>, String> {
    let wrong = |path: &Path, e: &dyn std::fmt::Display| format!("cannot read {}: {e}", path.display());
    let entries = std::fs::read_dir(folder).map_err(|e| wrong(folder, &e))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "tml"));
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).map_err(|e| wrong(&path, &e))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        marked(name, &String::from_utf8_lossy(&bytes)).map_err(|e| wrong(&path, &e))
    };
    paths.into_iter().map(read).collect()
}

fn marked(name: String, xml: &str) -> Result<Marked, roxmltree::Error> {
    let tree = roxmltree::Document::parse(xml)?;
    let written = tree.descendants().find(|node| node.has_tag_name("DCT"));
    let day = written.and_then(|dct| dct.descendants().find_map(|node| node.attribute("value")));
    let body = tree.descendants().find(|node| node.has_tag_name("TEXT"));
    let (mut text, mut marks) = (String::new(), Vec::new());
    body.into_iter().for_each(|body| walk(body, &mut text, &mut marks));
    let parts = DocumentParts {
        received: name.as_bytes(),
        blocks: blocks(&text),
        text,
        published: day.and_then(|day| day.get(..10)?.parse().ok()),
        ..DocumentParts::default()
    };
    let document = Document::new(parts);
    Ok(Marked { name, document, marks })
}

fn walk(node: roxmltree::Node<'_, '_>, text: &mut String, marks: &mut Vec<Mark>) {
    for child in node.children() {
        if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
            continue;
        }
        let start = text.len();
        walk(child, text, marks);
        if child.has_tag_name("TIMEX3") && text.len() > start {
            let of = |name: &str| child.attribute(name).unwrap_or_default().to_owned();
            let span = Span::new(start, text.len());
            marks.push(Mark { span, kind: of("type"), value: of("value"), rule: String::new() });
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
}

/// Paragraphs end at empty lines.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive("\n\n") {
        let (head, body) = (paragraph.len() - paragraph.trim_start().len(), paragraph.trim());
        if !body.is_empty() {
            let span = Span::new(start + head, start + head + body.len());
            blocks.push(Block::new(BlockKind::Paragraph, span));
        }
        start += paragraph.len();
    }
    blocks
}

/// What the time stage finds in a text.
pub fn found(document: &Document, world: &World, lexicon: &TimeLexicon) -> Vec<Mark> {
    let text = segment::segment(document, &world.abbreviations).value;
    let expressions = time::expressions(&text, document.anchor(), lexicon);
    let mark =
        |e: time::TimeExpression| Mark { span: e.span, kind: e.kind.as_str().into(), value: e.value, rule: e.rule };
    expressions.into_iter().map(mark).collect()
}

/// What another reader found: lines of `document TAB start TAB end TAB type TAB value`, bytes into the text.
pub fn of_others(lines: &str) -> BTreeMap<String, Vec<Mark>> {
    let mut all: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
    for line in lines.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [name, start, end, kind, value] = fields[..]
            && let (Ok(start), Ok(end)) = (start.parse(), end.parse())
        {
            let mark =
                Mark { span: Span::new(start, end), kind: kind.into(), value: value.into(), rule: String::new() };
            all.entry(name.into()).or_default().push(mark);
        }
    }
    all
}

/// Pairs of gold and found marks that share a character, as indices; each mark is in one pair at most.
pub fn pairs(gold: &[Mark], found: &[Mark]) -> Vec<(usize, usize)> {
    let mut free: Vec<bool> = vec![true; found.len()];
    let mut pairs = Vec::new();
    for (at, mark) in gold.iter().enumerate() {
        let shared =
            |other: &Mark| mark.span.end.min(other.span.end).saturating_sub(mark.span.start.max(other.span.start));
        let best = (0..found.len()).filter(|&at| free[at] && shared(&found[at]) > 0);
        if let Some(best) = best.max_by_key(|&at| (shared(&found[at]), std::cmp::Reverse(at))) {
            free[best] = false;
            pairs.push((at, best));
        }
    }
    pairs
}

/// Counts over texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Marks in the gold.
    pub gold: usize,
    /// Marks found.
    pub found: usize,
    /// Pairs of the same words.
    pub strict: usize,
    /// Pairs that share a character.
    pub relaxed: usize,
    /// Relaxed pairs with the same value.
    pub value: usize,
    /// Relaxed pairs of the same type.
    pub kind: usize,
}

impl Tally {
    /// Counts one text.
    pub fn count(&mut self, gold: &[Mark], found: &[Mark]) {
        self.gold += gold.len();
        self.found += found.len();
        for (gold, found) in pairs(gold, found).into_iter().map(|(g, f)| (&gold[g], &found[f])) {
            self.relaxed += 1;
            self.strict += usize::from(gold.span == found.span);
            self.value += usize::from(gold.value == found.value);
            self.kind += usize::from(gold.kind == found.kind);
        }
    }

    /// The F1 of so many right ones.
    pub fn f1(&self, right: usize) -> f64 {
        2.0 * right as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// The texts of a set that is here.
pub fn set(name: &str) -> Option<PathBuf> {
    Some(crate::root().join("../shared/data/temporal").join(name)).filter(|folder| folder.exists())
}

/// The world's lists, or those of a folder given by hand.
///
/// # Errors
/// With the file that is unsound.
pub fn lexicon(world: &World, folder: Option<&Path>) -> Result<TimeLexicon, String> {
    folder.map_or_else(|| Ok(world.times.clone()), |folder| TimeLexicon::from_folder(folder).map_err(|e| e.to_string()))
}
