//! The outcome of a merge, and how it is brought up to date: what is told and judged anew is compared with what is near it,
//! and the rest stays. What comes out is what a merge of everything would give, whatever came first.
//!
//! Accounts lie at places that are never used twice: one that tells something else than before gets a new place.

use crate::amend::{Conflict, Decided, Held, Names, amend, bonds};
use crate::block::{Blocks, Cut, Member, Pairs, Ranked, land, members_of};
use crate::cluster::Bonds;
use crate::event::{self, Making};
use crate::group::{Groups, Regrouped, Ties};
use crate::ledger::LedgerRule;
use crate::pair::{Points, probability, reaches, values};
use crate::part::Scope;
use crate::rules::Rules;
use crate::sight::{NOTHING, Reports, Sight, sight};
use crate::witness;
use qantar_record::{About, DocumentId, Event, EventId, Telling};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// All that one report tells.
#[derive(Clone, Debug)]
pub struct Report {
    /// The report.
    pub document: DocumentId,
    /// What is known of it beside its text; none where nothing is.
    pub about: Option<About>,
    /// Its accounts in force; empty for a report that tells nothing, or no longer.
    pub tellings: Vec<Telling>,
}

/// What an update may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Events that may be other than before or are new, ascending. Most are, and all that are other are here.
    pub events: Vec<EventId>,
    /// Events that are no more, ascending.
    pub gone: Vec<EventId>,
}

/// Accounts in events.
#[derive(Debug)]
pub struct Merged<'r> {
    rules: &'r Rules,
    held: Vec<Held>,
    names: Names,
    decided: Decided,
    bonds: Bonds,
    reports: Reports,
    /// What was read, by number.
    told: HashMap<i64, Arc<Telling>>,
    /// By report: the numbers that it tells, the places of its accounts, its country, the first of its copies.
    numbers: Vec<Vec<i64>>,
    places_in: Vec<Vec<u32>>,
    lands: Vec<u64>,
    copies: Vec<Option<usize>>,
    /// By place: the account as it is amended, in words and in numbers.
    tellings: Vec<Arc<Telling>>,
    sights: Vec<Sight>,
    /// Where it stands in an order of words, among those that are there.
    ranks: Vec<u32>,
    links: Vec<Vec<(u32, Points)>>,
    /// The places of those that are there, in that order, and by number.
    order: Vec<u32>,
    places: HashMap<i64, u32>,
    blocks: Blocks,
    groups: Groups,
    /// Judgements that newer ones contradict.
    pub conflicts: Vec<Conflict>,
    /// Blocks that were too big to compare every pair, the worst first.
    pub cuts: Vec<Cut>,
    /// Pairs that the latest update compared.
    pub compared: usize,
}

/// Groups tellings into events. The same tellings, reports and judgements give the same events, in whatever order they
/// come.
pub fn merge<'r>(tellings: &[Telling], abouts: &[About], held: &[Held], rules: &'r Rules) -> Merged<'r> {
    let mut merged = Merged::new(rules);
    merged.update(reports(tellings.to_vec(), abouts.to_vec()), held.to_vec());
    merged
}

/// Tellings and what is known of reports, report by report.
pub fn reports(tellings: Vec<Telling>, abouts: Vec<About>) -> Vec<Report> {
    let mut reports: HashMap<DocumentId, Report> = HashMap::with_capacity(abouts.len());
    let empty = |document: &DocumentId| Report { document: document.clone(), about: None, tellings: Vec::new() };
    for about in abouts {
        let document = about.document.clone();
        reports.entry(document).or_insert_with_key(empty).about = Some(about);
    }
    for telling in tellings {
        let document = telling.document.clone();
        reports.entry(document).or_insert_with_key(empty).tellings.push(telling);
    }
    reports.into_values().collect()
}

/// An order that depends on words, and on numbers only where all words are the same: those depend on the order in which
/// reports came in.
fn canonical(telling: &Telling) -> (&str, usize, usize, &str, &str, i64) {
    let trigger = &telling.trigger.span;
    (telling.document.as_str(), trigger.start, trigger.end, &telling.event_type.0, &telling.mode.0, telling.number)
}

