//! The UCDP GED column layout: `data/codebook/ged.toml` and the 49 cells of a row.

use crate::codebook::{
    Codebooks, LeftOut, PlaceCode, PrecisionOf, TimeCode, When, grounded, happened, no_place, place_code, time_code,
};
use crate::country::Country;
use crate::error::Error;
use crate::example::Example;
use crate::facts::{Facts, Side};
use crate::party::Class;
use crate::row::{Cell, Told, Value};
use jiff::civil::Date;
use qantar_record::{About, Counted, Entry, Ledger, Place, Standing};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "data/codebook/ged.toml";

/// The columns, in the order of the layout.
pub const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// The codebook of the layout.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ged {
    /// Raised when its meaning changes.
    pub version: u32,
    rule: Vec<Rule>,
    violence: Vec<Violence>,
    pub(crate) names: Names,
    pub(crate) import: Vec<ImportKind>,
    status: CodeStatus,
    pub(crate) time: Vec<TimeCode>,
    place: Vec<PlaceCode>,
    pub(crate) precision: Vec<PrecisionOf>,
    clarity: Clarity,
    regions: BTreeMap<String, String>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    when: When,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Violence {
    code: u8,
    a: Vec<Class>,
    b: Vec<Class>,
}

/// What the layout calls sides that have no name of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub state: String,
    pub civilians: String,
}

/// What an imported row of a type of violence is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportKind {
    pub code: u8,
    pub label: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: String,
    pub sector_a: String,
    pub sector_b: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeStatus {
    reviewed: String,
    unreviewed: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clarity {
    days: i64,
}

/// The two sides of a row.
struct Dyad<'a, 'r> {
    code: u8,
    a: Opponent<'a, 'r>,
    b: Opponent<'a, 'r>,
}

struct Opponent<'a, 'r> {
    side: Side<'a>,
    name: String,
    /// The state, when the side is one.
    state: Option<&'r Country>,
}

/// The dead by side.
struct Deaths {
    a: u64,
    b: u64,
    civilians: u64,
    unknown: u64,
}

impl Ged {
    /// That built into the program.
    pub fn built_in() -> Result<Self, Error> {
        Ged::parse(include_str!("../../../data/codebook/ged.toml"))
    }

    /// Reads a file of the same shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::codebook(FILE, e))
    }

    pub(crate) fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The cells of an event, in the order of [`COLUMNS`], or why it has no row.
    pub(crate) fn cells<'a>(&self, facts: &Facts<'a, '_>, books: &Codebooks) -> Result<Vec<Cell<'a>>, LeftOut> {
        happened(facts)?;
        if !self.rule.iter().any(|rule| rule.when.holds(facts)) {
            return Err(no_place(facts.row.event.kind()));
        }
        let ledger = facts.ledger(Counted::Killed).filter(|ledger| ledger.best.is_some_and(|best| best > 0));
        let ledger = ledger.ok_or("no report tells of a death")?;
        grounded(facts)?;
        let dyad = self.dyad(facts, books).ok_or("the two sides are not both told")?;
        let dates = self.dates(facts)?;
        let mut row = self.head(facts, &dyad);
        row.extend(sides(facts, &dyad));
        row.extend(sources(facts));
        row.extend(self.place(facts)?);
        row.extend(dates);
        row.extend(tolls(facts, ledger, &dyad, books));
        row.extend([&dyad.a, &dyad.b].map(|side| gw(side, facts)));
        debug_assert_eq!(row.len(), COLUMNS.len());
        Ok(row)
    }

    /// The first type of violence that fits a party of each side, in either order.
    fn dyad<'a, 'r>(&self, facts: &Facts<'a, 'r>, books: &'r Codebooks) -> Option<Dyad<'a, 'r>> {
        let find = |sides: &[Side<'a>], classes: &[Class]| {
            sides.iter().find(|side| side.class.is_some_and(|class| classes.contains(&class))).copied()
        };
        let either = [(&facts.actors, &facts.targets), (&facts.targets, &facts.actors)];
        self.violence.iter().find_map(|violence| {
            let (a, b) = either.iter().find_map(|(a, b)| Some((find(a, &violence.a)?, find(b, &violence.b)?)))?;
            let opponent = |side| self.opponent(side, facts, books);
            Some(Dyad { code: violence.code, a: opponent(a), b: opponent(b) })
        })
    }

    fn opponent<'a, 'r>(&self, side: Side<'a>, facts: &Facts<'a, 'r>, books: &'r Codebooks) -> Opponent<'a, 'r> {
        let party = &side.said.value;
        let own = party.country.as_deref().and_then(|code| books.countries.by_alpha2(code));
        let foreign_state =
            || books.parties.class(&party.name, party.sector.as_deref(), None, None) == Some(Class::State);
        let state = match side.class {
            Some(Class::State) => own.or(facts.country),
            Some(Class::External) if foreign_state() => own,
            _ => None,
        };
        let name = match (side.class, state) {
            (_, Some(state)) => self.names.state.replace("{country}", &state.name),
            // A crowd that kills keeps the name that reports give it.
            (Some(Class::Civilians | Class::Protesters), _) => self.names.civilians.clone(),
            _ => party.name.clone(),
        };
        Opponent { side, name, state }
    }

    fn head<'a>(&self, facts: &Facts<'a, '_>, dyad: &Dyad<'a, '_>) -> Vec<Cell<'a>> {
        let event = facts.row.event;
        let status = if event.reviewed { &self.status.reviewed } else { &self.status.unreviewed };
        let year = facts.days.map(|days| days.first.year().to_string()).unwrap_or_default();
        vec![
            Cell::own(event.id.0),
            Cell::own(facts.id()),
            Cell::told(year, facts.time_told()),
            Cell::empty(),
            Cell::own(status),
            Cell::told(dyad.code, facts.row.kind_told()),
        ]
    }

    fn place<'a>(&self, facts: &Facts<'a, '_>) -> Result<Vec<Cell<'a>>, LeftOut> {
        let spot = facts.spot.as_ref().expect("grounded");
        let country = facts.country.ok_or("the place lies in no country")?;
        let code = place_code(&self.place, spot)?;
        let Place { name, admin1, lat, lon, .. } = spot.place;
        let told = |text: String| Cell::told(text, facts.place_told());
        let region = self.regions.get(&country.alpha2).or_else(|| self.regions.get(&country.region));
        Ok(vec![
            told(code.to_string()),
            told(name.clone()),
            told(spot.said.value.words.clone()),
            told(admin1.clone().unwrap_or_default()),
            Cell::empty(),
            told(lat.to_string()),
            told(lon.to_string()),
            told(format!("POINT ({lon} {lat})")),
            told(priogrid(*lat, *lon).to_string()),
            told(country.name.clone()),
            told(country.gw.map(|number| number.to_string()).unwrap_or_default()),
            told(region.cloned().unwrap_or_default()),
        ])
    }

    fn dates<'a>(&self, facts: &Facts<'a, '_>) -> Result<Vec<Cell<'a>>, LeftOut> {
        let days = facts.days.expect("grounded");
        let code = time_code(&self.time, days.count()).ok_or("the layout has no code for so many days")?;
        let told = |text: String| Cell::told(text, facts.time_told());
        let clarity = if days.count().is_some_and(|count| count <= self.clarity.days) { 1 } else { 2 };
        Ok(vec![
            told(clarity.to_string()),
            told(code.to_string()),
            told(moment(days.first)),
            told(moment(days.last.unwrap_or(days.first))),
        ])
    }
}

