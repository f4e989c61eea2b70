//! The words around a verb of saying: whether it says anything, who speaks, to whom, when and where.

use super::find::{Draft, Finder, Hit, Stretch};
use super::lexicon::Shape;
use crate::text::TokenKind;
use std::ops::Range;

impl Finder<'_, '_> {
    /// Steps back over auxiliaries and adverbs of the verb.
    pub(super) fn group_start(&self, floor: usize, cue: usize) -> usize {
        let mut at = cue;
        while at > floor && !self.text.tokens[at - 1].is_capitalised() {
            let lower = self.lower(at - 1);
            let adverb = lower.len() > 4
                && lower.ends_with("ly")
                && !matches!(lower, "family" | "assembly" | "weekly" | "daily");
            let known = self.lexicon.words.adverb.contains(lower)
                && !self.lexicon.words.determiner.contains(lower)
                && !self.lexicon.words.time.contains(lower);
            if !(adverb || known) {
                break;
            }
            at -= 1;
        }
        at
    }

    /// Whether the words before the verb say that it is a passive, an infinitive, denied, or a noun.
    pub(super) fn is_refused(&self, floor: usize, group: usize, hit: &Hit) -> bool {
        let words = &self.lexicon.words;
        let Some(before) = group.checked_sub(1).filter(|&at| at >= floor) else {
            return hit.shape != Shape::Participle && hit.shape != Shape::Past && hit.shape != Shape::Third;
        };
        let lower = self.lower(before);
        let be = matches!(lower, "is" | "are" | "was" | "were" | "been");
        let progressive = hit.shape == Shape::Participle && be;
        let capital = self.text.tokens[before].is_capitalised() && before > floor;
        let article =
            words.determiner.contains(lower) && !words.pronoun.contains(lower) && !words.plural.contains(lower);
        let possessive = self.text.tokens[before].kind == TokenKind::Clitic;
        let next = hit.cue.end;
        let hollow = self.is(next, "to")
            && (self.is(next + 1, "be") || self.is(next + 1, "have"))
            && !words.self_said.contains(self.lower(hit.cue.start))
            || self.is(next, "so");
        let number = words.determiner.contains(lower) || self.text.tokens[before].kind == TokenKind::Number;
        let adjective = words.adjective.contains(self.lower(hit.cue.start)) && number;
        let of = words.preposition.contains(lower) && !(hit.shape == Shape::Participle && matches!(lower, "by" | "in"));
        (words.refusal.contains(lower) && !progressive && !capital && lower != "by")
            || article
            || adjective
            || possessive
            || of
            || hollow
    }

    /// Who speaks: the subject, or whoever the verb shares with the clause before.
    pub(super) fn speaker(
        &self,
        hit: &Hit,
        stretch: &Stretch,
        group: usize,
        drafts: &[Draft],
    ) -> Option<(&'static str, Range<usize>)> {
        let shared = |rule| {
            let in_stretch = |draft: &&Draft| draft.cue.start >= stretch.floor && draft.cue.end <= group;
            let source = drafts.iter().rev().find(in_stretch).map(|draft| draft.source.clone());
            let source = source.or_else(|| self.first_phrase(stretch.floor, group))?;
            Some((rule, source))
        };
        let before = group.checked_sub(1).filter(|&at| at >= stretch.floor);
        let after_mark =
            before.is_some_and(|at| matches!(self.lower(at), "," | "and" | "but" | "by" | "in" | ")" | "—" | "–"));
        // "issued a statement saying": whoever issued it says it.
        let of_speech = before.is_some_and(|at| self.lexicon.words.place_of_speech.contains(self.lower(at)));
        if hit.shape == Shape::Participle && (after_mark || of_speech) {
            return shared("participle");
        }
        if before.is_some_and(|at| matches!(self.lower(at), "and" | "but")) {
            return shared("conjoined").filter(|_| hit.shape != Shape::Base);
        }
        let source = self.chunker.subject(stretch.floor, group)?;
        let alone = source.len() == 1
            || !self.lexicon.words.determiner.contains(self.lower(source.start))
            || self.is(source.start, "no");
        if alone && self.lexicon.words.negative.contains(self.lower(source.start)) {
            return None;
        }
        self.agrees(&source, hit.shape).then_some(("after", source))
    }

    /// The first noun phrase of the stretch, as the subject of its main clause.
    pub(super) fn first_phrase(&self, floor: usize, ceiling: usize) -> Option<Range<usize>> {
        let words = &self.lexicon.words;
        let mut at = floor;
        if at < ceiling && words.preposition.contains(self.lower(at))
            || words.opener.contains(self.lower(at)) && !self.is(at, "that")
        {
            let comma = (floor..ceiling.min(floor + 9)).find(|&at| self.is(at, ","));
            let next = || self.chunker.after_preposition(floor, ceiling).unwrap_or(floor + 1);
            at = comma.map_or_else(next, |comma| comma + 1);
        }
        let voice = |start: usize| !self.quotations.holds(start) && !self.lower(start).ends_with("ing");
        self.chunker.phrase(at, ceiling).filter(|phrase| voice(phrase.start))
    }

