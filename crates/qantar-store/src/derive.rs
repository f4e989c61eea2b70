//! The rows that follow from a reading. All of them can be thrown away and made again; only numbers must stay.

use crate::body::Body;
use crate::columns;
use crate::error::ErrorKind;
use crate::keep::Arrived;
use crate::missed;
use crate::numbers::{self, KnownAccount, KnownClaim};
use crate::rows::{Voice, Who, Words};
use qantar_record::{
    Account, AccountId, Argument, Claim, ClaimId, Document, Place, Reading, Source, Span, Telling, statements,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What became of the numbers of one kind; as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fate {
    pub new: Vec<i64>,
    pub retired: Vec<i64>,
}

/// What became of the numbers of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub accounts: Fate,
    pub claims: Fate,
}

/// A row of the table of accounts.
pub(crate) struct Line<'a> {
    pub telling: &'a Telling,
    /// Its number in the reading; 0 when none tells it.
    pub local: u32,
    pub retold: &'a [Span],
    pub claim: Option<i64>,
    pub by: &'a str,
    /// The judgement that added it.
    pub judged: Option<i64>,
}

/// Where rows go and what they are made of.
pub(crate) struct Making<'a> {
    pub db: &'a Connection,
    /// The document's number in the case.
    pub number: i64,
    pub document: &'a Document,
    pub reading: &'a Reading,
}

/// The numbers of what a reading tells.
pub(crate) struct Numbered {
    pub accounts: HashMap<AccountId, i64>,
    pub claims: HashMap<ClaimId, i64>,
}

/// Makes all rows of a reading anew. `told` are the numbers that the log gives, when it is replayed; what is new takes
/// them, and a reading that makes others of them is an error.
pub(crate) fn derive(
    db: &Connection,
    arrived: &Arrived<'_>,
    number: i64,
    told: Option<&Numbers>,
) -> Result<Numbers, ErrorKind> {
    let making = Making { db, number, document: arrived.document, reading: arrived.reading };
    let (claim_numbers, claims) = making.claims(told.map(|told| &told.claims))?;
    let (account_numbers, accounts) = making.accounts(&claim_numbers, told.map(|told| &told.accounts))?;
    making.figures(&account_numbers, &claim_numbers)?;
    making.statements(&account_numbers, &claim_numbers)?;
    making.places()?;
    making.problems(arrived)?;
    let numbered = Numbered { accounts: account_numbers, claims: claim_numbers };
    making.tellings(&numbered)?;
    making.about(arrived.at)?;
    missed::make(&making, &numbered.claims)?;
    let numbers = Numbers { accounts, claims };
    match told {
        Some(told) if *told != numbers => Err(ErrorKind::Diverged(format!(
            "the document {} gets other numbers than the log gives it",
            arrived.document.id().short()
        ))),
        _ => Ok(numbers),
    }
}

/// Tells all accounts in force again, from the readings that are kept.
pub(crate) fn tell_again(db: &Connection) -> Result<(), ErrorKind> {
    let mut documents = db.prepare(
        "SELECT d.number, d.body, r.body, (SELECT min(first_seen) FROM origin WHERE document = d.number)
         FROM document d JOIN reading r ON r.number = (SELECT max(number) FROM reading WHERE document = d.number)",
    )?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let document = Body::stored(&row.get::<_, Vec<u8>>(1)?)?.document()?;
        let reading = Body::stored(&row.get::<_, Vec<u8>>(2)?)?.reading(document.text())?;
        let making = Making { db, number: row.get(0)?, document: &document, reading: &reading };
        let numbered = making.numbered()?;
        making.whos(&numbered)?;
        making.tellings(&numbered)?;
        making.about(columns::moment(row, 3)?)?;
    }
    Ok(())
}

