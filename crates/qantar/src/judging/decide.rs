//! Sayings go into the case: all of them or none, in one transaction.

use super::{Lend, Saying, SayingError, rulings};
use jiff::Timestamp;
use qantar_record::{Judgement, Ruling};
use qantar_store::Case;

/// Who decides, why, and when.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// Their name.
    pub by: &'a str,
    /// Why, in their words.
    pub why: Option<&'a str>,
    /// How many seconds they looked; none when nobody measured.
    pub seconds: Option<u32>,
    /// The time now.
    pub now: Timestamp,
}

/// Takes one saying down and gives the numbers of its judgements. Nothing is merged by it.
///
/// # Errors
/// When the case cannot be read or written, when the saying names something that is not there or a value that cannot be.
/// Then nothing is taken down.
pub fn decide(
    case: &mut Case,
    saying: &Saying,
    decider: Decider<'_>,
    world: Lend<'_>,
) -> Result<Vec<i64>, SayingError> {
    decide_all(case, std::slice::from_ref(saying), decider, world)
}

/// Takes many sayings down at once; see [`decide`]. All of them are about the case as it is before the first.
///
/// # Errors
/// As [`decide`]; when one cannot be taken down, none is.
pub fn decide_all(
    case: &mut Case,
    sayings: &[Saying],
    decider: Decider<'_>,
    world: Lend<'_>,
) -> Result<Vec<i64>, SayingError> {
    let mut all = Vec::new();
    for saying in sayings {
        all.extend(rulings(case, saying, world)?);
    }
    take_down(case, all, decider)
}

/// Undoes judgements, the newest first, and gives the numbers of the undoings.
///
/// # Errors
/// When the case cannot be written, when one of them is no judgement or is undone already. Then none is undone.
pub fn undo(case: &mut Case, judgements: &[i64], decider: Decider<'_>) -> Result<Vec<i64>, SayingError> {
    let mut newest_first = judgements.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    newest_first.dedup();
    let undoings = newest_first.into_iter().map(|judgement| Ruling::Undo { judgement });
    take_down(case, undoings.collect(), decider)
}

/// The time a person looked is that of all rulings together, so only the first has it.
fn take_down(case: &mut Case, rulings: Vec<Ruling>, decider: Decider<'_>) -> Result<Vec<i64>, SayingError> {
    let Decider { by, why, seconds, now } = decider;
    let why = why.filter(|why| !why.trim().is_empty()).map(str::to_owned);
    case.transaction(|writer| {
        let mut seconds = seconds;
        let mut numbers = Vec::with_capacity(rulings.len());
        for ruling in rulings {
            let judgement = Judgement { by: by.to_owned(), why: why.clone(), seconds: seconds.take(), ruling };
            numbers.push(writer.judge(&judgement, now)?);
        }
        Ok(numbers)
    })
}
