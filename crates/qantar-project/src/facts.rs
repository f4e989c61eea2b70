//! What a layout asks of an event, worked out once.

use crate::codebook::Codebooks;
use crate::country::Country;
use crate::party::Class;
use crate::row::{Row, Told};
use jiff::civil::Date;
use qantar_record::{Counted, Ledger, Party, Place, Said, When, Where};

/// A party and the side it is on.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub said: &'a Said<Party>,
    pub class: Option<Class>,
    target: bool,
}

impl<'a> Side<'a> {
    pub fn name(&self) -> &'a str {
        &self.said.value.name
    }

    pub fn told(&self, row: &Row<'a>) -> Vec<Told<'a>> {
        row.party_told(self.said, self.target)
    }
}

/// Where an event took place.
pub(crate) struct Spot<'a> {
    pub said: &'a Said<Where>,
    pub place: &'a Place,
    /// Whether every account that gives it has its words from another sentence.
    pub inherited: bool,
}

/// When an event took place.
#[derive(Clone, Copy)]
pub(crate) struct Days<'a> {
    pub said: &'a Said<When>,
    pub first: Date,
    /// None for an open end.
    pub last: Option<Date>,
}

impl Days<'_> {
    /// How many; none for an open end.
    pub fn count(&self) -> Option<i64> {
        let last = self.last?;
        Some(i64::from((last - self.first).get_days()) + 1)
    }
}

/// An event as layouts see it.
pub(crate) struct Facts<'a, 'r> {
    pub row: &'r Row<'a>,
    pub actors: Vec<Side<'a>>,
    pub targets: Vec<Side<'a>>,
    pub spot: Option<Spot<'a>>,
    pub days: Option<Days<'a>>,
    pub country: Option<&'r Country>,
}

impl<'a, 'r> Facts<'a, 'r> {
    pub fn new(row: &'r Row<'a>, books: &'r Codebooks) -> Self {
        let spot = spot(row);
        let here = spot.as_ref().and_then(|spot| spot.place.country.as_deref());
        let side = |said: &'a Said<Party>, target| {
            let Party { name, country, sector } = &said.value;
            Side { said, class: books.parties.class(name, sector.as_deref(), country.as_deref(), here), target }
        };
        Facts {
            row,
            actors: row.event.actors.iter().map(|said| side(said, false)).collect(),
            targets: row.event.targets.iter().map(|said| side(said, true)).collect(),
            country: here.and_then(|code| books.countries.by_alpha2(code)),
            days: days(row),
            spot,
        }
    }

    pub fn ledger(&self, what: Counted) -> Option<&'a Ledger> {
        self.row.event.ledger(what)
    }

    /// Whether a report tells of at least one.
    pub fn any(&self, what: Counted) -> bool {
        self.ledger(what).is_some_and(|ledger| ledger.best.or(ledger.low).unwrap_or(0) > 0)
    }

    /// The event's number as the layouts' ids have it: `KAZ-e12`.
    pub fn id(&self) -> String {
        match self.country {
            Some(country) => format!("{}-{}", country.alpha3, self.row.event.id),
            None => self.row.event.id.to_string(),
        }
    }

    pub fn place_told(&self) -> Vec<Told<'a>> {
        self.spot.as_ref().map_or_else(Vec::new, |spot| self.row.place_told(spot.said))
    }

    pub fn time_told(&self) -> Vec<Told<'a>> {
        self.days.map_or_else(Vec::new, |days| self.row.time_told(days.said))
    }
}

fn spot<'a>(row: &Row<'a>) -> Option<Spot<'a>> {
    let said = row.event.place.first()?;
    let place = said.value.place.as_ref()?;
    let mut slots = said.accounts.iter().filter_map(|&account| row.telling(account)?.place.as_ref()).peekable();
    let inherited = slots.peek().is_some() && slots.all(|slot| slot.inherited);
    Some(Spot { said, place, inherited })
}

fn days<'a>(row: &Row<'a>) -> Option<Days<'a>> {
    let said = row.event.time.first()?;
    let interval = said.value.interval;
    let first = interval.from.or(interval.to)?;
    let last = interval.from.and(interval.to).filter(|&last| last >= first);
    Some(Days { said, first, last })
}
