//! What is usual: how often a kind comes at a place, held to how often it comes in places around it, and that to the world.

use super::panel::Series;
use crate::store::{ANY, Name};
use std::collections::HashMap;

/// How many active days' worth the wider rate is held to be (FORECAST.md: shrink k of about 3).
pub const PRIOR: f64 = 3.0;

/// Active days of places of one depth, summed over what holds them.
#[derive(Debug, Clone, Default)]
pub struct Climate {
    /// By the wider place and the kind.
    active: HashMap<(Name, Name), f64>,
    /// How many places of the depth it holds.
    size: HashMap<Name, f64>,
}

impl Climate {
    /// Nothing has happened yet in these places.
    pub fn of<'p>(places: impl Iterator<Item = &'p Vec<Name>>) -> Self {
        let mut climate = Climate::default();
        for places in places {
            for place in std::iter::once(&ANY).chain(places) {
                *climate.size.entry(*place).or_default() += 1.0;
            }
        }
        climate
    }

    /// A place of the depth had its first event of the kind on a day.
    pub fn add(&mut self, places: &[Name], kind: Name) {
        for &place in std::iter::once(&ANY).chain(places) {
            *self.active.entry((place, kind)).or_default() += 1.0;
        }
    }

    /// How many active days there are of the kind in all places of the depth that `place` holds.
    pub fn active(&self, place: Name, kind: Name) -> f64 {
        self.active.get(&(place, kind)).copied().unwrap_or(0.0)
    }

    /// The usual hazard of one place's day after so many days, widest first: the world, what holds the place, the place.
    pub fn usual(&self, series: &Series, days: f64) -> Vec<f64> {
        let days = days.max(1.0);
        let size = |place| self.size.get(&place).copied().unwrap_or(1.0);
        let everywhere = days * size(ANY);
        let mut rates = vec![((self.active(ANY, series.kind) + 0.5) / (everywhere + 1.0)).min(0.99)];
        for &place in &series.places {
            let above = rates[rates.len() - 1];
            rates.push((self.active(place, series.kind) + PRIOR) / (days * size(place) + PRIOR / above));
        }
        // A day is active or not: the hazard of a day that is active with this chance.
        rates.into_iter().map(|rate| -(1.0 - rate.min(0.99)).ln()).collect()
    }
}
