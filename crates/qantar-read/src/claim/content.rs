//! What is said: where it starts and stops, before the words of saying, after them, or around them.

use super::find::{Draft, Finder, Stretch};
use super::lexicon::Bare;
use crate::text::TokenKind;
use std::ops::Range;

impl Finder<'_, '_> {
    /// A quotation closes right before the subject, so what is said has been said.
    pub(super) fn ends_content(&self, source: &Range<usize>, stretch: &Stretch) -> bool {
        source.start > stretch.floor + 2 && self.closed_quotation(source.start).is_some()
    }

    /// The quotation that ends right before `at`.
    pub(super) fn closed_quotation(&self, at: usize) -> Option<Range<usize>> {
        let last = at.checked_sub(1)?;
        self.quotations.at(last).filter(|quotation| quotation.end == at && quotation.len() > 3)
    }

    pub(super) fn opens_quotation(&self, at: usize) -> bool {
        at < self.text.tokens.len() && self.quotations.at(at).is_some_and(|quotation| quotation.start == at)
    }

    pub(super) fn may_follow(&self, bare: Bare, cue: usize, from: usize, stretch: &Stretch) -> bool {
        let words = &self.lexicon.words;
        let first = self.lower(from);
        let rest = from..stretch.ceiling;
        let quotation = self.opens_quotation(from) || self.is(from, ",") && self.opens_quotation(from + 1);
        if self.is(from, "that") || self.is(from, ":") || quotation {
            return !matches!(bare, Bare::Thing | Bare::Figure) || !self.is(from, "that");
        }
        if bare != Bare::Any && self.is(from, "to") || words.off.contains(first) {
            return false;
        }
        // "reports", "claims", "states" are nouns unless a clause follows.
        let noun = words.noun.contains(self.lower(cue)) && !self.chunker.opens_clause(rest.clone());
        match bare {
            Bare::Any => !noun && (!words.preposition.contains(first) || self.chunker.is_clause(rest)),
            Bare::Clause => self.chunker.opens_clause(rest),
            Bare::Thing => {
                let convened = words.convene.contains(self.lower(cue)) && matches!(first, "a" | "an");
                rest.len() > 1 && !words.particle.contains(first) && !convened
            }
            Bare::Figure => {
                rest.len() > 1 && !words.particle.contains(first) && rest.clone().any(|at| self.is_figure(at))
            }
            Bare::None => false,
        }
    }

    pub(super) fn is_figure(&self, at: usize) -> bool {
        self.text.tokens[at].kind == TokenKind::Number || self.lexicon.words.number.contains(self.lower(at))
    }

    /// What is said after `from`: a quotation without its marks, or everything up to the ceiling.
    pub(super) fn content_after(&self, from: usize, ceiling: usize) -> (Range<usize>, bool) {
        let mut from = from;
        while from < ceiling && matches!(self.lower(from), "that" | ":" | ",") {
            from += 1;
        }
        if let Some(quotation) = self.quotations.at(from).filter(|quotation| quotation.start == from) {
            let rest = quotation.end..ceiling.max(quotation.end);
            let inner = self.quotations.inner(&self.text.tokens, &quotation);
            let goes_on =
                rest.len() > 1 && !self.is(rest.start, ",") && !self.is(rest.start, "and") && !self.is(rest.start, "(");
            if !goes_on || inner.len() > 12 {
                return (inner, true);
            }
        }
        (from..ceiling, false)
    }

    /// What is said before the comma or closing mark that ends at `end`.
    pub(super) fn content_before(&self, floor: usize, end: usize) -> Option<(Range<usize>, bool)> {
        let mut floor = floor;
        let quotation = self
            .closed_quotation(end)
            .or_else(|| self.closed_quotation(end.checked_sub(1)?).filter(|_| self.is(end - 1, ",")));
        let mut stop = end;
        while stop > floor
            && (matches!(self.lower(stop - 1), "," | "—" | "–" | "-")
                || self.is(stop - 1, "as") && self.is(stop - 2, ","))
        {
            stop -= 1;
        }
        if quotation.is_none() && stop == end {
            return None;
        }
        while floor < stop && matches!(self.lower(floor), "and" | "but" | "yet" | ",") {
            floor += 1;
        }
        if let Some(quotation) = quotation {
            let led_in =
                quotation.start <= floor + 1 || matches!(self.lower(quotation.start - 1), ":" | "," | "." | ";");
            if led_in {
                return Some((self.quotations.inner(&self.text.tokens, &quotation), true));
            }
        }
        (floor < stop).then_some((floor..stop, false))
    }

