//! Who the source is: what kind of voice, and the name behind "he" and "the minister".

use super::find::Draft;
use super::lexicon::ClaimLexicon;
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, NameType, Source, SourceType};
use std::collections::HashMap;
use std::ops::Range;

/// A voice that spoke before, or a person spoken of.
#[derive(Clone, Debug)]
struct Known {
    at: usize,
    name: Option<String>,
    words: Vec<String>,
    source_type: SourceType,
}

/// Remembers voices in the order of the text.
pub struct Voices<'t, 'd> {
    text: &'t Text<'d>,
    lexicon: &'t ClaimLexicon,
    known: Vec<Known>,
    /// Surname, in lower case → what is told of its bearer where the report introduces him.
    introduced: HashMap<String, SourceType>,
    /// Mentions of persons by name, in order: where, and the fullest name.
    persons: Vec<(usize, String)>,
    names: &'t [Mention],
}

impl<'t, 'd> Voices<'t, 'd> {
    /// Starts with what the report tells of the persons it names.
    pub fn of(text: &'t Text<'d>, names: &'t [Mention], lexicon: &'t ClaimLexicon) -> Self {
        let mut voices =
            Voices { text, lexicon, known: Vec::new(), introduced: HashMap::new(), persons: Vec::new(), names };
        voices.introduce();
        voices
    }

    fn lower(&self, at: usize) -> &str {
        &self.text.tokens[at].lower
    }

    /// Runs of capitals that a role word stands right before or, after a comma, behind.
    fn introduce(&mut self) {
        let tokens = &self.text.tokens;
        let mut full: HashMap<String, String> = HashMap::new();
        let mut at = 0;
        while at < tokens.len() {
            let start = at
                + tokens[at..]
                    .iter()
                    .take_while(|token| token.is_capitalised())
                    .take_while(|token| self.is_role_word(&token.lower))
                    .count();
            let end = start + tokens[start..].iter().take_while(|token| token.is_capitalised()).count();
            at = end.max(at + 1);
            if end == start {
                continue;
            }
            let span = self.text.span_of(start..end);
            let typed = self.names.iter().any(|name| name.name_type == NameType::Per && name.span.overlaps(span));
            let surname = self.lower(end - 1).to_owned();
            let told = (end - start >= 2).then(|| self.told_of(start..end)).flatten();
            if let Some(found) = told {
                self.introduced.entry(surname.clone()).or_insert(found);
            }
            if typed || told.is_some() || full.contains_key(&surname) {
                let name = full.entry(surname).or_insert_with(|| self.text.words(span).to_owned());
                self.persons.push((start, name.clone()));
            }
        }
    }

    fn is_role_word(&self, lower: &str) -> bool {
        self.lexicon.voices.of_word(lower).or(self.lexicon.voices.of_weak_word(lower)).is_some()
            || self.lexicon.words.determiner.contains(lower)
            || self.lexicon.words.rank.contains(lower)
    }

    fn told_of(&self, name: Range<usize>) -> Option<SourceType> {
        let sentence = &self.text.sentences[self.text.sentence_of(name.start)].tokens;
        let before = sentence.start.max(name.start.saturating_sub(5))..name.start;
        let cuts = |at: &usize| self.text.tokens[*at].kind == TokenKind::Mark || self.lower(*at) == "by";
        let cut = before.clone().rev().find(cuts).map_or(before.start, |at| at + 1);
        let comma = name.end < sentence.end && self.lower(name.end) == ",";
        let after = if comma { name.end + 1..sentence.end.min(name.end + 8) } else { name.end..name.end };
        let told = |range: &Range<usize>| self.strong_type(range);
        let weakly = |range: &Range<usize>| self.weak_type(range);
        let (before, after) = (cut..before.end, after);
        told(&before).or_else(|| told(&after)).or_else(|| weakly(&before)).or_else(|| weakly(&after))
    }

    /// The source of a draft. Call in the order of the text.
    pub fn source(&mut self, draft: &Draft) -> Source {
        let source = self.name_and_type(draft.source.clone());
        let name = source.name.clone().or_else(|| self.own_name(&draft.source));
        let words = draft.source.clone().map(|at| self.lower(at).to_owned()).collect();
        self.known.push(Known { at: draft.source.start, name, words, source_type: source.source_type });
        source
    }

