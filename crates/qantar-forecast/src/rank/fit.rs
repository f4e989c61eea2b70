//! The weights of the features: a conditional logit over the candidates of a question.

use super::features::{Asked, NAMES, WIDTH};
use super::walk::Walks;
use super::{Act, History, Ranks, rank_among};
use crate::decay::SPANS;
use crate::lbfgs::{Stop, minimise};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A question with its right answers: whom did the party do the kind to, on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The day.
    pub day: i32,
    /// The party asked about.
    pub one: u32,
    /// The kind; one past the plain kinds asks who did it to the party.
    pub kind: u32,
    /// The right answers, as often as they were right.
    pub answers: Vec<u32>,
}

/// The questions that the acts answer, both ways, by day.
pub fn questions(acts: &[Act], history: &History) -> Vec<Question> {
    let mut by: BTreeMap<(i32, u32, u32), Vec<u32>> = BTreeMap::new();
    for act in acts {
        by.entry((act.day, act.actor, act.kind)).or_default().push(act.target);
        by.entry((act.day, act.target, history.turned(act.kind))).or_default().push(act.actor);
    }
    by.into_iter().map(|((day, one, kind), answers)| Question { day, one, kind, answers }).collect()
}

/// How candidates are found and weights are fitted.
#[derive(Debug, Clone, Copy)]
pub struct Fitting {
    /// Of those the kind is done to most lately, and ever, each.
    pub done_to: usize,
    /// Of partners of partners, and of those that parties alike did it to, each.
    pub walked: usize,
    /// Of the most active of all.
    pub active: usize,
    /// Wrong answers kept for each question: the hardest, and some of the rest.
    pub hard: usize,
    /// See `hard`.
    pub easy: usize,
    /// Ridge on the weights, in questions.
    pub ridge: f64,
}

impl Default for Fitting {
    /// Chosen on the validation days of ICEWS14.
    fn default() -> Self {
        Fitting { done_to: 100, walked: 100, active: 30, hard: 40, easy: 30, ridge: 3.0 }
    }
}

/// How many numbers describe a question: one, how much history its party and kind have, and its party in all.
const SIDES: usize = 3;
const WEIGHTS: usize = WIDTH * SIDES;

/// What is the same for all questions of a day.
struct Today<'h> {
    history: &'h History,
    everywhere: Vec<[f32; SPANS]>,
    done_to: Vec<Vec<u32>>,
    active: Vec<u32>,
    fitting: Fitting,
}

impl<'h> Today<'h> {
    fn new(history: &'h History, day: i32, fitting: Fitting) -> Self {
        let kinds = 0..history.kinds() as u32;
        let tops: Vec<_> = kinds.into_par_iter().map(|kind| tops(history, kind, day, fitting.done_to)).collect();
        let (done_to, everywhere) = tops.into_iter().unzip();
        let counts = history.parties.iter().map(|party| party.all.at(day, &history.fading)[3]);
        let active = best(counts.enumerate().map(|(party, count)| (count, party as u32)).collect(), fitting.active);
        Today { history, everywhere, done_to, active, fitting }
    }

