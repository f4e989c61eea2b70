//! Who did and suffered what, counted over all events.

use crate::case::Case;
use crate::error::{Error, ErrorKind};
use crate::query::rows;
use qantar_record::{Event, Party, Said};
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::{BTreeMap, HashMap};

/// One name that events give as a party, with what it has part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRow {
    /// The name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country that most of its events give for it; none when none does.
    pub country: Option<String>,
    /// PLOVER sector code, likewise.
    pub sector: Option<String>,
    /// Events in which it is a party.
    pub events: u64,
    /// Events of which it is an actor.
    pub acts: u64,
    /// Events of which it is a target.
    pub suffers: u64,
}

/// What one name does to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieRow {
    /// Who does it.
    pub actor: String,
    /// To whom.
    pub target: String,
    /// Events with both.
    pub events: u64,
    /// How many of them are of which type.
    pub types: BTreeMap<String, u64>,
}

/// The names that events give as parties, those of most events first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actors {
    /// How many names there are.
    pub total: u64,
    /// As many of them as were asked for.
    pub rows: Vec<ActorRow>,
    /// What those do to each other, what is done most often first; at most 2,000.
    pub ties: Vec<TieRow>,
    /// How many such ties there are in all.
    pub total_ties: u64,
}

/// A name and in how many events it stands beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The name.
    pub name: String,
    /// Events.
    pub events: u64,
}

/// One name and those whom it meets in events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorEvents {
    /// The name as a whole.
    pub actor: ActorRow,
    /// Targets of the events of which it is an actor, those of most events first.
    pub acts_on: Vec<Beside>,
    /// Actors of the events of which it is a target.
    pub acted_by: Vec<Beside>,
    /// The numbers of its events, ascending.
    pub numbers: Vec<i64>,
}

impl Case {
    /// Names that have `text` in them, case apart, as parties of all events or of those of the `numbers`: at most `limit`.
    pub fn actors(&self, text: Option<&str>, numbers: Option<&[i64]>, limit: usize) -> Result<Actors, Error> {
        self.ask(|db| {
            let asked = text.map(|text| text.trim().to_lowercase()).unwrap_or_default();
            let numbers = numbers.map(ascending);
            let numbers = numbers.as_deref();
            let mut counts = counts(db, numbers)?;
            counts.retain(|count| asked.is_empty() || count.name.to_lowercase().contains(&asked));
            let total = counts.len() as u64;
            let counted = foremost(db, counts, numbers, limit)?;
            let (ties, total_ties) = ties(&counted, db)?;
            Ok(Actors { total, ties, total_ties, rows: counted.into_iter().map(|(row, _)| row).collect() })
        })
    }

    /// One name, exactly as events give it; none when no event does.
    pub fn actor(&self, name: &str) -> Result<Option<ActorEvents>, Error> {
        self.ask(|db| {
            let Some((actor, parts)) = named(db, name, None)? else { return Ok(None) };
            let mut numbers: Vec<i64> = parts.acts.iter().chain(&parts.suffers).copied().collect();
            numbers.sort_unstable();
            numbers.dedup();
            let beside = |own: &str, other: &str| {
                let select = "SELECT o.name, count(DISTINCT o.event) FROM party p JOIN party o ON o.event = p.event
                    WHERE p.name = ? AND p.role = ? AND o.role = ? GROUP BY o.name ORDER BY 2 DESC, 1";
                rows(db, select, [name, own, other], |row| {
                    Ok(Beside { name: row.get(0)?, events: row.get::<_, i64>(1)?.unsigned_abs() })
                })
            };
            let (acts_on, acted_by) = (beside("actor", "target")?, beside("target", "actor")?);
            Ok(Some(ActorEvents { actor, acts_on, acted_by, numbers }))
        })
    }

    /// Every name that events give as a party, by name.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        self.ask(|db| rows(db, &format!("{NAMES} SELECT name FROM named WHERE name IS NOT NULL"), [], |row| row.get(0)))
    }

    /// In how many events each of these names is a party, in the order given.
    pub fn events_with(&self, names: &[&str]) -> Result<Vec<Beside>, Error> {
        self.ask(|db| {
            let mut count = db.prepare_cached("SELECT count(DISTINCT event) FROM party WHERE name = ?")?;
            let beside = |&name: &&str| {
                let events = count.query_row([name], |row| row.get::<_, i64>(0))?.unsigned_abs();
                Ok(Beside { name: name.to_owned(), events })
            };
            names.iter().map(beside).collect()
        })
    }
}

