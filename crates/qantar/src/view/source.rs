//! Where reports come from, on which days there are few of them, and what could not be read.

use crate::pipeline;
use jiff::civil::Date;
use qantar_store::{Case, Error, OutletDay, OutletRow, ProblemRow};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Outlets, their days, days with few reports, and what could not be taken in or read.
///
/// # Errors
/// When the case cannot be read.
pub fn sources(case: &Case) -> Result<Value, Error> {
    let (outlets, days) = (case.outlets()?, case.outlet_days()?);
    let outlet = |row: &OutletRow| {
        json!({
            "publisher": row.publisher, "reports": row.reports, "accounts": row.accounts, "first": row.first,
            "last": row.last, "problems": row.problems,
        })
    };
    let day = |row: &OutletDay| json!({"day": row.day, "publisher": row.publisher, "reports": row.reports});
    let problem = |row: ProblemRow| json!({"document": row.document, "title": row.title, "stage": row.stage, "message": row.message});
    let problems = case.problems()?.into_iter().take(MOST_PROBLEMS).map(problem);
    let unread = case.reports_read_like(pipeline::UNREAD_LIKE)?;
    let (total, refused) = case.refused(0, MOST_PROBLEMS as u64)?;
    let refused: Vec<Value> = refused
        .into_iter()
        .map(|row| json!({"origin": row.origin, "message": row.message, "first_seen": row.first_seen}))
        .collect();
    let thin = thin(&days).into_iter();
    Ok(json!({
        "outlets": outlets.iter().map(outlet).collect::<Vec<_>>(),
        "days": days.iter().map(day).collect::<Vec<_>>(),
        "thin": thin.map(|(day, reports, usual)| json!({"day": day, "reports": reports, "usual": usual})).collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "unread": unread,
        "refused": {"total": total, "rows": refused},
    }))
}

/// So many problems are shown.
const MOST_PROBLEMS: usize = 500;
/// Days before and after a day that say what is usual. A guess (November 2026): two weeks either way hold as many weekends.
const AROUND: usize = 14;
/// A day is thin when it has less than this share of the usual.
const FEW: f64 = 0.25;
/// Where fewer reports than this are usual, a quiet day says nothing. A guess (November 2026).
const LEAST_USUAL: f64 = 4.0;
/// Longer spans are not looked through: a report of another century makes all between it and the next thin.
const LONGEST: usize = 40_000;

/// Days between the first and the last with far fewer reports than is usual around them: reports, and the median of the days around.
fn thin(days: &[OutletDay]) -> Vec<(Date, u64, f64)> {
    let mut by_day: BTreeMap<Date, u64> = BTreeMap::new();
    days.iter().for_each(|row| *by_day.entry(row.day).or_default() += row.reports);
    let (Some((&first, _)), Some((&last, _))) = (by_day.first_key_value(), by_day.last_key_value()) else {
        return Vec::new();
    };
    let span: Vec<Date> =
        first.series(jiff::Span::new().days(1)).take_while(|&day| day <= last).take(LONGEST).collect();
    let counts: Vec<u64> = span.iter().map(|day| by_day.get(day).copied().unwrap_or(0)).collect();
    let usual = |at: usize| {
        let mut around = counts[at.saturating_sub(AROUND)..(at + AROUND + 1).min(counts.len())].to_vec();
        around.sort_unstable();
        let middle = around.len() / 2;
        if around.len() % 2 == 1 { around[middle] as f64 } else { (around[middle - 1] + around[middle]) as f64 / 2.0 }
    };
    let is_thin = |at: usize| {
        let usual = usual(at);
        (usual >= LEAST_USUAL && (counts[at] as f64) < FEW * usual).then_some((span[at], counts[at], usual))
    };
    (0..span.len()).filter_map(is_thin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_of_few_reports_among_days_of_many_is_thin() {
        let day = |d: i8, reports| OutletDay { day: date(2022, 1, d), publisher: None, reports };
        let mut days: Vec<OutletDay> = (1..=20).filter(|&d| d != 9).map(|d| day(d, 10)).collect();
        days[4].reports = 2;
        assert_eq!(thin(&days), [(date(2022, 1, 5), 2, 10.0), (date(2022, 1, 9), 0, 10.0)]);
        let quiet: Vec<OutletDay> = (1..=20).step_by(3).map(|d| day(d, 1)).collect();
        assert_eq!(thin(&quiet), [], "where little is usual, nothing is little");
        assert_eq!(thin(&[]), []);
    }
}
