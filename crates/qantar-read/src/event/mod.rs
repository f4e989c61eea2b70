//! Accounts of events: triggers, roles, place and time, figures; then one happening, one account.
//!
//! The encoder says which words tell an event and who stands in which role of it ([`trigger`], [`role`]). Where and when
//! are toponyms and time expressions of the layers before, bound by the encoder or inherited in a stated order ([`bind`]).
//! How many is a number read by grammar; the encoder says what it counts and to which event it belongs ([`figure`]). Whether
//! it is a part of another, withdrawn, and when it was given is grammar again ([`part`], [`withdrawn`], [`given`]).
//! [`fold`] makes one account of the tellings of one happening, which [`same`] knows.

pub mod bind;
pub mod figure;
pub mod fold;
pub mod given;
pub mod part;
pub mod phrases;
pub mod role;
pub mod same;
pub mod trigger;
pub mod withdrawn;

use crate::confidence::Line;
use crate::data::{self, DataError};
use crate::infer::{Head, Role, RoleScores, Signals, Thing};
use crate::phrase::{Class, WordClasses};
use crate::term::PlainWords;
use crate::text::{Text, TextSentence, Token};
use bind::Binder;
use figure::{Count, FigureWords};
use given::Giving;
use part::{Part, Whole};
use qantar_record::{
    Account, AccountId, Argument, Claim, Counted, EventType, Figure, Mention, NameType, Ontology, Producer, Read, Span,
    Stage, Timex, Toponym,
};
use same::{Same, Voices, Words};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use trigger::Trigger;

/// The version of the event stage; a change of meaning in code, data or weights raises it.
pub const VERSION: u32 = 8;

/// What the event stage knows beside the encoder.
#[derive(Clone, Debug)]
pub struct EventLexicon {
    /// Numbers with their hedges.
    pub figures: FigureWords,
    /// Closed classes of words.
    pub words: WordClasses,
    /// Words without a term.
    pub plain: PlainWords,
    /// Words right before a place where something happens.
    pub locative: HashSet<String>,
    /// Words that say that something is the first or greatest of its kind since a day.
    pub records: HashSet<String>,
    /// Types of acts that are a whole country's where no place is told.
    pub nationwide: HashSet<EventType>,
    /// For each type, the figures that make sense.
    pub counts: HashMap<EventType, Vec<Counted>>,
    /// Which tellings are of one happening.
    pub same: Same,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BindFile {
    locative: HashSet<String>,
    records: HashSet<String>,
    nationwide: HashSet<EventType>,
}

impl EventLexicon {
    /// The built-in tables, `data/event/`.
    pub fn builtin(ontology: &Ontology) -> Result<Self, DataError> {
        let BindFile { locative, records, nationwide } = data::toml("event/bind.toml")?;
        Ok(EventLexicon {
            figures: FigureWords::builtin()?,
            words: WordClasses::builtin()?,
            plain: PlainWords::builtin()?,
            locative,
            records,
            nationwide,
            counts: ontology.types().map(|entry| (entry.code.clone(), entry.counts.clone())).collect(),
            same: Same::builtin()?,
        })
    }
}

/// What the event stage reads beside the text: the layers laid before it.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// Names.
    pub names: &'a [Mention],
    /// Time expressions.
    pub times: &'a [Timex],
    /// Toponyms.
    pub places: &'a [Toponym],
    /// Who says what.
    pub claims: &'a [Claim],
}

/// One telling of an event: an account before folding.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it tells.
    pub account: Account,
    /// The trigger's tokens.
    pub tokens: Range<usize>,
    /// The words that it is compared with others by.
    pub words: Words,
}

/// Finds accounts of events. One happening told in several sentences is one account.
pub fn accounts(
    text: &Text<'_>,
    signals: &Signals<'_>,
    layers: Layers<'_>,
    lexicon: &EventLexicon,
    line: Line,
) -> Read<Vec<Account>> {
    let reader = Reader::new(text, signals, layers, lexicon, line);
    let chance = |later: &Told, earlier: &Told| lexicon.same.chance(later, earlier, link(signals, later, earlier));
    let mut accounts = fold::fold(reader.tellings(), lexicon.same.least, chance, |span| text.words(span));
    for account in &mut accounts {
        account.terms = reader.terms(account);
    }
    Read::clean(accounts)
}

