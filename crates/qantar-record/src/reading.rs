//! What the program found in one report.
//!
//! Every value has a [`Span`] into the document's text and the name of its [`Producer`]. What can be worked out from
//! spans (the entity behind an argument, the claims over a figure) is worked out, not stored twice: see
//! [`Reading::entity_at`] and [`Reading::claims_over`].

use crate::document::DocumentId;
use crate::ontology::{EventType, Mode};
use crate::problem::Problem;
use crate::producer::Producer;
use crate::span::Span;
use crate::telling::{Outline, Sketch};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// All layers laid over one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The document that was read.
    pub document: DocumentId,
    /// Program, data and models that read it; equal versions give equal readings, to the byte.
    pub version: String,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Who is spoken of.
    pub entities: Vec<Entity>,
    /// Place names.
    pub places: Vec<Toponym>,
    /// Time expressions.
    pub times: Vec<Timex>,
    /// What is told to have happened, or to be planned, possible or untrue.
    pub accounts: Vec<Account>,
    /// Who says what.
    pub claims: Vec<Claim>,
    /// The report in numbers, to tell how like another it is.
    #[serde(default)]
    pub sketch: Sketch,
    /// The report in more numbers, to tell stories apart.
    #[serde(default)]
    pub outline: Outline,
    /// What could not be read as it should.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The entity with a mention that shares most bytes with `span`; the earlier one on a tie.
    pub fn entity_at(&self, span: Span) -> Option<&Entity> {
        let shared =
            |mention: &Mention| mention.span.end.min(span.end).saturating_sub(mention.span.start.max(span.start));
        self.entities
            .iter()
            .filter_map(|entity| {
                let most = entity.mentions.iter().map(shared).max()?;
                (most > 0).then_some((most, entity))
            })
            .max_by(|(a, x), (b, y)| a.cmp(b).then(y.id.cmp(&x.id)))
            .map(|(_, entity)| entity)
    }

    /// The claims whose content holds all of `span`, the narrowest first.
    pub fn claims_over(&self, span: Span) -> Vec<&Claim> {
        let mut over: Vec<_> = self.claims.iter().filter(|claim| claim.content.contains(span)).collect();
        over.sort_by_key(|claim| (claim.content.len(), claim.id));
        over
    }

    /// The claim with this id.
    pub fn claim(&self, id: ClaimId) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// The account with this id.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The sentence that holds the first byte of `span`.
    pub fn sentence_at(&self, span: Span) -> Option<Span> {
        let next = self.sentences.partition_point(|sentence| sentence.span.start <= span.start);
        let sentence = self.sentences.get(next.checked_sub(1)?)?;
        (span.start < sentence.span.end).then_some(sentence.span)
    }
}

macro_rules! local_id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(
            /// Counts from 1 inside the document.
            pub u32,
        );

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }
    };
}

local_id!(
    /// An account inside one reading: `e1`.
    AccountId, "e"
);
local_id!(
    /// A claim inside one reading: `c1`.
    ClaimId, "c"
);
local_id!(
    /// An entity inside one reading: `n1`.
    EntityId, "n"
);

/// A stretch between end marks inside one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
}

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum NameType {
    /// A person.
    Per,
    /// A body: ministry, party, company, outlet, court.
    Org,
    /// A country, region, town: a place with a government.
    Gpe,
    /// A sea, river, mountain, desert.
    Loc,
    /// A building, square, base, road.
    Fac,
    /// A named movement or armed group, or a crowd spoken of as one.
    Group,
    /// A nationality, faith, or the adjective of a party.
    Norp,
}

impl NameType {
    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            NameType::Per => "PER",
            NameType::Org => "ORG",
            NameType::Gpe => "GPE",
            NameType::Loc => "LOC",
            NameType::Fac => "FAC",
            NameType::Group => "GROUP",
            NameType::Norp => "NORP",
        }
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// By name: "Tokayev".
    Name,
    /// By a role or kind: "the president".
    Nominal,
    /// By a pronoun: "he".
    Pronoun,
}

/// Words that refer to somebody or something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// How they refer.
    pub kind: MentionKind,
    /// What they refer to.
    pub name_type: NameType,
    /// Who found them.
    pub by: Producer,
}

/// Who or what is spoken of in one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its number in the reading.
    pub id: EntityId,
    /// The fullest name in the report.
    pub name: String,
    /// What it is.
    pub name_type: NameType,
    /// Every mention, in order.
    pub mentions: Vec<Mention>,
    /// Role words in the text: "President".
    pub roles: Vec<Span>,
    /// ISO 3166-1 alpha-2 code of the country it belongs to, when the text tells.
    pub country: Option<String>,
    /// PLOVER sector code (GOV, COP, MIL, CVL …), when the words tell.
    pub sector: Option<String>,
    /// Who grouped them.
    pub by: Producer,
}