    /// "If the bridge holds, X said, the road will open": what comes before the words of saying is no clause of its
    /// own, so what comes after them is what is said.
    pub(super) fn main_clause(
        &self,
        before: (Range<usize>, bool),
        after: usize,
        ceiling: usize,
    ) -> (Range<usize>, bool) {
        let words = &self.lexicon.words;
        let opener = self.lower(before.0.start);
        let hangs =
            words.subordinator.contains(opener) || words.preposition.contains(opener) && self.finite_near(&before.0);
        let main = after + 1..ceiling;
        let takes =
            !before.1 && self.is(after, ",") && main.len() > before.0.len() / 2 && self.chunker.is_clause(main.clone());
        if takes && (hangs || !self.chunker.is_clause(before.0.clone())) { (main, false) } else { before }
    }

    /// Whether a stretch has no finite verb after its first comma-free words.
    pub(super) fn finite_near(&self, range: &Range<usize>) -> bool {
        !range.clone().any(|at| self.chunker.is_finite(at))
    }

    /// A unit without a word of saying: "X: “C”", or a quotation that goes on from the sentence before.
    pub(super) fn alone(&self, unit: Range<usize>, before: Option<&Draft>) -> Option<Draft> {
        let quotation = self.quotations.within(unit.clone()).next().filter(|quotation| quotation.len() > 4)?;
        let content = self.quotations.inner(&self.text.tokens, &quotation);
        let rest_is_marks = (quotation.end..unit.end).all(|at| self.text.tokens[at].kind == TokenKind::Mark);
        if quotation.start > unit.start + 1 && self.is(quotation.start - 1, ":") {
            let colon = quotation.start - 1;
            let source = self.first_phrase(unit.start, colon)?;
            let verb = (source.end..colon).find(|&at| self.chunker.is_finite(at)).unwrap_or(colon);
            let negative = self.lexicon.words.negative.contains(self.lower(source.start));
            let near = !negative && (verb < colon || source.end == colon);
            return near.then_some(Draft {
                rule: "colon",
                source,
                via: Vec::new(),
                cue: verb..verb + 1,
                content,
                direct: true,
            });
        }
        let before = before.filter(|_| quotation.start == unit.start && rest_is_marks)?;
        let near =
            self.text.sentence_of(unit.start) <= self.text.sentence_of(before.content.end.max(before.cue.end) - 1) + 1;
        near.then(|| Draft { rule: "floating", content, direct: true, ..before.clone() })
    }

    /// “C1,” X said, “C2”: the second stretch is a claim of its own.
    pub(super) fn with_continuation(&self, draft: Draft, stretch: &Stretch) -> Vec<Draft> {
        let from = draft.source.end.max(draft.cue.end);
        let second = self.quotations.within(from..stretch.ceiling).next();
        let goes_on = second.filter(|quotation| draft.direct && quotation.len() > 4 && quotation.start - from < 14);
        let more = goes_on.map(|quotation| Draft {
            rule: "continued",
            content: self.quotations.inner(&self.text.tokens, &quotation),
            ..draft.clone()
        });
        std::iter::once(draft).chain(more).collect()
    }

    /// Trims marks off the content; false when nothing is left or it runs into its own source or cue.
    pub(super) fn tidy(&self, draft: &mut Draft) -> bool {
        let content = &mut draft.content;
        let edge = |at: usize| matches!(self.text.tokens[at].text, "," | "." | ";" | ":" | "—" | "–" | "-");
        while content.len() > 1 && edge(content.end - 1) && !self.text.tokens[content.end - 1].spaced {
            content.end -= 1;
        }
        while content.len() > 1 && edge(content.start) {
            content.start += 1;
        }
        let apart = |other: &Range<usize>| other.end <= content.start || content.end <= other.start;
        let empty = content.len() == 1 && self.lexicon.words.negative.contains(self.lower(content.start));
        !empty
            && content.start < content.end
            && apart(&draft.source)
            && apart(&draft.cue)
            && draft.source.start < draft.source.end
    }
}
