//! Accounts in groups, kept so that a change makes only those groups anew that it can reach.
//!
//! Joining goes from the likeliest pair of clusters to the least likely, so whatever is joined early bears on what is joined
//! later, and in a crowd nearly everything is linked with everything. But two groups that stay two when they are clustered
//! alone together also stay two beside all others: the first pair across them that was joined among all would be the first
//! among the two as well. So it is enough to cluster what has changed, and to look at each outcome beside each group that
//! links lead to. A group that does not stand beside an outcome is taken up too, and all is clustered again.

use crate::cluster::{Bonds, Bounds, Link, cluster, connected};
use crate::pair::Points;
use crate::part::Scope;
use crate::rules::Rules;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What holds accounts together.
pub(crate) struct Ties<'t, L> {
    /// For each account, those that it could be one with, both ways.
    pub links: &'t [Vec<(u32, Points)>],
    pub bonds: &'t Bonds,
    pub bounds: Bounds,
    /// Where each account stands in an order of words.
    pub ranks: &'t [u32],
    /// Of a pair; none where it lies below the floor or they cannot be one.
    pub likeness: L,
}

impl<L: Fn(u32, u32) -> Option<Points> + Sync> Ties<'_, L> {
    /// The clusters of some accounts, as if there were no others; every cluster in the order of words.
    fn clusters(&self, mut members: Vec<u32>) -> Vec<Vec<u32>> {
        members.sort_unstable_by_key(|&of| self.ranks[of as usize]);
        let inside: HashSet<u32> = members.iter().copied().collect();
        let of = |a: u32| {
            let links = self.links[a as usize].iter().filter(move |(b, _)| a < *b);
            links.map(move |&(b, points)| (a, b, points))
        };
        let links: Vec<Link> = members.iter().flat_map(|&a| of(a)).filter(|(_, b, _)| inside.contains(b)).collect();
        connected(&members, &links, self.bonds)
            .par_iter()
            .flat_map_iter(|(part, links)| match part.len() {
                1 => vec![part.clone()],
                _ => cluster(part, links, self.bonds, self.bounds, &self.likeness),
            })
            .collect()
    }

    /// Whom links or people's words lead to.
    fn near(&self, of: u32) -> impl Iterator<Item = u32> {
        self.links[of as usize].iter().map(|(other, _)| *other).chain(self.bonds.same_as(of))
    }

    /// Whom an account is likest to.
    fn likest(&self, of: u32) -> Option<u32> {
        let links = self.links[of as usize].iter();
        links.max_by_key(|(other, points)| (*points, self.ranks[*other as usize])).map(|(other, _)| *other)
    }
}

/// Accounts held to tell of one happening.
#[derive(Debug)]
pub(crate) struct Group {
    /// In an order of words.
    pub members: Vec<u32>,
    pub scope: Scope,
    /// The points of its weakest tie: the least of each member's best link to another. None where no link lies inside.
    pub tie: Option<Points>,
    /// The group that it is a part of.
    pub whole: Option<u32>,
}

/// The account is in no group.
const NOWHERE: u32 = u32::MAX;

/// The least of each member's best link to another; see [`Group::tie`].
fn weakest(members: &[u32], links: &[Vec<(u32, Points)>]) -> Option<Points> {
    let inside: HashSet<u32> = members.iter().copied().collect();
    let best = |&of: &u32| {
        let links = links[of as usize].iter().filter(|(other, _)| inside.contains(other));
        links.map(|(_, points)| *points).max()
    };
    members.iter().filter_map(best).min()
}

/// All groups.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// For each account, its group.
    of: Vec<u32>,
    /// None where a group is no more.
    all: Vec<Option<Group>>,
}

/// What became of groups.
pub(crate) struct Regrouped {
    pub made: Vec<u32>,
    /// Those of the same members as before whose weakest tie is another.
    pub retied: Vec<u32>,
    /// Those that go by another type or status than before.
    pub rescoped: Vec<u32>,
    pub unmade: Vec<Group>,
}

impl Groups {
    /// The group of an account.
    pub fn of(&self, account: u32) -> Option<u32> {
        self.of.get(account as usize).copied().filter(|&group| group != NOWHERE)
    }