/// The tellings of a report before folding, in the order of the text, and for any two that can be of one happening what speaks for it:
/// the later, the earlier, the voices. What `eval/same.py` fits on.
pub fn tellings(
    text: &Text<'_>,
    signals: &Signals<'_>,
    layers: Layers<'_>,
    lexicon: &EventLexicon,
    line: Line,
) -> (Vec<Told>, Vec<(usize, usize, Voices)>) {
    let told = Reader::new(text, signals, layers, lexicon, line).tellings();
    let mut pairs = Vec::new();
    for (at, later) in told.iter().enumerate() {
        let can_be = |(_, earlier): &(usize, &Told)| same::can_be(&earlier.account, &later.account);
        let voices =
            |(before, earlier): (usize, &Told)| (at, before, Voices::of(later, earlier, link(signals, later, earlier)));
        pairs.extend(told[..at].iter().enumerate().filter(can_be).map(voices));
    }
    (told, pairs)
}

/// The encoder's probability that the later of two tells what the earlier does.
fn link(signals: &Signals<'_>, later: &Told, earlier: &Told) -> f32 {
    signals.same(Thing::Event, later.tokens.clone(), earlier.tokens.clone())
}

/// So many bytes back a pronoun looks for whom it stands for. A guess, 2026-11-23.
const PRONOUN_REACH: usize = 400;

/// So many tokens before a trigger its subject is looked for when the encoder found none.
const PRONOUN_BEFORE: usize = 4;

/// A number is a figure of an event when the encoder says that it counts something, from this probability on.
const COUNTS: f32 = 0.1;

/// And belongs to an event from this probability on. Both chosen on the development gold.
const BELONGS: f32 = 0.2;

/// What the encoder's labels of figures mean; the first is none.
const COUNTED: [Counted; 5] =
    [Counted::Killed, Counted::Injured, Counted::Detained, Counted::Participants, Counted::Other];

/// What a number counts and the trigger it belongs to, if it belongs to one.
type Owner = Option<(Counted, usize)>;

struct Reader<'a, 'd> {
    text: &'a Text<'d>,
    signals: &'a Signals<'a>,
    layers: Layers<'a>,
    lexicon: &'a EventLexicon,
    line: Line,
    binder: Binder<'a, 'd>,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(
        text: &'a Text<'d>,
        signals: &'a Signals<'a>,
        layers: Layers<'a>,
        lexicon: &'a EventLexicon,
        line: Line,
    ) -> Self {
        Reader { text, signals, layers, lexicon, line, binder: Binder::new(text, layers, lexicon) }
    }

    /// The tellings with their slots and figures.
    fn tellings(&self) -> Vec<Told> {
        let telling = self.text.sentences.iter().enumerate().filter(|(_, sentence)| sentence.kind.tells());
        let triggers: Vec<Trigger> =
            telling.flat_map(|(number, sentence)| trigger::triggers(sentence, number, self.signals)).collect();
        let heads: Vec<usize> = triggers.iter().map(|trigger| trigger.tokens.start).collect();
        let scores = self.signals.roles(&heads);
        let mut told: Vec<Told> =
            triggers.iter().zip(&scores).map(|(trigger, scores)| self.told(trigger, scores)).collect();
        let parts = self.count(&mut told, &triggers, &scores);
        self.refer(&mut told, &parts);
        self.raise(&mut told);
        self.withdraw(&mut told);
        self.date(&mut told);
        let sure = self.line.apply(trigger::SURE);
        told.retain(|told| told.account.confidence >= sure || !told.account.figures.is_empty());
        told
    }

    fn told(&self, trigger: &Trigger, scores: &RoleScores) -> Told {
        let sentence = &self.text.sentences[trigger.sentence];
        let by = Producer::new(Stage::Event, VERSION, "encoder");
        let arguments = |role| {
            let found = role::arguments(self.text, self.layers.names, scores, role, &sentence.tokens);
            let argument = |tokens| Some(Argument { span: self.resolved(tokens)?, by: by.clone() });
            found.into_iter().filter_map(argument).collect::<Vec<_>>()
        };
        let (mut actors, mut targets) = (arguments(Role::Actor), arguments(Role::Target));
        if let Some((span, acts)) = self.pronoun(sentence, trigger) {
            let side = if acts { &mut actors } else { &mut targets };
            if side.is_empty() {
                side.push(Argument { span, by: Producer::new(Stage::Event, VERSION, "pronoun") });
            }
        }
        let time = self.binder.time(sentence, scores, trigger.status);
        let account = Account {
            id: AccountId(0),
            event_type: trigger.event_type.clone(),
            mode: trigger.mode.clone(),
            status: trigger.status,
            trigger: self.text.span_of(trigger.tokens.clone()),
            sentence: sentence.span,
            retold: Vec::new(),
            actors,
            targets,
            place: self.binder.place(sentence, &trigger.event_type, scores, time.as_ref()),
            time,
            figures: Vec::new(),
            terms: Vec::new(),
            confidence: self.line.apply(trigger.chance),
            by: by.clone(),
        };
        let words = Words::of(self.text, &trigger.tokens, &account.targets);
        Told { account, tokens: trigger.tokens.clone(), words }
    }

