//! Scores of forecasts: lower is better for all of them, but for what says otherwise.

use serde::Serialize;

/// The mean squared distance of probabilities from what came; none where there is nothing to score.
pub fn brier(said: &[(f64, bool)]) -> Option<f64> {
    mean(said, |probability, came| (probability - f64::from(u8::from(came))).powi(2))
}

/// The mean surprise in nats: minus the log of the probability given to what came.
pub fn log_score(said: &[(f64, bool)]) -> Option<f64> {
    mean(said, |probability, came| -(if came { probability } else { 1.0 - probability }).max(1e-12).ln())
}

fn mean(said: &[(f64, bool)], score: impl Fn(f64, bool) -> f64) -> Option<f64> {
    let sum: f64 = said.iter().map(|&(probability, came)| score(probability, came)).sum();
    (!said.is_empty()).then(|| sum / said.len() as f64)
}

/// The chance that a case in which it came was given more than one in which it did not; a half tells nothing, one is
/// perfect. None where it always came, or never.
pub fn auc(said: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = said.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let came = sorted.iter().filter(|(_, came)| *came).count() as f64;
    let stayed = sorted.len() as f64 - came;
    let (mut before, mut sum) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0 == b.0) {
        let here = equal.iter().filter(|(_, came)| *came).count() as f64;
        // Equal ones share the middle of their places.
        sum += here * (before + (equal.len() as f64 + 1.0) / 2.0);
        before += equal.len() as f64;
    }
    (came > 0.0 && stayed > 0.0).then(|| (sum - came * (came + 1.0) / 2.0) / (came * stayed))
}

/// One tenth of the reliability table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tenth {
    /// How many were given a probability in it.
    pub n: usize,
    /// What was said, on the mean.
    pub said: f64,
    /// How often it came.
    pub came: f64,
}

/// What was said against how often it came, by tenths; empty tenths are left out.
pub fn reliability(said: &[(f64, bool)]) -> Vec<Tenth> {
    let tenth = |probability: f64| ((probability * 10.0) as usize).min(9);
    let within = |at: usize| said.iter().filter(move |(probability, _)| tenth(*probability) == at);
    let row = |at: usize| {
        let n = within(at).count();
        let sum: f64 = within(at).map(|(probability, _)| probability).sum();
        let came = within(at).filter(|(_, came)| *came).count() as f64;
        (n > 0).then(|| Tenth { n, said: sum / n as f64, came: came / n as f64 })
    };
    (0..10).filter_map(row).collect()
}

/// The mean distance of what was said from how often it came, over tenths, weighed by how many are in each.
pub fn calibration_error(said: &[(f64, bool)]) -> Option<f64> {
    let sum: f64 = reliability(said).iter().map(|tenth| tenth.n as f64 * (tenth.said - tenth.came).abs()).sum();
    (!said.is_empty()).then(|| sum / said.len() as f64)
}

/// The continuous ranked probability score of weighted samples against what came: `E|X - y| - E|X - X'| / 2`.
/// Weights need not sum to one; no sample at all is an infinite score.
pub fn crps(samples: &[(f64, f64)], came: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    if whole <= 0.0 {
        return f64::INFINITY;
    }
    let from: f64 = sorted.iter().map(|(value, weight)| weight * (value - came).abs()).sum::<f64>() / whole;
    // With weights in order, E|X - X'| is the integral of 2 F (1 - F).
    let (mut below, mut spread) = (0.0, 0.0);
    for pair in sorted.windows(2) {
        below += pair[0].1 / whole;
        spread += 2.0 * below * (1.0 - below) * (pair[1].0 - pair[0].0);
    }
    from - spread / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let said = [(0.8, true), (0.4, false), (0.4, true), (0.1, false)];
        assert!((brier(&said).unwrap() - (0.04 + 0.16 + 0.36 + 0.01) / 4.0).abs() < 1e-12);
        assert_eq!(auc(&said), Some(0.875));
        assert_eq!(reliability(&said)[1], Tenth { n: 2, said: 0.4, came: 0.5 });
        assert_eq!(brier(&[]), None);
    }

    #[test]
    fn crps_of_a_point_is_its_distance_and_of_samples_the_double_sum() {
        assert_eq!(crps(&[(3.0, 1.0)], 5.0), 2.0);
        let samples = [(0.0, 1.0), (4.0, 2.0), (9.0, 1.0)];
        let (mut from, mut spread) = (0.0, 0.0);
        for (a, wa) in samples {
            from += wa / 4.0 * (a - 5.0f64).abs();
            spread += samples.iter().map(|(b, wb)| wa * wb / 16.0 * (a - b).abs()).sum::<f64>();
        }
        assert!((crps(&samples, 5.0) - (from - spread / 2.0)).abs() < 1e-12);
    }
}
