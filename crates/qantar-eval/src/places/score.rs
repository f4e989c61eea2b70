//! The figures: shares within 161 km (a hundred miles, the field's usual radius) and errors in km; spans found.

use super::gold::Gold;
use super::{Answer, Point};
use qantar::record::Span;

/// Radius within which a point is right, in km.
pub const RADIUS: f64 = 161.0;

/// Great-circle distance in km on a sphere of 6,371 km.
pub fn km(a: Point, b: Point) -> f64 {
    let (north, east) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let arc =
        (north / 2.0).sin().powi(2) + a.0.to_radians().cos() * b.0.to_radians().cos() * (east / 2.0).sin().powi(2);
    2.0 * 6371.0 * arc.sqrt().min(1.0).asin()
}

/// How right an answer is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The set has no point for the toponym: nothing can be right. The answer, if any, cannot be judged.
    NoGold,
    /// No answer.
    Silent,
    /// An answer this many km off, and whether it has the id of the gold.
    Answered(f64, bool),
}

impl Verdict {
    /// Judges one answer.
    pub fn of(gold: &Gold, answer: Option<&Answer>) -> Self {
        match (gold.point, answer) {
            (None, _) => Verdict::NoGold,
            (_, None) => Verdict::Silent,
            (Some(point), Some(answer)) => {
                let same = gold.geonames.is_some() && gold.geonames == answer.geonames;
                Verdict::Answered(km(point, answer.point), same)
            }
        }
    }

    /// Whether the point is near enough.
    pub fn is_near(self) -> bool {
        matches!(self, Verdict::Answered(km, _) if km <= RADIUS)
    }

    /// Whether the point is near enough or the id is the same.
    pub fn is_right(self) -> bool {
        self.is_near() || matches!(self, Verdict::Answered(_, true))
    }
}

/// The figures of one system on one set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Toponyms of the set.
    pub all: usize,
    /// Those that have a point in the set.
    pub located: usize,
    /// Of these, those that were answered.
    pub answered: usize,
    /// Those with a point within [`RADIUS`].
    pub near: usize,
    /// Those with such a point or the same id.
    pub right: usize,
    /// Median error of the answers in km.
    pub median: f64,
    /// Mean error of the answers in km.
    pub mean: f64,
}

impl Figures {
    /// Sums up verdicts.
    pub fn of(verdicts: &[Verdict]) -> Self {
        let count = |holds: &dyn Fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| holds(verdict)).count();
        let mut errors: Vec<f64> =
            verdicts.iter().filter_map(|v| if let Verdict::Answered(km, _) = v { Some(*km) } else { None }).collect();
        errors.sort_by(f64::total_cmp);
        Figures {
            all: verdicts.len(),
            located: count(&|v| *v != Verdict::NoGold),
            answered: errors.len(),
            near: count(&|v| v.is_near()),
            right: count(&|v| v.is_right()),
            median: errors.get(errors.len() / 2).copied().unwrap_or(f64::NAN),
            mean: errors.iter().sum::<f64>() / errors.len().max(1) as f64,
        }
    }

    /// A line of the table: shares over all, over those with a point, over those answered.
    pub fn row(&self, name: &str) -> String {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        let Figures { all, located, answered, near, right, median, mean } = *self;
        format!(
            "| {name} | {answered} | {:.3} | {:.3} | {:.3} | {:.3} | {median:.1} | {mean:.0} |",
            share(right, all),
            share(near, all),
            share(right, located),
            share(right, answered),
        )
    }
}

/// Spans found against spans marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// Marked by hand.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// Found to the letter.
    pub exact: usize,
    /// Found with at least one letter in common, one to one.
    pub relaxed: usize,
}

impl Spans {
    /// Adds one document; returns the marked spans that were missed and the found ones that nothing marks.
    pub fn add(&mut self, gold: &[Span], found: &[Span]) -> (Vec<Span>, Vec<Span>) {
        let mut free: Vec<Span> = found.to_vec();
        let mut missed: Vec<Span> = Vec::new();
        for span in gold {
            match free.iter().position(|f| f == span) {
                Some(at) => drop(free.remove(at)),
                None => missed.push(*span),
            }
        }
        self.gold += gold.len();
        self.found += found.len();
        self.exact += gold.len() - missed.len();
        missed.retain(|span| match free.iter().position(|f| f.overlaps(*span)) {
            Some(at) => {
                free.remove(at);
                false
            }
            None => true,
        });
        self.relaxed += gold.len() - missed.len();
        (missed, free)
    }

    /// Precision, recall and F1, for these matches.
    pub fn of(&self, matches: usize) -> [f64; 3] {
        let share = |of: usize| matches as f64 / of.max(1) as f64;
        [share(self.found), share(self.gold), 2.0 * matches as f64 / (self.found + self.gold).max(1) as f64]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_on_the_equator_is_111_km() {
        assert!((km((0.0, 0.0), (0.0, 1.0)) - 111.2).abs() < 0.1);
    }

    #[test]
    fn spans_match_once() {
        let span = Span::new;
        let mut spans = Spans::default();
        let (missed, extra) =
            spans.add(&[span(0, 4), span(10, 14), span(20, 24)], &[span(0, 4), span(8, 12), span(9, 13)]);
        assert_eq!((spans.exact, spans.relaxed, missed, extra), (1, 2, vec![span(20, 24)], vec![span(9, 13)]));
    }
}
