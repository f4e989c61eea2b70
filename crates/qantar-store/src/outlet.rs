//! Who printed the reports, and on which days.

use crate::case::Case;
use crate::columns::{day, unlike};
use crate::error::Error;
use crate::query::rows;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One who prints reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutletRow {
    /// The name; none for the reports that tell none.
    pub publisher: Option<String>,
    /// Reports in the case.
    pub reports: u64,
    /// Accounts in force in them.
    pub accounts: u64,
    /// The earliest day of publication; none where none is told.
    pub first: Option<Date>,
    /// The latest day of publication.
    pub last: Option<Date>,
    /// Problems met in taking them in and reading them.
    pub problems: u64,
}

/// How many reports of one outlet bear one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletDay {
    /// The day of publication.
    pub day: Date,
    /// The outlet; none for reports that tell none.
    pub publisher: Option<String>,
    /// Reports.
    pub reports: u64,
}

impl Case {
    /// All outlets, those of most reports first.
    pub fn outlets(&self) -> Result<Vec<OutletRow>, Error> {
        self.ask(|db| {
            let documents = "SELECT publisher, count(*) AS reports, min(published) AS first, max(published) AS last
                FROM document GROUP BY publisher";
            let mut outlets: BTreeMap<Option<String>, OutletRow> = rows(db, documents, [], |row| {
                Ok(OutletRow {
                    publisher: row.get(0)?,
                    reports: count(row.get(1)?),
                    first: day(row, "first")?,
                    last: day(row, "last")?,
                    ..OutletRow::default()
                })
            })?
            .into_iter()
            .map(|row| (row.publisher.clone(), row))
            .collect();
            for (select, field) in COUNTED {
                for (publisher, found) in
                    rows(db, select, [], |row| Ok((row.get::<_, Option<String>>(0)?, count(row.get(1)?))))?
                {
                    if let Some(outlet) = outlets.get_mut(&publisher) {
                        *field(outlet) += found;
                    }
                }
            }
            let mut outlets: Vec<OutletRow> = outlets.into_values().collect();
            outlets.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.publisher.cmp(&b.publisher)));
            Ok(outlets)
        })
    }

    /// How many reports each outlet has of each day, by day; reports that bear no day are left out.
    pub fn outlet_days(&self) -> Result<Vec<OutletDay>, Error> {
        self.ask(|db| {
            let select = "SELECT published, publisher, count(*) FROM document WHERE published IS NOT NULL
                GROUP BY publisher, published";
            let mut days = rows(db, select, [], |row| {
                let reports = count(row.get(2)?);
                let day = day(row, "published")?.ok_or_else(|| unlike("published", "NULL"))?;
                Ok(OutletDay { day, publisher: row.get(1)?, reports })
            })?;
            days.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.publisher.cmp(&b.publisher)));
            Ok(days)
        })
    }

    /// How many reports have a reading in force whose version is like this, by the rules of SQL's GLOB: `qantar * gate`.
    pub fn reports_read_like(&self, version: &str) -> Result<u64, Error> {
        self.ask(|db| {
            let select = "SELECT count(*) FROM reading r WHERE r.version GLOB ? AND r.number = (
                SELECT max(newer.number) FROM reading newer WHERE newer.document = r.document)";
            Ok(count(db.prepare_cached(select)?.query_row([version], |row| row.get(0))?))
        })
    }
}

/// What is counted report by report, and where the count goes.
type Counted = (&'static str, fn(&mut OutletRow) -> &mut u64);

const COUNTED: [Counted; 2] = [
    (
        "SELECT d.publisher, sum(a.told) FROM (SELECT document, count(*) AS told FROM account WHERE retired = 0 GROUP BY document) a
         JOIN document d ON d.number = a.document GROUP BY d.publisher",
        |outlet| &mut outlet.accounts,
    ),
    (
        "SELECT d.publisher, sum(p.met) FROM (SELECT document, count(*) AS met FROM problem GROUP BY document) p
         JOIN document d ON d.number = p.document GROUP BY d.publisher",
        |outlet| &mut outlet.problems,
    ),
];

fn count(count: i64) -> u64 {
    count.unsigned_abs()
}
