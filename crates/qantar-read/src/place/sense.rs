//! The senses of a report's names, weighed together: each name's places gain by lying where the other names' places lie.
//!
//! Mentions of one name share a [`Sense`]; one that is told with what holds it ("Paris, Texas") has its own, and lends it
//! to the bare ones. The shares of all senses are worked out in a few rounds, each from the one before.

use super::gazetteer::{Class, Entry};
use super::weigh::{Weights, holds};
use std::collections::HashMap;

/// Rounds in which the shares are worked out (guess, 2026).
const ROUNDS: usize = 3;
/// Most places of a name that are weighed; the likeliest.
const MOST: usize = 24;
/// Places of one name farther apart than this are different places, in km (guess, 2026).
const ELSEWHERE: f64 = 50.0;
/// Shares below this lend nothing to other names.
const LEAST_SHARE: f64 = 0.05;

/// A name with the places it may be of.
#[derive(Clone, Debug)]
pub struct Sense<'g> {
    /// The places, in the gazetteer's order.
    pub entries: Vec<Entry<'g>>,
    /// The kind of division the words say.
    pub division: Option<Class>,
    /// The sense of what stands beside it as its holder.
    pub holder: Option<usize>,
    /// The senses of the same name that have a holder.
    pub told: Vec<usize>,
    /// How much of what is known of a place beforehand counts.
    pub prior: f64,
    /// How much it says about the others.
    pub weight: f64,
    /// How likely each place is, adding up to 1.
    pub shares: Vec<f64>,
    /// The scores that the shares come from.
    pub scores: Vec<f64>,
}

impl<'g> Sense<'g> {
    /// A sense of these places.
    pub fn new(mut entries: Vec<Entry<'g>>, division: Option<Class>, weight: f64, weights: &Weights) -> Self {
        if entries.len() > MOST {
            let score =
                |e: &Entry<'_>| weights.prior(e) + if division == Some(e.class) { weights.division } else { 0.0 };
            entries.sort_by(|a, b| score(b).total_cmp(&score(a)));
            entries.truncate(MOST);
        }
        let scores: Vec<f64> = entries.iter().map(|entry| weights.prior(entry)).collect();
        let shares = shares(&scores, weights.sharpness);
        Sense { entries, division, holder: None, told: Vec::new(), prior: 1.0, weight, shares, scores }
    }

    /// The likeliest place and the margin to the next one that is somewhere else.
    pub fn best(&self) -> Option<(usize, f64)> {
        let best = (0..self.scores.len()).reduce(|a, b| if self.scores[b] > self.scores[a] { b } else { a })?;
        let far = |&at: &usize| super::weigh::km(&self.entries[at], &self.entries[best]) > ELSEWHERE;
        let next = (0..self.scores.len()).filter(far).map(|at| self.scores[at]).fold(f64::NEG_INFINITY, f64::max);
        Some((best, self.scores[best] - next))
    }

    /// The likeliest places that lie elsewhere than the best and than each other, with how far each is behind.
    pub fn others(&self, most: usize) -> Vec<(Entry<'g>, f64)> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by(|&a, &b| self.scores[b].total_cmp(&self.scores[a]).then(a.cmp(&b)));
        let mut told: Vec<usize> = Vec::new();
        for at in order {
            if told.iter().all(|&other| super::weigh::km(&self.entries[at], &self.entries[other]) > ELSEWHERE) {
                told.push(at);
            }
            if told.len() > most {
                break;
            }
        }
        let behind = |&at: &usize| (self.entries[at], self.scores[told[0]] - self.scores[at]);
        told.iter().skip(1).map(behind).collect()
    }
}

/// Votes for countries that are no toponyms: nationalities, the outlet's country.
pub type Votes<'g> = HashMap<&'g str, f64>;

/// Weighs all senses together.
pub fn weigh(senses: &mut [Sense<'_>], others: &Votes<'_>, weights: &Weights) {
    for _ in 0..ROUNDS {
        let tally = Tally::of(senses, others);
        let scores: Vec<Vec<f64>> = (0..senses.len()).map(|at| scores(senses, at, &tally, weights)).collect();
        for (sense, scores) in senses.iter_mut().zip(scores) {
            sense.shares = shares(&scores, weights.sharpness);
            sense.scores = scores;
        }
    }
}

fn shares(scores: &[f64], sharpness: f64) -> Vec<f64> {
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.iter().map(|score| (sharpness * (score - best)).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|share| share / sum).collect()
}

/// How much all senses together speak of each country and division.
#[derive(Default)]
struct Tally<'g> {
    all: f64,
    countries: HashMap<&'g str, f64>,
    divisions: HashMap<u16, f64>,
    /// How much is named of each country's divisions themselves.
    named: HashMap<&'g str, f64>,
}

