//! Accounts that people add where a report tells of an event and no reading does.
//!
//! Their rows follow from the judgement that adds them and from the document and the reading in force, and are made anew
//! whenever one of the three changes. So they outlive every reading, and replaying the log gives the same rows, whatever
//! was read in between. Only the number lies in the log.

use crate::body::Body;
use crate::derive::{self, Line, Making, json};
use crate::error::ErrorKind;
use crate::judge;
use crate::log::ChangeRow;
use crate::query::rows;
use qantar_record::{
    Anchor, Claim, ClaimId, Document, DocumentId, Given, Judgement, PlaceSlot, Producer, Ruling, Slot, Span, Stage,
    Telling, TimeSlot, ToldFigure, Value, Who, Words,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::borrow::Cow;
use std::collections::HashMap;

/// How sure a person is of what they added themselves.
const CONFIDENCE: f64 = 1.0;

/// The judgement with the number that the account it adds will have; as it is where it adds none.
pub(crate) fn numbered<'j>(db: &Connection, judgement: &'j Judgement) -> Result<Cow<'j, Judgement>, ErrorKind> {
    let Ruling::Missed { account, .. } = &judgement.ruling else { return Ok(Cow::Borrowed(judgement)) };
    let unknown = || ErrorKind::Undecided(format!("the case has no report {}", account.document.short()));
    let document = of_id(db, &account.document)?.ok_or_else(unknown)?;
    let (document, _) = fetch(db, document)?;
    stands(&document, &judgement.ruling)?;
    let mut judgement = judgement.clone();
    if let Ruling::Missed { account, .. } = &mut judgement.ruling {
        account.account = derive::last(db, "account")? + 1;
    }
    Ok(Cow::Owned(judgement))
}

/// That its words are those of the document.
fn stands(document: &Document, ruling: &Ruling) -> Result<(), ErrorKind> {
    let Ruling::Missed { account, values, .. } = ruling else { return Ok(()) };
    let given = values.iter().filter_map(|given| given.words.as_ref());
    for words in [&account.trigger, &account.sentence].into_iter().chain(given) {
        if document.text().get(words.span.range()) != Some(&words.text) {
            return Err(ErrorKind::Undecided(format!("the report does not have the words {:?} there", words.text)));
        }
    }
    Ok(())
}

/// Makes anew, from what lies in the case, what people have added to a document.
pub(crate) fn make_again(db: &Connection, document: &DocumentId) -> Result<(), ErrorKind> {
    let lost = || ErrorKind::Diverged(format!("an event was missed in the document {}, which is not kept", document));
    let number = of_id(db, document)?.ok_or_else(lost)?;
    let (document, reading) = fetch(db, number)?;
    let reading = reading.reading(document.text())?;
    let making = Making { db, number, document: &document, reading: &reading };
    let claims = making.claim_numbers()?;
    make(&making, &claims)
}

/// Makes anew what people have added to the document, as far as it is noted by now.
pub(crate) fn make(making: &Making<'_>, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
    let select = "SELECT c.* FROM change c JOIN judgement j ON j.number = c.seq
                  WHERE c.subject = ? AND j.kind = 'missed' ORDER BY c.seq";
    let entries = rows(making.db, select, [making.document.id().as_str()], ChangeRow::from_row)?;
    if entries.is_empty() {
        return Ok(());
    }
    let undone = judge::undone(making.db)?;
    for entry in entries {
        let judgement: Judgement = entry.detail()?;
        let Ruling::Missed { account, .. } = &judgement.ruling else { continue };
        let moved = moved(making.document.text(), &account.sentence);
        let adding = Adding { making, claims, judgement: entry.seq, moved };
        adding.write(&judgement.ruling)?;
        if moved.is_none() || undone.contains_key(&entry.seq) {
            retire(making.db, account.account)?;
        }
    }
    Ok(())
}

fn retire(db: &Connection, account: i64) -> Result<(), ErrorKind> {
    db.prepare_cached("UPDATE account SET retired = 1, event = number WHERE number = ?")?.execute([account])?;
    db.prepare_cached("DELETE FROM telling WHERE account = ?")?.execute([account])?;
    Ok(())
}

fn of_id(db: &Connection, id: &DocumentId) -> Result<Option<i64>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT number FROM document WHERE id = ?")?;
    Ok(select.query_row([id.as_str()], |row| row.get(0)).optional()?)
}

/// A document, and its reading in force still packed.
fn fetch(db: &Connection, number: i64) -> Result<(Document, Body), ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT d.body, r.body FROM document d JOIN reading r ON r.document = d.number
         WHERE d.number = ? ORDER BY r.number DESC LIMIT 1",
    )?;
    let (document, reading): (Vec<u8>, Vec<u8>) = select.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((Body::stored(&document)?.document()?, Body::stored(&reading)?))
}

/// How many bytes further on the words stand than they stood, when the same report was taken in with another text; none
/// when they are gone from it.
fn moved(text: &str, words: &Words) -> Option<isize> {
    if text.get(words.span.range()) == Some(&words.text) {
        return Some(0);
    }
    text.find(&words.text).map(|at| at as isize - words.span.start as isize)
}

/// One account being added.
struct Adding<'a> {
    making: &'a Making<'a>,
    claims: &'a HashMap<ClaimId, i64>,
    judgement: i64,
    /// How far its sentence has moved; none when it is gone, and all words are as they were.
    moved: Option<isize>,
}

