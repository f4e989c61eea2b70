//! Events and their accounts' values as flat columns, and the Parquet files made of them.

use crate::error::Error;
use crate::export::Exported;
use crate::row::{Row, Told};
use jiff::civil::Date;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use qantar_record::{About, Counted, EventId, Ledger, Place};
use std::io::Write;
use std::sync::Arc;

/// Rows of one group of a Parquet file: enough to pack well, few enough to hold.
const GROUP: usize = 20_000;

/// A value of a flat column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Atom {
    Int(i64),
    Float(f64),
    Text(String),
    Bool(bool),
    Day(Date),
    List(Vec<String>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Int,
    Float,
    Text,
    Bool,
    Day,
    /// Names; in Parquet a string of JSON.
    List,
}

pub(crate) struct Column<R> {
    pub name: &'static str,
    pub holds: Holds,
    pub get: fn(&R) -> Option<Atom>,
}

/// One value of an account with its words.
pub(crate) struct ValueRow<'a> {
    event: EventId,
    about: Option<&'a About>,
    slot: &'static str,
    value: String,
    told: Told<'a>,
}

fn text(text: Option<&str>) -> Option<Atom> {
    text.map(|text| Atom::Text(text.to_owned()))
}

fn int(number: impl TryInto<i64>) -> Option<Atom> {
    number.try_into().ok().map(Atom::Int)
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> Option<Atom> {
    Some(Atom::List(names.map(str::to_owned).collect()))
}

fn place<'a>(row: &Row<'a>) -> Option<&'a Place> {
    row.event.place()?.place.as_ref()
}

fn bound(row: &Row<'_>, what: Counted, get: fn(&Ledger) -> Option<u64>) -> Option<Atom> {
    int(get(row.event.ledger(what)?)?)
}

macro_rules! columns {
    ($($name:literal $holds:ident => $get:expr;)*) => {
        vec![$(Column { name: $name, holds: Holds::$holds, get: $get },)*]
    };
}

/// The columns of events.
pub(crate) fn of_events<'a>() -> Vec<Column<Row<'a>>> {
    columns! {
        "id" Text => |r| text(Some(&r.event.id.to_string()));
        "type" Text => |r| text(Some(&r.event.kind().event_type.0));
        "mode" Text => |r| text(Some(&r.event.kind().mode.0));
        "status" Text => |r| text(Some(r.event.status().as_str()));
        "date_from" Day => |r| Some(Atom::Day(r.event.time()?.interval.from?));
        "date_to" Day => |r| Some(Atom::Day(r.event.time()?.interval.to?));
        "date_grain" Text => |r| text(Some(r.event.time()?.grain.as_str()));
        "actors" List => |r| list(r.event.actors.iter().map(|said| said.value.name.as_str()));
        "targets" List => |r| list(r.event.targets.iter().map(|said| said.value.name.as_str()));
        "place" Text => |r| text(Some(&place(r)?.name));
        "place_words" Text => |r| text(Some(&r.event.place()?.words));
        "admin1" Text => |r| text(place(r)?.admin1.as_deref());
        "country" Text => |r| text(place(r)?.country.as_deref());
        "latitude" Float => |r| Some(Atom::Float(place(r)?.lat));
        "longitude" Float => |r| Some(Atom::Float(place(r)?.lon));
        "place_precision" Text => |r| text(Some(place(r)?.precision.as_str()));
        "killed_best" Int => |r| bound(r, Counted::Killed, |l| l.best);
        "killed_low" Int => |r| bound(r, Counted::Killed, |l| l.low);
        "killed_high" Int => |r| bound(r, Counted::Killed, |l| l.high);
        "injured_best" Int => |r| bound(r, Counted::Injured, |l| l.best);
        "injured_low" Int => |r| bound(r, Counted::Injured, |l| l.low);
        "injured_high" Int => |r| bound(r, Counted::Injured, |l| l.high);
        "detained_best" Int => |r| bound(r, Counted::Detained, |l| l.best);
        "detained_low" Int => |r| bound(r, Counted::Detained, |l| l.low);
        "detained_high" Int => |r| bound(r, Counted::Detained, |l| l.high);
        "participants_best" Int => |r| bound(r, Counted::Participants, |l| l.best);
        "participants_low" Int => |r| bound(r, Counted::Participants, |l| l.low);
        "participants_high" Int => |r| bound(r, Counted::Participants, |l| l.high);
        "part_of" Text => |r| text(Some(&r.event.part_of?.to_string()));
        "reports" Int => |r| int(r.event.origins.reports);
        "independent" Int => |r| int(r.event.origins.independent);
        "publishers" List => |r| list(r.publishers().into_iter());
        "first_published" Day => |r| r.event.first_published.map(Atom::Day);
        "last_published" Day => |r| r.event.last_published.map(Atom::Day);
        "confidence" Float => |r| Some(Atom::Float(r.event.confidence));
        "reviewed" Bool => |r| Some(Atom::Bool(r.event.reviewed));
    }
}