    /// The pronoun right before a verb that tells an event: whom it stands for, and whether it acts ("he urged") or suffers
    /// ("he was shot"). "I" and "we" stand for who says the words.
    fn pronoun(&self, sentence: &TextSentence, trigger: &Trigger) -> Option<(Span, bool)> {
        let first = sentence.tokens.start.max(trigger.tokens.start.saturating_sub(PRONOUN_BEFORE));
        let before = &self.text.tokens[first..trigger.tokens.start];
        let classes = self.lexicon.words.classify(before, |_| false);
        let open = |class: &Class| matches!(class, Class::Be | Class::Auxiliary | Class::Adverb | Class::Pronoun);
        let start = classes.iter().rposition(|class| !open(class)).map_or(0, |at| at + 1);
        let at = (start..before.len()).find(|&at| classes[at] == Class::Pronoun)?;
        let acts = !classes[at..].contains(&Class::Be) || self.text.tokens[trigger.tokens.start].lower.ends_with("ing");
        let span = match before[at].lower.as_ref() {
            "i" | "we" => {
                let over = self.layers.claims.iter().filter(|claim| claim.content.contains(before[at].span));
                over.min_by_key(|claim| claim.content.len())?.source.span
            }
            _ => before[at].span,
        };
        Some((self.resolved(self.text.tokens_at(span))?, acts))
    }

    /// Gives every number that counts what an event did to the trigger it belongs to. What is left are the parts of what a
    /// sentence before told, with the trigger that the encoder gives them, if any.
    fn count(&self, told: &mut [Told], triggers: &[Trigger], scores: &[RoleScores]) -> Vec<(Count, Owner)> {
        let mut parts = Vec::new();
        for sentence in self.text.sentences.iter().filter(|sentence| sentence.kind.tells()) {
            let counts = self.counts(sentence);
            let mut owners: Vec<Owner> = Vec::with_capacity(counts.len());
            for count in &counts {
                let before = owners.last().copied().flatten().filter(|_| count.listed && self.counted(count).is_some());
                owners.push(self.owner(count, triggers, scores).or(before));
            }
            let whole = |part: &Part| owners[counts.iter().position(|c| Whole::At(c.tokens.start) == part.whole)?];
            for (count, own) in counts.iter().zip(&owners) {
                if count.part.as_ref().is_some_and(|part| part.whole == Whole::Before) {
                    parts.push((count.clone(), *own));
                } else if let Some((what, owner)) = count.part.as_ref().and_then(whole).or(*own) {
                    told[owner].account.figures.push(self.figure(count, what, "figure"));
                }
            }
        }
        parts
    }

    /// Gives parts of what was told in a sentence before ("two of the dead were officers") to the event that the encoder says,
    /// else to the last one with a figure of their kind. What they count is what such a figure does.
    fn refer(&self, told: &mut [Told], parts: &[(Count, Owner)]) {
        for (count, own) in parts {
            let last = last_figure(told, count.what, self.text.span_of(count.tokens.clone()));
            let last = last.map(|(owner, at)| (told[owner].account.figures[at].what, owner));
            let what = last.or(*own).map(|(what, _)| what);
            if let (Some(what), Some((_, owner))) = (what, own.or(last)) {
                told[owner].account.figures.push(self.figure(count, what, "figure-part"));
            }
        }
    }

    /// Gives a "higher than that" to the last event told before it with a figure of its kind.
    fn raise(&self, told: &mut [Told]) {
        for sentence in self.text.sentences.iter().filter(|sentence| sentence.kind.tells()) {
            let tokens = self.text.tokens_of(sentence);
            let Some(count) = self.lexicon.figures.higher(tokens, &self.classes(sentence)) else { continue };
            let count = count.moved(sentence.tokens.start);
            let span = self.text.span_of(count.tokens.clone());
            if let Some((owner, at)) = last_figure(told, count.what, span) {
                let figures = &mut told[owner].account.figures;
                figures.push(self.figure(&count, figures[at].what, "figure-higher"));
            }
        }
    }

