//! The plain table: `date,place,type,actor`, for someone who only has a table.

use crate::fact::Fact;
use jiff::civil::Date;
use std::collections::HashMap;

/// The columns. The first three are needed; the others may be there, in any order. Columns of other names are left alone.
pub const COLUMNS: [&str; 10] =
    ["date", "place", "type", "actor", "target", "country", "region", "source", "id", "announced_on"];

/// Columns that a table must have.
const NEEDED: usize = 3;

/// What a table gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its facts, in the order of its rows.
    pub facts: Vec<Fact>,
    /// A line for each row that could not be taken whole: where, what, and what was kept.
    pub problems: Vec<String>,
}

/// Why a table could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// Columns are missing.
    #[error("the table lacks {}; wanted are date, place and type, and there may be actor, target, country, region, source, id, announced_on", .0.join(", "))]
    Columns(Vec<&'static str>),
    /// It is no CSV.
    #[error("cannot read the table: {0}")]
    Csv(#[from] csv::Error),
}

/// Whether a table has the needed columns.
pub fn is_plain(table: &[u8]) -> bool {
    let mut reader = reader(table);
    reader.byte_headers().is_ok_and(|header| missing(&columns(header)).is_empty())
}

/// Reads a table. Several actors, targets or sources stand in one cell with semicolons between them. `announced_on` is the
/// day on which an event that is still to come was announced for the row's date.
///
/// ```
/// let table = qantar_forecast::plain::read(b"date,place,type,actor\n2031-05-02,Kisumu,PROTEST,teachers\nsoon,Kisumu,PROTEST,\n")?;
/// assert_eq!(table.facts.len(), 1);
/// assert_eq!(table.problems, ["line 3: \"soon\" is no day (YYYY-MM-DD); the row is left out"]);
/// # Ok::<(), qantar_forecast::plain::TableError>(())
/// ```
///
/// # Errors
/// When a needed column is missing or the header is no CSV.
pub fn read(table: &[u8]) -> Result<Table, TableError> {
    let mut reader = reader(table);
    let columns = columns(reader.byte_headers()?);
    let missing = missing(&columns);
    if !missing.is_empty() {
        return Err(TableError::Columns(missing));
    }
    let mut read = Table::default();
    for record in reader.byte_records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                read.take(&Row { record: &record, columns: &columns, line });
            }
            Err(error) => read.problems.push(format!("{error}; the row is left out")),
        }
    }
    Ok(read)
}

fn reader(table: &[u8]) -> csv::Reader<&[u8]> {
    // Programs of one maker write the byte order mark.
    let table = table.strip_prefix(b"\xef\xbb\xbf").unwrap_or(table);
    csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(table)
}

fn columns(header: &csv::ByteRecord) -> HashMap<&'static str, usize> {
    let place = |name: &'static str| {
        let at = header.iter().position(|column| column.eq_ignore_ascii_case(name.as_bytes()))?;
        Some((name, at))
    };
    COLUMNS.into_iter().filter_map(place).collect()
}

fn missing(columns: &HashMap<&'static str, usize>) -> Vec<&'static str> {
    COLUMNS[..NEEDED].iter().copied().filter(|name| !columns.contains_key(name)).collect()
}

struct Row<'r> {
    record: &'r csv::ByteRecord,
    columns: &'r HashMap<&'static str, usize>,
    line: u64,
}

impl Row<'_> {
    fn cell(&self, column: &'static str) -> String {
        let bytes = self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn list(&self, column: &'static str) -> Vec<String> {
        self.cell(column).split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }
}

impl Table {
    fn take(&mut self, row: &Row<'_>) {
        let (date, kind) = (row.cell("date"), row.cell("type"));
        let Ok(day) = date.parse::<Date>() else {
            self.problems.push(format!("line {}: {date:?} is no day (YYYY-MM-DD); the row is left out", row.line));
            return;
        };
        if kind.is_empty() {
            self.problems.push(format!("line {}: no type; the row is left out", row.line));
            return;
        }
        let announced = row.cell("announced_on");
        let told = announced.parse::<Date>().ok();
        if told.is_none() && !announced.is_empty() {
            self.problems.push(format!(
                "line {}: {announced:?} is no day; the row counts as an event that took place",
                row.line
            ));
        }
        let place = ["country", "region", "place"].map(|column| row.cell(column));
        let id = Some(row.cell("id")).filter(|id| !id.is_empty()).unwrap_or_else(|| format!("line {}", row.line));
        self.facts.push(Fact {
            day,
            known: told.unwrap_or(day),
            place: place.into_iter().filter(|name| !name.is_empty()).collect(),
            kind,
            actors: row.list("actor"),
            targets: row.list("target"),
            id,
            sources: row.list("source"),
            announced: told.is_some(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_cannot_be_taken_are_told_of() {
        let table = "\u{feff}Type,Date,Place,Country,Source,announced_on\n\
                     PROTEST,2031-05-02,Kisumu,Kenya,Daily A; Daily B,\n\
                     ,2031-05-02,Kisumu,Kenya,,\n\
                     STRIKE,2031-06-01,Kisumu,Kenya,,2031-05-20\n\
                     STRIKE,2031-06-01,Kisumu,Kenya,,then\n";
        let read = read(table.as_bytes()).unwrap();
        assert_eq!(read.facts.len(), 3);
        assert_eq!(read.facts[0].place, ["Kenya", "Kisumu"]);
        assert_eq!(read.facts[0].sources, ["Daily A", "Daily B"]);
        assert!(read.facts[1].announced && read.facts[1].known.to_string() == "2031-05-20");
        assert_eq!(read.problems.len(), 2);
        assert!(matches!(super::read(b"date,place\n"), Err(TableError::Columns(missing)) if missing == ["type"]));
        assert!(!is_plain(b"event_date,event_type\n"));
    }
}
