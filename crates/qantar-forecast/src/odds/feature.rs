//! What moves the hazard of a day away from what is usual, as the counts stand.

use super::climate::Climate;
use super::panel::{Announced, Panel, Series};
use crate::decay::{Faded, Fading, HALF_LIVES};
use crate::store::{ANY, Key, Name, Store};

/// How many kinds beside the one asked for are looked at on their own.
pub const OTHERS: usize = 5;

/// How many features there are.
pub const WIDTH: usize = 14 + OTHERS;

/// The features that are the place's own past of the kind: the rung "recency". The others are triggers.
pub const RECENCY: [bool; WIDTH] = {
    let mut recency = [false; WIDTH];
    let mut at = 0;
    while at < 6 {
        recency[at] = true;
        at += 1;
    }
    recency
};

/// Counts are compared with what is usual after adding so many events to both. A guess of 2026-11-29.
const SOFT: f64 = 0.3;

/// The names of the features; those of other kinds bear the kind's name.
pub fn names(panel: &Panel<'_>, others: &[Name]) -> Vec<String> {
    let plain = [
        "all days alike",
        "its own events, 2 days",
        "its own events, 7 days",
        "its own events, 30 days",
        "its own events, 90 days",
        "days since the last",
        "other events here, 7 days",
        "other events here, 30 days",
        "the same in places around, 7 days",
        "the same everywhere, 7 days",
        "volume of reporting, 30 days",
        "announced for the day",
        "Friday",
        "weekend",
    ];
    let here = |&kind: &Name| format!("{} here, 30 days", panel.kind_name(kind));
    let mut names: Vec<String> = plain.iter().map(|&name| name.to_owned()).chain(others.iter().map(here)).collect();
    names.resize(WIDTH, "nothing".into());
    names
}

/// Which counts a feature is made of, and with which half-life: what opens it to the events behind it.
pub fn source(at: usize, series: &Series, others: &[Name]) -> Option<(Key, usize)> {
    let own = series.key();
    Some(match at {
        1..=4 => (own, at - 1),
        6 => (Key::Place(series.place(), ANY), 1),
        7 => (Key::Place(series.place(), ANY), 2),
        8 => (Key::Place(series.around(), series.kind), 1),
        9 => (Key::Place(ANY, series.kind), 1),
        14.. => (Key::Place(series.place(), *others.get(at - 14)?), 2),
        _ => return None,
    })
}

/// The counts of a series on one day, copied out of the store.
#[derive(Debug, Clone)]
pub struct Look {
    day: i32,
    first: i32,
    usual: f64,
    own: Faded,
    place: Faded,
    around: Faded,
    everywhere: Faded,
    everything: Faded,
    others: [Faded; OTHERS],
    announced: Vec<Announced>,
}

impl Look {
    /// The counts as they are in the store on `day`, before anything of that day is added.
    pub fn at(panel: &Panel<'_>, store: &Store, series: &Series, others: &[Name], usual: f64, day: i32) -> Self {
        let faded = |key| store.get(key).map(|count| count.faded).unwrap_or_default();
        Look {
            day,
            first: panel.first,
            usual,
            own: faded(series.key()),
            place: faded(Key::Place(series.place(), ANY)),
            around: faded(Key::Place(series.around(), series.kind)),
            everywhere: faded(Key::Place(ANY, series.kind)),
            everything: faded(Key::Place(ANY, ANY)),
            others: std::array::from_fn(|at| {
                others.get(at).map(|&kind| faded(Key::Place(series.place(), kind))).unwrap_or_default()
            }),
            announced: panel.announced.get(&(series.place(), series.kind)).cloned().unwrap_or_default(),
        }
    }

