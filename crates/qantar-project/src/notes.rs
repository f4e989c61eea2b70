//! An event as one sentence, made of its slots alone: no words of a report beyond those of the slots.

use crate::facts::Facts;
use qantar_record::{Counted, Ledger, Party, Said, Standing};

/// "Shooting by Police against protesters in Nakuru, Kenya, on 2031-05-02: 3 killed (a doctor). Reported by Lakes Daily
/// (2031-05-03)."
pub(crate) fn notes(facts: &Facts<'_, '_>) -> String {
    let mut text = deed(facts);
    let event = facts.row.event;
    push(&mut text, " by ", &names(&event.actors));
    push(&mut text, " against ", &names(&event.targets));
    push(&mut text, " in ", &place(facts));
    push(&mut text, ", ", &days(facts));
    let tolls: Vec<String> = event.figures.iter().filter_map(toll).collect();
    push(&mut text, ": ", &tolls.join(", "));
    text.push('.');
    let reports: Vec<String> = facts.row.reports().iter().filter_map(|about| credit(about)).collect();
    if !reports.is_empty() {
        text.push_str(&format!(" Reported by {}.", reports.join("; ")));
    }
    text
}

fn push(text: &mut String, before: &str, what: &str) {
    if !what.is_empty() {
        text.push_str(before);
        text.push_str(what);
    }
}

/// The mode as a noun; the type where the mode says nothing.
fn deed(facts: &Facts<'_, '_>) -> String {
    let kind = facts.row.event.kind();
    let code = if kind.mode.0 == "other" { &kind.event_type.0 } else { &kind.mode.0 };
    let words = code.to_lowercase().replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn names(parties: &[Said<Party>]) -> String {
    parties.iter().map(|said| said.value.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn place(facts: &Facts<'_, '_>) -> String {
    let Some(spot) = &facts.spot else { return String::new() };
    let name = spot.place.name.as_str();
    match facts.country {
        Some(country) if country.name != name => format!("{name}, {}", country.name),
        _ => name.to_owned(),
    }
}

fn days(facts: &Facts<'_, '_>) -> String {
    let Some(days) = facts.days else { return String::new() };
    match days.last {
        Some(last) if last == days.first => format!("on {last}"),
        Some(last) => format!("between {} and {last}", days.first),
        None => format!("about {}", days.first),
    }
}

/// "15 killed (the ministry; 12 to 20)".
fn toll(ledger: &Ledger) -> Option<String> {
    let best = ledger.best?;
    let counted = match ledger.what {
        Counted::Participants => "taking part",
        Counted::Other => return None,
        what => what.as_str(),
    };
    let gives = |bound: Option<u64>| bound == Some(best);
    let voice = ledger
        .entries
        .iter()
        .filter(|entry| entry.standing == Standing::InForce && (gives(entry.low) || gives(entry.high)))
        .find_map(|entry| entry.voice.as_ref().map(|voice| voice.called().to_owned()));
    let beside: Vec<String> = voice.into_iter().chain(bounds(ledger)).collect();
    let beside = if beside.is_empty() { String::new() } else { format!(" ({})", beside.join("; ")) };
    Some(format!("{best} {counted}{beside}"))
}

fn bounds(ledger: &Ledger) -> Option<String> {
    match (ledger.low, ledger.high) {
        (Some(low), Some(high)) if low != high => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("{low} or more")),
        (None, Some(high)) => Some(format!("{high} or fewer")),
        _ => None,
    }
}

fn credit(about: &qantar_record::About) -> Option<String> {
    let publisher = about.publisher.as_deref()?;
    Some(about.published.map_or_else(|| publisher.to_owned(), |day| format!("{publisher} ({day})")))
}
