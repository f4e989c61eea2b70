//! Case files: text as it would stand in a report, and what must be read from it.
//!
//! ```text
//! # corpora/cases/time/relative.md
//! Filed 2024-03-12 from Dakar.
//!
//! > Clashes broke out late Monday.
//!   late Monday => 2024-03-11
//! > He spoke for the Monday Club.
//!   (none)
//! ```
//!
//! The folder names the stage. An expectation is `words => part; part`: the words must be found and every part must be
//! among what the stage says of them; what is found beyond the expectations of a case is an error. `(none)` says that
//! the stage must find nothing. A line starting with `#` is a comment; several `>` lines are paragraphs of one text.

use qantar::World;
use qantar::record::{Dateline, Document, DocumentParts, Interval, Reading, Slot, Span};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// One case: a text and what must be found in it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it stands: `time/relative.md:5`.
    pub at: String,
    /// The stage: the folder's name.
    pub stage: String,
    /// The day the report was filed.
    pub filed: Option<jiff::civil::Date>,
    /// The place it was filed from.
    pub from: Option<String>,
    /// The text.
    pub text: String,
    /// What must be found.
    pub expected: Vec<Item>,
}

/// Words and what a stage says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The words.
    pub words: String,
    /// What is said of them.
    pub parts: Vec<String>,
}

impl Case {
    /// Whether something must be found. Every figure of a text is listed, so a case of figures says yes when one of them is a
    /// part, withdrawn, dated, or says that another is too low.
    pub fn says_yes(&self) -> bool {
        let told = |part: &String| {
            part == "withdrawn" || part.starts_with("part: ") || part.starts_with("as of ") || part.ends_with(" ..")
        };
        match self.stage.as_str() {
            "figure" => self.expected.iter().any(|item| item.parts.iter().any(told)),
            _ => !self.expected.is_empty(),
        }
    }
}

/// All cases under a folder, stage by stage.
///
/// # Errors
/// With a line that names the file and the line that cannot be understood.
pub fn load(folder: &Path) -> Result<Vec<Case>, String> {
    let mut files: Vec<PathBuf> = Vec::new();
    let list = |folder: &Path| -> Result<Vec<PathBuf>, String> {
        let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot list {}: {e}", folder.display()))?;
        Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
    };
    for stage in list(folder)?.into_iter().filter(|path| path.is_dir()) {
        files.extend(list(&stage)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
        let stage = file.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        cases.extend(parse(stage, &format!("{stage}/{name}"), &text)?);
    }
    Ok(cases)
}

fn parse(stage: &str, file: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut filed, mut from) = (None, None);
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        let at = format!("{file}:{}", number + 1);
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            open = false;
        } else if let Some(header) = line.strip_prefix("Filed ") {
            (filed, from) = parse_header(header).ok_or(format!("{at}: want \"Filed YYYY-MM-DD from Place.\""))?;
        } else if line == "Filed." {
            (filed, from) = (None, None);
        } else if let Some(words) = line.strip_prefix("> ") {
            match cases.last_mut().filter(|_| open) {
                Some(case) => {
                    case.text.push_str("\n\n");
                    case.text.push_str(words);
                }
                None => cases.push(Case {
                    at,
                    stage: stage.into(),
                    filed,
                    from: from.clone(),
                    text: words.into(),
                    expected: Vec::new(),
                }),
            }
            open = true;
        } else if line.starts_with("  ") {
            open = false;
            let case = cases.last_mut().ok_or(format!("{at}: an expectation before any text"))?;
            if line.trim() != "(none)" {
                case.expected.push(parse_item(line.trim()));
            }
        } else {
            return Err(format!("{at}: cannot understand {line:?}"));
        }
    }
    Ok(cases)
}

fn parse_header(header: &str) -> Option<(Option<jiff::civil::Date>, Option<String>)> {
    let header = header.strip_suffix('.')?;
    let (day, from) = match header.split_once(" from ") {
        Some((day, from)) => (day, Some(from.to_owned())),
        None => (header, None),
    };
    Some((Some(day.parse().ok()?), from))
}

