//! The rules: from a word of saying to its source and to what is said.
//!
//! A word of saying outside quotation marks is a hit. What stands right before and right after it decides the rule:
//! a subject before and a clause after (`after`), a clause before and a subject between (`final`), a quotation before
//! and a noun phrase after (`inverted`), and so on. Contents that run into the next hit's clause are cut there.

use super::lexicon::{Bare, ClaimLexicon, Frame, Shape};
use super::phrase::Chunker;
use super::quote::Quotations;
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// A claim in tokens.
#[derive(Clone, Debug)]
pub struct Draft {
    pub rule: &'static str,
    pub source: Range<usize>,
    pub via: Vec<Range<usize>>,
    pub cue: Range<usize>,
    pub content: Range<usize>,
    pub direct: bool,
}

/// A word of saying with what its form allows.
#[derive(Clone)]
pub struct Hit {
    pub cue: Range<usize>,
    pub frame: Frame,
    pub shape: Shape,
}

/// One stretch between unit borders and semicolons.
pub struct Stretch {
    pub floor: usize,
    pub ceiling: usize,
}

/// Everything a rule looks at.
pub struct Finder<'t, 'd> {
    pub text: &'t Text<'d>,
    pub quotations: &'t Quotations,
    pub lexicon: &'t ClaimLexicon,
    pub chunker: Chunker<'t, 'd>,
}