fn moment(day: Date) -> String {
    format!("{day} 00:00:00.000")
}

/// The cell of PRIO-GRID: half a degree wide, counted from 1 at 90° S 180° W eastward, then northward.
fn priogrid(lat: f64, lon: f64) -> u32 {
    let cell = |degrees: f64, from: f64, cells: u32| (((degrees + from) * 2.0).floor().max(0.0) as u32).min(cells - 1);
    cell(lat, 90.0, 360) * 720 + cell(lon, 180.0, 720) + 1
}

fn sides<'a>(facts: &Facts<'a, '_>, dyad: &Dyad<'a, '_>) -> Vec<Cell<'a>> {
    let (told_a, told_b) = (dyad.a.side.told(facts.row), dyad.b.side.told(facts.row));
    let both = [told_a.clone(), told_b.clone()].concat();
    vec![
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::told(format!("{} - {}", dyad.a.name, dyad.b.name), both),
        Cell::empty(),
        Cell::empty(),
        Cell::told(&dyad.a.name, told_a),
        Cell::empty(),
        Cell::empty(),
        Cell::told(&dyad.b.name, told_b),
    ]
}

/// The reports, in step from cell to cell, and those whom they cite.
fn sources<'a>(facts: &Facts<'a, '_>) -> Vec<Cell<'a>> {
    let reports = facts.row.reports();
    let list = |get: &dyn Fn(&About) -> String| {
        Cell(reports.iter().map(|about| Value::item(&get(about), Vec::new())).collect())
    };
    let office = |about: &About| about.publisher.clone().unwrap_or_default();
    let date = |about: &About| about.published.map(|day| day.to_string()).unwrap_or_default();
    let headline = |about: &About| about.title.clone().unwrap_or_default();
    let article = |about: &About| format!("{},{},{}", office(about), date(about), headline(about));
    let voices: BTreeSet<&str> = facts.row.tellings.iter().filter_map(|t| Some(t.voice.as_ref()?.called())).collect();
    let mut cells = vec![Cell::own(reports.len()), list(&article), list(&office), list(&date), list(&headline)];
    cells.push(Cell(voices.into_iter().map(|voice| Value::item(voice, Vec::new())).collect()));
    cells
}

