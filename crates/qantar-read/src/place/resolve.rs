//! Which of the places of one name is meant.
//!
//! Every place of a name gets a score: how large it is, what it is, whether the name beside it holds it, whether the
//! report speaks of its country. The numbers are guesses (2026), set where a town of a million outweighs a namesake in
//! the country that the report is about only if that namesake is a village.

use super::candidates::Candidate;
use super::gazetteer::{Class, Entry};
use super::{Gazetteer, PlaceLexicon};
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, NameType, Place, Precision};
use std::collections::{HashMap, HashSet};

/// A place, none when nothing fits, and the rule that decided.
pub type Resolved = (Option<Place>, &'static str);

/// Added when the name beside it holds the place: "Paris, Texas".
const HELD: f64 = 6.0;
/// Added for a place of the only country that the report speaks of; shared out among several.
const COUNTRY: f64 = 3.0;
/// Added for the division that the words say: "Kursk oblast".
const DIVISION: f64 = 5.0;
/// The word of one dateline weighs as much as this many names.
const DATELINE: f64 = 2.0;
/// Added for a division for each of up to two others of its country that the report names.
const SIBLING: f64 = 1.2;
/// Below this population (as a logarithm) a site is known to its own country only.
const WORLD_SITE: f64 = 5.7;

/// What one report tells about its places.
pub struct Context<'a, 'g> {
    text: &'a Text<'a>,
    candidates: &'a [Candidate<'g>],
    gazetteer: &'g Gazetteer,
    lexicon: &'a PlaceLexicon,
    /// Country → how much the report speaks of it, 0 to 1.
    votes: HashMap<String, f64>,
    /// Country → how many different first-level divisions of it the report names.
    divisions: HashMap<&'g str, usize>,
    dateline: Option<Entry<'g>>,
}

