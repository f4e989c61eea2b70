//! What people decide: into the log, and out again with where it lies now.
//!
//! A judgement lies in the log and nowhere else; the tables `judgement` and `judged` only find it there. Whether one
//! holds, and which accounts it is about after documents were read again, is worked out whenever it is asked.

use crate::anchor;
use crate::case::{Case, Writer};
use crate::error::{Error, ErrorKind};
use crate::log::{self, ChangeKind, ChangeRow, Fault};
use crate::missed;
use crate::query::rows;
use crate::rows::JudgementRow;
use jiff::Timestamp;
use qantar_record::{Given, Judgement, Ruling, Slot, Value};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The subject, in the log, of a judgement that is about no document.
const WHOLE_CASE: &str = "case";

impl Writer<'_> {
    /// Adds a judgement to the log and gives its number there. `at` is the time now.
    ///
    /// Nothing is merged by it: [`Case::merged_through`] is behind [`Case::head`] until that is done.
    pub fn judge(&mut self, judgement: &Judgement, at: Timestamp) -> Result<i64, Error> {
        self.decide("judge in", |db| judge(db, judgement, at))
    }
}

impl Case {
    /// Adds one judgement, in a transaction of its own; see [`Writer::judge`].
    pub fn judge(&mut self, judgement: &Judgement, at: Timestamp) -> Result<i64, Error> {
        self.transaction(|writer| writer.judge(judgement, at))
    }

    /// Every judgement, the oldest first, also those that no longer hold.
    pub fn judgements(&self) -> Result<Vec<JudgementRow>, Error> {
        self.ask(all)
    }

    /// Judgements, of one person or of all, the newest first: how many there are, and a page of them.
    pub fn judgement_page(&self, by: Option<&str>, offset: u64, limit: u64) -> Result<(u64, Vec<JudgementRow>), Error> {
        self.ask(|db| {
            let count = "SELECT count(*) FROM judgement WHERE ?1 IS NULL OR author = ?1";
            let total: i64 = db.prepare_cached(count)?.query_row([by], |row| row.get(0))?;
            let page =
                "SELECT number FROM judgement WHERE ?1 IS NULL OR author = ?1 ORDER BY number DESC LIMIT ?2 OFFSET ?3";
            let [offset, limit] = [offset, limit].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
            let numbers = rows(db, page, (by, limit, offset), |row| row.get(0))?;
            Ok((total.unsigned_abs(), of_numbers(db, &numbers)?))
        })
    }
}

fn judge(db: &Connection, judgement: &Judgement, at: Timestamp) -> Result<i64, ErrorKind> {
    if judgement.by.trim().is_empty() {
        return Err(ErrorKind::NoAuthor);
    }
    decides(&judgement.ruling)?;
    let judgement = &*missed::numbered(db, judgement)?;
    if !adds(&judgement.ruling) {
        for anchor in judgement.ruling.anchors() {
            anchor::document(db, anchor)?.ok_or(ErrorKind::NoAccount { number: anchor.account })?;
        }
    }
    if let Some(number) = undoes(&judgement.ruling) {
        holds(db, number)?;
    }
    let detail = log::detail(judgement);
    // A number that JSON does not have, such as a latitude that is none, would not come back.
    if serde_json::from_value(detail.clone()).ok().as_ref() != Some(judgement) {
        return Err(ErrorKind::Undecided("a number in it is none".into()));
    }
    let anchors = judgement.ruling.anchors();
    let subject = anchors.first().map_or(WHOLE_CASE, |anchor| anchor.document.as_str());
    let number = log::append(db, at, ChangeKind::Judged, subject, &detail)?;
    note(db, number, judgement)?;
    Ok(number)
}

