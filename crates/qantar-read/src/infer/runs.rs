//! Runs of tokens that a score holds together.

use std::ops::Range;

/// The stretches of `tokens` whose score is at least `least`, in order. A dip of up to `gap` tokens does not break one.
pub fn runs(tokens: Range<usize>, least: f32, gap: usize, score: impl Fn(usize) -> f32) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for token in tokens.filter(|&token| score(token) >= least) {
        match runs.last_mut() {
            Some(run) if token - run.end <= gap => run.end = token + 1,
            _ => runs.push(token..token + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn a_dip_breaks_a_run_unless_it_is_short() {
        let scores = [0.9, 0.8, 0.1, 0.9, 0.0, 0.0, 0.7];
        let with = |gap| runs(0..scores.len(), 0.5, gap, |at| scores[at]);
        assert_eq!(with(0), [0..2, 3..4, 6..7]);
        assert_eq!(with(1), [0..4, 6..7]);
        assert!(runs(0..scores.len(), 0.95, 0, |at| scores[at]).is_empty());
    }
}
