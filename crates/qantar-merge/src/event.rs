//! One event out of its tellings: every value that they give for each slot, the one to go by first.

use crate::amend::Decided;
use crate::ledger::{self, LedgerRule};
use crate::pair::likeness;
use crate::rules::Rules;
use crate::sight::{Being, called_being, fold};
use crate::witness;
use qantar_record::{
    About, DocumentId, Event, EventId, EventType, Interval, Kind, Party, Precision, Said, Slot, Status, Telling, When,
    Where, Who,
};

/// What an event is made of, beside its own tellings.
pub(crate) struct Making<'a> {
    pub decided: &'a Decided,
    /// The group of copies that a report is in.
    pub copy_of: &'a (dyn Fn(&DocumentId) -> Option<usize> + Sync),
    pub ledger: &'a LedgerRule,
    pub rules: &'a Rules,
}

/// Tellings of one event with their reports; at least one.
pub(crate) type Told<'a> = [(&'a Telling, Option<&'a About>)];

/// Makes the event; `told` by number.
pub(crate) fn event(told: &Told<'_>, part_of: Option<EventId>, tie: Option<f64>, making: &Making<'_>) -> Event {
    let tellings: Vec<&Telling> = told.iter().map(|(telling, _)| *telling).collect();
    let accounts: Vec<i64> = tellings.iter().map(|telling| telling.number).collect();
    let published = || told.iter().filter_map(|(_, about)| about.and_then(|about| about.published));
    let right = |account: &i64| making.decided.right.contains(account);
    Event {
        id: EventId(accounts[0]),
        kind: kinds(&tellings, making.decided),
        status: statuses(&tellings, making.decided),
        actors: parties(told, Slot::Actor, making),
        targets: parties(told, Slot::Target, making),
        place: places(told, making),
        time: times(told, making),
        figures: ledger::ledgers(told, making.decided, making.ledger, making.rules),
        part_of,
        origins: witness::origins(told, making.copy_of, making.rules),
        first_published: published().min(),
        last_published: published().max(),
        confidence: 1.0 - told.iter().map(|(telling, _)| 1.0 - telling.confidence).product::<f64>(),
        reviewed: accounts.iter().all(right),
        tie,
        accounts,
    }
}

/// Notes that an account gives a value: beside those that gave `same` before it, or as a new one.
fn note<T>(
    said: &mut Vec<Said<T>>,
    account: i64,
    judgement: Option<i64>,
    same: impl Fn(&T) -> bool,
    value: impl FnOnce() -> T,
) {
    match said.iter_mut().find(|said| same(&said.value)) {
        Some(known) => again(known, account, judgement),
        None => said.push(Said { value: value(), accounts: vec![account], judgement }),
    }
}

/// Notes that one more account gives it, or that one gives it twice; accounts come in order.
fn again<T>(said: &mut Said<T>, account: i64, judgement: Option<i64>) {
    said.accounts.extend((said.accounts.last() != Some(&account)).then_some(account));
    said.judgement = said.judgement.max(judgement);
}

/// Gathers values: equal ones become one, in the order of their first account.
fn gather<T: PartialEq + Clone>(
    values: impl Iterator<Item = (i64, T)>,
    filled: impl Fn(i64) -> Option<i64>,
) -> Vec<Said<T>> {
    let mut said: Vec<Said<T>> = Vec::new();
    for (account, value) in values {
        note(&mut said, account, filled(account), |known| *known == value, || value.clone());
    }
    said
}

/// Puts the value to go by first: a person's, then by `worth`, then the one that most accounts give, then the earliest.
fn rank<T, W: Ord>(said: &mut [Said<T>], worth: impl Fn(&T) -> W) {
    said.sort_by_cached_key(|said| {
        let judged = std::cmp::Reverse(said.judgement);
        (judged, std::cmp::Reverse(worth(&said.value)), std::cmp::Reverse(said.accounts.len()), said.accounts[0])
    });
}

/// The type and the status that the event of these tellings goes by; at least one, by number.
pub(crate) fn gist(told: &[&Telling], decided: &Decided) -> (EventType, Status) {
    let (kind, status) = (kinds(told, decided).swap_remove(0).value, statuses(told, decided)[0].value);
    (kind.event_type, status)
}

/// The judgements behind the values of a slot of which an account has one.
fn filled(decided: &Decided, slot: Slot) -> impl Fn(i64) -> Option<i64> {
    move |account| decided.filled.get(&(account, slot, None)).copied()
}

fn kinds(told: &[&Telling], decided: &Decided) -> Vec<Said<Kind>> {
    let kind = |telling: &Telling| Kind { event_type: telling.event_type.clone(), mode: telling.mode.clone() };
    let mut said = gather(told.iter().map(|telling| (telling.number, kind(telling))), filled(decided, Slot::Type));
    let of_type: Vec<(String, usize)> =
        said.iter().map(|said| (said.value.event_type.0.clone(), said.accounts.len())).collect();
    let support =
        |kind: &Kind| -> usize { of_type.iter().filter(|(t, _)| *t == kind.event_type.0).map(|(_, n)| n).sum() };
    rank(&mut said, |kind| (support(kind), kind.mode.0 != "other"));
    said
}

