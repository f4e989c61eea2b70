//! Runs cut into names, each with its type and the rule that gave it.

use super::runs::is_joint;
use super::{NameLexicon, Seen};
use crate::place::Gazetteer;
use crate::place::gazetteer::{Class, Entry};
use crate::text::{Text, TextSentence, Token, TokenKind};
use qantar_record::{NameType, Span};
use std::ops::Range;

/// Ten to this many people make a town that is meant without further signs; 100,000 (guess, 2026).
const LARGE: f64 = 5.0;

/// A stretch of a run: a name, or one that only a fuller name in the report can type.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is of; none as yet.
    pub name_type: Option<NameType>,
    /// The rule.
    pub rule: &'static str,
    /// Whether a person's fuller name overrules the type.
    pub weak: bool,
}

/// What a run is cut with.
pub struct Reader<'a, 't> {
    pub text: &'t Text<'t>,
    pub lexicon: &'a NameLexicon,
    pub gazetteer: &'a Gazetteer,
    pub seen: Seen<'t>,
}

impl Reader<'_, '_> {
    /// Cuts a run of a sentence and appends its pieces.
    pub fn cut(&self, run: Range<usize>, sentence: &TextSentence, pieces: &mut Vec<Piece>) {
        let mut at = run.start;
        let mut titled = false;
        while at < run.end {
            if let Some(piece) = self.known(at, sentence) {
                at = piece.tokens.end;
                titled = false;
                pieces.push(piece);
            } else if self.is_no_name(at, &run, sentence) {
                // "President of Chad": what comes after is no person.
                titled &= !self.token(at).is("of");
                at += 1;
            } else if let Some(end) = self.event(at, &run) {
                at = end;
            } else if let Some(piece) = self.name_with_head(at, &run, sentence) {
                at = piece.tokens.end;
                titled = false;
                pieces.push(piece);
            } else if let Some(end) = self.titles(at, &run) {
                at = end;
                titled = true;
            } else {
                let piece = self.plain_name(at, &run, sentence, titled);
                at = piece.tokens.end;
                titled = false;
                pieces.push(piece);
            }
        }
    }

