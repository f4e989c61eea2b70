//! Accounts and reports as those who merge and export want them: written when a reading is kept, read all at once.

use crate::case::Case;
use crate::columns;
use crate::derive::{Making, Numbered};
use crate::error::{Error, ErrorKind};
use crate::gather::gather;
use crate::query::rows;
use crate::stored;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use qantar_record::{
    About, Account, Claim, ClaimId, DocumentId, Figure, PlaceSlot, Sketch, Span, Telling, TimeSlot, ToldFigure,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::HashMap;

impl Making<'_> {
    /// Writes down what the reading tells, account by account.
    pub(crate) fn tellings(&self, numbered: &Numbered) -> Result<(), ErrorKind> {
        for account in &self.reading.accounts {
            // Of a case of version 1 in which two accounts have one id, only one has rows.
            if let Some(&number) = numbered.accounts.get(&account.id) {
                self.tell(&self.telling(account, number, &numbered.claims))?;
            }
        }
        Ok(())
    }

    /// Writes down one telling.
    pub(crate) fn tell(&self, telling: &Telling) -> Result<(), ErrorKind> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO telling (account, document, terms, body) VALUES (?, ?, ?, ?)")?
            .execute((telling.number, self.number, bytes(telling.terms.iter().copied()), stored::pack(telling)))?;
        Ok(())
    }

    /// Writes down what is known of the report. The day it came stays that of its first coming.
    pub(crate) fn about(&self, at: Timestamp) -> Result<(), ErrorKind> {
        let Sketch { terms, shingles, agency } = &self.reading.sketch;
        let terms = bytes(terms.iter().flat_map(|&(term, times)| [term, times]));
        let shingles = bytes(shingles.iter().copied());
        self.db
            .prepare_cached(
                "INSERT INTO about (document, kept, terms, shingles, agency) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (document) DO UPDATE SET
                     terms = excluded.terms, shingles = excluded.shingles, agency = excluded.agency",
            )?
            .execute((self.number, TimeZone::UTC.to_datetime(at).date().to_string(), terms, shingles, agency))?;
        Ok(())
    }

    pub(crate) fn telling(&self, account: &Account, number: i64, claims: &HashMap<ClaimId, i64>) -> Telling {
        Telling {
            number,
            document: self.document.id().clone(),
            event_type: account.event_type.clone(),
            mode: account.mode.clone(),
            status: account.status,
            trigger: self.words(account.trigger),
            sentence: self.words(account.sentence),
            actors: self.who(&account.actors),
            targets: self.who(&account.targets),
            place: account.place.as_ref().map(|at| PlaceSlot {
                words: self.words(at.span),
                place: at.place.clone(),
                inherited: at.inherited,
            }),
            time: account.time.as_ref().map(|when| TimeSlot {
                words: self.words(when.span),
                interval: when.interval,
                grain: when.grain,
                inherited: when.inherited,
            }),
            figures: account.figures.iter().map(|figure| self.told_figure(figure, claims)).collect(),
            voice: self.over(account.trigger).map(|claim| self.voice(&claim.source)),
            terms: account.terms.clone(),
            confidence: account.confidence,
        }
    }

    fn told_figure(&self, figure: &Figure, claims: &HashMap<ClaimId, i64>) -> ToldFigure {
        let claim = self.over(figure.span);
        ToldFigure {
            what: figure.what,
            low: figure.low,
            high: figure.high,
            words: self.words(figure.span),
            part: figure.part.map(|part| self.document.words(part).to_owned()),
            withdrawn: figure.withdrawn,
            as_of: figure.as_of,
            claim: claim.and_then(|claim| claims.get(&claim.id).copied()),
            voice: claim.map(|claim| self.voice(&claim.source)),
            via: claim.map_or_else(Vec::new, |claim| claim.via.iter().map(|source| self.voice(source)).collect()),
        }
    }

    /// The narrowest claim that holds the span.
    fn over(&self, span: Span) -> Option<&Claim> {
        self.reading.claims_over(span).first().copied()
    }
}

impl Case {
    /// Every account in force, by number.
    pub fn tellings(&self) -> Result<Vec<Telling>, Error> {
        self.ask(|db| {
            let documents = documents(db)?;
            let mut select =
                db.prepare_cached("SELECT account, document, terms, body FROM telling ORDER BY account")?;
            gather(
                select.query([])?,
                |row| Ok((row.get(0)?, row.get(1)?, numbers(row, "terms")?)),
                |(number, document, terms), body| {
                    let unknown = || ErrorKind::Damaged(format!("account {number} is told by no document"));
                    let document = documents.get(&document).cloned().ok_or_else(unknown)?;
                    stored::unpack(number, document, terms, body)
                },
            )
        })
    }

    /// The account with this number; none when it is not in force.
    pub fn telling(&self, number: i64) -> Result<Option<Telling>, Error> {
        self.ask(|db| telling(db, number))
    }

