//! What people decide: the queue, judgements, undoing, and who agrees with whom.

use super::overview::numbers;
use super::report::Page;
use super::{Answer, told};
use crate::answer::{Asked, Failures, Refusal, Told};
use crate::guard::Visitor;
use crate::served::{Served, Shared};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use qantar::judging::{self, Decider, Missed, Number, Saying, Selection};
use qantar::record::{Slot, Status};
use qantar::store::Case;
use qantar::view::{self, people, queue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// The most events that are decided together.
const TOGETHER: usize = 100_000;
/// Of so many numbers it is told where they lead.
const LEADS: usize = 500;
/// The longest words that a person writes, in characters.
const WORDS: usize = 10_000;

/// What to look at next.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Next {
    /// How many at most.
    #[serde(default = "some")]
    #[param(minimum = 1, maximum = 500)]
    limit: usize,
    /// Only of these events: numbers with commas between them.
    #[serde(default)]
    numbers: String,
    /// Whether several decide the same events, so that only what this coder has decided is left out. So it is where coders
    /// decide blind.
    #[serde(default)]
    double: bool,
}

fn some() -> usize {
    50
}

/// The events that are most worth a look, without those that the coder has decided.
#[utoipa::path(get, path = "/api/queue", tag = "review", params(Next), responses(
    (status = 200, description = "The most worth first", body = Object), Failures
))]
pub(super) async fn queue(State(served): State<Shared>, visitor: Visitor, Asked(next): Asked<Next>) -> Answer {
    let among = numbers(&next.numbers, TOGETHER)?;
    let limit = next.limit.clamp(1, 500);
    let among = Some(among).filter(|among| !among.is_empty());
    let double = next.double || served.settings.blind;
    let rules = served.rules.clone();
    told(&served.shown, move |case| {
        let coder = visitor.coder.as_deref();
        Ok(queue::queue(case, &queue::Asked { coder, double, numbers: among.as_deref(), limit }, &rules)?)
    })
    .await
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Says {
    /// As the report tells it, in all or in one slot.
    Right,
    /// Not what the report tells: it is left out.
    Wrong,
    /// This value stands in the slot.
    Instead,
    /// All of these tell of one event.
    Same,
    /// The first does not tell of the event that the second tells of.
    NotSame,
    /// Whoever is called the one is whoever is called the other.
    Entity,
    /// Words to keep.
    Note,
    /// An account that reading has missed.
    Missed,
}

/// A decision. Which of the rest must be given depends on what is decided.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// What is decided.
    says: Says,
    /// Events and accounts: `e12`, `a15`.
    #[serde(default)]
    numbers: Vec<String>,
    /// Of right, wrong, instead: one slot only.
    slot: Option<String>,
    /// Of wrong, instead: only the slot's value with these words.
    words: Option<String>,
    /// Of wrong, instead: only the slot's value whose words begin here in the report's text, in characters. It is heard and not
    /// `words` where both are given, since an account may have two values of the same words.
    start: Option<usize>,
    /// Where those words end.
    end: Option<usize>,
    /// Of instead: the value, as people write it.
    value: Option<String>,
    /// Of entity: a name as reports give it.
    name: Option<String>,
    /// Of entity: the name that is kept.
    known_as: Option<String>,
    /// Of note: the words.
    text: Option<String>,
    /// Why.
    why: Option<String>,
    /// How long the coder looked.
    seconds: Option<u32>,
    /// Of missed: what is told and where.
    missed: Option<Overlooked>,
}

/// An account that reading has missed, in a person's words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Missed)]
pub(crate) struct Overlooked {
    /// The id of the report.
    document: String,
    /// Where the words begin in its text, in characters.
    start: usize,
    /// Where they end.
    end: usize,
    /// What happened.
    #[serde(rename = "type")]
    event_type: String,
    /// In which way.
    mode: Option<String>,
    /// Whether it took place; happened when not said.
    status: Option<String>,
    /// Who did it.
    #[serde(default)]
    actors: Vec<String>,
    /// To whom.
    #[serde(default)]
    targets: Vec<String>,
    /// Where: `Oruro, BO`.
    place: Option<String>,
    /// When: `2022-01-05`.
    time: Option<String>,
    /// How many: `killed 12`.
    #[serde(default)]
    counts: Vec<String>,
}