/// Reports that are told or judged anew.
struct Stale {
    /// Their places, each with whether all of its accounts must be seen anew.
    reports: BTreeMap<usize, bool>,
    /// The numbers of their accounts, as they were and as they are.
    accounts: HashSet<i64>,
}

/// What becomes of the accounts of one report.
struct Renewal {
    report: usize,
    gone: Vec<u32>,
    new: Vec<(Arc<Telling>, Sight)>,
    land: u64,
}

/// Places that came and went.
#[derive(Default)]
struct Moved {
    gone: Vec<u32>,
    left: Vec<Member>,
    new: Vec<u32>,
}

impl<'r> Merged<'r> {
    /// Of nothing.
    pub fn new(rules: &'r Rules) -> Self {
        Merged {
            rules,
            held: Vec::new(),
            names: Names::default(),
            decided: Decided::default(),
            bonds: Bonds::default(),
            reports: Reports::default(),
            told: HashMap::new(),
            numbers: Vec::new(),
            places_in: Vec::new(),
            lands: Vec::new(),
            copies: Vec::new(),
            tellings: Vec::new(),
            sights: Vec::new(),
            ranks: Vec::new(),
            links: Vec::new(),
            order: Vec::new(),
            places: HashMap::new(),
            blocks: Blocks::default(),
            groups: Groups::default(),
            conflicts: Vec::new(),
            cuts: Vec::new(),
            compared: 0,
        }
    }

    /// Takes in reports that are new or were read again, each with all that it tells now, and all judgements that hold now.
    pub fn update(&mut self, reports: Vec<Report>, held: Vec<Held>) -> Touched {
        if self.tellings.len() > 2 * self.order.len() {
            self.tidy();
        }
        let (mut stale, mut copied) = self.hear(reports);
        let judged = self.judge(held);
        for report in judged.iter().filter_map(|number| self.reports.place(&self.told.get(number)?.document)) {
            stale.reports.entry(report).or_insert(false);
            stale.accounts.extend(&self.numbers[report]);
        }
        let moved = self.renew(&stale);
        let before = self.rebond();
        let (changed, gone) = self.relink(moved, &before);
        let regrouped = self.regroup(&changed, &gone, &judged);
        let parts = self.groups.find_wholes(&regrouped, &self.places_in, &self.ranks, self.rules);
        copied = if copied.is_empty() { copied } else { self.find_copies() };
        let copied = copied.iter().flat_map(|&report| &self.places_in[report]);
        let judged = judged.iter().filter_map(|number| self.places.get(number));
        let touched: BTreeSet<u32> = copied.chain(judged).filter_map(|&at| self.groups.of(at)).collect();
        self.touched(&regrouped, touched.into_iter().chain(parts))
    }

    /// Starts over with what is told, to be rid of places that nothing lies at.
    fn tidy(&mut self) {
        let tellings = self.told.values().map(|telling| telling.as_ref().clone()).collect();
        let abouts = self.reports.abouts.iter().flatten().cloned().collect();
        let held = std::mem::take(&mut self.held);
        *self = Merged::new(self.rules);
        self.update(reports(tellings, abouts), held);
    }

    /// Takes down what reports tell. Gives those reports, and those of which something else is known than before.
    fn hear(&mut self, reports: Vec<Report>) -> (Stale, Vec<usize>) {
        let (heard, tellings): (Vec<_>, Vec<_>) =
            reports.into_iter().map(|report| ((report.document, report.about), report.tellings)).unzip();
        let heard = self.reports.hear(heard, self.rules);
        let count = self.reports.abouts.len();
        self.numbers.resize(count, Vec::new());
        self.places_in.resize(count, Vec::new());
        self.lands.resize(count, NOTHING);
        self.copies.resize(count, None);
        let mut accounts = HashSet::new();
        for (&(report, _), tellings) in heard.iter().zip(tellings) {
            for number in std::mem::take(&mut self.numbers[report]) {
                accounts.insert(number);
                self.told.remove(&number);
            }
            self.numbers[report] = tellings.iter().map(|telling| telling.number).collect();
            accounts.extend(&self.numbers[report]);
            self.told.extend(tellings.into_iter().map(|telling| (telling.number, Arc::new(telling))));
        }
        let other = heard.iter().filter(|(_, other)| *other).map(|(report, _)| *report).collect();
        (Stale { reports: heard.into_iter().collect(), accounts }, other)
    }

