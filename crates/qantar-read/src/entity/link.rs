//! Phrases without a name find whom they mean: the rules that join "the commissioner" to the person who is one.

use super::group::Group;
use super::lexicon::{ActorLexicon, fold};
use super::nominal::{Key, Opening, Phrase, key};
use super::producer;
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, MentionKind, NameType, Span};
use std::cmp::Reverse;
use std::ops::Range;

/// The groups while phrases are joined to them.
pub struct Gathering<'t, 'd> {
    pub text: &'t Text<'d>,
    pub names: &'t [Mention],
    pub lexicon: &'t ActorLexicon,
    pub groups: Vec<Group>,
}

impl Gathering<'_, '_> {
    /// A source, actor or target, with the name that is known to be behind it.
    pub fn refer(&mut self, span: Span, name: Option<&str>) {
        if self.is_named(span) {
            return;
        }
        let words = self.text.words(span);
        let pronoun = self.lexicon.kinds.pronoun.contains(&fold(words));
        if let Some(at) = name.and_then(|name| self.groups.iter().position(|group| group.has_form(name))) {
            let kind = if pronoun { MentionKind::Pronoun } else { MentionKind::Nominal };
            return self.join(at, span, kind, "named-behind");
        }
        if pronoun {
            return;
        }
        let range = self.text.tokens_at(span);
        let bare = range.start + usize::from(range.len() > 1 && self.is_determiner(range.start));
        let key = key(self.text, bare..range.end, self.lexicon);
        let opening = self.opening(range.start);
        let found = key.as_ref().filter(|_| range.len() < 7).and_then(|key| self.whom(key, opening, span));
        let found = found.map(|at| (at, "role")).or_else(|| Some((self.same_words(words)?, "same-words")));
        let found = found.or_else(|| key.is_none().then(|| Some((self.spelt_otherwise(span)?, "spelling"))).flatten());
        self.place(found, span, key);
    }

    /// Whom a word with a capital that no name stage took for a name is a spelling of.
    fn spelt_otherwise(&self, span: Span) -> Option<usize> {
        let range = self.text.tokens_at(span);
        let capitals = range.clone().all(|at| self.text.tokens[at].is_capitalised()) && range.len() < 4;
        let first = self.text.sentences[self.text.sentence_of(range.start)].tokens.start == range.start;
        let taken = |group: &Group| group.takes(self.text.words(span), NameType::Org, self.lexicon);
        let best = self
            .groups
            .iter()
            .enumerate()
            .filter(|_| capitals && !first)
            .max_by_key(|(at, group)| (taken(group), Reverse(*at)));
        best.filter(|(_, group)| taken(group) > 0).map(|(at, _)| at)
    }

    /// A phrase found anywhere in the text.
    pub fn speak(&mut self, phrase: &Phrase) {
        let words = self.text.words(phrase.span);
        let referred =
            self.groups.iter().position(|group| group.mentions.iter().any(|mention| mention.span == phrase.span));
        let found = referred.map(|at| (at, "role")).or_else(|| self.beside(phrase).map(|at| (at, "apposition")));
        let found = found.or_else(|| Some((self.sort_of(phrase)?, "sort")));
        let found = found.or_else(|| Some((self.whom(&phrase.key, phrase.opening, phrase.span)?, "role")));
        let found = found.or_else(|| Some((self.same_words(words)?, "same-words")));
        let head = &self.text.tokens[phrase.head];
        let heads = &self.lexicon.heads;
        // "The police chief" is one whatever a chief may be.
        let told = !phrase.key.names.is_empty() || phrase.key.marks.iter().any(|mark| heads.noun(mark).is_some());
        let faint = !told && !head.is_capitalised() && heads.is_faint(&head.lower);
        if found.is_none() && faint {
            return;
        }
        let at = self.place(found, phrase.span, Some(phrase.key.clone()));
        if phrase.key.noun.kind != NameType::Per && phrase.bare != phrase.span {
            self.join(at, phrase.bare, MentionKind::Nominal, "without-article");
        }
    }

