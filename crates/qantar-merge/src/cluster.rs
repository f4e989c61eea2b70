//! Pairs become groups: the two clusters whose pairs are on average the likeliest are joined first, as long as no pair
//! across them is too unlikely, is vetoed or is judged not to be one.

use crate::pair::Points;
use crate::rules::ByTerm;
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

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
#[derive(Debug, Default)]
pub(crate) struct Bonds {
    /// Whom each is judged to be one with, both ways.
    pub same: HashMap<u32, BTreeSet<u32>>,
    /// Pairs judged not to be one, the lower first.
    pub apart: HashSet<(u32, u32)>,
}

impl Bonds {
    pub fn part(&self, a: u32, b: u32) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    /// Whom it is judged to be one with.
    pub fn same_as(&self, of: u32) -> impl Iterator<Item = u32> {
        self.same.get(&of).into_iter().flatten().copied()
    }

    /// Those of whom people say something else than before.
    pub fn changed(&self, before: &Bonds) -> HashSet<u32> {
        let same = |here: &Bonds, there: &Bonds| {
            here.same
                .iter()
                .filter(|(of, with)| there.same.get(of) != Some(with))
                .map(|(&of, _)| of)
                .collect::<Vec<_>>()
        };
        let apart = self.apart.symmetric_difference(&before.apart).flat_map(|&(a, b)| [a, b]);
        same(self, before).into_iter().chain(same(before, self)).chain(apart).collect()
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
/// it lies below the floor or they cannot be one. The order of the members decides between offers that are as good; the
/// clusters come in it.
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
    let places = Places::of(members);
    let mut table = Table::new(&places, links, bonds, bounds, likeness);
    while let Some(best) = table.offers.pop() {
        let Best { offer, of, grown } = best;
        if table.stands(&offer) {
            table.join(offer.a, offer.b);
        } else if table.grown[of] == grown {
            table.put_up(of);
        }
    }
    let mut clusters: Vec<Vec<u32>> = table.clusters.into_iter().filter(|cluster| !cluster.is_empty()).collect();
    clusters.sort_unstable();
    clusters.into_iter().map(|cluster| cluster.into_iter().map(|at| members[at as usize]).collect()).collect()
}

/// Parts of the members that links or people's words connect, each with the links in it; members and parts in order.
pub(crate) fn connected(members: &[u32], links: &[Link], bonds: &Bonds) -> Vec<(Vec<u32>, Vec<Link>)> {
    let places = Places::of(members);
    let mut sets = Sets::new(members.len());
    for (&member, at) in members.iter().zip(0..) {
        bonds.same_as(member).filter_map(|other| places.get(other)).for_each(|other| sets.join(at, other));
    }
    let inside = |&(a, b, _): &Link| Some((places.get(a)?, places.get(b)?));
    links.iter().filter_map(inside).for_each(|(a, b)| sets.join(a, b));
    let mut part_of = vec![0; members.len()];
    let mut parts: Vec<(Vec<u32>, Vec<Link>)> = Vec::new();
    for group in sets.groups() {
        group.iter().for_each(|&at| part_of[at as usize] = parts.len());
        parts.push((group.into_iter().map(|at| members[at as usize]).collect(), Vec::new()));
    }
    for link in links {
        if let Some((a, _)) = inside(link) {
            parts[part_of[a as usize]].1.push(*link);
        }
    }
    parts
}

/// Members by their place in the order.
struct Places<'m> {
    members: &'m [u32],
    /// Each member with its place, by member.
    place: Vec<(u32, u32)>,
}

impl<'m> Places<'m> {
    fn of(members: &'m [u32]) -> Self {
        let mut place: Vec<(u32, u32)> = members.iter().copied().zip(0..).collect();
        place.sort_unstable();
        Places { members, place }
    }

    fn get(&self, of: u32) -> Option<u32> {
        self.place.binary_search_by_key(&of, |(member, _)| *member).ok().map(|at| self.place[at].1)
    }

    /// Members that are judged to be one start as one.
    fn bonded(&self, bonds: &Bonds) -> Vec<Vec<u32>> {
        let mut sets = Sets::new(self.members.len());
        for (&member, at) in self.members.iter().zip(0..) {
            bonds.same_as(member).filter_map(|other| self.get(other)).for_each(|other| sets.join(at, other));
        }
        sets.groups()
    }
}

/// Two clusters that could be joined, as they were when it was made. The likeliest is the greatest, then the earliest.
struct Offer {
    sum: Points,
    /// How many pairs lie across: more once either has grown.
    pairs: usize,
    a: usize,
    b: usize,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        // The means, compared without rounding.
        let scaled = |sum: Points, pairs: usize| i128::from(sum) * pairs as i128;
        let likelier = scaled(self.sum, other.pairs).cmp(&scaled(other.sum, self.pairs));
        likelier.then((other.a, other.b, other.pairs).cmp(&(self.a, self.b, self.pairs)))
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

/// The likeliest offer of one cluster when it was made.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Best {
    offer: Offer,
    of: usize,
    /// How often the cluster had grown.
    grown: u32,
}

