//! The ACLED column layout: `data/codebook/acled.toml` and the 31 cells of a row.

use crate::codebook::{
    Codebooks, LeftOut, PlaceCode, PrecisionOf, TimeCode, When, grounded, happened, no_place, place_code, time_code,
};
use crate::error::Error;
use crate::example::Example;
use crate::facts::{Facts, Side};
use crate::notes::notes;
use crate::party::Class;
use crate::row::{Cell, Told, Value};
use jiff::Timestamp;
use qantar_record::{Counted, Entry, Standing};
use serde::Deserialize;

const FILE: &str = "data/codebook/acled.toml";

/// The columns, in the order of the layout.
pub const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// The codebook of the layout.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acled {
    /// Raised when its meaning changes.
    pub version: u32,
    rule: Vec<Rule>,
    pub(crate) sub: Vec<Sub>,
    pub(crate) inter: Vec<Inter>,
    pub(crate) form: Vec<Form>,
    pub(crate) time: Vec<TimeCode>,
    place: Vec<PlaceCode>,
    pub(crate) precision: Vec<PrecisionOf>,
    pub(crate) crowd: Vec<CrowdWords>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    when: When,
    sub: String,
    #[serde(default, rename = "as")]
    recorded_as: Option<Class>,
    #[serde(default)]
    turned: bool,
}

/// A sub-event type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sub {
    pub name: String,
    pub event_type: String,
    pub disorder: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: String,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "a promise that a test keeps"))]
    pub faithful: bool,
    #[serde(default)]
    pub turned: bool,
    #[serde(default)]
    civilian: Civilian,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Civilian {
    Always,
    /// When the second side is unarmed.
    Target,
    #[default]
    Never,
}

/// What the layout calls a class of parties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inter {
    pub class: Class,
    pub code: u8,
    pub label: String,
}

/// A size of a crowd in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrowdWords {
    pub words: String,
    pub low: u64,
    pub high: u64,
}

/// What a party without a name of its own is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    class: Vec<Class>,
    #[serde(default)]
    pub sectors: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    called: String,
}

impl Form {
    fn fits(&self, class: Class, name: &str, sector: Option<&str>) -> bool {
        let name = name.to_lowercase();
        let free = self.sectors.is_empty() && self.words.is_empty();
        let by_sector = sector.is_some_and(|sector| self.sectors.iter().any(|own| own == sector));
        let by_words = self.words.iter().any(|word| name.contains(word.as_str()));
        self.class.contains(&class) && (free || by_sector || by_words)
    }

    /// Whether a cell is this form for some country.
    pub fn made(&self, cell: &str) -> bool {
        let (before, after) = self.called.split_once("{country}").unwrap_or((&self.called, ""));
        cell.starts_with(before) && cell.contains(after)
    }
}

/// One side of a row.
struct Named<'a> {
    actor: Cell<'a>,
    others: Cell<'a>,
    inter: Option<Class>,
}

impl Acled {
    /// That built into the program.
    pub fn built_in() -> Result<Self, Error> {
        Acled::parse(include_str!("../../../data/codebook/acled.toml"))
    }

