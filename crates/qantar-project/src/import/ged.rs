//! A row in the UCDP GED layout.

use super::Arrived;
use super::draft::{Draft, Happening, Slots, Source, day};
use super::sheet::Laid;
use crate::codebook::Codebooks;
use crate::ged::ImportKind;
use qantar_record::{Argument, Counted, EventTime, Figure, Grain, Interval, Span};

/// The row as a document and a reading.
pub(super) fn arrive(row: Laid, books: &Codebooks) -> Arrived {
    let mut draft = Draft::new(row, books, "import-ged", books.ged.version);
    let kind = kind(&mut draft, books);
    let sector = |get: fn(&ImportKind) -> &String| kind.map(|kind| get(kind).as_str());
    let actors = side(&mut draft, "side_a", sector(|kind| &kind.sector_a));
    let targets = side(&mut draft, "side_b", sector(|kind| &kind.sector_b));
    let slots =
        Slots { actors, targets, place: place(&mut draft), time: time(&mut draft), figures: figures(&mut draft) };
    let source = source(&draft, kind);
    let trigger = draft.row.span("type_of_violence");
    let happening = kind.zip(trigger).map(|(kind, trigger)| Happening {
        event_type: kind.kind.clone(),
        mode: kind.mode.clone(),
        trigger,
    });
    draft.finish(happening, slots, source)
}

fn kind<'b>(draft: &mut Draft<'b>, books: &'b Codebooks) -> Option<&'b ImportKind> {
    const KEPT: &str = "the row is kept without an account";
    let code: Option<u8> = draft.number("type_of_violence", KEPT);
    let known = code.and_then(|code| books.ged.import.iter().find(|kind| kind.code == code));
    if known.is_none() && (code.is_some() || draft.row.span("type_of_violence").is_none()) {
        draft.complain("type_of_violence", &format!("is no type of violence of the layout; {KEPT}"));
    }
    known
}

fn side(draft: &mut Draft<'_>, column: &str, sector: Option<&str>) -> Vec<Argument> {
    let (before, _) = draft.books.ged.names.state.split_once("{country}").unwrap_or_default();
    let state = !before.is_empty() && draft.row.value(column).starts_with(before);
    let civilians = draft.row.value(column) == draft.books.ged.names.civilians;
    let sector = match () {
        () if state => Some("GOV"),
        () if civilians => Some("CVL"),
        () => sector,
    };
    draft.row.span(column).map(|span| draft.party(span, sector)).into_iter().collect()
}

fn place(draft: &mut Draft<'_>) -> Option<qantar_record::EventPlace> {
    let columns = ["where_coordinates", "where_description", "adm_2", "adm_1", "country"];
    let words = columns.iter().find_map(|column| draft.row.span(column))?;
    let books = draft.books;
    let number: Option<u16> = draft.number("country_id", "the country is taken by its name");
    let country = draft.country(number.and_then(|number| books.countries.by_gw(number)));
    let admin1 = Some(draft.row.value("adm_1")).filter(|name| !name.is_empty()).map(str::to_owned);
    let precision = draft.precision("where_prec", &books.ged.precision);
    Some(draft.place(words, country, admin1, precision))
}

fn time(draft: &mut Draft<'_>) -> Option<EventTime> {
    let (first, last) = (draft.day("date_start"), draft.day("date_end"));
    let words = draft.row.span(if first.is_some() { "date_start" } else { "date_end" })?;
    let interval = match (first, last) {
        (Some(first), Some(last)) => Interval::between(first, last),
        (Some(day), None) | (None, Some(day)) => Interval::day(day),
        (None, None) => return None,
    };
    if first > last && last.is_some() {
        draft.complain("date_end", "is before date_start; the days between them are taken");
    }
    let code: Option<u8> = draft.number("date_prec", "the days are taken as they stand");
    let known = code.and_then(|code| draft.books.ged.time.iter().find(|own| own.code == code));
    if code.is_some() && known.is_none() {
        draft.complain("date_prec", "is no code of the layout; the days are taken as they stand");
    }
    Some(draft.time(words, interval, known.map_or(Grain::Stretch, |own| own.grain)))
}

/// The best figure, the bounds where they are others, and the dead of each side as parts.
fn figures(draft: &mut Draft<'_>) -> Vec<Figure> {
    const KEPT: &str = "the account is kept without it";
    let best: Option<u64> = draft.number("best", KEPT);
    let mut low: Option<u64> = draft.number("low", KEPT);
    let mut high: Option<u64> = draft.number("high", KEPT);
    if low.zip(best).is_some_and(|(low, best)| low > best) {
        draft.complain("low", "is more than best; the account is kept without it");
        low = None;
    }
    if high.zip(best.or(low)).is_some_and(|(high, least)| high < least) {
        draft.complain("high", "is less than best; the account is kept without it");
        high = None;
    }
    let killed =
        |column: &str, low, high| draft.row.span(column).map(|span| draft.figure(Counted::Killed, span, low, high));
    let exact = best.and_then(|best| killed("best", Some(best), Some(best)));
    let bounded = match (low, high) {
        (low, high) if low == high && high == best => None,
        (Some(low), high) => killed("low", Some(low), high),
        (None, Some(high)) => killed("high", None, Some(high)),
        (None, None) => None,
    };
    let parts = parts(draft);
    exact.into_iter().chain(bounded).chain(parts).collect()
}

/// The dead of each side; those counted are the words of the side.
fn parts(draft: &mut Draft<'_>) -> Vec<Figure> {
    let civilians = draft.row.label("deaths_civilians").map(|label| {
        let before = "deaths_".len();
        Span::new(label.start + before, label.end)
    });
    let of = [
        ("deaths_a", draft.row.span("side_a")),
        ("deaths_b", draft.row.span("side_b")),
        ("deaths_civilians", civilians),
    ];
    let mut parts = Vec::new();
    for (column, whose) in of {
        let number: Option<u64> = draft.number(column, "the account is kept without it");
        let (Some(number), Some(whose), Some(span)) = (number, whose, draft.row.span(column)) else { continue };
        if number > 0 {
            let figure = draft.figure(Counted::Killed, span, Some(number), Some(number));
            parts.push(Figure { part: Some(whose), ..figure });
        }
    }
    parts
}

fn source(draft: &Draft<'_>, kind: Option<&ImportKind>) -> Source {
    let value = |column: &str| Some(draft.row.value(column).to_owned()).filter(|value| !value.is_empty());
    let what = kind.map_or("Violence", |kind| kind.label.as_str());
    let place = value("where_coordinates").or(value("adm_1")).or(value("country"));
    let title = place.map_or_else(|| what.to_owned(), |place| format!("{what}: {place}"));
    let dates = value("source_date").unwrap_or_default();
    let published = dates.split(';').filter_map(|date| day(date.trim())).max();
    Source {
        title,
        publisher: value("source_office"),
        published: published.or_else(|| day(draft.row.value("date_end"))),
    }
}