impl Making<'_> {
    fn claims(&self, told: Option<&Fate>) -> Result<(HashMap<ClaimId, i64>, Fate), ErrorKind> {
        let known = self.known("SELECT * FROM claim WHERE document = ? ORDER BY number", known_claim)?;
        let had = numbers::of_claims(&known, &self.reading.claims, self.document);
        let live = known.iter().filter(|claim| !claim.retired).map(|claim| claim.number);
        let fate = self.retire("UPDATE claim SET retired = 1 WHERE number = ?", live, &had)?;
        let numbers = self.numbers("claim", &had, told)?;
        self.number_all(&self.reading.claims, &had, &numbers, fate, |claim, number| {
            self.claim(claim, number)?;
            Ok(claim.id)
        })
    }

    fn accounts(
        &self,
        claims: &HashMap<ClaimId, i64>,
        told: Option<&Fate>,
    ) -> Result<(HashMap<AccountId, i64>, Fate), ErrorKind> {
        // What people added is no reading's to retire or to take over.
        let select = "SELECT * FROM account WHERE document = ? AND judged IS NULL ORDER BY number";
        let known = self.known(select, known_account)?;
        let had = numbers::of_accounts(&known, &self.reading.accounts, self.document);
        let live = known.iter().filter(|account| !account.retired).map(|account| account.number);
        let fate = self.retire("UPDATE account SET retired = 1, event = number WHERE number = ?", live, &had)?;
        for number in &fate.retired {
            self.db.prepare_cached("DELETE FROM telling WHERE account = ?")?.execute([number])?;
        }
        let numbers = self.numbers("account", &had, told)?;
        self.number_all(&self.reading.accounts, &had, &numbers, fate, |account, number| {
            self.account(account, number, claims)?;
            Ok(account.id)
        })
    }

    /// The number of each of those found: the one it had, or else the next that the log tells, or else the next free.
    fn numbers(&self, table: &str, had: &[Option<i64>], told: Option<&Fate>) -> Result<Vec<i64>, ErrorKind> {
        let mut free = last(self.db, table)?;
        let mut told = told.map(|told| told.new.iter());
        let mut next = || match &mut told {
            Some(told) => told.next().copied().ok_or_else(|| {
                ErrorKind::Diverged(format!(
                    "the document {} makes more of table {table} than the log tells",
                    self.document.id().short()
                ))
            }),
            None => {
                free += 1;
                Ok(free)
            }
        };
        had.iter().map(|had| had.map_or_else(&mut next, Ok)).collect()
    }

    /// The numbers of a reading whose rows are in force.
    fn numbered(&self) -> Result<Numbered, ErrorKind> {
        let accounts = self.known("SELECT local, number FROM account WHERE document = ? AND retired = 0", |row| {
            Ok((AccountId(row.get(0)?), row.get(1)?))
        })?;
        Ok(Numbered { accounts: accounts.into_iter().collect(), claims: self.claim_numbers()? })
    }

    /// The numbers of the claims of a reading whose rows are in force.
    pub(crate) fn claim_numbers(&self) -> Result<HashMap<ClaimId, i64>, ErrorKind> {
        let claims = self.known("SELECT local, number FROM claim WHERE document = ? AND retired = 0", |row| {
            Ok((ClaimId(row.get(0)?), row.get(1)?))
        })?;
        Ok(claims.into_iter().collect())
    }

    fn known<T>(&self, select: &str, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>, ErrorKind> {
        Ok(self.db.prepare_cached(select)?.query_map([self.number], read)?.collect::<Result<_, _>>()?)
    }

    /// Retires the live numbers that nothing found has any more.
    fn retire(&self, update: &str, live: impl Iterator<Item = i64>, had: &[Option<i64>]) -> Result<Fate, ErrorKind> {
        let kept: std::collections::HashSet<i64> = had.iter().flatten().copied().collect();
        let retired: Vec<i64> = live.filter(|number| !kept.contains(number)).collect();
        for number in &retired {
            self.db.prepare_cached(update)?.execute([number])?;
        }
        Ok(Fate { new: Vec::new(), retired })
    }

    /// Writes all that was found, each under its number.
    fn number_all<T, Id: std::hash::Hash + Eq>(
        &self,
        found: &[T],
        had: &[Option<i64>],
        numbers: &[i64],
        mut fate: Fate,
        write: impl Fn(&T, i64) -> Result<Id, ErrorKind>,
    ) -> Result<(HashMap<Id, i64>, Fate), ErrorKind> {
        let mut numbered = HashMap::with_capacity(found.len());
        for ((item, had), &number) in found.iter().zip(had).zip(numbers) {
            numbered.insert(write(item, number)?, number);
            fate.new.extend(had.is_none().then_some(number));
        }
        Ok((numbered, fate))
    }

    /// Whether the row was written; it was not when another document, or what a person added, has its number, which only a
    /// log that was made up can bring about.
    fn wrote(&self, rows: usize, number: i64) -> Result<(), ErrorKind> {
        match rows {
            0 => Err(ErrorKind::Diverged(format!("the number {number} is given twice"))),
            _ => Ok(()),
        }
    }

    /// Writes anew who did and suffered it, of which version 1 of a case left out country and sector.
    fn whos(&self, numbered: &Numbered) -> Result<(), ErrorKind> {
        let mut update = self.db.prepare_cached("UPDATE account SET actors = ?, targets = ? WHERE number = ?")?;
        for account in &self.reading.accounts {
            let (actors, targets) = (self.who(&account.actors), self.who(&account.targets));
            update.execute((json(&actors), json(&targets), numbered.accounts.get(&account.id)))?;
        }
        Ok(())
    }

    fn claim(&self, claim: &Claim, number: i64) -> Result<(), ErrorKind> {
        let source = self.voice(&claim.source);
        let via: Vec<Voice> = claim.via.iter().map(|source| self.voice(source)).collect();
        let rows = self.db.prepare_cached(CLAIM)?.execute(named_params! {
            ":number": number,
            ":document": self.number,
            ":local": claim.id.0,
            ":kind": claim.kind.as_str(),
            ":source": source.words.text,
            ":source_start": claim.source.span.start as i64,
            ":source_end": claim.source.span.end as i64,
            ":source_name": source.name,
            ":source_type": source.source_type.as_str(),
            ":via": json(&via),
            ":cue": self.document.words(claim.cue),
            ":cue_start": claim.cue.start as i64,
            ":cue_end": claim.cue.end as i64,
            ":content": self.document.words(claim.content),
            ":content_start": claim.content.start as i64,
            ":content_end": claim.content.end as i64,
            ":sentence": self.document.words(claim.sentence),
            ":sentence_start": claim.sentence.start as i64,
            ":sentence_end": claim.sentence.end as i64,
            ":confidence": claim.confidence,
            ":producer": claim.by.to_string(),
        })?;
        self.wrote(rows, number)
    }

    fn account(&self, account: &Account, number: i64, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
        self.line(&Line {
            telling: &self.telling(account, number, claims),
            local: account.id.0,
            retold: &account.retold,
            claim: self.claim_over(account.trigger, claims),
            by: &account.by.to_string(),
            judged: None,
        })
    }

    /// Writes the row of an account.
    pub(crate) fn line(&self, line: &Line<'_>) -> Result<(), ErrorKind> {
        let telling = line.telling;
        let at = telling.place.as_ref();
        let place = at.and_then(|at| at.place.as_ref());
        let when = telling.time.as_ref();
        let start = |words: &Words| words.span.start as i64;
        let end = |words: &Words| words.span.end as i64;
        let rows = self.db.prepare_cached(ACCOUNT)?.execute(named_params! {
            ":number": telling.number,
            ":document": self.number,
            ":local": line.local,
            ":type": telling.event_type.0,
            ":mode": telling.mode.0,
            ":status": telling.status.as_str(),
            ":evoked_by": telling.trigger.text,
            ":evoked_start": start(&telling.trigger),
            ":evoked_end": end(&telling.trigger),
            ":retold": json(&line.retold),
            ":sentence": telling.sentence.text,
            ":sentence_start": start(&telling.sentence),
            ":sentence_end": end(&telling.sentence),
            ":actors": json(&telling.actors),
            ":targets": json(&telling.targets),
            ":place": at.map(|at| &at.words.text),
            ":place_start": at.map(|at| start(&at.words)),
            ":place_end": at.map(|at| end(&at.words)),
            ":place_inherited": at.map(|at| at.inherited),
            ":place_key": at.map(|at| place_key(place, &at.words.text)),
            ":place_name": place.map(|place| &place.name),
            ":country": place.and_then(|place| place.country.as_ref()),
            ":admin1": place.and_then(|place| place.admin1.as_ref()),
            ":lat": place.map(|place| place.lat),
            ":lon": place.map(|place| place.lon),
            ":precision": place.map(|place| place.precision.as_str()),
            ":geonames": place.and_then(|place| place.geonames),
            ":time": when.map(|when| &when.words.text),
            ":time_start": when.map(|when| start(&when.words)),
            ":time_end": when.map(|when| end(&when.words)),
            ":time_inherited": when.map(|when| when.inherited),
            ":date_from": when.and_then(|when| when.interval.from).map(|day| day.to_string()),
            ":date_to": when.and_then(|when| when.interval.to).map(|day| day.to_string()),
            ":grain": when.map(|when| when.grain.as_str()),
            ":claim": line.claim,
            ":confidence": telling.confidence,
            ":producer": line.by,
            ":judged": line.judged,
        })?;
        self.wrote(rows, telling.number)
    }

    /// Figures of accounts still found are made anew; a retired account keeps those of its last telling.
    fn figures(&self, accounts: &HashMap<AccountId, i64>, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
        for number in accounts.values() {
            self.db.prepare_cached("DELETE FROM figure WHERE account = ?")?.execute([number])?;
        }
        let mut insert = self.db.prepare_cached(FIGURE)?;
        for account in &self.reading.accounts {
            for figure in &account.figures {
                insert.execute(params![
                    accounts[&account.id],
                    figure.what.as_str(),
                    figure.low.map(count),
                    figure.high.map(count),
                    self.document.words(figure.span),
                    figure.span.start as i64,
                    figure.span.end as i64,
                    self.claim_over(figure.span, claims),
                    figure.by.to_string(),
                    figure.part.map(|part| self.document.words(part)),
                    figure.withdrawn,
                    figure.as_of.map(|day| day.to_string()),
                ])?;
            }
        }
        Ok(())
    }

    fn statements(&self, accounts: &HashMap<AccountId, i64>, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
        for number in accounts.values() {
            self.db.prepare_cached("DELETE FROM statement WHERE account = ?")?.execute([number])?;
        }
        let mut insert = self.db.prepare_cached(STATEMENT)?;
        for statement in statements(self.document, self.reading) {
            insert.execute(params![
                accounts[&statement.account],
                statement.slot.as_str(),
                json(&statement.value),
                self.document.words(statement.span),
                statement.span.start as i64,
                statement.span.end as i64,
                statement.claim.map(|claim| claims[&claim]),
                statement.status.as_str(),
                statement.by.to_string(),
            ])?;
        }
        Ok(())
    }

    fn places(&self) -> Result<(), ErrorKind> {
        self.db.prepare_cached("DELETE FROM place WHERE document = ?")?.execute([self.number])?;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO place (document, words, start, end, key, name, country, admin1, lat, lon, precision, geonames,
                                metonymic, producer)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        for toponym in &self.reading.places {
            let (words, place) = (self.document.words(toponym.span), toponym.place.as_ref());
            insert.execute(params![
                self.number,
                words,
                toponym.span.start as i64,
                toponym.span.end as i64,
                place_key(place, words),
                place.map(|place| &place.name),
                place.and_then(|place| place.country.as_ref()),
                place.and_then(|place| place.admin1.as_ref()),
                place.map(|place| place.lat),
                place.map(|place| place.lon),
                place.map(|place| place.precision.as_str()),
                place.and_then(|place| place.geonames),
                toponym.metonymic,
                toponym.by.to_string(),
            ])?;
        }
        Ok(())
    }

    fn problems(&self, arrived: &Arrived<'_>) -> Result<(), ErrorKind> {
        self.db.prepare_cached("DELETE FROM problem WHERE document = ?")?.execute([self.number])?;
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO problem (document, stage, message, start, end) VALUES (?, ?, ?, ?, ?)")?;
        for problem in arrived.problems.iter().chain(&self.reading.problems) {
            let (start, end) = problem.span.map(|span| (span.start as i64, span.end as i64)).unzip();
            insert.execute((self.number, problem.stage.as_str(), &problem.message, start, end))?;
        }
        Ok(())
    }

    /// The number of the narrowest claim that holds the span.
    pub(crate) fn claim_over(&self, span: Span, claims: &HashMap<ClaimId, i64>) -> Option<i64> {
        self.reading.claims_over(span).first().map(|claim| claims[&claim.id])
    }

    pub(crate) fn words(&self, span: Span) -> Words {
        Words { text: self.document.words(span).to_owned(), span }
    }

    pub(crate) fn who(&self, arguments: &[Argument]) -> Vec<Who> {
        let who = |argument: &Argument| {
            let entity = self.reading.entity_at(argument.span);
            Who {
                words: self.words(argument.span),
                name: entity.map(|entity| entity.name.clone()),
                country: entity.and_then(|entity| entity.country.clone()),
                sector: entity.and_then(|entity| entity.sector.clone()),
            }
        };
        arguments.iter().map(who).collect()
    }

    pub(crate) fn voice(&self, source: &Source) -> Voice {
        let named = || self.reading.entity_at(source.span).map(|entity| entity.name.clone());
        let name = source.name.clone().or_else(named);
        Voice { words: self.words(source.span), name, source_type: source.source_type }
    }
}

