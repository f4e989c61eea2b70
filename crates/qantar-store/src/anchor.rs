//! Anchors: the words by which an account is found again after its document was read by a better version.

use crate::case::Case;
use crate::columns;
use crate::error::{Error, ErrorKind};
use qantar_record::{Anchor, EventType, Span, Words};
use rusqlite::{Connection, OptionalExtension, Row};

impl Case {
    /// What to anchor a judgement on this account to; none when there never was one of this number.
    pub fn anchor(&self, account: i64) -> Result<Option<Anchor>, Error> {
        self.ask(|db| of(db, account))
    }

    /// The number of the account in force that these words tell of now; none when no reading tells it any more.
    ///
    /// In this order: the account of the number, when it is in force; one with the same trigger; one of the same type with
    /// a trigger that overlaps; one of the same type in the same sentence.
    pub fn find(&self, anchor: &Anchor) -> Result<Option<i64>, Error> {
        self.ask(|db| find(db, anchor))
    }
}

/// What to anchor a judgement on this account to.
pub(crate) fn of(db: &Connection, account: i64) -> Result<Option<Anchor>, ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT a.number, d.id, a.type, a.evoked_by, a.evoked_start, a.evoked_end, a.sentence, a.sentence_start,
                a.sentence_end FROM account a JOIN document d ON d.number = a.document WHERE a.number = ?",
    )?;
    let anchor = |row: &Row<'_>| {
        let Candidate { number, event_type, trigger, sentence } = candidate(row)?;
        Ok(Anchor { account: number, document: columns::id(row)?, event_type, trigger, sentence })
    };
    Ok(select.query_row([account], anchor).optional()?)
}

/// The number in the case of the document that an anchor names, when it tells, or told, the account of its number.
pub(crate) fn document(db: &Connection, anchor: &Anchor) -> Result<Option<i64>, ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT d.number FROM account a JOIN document d ON d.number = a.document WHERE a.number = ? AND d.id = ?",
    )?;
    Ok(select.query_row((anchor.account, anchor.document.as_str()), |row| row.get(0)).optional()?)
}

/// An account in force of the anchor's document.
struct Candidate {
    number: i64,
    event_type: EventType,
    trigger: Words,
    sentence: Words,
}

/// See [`Case::find`].
pub(crate) fn find(db: &Connection, anchor: &Anchor) -> Result<Option<i64>, ErrorKind> {
    let mut in_force = db.prepare_cached(
        "SELECT 1 FROM account a JOIN document d ON d.number = a.document
         WHERE a.number = ? AND d.id = ? AND a.retired = 0",
    )?;
    if in_force.exists((anchor.account, anchor.document.as_str()))? {
        return Ok(Some(anchor.account));
    }
    let mut select = db.prepare_cached(
        "SELECT a.number, a.type, a.evoked_by, a.evoked_start, a.evoked_end, a.sentence, a.sentence_start, a.sentence_end
         FROM account a JOIN document d ON d.number = a.document WHERE d.id = ? AND a.retired = 0 ORDER BY a.number",
    )?;
    let candidates: Vec<Candidate> =
        select.query_map([anchor.document.as_str()], candidate)?.collect::<Result<_, _>>()?;
    Ok(nearest(anchor, &candidates))
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        number: row.get("number")?,
        event_type: EventType(row.get("type")?),
        trigger: columns::words(row, ["evoked_by", "evoked_start", "evoked_end"])?,
        sentence: columns::words(row, ["sentence", "sentence_start", "sentence_end"])?,
    })
}

/// The candidate that tells what the anchor told; the lower number on a tie.
fn nearest(anchor: &Anchor, candidates: &[Candidate]) -> Option<i64> {
    let same_trigger = candidates.iter().find(|candidate| candidate.trigger == anchor.trigger);
    let alike = || candidates.iter().filter(|candidate| candidate.event_type == anchor.event_type);
    let overlapping = || {
        let shared = |candidate: &Candidate| shared_bytes(&candidate.trigger, &anchor.trigger);
        let most = alike().map(shared).max().filter(|&most| most > 0);
        most.and_then(|most| alike().find(|candidate| shared(candidate) == most))
    };
    let same_sentence = || {
        let here = || alike().filter(|candidate| candidate.sentence.text == anchor.sentence.text);
        here().find(|candidate| candidate.trigger.text == anchor.trigger.text).or_else(|| here().next())
    };
    same_trigger.or_else(overlapping).or_else(same_sentence).map(|candidate| candidate.number)
}

/// How many bytes stand in both; 0 when other bytes stand there, as when the same report was taken in with another text.
fn shared_bytes(a: &Words, b: &Words) -> usize {
    let (start, end) = (a.span.start.max(b.span.start), a.span.end.min(b.span.end));
    let part = |words: &Words| {
        let from = |Span { start: first, .. }: Span| start.checked_sub(first).zip(end.checked_sub(first));
        let (from, to) = from(words.span)?;
        words.text.as_bytes().get(from..to).map(<[u8]>::to_vec)
    };
    match (part(a), part(b)) {
        (Some(a), Some(b)) if a == b => a.len(),
        _ => 0,
    }
}
