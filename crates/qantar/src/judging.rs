//! Decisions in words: which accounts are meant, and what value a person gives.

use crate::World;
use jiff::civil::Date;
use qantar_record::{Anchor, Counted, EventType, Grain, Interval, Mode, Place, Ruling, Slot, Value};
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
    /// Not what the report tells, in all, in one slot, or in those of its values that have these words.
    Wrong(Number, Option<Slot>, Option<String>),
    /// This value stands in the slot, in the place of those with these words or of all.
    Instead(Number, Slot, String, Option<String>),
    /// Whoever is called the one is whoever is called the other.
    Entity(String, String),
    /// Words to keep.
    Note(Number, String),
}

/// Why a saying cannot be taken down.
#[derive(Debug, thiserror::Error)]
pub enum SayingError {
    /// The case could not be read.
    #[error(transparent)]
    Case(#[from] Error),
    /// It names something that is not there, or a value that cannot be.
    #[error("{0}")]
    Words(String),
}

/// What a saying rules: one ruling for each account where it is about one at a time.
///
/// # Errors
/// When the case cannot be read, when a number leads nowhere, when a value cannot be read.
pub fn rulings(case: &Case, saying: &Saying, world: &World) -> Result<Vec<Ruling>, SayingError> {
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
            Ok(vec![Ruling::NotSame { these: anchors(case, *these)?, those: anchors(case, *those)? }])
        }
        Saying::Right(number, slot) => each(*number, &|account| Ruling::Right { account, slot: *slot }),
        Saying::Wrong(number, slot, words) => {
            let mut out = Vec::new();
            for account in anchors(case, *number)? {
                let words = meant(case, &account, *slot, words.as_deref())?;
                out.push(Ruling::Wrong { account, slot: *slot, words });
            }
            Ok(out)
        }
        Saying::Instead(number, slot, given, words) => {
            let value = value(*slot, given, world).map_err(SayingError::Words)?;
            let mut out = Vec::new();
            for account in anchors(case, *number)? {
                let words = meant(case, &account, Some(*slot), words.as_deref())?;
                out.push(Ruling::Instead { account, slot: *slot, words, value: value.clone() });
            }
            Ok(out)
        }
        Saying::Entity(name, known_as) => Ok(vec![Ruling::Entity { name: name.clone(), known_as: known_as.clone() }]),
        Saying::Note(number, text) => {
            let first = anchors(case, *number)?.into_iter().next();
            Ok(first.map(|account| Ruling::Note { account, text: text.clone() }).into_iter().collect())
        }
    }
}

/// The anchors behind a number.
fn anchors(case: &Case, number: Number) -> Result<Vec<Anchor>, SayingError> {
    let accounts = match number {
        Number::Account(account) => vec![account],
        Number::Event(event) => case.event_of(event)?.map_or(vec![event], |event| event.accounts),
    };
    let mut anchors = Vec::new();
    for account in accounts {
        let missing = || SayingError::Words(format!("{} has no {number}", case.path().display()));
        anchors.push(case.anchor(account)?.ok_or_else(missing)?);
    }
    Ok(anchors)
}

/// The words of a value of a slot that hold what a person wrote; none where nothing was written.
fn meant(
    case: &Case,
    account: &Anchor,
    slot: Option<Slot>,
    words: Option<&str>,
) -> Result<Option<qantar_record::Words>, SayingError> {
    let (Some(slot), Some(words)) = (slot, words) else { return Ok(None) };
    let told = case.statements(account.account, Some(slot))?;
    let found = told.into_iter().find(|told| told.words.text.to_lowercase().contains(&words.to_lowercase()));
    let missing = || SayingError::Words(format!("no {slot} of a{} has the words {words:?}", account.account));
    found.map(|told| Some(told.words)).ok_or_else(missing)
}

/// A value as people write it.
///
/// A type is `PROTEST riot`; a place is `Oruro, BO` and must be in the gazetteer; a time is a day, month or year, or two of
/// them with `..` between; a count is `killed 12`, `killed 12..15` or `killed 12+`; who is any words.
///
/// # Errors
/// With a line that says what was expected.
pub fn value(slot: Slot, given: &str, world: &World) -> Result<Value, String> {
    match slot {
        Slot::Type => kind(given, world),
        Slot::Actor | Slot::Target => Ok(Value::Who { words: given.to_owned(), name: Some(given.to_owned()) }),
        Slot::Place => place(given, world),
        Slot::Time => time(given),
        Slot::Count => count(given),
    }
}

fn kind(given: &str, world: &World) -> Result<Value, String> {
    let mut words = given.split([' ', '/']).filter(|word| !word.is_empty());
    let event_type = EventType(words.next().unwrap_or_default().to_uppercase());
    let mode = Mode(words.next().unwrap_or("other").to_lowercase());
    let known = world.ontology.get(&event_type).ok_or(format!("{event_type} is no type of event"))?;
    let modes: Vec<&str> = known.modes.iter().map(|mode| mode.code.0.as_str()).collect();
    if mode.0 != "other" && !world.ontology.has_mode(&event_type, &mode) {
        return Err(format!("{mode} is no mode of {event_type}; its modes are {}", modes.join(", ")));
    }
    Ok(Value::Type { event_type, mode })
}

