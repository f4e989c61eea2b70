//! Counts that fade: each event counts one, and half as much after a half-life.

/// The half-lives in days, shortest first; the last never fades. From the issue that asked for the store: a day's news, a
/// week's wave, a month's campaign, a season, and all there ever was.
pub const HALF_LIVES: [f64; 5] = [2.0, 7.0, 30.0, 90.0, f64::INFINITY];

/// How many half-lives there are.
pub const SPANS: usize = HALF_LIVES.len();

/// What is left of one event, for each half-life, after so many days.
#[derive(Debug, Clone)]
pub struct Fading {
    left: Vec<[f32; SPANS]>,
}

impl Fading {
    /// Works out what is left for 0 to `days` days; past that the last row stands.
    pub fn over(days: usize) -> Self {
        let at = |day: usize| HALF_LIVES.map(|half_life| 0.5f64.powf(day as f64 / half_life) as f32);
        Fading { left: (0..=days).map(at).collect() }
    }

    /// What is left after `days` days. A day before the event leaves all of it.
    #[inline]
    pub fn left(&self, days: i32) -> &[f32; SPANS] {
        &self.left[(days.max(0) as usize).min(self.left.len() - 1)]
    }
}

impl Default for Fading {
    /// Twenty years, after which only the count that never fades is worth anything.
    fn default() -> Self {
        Fading::over(20 * 366)
    }
}

/// How often something happened, faded to the day when it last did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faded {
    last: i32,
    counts: [f32; SPANS],
}

impl Faded {
    /// Counts `by` more on a day that is not before the last one counted.
    #[inline]
    pub fn add(&mut self, day: i32, by: f32, fading: &Fading) {
        if self.counts[SPANS - 1] > 0.0 && day > self.last {
            let left = fading.left(day - self.last);
            self.counts.iter_mut().zip(left).for_each(|(count, left)| *count *= left);
        }
        self.counts.iter_mut().for_each(|count| *count += by);
        self.last = day;
    }

    /// The counts as they stand at the start of `day`.
    #[inline]
    pub fn at(&self, day: i32, fading: &Fading) -> [f32; SPANS] {
        let left = fading.left(day - self.last);
        std::array::from_fn(|span| self.counts[span] * left[span])
    }

    /// The day of the last event counted; meaningless where nothing was.
    pub fn last(&self) -> i32 {
        self.last
    }

    /// How many in all, without fading.
    pub fn total(&self) -> f32 {
        self.counts[SPANS - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_half_after_its_half_life() {
        let fading = Fading::default();
        let mut count = Faded::default();
        count.add(10, 1.0, &fading);
        assert_eq!(count.at(12, &fading)[0], 0.5);
        assert_eq!(count.at(40, &fading)[2], 0.5);
        count.add(17, 1.0, &fading);
        assert_eq!(count.at(17, &fading)[1], 1.5);
        assert_eq!(count.at(400, &fading)[SPANS - 1], 2.0);
    }
}