    /// The features of the day `ahead` days on, if nothing of the kind happens here before.
    ///
    /// A hazard is asked only until the first event, so that the place's own counts fade for certain. What goes on around it
    /// is held as it stands and fades towards what is usual, halving in a month.
    pub fn features(&self, ahead: i32, fading: &Fading) -> [f32; WIDTH] {
        let mut features = [0.0f32; WIDTH];
        let then = self.day + ahead;
        let own = self.own.at(then, fading);
        features[0] = 1.0;
        for span in 0..4 {
            features[1 + span] = self.against(f64::from(own[span]), self.usual, span);
        }
        let since = if self.own.total() > 0.0 { then - self.own.last() } else { then - self.first };
        features[5] = ((1 + since.max(0)) as f32).ln();
        let fade = 0.5f32.powf(ahead as f32 / 30.0);
        let surroundings = self.surroundings(fading);
        features[6..11].iter_mut().zip(surroundings).for_each(|(feature, value)| *feature = value * fade);
        let is_announced = self.announced.iter().any(|&(day, told)| day == then && told < self.day);
        features[11] = f32::from(u8::from(is_announced));
        // 1970-01-01 was a Thursday.
        let weekday = then.rem_euclid(7);
        features[12] = f32::from(u8::from(weekday == 1));
        features[13] = f32::from(u8::from(weekday == 2 || weekday == 3));
        for (at, other) in self.others.iter().enumerate() {
            features[14 + at] = (1.0 + other.at(self.day, fading)[2]).ln() * fade;
        }
        features
    }

    fn surroundings(&self, fading: &Fading) -> [f32; 5] {
        let at = |faded: &Faded| faded.at(self.day, fading);
        let (own, place) = (at(&self.own), at(&self.place));
        let (around, everywhere, everything) = (at(&self.around), at(&self.everywhere), at(&self.everything));
        let others = |span: usize| f64::from(place[span] - own[span]).max(0.0);
        let others_rate = others(4) / self.days();
        // What happens here is in what happens around it: taken out.
        let near = |span: usize| f64::from(around[span] - own[span]).max(0.0);
        [
            self.against(others(1), others_rate, 1),
            self.against(others(2), others_rate, 2),
            self.against(near(1), near(4) / self.days(), 1),
            self.against(f64::from(everywhere[1]), f64::from(everywhere[4]) / self.days(), 1),
            self.against(f64::from(everything[2]), f64::from(everything[4]) / self.days(), 2),
        ]
    }

    fn days(&self) -> f64 {
        f64::from((self.day - self.first).max(1))
    }

    /// The log of a faded count against what a steady rate would have left by now.
    fn against(&self, count: f64, rate: f64, span: usize) -> f32 {
        let whole = HALF_LIVES[span] / std::f64::consts::LN_2;
        let usual = rate * whole * (1.0 - 0.5f64.powf(self.days() / HALF_LIVES[span]));
        ((count + SOFT) / (usual + SOFT)).ln() as f32
    }

    /// What a feature of the place's own counts would be had nothing happened.
    pub fn without(&self, at: usize, fading: &Fading) -> f64 {
        let bare = Look { own: Faded::default(), place: Faded::default(), ..self.clone() };
        match at {
            1..=4 => f64::from(bare.against(0.0, self.usual, at - 1)),
            14.. => 0.0,
            _ => {
                let rate = |faded: &Faded| f64::from(faded.total()) / self.days();
                let (rate, span) = match at {
                    6 => (rate(&self.place) - rate(&self.own), 1),
                    7 => (rate(&self.place) - rate(&self.own), 2),
                    8 => (rate(&self.around) - rate(&self.own), 1),
                    9 => (rate(&self.everywhere), 1),
                    _ => return f64::from(self.features(0, fading)[at]),
                };
                f64::from(self.against(0.0, rate.max(0.0), span))
            }
        }
    }
}

/// The usual hazard of a series, the last rung of its climate.
pub fn usual(climate: &Climate, series: &Series, days: f64) -> f64 {
    climate.usual(series, days).last().copied().unwrap_or(1e-6)
}
