//! A logit with few weights, held to weights known beforehand.

use crate::lbfgs::{Stop, minimise};

/// A case: what is said of it, and whether it came.
pub type Case<const N: usize> = ([f64; N], bool);

/// The weights: held to `prior` by as much as `ridge` for each unit away. Where nothing is known, they are the prior.
pub fn fit<const N: usize>(cases: &[Case<N>], prior: [f64; N], ridge: f64) -> [f64; N] {
    let found = minimise(prior.to_vec(), Stop::default(), |at, gradient| {
        gradient.fill(0.0);
        let mut value = 0.0;
        for (features, came) in cases {
            let height: f64 = features.iter().zip(at).map(|(x, w)| x * w).sum();
            let signed = if *came { height } else { -height };
            value += if signed > 0.0 { (-signed).exp().ln_1p() } else { signed.exp().ln_1p() - signed };
            let pull = chance(height) - f64::from(u8::from(*came));
            gradient.iter_mut().zip(features).for_each(|(sum, x)| *sum += pull * x);
        }
        for ((sum, weight), prior) in gradient.iter_mut().zip(at).zip(prior) {
            value += 0.5 * ridge * (weight - prior).powi(2);
            *sum += ridge * (weight - prior);
        }
        value
    });
    std::array::from_fn(|i| found[i])
}

/// The probability for log odds.
pub fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log odds of a probability.
pub fn odds(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_share_and_keeps_the_prior_where_nothing_is_known() {
        let cases: Vec<Case<1>> = (0..1000).map(|at| ([1.0], at % 4 == 0)).collect();
        assert!((chance(fit(&cases, [0.0], 0.01)[0]) - 0.25).abs() < 1e-3);
        assert_eq!(fit::<2>(&[], [0.3, 1.0], 1.0), [0.3, 1.0]);
        assert!((odds(chance(0.7)) - 0.7).abs() < 1e-12);
    }
}
