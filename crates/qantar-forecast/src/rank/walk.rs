//! Parties that can be reached over others: partners of partners, and what parties like this one did.

use super::History;

/// Which count the steps are weighed by: a month's half-life, with a little of all there ever was.
const MONTH: usize = 2;
const EVER: usize = 4;

/// How many parties like this one are asked.
const ALIKE: usize = 100;

/// Sums for every party, emptied by the list of those touched.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    sums: Vec<f32>,
    pub touched: Vec<u32>,
}

impl Sums {
    fn new(parties: usize) -> Self {
        Sums { sums: vec![0.0; parties], touched: Vec::new() }
    }

    #[inline]
    fn add(&mut self, party: u32, by: f32) {
        let sum = &mut self.sums[party as usize];
        if *sum == 0.0 {
            self.touched.push(party);
        }
        *sum += by;
    }

    fn clear(&mut self) {
        for party in self.touched.drain(..) {
            self.sums[party as usize] = 0.0;
        }
    }

    /// The most likely, most likely first; equals by number.
    pub fn top(&self, most: usize) -> Vec<u32> {
        let mut all: Vec<(f32, u32)> = self.touched.iter().map(|&party| (self.sums[party as usize], party)).collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if all.len() > most {
            all.select_nth_unstable_by(most, order);
            all.truncate(most);
        }
        all.sort_unstable_by(order);
        all.into_iter().map(|(_, party)| party).collect()
    }
}

/// The walks of one question.
#[derive(Debug, Clone)]
pub(super) struct Walks {
    near: Sums,
    alike: Sums,
    from: Option<(u32, i32)>,
}

impl Walks {
    pub fn new(parties: usize) -> Self {
        Walks { near: Sums::new(parties), alike: Sums::new(parties), from: None }
    }

    /// Walks from a party: two steps to those near it, then one step of the kind from those.
    pub fn walk(&mut self, history: &History, one: u32, kind: u32, day: i32) {
        if self.from != Some((one, day)) {
            self.near.clear();
            self.two_steps(history, one, day);
            self.from = Some((one, day));
        }
        self.alike.clear();
        let mut like = self.near.top(ALIKE);
        like.retain(|&party| party != one);
        for party in like {
            let Some(role) = history.role(party, kind) else { continue };
            let weight = self.near.sums[party as usize] / (role.all.at(day, &history.fading)[MONTH] + 1.0);
            for &(other, cell) in &role.others {
                self.alike.add(other, weight * strength(history, &history.cells[cell as usize], day));
            }
        }
    }

    fn two_steps(&mut self, history: &History, one: u32, day: i32) {
        let party = &history.parties[one as usize];
        let whole = strength(history, &party.all, day).max(1e-6);
        for partner in &party.partners {
            let first = strength(history, &partner.all, day) / whole;
            if first < 1e-4 {
                continue;
            }
            let between = &history.parties[partner.other as usize];
            let weight = first / strength(history, &between.all, day).max(1e-6);
            for next in &between.partners {
                self.near.add(next.other, weight * strength(history, &next.all, day));
            }
        }
    }

    pub fn near(&self, party: u32) -> f32 {
        self.near.sums[party as usize]
    }

    pub fn alike(&self, party: u32) -> f32 {
        self.alike.sums[party as usize]
    }

    pub fn top_near(&self, most: usize) -> Vec<u32> {
        self.near.top(most)
    }

    pub fn top_alike(&self, most: usize) -> Vec<u32> {
        self.alike.top(most)
    }
}

#[inline]
fn strength(history: &History, count: &crate::decay::Faded, day: i32) -> f32 {
    let faded = count.at(day, &history.fading);
    faded[MONTH] + 0.1 * faded[EVER]
}