/// All names, by name: a leap from each to the next, for most names have many rows. A name that is null ends them.
pub(crate) const NAMES: &str = "WITH RECURSIVE named (name) AS (
    SELECT min(name) FROM party UNION ALL
    SELECT (SELECT min(name) FROM party WHERE name > named.name) FROM named WHERE name IS NOT NULL)";

/// The numbers of the events in which a name is an actor and a target, each ascending.
#[derive(Default)]
struct Parts {
    acts: Vec<i64>,
    suffers: Vec<i64>,
}

impl Parts {
    fn any(&self) -> bool {
        !self.acts.is_empty() || !self.suffers.is_empty()
    }
}

fn ascending(numbers: &[i64]) -> Vec<i64> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers
}

/// In how many events a name is an actor and a target.
struct Count {
    name: String,
    acts: u64,
    suffers: u64,
}

/// Every name, by name: of all events, or of those of the `numbers`. SQLite counts as it walks, without a row for each event.
fn counts(db: &Connection, numbers: Option<&[i64]>) -> Result<Vec<Count>, ErrorKind> {
    let list = numbers.map(|numbers| serde_json::to_string(numbers).expect("numbers are JSON"));
    let of = if list.is_some() { "WHERE event IN (SELECT value FROM json_each(?))" } else { "" };
    let select = format!("SELECT name, role = 'actor', count(*) FROM party {of} GROUP BY name, role");
    let mut select = db.prepare_cached(&select)?;
    let mut rows = select.query(params_from_iter(list))?;
    let mut counts: Vec<Count> = Vec::new();
    while let Some(row) = rows.next()? {
        let name = text(row, 0)?.unwrap_or_default();
        if counts.last().is_none_or(|last| last.name != name) {
            counts.push(Count { name: name.to_owned(), acts: 0, suffers: 0 });
        }
        let last = counts.last_mut().expect("one was put in");
        let side = if row.get(1)? { &mut last.acts } else { &mut last.suffers };
        *side = row.get::<_, i64>(2)?.unsigned_abs();
    }
    Ok(counts)
}

/// The `most` names of most events, those first. An event of which a name is both actor and target is one event, so until its rows are
/// seen only the sum of both counts is known, which it cannot pass: names are taken by that until none can come before those found.
fn foremost(
    db: &Connection,
    mut counts: Vec<Count>,
    numbers: Option<&[i64]>,
    most: usize,
) -> Result<Vec<(ActorRow, Parts)>, ErrorKind> {
    counts.sort_by(|a, b| (b.acts + b.suffers).cmp(&(a.acts + a.suffers)).then_with(|| a.name.cmp(&b.name)));
    let mut found: Vec<(ActorRow, Parts)> = Vec::new();
    for Count { name, acts, suffers } in counts {
        let before = |(row, _): &(ActorRow, Parts), events: u64| (events, &row.name) < (row.events, &name);
        if found.len() >= most && found.last().is_none_or(|last| before(last, acts + suffers)) {
            break;
        }
        if let Some(next) = named(db, &name, numbers)? {
            let at = found.partition_point(|row| before(row, next.0.events));
            found.insert(at, next);
            found.truncate(most);
        }
    }
    Ok(found)
}

/// What one name has part in, of all events or of those of the `numbers`; none when it has part in none.
fn named(db: &Connection, name: &str, numbers: Option<&[i64]>) -> Result<Option<(ActorRow, Parts)>, ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT role = 'actor', event, country, sector FROM party WHERE name = ? ORDER BY role, event",
    )?;
    let mut rows = select.query([name])?;
    let (mut parts, mut said) = (Parts::default(), Told::default());
    while let Some(row) = rows.next()? {
        let event = row.get(1)?;
        if numbers.is_none_or(|numbers| numbers.binary_search(&event).is_ok()) {
            let side = if row.get(0)? { &mut parts.acts } else { &mut parts.suffers };
            side.push(event);
            said.note(text(row, 2)?, text(row, 3)?);
        }
    }
    Ok(parts.any().then(|| (said.row(name, &parts), parts)))
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<Option<&'r str>, ErrorKind> {
    row.get_ref(at)?.as_str_or_null().map_err(|error| ErrorKind::Damaged(error.to_string()))
}

