//! The rows that follow from a reading. All of them can be thrown away and made again; only numbers must stay.

use crate::columns;
use crate::error::ErrorKind;
use crate::keep::Arrived;
use crate::numbers::{self, KnownAccount, KnownClaim};
use crate::rows::{Voice, Who, Words};
use qantar_record::{Account, AccountId, Argument, Claim, ClaimId, Document, Place, Reading, Source, Span, statements};
use rusqlite::{Connection, Row, named_params, params};
use serde::Serialize;
use std::collections::HashMap;

/// What became of the numbers of one kind.
pub(crate) struct Fate {
    pub new: Vec<i64>,
    pub retired: Vec<i64>,
}

pub(crate) struct Numbers {
    pub accounts: Fate,
    pub claims: Fate,
}

/// Where rows go and what they are made of.
struct Making<'a> {
    db: &'a Connection,
    /// The document's number in the case.
    number: i64,
    document: &'a Document,
    reading: &'a Reading,
}

/// Makes all rows of a reading anew.
pub(crate) fn derive(db: &Connection, arrived: &Arrived<'_>, number: i64) -> Result<Numbers, ErrorKind> {
    let making = Making { db, number, document: arrived.document, reading: arrived.reading };
    let (claim_numbers, claims) = making.claims()?;
    let (account_numbers, accounts) = making.accounts(&claim_numbers)?;
    making.figures(&account_numbers, &claim_numbers)?;
    making.statements(&account_numbers, &claim_numbers)?;
    making.places()?;
    making.problems(arrived)?;
    Ok(Numbers { accounts, claims })
}

