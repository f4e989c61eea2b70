//! Claims as the encoder sees them: a word of saying, and the words in the roles of source, relay and content.

use super::quote::Quotations;
use crate::infer::{Head, Role, RoleScores, Signals, heaviest, runs};
use crate::text::{Text, TokenKind};
use qantar_record::Mention;
use std::ops::Range;

/// A token is a word of saying from this probability on.
const SAYS: f32 = 0.5;

/// The words of a source or relay have this probability somewhere …
const STANDS: f32 = 0.5;

/// … and this one throughout; the likeliest source counts from here on when none stands higher.
const PERHAPS: f32 = 0.25;

/// What a word costs a content: less likely words are in it only between likelier ones.
const COST: f32 = 0.2;

/// What a content in another sentence than its word of saying must make up for, in the sum over its words.
const FAR: f32 = 3.0;

/// A quotation is the content when it shares this part of its words with what the encoder marks. All chosen on the
/// development gold.
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
    pub names: &'t [Mention],
    pub quotations: &'t Quotations,
}

impl Finder<'_, '_> {
    /// The claims of a report, in the order of their words of saying.
    pub fn find(&self) -> Vec<Draft> {
        let telling = self.text.sentences.iter().filter(|sentence| sentence.kind.tells());
        let says = |token| self.signals.chance(Head::Cue, token);
        let cues: Vec<_> = telling.flat_map(|sentence| runs(sentence.tokens.clone(), SAYS, SAYS, says)).collect();
        let heads: Vec<usize> = cues.iter().map(|cue| cue.start).collect();
        let mut drafts: Vec<Draft> = Vec::new();
        for (cue, scores) in cues.into_iter().zip(self.signals.roles(&heads)) {
            let chance = cue.clone().map(says).fold(0.0, f32::max);
            drafts.extend(self.draft(cue, &scores, chance));
        }
        drafts
    }

    fn draft(&self, cue: Range<usize>, scores: &RoleScores, chance: f32) -> Option<Draft> {
        let source = self.source(&cue, scores)?;
        let (content, direct) = self.content(&cue, &source, scores)?;
        let beside = |via: &Range<usize>| apart(via, &content) && apart(via, &source);
        let via = self.stretches(scores, Role::Via, STANDS).into_iter().filter(beside).collect();
        let told = scores.mean(Role::Content, content.clone()).max(STANDS);
        Some(Draft { source, via, cue, content, direct, chance: chance * told })
    }

    /// What is said: the heaviest stretch beside the cue and its source; the whole quotation where it is one.
    fn content(&self, cue: &Range<usize>, source: &Range<usize>, scores: &RoleScores) -> Option<(Range<usize>, bool)> {
        let own = self.text.sentence_of(cue.start);
        let best = self.parts(cue, source, scores).into_iter().filter_map(|part| {
            let far = if self.text.sentence_of(part.start) == own { 0.0 } else { FAR };
            let (run, sum) = heaviest(part, COST, |token| scores.chance(Role::Content, token))?;
            (sum > far).then_some((run, sum - far))
        });
        let (run, _) = best.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let quoted = self.quotations.over(&run).into_iter().find(|quotation| {
            let inner = self.quotations.inner(&self.text.tokens, quotation);
            let common = run.end.min(inner.end).saturating_sub(run.start.max(inner.start)) as f32;
            let whole = common >= SHARED * run.len().max(inner.len()) as f32
                || (common >= run.len() as f32 - 2.0 && common > 2.0);
            whole && !inner.is_empty() && apart(&inner, source) && apart(&inner, cue)
        });
        match quoted {
            Some(quotation) => Some((self.bare(self.quotations.inner(&self.text.tokens, &quotation))?, true)),
            None => Some((self.bare(run)?, false)),
        }
    }

    /// The parts of the window's sentences between the cue and the source.
    fn parts(&self, cue: &Range<usize>, source: &Range<usize>, scores: &RoleScores) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut at = scores.tokens.start;
        while at < scores.tokens.end {
            let sentence = &self.text.sentences[self.text.sentence_of(at)].tokens;
            parts.push(at..sentence.end.min(scores.tokens.end));
            at = sentence.end;
        }
        for cut in [source, cue] {
            let split = |part: Range<usize>| match apart(&part, cut) {
                true => vec![part],
                false => vec![part.start..cut.start.max(part.start), cut.end.min(part.end)..part.end],
            };
            parts = parts.into_iter().flat_map(split).filter(|part| !part.is_empty()).collect();
        }
        parts
    }

    /// Who says it: the likeliest stretch, in the sentence of the cue before others.
    fn source(&self, cue: &Range<usize>, scores: &RoleScores) -> Option<Range<usize>> {
        let sentence = self.text.sentence_of(cue.start);
        let rank = |run: &Range<usize>| {
            let here = self.text.sentence_of(run.start) == sentence;
            let most = run.clone().map(|token| scores.chance(Role::Source, token)).fold(0.0, f32::max);
            most + if here { 1.0 } else { 0.0 }
        };
        let best = |least| {
            let found = self.stretches(scores, Role::Source, least).into_iter().filter(|run| apart(run, cue));
            found.max_by(|a, b| rank(a).total_cmp(&rank(b)))
        };
        best(STANDS).or_else(|| best(PERHAPS))
    }

    fn stretches(&self, scores: &RoleScores, role: Role, peak: f32) -> Vec<Range<usize>> {
        let found = runs(scores.tokens.clone(), peak, PERHAPS, |token| scores.chance(role, token));
        let whole = |run: Range<usize>| crate::name::whole(self.text, self.names, run);
        found.into_iter().filter_map(|run| self.bare(whole(run))).collect()
    }

    /// A stretch without the marks at its ends.
    fn bare(&self, run: Range<usize>) -> Option<Range<usize>> {
        let is_word = |&at: &usize| matches!(self.text.tokens[at].kind, TokenKind::Word | TokenKind::Number);
        let closes = |&at: &usize| is_word(&at) || matches!(self.text.tokens[at].text, ")" | "%" | "$");
        let opens =
            |&at: &usize| is_word(&at) || matches!(self.text.tokens[at].text, "(" | "$" | "€" | "£" | "[" | "“" | "\"");
        let start = run.clone().find(opens)?;
        let end = run.clone().rev().find(|at| closes(at) || self.text.tokens[*at].is_quote())? + 1;
        (start < end).then_some(start..end)
    }
}

fn apart(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end <= b.start || b.end <= a.start
}
