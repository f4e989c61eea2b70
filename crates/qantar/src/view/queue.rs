//! What to look at next: events by the value of a look, which is how much is in doubt times how much hangs on it.
//!
//! Doubt is a mean of five parts from 0 to 1, weighted by [`DOUBTS`]; stake is the sum of [`STAKES`], from 0 to 1. All
//! weights are guesses (November 2026), to be fitted once there are enough judgements with the seconds they took.

use super::people::seen_by;
use super::row;
use qantar_merge::Rules;
use qantar_record::{Event, EventId, Precision};
use qantar_store::{Case, DecisionRow, Error, LookRow};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One reason to look.
struct Doubt {
    weight: f64,
    /// How much is in doubt, 0 to 1.
    part: fn(&LookRow) -> f64,
    /// In words.
    says: fn(&LookRow) -> String,
}

const DOUBTS: [Doubt; 5] = [
    // The reading itself: most at one half, nothing at either end.
    Doubt {
        weight: 3.0,
        part: |look| even(look.confidence),
        says: |look| format!("the reading is unsure ({:.2})", look.confidence),
    },
    // Whether its accounts are one: a tie at one half may as well not be, and a wrong one spoils every cell.
    Doubt {
        weight: 3.0,
        part: |look| look.tie.map_or(0.0, even),
        says: |look| format!("its accounts hang together weakly ({:.2})", look.tie.unwrap_or_default()),
    },
    // Figures that differ are what readers quote, and a look settles which one to go by.
    Doubt {
        weight: 2.0,
        part: |look| if look.disputed > 0 { 1.0 } else { 0.0 },
        says: |look| match look.disputed {
            1 => "figures differ".into(),
            things => format!("figures of {things} things differ"),
        },
    },
    // A vague place or day often is told somewhere else in the report.
    Doubt {
        weight: 1.0,
        part: vague_place,
        says: |look| match look.precision {
            Some(Precision::Region) => "only a region is known".into(),
            Some(Precision::District) => "only a district is known".into(),
            Some(Precision::Country | Precision::Area) => "only a country is known".into(),
            _ => "no place is known".into(),
        },
    },
    Doubt {
        weight: 1.0,
        part: vague_day,
        says: |look| match look.days {
            Some(days) => format!("{days} days wide"),
            None => "no day is known".into(),
        },
    },
];

/// What hangs on an event.
struct Stake {
    weight: f64,
    /// How much hangs on it, 0 to 1.
    part: fn(&LookRow) -> f64,
}

const STAKES: [Stake; 4] = [
    // Every event is worth something.
    Stake { weight: 0.2, part: |_| 1.0 },
    // Hundreds of dead weigh as much as can be; the first ones weigh most.
    Stake { weight: 0.35, part: |look| (log10(look.killed.unwrap_or_default()) / 2.5).min(1.0) },
    // What many reports tell is read and cited; ten or more weigh as much as can be.
    Stake { weight: 0.25, part: |look| log10(look.reports.saturating_sub(1)).min(1.0) },
    // Types that harm people.
    Stake { weight: 0.2, part: |look| harm(look.event_type.0.as_str()) },
];

/// Types of events by the harm they do, 0 to 1; others do none.
const HARM: [(&str, f64); 4] = [("ASSAULT", 1.0), ("COERCE", 0.6), ("MOBILIZE", 0.4), ("PROTEST", 0.3)];

/// Reasons that weigh less than this share of the doubt's most are not told.
const WORTH_TELLING: f64 = 0.05;

/// 1 at one half, 0 at 0 and 1.
fn even(probability: f64) -> f64 {
    4.0 * probability * (1.0 - probability)
}

/// 0 for 0, 1 for 9, 2 for 99.
fn log10(count: u64) -> f64 {
    (count as f64 + 1.0).log10()
}

fn harm(event_type: &str) -> f64 {
    HARM.iter().find(|(code, _)| *code == event_type).map_or(0.0, |(_, harm)| *harm)
}

fn vague_place(look: &LookRow) -> f64 {
    match look.precision {
        Some(Precision::Site | Precision::Town) => 0.0,
        Some(Precision::District) => 0.3,
        Some(Precision::Region) => 0.6,
        Some(Precision::Country | Precision::Area) => 0.9,
        None => 1.0,
    }
}