    /// Takes the judgements down. Gives the accounts of which something else is said than before.
    fn judge(&mut self, held: Vec<Held>) -> HashSet<i64> {
        let before: HashMap<i64, &Held> = self.held.iter().map(|judged| (judged.number, judged)).collect();
        let after: HashMap<i64, &Held> = held.iter().map(|judged| (judged.number, judged)).collect();
        let other = |these: &HashMap<i64, &Held>, those: &HashMap<i64, &Held>| {
            let changed = these.values().filter(|judged| those.get(&judged.number) != Some(judged));
            changed.flat_map(|judged| judged.accounts.iter().flatten().copied()).collect::<Vec<i64>>()
        };
        let mut accounts: HashSet<i64> = other(&before, &after).into_iter().chain(other(&after, &before)).collect();
        let names = Names::of(&held);
        if names != self.names {
            let renamed = self.told.par_iter().filter(|(_, told)| names.given(told) != self.names.given(told));
            accounts.par_extend(renamed.map(|(number, _)| *number));
            // A name that a person put in is in no telling as it was read.
            accounts.extend(self.decided.parties_filled());
        }
        (self.held, self.names) = (held, names);
        accounts
    }

    /// Sees stale reports anew.
    fn renew(&mut self, stale: &Stale) -> Moved {
        let numbers = stale.reports.keys().flat_map(|&report| &self.numbers[report]);
        let told = numbers.map(|number| self.told[number].clone());
        let (amended, decided) = amend(told, &self.held, &self.names);
        self.decided.replace(&stale.accounts, decided);
        let mut by_report: HashMap<usize, Vec<Arc<Telling>>> = HashMap::new();
        for telling in amended {
            let report = self.reports.place(&telling.document).expect("what it tells was heard");
            by_report.entry(report).or_default().push(telling);
        }
        let tellings = |report: usize| by_report.get(&report).map_or(&[][..], Vec::as_slice);
        let mut reports: Vec<(usize, bool)> = stale.reports.iter().map(|(&report, &anew)| (report, anew)).collect();
        // What is compared lies close together then: half the time of comparing is waiting for memory.
        let published = |report: usize| self.reports.abouts[report].as_ref().and_then(|about| about.published);
        reports.sort_unstable_by_key(|&(report, _)| (published(report), report));
        let mut renewals: Vec<Renewal> =
            reports.par_iter().map(|&(report, anew)| self.renewal(report, tellings(report), anew)).collect();
        renewals.sort_by_key(|renewal| renewal.land);
        let mut moved = Moved::default();
        renewals.into_iter().for_each(|renewal| self.apply(renewal, &mut moved));
        self.rank(&moved);
        moved
    }

    fn renewal(&self, report: usize, tellings: &[Arc<Telling>], anew: bool) -> Renewal {
        let were = &self.places_in[report];
        let place = |telling: &Arc<Telling>| were.iter().copied().find(|&at| self.tellings[at as usize] == *telling);
        let (stay, mut new): (Vec<&Arc<Telling>>, Vec<&Arc<Telling>>) =
            tellings.iter().partition(|telling| !anew && place(telling).is_some());
        let see = |telling: &&Arc<Telling>| ((*telling).clone(), sight(telling, report, &self.reports, self.rules));
        let mut seen: Vec<(Arc<Telling>, Sight)> = new.iter().map(see).collect();
        let mut stay: Vec<u32> = stay.into_iter().filter_map(place).collect();
        let land = land(stay.iter().map(|&at| &self.sights[at as usize]).chain(seen.iter().map(|(_, sight)| sight)));
        if land != self.lands[report] && !stay.is_empty() {
            stay.clear();
            new = tellings.iter().collect();
            seen = new.iter().map(see).collect();
        }
        Renewal { report, gone: were.iter().copied().filter(|at| !stay.contains(at)).collect(), new: seen, land }
    }

    fn apply(&mut self, renewal: Renewal, moved: &mut Moved) {
        let Renewal { report, gone, new, land } = renewal;
        for &at in &gone {
            moved.left.extend(self.members_of(at));
            self.places.remove(&self.tellings[at as usize].number);
        }
        self.lands[report] = land;
        self.places_in[report].retain(|at| !gone.contains(at));
        for (telling, sight) in new {
            let at = self.tellings.len() as u32;
            self.places.insert(telling.number, at);
            self.places_in[report].push(at);
            self.tellings.push(telling);
            self.sights.push(sight);
            moved.new.push(at);
        }
        moved.gone.extend(gone);
    }

