//! Stretches of tokens that a score holds together.

use std::ops::Range;

/// The stretches of `tokens` whose score is at least `least` throughout and at least `peak` somewhere, in order.
pub fn runs(tokens: Range<usize>, peak: f32, least: f32, score: impl Fn(usize) -> f32) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for token in tokens.filter(|&token| score(token) >= least) {
        match runs.last_mut() {
            Some(run) if run.end == token => run.end = token + 1,
            _ => runs.push(token..token + 1),
        }
    }
    runs.retain(|run| run.clone().any(|token| score(token) >= peak));
    runs
}

/// The stretch whose scores, each less `cost`, add up to most, with that sum; none when no score is above the cost.
/// A dip inside a long stretch does not break it.
pub fn heaviest(tokens: Range<usize>, cost: f32, score: impl Fn(usize) -> f32) -> Option<(Range<usize>, f32)> {
    let mut best: Option<(Range<usize>, f32)> = None;
    let (mut start, mut sum) = (tokens.start, 0.0);
    for token in tokens {
        if sum <= 0.0 {
            (start, sum) = (token, 0.0);
        }
        sum += score(token) - cost;
        if sum > best.as_ref().map_or(0.0, |(_, most)| *most) {
            best = Some((start..token + 1, sum));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{heaviest, runs};

    const SCORES: [f32; 7] = [0.9, 0.8, 0.3, 0.9, 0.0, 0.0, 0.4];

    #[test]
    fn a_run_needs_a_peak_and_no_gap() {
        let with = |peak, least| runs(0..SCORES.len(), peak, least, |at| SCORES[at]);
        assert_eq!(with(0.5, 0.5), [0..2, 3..4]);
        assert_eq!(with(0.5, 0.2), vec![0..4]);
        assert_eq!(with(0.4, 0.4), [0..2, 3..4, 6..7]);
        assert!(with(0.95, 0.2).is_empty());
    }

    #[test]
    fn the_heaviest_stretch_goes_over_dips() {
        let with = |cost| heaviest(0..SCORES.len(), cost, |at| SCORES[at]).map(|(run, _)| run);
        assert_eq!(with(0.4), Some(0..4));
        assert_eq!(with(0.85), Some(0..1));
        assert_eq!(with(1.0), None);
        assert_eq!(heaviest(0..0, 0.1, |_| 1.0), None);
    }
}
