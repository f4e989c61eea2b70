//! What people have decided, laid over what was read: corrected tellings, and bonds between them.

use crate::cluster::{Bonds, Sets};
use qantar_record::{Judgement, PlaceSlot, Ruling, Slot, Span, Telling, TimeSlot, ToldFigure, Value, Who, Words};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A judgement that holds: one that was not undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its number in the log; a higher one is newer.
    pub number: i64,
    /// The judgement.
    pub judgement: Judgement,
    /// The numbers of the accounts that its anchors lie at now, in the order of [`Ruling::anchors`]; none where the words
    /// are no longer read as an account.
    pub accounts: Vec<Option<i64>>,
}

/// Two judgements that cannot both hold. The newer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The number of the older judgement, which is not followed here.
    pub older: i64,
    /// The accounts that it says are one, or not.
    pub accounts: (i64, i64),
    /// Whether it says that they are one.
    pub same: bool,
}

/// What people have said of accounts that does not change what they tell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decided {
    /// The judgement behind a value that a person has put in, by account, slot and, of actors and targets, the words at
    /// which it stands: an account may have others of the slot, of which nobody has decided anything.
    pub filled: HashMap<(i64, Slot, Option<Span>), i64>,
    /// Figures that are judged wrong, by account and words.
    pub refused: BTreeSet<(i64, usize, usize)>,
    /// Accounts that are judged right.
    pub right: BTreeSet<i64>,
}

impl Decided {
    /// Forgets these accounts and takes what is decided of them now.
    pub fn replace(&mut self, accounts: &HashSet<i64>, now: Decided) {
        self.filled.retain(|(account, ..), _| !accounts.contains(account));
        self.refused.retain(|(account, _, _)| !accounts.contains(account));
        self.right.retain(|account| !accounts.contains(account));
        self.filled.extend(now.filled);
        self.refused.extend(now.refused);
        self.right.extend(now.right);
    }

    /// The accounts of which a person has said who did it, or to whom.
    pub fn parties_filled(&self) -> impl Iterator<Item = i64> {
        let filled = self.filled.keys().filter(|(_, slot, _)| is_party(*slot));
        filled.map(|(account, ..)| *account)
    }

    /// A figure judged wrong stays in the ledger, marked.
    fn refuse(&mut self, telling: &Telling, words: Option<&Words>) {
        let meant = telling.figures.iter().filter(|figure| words.is_none_or(|words| words.span == figure.words.span));
        self.refused.extend(meant.map(|figure| (telling.number, figure.words.span.start, figure.words.span.end)));
    }

    /// What comes in the place of a figure judged wrong is not wrong itself.
    fn correct(&mut self, account: i64, words: Option<&Words>) {
        let at = words.map(|words| (words.span.start, words.span.end));
        let corrected = |start: usize, end: usize| at.is_none_or(|at| at == (start, end));
        self.refused.retain(|&(of, start, end)| of != account || !corrected(start, end));
    }
}

/// Whether its values are those who did or suffered it: an account may have several, and each is decided by itself.
fn is_party(slot: Slot) -> bool {
    matches!(slot, Slot::Actor | Slot::Target)
}

