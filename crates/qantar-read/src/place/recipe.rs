//! Rows of the source, or of a user's own file, turned into rows of the gazetteer.
//!
//! The source is GeoNames as `places.tsv` ([`Recipe::sample`]) or as its own dump `allCountries.txt` ([`Recipe::dump`]).
//! What the source says badly is put right here: the point of a division is the middle of the land that its towns lie
//! on, and not the middle of its people, which lies in its largest town; [`Recipe::points`] has the last word.

use super::build::{Row, build};
use super::fold;
use super::gazetteer::Class;
use crate::data::{self, DataError};
use std::collections::{HashMap, HashSet};

/// Side of the squares that count once for the middle of a division, in degrees (guess, 2026).
const SQUARE: f64 = 0.5;

/// What is kept of the source, and what is known better.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Fewest inhabitants of a town; seats of divisions are kept whatever their size.
    pub least_population: u64,
    /// Fewest inhabitants of a town whose other names are kept.
    pub least_for_alternates: u64,
    /// Words that say what kind of division it is: "oblast", "province".
    pub division_words: Vec<String>,
    /// Country, or country and division ("KZ", "CA.08") → degrees north and east.
    pub points: HashMap<String, (f64, f64)>,
    /// GeoNames id → names that the source lacks.
    pub aliases: HashMap<u32, Vec<String>>,
}

/// A row as the source gives it; divisions may lack a point.
struct Source {
    row: Row,
    second: String,
    located: bool,
}

/// The columns of a source row that make a place.
struct Columns<'l> {
    id: &'l str,
    class: &'l str,
    code: &'l str,
    name: &'l str,
    lat: &'l str,
    lon: &'l str,
    country: &'l str,
    admin1: &'l str,
    admin2: &'l str,
    population: &'l str,
    alternates: Vec<&'l str>,
}

impl Recipe {
    /// The recipe of the built-in gazetteer: every town, with all its names.
    ///
    /// # Errors
    /// When a file of `data/place` is not there.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Recipe {
            least_population: 0,
            least_for_alternates: 0,
            division_words: data::lines(data::text("place/divisions.txt")?).map(str::to_owned).collect(),
            points: parse_points(data::text("place/points.tsv")?),
            aliases: parse_aliases(data::text("place/aliases.tsv")?),
        })
    }

    /// Rows of the sample: geonameid, class, code, name, lat, lon, cc, admin1, admin2, population, alternates.
    pub fn sample<'l>(&self, lines: impl Iterator<Item = &'l str>) -> Vec<Row> {
        let columns = |line: &'l str| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, class, code, name, lat, lon, country, admin1, admin2, population, alternates] = columns[..] else {
                return None;
            };
            let alternates = alternates.split('|').collect();
            Some(Columns { id, class, code, name, lat, lon, country, admin1, admin2, population, alternates })
        };
        self.rows(lines.filter_map(columns))
    }

    /// Rows of GeoNames' own dump (its 19 columns, without a head line).
    pub fn dump<'l>(&self, lines: impl Iterator<Item = &'l str>) -> Vec<Row> {
        let columns = |line: &'l str| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, name, ascii, alternates, lat, lon, class, code, country, _, admin1, admin2, _, _, population, ..] =
                columns[..]
            else {
                return None;
            };
            let alternates = alternates.split(',').chain([ascii]).collect();
            Some(Columns { id, class, code, name, lat, lon, country, admin1, admin2, population, alternates })
        };
        self.rows(lines.filter_map(columns))
    }

    fn rows<'l>(&self, columns: impl Iterator<Item = Columns<'l>>) -> Vec<Row> {
        let mut sources: Vec<Source> = columns.filter_map(|columns| self.source(&columns)).collect();
        let middles = middles(&sources);
        let towns = towns(&sources);
        for Source { row, second, located } in &mut sources {
            let key = place_key(row);
            let town = || row.names.iter().find_map(|name| towns.get(&(key.clone(), fold::key(name)?)).copied());
            let point = match row.class {
                Class::Country => self.points.get(&row.country).copied(),
                Class::Region => self.points.get(&key).or_else(|| middles.get(&key)).copied(),
                Class::District if !*located => middles.get(&format!("{key}.{second}")).copied().or_else(town),
                _ => None,
            };
            if let Some(point) = point {
                ((row.lat, row.lon), *located) = (point, true);
            }
        }
        let kept = |source: &Source| {
            let town = source.row.class.is_town() && source.row.class >= Class::Town;
            source.located && (!town || source.row.population >= self.least_population)
        };
        sources.into_iter().filter(kept).map(|source| source.row).collect()
    }

    fn source(&self, columns: &Columns<'_>) -> Option<Source> {
        let population = columns.population.parse().unwrap_or(0);
        let class = classify(columns.class, columns.code)?;
        let point = columns.lat.parse().ok().zip(columns.lon.parse().ok());
        let mut names = vec![columns.name.to_owned()];
        if !class.is_town() || class < Class::Town || population >= self.least_for_alternates {
            names.extend(columns.alternates.iter().filter(|name| is_name(name)).map(|name| (*name).to_owned()));
        }
        let id = columns.id.parse().ok()?;
        names.extend(self.aliases.get(&id).into_iter().flatten().cloned());
        if matches!(class, Class::Region | Class::District) {
            let bare: Vec<String> = names.iter().filter_map(|name| without(name, &self.division_words)).collect();
            names.extend(bare);
        }
        let (lat, lon) = point.unwrap_or_default();
        let row = Row {
            geonames: id,
            class,
            name: columns.name.to_owned(),
            lat,
            lon,
            country: columns.country.to_owned(),
            admin1: columns.admin1.to_owned(),
            population,
            names,
        };
        Some(Source { row, second: columns.admin2.to_owned(), located: point.is_some() })
    }
}

