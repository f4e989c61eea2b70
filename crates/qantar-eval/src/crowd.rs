//! A crowd of accounts of an invented world, of which it is known what tells of one happening: what the speed of merging is
//! measured on, and whether it keeps apart what lies close together when there is much of it.
//!
//! Happenings come in stories (a few days, one country, the same actors), reports tell some happenings of a story, and every
//! account is blurred as reports blur: another day, a vaguer date, a neighbouring town, another name. The shares of blur
//! are set beforehand. The weights of merging are fitted on a crowd too, of another seed than the one that is measured, each
//! pair weighing a fiftieth of one of the stories. The same number of accounts and seed give the same crowd on every machine:
//! whole numbers, sums, products and quotients only.

mod world;

use crate::stories::Coded;
use jiff::civil::Date;
use qantar::record::{
    About, Counted, DocumentId, EventType, Grain, Interval, Mode, PlaceSlot, Precision, Sketch, SourceType, Span,
    Status, Telling, TimeSlot, ToldFigure, Voice, Who, Words,
};
use std::collections::BTreeSet;
use std::ops::Range;
use world::{Acts, World};

/// Shares of accounts, in percent, that are blurred in a way.
#[derive(Clone, Copy, Debug)]
struct Blur {
    day_off: u64,
    vague_date: u64,
    no_date: u64,
    next_town: u64,
    broad_place: u64,
    no_place: u64,
    transliterated: u64,
    other_name: u64,
    no_actor: u64,
    no_target: u64,
    no_figure: u64,
    other_figure: u64,
    other_mode: u64,
}

const BLUR: Blur = Blur {
    day_off: 8,
    vague_date: 10,
    no_date: 5,
    next_town: 3,
    broad_place: 8,
    no_place: 5,
    transliterated: 12,
    other_name: 5,
    no_actor: 15,
    no_target: 30,
    no_figure: 25,
    other_figure: 30,
    other_mode: 10,
};

/// Reports in a hundred that are near copies of an earlier one.
const COPIED: u64 = 10;
/// Happenings in a hundred that are like the one before: the same days later, or the same day in the next town.
const TWIN_LATER: u64 = 8;
const TWIN_BESIDE: u64 = 5;
/// Accounts in a hundred that look back on another story of the country.
const LOOKING_BACK: u64 = 10;
/// Happenings in a hundred that go on for days, and that are of a region or country.
const LASTING: u64 = 5;
const WIDE: u64 = 6;
/// Words in a hundred that an account takes of those of its happening, of the kind of act, of the place.
const OF_HAPPENING: u64 = 38;
const OF_ACT: u64 = 40;
const OF_PLACE: u64 = 65;
const OUTLETS: u64 = 60;
const DAYS: u64 = 3 * 365;
const FIRST: Date = Date::constant(2023, 1, 1);

/// Numbers that look drawn by chance (SplitMix64, Steele and others 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below this one, which is above 0.
    pub fn below(&mut self, count: u64) -> u64 {
        self.number() % count
    }

    /// Whether something of so many in a hundred holds.
    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// A place in a list of weights, by weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        unreachable!("what is drawn lies below the sum")
    }
}

#[derive(Clone, Debug)]
struct Happening {
    key: usize,
    acts: &'static Acts,
    mode: &'static str,
    town: usize,
    /// How much of the country it was in.
    reach: Precision,
    /// The first day and the last.
    days: (u64, u64),
    actors: Vec<Party>,
    targets: Vec<Party>,
    figure: Option<(Counted, u64)>,
    terms: Vec<u32>,
}

/// Somebody: a name, or a kind of people.
#[derive(Clone, Debug)]
struct Party {
    called: String,
    named: bool,
    sector: &'static str,
}

/// Days and people of one country that belong together.
struct Story {
    country: usize,
    happenings: Vec<Happening>,
    terms: Vec<u32>,
}