/// Lays judgements over tellings, the oldest first. Gives the tellings that are not judged wrong, by number.
pub(crate) fn amend(
    tellings: impl Iterator<Item = Arc<Telling>>,
    held: &[Held],
    names: &Names,
) -> (Vec<Arc<Telling>>, Decided) {
    let mut by_number: BTreeMap<i64, Arc<Telling>> = tellings.map(|telling| (telling.number, telling)).collect();
    let mut decided = Decided::default();
    let mut wrong = BTreeSet::new();
    // What is meant was read, so it is looked for before anything is amended.
    let aimed = |judged| (judged, meant(judged, &by_number));
    let standing: Vec<(&Held, Option<Words>)> = standing(held).into_iter().map(aimed).collect();
    for (judged, words) in standing {
        let Some(account) = judged.accounts.first().copied().flatten() else { continue };
        let Some(telling) = by_number.get_mut(&account) else { continue };
        let words = words.as_ref();
        match &judged.judgement.ruling {
            Ruling::Right { slot: None, .. } => {
                wrong.remove(&account);
                decided.right.insert(account);
            }
            Ruling::Wrong { slot: None, .. } => {
                decided.right.remove(&account);
                wrong.insert(account);
            }
            Ruling::Wrong { slot: Some(Slot::Count), .. } => decided.refuse(telling, words),
            Ruling::Wrong { slot: Some(slot), .. } => clear(Arc::make_mut(telling), *slot, words),
            Ruling::Instead { slot, value, .. } => {
                let telling = Arc::make_mut(telling);
                put(telling, *slot, value, words);
                if *slot == Slot::Count {
                    decided.correct(account, words);
                }
                let at = is_party(*slot).then_some(words.unwrap_or(&telling.trigger).span);
                decided.filled.insert((account, *slot, at), judged.number);
            }
            // Its own account; words that are gone may lie at another one, which nobody has judged by it.
            Ruling::Missed { account: own, .. } if own.account == account => {
                decided.right.insert(account);
            }
            _ => {}
        }
    }
    by_number.values_mut().for_each(|telling| names.rename(telling));
    (by_number.into_values().filter(|telling| !wrong.contains(&telling.number)).collect(), decided)
}

pub(crate) fn in_order(held: &[Held]) -> Vec<&Held> {
    let mut held: Vec<&Held> = held.iter().collect();
    held.sort_by_key(|judged| judged.number);
    held
}

/// Those that hold, the oldest first, without those that say a slot is wrong and of which a newer one says that the slot is
/// right: what they took away stands again.
fn standing(held: &[Held]) -> Vec<&Held> {
    let mut right = HashSet::new();
    let mut standing = in_order(held);
    standing.reverse();
    standing.retain(|judged| {
        let account = judged.accounts.first().copied().flatten();
        match &judged.judgement.ruling {
            Ruling::Right { slot: Some(slot), .. } => {
                right.insert((account, *slot));
                true
            }
            Ruling::Wrong { slot: Some(slot), .. } => !right.contains(&(account, *slot)),
            _ => true,
        }
    });
    standing.reverse();
    standing
}

/// The words of the value that a judgement means, as they are read now; none where it means all of the slot.
fn meant(judged: &Held, tellings: &BTreeMap<i64, Arc<Telling>>) -> Option<Words> {
    let (slot, words) = match &judged.judgement.ruling {
        Ruling::Wrong { slot: Some(slot), words: Some(words), .. }
        | Ruling::Instead { slot, words: Some(words), .. } => (*slot, words),
        _ => return None,
    };
    let telling = tellings.get(&judged.accounts.first().copied().flatten()?)?;
    Some(nearest(&told_in(telling, slot), words).unwrap_or(words).clone())
}

/// The words of all that a telling has in a slot; none of type and status, which stand for the whole of it.
fn told_in(telling: &Telling, slot: Slot) -> Vec<&Words> {
    match slot {
        Slot::Type | Slot::Status => Vec::new(),
        Slot::Actor => telling.actors.iter().map(|who| &who.words).collect(),
        Slot::Target => telling.targets.iter().map(|who| &who.words).collect(),
        Slot::Place => telling.place.iter().map(|place| &place.words).collect(),
        Slot::Time => telling.time.iter().map(|time| &time.words).collect(),
        Slot::Count => telling.figures.iter().map(|figure| &figure.words).collect(),
    }
}

/// The words at the same place; else those that overlap most with it, since a better reading may move an end; else the
/// nearest of the same text.
fn nearest<'t>(told: &[&'t Words], wanted: &Words) -> Option<&'t Words> {
    let shared = |words: &Words| words.span.end.min(wanted.span.end) - words.span.start.max(wanted.span.start);
    let there = told.iter().find(|words| words.span == wanted.span);
    let overlapping = told.iter().filter(|words| words.span.overlaps(wanted.span));
    let alike = told.iter().filter(|words| words.text == wanted.text);
    let overlapping = overlapping.max_by_key(|words| (shared(words), Reverse(words.span.start)));
    let alike = alike.min_by_key(|words| (words.span.distance(wanted.span), words.span.start));
    there.or(overlapping).or(alike).copied()
}