/// A gazetteer from a list of GeoNames, the sample or its own dump, and the number of its places.
pub fn build_file(recipe: &Recipe, text: &str) -> (usize, Vec<u8>) {
    let rows = match text.starts_with("geonameid") {
        true => recipe.sample(text.lines().skip(1)),
        false => recipe.dump(text.lines()),
    };
    (rows.len(), build(rows))
}

/// The points of `data/place/points.tsv`: a code, degrees north, degrees east.
pub fn parse_points(text: &str) -> HashMap<String, (f64, f64)> {
    let point = |line: &str| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?)))
    };
    data::lines(text).filter_map(point).collect()
}

/// The names of `data/place/aliases.tsv`: GeoNames id, names with `|` between them.
pub fn parse_aliases(text: &str) -> HashMap<u32, Vec<String>> {
    let alias = |line: &str| {
        let (id, names) = line.split_once('\t')?;
        Some((id.parse().ok()?, names.split('|').map(str::to_owned).collect()))
    };
    data::lines(text).filter_map(alias).collect()
}

fn place_key(row: &Row) -> String {
    format!("{}.{}", row.country, row.admin1)
}

/// First-level division, and second-level one, → the middle of the squares in which towns of it lie.
fn middles(sources: &[Source]) -> HashMap<String, (f64, f64)> {
    let mut squares: HashMap<String, HashSet<(i32, i32)>> = HashMap::new();
    for source in sources.iter().filter(|source| source.row.class.is_town() && source.located) {
        let square = ((source.row.lat / SQUARE).floor() as i32, (source.row.lon / SQUARE).floor() as i32);
        let key = place_key(&source.row);
        squares.entry(format!("{key}.{}", source.second)).or_default().insert(square);
        squares.entry(key).or_default().insert(square);
    }
    let middle = |(key, squares): (String, HashSet<(i32, i32)>)| {
        let count = squares.len() as f64;
        let sum = squares.iter().fold((0, 0), |sum, square| (sum.0 + square.0, sum.1 + square.1));
        let degrees = |sum: i32| (f64::from(sum) / count + 0.5) * SQUARE;
        (key, (degrees(sum.0), degrees(sum.1)))
    };
    squares.into_iter().map(middle).collect()
}

/// Division and name → the largest town of that name in it.
fn towns(sources: &[Source]) -> HashMap<(String, String), (f64, f64)> {
    let mut towns: Vec<&Source> =
        sources.iter().filter(|source| source.row.class.is_town() && source.located).collect();
    towns.sort_by_key(|source| (source.row.population, source.row.geonames));
    let town = |source: &&Source| {
        Some(((place_key(&source.row), fold::key(&source.row.name)?), (source.row.lat, source.row.lon)))
    };
    towns.iter().filter_map(town).collect()
}

/// What a code of GeoNames is here; none for what reports do not name (streams, hills, farms, shops).
fn classify(class: &str, code: &str) -> Option<Class> {
    Some(match (class, code) {
        ("A", "ADM1") => Class::Region,
        ("A", "ADM2") => Class::District,
        ("A", "PCLI" | "PCLD" | "PCLS" | "PCLF" | "PCLIX" | "TERR" | "") => Class::Country,
        ("A", _) => return None,
        ("P", "PPLC") => Class::Capital,
        ("P", "PPLA") => Class::Seat,
        ("P", "PPLX") => Class::Quarter,
        ("P", "PPLH" | "PPLQ" | "PPLW") => return None,
        ("P", _) => Class::Town,
        ("H", "SEA" | "LK" | "BAY" | "GULF" | "STRT" | "OCN" | "RSV") => Class::Nature,
        ("T", "MTS" | "DSRT" | "ISL" | "ISLS" | "PEN") => Class::Nature,
        ("S", "AIRP" | "AIRB" | "PAL" | "SQR" | "PRN" | "STDM") => Class::Site,
        _ => return None,
    })
}

/// The source mixes search forms in lower case and codes of airports in capitals with the names.
fn is_name(alternate: &str) -> bool {
    alternate.chars().next().is_some_and(char::is_uppercase)
        && alternate.chars().count() > 2
        && !alternate.contains([',', '(', '/'])
        && !fold::is_acronym(alternate)
}

/// The name without its words for a kind of division: "Oblast Kursk" → "Kursk"; none when nothing is left or gone.
fn without(name: &str, words: &[String]) -> Option<String> {
    let rest: Vec<&str> =
        name.split(' ').filter(|word| fold::key(word).is_none_or(|key| !words.contains(&key))).collect();
    let rest = rest.join(" ");
    (!rest.is_empty() && rest != name).then_some(rest)
}