/// What came of a decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decided {
    /// The numbers of the judgements, by which they are undone.
    judgements: Vec<i64>,
    /// Where the numbers lead now, of the first 500.
    #[schema(example = json!(["e12"]))]
    events: Vec<String>,
    /// Judgements that newer ones contradict.
    conflicts: Vec<String>,
    /// Whether events are still being brought up to date.
    behind: bool,
}

/// Takes decisions down. Events follow: at once in small cases, soon in large ones.
#[utoipa::path(post, path = "/api/judgements", tag = "review", request_body = Decision,
    params(("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "What came of it", body = Decided), Failures)
)]
pub(super) async fn judge(
    State(served): State<Shared>,
    visitor: Visitor,
    Told(decision): Told<Decision>,
) -> Result<Json<Decided>, Refusal> {
    let by = visitor.decides()?.to_owned();
    let numbers = decision.numbers()?;
    let (sayings, why, seconds) = (decision.sayings(&numbers)?, decision.why, decision.seconds);
    let lender = served.clone();
    let decide = move |case: &mut Case| {
        let decider = Decider { by: &by, why: why.as_deref(), seconds, now: Timestamp::now() };
        let decided = judging::decide_all(case, &sayings, decider, &|| lender.world().map(AsRef::as_ref));
        Ok((decided.map_err(|error| lender.named(error.into()))?, case.head()?))
    };
    let (judgements, head) = served.writer()?.change(decide).await?;
    settled(&served, judgements, head, &numbers).await
}

/// Which judgements are undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undoing {
    /// Their numbers.
    judgements: Vec<i64>,
    /// Why.
    why: Option<String>,
}

/// Takes judgements back, each by one more judgement, which can be undone as well.
#[utoipa::path(post, path = "/api/undo", tag = "review", request_body = Undoing,
    params(("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "What came of it", body = Decided), Failures)
)]
pub(super) async fn undo(
    State(served): State<Shared>,
    visitor: Visitor,
    Told(Undoing { judgements, why }): Told<Undoing>,
) -> Result<Json<Decided>, Refusal> {
    let by = visitor.decides()?.to_owned();
    bounded([why.as_deref()])?;
    if judgements.is_empty() {
        return Err(Refusal::unfit("no judgement is named"));
    }
    let undone = judgements.clone();
    let undo = move |case: &mut Case| {
        let decider = Decider { by: &by, why: why.as_deref(), seconds: None, now: Timestamp::now() };
        let undoings = judging::undo(case, &undone, decider)?;
        Ok((undoings, case.head()?))
    };
    let (undoings, head) = served.writer()?.change(undo).await?;
    let about = move |case: &Case| {
        let all = case.judgements()?;
        let undone = all.iter().filter(|row| judgements.contains(&row.number));
        let accounts: BTreeSet<i64> = undone.flat_map(|row| row.accounts.iter().flatten().copied()).collect();
        Ok(accounts.into_iter().map(Number::Account).collect::<Vec<_>>())
    };
    let numbers = served.now.ask(about).await?;
    settled(&served, undoings, head, &numbers).await
}

/// Waits a little for events to follow, and tells where numbers lead.
async fn settled(
    served: &Served,
    judgements: Vec<i64>,
    head: i64,
    numbers: &[Number],
) -> Result<Json<Decided>, Refusal> {
    let merged = served.writer()?.catch_up(head).await;
    let behind = merged.is_none();
    let conflicts = merged.map(|merged| merged.conflicts).unwrap_or_default();
    let conflicts = among(served, conflicts, &judgements, numbers).await?;
    let numbers: Vec<i64> = numbers.iter().take(LEADS).map(|number| number.number()).collect();
    let lead = move |case: &Case| {
        let mut seen = BTreeSet::new();
        for number in numbers {
            seen.extend(case.event_of(number)?.map(|event| event.id));
        }
        Ok(seen)
    };
    let events = served.now.ask(lead).await?.iter().map(ToString::to_string).collect();
    Ok(Json(Decided { judgements, events, conflicts, behind }))
}

