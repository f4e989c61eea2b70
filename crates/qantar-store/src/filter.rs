//! What to leave out of a list. Values are always bound to the query, never written into it.

use jiff::civil::Date;
use qantar_record::{DocumentId, EventType, Mode, Status};
use rusqlite::types::Value;

/// Which rows to give. An empty filter gives all; every field that is set must hold.
///
/// ```
/// use qantar_record::Mode;
/// use qantar_store::Filter;
///
/// let strikes_in_bolivia =
///     Filter { mode: Some(Mode("strike".into())), country: Some("BO".into()), ..Filter::default() };
/// assert_ne!(strikes_in_bolivia, Filter::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Events of this type.
    pub event_type: Option<EventType>,
    /// Events of this mode.
    pub mode: Option<Mode>,
    /// Events of this status.
    pub status: Option<Status>,
    /// Events in this country: ISO 3166-1 alpha-2, in either case.
    pub country: Option<String>,
    /// Events whose place, or its first-level division, has this in its name or its words; case does not matter.
    pub place: Option<String>,
    /// Events that may reach this day or one after it. An open end of the event's days reaches as far as it must;
    /// an event with no day at all is left out.
    pub since: Option<Date>,
    /// Events that may begin on this day or before it; like `since` otherwise.
    pub until: Option<Date>,
    /// What somebody said who has this in their name or words; case does not matter.
    pub source: Option<String>,
    /// From this document.
    pub document: Option<DocumentId>,
    /// With this in the sentence; case does not matter.
    pub text: Option<String>,
    /// At least this sure, 0 to 1.
    pub confidence: Option<f64>,
    /// Events that a person has judged right, or those that nobody has. Of events only.
    pub reviewed: Option<bool>,
    /// In which order. Of events only; all else comes by number.
    pub sort: Sort,
    /// At most so many rows.
    pub limit: Option<usize>,
    /// After so many rows that are left out. Of events and accounts only.
    pub offset: usize,
    /// Also accounts and claims that the newest reading of their document no longer finds.
    pub retired: bool,
}

/// The order of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By number: in the order in which they came into the case.
    #[default]
    Number,
    /// Those that began first come first; those with no day come last.
    Earliest,
    /// Those that ended last come first; those with no day come last.
    Latest,
}

impl Filter {
    /// Whether it says anything of events.
    pub(crate) fn is_about_events(&self) -> bool {
        let Filter { event_type, mode, status, country, place, since, until, confidence, .. } = self;
        event_type.is_some()
            || mode.is_some()
            || status.is_some()
            || country.is_some()
            || place.is_some()
            || since.is_some()
            || until.is_some()
            || confidence.is_some()
    }

    /// The most rows, as SQL wants it: −1 is no limit.
    pub(crate) fn most(&self) -> i64 {
        self.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
    }

    /// The rows to leave out first, as SQL wants them.
    pub(crate) fn skipped(&self) -> i64 {
        i64::try_from(self.offset).unwrap_or(i64::MAX)
    }
}

/// Conditions of a query and the values bound to them. Conditions are literals of this crate.
#[derive(Default)]
pub(crate) struct Conditions {
    clauses: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// What the filter says of events, over `account a`.
    pub(crate) fn on_events(mut self, filter: &Filter) -> Self {
        self.bind("a.type = ?", filter.event_type.as_ref().map(|code| code.0.clone()));
        self.bind("a.mode = ?", filter.mode.as_ref().map(|code| code.0.clone()));
        self.bind("a.status = ?", filter.status.map(|status| status.as_str().to_owned()));
        self.bind("a.country = ?", filter.country.as_ref().map(|code| code.to_ascii_uppercase()));
        self.bind("(holds(a.place_name, ?) OR holds(a.admin1, ?) OR holds(a.place, ?))", lower(&filter.place));
        self.bind("(a.date_to >= ? OR (a.date_to IS NULL AND a.date_from IS NOT NULL))", text(filter.since));
        self.bind("(a.date_from <= ? OR (a.date_from IS NULL AND a.date_to IS NOT NULL))", text(filter.until));
        self.bind("a.confidence >= ?", filter.confidence.map(|least| least.to_string()));
        self
    }

    /// What the filter says that lies in the row of an event, over `event e`.
    pub(crate) fn on_event_rows(mut self, filter: &Filter) -> Self {
        self.bind("e.type = ?", filter.event_type.as_ref().map(|code| code.0.clone()));
        self.bind("e.mode = ?", filter.mode.as_ref().map(|code| code.0.clone()));
        self.bind("e.status = ?", filter.status.map(|status| status.as_str().to_owned()));
        self.bind("e.country = ?", filter.country.as_ref().map(|code| code.to_ascii_uppercase()));
        self.bind("(e.ends >= ? OR (e.date_to IS NULL AND e.date_from IS NOT NULL))", text(filter.since));
        self.bind("(e.begins <= ? OR (e.date_from IS NULL AND e.date_to IS NOT NULL))", text(filter.until));
        self.bind("e.confidence >= ?", filter.confidence.map(|least| least.to_string()));
        self.bind("e.reviewed = ?", filter.reviewed.map(|reviewed| i64::from(reviewed).to_string()));
        self
    }

    /// Which document, over `document d`.
    pub(crate) fn on_document(mut self, filter: &Filter) -> Self {
        self.bind("d.id = ?", filter.document.as_ref().map(|id| id.as_str().to_owned()));
        self
    }

    /// Adds a condition when there is a value; every `?` in it stands for that value.
    pub(crate) fn bind(&mut self, clause: &str, value: Option<String>) {
        if let Some(value) = value {
            self.values.push(Value::Text(value));
            self.clauses.push(clause.replace('?', &format!("?{}", self.values.len())));
        }
    }

    /// Adds a condition that needs no value.
    pub(crate) fn hold(&mut self, clause: &'static str) {
        self.clauses.push(clause.to_owned());
    }

    /// No conditions, and all values bound so far: for the next part of one query.
    pub(crate) fn start_over(mut self) -> Self {
        self.clauses.clear();
        self
    }

    /// The conditions as SQL, true where there are none.
    pub(crate) fn sql(&self) -> String {
        if self.clauses.is_empty() { "TRUE".into() } else { self.clauses.join(" AND ") }
    }

    /// The values, in order.
    pub(crate) fn values(self) -> impl Iterator<Item = Value> {
        self.values.into_iter()
    }
}

/// The text in lower case, as the SQL function `holds` wants what it looks for.
pub(crate) fn lower(text: &Option<String>) -> Option<String> {
    text.as_ref().map(|text| text.to_lowercase())
}

/// In lower case, as the SQL functions want what they look for; none where nothing is asked.
pub(crate) fn told(words: &Option<String>) -> Option<String> {
    lower(words).map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