fn parse_item(line: &str) -> Item {
    let (words, parts) = line.split_once(" => ").unwrap_or((line, ""));
    let parts = parts.split("; ").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Item { words: words.trim().into(), parts }
}

/// What went wrong with a case; `None` when all is as expected.
pub fn check(case: &Case, world: &World) -> Option<String> {
    let document = document(case);
    let reading = qantar::pipeline::read(&document, world);
    let found = items(&case.stage, &document, &reading);
    let mut left = found.clone();
    let mut wrong = String::new();
    for item in &case.expected {
        let fits = |found: &Item| found.words == item.words && item.parts.iter().all(|part| found.parts.contains(part));
        match left.iter().position(fits) {
            Some(at) => drop(left.remove(at)),
            None => writeln!(wrong, "  not found: {}", show(item)).expect("writing to a string"),
        }
    }
    for extra in &left {
        writeln!(wrong, "  found:     {}", show(extra)).expect("writing to a string");
    }
    (!wrong.is_empty()).then(|| format!("{}\n  > {}\n{wrong}", case.at, case.text))
}

fn show(item: &Item) -> String {
    format!("{} => {}", item.words, item.parts.join("; "))
}

fn document(case: &Case) -> Document {
    let dateline = case.from.as_ref().map(|place| Dateline {
        place: Some(place.clone()),
        date: case.filed,
        span: Span::new(0, 0),
    });
    Document::new(DocumentParts {
        received: case.text.as_bytes(),
        text: case.text.clone(),
        blocks: paragraphs(&case.text),
        published: case.filed,
        dateline,
        language: Some("en".into()),
        ..Default::default()
    })
}

/// A block for each paragraph of a plain text.
pub fn paragraphs(text: &str) -> Vec<qantar::record::Block> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        let kind = qantar::record::BlockKind::Paragraph;
        blocks.push(qantar::record::Block::new(kind, Span::new(start, start + part.len())));
        start += part.len() + 2;
    }
    blocks
}

/// What a stage found, as a case file would write it.
pub fn items(stage: &str, document: &Document, reading: &Reading) -> Vec<Item> {
    let words = |span: Span| document.words(span).to_owned();
    let item = |span: Span, parts: Vec<String>| Item { words: words(span), parts };
    match stage {
        "segment" => reading.sentences.iter().map(|s| item(s.span, vec![])).collect(),
        "name" => names(document, reading),
        "time" => reading
            .times
            .iter()
            .map(|t| item(t.span, vec![days(t.interval), t.grain.as_str().into(), format!("rule {}", t.by.rule)]))
            .collect(),
        "place" => reading.places.iter().map(|p| item(p.span, place_parts(p))).collect(),
        "event" => reading.accounts.iter().map(|a| item(a.trigger, account_parts(document, a))).collect(),
        "figure" => figures(document, reading),
        "claim" => reading.claims.iter().map(|c| item(c.content, claim_parts(document, c))).collect(),
        "entity" => reading.entities.iter().map(|e| entity_item(document, e)).collect(),
        other => vec![Item { words: format!("no stage is called {other:?}"), parts: vec![] }],
    }
}

fn names(document: &Document, reading: &Reading) -> Vec<Item> {
    let mut mentions: Vec<_> = reading.entities.iter().flat_map(|e| &e.mentions).collect();
    mentions.retain(|m| m.kind == qantar::record::MentionKind::Name);
    mentions.sort_by_key(|m| m.span);
    let part = |m: &qantar::record::Mention| vec![m.name_type.as_str().to_owned()];
    mentions.iter().map(|m| Item { words: document.words(m.span).into(), parts: part(m) }).collect()
}

fn days(interval: Interval) -> String {
    match (interval.from, interval.to) {
        (None, None) => "open".into(),
        (Some(from), Some(to)) if from == to => from.to_string(),
        (from, to) => {
            let end = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
            format!("{}..{}", end(from), end(to))
        }
    }
}

