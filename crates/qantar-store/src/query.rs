//! Asking a case. Every query sees one state of it, whatever another process writes meanwhile.

use crate::body::Body;
use crate::case::Case;
use crate::columns::{account, claim, document, figure, place, problem, statement, summary};
use crate::error::{Error, ErrorKind};
use crate::filter::{Conditions, Filter, lower};
use crate::report::DOCUMENTS;
use crate::rows::{AccountRow, ClaimRow, DocumentRow, FigureRow, PlaceRow, ProblemRow, StatementRow, Summary};
use qantar_record::{Document, DocumentId, Reading, Slot, Value};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

impl Case {
    /// How much the case holds.
    pub fn summary(&self) -> Result<Summary, Error> {
        self.ask(|db| {
            // All and the retired, of which there are few, are counted in narrow indexes.
            let select = "SELECT count(*) AS documents, min(published) AS first, max(published) AS last,
                (SELECT count(*) FROM account) - (SELECT count(*) FROM account WHERE retired = 1) AS accounts,
                (SELECT count(*) FROM claim) - (SELECT count(*) FROM claim WHERE retired = 1) AS claims,
                (SELECT count(*) FROM problem) AS problems FROM document";
            Ok(db.query_row(select, [], summary)?)
        })
    }

    /// Every document, in order of arrival.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, Error> {
        self.ask(|db| {
            let mut documents = rows(db, &format!("{DOCUMENTS} ORDER BY d.number"), [], document)?;
            let mut origins = db.prepare("SELECT path FROM origin WHERE document = ? ORDER BY path")?;
            for document in &mut documents {
                document.origins = origins.query_map([document.number], |row| row.get(0))?.collect::<Result<_, _>>()?;
            }
            Ok(documents)
        })
    }

    /// A document and the reading of it that is in force; none when the case does not know it.
    pub fn document(&self, id: &DocumentId) -> Result<Option<(Document, Reading)>, Error> {
        self.ask(|db| {
            let select = "SELECT d.body, r.body FROM document d JOIN reading r ON r.document = d.number
                          WHERE d.id = ? ORDER BY r.number DESC LIMIT 1";
            let bodies: Option<(Vec<u8>, Vec<u8>)> =
                db.query_row(select, [id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((document, reading)) = bodies else { return Ok(None) };
            let document = Body::stored(&document)?.document()?;
            let reading = Body::stored(&reading)?.reading(document.text())?;
            Ok(Some((document, reading)))
        })
    }

    /// Accounts, by number.
    pub fn accounts(&self, filter: &Filter) -> Result<Vec<AccountRow>, Error> {
        self.ask(|db| {
            let mut conditions = Conditions::default().on_events(filter).on_document(filter);
            conditions.bind("holds(a.sentence, ?)", lower(&filter.text));
            conditions.bind(ACCOUNT_HAS_SOURCE, lower(&filter.source));
            if !filter.retired {
                conditions.hold("a.retired = 0");
            }
            let chosen = conditions.sql();
            let page = format!("{chosen} ORDER BY a.number LIMIT {} OFFSET {}", filter.most(), filter.skipped());
            accounts_where(db, &page, params_from_iter(conditions.values()))
        })
    }

    /// The account with this number, retired ones included; none when there never was one.
    pub fn account(&self, number: i64) -> Result<Option<AccountRow>, Error> {
        self.ask(|db| Ok(accounts_where(db, "a.number = ?", [number])?.pop()))
    }

    /// Figures, by the number of their account and then as they stand in the report. A source that is asked for is
    /// the figure's own.
    pub fn figures(&self, filter: &Filter) -> Result<Vec<FigureRow>, Error> {
        self.ask(|db| {
            let mut conditions = Conditions::default().on_events(filter).on_document(filter);
            conditions.bind("holds(a.sentence, ?)", lower(&filter.text));
            conditions.bind("(holds(c.source, ?) OR holds(c.source_name, ?))", lower(&filter.source));
            if !filter.retired {
                conditions.hold("a.retired = 0");
            }
            let select = format!("{FIGURES} WHERE {} {FIGURE_ORDER} LIMIT {}", conditions.sql(), filter.most());
            rows(db, &select, params_from_iter(conditions.values()), figure)
        })
    }

    /// Claims, by number. Where the filter says something of events, only claims that say something of such an event.
    pub fn claims(&self, filter: &Filter) -> Result<Vec<ClaimRow>, Error> {
        self.ask(|db| {
            let conditions = Conditions::default().on_events(filter);
            let about = if filter.is_about_events() {
                format!(
                    "c.number IN (SELECT s.claim FROM statement s JOIN account a ON a.number = s.account
                         WHERE s.claim IS NOT NULL AND a.retired = 0 AND {})",
                    conditions.sql()
                )
            } else {
                "TRUE".into()
            };
            let mut conditions = conditions.start_over().on_document(filter);
            conditions.bind("(holds(c.source, ?) OR holds(c.source_name, ?))", lower(&filter.source));
            conditions.bind("(holds(c.content, ?) OR holds(c.sentence, ?))", lower(&filter.text));
            if !filter.retired {
                conditions.hold("c.retired = 0");
            }
            let select =
                format!("{CLAIMS} WHERE {about} AND {} ORDER BY c.number LIMIT {}", conditions.sql(), filter.most());
            let mut claims = rows(db, &select, params_from_iter(conditions.values()), claim)?;
            for claim in &mut claims {
                claim.accounts = accounts_in(db, claim.number)?;
            }
            Ok(claims)
        })
    }

    /// Places that reports name, the most often named first.
    ///
    /// Country, place and document choose among mentions; `events` counts the accounts that the whole filter leaves.
    /// Where the filter says more (a type, days, a source …), places without such an event are left out.
    pub fn places(&self, filter: &Filter) -> Result<Vec<PlaceRow>, Error> {
        self.ask(|db| {
            let mut events = Conditions::default().on_events(filter).on_document(filter);
            events.bind("holds(a.sentence, ?)", lower(&filter.text));
            events.bind(ACCOUNT_HAS_SOURCE, lower(&filter.source));
            let events_sql = events.sql();
            let mut mentions = events.start_over().on_document(filter);
            mentions.bind("p.country = ?", filter.country.as_ref().map(|code| code.to_ascii_uppercase()));
            mentions.bind("(holds(p.name, ?) OR holds(p.admin1, ?) OR holds(p.words, ?))", lower(&filter.place));
            let anywhere = Filter { country: None, place: None, ..filter.clone() };
            let narrow = anywhere.is_about_events() || filter.text.is_some() || filter.source.is_some();
            let join = if narrow { "JOIN" } else { "LEFT JOIN" };
            let select = format!(
                "WITH happened AS (
                    SELECT a.place_key, count(*) AS events FROM account a JOIN document d ON d.number = a.document
                    WHERE a.retired = 0 AND a.place_key IS NOT NULL AND {events_sql} GROUP BY a.place_key
                 ), named AS (
                    SELECT p.*, min(p.rowid), count(*) AS mentions, sum(p.metonymic) AS metonyms,
                           count(DISTINCT p.document) AS documents
                    FROM place p JOIN document d ON d.number = p.document WHERE {} GROUP BY p.key
                 )
                 SELECT named.*, coalesce(happened.events, 0) AS events
                 FROM named {join} happened ON happened.place_key = named.key
                 ORDER BY mentions DESC, key LIMIT {}",
                mentions.sql(),
                filter.most()
            );
            rows(db, &select, params_from_iter(mentions.values()), place)
        })
    }

    /// What the report says of an account, slot by slot in the order people read them; one slot when one is asked for.
    /// Whether it took place is said by the words that evoke the event, and told only when it is asked for.
    pub fn statements(&self, account: i64, slot: Option<Slot>) -> Result<Vec<StatementRow>, Error> {
        let written = slot.map(|slot| if slot == Slot::Status { Slot::Type } else { slot });
        let mut statements = self.ask(|db| rows(db, STATEMENTS, (account, written.map(Slot::as_str)), statement))?;
        statements.sort_by_key(|statement| statement.slot);
        if slot == Some(Slot::Status) {
            statements.truncate(1);
            for told in &mut statements {
                (told.slot, told.value) = (Slot::Status, Value::Took { status: told.status });
            }
        }
        Ok(statements)
    }

    /// What could not be taken in or read as it should, document by document.
    pub fn problems(&self) -> Result<Vec<ProblemRow>, Error> {
        self.ask(|db| {
            let select = "SELECT d.id, d.title, p.* FROM problem p JOIN document d ON d.number = p.document
                          ORDER BY p.document, p.rowid";
            rows(db, select, [], problem)
        })
    }

    /// Runs a query of several steps over one state of the case.
    pub(crate) fn ask<T>(&self, query: impl FnOnce(&Connection) -> Result<T, ErrorKind>) -> Result<T, Error> {
        let one_state = || {
            let transaction = self.db.unchecked_transaction()?;
            query(&transaction)
        };
        one_state().map_err(|kind| self.cannot("read", kind))
    }
}