/// Those of the conflicts of the case that concern accounts of these judgements, or accounts that were named.
async fn among(
    served: &Served,
    conflicts: Vec<String>,
    judgements: &[i64],
    numbers: &[Number],
) -> Result<Vec<String>, Refusal> {
    if conflicts.is_empty() {
        return Ok(conflicts);
    }
    let made: BTreeSet<i64> = judgements.iter().copied().collect();
    let mut accounts: BTreeSet<i64> = numbers.iter().filter_map(account).collect();
    let judged = move |case: &Case| {
        let rows = case.judgements()?.into_iter().filter(|row| made.contains(&row.number));
        Ok(rows.flat_map(|row| row.accounts).flatten().collect::<Vec<i64>>())
    };
    accounts.extend(served.now.ask(judged).await?);
    Ok(conflicts.into_iter().filter(|line| concerns(line, &accounts)).collect())
}

fn account(number: &Number) -> Option<i64> {
    match number {
        Number::Account(account) => Some(*account),
        Number::Event(_) => None,
    }
}

/// Whether a line on a conflict names one of these accounts.
fn concerns(line: &str, accounts: &BTreeSet<i64>) -> bool {
    let mut named = line.split(' ').filter_map(|word| account(&word.parse().ok()?));
    named.any(|named| accounts.contains(&named))
}

fn bounded<'a>(words: impl IntoIterator<Item = Option<&'a str>>) -> Result<(), Refusal> {
    match words.into_iter().flatten().any(|words| words.chars().count() > WORDS) {
        true => Err(Refusal::unfit(format!("words that a person writes have {WORDS} characters or fewer"))),
        false => Ok(()),
    }
}

impl Decision {
    fn numbers(&self) -> Result<Vec<Number>, Refusal> {
        if self.numbers.len() > TOGETHER {
            return Err(Refusal::unfit(format!("{TOGETHER} events at most are decided together")));
        }
        self.numbers.iter().map(|number| number.parse().map_err(Refusal::unfit)).collect()
    }

    /// What is said, one saying for each event where it is said of each.
    fn sayings(&self, numbers: &[Number]) -> Result<Vec<Saying>, Refusal> {
        let Decision { words, value, name, known_as, text, why, .. } = self;
        bounded([words, value, name, known_as, text, why].map(Option::as_deref))?;
        let (slot, words) = (self.slot()?, self.selection()?);
        let sayings: Vec<Saying> = match self.says {
            Says::Right => numbers.iter().map(|&number| Saying::Right(number, slot)).collect(),
            Says::Wrong => numbers.iter().map(|&number| Saying::Wrong(number, slot, words.clone())).collect(),
            Says::Instead => {
                let (slot, value) = (slot.ok_or_else(|| lacks("slot"))?, given(value, "value")?);
                numbers.iter().map(|&number| Saying::Instead(number, slot, value.clone(), words.clone())).collect()
            }
            Says::Same if numbers.len() < 2 => return Err(Refusal::unfit("one event alone is the same as none")),
            Says::Same => vec![Saying::Same(numbers.to_vec())],
            Says::NotSame => match numbers {
                [these, those] => vec![Saying::NotSame(*these, *those)],
                _ => return Err(Refusal::unfit("that two are not the same is said of two")),
            },
            Says::Entity => vec![Saying::Entity(given(name, "name")?, given(known_as, "known_as")?)],
            Says::Note => {
                let text = given(text, "text")?;
                numbers.iter().map(|&number| Saying::Note(number, text.clone())).collect()
            }
            Says::Missed => {
                vec![Saying::Missed(self.missed.as_ref().ok_or_else(|| lacks("missed"))?.missed()?)]
            }
        };
        if sayings.is_empty() { Err(lacks("numbers")) } else { Ok(sayings) }
    }