    fn candidates(&self, question: &Question, walks: &Walks) -> Vec<u32> {
        let partners = self.history.parties[question.one as usize].partners.iter().map(|partner| partner.other);
        let mut all: Vec<u32> = partners.collect();
        all.extend(&self.done_to[question.kind as usize]);
        all.extend(&self.active);
        all.extend(walks.top_near(self.fitting.walked));
        all.extend(walks.top_alike(self.fitting.walked));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Candidates and their rows.
    fn rows(&self, question: &Question, walks: &mut Walks) -> (Vec<u32>, Vec<[f32; WIDTH]>, [f32; SIDES]) {
        walks.walk(self.history, question.one, question.kind, question.day);
        let everywhere = self.everywhere[question.kind as usize];
        let asked = Asked::new(self.history, question.one, question.kind, question.day, everywhere);
        let candidates = self.candidates(question, walks);
        let rows = candidates.iter().map(|&other| asked.row(other, walks)).collect();
        let sides = [1.0, (1.0 + asked.of_kind[3]).ln() / 3.0, (1.0 + asked.in_all[3]).ln() / 5.0];
        (candidates, rows, sides)
    }
}

/// Whom the kind is done to most, lately and ever, and how often in all.
fn tops(history: &History, kind: u32, day: i32, most: usize) -> (Vec<u32>, [f32; SPANS]) {
    let counts: Vec<_> =
        history.suffered[kind as usize].iter().map(|&party| (history.done_to(kind, party, day), party)).collect();
    let mut everywhere = [0.0; SPANS];
    counts.iter().for_each(|(count, _)| everywhere.iter_mut().zip(count).for_each(|(sum, count)| *sum += count));
    let mut all: Vec<u32> = Vec::new();
    for span in [1, 2, 4] {
        all.extend(best(counts.iter().map(|(count, party)| (count[span], *party)).collect(), most));
    }
    all.sort_unstable();
    all.dedup();
    (all, everywhere)
}

fn best(mut all: Vec<(f32, u32)>, most: usize) -> Vec<u32> {
    all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all.into_iter().take(most).map(|(_, party)| party).collect()
}

/// One question as the fit sees it: rows of right answers first.
struct Case {
    sides: [f32; SIDES],
    right: usize,
    /// How much more than one each wrong row stands for, as a log.
    more: Vec<f32>,
    rows: Vec<[f32; WIDTH]>,
}

/// What a rough look at a row says; tells hard candidates from easy ones before there are weights.
fn rough(row: &[f32; WIDTH]) -> f32 {
    row[26] + 0.5 * row[3] + 0.3 * row[8] + 0.4 * row[32] + 0.3 * row[42] + 0.3 * row[43] + 0.2 * row[38]
}

fn case(today: &Today<'_>, question: &Question, walks: &mut Walks) -> Option<Case> {
    let (candidates, rows, sides) = today.rows(question, walks);
    let is_right = |party: &u32| question.answers.contains(party);
    let right: Vec<[f32; WIDTH]> =
        candidates.iter().zip(&rows).filter(|(party, _)| is_right(party)).map(|(_, row)| *row).collect();
    if right.is_empty() {
        return None;
    }
    let mut wrong: Vec<(f32, u32, [f32; WIDTH])> = candidates
        .iter()
        .zip(rows)
        .filter(|(party, _)| !is_right(party))
        .map(|(&party, row)| (rough(&row), party, row))
        .collect();
    wrong.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Fitting { hard, easy, .. } = today.fitting;
    let rest = wrong.len().saturating_sub(hard);
    let stride = rest.div_ceil(easy.max(1)).max(1);
    let mut case = Case { sides, right: right.len(), more: vec![0.0; right.len()], rows: right };
    for (at, (_, _, row)) in wrong.into_iter().enumerate() {
        if at < hard || (at - hard).is_multiple_of(stride) {
            case.rows.push(row);
            case.more.push(if at < hard { 0.0 } else { (stride as f32).ln() });
        }
    }
    Some(case)
}

/// An answer: who, its share among all candidates, and what each feature adds, the largest first.
pub type Ranked = (u32, f64, Vec<(String, f64)>);

/// The weights for plain kinds and for turned ones.
#[derive(Debug, Clone)]
pub struct Ranker {
    fitting: Fitting,
    /// Each weight of a feature comes thrice: plain, and times each side.
    weights: [Vec<f64>; 2],
}

/// What a fit learns from: questions with the history as it was when they were asked.
#[derive(Default)]
pub struct Lessons {
    cases: [Vec<Case>; 2],
}

impl Lessons {
    /// Adds the questions as the history stands.
    pub fn add(&mut self, history: &mut History, questions: &[Question], fitting: Fitting) {
        history.lags.settle();
        let history = &*history;
        for day in questions.chunk_by(|a, b| a.day == b.day) {
            let today = Today::new(history, day[0].day, fitting);
            let walks = || Walks::new(history.parties.len());
            let cases: Vec<_> = day
                .par_iter()
                .map_init(walks, |walks, question| (question.kind, case(&today, question, walks)))
                .collect();
            for (kind, case) in cases {
                let side = usize::from(kind as usize * 2 >= history.kinds());
                self.cases[side].extend(case);
            }
        }
    }

