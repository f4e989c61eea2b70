//! Which account, and which claim, of a new reading is which of an earlier one, so that the numbers people cite stay.
//!
//! Pairs are made best first, and each side is used once. Ties go to reading order.

use crate::rows::Words;
use qantar_record::{Account, Claim, Document, EventType, Mode, Span};

/// An account that the case has a number for.
pub(crate) struct KnownAccount {
    pub number: i64,
    pub event_type: EventType,
    pub mode: Mode,
    pub trigger: Words,
    pub retold: Vec<Span>,
    pub sentence: Words,
    pub retired: bool,
}

/// A claim that the case has a number for.
pub(crate) struct KnownClaim {
    pub number: i64,
    pub cue: Words,
    pub content: Words,
    pub retired: bool,
}

/// For each account found, the number it had; none for a new one.
///
/// Only accounts of one type are the same. The same trigger comes first, then one that overlaps, then a telling that
/// was the trigger before and is now only told again, or the other way round.
pub(crate) fn of_accounts(known: &[KnownAccount], found: &[Account], document: &Document) -> Vec<Option<i64>> {
    let in_place: Vec<bool> = known.iter().map(|known| stands(document, &known.sentence)).collect();
    let likeness = |at: usize, found: &Account| {
        let known = &known[at];
        if known.event_type != found.event_type {
            return None;
        }
        let told = if in_place[at] { same_telling(known, found) } else { same_words(known, found, document) }?;
        Some((told, !known.retired, known.mode == found.mode))
    };
    pair(known.len(), found, likeness).into_iter().map(|at| at.map(|at| known[at].number)).collect()
}

/// How well the spans agree: a class, and bytes shared within it.
fn same_telling(known: &KnownAccount, found: &Account) -> Option<(u8, usize)> {
    let trigger = known.trigger.span;
    if trigger == found.trigger {
        return Some((2, 0));
    }
    if trigger.overlaps(found.trigger) {
        return Some((1, shared(trigger, found.trigger)));
    }
    (known.retold.contains(&found.trigger) || found.retold.contains(&trigger)).then_some((0, 0))
}

fn same_words(known: &KnownAccount, found: &Account, document: &Document) -> Option<(u8, usize)> {
    let same =
        known.trigger.text == document.words(found.trigger) && known.sentence.text == document.words(found.sentence);
    same.then_some((0, 0))
}

/// For each claim found, the number it had; none for a new one.
///
/// Contents must share half of what they cover together (a guess, November 2026), or any byte when the word of saying
/// is the same: a claim nested in another shares bytes with it and is not the same claim.
pub(crate) fn of_claims(known: &[KnownClaim], found: &[Claim], document: &Document) -> Vec<Option<i64>> {
    let in_place: Vec<bool> = known.iter().map(|known| stands(document, &known.content)).collect();
    let likeness = |at: usize, found: &Claim| {
        let known = &known[at];
        let (alike, same_cue) = if in_place[at] {
            let same_cue = known.cue.span == found.cue;
            let alike = shared_per_mille(known.content.span, found.content);
            (alike.filter(|&share| same_cue || share >= 500)?, same_cue)
        } else {
            let same = known.content.text == document.words(found.content);
            (same.then_some(1000)?, known.cue.text == document.words(found.cue))
        };
        Some((alike, same_cue, !known.retired))
    };
    pair(known.len(), found, likeness).into_iter().map(|at| at.map(|at| known[at].number)).collect()
}

/// Whether the words stand where they stood. They do not when the same bytes were taken in anew and gave another text;
/// then spans say nothing and only words can be compared.
fn stands(document: &Document, words: &Words) -> bool {
    document.text().get(words.span.range()) == Some(&words.text)
}

fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Bytes in both, of bytes in either; none when they share none. Two empty spans at one place are the same.
fn shared_per_mille(a: Span, b: Span) -> Option<usize> {
    match a.cover(b).len() {
        _ if a == b => Some(1000),
        _ if !a.overlaps(b) => None,
        either => Some(1000 * shared(a, b) / either),
    }
}

/// For each found, which of the known, counted from 0, is its partner.
fn pair<F, L: Ord>(known: usize, found: &[F], likeness: impl Fn(usize, &F) -> Option<L>) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (f, new) in found.iter().enumerate() {
        pairs.extend((0..known).filter_map(|k| Some((likeness(k, new)?, f, k))));
    }
    pairs.sort_by(|(a, f, k), (b, g, l)| b.cmp(a).then(f.cmp(g)).then(k.cmp(l)));
    let mut partner = vec![None; found.len()];
    let mut taken = vec![false; known];
    for (_, f, k) in pairs {
        if partner[f].is_none() && !taken[k] {
            partner[f] = Some(k);
            taken[k] = true;
        }
    }
    partner
}