impl<'g> Tally<'g> {
    fn of(senses: &[Sense<'g>], others: &Votes<'g>) -> Self {
        let mut tally = Tally { all: others.values().sum(), countries: others.clone(), ..Tally::default() };
        for sense in senses {
            tally.all += sense.weight;
            for (entry, share) in sense.entries.iter().zip(&sense.shares) {
                let vote = share * sense.weight;
                let Some(country) = entry.country else { continue };
                *tally.countries.entry(country).or_default() += vote;
                if let Some(admin1) = entry.admin1 {
                    *tally.divisions.entry(admin1).or_default() += vote;
                }
                if entry.class == Class::Region {
                    *tally.named.entry(country).or_default() += share;
                }
            }
        }
        tally
    }
}

fn scores(senses: &[Sense<'_>], at: usize, tally: &Tally<'_>, weights: &Weights) -> Vec<f64> {
    let sense = &senses[at];
    let own = |holds: &dyn Fn(&Entry<'_>) -> bool| -> f64 {
        sense.entries.iter().zip(&sense.shares).filter(|(entry, _)| holds(entry)).map(|(_, share)| share).sum()
    };
    let rest = (tally.all - sense.weight).max(0.0) + 1.0;
    let town = |country: Option<&str>| {
        sense.entries.iter().any(|e| e.class.is_town() && e.country == country && e.log_population >= 5.0)
    };
    let score = |entry: &Entry<'_>| {
        let mut score = sense.prior * weights.prior(entry);
        if let Some(country) = entry.country {
            let votes =
                tally.countries.get(country).unwrap_or(&0.0) - sense.weight * own(&|e| e.country == Some(country));
            score += weights.country * votes.max(0.0) / rest;
            if entry.class == Class::Region && !town(entry.country) {
                let named = tally.named.get(country).unwrap_or(&0.0);
                let named = named - own(&|e| e.class == Class::Region && e.country == Some(country));
                score += weights.sibling * named.clamp(0.0, 2.0);
            }
        }
        if let Some(admin1) = entry.admin1 {
            let votes =
                tally.divisions.get(&admin1).unwrap_or(&0.0) - sense.weight * own(&|e| e.admin1 == Some(admin1));
            score += weights.admin1 * votes.max(0.0) / rest;
        }
        if sense.division == Some(entry.class) {
            score += weights.division;
        }
        score + beside(senses, at, entry, weights) + weights.near * around(senses, at, entry, weights)
    };
    sense.entries.iter().map(score).collect()
}

/// What the holder, the held and the fuller mentions of the name say.
fn beside(senses: &[Sense<'_>], at: usize, entry: &Entry<'_>, weights: &Weights) -> f64 {
    let share = |of: usize, fits: &dyn Fn(&Entry<'_>) -> bool| -> f64 {
        let sense: &Sense<'_> = &senses[of];
        sense.entries.iter().zip(&sense.shares).filter(|(e, _)| fits(e)).map(|(_, share)| *share).fold(0.0, f64::max)
    };
    // A holder is believed when one of its readings holds the place at all: "Georgia" beside "Athens".
    let held = senses[at].holder.is_some_and(|holder| senses[holder].entries.iter().take(4).any(|h| holds(h, entry)));
    let held = if held { 0.5 + 0.5 * share(senses[at].holder.unwrap_or(at), &|h| holds(h, entry)) } else { 0.0 };
    let holding = senses.iter().filter(|sense| sense.holder == Some(at));
    let holding = holding.filter(|sense| sense.entries.iter().any(|e| holds(entry, e))).count().min(1) as f64;
    let told = senses[at].told.iter().map(|&told| share(told, &|e| e == entry)).fold(0.0, f64::max);
    weights.held * held + weights.holds * holding + weights.one_sense * told
}

/// How many of the other names may lie near a place, 0 to 1.
fn around(senses: &[Sense<'_>], at: usize, entry: &Entry<'_>, weights: &Weights) -> f64 {
    let lends = |sense: &Sense<'_>| {
        let near = sense.entries.iter().zip(&sense.shares).filter(|(_, share)| **share >= LEAST_SHARE);
        sense.weight * near.map(|(other, share)| share * weights.nearness(entry, other)).fold(0.0, f64::max)
    };
    let others = senses.iter().enumerate().filter(|(other, _)| *other != at && !senses[at].told.contains(other));
    others.map(|(_, sense)| lends(sense)).sum::<f64>().min(1.0)
}
