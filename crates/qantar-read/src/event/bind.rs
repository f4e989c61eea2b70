//! Where and when: the toponym and the time expression that belong to a trigger, its own or inherited.

use super::same::place_holds;
use super::{EventLexicon, Layers, VERSION};
use crate::infer::{Role, RoleScores};
use crate::text::{Text, TextSentence, Token, TokenKind};
use jiff::ToSpan;
use qantar_record::{
    EventPlace, EventTime, EventType, Interval, Place, Precision, Producer, Span, Stage, Status, Timex, Toponym,
};
use std::collections::HashMap;

/// What the sentences of a report can inherit from.
#[derive(Debug)]
pub struct Binder<'a, 'd> {
    text: &'a Text<'d>,
    places: &'a [Toponym],
    times: &'a [Timex],
    lexicon: &'a EventLexicon,
    /// The place that the report as a whole is about, if it names one.
    main: Option<&'a Toponym>,
}

/// So many sentences are the lead. A guess, 2026-11-23.
const LEAD: usize = 4;

/// A report that names a country more often than this, and twice as often as the place it was filed from, is about the
/// country. A guess, 2026-11-23.
const OFTEN: usize = 8;

/// What happened more than so many days ago is history to a report. A guess, 2026-11-30.
const LATELY: i64 = 60;

/// So many words before "since" may say that something is the first or greatest since. A guess, 2026-11-30.
const RECORD: usize = 6;

/// The encoder is sure that words are the place or the time of an event from this probability on.
const SURE: f32 = 0.5;

/// In the trigger's own sentence the likeliest place counts from here on.
const PERHAPS: f32 = 0.1;

/// A place where things happen and a time, in the same sentence, count from here on: any but what is surely another's.
/// All three chosen on the development gold.
const LEAST: f32 = 0.02;

impl<'a, 'd> Binder<'a, 'd> {
    /// Looks at a report once.
    pub fn new(text: &'a Text<'d>, layers: Layers<'a>, lexicon: &'a EventLexicon) -> Self {
        let Layers { places, times, .. } = layers;
        let mut binder = Binder { text, places, times, lexicon, main: None };
        let main = main_place(text, places).or_else(|| binder.lead_place()).or_else(|| most_named(places));
        binder.main = main.map(|main| binder.around(main));
        binder
    }

    /// Where the event that `scores` are of took place: the toponym that the encoder gives it, in the trigger's sentence or
    /// near it; else the nearest place of the paragraph where something happens, else the nearest at all; else what the report is about. `time` is
    /// when: of what lies far back, and of an act of the whole country, the report's own place says no more than the country.
    pub fn place(
        &self,
        sentence: &TextSentence,
        event_type: &EventType,
        scores: &RoleScores,
        time: Option<&EventTime>,
    ) -> Option<EventPlace> {
        let chance = |toponym: &Toponym| self.chance(scores, Role::Place, toponym.span);
        let specific = |toponym: &Toponym| toponym.place.as_ref().map(|place| std::cmp::Reverse(place.precision));
        let itself = |toponym: &Toponym| !self.modifies(toponym.span);
        let inside = |toponym: &&Toponym| sentence.span.contains(toponym.span);
        let sure = self.places.iter().filter(inside).filter(|toponym| chance(toponym) >= SURE);
        if let Some(own) =
            sure.max_by_key(|toponym| (itself(toponym), specific(toponym), std::cmp::Reverse(toponym.span)))
        {
            return Some(event_place(own, false, "own-place"));
        }
        let best = |least: f32, of: &dyn Fn(&&Toponym) -> bool| {
            let fits = self.places.iter().filter(of).filter(|toponym| chance(toponym) >= least);
            fits.max_by(|a, b| chance(a).total_cmp(&chance(b)))
        };
        let own = best(PERHAPS, &|toponym| inside(toponym) && itself(toponym)).or_else(|| best(PERHAPS, &inside));
        if let Some(own) = own {
            return Some(event_place(own, false, "own-place"));
        }
        let located = |toponym: &&Toponym| inside(toponym) && !toponym.metonymic && self.is_locative(toponym.span);
        if let Some(own) = best(LEAST, &located) {
            return Some(event_place(own, false, "sentence-place"));
        }
        if let Some(near) = best(SURE, &|_| true) {
            return Some(event_place(near, true, "near-place"));
        }
        let nationwide = self.lexicon.nationwide.contains(event_type);
        let earlier = || {
            let located = self.earlier_in_block(sentence).find_map(|earlier| self.place_in(earlier));
            located.or_else(|| self.earlier_in_block(sentence).find_map(|earlier| self.last_named(earlier)))
        };
        if let Some(place) = (!nationwide).then(earlier).flatten() {
            return Some(event_place(place, true, "paragraph-place"));
        }
        let main = self.main?;
        let wide = nationwide || time.is_some_and(|time| self.is_past(time));
        let country = wide.then(|| self.country_of(main)).flatten();
        Some(
            country
                .map_or_else(|| event_place(main, true, "report-place"), |it| event_place(it, true, "report-country")),
        )
    }

