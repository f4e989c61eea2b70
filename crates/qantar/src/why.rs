//! Why a cell says what it says: its words, marked in their sentence, the report, who said so, and the rule.

use crate::brief::Paper;
use crate::words::{days, harmless, range};
use anstyle::Style;
use qantar_record::{Document, Slot, Span, Value};
use qantar_store::{AccountRow, Case, Error, StatementRow};
use std::io::{self, Write};

/// One account with what is behind its cells.
pub struct Why {
    /// The account.
    pub account: AccountRow,
    /// What its report says of the slots asked for.
    pub statements: Vec<StatementRow>,
    document: Document,
    sentences: Vec<Span>,
}

/// What is behind the account with this number, in one slot or in all; `None` when there is no such account.
///
/// # Errors
/// When the case cannot be read.
pub fn why(case: &Case, number: i64, slot: Option<Slot>) -> Result<Option<Why>, Error> {
    let Some(account) = case.account(number)? else { return Ok(None) };
    let Some((document, reading)) = case.document(&account.document)? else { return Ok(None) };
    let statements = case.statements(number, slot)?;
    let sentences = reading.sentences.iter().map(|sentence| sentence.span).collect();
    Ok(Some(Why { account, statements, document, sentences }))
}

impl Why {
    /// Prints it.
    pub fn print(&self, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        let a = &self.account;
        writeln!(out, "e{}  {} {}, {}", a.number, a.event_type, a.mode, a.status.as_str())?;
        let about = [self.document.title(), self.document.author(), self.document.publisher()];
        let mut line: Vec<String> = about.into_iter().flatten().map(harmless).collect();
        line.extend(self.document.published().map(|day| day.to_string()));
        line.push(format!("document {}", self.document.id().short()));
        wrapped(out, paper, "     ", &line.join(" · "))?;
        if a.retired {
            writeln!(out, "     the newest reading of this report no longer finds it")?;
        }
        for statement in &self.statements {
            writeln!(out, "\n{} = {}", statement.slot, value(&statement.value))?;
            wrapped(out, paper, "  ", &self.quote(statement.words.span, paper.styled))?;
            if let Some(source) = &statement.source {
                let number = statement.claim.map(|number| format!(" (c{number})")).unwrap_or_default();
                writeln!(out, "  said by {}{number}", harmless(&source.words.text))?;
            }
            writeln!(out, "  rule {}", statement.by)?;
        }
        Ok(())
    }

    /// The sentence with the words marked.
    fn quote(&self, words: Span, styled: bool) -> String {
        const MARK: Style = Style::new().bold().underline();
        let next = self.sentences.partition_point(|sentence| sentence.start <= words.start);
        let sentence = next.checked_sub(1).map_or(words, |at| self.sentences[at]).cover(words);
        let text = |from, to| harmless_inside(self.document.words(Span::new(from, to)));
        let marked = match styled {
            true => format!("{MARK}{}{MARK:#}", text(words.start, words.end)),
            false => format!(">>{}<<", text(words.start, words.end)),
        };
        let (before, after) = (text(sentence.start, words.start), text(words.end, sentence.end));
        format!("“{}{marked}{}”", before.trim_start(), after.trim_end())
    }
}

/// As [`harmless`], with the spaces at the ends kept: the words before and after stand on.
fn harmless_inside(text: &str) -> String {
    let edge = |space: bool| if space { " " } else { "" };
    let clean = harmless(text);
    if clean.is_empty() {
        return edge(!text.is_empty()).into();
    }
    format!("{}{clean}{}", edge(text.starts_with(char::is_whitespace)), edge(text.ends_with(char::is_whitespace)))
}

fn wrapped(out: &mut dyn Write, paper: Paper, indent: &str, words: &str) -> io::Result<()> {
    let options = textwrap::Options::new(paper.width).initial_indent(indent).subsequent_indent(indent);
    textwrap::wrap(words, options).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn value(value: &Value) -> String {
    let inherited = |yes: bool| if yes { ", from another sentence" } else { "" };
    match value {
        Value::Type { event_type, mode } => format!("{event_type} {mode}"),
        Value::Who { words, name } => match name {
            Some(name) if name != words => format!("{} ({})", harmless(words), harmless(name)),
            _ => harmless(words),
        },
        Value::Where { words, place, inherited: far } => match place {
            None => format!("{}, not in the gazetteer{}", harmless(words), inherited(*far)),
            Some(place) => {
                let admin = place.admin1.iter().chain(&place.country).cloned();
                let names: Vec<String> = std::iter::once(place.name.clone()).chain(admin).collect();
                let point = format!("{:.2} {:.2}, {}", place.lat, place.lon, place.precision.as_str());
                format!("{} ({point}){}", names.join(", "), inherited(*far))
            }
        },
        Value::When { interval, grain, inherited: far } => {
            format!("{} ({}){}", days(*interval), grain.as_str(), inherited(*far))
        }
        Value::HowMany { what, low, high } => format!("{} {}", range(*low, *high), what.as_str()),
    }
}
