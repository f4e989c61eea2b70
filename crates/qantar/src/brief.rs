//! The brief: what a reader of these reports must know, on one screen.
//!
//! Events by date; figures that differ, side by side with who says so; who says what; what could not be read.

use crate::run::Report;
use crate::words::{days, figure, harmless, named, range};
use anstyle::{AnsiColor, Style};
use jiff::civil::Date;
use qantar_ingest::Refused;
use qantar_record::{Account, Claim, Counted, Figure, Interval, Span, Status};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The paper that a brief is printed on.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// Columns.
    pub width: usize,
    /// Whether styles may be used; none under `NO_COLOR` and in pipes.
    pub styled: bool,
}

const HEAD: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const WARN: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// Prints the brief of some reports and of what was no report.
pub fn brief(reports: &[Report], refused: &[Refused], paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { paper, out };
    page.title(reports)?;
    page.events(reports)?;
    page.differing(reports)?;
    page.claims(reports)?;
    page.reports(reports)?;
    page.problems(reports, refused)
}

struct Page<'w> {
    paper: Paper,
    out: &'w mut dyn Write,
}

impl Page<'_> {
    fn paint(&self, style: Style, words: &str) -> String {
        if self.paper.styled { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }

    fn heading(&mut self, words: &str) -> io::Result<()> {
        let words = self.paint(HEAD, words);
        writeln!(self.out, "\n{words}")
    }

    /// Words wrapped to the paper, each line indented.
    fn wrapped(&mut self, first: &str, rest: &str, words: &str) -> io::Result<()> {
        let options = textwrap::Options::new(self.paper.width).initial_indent(first).subsequent_indent(rest);
        for line in textwrap::wrap(words, options) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn title(&mut self, reports: &[Report]) -> io::Result<()> {
        let events: usize = reports.iter().map(|r| r.reading.accounts.len()).sum();
        let claims: usize = reports.iter().map(|r| r.reading.claims.len()).sum();
        let line = match reports {
            [one] => one.document.title().map_or(one.origin.to_string(), harmless),
            many => format!("{} reports", many.len()),
        };
        let published: BTreeSet<Date> = reports.iter().filter_map(|r| r.document.published()).collect();
        let mut parts = vec![self.paint(STRONG, &line)];
        parts.extend(match (published.first(), published.last()) {
            (Some(first), Some(last)) if first != last => Some(format!("published {first} to {last}")),
            (Some(day), _) => Some(format!("published {day}")),
            _ => None,
        });
        parts.push(format!("{} told, {}", plural(events, "event"), plural(claims, "claim")));
        writeln!(self.out, "{}", parts.join(" · "))
    }

    fn events(&mut self, reports: &[Report]) -> io::Result<()> {
        let mut told: Vec<(usize, &Report, &Account)> = Vec::new();
        for (index, report) in reports.iter().enumerate() {
            told.extend(report.reading.accounts.iter().map(|account| (index, report, account)));
        }
        if told.is_empty() {
            return writeln!(self.out, "\nNo event found.");
        }
        told.sort_by_key(|(index, _, account)| (sort_day(account), *index, account.id));
        self.heading("EVENTS")?;
        let reference = |index: usize, account: &Account| match reports.len() {
            1 => account.id.to_string(),
            _ => format!("{}.{}", index + 1, account.id),
        };
        let rows: Vec<[String; 4]> = told
            .iter()
            .map(|(index, report, account)| {
                let when = account.time.as_ref().map_or("?".into(), |t| days(t.interval));
                [when, kind(account), place(report, account), format!("[{}]", reference(*index, account))]
            })
            .collect();
        let widths: [usize; 3] =
            std::array::from_fn(|k| rows.iter().map(|row| width(&row[k])).max().unwrap_or(0).min(26));
        for ((_, report, account), row) in told.iter().zip(&rows) {
            let line = (0..3).map(|k| pad(&row[k], widths[k])).collect::<Vec<_>>().join("  ");
            let mark = self.paint(FAINT, &row[3]);
            writeln!(self.out, "  {}  {mark}", line.trim_end())?;
            let who = who(report, account);
            if !who.is_empty() {
                let indent = " ".repeat(widths[0] + 4);
                self.wrapped(&indent, &indent, &who)?;
            }
        }
        Ok(())
    }

    fn differing(&mut self, reports: &[Report]) -> io::Result<()> {
        let groups = differing(reports);
        if groups.is_empty() {
            return Ok(());
        }
        self.heading("FIGURES THAT DIFFER")?;
        for group in groups {
            let first = &group[0];
            let title = format!("{}, {}", first.what.as_str(), first.heading());
            writeln!(self.out, "  {}", self.paint(STRONG, &title))?;
            let values: Vec<String> = group.iter().map(|v| range(v.figure.low, v.figure.high)).collect();
            let widest = values.iter().map(|v| width(v)).max().unwrap_or(0);
            for (voice, value) in group.iter().zip(&values) {
                let indent = " ".repeat(widest + 6);
                let line = format!("{}  {}", pad(value, widest), voice.says(reports.len()));
                self.wrapped("    ", &indent, &line)?;
            }
        }
        Ok(())
    }

    fn claims(&mut self, reports: &[Report]) -> io::Result<()> {
        if reports.iter().all(|r| r.reading.claims.is_empty()) {
            return Ok(());
        }
        self.heading("WHO SAYS WHAT")?;
        for (index, report) in reports.iter().enumerate() {
            for claim in &report.reading.claims {
                let mark = if reports.len() == 1 { String::new() } else { format!(" [{}]", index + 1) };
                let (source, kind) = (speaker(report, claim), claim.source.source_type.as_str().replace('_', " "));
                let (open, close) =
                    if claim.kind == qantar_record::ClaimKind::Direct { ("“", "”") } else { ("", "") };
                let content = harmless(report.document.words(claim.content));
                self.wrapped("  ", "    ", &format!("{source} ({kind}): {open}{content}{close}{mark}"))?;
            }
        }
        Ok(())
    }

    fn reports(&mut self, reports: &[Report]) -> io::Result<()> {
        self.heading(if reports.len() == 1 { "REPORT" } else { "REPORTS" })?;
        for (index, report) in reports.iter().enumerate() {
            let d = &report.document;
            let about = [d.title(), d.author(), d.publisher()].into_iter().flatten().map(harmless);
            let published = d.published().map(|day| day.to_string());
            let line: Vec<_> = about.chain(published).chain([harmless(&report.origin.to_string())]).collect();
            self.wrapped(&format!("  [{}] ", index + 1), "      ", &line.join(" · "))?;
        }
        Ok(())
    }

    fn problems(&mut self, reports: &[Report], refused: &[Refused]) -> io::Result<()> {
        let from_reports = reports.iter().flat_map(|report| {
            report.reading.problems.iter().map(move |p| format!("{}: {}", report.origin, p.message))
        });
        let from_refused = refused.iter().map(|r| format!("{}: {}", r.origin, r.message));
        let lines: Vec<String> = from_refused.chain(from_reports).collect();
        if lines.is_empty() {
            return Ok(());
        }
        self.heading("PROBLEMS")?;
        for line in lines {
            let line = self.paint(WARN, &harmless(&line));
            self.wrapped("  ", "    ", &line)?;
        }
        Ok(())
    }
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Columns that words take on a terminal.
fn width(words: &str) -> usize {
    textwrap::core::display_width(words)
}

fn pad(words: &str, columns: usize) -> String {
    format!("{words}{}", " ".repeat(columns.saturating_sub(width(words))))
}

/// Undated events come last.
fn sort_day(account: &Account) -> (bool, Option<Date>, Option<Date>) {
    let interval = account.time.as_ref().map(|t| t.interval);
    let from = interval.and_then(|i| i.from.or(i.to));
    (from.is_none(), from, interval.and_then(|i| i.to))
}

fn kind(account: &Account) -> String {
    let mode = account.mode.0.as_str();
    let what = if mode == "other" { account.event_type.to_string() } else { format!("{} {mode}", account.event_type) };
    match account.status {
        Status::Happened => what,
        status => format!("{what} ({})", status.as_str()),
    }
}

fn place(report: &Report, account: &Account) -> String {
    let Some(place) = &account.place else { return "?".into() };
    named(place.place.as_ref(), report.document.words(place.span))
}

/// "police → dozens of students · 24–99 detained".
fn who(report: &Report, account: &Account) -> String {
    let words = |spans: Vec<Span>| {
        spans.into_iter().map(|span| harmless(report.document.words(span))).collect::<Vec<_>>().join(", ")
    };
    let actors = words(account.actors.iter().map(|a| a.span).collect());
    let targets = words(account.targets.iter().map(|a| a.span).collect());
    let mut parts = Vec::new();
    match (actors.is_empty(), targets.is_empty()) {
        (false, false) => parts.push(format!("{actors} → {targets}")),
        (false, true) => parts.push(actors),
        (true, false) => parts.push(format!("→ {targets}")),
        (true, true) => {}
    }
    parts.extend(account.figures.iter().map(figure));
    parts.join(" · ")
}

fn speaker(report: &Report, claim: &Claim) -> String {
    let words = harmless(report.document.words(claim.source.span));
    let mut speaker = match &claim.source.name {
        Some(name) if !words.contains(name.as_str()) => format!("{words} [{}]", harmless(name)),
        _ => words,
    };
    for via in &claim.via {
        speaker += &format!(", via {}", harmless(report.document.words(via.span)));
    }
    speaker
}

/// One figure with all that is needed to set it beside others.
struct Voice<'a> {
    report: &'a Report,
    number: usize,
    account: &'a Account,
    figure: &'a Figure,
    what: Counted,
}

impl Voice<'_> {
    fn place_name(&self) -> Option<(&str, Option<&str>)> {
        let place = self.account.place.as_ref()?.place.as_ref()?;
        Some((&place.name, place.country.as_deref()))
    }

    fn interval(&self) -> Option<Interval> {
        self.account.time.as_ref().map(|t| t.interval)
    }

    fn heading(&self) -> String {
        let when = self.interval().map(days).unwrap_or_default();
        let parts = [kind(self.account), place(self.report, self.account), when];
        parts.into_iter().filter(|part| !part.is_empty() && part != "?").collect::<Vec<_>>().join(", ")
    }

    /// Who says so: the narrowest claim's speaker, else the report's own voice.
    fn says(&self, reports: usize) -> String {
        let claim = self.report.reading.claims_over(self.figure.span).first().copied();
        let who = claim.map_or("the report itself".into(), |claim| speaker(self.report, claim));
        let words = harmless(self.report.document.words(self.figure.span));
        let mark = if reports == 1 { String::new() } else { format!(" [{}]", self.number) };
        format!("{who}, “{words}”{mark}")
    }

    /// Whether two figures can be set side by side: the same thing counted in accounts of one type, at the same place
    /// and in days that meet. This only lays a page out; nothing is merged.
    fn beside(&self, other: &Voice<'_>) -> bool {
        if self.what != other.what {
            return false;
        }
        if std::ptr::eq(self.account, other.account) {
            return true;
        }
        let days = match (self.interval(), other.interval()) {
            (Some(a), Some(b)) => a.from.is_some() && b.from.is_some() && a.meets(b),
            _ => false,
        };
        let place = self.place_name();
        days && self.account.event_type == other.account.event_type && place.is_some() && place == other.place_name()
    }
}

/// Groups of figures that can be set side by side and differ.
fn differing(reports: &[Report]) -> Vec<Vec<Voice<'_>>> {
    let mut groups: Vec<Vec<Voice<'_>>> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for account in report.reading.accounts.iter().filter(|a| a.status == Status::Happened) {
            // A part beside its whole is no difference.
            for figure in account.figures.iter().filter(|figure| figure.part.is_none()) {
                let voice = Voice { report, number: index + 1, account, figure, what: figure.what };
                match groups.iter_mut().find(|group| group.iter().any(|other| other.beside(&voice))) {
                    Some(group) => group.push(voice),
                    None => groups.push(vec![voice]),
                }
            }
        }
    }
    groups.retain(|group| {
        let values: BTreeSet<_> = group.iter().map(|voice| (voice.figure.low, voice.figure.high)).collect();
        values.len() > 1
    });
    groups
}