fn place(given: &str, world: &World) -> Result<Value, String> {
    let (name, country) = given.rsplit_once(',').map_or((given, None), |(name, code)| (name, Some(code.trim())));
    let gazetteer = &world.gazetteer;
    let hit = gazetteer.find(name.trim()).ok_or(format!("{:?} is not in the gazetteer", name.trim()))?;
    let in_country = |code: &str| country.is_none_or(|wanted| wanted.eq_ignore_ascii_case(code));
    let entries = gazetteer.entries(hit);
    let entry = entries.iter().find(|entry| in_country(entry.country.unwrap_or_default()));
    let entry = entry.ok_or(format!("the gazetteer has no {:?} in {}", name.trim(), country.unwrap_or_default()))?;
    let division = entry.admin1.and_then(|index| gazetteer.division(index));
    let place = Place {
        name: entry.name.to_owned(),
        country: entry.country.map(str::to_owned),
        admin1: division.map(|division| division.name.to_owned()),
        lat: entry.lat,
        lon: entry.lon,
        precision: entry.class.precision(),
        geonames: entry.geonames,
    };
    Ok(Value::Where { words: given.to_owned(), place: Some(place), inherited: false })
}

fn time(given: &str) -> Result<Value, String> {
    let (first, last) = given.split_once("..").map_or((given, None), |(first, last)| (first, Some(last)));
    let (from, grain) = calendar(first)?;
    let (interval, grain) = match last {
        None => (from, grain),
        Some(last) => (Interval { from: from.from, to: calendar(last)?.0.to }, Grain::Stretch),
    };
    match (interval.from, interval.to) {
        (Some(from), Some(to)) if from > to => Err(format!("{from} is after {to}")),
        _ => Ok(Value::When { interval, grain, inherited: false }),
    }
}

/// A day, a month or a year.
fn calendar(given: &str) -> Result<(Interval, Grain), String> {
    let wrong = || format!("{given:?} is no day, month or year; they look like 2022-01-05, 2022-01 and 2022");
    let day = |words: String| words.parse::<Date>().map_err(|_| wrong());
    match given.trim().len() {
        10 => day(given.trim().to_owned()).map(|day| (Interval::day(day), Grain::Day)),
        7 => day(format!("{}-01", given.trim()))
            .map(|first| (Interval { from: Some(first), to: Some(first.last_of_month()) }, Grain::Month)),
        4 => day(format!("{}-01-01", given.trim()))
            .map(|first| (Interval { from: Some(first), to: Some(first.last_of_year()) }, Grain::Year)),
        _ => Err(wrong()),
    }
}

fn count(given: &str) -> Result<Value, String> {
    let wrong = || format!("{given:?} is no count; they look like \"killed 12\", \"killed 12..15\" and \"killed 12+\"");
    let (what, number) = given.trim().split_once(' ').ok_or_else(wrong)?;
    let things = [Counted::Killed, Counted::Injured, Counted::Detained, Counted::Participants, Counted::Other];
    let what = things.into_iter().find(|thing| thing.as_str() == what).ok_or_else(wrong)?;
    let parse = |digits: &str| digits.trim().replace([',', ' '], "").parse::<u64>().map_err(|_| wrong());
    let (low, high) = match number.trim().strip_suffix('+') {
        Some(least) => (Some(parse(least)?), None),
        None => match number.split_once("..") {
            Some((low, high)) => (Some(parse(low)?), Some(parse(high)?)),
            None => (Some(parse(number)?), Some(parse(number)?)),
        },
    };
    match (low, high) {
        (Some(low), Some(high)) if low > high => Err(format!("{low} is more than {high}")),
        _ => Ok(Value::HowMany { what, low, high }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!("e12".parse(), Ok(Number::Event(12)));
        assert_eq!("A7".parse(), Ok(Number::Account(7)));
        assert_eq!("3".parse(), Ok(Number::Event(3)));
        for wrong in ["", "e", "x3", "e0", "e-1", "a1b"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_and_counts_as_people_write_them() {
        let days = |given: &str| match time(given) {
            Ok(Value::When { interval, grain, .. }) => format!("{} {}", crate::words::days(interval), grain.as_str()),
            other => format!("{other:?}"),
        };
        assert_eq!(days("2022-01-05"), "2022-01-05 day");
        assert_eq!(days("2022-02"), "2022-02 month");
        assert_eq!(days("2022"), "2022 year");
        assert_eq!(days("2022-01-05..2022-01-07"), "2022-01-05…07 stretch");
        assert_eq!(days("2022-01-05..2022-02"), "2022-01-05…02-28 stretch");
        for wrong in ["", "5 January", "2022-13", "2022-01-07..2022-01-05"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
        let range = |given: &str| match count(given) {
            Ok(Value::HowMany { what, low, high }) => format!("{} {low:?} {high:?}", what.as_str()),
            other => format!("{other:?}"),
        };
        assert_eq!(range("killed 1,200"), "killed Some(1200) Some(1200)");
        assert_eq!(range("injured 12..15"), "injured Some(12) Some(15)");
        assert_eq!(range("detained 12+"), "detained Some(12) None");
        for wrong in ["12", "dead 12", "killed many", "killed 5..3"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}