    /// Reads and checks a file of the same shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let book: Acled = toml::from_str(text).map_err(|e| Error::codebook(FILE, e))?;
        match book.rule.iter().find(|rule| book.sub(&rule.sub).is_none()) {
            Some(rule) => Err(Error::codebook(FILE, format!("a rule gives {:?}, which no [[sub]] has", rule.sub))),
            None => Ok(book),
        }
    }

    pub(crate) fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The sub-event type of a name, in whatever case.
    pub(crate) fn sub(&self, name: &str) -> Option<&Sub> {
        self.sub.iter().find(|sub| sub.name.eq_ignore_ascii_case(name.trim()))
    }

    /// The class of a cell: the layout's words, or its number.
    pub(crate) fn class(&self, cell: &str) -> Option<Class> {
        let same = |inter: &&Inter| inter.label.eq_ignore_ascii_case(cell) || inter.code.to_string() == cell;
        self.inter.iter().find(same).map(|inter| inter.class)
    }

    fn inter(&self, class: Class) -> Option<&Inter> {
        self.inter.iter().find(|inter| inter.class == class)
    }

    /// The cells of an event, in the order of [`COLUMNS`], or why it has no row.
    pub(crate) fn cells<'a>(
        &self,
        facts: &Facts<'a, '_>,
        books: &Codebooks,
        made: Timestamp,
    ) -> Result<Vec<Cell<'a>>, LeftOut> {
        let rule = self.rule.iter().find(|rule| rule.when.holds(facts));
        // Status comes first: a planned meeting is left out for being planned, a meeting anywhere for being one.
        happened(facts)?;
        let rule = rule.ok_or_else(|| no_place(facts.row.event.kind()))?;
        grounded(facts)?;
        let sub = self.sub(&rule.sub).expect("checked when the codebook was read");
        let [first, second] = self.sides(rule, facts, books);
        let mut row = self.when(facts)?;
        row.insert(0, Cell::own(facts.id()));
        row.extend(self.what(sub, facts));
        row.extend(self.who(sub, first, second, facts));
        row.extend(self.place(facts)?);
        row.extend(credits(facts));
        row.extend(self.tolls(facts));
        row.push(Cell::own(made.as_second()));
        debug_assert_eq!(row.len(), COLUMNS.len());
        Ok(row)
    }

    fn when<'a>(&self, facts: &Facts<'a, '_>) -> Result<Vec<Cell<'a>>, LeftOut> {
        let days = facts.days.expect("grounded");
        let code = time_code(&self.time, days.count()).ok_or("the layout has no code for so many days")?;
        let told = |text: String| Cell::told(text, facts.time_told());
        Ok(vec![told(days.first.to_string()), told(days.first.year().to_string()), told(code.to_string())])
    }

    fn what<'a>(&self, sub: &Sub, facts: &Facts<'a, '_>) -> Vec<Cell<'a>> {
        [&sub.disorder, &sub.event_type, &sub.name].map(|text| Cell::told(text, facts.row.kind_told())).into()
    }

    fn sides<'a>(&self, rule: &Rule, facts: &Facts<'a, '_>, books: &Codebooks) -> [Named<'a>; 2] {
        let (first, second) = match rule.turned {
            true => (&facts.targets, &facts.actors),
            false => (&facts.actors, &facts.targets),
        };
        [self.side(first, rule.recorded_as, facts, books), self.side(second, None, facts, books)]
    }

    fn side<'a>(
        &self,
        sides: &[Side<'a>],
        recorded_as: Option<Class>,
        facts: &Facts<'a, '_>,
        books: &Codebooks,
    ) -> Named<'a> {
        match recorded_as {
            Some(class) => self.crowd(class, sides, facts, books),
            None => self.parties(sides, facts, books),
        }
    }

    /// A side that the layout records as a crowd; who is in the crowd stands beside it.
    fn crowd<'a>(&self, class: Class, sides: &[Side<'a>], facts: &Facts<'a, '_>, books: &Codebooks) -> Named<'a> {
        let mut told: Vec<Told<'a>> = sides.iter().flat_map(|side| side.told(facts.row)).collect();
        if told.is_empty() {
            told = facts.row.kind_told();
        }
        let called = self.form(class, "", None, facts.country.map(|country| country.name.as_str()));
        let label = || self.inter(class).map(|inter| inter.label.clone()).unwrap_or_default();
        let nameless = |side: &&Side<'a>| {
            matches!(side.class, Some(Class::Protesters | Class::Rioters)) && books.parties.is_generic(side.name())
        };
        let others = sides.iter().filter(|side| !nameless(side));
        Named {
            actor: Cell::told(called.unwrap_or_else(label), told),
            others: Cell(others.map(|side| own_name(side, facts)).collect()),
            inter: Some(class),
        }
    }

    /// The first party, and the others beside it.
    fn parties<'a>(&self, sides: &[Side<'a>], facts: &Facts<'a, '_>, books: &Codebooks) -> Named<'a> {
        let Some((first, others)) = sides.split_first() else {
            return Named { actor: Cell::empty(), others: Cell::empty(), inter: None };
        };
        let named = |side: &Side<'a>| Value::item(&self.called(side, facts, books), side.told(facts.row));
        Named { actor: Cell(vec![named(first)]), others: Cell(others.iter().map(named).collect()), inter: first.class }
    }

    /// The name of a party, or the layout's form for one that has none.
    fn called(&self, side: &Side<'_>, facts: &Facts<'_, '_>, books: &Codebooks) -> String {
        let party = &side.said.value;
        let own = party.country.as_deref().and_then(|code| books.countries.by_alpha2(code));
        let country = own.or(facts.country).map(|country| country.name.as_str());
        let form = side
            .class
            .filter(|_| books.parties.is_generic(&party.name))
            .and_then(|class| self.form(class, &party.name, party.sector.as_deref(), country));
        form.unwrap_or_else(|| party.name.clone())
    }

    fn form(&self, class: Class, name: &str, sector: Option<&str>, country: Option<&str>) -> Option<String> {
        let form = self.form.iter().find(|form| form.fits(class, name, sector))?;
        Some(form.called.replace("{country}", country?))
    }

    fn who<'a>(&self, sub: &Sub, first: Named<'a>, second: Named<'a>, facts: &Facts<'a, '_>) -> Vec<Cell<'a>> {
        let told_by = |cells: [&Cell<'a>; 2]| cells.into_iter().flat_map(told_of).collect::<Vec<_>>();
        let interaction =
            Cell::told(self.interaction(first.inter, second.inter), told_by([&first.actor, &second.actor]));
        let unarmed = matches!(second.inter, Some(Class::Civilians | Class::Protesters));
        let targeted = sub.civilian == Civilian::Always || sub.civilian == Civilian::Target && unarmed;
        let civilian = match targeted {
            true if unarmed => Cell::told("Civilian targeting", told_of(&second.actor)),
            true => Cell::told("Civilian targeting", facts.row.kind_told()),
            false => Cell::empty(),
        };
        let inter = |side: &Named<'a>| {
            let label = side.inter.and_then(|class| self.inter(class)).map_or("", |inter| inter.label.as_str());
            Cell::told(label, told_of(&side.actor))
        };
        let (inter1, inter2) = (inter(&first), inter(&second));
        vec![first.actor, first.others, inter1, second.actor, second.others, inter2, interaction, civilian]
    }

    /// Both classes, the one with the lower number first: `State forces-Rebel group`, `Protesters only`.
    fn interaction(&self, first: Option<Class>, second: Option<Class>) -> String {
        let mut sides: Vec<&Inter> =
            [first, second].into_iter().flatten().filter_map(|class| self.inter(class)).collect();
        sides.sort_by_key(|inter| inter.code);
        match sides[..] {
            [a, b] => format!("{}-{}", a.label, b.label),
            [one] => format!("{} only", one.label),
            _ => String::new(),
        }
    }

    fn place<'a>(&self, facts: &Facts<'a, '_>) -> Result<Vec<Cell<'a>>, LeftOut> {
        let spot = facts.spot.as_ref().expect("grounded");
        let country = facts.country.ok_or("the place lies in no country")?;
        let code = place_code(&self.place, spot)?;
        let told = |text: String| Cell::told(text, facts.place_told());
        Ok(vec![
            told(country.numeric.map(|numeric| numeric.to_string()).unwrap_or_default()),
            told(country.region.clone()),
            told(country.name.clone()),
            told(spot.place.admin1.clone().unwrap_or_default()),
            Cell::empty(),
            Cell::empty(),
            told(spot.place.name.clone()),
            told(spot.place.lat.to_string()),
            told(spot.place.lon.to_string()),
            told(code.to_string()),
        ])
    }

    /// Fatalities and tags. The layout writes 0 when no dead are told of; the tag keeps the two apart.
    fn tolls<'a>(&self, facts: &Facts<'a, '_>) -> Vec<Cell<'a>> {
        let killed = facts.ledger(Counted::Killed).and_then(|ledger| Some((ledger, ledger.best?)));
        let fatalities = match killed {
            Some((ledger, best)) => Cell::told(best, facts.row.figure_told(ledger, best)),
            None => Cell::own(0),
        };
        let mut tags = crowd_size(facts);
        if killed.is_none() {
            tags.push(Value { text: "fatalities=unknown".into(), told: Vec::new() });
        }
        if let Some(whole) = facts.row.event.part_of {
            tags.push(Value { text: format!("part of={whole}"), told: Vec::new() });
        }
        vec![fatalities, Cell(tags)]
    }
}

