//! Decisions in words: which accounts are meant, what value a person gives, and how they go into the case.

mod decide;
mod missed;
mod value;

pub use decide::{Decider, decide, decide_all, undo};
pub use missed::{Missed, Selection};
pub use value::value;

use crate::World;
use qantar_read::DataError;
use qantar_record::{Anchor, CodePoints, Document, Ruling, Slot, Words};
use qantar_store::{Case, Error};
use std::fmt;
use std::str::FromStr;

/// An event or one account of it, as people write them: `e12`, `a12`. A bare number is an event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// All accounts of the event to which this number leads.
    Event(i64),
    /// One account.
    Account(i64),
}

impl Number {
    /// The number itself.
    pub fn number(self) -> i64 {
        match self {
            Number::Event(number) | Number::Account(number) => number,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Event(number) => write!(f, "e{number}"),
            Number::Account(number) => write!(f, "a{number}"),
        }
    }
}

impl FromStr for Number {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (make, digits): (fn(i64) -> Number, &str) = match words.strip_prefix(['a', 'A']) {
            Some(digits) => (Number::Account, digits),
            None => (Number::Event, words.strip_prefix(['e', 'E']).unwrap_or(words)),
        };
        let number = digits.parse().ok().filter(|&number| number > 0);
        number.map(make).ok_or(format!("{words:?} is no number of an event or an account; they look like e12 and a12"))
    }
}

/// What a person says, before it is known which words it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Saying {
    /// These tell of one event.
    Same(Vec<Number>),
    /// None of the first tells of the event of the second.
    NotSame(Number, Number),
    /// As the report tells it, in all or in one slot.
    Right(Number, Option<Slot>),
    /// Not what the report tells, in all, in one slot, or in that of its values which has these words.
    Wrong(Number, Option<Slot>, Option<Selection>),
    /// This value stands in the slot, in the place of the one with these words or of all.
    Instead(Number, Slot, String, Option<Selection>),
    /// Whoever is called the one is whoever is called the other.
    Entity(String, String),
    /// Words to keep.
    Note(Number, String),
    /// A report tells of an event here, and no reading does.
    Missed(Missed),
}

/// Lends the world to a saying that needs it. It takes a while to load, and most sayings need none.
pub type Lend<'w> = &'w dyn Fn() -> Result<&'w World, DataError>;

