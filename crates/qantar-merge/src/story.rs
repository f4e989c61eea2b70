//! Stories: whole reports grouped by what they are about, before anybody asks which happenings they tell.
//!
//! Likeness of two reports is a logistic function of six cosines (words, lead, early sentences, names, pairs of words,
//! numbers). How rare a term is comes from the case itself, where what all reports of one affair share tells nothing, held
//! to general rarity while the case is small.

use crate::cluster::{Bonds, Bounds, Link, cluster, connected};
use crate::pair::Points;
use crate::rules::{Rules, RulesError, whole};
use crate::sight::Terms;
use qantar_record::Outline;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;

/// What a likeness is worth, `data/merge/stories.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryRules {
    /// Two groups become one story when the mean log-odds of the pairs across them is at least this.
    pub join: f64,
    /// Log-odds of two reports with nothing in common.
    pub start: f64,
    /// What each cosine adds (words, lead, early sentences, names, pairs of words, numbers): times the cosine, and times its square root.
    pub weights: [[f64; 2]; LAYERS.len()],
}

/// A layer of an outline, and how it is compared.
struct Layer {
    terms: fn(&Outline) -> &[(u32, u32)],
    /// Whether its terms are words, of which it is known how rare they are in reports at large.
    words: bool,
    /// How much rarity counts.
    power: f32,
    /// Whether a term that few reports have brings them together to be compared.
    brings: bool,
}

/// The layers, in the order of the weights.
const LAYERS: [Layer; 6] = [
    Layer { terms: |outline| &outline.words, words: true, power: 1.0, brings: false },
    Layer { terms: |outline| &outline.lead, words: true, power: 1.0, brings: false },
    Layer { terms: |outline| &outline.early, words: true, power: 1.0, brings: false },
    Layer { terms: |outline| &outline.names, words: true, power: 1.0, brings: true },
    Layer { terms: |outline| &outline.pairs, words: false, power: 0.7, brings: true },
    Layer { terms: |outline| &outline.numbers, words: false, power: 1.0, brings: false },
];

const RULES: &str = include_str!("../../../data/merge/stories.toml");

impl StoryRules {
    /// The built-in rules.
    pub fn builtin() -> Result<Self, RulesError> {
        StoryRules::parse(RULES)
    }

    /// Rules in the form of `data/merge/stories.toml`.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        toml::from_str(text).map_err(|error| RulesError::new("stories.toml", error))
    }
}

/// General rarity counts as so many reports beside those of the case. Chosen of 30, 100 and 300 on all topics of ECB+, as were
/// the layers, with the weights of each topic fitted on others.
const GENERAL: f32 = 30.0;
/// Names and pairs of words in more reports than this bring nobody together.
const COMMON: usize = 120;

/// Outlines as vectors, one for each layer.
pub struct Outlines {
    layers: Vec<[Terms; LAYERS.len()]>,
    near: Vec<(u32, u32)>,
}

impl Outlines {
    /// Weighs the terms of all reports. Their order does not matter to how alike any two are.
    pub fn of(outlines: &[Outline], rules: &Rules) -> Self {
        let spreads: Vec<HashMap<u32, usize>> = LAYERS.iter().map(|layer| spread(outlines, layer)).collect();
        let reports = outlines.len() as f32;
        let weigh = |layer: usize, &(term, count): &(u32, u32)| {
            let (Layer { words, power, .. }, with) = (&LAYERS[layer], spreads[layer][&term]);
            let general = if *words { GENERAL * (-rules.rarity(term)).exp() } else { 0.0 };
            let rarity = ((reports + GENERAL) / (with as f32 + general)).ln().max(0.0).powf(*power);
            (with > 1).then(|| (term, (1.0 + (count as f32).ln()) * rarity))
        };
        let vectors = |outline: &Outline| {
            let terms = |layer: usize| (LAYERS[layer].terms)(outline).iter();
            std::array::from_fn(|layer| Terms::of(terms(layer).filter_map(|term| weigh(layer, term))))
        };
        Outlines { layers: outlines.par_iter().map(vectors).collect(), near: near(outlines, &spreads) }
    }

    /// The cosines of two reports, in the order of [`StoryRules::weights`].
    pub fn cosines(&self, a: usize, b: usize) -> [f64; LAYERS.len()] {
        std::array::from_fn(|layer| f64::from(self.layers[a][layer].cosine(&self.layers[b][layer])))
    }

    /// Log-odds that two reports are of one story.
    pub fn likeness(&self, a: usize, b: usize, rules: &StoryRules) -> f64 {
        let cosines = self.cosines(a, b);
        let worth = |([plain, root], cosine): (&[f64; 2], f64)| plain * cosine + root * cosine.max(0.0).sqrt();
        rules.start + rules.weights.iter().zip(cosines).map(worth).sum::<f64>()
    }

    /// The stories: places of reports, ascending, by their first.
    pub fn stories(&self, rules: &StoryRules) -> Vec<Vec<usize>> {
        let likeness = |a: u32, b: u32| whole(self.likeness(a as usize, b as usize, rules));
        let bounds = Bounds { join: whole(rules.join), floor: Points::MIN };
        let links: Vec<Link> = self
            .near
            .par_iter()
            .map(|&(a, b)| (a, b, likeness(a, b)))
            .filter(|(_, _, points)| *points >= bounds.join)
            .collect();
        let (all, free): (Vec<u32>, _) = ((0..self.layers.len() as u32).collect(), Bonds::default());
        let mut stories: Vec<Vec<usize>> = connected(&all, &links, &free)
            .par_iter()
            .flat_map_iter(|(part, links)| cluster(part, links, &free, bounds, |a, b| Some(likeness(a, b))))
            .map(|story| story.into_iter().map(|at| at as usize).collect())
            .collect();
        stories.sort_unstable();
        stories
    }
}

/// In how many reports each term of a layer is.
fn spread(outlines: &[Outline], layer: &Layer) -> HashMap<u32, usize> {
    let mut with = HashMap::new();
    for outline in outlines {
        (layer.terms)(outline).iter().for_each(|(term, _)| *with.entry(*term).or_default() += 1);
    }
    with
}

/// Pairs of reports that share a name or a pair of words that few others have.
fn near(outlines: &[Outline], spreads: &[HashMap<u32, usize>]) -> Vec<(u32, u32)> {
    let mut holders: Vec<(u64, u32)> = Vec::new();
    for (at, outline) in outlines.iter().enumerate() {
        for (k, layer) in LAYERS.iter().enumerate().filter(|(_, layer)| layer.brings) {
            let terms = (layer.terms)(outline).iter();
            let few = terms.filter(|(term, _)| (2..=COMMON).contains(&spreads[k][term]));
            holders.extend(few.map(|(term, _)| ((k as u64) << 32 | u64::from(*term), at as u32)));
        }
    }
    holders.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = holders
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|group| group.iter().enumerate().flat_map(|(k, a)| group[k + 1..].iter().map(move |b| (a.1, b.1))))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// Groups reports into stories: places in `outlines`, ascending, by their first.
pub fn stories(outlines: &[Outline], rules: &Rules, stories: &StoryRules) -> Vec<Vec<usize>> {
    Outlines::of(outlines, rules).stories(stories)
}