    fn members_of(&self, at: u32) -> Vec<Member> {
        let sight = &self.sights[at as usize];
        members_of(at, sight, self.lands[sight.report])
    }

    /// Puts what came and went into the order.
    fn rank(&mut self, moved: &Moved) {
        if moved.gone.is_empty() && moved.new.is_empty() {
            return;
        }
        let gone: HashSet<u32> = moved.gone.iter().copied().collect();
        self.order.retain(|at| !gone.contains(at));
        let words = |at: u32| canonical(&self.tellings[at as usize]);
        let mut new = moved.new.clone();
        new.par_sort_unstable_by(|&a, &b| words(a).cmp(&words(b)));
        let mut order = Vec::with_capacity(self.order.len() + new.len());
        let mut rest = self.order.as_slice();
        for at in new {
            let (before, after) = rest.split_at(rest.partition_point(|&other| words(other) < words(at)));
            order.extend_from_slice(before);
            order.push(at);
            rest = after;
        }
        order.extend_from_slice(rest);
        self.order = order;
        self.ranks.resize(self.tellings.len(), 0);
        for (rank, &at) in (0..).zip(&self.order) {
            self.ranks[at as usize] = rank;
        }
    }

    /// Bonds as people have them now. Gives those before.
    fn rebond(&mut self) -> Bonds {
        let (bonds, conflicts) = bonds(&self.held, &self.places);
        self.conflicts = conflicts;
        std::mem::replace(&mut self.bonds, bonds)
    }

    /// Finds the links of new accounts. Gives all accounts whose ties are other than before, and those that are no more.
    fn relink(&mut self, moved: Moved, before: &Bonds) -> (HashSet<u32>, Vec<u32>) {
        let Moved { gone, left, new } = moved;
        self.links.resize(self.tellings.len(), Vec::new());
        let mut changed: HashSet<u32> = new.iter().copied().collect();
        let ranked = Ranked { sights: &self.sights, ranks: &self.ranks };
        let pairs = if 4 * new.len() > self.order.len() {
            // So much is new that all is compared again.
            let members = self.order.par_iter().flat_map_iter(|&at| self.members_of(at)).collect();
            let (blocks, pairs) = Blocks::of(members, ranked);
            self.blocks = blocks;
            self.links.iter_mut().for_each(Vec::clear);
            changed.extend(&self.order);
            pairs
        } else {
            let came = new.iter().flat_map(|&at| self.members_of(at)).collect();
            let found = self.blocks.change(left, came, ranked);
            gone.iter().for_each(|&at| self.unlink(at));
            self.doubt(&found.doubtful, &mut changed);
            let reopened = self.rebind(before, &mut changed);
            [found.pairs, reopened].concat()
        };
        self.cuts = self.blocks.cuts();
        self.link(&pairs, &new, &mut changed);
        (changed, gone)
    }

    fn unlink(&mut self, at: u32) {
        for (other, _) in std::mem::take(&mut self.links[at as usize]) {
            self.links[other as usize].retain(|(of, _)| *of != at);
        }
    }

    fn part(&mut self, a: u32, b: u32) {
        self.links[a as usize].retain(|(of, _)| *of != b);
        self.links[b as usize].retain(|(of, _)| *of != a);
    }

    /// Parts those that no block brings together any more.
    fn doubt(&mut self, doubtful: &HashSet<u32>, changed: &mut HashSet<u32>) {
        let members: HashMap<u32, Vec<Member>> = doubtful.iter().map(|&at| (at, self.members_of(at))).collect();
        for &a in doubtful {
            let linked = self.links[a as usize].iter().map(|(b, _)| *b).filter(|b| a < *b && doubtful.contains(b));
            let parted: Vec<u32> = linked.filter(|b| !self.blocks.bring(&members[&a], &members[b])).collect();
            for b in parted {
                self.part(a, b);
                changed.extend([a, b]);
            }
        }
    }