/// Deaths by side, then best, high and low. A bound that no report sets is left empty; low is 0 then, for nobody can
/// count fewer.
fn tolls<'a>(facts: &Facts<'a, '_>, ledger: &'a Ledger, dyad: &Dyad<'a, '_>, books: &Codebooks) -> Vec<Cell<'a>> {
    let best = ledger.best.unwrap_or_default();
    let told = |number: u64| facts.row.figure_told(ledger, number);
    let deaths = split(ledger, best, dyad, books);
    let side = |number: u64| Cell::told(number, told(best));
    let high = ledger.high.map_or_else(Cell::empty, |high| Cell::told(high, told(high)));
    let low = ledger.low.unwrap_or_default();
    let mut cells: Vec<Cell<'a>> = [deaths.a, deaths.b, deaths.civilians, deaths.unknown].map(side).into();
    cells.extend([Cell::told(best, told(best)), high, Cell::told(low, told(low))]);
    cells
}

/// Whose dead they are, as far as reports tell by figures of parts. Of violence against civilians all are civilians who are
/// not told to be of the armed side. Parts that add up to more than the whole tell nothing.
fn split(ledger: &Ledger, best: u64, dyad: &Dyad<'_, '_>, books: &Codebooks) -> Deaths {
    let mut deaths = Deaths { a: 0, b: 0, civilians: 0, unknown: best };
    let mut had = BTreeSet::new();
    let parts = ledger.entries.iter().rev().filter(|entry| entry.standing == Standing::Part);
    for entry in parts {
        let (Some(part), Some(number)) = (&entry.part, number(entry)) else { continue };
        if !had.insert(part.to_lowercase()) {
            continue;
        }
        if let Some(of) = whose(part, dyad, books, &mut deaths) {
            *of += number;
        }
    }
    let known = deaths.a + deaths.b + deaths.civilians;
    match (dyad.code, best.checked_sub(known)) {
        (_, None) => Deaths { a: 0, b: 0, civilians: 0, unknown: best },
        (3, Some(rest)) => Deaths { civilians: deaths.civilians + rest, unknown: 0, ..deaths },
        (_, Some(rest)) => Deaths { unknown: rest, ..deaths },
    }
}

fn number(entry: &Entry) -> Option<u64> {
    entry.low.or(entry.high)
}

fn whose<'d>(part: &str, dyad: &Dyad<'_, '_>, books: &Codebooks, deaths: &'d mut Deaths) -> Option<&'d mut u64> {
    let named = |side: &Opponent<'_, '_>| side.name.eq_ignore_ascii_case(part);
    let class = books.parties.of_words(part);
    let of = |side: &Opponent<'_, '_>| class.is_some() && class == side.side.class;
    let unarmed = matches!(class, Some(Class::Civilians | Class::Protesters | Class::Rioters));
    match () {
        () if named(&dyad.a) => Some(&mut deaths.a),
        () if unarmed => Some(&mut deaths.civilians),
        () if named(&dyad.b) => Some(&mut deaths.b),
        () if of(&dyad.a) => Some(&mut deaths.a),
        () if of(&dyad.b) => Some(&mut deaths.b),
        () => None,
    }
}

fn gw<'a>(side: &Opponent<'a, '_>, facts: &Facts<'a, '_>) -> Cell<'a> {
    let number = side.state.and_then(|state| state.gw);
    let told: Vec<Told<'a>> = side.side.told(facts.row);
    number.map_or_else(Cell::empty, |number| Cell::told(number, told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_priogrid() {
        assert_eq!(priogrid(-90.0, -180.0), 1);
        assert_eq!(priogrid(90.0, 180.0), 259_200);
        assert_eq!(priogrid(f64::NAN, 0.0), 361);
    }
}