    /// The value of the slot that is meant; none: every one.
    fn selection(&self) -> Result<Option<Selection>, Refusal> {
        match (self.start, self.end) {
            (Some(start), Some(end)) => Ok(Some(Selection::CodePoints { start, end })),
            (None, None) => Ok(self.words.clone().map(Selection::Text)),
            (start, _) => Err(lacks(if start.is_some() { "end" } else { "start" })),
        }
    }

    fn slot(&self) -> Result<Option<Slot>, Refusal> {
        let known = |name: &String| Slot::parse(name).ok_or_else(|| Refusal::unfit("an event has no such slot"));
        self.slot.as_ref().map(known).transpose()
    }
}

impl Overlooked {
    fn missed(&self) -> Result<Missed, Refusal> {
        let slots = [(Slot::Actor, &self.actors), (Slot::Target, &self.targets), (Slot::Count, &self.counts)];
        let many = slots.into_iter().flat_map(|(slot, given)| given.iter().map(move |given| (slot, given.clone())));
        let one = [(Slot::Place, &self.place), (Slot::Time, &self.time)];
        let one = one.into_iter().filter_map(|(slot, given)| Some((slot, given.clone()?)));
        let values: Vec<(Slot, String)> = many.chain(one).collect();
        bounded(values.iter().map(|(_, given)| Some(given.as_str())))?;
        Ok(Missed {
            document: self.document.clone(),
            words: Selection::CodePoints { start: self.start, end: self.end },
            event_type: self.event_type.clone(),
            mode: self.mode.clone(),
            status: self.status()?,
            values,
        })
    }

    fn status(&self) -> Result<Status, Refusal> {
        let named = |name: &str| Status::ALL.into_iter().find(|status| status.as_str() == name);
        match &self.status {
            None => Ok(Status::Happened),
            Some(name) => named(name).ok_or_else(|| Refusal::unfit("an event has no such status")),
        }
    }
}

fn given(words: &Option<String>, field: &str) -> Result<String, Refusal> {
    words.clone().filter(|words| !words.trim().is_empty()).ok_or_else(|| lacks(field))
}

fn lacks(field: &str) -> Refusal {
    Refusal::unfit(format!("the decision lacks {field}"))
}

/// Whose judgements.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// The name of one coder; all when it is empty.
    #[serde(default)]
    by: String,
}

/// Judgements, the newest first.
#[utoipa::path(get, path = "/api/judgements", tag = "review", params(Page, Whose), responses(
    (status = 200, description = "A part of the list, and how long it is", body = Object), Failures
))]
pub(super) async fn judgements(
    State(served): State<Shared>,
    visitor: Visitor,
    Asked(page): Asked<Page>,
    Asked(Whose { by }): Asked<Whose>,
) -> Answer {
    let (offset, limit) = page.bounds();
    let blind = served.settings.blind;
    told(&served.shown, move |case| {
        let by = Some(by.as_str()).filter(|by| !by.is_empty());
        if !blind {
            return Ok(people::judgements(case, by, offset as u64, limit as u64)?);
        }
        let mut seen = people::visible(case.judgements()?, visitor.coder.as_deref(), blind);
        seen.retain(|row| by.is_none_or(|by| row.judgement.by == by));
        let rows = seen.iter().rev().skip(offset).take(limit).map(view::judgement).collect();
        Ok(people::Judgements { total: seen.len() as u64, rows })
    })
    .await
}

/// Who has decided how much, and how far those agree who decided of the same.
#[utoipa::path(get, path = "/api/coders", tag = "review", responses(
    (status = 200, description = "Coders, and Krippendorff's alpha slot by slot", body = Object), Failures
))]
pub(super) async fn coders(State(served): State<Shared>) -> Answer {
    told(&served.shown, |case| Ok(people::coders(case)?)).await
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_conflict_concerns_the_accounts_that_it_names() {
        let line = "judgement 3 says that a12 and a17 are one; newer judgements contradict it and hold";
        let concerns = |accounts: &[i64]| super::concerns(line, &accounts.iter().copied().collect());
        assert!(concerns(&[12]) && concerns(&[4, 17]) && concerns(&[12, 17]));
        assert!(!concerns(&[]) && !concerns(&[3]) && !concerns(&[1, 2, 7, 121]));
    }
}
