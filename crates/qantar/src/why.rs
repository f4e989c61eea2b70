//! Why a cell says what it says: its words, marked in their sentence, the report, who said so, and the rule.

use crate::brief::Paper;
use crate::words::{self, harmless, range, value};
use anstyle::Style;
use qantar_record::{Document, Entry, Event, Ledger, Slot, Span, Standing};
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

/// An event with everything behind it.
pub struct WhyEvent {
    /// The event.
    pub event: Event,
    /// Its accounts, by number.
    pub accounts: Vec<Why>,
}

/// What is behind the event to which this number leads, in one slot or in all; `None` when it leads nowhere.
///
/// # Errors
/// When the case cannot be read.
pub fn why_event(case: &Case, number: i64, slot: Option<Slot>) -> Result<Option<WhyEvent>, Error> {
    let Some(event) = case.event_of(number)? else { return Ok(None) };
    let mut accounts = Vec::new();
    for &account in &event.accounts {
        accounts.extend(why(case, account, slot)?);
    }
    Ok(Some(WhyEvent { event, accounts }))
}

impl WhyEvent {
    /// Prints it: the values to go by, the ledgers, who has seen it, then each account.
    pub fn print(&self, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        let event = &self.event;
        let kind = event.kind();
        writeln!(out, "{}  {} {}, {}", event.id, kind.event_type, kind.mode, event.status().as_str())?;
        for (slot, cell) in words::cells(event).into_iter().filter(|(_, cell)| !cell.is_empty()).skip(3) {
            wrapped(out, paper, "     ", &format!("{}: {cell}", slot.replace('_', " ")))?;
        }
        if !event.origins.citing.is_empty() {
            let citing = event.origins.citing.iter().map(|name| harmless(name)).collect::<Vec<_>>().join(", ");
            wrapped(out, paper, "     ", &format!("all of them citing {citing}"))?;
        }
        for ledger in &event.figures {
            self.ledger(ledger, paper, out)?;
        }
        for account in &self.accounts {
            writeln!(out)?;
            account.print(paper, out)?;
        }
        Ok(())
    }

    /// A toll's course: every figure, by the day it was given, and what has become of it.
    fn ledger(&self, ledger: &Ledger, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}, by the rule \"{}\": {}", ledger.what.as_str(), ledger.rule, words::toll(ledger))?;
        for entry in &ledger.entries {
            wrapped(out, paper, "  ", &figure(entry, ledger))?;
        }
        Ok(())
    }
}

fn figure(entry: &Entry, ledger: &Ledger) -> String {
    let day = entry.as_of.map_or("no day".into(), |day| day.to_string());
    let number = match (entry.low, entry.high) {
        (None, None) => format!("“{}”", harmless(&entry.words.text)),
        (low, high) => range(low, high),
    };
    let part = entry.part.as_ref().map(|part| format!(" {}", harmless(part))).unwrap_or_default();
    let voice = entry.voice.as_ref().map(|voice| harmless(voice.called()));
    let printed = entry.publisher.as_ref().map(|publisher| harmless(publisher));
    let who = match (voice, printed) {
        (Some(voice), Some(printed)) => format!("{voice}, in {printed}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "a report".into(),
    };
    let of = |at: usize| ledger.entries.get(at).map_or(String::new(), |other| range(other.low, other.high));
    let standing = match entry.standing {
        Standing::InForce => String::new(),
        Standing::Superseded { by } => format!(" (since then {})", of(by)),
        Standing::Withdrawn => " (withdrawn)".into(),
        Standing::Part => " (a part)".into(),
        Standing::TooLow { of: at } => format!(" (of {})", of(at)),
        Standing::Refused => " (judged wrong)".into(),
    };
    format!("{day}  {number}{part}: {who}, a{}{standing}", entry.account)
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
        writeln!(out, "a{}  {} {}, {}", a.number, a.event_type, a.mode, a.status.as_str())?;
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