    fn place(&mut self, found: Option<(usize, &'static str)>, span: Span, key: Option<Key>) -> usize {
        let at = match found {
            Some((at, rule)) => {
                self.join(at, span, MentionKind::Nominal, rule);
                at
            }
            None => {
                let name_type = key.as_ref().map_or_else(|| self.kind_of(span), |key| key.noun.kind);
                let by = producer("nominal");
                let mention = Mention { span, kind: MentionKind::Nominal, name_type, by };
                self.groups.push(Group::new(self.text.words(span), mention));
                self.groups.len() - 1
            }
        };
        if let Some(key) = key.filter(|key| !self.groups[at].keys.contains(key)) {
            self.groups[at].keys.push(key);
        }
        at
    }

    fn join(&mut self, at: usize, span: Span, kind: MentionKind, rule: &str) {
        let name_type = self.groups[at].name_type;
        self.groups[at].add(self.text.words(span), Mention { span, kind, name_type, by: producer(rule) });
    }

    fn same_words(&self, words: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.has_form(words) && group.name_type != NameType::Per)
    }

    /// Whom a phrase means: of those that its key fits and nothing said of them clashes with, the one that it says most
    /// of, then the one met last before it, then the first met after.
    fn whom(&self, key: &Key, opening: Opening, span: Span) -> Option<usize> {
        if opening == Opening::Indefinite && key.noun.kind != NameType::Group {
            return None;
        }
        let before = |group: &Group| {
            group.mentions.iter().filter(|m| m.span.end <= span.start).map(|m| span.start - m.span.end).min()
        };
        let known = self.groups.iter().enumerate().filter(|(_, group)| {
            let like = || group.keys.iter().filter(|other| other.noun.is_like(&key.noun));
            like().any(|other| key.fits(other))
                && (key.noun.kind == NameType::Per || !like().any(|other| key.clashes(other)))
        });
        let said = |group: &Group| {
            let shared = |other: &Key| {
                other.names.intersection(&key.names).count() + other.marks.intersection(&key.marks).count()
            };
            group.keys.iter().filter(|other| key.fits(other)).map(shared).max()
        };
        let rank = |group: &Group| (said(group), before(group).is_some(), Reverse(before(group)), group.is_named());
        let found = known.max_by_key(|(at, group)| (rank(group), Reverse(*at))).map(|(at, _)| at);
        // "The man" of a report on one attacker.
        let man = || {
            key.is_plain() && opening == Opening::Definite && matches!(key.noun.class.as_str(), "man" | "individual")
        };
        found.or_else(|| {
            man().then(|| self.whom(&Key::of(self.lexicon.heads.noun("suspect")?), opening, span)).flatten()
        })
    }