/// How exactly a point is known: the kind of thing it is the point of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A building, square, crossing.
    Site,
    /// A town, village or quarter.
    Town,
    /// A second-level division.
    District,
    /// A first-level division or a part of a country.
    Region,
    /// A country.
    Country,
    /// A sea, desert, or several states together.
    Area,
}

impl Precision {
    /// All of them, the finest first.
    pub const ALL: [Precision; 6] =
        [Precision::Site, Precision::Town, Precision::District, Precision::Region, Precision::Country, Precision::Area];

    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Site => "site",
            Precision::Town => "town",
            Precision::District => "district",
            Precision::Region => "region",
            Precision::Country => "country",
            Precision::Area => "area",
        }
    }
}

/// An entry of the gazetteer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-2; none for seas and regions over several states.
    pub country: Option<String>,
    /// Name of the first-level division it lies in, if it lies in one.
    pub admin1: Option<String>,
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// What the point is the point of.
    pub precision: Precision,
    /// GeoNames id, when it has one.
    pub geonames: Option<u32>,
}

/// A place name in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Toponym {
    /// The words.
    pub span: Span,
    /// What they were resolved to; none when the gazetteer has no such place or cannot tell which.
    pub place: Option<Place>,
    /// The next likeliest places of the name, the likelier first: at most two, each somewhere else.
    #[serde(default)]
    pub others: Vec<Place>,
    /// How much likelier the place is than the first of the others, as a power of ten of inhabitants that would make up for
    /// it; none when there are no others.
    #[serde(default)]
    pub margin: Option<f64>,
    /// Whether the name stands for a government or a team ("Moscow rejected").
    pub metonymic: bool,
    /// Who found and resolved it.
    pub by: Producer,
}

/// How fine a time expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Grain {
    PartOfDay,
    Day,
    Weekend,
    Week,
    PartOfMonth,
    Month,
    Quarter,
    Season,
    PartOfYear,
    Year,
    Decade,
    Century,
    /// A stated or vague stretch: "from 3 to 9 May", "in recent days".
    Stretch,
}

impl Grain {
    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Grain::PartOfDay => "part-of-day",
            Grain::Day => "day",
            Grain::Weekend => "weekend",
            Grain::Week => "week",
            Grain::PartOfMonth => "part-of-month",
            Grain::Month => "month",
            Grain::Quarter => "quarter",
            Grain::Season => "season",
            Grain::PartOfYear => "part-of-year",
            Grain::Year => "year",
            Grain::Decade => "decade",
            Grain::Century => "century",
            Grain::Stretch => "stretch",
        }
    }
}

/// Days from one to another, both included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Interval {
    /// One day.
    pub fn day(day: Date) -> Self {
        Interval { from: Some(day), to: Some(day) }
    }

    /// From one day to another, in either order.
    pub fn between(a: Date, b: Date) -> Self {
        Interval { from: Some(a.min(b)), to: Some(a.max(b)) }
    }

    /// Whether the two can share a day; an open end reaches as far as it must.
    pub fn meets(self, other: Interval) -> bool {
        let before = |to: Option<Date>, from: Option<Date>| matches!((to, from), (Some(to), Some(from)) if to < from);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// A time expression in the text, set on the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// The words.
    pub span: Span,
    /// The days; both ends open when the words need an anchor that the report does not give.
    pub interval: Interval,
    /// How fine the words are.
    pub grain: Grain,
    /// Who read it, by which rule.
    pub by: Producer,
}

/// Whether it took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Took place, goes on, or is alleged to have.
    Happened,
    /// Announced, promised, plotted.
    Planned,
    /// May, would, could.
    Hypothetical,
    /// Stated not to have happened.
    Denied,
}

impl Status {
    /// All of them, the surest first.
    pub const ALL: [Status; 4] = [Status::Happened, Status::Planned, Status::Hypothetical, Status::Denied];

    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Happened => "happened",
            Status::Planned => "planned",
            Status::Hypothetical => "hypothetical",
            Status::Denied => "denied",
        }
    }
}

/// Who does or suffers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// The words: the shortest full noun phrase.
    pub span: Span,
    /// Who bound them to the event.
    pub by: Producer,
}

/// Where an account's event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventPlace {
    /// The words.
    pub span: Span,
    /// What they were resolved to.
    pub place: Option<Place>,
    /// Whether the words stand in another sentence than the event.
    pub inherited: bool,
    /// Who bound it to the event.
    pub by: Producer,
}

