//! Events: written by whoever merges, listed by what people choose and sort by.
//!
//! An account that is not merged yet is an event of its own number, of which there is no row: whoever lists events merges
//! first, when [`Case::merged_through`] is behind [`Case::head`].

use crate::anchor;
use crate::case::{Case, Writer};
use crate::error::{Error, ErrorKind};
use crate::filter::{Conditions, Filter, Sort};
use crate::gather::gather;
use crate::left::Left;
use crate::query::{accounts_where, rows};
use crate::rows::{AccountRow, LookRow};
use crate::search::OF_DOCUMENT;
use crate::{party, search};
use jiff::civil::Date;
use qantar_record::{Event, EventId};
use rusqlite::{Connection, OptionalExtension, named_params, params_from_iter};

/// How many events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// All.
    pub all: u64,
    /// Those that a person has judged right.
    pub reviewed: u64,
}

impl Writer<'_> {
    /// Writes events in the place of those of the same number, each with the digest of what it was made from; their
    /// accounts, and no others, belong to them from now on. Takes away those that are `gone`. What is left of the accounts
    /// of either is each an event of its own again.
    ///
    /// `merged_through` is the number of the last entry of the log that these events take account of.
    pub fn write_events(
        &mut self,
        events: &[(Event, String)],
        gone: &[EventId],
        merged_through: i64,
    ) -> Result<(), Error> {
        self.step("write events to", |db| {
            gone.iter().try_for_each(|&event| take_away(db, event))?;
            events.iter().try_for_each(|(event, inputs)| write(db, event, inputs))?;
            db.execute("UPDATE merged SET through = ?", [merged_through])?;
            Ok(())
        })
    }
}

impl Case {
    /// Writes events in a transaction of their own; see [`Writer::write_events`].
    pub fn write_events(
        &mut self,
        events: &[(Event, String)],
        gone: &[EventId],
        merged_through: i64,
    ) -> Result<(), Error> {
        self.transaction(|writer| writer.write_events(events, gone, merged_through))
    }

    /// The number of the last entry of the log that events take account of; 0 before the first merge.
    pub fn merged_through(&self) -> Result<i64, Error> {
        self.ask(|db| Ok(db.query_row("SELECT through FROM merged", [], |row| row.get(0))?))
    }

    /// The name of the rule by which ledgers pick their figures; none when none was chosen.
    pub fn ledger_rule(&self) -> Result<Option<String>, Error> {
        self.ask(|db| Ok(db.query_row("SELECT ledger FROM merged", [], |row| row.get(0))?))
    }

    /// Chooses the rule by which ledgers pick their figures. Events go by it from the next merge on, which is due by this.
    pub fn choose_ledger_rule(&mut self, name: &str) -> Result<(), Error> {
        self.transaction(|writer| {
            writer.step("write events to", |db| {
                db.execute("UPDATE merged SET ledger = ?, through = 0", [name])?;
                Ok(())
            })
        })
    }

    /// Every event that is written, with the digest of what it was made from, by number.
    pub fn event_inputs(&self) -> Result<Vec<(EventId, String)>, Error> {
        self.ask(|db| {
            let select = "SELECT number, inputs FROM event_body ORDER BY number";
            rows(db, select, [], |row| Ok((EventId(row.get(0)?), row.get(1)?)))
        })
    }

    /// Events to which other accounts belong than they were made of: of reports that were read since, or judged wrong in a
    /// version that left such accounts where they were.
    pub fn events_astray(&self) -> Result<Vec<EventId>, Error> {
        self.ask(|db| {
            let select = "SELECT number FROM event WHERE accounts <>
                (SELECT count(*) FROM account a WHERE a.event = event.number AND a.retired = 0) ORDER BY number";
            rows(db, select, [], |row| Ok(EventId(row.get(0)?)))
        })
    }

    /// Events that the filter leaves, in its order. Only events that are written are found: merge first.
    pub fn events(&self, filter: &Filter) -> Result<Vec<Event>, Error> {
        self.ask(|db| {
            let numbers = listed(db, filter, filter.offset, filter.limit.unwrap_or(usize::MAX))?;
            let list = serde_json::to_string(&numbers).expect("numbers are JSON");
            // A cross join walks its left side as it lies: in the order of the list.
            let select = "SELECT b.body FROM json_each(?) page CROSS JOIN event_body b ON b.number = page.value";
            gather(db.prepare_cached(select)?.query([list])?, |_| Ok(()), |(), body| unpack(body))
        })
    }

    /// How many events the filter leaves; its limit and offset are not heeded.
    pub fn event_count(&self, filter: &Filter) -> Result<u64, Error> {
        self.ask(|db| Ok(listed(db, &Filter { sort: Sort::Number, ..filter.clone() }, 0, usize::MAX)?.len() as u64))
    }