    /// Marks the figures that the report says were withdrawn. One that it tells nowhere else is a figure of the event whose
    /// toll was told last.
    fn withdraw(&self, told: &mut [Told]) {
        for sentence in self.text.sentences.iter().filter(|sentence| sentence.kind.tells()) {
            let (tokens, classes) = (self.text.tokens_of(sentence), self.classes(sentence));
            let counts = self.lexicon.figures.counts(tokens, &classes);
            for replaced in self.lexicon.figures.replaced(tokens, &classes, &counts) {
                let span = self.text.span_of(counts[replaced].clone().moved(sentence.tokens.start).tokens);
                let figures = told.iter_mut().flat_map(|told| &mut told.account.figures);
                figures.filter(|figure| figure.span == span).for_each(|figure| figure.withdrawn = true);
            }
            let Some(withdrawal) = self.lexicon.figures.withdrawal(tokens, &classes, &counts) else { continue };
            let noun = tokens[withdrawal.noun].span;
            match withdrawal.count.map(|at| counts[at].clone().moved(sentence.tokens.start)) {
                Some(count) => self.withdraw_number(told, &count),
                None => {
                    let what = self.lexicon.figures.counted(tokens[withdrawal.noun].lower.as_ref());
                    if let Some((owner, at)) = self.given_by(told, what, sentence.span, noun) {
                        told[owner].account.figures[at].withdrawn = true;
                    }
                }
            }
        }
    }

    fn withdraw_number(&self, told: &mut [Told], count: &Count) {
        let span = self.text.span_of(count.tokens.clone());
        let figures = told.iter_mut().flat_map(|told| &mut told.account.figures);
        let same =
            figures.filter(|figure| (figure.low, figure.high) == (count.low, count.high) && figure.part.is_none());
        let marked = same.map(|figure| figure.withdrawn = true).count();
        if marked > 0 {
            return;
        }
        if let Some((owner, at)) = last_figure(told, count.what, span) {
            let what = told[owner].account.figures[at].what;
            let figure = self.figure(count, what, "figure-withdrawn");
            told[owner].account.figures.push(Figure { withdrawn: true, ..figure });
        }
    }

    /// The last figure told before `noun` by somebody whom the sentence names again, else the last one.
    fn given_by(&self, told: &[Told], what: Option<Counted>, sentence: Span, noun: Span) -> Option<(usize, usize)> {
        let again = |figure: &Figure| {
            let claim = self.layers.claims.iter().find(|claim| claim.content.contains(figure.span))?;
            let head = &self.text.tokens[self.text.tokens_at(claim.source.span).end.checked_sub(1)?].lower;
            let mut named = self.text.tokens[self.text.tokens_at(sentence)].iter();
            named.find(|token| token.lower == *head)
        };
        let fits = figures_before(told, what, noun);
        let same = fits.clone().filter(|&(owner, at)| again(&told[owner].account.figures[at]).is_some());
        let place = |&(owner, at): &(usize, usize)| told[owner].account.figures[at].span;
        same.max_by_key(place).or_else(|| fits.max_by_key(place))
    }

    /// Sets the day each figure was given, where the report tells.
    fn date(&self, told: &mut [Told]) {
        let figures = &self.lexicon.figures;
        let giving = Giving { text: self.text, layers: self.layers, words: &figures.given, tolls: &figures.tolls };
        for figure in told.iter_mut().flat_map(|told| &mut told.account.figures) {
            figure.as_of = giving.day(figure.span, |sentence| self.classes(sentence));
        }
    }

    /// The terms of the sentences that tell an account, each once, ascending; words of time left out, which the days say.
    fn terms(&self, account: &Account) -> Vec<u32> {
        let triggers = account.retold.iter().chain([&account.trigger]);
        let sentences: BTreeSet<usize> = triggers.filter_map(|&trigger| self.text.sentence_at(trigger)).collect();
        let told = sentences.into_iter().flat_map(|at| {
            let sentence = &self.text.sentences[at];
            let (tokens, classes) = (self.text.tokens_of(sentence), self.classes(sentence));
            let timeless = tokens.iter().zip(classes).filter(|(_, class)| *class != Class::Time);
            let timeless: Vec<Token<'_>> = timeless.map(|(token, _)| token.clone()).collect();
            self.lexicon.plain.terms(&timeless).collect::<Vec<_>>()
        });
        BTreeSet::from_iter(told).into_iter().collect()
    }