impl Finder<'_, '_> {
    /// The claims of one unit. `before` is the last claim of the text so far, for quotations that go on.
    pub fn find(&self, unit: Range<usize>, before: Option<&Draft>) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut citing = Vec::new();
        for hit in self.hits(unit.clone()) {
            let stretch = self.stretch(&unit, &hit.cue);
            if hit.frame == Frame::Citing {
                citing.push((hit, stretch));
                continue;
            }
            let found = match hit.frame {
                Frame::Preposition => self.according(&hit, &stretch),
                _ => self.spoken(&hit, &stretch, &drafts),
            };
            drafts.extend(found);
        }
        cut_at_next(&mut drafts, |at| self.is_border(at));
        citing.iter().for_each(|(hit, stretch)| self.cite(hit, stretch, &mut drafts));
        if drafts.is_empty() {
            drafts.extend(self.alone(unit, before));
        }
        drafts.iter_mut().for_each(|draft| self.name_author(draft));
        drafts.retain_mut(|draft| self.tidy(draft));
        drafts
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.chunker.is(at, word)
    }

    /// The token in lower case; empty past the end of the text.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.text.tokens.get(at).map_or("", |token| &token.lower)
    }

    fn hits(&self, unit: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = unit.start;
        while at < unit.end {
            let form = self.lexicon.cue(&self.text.tokens[..unit.end], at);
            // "States" is no verb: a capital inside a sentence makes a name of any word.
            let name = self.text.tokens[at].is_capitalised() && at > unit.start && !self.starts_sentence(at);
            match form.filter(|_| !name && !self.quotations.holds(at)) {
                Some(form) => {
                    let cue = at..at + form.words.len();
                    at = cue.end;
                    hits.push(Hit { cue, frame: form.frame, shape: form.shape });
                }
                None => at += 1,
            }
        }
        hits
    }

    /// From the last semicolon or inner sentence end before the cue to the next after it, quotations looked through.
    fn stretch(&self, unit: &Range<usize>, cue: &Range<usize>) -> Stretch {
        let parts = |at: &usize| {
            let ends_sentence = matches!(self.text.tokens[*at].text, "." | "!" | "?")
                && self.text.tokens.get(*at + 1).is_some_and(|next| next.spaced && next.is_capitalised())
                && self.starts_sentence(*at + 1);
            (self.is(*at, ";") || ends_sentence) && !self.quotations.holds(*at)
        };
        let floor = (unit.start..cue.start).rev().find(parts).map_or(unit.start, |at| at + 1);
        let mut ceiling = (cue.end..unit.end).find(parts).unwrap_or(unit.end);
        while ceiling > cue.end && matches!(self.text.tokens[ceiling - 1].text, "." | "!" | "?" | "…" | ":" | "—" | "–")
        {
            ceiling -= 1;
        }
        Stretch { floor: self.after_dateline(floor, cue.start), ceiling }
    }

    pub(super) fn starts_sentence(&self, at: usize) -> bool {
        self.text.sentences.binary_search_by_key(&at, |sentence| sentence.tokens.start).is_ok()
    }

    /// Skips "GOMA, Oct 8 -" and "KYIV (Wire) —" at the start.
    fn after_dateline(&self, floor: usize, end: usize) -> usize {
        if !self.text.tokens[floor].is_upper() {
            return floor;
        }
        let dash = |at: &usize| matches!(self.text.tokens[*at].text, "-" | "–" | "—") && self.text.tokens[*at].spaced;
        (floor..end.min(floor + 10)).find(dash).map_or(floor, |at| at + 1)
    }

    /// A mark or small word at which one clause ends and the next may start.
    fn is_border(&self, at: usize) -> bool {
        matches!(
            self.lower(at),
            "," | "and"
                | "but"
                | "while"
                | "as"
                | "though"
                | "although"
                | "–"
                | "—"
                | "after"
                | "before"
                | "when"
                | "("
                | "whereas"
        )
    }

    /// A verb of saying with its source and content.
    fn spoken(&self, hit: &Hit, stretch: &Stretch, drafts: &[Draft]) -> Vec<Draft> {
        let Frame::Verb { bare, last, addressee } = hit.frame else { return Vec::new() };
        let group = self.group_start(stretch.floor, hit.cue.start);
        if self.is_refused(stretch.floor, group, hit) {
            return Vec::new();
        }
        if let Some(draft) = self.inverted(hit, stretch, group).filter(|_| last && !addressee) {
            return self.with_continuation(draft, stretch);
        }
        let Some((rule, source)) = self.speaker(hit, stretch, group, drafts) else { return Vec::new() };
        let (told, via) = if addressee { self.addressee(hit.cue.end, stretch.ceiling) } else { (hit.cue.end, None) };
        if addressee && told == hit.cue.end {
            return Vec::new();
        }
        let from = self.skip_adjuncts(told, stretch.ceiling);
        let draft = |rule, content: Range<usize>, direct| Draft {
            rule,
            source: source.clone(),
            via: via.clone().into_iter().collect(),
            cue: hit.cue.clone(),
            content,
            direct,
        };
        let closes = from >= stretch.ceiling || self.is(from, ",") && !self.opens_quotation(from + 1);
        let may_follow = self.may_follow(bare, hit.cue.start, from, stretch);
        if !closes && !may_follow && matches!(self.lower(from), "of" | "not" | "to") {
            return Vec::new();
        }
        if closes || !may_follow || bare != Bare::Thing && self.ends_content(&source, stretch) {
            let content = if last && rule == "after" { self.content_before(stretch.floor, source.start) } else { None };
            let content = content.filter(|(_, direct)| *direct || bare != Bare::None);
            let content = content.map(|content| self.main_clause(content, from, stretch.ceiling));
            let Some((content, direct)) = content else { return Vec::new() };
            return self.with_continuation(draft("final", content, direct), stretch);
        }
        let rule = match (rule, bare, addressee) {
            ("after", Bare::Thing | Bare::Figure, _) => "thing",
            ("after", _, true) => "told",
            (rule, ..) => rule,
        };
        let (content, direct) = self.content_after(from, stretch.ceiling);
        let rule = if direct && rule == "after" { "after-quote" } else { rule };
        vec![draft(rule, content, direct)]
    }

    /// “C,” said X.
    fn inverted(&self, hit: &Hit, stretch: &Stretch, group: usize) -> Option<Draft> {
        let quoted = self.closed_quotation(group).is_some();
        if !quoted && self.lexicon.words.noun.contains(self.lower(hit.cue.start)) {
            return None;
        }
        let comma = group > stretch.floor && self.is(group - 1, ",");
        if !(quoted || comma)
            || !matches!(hit.shape, Shape::Past | Shape::Third | Shape::Base)
            || self.is(hit.cue.end, "that")
        {
            return None;
        }
        let source =
            self.chunker.phrase(hit.cue.end, stretch.ceiling).filter(|source| !self.quotations.holds(source.start))?;
        let rest = self.skip_adjuncts(source.end, stretch.ceiling);
        let closed = rest >= stretch.ceiling
            || matches!(
                self.lower(rest),
                "," | "as"
                    | "who"
                    | "after"
                    | "when"
                    | "while"
                    | "before"
                    | "in"
                    | "at"
                    | "of"
                    | "for"
                    | "to"
                    | "from"
                    | ":"
                    | "with"
            )
            || self.opens_quotation(rest);
        if !quoted && (!closed || self.chunker.is_clause(hit.cue.end..stretch.ceiling)) {
            return None;
        }
        let (content, direct) = self.content_before(stretch.floor, group)?;
        let voice = self.text.tokens[source.start].is_capitalised()
            || self.lexicon.words.determiner.contains(self.lower(source.start))
            || source.clone().any(|at| self.lexicon.voices.of_word(self.lower(at)).is_some());
        let plain = voice
            && matches!(hit.frame, Frame::Verb { bare: Bare::Any, .. })
            && self.chunker.is_clause(content.clone());
        if !direct && !plain {
            return None;
        }
        Some(Draft { rule: "inverted", source, via: Vec::new(), cue: hit.cue.clone(), content, direct })
    }

    /// "according to X, C" and "C, according to X".
    fn according(&self, hit: &Hit, stretch: &Stretch) -> Vec<Draft> {
        let Some(source) = self.chunker.phrase(hit.cue.end, stretch.ceiling) else { return Vec::new() };
        let head = source.clone().rev().find(|&at| self.text.tokens[at].kind == TokenKind::Word);
        if head.is_none_or(|at| self.lexicon.words.no_voice.contains(self.lower(at))) {
            return Vec::new();
        }
        let opening = (stretch.floor..hit.cue.start)
            .all(|at| self.lexicon.words.opener.contains(self.lower(at)) || self.is(at, ","));
        let draft = |rule, content, direct| Draft {
            rule,
            source: source.clone(),
            via: Vec::new(),
            cue: hit.cue.clone(),
            content,
            direct,
        };
        let comma = (source.end..stretch.ceiling).find(|&at| self.is(at, ","));
        if opening {
            let Some(from) = comma.map(|comma| comma + 1).filter(|&from| from < stretch.ceiling) else {
                return Vec::new();
            };
            let (content, direct) = self.content_after(from, stretch.ceiling);
            return vec![draft("according-first", content, direct)];
        }
        let before = self.content_before(stretch.floor, hit.cue.start);
        let before = before.unwrap_or((stretch.floor..hit.cue.start, false));
        let (content, direct) = self.main_clause(before, source.end, stretch.ceiling);
        vec![draft("according-last", content, direct)]
    }

    /// "…, Y reported, citing X": X says it and Y carries it.
    fn cite(&self, hit: &Hit, stretch: &Stretch, drafts: &mut [Draft]) {
        let Some(cited) = self.chunker.phrase(hit.cue.end, stretch.ceiling) else { return };
        let voice = cited.clone().any(|at| {
            let lower = self.lower(at);
            self.text.tokens[at].is_capitalised()
                || self.lexicon.voices.of_word(lower).or(self.lexicon.voices.of_weak_word(lower)).is_some()
        });
        let near = |draft: &&mut Draft| {
            draft.cue.start >= stretch.floor
                && draft.cue.end <= stretch.ceiling
                && !draft.content.contains(&hit.cue.start)
        };
        if let Some(draft) = drafts.iter_mut().rev().find(near).filter(|_| voice) {
            let carrier = std::mem::replace(&mut draft.source, cited);
            draft.via.insert(0, carrier);
            draft.rule = "citing";
        }
    }
}

/// Ends a content where the clause of the next word of saying starts, when a comma or a conjunction parts the two.
fn cut_at_next(drafts: &mut [Draft], is_border: impl Fn(usize) -> bool) {
    for index in 0..drafts.len() {
        let content = drafts[index].content.clone();
        if content.start < drafts[index].cue.start || drafts[index].direct {
            continue;
        }
        let clause = |draft: &Draft| match draft.source.start > content.start && draft.rule != "according-last" {
            true => draft.source.start.min(draft.cue.start),
            false => draft.cue.start,
        };
        let starts = drafts[index + 1..].iter().map(clause).filter(|start| content.contains(start));
        if let Some(start) = starts.filter(|&start| start > content.start + 1 && is_border(start - 1)).min() {
            let two = start - 1 > content.start + 1 && is_border(start - 2);
            drafts[index].content.end = start - 1 - usize::from(two);
        }
    }
}
