//! Values as words for people, and report text made harmless for a terminal or a spreadsheet.

use jiff::civil::Date;
pub use qantar_project::{cell, harmless};
use qantar_record::{Counted, Event, Figure, Interval, Ledger, Party, Place, Precision, Said, Value, Where};

/// Days as people write them: `2022-02-15`, `2022-02` for a whole month, `2022` for a whole year, `2022-02-01…10`.
pub fn days(interval: Interval) -> String {
    match (interval.from, interval.to) {
        (None, None) => "?".into(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) if whole_year(from, to) => from.year().to_string(),
        (Some(from), Some(to)) if from.day() == 1 && to == from.last_of_month() => from.strftime("%Y-%m").to_string(),
        (Some(from), Some(to)) if from.first_of_month() == to.first_of_month() => format!("{from}…{:02}", to.day()),
        (Some(from), Some(to)) if from.year() == to.year() => format!("{from}…{:02}-{:02}", to.month(), to.day()),
        (Some(from), Some(to)) => format!("{from}…{to}"),
    }
}

fn whole_year(from: Date, to: Date) -> bool {
    from.year() == to.year() && from.day_of_year() == 1 && to.day_of_year() == to.days_in_year()
}

/// A range as people write it: `12`, `24–99`, `12 or more`, `49 or fewer`.
pub fn range(low: Option<u64>, high: Option<u64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(0) | None, Some(high)) => format!("{high} or fewer"),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, None) => "?".into(),
    }
}

/// A figure with what it counts: `12 or more killed`.
pub fn figure(figure: &Figure) -> String {
    counted(figure.what, figure.low, figure.high)
}

/// A range with what it counts: `12–15 killed`.
pub fn counted(what: Counted, low: Option<u64>, high: Option<u64>) -> String {
    let range = range(low, high);
    match what {
        Counted::Participants => format!("{range} taking part"),
        Counted::Other => range,
        what => format!("{range} {}", what.as_str()),
    }
}

/// An event's slots in words, always the same ones in the same order; empty where nothing is told.
pub fn cells(event: &Event) -> Vec<(&'static str, String)> {
    let kind = event.kind();
    let mut cells = vec![
        ("type", kind.event_type.to_string()),
        ("mode", kind.mode.to_string()),
        ("status", event.status().as_str().to_owned()),
        ("actors", names(&event.actors)),
        ("targets", names(&event.targets)),
        ("place", event.place().map_or(String::new(), exactly)),
        ("time", event.time().map_or(String::new(), |when| days(when.interval))),
    ];
    let counted = [Counted::Killed, Counted::Injured, Counted::Detained, Counted::Participants, Counted::Other];
    cells.extend(counted.map(|what| (what.as_str(), event.ledger(what).map_or(String::new(), toll))));
    cells.push(("reports", event.origins.reports.to_string()));
    cells.push(("independent", event.origins.independent.to_string()));
    cells.push(("part_of", event.part_of.map_or(String::new(), |whole| whole.to_string())));
    cells
}

fn names(said: &[Said<Party>]) -> String {
    said.iter().map(|said| harmless(&said.value.name)).collect::<Vec<_>>().join("; ")
}

/// A place in words; see [`named`].
pub fn place(place: &Where) -> String {
    named(place.place.as_ref(), &place.words)
}

/// A place in words that tell a region from the town of its name, as people write it: `Oruro (region), BO`.
fn exactly(at: &Where) -> String {
    match &at.place {
        Some(found) if !matches!(found.precision, Precision::Town | Precision::Country) => {
            let name = format!("{} ({})", found.name, found.precision.as_str());
            named(Some(&Place { name, ..found.clone() }), &at.words)
        }
        _ => place(at),
    }
}

/// The name and country of a place, or the report's own words where they could not be resolved.
pub fn named(place: Option<&Place>, words: &str) -> String {
    match place.map(|place| (place, &place.country)) {
        Some((place, Some(country))) if place.precision != Precision::Country => format!("{}, {country}", place.name),
        Some((place, _)) => place.name.clone(),
        None => harmless(words),
    }
}

/// A ledger in words: the figure to go by, and the bounds of all in force where they differ from it.
pub fn toll(ledger: &Ledger) -> String {
    let Some(best) = ledger.best else { return "?".into() };
    match (ledger.low, ledger.high) {
        (low, high) if low == Some(best) && high == Some(best) => best.to_string(),
        (low, high) => format!("{best} ({})", range(low, high)),
    }
}

/// A value of a slot in words.
pub fn value(value: &Value) -> String {
    let inherited = |yes: bool| if yes { ", from another sentence" } else { "" };
    match value {
        Value::Type { event_type, mode } => format!("{event_type} {mode}"),
        Value::Took { status } => status.as_str().to_owned(),
        Value::Who { words, name } => match name {
            Some(name) if name != words => format!("{} ({})", harmless(words), harmless(name)),
            _ => harmless(words),
        },
        Value::Where { words, place, inherited: far } => match place {
            None => format!("{}, not in the gazetteer{}", harmless(words), inherited(*far)),
            Some(place) => {
                let admin = place.admin1.iter().chain(&place.country).cloned();
                let names: Vec<String> = std::iter::once(place.name.clone()).chain(admin).collect();
                let point = format!("{:.2} {:.2}, {}", place.lat, place.lon, place.precision.as_str());
                format!("{} ({point}){}", names.join(", "), inherited(*far))
            }
        },
        Value::When { interval, grain, inherited: far } => {
            format!("{} ({}){}", days(*interval), grain.as_str(), inherited(*far))
        }
        Value::HowMany { what, low, high } => format!("{} {}", range(*low, *high), what.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn hostile_text_is_made_harmless() {
        assert_eq!(harmless("a\u{1b}[2Jb\n\n  c\u{202e}d"), "a\u{fffd}[2Jb c\u{fffd}d");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell(" @sum"), "'@sum");
        assert_eq!(cell("12 men"), "12 men");
        assert_eq!(cell("-15.5"), "-15.5");
    }

    #[test]
    fn days_and_ranges() {
        let between = |a, b| days(Interval { from: Some(a), to: Some(b) });
        assert_eq!(between(date(2022, 2, 15), date(2022, 2, 15)), "2022-02-15");
        assert_eq!(between(date(2022, 2, 1), date(2022, 2, 28)), "2022-02");
        assert_eq!(between(date(2022, 2, 1), date(2022, 2, 10)), "2022-02-01…10");
        assert_eq!(between(date(2022, 1, 1), date(2022, 12, 31)), "2022");
        assert_eq!(range(Some(12), None), "12 or more");
        assert_eq!(range(Some(0), Some(49)), "49 or fewer");
        assert_eq!(range(Some(24), Some(99)), "24–99");
    }
}