    fn classes(&self, sentence: &TextSentence) -> Vec<Class> {
        let first = self.layers.times.partition_point(|time| time.span.end <= sentence.span.start);
        let times = self.layers.times[first..].iter().take_while(|time| time.span.start < sentence.span.end);
        let is_time = |token: &Token<'_>| times.clone().any(|time| time.span.contains(token.span));
        self.lexicon.words.classify(self.text.tokens_of(sentence), is_time)
    }

    /// The numbers of a sentence; tokens are the document's.
    fn counts(&self, sentence: &TextSentence) -> Vec<Count> {
        let counts = self.lexicon.figures.counts(self.text.tokens_of(sentence), &self.classes(sentence));
        counts.into_iter().map(|count| count.moved(sentence.tokens.start)).collect()
    }

    /// What a number counts and the trigger it belongs to, if it belongs to one.
    fn owner(&self, count: &Count, triggers: &[Trigger], scores: &[RoleScores]) -> Owner {
        let counted = self.counted(count)?;
        let what = count.what.unwrap_or(counted);
        let can_have = |trigger: &Trigger| {
            self.lexicon.counts.get(&trigger.event_type).is_some_and(|counts| counts.contains(&what))
        };
        let fits = triggers.iter().zip(scores).enumerate().filter(|(_, (trigger, _))| can_have(trigger));
        let belongs = |scores: &RoleScores| scores.mean(Role::Count, count.tokens.clone());
        let best = fits.map(|(at, (_, scores))| (at, belongs(scores))).max_by(|(_, a), (_, b)| a.total_cmp(b));
        let (owner, chance) = best?;
        (chance >= BELONGS).then_some((what, owner))
    }

    /// What the encoder says that a number counts, if anything.
    fn counted(&self, count: &Count) -> Option<Counted> {
        let chances = self.signals.mean(Head::Figure, count.tokens.clone());
        let (label, _) = trigger::best(&chances[1..])?;
        (chances[1..].iter().sum::<f32>() >= COUNTS).then_some(COUNTED[label])
    }

    fn figure(&self, count: &Count, what: Counted, rule: &str) -> Figure {
        Figure {
            what,
            span: self.text.span_of(count.tokens.clone()),
            low: count.low,
            high: count.high,
            part: count.part.as_ref().map(|part| self.text.span_of(part.words.clone())),
            withdrawn: false,
            as_of: None,
            by: Producer::new(Stage::Event, VERSION, rule),
        }
    }

    /// The words of an argument. "He" and "she" become the person named last before; other pronouns say nothing.
    fn resolved(&self, tokens: Range<usize>) -> Option<Span> {
        let span = self.text.span_of(tokens.clone());
        let class = self.lexicon.words.classify(&self.text.tokens[tokens.clone()], |_| false)[0];
        if tokens.len() > 1 || !matches!(class, Class::Pronoun | Class::Determiner | Class::Relative) {
            return Some(span);
        }
        if !matches!(self.text.tokens[tokens.start].lower.as_ref(), "he" | "she" | "him" | "her") {
            return None;
        }
        let before = self.layers.names.partition_point(|name| name.span.end <= span.start);
        let person = self.layers.names[..before].iter().rev().find(|name| name.name_type == NameType::Per)?;
        (span.start - person.span.end < PRONOUN_REACH).then_some(person.span)
    }
}

/// The figures told before `at`, as told and figure, which are no part and count `what`, or harm where that is not known.
fn figures_before(
    told: &[Told],
    what: Option<Counted>,
    at: Span,
) -> impl DoubleEndedIterator<Item = (usize, usize)> + Clone {
    let fits = move |figure: &Figure| {
        let harm = matches!(figure.what, Counted::Killed | Counted::Injured | Counted::Detained);
        figure.part.is_none() && figure.span.start < at.start && what.map_or(harm, |what| what == figure.what)
    };
    let of_told = move |(owner, told): (usize, &Told)| {
        let figures = told.account.figures.iter().enumerate().filter(|(_, figure)| fits(figure));
        figures.map(|(at, _)| (owner, at)).collect::<Vec<_>>()
    };
    let before = told.iter().enumerate().filter(move |(_, told)| told.account.trigger.start < at.start);
    before.flat_map(of_told).collect::<Vec<_>>().into_iter()
}

/// The last figure of the last event told before `at` that has one counting `what`.
fn last_figure(told: &[Told], what: Option<Counted>, at: Span) -> Option<(usize, usize)> {
    figures_before(told, what, at).next_back()
}