/// A week is half as vague as can be, two months or more as vague as no day.
fn vague_day(look: &LookRow) -> f64 {
    look.days.map_or(1.0, |days| ((days.max(1) as f64).ln() / 60_f64.ln()).min(1.0))
}

/// Who asks, and for what.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who looks; none: somebody without a name.
    pub coder: Option<&'a str>,
    /// Whether others decide the same events for themselves, blind or not: then only what this coder has decided is left
    /// out, and else what anybody has.
    pub double: bool,
    /// Only these events; none: all of the case.
    pub numbers: Option<&'a [i64]>,
    /// At most so many.
    pub limit: usize,
}

/// What to look at next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queue {
    /// The events most worth a look first.
    pub items: Vec<Look>,
    /// How many are left in all.
    pub left: usize,
}

/// An event that is worth a look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Look {
    /// The event, as a row of a list.
    pub row: Value,
    /// Its number.
    #[serde(skip)]
    pub number: i64,
    /// What a look is worth, 0 to 1.
    pub value: f64,
    /// Why, in words.
    pub why: String,
}

/// Events by the value of a look, without those that are decided.
///
/// # Errors
/// When the case cannot be read.
pub fn queue(case: &Case, asked: &Asked<'_>, rules: &Rules) -> Result<Queue, Error> {
    let decisions = case.decisions(asked.coder.filter(|_| asked.double))?;
    let decided = decided(&decisions);
    let is_open =
        |look: &LookRow| decided.get(&look.event).is_none_or(|accounts| (accounts.len() as u64) < look.accounts);
    let (mut valued, left) = match asked.numbers {
        None => {
            let begun: Vec<EventId> = decided.keys().copied().collect();
            let done = case.looks_of(&begun)?.iter().filter(|look| !is_open(look)).count();
            let left = (case.written_events()?.all as usize).saturating_sub(done);
            (case.worth_a_look(asked.limit, is_open)?, left)
        }
        Some(numbers) => {
            let wanted: Vec<EventId> = numbers.iter().copied().map(EventId).collect();
            let open = case.looks_of(&wanted)?.into_iter().filter(is_open);
            let valued: Vec<(f64, LookRow)> = open.map(|look| (worth(&look), look)).collect();
            let left = valued.len();
            (valued, left)
        }
    };
    let refused = refused(case, asked, &decisions, rules)?;
    let left = left + refused.len();
    valued.extend(refused.values().map(LookRow::of).map(|look| (worth(&look), look)));
    valued.sort_unstable_by(|(a, one), (b, other)| b.total_cmp(a).then(one.event.cmp(&other.event)));
    valued.truncate(asked.limit);
    let mut items = Vec::with_capacity(valued.len());
    for (value, look) in valued {
        let number = look.event.0;
        let row = match (refused.get(&look.event), case.event_of(number)?) {
            (Some(event), _) => row(case, event)?,
            (None, Some(event)) => row(case, &event)?,
            (None, None) => continue,
        };
        items.push(Look { row, number, value, why: why(&look) });
    }
    Ok(Queue { items, left })
}

/// Accounts that others hold to be wrong, and that this coder has not decided: they are in no list, and must be looked at twice
/// all the same. Each is an event of its own, as its report tells it.
fn refused(
    case: &Case,
    asked: &Asked<'_>,
    own: &[DecisionRow],
    rules: &Rules,
) -> Result<BTreeMap<EventId, Event>, Error> {
    let mut refused = BTreeMap::new();
    if !asked.double {
        return Ok(refused);
    }
    let own: HashSet<i64> = own.iter().map(|decision| decision.account).collect();
    for decision in case.decisions(None)? {
        let is_asked = asked.numbers.is_none_or(|numbers| numbers.contains(&decision.event.0));
        if decision.right || own.contains(&decision.account) || !is_asked || case.event_of(decision.event.0)?.is_some()
        {
            continue;
        }
        refused.extend(seen_by(case, decision.event, None, rules)?.map(|event| (event.id, event)));
    }
    Ok(refused)
}