/// Whether it decides anything.
fn decides(ruling: &Ruling) -> Result<(), ErrorKind> {
    let undecided = |what: &str| Err(ErrorKind::Undecided(what.into()));
    match ruling {
        Ruling::Same { accounts } if accounts.len() < 2 => undecided("fewer than two accounts cannot be the same"),
        Ruling::NotSame { these, those } if these.is_empty() || those.is_empty() => {
            undecided("one side of what is not the same is empty")
        }
        Ruling::NotSame { these, those } if these.iter().any(|this| those.contains(this)) => {
            undecided("an account stands on both sides of what is not the same")
        }
        Ruling::Entity { name, known_as } if name.trim().is_empty() || known_as.trim().is_empty() => {
            undecided("a name is empty")
        }
        Ruling::Note { text, .. } if text.trim().is_empty() => undecided("the note is empty"),
        Ruling::Wrong { slot: Some(slot), .. } if is_always_told(*slot) => {
            undecided(&format!("no account is without a {slot}; say which {slot} it has instead"))
        }
        Ruling::Instead { slot, value, .. } if !belongs(value, *slot) => {
            undecided(&format!("its value does not belong in the slot {slot}"))
        }
        Ruling::Missed { account, .. } if account.trigger.text.trim().is_empty() => {
            undecided("no words are named that tell of the event")
        }
        Ruling::Missed { account, .. } if !account.sentence.span.contains(account.trigger.span) => {
            undecided("the words that tell of the event stand outside the sentence named")
        }
        Ruling::Missed { values, .. } => match values.iter().find(|given| !fits(given)) {
            Some(given) => undecided(&format!("a value does not belong in the slot {}", given.slot)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Whether the value belongs in its slot, and its slot can be given beside type and status.
fn fits(given: &Given) -> bool {
    !is_always_told(given.slot) && belongs(&given.value, given.slot)
}

/// Whether every account has one value of the slot, so that another can only come in its place.
fn is_always_told(slot: Slot) -> bool {
    matches!(slot, Slot::Type | Slot::Status)
}

/// Whether it adds an account, so that its anchor has none yet.
fn adds(ruling: &Ruling) -> bool {
    matches!(ruling, Ruling::Missed { .. })
}

fn belongs(value: &Value, slot: Slot) -> bool {
    let slots: &[Slot] = match value {
        Value::Type { .. } => &[Slot::Type],
        Value::Took { .. } => &[Slot::Status],
        Value::Who { .. } => &[Slot::Actor, Slot::Target],
        Value::Where { .. } => &[Slot::Place],
        Value::When { .. } => &[Slot::Time],
        Value::HowMany { .. } => &[Slot::Count],
    };
    slots.contains(&slot)
}

/// That there is such a judgement and it is not undone.
fn holds(db: &Connection, number: i64) -> Result<(), ErrorKind> {
    let known: Option<i64> =
        db.query_row("SELECT number FROM judgement WHERE number = ?", [number], |row| row.get(0)).optional()?;
    known.ok_or(ErrorKind::NoJudgement { number })?;
    undone(db)?.get(&number).map_or(Ok(()), |&by| Err(ErrorKind::Undone { number, by }))
}

/// Those that do not hold, each with the judgement that undid it.
///
/// An undoing is always newer than what it undoes, so going from the newest to the oldest, whether one holds is known
/// when its turn comes.
pub(crate) fn undone(db: &Connection) -> Result<HashMap<i64, i64>, ErrorKind> {
    let mut select =
        db.prepare_cached("SELECT number, undoes FROM judgement WHERE undoes IS NOT NULL ORDER BY number DESC")?;
    let mut rows = select.query([])?;
    let mut undone = HashMap::new();
    while let Some(row) = rows.next()? {
        let (number, undoes) = (row.get(0)?, row.get(1)?);
        if !undone.contains_key(&number) {
            undone.entry(undoes).or_insert(number);
        }
    }
    Ok(undone)
}

/// The number of what it undoes, when it undoes something.
fn undoes(ruling: &Ruling) -> Option<i64> {
    match ruling {
        Ruling::Undo { judgement } => Some(*judgement),
        _ => None,
    }
}

/// Writes the rows that find a judgement of the log, and its accounts.
pub(crate) fn note(db: &Connection, number: i64, judgement: &Judgement) -> Result<(), ErrorKind> {
    let ruling = &judgement.ruling;
    db.prepare_cached("INSERT INTO judgement (number, kind, author, undoes) VALUES (?, ?, ?, ?)")?.execute((
        number,
        ruling.as_str(),
        &judgement.by,
        undoes(ruling),
    ))?;
    // The account that it adds, or takes away again, or brings back.
    if adds(ruling) {
        ruling.anchors().into_iter().try_for_each(|anchor| missed::make_again(db, &anchor.document))?;
    }
    if let Some(undone) = undoes(ruling) {
        took_back(db, undone)?;
    }
    let mut insert =
        db.prepare_cached("INSERT INTO judged (judgement, position, document, account) VALUES (?, ?, ?, ?)")?;
    for (position, anchor) in (0_i64..).zip(ruling.anchors()) {
        let document = anchor::document(db, anchor)?.ok_or(ErrorKind::NoAccount { number: anchor.account })?;
        insert.execute((number, position, document, anchor.account))?;
    }
    note_decision(db, number, judgement)
}

/// Writes the row of a judgement on a whole account. Who adds one holds it to be right.
fn note_decision(db: &Connection, number: i64, judgement: &Judgement) -> Result<(), ErrorKind> {
    let (account, says) = match &judgement.ruling {
        Ruling::Right { account, slot: None } | Ruling::Missed { account, .. } => (account, "right"),
        Ruling::Wrong { account, slot: None, .. } => (account, "wrong"),
        _ => return Ok(()),
    };
    db.prepare_cached("INSERT INTO decision (judgement, author, account, says) VALUES (?, ?, ?, ?)")?.execute((
        number,
        &judgement.by,
        account.account,
        says,
    ))?;
    Ok(())
}

/// Writes those rows for judgements that were noted before there were any.
pub(crate) fn note_decisions(db: &Connection) -> Result<(), ErrorKind> {
    let select = "SELECT c.* FROM change c JOIN judgement j ON j.number = c.seq WHERE j.kind IN ('right', 'wrong')";
    for entry in rows(db, select, [], ChangeRow::from_row)? {
        note_decision(db, entry.seq, &entry.detail()?)?;
    }
    Ok(())
}

/// Makes anew what hangs on a judgement that was undone, or that holds again because its undoing was.
fn took_back(db: &Connection, mut undone: i64) -> Result<(), ErrorKind> {
    let mut select = db.prepare_cached("SELECT undoes FROM judgement WHERE number = ?")?;
    while let Some(Some(earlier)) = select.query_row([undone], |row| row.get::<_, Option<i64>>(0)).optional()? {
        undone = earlier;
    }
    let mut select = db.prepare_cached(
        "SELECT c.* FROM change c JOIN judgement j ON j.number = c.seq WHERE c.seq = ? AND j.kind = 'missed'",
    )?;
    let entry = select.query_row([undone], ChangeRow::from_row).optional()?;
    let Some(entry) = entry else { return Ok(()) };
    let judgement: Judgement = entry.detail()?;
    judgement.ruling.anchors().into_iter().try_for_each(|anchor| missed::make_again(db, &anchor.document))
}

/// Every judgement, the oldest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<JudgementRow>, ErrorKind> {
    let numbers = rows(db, "SELECT number FROM judgement ORDER BY number", [], |row| row.get(0))?;
    of_numbers(db, &numbers)
}

/// The judgements of these numbers, in the order given.
pub(crate) fn of_numbers(db: &Connection, numbers: &[i64]) -> Result<Vec<JudgementRow>, ErrorKind> {
    let undone = undone(db)?;
    let mut select = db.prepare_cached("SELECT * FROM change WHERE seq = ?")?;
    numbers.iter().map(|number| row(db, &select.query_row([number], ChangeRow::from_row)?, &undone)).collect()
}

/// The judgements that undo any of these, and those that undo such again.
pub(crate) fn undoings_of(db: &Connection, mut of: HashSet<i64>) -> Result<Vec<i64>, ErrorKind> {
    let select = "SELECT number, undoes FROM judgement WHERE undoes IS NOT NULL ORDER BY number";
    let mut found = Vec::new();
    // An undoing is newer than what it undoes.
    for (number, undoes) in rows(db, select, [], |row| Ok((row.get(0)?, row.get(1)?)))? {
        if of.contains(&undoes) {
            of.insert(number);
            found.push(number);
        }
    }
    Ok(found)
}

fn row(db: &Connection, entry: &ChangeRow, undone: &HashMap<i64, i64>) -> Result<JudgementRow, ErrorKind> {
    let judgement: Judgement = entry.detail()?;
    let accounts = judgement.ruling.anchors().into_iter().map(|anchor| anchor::find(db, anchor));
    let accounts = accounts.collect::<Result<_, _>>()?;
    let undone_by = undone.get(&entry.seq).copied();
    Ok(JudgementRow {
        number: entry.seq,
        at: entry.moment()?,
        holds: undone_by.is_none(),
        undone_by,
        accounts,
        judgement,
    })
}

/// A judgement as its rows tell it: kind, author, what it undoes, and its anchors as documents and accounts.
#[derive(Debug, PartialEq)]
struct Noted {
    kind: String,
    author: String,
    undoes: Option<i64>,
    anchors: Vec<(String, i64)>,
}

impl Noted {
    fn of(judgement: &Judgement) -> Self {
        let ruling = &judgement.ruling;
        let anchors = ruling.anchors().into_iter().map(|anchor| (anchor.document.as_str().into(), anchor.account));
        Noted {
            kind: ruling.as_str().into(),
            author: judgement.by.clone(),
            undoes: undoes(ruling),
            anchors: anchors.collect(),
        }
    }
}

/// Judgements of the log that their rows do not tell of, or tell otherwise, and rows of none.
pub(crate) fn faults(db: &Connection, entries: &[ChangeRow]) -> Result<Vec<Fault>, ErrorKind> {
    let mut noted = noted(db)?;
    let mut faults = Vec::new();
    for entry in entries.iter().filter(|entry| entry.change() == Some(ChangeKind::Judged)) {
        let told = entry.detail().ok().map(|judgement| Noted::of(&judgement));
        if noted.remove(&entry.seq) != told {
            let message = format!("the rows of judgement {} are not what the log tells", entry.seq);
            faults.push(Fault { seq: Some(entry.seq), message });
        }
    }
    let strays = noted.into_keys();
    faults.extend(strays.map(|number| {
        let message = format!("the rows of judgement {number} have no entry in the log");
        Fault { seq: Some(number), message }
    }));
    Ok(faults)
}

fn noted(db: &Connection) -> Result<BTreeMap<i64, Noted>, ErrorKind> {
    let mut noted = BTreeMap::new();
    let mut select = db.prepare("SELECT number, kind, author, undoes FROM judgement")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let judgement = Noted { kind: row.get(1)?, author: row.get(2)?, undoes: row.get(3)?, anchors: Vec::new() };
        noted.insert(row.get(0)?, judgement);
    }
    let mut select = db.prepare(
        "SELECT j.judgement, d.id, j.account FROM judged j LEFT JOIN document d ON d.number = j.document ORDER BY 1, position",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(judgement) = noted.get_mut(&row.get(0)?) {
            judgement.anchors.push((row.get::<_, Option<String>>(1)?.unwrap_or_default(), row.get(2)?));
        }
    }
    Ok(noted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::{Anchor, DocumentId, EventType, Span, Words};

    fn wrong(slot: Slot) -> Ruling {
        let words = || Words { text: "strike".into(), span: Span::new(0, 6) };
        let (document, event_type) = (DocumentId::of(b"a report"), EventType("PROTEST".into()));
        let account = Anchor { account: 1, document, event_type, trigger: words(), sentence: words() };
        Ruling::Wrong { account, slot: Some(slot), words: None, beside: vec![] }
    }

    #[test]
    fn another_value_is_wanted_where_none_cannot_be() {
        for slot in [Slot::Type, Slot::Status] {
            let refused = decides(&wrong(slot)).expect_err("it changes nothing").to_string();
            assert!(refused.contains(&format!("say which {slot} it has instead")), "{refused}");
        }
        for slot in [Slot::Actor, Slot::Target, Slot::Place, Slot::Time, Slot::Count] {
            assert!(decides(&wrong(slot)).is_ok(), "{slot}");
        }
    }
}