    /// The event to which the number of an account leads. That of a retired account leads where its words are told now.
    ///
    /// None when there never was such an account, when no reading tells it any more, and when it is not merged yet.
    pub fn event_of(&self, number: i64) -> Result<Option<Event>, Error> {
        self.ask(|db| event_of(db, number))
    }

    /// The number of the event to which the number of an account leads, whether or not it is written: an account that people
    /// hold to be wrong is an event of its own that is in no list. None when no reading tells the account.
    pub fn event_number(&self, account: i64) -> Result<Option<EventId>, Error> {
        self.ask(|db| Ok(event_number(db, account)?.map(EventId)))
    }

    /// The events to which these numbers lead, in the order given; numbers that lead nowhere are left out.
    pub fn events_of(&self, numbers: &[i64]) -> Result<Vec<Event>, Error> {
        self.ask(|db| {
            let found = numbers.iter().map(|&number| event_of(db, number));
            Ok(found.collect::<Result<Vec<_>, ErrorKind>>()?.into_iter().flatten().collect())
        })
    }

    /// How many events are written.
    pub fn written_events(&self) -> Result<Written, Error> {
        self.ask(|db| {
            let select = "SELECT count(*), coalesce(sum(reviewed), 0) FROM event";
            let (all, reviewed): (i64, i64) = db.query_row(select, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(Written { all: all.unsigned_abs(), reviewed: reviewed.unsigned_abs() })
        })
    }

    /// The sentence that tells an account; none when there is none of this number.
    pub fn sentence(&self, account: i64) -> Result<Option<String>, Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached("SELECT sentence FROM account WHERE number = ?")?;
            Ok(select.query_row([account], |row| row.get(0)).optional()?)
        })
    }

    /// The parts of a larger event, by number.
    pub fn parts_of(&self, whole: EventId) -> Result<Vec<Event>, Error> {
        self.ask(|db| {
            let select = "SELECT b.body FROM event e JOIN event_body b ON b.number = e.number WHERE e.part_of = ?
                ORDER BY e.number";
            let bodies: Vec<String> = rows(db, select, [whole.0], |row| row.get(0))?;
            bodies.iter().map(|body| unpack(body)).collect()
        })
    }

    /// The accounts in force of an event, by number; the account itself where it is not merged yet.
    pub fn accounts_of(&self, event: EventId) -> Result<Vec<AccountRow>, Error> {
        self.ask(|db| accounts_where(db, "a.event = ? AND a.retired = 0 ORDER BY a.number", [event.0]))
    }
}

/// The numbers of the events that the filter leaves, in its order: as many as are asked for, after some that are left out.
fn listed(db: &Connection, filter: &Filter, skipped: usize, most: usize) -> Result<Vec<i64>, ErrorKind> {
    let order = match filter.sort {
        Sort::Number => "e.number",
        Sort::Earliest => "e.begins, e.number",
        Sort::Latest => "e.ends DESC, e.number DESC",
    };
    let mut left = Left::default();
    left.keep(db, OF_DOCUMENT, filter.document.as_ref().map(|id| vec![id.as_str().to_owned()]))?;
    left.keep_words(db, &[("places", &filter.place), ("voices", &filter.source), ("sentences", &filter.text)])?;
    let few = left.take_few().map(|few| serde_json::to_string(&few).expect("numbers are JSON"));
    let mut conditions = Conditions::default().on_event_rows(filter);
    conditions.bind("e.number IN (SELECT value FROM json_each(?))", few);
    let select = format!("SELECT e.number FROM event e WHERE {} ORDER BY {order}", conditions.sql());
    let mut select = db.prepare_cached(&select)?;
    let numbers = select.query_map(params_from_iter(conditions.values()), |row| row.get(0))?;
    let left = numbers.filter(|number| number.as_ref().map_or(true, |&number| left.has(number)));
    Ok(left.skip(skipped).take(most).collect::<Result<_, _>>()?)
}

pub(crate) fn unpack(body: &str) -> Result<Event, ErrorKind> {
    serde_json::from_str(body).map_err(|error| ErrorKind::Damaged(format!("an event cannot be unpacked ({error})")))
}

/// See [`Case::event_of`].
fn event_of(db: &Connection, number: i64) -> Result<Option<Event>, ErrorKind> {
    let Some(event) = event_number(db, number)? else { return Ok(None) };
    let mut select = db.prepare_cached("SELECT body FROM event_body WHERE number = ?")?;
    let found: Option<String> = select.query_row([event], |row| row.get(0)).optional()?;
    found.map(|body| unpack(&body)).transpose()
}

