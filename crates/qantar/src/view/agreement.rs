//! How far coders agree: Krippendorff's alpha for nominal values, exact, with values missing.
//!
//! K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). A unit is what several coders have decided of one
//! account: whether it is right in all, or what they say of one slot. Accounts and not events are units, because the
//! accounts of an event change when people decide.

use qantar_record::{Ruling, Slot};
use qantar_store::JudgementRow;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How far coders agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Those who have decided something that another has decided as well, by name.
    pub coders: Vec<String>,
    /// Accounts of which two or more coders have decided something.
    pub units: usize,
    /// First the whole account, then slot by slot.
    pub rows: Vec<AgreementRow>,
}

/// How far coders agree on one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementRow {
    /// `event`, whether the account is right in all, or the slot.
    pub slot: &'static str,
    /// Alpha: 1 when they agree always, 0 when as often as by chance, less when they agree less. None when there is no
    /// telling: fewer than two coders have decided anything, or all have decided the same of everything.
    pub alpha: Option<f64>,
    /// What two or more have decided.
    pub units: usize,
}

/// What each coder says of each unit of one kind; a coder who says nothing is missing.
type Said = BTreeMap<i64, BTreeMap<String, String>>;

const WHOLE: &str = "event";

/// How far coders agree, by all judgements of a case that hold.
pub fn agreement(judgements: &[JudgementRow]) -> Agreement {
    let mut said: BTreeMap<Option<Slot>, Said> = BTreeMap::new();
    let mut in_order: Vec<&JudgementRow> = judgements.iter().filter(|row| row.holds).collect();
    in_order.sort_by_key(|row| row.number);
    for row in in_order {
        let Some(account) = row.accounts.first().copied().flatten() else { continue };
        let Some((slot, says)) = says(&row.judgement.ruling) else { continue };
        said.entry(slot).or_default().entry(account).or_default().insert(row.judgement.by.clone(), says);
    }
    let whole = said.remove(&None).unwrap_or_default();
    let mut kinds = vec![(WHOLE, whole.clone())];
    kinds.extend(Slot::ALL.map(|slot| (slot.as_str(), of_slot(said.remove(&Some(slot)).unwrap_or_default(), &whole))));
    let mut shared = BTreeSet::new();
    let mut coders = BTreeSet::new();
    let rows = kinds.iter().map(|&(slot, ref said)| {
        let pairable = said.iter().filter(|(_, by)| by.len() > 1);
        for (account, by) in pairable.clone() {
            shared.insert(*account);
            coders.extend(by.keys().cloned());
        }
        let units: Vec<Vec<&str>> = pairable.map(|(_, by)| by.values().map(String::as_str).collect()).collect();
        AgreementRow { slot, alpha: alpha(&units), units: units.len() }
    });
    let rows = rows.collect();
    Agreement { coders: coders.into_iter().collect(), units: shared.len(), rows }
}

/// What a ruling says, of the whole account or of one slot; none where it is about neither.
fn says(ruling: &Ruling) -> Option<(Option<Slot>, String)> {
    match ruling {
        Ruling::Right { slot, .. } => Some((*slot, AS_READ.into())),
        Ruling::Missed { .. } => Some((None, AS_READ.into())),
        Ruling::Wrong { slot, words, .. } => {
            let which = words.as_ref().map(|words| format!(" {}..{}", words.span.start, words.span.end));
            Some((*slot, format!("wrong{}", which.unwrap_or_default())))
        }
        Ruling::Instead { slot, value, .. } => Some((Some(*slot), crate::words::value(value).to_lowercase())),
        _ => None,
    }
}

const AS_READ: &str = "as read";

/// Who holds the whole account to be right, and has said nothing of the slot, holds the slot to be right; counted only
/// where somebody has said something of it.
fn of_slot(mut said: Said, whole: &Said) -> Said {
    for (account, by) in &mut said {
        let approving = whole.get(account).into_iter().flatten().filter(|(_, says)| *says == AS_READ);
        for (coder, says) in approving {
            by.entry(coder.clone()).or_insert_with(|| says.clone());
        }
    }
    said
}

/// Krippendorff's alpha for nominal values: what coders say of each unit, those who say nothing left out.
///
/// None when no unit has two values, and when all values are the same, where it is not defined.
///
/// ```
/// use qantar::view::agreement::alpha;
///
/// assert_eq!(alpha(&[vec!["yes", "yes"], vec!["no", "no"]]), Some(1.0));
/// assert_eq!(alpha(&[vec!["yes", "yes"], vec!["yes"]]), None);
/// ```
pub fn alpha<V: Ord>(units: &[Vec<V>]) -> Option<f64> {
    let mut totals: BTreeMap<&V, f64> = BTreeMap::new();
    let (mut all, mut alike) = (0.0, 0.0);
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<&V, f64> = BTreeMap::new();
        unit.iter().for_each(|value| *counts.entry(value).or_default() += 1.0);
        let size = unit.len() as f64;
        all += size;
        alike += counts.values().map(|count| count * (count - 1.0)).sum::<f64>() / (size - 1.0);
        counts.into_iter().for_each(|(value, count)| *totals.entry(value).or_default() += count);
    }
    // Pairs of values that are the same, by chance, out of all.
    let by_chance = totals.values().map(|total| total * (total - 1.0)).sum::<f64>();
    let possible = all * (all - 1.0);
    (totals.len() > 1).then(|| ((all - 1.0) * alike - by_chance) / (possible - by_chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from lines of coders; `.` is missing.
    fn units(coders: [&str; 4]) -> Vec<Vec<char>> {
        let rows = coders.map(|line| line.split(' ').map(|value| value.chars().next().expect("a value")).collect());
        let rows: [Vec<char>; 4] = rows;
        let unit = |at: usize| rows.iter().map(|row| row[at]).filter(|&value| value != '.').collect();
        (0..rows[0].len()).map(unit).collect()
    }

    #[test]
    fn the_example_of_the_paper() {
        // Section C: nominal data, four observers, values missing; it gives .743.
        let units = units([
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        let alpha = alpha(&units).expect("it is defined");
        assert!((alpha - 0.743).abs() < 0.0005, "{alpha}");
    }

    #[test]
    fn where_there_is_no_telling() {
        assert_eq!(alpha::<u8>(&[]), None);
        assert_eq!(alpha(&[vec![1], vec![2]]), None, "nobody has decided what another has");
        assert_eq!(alpha(&[vec![1, 1], vec![1, 1, 1]]), None, "there is no other value to differ by");
        assert_eq!(alpha(&[vec![1, 1], vec![2, 2], vec![3]]), Some(1.0));
        // Two coders who never agree are worse than chance.
        assert!(alpha(&[vec![1, 2], vec![2, 1]]).expect("defined") < 0.0);
    }
}
