//! How often one kind of act followed another between the same two parties, by how long ago the other was.

/// The first lag in days of each class; the last has no end. A guess of 2026-11-29, finer where most answers lie.
const CLASSES: [i32; 10] = [1, 2, 3, 4, 6, 9, 15, 31, 61, 121];

/// Days of the prior: what a rule seen on few days is held to. Chosen on the validation days of ICEWS14.
const PRIOR: f32 = 10.0;

/// The class of a lag in days, which is at least 1.
fn class(lag: i32) -> usize {
    CLASSES.partition_point(|&first| first <= lag).saturating_sub(1)
}

/// Counts of rules "where B was last seen between two parties that long ago, A was seen today".
#[derive(Debug, Clone)]
pub(super) struct Lags {
    kinds: usize,
    /// [class][before][after].
    hits: Vec<u32>,
    /// [class][before]: days on which it was that long ago.
    days: Vec<f64>,
    /// [class][after]: the rate of `after` whatever came before.
    base: Vec<f32>,
    /// For each kind, how many pairs have it last on each day seen so far.
    open: Vec<Vec<(i32, u32)>>,
    last: Option<i32>,
}

impl Lags {
    pub fn new(kinds: usize) -> Self {
        Lags {
            kinds,
            hits: vec![0; CLASSES.len() * kinds * kinds],
            days: vec![0.0; CLASSES.len() * kinds],
            base: vec![0.0; CLASSES.len() * kinds],
            open: vec![Vec::new(); kinds],
            last: None,
        }
    }

    fn at(&self, class: usize, before: u32, after: u32) -> usize {
        (class * self.kinds + before as usize) * self.kinds + after as usize
    }

    /// Every open pair lives through the days up to and with `day`.
    pub fn pass(&mut self, day: i32) {
        let from = self.last.map_or(day, |last| last + 1);
        for (kind, open) in self.open.iter().enumerate() {
            for &(seen, pairs) in open {
                for today in from..=day {
                    self.days[class(today - seen) * self.kinds + kind] += f64::from(pairs);
                }
            }
        }
        self.last = Some(day);
    }

    pub fn hit(&mut self, before: u32, after: u32, lag: i32) {
        let at = self.at(class(lag), before, after);
        self.hits[at] += 1;
    }

    /// A pair that had the kind last on day `before`, or never, has it last today.
    pub fn seen(&mut self, kind: u32, before: Option<i32>, day: i32) {
        let open = &mut self.open[kind as usize];
        if let Some(at) = before.and_then(|before| open.binary_search_by_key(&before, |&(day, _)| day).ok()) {
            open[at].1 -= 1;
        }
        match open.last_mut() {
            Some((last, pairs)) if *last == day => *pairs += 1,
            _ => open.push((day, 1)),
        }
    }

    /// Forgets days that no pair has last.
    pub fn close(&mut self) {
        for open in &mut self.open {
            open.retain(|&(_, pairs)| pairs > 0);
        }
    }

    /// Brings the rates that rules are held to up to date. Called before rates are asked for.
    pub fn settle(&mut self) {
        for class in 0..CLASSES.len() {
            let days: f64 = self.days[class * self.kinds..(class + 1) * self.kinds].iter().sum();
            for after in 0..self.kinds {
                let hits: u64 = (0..self.kinds)
                    .map(|before| u64::from(self.hits[self.at(class, before as u32, after as u32)]))
                    .sum();
                self.base[class * self.kinds + after] = (hits as f64 / days.max(1.0)) as f32;
            }
        }
    }

    /// The rate of `after` on a day when `before` was last seen `lag` days ago.
    #[inline]
    pub fn rate(&self, before: u32, after: u32, lag: i32) -> f32 {
        let class = class(lag);
        let hits = self.hits[self.at(class, before, after)] as f32;
        let days = self.days[class * self.kinds + before as usize] as f32;
        let base = self.base[class * self.kinds + after as usize];
        (hits + PRIOR * base) / (days + PRIOR)
    }
}
