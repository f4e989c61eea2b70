//! One happening told in several sentences of a report is one account.
//!
//! Two tellings are one when type and status agree, the modes agree or one is `other`, and neither place nor days nor
//! actors speak against it. The account keeps the telling with the most slots of its own; the others become `retold`,
//! and what they add (figures, an actor, a place, a day) is kept.

use qantar_record::{Account, AccountId, Mode, Place, Span};

/// Folds accounts, which come in the order of the text, and numbers what is left.
pub fn fold(accounts: Vec<Account>, words: impl Fn(Span) -> String) -> Vec<Account> {
    let mut folded: Vec<Account> = Vec::new();
    for account in accounts {
        match folded.iter_mut().find(|earlier| is_same(earlier, &account, &words)) {
            Some(earlier) => join(earlier, account),
            None => folded.push(account),
        }
    }
    folded.sort_by_key(|account| account.trigger);
    for (number, account) in folded.iter_mut().enumerate() {
        account.id = AccountId(number as u32 + 1);
    }
    folded
}

fn is_same(a: &Account, b: &Account, words: &impl Fn(Span) -> String) -> bool {
    a.event_type == b.event_type
        && a.status == b.status
        && (a.mode == b.mode || a.mode == Mode::other() || b.mode == Mode::other() || a.sentence == b.sentence)
        && places_agree(a, b)
        && days_agree(a, b)
        && heads_agree(a, b, words)
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
        _ => outer.name == inner.name && outer.country == inner.country,
    }
}

fn days_agree(a: &Account, b: &Account) -> bool {
    let own = |account: &Account| account.time.as_ref().filter(|t| !t.inherited).map(|t| t.interval);
    match (own(a), own(b)) {
        (Some(a), Some(b)) => a.meets(b),
        _ => true,
    }
}

/// The actors' and targets' last words must meet where both tellings name some by a capital.
fn heads_agree(a: &Account, b: &Account, words: &impl Fn(Span) -> String) -> bool {
    let named = |account: &Account| {
        let spans = account.actors.iter().chain(&account.targets).map(|argument| words(argument.span));
        spans
            .flat_map(|phrase| phrase.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .collect::<Vec<_>>()
    };
    let (a, b) = (named(a), named(b));
    a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word))
}

/// How telling an account is: slots of its own.
fn weight(account: &Account) -> usize {
    usize::from(!account.actors.is_empty())
        + usize::from(!account.targets.is_empty())
        + account.figures.len().min(2)
        + usize::from(account.place.as_ref().is_some_and(|p| !p.inherited))
        + usize::from(account.time.as_ref().is_some_and(|t| !t.inherited))
}

fn join(kept: &mut Account, mut other: Account) {
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
    if kept.place.as_ref().is_none_or(|p| p.inherited) && other.place.is_some() {
        let own = other.place.as_ref().is_some_and(|p| !p.inherited);
        if own || kept.place.is_none() {
            kept.place = other.place.map(|p| qantar_record::EventPlace { inherited: true, ..p });
        }
    }
    if kept.time.as_ref().is_none_or(|t| t.inherited) && other.time.is_some() {
        let own = other.time.as_ref().is_some_and(|t| !t.inherited);
        if own || kept.time.is_none() {
            kept.time = other.time.map(|t| qantar_record::EventTime { inherited: true, ..t });
        }
    }
    for figure in other.figures {
        let known = kept.figures.iter().any(|f| (f.what, f.low, f.high) == (figure.what, figure.low, figure.high));
        if !known {
            kept.figures.push(figure);
        }
    }
    kept.retold.push(other.trigger);
    kept.retold.append(&mut other.retold);
    kept.retold.sort();
    kept.confidence = kept.confidence.max(other.confidence);
}