    /// The accounts in force of these numbers, in the order given; others are left out.
    pub fn tellings_of(&self, numbers: &[i64]) -> Result<Vec<Telling>, Error> {
        self.ask(|db| {
            let told = numbers.iter().map(|&number| telling(db, number));
            Ok(told.collect::<Result<Vec<_>, ErrorKind>>()?.into_iter().flatten().collect())
        })
    }

    /// What is known of the reports that tell these accounts, each once.
    pub fn abouts_of(&self, accounts: &[i64]) -> Result<Vec<About>, Error> {
        self.ask(|db| {
            let mut number_of = db.prepare_cached("SELECT document FROM account WHERE number = ?")?;
            let mut documents: Vec<i64> = Vec::new();
            for account in accounts {
                documents.extend(number_of.query_row([account], |row| row.get::<_, i64>(0)).optional()?);
            }
            documents.sort_unstable();
            documents.dedup();
            let mut select = db.prepare_cached(&format!("{ABOUTS} WHERE a.document = ?"))?;
            let found = documents.iter().map(|document| select.query_row([document], about).optional());
            Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
    }

    /// The accounts in force of one report, by number, and what is known of it beside its text.
    pub fn told_by(&self, document: &DocumentId) -> Result<(Vec<Telling>, Option<About>), Error> {
        self.ask(|db| {
            let mut select = db.prepare_cached(
                "SELECT t.account, t.terms, t.body FROM account a JOIN telling t ON t.account = a.number
                 WHERE a.document = (SELECT number FROM document WHERE id = ?) ORDER BY t.account",
            )?;
            let tellings = gather(
                select.query([document.as_str()])?,
                |row| Ok((row.get(0)?, numbers(row, "terms")?)),
                |(number, terms), body| stored::unpack(number, document.clone(), terms, body),
            )?;
            let about = db.prepare_cached(&format!("{ABOUTS} WHERE d.id = ?"))?.query_row([document.as_str()], about);
            Ok((tellings, about.optional()?))
        })
    }

    /// The reports of which other accounts may be in force since an entry of the log: those that were kept or read again,
    /// and those that a person added an account to, took one away from or brought one back to.
    pub fn read_since(&self, entry: i64) -> Result<Vec<DocumentId>, Error> {
        self.ask(|db| {
            let select = "WITH RECURSIVE concerned (number) AS (
                     SELECT number FROM judgement WHERE number > ?1
                     UNION SELECT j.undoes FROM judgement j JOIN concerned c ON c.number = j.number
                     WHERE j.undoes IS NOT NULL)
                 SELECT subject AS id FROM change WHERE seq > ?1 AND kind IN ('document_kept', 'document_read_again')
                 UNION SELECT c.subject FROM change c JOIN judgement j ON j.number = c.seq
                     WHERE c.seq IN (SELECT number FROM concerned) AND j.kind = 'missed'";
            rows(db, select, [entry], columns::id)
        })
    }

    /// What is known of every report, in order of arrival.
    pub fn abouts(&self) -> Result<Vec<About>, Error> {
        self.ask(|db| rows(db, &format!("{ABOUTS} ORDER BY a.document"), [], about))
    }
}

fn telling(db: &Connection, number: i64) -> Result<Option<Telling>, ErrorKind> {
    let mut select = db.prepare_cached(
        "SELECT d.id, t.terms, t.body FROM telling t JOIN document d ON d.number = t.document WHERE t.account = ?",
    )?;
    let read = |row: &Row<'_>| Ok((columns::id(row)?, numbers(row, "terms")?, row.get::<_, String>("body")?));
    let found = select.query_row([number], read).optional()?;
    found.map(|(document, terms, body)| stored::unpack(number, document, terms, &body)).transpose()
}

const ABOUTS: &str = "SELECT d.id, d.title, d.publisher, d.published, d.url, a.kept, a.terms, a.shingles, a.agency
    FROM about a JOIN document d ON d.number = a.document";

fn about(row: &Row<'_>) -> rusqlite::Result<About> {
    Ok(About {
        document: columns::id(row)?,
        title: row.get("title")?,
        publisher: row.get("publisher")?,
        published: columns::day(row, "published")?,
        kept: columns::day(row, "kept")?.ok_or_else(|| columns::unlike("kept", "NULL"))?,
        url: row.get("url")?,
        sketch: Sketch {
            terms: numbers(row, "terms")?.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
            shingles: numbers(row, "shingles")?,
            agency: row.get("agency")?,
        },
    })
}

/// A column of numbers of four bytes.
fn numbers(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<u32>> {
    let bytes = row
        .get_ref(column)?
        .as_blob()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, error.into()))?;
    let number = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("a chunk of four bytes is four bytes"));
    Ok(bytes.chunks_exact(4).map(number).collect())
}

/// As a column of such numbers.
fn bytes(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// The ids of all documents, by their numbers.
fn documents(db: &Connection) -> Result<HashMap<i64, DocumentId>, ErrorKind> {
    let mut select = db.prepare_cached("SELECT number, id FROM document")?;
    Ok(select.query_map([], |row| Ok((row.get(0)?, columns::id(row)?)))?.collect::<Result<_, _>>()?)
}