/// What was planned or thought possible has happened once a report says so.
fn statuses(told: &[&Telling], decided: &Decided) -> Vec<Said<Status>> {
    let filled = filled(decided, Slot::Status);
    let mut said = gather(told.iter().map(|telling| (telling.number, telling.status)), filled);
    rank(&mut said, |status| match status {
        Status::Happened => 2,
        Status::Denied => 1,
        Status::Planned | Status::Hypothetical => 0,
    });
    said
}

/// Those who are called alike are one; the fullest name is kept.
fn parties(told: &Told<'_>, slot: Slot, making: &Making<'_>) -> Vec<Said<Party>> {
    let mut known: Vec<(Said<Party>, Being)> = Vec::new();
    for (telling, _) in told {
        let list = if slot == Slot::Actor { &telling.actors } else { &telling.targets };
        for who in list {
            let being = party_being(who, making.rules);
            let judgement = making.decided.filled.get(&(telling.number, slot, Some(who.words.span))).copied();
            match known.iter_mut().find(|(_, other)| likeness(other, &being) <= 1 && !being.words.is_empty()) {
                Some((said, other)) => {
                    again(said, telling.number, judgement);
                    said.value.country = said.value.country.take().or_else(|| who.country.clone());
                    said.value.sector = said.value.sector.take().or_else(|| who.sector.clone());
                    if (being.named, being.words.len()) > (other.named, other.words.len()) {
                        said.value.name = who.called().to_owned();
                        *other = being;
                    }
                }
                None => {
                    let Who { country, sector, .. } = who.clone();
                    let value = Party { name: who.called().to_owned(), country, sector };
                    known.push((Said { value, accounts: vec![telling.number], judgement }, being));
                }
            }
        }
    }
    let mut said: Vec<Said<Party>> = known.into_iter().map(|(said, _)| said).collect();
    rank(&mut said, |_| ());
    said
}

fn party_being(who: &Who, rules: &Rules) -> Being {
    let named = who.name.is_some() || who.words.text.starts_with(char::is_uppercase);
    Being { named, ..called_being(who.called(), rules) }
}

/// Every place; the finest first, of those as fine the one that most accounts give.
fn places(told: &Told<'_>, making: &Making<'_>) -> Vec<Said<Where>> {
    let filled = filled(making.decided, Slot::Place);
    let mut said: Vec<Said<Where>> = Vec::new();
    for (telling, _) in told {
        let Some(slot) = &telling.place else { continue };
        let same = |other: &Where| match (&other.place, &slot.place) {
            // A region may have the name of its town.
            (Some(a), Some(b)) => {
                (&a.name, &a.country, &a.admin1, a.precision) == (&b.name, &b.country, &b.admin1, b.precision)
            }
            (None, None) => fold(&other.words) == fold(&slot.words.text),
            _ => false,
        };
        let value = || Where { words: slot.words.text.clone(), place: slot.place.clone() };
        note(&mut said, telling.number, filled(telling.number), same, value);
    }
    rank(&mut said, fineness);
    said
}

/// Towns before the regions that hold them; a site only adds to its town.
fn fineness(place: &Where) -> u8 {
    match place.place.as_ref().map(|place| place.precision) {
        Some(Precision::Town | Precision::Site) => 4,
        Some(Precision::District) => 3,
        Some(Precision::Region) => 2,
        Some(Precision::Country | Precision::Area) => 1,
        None => 0,
    }
}

/// The days that most accounts' days meet; of those the narrowest.
fn times(told: &Told<'_>, making: &Making<'_>) -> Vec<Said<When>> {
    let dated = told.iter().filter_map(|(telling, _)| {
        let slot = telling.time.as_ref().filter(|slot| slot.interval.from.is_some() || slot.interval.to.is_some())?;
        Some((telling.number, When { interval: slot.interval, grain: slot.grain }))
    });
    let mut said = gather(dated, filled(making.decided, Slot::Time));
    let all: Vec<(Interval, usize)> = said.iter().map(|said| (said.value.interval, said.accounts.len())).collect();
    let support =
        |when: &When| -> usize { all.iter().filter(|(other, _)| when.interval.meets(*other)).map(|(_, n)| n).sum() };
    rank(&mut said, |when| (support(when), std::cmp::Reverse(length(when.interval))));
    said
}

fn length(interval: Interval) -> i32 {
    match (interval.from, interval.to) {
        (Some(from), Some(to)) => crate::sight::day(to) - crate::sight::day(from),
        _ => i32::MAX,
    }
}
