//! How columns become rows: one function a kind of row, then one a kind of column.
//!
//! A value that cannot be what the column says is a damaged file, and reported as such.

use crate::rows::{
    AccountRow, ClaimRow, DocumentRow, FigureRow, LookRow, PlaceRow, PlaceSlot, ProblemRow, StatementRow, Summary,
    TimeSlot, Voice, Words,
};
use jiff::Timestamp;
use jiff::civil::Date;
use qantar_record::{AccountId, ClaimId, DocumentId, EventId, EventType, Interval, Mode, Place, Problem, Span};
use rusqlite::Row;
use rusqlite::types::{Type, ValueRef};
use serde::de::DeserializeOwned;

pub(crate) fn summary(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        documents: count(row, "documents")?,
        accounts: count(row, "accounts")?,
        claims: count(row, "claims")?,
        problems: count(row, "problems")?,
        first_published: day(row, "first")?,
        last_published: day(row, "last")?,
    })
}

pub(crate) fn document(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        number: row.get("number")?,
        id: id(row)?,
        title: row.get("title")?,
        author: row.get("author")?,
        publisher: row.get("publisher")?,
        published: day(row, "published")?,
        url: row.get("url")?,
        language: row.get("language")?,
        words: count(row, "words")?,
        origins: Vec::new(),
        version: row.get::<_, Option<String>>("version")?.unwrap_or_default(),
        accounts: count(row, "accounts")?,
        claims: count(row, "claims")?,
        problems: count(row, "problems")?,
    })
}

pub(crate) fn account(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        number: row.get("number")?,
        local: AccountId(row.get("local")?),
        document: id(row)?,
        title: row.get("title")?,
        publisher: row.get("publisher")?,
        published: day(row, "published")?,
        event_type: EventType(row.get("type")?),
        mode: Mode(row.get("mode")?),
        status: word(row, "status")?,
        trigger: words(row, ["evoked_by", "evoked_start", "evoked_end"])?,
        sentence: words(row, ["sentence", "sentence_start", "sentence_end"])?,
        actors: json(row, "actors")?,
        targets: json(row, "targets")?,
        place: place_slot(row)?,
        time: time_slot(row)?,
        figures: Vec::new(),
        claim: row.get("claim")?,
        confidence: row.get("confidence")?,
        retired: row.get("retired")?,
        event: EventId(row.get("event")?),
        by: row.get("producer")?,
        judged: row.get("judged")?,
    })
}

fn place_slot(row: &Row<'_>) -> rusqlite::Result<Option<PlaceSlot>> {
    if is_null(row, "place")? {
        return Ok(None);
    }
    let words = words(row, ["place", "place_start", "place_end"])?;
    let place = gazetteer_place(row, "place_name")?;
    Ok(Some(PlaceSlot { words, place, inherited: row.get("place_inherited")? }))
}

fn time_slot(row: &Row<'_>) -> rusqlite::Result<Option<TimeSlot>> {
    if is_null(row, "time")? {
        return Ok(None);
    }
    Ok(Some(TimeSlot {
        words: words(row, ["time", "time_start", "time_end"])?,
        interval: Interval { from: day(row, "date_from")?, to: day(row, "date_to")? },
        grain: word(row, "grain")?,
        inherited: row.get("time_inherited")?,
    }))
}

pub(crate) fn figure(row: &Row<'_>) -> rusqlite::Result<FigureRow> {
    Ok(FigureRow {
        account: row.get("account")?,
        document: id(row)?,
        publisher: row.get("publisher")?,
        published: day(row, "published")?,
        what: word(row, "what")?,
        low: persons(row, "low")?,
        high: persons(row, "high")?,
        words: words(row, ["words", "start", "end"])?,
        part: row.get("part")?,
        withdrawn: row.get("withdrawn")?,
        as_of: day(row, "as_of")?,
        claim: row.get("claim")?,
        source: claimed_source(row)?,
        via: if is_null(row, "via")? { Vec::new() } else { json(row, "via")? },
        by: row.get("producer")?,
    })
}

pub(crate) fn claim(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        number: row.get("number")?,
        local: ClaimId(row.get("local")?),
        document: id(row)?,
        title: row.get("title")?,
        publisher: row.get("publisher")?,
        published: day(row, "published")?,
        kind: word(row, "kind")?,
        source: source(row)?,
        via: json(row, "via")?,
        cue: words(row, ["cue", "cue_start", "cue_end"])?,
        content: words(row, ["content", "content_start", "content_end"])?,
        sentence: words(row, ["sentence", "sentence_start", "sentence_end"])?,
        accounts: Vec::new(),
        confidence: row.get("confidence")?,
        retired: row.get("retired")?,
        by: row.get("producer")?,
    })
}

