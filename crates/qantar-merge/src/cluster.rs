//! Pairs become groups: the two clusters whose pairs are on average the likeliest are joined first, as long as no pair
//! across them is too unlikely, is vetoed or is judged not to be one.

use crate::pair::Points;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};

/// Sets that only grow together.
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    pub fn new(count: usize) -> Self {
        Sets((0..count as u32).collect())
    }

    /// The lowest member of the set that holds it.
    pub fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// Every set, its members ascending, by lowest member.
    pub fn groups(&mut self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut place = vec![0; self.0.len()];
        for at in 0..self.0.len() as u32 {
            match self.root(at) {
                root if root == at => {
                    place[at as usize] = groups.len();
                    groups.push(vec![at]);
                }
                root => groups[place[root as usize]].push(at),
            }
        }
        groups
    }
}

/// What people have said of pairs.
#[derive(Default)]
pub(crate) struct Bonds {
    /// Pairs judged to be one.
    pub same: Vec<(u32, u32)>,
    /// Pairs judged not to be one, the lower first.
    pub apart: HashSet<(u32, u32)>,
}

impl Bonds {
    pub fn part(&self, a: u32, b: u32) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }
}

/// How clusters are joined, in [`Points`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The least mean of the pairs across two clusters.
    pub join: Points,
    /// The least that any of those pairs may have.
    pub floor: Points,
}

/// Two accounts with their likeness, which is at least [`Bounds::join`].
pub(crate) type Link = (u32, u32, Points);

/// Clusters of one connected part of the graph. `links`: its pairs that could be joined. `likeness` of a pair; none where
/// it lies below the floor or they cannot be one. Members ascend; the same members give the same clusters.
///
/// Two clusters can only have a mean of `join` when a pair across them has, so only clusters that a link leads between are
/// ever compared.
pub(crate) fn cluster(
    members: &[u32],
    links: &[Link],
    bonds: &Bonds,
    bounds: Bounds,
    likeness: impl Fn(u32, u32) -> Option<Points>,
) -> Vec<Vec<u32>> {
    let mut table = Table::new(members, links, bonds, bounds, likeness);
    while let Some(offer) = table.offers.pop() {
        if table.stands(&offer) {
            table.join(offer.a, offer.b);
        }
    }
    let mut clusters: Vec<Vec<u32>> = table.clusters.into_iter().filter(|cluster| !cluster.is_empty()).collect();
    clusters.sort_unstable();
    clusters
}

/// The weakest tie of each cluster: the least of each member's best link to another of it. None where no link lies inside.
pub(crate) fn weakest(clusters: &[Vec<u32>], links: &[Link]) -> Vec<Option<Points>> {
    let cluster_of: HashMap<u32, usize> =
        (0..).zip(clusters).flat_map(|(k, cluster)| cluster.iter().map(move |&member| (member, k))).collect();
    let mut best: HashMap<u32, Points> = HashMap::new();
    for &(a, b, points) in links.iter().filter(|(a, b, _)| cluster_of.get(a) == cluster_of.get(b)) {
        for member in [a, b] {
            best.entry(member).and_modify(|known| *known = points.max(*known)).or_insert(points);
        }
    }
    clusters.iter().map(|cluster| cluster.iter().filter_map(|member| best.get(member)).min().copied()).collect()
}

/// Members that are judged to be one start as one.
fn bonded(members: &[u32], bonds: &Bonds) -> Vec<Vec<u32>> {
    let place = |of: u32| members.binary_search(&of).ok();
    let mut sets = Sets::new(members.len());
    for &(a, b) in &bonds.same {
        if let (Some(a), Some(b)) = (place(a), place(b)) {
            sets.join(a as u32, b as u32);
        }
    }
    sets.groups().into_iter().map(|group| group.into_iter().map(|at| members[at as usize]).collect()).collect()
}

/// Two clusters that could be joined, as they were when it was made. The likeliest is the greatest, then the earliest.
struct Offer {
    mean: f64,
    a: usize,
    b: usize,
    /// How many pairs lie across: more once either has grown.
    pairs: usize,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then((other.a, other.b, other.pairs).cmp(&(self.a, self.b, self.pairs)))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

/// Clusters under way, with the sum of the pairs across those that links lead between.
struct Table<F> {
    /// Empty where it has become part of an earlier one.
    clusters: Vec<Vec<u32>>,
    /// None where the two can never be joined.
    sums: Vec<BTreeMap<usize, Option<Points>>>,
    offers: BinaryHeap<Offer>,
    bounds: Bounds,
    likeness: F,
}

impl<F: Fn(u32, u32) -> Option<Points>> Table<F> {
    fn new(members: &[u32], links: &[Link], bonds: &Bonds, bounds: Bounds, likeness: F) -> Self {
        let clusters = bonded(members, bonds);
        let mut places = vec![0; members.len()];
        for (k, cluster) in clusters.iter().enumerate() {
            cluster.iter().for_each(|of| places[members.binary_search(of).expect("it is a member")] = k);
        }
        let sums = vec![BTreeMap::new(); clusters.len()];
        let mut table = Table { clusters, sums, offers: BinaryHeap::new(), bounds, likeness };
        for &(a, b, points) in links {
            let place = |of: u32| members.binary_search(&of).ok().map(|at| places[at]);
            let (Some(a), Some(b)) = (place(a), place(b)) else { continue };
            let (a, b) = (a.min(b), a.max(b));
            if a == b || table.sums[a].contains_key(&b) {
                continue;
            }
            let alone = table.clusters[a].len() * table.clusters[b].len() == 1;
            let sum = if alone { Some(points) } else { table.across(&table.clusters[a], &table.clusters[b]) };
            table.link(a, b, sum);
        }
        table
    }

