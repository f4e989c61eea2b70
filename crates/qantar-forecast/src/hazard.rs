//! The hazard of a day: `P(at least one) = 1 - exp(-exp(offset + weights · features))`, fitted with a ridge.

use crate::lbfgs::{Stop, minimise};
use rayon::prelude::*;

/// A day of a series as the fit sees it.
#[derive(Debug, Clone)]
pub struct Day<const N: usize> {
    /// What is said of it.
    pub features: [f32; N],
    /// The log of the hazard that the features only move.
    pub offset: f32,
    /// How many days it stands for.
    pub weight: f32,
    /// Whether anything happened.
    pub came: bool,
}

/// How many days one thread takes at a time; fixed, so that sums come out the same on any machine.
const BATCH: usize = 4096;

/// The weights of the features for which `used` is true; the others stay nought. The ridge is in days that speak against.
pub fn fit<const N: usize>(days: &[Day<N>], used: &[bool; N], ridge: f64) -> [f64; N] {
    let weight = days.iter().map(|day| f64::from(day.weight)).sum::<f64>().max(1.0);
    let stop = Stop { steps: 80, gradient: 1e-7, gain: 1e-9 };
    let found = minimise(vec![0.0; N], stop, |at, gradient| {
        let parts: Vec<(f64, [f64; N])> = days.par_chunks(BATCH).map(|days| part(days, at)).collect();
        gradient.fill(0.0);
        let mut value = 0.0;
        for (loss, slope) in parts {
            value += loss / weight;
            gradient.iter_mut().zip(slope).for_each(|(sum, slope)| *sum += slope / weight);
        }
        for ((sum, weight_at), used) in gradient.iter_mut().zip(at).zip(used) {
            value += 0.5 * ridge * weight_at * weight_at / weight;
            *sum = if *used { *sum + ridge * weight_at / weight } else { 0.0 };
        }
        value
    });
    std::array::from_fn(|i| found[i])
}

fn part<const N: usize>(days: &[Day<N>], weights: &[f64]) -> (f64, [f64; N]) {
    let mut slope = [0.0; N];
    let mut loss = 0.0;
    for day in days {
        let height: f64 =
            f64::from(day.offset) + day.features.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum::<f64>();
        let hazard = height.clamp(-30.0, 5.0).exp();
        let share = f64::from(day.weight);
        let pull = if day.came {
            let none = (-hazard).exp();
            loss -= share * (1.0 - none).max(1e-300).ln();
            -hazard * none / (1.0 - none).max(1e-300)
        } else {
            loss += share * hazard;
            hazard
        };
        slope.iter_mut().zip(&day.features).for_each(|(sum, x)| *sum += share * pull * f64::from(*x));
    }
    (loss, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_rate_that_made_the_days() {
        // One day in four, twice as often (in hazard) where the feature is one.
        let day = |x: f32, came: bool, weight: f32| Day { features: [1.0, x], offset: 0.0, weight, came };
        let (low, high) = (1.0 - (-0.3f32).exp(), 1.0 - (-0.6f32).exp());
        let days = [
            day(0.0, true, 1e6 * low),
            day(0.0, false, 1e6 * (1.0 - low)),
            day(1.0, true, 1e6 * high),
            day(1.0, false, 1e6 * (1.0 - high)),
        ];
        let weights = fit(&days, &[true, true], 0.1);
        assert!((weights[0].exp() - 0.3).abs() < 1e-3 && (weights[1] - 2.0f64.ln()).abs() < 1e-3, "{weights:?}");
        assert_eq!(fit(&days, &[true, false], 0.1)[1], 0.0);
    }
}