/// The countries and sectors that rows of one name give, with how often.
#[derive(Default)]
struct Told {
    countries: BTreeMap<String, usize>,
    sectors: BTreeMap<String, usize>,
}

impl Told {
    fn note(&mut self, country: Option<&str>, sector: Option<&str>) {
        for (counts, word) in [(&mut self.countries, country), (&mut self.sectors, sector)] {
            let Some(word) = word else { continue };
            // Most rows give a word that is known: it is not copied to be counted.
            if let Some(count) = counts.get_mut(word) {
                *count += 1;
            } else {
                counts.insert(word.to_owned(), 1);
            }
        }
    }

    /// The row of the name that has these parts.
    fn row(&self, name: &str, parts: &Parts) -> ActorRow {
        let most = |counts: &BTreeMap<String, usize>| {
            let most = counts.iter().max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| b.cmp(a)));
            most.map(|(word, _)| word.clone())
        };
        let both = parts.acts.iter().filter(|event| parts.suffers.binary_search(event).is_ok()).count();
        ActorRow {
            name: name.to_owned(),
            country: most(&self.countries),
            sector: most(&self.sectors),
            events: (parts.acts.len() + parts.suffers.len() - both) as u64,
            acts: parts.acts.len() as u64,
            suffers: parts.suffers.len() as u64,
        }
    }
}

/// What the listed do to each other, the ties of most events, and how many there are in all.
fn ties(listed: &[(ActorRow, Parts)], db: &Connection) -> Result<(Vec<TieRow>, u64), ErrorKind> {
    let of = |at: usize, events: &[i64]| events.iter().map(move |&event| (event, at)).collect::<Vec<_>>();
    let mut sufferers: Vec<_> = listed.iter().enumerate().flat_map(|(at, (_, parts))| of(at, &parts.suffers)).collect();
    sufferers.sort_unstable();
    let mut both: HashMap<(usize, usize), Vec<i64>> = HashMap::new();
    for (actor, (_, parts)) in listed.iter().enumerate() {
        for &event in &parts.acts {
            let first = sufferers.partition_point(|&(other, _)| other < event);
            let of_event = sufferers[first..].iter().take_while(|&&(other, _)| other == event);
            for &(_, target) in of_event.filter(|&&(_, target)| target != actor) {
                both.entry((actor, target)).or_default().push(event);
            }
        }
    }
    let mut found: Vec<((usize, usize), Vec<i64>)> = both.into_iter().collect();
    let total = found.len() as u64;
    // The listed stand in an order of their own, so ties of equal weight do too.
    found.sort_unstable_by(|(a, some), (b, others)| others.len().cmp(&some.len()).then(a.cmp(b)));
    found.truncate(MOST_TIES);
    let mut type_of = db.prepare_cached("SELECT type FROM event WHERE number = ?")?;
    let mut ties = Vec::with_capacity(found.len());
    for ((actor, target), events) in found {
        let mut types = BTreeMap::new();
        for event in &events {
            *types.entry(type_of.query_row([event], |row| row.get::<_, String>(0))?).or_default() += 1;
        }
        let name = |at: usize| listed[at].0.name.clone();
        ties.push(TieRow { actor: name(actor), target: name(target), events: events.len() as u64, types });
    }
    ties.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| (&a.actor, &a.target).cmp(&(&b.actor, &b.target))));
    Ok((ties, total))
}

/// More ties than this are not told: nobody can read a picture of them, and most are of one event.
const MOST_TIES: usize = 2_000;

/// Writes the parties of an event in the place of those that it had: each name once in a role, as it is given first.
pub(crate) fn write(db: &Connection, event: &Event) -> Result<(), ErrorKind> {
    db.prepare_cached("DELETE FROM party WHERE event = ?")?.execute([event.id.0])?;
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO party (event, role, name, country, sector) VALUES (?, ?, ?, ?, ?)")?;
    let sides: [(&str, &[Said<Party>]); 2] = [("actor", &event.actors), ("target", &event.targets)];
    for (role, said) in sides {
        for Party { name, country, sector } in said.iter().map(|said| &said.value) {
            insert.execute((event.id.0, role, name, country, sector))?;
        }
    }
    Ok(())
}