fn clear(telling: &mut Telling, slot: Slot, words: Option<&Words>) {
    let stays = |of: &Words| words.is_some_and(|words| words.span != of.span);
    match slot {
        // An account has one of each, and another can only come in its place.
        Slot::Type | Slot::Status => {}
        Slot::Actor => telling.actors.retain(|who| stays(&who.words)),
        Slot::Target => telling.targets.retain(|who| stays(&who.words)),
        Slot::Place => telling.place = None,
        Slot::Time => telling.time = None,
        Slot::Count => telling.figures.retain(|figure| stays(&figure.words)),
    }
}

/// Puts a person's value in the place of what was read.
fn put(telling: &mut Telling, slot: Slot, value: &Value, words: Option<&Words>) {
    let read = words.and_then(|words| figure_at(telling, value, words));
    clear(telling, slot, words);
    fill(telling, slot, value, words, read);
}

/// The figure at these words; of several the one that counts what the value counts.
fn figure_at(telling: &Telling, value: &Value, words: &Words) -> Option<ToldFigure> {
    let Value::HowMany { what, .. } = value else { return None };
    let there = telling.figures.iter().filter(|figure| figure.words.span == words.span);
    there.min_by_key(|figure| figure.what != *what).cloned()
}

/// A value stands at the words it came in place of, or else at those that evoke the event. Of a figure only the number is
/// another: who gave it, when, and of whom stays as it was `read`.
fn fill(telling: &mut Telling, slot: Slot, value: &Value, words: Option<&Words>, read: Option<ToldFigure>) {
    let at = words.unwrap_or(&telling.trigger).clone();
    match value.clone() {
        Value::Type { event_type, mode } => (telling.event_type, telling.mode) = (event_type, mode),
        Value::Took { status } => telling.status = status,
        Value::Who { words, name } => {
            let who = Who { words: Words { text: words, span: at.span }, name, country: None, sector: None };
            let list = if slot == Slot::Target { &mut telling.targets } else { &mut telling.actors };
            list.push(who);
        }
        Value::Where { words, place, inherited } => {
            telling.place = Some(PlaceSlot { words: Words { text: words, span: at.span }, place, inherited });
        }
        Value::When { interval, grain, inherited } => {
            telling.time = Some(TimeSlot { words: at, interval, grain, inherited });
        }
        Value::HowMany { what, low, high } => {
            let figure = read.unwrap_or_else(|| ToldFigure::bare(what, at));
            telling.figures.push(ToldFigure { what, low, high, ..figure });
        }
    }
}

/// The names that people have said are another's, in lower case, each with the one that its bearer is known by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    /// Those that judgements give.
    pub fn of(held: &[Held]) -> Self {
        let mut names = HashMap::new();
        for judged in in_order(held) {
            if let Ruling::Entity { name, known_as } = &judged.judgement.ruling {
                names.insert(name.to_lowercase(), known_as.clone());
            }
        }
        Names(names)
    }

    /// The new names of a telling's parties, one after the other.
    pub fn given(&self, telling: &Telling) -> Vec<Option<String>> {
        let parties = telling.actors.iter().chain(&telling.targets);
        parties.map(|who| self.known_as(who.called())).collect()
    }

    /// Gives everybody the name that people have said is theirs.
    fn rename(&self, telling: &mut Arc<Telling>) {
        if self.0.is_empty() {
            return;
        }
        let given = self.given(telling);
        if given.iter().all(Option::is_none) {
            return;
        }
        let telling = Arc::make_mut(telling);
        for (who, name) in telling.actors.iter_mut().chain(&mut telling.targets).zip(given) {
            who.name = name.or(who.name.take());
        }
    }

    /// Follows names to the last; a circle of names ends where it began.
    fn known_as(&self, called: &str) -> Option<String> {
        let mut last = self.0.get(&called.to_lowercase())?;
        for _ in 0..self.0.len() {
            match self.0.get(&last.to_lowercase()) {
                Some(next) if next != last => last = next,
                _ => break,
            }
        }
        Some(last.clone())
    }
}

