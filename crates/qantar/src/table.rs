//! Accounts as rows: one table for the screen and for CSV.

use crate::run::Report;
use crate::words::{cell, days, figure};
use qantar_record::{Account, Argument, CodePoints, Counted, Document, Reading};
use std::io;

/// One column: its name and what stands in it.
type Column = (&'static str, fn(&Row<'_>) -> String);

struct Row<'a> {
    report: &'a Report,
    account: &'a Account,
}

impl Row<'_> {
    fn document(&self) -> &Document {
        &self.report.document
    }
    fn reading(&self) -> &Reading {
        &self.report.reading
    }
    fn who(&self, arguments: &[Argument]) -> String {
        let words: Vec<_> = arguments.iter().map(|a| self.document().words(a.span)).collect();
        words.join("; ")
    }
    fn bound(&self, what: Counted, low: bool) -> String {
        let main = self.account.figures.iter().find(|f| f.what == what);
        main.and_then(|f| if low { f.low } else { f.high }).map(|n| n.to_string()).unwrap_or_default()
    }
    fn sources(&self) -> String {
        let claims = self.reading().claims_over(self.account.trigger);
        let words: Vec<_> = claims.iter().map(|c| self.document().words(c.source.span)).collect();
        words.join("; ")
    }
    fn place<T: ToString>(&self, get: impl Fn(&qantar_record::Place) -> Option<T>) -> String {
        let place = self.account.place.as_ref().and_then(|p| p.place.as_ref());
        place.and_then(get).map(|value| value.to_string()).unwrap_or_default()
    }
    fn day(&self, first: bool) -> String {
        let interval = self.account.time.as_ref().map(|t| t.interval);
        let day = interval.and_then(|i| if first { i.from } else { i.to });
        day.map(|day| day.to_string()).unwrap_or_default()
    }
}

/// The columns of the CSV, in order.
const COLUMNS: &[Column] = &[
    ("report", |r| r.report.origin.to_string()),
    ("event", |r| r.account.id.to_string()),
    ("date_from", |r| r.day(true)),
    ("date_to", |r| r.day(false)),
    ("date_words", |r| r.account.time.as_ref().map(|t| r.document().words(t.span).into()).unwrap_or_default()),
    ("type", |r| r.account.event_type.to_string()),
    ("mode", |r| r.account.mode.to_string()),
    ("status", |r| r.account.status.as_str().into()),
    ("actors", |r| r.who(&r.account.actors)),
    ("targets", |r| r.who(&r.account.targets)),
    ("place", |r| r.place(|p| Some(p.name.clone()))),
    ("admin1", |r| r.place(|p| p.admin1.clone())),
    ("country", |r| r.place(|p| p.country.clone())),
    ("latitude", |r| r.place(|p| Some(p.lat))),
    ("longitude", |r| r.place(|p| Some(p.lon))),
    ("precision", |r| r.place(|p| Some(p.precision.as_str()))),
    ("place_words", |r| r.account.place.as_ref().map(|p| r.document().words(p.span).into()).unwrap_or_default()),
    ("place_inherited", |r| r.account.place.as_ref().map(|p| p.inherited.to_string()).unwrap_or_default()),
    ("killed_low", |r| r.bound(Counted::Killed, true)),
    ("killed_high", |r| r.bound(Counted::Killed, false)),
    ("injured_low", |r| r.bound(Counted::Injured, true)),
    ("injured_high", |r| r.bound(Counted::Injured, false)),
    ("detained_low", |r| r.bound(Counted::Detained, true)),
    ("detained_high", |r| r.bound(Counted::Detained, false)),
    ("participants_low", |r| r.bound(Counted::Participants, true)),
    ("participants_high", |r| r.bound(Counted::Participants, false)),
    ("figures", |r| r.account.figures.iter().map(figure).collect::<Vec<_>>().join("; ")),
    ("said_by", |r| r.sources()),
    ("confidence", |r| format!("{:.2}", r.account.confidence)),
    ("rule", |r| r.account.by.to_string()),
    ("sentence", |r| r.document().words(r.account.sentence).into()),
    ("start", |r| CodePoints::new(r.document().text()).of_byte(r.account.trigger.start).to_string()),
    ("end", |r| CodePoints::new(r.document().text()).of_byte(r.account.trigger.end).to_string()),
    ("title", |r| r.document().title().unwrap_or_default().into()),
    ("publisher", |r| r.document().publisher().unwrap_or_default().into()),
    ("published", |r| r.document().published().map(|day| day.to_string()).unwrap_or_default()),
    ("document", |r| r.document().id().to_string()),
];

/// Writes events as CSV: a header, then one row an account as reports are added.
pub struct CsvTable<W: io::Write> {
    out: csv::Writer<W>,
}

impl<W: io::Write> CsvTable<W> {
    /// Starts with the header.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(COLUMNS.iter().map(|(name, _)| name))?;
        Ok(CsvTable { out })
    }

    /// The accounts of one report.
    pub fn add(&mut self, report: &Report) -> io::Result<()> {
        for account in &report.reading.accounts {
            let row = Row { report, account };
            self.out.write_record(COLUMNS.iter().map(|(_, value)| cell(&value(&row))))?;
        }
        Ok(())
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The cells of the table for the screen: a few columns, short.
pub fn screen_row(report: &Report, account: &Account) -> [String; 7] {
    let row = Row { report, account };
    [
        format!("{} {}", report.origin, account.id),
        account.time.as_ref().map(|t| days(t.interval)).unwrap_or_default(),
        format!("{} {}", account.event_type, account.mode),
        account.status.as_str().into(),
        row.place(|p| Some(p.name.clone())),
        crate::words::harmless(&row.who(&account.actors)),
        account.figures.iter().map(figure).collect::<Vec<_>>().join(", "),
    ]
}

/// The headings of [`screen_row`].
pub const SCREEN_HEADINGS: [&str; 7] = ["event", "when", "what", "status", "where", "who", "how many"];