/// The number of the event to which the number of an account leads.
pub(crate) fn event_number(db: &Connection, account: i64) -> Result<Option<i64>, ErrorKind> {
    let Some(anchor) = anchor::of(db, account)? else { return Ok(None) };
    let Some(account) = anchor::find(db, &anchor)? else { return Ok(None) };
    let mut select = db.prepare_cached("SELECT event FROM account WHERE number = ?")?;
    Ok(Some(select.query_row([account], |row| row.get(0))?))
}

/// Throws all events away; every account is one of its own again.
pub(crate) fn forget(db: &Connection) -> Result<(), ErrorKind> {
    search::forget_events(db)?;
    db.execute_batch(
        "DELETE FROM party; DELETE FROM event_words; DELETE FROM event_body; DELETE FROM event;
         UPDATE account SET event = number WHERE event <> number;
         UPDATE merged SET through = 0;",
    )?;
    Ok(())
}

fn take_away(db: &Connection, event: EventId) -> Result<(), ErrorKind> {
    db.prepare_cached("UPDATE account SET event = number WHERE event = ?")?.execute([event.0])?;
    search::forget_event(db, event.0)?;
    // Its body, words and parties go with it.
    db.prepare_cached("DELETE FROM event WHERE number = ?")?.execute([event.0])?;
    Ok(())
}

fn write(db: &Connection, event: &Event, inputs: &str) -> Result<(), ErrorKind> {
    let unfit = |why: &str| ErrorKind::NoEvent { number: event.id.0, why: why.into() };
    if event.kind.is_empty() {
        return Err(unfit("it has no type"));
    }
    if !event.accounts.contains(&event.id.0) {
        return Err(unfit("its number is not that of one of its accounts"));
    }
    write_row(db, event)?;
    let body = serde_json::to_string(event).expect("its keys are strings");
    db.prepare_cached(
        "INSERT INTO event_body (number, inputs, body) VALUES (?, ?, ?)
         ON CONFLICT (number) DO UPDATE SET inputs = excluded.inputs, body = excluded.body",
    )?
    .execute((event.id.0, inputs, body))?;
    let members = serde_json::to_string(&event.accounts).expect("numbers are JSON");
    // One that people hold to be wrong goes to no other event, which would take it along.
    let leave = "UPDATE account SET event = number WHERE event = ? AND number NOT IN (SELECT value FROM json_each(?))";
    db.prepare_cached(leave)?.execute((event.id.0, members))?;
    let mut update = db.prepare_cached("UPDATE account SET event = ?1 WHERE number = ?2 AND retired = 0")?;
    for account in &event.accounts {
        if update.execute((event.id.0, account))? == 0 {
            return Err(unfit(&format!("there is no account {account} in force")));
        }
    }
    write_words(db, event)?;
    party::write(db, event)
}

/// Writes again what is listed and looked for of every event, from its body.
pub(crate) fn lay_out_again(db: &Connection) -> Result<(), ErrorKind> {
    let mut select = db.prepare("SELECT body FROM event_body ORDER BY number")?;
    let mut bodies = select.query([])?;
    while let Some(row) = bodies.next()? {
        let event = unpack(row.get_ref(0)?.as_str().map_err(|error| ErrorKind::Damaged(error.to_string()))?)?;
        write_row(db, &event)?;
        write_words(db, &event)?;
        party::write(db, &event)?;
    }
    Ok(())
}

/// Writes again the words of the events that a document tells, after it was read again: its sentences or its title may be
/// other ones although no event is.
pub(crate) fn reword(db: &Connection, document: i64) -> Result<(), ErrorKind> {
    let select =
        "SELECT body FROM event_body WHERE number IN (SELECT event FROM account WHERE document = ? AND retired = 0)";
    let bodies: Vec<String> = rows(db, select, [document], |row| row.get(0))?;
    bodies.iter().try_for_each(|body| write_words(db, &unpack(body)?))
}