/// So many accounts with their reports and happenings.
pub fn crowd(accounts: usize, seed: u64) -> Coded {
    let mut making = Making {
        world: World::new(seed),
        dice: Dice::new(seed ^ 1),
        out: Coded::default(),
        happenings: 0,
        past: vec![],
    };
    making.past = vec![Vec::new(); making.world.countries.len()];
    while making.out.tellings.len() < accounts {
        let story = making.story();
        making.tell(&story, accounts);
        making.past[story.country].extend(story.happenings);
    }
    making.out
}

struct Making {
    world: World,
    dice: Dice,
    out: Coded,
    happenings: usize,
    /// Happenings that were told, by country.
    past: Vec<Vec<Happening>>,
}

/// How many times each happening of a story is told, by weight: few are told often.
const ECHO: [(u64, usize); 8] = [(52, 1), (18, 2), (10, 3), (7, 5), (6, 7), (4, 11), (2, 17), (1, 28)];
/// Happenings of a story, by weight.
const LENGTH: [(u64, Range<u64>); 4] = [(40, 1..2), (35, 2..5), (20, 5..13), (5, 13..25)];
/// Accounts of a report, by weight.
const TOLD: [u64; 6] = [35, 25, 16, 12, 7, 5];
/// Days until a report, by weight.
const LAG: [(u64, Range<u64>); 5] = [(30, 0..1), (40, 1..2), (16, 2..4), (8, 4..8), (6, 8..61)];

impl Making {
    fn in_range(&mut self, table: &[(u64, Range<u64>)]) -> u64 {
        let at = self.dice.weighted(table.iter().map(|(weight, _)| *weight));
        let range = &table[at].1;
        range.start + self.dice.below(range.end - range.start)
    }

    fn story(&mut self) -> Story {
        let country = self.dice.weighted(self.world.countries.iter().map(|country| country.weight));
        let start = self.start(country);
        let main = self.town_of(country);
        let cast: Vec<Party> = (0..3).map(|_| self.dice.one(&self.world.countries[country].actors).clone()).collect();
        let terms = (0..15).map(|_| self.world.word(&mut self.dice)).collect();
        let mut happenings: Vec<Happening> = Vec::new();
        for _ in 0..self.in_range(&LENGTH) {
            let town = if self.dice.percent(55) { main } else { self.town_of(country) };
            let day = start + self.in_range(&[(3, 0..3), (2, 3..12)]);
            let mut next = self.happening(town, day, &cast);
            if let Some(last) = happenings.last() {
                self.twin(&mut next, &last.clone());
            }
            happenings.push(next);
        }
        Story { country, happenings, terms }
    }

    /// Half of all stories begin in one of the few bad weeks of a country.
    fn start(&mut self, country: usize) -> u64 {
        if self.dice.percent(50) {
            return self.dice.below(DAYS);
        }
        let bursts = &self.world.countries[country].bursts;
        self.dice.one(bursts) + self.dice.below(10)
    }

    fn town_of(&mut self, country: usize) -> usize {
        let towns = &self.world.countries[country].towns;
        let at = self.dice.weighted(towns.clone().map(|town| self.world.towns[town].weight));
        towns.start + at
    }

    fn happening(&mut self, town: usize, day: u64, cast: &[Party]) -> Happening {
        let acts = &world::ACTS[self.dice.weighted(world::ACTS.iter().map(|acts| acts.weight))];
        let reach = match self.dice.below(100) {
            share if share < WIDE / 2 => Precision::Country,
            share if share < WIDE => Precision::Region,
            _ => Precision::Town,
        };
        let last = if self.dice.percent(LASTING) { day + 3 + self.dice.below(18) } else { day };
        let figure = self.dice.percent(acts.counted_percent).then(|| (acts.counted, self.size(acts)));
        self.happenings += 1;
        Happening {
            key: self.happenings,
            acts,
            mode: self.dice.one::<&str>(acts.modes),
            town,
            reach,
            days: (day, last),
            actors: vec![self.party(cast, acts.actors)],
            targets: vec![self.party(cast, acts.targets)],
            figure,
            terms: self.own_terms(),
        }
    }

