//! A value of a slot, as people write it.

use crate::World;
use jiff::civil::Date;
use qantar_record::{Counted, EventType, Grain, Interval, Mode, Place, Precision, Slot, Status, Value};

/// A value as people write it.
///
/// A type is `PROTEST riot`; a status is `happened`, `planned`, `hypothetical` or `denied`; a place is `Oruro, BO` or, where a
/// region has the name of its town, `Oruro (region), BO`, and must be in the gazetteer; a time is a day, month or year, or two of
/// them with `..` between; a count is `killed 12`, `killed 12..15` or `killed 12+`; who is any words.
///
/// # Errors
/// With a line that says what was expected.
pub fn value(slot: Slot, given: &str, world: &World) -> Result<Value, String> {
    match slot {
        Slot::Type => kind(given, world),
        Slot::Status => status(given),
        Slot::Actor | Slot::Target => Ok(Value::Who { words: given.to_owned(), name: Some(given.to_owned()) }),
        Slot::Place => place(given, world),
        Slot::Time => time(given),
        Slot::Count => count(given),
    }
}

pub(super) fn kind(given: &str, world: &World) -> Result<Value, String> {
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

fn status(given: &str) -> Result<Value, String> {
    let known = Status::ALL.into_iter().find(|status| status.as_str() == given.trim().to_lowercase());
    let names = Status::ALL.map(Status::as_str).join(", ");
    known.map(|status| Value::Took { status }).ok_or(format!("{given:?} is no status; they are {names}"))
}

/// The decimal logarithm of the inhabitants from which a town is meant rather than the region called as it is. A guess
/// (November 2026).
const LARGE: f64 = 4.0;

fn place(given: &str, world: &World) -> Result<Value, String> {
    let (name, precision, country) = named(given);
    let gazetteer = &world.gazetteer;
    let hit = gazetteer.find(name).ok_or(format!("{name:?} is not in the gazetteer"))?;
    let in_country = |code: &str| country.is_none_or(|wanted| wanted.eq_ignore_ascii_case(code));
    let mut entries = gazetteer.entries(hit);
    entries.retain(|entry| in_country(entry.country.unwrap_or_default()));
    entries.retain(|entry| precision.is_none_or(|wanted| entry.class.precision() == wanted));
    // Whoever names the country means its town, where there is a large one, and not the region around it.
    let wants_town = country.is_some() && precision.is_none();
    let town = entries.iter().find(|entry| wants_town && entry.class.is_town() && entry.log_population >= LARGE);
    let kind = precision.map_or(String::new(), |precision| format!(" ({})", precision.as_str()));
    let nowhere = || format!("the gazetteer has no {name:?}{kind} in {}", country.unwrap_or("any country"));
    let entry = town.or(entries.first()).ok_or_else(nowhere)?;
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

/// A place as people write it in its parts: its name, what it is, its country.
pub(super) fn named(given: &str) -> (&str, Option<Precision>, Option<&str>) {
    let (called, country) = given.rsplit_once(',').map_or((given, None), |(called, code)| (called, Some(code.trim())));
    let (name, precision) = what(called.trim());
    (name, precision, country)
}

/// A name, and what it is the name of where that stands behind it: `Oruro (region)`.
fn what(called: &str) -> (&str, Option<Precision>) {
    let known = |(name, kind): (_, &str)| {
        let kind = kind.strip_suffix(')')?.trim().to_lowercase();
        Some((str::trim(name), Precision::ALL.into_iter().find(|precision| precision.as_str() == kind)?))
    };
    let told = called.rsplit_once('(').and_then(known);
    told.map_or((called, None), |(name, precision)| (name, Some(precision)))
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
        assert_eq!(status(" Denied"), Ok(Value::Took { status: Status::Denied }));
        assert!(status("maybe").expect_err("no status").ends_with("they are happened, planned, hypothetical, denied"));
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

    #[test]
    fn a_town_is_meant_where_the_country_is_named_and_a_region_where_it_is_said() {
        let world = World::builtin().expect("the data built in");
        let found = |given: &str| match place(given, &world)? {
            Value::Where { place: Some(place), .. } => Ok((place.name, place.precision)),
            other => Err(format!("{other:?}")),
        };
        assert_eq!(found("Conakry, GN"), Ok(("Conakry".into(), Precision::Town)));
        assert_eq!(found("Oruro (region), BO").map(|(_, precision)| precision), Ok(Precision::Region));
        assert_eq!(found("oruro (Town), bo").map(|(_, precision)| precision), Ok(Precision::Town));
        assert_eq!(found("Mexico"), Ok(("Mexico".into(), Precision::Country)));
        let nowhere = r#"the gazetteer has no "Oruro" (site) in BO"#;
        assert_eq!(found("Oruro (site), BO"), Err(nowhere.into()));
        assert_eq!(found("Nowhere (x), BO"), Err(r#""Nowhere (x)" is not in the gazetteer"#.into()));
    }
}
