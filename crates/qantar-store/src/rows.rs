//! What comes out of a case. Plain fields; words come with their span in bytes of the document's text.

use jiff::Timestamp;
use jiff::civil::Date;
use qantar_record::{
    AccountId, ClaimId, ClaimKind, Counted, DocumentId, Entry, Event, EventId, EventType, Judgement, Ledger, Mode,
    Place, Precision, Slot, Span, Stage, Standing, Status, Value,
};
pub use qantar_record::{PlaceSlot, TimeSlot, Voice, Who, Words};

/// What the whole case holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents kept.
    pub documents: u64,
    /// Accounts in force.
    pub accounts: u64,
    /// Claims in force.
    pub claims: u64,
    /// Problems met in taking in and reading.
    pub problems: u64,
    /// The earliest day of publication; none when no document states one.
    pub first_published: Option<Date>,
    /// The latest day of publication.
    pub last_published: Option<Date>,
}

/// One document, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its number in the case, in order of arrival, from 1.
    pub number: i64,
    /// Its id.
    pub id: DocumentId,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// Words of text, counted between white space.
    pub words: u64,
    /// Where it came from, in alphabetical order.
    pub origins: Vec<String>,
    /// The version of the reading in force.
    pub version: String,
    /// Accounts in force.
    pub accounts: u64,
    /// Claims in force.
    pub claims: u64,
    /// Problems met in taking it in and reading it.
    pub problems: u64,
}

/// One report's telling of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountRow {
    /// Its number in the case, which people see as `a12`. It never changes and is never used again.
    pub number: i64,
    /// Its number in the reading that told it; 0 when a person added it.
    pub local: AccountId,
    /// The document.
    pub document: DocumentId,
    /// The document's headline.
    pub title: Option<String>,
    /// Who printed the document.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// What happened.
    pub event_type: EventType,
    /// How.
    pub mode: Mode,
    /// Whether it took place.
    pub status: Status,
    /// The word that evokes it.
    pub trigger: Words,
    /// That word's sentence.
    pub sentence: Words,
    /// Who did it.
    pub actors: Vec<Who>,
    /// To whom.
    pub targets: Vec<Who>,
    /// Where; none when the report does not tell.
    pub place: Option<PlaceSlot>,
    /// When; none when the report does not tell.
    pub time: Option<TimeSlot>,
    /// How many.
    pub figures: Vec<FigureRow>,
    /// The number of the claim that the trigger stands in; none: the report's own voice.
    pub claim: Option<i64>,
    /// Probability that the account is right, 0 to 1.
    pub confidence: f64,
    /// Whether the newest reading of its document no longer finds it; then this is its last telling.
    pub retired: bool,
    /// The event that it belongs to: the one of its own number until it is merged, and when it is retired.
    pub event: EventId,
    /// The stage, version and rule that found it.
    pub by: String,
    /// The judgement by which a person added it; none: a reading tells it.
    pub judged: Option<i64>,
}

/// A count, with its range and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// The number of its account.
    pub account: i64,
    /// The document.
    pub document: DocumentId,
    /// Who printed the document.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// What is counted.
    pub what: Counted,
    /// The least it can be; none when the words set no lower bound.
    pub low: Option<u64>,
    /// The most it can be; none when the words set no upper bound.
    pub high: Option<u64>,
    /// The figure with its hedge.
    pub words: Words,
    /// The words for those counted, when they are a part of another figure: "police" in "19 of them police".
    pub part: Option<String>,
    /// Whether the report says that whoever gave it has withdrawn it.
    pub withdrawn: bool,
    /// The day it was given, when the report tells.
    pub as_of: Option<Date>,
    /// The number of the claim it stands in; none: the report's own voice.
    pub claim: Option<i64>,
    /// Who made that claim.
    pub source: Option<Voice>,
    /// Through whom, nearest to the reader first.
    pub via: Vec<Voice>,
    /// The stage, version and rule that read it.
    pub by: String,
}

/// Words that somebody is said to have said.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    /// Its number in the case, which people see as `c7`. It never changes and is never used again.
    pub number: i64,
    /// Its number in the reading that told it.
    pub local: ClaimId,
    /// The document.
    pub document: DocumentId,
    /// The document's headline.
    pub title: Option<String>,
    /// Who printed the document. Never the source.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Direct or indirect.
    pub kind: ClaimKind,
    /// Who says it.
    pub source: Voice,
    /// Through whom, nearest to the reader first.
    pub via: Vec<Voice>,
    /// The word of saying.
    pub cue: Words,
    /// What is said.
    pub content: Words,
    /// The sentence or sentences.
    pub sentence: Words,
    /// The numbers of the accounts in force that it says something of.
    pub accounts: Vec<i64>,
    /// Probability that the claim is right, 0 to 1.
    pub confidence: f64,
    /// Whether the newest reading of its document no longer finds it.
    pub retired: bool,
    /// The stage, version and rule that found it.
    pub by: String,
}

/// A place that reports name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// The words of its first mention.
    pub words: String,
    /// What they were resolved to; none when the gazetteer could not tell. Those are counted by their words.
    pub place: Option<Place>,
    /// How often it is named, metonymy included.
    pub mentions: u64,
    /// How many of those stand for a government or a team.
    pub metonymic: u64,
    /// In how many documents.
    pub documents: u64,
    /// How many accounts in force take place there.
    pub events: u64,
}