    /// The last toponym of a sentence that stands for the place itself.
    fn last_named(&self, sentence: &TextSentence) -> Option<&'a Toponym> {
        self.places.iter().rfind(|place| sentence.span.contains(place.span) && !place.metonymic)
    }

    /// Whether a time of its own lies far back from the day of the report.
    fn is_past(&self, time: &EventTime) -> bool {
        let (Some(end), Some(day)) = (time.interval.to, self.text.document.anchor()) else {
            return false;
        };
        !time.inherited && end.saturating_add(LATELY.days()) < day
    }

    /// A building is where one thing happened: what a report is about is the town around it, else its country, where it names them.
    fn around(&self, main: &'a Toponym) -> &'a Toponym {
        let Some(site) = main.place.as_ref().filter(|place| place.precision == Precision::Site) else {
            return main;
        };
        let holds = |place: &Place| place.precision == Precision::Town && place_holds(place, site);
        let town = self.places.iter().find(|toponym| toponym.place.as_ref().is_some_and(holds));
        town.or_else(|| self.country_of(main)).unwrap_or(main)
    }

    /// Where the report names the country that a place lies in.
    fn country_of(&self, of: &Toponym) -> Option<&'a Toponym> {
        let country = of.place.as_ref()?.country.as_ref()?;
        let is_it = |place: &Place| place.precision == Precision::Country && place.country.as_ref() == Some(country);
        self.places.iter().find(|toponym| toponym.place.as_ref().is_some_and(is_it))
    }

    /// The mean probability that the words at `span` stand in a role.
    fn chance(&self, scores: &RoleScores, role: Role, span: Span) -> f32 {
        scores.mean(role, self.text.tokens_at(span))
    }

    /// The most specific toponym of a sentence where something takes place.
    fn place_in(&self, sentence: &TextSentence) -> Option<&'a Toponym> {
        // A subject or a bare modifier ("Almaty police") tells whose, not where.
        let inside = self.places.iter().filter(|p| sentence.span.contains(p.span) && !p.metonymic);
        let located = inside.filter(|place| self.is_locative(place.span));
        located.min_by_key(|toponym| (toponym.place.as_ref().map(|place| place.precision), toponym.span))
    }

    fn is_locative(&self, span: Span) -> bool {
        let at = self.text.tokens_at(span).start;
        let before = self.text.tokens[..at].iter().rev().find(|t| !matches!(t.lower.as_ref(), "the" | "nearby"));
        before.is_some_and(|token| self.lexicon.locative.contains(token.lower.as_ref())) && !self.modifies(span)
    }

    /// Whether a name or noun hangs on the toponym: "Almaty police", "Russia's president".
    fn modifies(&self, span: Span) -> bool {
        let end = self.text.tokens_at(span).end;
        let next = self.text.tokens.get(end).filter(|token| token.span.start <= span.end + 1);
        next.is_some_and(|token| {
            token.kind == TokenKind::Clitic
                || token.is("-")
                || (token.kind == TokenKind::Word && self.lexicon.words.is_nominal(token))
        })
    }

    /// The most specific place where something happens in the first sentences.
    fn lead_place(&self) -> Option<&'a Toponym> {
        let lead = self.text.sentences.iter().filter(|sentence| sentence.kind.tells()).take(LEAD);
        let told = lead.filter_map(|sentence| {
            let inside = self.places.iter().filter(|p| sentence.span.contains(p.span) && !p.metonymic);
            inside.filter(|p| self.is_locative(p.span)).min_by_key(|p| p.place.as_ref().map(|place| place.precision))
        });
        told.filter(|p| p.place.is_some()).min_by_key(|p| p.place.as_ref().map(|place| place.precision))
    }

    /// When the event that `scores` are of took place: the time expression that the encoder gives it; else, for what
    /// happened, the last day told before it in the paragraph.
    pub fn time(&self, sentence: &TextSentence, scores: &RoleScores, status: Status) -> Option<EventTime> {
        let chance = |timex: &Timex| self.chance(scores, Role::Time, timex.span);
        let best = |least: f32, of: &dyn Fn(&&Timex) -> bool| {
            let fits = self.times.iter().filter(|t| is_dated(t)).filter(of).filter(|timex| chance(timex) >= least);
            fits.max_by(|a, b| chance(a).total_cmp(&chance(b)))
        };
        let inside = |timex: &&Timex| sentence.span.contains(timex.span);
        if let Some(own) = best(LEAST, &inside) {
            return Some(self.event_time(own, chance(own) >= SURE, false, "own-time"));
        }
        if let Some(near) = best(SURE, &|_| true) {
            return Some(self.event_time(near, true, true, "near-time"));
        }
        if status != Status::Happened {
            return None;
        }
        self.earlier_in_block(sentence).find_map(|earlier| {
            let time = self.times.iter().rfind(|t| earlier.span.contains(t.span) && is_dated(t))?;
            Some(self.event_time(time, false, true, "paragraph-time"))
        })
    }

    /// The time of an event. What has surely gone on since a day goes on until the report; "the deadliest since 2019" has not.
    fn event_time(&self, timex: &Timex, sure: bool, inherited: bool, rule: &str) -> EventTime {
        let before = self.text.tokens_at(timex.span).start.checked_sub(1);
        let is_record = |token: &Token<'_>| self.lexicon.records.contains(token.lower.as_ref());
        let since = |at: usize| {
            self.text.tokens[at].is("since") && !self.text.tokens[at.saturating_sub(RECORD)..at].iter().any(is_record)
        };
        let goes_on = sure && before.is_some_and(since);
        let day = self.text.document.anchor();
        let day = day.filter(|day| goes_on && timex.interval.from.is_some_and(|from| from <= *day));
        let interval = Interval { to: day.or(timex.interval.to), ..timex.interval };
        let by = Producer::new(Stage::Event, VERSION, rule);
        EventTime { span: timex.span, interval, grain: timex.grain, inherited, by }
    }

    /// Earlier sentences of the same block, the nearest first.
    fn earlier_in_block(&self, sentence: &TextSentence) -> impl Iterator<Item = &'a TextSentence> + use<'a, 'd> {
        let block = sentence.block;
        let at = self.text.sentences.partition_point(|s| s.span.start < sentence.span.start);
        self.text.sentences[..at].iter().rev().take_while(move |s| s.block == block)
    }
}