impl Making<'_> {
    fn claims(&self) -> Result<(HashMap<ClaimId, i64>, Fate), ErrorKind> {
        let known = self.known("SELECT * FROM claim WHERE document = ? ORDER BY number", known_claim)?;
        let had = numbers::of_claims(&known, &self.reading.claims, self.document);
        let live = known.iter().filter(|claim| !claim.retired).map(|claim| claim.number);
        let fate = self.retire("UPDATE claim SET retired = 1 WHERE number = ?", live, &had)?;
        self.number_all(&self.reading.claims, &had, fate, |claim, had| Ok((claim.id, self.claim(claim, had)?)))
    }

    fn accounts(&self, claims: &HashMap<ClaimId, i64>) -> Result<(HashMap<AccountId, i64>, Fate), ErrorKind> {
        let known = self.known("SELECT * FROM account WHERE document = ? ORDER BY number", known_account)?;
        let had = numbers::of_accounts(&known, &self.reading.accounts, self.document);
        let live = known.iter().filter(|account| !account.retired).map(|account| account.number);
        let fate = self.retire("UPDATE account SET retired = 1 WHERE number = ?", live, &had)?;
        self.number_all(&self.reading.accounts, &had, fate, |account, had| {
            Ok((account.id, self.account(account, had, claims)?))
        })
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

    /// Writes all that was found, each under the number it had or a new one.
    fn number_all<T, Id: std::hash::Hash + Eq>(
        &self,
        found: &[T],
        had: &[Option<i64>],
        mut fate: Fate,
        write: impl Fn(&T, Option<i64>) -> Result<(Id, i64), ErrorKind>,
    ) -> Result<(HashMap<Id, i64>, Fate), ErrorKind> {
        let mut numbers = HashMap::with_capacity(found.len());
        for (item, &had) in found.iter().zip(had) {
            let (id, number) = write(item, had)?;
            numbers.insert(id, number);
            fate.new.extend(had.is_none().then_some(number));
        }
        Ok((numbers, fate))
    }

    fn claim(&self, claim: &Claim, had: Option<i64>) -> Result<i64, ErrorKind> {
        let source = self.voice(&claim.source);
        let via: Vec<Voice> = claim.via.iter().map(|source| self.voice(source)).collect();
        self.db.prepare_cached(CLAIM)?.execute(named_params! {
            ":number": had,
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
        Ok(had.unwrap_or_else(|| self.db.last_insert_rowid()))
    }

    fn account(&self, account: &Account, had: Option<i64>, claims: &HashMap<ClaimId, i64>) -> Result<i64, ErrorKind> {
        let at = account.place.as_ref();
        let place = at.and_then(|at| at.place.as_ref());
        let when = account.time.as_ref();
        let start = |span: Span| span.start as i64;
        let end = |span: Span| span.end as i64;
        self.db.prepare_cached(ACCOUNT)?.execute(named_params! {
            ":number": had,
            ":document": self.number,
            ":local": account.id.0,
            ":type": account.event_type.0,
            ":mode": account.mode.0,
            ":status": account.status.as_str(),
            ":evoked_by": self.document.words(account.trigger),
            ":evoked_start": start(account.trigger),
            ":evoked_end": end(account.trigger),
            ":retold": json(&account.retold),
            ":sentence": self.document.words(account.sentence),
            ":sentence_start": start(account.sentence),
            ":sentence_end": end(account.sentence),
            ":actors": json(&self.who(&account.actors)),
            ":targets": json(&self.who(&account.targets)),
            ":place": at.map(|at| self.document.words(at.span)),
            ":place_start": at.map(|at| start(at.span)),
            ":place_end": at.map(|at| end(at.span)),
            ":place_inherited": at.map(|at| at.inherited),
            ":place_key": at.map(|at| place_key(place, self.document.words(at.span))),
            ":place_name": place.map(|place| &place.name),
            ":country": place.and_then(|place| place.country.as_ref()),
            ":admin1": place.and_then(|place| place.admin1.as_ref()),
            ":lat": place.map(|place| place.lat),
            ":lon": place.map(|place| place.lon),
            ":precision": place.map(|place| place.precision.as_str()),
            ":geonames": place.and_then(|place| place.geonames),
            ":time": when.map(|when| self.document.words(when.span)),
            ":time_start": when.map(|when| start(when.span)),
            ":time_end": when.map(|when| end(when.span)),
            ":time_inherited": when.map(|when| when.inherited),
            ":date_from": when.and_then(|when| when.interval.from).map(|day| day.to_string()),
            ":date_to": when.and_then(|when| when.interval.to).map(|day| day.to_string()),
            ":grain": when.map(|when| when.grain.as_str()),
            ":claim": self.claim_over(account.trigger, claims),
            ":confidence": account.confidence,
            ":producer": account.by.to_string(),
        })?;
        Ok(had.unwrap_or_else(|| self.db.last_insert_rowid()))
    }

    /// Figures of accounts still found are made anew; a retired account keeps those of its last telling.
    fn figures(&self, accounts: &HashMap<AccountId, i64>, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
        for number in accounts.values() {
            self.db.prepare_cached("DELETE FROM figure WHERE account = ?")?.execute([number])?;
        }
        let mut insert = self.db.prepare_cached(
            "INSERT INTO figure (account, what, low, high, words, start, end, claim, producer)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
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
                ])?;
            }
        }
        Ok(())
    }

    fn statements(&self, accounts: &HashMap<AccountId, i64>, claims: &HashMap<ClaimId, i64>) -> Result<(), ErrorKind> {
        for number in accounts.values() {
            self.db.prepare_cached("DELETE FROM statement WHERE account = ?")?.execute([number])?;
        }
        let mut insert = self.db.prepare_cached(
            "INSERT INTO statement (account, slot, value, words, start, end, claim, status, producer)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
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
    fn claim_over(&self, span: Span, claims: &HashMap<ClaimId, i64>) -> Option<i64> {
        self.reading.claims_over(span).first().map(|claim| claims[&claim.id])
    }

    fn words(&self, span: Span) -> Words {
        Words { text: self.document.words(span).to_owned(), span }
    }

    fn who(&self, arguments: &[Argument]) -> Vec<Who> {
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

    fn voice(&self, source: &Source) -> Voice {
        let named = || self.reading.entity_at(source.span).map(|entity| entity.name.clone());
        let name = source.name.clone().or_else(named);
        Voice { words: self.words(source.span), name, source_type: source.source_type }
    }
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
fn count(persons: u64) -> i64 {
    i64::try_from(persons).unwrap_or(i64::MAX)
}

fn json(value: &impl Serialize) -> String {
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

// A number that is null makes a new row; a number that is known takes the new telling and is in force again.

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
    confidence = excluded.confidence, producer = excluded.producer, retired = 0";

const ACCOUNT: &str = "INSERT INTO account (
    number, document, local, type, mode, status, evoked_by, evoked_start, evoked_end, retold, sentence,
    sentence_start, sentence_end, actors, targets, place, place_start, place_end, place_inherited, place_key,
    place_name, country, admin1, lat, lon, precision, geonames, time, time_start, time_end, time_inherited,
    date_from, date_to, grain, claim, confidence, producer
) VALUES (
    :number, :document, :local, :type, :mode, :status, :evoked_by, :evoked_start, :evoked_end, :retold, :sentence,
    :sentence_start, :sentence_end, :actors, :targets, :place, :place_start, :place_end, :place_inherited, :place_key,
    :place_name, :country, :admin1, :lat, :lon, :precision, :geonames, :time, :time_start, :time_end, :time_inherited,
    :date_from, :date_to, :grain, :claim, :confidence, :producer
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
    confidence = excluded.confidence, producer = excluded.producer, retired = 0";