    /// The name that a phrase stands beside and tells of: "his widow, Denise", "Ines Vartan, the mayor", "the charity Orlan".
    fn beside(&self, phrase: &Phrase) -> Option<usize> {
        let text = self.text;
        let range = text.tokens_at(phrase.span);
        // Over "of Lindal" in "the mayor of Lindal, Ines Vartan".
        let of = text.tokens.get(range.end).is_some_and(|token| token.is("of"));
        let tail = (range.end + 1..text.tokens.len()).take_while(|&at| text.tokens[at].is_capitalised()).count();
        let range = if of && tail > 0 { range.start..range.end + 1 + tail } else { range };
        let person = phrase.key.noun.kind == NameType::Per;
        if phrase.key.noun.kind == NameType::Group || phrase.opening == Opening::Bare {
            return None;
        }
        let comma = |at: Option<usize>| at.is_some_and(|at| text.tokens.get(at).is_some_and(|token| token.is(",")));
        let name = |at: usize, last: bool| {
            let token = text.tokens.get(at)?;
            let same_sentence = text.sentence_of(at) == text.sentence_of(range.start);
            let fits = |name: &&Mention| {
                (if last { name.span.end == token.span.end } else { name.span.start == token.span.start })
                    && (name.name_type == NameType::Per) == person
                    && !matches!(name.name_type, NameType::Norp | NameType::Gpe | NameType::Loc)
            };
            self.names.iter().filter(|_| same_sentence).find(fits)
        };
        // "Vartan, the mayor, …", not "Vartan, the mayor said".
        let closed = || {
            let next = text.tokens.get(range.end);
            next.is_none_or(|token| {
                token.kind == TokenKind::Mark || matches!(token.lower.as_ref(), "of" | "who" | "for" | "in" | "at")
            })
        };
        let apposed = || comma(range.start.checked_sub(1)) && closed();
        let before = || apposed().then(|| name(range.start.checked_sub(2)?, true)).flatten();
        let after = || name(range.end, false);
        let after_comma = || {
            let found = comma(Some(range.end)).then(|| name(range.end + 1, false)).flatten()?;
            let end = text.tokens_at(found.span).end;
            text.tokens.get(end).is_none_or(|token| token.is(",") || token.is(".") || token.is("'s")).then_some(found)
        };
        let found = before().or_else(after).or_else(after_comma)?;
        self.groups.iter().position(|group| group.mentions.iter().any(|mention| mention.span == found.span))
    }

    /// The name that a phrase says the kind of: "the Vardan movement".
    fn sort_of(&self, phrase: &Phrase) -> Option<usize> {
        let before = phrase.head.checked_sub(1)?;
        let sort = self.lexicon.heads.sort.contains(self.text.tokens[phrase.head].lower.as_ref());
        let end = self.text.tokens[before].span.end;
        let fits = |name: &&Mention| {
            name.span.end == end && !matches!(name.name_type, NameType::Gpe | NameType::Loc | NameType::Per)
        };
        let name = self.names.iter().filter(|_| sort).find(fits)?;
        let people = self.lexicon.is_people(&fold(self.text.words(name.span)));
        self.groups.iter().filter(|_| !people).position(|group| group.mentions.iter().any(|m| m.span == name.span))
    }

    fn is_determiner(&self, at: usize) -> bool {
        self.lexicon.kinds.determiner.contains(self.text.tokens[at].lower.as_ref())
    }

    fn opening(&self, at: usize) -> Opening {
        match self.text.tokens[at].lower.as_ref() {
            "the" | "this" | "that" | "these" | "those" => Opening::Definite,
            "his" | "her" | "its" | "their" | "our" => Opening::Possessive,
            "a" | "an" | "one" | "another" => Opening::Indefinite,
            _ => Opening::Bare,
        }
    }

    /// Whether the phrase is a name with its titles: a person's name inside, or a name at its end that nothing hangs on.
    pub fn is_named(&self, span: Span) -> bool {
        let inside = self.names.iter().filter(|name| span.contains(name.span) || name.span.contains(span));
        inside.clone().any(|name| name.name_type == NameType::Per || name.span.contains(span))
            || inside.into_iter().any(|name| {
                let head = Span::new(span.start, name.span.start.max(span.start));
                let hangs = |word: &str| {
                    matches!(word, "of" | "for" | "in" | "at" | "from" | "with" | "to" | "on" | "near" | "by")
                };
                name.span.end == span.end
                    && name.name_type != NameType::Norp
                    && !self.text.tokens_at(head).any(|at| hangs(&self.text.tokens[at].lower))
            })
    }

