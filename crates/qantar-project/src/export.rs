//! Events to a file of any format.

use crate::codebook::Codebooks;
use crate::error::Error;
use crate::row::Row;
use crate::table::{self, Layout};
use crate::{columns, geojson, jsonl};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Write;

/// A format that events can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CSV in the layout of ACLED.
    Acled,
    /// CSV in the layout of UCDP GED.
    Ged,
    /// Our own lines of JSON, without loss: `qantar.event/1`.
    Jsonl,
    /// A GeoJSON feature collection.
    GeoJson,
    /// A Parquet file, one row an event.
    Parquet,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 5] = [Format::Acled, Format::Ged, Format::Jsonl, Format::GeoJson, Format::Parquet];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Acled => "acled",
            Format::Ged => "ged",
            Format::Jsonl => "jsonl",
            Format::GeoJson => "geojson",
            Format::Parquet => "parquet",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Acled | Format::Ged => "csv",
            other => other.as_str(),
        }
    }

    /// The extension of the table of sources that can be written beside it; none where the file holds them itself.
    pub fn sources_extension(self) -> Option<&'static str> {
        match self {
            Format::Acled | Format::Ged => Some("sources.csv"),
            Format::Parquet => Some("sources.parquet"),
            Format::Jsonl | Format::GeoJson => None,
        }
    }
}

/// Where an export goes.
pub struct Outputs<'w> {
    /// The file itself.
    pub table: &'w mut dyn Write,
    /// The table of sources beside it, for formats that have one (see [`Format::sources_extension`]).
    pub sources: Option<&'w mut dyn Write>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Events that have a row.
    pub rows: u64,
    /// Events that have none, by the reason.
    pub left_out: BTreeMap<String, u64>,
}

impl Exported {
    pub(crate) fn leave_out(&mut self, reason: String) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

/// Writes events, in the order given. Equal rows, codebooks and moment give equal bytes.
///
/// `made` is the moment of the export, which the ACLED layout has a column for; nothing here asks the clock.
pub fn export<'a>(
    rows: impl IntoIterator<Item = Row<'a>>,
    format: Format,
    books: &Codebooks,
    made: Timestamp,
    out: Outputs<'_>,
) -> Result<Exported, Error> {
    let rows = rows.into_iter();
    match format {
        Format::Acled => table::write(Layout::Acled, rows, books, made, out.table, out.sources),
        Format::Ged => table::write(Layout::Ged, rows, books, made, out.table, out.sources),
        Format::Jsonl => jsonl::write(rows, out.table),
        Format::GeoJson => geojson::write(rows, out.table),
        Format::Parquet => columns::write(rows, out.table, out.sources),
    }
}
