//! Forecasts as they are kept: cut-off, version, digest of what was known; replayed to the bit, compared, scored.

use crate::fact::{Fact, digest, known_at, number_of};
use crate::odds::{ANYTHING, Answer, Model, Panel, Refusal, WITHIN, odds};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The format's name, in each record.
pub const FORMAT: &str = "qantar.odds/1";

/// Goes up whenever the same facts could give other odds.
pub const VERSION: u32 = 1;

/// A question about the future.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// A chain of places or its last name; empty for the world.
    pub place: String,
    /// A kind, or `any`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In days from the cut-off on.
    pub horizons: Vec<u32>,
}

/// A forecast with everything that is needed to make it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`] when it was made.
    pub version: u32,
    /// The start of this day: nothing told or done from then on was known.
    pub cut_off: Date,
    /// What was asked.
    pub asked: Question,
    /// SHA-256 over the facts that were known.
    pub inputs: String,
    /// How many they were.
    pub facts: usize,
    /// What came out.
    pub answer: Answer,
}

/// The odds at the start of `cut_off`.
///
/// # Errors
/// Where honest odds cannot be said: see [`Refusal`].
pub fn forecast(facts: &[Fact], cut_off: Date, asked: &Question) -> Result<Forecast, Refusal> {
    let known = known_at(facts, cut_off);
    let mut panel = Panel::at(facts, cut_off);
    let series = panel
        .find(&asked.place, &asked.kind)
        .map_err(|places| Refusal::Ambiguous { name: asked.place.clone(), places })?;
    let model = Model::learn(&panel, series.places.len(), series.kind);
    Ok(Forecast {
        format: FORMAT.into(),
        version: VERSION,
        cut_off,
        asked: asked.clone(),
        inputs: digest(&known),
        facts: known.len(),
        answer: odds(&panel, &model, &series, &asked.horizons)?,
    })
}

/// How a forecast comes out when it is made again.
#[derive(Debug, Clone, PartialEq)]
pub enum Replay {
    /// The same to the bit.
    Same,
    /// It was made by another version of the method.
    OtherVersion(u32),
    /// What was known at the cut-off is not what the table says now: reports came in later or were changed.
    OtherInputs {
        /// How many facts it had, and how many there are.
        had: usize,
        /// See `had`.
        has: usize,
    },
    /// The same facts gave other odds, which must not be.
    Differs(Box<Forecast>),
    /// It is refused now.
    Refused(String),
}

/// Makes a forecast again from the facts.
pub fn replay(facts: &[Fact], kept: &Forecast) -> Replay {
    if kept.version != VERSION {
        return Replay::OtherVersion(kept.version);
    }
    let known = known_at(facts, kept.cut_off);
    if digest(&known) != kept.inputs {
        return Replay::OtherInputs { had: kept.facts, has: known.len() };
    }
    match forecast(facts, kept.cut_off, &kept.asked) {
        Ok(again) if again == *kept => Replay::Same,
        Ok(again) => Replay::Differs(Box::new(again)),
        Err(refusal) => Replay::Refused(refusal.to_string()),
    }
}

/// Whether at least one such event came in the `days` from the cut-off on, as the facts say now; none where the table ends
/// before the time is over.
pub fn came(facts: &[Fact], forecast: &Forecast, days: u32, until: Date) -> Option<bool> {
    let end = number_of(forecast.cut_off) + days as i32;
    let is_such = |fact: &&Fact| {
        let day = number_of(fact.day);
        !fact.announced
            && (number_of(forecast.cut_off)..end).contains(&day)
            && is_kind(&forecast.answer.kind, &fact.kind)
            && is_in(&forecast.answer.place, &fact.place)
    };
    (end <= number_of(until)).then(|| facts.iter().find(is_such).is_some())
}

fn is_kind(asked: &str, kind: &str) -> bool {
    asked == ANYTHING || asked.eq_ignore_ascii_case(kind)
}

fn is_in(asked: &str, places: &[String]) -> bool {
    asked == "the world" || (1..=places.len()).any(|depth| places[..depth].join(WITHIN).eq_ignore_ascii_case(asked))
}