    /// Three words that hardly any other report has, and nine that others have.
    fn own_terms(&mut self) -> Vec<u32> {
        let rare: Vec<u32> = (0..3).map(|_| self.dice.number() as u32).collect();
        rare.into_iter().chain((0..9).map(|_| self.world.word(&mut self.dice))).collect()
    }

    /// Small numbers are common and large ones are rare.
    fn size(&mut self, acts: &Acts) -> u64 {
        let mut size = acts.least;
        while self.dice.percent(60) && size < 200_000 {
            size = size * 2 + self.dice.below(size + 1);
        }
        size + self.dice.below(size + 1)
    }

    fn party(&mut self, cast: &[Party], kinds: &[(&str, &'static str)]) -> Party {
        if self.dice.percent(40) {
            return self.dice.one(cast).clone();
        }
        let (called, sector) = *self.dice.one(kinds);
        Party { called: called.to_owned(), named: false, sector }
    }

    /// Some are the same again days later, or the same day in the next town.
    fn twin(&mut self, next: &mut Happening, last: &Happening) {
        let like = |town: usize, days: (u64, u64), next: &Happening| Happening {
            key: next.key,
            town,
            days,
            terms: next.terms.clone(),
            figure: next.figure.filter(|_| next.acts.counted == last.acts.counted),
            ..last.clone()
        };
        let lasted = last.days.1 - last.days.0;
        let roll = self.dice.below(100);
        if roll < TWIN_LATER {
            let day = last.days.0 + 2 + self.dice.below(5);
            *next = like(last.town, (day, day + lasted), next);
        } else if roll < TWIN_LATER + TWIN_BESIDE {
            let town = *self.dice.one(&self.world.towns[last.town].near);
            *next = like(town, last.days, next);
        }
    }

    fn tell(&mut self, story: &Story, accounts: usize) {
        let echo = ECHO[self.dice.weighted(ECHO.iter().map(|(weight, _)| *weight))].1;
        let mut left = (story.happenings.len() * echo) as i64;
        let mut reports: Vec<Range<usize>> = Vec::new();
        while left > 0 && self.out.tellings.len() < accounts {
            let first = self.out.tellings.len();
            if !reports.is_empty() && self.dice.percent(COPIED) {
                let of = self.dice.one(&reports).clone();
                self.copy(of);
            } else {
                self.report(story);
            }
            self.out.tellings.truncate(accounts);
            self.out.events.truncate(accounts);
            reports.push(first..self.out.tellings.len());
            left -= (self.out.tellings.len() - first) as i64;
        }
        self.out.wholes.resize(self.out.tellings.len(), None);
    }

    fn report(&mut self, story: &Story) {
        let lead = self.dice.one(&story.happenings).clone();
        let published = lead.days.0 + self.in_range(&LAG);
        let wanted = 1 + self.dice.weighted(TOLD.iter().copied());
        let mut told = vec![lead];
        for _ in 1..wanted {
            let past = &self.past[story.country];
            let back = self.dice.percent(LOOKING_BACK) && !past.is_empty();
            let next = if back {
                self.dice.one(&past[past.len().saturating_sub(40)..])
            } else {
                self.dice.one(&story.happenings)
            };
            if next.days.0 <= published && told.iter().all(|other| other.key != next.key) {
                told.push(next.clone());
            }
        }
        let document = DocumentId::of(format!("report {}", self.out.abouts.len()).as_bytes());
        let mut words: BTreeSet<u32> = (0..60).map(|_| self.world.word(&mut self.dice)).collect();
        words.extend(story.terms.iter().copied().filter(|_| self.dice.percent(60)));
        for (at, happening) in told.iter().enumerate() {
            let telling = self.account(happening, &document, at);
            words.extend(&telling.terms);
            self.out.tellings.push(telling);
            self.out.events.push(format!("h{}", happening.key));
        }
        let terms = words.into_iter().map(|term| (term, 1 + self.dice.below(3) as u32)).collect();
        let shingles = (0..64).map(|_| self.dice.number() as u32).collect();
        self.about(document, published, Sketch { terms, shingles, agency: None });
    }

    fn about(&mut self, document: DocumentId, published: u64, sketch: Sketch) {
        let outlet = self.dice.below(OUTLETS);
        self.out.abouts.push(About {
            document,
            title: None,
            publisher: Some(format!("Outlet {outlet}")),
            published: Some(date(published)),
            kept: date(DAYS + 100),
            url: None,
            sketch,
        });
    }

    /// Another outlet prints it again, cut or mended here and there.
    fn copy(&mut self, of: Range<usize>) {
        let document = DocumentId::of(format!("report {}", self.out.abouts.len()).as_bytes());
        let known = self.out.tellings[of.start].document.clone();
        let about = self.out.abouts.iter().rev().find(|about| about.document == known).expect("it was told").clone();
        for at in of {
            let number = self.out.tellings.len() as i64 + 1;
            let mut telling = Telling { number, document: document.clone(), ..self.out.tellings[at].clone() };
            telling.terms.retain(|_| !self.dice.percent(4));
            self.out.tellings.push(telling);
            self.out.events.push(self.out.events[at].clone());
        }
        let mut sketch = about.sketch;
        sketch.shingles.iter_mut().filter(|_| self.dice.percent(15)).for_each(|hash| *hash = hash.wrapping_add(1));
        let days = about.published.map_or(0, |day| (day - FIRST).get_days() as u64);
        let later = self.dice.below(2);
        self.about(document, days + later, sketch);
    }
}

fn date(day: u64) -> Date {
    FIRST.checked_add(jiff::Span::new().days(day as i64)).expect("days are of a few years")
}

/// Words stand where those of no other account of the report do.
fn words(text: &str, at: usize, slot: usize) -> Words {
    let start = at * 1000 + slot * 100;
    Words { text: text.to_owned(), span: Span::new(start, start + text.len()) }
}

/// What an account makes of its happening.
impl Making {
    fn account(&mut self, of: &Happening, document: &DocumentId, at: usize) -> Telling {
        let mode = if self.dice.percent(BLUR.other_mode) { *self.dice.one(of.acts.modes) } else { of.mode };
        let country = self.world.towns[of.town].country;
        let actors = if self.dice.percent(BLUR.no_actor) { vec![] } else { self.told(&of.actors, country, at, 1) };
        let targets = if self.dice.percent(BLUR.no_target) { vec![] } else { self.told(&of.targets, country, at, 2) };
        Telling {
            number: self.out.tellings.len() as i64 + 1,
            document: document.clone(),
            event_type: EventType(of.acts.event_type.to_owned()),
            mode: Mode(mode.to_owned()),
            status: Status::Happened,
            trigger: words(mode, at, 0),
            sentence: words(mode, at, 0),
            place: self.place(of, at),
            time: self.time(of, at),
            figures: self.figure(of, at).into_iter().collect(),
            voice: None,
            terms: self.terms(of, &actors),
            confidence: 0.8,
            actors,
            targets,
        }
    }

    fn told(&mut self, parties: &[Party], country: usize, at: usize, slot: usize) -> Vec<Who> {
        let of_country = &self.world.countries[country];
        let who = |party: &Party| {
            let mut called = party.called.clone();
            if party.named && self.dice.percent(BLUR.transliterated) {
                called = transliterated(&called, &mut self.dice);
            } else if party.named && self.dice.percent(BLUR.other_name) {
                called = self.dice.one(&of_country.actors).called.clone();
            }
            Who {
                words: words(&called, at, slot),
                name: party.named.then_some(called),
                country: self.dice.percent(50).then(|| of_country.code.clone()),
                sector: self.dice.percent(75).then(|| party.sector.to_owned()),
            }
        };
        parties.iter().map(who).collect()
    }

    fn place(&mut self, of: &Happening, at: usize) -> Option<PlaceSlot> {
        let roll = self.dice.below(100);
        let near = self.dice.percent(80);
        let neighbour = *self.dice.one(&self.world.towns[of.town].near);
        let (town, precision) = match roll {
            roll if roll < BLUR.no_place => return None,
            roll if roll < BLUR.no_place + BLUR.broad_place && near => (of.town, Precision::Region),
            roll if roll < BLUR.no_place + BLUR.broad_place => (of.town, Precision::Country),
            roll if roll < BLUR.no_place + BLUR.broad_place + BLUR.next_town => (neighbour, of.reach),
            _ => (of.town, of.reach),
        };
        let place = self.world.place(town, precision.max(of.reach));
        Some(PlaceSlot { words: words(&place.name, at, 3), place: Some(place), inherited: false })
    }

    fn time(&mut self, of: &Happening, at: usize) -> Option<TimeSlot> {
        let (first, last) = of.days;
        let roll = self.dice.below(100);
        let off = if self.dice.percent(50) { 1 } else { -1 };
        let moved = |day: u64| day.saturating_add_signed(off);
        let grain = if first == last { Grain::Day } else { Grain::Stretch };
        let vague = BLUR.no_date + BLUR.vague_date;
        let (interval, grain) = match roll {
            roll if roll < BLUR.no_date => return None,
            roll if roll < BLUR.no_date + BLUR.vague_date / 2 => (month(date(first)), Grain::Month),
            roll if roll < vague => (week(date(first)), Grain::Week),
            roll if roll < vague + BLUR.day_off => (Interval::between(date(moved(first)), date(moved(last))), grain),
            _ => (Interval::between(date(first), date(last)), grain),
        };
        Some(TimeSlot { words: words("then", at, 4), interval, grain, inherited: false })
    }

    fn figure(&mut self, of: &Happening, at: usize) -> Option<ToldFigure> {
        let (what, size) = of.figure?;
        if self.dice.percent(BLUR.no_figure) {
            return None;
        }
        let mut told = size;
        if self.dice.percent(BLUR.other_figure) {
            let tenths = 10 + self.dice.below(6);
            told = if self.dice.percent(50) { size * tenths / 10 } else { (size * 10).div_ceil(tenths) };
        }
        let official = Voice { words: words("officials", at, 6), name: None, source_type: SourceType::Official };
        Some(ToldFigure {
            low: Some(told),
            high: (!self.dice.percent(20)).then_some(told),
            voice: self.dice.percent(40).then_some(official),
            ..ToldFigure::bare(what, words("figure", at, 5))
        })
    }

    fn terms(&mut self, of: &Happening, actors: &[Who]) -> Vec<u32> {
        let mut terms: BTreeSet<u32> = BTreeSet::new();
        terms.extend(of.terms.iter().copied().filter(|_| self.dice.percent(OF_HAPPENING)));
        let acts = self.world.act_terms(of.acts);
        terms.extend(acts.iter().copied().filter(|_| self.dice.percent(OF_ACT)));
        let town = &self.world.towns[of.town];
        terms.extend(town.terms.iter().copied().filter(|_| self.dice.percent(OF_PLACE)));
        terms.extend(actors.iter().flat_map(|who| who.called().split(' ').map(world::term).collect::<Vec<_>>()));
        terms.extend((0..6).map(|_| self.world.word(&mut self.dice)));
        terms.into_iter().collect()
    }
}

fn month(day: Date) -> Interval {
    Interval { from: Some(day.first_of_month()), to: Some(day.last_of_month()) }
}

fn week(day: Date) -> Interval {
    let monday = day.saturating_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset()));
    Interval { from: Some(monday), to: Some(monday.saturating_add(jiff::Span::new().days(6))) }
}

/// Other vowels, as another reporter hears them.
fn transliterated(name: &str, dice: &mut Dice) -> String {
    let other = |c: char, dice: &mut Dice| match c {
        'a' | 'e' if dice.percent(50) => if c == 'a' { "e" } else { "a" }.to_owned(),
        'o' | 'u' if dice.percent(50) => if c == 'o' { "u" } else { "o" }.to_owned(),
        'k' if dice.percent(40) => "q".to_owned(),
        'i' if dice.percent(30) => "iy".to_owned(),
        c => c.to_string(),
    };
    name.chars().map(|c| other(c, dice)).collect()
}