impl<'a, 'g> Context<'a, 'g> {
    /// Weighs the countries of a report by its unmistakable names, its nationalities and its dateline.
    pub fn new(
        text: &'a Text<'a>,
        names: &[Mention],
        candidates: &'a [Candidate<'g>],
        gazetteer: &'g Gazetteer,
        lexicon: &'a PlaceLexicon,
    ) -> Self {
        let mut votes: HashMap<String, f64> = HashMap::new();
        let mut vote = |country: &str, weight: f64| *votes.entry(country.to_owned()).or_default() += weight;
        for country in candidates.iter().filter_map(|candidate| unmistakable(&candidate.entries)) {
            vote(country, 1.0);
        }
        for mention in names.iter().filter(|mention| mention.name_type == NameType::Norp) {
            if let Some(country) = lexicon.demonyms.get(text.words(mention.span)) {
                vote(country, 0.5);
            }
        }
        let dateline = text.document.dateline().and_then(|line| line.place.as_deref()).and_then(|name| {
            let entries = gazetteer.entries(gazetteer.find(name)?);
            entries.into_iter().max_by(|a, b| prior(a).total_cmp(&prior(b)))
        });
        if let Some(country) = dateline.and_then(|entry| entry.country) {
            vote(country, DATELINE);
        }
        let most = votes.values().copied().fold(1.0, f64::max);
        votes.values_mut().for_each(|weight| *weight /= most);
        let divisions = divisions(text, candidates);
        Context { divisions, text, candidates, gazetteer, lexicon, votes, dateline }
    }

    /// A place, or none, for every candidate.
    pub fn resolve(&self) -> Vec<Resolved> {
        let mut senses: HashMap<&str, Entry<'g>> = HashMap::new();
        let mut chosen: Vec<Option<(Entry<'g>, &'static str)>> =
            (0..self.candidates.len()).map(|at| self.choose(at)).collect();
        for (at, choice) in chosen.iter().enumerate() {
            if let Some((entry, "containment")) = choice {
                senses.entry(self.words(at)).or_insert(*entry);
            }
        }
        for (at, choice) in chosen.iter_mut().enumerate() {
            let sense = senses.get(self.words(at)).filter(|_| self.candidates[at].division.is_none());
            if let (Some((entry, rule)), Some(sense)) = (choice, sense)
                && *rule != "containment"
            {
                (*entry, *rule) = (*sense, "one-sense");
            }
        }
        (0..chosen.len()).map(|at| self.place(at, &chosen)).collect()
    }

    fn words(&self, at: usize) -> &'a str {
        self.text.words(self.text.span_of(self.candidates[at].name.clone()))
    }

    /// The likeliest entry of a candidate and why.
    fn choose(&self, at: usize) -> Option<(Entry<'g>, &'static str)> {
        let candidate = &self.candidates[at];
        let holder = self.holder(at).map(|at| &self.candidates[at].entries);
        let held = |entry: &Entry<'_>| holder.is_some_and(|holders| holders.iter().take(4).any(|h| holds(h, entry)));
        let score = |entry: &Entry<'_>| {
            prior(entry)
                + COUNTRY * entry.country.and_then(|code| self.votes.get(code)).unwrap_or(&0.0)
                + self.siblings(candidate, entry)
                + if held(entry) { HELD } else { 0.0 }
                + if candidate.division == Some(entry.class) { DIVISION } else { 0.0 }
        };
        let best = |weigh: &dyn Fn(&Entry<'_>) -> f64| {
            candidate.entries.iter().max_by(|a, b| weigh(a).total_cmp(&weigh(b))).copied()
        };
        let entry = best(&score).filter(|entry| self.fits(entry))?;
        let plain = best(&prior)?;
        let dateline = self.dateline.is_some_and(|line| line.country == entry.country);
        let rule = match plain == entry {
            _ if held(&entry) => "containment",
            true if entry.own => "extra",
            true => "population",
            false if candidate.division == Some(entry.class) => "division",
            false if dateline => "dateline",
            false => "document-vote",
        };
        Some((entry, rule))
    }

    /// "Georgia" among Texas and Ohio is a state of theirs.
    fn siblings(&self, candidate: &Candidate<'_>, entry: &Entry<'_>) -> f64 {
        let town = |e: &Entry<'_>| e.class.is_town() && e.country == entry.country && e.log_population >= 5.0;
        if entry.class != Class::Region || candidate.entries.iter().any(town) {
            return 0.0;
        }
        let count = entry.country.and_then(|code| self.divisions.get(code)).copied().unwrap_or(0);
        count.saturating_sub(1).min(2) as f64 * SIBLING
    }

    /// "Republic Square" is a square of many towns: ours only when the report speaks of its country.
    fn fits(&self, entry: &Entry<'_>) -> bool {
        let known = entry.log_population >= WORLD_SITE || self.votes.is_empty();
        entry.class != Class::Site || known || entry.country.is_none_or(|code| self.votes.contains_key(code))
    }

    /// The candidate beside this one that may hold it: "X, Y", "X in Y", "Y's X".
    fn holder(&self, at: usize) -> Option<usize> {
        let tokens = &self.text.tokens;
        let name = &self.candidates[at].tokens;
        let joins = |from: usize, to: usize| {
            (1..=3).contains(&(to - from))
                && tokens[from..to].iter().all(|t| self.lexicon.words.joins.contains(t.lower.as_ref()))
        };
        let next = self.candidates.get(at + 1).is_some_and(|next| joins(name.end, next.tokens.start.max(name.end)));
        if next {
            return Some(at + 1);
        }
        let before = at.checked_sub(1)?;
        let end = self.candidates[before].tokens.end;
        (end + 1 == name.start && tokens[end].kind == TokenKind::Clitic).then_some(before)
    }

    /// What a candidate is written down as.
    fn place(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Resolved {
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

    /// A site that the gazetteer lacks stands where the place in its name, or the nearest place told before it, stands.
    fn inherited(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Resolved {
        let inner = self.inside(at).or_else(|| self.nearest(at, chosen));
        let precision = match self.candidates[at].name_type {
            NameType::Loc => Precision::Area,
            NameType::Fac => Precision::Site,
            _ => return (None, "unknown"),
        };
        let name = self.words(at).to_owned();
        match inner {
            Some(entry) => (Some(Place { name, precision, geonames: None, ..self.write(&entry) }), "inherited"),
            None => (None, "unknown"),
        }
    }

    /// The place that a site's name starts with: "Baghdad International Airport".
    fn inside(&self, at: usize) -> Option<Entry<'g>> {
        let name = self.candidates[at].name.clone();
        let (_, hit) = self.gazetteer.names_at(&self.text.tokens[name]).pop()?;
        let entries = self.gazetteer.entries(hit).into_iter();
        let near = entries.filter(|e| e.class.is_town() && e.country.is_some_and(|code| self.votes.contains_key(code)));
        near.max_by(|a, b| prior(a).total_cmp(&prior(b)))
    }

    /// The nearest resolved place: a town of the same sentence, else the last town told, else any place.
    fn nearest(&self, at: usize, chosen: &[Option<(Entry<'g>, &'static str)>]) -> Option<Entry<'g>> {
        let sentence = |k: usize| self.text.sentence_of(self.candidates[k].tokens.start);
        let towns = |k: &usize| chosen[*k].is_some_and(|(entry, _)| entry.class.is_town());
        let here = (0..chosen.len()).filter(|&k| sentence(k) == sentence(at));
        let near = here.filter(towns).min_by_key(|k| k.abs_diff(at));
        let any = || (0..chosen.len()).filter(|&k| chosen[k].is_some()).min_by_key(|k| k.abs_diff(at));
        near.or_else(|| (0..at).rev().find(towns))
            .or_else(any)
            .and_then(|k| chosen[k])
            .map(|(entry, _)| entry)
            .or(self.dateline)
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

/// How likely a place is meant when nothing is known of the report.
fn prior(entry: &Entry<'_>) -> f64 {
    let class = match entry.class {
        Class::Country => 3.0,
        Class::Area | Class::Nature => 1.5,
        Class::Capital => 1.5,
        Class::Seat => 0.5,
        Class::Town | Class::Site => 0.0,
        Class::Quarter => -0.3,
        Class::Region => -0.7,
        Class::District => -2.0,
    };
    entry.log_population + class + if entry.own { 1.0 } else { 0.0 }
}

/// The country of a name that is a country's, or whose likeliest place leaves the others far behind.
fn unmistakable<'g>(entries: &[Entry<'g>]) -> Option<&'g str> {
    let best = entries.iter().max_by(|a, b| prior(a).total_cmp(&prior(b)))?;
    let rival = entries.iter().filter(|entry| entry.country != best.country).map(prior).fold(0.0, f64::max);
    let shared =
        entries.iter().any(|e| e.class == Class::Region && e.country != best.country && e.log_population >= 6.0);
    let clear = !shared && best.class != Class::Site && prior(best) >= rival + 2.5 && prior(best) >= 4.0;
    best.country.filter(|_| clear)
}

