//! A row in the ACLED layout.

use super::Arrived;
use super::draft::{Draft, Happening, Slots, Source, day};
use super::sheet::Laid;
use crate::acled::Sub;
use crate::codebook::Codebooks;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use qantar_record::{Argument, Counted, EventTime, Figure, Grain, Interval, Span};

/// The row as a document and a reading.
pub(super) fn arrive(row: Laid, books: &Codebooks) -> Arrived {
    let mut draft = Draft::new(row, books, "import-acled", books.acled.version);
    let sub = kind(&mut draft, books);
    let first = side(&mut draft, "actor1", "assoc_actor_1", "inter1");
    let second = side(&mut draft, "actor2", "assoc_actor_2", "inter2");
    let turned = sub.is_some_and(|(sub, _)| sub.turned);
    let (actors, targets) = if turned { (second, first) } else { (first, second) };
    let slots =
        Slots { actors, targets, place: place(&mut draft), time: time(&mut draft), figures: figures(&mut draft) };
    let source = source(&mut draft);
    let happening =
        sub.map(|(sub, trigger)| Happening { event_type: sub.kind.clone(), mode: sub.mode.clone(), trigger });
    draft.finish(happening, slots, source)
}

/// The sub-event type, else the first of the event type.
fn kind<'b>(draft: &mut Draft<'b>, books: &'b Codebooks) -> Option<(&'b Sub, Span)> {
    let column = |name| draft.row.span(name).map(|span| (draft.row.value(name), span));
    let by_sub = column("sub_event_type").and_then(|(value, span)| Some((books.acled.sub(value)?, span)));
    let by_type = column("event_type").and_then(|(value, span)| {
        let of_type = |sub: &&Sub| sub.event_type.eq_ignore_ascii_case(value);
        Some((books.acled.sub.iter().find(of_type)?, span))
    });
    match (by_sub, by_type) {
        (Some(found), _) => return Some(found),
        (None, Some(_)) => {
            draft
                .complain("sub_event_type", "is no sub-event type of the layout; the first of its event type is taken");
        }
        (None, None) => {
            draft.complain("event_type", "is no event type of the layout; the row is kept without an account")
        }
    }
    by_type
}

/// The party of a side and those recorded beside it.
fn side(draft: &mut Draft<'_>, actor: &str, others: &str, inter: &str) -> Vec<Argument> {
    let cell = draft.row.value(inter).to_owned();
    let class = draft.books.acled.class(&cell);
    if class.is_none() && !cell.is_empty() && cell != "0" {
        draft.complain(inter, "is no kind of actor of the layout; the actor is kept without a sector");
    }
    let books = draft.books;
    let form = books.acled.form.iter().find(|form| form.made(draft.row.value(actor)));
    let by_form = form.and_then(|form| form.sectors.first()).map(String::as_str);
    let sector = by_form.or_else(|| books.parties.sector(class?));
    let main = draft.row.span(actor).map(|span| draft.party(span, sector));
    let beside: Vec<Span> = draft.row.span(others).map_or_else(Vec::new, |span| items(&draft.row.text, span));
    main.into_iter().chain(beside.into_iter().map(|span| draft.party(span, None)).collect::<Vec<_>>()).collect()
}

/// The items of a list with semicolons.
fn items(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let mut all = Vec::new();
    for item in text[span.range()].split(';') {
        let from = start + (item.len() - item.trim_start().len());
        let to = from + item.trim().len();
        if from < to {
            all.push(Span::new(from, to));
        }
        start += item.len() + 1;
    }
    all
}

fn place(draft: &mut Draft<'_>) -> Option<qantar_record::EventPlace> {
    let words =
        ["location", "admin3", "admin2", "admin1", "country"].iter().find_map(|column| draft.row.span(column))?;
    let books = draft.books;
    let iso: Option<u16> = draft.number("iso", "the country is taken by its name");
    let country = draft.country(iso.and_then(|iso| books.countries.by_numeric(iso)));
    let admin1 = Some(draft.row.value("admin1")).filter(|name| !name.is_empty()).map(str::to_owned);
    let precision = draft.precision("geo_precision", &books.acled.precision);
    Some(draft.place(words, country, admin1, precision))
}