    pub fn get(&self, group: u32) -> &Group {
        self.all[group as usize].as_ref().expect("only groups that are there are asked for")
    }

    /// All that are there.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.all).filter(|(_, group)| group.is_some()).map(|(k, _)| k)
    }

    /// Groups anew after a change. `changed`: accounts that are new or tied otherwise than before; `gone`: those that are no
    /// more; `scope`: what members in order tell together.
    pub fn regroup<L: Fn(u32, u32) -> Option<Points> + Sync>(
        &mut self,
        changed: &HashSet<u32>,
        gone: &[u32],
        ties: &Ties<'_, L>,
        scope: impl Fn(&[u32]) -> Scope + Sync,
    ) -> Regrouped {
        self.of.resize(ties.links.len(), NOWHERE);
        let mut open: BTreeSet<u32> = changed.iter().chain(gone).filter_map(|&of| self.of(of)).collect();
        gone.iter().for_each(|&of| self.of[of as usize] = NOWHERE);
        let new: Vec<u32> = changed.iter().copied().filter(|&of| self.of(of).is_none()).collect();
        // The group that a new account most likely joins.
        open.extend(new.iter().filter_map(|&of| self.of(ties.likest(of)?)));
        let mut seen: HashSet<Vec<u32>> = HashSet::new();
        let clusters = loop {
            let taken_up = open.iter().flat_map(|&k| &self.get(k).members).copied();
            let stayed = taken_up.filter(|&of| self.of(of).is_some());
            let clusters = ties.clusters(new.iter().copied().chain(stayed).collect());
            let disturbed: BTreeSet<u32> = clusters
                .par_iter()
                .filter(|cluster| !self.is_as_before(cluster, changed) && !seen.contains(*cluster))
                .flat_map_iter(|cluster| self.disturbed(cluster, &open, ties))
                .collect();
            if disturbed.is_empty() {
                break clusters;
            }
            open.extend(disturbed);
            // Whom these disturb is taken up now.
            seen.extend(clusters);
        };
        let mut regrouped = self.replace(&open, clusters, scope);
        regrouped.retied = self.tie(open.iter().chain(&regrouped.made), ties);
        regrouped
    }

    /// Finds the weakest ties of those that are there still. Gives those of which it is another than before.
    fn tie<'k, L>(&mut self, groups: impl Iterator<Item = &'k u32>, ties: &Ties<'_, L>) -> Vec<u32> {
        let there = groups.copied().filter(|&k| self.all[k as usize].is_some());
        let found: Vec<(u32, Option<Points>)> = there.map(|k| (k, weakest(&self.get(k).members, ties.links))).collect();
        let mut retied = Vec::new();
        for (k, tie) in found {
            let group = self.all[k as usize].as_mut().expect("it is there");
            if group.tie != tie {
                group.tie = tie;
                retied.push(k);
            }
        }
        retied
    }

    /// Looks at what groups tell together once more. Gives those that go by another type or status than before.
    pub fn rescope(&mut self, groups: BTreeSet<u32>, scope: impl Fn(&[u32]) -> Scope) -> Vec<u32> {
        let mut rescoped = Vec::new();
        for k in groups {
            let group = self.all[k as usize].as_mut().expect("only groups that are there are asked for");
            let now = scope(&group.members);
            if now.is_other(&group.scope) {
                group.scope = now;
                rescoped.push(k);
            }
        }
        rescoped
    }

    /// Whether a cluster is a group that is there, of accounts that have not changed.
    fn is_as_before(&self, cluster: &[u32], changed: &HashSet<u32>) -> bool {
        let is_group = self.of(cluster[0]).is_some_and(|k| self.get(k).members == cluster);
        is_group && !cluster.iter().any(|of| changed.contains(of))
    }

    /// Groups outside that would not stand as they are beside the cluster, or it not beside them.
    fn disturbed<L: Fn(u32, u32) -> Option<Points> + Sync>(
        &self,
        cluster: &[u32],
        open: &BTreeSet<u32>,
        ties: &Ties<'_, L>,
    ) -> Vec<u32> {
        let near = cluster.iter().flat_map(|&of| ties.near(of)).filter_map(|of| self.of(of));
        let near: BTreeSet<u32> = near.filter(|k| !open.contains(k)).collect();
        let stands = |k: &u32| {
            let group = &self.get(*k).members;
            let both = ties.clusters([cluster, group].concat());
            both.len() == 2 && both.iter().all(|one| one == cluster || one == group)
        };
        near.into_iter().filter(|k| !stands(k)).collect()
    }

    /// Puts clusters in the place of groups. Those that are the same stay.
    fn replace(
        &mut self,
        open: &BTreeSet<u32>,
        clusters: Vec<Vec<u32>>,
        scope: impl Fn(&[u32]) -> Scope + Sync,
    ) -> Regrouped {
        let first: HashMap<u32, &Vec<u32>> = clusters.iter().map(|cluster| (cluster[0], cluster)).collect();
        let stays = |group: &Group| first.get(&group.members[0]) == Some(&&group.members);
        let (stay, leave): (Vec<u32>, Vec<u32>) = open.iter().partition(|&&k| stays(self.get(k)));
        let stay: HashSet<u32> = stay.iter().map(|&k| self.get(k).members[0]).collect();
        let unmade: Vec<Group> = leave.iter().filter_map(|&k| self.all[k as usize].take()).collect();
        let new: Vec<Vec<u32>> = clusters.into_iter().filter(|cluster| !stay.contains(&cluster[0])).collect();
        let make = |members: Vec<u32>| Group { scope: scope(&members), members, tie: None, whole: None };
        let groups: Vec<Group> = new.into_par_iter().map(make).collect();
        let from = self.all.len() as u32;
        for (k, group) in (from..).zip(&groups) {
            group.members.iter().for_each(|&of| self.of[of as usize] = k);
        }
        self.all.extend(groups.into_iter().map(Some));
        Regrouped { made: (from..self.all.len() as u32).collect(), retied: Vec::new(), rescoped: Vec::new(), unmade }
    }

    /// Finds the wholes of the groups that share a report with those that were made or unmade or go by another type or
    /// status. Gives the groups that are a part of another whole than before. `told`: the accounts of each report.
    pub fn find_wholes(&mut self, regrouped: &Regrouped, told: &[Vec<u32>], ranks: &[u32], rules: &Rules) -> Vec<u32> {
        let made = regrouped.made.iter().chain(&regrouped.rescoped).map(|&k| self.get(k));
        let reports: HashSet<usize> =
            made.chain(&regrouped.unmade).flat_map(|group| group.scope.reports.iter().copied()).collect();
        let beside = |report: &usize| told[*report].iter().filter_map(|&of| self.of(of)).collect::<Vec<_>>();
        let mut near: Vec<u32> = reports.iter().flat_map(beside).collect();
        near.sort_unstable();
        near.dedup();
        let whole_of = |&k: &u32| {
            let part = &self.get(k).scope;
            let wholes = part.reports.iter().flat_map(beside).filter(|&w| self.get(w).scope.is_whole_of(part, rules));
            let whole = wholes.min_by_key(|&w| {
                let whole = self.get(w);
                (whole.scope.size(), ranks[whole.members[0] as usize])
            });
            (k, whole)
        };
        let wholes: Vec<(u32, Option<u32>)> = near.par_iter().map(whole_of).collect();
        let mut changed = Vec::new();
        for (k, whole) in wholes {
            let group = self.all[k as usize].as_mut().expect("it is there");
            if group.whole != whole {
                group.whole = whole;
                changed.push(k);
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_tie_is_the_least_of_the_best() {
        let mut links = vec![Vec::new(); 8];
        for (a, b, points) in [(0, 1, 9), (1, 2, 4), (0, 2, 1), (2, 3, 8), (4, 5, 7)] {
            links[a as usize].push((b, points));
            links[b as usize].push((a, points));
        }
        let ties = [vec![0, 1, 2], vec![3], vec![4, 5], vec![6, 7]].map(|group| weakest(&group, &links));
        assert_eq!(ties, [Some(4), None, Some(7), None]);
    }
}