    /// How many questions there are.
    pub fn len(&self) -> usize {
        self.cases.iter().map(Vec::len).sum()
    }

    /// Whether there is nothing to learn from.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Ranker {
    /// Fits the weights.
    pub fn fit(lessons: &Lessons, fitting: Fitting) -> Self {
        Ranker { fitting, weights: [0, 1].map(|side| fit(&lessons.cases[side], fitting)) }
    }

    /// The ranks of the right answers of each question as the history stands. `parties` that are no candidate share the
    /// places behind all candidates.
    pub fn ranks(&self, history: &mut History, questions: &[Question]) -> Ranks {
        history.lags.settle();
        let history = &*history;
        let mut all = Vec::new();
        for day in questions.chunk_by(|a, b| a.day == b.day) {
            let today = Today::new(history, day[0].day, self.fitting);
            let walks = || Walks::new(history.parties.len());
            let ranks: Vec<Ranks> =
                day.par_iter().map_init(walks, |walks, question| self.rank(&today, question, walks)).collect();
            all.extend(ranks.into_iter().flatten());
        }
        all
    }

    /// The most likely answers with their share among all candidates and what each feature adds, the largest first.
    pub fn answers(&self, history: &mut History, question: &Question, most: usize) -> Vec<Ranked> {
        history.lags.settle();
        let history = &*history;
        let today = Today::new(history, question.day, self.fitting);
        let (candidates, rows, sides) = today.rows(question, &mut Walks::new(history.parties.len()));
        let side = usize::from(question.kind as usize * 2 >= history.kinds());
        let weights = folded(&self.weights[side], &sides);
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(score(row, &weights))).collect();
        let high = scores.iter().copied().fold(f64::MIN, f64::max);
        let whole: f64 = scores.iter().map(|score| (score - high).exp()).sum();
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(candidates[a].cmp(&candidates[b])));
        let told = |at: usize| (candidates[at], (scores[at] - high).exp() / whole, reasons(&rows[at], &weights));
        order.into_iter().take(most).map(told).collect()
    }

    fn rank(&self, today: &Today<'_>, question: &Question, walks: &mut Walks) -> Ranks {
        let (candidates, rows, sides) = today.rows(question, walks);
        let side = usize::from(question.kind as usize * 2 >= today.history.kinds());
        let weights = folded(&self.weights[side], &sides);
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(score(row, &weights))).collect();
        let parties = today.history.parties.len();
        let wrong = |party: &u32| !question.answers.contains(party);
        let rank = |answer: &u32| match candidates.binary_search(answer) {
            Ok(at) => {
                let others = candidates.iter().zip(&scores).filter(|(party, _)| wrong(party));
                rank_among(scores[at], others.map(|(_, score)| *score))
            }
            Err(_) => {
                let before = candidates.iter().filter(|party| wrong(party)).count();
                let mut right = question.answers.clone();
                right.sort_unstable();
                right.dedup();
                let behind = parties - before - right.len();
                1.0 + before as f64 + behind as f64 / 2.0
            }
        };
        question.answers.iter().map(rank).collect()
    }
}

/// The weights of the features for a question with these sides.
fn folded(weights: &[f64], sides: &[f32; SIDES]) -> [f32; WIDTH] {
    let one = |at: usize| (0..SIDES).map(|side| weights[at * SIDES + side] * f64::from(sides[side])).sum::<f64>();
    std::array::from_fn(|at| one(at) as f32)
}

/// In eight sums side by side, which the processor adds at once.
#[inline]
fn score(row: &[f32; WIDTH], weights: &[f32; WIDTH]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (row, weights) in row.chunks_exact(8).zip(weights.chunks_exact(8)) {
        for at in 0..8 {
            sums[at] += row[at] * weights[at];
        }
    }
    sums.iter().sum()
}