/// Bonds between accounts, by their places, which `numbers` gives. Newer judgements go first; an older one that cannot hold
/// beside them is a conflict.
pub(crate) fn bonds(held: &[Held], numbers: &HashMap<i64, u32>) -> (Bonds, Vec<Conflict>) {
    let mut judged_of = Judged::of(held, numbers);
    let mut conflicts = Vec::new();
    for judged in in_order(held).into_iter().rev() {
        let places: Vec<Option<u32>> =
            judged.accounts.iter().map(|account| numbers.get(account.as_ref()?).copied()).collect();
        let number =
            |place: u32| judged.accounts[places.iter().position(|p| *p == Some(place)).expect("it is one of them")];
        let mut conflict = |a: u32, b: u32, same: bool| {
            let accounts = (number(a).unwrap_or_default(), number(b).unwrap_or_default());
            conflicts.push(Conflict { older: judged.number, accounts, same });
        };
        match &judged.judgement.ruling {
            Ruling::Same { .. } => {
                let known: Vec<u32> = places.iter().copied().flatten().collect();
                for pair in known.windows(2).filter(|pair| !judged_of.join(pair[0], pair[1])) {
                    conflict(pair[0], pair[1], true);
                }
            }
            Ruling::NotSame { these, .. } => {
                let (these, those) = places.split_at(these.len().min(places.len()));
                for &a in these.iter().flatten() {
                    for &b in those.iter().flatten().filter(|&&b| !judged_of.part(a, b)) {
                        conflict(a, b, false);
                    }
                }
            }
            _ => {}
        }
    }
    (judged_of.bonds(), conflicts)
}

/// Accounts that judgements join or part, as far as they have been gone through.
struct Judged {
    /// The places of those that are judged at all, ascending.
    places: Vec<u32>,
    sets: Sets,
    same: Vec<(u32, u32)>,
    apart: Vec<(u32, u32)>,
}

impl Judged {
    fn of(held: &[Held], numbers: &HashMap<i64, u32>) -> Self {
        let judged = held.iter().flat_map(|judged| judged.accounts.iter().flatten());
        let mut places: Vec<u32> = judged.filter_map(|number| numbers.get(number).copied()).collect();
        places.sort_unstable();
        places.dedup();
        Judged { sets: Sets::new(places.len()), places, same: Vec::new(), apart: Vec::new() }
    }

    fn root(&mut self, place: u32) -> u32 {
        let at = self.places.binary_search(&place).expect("all judged accounts were put in");
        self.sets.root(at as u32)
    }

    /// Joins the two; false where a newer judgement parts them.
    fn join(&mut self, a: u32, b: u32) -> bool {
        let (one, other) = (self.root(a), self.root(b));
        let apart = std::mem::take(&mut self.apart);
        let parted = apart.iter().any(|&(x, y)| {
            let (x, y) = (self.root(x), self.root(y));
            (x, y) == (one, other) || (x, y) == (other, one)
        });
        self.apart = apart;
        if !parted {
            self.sets.join(one, other);
            self.same.push((a, b));
        }
        !parted
    }

    /// Parts the two; false where a newer judgement joins them.
    fn part(&mut self, a: u32, b: u32) -> bool {
        let parted = self.root(a) != self.root(b);
        if parted {
            self.apart.push((a, b));
        }
        parted
    }

    /// Who is one with somebody is apart from whom that one is apart from.
    fn bonds(mut self) -> Bonds {
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for place in self.places.clone() {
            members.entry(self.root(place)).or_default().push(place);
        }
        let mut bonds = Bonds::default();
        for (a, b) in std::mem::take(&mut self.same) {
            bonds.same.entry(a).or_default().insert(b);
            bonds.same.entry(b).or_default().insert(a);
        }
        for (a, b) in std::mem::take(&mut self.apart) {
            let (a, b) = (self.root(a), self.root(b));
            for &x in &members[&a] {
                bonds.apart.extend(members[&b].iter().map(|&y| (x.min(y), x.max(y))));
            }
        }
        bonds
    }
}
