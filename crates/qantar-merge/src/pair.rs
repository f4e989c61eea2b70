//! Two tellings compared: a likeness for each slot, what each is worth, and the card that says so.
//!
//! The score is a sum of log-odds read from `data/merge/weights.toml`, one for each feature, so that the card that
//! explains it is the whole of it.

use crate::rules::Rules;
use crate::sight::{Being, NOTHING, Reports, Sight};
use qantar_record::Status;
use serde::{Deserialize, Serialize};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident: $($value:ident)*;)*) => {
        /// What is compared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Feature { $($(#[$doc])* $name),* }

        impl Feature {
            /// All of them, in the order of a card.
            pub const ALL: [Feature; features!(@count $($name)*)] = [$(Feature::$name),*];

            /// The values that it takes, as `weights.toml` names them.
            pub fn values(self) -> &'static [&'static str] {
                match self { $(Feature::$name => &[$(stringify!($value)),*]),* }
            }
        }
    };
    (@count $($name:ident)*) => { [$(stringify!($name)),*].len() };
}

features! {
    /// Type and mode.
    Kind: same like half other kin;
    /// Whether it took place.
    Status: same came_true denied maybe;
    /// Days of the event.
    Days: same within within_long alike meet spans next near apart far undated_near undated undated_far;
    /// Places of the event.
    Place: same near inside broad beside elsewhere abroad untold;
    /// How far each reaches in time and space.
    Scope: alike mixed part adrift adrift_spoken;
    /// Who did it.
    Actors: named alike kind other_kind other_name untold other_speaker;
    /// To whom.
    Targets: named alike kind other_kind other_name untold;
    /// How many.
    Figures: equal close apart untold;
    /// Words of the sentences that tell it.
    Words: none few some half most all;
    /// What else the reports tell.
    Story: none some half most;
    /// The reports.
    Reports: copies one near weeks months years;
}

/// One likeness, and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What is compared.
    pub feature: Feature,
    /// The value that it takes.
    pub value: &'static str,
    /// The value in words.
    pub says: String,
    /// Log-odds that it adds; below 0 it speaks against.
    pub points: f64,
}

/// Why two accounts are held to tell of one event, or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    /// Log-odds of a pair of which nothing is known but that it was compared.
    pub start: f64,
    /// The likenesses, in the order of [`Feature::ALL`].
    pub reasons: Vec<Reason>,
    /// Log-odds that they tell of one event: `start` and all points together.
    pub score: f64,
    /// What forbids it whatever the score, in words.
    pub veto: Option<String>,
}