    /// Follows people's words on links. Gives pairs that they no longer hold apart.
    fn rebind(&mut self, before: &Bonds, changed: &mut HashSet<u32>) -> Pairs {
        let here = |at: u32| self.places.get(&self.tellings[at as usize].number) == Some(&at);
        changed.extend(self.bonds.changed(before).into_iter().filter(|&at| here(at)));
        let other = self.bonds.apart.symmetric_difference(&before.apart).copied();
        let (apart, not): (Pairs, Pairs) = other.partition(|&(a, b)| self.bonds.part(a, b));
        let meet =
            |&(a, b): &(u32, u32)| here(a) && here(b) && self.blocks.bring(&self.members_of(a), &self.members_of(b));
        let reopened = not.into_iter().filter(meet).collect();
        apart.into_iter().for_each(|(a, b)| self.part(a, b));
        reopened
    }

    /// Compares pairs and links those that could be one.
    fn link(&mut self, pairs: &[(u32, u32)], new: &[u32], changed: &mut HashSet<u32>) {
        let least = self.rules.bounds.join;
        let linked = |a: u32, b: u32| self.links[a as usize].iter().any(|(of, _)| *of == b);
        let compared = pairs.par_iter().filter(|&&(a, b)| !linked(a, b));
        let found: Vec<(u32, u32, Points)> =
            compared.filter_map(|&(a, b)| Some((a, b, self.likeness(a, b, least)?))).collect();
        self.compared = pairs.len();
        let new: HashSet<u32> = new.iter().copied().collect();
        for (a, b, points) in found {
            self.links[a as usize].push((b, points));
            self.links[b as usize].push((a, points));
            // What is new is looked at beside all that it is linked with.
            if !new.contains(&a) && !new.contains(&b) {
                changed.extend([a, b]);
            }
        }
    }

    /// How alike two are, at least so much; none where they are less so or cannot be one.
    fn likeness(&self, a: u32, b: u32, least: Points) -> Option<Points> {
        match self.bonds.part(a, b) {
            true => None,
            false => reaches(&self.sights[a as usize], &self.sights[b as usize], &self.reports, self.rules, least),
        }
    }

    fn regroup(&mut self, changed: &HashSet<u32>, gone: &[u32], judged: &HashSet<i64>) -> Regrouped {
        let mut groups = std::mem::take(&mut self.groups);
        let bounds = self.rules.bounds;
        let likeness = |a: u32, b: u32| self.likeness(a, b, bounds.floor);
        let ties = Ties { links: &self.links, bonds: &self.bonds, bounds, ranks: &self.ranks, likeness };
        let scope = |members: &[u32]| {
            let sights: Vec<&Sight> = members.iter().map(|&at| &self.sights[at as usize]).collect();
            Scope::of(event::gist(&self.told_by(members), &self.decided), &sights)
        };
        let mut regrouped = groups.regroup(changed, gone, &ties, scope);
        // What a person has said that was read as well makes no account other, and yet it is what an event goes by.
        let judged: BTreeSet<u32> = judged.iter().filter_map(|number| groups.of(*self.places.get(number)?)).collect();
        regrouped.rescoped = groups.rescope(judged, scope);
        self.groups = groups;
        regrouped
    }

    /// Finds copies among all reports. Gives the reports that are copies of others than before.
    fn find_copies(&mut self) -> Vec<usize> {
        let known = || self.reports.abouts.iter().enumerate();
        let (places, abouts): (Vec<usize>, Vec<&About>) =
            known().filter_map(|(report, about)| Some((report, about.as_ref()?))).unzip();
        let mut copies = vec![None; self.copies.len()];
        for (&report, first) in places.iter().zip(witness::copies(&abouts)) {
            copies[report] = Some(places[first]);
        }
        let other = (0..copies.len()).filter(|&report| copies[report] != self.copies[report]).collect();
        self.copies = copies;
        other
    }

    fn touched(&self, regrouped: &Regrouped, others: impl Iterator<Item = u32>) -> Touched {
        let made = regrouped.made.iter().chain(&regrouped.retied).copied().chain(others);
        let events: BTreeSet<EventId> = made.map(|group| self.id(group)).collect();
        // A place that is no more still has the telling that lay there.
        let were = regrouped.unmade.iter().filter_map(|group| self.numbers(&group.members).first().copied());
        let gone: BTreeSet<EventId> = were.map(EventId).filter(|&id| self.group(id).is_none()).collect();
        Touched { events: events.into_iter().collect(), gone: gone.into_iter().collect() }
    }