fn place_parts(toponym: &qantar::record::Toponym) -> Vec<String> {
    let mut parts = vec![if toponym.metonymic { "metonymic" } else { "literal" }.to_owned()];
    match &toponym.place {
        None => parts.push("unresolved".into()),
        Some(place) => {
            parts.push(place.country.clone().unwrap_or("no country".into()));
            parts.push(place.name.clone());
            parts.push(place.precision.as_str().into());
            parts.extend(place.admin1.iter().map(|name| format!("in {name}")));
        }
    }
    parts
}

fn account_parts(document: &Document, account: &qantar::record::Account) -> Vec<String> {
    let words = |span: Span| document.words(span);
    let mut parts = vec![format!("{}/{}", account.event_type, account.mode), account.status.as_str().to_owned()];
    let mut slot = |slot: Slot, values: Vec<String>| match values.is_empty() {
        true => parts.push(format!("no {slot}")),
        false => parts.extend(values.into_iter().map(|value| format!("{slot}: {value}"))),
    };
    slot(Slot::Actor, account.actors.iter().map(|a| words(a.span).to_owned()).collect());
    slot(Slot::Target, account.targets.iter().map(|a| words(a.span).to_owned()).collect());
    slot(Slot::Place, account.place.iter().map(|p| words(p.span).to_owned()).collect());
    slot(Slot::Time, account.time.iter().map(|t| days(t.interval)).collect());
    slot(Slot::Count, account.figures.iter().map(counted).collect());
    parts.extend(account.retold.iter().map(|&span| format!("again: {}", words(span))));
    parts
}

fn counted(figure: &qantar::record::Figure) -> String {
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    format!("{} {}..{}", figure.what.as_str(), number(figure.low), number(figure.high))
}

/// Every figure of every account, with what is told of it beside its number, or that nothing is.
fn figures(document: &Document, reading: &Reading) -> Vec<Item> {
    let words = |span: Span| document.words(span).to_owned();
    let mut figures: Vec<_> = reading.accounts.iter().flat_map(|account| &account.figures).collect();
    figures.sort_by_key(|figure| figure.span);
    let parts = |f: &qantar::record::Figure| {
        vec![
            counted(f),
            f.part.map_or("whole".into(), |span| format!("part: {}", words(span))),
            if f.withdrawn { "withdrawn" } else { "stands" }.into(),
            f.as_of.map_or("undated".into(), |day| format!("as of {day}")),
        ]
    };
    figures.into_iter().map(|figure| Item { words: words(figure.span), parts: parts(figure) }).collect()
}

fn claim_parts(document: &Document, claim: &qantar::record::Claim) -> Vec<String> {
    let words = |span: Span| document.words(span);
    let mut parts = vec![
        format!("source: {}", words(claim.source.span)),
        format!("cue: {}", words(claim.cue)),
        claim.kind.as_str().to_owned(),
        claim.source.source_type.as_str().to_owned(),
    ];
    parts.extend(claim.source.name.iter().map(|name| format!("name: {name}")));
    parts.extend(claim.via.iter().map(|via| format!("via: {}", words(via.span))));
    parts
}

fn entity_item(document: &Document, entity: &qantar::record::Entity) -> Item {
    let mut parts = vec![entity.name_type.as_str().to_owned()];
    let mut seen = Vec::new();
    for mention in &entity.mentions {
        let words = document.words(mention.span);
        if words != entity.name && !seen.contains(&words) {
            seen.push(words);
            parts.push(format!("also: {words}"));
        }
    }
    parts.extend(entity.roles.iter().map(|&span| format!("role: {}", document.words(span))));
    parts.extend(entity.country.iter().map(|code| format!("country: {code}")));
    parts.extend(entity.sector.iter().map(|code| format!("sector: {code}")));
    Item { words: entity.name.clone(), parts }
}