/// The columns of values.
pub(crate) fn of_values<'a>() -> Vec<Column<ValueRow<'a>>> {
    columns! {
        "event_id" Text => |v| text(Some(&v.event.to_string()));
        "account" Int => |v| v.told.account.map(Atom::Int);
        "slot" Text => |v| text(Some(v.slot));
        "value" Text => |v| text(Some(&v.value));
        "document" Text => |v| text(v.told.document.map(|document| document.as_str()));
        "publisher" Text => |v| text(v.about?.publisher.as_deref());
        "published" Day => |v| v.about?.published.map(Atom::Day);
        "words" Text => |v| text(v.told.words.map(|words| words.text.as_str()));
        "start_byte" Int => |v| int(v.told.words?.span.start);
        "end_byte" Int => |v| int(v.told.words?.span.end);
        "said_by" Text => |v| text(v.told.voice.map(|voice| voice.called()));
        "judgement" Int => |v| v.told.judgement.map(Atom::Int);
    }
}

/// Every value that the event has for each slot, those that it does not go by too.
pub(crate) fn values<'a>(row: &Row<'a>) -> Vec<ValueRow<'a>> {
    let event = row.event;
    let mut all = Vec::new();
    let mut push = |slot, value: String, told: Vec<Told<'a>>| {
        all.extend(told.into_iter().map(|told| ValueRow {
            event: event.id,
            about: told.document.and_then(|document| row.about(document)),
            slot,
            value: value.clone(),
            told,
        }));
    };
    for said in &event.kind {
        push("type", format!("{}/{}", said.value.event_type, said.value.mode), row.kind_told_of(said));
    }
    for said in &event.status {
        push("status", said.value.as_str().to_owned(), row.kind_told_of(said));
    }
    for (slot, side, target) in [("actor", &event.actors, false), ("target", &event.targets, true)] {
        for said in side {
            push(slot, said.value.name.clone(), row.party_told(said, target));
        }
    }
    for said in &event.place {
        let name = said.value.place.as_ref().map_or(&said.value.words, |place| &place.name);
        push("place", name.clone(), row.place_told(said));
    }
    for said in &event.time {
        push("time", interval(said.value.interval), row.time_told(said));
    }
    for entry in event.figures.iter().flat_map(|ledger| ledger.entries.iter().map(move |entry| (ledger.what, entry))) {
        push(entry.0.as_str(), range(entry.1.low, entry.1.high), vec![row.entry_told(entry.1)]);
    }
    all
}

/// ISO 8601: a day, or two with a stroke between them; `..` for an open end.
fn interval(interval: qantar_record::Interval) -> String {
    let end = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    match (interval.from, interval.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (from, to) => format!("{}/{}", end(from), end(to)),
    }
}

/// A number, or two with `..` between them; an end is left out where there is no bound.
fn range(low: Option<u64>, high: Option<u64>) -> String {
    let end = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    if low == high && low.is_some() { end(low) } else { format!("{}..{}", end(low), end(high)) }
}

/// Writes events as one Parquet file and, where it is wanted, their values as another.
pub(crate) fn write<'a>(
    rows: impl Iterator<Item = Row<'a>>,
    out: &mut dyn Write,
    beside: Option<&mut dyn Write>,
) -> Result<Exported, Error> {
    let (event_columns, value_columns) = (of_events(), of_values());
    let mut events = Sheet::new("event", &event_columns)?;
    let mut sources = beside.is_some().then(|| Sheet::new("value", &value_columns)).transpose()?;
    let mut exported = Exported::default();
    for row in rows {
        events.push(&row)?;
        if let Some(sources) = &mut sources {
            values(&row).iter().try_for_each(|value| sources.push(value))?;
        }
        exported.rows += 1;
    }
    out.write_all(&events.close()?)?;
    if let (Some(sources), Some(beside)) = (sources, beside) {
        beside.write_all(&sources.close()?)?;
    }
    Ok(exported)
}