impl Card {
    /// The probability that they tell of one event, 0 to 1.
    pub fn probability(&self) -> f64 {
        if self.veto.is_some() { 0.0 } else { logistic(self.score) }
    }
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The probability that so many points stand for, 0 to 1.
pub(crate) fn probability(points: Points) -> f64 {
    logistic(points as f64 / 1e6)
}

/// The values of all features.
pub(crate) type Values = [u8; Feature::ALL.len()];

/// Log-odds in millionths: whole numbers, whose sums do not depend on their order.
pub(crate) type Points = i64;

type Compare = fn(&Sight, &Sight, &Reports) -> u8;

/// How each feature is compared. What is quickly compared and tells most comes first, so that most pairs are given up early.
pub(crate) const COMPARED: [(Feature, Compare); Feature::ALL.len()] = [
    (Feature::Days, |a, b, _| days(a, b)),
    (Feature::Place, |a, b, _| place(a, b)),
    (Feature::Kind, |a, b, _| kind(a, b)),
    (Feature::Status, |a, b, _| status(a.status, b.status)),
    (Feature::Scope, |a, b, _| scope(a, b)),
    (Feature::Figures, |a, b, _| figures(a, b)),
    (Feature::Actors, |a, b, _| actors(a, b)),
    (Feature::Targets, |a, b, _| sides(a, b, [&a.targets, &a.actors], [&b.targets, &b.actors])),
    (Feature::Words, |a, b, _| words(a, b)),
    (Feature::Reports, published),
    (Feature::Story, story),
];

pub(crate) fn values(a: &Sight, b: &Sight, reports: &Reports) -> Values {
    let mut values = Values::default();
    for (feature, compare) in COMPARED {
        values[feature as usize] = compare(a, b, reports);
    }
    values
}

/// What the pair scores; none where it is vetoed or scores less than `least`.
pub(crate) fn reaches(a: &Sight, b: &Sight, reports: &Reports, rules: &Rules, least: Points) -> Option<Points> {
    let mut score = rules.start_points;
    let mut values = Values::default();
    for (at, (feature, compare)) in COMPARED.into_iter().enumerate() {
        let value = compare(a, b, reports);
        values[feature as usize] = value;
        score += rules.worth(feature, value);
        if score + rules.at_most[at] < least || feature == Feature::Place && vetoed(&values) {
            return None;
        }
    }
    Some(score)
}

/// What forbids that they are one: days and places that both lie apart.
pub(crate) fn vetoed(values: &Values) -> bool {
    let value = |feature: Feature| feature.values()[usize::from(values[feature as usize])];
    let other_day = matches!(value(Feature::Days), "apart" | "far");
    let other_place = matches!(value(Feature::Place), "elsewhere" | "abroad");
    other_day && other_place
}

pub(crate) fn card(values: &Values, rules: &Rules) -> Card {
    let reason = |(&feature, &value): (&Feature, &u8)| {
        let weight = rules.weight(feature, value);
        let value = feature.values()[usize::from(value)];
        Reason { feature, value, says: weight.says.clone(), points: weight.points }
    };
    let reasons: Vec<Reason> = Feature::ALL.iter().zip(values).map(reason).collect();
    Card {
        start: rules.start,
        score: rules.start + reasons.iter().map(|reason| reason.points).sum::<f64>(),
        reasons,
        veto: vetoed(values).then(|| "on other days and in another place".to_owned()),
    }
}

fn kind(a: &Sight, b: &Sight) -> u8 {
    match (a.event_type == b.event_type, a.mode == b.mode) {
        (false, _) => 4,
        (true, true) => 0,
        (true, false) if a.manner == b.manner => 1,
        (true, false) if !a.mode_said || !b.mode_said => 2,
        (true, false) => 3,
    }
}

fn status(a: Status, b: Status) -> u8 {
    use Status::{Denied, Happened, Hypothetical, Planned};
    match (a, b) {
        _ if a == b => 0,
        (Planned, Happened) | (Happened, Planned) => 1,
        (Denied, _) | (_, Denied) => 2,
        (Hypothetical, _) | (_, Hypothetical) => 3,
        _ => 1,
    }
}

/// Days that are told to within so many can be said to differ.
const NARROW: i32 = 4;
/// A week or a month that a report names says when it was; a season or a year hardly does.
const VAGUE: i32 = 31;

fn days(a: &Sight, b: &Sight) -> u8 {
    let (Some(x), Some(y)) = (a.days, b.days) else { return undated(a, b) };
    let (short, long) = if x.length() <= y.length() { (x, y) } else { (y, x) };
    match short.gap(long) {
        0 if long.length() <= NARROW => 0,
        0 if short.length() <= NARROW && long.lasting => 5,
        0 if short.length() <= NARROW && long.length() <= VAGUE => 1,
        0 if short.length() <= NARROW => 2,
        0 if 2 * x.shared(y) >= x.length() + y.length() - x.shared(y) => 3,
        0 => 4,
        1 => 6,
        2..=3 => 7,
        4..=30 => 8,
        _ => 9,
    }
}

/// Where one report tells no day, the days of publication speak; of what is only planned they say nothing.
fn undated(a: &Sight, b: &Sight) -> u8 {
    let planned = [a, b].iter().any(|sight| matches!(sight.status, Status::Planned | Status::Hypothetical));
    let around = |sight: &Sight| match (sight.days, sight.published) {
        (Some(days), Some(published)) => Some(days.to.min(published)),
        (days, published) => days.map(|days| days.to).or(published),
    };
    match around(a).zip(around(b)).map(|(x, y)| (x - y).abs()) {
        Some(0..=3) if !planned => 10,
        Some(22..) if !planned => 12,
        _ => 11,
    }
}

fn place(a: &Sight, b: &Sight) -> u8 {
    let (Some(x), Some(y)) = (&a.spot, &b.spot) else { return 7 };
    let country = |spot: &crate::sight::Spot| spot.precision == qantar_record::Precision::Country;
    if x.name == y.name && x.country == y.country && (x.admin1 == y.admin1 || x.km(y) < 30.0) {
        return match (x.is_broad(), y.is_broad()) {
            (false, false) => 0,
            (true, true) => 3,
            // A town and the country or the region that bears its name.
            _ if country(x) || country(y) => 3,
            _ => 2,
        };
    }
    let site = [x, y].iter().any(|spot| spot.precision == qantar_record::Precision::Site);
    if site && !x.is_broad() && !y.is_broad() && x.km(y) <= 12.0 && x.precision != y.precision {
        return 0;
    }
    if x.holds(y) || y.holds(x) {
        return if country(x) || country(y) { 3 } else { 2 };
    }
    if x.is_broad() || y.is_broad() {
        return if x.country == y.country || x.country == NOTHING || y.country == NOTHING { 5 } else { 6 };
    }
    match x.km(y) {
        km if km <= 12.0 => 1,
        km if km <= 50.0 => 4,
        _ if x.country == y.country => 5,
        _ => 6,
    }
}

/// A town on a day is alike another town on a day, and only a part of a country over weeks. Where neither days nor places
/// can be compared and the reports are of other times, nothing says that they speak of one; least of all where the act is words.
fn scope(a: &Sight, b: &Sight) -> u8 {
    let ((long, broad), (lasts, spreads)) = (a.reach(), b.reach());
    match (long.zip(lasts), broad.zip(spreads)) {
        // Wider in the one and narrower in the other: neither holds the other.
        (Some((x, y)), Some((z, w))) if x != y && z != w && x == z => 2,
        (Some((x, y)), Some((z, w))) if x == y && z == w => 0,
        (None, None) if undated(a, b) == 12 => {
            if a.spoken && b.spoken {
                4
            } else {
                3
            }
        }
        _ => 1,
    }
}

/// Who did it; of words, another name is another speaker.
fn actors(a: &Sight, b: &Sight) -> u8 {
    match sides(a, b, [&a.actors, &a.targets], [&b.actors, &b.targets]) {
        4 if a.spoken && b.spoken => 6,
        other => other,
    }
}

/// Those on one side of both; in a clash one report's attackers may be the other's attacked.
fn sides(a: &Sight, b: &Sight, [own, other]: [&[Being]; 2], [its, across]: [&[Being]; 2]) -> u8 {
    let straight = beings(own, its);
    if straight >= 3 && (a.two_sided || b.two_sided) {
        return straight.min(beings(own, across)).min(beings(other, its));
    }
    straight
}

fn beings(a: &[Being], b: &[Being]) -> u8 {
    a.iter().flat_map(|x| b.iter().map(move |y| likeness(x, y))).min().unwrap_or(5)
}

/// How alike two are: 0 the same name, 1 alike in words, 2 of one kind, 3 of another, 4 of another name.
pub(crate) fn likeness(a: &Being, b: &Being) -> u8 {
    let shared = shared(a, b);
    let fewest = a.words.len().min(b.words.len());
    let acronym = |x: &Being, y: &Being| x.words.len() == 1 && y.initials != NOTHING && x.whole == y.initials;
    let both_named = a.named && b.named;
    if fewest > 0 && (a.whole == b.whole || 2 * shared >= fewest && shared > 0) || acronym(a, b) || acronym(b, a) {
        return if both_named { 0 } else { 1 };
    }
    if shared > 0 {
        return 1;
    }
    match (a.sector == NOTHING || b.sector == NOTHING, a.sector == b.sector) {
        (false, true) if a.country == b.country || a.country == NOTHING || b.country == NOTHING => 2,
        _ if both_named => 4,
        (false, true) | (true, _) => 2,
        (false, false) => 3,
    }
}

/// How many words of the one are words of the other, in whichever there are fewer: several of the one may be alike a single
/// one of the other.
fn shared(a: &Being, b: &Being) -> usize {
    let met = |a: &Being, b: &Being| a.words.iter().filter(|x| b.words.iter().any(|y| same_word(x, y))).count();
    match met(a, b) {
        // Where none of the one is of the other, none of the other is of the one.
        0 => 0,
        found => found.min(met(b, a)),
    }
}

fn same_word(a: &(u64, u64), b: &(u64, u64)) -> bool {
    a.0 == b.0 || (a.1 != NOTHING && a.1 == b.1)
}

fn figures(a: &Sight, b: &Sight) -> u8 {
    let of_both = a.figures.iter().flat_map(|x| b.figures.iter().filter(|y| y.0 == x.0).map(move |y| (x, y)));
    let fit = |(x, y): (&(qantar_record::Counted, u64, u64), &(qantar_record::Counted, u64, u64))| match (
        x.1 == y.1 && x.2 == y.2,
        x.1 <= y.2 && y.1 <= x.2,
    ) {
        (true, _) => 0,
        (_, true) => 1,
        _ if 2 * u128::from(x.2.min(y.2)) >= u128::from(x.2.max(y.2)) => 1,
        _ => 2,
    };
    of_both.map(fit).min().unwrap_or(3)
}

/// Lower bounds of the cosine of the terms, rare ones weighing more. Guesses (November 2026), about a sixth of same pairs
/// between each.
const COSINES: [f32; 5] = [0.04, 0.12, 0.25, 0.45, 0.75];

fn words(a: &Sight, b: &Sight) -> u8 {
    step(a.terms.cosine(&b.terms), &COSINES)
}

/// How many of the bounds a cosine reaches.
fn step(cosine: f32, bounds: &[f32]) -> u8 {
    bounds.iter().filter(|&&bound| cosine >= bound).count() as u8
}

/// Lower bounds of the cosine of the terms of whole reports. Guesses (November 2026).
const STORIES: [f32; 3] = [0.05, 0.12, 0.25];

fn story(a: &Sight, b: &Sight, reports: &Reports) -> u8 {
    if a.report == b.report {
        return STORIES.len() as u8;
    }
    step(reports.terms[a.report].cosine(&reports.terms[b.report]), &STORIES)
}

/// Two texts that share so many of their shingles are copies.
pub(crate) const COPIES: f64 = 0.5;

fn published(a: &Sight, b: &Sight, reports: &Reports) -> u8 {
    if a.report == b.report {
        return 1;
    }
    if let (Some(x), Some(y)) = (&reports.abouts[a.report], &reports.abouts[b.report])
        && x.sketch.shared(&y.sketch) >= COPIES
    {
        return 0;
    }
    match (a.published, b.published) {
        (Some(x), Some(y)) => match (x - y).abs() {
            0..=5 => 2,
            6..=30 => 3,
            31..=365 => 4,
            _ => 5,
        },
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sight::called_being;

    #[test]
    fn whose_name_comes_first_is_all_one() {
        let rules = Rules::builtin().expect("the built-in rules are sound");
        let being = |called: &str| Being { named: true, ..called_being(called, &rules) };
        let likeness = |a: &str, b: &str| {
            let (one, other) = (being(a), being(b));
            let both = (super::likeness(&one, &other), super::likeness(&other, &one));
            assert_eq!(both.0, both.1, "{a}, {b}");
            both.0
        };
        // One word is alike two of the other.
        assert_eq!(likeness("Tuareg Touareg Salih", "Toareg Abdi Warsame"), 1);
        assert_eq!(likeness("Tuareg", "Touareg"), 0);
        assert_eq!(likeness("KNB", "Komitet Natsionalnoi Bezopasnosti"), 0);
        assert_eq!(likeness("Mohamed Salih", "Abdi Warsame"), 4);
    }
}
