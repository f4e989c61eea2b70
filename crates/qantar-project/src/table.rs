//! CSV tables in other projects' layouts, with the words behind each cell in a table beside them.

use crate::acled;
use crate::cell::cell;
use crate::codebook::{Codebooks, LeftOut};
use crate::error::Error;
use crate::export::Exported;
use crate::facts::Facts;
use crate::ged;
use crate::row::{Cell, Row, Told};
use jiff::Timestamp;
use std::io::Write;

/// A layout of another project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// That of ACLED.
    Acled,
    /// That of UCDP GED.
    Ged,
}

/// The columns of the table of sources. Offsets are bytes of the document's text in UTF-8, half-open.
pub const SOURCE_COLUMNS: [&str; 12] = [
    "event_id",
    "column",
    "value",
    "account",
    "document",
    "publisher",
    "published",
    "words",
    "start_byte",
    "end_byte",
    "said_by",
    "judgement",
];

impl Layout {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Layout::Acled => "acled",
            Layout::Ged => "ged",
        }
    }

    /// The columns, in order.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Layout::Acled => &acled::COLUMNS,
            Layout::Ged => &ged::COLUMNS,
        }
    }

    /// The column that holds the event's id, and which the table of sources gives.
    fn id_column(self) -> usize {
        match self {
            Layout::Acled => 0,
            Layout::Ged => 1,
        }
    }

    pub(crate) fn cells<'a>(self, row: &Row<'a>, books: &Codebooks, made: Timestamp) -> Result<Vec<Cell<'a>>, LeftOut> {
        let facts = Facts::new(row, books);
        match self {
            Layout::Acled => books.acled.cells(&facts, books, made),
            Layout::Ged => books.ged.cells(&facts, books),
        }
    }
}

/// Writes the table and, where one is wanted, the table of sources.
pub(crate) fn write<'a>(
    layout: Layout,
    rows: impl Iterator<Item = Row<'a>>,
    books: &Codebooks,
    made: Timestamp,
    out: &mut dyn Write,
    sources: Option<&mut dyn Write>,
) -> Result<Exported, Error> {
    if layout == Layout::Acled {
        // The files of that project start with a byte order mark.
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut table = csv::Writer::from_writer(out);
    table.write_record(layout.columns())?;
    let mut beside = sources.map(csv::Writer::from_writer);
    if let Some(beside) = &mut beside {
        beside.write_record(SOURCE_COLUMNS)?;
    }
    let mut exported = Exported::default();
    for row in rows {
        match layout.cells(&row, books, made) {
            Ok(cells) => {
                table.write_record(cells.iter().map(|one| cell(&one.text())))?;
                if let Some(beside) = &mut beside {
                    write_sources(layout, &row, &cells, beside)?;
                }
                exported.rows += 1;
            }
            Err(reason) => exported.leave_out(reason),
        }
    }
    table.flush()?;
    if let Some(beside) = &mut beside {
        beside.flush()?;
    }
    Ok(exported)
}

fn write_sources<W: Write>(
    layout: Layout,
    row: &Row<'_>,
    cells: &[Cell<'_>],
    out: &mut csv::Writer<W>,
) -> Result<(), Error> {
    let id = cells[layout.id_column()].text();
    for (column, cell) in layout.columns().iter().zip(cells) {
        for value in &cell.0 {
            for told in &value.told {
                out.write_record(source_line(row, &id, column, &value.text, told).iter().map(|text| self::cell(text)))?;
            }
        }
    }
    Ok(())
}

fn source_line(row: &Row<'_>, id: &str, column: &str, value: &str, told: &Told<'_>) -> [String; 12] {
    let about = told.document.and_then(|document| row.about(document));
    let text = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let offset = |get: fn(&qantar_record::Span) -> usize| {
        told.words.map(|words| get(&words.span).to_string()).unwrap_or_default()
    };
    [
        id.to_owned(),
        column.to_owned(),
        value.to_owned(),
        text(told.account),
        told.document.map(|document| document.to_string()).unwrap_or_default(),
        about.and_then(|about| about.publisher.clone()).unwrap_or_default(),
        about.and_then(|about| about.published).map(|day| day.to_string()).unwrap_or_default(),
        told.words.map(|words| words.text.clone()).unwrap_or_default(),
        offset(|span| span.start),
        offset(|span| span.end),
        told.voice.map(|voice| voice.called().to_owned()).unwrap_or_default(),
        text(told.judgement),
    ]
}