fn time(draft: &mut Draft<'_>) -> Option<EventTime> {
    let first = draft.day("event_date")?;
    let words = draft.row.span("event_date")?;
    let code: Option<u8> = draft.number("time_precision", "the day is taken as it stands");
    let known = code.and_then(|code| draft.books.acled.time.iter().find(|own| own.code == code));
    if code.is_some() && known.is_none() {
        draft.complain("time_precision", "is no code of the layout; the day is taken as it stands");
    }
    let grain = known.map_or(Grain::Day, |own| own.grain);
    Some(draft.time(words, around(first, grain), grain))
}

/// The days that a day stands for: the layout writes one day of the week or of the month.
fn around(first: Date, grain: Grain) -> Interval {
    match grain {
        Grain::Week => Interval::between(first, first.saturating_add(jiff::Span::new().days(6))),
        Grain::Month => Interval::between(first.first_of_month(), first.last_of_month()),
        _ => Interval::day(first),
    }
}

/// Deaths, and the size of the crowd in the tags. The layout writes 0 when no deaths are told of, so 0 tells nothing.
fn figures(draft: &mut Draft<'_>) -> Vec<Figure> {
    let killed: Option<u64> = draft.number("fatalities", "the account is kept without it");
    let killed = killed.filter(|&number| number > 0).zip(draft.row.span("fatalities"));
    let killed = killed.map(|(number, span)| draft.figure(Counted::Killed, span, Some(number), Some(number)));
    killed.into_iter().chain(crowd(draft)).collect()
}

fn crowd(draft: &Draft<'_>) -> Option<Figure> {
    let tags = draft.row.span("tags")?;
    let size = items(&draft.row.text, tags).into_iter().find_map(|item| {
        let value = draft.row.text[item.range()].strip_prefix("crowd size=")?;
        Some(Span::new(item.end - value.len(), item.end))
    })?;
    let words = draft.row.text[size.range()].to_lowercase();
    let (low, high) = bounds(&words, draft.books)?;
    Some(draft.figure(Counted::Participants, size, low, high))
}

/// "about 500", "at least 40", "300-400", "hundreds".
fn bounds(words: &str, books: &Codebooks) -> Option<(Option<u64>, Option<u64>)> {
    let digits = words.replace(',', "");
    let numbers: Vec<u64> =
        digits.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let says = |hedges: &[&str]| hedges.iter().any(|hedge| words.contains(hedge));
    match numbers[..] {
        [a, b] => Some((Some(a.min(b)), Some(a.max(b)))),
        [low] if says(&["at least", "more than", "over"]) => Some((Some(low), None)),
        [high] if says(&["up to", "fewer than", "less than"]) => Some((None, Some(high))),
        [number] => Some((Some(number), Some(number))),
        _ => {
            let known = books.acled.crowd.iter().find(|crowd| words.contains(&crowd.words))?;
            Some((Some(known.low), Some(known.high)))
        }
    }
}

fn source(draft: &mut Draft<'_>) -> Source {
    let value = |column: &str| Some(draft.row.value(column).to_owned()).filter(|value| !value.is_empty());
    let what = value("sub_event_type").or(value("event_type")).unwrap_or_else(|| "Event".into());
    let place = value("location").or(value("country"));
    let title = place.map_or_else(|| what.clone(), |place| format!("{what}: {place}"));
    let publisher = value("source");
    let seconds: Option<i64> = draft.number("timestamp", "the day of the event is taken for the day of publication");
    let written = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let published = written.map(|moment| moment.to_zoned(TimeZone::UTC).date());
    Source { title, publisher, published: published.or_else(|| day(draft.row.value("event_date"))) }
}
