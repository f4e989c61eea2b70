//! Events that lie near one in days and place.

use crate::case::Case;
use crate::error::Error;
use crate::query::rows;
use jiff::civil::Date;
use qantar_record::Event;
use rusqlite::named_params;

/// Days before and after that are near. A guess (November 2026), as for what merging takes for far.
const AROUND: i64 = 30;
/// An event that began so many days before may still last.
const LASTING: i64 = 365;

impl Case {
    /// Accounts of the events nearest to one: of those whose days lie within a month of its own, the `most` events that are nearest in
    /// place, and the first `of_each` accounts of each. An event of no day counts by when it was published.
    pub fn near(&self, event: &Event, most: usize, of_each: usize) -> Result<Vec<i64>, Error> {
        let interval = event.time().map(|when| when.interval);
        let from = interval.and_then(|days| days.from.or(days.to)).or(event.first_published);
        let to = interval.and_then(|days| days.to.or(days.from)).or(event.last_published);
        let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
        let place = event.place().and_then(|at| at.place.as_ref());
        self.ask(|db| {
            let mut select = db.prepare_cached(NEAR)?;
            let numbers = select.query_map(
                named_params! {
                    ":number": event.id.0,
                    ":begin": shifted(from, -AROUND - LASTING),
                    ":from": shifted(from, -AROUND),
                    ":to": shifted(to, AROUND),
                    ":country": place.and_then(|place| place.country.as_ref()),
                    ":lat": place.map(|place| place.lat),
                    ":lon": place.map(|place| place.lon),
                    ":most": most as i64,
                },
                |row| row.get::<_, i64>(0),
            )?;
            let mut accounts = Vec::new();
            for number in numbers {
                let select = "SELECT number FROM account WHERE event = ? AND retired = 0 ORDER BY number LIMIT ?";
                accounts.extend(rows(db, select, (number?, of_each as i64), |row| row.get::<_, i64>(0))?);
            }
            Ok(accounts)
        })
    }
}

const NEAR: &str = "SELECT number FROM event
    WHERE number <> :number AND begins BETWEEN :begin AND :to AND ends >= :from
    ORDER BY country IS NOT :country, coalesce(abs(lat - :lat) + abs(lon - :lon), 360), number LIMIT :most";

/// A day so many days later, as the case writes it; the day itself where the calendar ends.
fn shifted(day: Date, days: i64) -> String {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day).to_string()
}
