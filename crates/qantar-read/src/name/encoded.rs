//! Names as the encoder sees them.

use super::VERSION;
use crate::infer::{Head, Signals};
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, MentionKind, NameType, Producer, Stage};
use std::ops::Range;

/// The encoder's names, in order, without overlap.
pub fn names(text: &Text<'_>, signals: &Signals<'_>) -> Vec<Mention> {
    let mut found: Vec<(Range<usize>, NameType)> = Vec::new();
    for sentence in &text.sentences {
        for (token, label) in sentence.tokens.clone().zip(path(signals, sentence.tokens.clone())) {
            let label = signals.labels(Head::Name)[label].split_once('-');
            let Some((part, kind)) = label.and_then(|(part, kind)| Some((part, name_type(kind)?))) else { continue };
            match found.last_mut() {
                Some((tokens, _)) if part == "I" && tokens.end == token => tokens.end = token + 1,
                _ => found.push((token..token + 1, kind)),
            }
        }
    }
    let mention = |(tokens, name_type): (Range<usize>, NameType)| {
        let is_word = |&at: &usize| matches!(text.tokens[at].kind, TokenKind::Word | TokenKind::Number);
        let tokens = tokens.clone().find(is_word)?..tokens.clone().rev().find(is_word)? + 1;
        let by = Producer::new(Stage::Name, VERSION, "encoder");
        Some(Mention { span: text.span_of(tokens), kind: MentionKind::Name, name_type, by })
    };
    found.into_iter().filter_map(mention).collect()
}

/// The likeliest labels of a sentence's tokens, in which an inner part goes on with the type before it (Viterbi 1967). The
/// first label is "none"; after it each type has one for its first word and one for the others.
fn path(signals: &Signals<'_>, tokens: Range<usize>) -> Vec<usize> {
    let n = signals.labels(Head::Name).len();
    let may = |from: usize, to: usize| to == 0 || to % 2 == 1 || from == to || from + 1 == to;
    let mut score: Vec<f32> = (0..n).map(|label| if may(0, label) { 0.0 } else { f32::NEG_INFINITY }).collect();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for (k, token) in tokens.enumerate() {
        let none = || (0..n).map(|label| if label == 0 { 1.0 } else { 0.0 }).collect();
        let chances: Vec<f32> = signals.opening(Head::Name, token).unwrap_or_else(none);
        let step = |to: usize| {
            let froms = (0..n).filter(|&from| k == 0 || may(from, to));
            let (from, best) =
                froms.map(|from| (from, score[from])).max_by(|(_, a), (_, b)| a.total_cmp(b)).unwrap_or((0, 0.0));
            (from, best + chances[to].max(1e-9).ln())
        };
        let steps: Vec<_> = (0..n).map(step).collect();
        score = steps.iter().map(|(_, score)| *score).collect();
        back.push(steps.into_iter().map(|(from, _)| from).collect());
    }
    let mut at = (0..n).max_by(|&a, &b| score[a].total_cmp(&score[b])).unwrap_or(0);
    let mut labels: Vec<usize> = Vec::with_capacity(back.len());
    for from in back.iter().rev() {
        labels.push(at);
        at = from[at];
    }
    labels.reverse();
    labels
}

fn name_type(label: &str) -> Option<NameType> {
    use NameType::{Fac, Gpe, Group, Loc, Norp, Org, Per};
    [Per, Org, Gpe, Loc, Fac, Group, Norp].into_iter().find(|kind| kind.as_str() == label)
}