/// The sum of the pairs across, by the other cluster.
type Sums = HashMap<u32, Option<Points>, ByTerm>;

/// Clusters under way, their members by place, with the sum of the pairs across those that links lead between.
struct Table<'m, F> {
    members: &'m [u32],
    /// Empty where it has become part of an earlier one.
    clusters: Vec<Vec<u32>>,
    /// None where the two can never be joined. Offers have an order of their own, so that of the sums does not matter.
    sums: Vec<Sums>,
    /// How often each cluster has grown.
    grown: Vec<u32>,
    /// Of each cluster its likeliest offer, as it was when the cluster last grew or that offer fell away: of two clusters the one
    /// that has grown later has an offer up that is as good as the one between them, so the likeliest of all is always up.
    offers: BinaryHeap<Best>,
    bounds: Bounds,
    likeness: F,
}

impl<'m, F: Fn(u32, u32) -> Option<Points>> Table<'m, F> {
    fn new(places: &Places<'m>, links: &[Link], bonds: &Bonds, bounds: Bounds, likeness: F) -> Self {
        let clusters = places.bonded(bonds);
        let mut home = vec![0; places.members.len()];
        for (k, cluster) in clusters.iter().enumerate() {
            cluster.iter().for_each(|&at| home[at as usize] = k);
        }
        let (sums, grown) = (vec![Sums::default(); clusters.len()], vec![0; clusters.len()]);
        let offers = BinaryHeap::with_capacity(clusters.len());
        let mut table = Table { members: places.members, clusters, sums, grown, offers, bounds, likeness };
        for &(a, b, points) in links {
            let at = |of: u32| places.get(of).map(|at| home[at as usize]);
            let (Some(a), Some(b)) = (at(a), at(b)) else { continue };
            let (a, b) = (a.min(b), a.max(b));
            if a == b || table.sums[a].contains_key(&(b as u32)) {
                continue;
            }
            let alone = table.clusters[a].len() * table.clusters[b].len() == 1;
            let sum = if alone { Some(points) } else { table.across(&table.clusters[a], &table.clusters[b]) };
            table.link(a, b, sum);
        }
        (0..table.clusters.len()).for_each(|k| table.put_up(k));
        table
    }

    /// The sum of the pairs across; none where one of them forbids that the clusters are joined.
    fn across(&self, a: &[u32], b: &[u32]) -> Option<Points> {
        a.iter().flat_map(|&x| b.iter().map(move |&y| (x, y))).try_fold(0, |sum, (x, y)| {
            let (x, y) = (self.members[x as usize], self.members[y as usize]);
            let points = (self.likeness)(x, y).filter(|&points| points >= self.bounds.floor)?;
            Some(sum + points)
        })
    }

    fn link(&mut self, a: usize, b: usize, sum: Option<Points>) {
        self.sums[a].insert(b as u32, sum);
        self.sums[b].insert(a as u32, sum);
    }

    /// Puts the likeliest offer of a cluster up, if it has one.
    fn put_up(&mut self, of: usize) {
        let offer = |(&other, &sum): (&u32, &Option<Points>)| {
            let (sum, other) = (sum?, other as usize);
            let pairs = self.pairs(of, other);
            let stands = sum >= self.bounds.join * pairs as Points;
            stands.then(|| Offer { sum, pairs, a: of.min(other), b: of.max(other) })
        };
        if let Some(offer) = self.sums[of].iter().filter_map(offer).max() {
            self.offers.push(Best { offer, of, grown: self.grown[of] });
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
        let of_b_alone = of_b.keys().filter(|k| !of_a.contains_key(k));
        let near: Vec<u32> = of_a.keys().chain(of_b_alone).copied().collect();
        let mut linked = Vec::with_capacity(near.len());
        for at in near.into_iter().filter(|&at| at != a as u32 && at != b as u32) {
            let k = at as usize;
            self.sums[k].remove(&(a as u32));
            self.sums[k].remove(&(b as u32));
            let (one, other) = (of_a.get(&at), of_b.get(&at));
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
        self.grown[a] += 1;
        self.put_up(a);
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
    fn what_people_say_holds() {
        let apart = Bonds { apart: HashSet::from([(0, 1)]), ..Bonds::default() };
        assert_eq!(on_a_line(&apart, &[0, 0, 1]).len(), 2);
        let with = |of: u32| BTreeSet::from([of]);
        let same = Bonds { same: HashMap::from([(0, with(2)), (2, with(0))]), ..Bonds::default() };
        assert_eq!(on_a_line(&same, &[0, 300, 600]), [vec![0, 2], vec![1]]);
    }
}