fn is_dated(time: &Timex) -> bool {
    time.interval.from.is_some() || time.interval.to.is_some()
}

/// The most specific place that the title names, as long as the text names it too.
fn title_place<'a>(text: &Text<'_>, places: &'a [Toponym]) -> Option<&'a Toponym> {
    let title = text.document.title()?;
    let in_title = |name: &str| {
        title.match_indices(name).any(|(at, _)| !title[at + name.len()..].starts_with(char::is_alphabetic))
    };
    let named = places.iter().filter(|p| p.place.is_some() && in_title(text.words(p.span)));
    named.min_by_key(|p| p.place.as_ref().map(|place| place.precision))
}

/// What the title or the dateline says the report is about: a town in the title; the dateline's town, also where the title
/// only names its country, unless the report names the country far more often than the town.
fn main_place<'a>(text: &Text<'_>, places: &'a [Toponym]) -> Option<&'a Toponym> {
    let written = text.document.dateline().and_then(|line| line.place.as_deref());
    let dateline = written.and_then(|words| places.iter().find(|p| text.words(p.span).eq_ignore_ascii_case(words)));
    let is_country = |p: &Toponym| p.place.as_ref().is_some_and(|place| place.precision == Precision::Country);
    let country = |p: &Toponym| p.place.as_ref().and_then(|place| place.country.clone());
    let named = |place: &Toponym| places.iter().filter(|other| other.place == place.place).count();
    match (title_place(text, places), dateline) {
        (Some(title), Some(dateline)) if is_country(title) && country(title) == country(dateline) => {
            let about_country = named(title) > OFTEN && named(title) > 2 * named(dateline);
            Some(if about_country { title } else { dateline })
        }
        (title, dateline) => title.or(dateline),
    }
}

/// The place named most often; a metonymic mention counts half; the earliest on a tie.
fn most_named(places: &[Toponym]) -> Option<&Toponym> {
    let key = |place: &Place| (place.geonames, place.name.clone());
    let mut votes: HashMap<_, usize> = HashMap::new();
    for toponym in places {
        if let Some(place) = &toponym.place {
            *votes.entry(key(place)).or_default() += if toponym.metonymic { 1 } else { 2 };
        }
    }
    let resolved = places.iter().filter(|toponym| toponym.place.is_some());
    resolved.rev().max_by_key(|toponym| toponym.place.as_ref().map(|place| votes[&key(place)]))
}

fn event_place(toponym: &Toponym, inherited: bool, rule: &str) -> EventPlace {
    let by = Producer::new(Stage::Event, VERSION, rule);
    EventPlace { span: toponym.span, place: toponym.place.clone(), inherited, by }
}
