//! Wholes and parts: a nationwide wave of unrest is not the riot of one town, and the riot is a part of it.
//!
//! An event is a part of another when its type can be one (`data/merge/kinds.toml`), the other is of a region or country
//! and of a longer time, its place and days lie inside, and one report tells of both.

use crate::rules::Rules;
use crate::sight::{Days, Sight, rank};
use qantar_record::Status;
use std::collections::HashMap;

/// For each group, the group that it is a part of: the smallest of those that hold it.
pub(crate) fn parts(groups: &[Vec<u32>], sights: &[Sight], types: &[&str], rules: &Rules) -> Vec<Option<usize>> {
    let scopes: Vec<Scope> = groups.iter().map(|group| Scope::of(group, sights)).collect();
    let mut by_report: HashMap<usize, Vec<usize>> = HashMap::new();
    for (k, scope) in scopes.iter().enumerate() {
        scope.reports.iter().for_each(|&report| by_report.entry(report).or_default().push(k));
    }
    let of_type = |k: usize| types[groups[k][0] as usize];
    let whole_of = |k: usize| {
        let together = scopes[k].reports.iter().flat_map(|report| &by_report[report]);
        let mut wholes: Vec<usize> = together
            .copied()
            .filter(|&w| w != k && rules.can_be_part(of_type(k), of_type(w)) && scopes[w].holds(&scopes[k], sights))
            .collect();
        wholes.sort_by_key(|&w| (scopes[w].size(), w));
        wholes.first().copied()
    };
    let mut whole: Vec<Option<usize>> = (0..groups.len()).map(whole_of).collect();
    // Sizes grow from part to whole, except on a tie: no circle may close.
    for k in 0..whole.len() {
        let mut at = whole[k];
        for _ in 0..whole.len() {
            match at {
                Some(w) if w == k => {
                    whole[k] = None;
                    break;
                }
                Some(w) => at = whole[w],
                None => break,
            }
        }
    }
    whole
}

/// When, where and by whom, as far as a group tells.
struct Scope {
    days: Option<Days>,
    /// Who tells the finest place.
    spot: Option<u32>,
    status: Status,
    reports: Vec<usize>,
    /// How wide that place is.
    width: u8,
}

impl Scope {
    fn of(group: &[u32], sights: &[Sight]) -> Self {
        let sight = |at: u32| &sights[at as usize];
        let days = group.iter().filter_map(|&at| sight(at).days).min_by_key(|days| (days.length(), days.from));
        let width = |at: u32| sight(at).spot.as_ref().map_or(u8::MAX, |spot| rank(spot.precision));
        let spot = group.iter().copied().filter(|&at| sight(at).spot.is_some()).min_by_key(|&at| width(at));
        let mut reports: Vec<usize> = group.iter().map(|&at| sight(at).report).collect();
        reports.sort_unstable();
        reports.dedup();
        let status = sight(group[0]).status;
        Scope { days, spot, status, reports, width: spot.map_or(u8::MAX, width) }
    }

    fn size(&self) -> (u8, i32) {
        (self.width, self.days.map_or(i32::MAX, Days::length))
    }

    /// Whether it reaches around the other in time and in space.
    fn holds(&self, part: &Scope, sights: &[Sight]) -> bool {
        let in_time = match (self.days, part.days) {
            (Some(whole), Some(part)) => {
                whole.from <= part.from && part.to <= whole.to && whole.length() > part.length()
            }
            (None, _) => true,
            (Some(_), None) => false,
        };
        let spot = |scope: &Scope| scope.spot.and_then(|at| sights[at as usize].spot.as_ref());
        let in_space = match (spot(self), spot(part)) {
            (Some(whole), Some(part)) => whole.is_broad() && whole.holds(part),
            _ => false,
        };
        self.status == Status::Happened && in_time && in_space
    }
}
