//! Which of the places of one name is meant, and what is written down for it.
//!
//! [`super::sense`] weighs the senses; here the senses are made of a report's names, its outlet and its dateline, and each
//! mention gets a place with the rule that decided. What the gazetteer lacks stands where the place that it is told with
//! stands.

use super::candidates::Candidate;
use super::gazetteer::{Class, Entry};
use super::outlet::{Home, home};
use super::sense::{Sense, Votes, weigh};
use super::weigh::holds;
use super::{Gazetteer, PlaceLexicon, fold};
use crate::text::{Text, TokenKind};
use qantar_record::{NameType, Place, Precision};
use std::collections::{HashMap, HashSet};

/// What a mention is resolved to.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The place; none when nothing fits.
    pub place: Option<Place>,
    /// The rule that decided.
    pub rule: &'static str,
    /// The next likeliest places elsewhere.
    pub others: Vec<Place>,
    /// How far the first of them is behind.
    pub margin: Option<f64>,
}

/// A place and the rule that decided.
type Decided = (Option<Place>, &'static str);

/// How many other places are told.
const OTHERS: usize = 2;

/// Below this population (as a logarithm) a site is known to its own country only.
const WORLD_SITE: f64 = 5.7;

/// What one report tells about its places.
pub struct Context<'a, 'g> {
    text: &'a Text<'a>,
    candidates: &'a [Candidate<'g>],
    gazetteer: &'g Gazetteer,
    lexicon: &'a PlaceLexicon,
    senses: Vec<Sense<'g>>,
    /// Candidate → its sense.
    sense_of: Vec<usize>,
    /// The senses of the dateline and the outlet's home.
    dateline: Option<usize>,
    homes: Vec<usize>,
    /// Countries that the report speaks of.
    spoken: HashSet<&'g str>,
}

/// What may hold a candidate.
enum Holder<'g> {
    /// Another candidate.
    Candidate(usize),
    /// A name that is no candidate.
    Words(String, Vec<Entry<'g>>),
}

