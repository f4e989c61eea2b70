//! What the log tells of an event: how its reports came, how they were read, what people decided.

use crate::case::Case;
use crate::error::{Error, ErrorKind};
use crate::judge;
use crate::log::{ChangeKind, ChangeRow, Kept, Origin};
use crate::query::rows;
use crate::rows::{HistoryRow, JudgementRow, Step};
use qantar_record::{DocumentId, EventId};
use rusqlite::Connection;
use std::collections::HashSet;

impl Case {
    /// Every judgement on accounts in force of an event, or by which an account was left out of it, and those that undo them, the
    /// oldest first; also those that no longer hold.
    pub fn judgements_on(&self, event: EventId) -> Result<Vec<JudgementRow>, Error> {
        self.ask(|db| of_judgements(db, event))
    }

    /// Every judgement of one kind, by the word for it, the oldest first; also those that no longer hold.
    pub fn judgements_of_kind(&self, kind: &str) -> Result<Vec<JudgementRow>, Error> {
        self.ask(|db| {
            let select = "SELECT number FROM judgement WHERE kind = ? ORDER BY number";
            judge::of_numbers(db, &rows(db, select, [kind], |row| row.get(0))?)
        })
    }

    /// Everything in the log that concerns the reports of the accounts in force of an event, the oldest first: how they came and
    /// how they were read.
    pub fn report_history(&self, event: EventId) -> Result<Vec<HistoryRow>, Error> {
        self.ask(|db| {
            let mut history = of_documents(db, event)?;
            history.sort_by_key(|row| row.seq);
            Ok(history)
        })
    }

    /// Everything in the log that concerns the accounts in force of an event, the oldest first.
    pub fn history(&self, event: EventId) -> Result<Vec<HistoryRow>, Error> {
        self.ask(|db| {
            let mut history = of_documents(db, event)?;
            history.extend(of_judgements(db, event)?.into_iter().map(HistoryRow::of_judgement));
            history.sort_by_key(|row| row.seq);
            Ok(history)
        })
    }
}

fn of_documents(db: &Connection, event: EventId) -> Result<Vec<HistoryRow>, ErrorKind> {
    let select = "SELECT c.* FROM change c
        WHERE c.subject IN (SELECT d.id FROM document d JOIN account a ON a.document = d.number
                            WHERE a.event = ? AND a.retired = 0)";
    let entries = rows(db, select, [event.0], ChangeRow::from_row)?;
    let mut history = Vec::with_capacity(entries.len());
    for entry in entries {
        let document = DocumentId::parse(&entry.subject)
            .ok_or_else(|| ErrorKind::Damaged(format!("entry {} of the log is about no document", entry.seq)))?;
        let kept = || -> Result<_, ErrorKind> {
            let Kept { origin, version, accounts, .. } = entry.detail()?;
            Ok((origin, version, accounts.new, accounts.retired))
        };
        let step = match entry.change() {
            Some(ChangeKind::DocumentKept) => {
                let (origin, version, new, _) = kept()?;
                Step::Kept { document, origin, version, new }
            }
            Some(ChangeKind::DocumentReadAgain) => {
                let (_, version, new, retired) = kept()?;
                Step::ReadAgain { document, version, new, retired }
            }
            Some(ChangeKind::OriginAdded) => {
                let Origin { origin } = entry.detail()?;
                Step::FoundAgain { document, origin }
            }
            Some(ChangeKind::Judged) | None => continue,
        };
        history.push(HistoryRow { seq: entry.seq, at: entry.moment()?, step });
    }
    Ok(history)
}

/// Judgements by which accounts that are in no event now were left out of this one.
const LEFT_OUT: &str = "SELECT d.judgement FROM decision d
    JOIN account o ON o.number = d.account JOIN change c ON c.seq = d.judgement
    WHERE d.says = 'wrong' AND o.event NOT IN (SELECT number FROM event)
    AND EXISTS (SELECT 1 FROM json_each(c.detail, '$.ruling.beside') b JOIN account a ON a.number = b.value
                JOIN event e ON e.number = a.event WHERE e.number = ? AND a.retired = 0)";

/// Judgements on the accounts, wherever their anchors lie now, those that left accounts out, and those that undo them.
fn of_judgements(db: &Connection, event: EventId) -> Result<Vec<JudgementRow>, ErrorKind> {
    let in_force = "SELECT number FROM account WHERE event = ? AND retired = 0";
    let accounts: HashSet<i64> = rows(db, in_force, [event.0], |row| row.get(0))?.into_iter().collect();
    let select = "SELECT DISTINCT j.judgement FROM judged j
        WHERE j.document IN (SELECT document FROM account WHERE event = ? AND retired = 0)";
    let nearby = rows(db, select, [event.0], |row| row.get(0))?;
    let concerns = |row: &JudgementRow| row.accounts.iter().flatten().any(|account| accounts.contains(account));
    let mut found: Vec<JudgementRow> = judge::of_numbers(db, &nearby)?;
    found.retain(concerns);
    let mut left_out = rows(db, LEFT_OUT, [event.0], |row| row.get(0))?;
    left_out.retain(|number| found.iter().all(|row| row.number != *number));
    found.extend(judge::of_numbers(db, &left_out)?);
    let undoings = judge::undoings_of(db, found.iter().map(|row| row.number).collect())?;
    found.extend(judge::of_numbers(db, &undoings)?);
    found.sort_by_key(|row| row.number);
    Ok(found)
}

impl HistoryRow {
    /// A judgement as an entry of a history.
    pub fn of_judgement(row: JudgementRow) -> Self {
        HistoryRow { seq: row.number, at: row.at, step: Step::Judged(Box::new(row)) }
    }
}
