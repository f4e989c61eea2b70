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
struct Hit {
    cue: Range<usize>,
    frame: Frame,
    shape: Shape,
}

/// One stretch between unit borders and semicolons.
struct Stretch {
    floor: usize,
    ceiling: usize,
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
        drafts.retain_mut(|draft| self.tidy(draft));
        drafts
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.chunker.is(at, word)
    }

    /// The token in lower case; empty past the end of the text.
    fn lower(&self, at: usize) -> &str {
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

    fn starts_sentence(&self, at: usize) -> bool {
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

    /// A quotation closes right before the subject, so what is said has been said.
    fn ends_content(&self, source: &Range<usize>, stretch: &Stretch) -> bool {
        source.start > stretch.floor + 2 && self.closed_quotation(source.start).is_some()
    }

    /// The quotation that ends right before `at`.
    fn closed_quotation(&self, at: usize) -> Option<Range<usize>> {
        let last = at.checked_sub(1)?;
        self.quotations.at(last).filter(|quotation| quotation.end == at && quotation.len() > 3)
    }

    fn opens_quotation(&self, at: usize) -> bool {
        at < self.text.tokens.len() && self.quotations.at(at).is_some_and(|quotation| quotation.start == at)
    }

    /// Steps back over auxiliaries and adverbs of the verb.
    fn group_start(&self, floor: usize, cue: usize) -> usize {
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
    fn is_refused(&self, floor: usize, group: usize, hit: &Hit) -> bool {
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
    fn speaker(
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
        if self.lexicon.words.negative.contains(self.lower(source.start)) {
            return None;
        }
        self.agrees(&source, hit.shape).then_some(("after", source))
    }

    /// The first noun phrase of the stretch, as the subject of its main clause.
    fn first_phrase(&self, floor: usize, ceiling: usize) -> Option<Range<usize>> {
        let words = &self.lexicon.words;
        let mut at = floor;
        if at < ceiling && words.preposition.contains(self.lower(at))
            || words.opener.contains(self.lower(at)) && !self.is(at, "that")
        {
            let comma = (floor..ceiling.min(floor + 9)).find(|&at| self.is(at, ","));
            let next = || self.chunker.after_preposition(floor, ceiling).unwrap_or(floor + 1);
            at = comma.map_or_else(next, |comma| comma + 1);
        }
        self.chunker.phrase(at, ceiling).filter(|phrase| !self.quotations.holds(phrase.start))
    }

    /// Number: a base form needs a plural subject, a third person none.
    fn agrees(&self, source: &Range<usize>, shape: Shape) -> bool {
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
    fn addressee(&self, start: usize, ceiling: usize) -> (usize, Option<Range<usize>>) {
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
    fn skip_adjuncts(&self, from: usize, ceiling: usize) -> usize {
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
    fn adjunct_end(&self, start: usize, ceiling: usize) -> Option<usize> {
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

    fn may_follow(&self, bare: Bare, cue: usize, from: usize, stretch: &Stretch) -> bool {
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
            Bare::Thing => rest.len() > 1 && !words.particle.contains(first),
            Bare::Figure => {
                rest.len() > 1 && !words.particle.contains(first) && rest.clone().any(|at| self.is_figure(at))
            }
            Bare::None => false,
        }
    }

    fn is_figure(&self, at: usize) -> bool {
        self.text.tokens[at].kind == TokenKind::Number || self.lexicon.words.number.contains(self.lower(at))
    }

    /// What is said after `from`: a quotation without its marks, or everything up to the ceiling.
    fn content_after(&self, from: usize, ceiling: usize) -> (Range<usize>, bool) {
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
    fn content_before(&self, floor: usize, end: usize) -> Option<(Range<usize>, bool)> {
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
    fn main_clause(&self, before: (Range<usize>, bool), after: usize, ceiling: usize) -> (Range<usize>, bool) {
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
    fn finite_near(&self, range: &Range<usize>) -> bool {
        !range.clone().any(|at| self.chunker.is_finite(at))
    }

    /// “C,” said X.
    fn inverted(&self, hit: &Hit, stretch: &Stretch, group: usize) -> Option<Draft> {
        let quoted = self.closed_quotation(group).is_some();
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
        if !closed && !quoted || !quoted && self.chunker.is_clause(hit.cue.end..stretch.ceiling) {
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

    /// “C1,” X said, “C2”: the second stretch is a claim of its own.
    fn with_continuation(&self, draft: Draft, stretch: &Stretch) -> Vec<Draft> {
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

    /// A unit without a word of saying: "X: “C”", or a quotation that goes on from the sentence before.
    fn alone(&self, unit: Range<usize>, before: Option<&Draft>) -> Option<Draft> {
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

    /// Trims marks off the content; false when nothing is left or it runs into its own source or cue.
    fn tidy(&self, draft: &mut Draft) -> bool {
        let content = &mut draft.content;
        let edge = |at: usize| matches!(self.text.tokens[at].text, "," | "." | ";" | ":" | "—" | "–" | "-");
        while content.len() > 1 && edge(content.end - 1) && !self.text.tokens[content.end - 1].spaced {
            content.end -= 1;
        }
        while content.len() > 1 && edge(content.start) {
            content.start += 1;
        }
        let apart = |other: &Range<usize>| other.end <= content.start || content.end <= other.start;
        content.start < content.end
            && apart(&draft.source)
            && apart(&draft.cue)
            && draft.source.start < draft.source.end
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