/// How many different divisions of each country are named by names that can be one.
fn divisions<'g>(text: &Text<'_>, candidates: &[Candidate<'g>]) -> HashMap<&'g str, usize> {
    let mut named: HashSet<(&'g str, &str)> = HashSet::new();
    for candidate in candidates {
        let words = text.words(text.span_of(candidate.name.clone()));
        let regions = candidate.entries.iter().filter(|entry| entry.class == Class::Region);
        named.extend(regions.filter_map(|entry| Some((entry.country?, words))));
    }
    let mut counts = HashMap::new();
    named.iter().for_each(|(country, _)| *counts.entry(*country).or_default() += 1);
    counts
}

/// Whether a country or division holds a place, or a town a place beside it.
fn holds(holder: &Entry<'_>, entry: &Entry<'_>) -> bool {
    if holder == entry || holder.country.is_none() || holder.country != entry.country {
        return false;
    }
    match holder.class {
        Class::Country => entry.class != Class::Country,
        Class::Region if !holder.own => holder.admin1 == entry.admin1 && entry.class != Class::Region,
        Class::Region => near(holder, entry, 6.0) && entry.class != Class::Region,
        _ => near(holder, entry, 0.7) && (holder.log_population > entry.log_population || entry.class == Class::Site),
    }
}

/// Whether two points are no more than this many degrees apart on either axis.
fn near(a: &Entry<'_>, b: &Entry<'_>, degrees: f64) -> bool {
    (a.lat - b.lat).abs() <= degrees && (a.lon - b.lon).abs() <= degrees
}

fn mean(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    (count > 0.0).then(|| (sum.0 / count, sum.1 / count))
}