/// A Parquet file in the making. It is packed in memory: 100,000 events are a few megabytes.
struct Sheet<'c, R> {
    columns: &'c [Column<R>],
    held: Vec<Vec<Option<Atom>>>,
    file: SerializedFileWriter<Vec<u8>>,
}

impl<'c, R> Sheet<'c, R> {
    fn new(name: &str, columns: &'c [Column<R>]) -> Result<Self, Error> {
        let fields: String = columns.iter().map(|column| format!(" optional {};", field(column))).collect();
        let schema = parse_message_type(&format!("message {name} {{{fields} }}"))?;
        // The version of the library stays out of the file, so that equal events are equal bytes.
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(Default::default()))
            .set_created_by("qantar".into())
            .build();
        let file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        Ok(Sheet { columns, held: columns.iter().map(|_| Vec::new()).collect(), file })
    }

    fn push(&mut self, row: &R) -> Result<(), Error> {
        for (column, held) in self.columns.iter().zip(&mut self.held) {
            held.push((column.get)(row));
        }
        if self.held.first().is_some_and(|held| held.len() >= GROUP) { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.held.first().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for held in &mut self.held {
            let mut column = group.next_column()?.expect("as many columns as the schema has");
            put(column.untyped(), &std::mem::take(held))?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn close(mut self) -> Result<Vec<u8>, Error> {
        self.flush()?;
        Ok(self.file.into_inner()?)
    }
}

fn field<R>(column: &Column<R>) -> String {
    let name = column.name;
    match column.holds {
        Holds::Int => format!("int64 {name}"),
        Holds::Float => format!("double {name}"),
        Holds::Bool => format!("boolean {name}"),
        Holds::Day => format!("int32 {name} (DATE)"),
        Holds::Text => format!("binary {name} (UTF8)"),
        Holds::List => format!("binary {name} (JSON)"),
    }
}

fn put(writer: &mut ColumnWriter<'_>, held: &[Option<Atom>]) -> Result<(), Error> {
    let levels: Vec<i16> = held.iter().map(|atom| i16::from(atom.is_some())).collect();
    let there = || held.iter().flatten();
    macro_rules! batch {
        ($writer:expr, $get:expr) => {{
            let values: Vec<_> = there().filter_map($get).collect();
            $writer.write_batch(&values, Some(&levels), None)?
        }};
    }
    match writer {
        ColumnWriter::BoolColumnWriter(writer) => batch!(writer, bool_of),
        ColumnWriter::Int32ColumnWriter(writer) => batch!(writer, day_of),
        ColumnWriter::Int64ColumnWriter(writer) => batch!(writer, int_of),
        ColumnWriter::DoubleColumnWriter(writer) => batch!(writer, float_of),
        ColumnWriter::ByteArrayColumnWriter(writer) => batch!(writer, bytes_of),
        _ => unreachable!("the schema has these five types alone"),
    };
    Ok(())
}

fn bool_of(atom: &Atom) -> Option<bool> {
    if let Atom::Bool(yes) = atom { Some(*yes) } else { None }
}

/// Days since 1970-01-01.
fn day_of(atom: &Atom) -> Option<i32> {
    if let Atom::Day(day) = atom { Some((*day - Date::constant(1970, 1, 1)).get_days()) } else { None }
}

fn int_of(atom: &Atom) -> Option<i64> {
    if let Atom::Int(number) = atom { Some(*number) } else { None }
}

fn float_of(atom: &Atom) -> Option<f64> {
    if let Atom::Float(number) = atom { Some(*number) } else { None }
}

fn bytes_of(atom: &Atom) -> Option<ByteArray> {
    match atom {
        Atom::Text(text) => Some(ByteArray::from(text.as_str())),
        Atom::List(items) => Some(ByteArray::from(serde_json::json!(items).to_string().into_bytes())),
        _ => None,
    }
}