impl Adding<'_> {
    fn write(&self, ruling: &Ruling) -> Result<(), ErrorKind> {
        let Ruling::Missed { account, values, .. } = ruling else { return Ok(()) };
        let telling = self.telling(ruling, account, values);
        let by = Producer::new(Stage::Event, 1, format!("judged/{}", self.judgement)).to_string();
        self.making.line(&Line {
            telling: &telling,
            local: 0,
            retold: &[],
            claim: self.claim_over(telling.trigger.span),
            by: &by,
            judged: Some(self.judgement),
        })?;
        self.figures(&telling, &by)?;
        self.statements(&telling, values, &by)?;
        self.making.tell(&telling)
    }

    fn telling(&self, ruling: &Ruling, account: &Anchor, values: &[Given]) -> Telling {
        let Ruling::Missed { mode, status, terms, .. } = ruling else { unreachable!("only what was missed is added") };
        let trigger = self.here(&account.trigger);
        let mut telling = Telling {
            number: account.account,
            document: account.document.clone(),
            event_type: account.event_type.clone(),
            mode: mode.clone(),
            status: *status,
            sentence: self.here(&account.sentence),
            actors: Vec::new(),
            targets: Vec::new(),
            place: None,
            time: None,
            figures: Vec::new(),
            voice: self.over(trigger.span).map(|claim| self.making.voice(&claim.source)),
            terms: terms.clone(),
            confidence: CONFIDENCE,
            trigger,
        };
        for given in values {
            let at = given.words.as_ref().map_or_else(|| telling.trigger.clone(), |words| self.here(words));
            self.fill(&mut telling, given, at);
        }
        telling
    }

    /// Puts a value in. Where the report has no words for it, it stands at those that evoke the event.
    fn fill(&self, telling: &mut Telling, given: &Given, at: Words) {
        match &given.value {
            Value::Type { .. } | Value::Took { .. } => {}
            Value::Who { words, name } => {
                let entity = given.words.as_ref().and_then(|_| self.making.reading.entity_at(at.span));
                let fullest = || entity.map(|entity| entity.name.clone());
                // Where no words are theirs, they are called what the person calls them.
                let called = || given.words.is_none().then(|| words.clone());
                let who = Who {
                    words: at,
                    name: name.clone().or_else(fullest).or_else(called),
                    country: entity.and_then(|entity| entity.country.clone()),
                    sector: entity.and_then(|entity| entity.sector.clone()),
                };
                if given.slot == Slot::Target { &mut telling.targets } else { &mut telling.actors }.push(who);
            }
            Value::Where { place, inherited, .. } => {
                telling.place = Some(PlaceSlot { words: at, place: place.clone(), inherited: *inherited });
            }
            Value::When { interval, grain, inherited } => {
                telling.time = Some(TimeSlot { words: at, interval: *interval, grain: *grain, inherited: *inherited });
            }
            Value::HowMany { what, low, high } => {
                let claim = self.over(at.span);
                let voice = |source| self.making.voice(source);
                telling.figures.push(ToldFigure {
                    low: *low,
                    high: *high,
                    claim: self.claim_over(at.span),
                    voice: claim.map(|claim| voice(&claim.source)),
                    via: claim.map_or_else(Vec::new, |claim| claim.via.iter().map(voice).collect()),
                    ..ToldFigure::bare(*what, at)
                });
            }
        }
    }

    /// Where the words stand now: as far on as their sentence, or else wherever they are found, or else where they stood.
    fn here(&self, words: &Words) -> Words {
        let text = self.making.document.text();
        let Some(moved) = self.moved else { return words.clone() };
        let along = words.span.start.checked_add_signed(moved).filter(|&start| {
            let end = start.saturating_add(words.text.len());
            text.get(start..end) == Some(&words.text)
        });
        let start = along.or_else(|| text.find(&words.text)).unwrap_or(words.span.start);
        words_at(&words.text, Span::new(start, start + words.text.len()))
    }

    /// The narrowest claim that holds the span, where the words are still there.
    fn over(&self, span: Span) -> Option<&Claim> {
        self.moved.and_then(|_| self.making.reading.claims_over(span).first().copied())
    }

    fn claim_over(&self, span: Span) -> Option<i64> {
        self.over(span).and_then(|claim| self.claims.get(&claim.id).copied())
    }

    fn figures(&self, telling: &Telling, by: &str) -> Result<(), ErrorKind> {
        let db = self.making.db;
        db.prepare_cached("DELETE FROM figure WHERE account = ?")?.execute([telling.number])?;
        let mut insert = db.prepare_cached(derive::FIGURE)?;
        for figure in &telling.figures {
            insert.execute(params![
                telling.number,
                figure.what.as_str(),
                figure.low.map(derive::count),
                figure.high.map(derive::count),
                figure.words.text,
                figure.words.span.start as i64,
                figure.words.span.end as i64,
                figure.claim,
                by,
                figure.part,
                figure.withdrawn,
                None::<String>,
            ])?;
        }
        Ok(())
    }

    fn statements(&self, telling: &Telling, values: &[Given], by: &str) -> Result<(), ErrorKind> {
        let db = self.making.db;
        db.prepare_cached("DELETE FROM statement WHERE account = ?")?.execute([telling.number])?;
        let kind = Value::Type { event_type: telling.event_type.clone(), mode: telling.mode.clone() };
        let stated = values.iter().map(|given| {
            let at = given.words.as_ref().map_or_else(|| telling.trigger.clone(), |words| self.here(words));
            (given.slot, &given.value, at)
        });
        let mut insert = db.prepare_cached(derive::STATEMENT)?;
        for (slot, value, at) in std::iter::once((Slot::Type, &kind, telling.trigger.clone())).chain(stated) {
            insert.execute(params![
                telling.number,
                slot.as_str(),
                json(value),
                at.text,
                at.span.start as i64,
                at.span.end as i64,
                self.claim_over(at.span),
                telling.status.as_str(),
                by,
            ])?;
        }
        Ok(())
    }
}

fn words_at(text: &str, span: Span) -> Words {
    Words { text: text.to_owned(), span }
}