/// What one report says of one slot of one account.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementRow {
    /// The number of the account.
    pub account: i64,
    /// The slot.
    pub slot: Slot,
    /// The value.
    pub value: Value,
    /// The words it came from.
    pub words: Words,
    /// The document.
    pub document: DocumentId,
    /// The number of the claim it stands in; none: the report's own voice.
    pub claim: Option<i64>,
    /// Who made that claim.
    pub source: Option<Voice>,
    /// Whether the account's event took place.
    pub status: Status,
    /// The stage, version and rule that wrote it.
    pub by: String,
}

/// Something that could not be taken in or read as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRow {
    /// The document.
    pub document: DocumentId,
    /// Its headline.
    pub title: Option<String>,
    /// Where the problem arose.
    pub stage: Stage,
    /// What, why, and what was kept.
    pub message: String,
    /// The words concerned, when it is about some.
    pub span: Option<Span>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgementRow {
    /// Its number in the log.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What, by whom and why.
    pub judgement: Judgement,
    /// Whether it holds: nothing has undone it, or that was undone.
    pub holds: bool,
    /// The judgement that undid it, when it does not hold.
    pub undone_by: Option<i64>,
    /// The numbers of the accounts that it is about now, in the order of its anchors; none where no reading tells the
    /// account any more: the judgement waits until one does.
    pub accounts: Vec<Option<i64>>,
}

/// One entry of the log that concerns an event.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub step: Step,
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// A report came into the case.
    Kept {
        /// The report.
        document: DocumentId,
        /// Where it came from.
        origin: String,
        /// What read it.
        version: String,
        /// The numbers of all its accounts.
        new: Vec<i64>,
    },
    /// A report was read again.
    ReadAgain {
        /// The report.
        document: DocumentId,
        /// What read it.
        version: String,
        /// The numbers of accounts that no reading before told.
        new: Vec<i64>,
        /// The numbers of accounts that it tells no more.
        retired: Vec<i64>,
    },
    /// A report came again, from somewhere else.
    FoundAgain {
        /// The report.
        document: DocumentId,
        /// Where it came from.
        origin: String,
    },
    /// Somebody decided.
    Judged(Box<JudgementRow>),
}

/// A judgement that a whole account is right or wrong, and holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its number in the log.
    pub judgement: i64,
    /// Who decided.
    pub by: String,
    /// The account in force that it is about now.
    pub account: i64,
    /// The event of that account, of which there is no row when it is judged wrong.
    pub event: EventId,
    /// Whether the account is right.
    pub right: bool,
}

/// What of an event says how much a look at it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct LookRow {
    /// The event.
    pub event: EventId,
    /// What happened.
    pub event_type: EventType,
    /// How many accounts it has.
    pub accounts: u64,
    /// Probability that at least one of its accounts is right, 0 to 1.
    pub confidence: f64,
    /// Probability of the weakest tie that holds its accounts together; see [`qantar_record::Event::tie`].
    pub tie: Option<f64>,
    /// Things counted of which figures differ.
    pub disputed: u32,
    /// How fine its place is; none when no report tells, or nothing was resolved.
    pub precision: Option<Precision>,
    /// How many days its time spans; none when no report tells, or only one end of it.
    pub days: Option<u64>,
    /// Reports that tell it.
    pub reports: u64,
    /// Killed, by the figure to go by.
    pub killed: Option<u64>,
}

impl LookRow {
    /// What an event says of itself.
    pub fn of(event: &Event) -> Self {
        let days = event.time().map(|when| when.interval);
        let place = event.place().and_then(|at| at.place.as_ref());
        let disputed = event.figures.iter().filter(|ledger| is_disputed(ledger)).count();
        LookRow {
            event: event.id,
            event_type: event.kind().event_type.clone(),
            accounts: event.accounts.len() as u64,
            confidence: event.confidence,
            tie: event.tie,
            disputed: u32::try_from(disputed).unwrap_or(u32::MAX),
            precision: place.map(|place| place.precision),
            days: days.and_then(|days| days.from.zip(days.to)).map(|(from, to)| days_of(from, to)),
            reports: event.origins.reports as u64,
            killed: event.ledger(Counted::Killed).and_then(|ledger| ledger.best),
        }
    }
}

/// How many days there are from one to the other, both counted.
fn days_of(from: Date, to: Date) -> u64 {
    from.until(to).map_or(u64::MAX, |span| u64::from(span.get_days().unsigned_abs()) + 1)
}

/// Whether figures in force differ.
fn is_disputed(ledger: &Ledger) -> bool {
    let in_force = |entry: &&Entry| entry.standing == Standing::InForce && entry.has_number();
    let mut told = ledger.entries.iter().filter(in_force).map(|entry| (entry.low, entry.high));
    let first = told.next();
    told.any(|other| Some(other) != first)
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderRow {
    /// Their name, which is that of their judgements.
    pub name: String,
    /// When they got their first password.
    pub created: Timestamp,
}
