//! A row of the table: what happened, when, where, who did it, to whom.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// One event as the odds see it. Order matters nowhere; two facts with one id are two facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// The day it happened, or is announced for.
    pub day: Date,
    /// The day it was first told. What was told at or after a cut-off is not known then, whenever it happened.
    pub known: Date,
    /// Where, widest first: country, region, town. Empty: nobody says.
    pub place: Vec<String>,
    /// What kind of event.
    pub kind: String,
    /// Who did it; may be empty.
    pub actors: Vec<String>,
    /// To whom; may be empty.
    pub targets: Vec<String>,
    /// What the caller knows it by.
    pub id: String,
    /// Who tells of it: reports or outlets, by name; may be empty.
    pub sources: Vec<String>,
    /// It was announced, not seen: it counts for the day it is announced for and for nothing else.
    pub announced: bool,
}

impl Fact {
    /// A fact told on the day it happened, by nobody in particular.
    pub fn new(day: Date, place: &[&str], kind: &str, id: impl Into<String>) -> Self {
        Fact {
            day,
            known: day,
            place: place.iter().map(|&name| name.to_owned()).collect(),
            kind: kind.to_owned(),
            actors: Vec::new(),
            targets: Vec::new(),
            id: id.into(),
            sources: Vec::new(),
            announced: false,
        }
    }

    /// Whether it may be used for odds from the start of `cut_off` on: told before, and over before unless announced.
    pub fn before(&self, cut_off: Date) -> bool {
        self.known < cut_off && (self.day < cut_off || self.announced)
    }
}

/// The facts that are known at a cut-off, in an order that does not depend on how they came.
pub fn known_at(facts: &[Fact], cut_off: Date) -> Vec<&Fact> {
    let mut known: Vec<&Fact> = facts.iter().filter(|fact| fact.before(cut_off)).collect();
    known.sort_unstable();
    known
}

/// SHA-256 over facts in the order of [`known_at`], in hexadecimal: the same facts, the same digest.
pub fn digest(known: &[&Fact]) -> String {
    let mut hash = Sha256::new();
    for fact in known {
        // A struct of strings and days always becomes JSON.
        hash.update(serde_json::to_vec(fact).unwrap_or_default());
        hash.update(b"\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Days since 1970-01-01.
pub fn number_of(day: Date) -> i32 {
    let start = jiff::civil::date(1970, 1, 1);
    (day - start).get_days()
}

/// The day so many days after 1970-01-01; the last day there is where that is past all calendars.
pub fn day_of(number: i32) -> Date {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(i64::from(number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_fact_told_late_is_not_known_early() {
        let mut fact = Fact::new(date(2031, 5, 2), &["Kenya"], "PROTEST", "e1");
        assert!(fact.before(date(2031, 5, 3)) && !fact.before(date(2031, 5, 2)));
        fact.known = date(2031, 5, 9);
        assert!(!fact.before(date(2031, 5, 9)) && fact.before(date(2031, 5, 10)));
    }

    #[test]
    fn days_have_numbers() {
        assert_eq!(day_of(number_of(date(2031, 5, 2))), date(2031, 5, 2));
    }
}