/// What each feature adds to a score, the largest first, at most five.
fn reasons(row: &[f32; WIDTH], weights: &[f32; WIDTH]) -> Vec<(String, f64)> {
    let added = NAMES.iter().zip(row.iter().zip(weights)).map(|(name, (x, w))| ((*name).to_owned(), f64::from(x * w)));
    let mut added: Vec<_> = added.filter(|(_, adds)| *adds != 0.0).collect();
    added.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    added.truncate(5);
    added
}

/// How many cases one thread takes at a time; fixed, so that sums come out the same on any machine.
const BATCH: usize = 256;

fn fit(cases: &[Case], fitting: Fitting) -> Vec<f64> {
    let scale = scales(cases);
    let stop = Stop { steps: 120, gradient: 1e-4, gain: 1e-6 };
    let n = cases.len().max(1) as f64;
    let found = minimise(vec![0.0; WEIGHTS], stop, |at, gradient| {
        let scaled: Vec<f64> = at.iter().enumerate().map(|(i, weight)| weight / scale[i / SIDES]).collect();
        let parts: Vec<(f64, Vec<f64>)> = cases
            .par_chunks(BATCH)
            .map(|cases| {
                let mut slope = vec![0.0; WEIGHTS];
                let loss = cases.iter().map(|case| loss(case, &scaled, &mut slope)).sum();
                (loss, slope)
            })
            .collect();
        gradient.fill(0.0);
        let mut value = 0.0;
        for (loss, slope) in parts {
            value += loss / n;
            gradient
                .iter_mut()
                .zip(slope)
                .enumerate()
                .for_each(|(i, (sum, slope))| *sum += slope / n / scale[i / SIDES]);
        }
        for (sum, weight) in gradient.iter_mut().zip(at) {
            value += 0.5 * fitting.ridge * weight * weight / n;
            *sum += fitting.ridge * weight / n;
        }
        value
    });
    found.iter().enumerate().map(|(i, weight)| weight / scale[i / SIDES]).collect()
}

/// The spread of each feature, so that the ridge treats all alike.
fn scales(cases: &[Case]) -> [f64; WIDTH] {
    let rows = || cases.iter().flat_map(|case| &case.rows);
    let count = rows().count().max(1) as f64;
    let mut sums = [(0.0f64, 0.0f64); WIDTH];
    for row in rows() {
        for (sum, &value) in sums.iter_mut().zip(row) {
            sum.0 += f64::from(value);
            sum.1 += f64::from(value) * f64::from(value);
        }
    }
    sums.map(|(sum, squares)| (squares / count - (sum / count).powi(2)).max(1e-8).sqrt())
}

/// The loss of a case, for each right answer against the wrong ones alone, and its slope added to `slope`.
fn loss(case: &Case, weights: &[f64], slope: &mut [f64]) -> f64 {
    let folded = folded(weights, &case.sides);
    let scores: Vec<f32> = case.rows.iter().zip(&case.more).map(|(row, more)| score(row, &folded) + more).collect();
    let high = scores.iter().copied().fold(f32::MIN, f32::max);
    let heights: Vec<f64> = scores.iter().map(|score| f64::from((score - high).exp())).collect();
    let wrong: f64 = heights[case.right..].iter().sum();
    let share = 1.0 / case.right as f64;
    // Questions with many right answers count more, but not as many times more.
    let weight = share * (case.right as f64).sqrt();
    let mut pull = vec![0.0; case.rows.len()];
    let mut loss = 0.0;
    for at in 0..case.right {
        let whole = wrong + heights[at];
        loss -= weight * (f64::from(scores[at] - high) - whole.ln());
        pull[at] += weight * (heights[at] / whole - 1.0);
        let each = weight / whole;
        pull[case.right..].iter_mut().zip(&heights[case.right..]).for_each(|(pull, height)| *pull += each * height);
    }
    let mut total = [0.0f32; WIDTH];
    for (row, pull) in case.rows.iter().zip(&pull) {
        let pull = *pull as f32;
        total.iter_mut().zip(row).for_each(|(sum, value)| *sum += pull * value);
    }
    for (at, total) in total.iter().enumerate() {
        for side in 0..SIDES {
            slope[at * SIDES + side] += f64::from(total * case.sides[side]);
        }
    }
    loss
}