    /// The same for one who passes the claim on.
    pub fn carrier(&self, range: Range<usize>) -> Source {
        let media =
            if range.len() == 1 && self.is_pronoun(range.start) { SourceType::Other } else { SourceType::Media };
        let source_type = self.strong_type(&range).or_else(|| self.weak_type(&range)).unwrap_or(media);
        Source { span: self.text.span_of(range), name: None, source_type }
    }

    fn name_and_type(&self, range: Range<usize>) -> Source {
        let span = self.text.span_of(self.without_clause(&range));
        if range.len() == 1 && self.is_pronoun(range.start) {
            let (name, kind) = self.behind_pronoun(range.start);
            return Source { span, name, source_type: kind.unwrap_or(SourceType::Other) };
        }
        let known = self.behind_words(&range);
        let own_name = self.own_name(&range);
        let full =
            own_name.as_deref().map(|name| self.fullest(name)).or_else(|| known.and_then(|known| known.name.clone()));
        let name = full.filter(|name| name != self.text.words(span));
        let introduced = own_name.as_deref().and_then(|name| self.type_of_name(name));
        let earlier = known.map(|known| known.source_type).filter(|&kind| kind != SourceType::Other);
        let strong = self.strong_type(&range).or(introduced).or(earlier);
        let source_type = strong.or_else(|| self.weak_type(&range)).or_else(|| self.government(&range));
        Source { span, name, source_type: source_type.unwrap_or(SourceType::Other) }
    }

    /// The fullest name in the report that ends in the same word.
    fn fullest(&self, name: &str) -> String {
        let last = name.rsplit(' ').next().unwrap_or(name);
        let fuller = self.persons.iter().map(|(_, full)| full).find(|full| full.rsplit(' ').next() == Some(last));
        fuller.filter(|full| full.len() > name.len()).cloned().unwrap_or_else(|| name.to_owned())
    }

    fn is_pronoun(&self, at: usize) -> bool {
        matches!(self.lower(at), "he" | "she" | "they" | "it" | "him" | "her" | "them" | "i" | "we")
    }

    /// A country or a capital that speaks is its government.
    fn government(&self, range: &Range<usize>) -> Option<SourceType> {
        let span = self.text.span_of(range.clone());
        let place = self.names.iter().any(|name| name.span == span && name.name_type == NameType::Gpe);
        place.then_some(SourceType::Official)
    }

    /// What the words say: factions first, then the head from its last word back, then what hangs on the head.
    fn strong_type(&self, range: &Range<usize>) -> Option<SourceType> {
        if range.is_empty() {
            return None;
        }
        let words = self.text.words(self.text.span_of(range.clone())).to_lowercase();
        let bare = words.strip_prefix("the ").unwrap_or(&words);
        let voices = &self.lexicon.voices;
        if voices.is_outlet(bare) {
            return Some(SourceType::Media);
        }
        let faction = |at: usize| voices.is_faction(self.lower(at)).then_some(SourceType::Other);
        let outlet = |at: usize| voices.is_outlet(self.lower(at)).then_some(SourceType::Media);
        let strong = |at: usize| voices.of_word(self.lower(at)).or_else(|| outlet(at));
        let head_end = self.head_end(range);
        let head = || (range.start..head_end).rev();
        head()
            .find_map(faction)
            .or_else(|| head().find_map(strong))
            .or_else(|| (head_end..range.end).find_map(|at| faction(at).or_else(|| strong(at))))
    }

    /// What an empty head says of a voice.
    fn weak_type(&self, range: &Range<usize>) -> Option<SourceType> {
        let head_end = self.head_end(range);
        let weak = |at: usize| self.lexicon.voices.of_weak_word(self.lower(at));
        (range.start..head_end).rev().chain(head_end..range.end).find_map(weak)
    }

    /// The words without a clause that tells more of who speaks: ", who leads the team".
    fn without_clause(&self, range: &Range<usize>) -> Range<usize> {
        let clause =
            |at: &usize| self.lower(*at) == "," && matches!(self.lower(at + 1), "who" | "whose" | "whom" | "which");
        range.start..(range.start + 1..range.end.saturating_sub(1)).find(clause).unwrap_or(range.end)
    }

