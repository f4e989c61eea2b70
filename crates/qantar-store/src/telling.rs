//! Accounts and reports as those who merge and export want them: written when a reading is kept, read all at once.

use crate::case::Case;
use crate::columns;
use crate::derive::{Making, Numbered, json};
use crate::error::{Error, ErrorKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use qantar_record::{
    About, Account, Claim, Figure, PlaceSlot, Sketch, Span, Telling, TimeSlot, ToldFigure, Who, Words,
};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;

impl Making<'_> {
    /// Writes down what the reading tells, account by account.
    pub(crate) fn tellings(&self, numbered: &Numbered) -> Result<(), ErrorKind> {
        let mut insert = self.db.prepare_cached("INSERT OR REPLACE INTO telling (account, body) VALUES (?, ?)")?;
        for account in &self.reading.accounts {
            // Of a case of version 1 in which two accounts have one id, only one has rows.
            if let Some(&number) = numbered.accounts.get(&account.id) {
                insert.execute((number, json(&self.telling(account, number, numbered))))?;
            }
        }
        Ok(())
    }

    /// Writes down what is known of the report. The day it came stays that of its first coming.
    pub(crate) fn about(&self, at: Timestamp) -> Result<(), ErrorKind> {
        let Sketch { terms, shingles, agency } = &self.reading.sketch;
        let terms: Vec<u8> = terms.iter().flat_map(|&(term, times)| [term, times]).flat_map(u32::to_le_bytes).collect();
        let shingles: Vec<u8> = shingles.iter().copied().flat_map(u32::to_le_bytes).collect();
        self.db
            .prepare_cached(
                "INSERT INTO about (document, kept, terms, shingles, agency) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (document) DO UPDATE SET
                     terms = excluded.terms, shingles = excluded.shingles, agency = excluded.agency",
            )?
            .execute((self.number, TimeZone::UTC.to_datetime(at).date().to_string(), terms, shingles, agency))?;
        Ok(())
    }

    fn telling(&self, account: &Account, number: i64, numbered: &Numbered) -> Telling {
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
            figures: account.figures.iter().map(|figure| self.told_figure(figure, numbered)).collect(),
            voice: self.over(account.trigger).map(|claim| self.voice(&claim.source)),
            terms: account.terms.clone(),
            confidence: account.confidence,
        }
    }

    fn told_figure(&self, figure: &Figure, numbered: &Numbered) -> ToldFigure {
        let claim = self.over(figure.span);
        ToldFigure {
            what: figure.what,
            low: figure.low,
            high: figure.high,
            words: self.words(figure.span),
            part: figure.part.map(|part| self.document.words(part).to_owned()),
            withdrawn: figure.withdrawn,
            as_of: figure.as_of,
            claim: claim.and_then(|claim| numbered.claims.get(&claim.id).copied()),
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
            let bodies = db
                .prepare_cached("SELECT body FROM telling ORDER BY account")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<Vec<String>, _>>()?;
            let tellings: Vec<Telling> = unpacked(&bodies)?;
            tellings.iter().try_for_each(checked)?;
            Ok(tellings)
        })
    }

    /// The account with this number; none when it is not in force.
    pub fn telling(&self, number: i64) -> Result<Option<Telling>, Error> {
        self.ask(|db| {
            let body: Option<String> = db
                .prepare_cached("SELECT body FROM telling WHERE account = ?")?
                .query_row([number], |row| row.get(0))
                .optional()?;
            let telling: Option<Telling> = body.map(|body| unpack(&body)).transpose()?;
            telling.iter().try_for_each(checked)?;
            Ok(telling)
        })
    }

    /// What is known of every report, in order of arrival.
    pub fn abouts(&self) -> Result<Vec<About>, Error> {
        self.ask(|db| {
            let select = "SELECT d.id, d.title, d.publisher, d.published, d.url, a.kept, a.terms, a.shingles, a.agency
                          FROM about a JOIN document d ON d.number = a.document ORDER BY a.document";
            Ok(db.prepare_cached(select)?.query_map([], about)?.collect::<Result<_, _>>()?)
        })
    }
}

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

/// Fewer are unpacked on one thread: starting another costs more (measured, November 2026).
const WORTH_A_THREAD: usize = 2_000;

/// Unpacks JSON, on as many threads as there are cores.
pub(crate) fn unpacked<T: DeserializeOwned + Send>(bodies: &[String]) -> Result<Vec<T>, ErrorKind> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let share = bodies.len().div_ceil(cores).max(WORTH_A_THREAD);
    let unpack_all = |share: &[String]| share.iter().map(|body| unpack(body)).collect::<Result<Vec<T>, _>>();
    if bodies.len() <= share {
        return unpack_all(bodies);
    }
    std::thread::scope(|scope| {
        let shares: Vec<_> = bodies.chunks(share).map(|share| scope.spawn(move || unpack_all(share))).collect();
        let mut all = Vec::with_capacity(bodies.len());
        for share in shares {
            all.extend(share.join().expect("unpacking gives an error and never panics")?);
        }
        Ok(all)
    })
}

pub(crate) fn unpack<T: DeserializeOwned>(body: &str) -> Result<T, ErrorKind> {
    serde_json::from_str(body)
        .map_err(|error| ErrorKind::Damaged(format!("a stored value cannot be unpacked ({error})")))
}

/// A case may come from strangers: a span that ends before it starts would make whoever uses it panic.
fn checked(telling: &Telling) -> Result<(), ErrorKind> {
    let whos = telling.actors.iter().chain(&telling.targets).map(|who: &Who| &who.words);
    let figures = telling.figures.iter().flat_map(|figure| {
        let voices = figure.voice.iter().chain(&figure.via).map(|voice| &voice.words);
        std::iter::once(&figure.words).chain(voices)
    });
    let slots = telling.place.iter().map(|at| &at.words).chain(telling.time.iter().map(|when| &when.words));
    let voice = telling.voice.iter().map(|voice| &voice.words);
    let mut all =
        [&telling.trigger, &telling.sentence].into_iter().chain(whos).chain(slots).chain(voice).chain(figures);
    match all.all(|Words { text, span }| span.end.checked_sub(span.start) == Some(text.len())) {
        true => Ok(()),
        false => Err(ErrorKind::Damaged(format!("a span of account {} does not fit its words", telling.number))),
    }
}