pub(crate) fn place(row: &Row<'_>) -> rusqlite::Result<PlaceRow> {
    Ok(PlaceRow {
        words: row.get("words")?,
        place: gazetteer_place(row, "name")?,
        mentions: count(row, "mentions")?,
        metonymic: count(row, "metonyms")?,
        documents: count(row, "documents")?,
        events: count(row, "events")?,
    })
}

pub(crate) fn statement(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow {
        account: row.get("account")?,
        slot: word(row, "slot")?,
        value: json(row, "value")?,
        words: words(row, ["words", "start", "end"])?,
        document: id(row)?,
        claim: row.get("claim")?,
        source: claimed_source(row)?,
        status: word(row, "status")?,
        by: row.get("producer")?,
    })
}

pub(crate) fn look(row: &Row<'_>) -> rusqlite::Result<LookRow> {
    Ok(LookRow {
        event: EventId(row.get("number")?),
        event_type: EventType(row.get("type")?),
        accounts: count(row, "accounts")?,
        confidence: row.get("confidence")?,
        tie: row.get("tie")?,
        disputed: u32::try_from(count(row, "disputed")?).unwrap_or(u32::MAX),
        precision: if is_null(row, "precision")? { None } else { Some(word(row, "precision")?) },
        days: persons(row, "days")?,
        reports: count(row, "reports")?,
        killed: persons(row, "killed")?,
    })
}

pub(crate) fn problem(row: &Row<'_>) -> rusqlite::Result<ProblemRow> {
    let Problem { stage, message, span } = problem_itself(row)?;
    Ok(ProblemRow { document: id(row)?, title: row.get("title")?, stage, message, span })
}

/// A problem without its document.
pub(crate) fn problem_itself(row: &Row<'_>) -> rusqlite::Result<Problem> {
    let span = if is_null(row, "start")? { None } else { Some(span(row, "start", "end")?) };
    Ok(Problem { stage: word(row, "stage")?, message: row.get("message")?, span })
}

/// The id of the document that the row is about.
pub(crate) fn id(row: &Row<'_>) -> rusqlite::Result<DocumentId> {
    let hex: String = row.get("id")?;
    DocumentId::parse(&hex).ok_or_else(|| unlike("id", &hex))
}

/// Words and their span, from the columns of the words, the start and the end.
pub(crate) fn words(row: &Row<'_>, [text, start, end]: [&str; 3]) -> rusqlite::Result<Words> {
    Ok(Words { text: row.get(text)?, span: span(row, start, end)? })
}

fn span(row: &Row<'_>, start: &str, end: &str) -> rusqlite::Result<Span> {
    let (from, to): (i64, i64) = (row.get(start)?, row.get(end)?);
    match (usize::try_from(from), usize::try_from(to)) {
        (Ok(from), Ok(to)) if from <= to => Ok(Span::new(from, to)),
        _ => Err(unlike(end, &format!("{from}..{to}"))),
    }
}

fn source(row: &Row<'_>) -> rusqlite::Result<Voice> {
    Ok(Voice {
        words: words(row, ["source", "source_start", "source_end"])?,
        name: row.get("source_name")?,
        source_type: word(row, "source_type")?,
    })
}

/// The source of the claim that the row stands in, if it stands in one.
fn claimed_source(row: &Row<'_>) -> rusqlite::Result<Option<Voice>> {
    if is_null(row, "source")? { Ok(None) } else { source(row).map(Some) }
}

/// The gazetteer's entry; none where its name, in the column given, is null.
fn gazetteer_place(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<Place>> {
    if is_null(row, name)? {
        return Ok(None);
    }
    Ok(Some(Place {
        name: row.get(name)?,
        country: row.get("country")?,
        admin1: row.get("admin1")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        precision: word(row, "precision")?,
        geonames: row.get("geonames")?,
    }))
}

/// A moment, as the log writes it.
pub(crate) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| unlike("at", &text))
}

pub(crate) fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| unlike(column, &text))).transpose()
}

fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let count: i64 = row.get(column)?;
    u64::try_from(count).map_err(|_| unlike(column, &count.to_string()))
}

fn persons(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    if is_null(row, column)? { Ok(None) } else { count(row, column).map(Some) }
}

/// One of the words of an enum, as its public JSON writes it.
fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text.clone())).map_err(|_| unlike(column, &text))
}

/// A column that holds JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| unlike(column, &text))
}

fn is_null(row: &Row<'_>, column: &str) -> rusqlite::Result<bool> {
    Ok(row.get_ref(column)? == ValueRef::Null)
}

pub(crate) fn unlike(column: &str, value: &str) -> rusqlite::Error {
    let message = format!("the column {column} cannot hold {value:?}");
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, message.into())
}