    /// Number: a base form needs a plural subject, a third person none.
    pub(super) fn agrees(&self, source: &Range<usize>, shape: Shape) -> bool {
        let token = &self.text.tokens[source.end - 1];
        let lower = token.lower.as_ref();
        let pronoun = source.len() == 1 && matches!(lower, "he" | "she" | "it");
        let plural = !pronoun
            && (self.lexicon.words.plural.contains(lower)
                || lower.ends_with('s') && !lower.ends_with("ss") && token.kind == TokenKind::Word
                || source.clone().any(|at| self.is(at, "and"))
                || source.clone().skip(1).any(|at| {
                    self.lower(at - 1).ends_with('s')
                        && matches!(self.lower(at), "of" | "in" | "at" | "from" | "who" | "for")
                })
                || source.clone().take(1).any(|at| self.lexicon.words.plural.contains(self.lower(at))));
        match shape {
            Shape::Base => plural,
            Shape::Third => !plural || token.is_capitalised() || source.clone().any(|at| self.is(at, "of")),
            Shape::Past => true,
            Shape::Participle => {
                self.lexicon.words.determiner.contains(self.lower(source.start))
                    || self.text.tokens[source.start].is_capitalised()
            }
        }
    }

    /// The end of the words for whoever is told, and the outlet when it is one.
    pub(super) fn addressee(&self, start: usize, ceiling: usize) -> (usize, Option<Range<usize>>) {
        let Some(mut phrase) = self.chunker.phrase(start, ceiling) else { return (start, None) };
        if let Some(comma) = phrase.clone().find(|&at| self.is(at, ",")) {
            phrase.end = comma;
        }
        // In "told Reuters police had fired" nothing parts the one told from the clause; a lower-case word after a capital does.
        if self.text.tokens[start].is_capitalised() && !self.text.tokens[phrase.end - 1].is_capitalised() {
            let capitals = phrase.clone().take_while(|&at| {
                self.text.tokens[at].is_capitalised() || self.text.tokens[at].kind != TokenKind::Word
            });
            let end = start + capitals.count();
            if end < phrase.end && !self.lexicon.words.link.contains(self.lower(end)) {
                phrase.end = end;
            }
        }
        let lower = self.text.words(self.text.span_of(phrase.clone())).to_lowercase();
        let bare = lower.strip_prefix("the ").unwrap_or(&lower);
        let outlet = self.lexicon.voices.is_outlet(bare)
            || phrase
                .clone()
                .any(|at| self.lexicon.voices.of_word(self.lower(at)) == Some(qantar_record::SourceType::Media))
                && self.text.tokens[phrase.end - 1].is_capitalised();
        (phrase.end, outlet.then_some(phrase))
    }

    /// Steps over "on Monday", "in a statement", "to reporters", "drily" after the verb.
    pub(super) fn skip_adjuncts(&self, from: usize, ceiling: usize) -> usize {
        let words = &self.lexicon.words;
        let mut at = from;
        while at < ceiling && !self.quotations.holds(at) {
            let lower = self.lower(at);
            let token = &self.text.tokens[at];
            let weekday = words.time.contains(lower)
                && (token.is_capitalised() || matches!(lower, "yesterday" | "today" | "later" | "earlier" | "tonight"))
                && lower != "may";
            let adverb = lower.len() > 4
                && lower.ends_with("ly")
                && !token.is_capitalised()
                && !matches!(lower, "only" | "nearly" | "early" | "family" | "roughly");
            let date = token.kind == TokenKind::Number && at > from && words.time.contains(self.lower(at - 1));
            if weekday || adverb || date {
                at += 1;
            } else if words.preposition.contains(lower) && lower != "of" {
                match self.adjunct_end(at, ceiling) {
                    Some(end) => at = end,
                    None => return at,
                }
            } else {
                return at;
            }
        }
        at
    }

    /// The end of a prepositional phrase of time, place or occasion beside a verb of saying.
    pub(super) fn adjunct_end(&self, start: usize, ceiling: usize) -> Option<usize> {
        let mut at = start + 1;
        while at < ceiling
            && (self.lexicon.words.time.contains(self.lower(at))
                || self.text.tokens[at].kind == TokenKind::Number
                || self.is(at, "the"))
        {
            at += 1;
        }
        if at > start + 1 && !self.is(at - 1, "the") {
            return Some(at);
        }
        let phrase = self.chunker.phrase(start + 1, ceiling)?;
        let closed = phrase.end >= ceiling
            || matches!(self.lower(phrase.end), "that" | ":" | ",")
            || self.opens_quotation(phrase.end);
        if closed {
            return Some(phrase.end);
        }
        let noun = phrase.clone().find(|&at| self.lexicon.words.place_of_speech.contains(self.lower(at)));
        noun.map(|at| {
            at + 1
                + usize::from(
                    self.is(at, "press")
                        || self.is(at, "news")
                        || self.is(at, "state")
                        || self.is(at, "joint")
                        || self.is(at, "written"),
                )
        })
    }

    /// "An opinion piece for a weekly by X" speaks for X, and the weekly carries it.
    pub(super) fn name_author(&self, draft: &mut Draft) {
        let source = draft.source.clone();
        let writing = source.clone().take(5).any(|at| self.lexicon.words.writing.contains(self.lower(at)));
        let Some(by) = source.clone().rev().find(|&at| self.is(at, "by")).filter(|_| writing) else { return };
        let Some(author) = self.chunker.phrase(by + 1, source.end) else { return };
        if let Some(carried) = source.clone().find(|&at| matches!(self.lower(at), "for" | "in") && at < by) {
            draft.via.extend(self.chunker.phrase(carried + 1, by));
        }
        draft.source = author;
    }
}
