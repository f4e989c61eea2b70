//! Names as the encoder sees them.

use super::VERSION;
use crate::infer::{Head, Signals};
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, MentionKind, NameType, Producer, Stage};
use std::ops::Range;

/// The encoder's names, in order, without overlap.
pub fn names(text: &Text<'_>, signals: &Signals<'_>) -> Vec<Mention> {
    let labels = signals.labels(Head::Name);
    let mut found: Vec<(Range<usize>, NameType)> = Vec::new();
    for sentence in &text.sentences {
        let mut open = false;
        for token in sentence.tokens.clone() {
            let chances = signals.opening(Head::Name, token).unwrap_or_default();
            let best = chances.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
            let label = best.and_then(|(at, _)| labels[at].split_once('-'));
            let Some((part, kind)) = label.and_then(|(part, kind)| Some((part, name_type(kind)?))) else {
                open = false;
                continue;
            };
            match found.last_mut() {
                Some((tokens, same)) if open && part == "I" && *same == kind => tokens.end = token + 1,
                _ => found.push((token..token + 1, kind)),
            }
            open = true;
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

fn name_type(label: &str) -> Option<NameType> {
    use NameType::{Fac, Gpe, Group, Loc, Norp, Org, Per};
    [Per, Org, Gpe, Loc, Fac, Group, Norp].into_iter().find(|kind| kind.as_str() == label)
}