    /// Where the head ends and what hangs on it starts.
    fn head_end(&self, range: &Range<usize>) -> usize {
        let hangs = |at: &usize| {
            matches!(
                self.lower(*at),
                "of" | "for"
                    | "at"
                    | "from"
                    | "in"
                    | "with"
                    | "who"
                    | ","
                    | "on"
                    | "to"
                    | "near"
                    | "by"
                    | "close"
                    | "within"
            )
        };
        range.clone().find(hangs).unwrap_or(range.end)
    }

    /// The person named in the words: a typed name, else the last run of capitals that is no role word.
    fn own_name(&self, range: &Range<usize>) -> Option<String> {
        let span = self.text.span_of(range.clone());
        let inside = self.names.iter().rfind(|name| span.contains(name.span) && name.name_type == NameType::Per);
        if let Some(name) = inside {
            return Some(self.text.words(name.span).to_owned());
        }
        let mut best: Option<Range<usize>> = None;
        let mut at = range.start;
        while at < range.end {
            let capital = |at: &usize| *at < range.end && self.text.tokens[*at].is_capitalised() && !self.is_role(*at);
            let end = (at..).take_while(capital).last().map_or(at, |last| last + 1);
            let worth = end - at >= 2 || end - at == 1 && range.len() <= 2 && !self.sentence_start(at);
            if worth && best.as_ref().is_none_or(|best| end - at >= best.len()) {
                best = Some(at..end);
            }
            at = end.max(at + 1);
        }
        best.map(|range| self.text.words(self.text.span_of(range)).to_owned())
    }

    fn is_role(&self, at: usize) -> bool {
        self.is_role_word(self.lower(at))
    }

    fn sentence_start(&self, at: usize) -> bool {
        self.text.sentences[self.text.sentence_of(at)].tokens.start == at
    }

    /// Whom a pronoun stands for. "He" and "she" are the person who spoke in this sentence or the one before, else the
    /// first person named in the nearest sentence that names one; "they" and "it" are the last voice.
    fn behind_pronoun(&self, at: usize) -> (Option<String>, Option<SourceType>) {
        let person = matches!(self.lower(at), "he" | "she" | "him" | "her");
        let fits = |known: &&Known| known.at < at && (!person || self.can_be_person(known));
        let voice = self.known.iter().rev().find(fits);
        let here = self.text.sentence_of(at);
        let named = self.named_before(at).filter(|_| person);
        let near = voice.filter(|known| known.name.is_some() || named.is_none()).filter(|known| {
            let there = self.text.sentence_of(known.at);
            !person || here - there <= 1 || named.is_none_or(|(place, _)| *place < known.at)
        });
        match (near, named) {
            (Some(known), _) => (known.name.clone(), Some(known.source_type)),
            (None, Some((_, name))) => (Some(name.clone()), self.type_of_name(name)),
            (None, None) => (None, None),
        }
    }

    /// The first person named in the nearest sentence before `at` that names one, at most three sentences back.
    fn named_before(&self, at: usize) -> Option<&(usize, String)> {
        let before = &self.persons[..self.persons.partition_point(|(place, _)| *place < at)];
        let sentence = self.text.sentence_of(before.last()?.0);
        let near = self.text.sentence_of(at) <= sentence + 3;
        before.iter().find(|(place, _)| near && self.text.sentence_of(*place) == sentence)
    }

    fn type_of_name(&self, name: &str) -> Option<SourceType> {
        self.introduced.get(&name.rsplit(' ').next()?.to_lowercase()).copied()
    }

    fn can_be_person(&self, known: &Known) -> bool {
        let plural = known
            .words
            .last()
            .is_some_and(|word| word == "police" || word == "they" || word.ends_with('s') && known.name.is_none());
        let body = [SourceType::Media].contains(&known.source_type) && known.name.is_none();
        !plural && !body
    }

    /// An earlier voice that the words name again: by surname, or by a head that it had ("the minister").
    fn behind_words(&self, range: &Range<usize>) -> Option<&Known> {
        let last = self.lower(range.end - 1);
        let definite = matches!(self.lower(range.start), "the" | "this" | "that" | "his" | "her" | "its");
        let small = definite && range.len() <= 3;
        let same = |known: &&Known| {
            let surname =
                known.words.iter().any(|word| word == last) && self.text.tokens[range.end - 1].is_capitalised();
            surname || small && known.words.iter().any(|word| word == last)
        };
        self.known.iter().rev().find(same)
    }
}
