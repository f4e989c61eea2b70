//! What speaks for a candidate: one row of numbers, each with a name a reader can understand.

use super::History;
use super::walk::Walks;
use crate::decay::SPANS;

/// The features in the order of a row.
pub const NAMES: [&str; 48] = [
    "this act between the two, 2 days",
    "this act between the two, 7 days",
    "this act between the two, 30 days",
    "this act between the two, 90 days",
    "this act between the two, ever",
    "any act between the two, 2 days",
    "any act between the two, 7 days",
    "any act between the two, 30 days",
    "any act between the two, 90 days",
    "any act between the two, ever",
    "share of this act, 2 days",
    "share of this act, 7 days",
    "share of this act, 30 days",
    "share of this act, 90 days",
    "share of this act, ever",
    "share of all acts, 7 days",
    "share of all acts, 30 days",
    "share of all acts, ever",
    "the act returned, 7 days",
    "the act returned, ever",
    "this act was seen between the two",
    "days since this act, inverse",
    "days since this act, log",
    "any act was seen between the two",
    "days since any act, inverse",
    "days since any act, log",
    "rules together",
    "best rule",
    "second rule",
    "third rule",
    "done to this party, 2 days",
    "done to this party, 7 days",
    "done to this party, 30 days",
    "done to this party, 90 days",
    "done to this party, ever",
    "activity of this party, 2 days",
    "activity of this party, 7 days",
    "activity of this party, 30 days",
    "activity of this party, 90 days",
    "activity of this party, ever",
    "share of this party in the act, 30 days",
    "share of this party in the act, ever",
    "partners of partners",
    "parties like this one did it to",
    "itself",
    "rules together, evidence of the last 30 days",
    "kinds of act between the two",
    "recent evidence and habit together",
];

/// How many features there are.
pub const WIDTH: usize = NAMES.len();

/// What is the same for all candidates of a question.
pub(super) struct Asked<'h> {
    pub history: &'h History,
    pub one: u32,
    pub kind: u32,
    pub day: i32,
    /// How much the party did of the kind, and in all, faded.
    pub of_kind: [f32; SPANS],
    pub in_all: [f32; SPANS],
    /// How often the kind was done to anybody.
    pub everywhere: [f32; SPANS],
}

impl<'h> Asked<'h> {
    pub fn new(history: &'h History, one: u32, kind: u32, day: i32, everywhere: [f32; SPANS]) -> Self {
        let fading = &history.fading;
        let of_kind = history.role(one, kind).map_or([0.0; SPANS], |role| role.all.at(day, fading));
        let in_all = history.parties[one as usize].all.at(day, fading);
        Asked { history, one, kind, day, of_kind, in_all, everywhere }
    }

    /// The row of one candidate.
    pub fn row(&self, other: u32, walks: &Walks) -> [f32; WIDTH] {
        let mut row = Row { values: [0.0; WIDTH], at: 0 };
        self.between(other, &mut row);
        let done = self.history.done_to(self.kind, other, self.day);
        row.all(done.map(grown));
        row.all(self.history.parties[other as usize].all.at(self.day, &self.history.fading).map(grown));
        row.one(done[2] / (self.everywhere[2] + 1.0));
        row.one(done[4] / (self.everywhere[4] + 1.0));
        row.one(chance(walks.near(other)));
        row.one(chance(walks.alike(other)));
        row.one(f32::from(u8::from(other == self.one)));
        self.breadth(other, &mut row);
        debug_assert_eq!(row.at, WIDTH);
        row.values
    }

    /// What the two have done to each other.
    fn between(&self, other: u32, row: &mut Row) {
        let history = self.history;
        let Some(partner) = history.partner(self.one, other) else {
            row.skip(26);
            row.all([chance(0.0); 4]);
            return;
        };
        let cell = |kind| partner.kind(kind).map(|cell| &history.cells[cell as usize]);
        let faded =
            |cell: Option<&crate::decay::Faded>| cell.map_or([0.0; SPANS], |cell| cell.at(self.day, &history.fading));
        let (this, back) = (cell(self.kind), cell(history.turned(self.kind)));
        let (typed, any, back) = (faded(this), partner.all.at(self.day, &history.fading), faded(back));
        row.all(typed.map(grown));
        row.all(any.map(grown));
        row.all(std::array::from_fn::<_, SPANS, _>(|span| typed[span] / (self.of_kind[span] + 0.5)));
        row.all([1, 2, 4].map(|span| any[span] / (self.in_all[span] + 0.5)));
        row.all([grown(back[1]), grown(back[4])]);
        for last in [this.map(|cell| cell.last()), Some(partner.all.last())] {
            let lag = last.map(|last| (self.day - last) as f32);
            row.one(f32::from(u8::from(lag.is_some())));
            row.one(lag.map_or(0.0, |lag| 1.0 / lag));
            row.one(lag.map_or(0.0, f32::ln));
        }
        let mut none = 1.0f32;
        let mut best = [0.0f32; 3];
        for &(before, cell) in &partner.kinds {
            let rate = history.lags.rate(before, self.kind, self.day - history.cells[cell as usize].last()).min(0.999);
            none *= 1.0 - rate;
            raise(&mut best, rate);
        }
        row.one(chance(1.0 - none));
        row.all(best.map(chance));
    }

    fn breadth(&self, other: u32, row: &mut Row) {
        let Some(partner) = self.history.partner(self.one, other) else { return row.all([chance(0.0), 0.0, 0.0]) };
        let mut none = 1.0f32;
        for &(before, cell) in &partner.kinds {
            let lag = self.day - self.history.cells[cell as usize].last();
            if lag <= 30 {
                none *= 1.0 - self.history.lags.rate(before, self.kind, lag).min(0.999);
            }
        }
        let recent = chance(1.0 - none);
        let habit = partner.kind(self.kind).map_or(0.0, |cell| grown(history_count(self.history, cell)));
        row.all([recent, (partner.kinds.len() as f32).ln(), recent * habit / 10.0]);
    }
}

/// How often the act of a cell happened, ever.
fn history_count(history: &History, cell: u32) -> f32 {
    history.cells[cell as usize].total()
}

/// Keeps the three highest, highest first.
fn raise(best: &mut [f32; 3], value: f32) {
    let mut value = value;
    for held in best.iter_mut() {
        if value > *held {
            std::mem::swap(held, &mut value);
        }
    }
}

/// A count on a scale on which the first events tell most.
#[inline]
fn grown(count: f32) -> f32 {
    (1.0 + 10.0 * count).ln()
}

/// A probability on a log scale that starts at 0 for next to none.
#[inline]
fn chance(probability: f32) -> f32 {
    (1.0 + 1e5 * probability).ln()
}

struct Row {
    values: [f32; WIDTH],
    at: usize,
}

impl Row {
    fn one(&mut self, value: f32) {
        self.values[self.at] = value;
        self.at += 1;
    }

    fn all<const N: usize>(&mut self, values: [f32; N]) {
        values.into_iter().for_each(|value| self.one(value));
    }

    fn skip(&mut self, features: usize) {
        self.at += features;
    }
}
