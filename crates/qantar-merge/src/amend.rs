//! What people have decided, laid over what was read: corrected tellings, and bonds between them.

use crate::cluster::{Bonds, Sets};
use qantar_record::{Judgement, PlaceSlot, Ruling, Slot, Telling, TimeSlot, ToldFigure, Value, Who, Words};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Tellings as people have corrected them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Amended<'a> {
    /// Without those that are judged wrong.
    pub tellings: Vec<Cow<'a, Telling>>,
    /// The judgement behind a slot of an account that a person has filled.
    pub filled: HashMap<(i64, Slot), i64>,
    /// Figures that are judged wrong, by account and words.
    pub refused: BTreeSet<(i64, usize, usize)>,
    /// Accounts that are judged right.
    pub right: BTreeSet<i64>,
}

/// Lays judgements over tellings, the oldest first.
pub(crate) fn amend<'a>(tellings: &'a [Telling], held: &[Held]) -> Amended<'a> {
    let mut by_number: BTreeMap<i64, Cow<'a, Telling>> =
        tellings.iter().map(|telling| (telling.number, Cow::Borrowed(telling))).collect();
    let mut amended = Amended::default();
    let mut wrong = BTreeSet::new();
    for judged in in_order(held) {
        let Some(account) = judged.accounts.first().copied().flatten() else { continue };
        let Some(telling) = by_number.get_mut(&account) else { continue };
        match &judged.judgement.ruling {
            Ruling::Right { slot: None, .. } => {
                wrong.remove(&account);
                amended.right.insert(account);
            }
            Ruling::Wrong { slot: None, .. } => {
                amended.right.remove(&account);
                wrong.insert(account);
            }
            Ruling::Wrong { slot: Some(Slot::Count), words, .. } => amended.refuse(telling, words.as_ref()),
            Ruling::Wrong { slot: Some(slot), words, .. } => clear(telling.to_mut(), *slot, words.as_ref()),
            Ruling::Instead { slot, words, value, .. } => {
                clear(telling.to_mut(), *slot, words.as_ref());
                fill(telling.to_mut(), *slot, value, words.as_ref());
                amended.filled.insert((account, *slot), judged.number);
            }
            // Its own account; words that are gone may lie at another one, which nobody has judged by it.
            Ruling::Missed { account: own, .. } if own.account == account => {
                amended.right.insert(account);
            }
            _ => {}
        }
    }
    rename(&mut by_number, held);
    amended.tellings = by_number.into_values().filter(|telling| !wrong.contains(&telling.number)).collect();
    amended
}

pub(crate) fn in_order(held: &[Held]) -> Vec<&Held> {
    let mut held: Vec<&Held> = held.iter().collect();
    held.sort_by_key(|judged| judged.number);
    held
}

impl Amended<'_> {
    /// A figure judged wrong stays in the ledger, marked.
    fn refuse(&mut self, telling: &Telling, words: Option<&Words>) {
        let meant = telling.figures.iter().filter(|figure| words.is_none_or(|words| words.span == figure.words.span));
        self.refused.extend(meant.map(|figure| (telling.number, figure.words.span.start, figure.words.span.end)));
    }
}

fn clear(telling: &mut Telling, slot: Slot, words: Option<&Words>) {
    let stays = |of: &Words| words.is_some_and(|words| words.span != of.span);
    match slot {
        Slot::Type => {}
        Slot::Actor => telling.actors.retain(|who| stays(&who.words)),
        Slot::Target => telling.targets.retain(|who| stays(&who.words)),
        Slot::Place => telling.place = None,
        Slot::Time => telling.time = None,
        Slot::Count => telling.figures.retain(|figure| stays(&figure.words)),
    }
}

/// Puts a person's value in. It stands at the words it came in place of, or else at those that evoke the event.
fn fill(telling: &mut Telling, slot: Slot, value: &Value, words: Option<&Words>) {
    let at = words.unwrap_or(&telling.trigger).clone();
    match value.clone() {
        Value::Type { event_type, mode } => (telling.event_type, telling.mode) = (event_type, mode),
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
        Value::HowMany { what, low, high } => telling.figures.push(ToldFigure {
            what,
            low,
            high,
            words: at,
            part: None,
            withdrawn: false,
            as_of: None,
            claim: None,
            voice: None,
            via: Vec::new(),
        }),
    }
}

/// Gives everybody the name that people have said is theirs.
fn rename(tellings: &mut BTreeMap<i64, Cow<'_, Telling>>, held: &[Held]) {
    let mut names: HashMap<String, String> = HashMap::new();
    for judged in in_order(held) {
        if let Ruling::Entity { name, known_as } = &judged.judgement.ruling {
            names.insert(name.to_lowercase(), known_as.clone());
        }
    }
    if names.is_empty() {
        return;
    }
    for telling in tellings.values_mut() {
        if telling.actors.iter().chain(&telling.targets).all(|who| known_as(who.called(), &names).is_none()) {
            continue;
        }
        let telling = telling.to_mut();
        for who in telling.actors.iter_mut().chain(&mut telling.targets) {
            if let Some(known_as) = known_as(who.called(), &names) {
                who.name = Some(known_as);
            }
        }
    }
}

/// Follows names to the last; a circle of names ends where it began.
fn known_as(called: &str, names: &HashMap<String, String>) -> Option<String> {
    let mut last = names.get(&called.to_lowercase())?;
    for _ in 0..names.len() {
        match names.get(&last.to_lowercase()) {
            Some(next) if next != last => last = next,
            _ => break,
        }
    }
    Some(last.clone())
}

/// Bonds between the tellings of `numbers` (ascending), by their places in it. Newer judgements go first; an older one that
/// cannot hold beside them is a conflict.
pub(crate) fn bonds(held: &[Held], numbers: &HashMap<i64, u32>) -> (Bonds, Vec<Conflict>) {
    let mut bonds = Bonds::default();
    let mut sets = Sets::new(numbers.len());
    let mut apart: Vec<(u32, u32)> = Vec::new();
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
                for pair in known.windows(2) {
                    let (a, b) = (sets.root(pair[0]), sets.root(pair[1]));
                    let parted = |x: u32, y: u32, sets: &mut Sets| {
                        let (x, y) = (sets.root(x), sets.root(y));
                        (x, y) == (a, b) || (x, y) == (b, a)
                    };
                    if apart.iter().any(|&(x, y)| parted(x, y, &mut sets)) {
                        conflict(pair[0], pair[1], true);
                    } else {
                        sets.join(a, b);
                        bonds.same.push((pair[0], pair[1]));
                    }
                }
            }
            Ruling::NotSame { these, .. } => {
                let (these, those) = places.split_at(these.len().min(places.len()));
                for &a in these.iter().flatten() {
                    for &b in those.iter().flatten() {
                        if sets.root(a) == sets.root(b) {
                            conflict(a, b, false);
                        } else {
                            apart.push((a, b));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    // Who is one with somebody is apart from whom that one is apart from.
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    for at in 0..numbers.len() as u32 {
        let root = sets.root(at);
        members.entry(root).or_default().push(at);
    }
    for (a, b) in apart {
        let (a, b) = (sets.root(a), sets.root(b));
        for &x in &members[&a] {
            bonds.apart.extend(members[&b].iter().map(|&y| (x.min(y), x.max(y))));
        }
    }
    (bonds, conflicts)
}