fn told_of<'a>(cell: &Cell<'a>) -> Vec<Told<'a>> {
    cell.0.iter().flat_map(|value| value.told.clone()).collect()
}

fn own_name<'a>(side: &Side<'a>, facts: &Facts<'a, '_>) -> Value<'a> {
    Value::item(side.name(), side.told(facts.row))
}

/// The words of the figure that the number of those taking part goes by, as the layout tags them.
fn crowd_size<'a>(facts: &Facts<'a, '_>) -> Vec<Value<'a>> {
    let Some(ledger) = facts.ledger(Counted::Participants) else { return Vec::new() };
    let in_force = |entry: &&Entry| entry.standing == Standing::InForce;
    let gives = |entry: &&Entry| ledger.best.is_some_and(|best| entry.low == Some(best) || entry.high == Some(best));
    let chosen = ledger.entries.iter().filter(in_force).find(gives);
    let Some(entry) = chosen.or(ledger.entries.iter().find(in_force)) else { return Vec::new() };
    let size = match (entry.low, entry.high) {
        (Some(low), Some(high)) if low == high => format!("about {low}"),
        _ => entry.words.text.to_lowercase(),
    };
    vec![Value { text: format!("crowd size={size}"), told: vec![facts.row.entry_told(entry)] }]
}

/// Source, its scale and the note.
fn credits<'a>(facts: &Facts<'a, '_>) -> Vec<Cell<'a>> {
    let publishers = facts.row.publishers().into_iter().map(|name| Value::item(name, Vec::new()));
    vec![Cell(publishers.collect()), Cell::own("Other"), Cell::own(notes(facts))]
}
