//! What a review asks: who has decided what, what a look at each event is worth, and who may sign in.

use crate::anchor;
use crate::case::{Case, Writer};
use crate::columns;
use crate::error::{Error, ErrorKind};
use crate::judge;
use crate::log::ChangeRow;
use crate::query::rows;
use crate::rows::{CoderRow, DecisionRow, LookRow};
use jiff::Timestamp;
use qantar_record::{EventId, Judgement};
use rusqlite::{Connection, OptionalExtension, Row};

impl Case {
    /// Judgements on whole accounts that hold, of one person or of all, the oldest first. Those on accounts that no
    /// reading tells any more are left out.
    pub fn decisions(&self, by: Option<&str>) -> Result<Vec<DecisionRow>, Error> {
        self.ask(|db| {
            let undone = judge::undone(db)?;
            let select = "SELECT d.judgement, d.author, d.account, d.says, a.event, a.retired
                          FROM decision d JOIN account a ON a.number = d.account
                          WHERE ?1 IS NULL OR d.author = ?1 ORDER BY d.judgement";
            let mut found = rows(db, select, [by], decision)?;
            found.retain(|(decision, _)| !undone.contains_key(&decision.judgement));
            let mut decisions = Vec::with_capacity(found.len());
            for (decision, retired) in found {
                decisions.extend(if retired { moved(db, decision)? } else { Some(decision) });
            }
            Ok(decisions)
        })
    }

    /// Events that `keep` holds, those most worth a look first, with what it is worth; at most `limit`. Only events that are
    /// written are found: merge first.
    pub fn worth_a_look(
        &self,
        limit: usize,
        mut keep: impl FnMut(&LookRow) -> bool,
    ) -> Result<Vec<(f64, LookRow)>, Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached(&format!("{LOOK} ORDER BY worth DESC, number"))?;
            let mut rows = select.query([])?;
            let mut worth = Vec::new();
            while worth.len() < limit {
                let Some(row) = rows.next()? else { break };
                let look = columns::look(row)?;
                if keep(&look) {
                    worth.push((row.get("worth")?, look));
                }
            }
            Ok(worth)
        })
    }

    /// What says how much a look at each of these events is worth, by number; numbers that are no event's are left out.
    pub fn looks_of(&self, events: &[EventId]) -> Result<Vec<LookRow>, Error> {
        self.ask(|db| looks_of(db, events))
    }

    /// Everybody who may sign in, by name.
    pub fn coders(&self) -> Result<Vec<CoderRow>, Error> {
        self.ask(|db| {
            let coder = |row: &Row<'_>| Ok(CoderRow { name: row.get(0)?, created: columns::moment(row, 1)? });
            rows(db, "SELECT name, created FROM coder ORDER BY name", [], coder)
        })
    }

    /// The hash of somebody's password, as it was set; none when they have none.
    pub fn password_hash(&self, name: &str) -> Result<Option<String>, Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached("SELECT hash FROM coder WHERE name = ?")?;
            Ok(select.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    /// Gives somebody a password, or another one. Only its hash is kept, in whatever form the caller can check; it is no
    /// part of the log. `at` is the time now.
    pub fn set_password(&mut self, name: &str, hash: &str, at: Timestamp) -> Result<(), Error> {
        self.transaction(|writer| {
            writer.decide("set a password in", |db| {
                if name.trim().is_empty() {
                    return Err(ErrorKind::NoAuthor);
                }
                db.execute(
                    "INSERT INTO coder (name, hash, created) VALUES (?, ?, ?)
                     ON CONFLICT (name) DO UPDATE SET hash = excluded.hash",
                    (name, hash, at.to_string()),
                )?;
                Ok(())
            })
        })
    }

    /// Takes somebody's password away, and whether they had one. What they have judged stays.
    pub fn remove_coder(&mut self, name: &str) -> Result<bool, Error> {
        self.transaction(|writer| {
            writer
                .decide("take a password out of", |db| Ok(db.execute("DELETE FROM coder WHERE name = ?", [name])? > 0))
        })
    }
}

impl Writer<'_> {
    /// Notes of each of these events what a look is worth.
    pub fn weigh(&mut self, events: &[(EventId, f64)]) -> Result<(), Error> {
        self.step("write events to", |db| {
            let mut update = db.prepare_cached("UPDATE event SET worth = ? WHERE number = ?")?;
            for (event, worth) in events {
                update.execute((worth, event.0))?;
            }
            Ok(())
        })
    }
}

const LOOK: &str =
    "SELECT number, type, accounts, confidence, tie, disputed, precision, days, reports, killed, worth FROM event";

fn looks_of(db: &Connection, events: &[EventId]) -> Result<Vec<LookRow>, ErrorKind> {
    let numbers: Vec<i64> = events.iter().map(|event| event.0).collect();
    let numbers = serde_json::to_string(&numbers).expect("numbers are JSON");
    rows(
        db,
        &format!("{LOOK} WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number"),
        [numbers],
        columns::look,
    )
}

fn decision(row: &Row<'_>) -> rusqlite::Result<(DecisionRow, bool)> {
    let decision = DecisionRow {
        judgement: row.get(0)?,
        by: row.get(1)?,
        account: row.get(2)?,
        right: row.get::<_, String>(3)? == "right",
        event: EventId(row.get(4)?),
    };
    Ok((decision, row.get(5)?))
}

/// A decision on an account that is retired, at the one that tells its words now.
fn moved(db: &Connection, decision: DecisionRow) -> Result<Option<DecisionRow>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT * FROM change WHERE seq = ?")?;
    let judgement: Judgement = select.query_row([decision.judgement], ChangeRow::from_row)?.detail()?;
    let Some(account) =
        judgement.ruling.anchors().first().map(|anchor| anchor::find(db, anchor)).transpose()?.flatten()
    else {
        return Ok(None);
    };
    let mut select = db.prepare_cached("SELECT event FROM account WHERE number = ?")?;
    let event = EventId(select.query_row([account], |row| row.get(0))?);
    Ok(Some(DecisionRow { account, event, ..decision }))
}
