//! One happening told in several sentences of a report is one account.
//!
//! The encoder says of any two triggers how likely they tell the same; type and status must agree, and days and places
//! of their own must not speak against it. The account keeps the telling with the most slots of its own; the others
//! become `retold`, and what they add (figures, an actor, a place, a day) is kept.

use super::Told;
use qantar_record::{Account, AccountId, EventPlace, EventTime, Figure, Mode, Place, Span, Status};

/// Two tellings are one from this probability on, when nothing speaks against it. Chosen on the development gold.
const SAME: f32 = 0.3;

/// Folds tellings, which come in the order of the text, and numbers what is left. `same` is the encoder's probability
/// that the later of two tells what the earlier does; `words` are those at a span of the text.
pub fn fold<'d>(
    told: Vec<Told>,
    same: impl Fn(&Told, &Told) -> f32,
    words: impl Fn(Span) -> &'d str + Copy,
) -> Vec<Account> {
    let mut groups: Vec<Vec<Told>> = Vec::new();
    for telling in told {
        let fit = |group: &Vec<Told>| {
            let agrees = group.iter().all(|earlier| agree(&earlier.account, &telling.account));
            let most = group.iter().map(|earlier| same(&telling, earlier)).fold(0.0, f32::max);
            if agrees { most } else { 0.0 }
        };
        let best = groups.iter().map(fit).enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match best {
            Some((at, chance)) if chance >= SAME => groups[at].push(telling),
            _ => groups.push(vec![telling]),
        }
    }
    let one = |group: Vec<Told>| {
        let mut tellings = group.into_iter().map(|told| told.account);
        let first = tellings.next().expect("a group starts with a telling");
        tellings.fold(first, |mut kept, other| {
            join(&mut kept, other, words);
            kept
        })
    };
    let mut accounts: Vec<Account> = groups.into_iter().map(one).collect();
    accounts.sort_by_key(|account| account.trigger);
    for (number, account) in accounts.iter_mut().enumerate() {
        account.id = AccountId(number as u32 + 1);
    }
    accounts
}

fn agree(a: &Account, b: &Account) -> bool {
    let real = |status| status != Status::Happened;
    a.event_type == b.event_type && real(a.status) == real(b.status) && places_agree(a, b) && days_agree(a, b)
}

/// Own places must be the same or one inside the other; an inherited one speaks against nothing.
fn places_agree(a: &Account, b: &Account) -> bool {
    let own = |account: &Account| account.place.as_ref().filter(|p| !p.inherited).and_then(|p| p.place.clone());
    match (own(a), own(b)) {
        (Some(a), Some(b)) => place_holds(&a, &b) || place_holds(&b, &a),
        _ => true,
    }
}

/// Whether `inner` can lie in `outer`: the same place, a place in the country, a place in the region.
fn place_holds(outer: &Place, inner: &Place) -> bool {
    use qantar_record::Precision::{Area, Country, Region};
    match outer.precision {
        Area => true,
        Country => outer.country == inner.country,
        Region if inner.precision < Region => {
            outer.country == inner.country && inner.admin1.as_ref() == Some(&outer.name)
        }
        _ => (outer.lat - inner.lat).abs() < 0.3 && (outer.lon - inner.lon).abs() < 0.3,
    }
}

fn days_agree(a: &Account, b: &Account) -> bool {
    let own = |account: &Account| account.time.as_ref().filter(|t| !t.inherited).map(|t| t.interval);
    match (own(a), own(b)) {
        (Some(a), Some(b)) => a.meets(b),
        _ => true,
    }
}

/// How telling an account is: slots of its own.
fn weight(account: &Account) -> usize {
    usize::from(!account.actors.is_empty())
        + usize::from(!account.targets.is_empty())
        + account.figures.len().min(2)
        + usize::from(account.place.as_ref().is_some_and(|p| !p.inherited))
        + usize::from(account.time.as_ref().is_some_and(|t| !t.inherited))
}

fn join<'d>(kept: &mut Account, mut other: Account, words: impl Fn(Span) -> &'d str) {
    if weight(&other) > weight(kept) + 1 {
        std::mem::swap(kept, &mut other);
    }
    if kept.mode == Mode::other() {
        kept.mode = other.mode;
    }
    if kept.actors.is_empty() {
        kept.actors = other.actors;
    }
    if kept.targets.is_empty() {
        kept.targets = other.targets;
    }
    // What stands in another sentence than the kept telling is inherited by it.
    if kept.place.as_ref().is_none_or(|p| p.inherited)
        && let Some(place) = other.place.filter(|p| !p.inherited || kept.place.is_none())
    {
        kept.place = Some(EventPlace { inherited: true, ..place });
    }
    if kept.time.as_ref().is_none_or(|t| t.inherited)
        && let Some(time) = other.time.filter(|t| !t.inherited || kept.time.is_none())
    {
        kept.time = Some(EventTime { inherited: true, ..time });
    }
    for figure in other.figures {
        let value = |f: &Figure| (f.what, f.low, f.high, f.part.map(&words));
        match kept.figures.iter_mut().find(|known| value(known) == value(&figure)) {
            // The same number with more told of it.
            Some(known) => {
                known.withdrawn |= figure.withdrawn;
                known.as_of = known.as_of.or(figure.as_of);
            }
            None => kept.figures.push(figure),
        }
    }
    kept.retold.push(other.trigger);
    kept.retold.append(&mut other.retold);
    kept.retold.sort();
    kept.confidence = kept.confidence.max(other.confidence);
}