impl<'a, 'g> Context<'a, 'g> {
    /// Makes and weighs the senses of a report's names.
    pub fn new(
        text: &'a Text<'a>,
        candidates: &'a [Candidate<'g>],
        gazetteer: &'g Gazetteer,
        lexicon: &'a PlaceLexicon,
    ) -> Self {
        let mut context = Context {
            text,
            candidates,
            gazetteer,
            lexicon,
            senses: Vec::new(),
            sense_of: Vec::new(),
            dateline: None,
            homes: Vec::new(),
            spoken: HashSet::new(),
        };
        context.make_senses();
        let home = home(text.document, gazetteer, lexicon);
        context.add_bearings(&home);
        let votes = context.votes(&home);
        weigh(&mut context.senses, &votes, &lexicon.weights);
        let best = |sense: &Sense<'g>| sense.best().and_then(|(at, _)| sense.entries[at].country);
        context.spoken = context.senses.iter().filter_map(best).chain(votes.into_keys()).collect();
        context
    }

    /// One sense a name, and one more for each holder that it is told with.
    fn make_senses(&mut self) {
        let holders: Vec<Option<Holder<'g>>> = (0..self.candidates.len()).map(|at| self.holder(at)).collect();
        let mut known: HashMap<(String, Option<Class>, String), usize> = HashMap::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            let held_by = match &holders[at] {
                Some(Holder::Candidate(holder)) => self.key(*holder),
                Some(Holder::Words(key, _)) => key.clone(),
                None => String::new(),
            };
            let next = self.senses.len();
            let sense = *known.entry((self.key(at), candidate.division, held_by)).or_insert(next);
            if sense == next {
                let weights = &self.lexicon.weights;
                self.senses.push(Sense::new(candidate.entries.clone(), candidate.division, 0.0, weights));
            }
            self.senses[sense].weight += 1.0;
            self.sense_of.push(sense);
        }
        self.senses.iter_mut().for_each(|sense| sense.weight = 1.0 + 0.5 * sense.weight.ln());
        let mut outside: HashMap<String, usize> = HashMap::new();
        for (at, holder) in holders.into_iter().enumerate() {
            let holder = match holder {
                None => continue,
                Some(Holder::Candidate(holder)) => self.sense_of[holder],
                Some(Holder::Words(key, entries)) => *outside.entry(key).or_insert_with(|| {
                    self.senses.push(Sense::new(entries, None, 1.0, &self.lexicon.weights));
                    self.senses.len() - 1
                }),
            };
            self.senses[self.sense_of[at]].holder = Some(holder);
        }
        let told: Vec<((String, Option<Class>), usize)> = known
            .iter()
            .filter(|((_, _, held_by), _)| !held_by.is_empty())
            .map(|((key, division, _), &sense)| ((key.clone(), *division), sense))
            .collect();
        for ((key, division, held_by), &sense) in known.iter().filter(|((_, _, held_by), _)| held_by.is_empty()) {
            debug_assert!(held_by.is_empty());
            let same = told.iter().filter(|((k, d), _)| k == key && d == division).map(|(_, told)| *told);
            self.senses[sense].told = same.collect();
            self.senses[sense].told.sort_unstable();
            // What was told in full speaks for the bare mentions as well.
            if !self.senses[sense].told.is_empty() {
                self.senses[sense].weight = 0.0;
            }
        }
    }

    /// The dateline and the home of the outlet, which are senses without mentions.
    fn add_bearings(&mut self, home: &Home<'g>) {
        let weights = &self.lexicon.weights;
        let line = self.text.document.dateline().and_then(|line| line.place.as_deref());
        if let Some(hit) = line.and_then(|name| self.gazetteer.find(name)) {
            self.dateline = Some(self.senses.len());
            self.senses.push(Sense::new(self.gazetteer.entries(hit), None, weights.dateline, weights));
        }
        for (name, entries) in &home.towns {
            let home = self.senses.len();
            self.homes.push(home);
            self.senses
                .push(Sense { prior: weights.home_prior, ..Sense::new(entries.clone(), None, weights.home, weights) });
            // The town that an outlet is named for is the town that it means by that name.
            let same: Vec<usize> = (0..self.candidates.len()).filter(|&at| self.key(at) == *name).collect();
            for at in same {
                let sense = &mut self.senses[self.sense_of[at]];
                if sense.holder.is_none() && sense.division.is_none() && !sense.told.contains(&home) {
                    sense.told.push(home);
                }
            }
        }
    }

    /// Votes for countries that are no toponyms.
    fn votes(&self, home: &Home<'g>) -> Votes<'g> {
        let mut votes = Votes::new();
        if let Some(country) = home.country {
            *votes.entry(country).or_default() += self.lexicon.weights.outlet_country;
        }
        let demonyms: HashSet<(&str, &str)> = self
            .text
            .tokens
            .iter()
            .filter(|token| token.is_capitalised())
            .filter_map(|token| Some((token.text, *self.lexicon.demonyms.get(token.text)?)))
            .collect();
        for (_, country) in demonyms {
            *votes.entry(country).or_default() += self.lexicon.weights.demonym;
        }
        votes
    }

    /// A place, or none, for every candidate.
    pub fn resolve(&self) -> Vec<Resolved> {
        let chosen: Vec<Option<(Entry<'g>, &'static str)>> =
            (0..self.candidates.len()).map(|at| self.choose(at)).collect();
        let resolved = |at: usize| {
            let (place, rule) = self.place(at, &chosen);
            let known = place.is_some() && rule != "inherited";
            let others = if known { self.senses[self.sense_of[at]].others(OTHERS) } else { Vec::new() };
            Resolved {
                place,
                rule,
                margin: others.first().map(|(_, behind)| (behind * 100.0).round() / 100.0),
                others: others.iter().map(|(entry, _)| self.write(entry)).collect(),
            }
        };
        (0..chosen.len()).map(resolved).collect()
    }

    fn words(&self, at: usize) -> &'a str {
        self.text.words(self.text.span_of(self.candidates[at].name.clone()))
    }

    fn key(&self, at: usize) -> String {
        fold::key(self.words(at)).unwrap_or_else(|| self.words(at).to_owned())
    }

    /// The likeliest entry of a candidate and why.
    fn choose(&self, at: usize) -> Option<(Entry<'g>, &'static str)> {
        let sense = &self.senses[self.sense_of[at]];
        let (best, margin) = sense.best()?;
        let entry = sense.entries[best];
        if !self.fits(&entry) || margin < self.lexicon.weights.margin {
            return None;
        }
        Some((entry, self.rule(sense, &entry)))
    }

    fn rule(&self, sense: &Sense<'g>, entry: &Entry<'g>) -> &'static str {
        let prior = |e: &Entry<'_>| self.lexicon.weights.prior(e);
        let plain = sense.entries.iter().max_by(|a, b| prior(a).total_cmp(&prior(b)));
        let best = |at: usize| self.senses[at].best().map(|(best, _)| self.senses[at].entries[best]);
        let held = sense.holder.is_some_and(|holder| self.senses[holder].entries.iter().any(|h| holds(h, entry)));
        let told = sense.told.iter().any(|&told| best(told).as_ref() == Some(entry));
        let from = |at: usize| best(at).is_some_and(|line| line.country == entry.country);
        let rules = [
            (held, "containment"),
            (told, "one-sense"),
            (plain == Some(entry) && entry.own, "extra"),
            (plain == Some(entry), "population"),
            (sense.division == Some(entry.class), "division"),
            (self.dateline.is_some_and(from), "dateline"),
            (self.homes.iter().any(|&home| from(home)), "outlet"),
        ];
        rules.iter().find(|(holds, _)| *holds).map_or("document-vote", |(_, rule)| rule)
    }

    /// "Republic Square" is a square of many towns: ours only when the report speaks of its country.
    fn fits(&self, entry: &Entry<'_>) -> bool {
        let known = entry.log_population >= WORLD_SITE || self.spoken.is_empty();
        entry.class != Class::Site || known || entry.country.is_none_or(|code| self.spoken.contains(code))
    }

    /// What beside a candidate may hold it: "X, Y", "X in Y", "Y's X".
    fn holder(&self, at: usize) -> Option<Holder<'g>> {
        let tokens = &self.text.tokens;
        let name = &self.candidates[at].tokens;
        let sentence = &self.text.sentences[self.text.sentence_of(name.start)].tokens;
        let is_join = |k: &usize| self.lexicon.words.joins.contains(tokens[*k].lower.as_ref());
        let joined = (name.end..sentence.end).take_while(is_join).count();
        let start = name.end + joined;
        let holding = |entries: &[Entry<'g>]| {
            entries.iter().any(|h| self.candidates[at].entries.iter().any(|entry| holds(h, entry)))
        };
        if (1..=3).contains(&joined) && start < sentence.end && tokens[start].is_capitalised() {
            let next = self.candidates.get(at + 1).filter(|next| next.tokens.start == start);
            if next.is_some_and(|next| holding(&next.entries) || self.candidates[at].entries.is_empty()) {
                return Some(Holder::Candidate(at + 1));
            }
            if next.is_none() {
                let (end, entries) = self.division_at(start..sentence.end)?;
                let key = fold::key(self.text.words(self.text.span_of(start..end)))?;
                return holding(&entries).then_some(Holder::Words(key, entries));
            }
        }
        let before = at.checked_sub(1)?;
        let end = self.candidates[before].tokens.end;
        let clitic = end + 1 == name.start && tokens[end].kind == TokenKind::Clitic;
        (clitic && holding(&self.candidates[before].entries)).then_some(Holder::Candidate(before))
    }

    /// A country or division, in full or shortened, that starts here: where it ends and what it may be.
    fn division_at(&self, tokens: std::ops::Range<usize>) -> Option<(usize, Vec<Entry<'g>>)> {
        let large = |entry: &Entry<'_>| matches!(entry.class, Class::Country | Class::Region | Class::District);
        if let Some((end, entries)) =
            super::candidates::abbreviation(self.text, tokens.clone(), self.gazetteer, self.lexicon)
        {
            return Some((end, entries));
        }
        let (length, hit) = self.gazetteer.names_at(&self.text.tokens[tokens.clone()]).pop()?;
        let entries: Vec<_> = self.gazetteer.entries(hit).into_iter().filter(large).collect();
        (!entries.is_empty()).then_some((tokens.start + length, entries))
    }

    /// What a candidate is written down as.
    fn place(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Decided {
        let candidate = &self.candidates[at];
        let Some((mut entry, mut rule)) = chosen[at] else { return self.inherited(at, chosen) };
        // "Kursk oblast" when only the town is known by that name: the division that it lies in.
        if candidate.division == Some(Class::Region)
            && entry.class.is_town()
            && let Some(division) = entry.admin1.and_then(|index| self.gazetteer.division(index))
        {
            (entry, rule) = (division, "division");
        }
        let mut place = self.write(&entry);
        let Some(part) = candidate.part else { return (Some(place), rule) };
        if entry.class == Class::Country {
            place.precision = Precision::Region;
            if let Some((lat, lon)) = entry.country.and_then(|code| self.middle(code, part)) {
                (place.lat, place.lon) = (lat, lon);
            }
            return (Some(place), "part");
        }
        (Some(place), rule)
    }

    /// What the gazetteer lacks stands where the place that holds it, the place in its name, or the nearest place told
    /// stands.
    fn inherited(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Decided {
        let holder = self.senses[self.sense_of[at]].holder.map(|holder| &self.senses[holder]);
        let holder = holder.and_then(|sense| sense.best().map(|(best, _)| sense.entries[best]));
        let inner = holder.or_else(|| self.inside(at)).or_else(|| self.nearest(at, chosen));
        let Some(entry) = inner else { return (None, "unknown") };
        let precision = match self.candidates[at].name_type {
            NameType::Loc => Precision::Area,
            NameType::Fac => Precision::Site,
            _ => entry.class.precision(),
        };
        let name = self.words(at).to_owned();
        (Some(Place { name, precision, geonames: None, ..self.write(&entry) }), "inherited")
    }

    /// The place that a name starts or ends with: "Baghdad International Airport", "Port of Beirut".
    fn inside(&self, at: usize) -> Option<Entry<'g>> {
        let name = self.candidates[at].name.clone();
        let starts = std::iter::once(name.start).chain((name.start + 1..name.end).take(4));
        let longest = |start: usize| {
            let tokens = &self.text.tokens[start..name.end];
            let mut hits = self.gazetteer.names_at(tokens).into_iter();
            if start == name.start { hits.next_back() } else { hits.find(|(length, _)| *length == tokens.len()) }
        };
        let (_, hit) = starts.filter(|&start| self.text.tokens[start].is_capitalised()).find_map(longest)?;
        let entries = self.gazetteer.entries(hit).into_iter();
        let near = entries.filter(|e| e.class.is_town() && e.country.is_some_and(|code| self.spoken.contains(code)));
        let prior = |entry: &Entry<'_>| self.lexicon.weights.prior(entry);
        near.max_by(|a, b| prior(a).total_cmp(&prior(b)))
    }

    /// The nearest resolved place: a town of the same sentence, else the last town told, else any place, else where the
    /// report or its outlet is at home.
    fn nearest(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Option<Entry<'g>> {
        let sentence = |k: usize| self.text.sentence_of(self.candidates[k].tokens.start);
        let towns = |k: &usize| chosen[*k].is_some_and(|(entry, _)| entry.class.is_town());
        let here = (0..chosen.len()).filter(|&k| sentence(k) == sentence(at));
        let near = here.filter(towns).min_by_key(|k| k.abs_diff(at));
        let any = || (0..chosen.len()).filter(|&k| chosen[k].is_some()).min_by_key(|k| k.abs_diff(at));
        let bearing = || {
            let sense = &self.senses[self.dateline.or(self.homes.first().copied())?];
            sense.best().map(|(best, _)| sense.entries[best])
        };
        near.or_else(|| (0..at).rev().find(towns))
            .or_else(any)
            .and_then(|k| chosen[k])
            .map(|(entry, _)| entry)
            .or_else(bearing)
    }

    /// The middle of a country's divisions that lie to one side of its middle.
    fn middle(&self, country: &str, [north, east]: [i8; 2]) -> Option<(f64, f64)> {
        let points: Vec<(f64, f64)> = self.gazetteer.divisions(country).map(|entry| (entry.lat, entry.lon)).collect();
        let (lat, lon) = mean(&points)?;
        let lies = |step: i8, offset: f64| step == 0 || f64::from(step) * offset > 0.0;
        let there: Vec<_> =
            points.iter().filter(|p| lies(north, p.0 - lat) && lies(east, p.1 - lon)).copied().collect();
        mean(&there)
    }

    fn write(&self, entry: &Entry<'_>) -> Place {
        let division = entry.admin1.and_then(|index| self.gazetteer.division(index));
        Place {
            name: entry.name.to_owned(),
            country: entry.country.map(str::to_owned),
            admin1: division.filter(|_| entry.class != Class::Region).map(|entry| entry.name.to_owned()),
            lat: entry.lat,
            lon: entry.lon,
            precision: entry.class.precision(),
            geonames: entry.geonames,
        }
    }
}

fn mean(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    (count > 0.0).then(|| (sum.0 / count, sum.1 / count))
}
