//! Claims as the encoder sees them: a word of saying, and the words in the roles of source, relay and content.

use super::quote::Quotations;
use crate::infer::{Head, Role, RoleScores, Signals, runs};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// A token is a word of saying from this probability on.
const SAYS: f32 = 0.5;

/// Words stand in a role from this probability on.
const STANDS: f32 = 0.5;

/// The likeliest source counts from here on when none stands above that. All three chosen on the development gold.
const PERHAPS: f32 = 0.2;

/// A dip in the content of so many tokens does not end it: a name, an aside.
const DIP: usize = 3;

/// A quotation is the content when it shares this part of its words with what the encoder marks.
const SHARED: f32 = 0.5;

/// A claim in tokens.
#[derive(Clone, Debug)]
pub struct Draft {
    pub source: Range<usize>,
    pub via: Vec<Range<usize>>,
    pub cue: Range<usize>,
    pub content: Range<usize>,
    pub direct: bool,
    /// The encoder's probability that something is said here, by them, 0 to 1.
    pub chance: f32,
}

/// Everything that finding looks at.
pub struct Finder<'t, 'd> {
    pub text: &'t Text<'d>,
    pub signals: &'t Signals<'t>,
    pub quotations: &'t Quotations,
}

impl Finder<'_, '_> {
    /// The claims of a report, in the order of their words of saying.
    pub fn find(&self) -> Vec<Draft> {
        let telling = self.text.sentences.iter().filter(|sentence| sentence.kind.tells());
        let says = |token| self.signals.chance(Head::Cue, token);
        let cues: Vec<_> = telling.flat_map(|sentence| runs(sentence.tokens.clone(), SAYS, 0, says)).collect();
        let heads: Vec<usize> = cues.iter().map(|cue| cue.start).collect();
        let mut drafts: Vec<Draft> = Vec::new();
        for (cue, scores) in cues.into_iter().zip(self.signals.roles(&heads)) {
            let chance = cue.clone().map(says).fold(0.0, f32::max);
            drafts.extend(self.draft(cue, &scores, chance));
        }
        drafts
    }

    fn draft(&self, cue: Range<usize>, scores: &RoleScores, chance: f32) -> Option<Draft> {
        let (content, direct) = self.content(&cue, scores)?;
        let source = self.source(&cue, &content, scores)?;
        let content = outside(&content, &source, &cue)?;
        let via = self.stretches(scores, Role::Via, STANDS).into_iter().filter(|via| apart(via, &content)).collect();
        let told = scores.mean(Role::Content, content.clone()).max(STANDS);
        Some(Draft { source, via, cue, content, direct, chance: chance * told })
    }

    /// What is said: the weightiest stretch; the whole quotation where it is one.
    fn content(&self, cue: &Range<usize>, scores: &RoleScores) -> Option<(Range<usize>, bool)> {
        let chance = |token| if cue.contains(&token) { 0.0 } else { scores.chance(Role::Content, token) };
        let mass = |run: &Range<usize>| run.clone().map(chance).sum::<f32>();
        let found = runs(scores.tokens.clone(), STANDS, DIP, chance);
        let run = found.into_iter().max_by(|a, b| mass(a).total_cmp(&mass(b)))?;
        let quoted = self.quotations.over(&run).into_iter().find(|quotation| {
            let inner = self.quotations.inner(&self.text.tokens, quotation);
            let common = run.end.min(inner.end).saturating_sub(run.start.max(inner.start)) as f32;
            common >= SHARED * run.len().max(inner.len()) as f32 && !inner.is_empty()
        });
        match quoted {
            Some(quotation) => Some((self.bare(self.quotations.inner(&self.text.tokens, &quotation))?, true)),
            None => Some((self.bare(run)?, false)),
        }
    }

    /// Who says it: the likeliest stretch, in the sentence of the cue before others.
    fn source(&self, cue: &Range<usize>, content: &Range<usize>, scores: &RoleScores) -> Option<Range<usize>> {
        let sentence = self.text.sentence_of(cue.start);
        let rank = |run: &Range<usize>| {
            let here = self.text.sentence_of(run.start) == sentence;
            scores.mean(Role::Source, run.clone()) + if here { 1.0 } else { 0.0 }
        };
        let best = |least| {
            let found = self.stretches(scores, Role::Source, least).into_iter().filter(|run| !content.contains(&run.start));
            found.max_by(|a, b| rank(a).total_cmp(&rank(b)))
        };
        best(STANDS).or_else(|| best(PERHAPS))
    }

    fn stretches(&self, scores: &RoleScores, role: Role, least: f32) -> Vec<Range<usize>> {
        let found = runs(scores.tokens.clone(), least, 0, |token| scores.chance(role, token));
        found.into_iter().filter_map(|run| self.bare(run)).collect()
    }

    /// A stretch without the marks at its ends.
    fn bare(&self, run: Range<usize>) -> Option<Range<usize>> {
        let is_word = |&at: &usize| matches!(self.text.tokens[at].kind, TokenKind::Word | TokenKind::Number);
        let closes = |&at: &usize| is_word(&at) || matches!(self.text.tokens[at].text, ")" | "%" | "$");
        let opens = |&at: &usize| is_word(&at) || matches!(self.text.tokens[at].text, "(" | "$" | "€" | "£" | "[" | "“" | "\"");
        let start = run.clone().find(opens)?;
        let end = run.clone().rev().find(|at| closes(at) || self.text.tokens[*at].is_quote())? + 1;
        (start < end).then_some(start..end)
    }
}

fn apart(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end <= b.start || b.end <= a.start
}

/// The longest part of the content that holds neither its source nor its cue.
fn outside(content: &Range<usize>, source: &Range<usize>, cue: &Range<usize>) -> Option<Range<usize>> {
    let mut parts = vec![content.clone()];
    for cut in [source, cue] {
        let split = |part: Range<usize>| {
            if apart(&part, cut) {
                return vec![part];
            }
            vec![part.start..cut.start.max(part.start), cut.end.min(part.end)..part.end]
        };
        parts = parts.into_iter().flat_map(split).filter(|part| !part.is_empty()).collect();
    }
    parts.into_iter().max_by_key(|part| part.len())
}
