//! Who acts and who suffers: stretches of words that the encoder gives to a role of a trigger.

use crate::infer::{Role, RoleScores, runs};
use crate::name;
use crate::text::{Text, TokenKind};
use qantar_record::Mention;
use std::ops::Range;

/// A token stands in a role from this probability on. Chosen on the development gold.
const STANDS: f32 = 0.25;

/// With nothing above that in the sentence, the best stretch counts from here on.
const PERHAPS: f32 = 0.12;

/// Words in a role: first those of the trigger's sentence; when it has none, those of the nearest other sentence.
pub fn arguments(
    text: &Text<'_>,
    names: &[Mention],
    scores: &RoleScores,
    role: Role,
    sentence: &Range<usize>,
) -> Vec<Range<usize>> {
    let chance = |token| scores.chance(role, token);
    let here = stretches(text, names, sentence.clone(), STANDS, chance);
    if !here.is_empty() {
        return here;
    }
    let best = |least, tokens: Range<usize>| {
        let found = stretches(text, names, tokens, least, chance);
        let mean = |run: &Range<usize>| scores.mean(role, run.clone());
        found.into_iter().max_by(|a, b| mean(a).total_cmp(&mean(b)))
    };
    if let Some(one) = best(PERHAPS, sentence.clone()) {
        return vec![one];
    }
    let before = scores.tokens.start..sentence.start.max(scores.tokens.start);
    let after = sentence.end.min(scores.tokens.end)..scores.tokens.end;
    best(STANDS, before).or_else(|| best(STANDS, after)).into_iter().collect()
}

/// Runs of words without the marks, joining words and clitics at their ends.
fn stretches(
    text: &Text<'_>,
    names: &[Mention],
    tokens: Range<usize>,
    peak: f32,
    chance: impl Fn(usize) -> f32,
) -> Vec<Range<usize>> {
    let is_word = |at: usize| {
        let token = &text.tokens[at];
        matches!(token.kind, TokenKind::Word | TokenKind::Number)
            && !matches!(token.lower.as_ref(), "and" | "or" | "by" | "of")
    };
    // What a phrase does not end in: what they lead to was given to no role.
    let leads_on = |at: usize| {
        let words = ["the", "a", "an", "from", "to", "in", "at", "on", "for", "with", "into", "against", "between"];
        words.contains(&text.tokens[at].lower.as_ref())
    };
    let trimmed = |run: Range<usize>| {
        let start = run.clone().find(|&at| is_word(at) || text.tokens[at].is_quote())?;
        let end = run.clone().rev().find(|&at| is_word(at) && !leads_on(at))? + 1;
        (start < end).then_some(start..end)
    };
    let whole = |run: Range<usize>| name::whole(text, names, run);
    runs(tokens, peak, peak.min(PERHAPS), chance).into_iter().map(whole).filter_map(trimmed).collect()
}