/// The accounts of which the condition holds, with their figures.
pub(crate) fn accounts_where(
    db: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<AccountRow>, ErrorKind> {
    let mut accounts = rows(db, &format!("{ACCOUNTS} WHERE {condition}"), values, account)?;
    for account in &mut accounts {
        account.figures = figures_of(db, account.number)?;
    }
    Ok(accounts)
}

pub(crate) fn rows<T>(
    db: &Connection,
    select: &str,
    values: impl rusqlite::Params,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, ErrorKind> {
    Ok(db.prepare_cached(select)?.query_map(values, read)?.collect::<Result<_, _>>()?)
}

fn figures_of(db: &Connection, account: i64) -> Result<Vec<FigureRow>, ErrorKind> {
    rows(db, &format!("{FIGURES} WHERE f.account = ? {FIGURE_ORDER}"), [account], figure)
}

fn accounts_in(db: &Connection, claim: i64) -> Result<Vec<i64>, ErrorKind> {
    let select = "SELECT DISTINCT s.account FROM statement s JOIN account a ON a.number = s.account
                  WHERE s.claim = ? AND a.retired = 0 ORDER BY 1";
    rows(db, select, [claim], |row| row.get(0))
}

const ACCOUNTS: &str =
    "SELECT a.*, d.id, d.title, d.publisher, d.published FROM account a JOIN document d ON d.number = a.document";

const ACCOUNT_HAS_SOURCE: &str = "EXISTS (SELECT 1 FROM statement s JOIN claim c ON c.number = s.claim
    WHERE s.account = a.number AND (holds(c.source, ?) OR holds(c.source_name, ?)))";

const FIGURES: &str = "SELECT f.*, d.id, d.publisher, d.published,
    c.source, c.source_start, c.source_end, c.source_name, c.source_type, c.via
    FROM figure f JOIN account a ON a.number = f.account JOIN document d ON d.number = a.document
    LEFT JOIN claim c ON c.number = f.claim";

const FIGURE_ORDER: &str = "ORDER BY f.account, f.rowid";

const CLAIMS: &str =
    "SELECT c.*, d.id, d.title, d.publisher, d.published FROM claim c JOIN document d ON d.number = c.document";

const STATEMENTS: &str = "SELECT s.*, d.id, c.source, c.source_start, c.source_end, c.source_name, c.source_type
    FROM statement s JOIN account a ON a.number = s.account JOIN document d ON d.number = a.document
    LEFT JOIN claim c ON c.number = s.claim
    WHERE s.account = ?1 AND (?2 IS NULL OR s.slot = ?2) ORDER BY s.rowid";
