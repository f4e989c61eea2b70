//! Counts to come: the recent past, weighed down with age, mixed with a negative binomial of the same mean.

use crate::score::crps;
use serde::Serialize;

/// How the past is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Settings {
    /// How many periods back, the latest first.
    pub periods: usize,
    /// A period's weight is halved in so many.
    pub half_life: f64,
    /// The part of the negative binomial, 0 to 1.
    pub binomial: f64,
}

impl Default for Settings {
    /// Chosen on 2018 and 2019 of the ViEWS actuals, see `examples/views.rs`.
    fn default() -> Self {
        Settings { periods: 24, half_life: 9.0, binomial: 0.0 }
    }
}

/// A forecast of a count as values with weights that sum to one, lowest value first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counts {
    /// Value and weight.
    pub samples: Vec<(f64, f64)>,
}

/// How many points stand for the negative binomial.
const POINTS: usize = 40;

/// What may come after `past`, the oldest count first. An empty past is all nought.
pub fn forecast(past: &[f64], settings: Settings) -> Counts {
    let weighed: Vec<(f64, f64)> = past
        .iter()
        .rev()
        .take(settings.periods)
        .enumerate()
        .map(|(age, &count)| (count, 0.5f64.powf(age as f64 / settings.half_life)))
        .collect();
    let whole: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    if whole <= 0.0 {
        return Counts { samples: vec![(0.0, 1.0)] };
    }
    let mut samples: Vec<(f64, f64)> =
        weighed.iter().map(|(count, weight)| (*count, (1.0 - settings.binomial) * weight / whole)).collect();
    if settings.binomial > 0.0 {
        let mean = weighed.iter().map(|(count, weight)| count * weight).sum::<f64>() / whole;
        let square = weighed.iter().map(|(count, weight)| (count - mean).powi(2) * weight).sum::<f64>() / whole;
        let each = settings.binomial / POINTS as f64;
        samples.extend(negative_binomial(mean, square.max(mean)).into_iter().map(|count| (count, each)));
    }
    samples.sort_by(|a, b| a.0.total_cmp(&b.0));
    Counts { samples }
}

/// Quantiles at the middles of [`POINTS`] equal parts of the negative binomial with this mean and variance; a Poisson where
/// the variance is no more than the mean.
fn negative_binomial(mean: f64, variance: f64) -> Vec<f64> {
    if mean <= 0.0 {
        return vec![0.0; POINTS];
    }
    let size = (mean * mean / (variance - mean).max(1e-9 * mean)).clamp(1e-3, 1e6);
    let stop = size / (size + mean);
    let mut probability = stop.powf(size);
    let (mut count, mut below) = (0.0, probability);
    let mut quantiles = Vec::with_capacity(POINTS);
    for point in 0..POINTS {
        let wanted = (point as f64 + 0.5) / POINTS as f64;
        while below < wanted && count < 1e6 {
            probability *= (count + size) / (count + 1.0) * (1.0 - stop);
            below += probability;
            count += 1.0;
        }
        quantiles.push(count);
    }
    quantiles
}

impl Counts {
    /// The smallest value that has at least this part of the weight at or below it.
    pub fn quantile(&self, part: f64) -> f64 {
        let mut below = 0.0;
        for &(value, weight) in &self.samples {
            below += weight;
            if below >= part - 1e-12 {
                return value;
            }
        }
        self.samples.last().map_or(0.0, |sample| sample.0)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.samples.iter().map(|(value, weight)| value * weight).sum()
    }

    /// The probability of more than `count`.
    pub fn more_than(&self, count: f64) -> f64 {
        self.samples.iter().filter(|(value, _)| *value > count).map(|(_, weight)| weight).sum()
    }

    /// The score of [`crps`] against what came.
    pub fn crps(&self, came: f64) -> f64 {
        crps(&self.samples, came)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_periods_count_most() {
        let settings = Settings { periods: 3, half_life: 1.0, binomial: 0.0 };
        let counts = forecast(&[100.0, 0.0, 4.0, 8.0], settings);
        assert_eq!(counts.samples, [(0.0, 1.0 / 7.0), (4.0, 2.0 / 7.0), (8.0, 4.0 / 7.0)]);
        assert_eq!((counts.quantile(0.1), counts.quantile(0.5)), (0.0, 8.0));
        assert_eq!(forecast(&[], settings).mean(), 0.0);
    }

    #[test]
    fn the_binomial_keeps_the_mean() {
        let counts = forecast(&[2.0, 5.0, 9.0, 4.0], Settings { periods: 12, half_life: 1e9, binomial: 1.0 });
        assert!((counts.mean() - 5.0).abs() < 0.2, "{}", counts.mean());
    }
}
