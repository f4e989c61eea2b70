//! One happening told in several sentences of a report is one account.
//!
//! How likely two tellings are of one says [`same`]; type and days of their own must agree. The account keeps the telling with the most slots of its
//! own; the others become `retold`, and what they add (figures, an actor, a place, a day) is kept.

use super::{Told, same};
use qantar_record::{Account, AccountId, EventPlace, EventTime, Figure, Mode, Span, Status};

/// Folds tellings, which come in the order of the text, and numbers what is left. `chance` is the probability that the later of two
/// is of the happening that the earlier is of: with the mean of it over a group at `least` or above, a telling joins the group where it is
/// greatest. `words` are those at a span of the text.
pub fn fold<'d>(
    told: Vec<Told>,
    least: f64,
    chance: impl Fn(&Told, &Told) -> f64,
    words: impl Fn(Span) -> &'d str + Copy,
) -> Vec<Account> {
    let mut groups: Vec<Vec<Told>> = Vec::new();
    for telling in told {
        let fit = |group: &Vec<Told>| {
            let all = group.iter().all(|earlier| same::can_be(&earlier.account, &telling.account));
            let sum = || group.iter().map(|earlier| chance(&telling, earlier)).sum::<f64>();
            if all { sum() / group.len() as f64 } else { 0.0 }
        };
        let best = groups.iter().map(fit).enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match best {
            Some((at, chance)) if chance >= least => groups[at].push(telling),
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
    // What was planned in one sentence may have happened in the next.
    if other.status == Status::Happened {
        kept.status = Status::Happened;
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