    /// The sum of the pairs across; none where one of them forbids that the clusters are joined.
    fn across(&self, a: &[u32], b: &[u32]) -> Option<Points> {
        a.iter().flat_map(|&x| b.iter().map(move |&y| (x, y))).try_fold(0, |sum, (x, y)| {
            let points = (self.likeness)(x.min(y), x.max(y)).filter(|&points| points >= self.bounds.floor)?;
            Some(sum + points)
        })
    }

    fn link(&mut self, a: usize, b: usize, sum: Option<Points>) {
        self.sums[a].insert(b, sum);
        self.sums[b].insert(a, sum);
        let pairs = self.pairs(a, b);
        let Some(sum) = sum else { return };
        if sum >= self.bounds.join * pairs as Points {
            self.offers.push(Offer { mean: sum as f64 / pairs as f64, a: a.min(b), b: a.max(b), pairs });
        }
    }

    fn pairs(&self, a: usize, b: usize) -> usize {
        self.clusters[a].len() * self.clusters[b].len()
    }

    fn stands(&self, offer: &Offer) -> bool {
        self.pairs(offer.a, offer.b) == offer.pairs
    }

    fn join(&mut self, a: usize, b: usize) {
        let taken = std::mem::take(&mut self.clusters[b]);
        let kept = std::mem::take(&mut self.clusters[a]);
        let (of_a, of_b) = (std::mem::take(&mut self.sums[a]), std::mem::take(&mut self.sums[b]));
        let near: BTreeSet<usize> = of_a.keys().chain(of_b.keys()).copied().filter(|&k| k != a && k != b).collect();
        let mut linked = Vec::new();
        for k in near {
            self.sums[k].remove(&a);
            self.sums[k].remove(&b);
            let (one, other) = (of_a.get(&k), of_b.get(&k));
            let sum = |known: Option<&Option<Points>>, members: &[u32]| {
                known.copied().unwrap_or_else(|| self.across(members, &self.clusters[k]))
            };
            let never = one == Some(&None) || other == Some(&None);
            let both = || Some(sum(one, &kept)? + sum(other, &taken)?);
            linked.push((k, if never { None } else { both() }));
        }
        self.clusters[a] = kept;
        self.clusters[a].extend(taken);
        self.clusters[a].sort_unstable();
        linked.into_iter().for_each(|(k, sum)| self.link(a, k, sum));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { join: 0, floor: -20 };

    /// Members at places on a line, in tenths.
    fn on_a_line(bonds: &Bonds, places: &[Points]) -> Vec<Vec<u32>> {
        let members: Vec<u32> = (0..places.len() as u32).collect();
        let likeness =
            |a: u32, b: u32| (!bonds.part(a, b)).then(|| 10 - (places[a as usize] - places[b as usize]).abs());
        let pairs = members.iter().flat_map(|&a| (a + 1..places.len() as u32).map(move |b| (a, b)));
        let links: Vec<Link> = pairs.filter_map(|(a, b)| Some((a, b, likeness(a, b).filter(|&p| p >= 0)?))).collect();
        cluster(&members, &links, bonds, BOUNDS, likeness)
    }

    #[test]
    fn a_chain_is_not_one_cluster() {
        // Each is like the next, and the ends are nothing like each other.
        assert_eq!(on_a_line(&Bonds::default(), &[0, 8, 16, 24, 32]).len(), 3);
    }

    #[test]
    fn the_weakest_tie_is_the_least_of_the_best() {
        let links = [(0, 1, 9), (1, 2, 4), (0, 2, 1), (2, 3, 8), (4, 5, 7)];
        let clusters = [vec![0, 1, 2], vec![3], vec![4, 5], vec![6, 7]];
        assert_eq!(weakest(&clusters, &links), [Some(4), None, Some(7), None]);
    }

    #[test]
    fn what_people_say_holds() {
        let apart = Bonds { apart: HashSet::from([(0, 1)]), ..Bonds::default() };
        assert_eq!(on_a_line(&apart, &[0, 0, 1]).len(), 2);
        let same = Bonds { same: vec![(0, 2)], ..Bonds::default() };
        assert_eq!(on_a_line(&same, &[0, 300, 600]), [vec![0, 2], vec![1]]);
    }
}