/// The highest number that a row of the table ever had; 0 before the first.
pub(crate) fn last(db: &Connection, table: &str) -> Result<i64, ErrorKind> {
    let mut select = db.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?")?;
    Ok(select.query_row([table], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Equal for equal places: the gazetteer's entry or, where nothing was resolved, the words in lower case.
fn place_key(place: Option<&Place>, words: &str) -> String {
    match place {
        Some(Place { name, country, admin1, lat, lon, .. }) => {
            let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{name}|{}|{}|{lat}|{lon}", or_none(country), or_none(admin1))
        }
        None => format!("?{}", words.to_lowercase()),
    }
}

/// SQLite counts to 2^63 − 1; a figure beyond it is one that no event has, and the reading still holds it in full.
pub(crate) fn count(persons: u64) -> i64 {
    i64::try_from(persons).unwrap_or(i64::MAX)
}

pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("lists of rows have string keys only")
}

fn known_claim(row: &Row<'_>) -> rusqlite::Result<KnownClaim> {
    Ok(KnownClaim {
        number: row.get("number")?,
        cue: columns::words(row, ["cue", "cue_start", "cue_end"])?,
        content: columns::words(row, ["content", "content_start", "content_end"])?,
        retired: row.get("retired")?,
    })
}

fn known_account(row: &Row<'_>) -> rusqlite::Result<KnownAccount> {
    Ok(KnownAccount {
        number: row.get("number")?,
        event_type: qantar_record::EventType(row.get("type")?),
        mode: qantar_record::Mode(row.get("mode")?),
        trigger: columns::words(row, ["evoked_by", "evoked_start", "evoked_end"])?,
        retold: columns::json(row, "retold")?,
        sentence: columns::words(row, ["sentence", "sentence_start", "sentence_end"])?,
        retired: row.get("retired")?,
    })
}

// A number that is known takes the new telling and is in force again, and stays with its document.

const CLAIM: &str = "INSERT INTO claim (
    number, document, local, kind, source, source_start, source_end, source_name, source_type, via, cue, cue_start,
    cue_end, content, content_start, content_end, sentence, sentence_start, sentence_end, confidence, producer
) VALUES (
    :number, :document, :local, :kind, :source, :source_start, :source_end, :source_name, :source_type, :via, :cue,
    :cue_start, :cue_end, :content, :content_start, :content_end, :sentence, :sentence_start, :sentence_end,
    :confidence, :producer
) ON CONFLICT (number) DO UPDATE SET
    local = excluded.local, kind = excluded.kind, source = excluded.source, source_start = excluded.source_start,
    source_end = excluded.source_end, source_name = excluded.source_name, source_type = excluded.source_type,
    via = excluded.via, cue = excluded.cue, cue_start = excluded.cue_start, cue_end = excluded.cue_end,
    content = excluded.content, content_start = excluded.content_start, content_end = excluded.content_end,
    sentence = excluded.sentence, sentence_start = excluded.sentence_start, sentence_end = excluded.sentence_end,
    confidence = excluded.confidence, producer = excluded.producer, retired = 0
    WHERE document = excluded.document";

pub(crate) const FIGURE: &str = "INSERT INTO figure (
    account, what, low, high, words, start, end, claim, producer, part, withdrawn, as_of
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

pub(crate) const STATEMENT: &str = "INSERT INTO statement (
    account, slot, value, words, start, end, claim, status, producer
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

const ACCOUNT: &str = "INSERT INTO account (
    number, document, local, type, mode, status, evoked_by, evoked_start, evoked_end, retold, sentence,
    sentence_start, sentence_end, actors, targets, place, place_start, place_end, place_inherited, place_key,
    place_name, country, admin1, lat, lon, precision, geonames, time, time_start, time_end, time_inherited,
    date_from, date_to, grain, claim, confidence, producer, judged, event
) VALUES (
    :number, :document, :local, :type, :mode, :status, :evoked_by, :evoked_start, :evoked_end, :retold, :sentence,
    :sentence_start, :sentence_end, :actors, :targets, :place, :place_start, :place_end, :place_inherited, :place_key,
    :place_name, :country, :admin1, :lat, :lon, :precision, :geonames, :time, :time_start, :time_end, :time_inherited,
    :date_from, :date_to, :grain, :claim, :confidence, :producer, :judged, :number
) ON CONFLICT (number) DO UPDATE SET
    local = excluded.local, type = excluded.type, mode = excluded.mode, status = excluded.status,
    evoked_by = excluded.evoked_by, evoked_start = excluded.evoked_start, evoked_end = excluded.evoked_end,
    retold = excluded.retold, sentence = excluded.sentence, sentence_start = excluded.sentence_start,
    sentence_end = excluded.sentence_end, actors = excluded.actors, targets = excluded.targets,
    place = excluded.place, place_start = excluded.place_start, place_end = excluded.place_end,
    place_inherited = excluded.place_inherited, place_key = excluded.place_key, place_name = excluded.place_name,
    country = excluded.country, admin1 = excluded.admin1, lat = excluded.lat, lon = excluded.lon,
    precision = excluded.precision, geonames = excluded.geonames, time = excluded.time,
    time_start = excluded.time_start, time_end = excluded.time_end, time_inherited = excluded.time_inherited,
    date_from = excluded.date_from, date_to = excluded.date_to, grain = excluded.grain, claim = excluded.claim,
    confidence = excluded.confidence, producer = excluded.producer, retired = 0
    WHERE document = excluded.document AND judged IS excluded.judged";
