//! Triggers: the words that tell an event, with its type, mode and status.

use crate::infer::{Head, Signals};
use crate::text::TextSentence;
use qantar_record::{EventType, Mode, Status};
use std::ops::Range;

/// A token tells an event when the encoder gives all types together this much. Chosen on the development gold.
const TELLS: f32 = 0.45;

/// And one type of them this much, somewhere in the trigger. Both chosen on the development gold.
const LIKELY: f32 = 0.45;

/// A trigger that no figure belongs to must be this likely: a toll is seldom told of nothing. Chosen on the development gold, the texts held
/// out and our own reports: all three read events best between .55 and .65.
pub const SURE: f32 = 0.55;

/// Words that tell an event.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Tokens of the document.
    pub tokens: Range<usize>,
    /// The sentence, as an index into the text's sentences.
    pub sentence: usize,
    /// What happens.
    pub event_type: EventType,
    /// How, as the type's modes have it.
    pub mode: Mode,
    /// Whether it took place.
    pub status: Status,
    /// The encoder's probability that the words tell an event of this type, 0 to 1.
    pub chance: f32,
}

/// The triggers of a sentence, in order.
pub fn triggers(sentence: &TextSentence, number: usize, signals: &Signals<'_>) -> Vec<Trigger> {
    let labels = signals.labels(Head::Trigger);
    let mut found: Vec<(Range<usize>, usize, f32)> = Vec::new();
    for token in sentence.tokens.clone() {
        let chances = signals.mean(Head::Trigger, token..token + 1);
        let Some((label, chance)) = best(&chances[1..]).map(|(at, chance)| (at + 1, chance)) else { continue };
        if chances[1..].iter().sum::<f32>() < TELLS {
            continue;
        }
        match found.last_mut() {
            Some((run, last, most)) if run.end == token && *last == label => {
                run.end = token + 1;
                *most = most.max(chance);
            }
            _ => found.push((token..token + 1, label, chance)),
        }
    }
    let trigger = |(tokens, label, chance): (Range<usize>, usize, f32)| {
        let event_type = EventType(labels[label].clone());
        let status = signals.opening(Head::Status, tokens.start).unwrap_or_default();
        Some(Trigger {
            mode: mode(signals, tokens.start, &event_type),
            status: STATUSES[best(&status)?.0],
            sentence: number,
            event_type,
            chance,
            tokens,
        })
    };
    found.into_iter().filter(|(.., chance)| *chance >= LIKELY).filter_map(trigger).collect()
}

/// In the order of the encoder's labels.
const STATUSES: [Status; 4] = [Status::Happened, Status::Planned, Status::Hypothetical, Status::Denied];

/// The likeliest mode among those of the type.
fn mode(signals: &Signals<'_>, token: usize, event_type: &EventType) -> Mode {
    let labels = signals.labels(Head::Mode);
    let chances = signals.opening(Head::Mode, token).unwrap_or_default();
    let of_type = |(label, chance): (&'_ String, f32)| {
        let (kind, mode) = label.split_once(' ')?;
        (kind == event_type.0).then(|| (mode.to_owned(), chance))
    };
    let modes = labels.iter().zip(chances).filter_map(of_type);
    modes.max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or_else(Mode::other, |(mode, _)| Mode(mode))
}

/// The position and value of the greatest number.
pub fn best(chances: &[f32]) -> Option<(usize, f32)> {
    chances.iter().copied().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))
}
