//! Tables in other projects' layouts to documents and accounts: each row is a report of its own whose text is its cells.

mod acled;
mod draft;
mod ged;
mod sheet;

use crate::codebook::Codebooks;
use crate::error::Error;
use crate::table::Layout;
use qantar_record::{Document, Reading};
use sheet::Sheet;

/// A row as a document and the reading of it. What could not be read of the row is among the reading's problems, with line
/// and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrived {
    /// The cells that are not empty, a line each: `column: value`.
    pub document: Document,
    /// One account, or none where the row does not tell of what kind it is.
    pub reading: Reading,
}

/// Columns that a table must have.
fn needed(layout: Layout) -> &'static [&'static str] {
    match layout {
        Layout::Acled => &["event_date", "event_type", "sub_event_type", "country", "latitude", "longitude"],
        Layout::Ged => &[
            "type_of_violence",
            "side_a",
            "side_b",
            "date_start",
            "date_end",
            "latitude",
            "longitude",
            "country",
            "best",
        ],
    }
}

/// The layout whose needed columns a table has.
pub fn layout_of(table: &[u8]) -> Option<Layout> {
    let sheet = Sheet::open(table);
    [Layout::Acled, Layout::Ged].into_iter().find(|&layout| sheet.lacks(needed(layout)).is_empty())
}

/// Reads a table row by row. Columns may stand in any order; those that the layout does not know are kept in the text. A
/// table without a needed column is an error, anything less is a problem of its row.
///
/// ```
/// use qantar_project::{Codebooks, Layout, import};
///
/// let table = "event_date,event_type,sub_event_type,actor1,country,location,latitude,longitude,fatalities\n\
///              03 May 2031,Battles,Armed clash,Lake Front,Kenya,Mandera,3.94,41.86,none\n";
/// let books = Codebooks::built_in()?;
/// let rows: Vec<_> = import(Layout::Acled, table.as_bytes(), &books)?.collect();
/// let account = &rows[0].reading.accounts[0];
/// assert_eq!(account.mode.0, "clash");
/// assert_eq!(rows[0].document.words(account.actors[0].span), "Lake Front");
/// assert!(rows[0].reading.problems[0].message.starts_with("line 2, column fatalities"));
/// # Ok::<(), qantar_project::Error>(())
/// ```
pub fn import<'t>(
    layout: Layout,
    table: &'t [u8],
    books: &'t Codebooks,
) -> Result<impl Iterator<Item = Arrived> + 't, Error> {
    let sheet = Sheet::open(table);
    let missing = sheet.lacks(needed(layout));
    if !missing.is_empty() {
        return Err(Error::Header { layout: layout.as_str(), missing, wanted: layout.columns().to_vec() });
    }
    Ok(sheet.rows().map(move |row| match layout {
        Layout::Acled => acled::arrive(row, books),
        Layout::Ged => ged::arrive(row, books),
    }))
}