/// The accounts of each event that are decided.
fn decided(decisions: &[DecisionRow]) -> HashMap<EventId, HashSet<i64>> {
    let mut decided: HashMap<EventId, HashSet<i64>> = HashMap::new();
    for decision in decisions {
        decided.entry(decision.event).or_default().insert(decision.account);
    }
    decided
}

/// What a look is worth, 0 to 1.
pub(crate) fn worth(look: &LookRow) -> f64 {
    let most: f64 = DOUBTS.iter().map(|doubt| doubt.weight).sum();
    let doubt = DOUBTS.iter().map(|doubt| doubt.weight * (doubt.part)(look)).sum::<f64>() / most;
    let stake: f64 = STAKES.iter().map(|stake| stake.weight * (stake.part)(look)).sum();
    doubt * stake
}

/// The two greatest doubts, and what hangs on it: "figures differ; only a region is known; 12 killed, 3 reports".
fn why(look: &LookRow) -> String {
    let most: f64 = DOUBTS.iter().map(|doubt| doubt.weight).sum();
    let mut doubts: Vec<(f64, &Doubt)> =
        DOUBTS.iter().map(|doubt| (doubt.weight * (doubt.part)(look), doubt)).collect();
    doubts.retain(|(part, _)| *part >= WORTH_TELLING * most);
    doubts.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut told: Vec<String> = doubts.into_iter().take(2).map(|(_, doubt)| (doubt.says)(look)).collect();
    let killed = look.killed.filter(|&killed| killed > 0).map(|killed| format!("{killed} killed"));
    let reports = match look.reports {
        0 | 1 => "one report".to_owned(),
        reports => format!("{reports} reports"),
    };
    told.push(killed.into_iter().chain([reports]).collect::<Vec<_>>().join(", "));
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::EventType;

    fn plain() -> LookRow {
        LookRow {
            event: EventId(1),
            event_type: EventType("PROTEST".into()),
            accounts: 1,
            confidence: 0.97,
            tie: None,
            disputed: 0,
            precision: Some(Precision::Town),
            days: Some(1),
            reports: 1,
            killed: None,
        }
    }

    #[test]
    fn doubt_and_stake_raise_the_value_of_a_look() {
        type Spoil = fn(&mut LookRow);
        let cases: [(&str, Spoil); 9] = [
            ("an unsure reading", |look| look.confidence = 0.6),
            ("a weak tie", |look| look.tie = Some(0.5)),
            ("figures that differ", |look| look.disputed = 1),
            ("a vague place", |look| look.precision = Some(Precision::Country)),
            ("no place", |look| look.precision = None),
            ("a vague day", |look| look.days = Some(31)),
            ("dead", |look| look.killed = Some(12)),
            ("many reports", |look| look.reports = 9),
            ("harm", |look| look.event_type = EventType("ASSAULT".into())),
        ];
        for (what, change) in cases {
            let mut look = plain();
            change(&mut look);
            assert!(worth(&look) > worth(&plain()), "{what}");
        }
        let settled = LookRow { confidence: 1.0, killed: Some(500), reports: 90, ..plain() };
        assert_eq!(worth(&settled), 0.0, "nothing is in doubt");
        let worst = LookRow {
            event_type: EventType("ASSAULT".into()),
            confidence: 0.5,
            tie: Some(0.5),
            disputed: 3,
            precision: None,
            days: None,
            reports: 40,
            killed: Some(1000),
            ..plain()
        };
        assert!((worth(&worst) - 1.0).abs() < 1e-9, "{}", worth(&worst));
    }

    #[test]
    fn it_says_why_in_words() {
        let cases = [
            (plain(), "one report"),
            (LookRow { confidence: 0.55, ..plain() }, "the reading is unsure (0.55); one report"),
            (
                LookRow { disputed: 2, reports: 3, killed: Some(12), days: None, ..plain() },
                "figures of 2 things differ; no day is known; 12 killed, 3 reports",
            ),
            (
                LookRow { tie: Some(0.45), precision: Some(Precision::Region), days: Some(28), reports: 2, ..plain() },
                "its accounts hang together weakly (0.45); 28 days wide; 2 reports",
            ),
        ];
        for (look, words) in cases {
            assert_eq!(why(&look), words);
        }
    }
}
