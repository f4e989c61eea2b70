//! Pairs become groups: the two clusters whose pairs are on average the likeliest are joined first, as long as no pair
//! across them is too unlikely, is vetoed or is judged not to be one.

use std::collections::{HashMap, HashSet};

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
        let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
        for at in 0..self.0.len() as u32 {
            let root = self.root(at);
            groups.entry(root).or_default().push(at);
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_unstable();
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

/// How clusters are joined.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// The least mean of the pairs across two clusters.
    pub join: f64,
    /// The least that any of those pairs may have.
    pub floor: f64,
}

/// A cluster under way.
struct Cluster {
    members: Vec<u32>,
}

/// Clusters of one connected part of the graph. `likeness` of a pair; −∞ where they cannot be one. Members ascend; the same
/// members give the same clusters.
pub(crate) fn cluster(
    members: &[u32],
    bonds: &Bonds,
    bounds: Bounds,
    likeness: impl Fn(u32, u32) -> f64,
) -> Vec<Vec<u32>> {
    let mut table = Table::new(bonded(members, bonds), bounds, likeness);
    while let Some((a, b)) = table.best() {
        table.join(a, b);
    }
    let mut clusters: Vec<Vec<u32>> = table.clusters.into_iter().flatten().map(|cluster| cluster.members).collect();
    clusters.sort_unstable();
    clusters
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

/// Sums and least values between all clusters, with the best partner of each.
struct Table {
    clusters: Vec<Option<Cluster>>,
    sum: Vec<f64>,
    least: Vec<f64>,
    partner: Vec<Option<(f64, usize)>>,
    bounds: Bounds,
}

impl Table {
    fn new(clusters: Vec<Vec<u32>>, bounds: Bounds, likeness: impl Fn(u32, u32) -> f64) -> Self {
        let count = clusters.len();
        let mut table = Table {
            sum: vec![0.0; count * count],
            least: vec![f64::INFINITY; count * count],
            partner: vec![None; count],
            bounds,
            clusters: clusters.into_iter().map(|members| Some(Cluster { members })).collect(),
        };
        for i in 0..count {
            for j in i + 1..count {
                table.fill(i, j, &likeness);
            }
        }
        (0..count).for_each(|i| table.partner[i] = table.nearest(i));
        table
    }

    fn fill(&mut self, i: usize, j: usize, likeness: &impl Fn(u32, u32) -> f64) {
        let (Some(a), Some(b)) = (&self.clusters[i], &self.clusters[j]) else { return };
        let across = a.members.iter().flat_map(|&x| b.members.iter().map(move |&y| likeness(x, y)));
        let (sum, least) =
            across.fold((0.0, f64::INFINITY), |(sum, least), value| (sum + value, f64::min(least, value)));
        self.put(i, j, sum, least);
    }

    fn put(&mut self, i: usize, j: usize, sum: f64, least: f64) {
        let count = self.clusters.len();
        for at in [i * count + j, j * count + i] {
            self.sum[at] = sum;
            self.least[at] = least;
        }
    }

    /// The mean likeness across two clusters; none when they cannot be joined.
    fn mean(&self, i: usize, j: usize) -> Option<f64> {
        let (a, b) = (self.clusters[i].as_ref()?, self.clusters[j].as_ref()?);
        let at = i * self.clusters.len() + j;
        let mean = self.sum[at] / (a.members.len() * b.members.len()) as f64;
        (mean >= self.bounds.join && self.least[at] >= self.bounds.floor).then_some(mean)
    }

    /// The best partner of a cluster; the earliest on a tie.
    fn nearest(&self, i: usize) -> Option<(f64, usize)> {
        let others = (0..self.clusters.len()).filter(|&j| j != i);
        others
            .filter_map(|j| Some((self.mean(i, j)?, j)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    fn best(&self) -> Option<(usize, usize)> {
        let pairs = (0..self.clusters.len()).filter_map(|i| self.partner[i].map(|(mean, j)| (mean, i, j)));
        pairs.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, i, j)| (i.min(j), i.max(j)))
    }

    fn join(&mut self, a: usize, b: usize) {
        let count = self.clusters.len();
        for k in (0..count).filter(|&k| k != a && k != b) {
            let sum = self.sum[a * count + k] + self.sum[b * count + k];
            let least = self.least[a * count + k].min(self.least[b * count + k]);
            self.put(a, k, sum, least);
        }
        let taken = self.clusters[b].take().expect("a best pair is of clusters");
        let cluster = self.clusters[a].as_mut().expect("a best pair is of clusters");
        cluster.members.extend(taken.members);
        cluster.members.sort_unstable();
        self.partner[b] = None;
        self.partner[a] = self.nearest(a);
        for k in (0..count).filter(|&k| k != a && self.clusters[k].is_some()) {
            match self.partner[k] {
                Some((_, j)) if j == a || j == b => self.partner[k] = self.nearest(k),
                partner => {
                    let new = self.mean(k, a).map(|mean| (mean, a));
                    self.partner[k] = match (partner, new) {
                        (Some(old), Some(new)) if new.0 > old.0 || new.0 == old.0 && new.1 < old.1 => Some(new),
                        (None, new) => new,
                        (old, _) => old,
                    };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { join: 0.0, floor: -2.0 };

    fn on_a_line(bonds: &Bonds, places: &[f64]) -> Vec<Vec<u32>> {
        let members: Vec<u32> = (0..places.len() as u32).collect();
        let likeness = |a: u32, b: u32| match bonds.part(a, b) {
            true => f64::NEG_INFINITY,
            false => 1.0 - (places[a as usize] - places[b as usize]).abs(),
        };
        cluster(&members, bonds, BOUNDS, likeness)
    }

    #[test]
    fn a_chain_is_not_one_cluster() {
        // Each is like the next, and the ends are nothing like each other.
        assert_eq!(on_a_line(&Bonds::default(), &[0.0, 0.8, 1.6, 2.4, 3.2]).len(), 3);
    }

    #[test]
    fn what_people_say_holds() {
        let apart = Bonds { apart: HashSet::from([(0, 1)]), ..Bonds::default() };
        assert_eq!(on_a_line(&apart, &[0.0, 0.0, 0.1]).len(), 2);
        let same = Bonds { same: vec![(0, 2)], ..Bonds::default() };
        assert_eq!(on_a_line(&same, &[0.0, 30.0, 60.0]), [vec![0, 2], vec![1]]);
    }
}