/// Why a saying cannot be taken down.
#[derive(Debug, thiserror::Error)]
pub enum SayingError {
    /// The case could not be read.
    #[error(transparent)]
    Case(#[from] Error),
    /// The data built into the program are unsound.
    #[error(transparent)]
    Data(#[from] DataError),
    /// It names something that is not there.
    #[error("{0}")]
    Missing(String),
    /// It gives a value that cannot be.
    #[error("{0}")]
    Words(String),
}

/// What a saying rules: one ruling for each account where it is about one at a time.
///
/// # Errors
/// When the case cannot be read, when a number leads nowhere, when a value cannot be read.
pub fn rulings(case: &Case, saying: &Saying, world: Lend<'_>) -> Result<Vec<Ruling>, SayingError> {
    let each = |number: Number, rule: &dyn Fn(Anchor) -> Ruling| {
        Ok::<_, SayingError>(anchors(case, number)?.into_iter().map(rule).collect())
    };
    match saying {
        Saying::Same(numbers) => {
            let mut accounts = Vec::new();
            for &number in numbers {
                accounts.extend(anchors(case, number)?);
            }
            Ok(vec![Ruling::Same { accounts }])
        }
        Saying::NotSame(these, those) => {
            let apart = apart(anchors(case, *these)?, anchors(case, *those)?);
            let none = || SayingError::Words(format!("{those} has no account beside those of {these}"));
            Ok(vec![apart.ok_or_else(none)?])
        }
        Saying::Right(number, slot) => each(*number, &|account| Ruling::Right { account, slot: *slot }),
        Saying::Wrong(number, slot, words) => {
            let mut out = Vec::new();
            for account in anchors(case, *number)? {
                let words = meant(case, &account, *slot, words.as_ref())?;
                let beside = match (number, slot) {
                    (Number::Account(_), None) => beside(case, &account)?,
                    _ => Vec::new(),
                };
                out.push(Ruling::Wrong { account, slot: *slot, words, beside });
            }
            Ok(out)
        }
        Saying::Instead(number, slot, given, words) => {
            let value = value(*slot, given, world()?).map_err(SayingError::Words)?;
            let mut out = Vec::new();
            for account in anchors(case, *number)? {
                let words = meant(case, &account, Some(*slot), words.as_ref())?;
                out.push(Ruling::Instead { account, slot: *slot, words, value: value.clone() });
            }
            Ok(out)
        }
        Saying::Entity(name, known_as) => Ok(vec![Ruling::Entity { name: name.clone(), known_as: known_as.clone() }]),
        Saying::Note(number, text) => {
            let first = anchors(case, *number)?.into_iter().next();
            Ok(first.map(|account| Ruling::Note { account, text: text.clone() }).into_iter().collect())
        }
        Saying::Missed(missed) => Ok(vec![missed.ruling(case, world()?)?]),
    }
}

/// That the first are not the same as the rest of the others: an account is named together with its own event where it does
/// not belong there. None where nothing is left.
fn apart(these: Vec<Anchor>, mut those: Vec<Anchor>) -> Option<Ruling> {
    those.retain(|that| these.iter().all(|this| this.account != that.account));
    (!those.is_empty()).then_some(Ruling::NotSame { these, those })
}

/// The anchors behind a number.
fn anchors(case: &Case, number: Number) -> Result<Vec<Anchor>, SayingError> {
    let accounts = match number {
        Number::Account(account) => vec![account],
        Number::Event(event) => case.event_of(event)?.map_or(vec![event], |event| event.accounts),
    };
    let mut anchors = Vec::new();
    for account in accounts {
        let missing = || SayingError::Missing(format!("{} has no {number}", case.path().display()));
        anchors.push(case.anchor(account)?.ok_or_else(missing)?);
    }
    Ok(anchors)
}

/// So many accounts are noted beside one that is left out of their event: one that leads there is enough. A guess
/// (November 2026).
const BESIDE: usize = 16;

/// The first of the other accounts of an account's event.
fn beside(case: &Case, account: &Anchor) -> Result<Vec<i64>, SayingError> {
    let own = case.find(account)?;
    let accounts = case.event_of(account.account)?.map_or(Vec::new(), |event| event.accounts);
    Ok(accounts.into_iter().filter(|&other| Some(other) != own).take(BESIDE).collect())
}

/// The words of the value of a slot that a person has chosen; none where nothing was chosen.
fn meant(
    case: &Case,
    account: &Anchor,
    slot: Option<Slot>,
    chosen: Option<&Selection>,
) -> Result<Option<Words>, SayingError> {
    let (Some(slot), Some(chosen)) = (slot, chosen) else { return Ok(None) };
    let told: Vec<Words> = case.statements(account.account, Some(slot))?.into_iter().map(|told| told.words).collect();
    let missing = |what: String| SayingError::Missing(format!("no {slot} of a{} {what}", account.account));
    match chosen {
        Selection::Text(words) => {
            holding(told, words).map(Some).ok_or_else(|| missing(format!("has the words {words:?}")))
        }
        Selection::CodePoints { start, end } => {
            let report = case.report(&account.document)?;
            let points = CodePoints::new(report.as_ref().map_or("", Document::text));
            let there = told.into_iter().find(|words| points.of_span(words.span) == (*start, *end));
            there.map(Some).ok_or_else(|| missing(format!("stands at the characters {start} to {end}")))
        }
    }
}

/// The first words that hold what a person wrote.
fn holding(told: Vec<Words>, written: &str) -> Option<Words> {
    let wanted = written.to_lowercase();
    // "2" is the two of several figures before it is a part of "12".
    let whole = told.iter().position(|words| words.text.to_lowercase() == wanted);
    let at = whole.or_else(|| told.iter().position(|words| words.text.to_lowercase().contains(&wanted)));
    at.and_then(|at| told.into_iter().nth(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::{DocumentId, EventType, Span};

    fn anchor(account: i64) -> Anchor {
        let words = |text: &str| Words { text: text.into(), span: Span::new(0, text.len()) };
        let document = DocumentId::of(b"a report");
        let event_type = EventType("PROTEST".into());
        Anchor { account, document, event_type, trigger: words("strike"), sentence: words("a strike") }
    }

    #[test]
    fn an_account_is_parted_from_the_rest_of_its_event() {
        let apart = |these: &[i64], those: &[i64]| {
            let [these, those] = [these, those].map(|numbers| numbers.iter().copied().map(anchor).collect());
            match super::apart(these, those) {
                Some(Ruling::NotSame { these, those }) => {
                    Some([these, those].map(|side: Vec<Anchor>| side.iter().map(|a| a.account).collect::<Vec<_>>()))
                }
                _ => None,
            }
        };
        assert_eq!(apart(&[17], &[12, 17, 19]), Some([vec![17], vec![12, 19]]));
        assert_eq!(apart(&[17], &[12]), Some([vec![17], vec![12]]));
        assert_eq!(apart(&[17], &[17]), None);
        assert_eq!(apart(&[12, 17], &[17, 12]), None);
    }

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!("e12".parse(), Ok(Number::Event(12)));
        assert_eq!("A7".parse(), Ok(Number::Account(7)));
        assert_eq!("3".parse(), Ok(Number::Event(3)));
        for wrong in ["", "e", "x3", "e0", "e-1", "a1b"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }
}