fn write_row(db: &Connection, event: &Event) -> Result<(), ErrorKind> {
    let (kind, look) = (event.kind(), LookRow::of(event));
    let place = event.place().and_then(|at| at.place.as_ref());
    let days = event.time().map(|when| when.interval);
    let (from, to) = (days.and_then(|days| days.from), days.and_then(|days| days.to));
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    db.prepare_cached(EVENT)?.execute(named_params! {
        ":number": event.id.0,
        ":type": kind.event_type.0,
        ":mode": kind.mode.0,
        ":status": event.status().as_str(),
        ":country": place.and_then(|place| place.country.as_ref()),
        ":admin1": place.and_then(|place| place.admin1.as_ref()),
        ":place_name": place.map(|place| &place.name),
        ":precision": place.map(|place| place.precision.as_str()),
        ":lat": place.map(|place| place.lat),
        ":lon": place.map(|place| place.lon),
        ":date_from": text(from),
        ":date_to": text(to),
        ":begins": text(from.or(to)).unwrap_or_else(|| "~".into()),
        ":ends": text(to.or(from)).unwrap_or_default(),
        ":accounts": event.accounts.len() as i64,
        ":reports": event.origins.reports,
        ":killed": look.killed.map(|killed| i64::try_from(killed).unwrap_or(i64::MAX)),
        ":confidence": event.confidence,
        ":reviewed": event.reviewed,
        ":tie": event.tie,
        ":disputed": look.disputed,
        ":days": look.days.map(|days| i64::try_from(days).unwrap_or(i64::MAX)),
        ":part_of": event.part_of.map(|whole| whole.0),
        ":first_published": text(event.first_published),
        ":last_published": text(event.last_published),
    })?;
    Ok(())
}

/// Words are looked for where the accounts have them; the place is the one to go by.
fn write_words(db: &Connection, event: &Event) -> Result<(), ErrorKind> {
    let mut sentences = Lines::default();
    let mut voices = Lines::default();
    let mut titles = Lines::default();
    let mut select_title =
        db.prepare_cached("SELECT d.title FROM account a JOIN document d ON d.number = a.document WHERE a.number = ?")?;
    let mut select_sentence = db.prepare_cached("SELECT sentence FROM account WHERE number = ?")?;
    let mut select_voices = db.prepare_cached(
        "SELECT source, source_name FROM claim WHERE number IN (SELECT claim FROM statement WHERE account = ?)",
    )?;
    for account in &event.accounts {
        sentences.add(&select_sentence.query_row([account], |row| row.get::<_, String>(0))?);
        titles.add(&select_title.query_row([account], |row| row.get::<_, Option<String>>(0))?.unwrap_or_default());
        let mut rows = select_voices.query([account])?;
        while let Some(row) = rows.next()? {
            voices.add(&row.get::<_, String>(0)?);
            voices.add(row.get::<_, Option<String>>(1)?.as_deref().unwrap_or_default());
        }
    }
    let mut places = Lines::default();
    if let Some(at) = event.place() {
        places.add(&at.words);
        if let Some(place) = &at.place {
            places.add(&place.name);
            places.add(place.admin1.as_deref().unwrap_or_default());
        }
    }
    db.prepare_cached(
        "INSERT INTO event_words (number, places, voices, sentences) VALUES (?, ?, ?, ?)
         ON CONFLICT (number) DO UPDATE SET
             places = excluded.places, voices = excluded.voices, sentences = excluded.sentences",
    )?
    .execute((event.id.0, &places.0, voices.0, &sentences.0))?;
    let mut parties = Lines::default();
    event.actors.iter().chain(&event.targets).for_each(|said| parties.add(&said.value.name));
    search::index_event(db, event.id.0, [&sentences.0, &parties.0, &places.0, &titles.0])
}

/// Texts in lower case, a line each, each once.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, text: &str) {
        let text = text.to_lowercase().replace('\n', " ");
        if !text.is_empty() && !self.0.split('\n').any(|line| line == text) {
            self.0 += &text;
            self.0.push('\n');
        }
    }
}

const EVENT: &str = "INSERT INTO event (
    number, type, mode, status, country, admin1, place_name, precision, lat, lon, date_from, date_to, begins, ends,
    accounts, reports, killed, confidence, reviewed, tie, disputed, days, part_of, first_published, last_published
) VALUES (
    :number, :type, :mode, :status, :country, :admin1, :place_name, :precision, :lat, :lon, :date_from, :date_to, :begins,
    :ends, :accounts, :reports, :killed, :confidence, :reviewed, :tie, :disputed, :days, :part_of, :first_published, :last_published
) ON CONFLICT (number) DO UPDATE SET
    type = excluded.type, mode = excluded.mode, status = excluded.status, country = excluded.country,
    admin1 = excluded.admin1, place_name = excluded.place_name, precision = excluded.precision, lat = excluded.lat, lon = excluded.lon,
    date_from = excluded.date_from, date_to = excluded.date_to, begins = excluded.begins, ends = excluded.ends,
    accounts = excluded.accounts, reports = excluded.reports, killed = excluded.killed,
    confidence = excluded.confidence, reviewed = excluded.reviewed, tie = excluded.tie, disputed = excluded.disputed,
    days = excluded.days,
    part_of = excluded.part_of, first_published = excluded.first_published, last_published = excluded.last_published";