    fn numbers(&self, members: &[u32]) -> Vec<i64> {
        self.told_by(members).into_iter().map(|telling| telling.number).collect()
    }

    /// What members tell, by number.
    fn told_by(&self, members: &[u32]) -> Vec<&Telling> {
        let mut told: Vec<&Telling> = members.iter().map(|&at| self.tellings[at as usize].as_ref()).collect();
        told.sort_unstable_by_key(|telling| telling.number);
        told
    }

    fn id(&self, group: u32) -> EventId {
        EventId(self.numbers(&self.groups.get(group).members)[0])
    }

    /// The group that is the event of this number.
    fn group(&self, id: EventId) -> Option<u32> {
        let group = self.groups.of(*self.places.get(&id.0)?)?;
        (self.id(group) == id).then_some(group)
    }

    /// The event that an account is in; none where there is no such account or it is judged wrong.
    pub fn event_of(&self, account: i64) -> Option<EventId> {
        Some(self.id(self.groups.of(*self.places.get(&account)?)?))
    }

    /// The groups: numbers of accounts, ascending, by their first. Accounts judged wrong are in none.
    pub fn groups(&self) -> Vec<Vec<i64>> {
        let mut groups: Vec<Vec<i64>> =
            self.groups.iter().map(|group| self.numbers(&self.groups.get(group).members)).collect();
        groups.sort_unstable();
        groups
    }

    /// The events that are parts of others, by number, with the event that each is a part of.
    pub fn parts(&self) -> Vec<(EventId, EventId)> {
        let whole = |group: u32| Some((self.id(group), self.id(self.groups.get(group).whole?)));
        let mut parts: Vec<(EventId, EventId)> = self.groups.iter().filter_map(whole).collect();
        parts.sort_unstable();
        parts
    }

    /// How many events there are, and of how many accounts they are made.
    pub fn count(&self) -> (usize, usize) {
        (self.groups.iter().count(), self.order.len())
    }

    /// The events, by number, made with the ledger rule of this name, or the first one. None when there is no such rule.
    pub fn events(&self, ledger: Option<&str>) -> Option<Vec<Event>> {
        let ledger = self.rules.ledger(ledger)?;
        let groups: Vec<u32> = self.groups.iter().collect();
        let mut events: Vec<Event> = groups.par_iter().map(|&group| self.make(group, ledger)).collect();
        events.sort_by_key(|event| event.id);
        Some(events)
    }

    /// The event of this number, made with the ledger rule of this name, or the first one. None when there is no such event
    /// or no such rule.
    pub fn event(&self, id: EventId, ledger: Option<&str>) -> Option<Event> {
        Some(self.make(self.group(id)?, self.rules.ledger(ledger)?))
    }

    /// Pairs that blocks bring together now, by the numbers of the accounts, each with the values of all features.
    pub(crate) fn pairs(&self) -> Vec<(i64, i64, Vec<u8>)> {
        let members = self.order.par_iter().flat_map_iter(|&at| self.members_of(at)).collect();
        let (_, pairs) = Blocks::of(members, Ranked { sights: &self.sights, ranks: &self.ranks });
        let number = |at: u32| self.tellings[at as usize].number;
        let values = |a: u32, b: u32| values(&self.sights[a as usize], &self.sights[b as usize], &self.reports);
        pairs.into_iter().map(|(a, b)| (number(a), number(b), values(a, b).to_vec())).collect()
    }

    fn make(&self, group: u32, ledger: &LedgerRule) -> Event {
        let group = self.groups.get(group);
        let copy_of = |document: &DocumentId| self.copies[self.reports.place(document)?];
        let making = Making { decided: &self.decided, copy_of: &copy_of, ledger, rules: self.rules };
        let about = |telling: &'_ Telling| self.reports.about(&telling.document);
        let told: Vec<(&Telling, Option<&About>)> =
            self.told_by(&group.members).into_iter().map(|telling| (telling, about(telling))).collect();
        let tie = group.tie.map(probability);
        event::event(&told, group.whole.map(|whole| self.id(whole)), tie, &making)
    }
}