/// When an account's event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventTime {
    /// The words.
    pub span: Span,
    /// The days.
    pub interval: Interval,
    /// How fine the words are.
    pub grain: Grain,
    /// Whether the words stand in another sentence than the event.
    pub inherited: bool,
    /// Who bound it to the event.
    pub by: Producer,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Counted {
    Killed,
    Injured,
    Detained,
    Participants,
    Other,
}

impl Counted {
    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Counted::Killed => "killed",
            Counted::Injured => "injured",
            Counted::Detained => "detained",
            Counted::Participants => "participants",
            Counted::Other => "other",
        }
    }
}

/// A count with its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is counted.
    pub what: Counted,
    /// The figure with its hedge: "at least 12".
    pub span: Span,
    /// The least it can be, persons or things; none when the words set no lower bound.
    pub low: Option<u64>,
    /// The most it can be; none when the words set no upper bound. Neither bound: the words say that the figure before them
    /// is too low.
    pub high: Option<u64>,
    /// The words for those counted when they are a part of another figure: "police" in "19 of them police".
    #[serde(default)]
    pub part: Option<Span>,
    /// Whether the report says that whoever gave it has withdrawn it.
    #[serde(default)]
    pub withdrawn: bool,
    /// The day it was given, when the report tells.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Who read it.
    pub by: Producer,
}

/// One report's telling of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its number in the reading.
    pub id: AccountId,
    /// A node of the ontology.
    pub event_type: EventType,
    /// One of the type's modes, or `other`.
    pub mode: Mode,
    /// Whether it took place.
    pub status: Status,
    /// The word that evokes it, at its most telling sentence.
    pub trigger: Span,
    /// That sentence.
    pub sentence: Span,
    /// The triggers by which other sentences of the report tell it again.
    pub retold: Vec<Span>,
    /// Who does it.
    pub actors: Vec<Argument>,
    /// To whom it is done.
    pub targets: Vec<Argument>,
    /// Where.
    pub place: Option<EventPlace>,
    /// When.
    pub time: Option<EventTime>,
    /// How many.
    pub figures: Vec<Figure>,
    /// Hashes of the words that tell it, each once, ascending; see [`Sketch`].
    #[serde(default)]
    pub terms: Vec<u32>,
    /// Probability that the account is right, 0 to 1.
    pub confidence: f64,
    /// Who found it.
    pub by: Producer,
}

/// Direct speech or reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// The content stands in quotation marks.
    Direct,
    /// The content is reported.
    Indirect,
}

impl ClaimKind {
    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimKind::Direct => "direct",
            ClaimKind::Indirect => "indirect",
        }
    }
}

/// What kind of voice a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// State, police, ministry, court, international body.
    Official,
    /// Took part or saw it.
    Witness,
    /// Outlet, reporter, published video.
    Media,
    /// Scholar, analyst, observer.
    Expert,
    /// Rights group, charity, union of doctors.
    Ngo,
    /// Posts and their writers.
    SocialMedia,
    /// Parties, armed groups, companies, churches, citizens, unnamed.
    Other,
}

impl SourceType {
    /// The word for it in the public JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceType::Official => "official",
            SourceType::Witness => "witness",
            SourceType::Media => "media",
            SourceType::Expert => "expert",
            SourceType::Ngo => "ngo",
            SourceType::SocialMedia => "social_media",
            SourceType::Other => "other",
        }
    }
}

/// Who is said to have said it. Never the publisher of the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The words.
    pub span: Span,
    /// The name behind a pronoun or a bare role, when the report gives it.
    pub name: Option<String>,
    /// What kind of voice it is.
    pub source_type: SourceType,
}

/// Words that somebody is said to have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its number in the reading.
    pub id: ClaimId,
    /// Direct or indirect.
    pub kind: ClaimKind,
    /// Who says it.
    pub source: Source,
    /// Through whom, nearest to the reader first: "DW" in "a pundit wrote for DW".
    pub via: Vec<Source>,
    /// The word of saying.
    pub cue: Span,
    /// What is said; quotation marks left out.
    pub content: Span,
    /// The sentence, or sentences when the content runs over several.
    pub sentence: Span,
    /// Probability that the claim is right, 0 to 1.
    pub confidence: f64,
    /// Who found it.
    pub by: Producer,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn open_ends_meet_what_they_may_reach() {
        let since = Interval { from: Some(date(2022, 1, 2)), to: None };
        assert!(since.meets(Interval::day(date(2023, 5, 5))));
        assert!(!since.meets(Interval::day(date(2022, 1, 1))));
        assert!(Interval { from: None, to: None }.meets(since));
    }
}