    /// A body, a group or one person, by the head of a phrase whose noun is on no list.
    fn kind_of(&self, span: Span) -> NameType {
        let range = self.text.tokens_at(span);
        let hangs = |at: &usize| {
            matches!(
                self.text.tokens[*at].lower.as_ref(),
                "of" | "for" | "in" | "at" | "from" | "who" | "with" | "," | "to" | "on" | "near" | "by"
            )
        };
        let end = range.clone().find(hangs).filter(|&end| end > range.start).unwrap_or(range.end);
        let head = self.text.tokens[end - 1].lower.as_ref();
        let kinds = &self.lexicon.kinds;
        let plural = head.ends_with('s') && !head.ends_with("ss") || kinds.group.contains(head);
        let joined = (range.start..range.end).any(|at| self.text.tokens[at].is("and"));
        match (kinds.body.contains(head), plural || joined) {
            (true, _) => NameType::Org,
            (false, true) => NameType::Group,
            (false, false) if self.text.tokens[end - 1].is_capitalised() => NameType::Org,
            (false, false) => NameType::Per,
        }
    }
}

/// What the text says of a named one: titles and appositions of a person, the sort of body it is.
pub fn described(text: &Text<'_>, group: &Group, lexicon: &ActorLexicon) -> Vec<Key> {
    let names = group.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
    let mut keys: Vec<Key> = Vec::new();
    for name in names {
        let own = (group.name_type != NameType::Per).then(|| text.tokens_at(name.span));
        let ranges = [super::traits::before(text, name, lexicon), super::traits::after(text, name, lexicon)];
        let around = ranges.into_iter().flatten().map(|span| to_noun(text, text.tokens_at(span), lexicon));
        for range in around.chain(own) {
            let person = |key: &Key| match group.name_type {
                NameType::Per => key.noun.kind == NameType::Per,
                NameType::Org => key.noun.kind == NameType::Org,
                _ => key.noun.kind != NameType::Per,
            };
            keys.extend(key(text, range, lexicon).filter(person).filter(|key| !keys.contains(key)));
        }
    }
    keys
}

/// The words up to the last noun before what hangs on it: "government commissioner" of "government commissioner responsible for ports".
fn to_noun(text: &Text<'_>, range: Range<usize>, lexicon: &ActorLexicon) -> Range<usize> {
    let hangs = |at: &usize| {
        matches!(
            text.tokens[*at].lower.as_ref(),
            "of" | "for" | "in" | "at" | "from" | "who" | "with" | "to" | "on" | "and"
        )
    };
    let stop = range.clone().find(hangs).unwrap_or(range.end);
    let noun = (range.start..stop).rev().find(|&at| lexicon.heads.noun(&text.tokens[at].lower).is_some());
    match noun {
        Some(noun) if noun + 1 < stop => range.start..noun + 1,
        _ => range,
    }
}

/// Joins named bodies that are the same by what is said of them, not by their words: "Norlandish Government" and
/// "Government of Norland".
pub fn join_alike(groups: &mut Vec<Group>) {
    let mut at = 0;
    while at < groups.len() {
        let said = |key: &&Key| !key.names.is_empty();
        let bodies = |other: usize| [at, other].iter().all(|&at| groups[at].name_type != NameType::Per);
        let alike = |other: usize| groups[other].keys.iter().filter(said).any(|key| groups[at].keys.contains(key));
        // "Senate" after "Norland Senate", when there is no other.
        let bare = |group: &Group| group.is_named() && !group.keys.is_empty() && group.keys.iter().all(Key::is_plain);
        let fuller = |other: &usize| {
            groups[*other].first() < groups[at].first()
                && groups[*other].name_type == NameType::Org
                && groups[*other].keys.iter().any(|key| groups[at].keys.iter().any(|bare| key.fits(bare)))
        };
        let only = || {
            let mut fitting = (0..groups.len()).filter(|other| *other != at).filter(fuller);
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let bare = groups[at].name_type == NameType::Org && bare(&groups[at]);
        let same = (0..at).find(|&other| bodies(other) && alike(other)).or_else(|| bare.then(only).flatten());
        match same {
            Some(other) => {
                let group = groups.remove(at);
                groups[other - usize::from(other > at)].absorb(group);
            }
            None => at += 1,
        }
    }
}