    fn token(&self, at: usize) -> &Token<'_> {
        &self.text.tokens[at]
    }

    fn lower(&self, at: usize) -> &str {
        &self.token(at).lower
    }

    /// Function words, the calendar, stray marks and links, and common words that only open a sentence.
    fn is_no_name(&self, at: usize, run: &Range<usize>, sentence: &TextSentence) -> bool {
        let words = &self.lexicon.words;
        let token = self.token(at);
        let opener = words.openers.contains(token.lower.as_ref()) && is_joint(&self.text.tokens[..run.end], at + 1);
        let function = words.function_words.contains(token.lower.as_ref()) && !self.is_known_upper(token);
        let small = !token.is_capitalised() && !opener;
        let month = words.calendar.contains(token.lower.as_ref()) && !token.is_upper();
        if small || month || is_roman(token) || (function && !self.opens_name(at, run, sentence)) {
            return true;
        }
        let opens = at == sentence.tokens.start || self.token(at - 1).is_quote();
        opens && run.end - at == 1 && self.is_common(at)
    }

    /// "US" is no pronoun and "IT" none either, but a headline in capitals is.
    fn is_known_upper(&self, token: &Token<'_>) -> bool {
        token.is_upper() && token.text.len() > 1 && self.gazetteer.find(token.text).is_some_and(|hit| hit.is_own())
    }

    /// "Police Ministry", "New York", "Three Mile Island": a function word that a name starts with.
    fn opens_name(&self, at: usize, run: &Range<usize>, sentence: &TextSentence) -> bool {
        let heads = at + 1 < run.end && self.lexicon.words.body_heads.contains(self.lower(at + 1));
        let police = self.lexicon.words.body_heads.contains(self.lower(at)) && heads;
        police || self.place_at(at, sentence.tokens.end).is_some_and(|(end, _)| end > at + 1)
    }

    /// A single word that opens a sentence and looks like no name: it stands in lower case elsewhere, or no list and no
    /// other place in the report has it with a capital.
    fn is_common(&self, at: usize) -> bool {
        let token = self.token(at);
        let listed = self.lexicon.demonym(token.text).is_some()
            || (!self.lexicon.words.common_words.contains(token.lower.as_ref())
                && self.place_at(at, at + 1).is_some_and(|(_, entry)| is_large(&entry)));
        self.seen.lower.contains(token.lower.as_ref())
            || !(listed || token.is_upper() || self.seen.inner.contains(token.lower.as_ref()))
    }

    /// Where the part of the run ends in which one name can stand: before the next strong title.
    fn part(&self, at: usize, run: &Range<usize>) -> usize {
        let strong = |k: &usize| self.lexicon.words.strong_titles.contains(self.lower(*k));
        (at + 1..run.end).find(strong).unwrap_or(run.end)
    }

    /// "Paris Agreement", "Prague Spring": the end of a name of an event, a law, a prize.
    fn event(&self, at: usize, run: &Range<usize>) -> Option<usize> {
        let head =
            (at + 1..self.part(at, run)).rev().find(|&k| self.lexicon.words.event_heads.contains(self.lower(k)))?;
        let capital = self.token(head).is_capitalised() && !self.ends_body(at..head);
        capital.then_some(head + 1)
    }

    fn ends_body(&self, tokens: Range<usize>) -> bool {
        tokens.clone().any(|k| k > tokens.start && self.lexicon.words.body_heads.contains(self.lower(k)))
    }

    /// A name typed by its head: "Ministry of Trade", "Taksim Square", "Caspian Sea".
    fn name_with_head(&self, at: usize, run: &Range<usize>, sentence: &TextSentence) -> Option<Piece> {
        let end = self.part(at, run);
        let (head, name_type) = self.head(at, end)?;
        let of = head + 1 < end && !self.token(head + 1).is_capitalised() && self.token(head + 1).is("of");
        let tail = match name_type {
            NameType::Org if head + 1 < end && !self.token(head + 1).is_capitalised() => self.tail(head, end),
            NameType::Fac if of && head == at => end,
            _ => head + 1,
        };
        let known = |entry: &Entry<'_>| entry.own || is_large(entry) || name_type != NameType::Org;
        let place = self.place_at(at, sentence.tokens.end).filter(|(end, entry)| *end >= tail && known(entry));
        if let Some((end, entry)) = place {
            return Some(self.piece(at..end, place_type(&entry), "gazetteer"));
        }
        // A head alone names nothing: "the Ministry", "the Square".
        if tail == at + 1 || (head == at && !of) {
            return None;
        }
        Some(self.piece(at..tail, name_type, "head"))
    }

    /// The last head of the part, and what it is the head of. Heads after the first "of" do not count.
    fn head(&self, at: usize, end: usize) -> Option<(usize, NameType)> {
        let words = &self.lexicon.words;
        let stop = (at..end).find(|&k| matches!(self.lower(k), "of" | "for" | "and")).unwrap_or(end);
        let kind = |k: usize| {
            let lower = self.lower(k);
            let kinds = [
                (&words.body_heads, NameType::Org),
                (&words.site_heads, NameType::Fac),
                (&words.nature_heads, NameType::Loc),
            ];
            kinds.iter().find(|(heads, _)| heads.contains(lower)).map(|(_, kind)| (k, *kind))
        };
        if end > at + 1 && words.nature_openers.contains(self.lower(at)) && stop == end && self.token(at + 1).spaced {
            return Some((end - 1, NameType::Loc));
        }
        (at..stop).rev().filter(|&k| self.token(k).is_capitalised()).find_map(kind)
    }

    /// The end of "Committee … of X and Y".
    fn tail(&self, head: usize, end: usize) -> usize {
        // "and" goes on with the name only after "of" or "for".
        match self.lower(head + 1) {
            "of" | "for" | "&" => end,
            _ => head + 1,
        }
    }

    /// The end of the titles at `at`: "Deputy Prime Minister", "Secretary of State".
    fn titles(&self, at: usize, run: &Range<usize>) -> Option<usize> {
        let words = &self.lexicon.words;
        let is_title = |k: usize| k < run.end && words.titles.contains(self.lower(k));
        let mut end = at;
        let mut strong = false;
        while end < run.end {
            if is_title(end) {
                strong |= words.strong_titles.contains(self.lower(end));
            } else if !(end > at
                && (self.token(end).is(".")
                    || self.token(end).is("-")
                    || self.token(end).is("of") && is_title(end + 1)))
            {
                break;
            }
            end += 1;
        }
        strong.then_some(end)
    }

    /// A name with no head: a person, a place, a people, a body by its capitals.
    fn plain_name(&self, at: usize, run: &Range<usize>, sentence: &TextSentence, titled: bool) -> Piece {
        let first = self.token(at);
        let part = self.part(at, run);
        let person_end = self.person_end(at, part);
        let given = self.lexicon.given.contains(first.text);
        let place = self.place_at(at, sentence.tokens.end);
        let covers = place.as_ref().map_or(0, |(end, _)| *end);
        if titled && place.as_ref().is_none_or(|(_, entry)| entry.class != Class::Country) {
            return self.piece(at..person_end, NameType::Per, "title");
        }
        if given && person_end > at + 1 && covers < person_end {
            return self.piece(at..person_end, NameType::Per, "given");
        }
        if self.lexicon.demonym(first.text).is_some() && covers < at + 2 {
            return self.piece(at..at + 1, NameType::Norp, "demonym");
        }
        if let Some((end, entry)) = place.filter(|(end, entry)| self.is_place(at, *end, run, entry, sentence)) {
            let sure = entry.class == Class::Country || self.is_located(at, end, sentence);
            let weak = !(is_famous(&entry) && sure);
            return Piece { weak, ..self.piece(at..end, place_type(&entry), "gazetteer") };
        }
        if let Some(piece) = self.acronym(at, person_end) {
            return piece;
        }
        self.unknown(at, person_end, given)
    }

    /// A body or group known by name.
    fn known(&self, at: usize, sentence: &TextSentence) -> Option<Piece> {
        let span = sentence.span;
        let start = self.token(at).span.start;
        let rest = &self.text.document.text()[start..span.end.max(start)];
        let ends = |name: &str| {
            let tokens = self.text.tokens_at(Span::new(start, start + name.len()));
            (self.token(tokens.end - 1).span.end == start + name.len()).then_some(tokens)
        };
        let names = self.lexicon.known.get(self.token(at).text)?;
        let (tokens, kind) =
            names.iter().find_map(|(name, kind)| Some((rest.starts_with(name).then(|| ends(name))??, kind)))?;
        // "Congress Party" is more than "Congress".
        let next = self.text.tokens.get(tokens.end).filter(|token| token.is_capitalised());
        let goes_on = tokens.len() == 1 && next.is_some_and(|token| self.is_head(token));
        (!goes_on).then(|| self.piece(tokens, *kind, "known"))
    }

    fn is_head(&self, token: &Token<'_>) -> bool {
        let words = &self.lexicon.words;
        [&words.body_heads, &words.site_heads, &words.nature_heads, &words.place_tails]
            .iter()
            .any(|heads| heads.contains(token.lower.as_ref()))
    }

    /// A body by its capitals.
    fn acronym(&self, at: usize, end: usize) -> Option<Piece> {
        let token = self.token(at);
        let words = &self.lexicon.words;
        let letters = token.text.chars().filter(|c| c.is_alphabetic()).count();
        let acronym = token.is_upper() && letters <= 6 && !words.not_acronyms.contains(token.lower.as_ref());
        (acronym && end == at + 1).then(|| self.piece(at..end, NameType::Org, "acronym"))
    }

    /// A name that no list knows: two or three words are taken for a person, one waits for a fuller name.
    fn unknown(&self, at: usize, end: usize, given: bool) -> Piece {
        let verb =
            self.text.tokens.get(end).is_some_and(|t| self.lexicon.words.person_verbs.contains(t.lower.as_ref()));
        let all_new = (at..end).all(|k| !self.seen.lower.contains(self.lower(k)));
        let (name_type, rule) = match end - at {
            1 if verb || given => (Some(NameType::Per), "said"),
            1 => (None, "unknown"),
            2..=4 if all_new => (Some(NameType::Per), "shape"),
            _ => (Some(NameType::Org), "shape"),
        };
        Piece { name_type, ..self.piece(at..end, NameType::Org, rule) }
    }

    fn piece(&self, tokens: Range<usize>, name_type: NameType, rule: &'static str) -> Piece {
        Piece { tokens, name_type: Some(name_type), rule, weak: false }
    }

    /// Where a person's name ends: before a nationality, a function word or a head.
    fn person_end(&self, at: usize, part: usize) -> usize {
        let words = &self.lexicon.words;
        let stops = |k: &usize| {
            let token = self.token(*k);
            token.is_capitalised()
                && (words.calendar.contains(token.lower.as_ref())
                    || words.function_words.contains(token.lower.as_ref())
                    || self.lexicon.demonym(token.text).is_some())
                || matches!(token.lower.as_ref(), "of" | "and" | "for")
        };
        (at + 1..part).find(stops).unwrap_or(part)
    }

    /// The longest place name that starts here and ends by `limit`, with its likeliest entry.
    fn place_at(&self, at: usize, limit: usize) -> Option<(usize, Entry<'_>)> {
        let tokens = &self.text.tokens[at..limit];
        let (length, hit) = self.gazetteer.names_at(tokens).into_iter().rev().find(|(length, _)| {
            let last = &tokens[length - 1];
            let ends = last.text.contains(char::is_uppercase) || last.kind == TokenKind::Number;
            tokens[0].is_capitalised()
                && (ends || *length > 2 || self.lexicon.words.place_tails.contains(last.lower.as_ref()))
        })?;
        let entries = self.gazetteer.entries(hit);
        let best = entries.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
        Some((at + length, *best))
    }

    /// Whether a place name of the gazetteer is meant as one here.
    fn is_place(&self, at: usize, end: usize, run: &Range<usize>, entry: &Entry<'_>, sentence: &TextSentence) -> bool {
        let given = end == at + 1 && self.lexicon.given.contains(self.token(at).text);
        let located = self.is_located(at, end, sentence);
        let common = end == at + 1 && self.seen.lower.contains(self.lower(at)) && entry.class != Class::Country;
        // A head alone, a letter, a Roman number: small places of such names are never what is meant.
        let bare = end == at + 1 && !entry.own && (self.is_head(self.token(at)) || self.token(at).text.len() < 3);
        // "London Breed": an unknown word goes on with the name, so only a place that everyone knows stays one.
        let goes_on =
            end < run.end && self.token(end).is_capitalised() && self.lexicon.demonym(self.token(end).text).is_none();
        let wanted = located || if given { is_famous(entry) } else { is_large(entry) };
        wanted && !common && !bare && (!goes_on || is_famous(entry))
    }

    /// "in X", "X, Country", "X district": words around that a place wants.
    fn is_located(&self, at: usize, end: usize, sentence: &TextSentence) -> bool {
        let words = &self.lexicon.words;
        let inside = |k: usize| sentence.tokens.contains(&k);
        let before = at.checked_sub(1).filter(|&k| inside(k)).is_some_and(|k| {
            let direct = words.locatives.contains(self.lower(k));
            let of = self.token(k).is("of") && k > 0 && inside(k - 1) && words.place_tails.contains(self.lower(k - 1));
            direct || of
        });
        let tail = inside(end) && words.place_tails.contains(self.lower(end));
        let holder = inside(end)
            && self.token(end).is(",")
            && inside(end + 1)
            && self.place_at(end + 1, sentence.tokens.end).is_some_and(|(_, entry)| is_large(&entry));
        before || tail || holder
    }
}

/// Countries, regions and towns that need no further sign to be meant.
/// "Part III", "Chapter XI": a numeral, which the gazetteer knows as the name of some region.
fn is_roman(token: &Token<'_>) -> bool {
    token.text.len() > 1 && token.text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

fn is_large(entry: &Entry<'_>) -> bool {
    let least = if entry.class == Class::District { LARGE + 1.0 } else { LARGE };
    entry.own || matches!(entry.class, Class::Country | Class::Capital) || entry.log_population >= least
}

/// Countries, capitals and towns of a million, which a person's name does not displace.
fn is_famous(entry: &Entry<'_>) -> bool {
    entry.own || matches!(entry.class, Class::Country | Class::Capital) || entry.log_population >= LARGE + 1.0
}

fn weight(entry: &Entry<'_>) -> f64 {
    entry.log_population + f64::from(entry.own) + if entry.class == Class::Country { 2.0 } else { 0.0 }
}

fn place_type(entry: &Entry<'_>) -> NameType {
    match entry.class {
        Class::Nature | Class::Area => NameType::Loc,
        Class::Site => NameType::Fac,
        _ => NameType::Gpe,
    }
}
