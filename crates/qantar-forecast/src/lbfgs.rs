//! The lowest point of a smooth function, by L-BFGS with a backtracking line search.

/// How many steps are remembered.
const MEMORY: usize = 8;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// At most so many steps.
    pub steps: usize,
    /// No component of the gradient is larger.
    pub gradient: f64,
    /// A step lowers the value by no more than this part of it.
    pub gain: f64,
}

impl Default for Stop {
    fn default() -> Self {
        Stop { steps: 200, gradient: 1e-6, gain: 1e-8 }
    }
}

/// Where `value` is lowest, from `start` on. `value` writes its gradient into the second argument and gives its value there.
pub fn minimise(start: Vec<f64>, stop: Stop, mut value: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut here = start;
    let mut gradient = vec![0.0; here.len()];
    let mut height = value(&here, &mut gradient);
    let mut past: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..stop.steps {
        if gradient.iter().all(|slope| slope.abs() <= stop.gradient) {
            break;
        }
        let direction = downhill(&gradient, &past);
        let Some((next, next_gradient, lower)) = search(&here, height, &gradient, &direction, &mut value) else {
            break;
        };
        let step: Vec<f64> = next.iter().zip(&here).map(|(a, b)| a - b).collect();
        let bend: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        if dot(&step, &bend) > 1e-12 {
            past.push((step, bend));
            if past.len() > MEMORY {
                past.remove(0);
            }
        }
        let gain = height - lower;
        (here, gradient, height) = (next, next_gradient, lower);
        if gain <= stop.gain * height.abs().max(1.0) {
            break;
        }
    }
    here
}

/// The two-loop recursion.
fn downhill(gradient: &[f64], past: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut way: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut pulls = Vec::with_capacity(past.len());
    for (step, bend) in past.iter().rev() {
        let pull = dot(step, &way) / dot(step, bend);
        way.iter_mut().zip(bend).for_each(|(way, bend)| *way -= pull * bend);
        pulls.push(pull);
    }
    if let Some((step, bend)) = past.last() {
        let scale = dot(step, bend) / dot(bend, bend);
        way.iter_mut().for_each(|way| *way *= scale);
    } else {
        let size = dot(gradient, gradient).sqrt().max(1.0);
        way.iter_mut().for_each(|way| *way /= size);
    }
    for ((step, bend), pull) in past.iter().zip(pulls.iter().rev()) {
        let back = dot(bend, &way) / dot(step, bend);
        way.iter_mut().zip(step).for_each(|(way, step)| *way += (pull - back) * step);
    }
    way
}

type Found = (Vec<f64>, Vec<f64>, f64);

/// Halves the step until it goes down enough; none where thirty halvings do not help.
fn search(
    here: &[f64],
    height: f64,
    gradient: &[f64],
    direction: &[f64],
    value: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Option<Found> {
    let slope = dot(gradient, direction);
    let mut length = 1.0;
    let mut next_gradient = vec![0.0; here.len()];
    for _ in 0..30 {
        let next: Vec<f64> = here.iter().zip(direction).map(|(here, way)| here + length * way).collect();
        let lower = value(&next, &mut next_gradient);
        if lower.is_finite() && lower <= height + 1e-4 * length * slope {
            return Some((next, next_gradient, lower));
        }
        length *= 0.5;
    }
    None
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_bottom_of_rosenbrocks_valley() {
        let found = minimise(vec![-1.2, 1.0], Stop { steps: 500, gradient: 1e-9, gain: 0.0 }, |at, gradient| {
            let (a, b) = (at[0], at[1]);
            gradient[0] = -2.0 * (1.0 - a) - 400.0 * a * (b - a * a);
            gradient[1] = 200.0 * (b - a * a);
            (1.0 - a).powi(2) + 100.0 * (b - a * a).powi(2)
        });
        assert!((found[0] - 1.0).abs() < 1e-4 && (found[1] - 1.0).abs() < 1e-4, "{found:?}");
    }
}
