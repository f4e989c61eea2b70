//! The day on which most of what a page states agrees.

use crate::dates::{self, Order};
use jiff::ToSpan;
use jiff::civil::Date;

/// One day that something on a page may state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vote {
    pub date: Date,
    pub weight: u32,
    /// Whether it is one of two ways to read the same numbers, with nothing that favours it.
    pub open: bool,
}

/// Weights in `data/ingest/facts.txt` are taken times this, so that shares of them stay whole.
const WHOLE: u32 = 12;

/// What some words vote for: the day they state; where numbers can be read in two ways, both.
///
/// An instant in UTC also votes, with hardly less, for the neighbouring day that it may be at the place of printing: the
/// day before for hours before noon, the day after from noon on. Nothing else that a page states being for that day, the
/// stated one is elected; what the page prints decides. A clock in no zone is UTC more seldom: it votes so by half, and
/// only for the day before, since most pages that print another day are in America.
pub(crate) fn votes(words: &str, weight: u32, order: Order) -> Vec<Vote> {
    let weight = weight * WHOLE;
    if let Some(date) = dates::stated(words) {
        let sure = Vote { date, weight, open: false };
        let neighbour = match dates::clock(words) {
            Some((hour, true)) => {
                let day = if hour < 12 { date.yesterday() } else { date.tomorrow() };
                day.ok().map(|day| (day, weight * 11 / 12))
            }
            Some((hour, false)) if hour < 12 => date.yesterday().ok().map(|day| (day, weight / 2)),
            _ => None,
        };
        let neighbour = neighbour.map(|(date, weight)| Vote { date, weight, open: false });
        return std::iter::once(sure).chain(neighbour).collect();
    }
    let share = |reading: Order| match order {
        Order::Unknown => weight / 2,
        known if known == reading => weight,
        _ => weight / 3,
    };
    let readings = [Order::DayFirst, Order::MonthFirst].into_iter();
    readings
        .filter_map(|reading| {
            let date = dates::stated_in(words, reading)?;
            Some(Vote { date, weight: share(reading), open: order == Order::Unknown })
        })
        .collect()
}

/// The day with the most weight; of several, the earliest. No day is later than `latest`, none earlier than the web.
/// Numbers that can be read in two ways elect nothing alone.
pub(crate) fn elect(votes: &[Vote], latest: Option<Date>) -> Option<Date> {
    // A clock may be a zone ahead of the one that the file was saved by.
    let latest = latest.and_then(|latest| latest.checked_add(1.day()).ok());
    let stands = |vote: &&Vote| vote.date.year() >= 1990 && latest.is_none_or(|latest| vote.date <= latest);
    let standing: Vec<&Vote> = votes.iter().filter(stands).collect();
    let weight = |date: Date| standing.iter().filter(|vote| vote.date == date).map(|vote| vote.weight).sum::<u32>();
    let sure = |date: Date| standing.iter().any(|vote| vote.date == date && !vote.open);
    standing
        .iter()
        .map(|vote| vote.date)
        .filter(|&date| sure(date))
        .max_by_key(|&date| (weight(date), std::cmp::Reverse(date)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn elected(stated: &[(&str, u32)], order: Order) -> Option<Date> {
        let votes: Vec<Vote> = stated.iter().flat_map(|(words, weight)| votes(words, *weight, order)).collect();
        elect(&votes, Some(date(2022, 6, 1)))
    }

    #[test]
    fn the_heaviest_day_is_elected() {
        use Order::*;
        let day = Some(date(2022, 1, 5));
        assert_eq!(elected(&[("2022-01-05", 10), ("2022-01-06", 9)], Unknown), day);
        assert_eq!(elected(&[("2022-01-07", 10), ("2022-01-05", 6), ("5 Jan 2022", 5)], Unknown), day);
        assert_eq!(elected(&[("2022-01-06T03:00:00Z", 10), ("5 January 2022", 4)], Unknown), day);
        assert_eq!(elected(&[("2022-01-06T03:00:00Z", 10), ("4 January 2022", 4)], Unknown), Some(date(2022, 1, 6)));
        assert_eq!(elected(&[("2030-01-05", 10), ("2022-01-05", 1)], Unknown), day);
    }

    #[test]
    fn numbers_are_read_in_the_order_that_other_days_show() {
        use Order::*;
        let day = Some(date(2022, 1, 5));
        assert_eq!(elected(&[("05/01/2022", 5)], DayFirst), day);
        assert_eq!(elected(&[("01/05/2022", 5)], MonthFirst), day);
        assert_eq!(elected(&[("05/01/2022", 5)], Unknown), None);
        assert_eq!(elected(&[("05/01/2022", 5), ("2022-01-05", 3)], Unknown), day);
        assert_eq!(elected(&[("05/01/2022", 5), ("2022-01-05", 4)], MonthFirst), day);
    }
}
