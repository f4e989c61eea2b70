//! Rows to the bytes that [`super::gazetteer`] reads.
//!
//! [`super::recipe`] makes rows of GeoNames; the hand-written rows go through [`build`] at opening.

use super::fold;
use super::gazetteer::{CLASSES, Class, HEADER, MAGIC, NO_ADMIN1, RECORD, STEP, checksum};
use crate::data::{self, DataError};
use std::collections::{BTreeMap, HashMap};

/// Steps a power of ten in which a population is kept.
pub(super) const POPULATION_STEPS: f64 = 25.0;
/// Most places that one name lists; the likeliest are kept.
const LONGEST_LIST: usize = 64;

/// One place to be written.
#[derive(Clone, Debug)]
pub struct Row {
    /// GeoNames id; 0 for none.
    pub geonames: u32,
    /// What it is.
    pub class: Class,
    /// Name as it will be shown.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// The source's code of the first-level division, or empty.
    pub admin1: String,
    /// Inhabitants; 0 when unknown.
    pub population: u64,
    /// All names it is looked up by, its own included.
    pub names: Vec<String>,
}

/// Writes a table. The same rows in any order give the same bytes.
pub fn build(mut rows: Vec<Row>) -> Vec<u8> {
    rows.sort_by(|a, b| {
        let own = |row: &Row| (row.class, std::cmp::Reverse(row.population), row.geonames);
        own(a).cmp(&own(b)).then_with(|| (&a.name, &a.country).cmp(&(&b.name, &b.country)))
    });
    let (names, lists) = index(&rows);
    let (records, heap) = records(&rows);
    let parts = [names, lists, records, heap];
    let mut bytes = MAGIC.to_vec();
    bytes.extend([0; 8]);
    parts.iter().for_each(|part| bytes.extend((part.len() as u32).to_le_bytes()));
    debug_assert_eq!(bytes.len(), HEADER);
    parts.iter().for_each(|part| bytes.extend(part));
    let sum = checksum(&bytes[16..]);
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// The names as an `fst` and the lists of those that several places share.
fn index(rows: &[Row]) -> (Vec<u8>, Vec<u8>) {
    let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for key in row.names.iter().filter_map(|name| fold::key(name)) {
            let places = keys.entry(key).or_default();
            if places.last() != Some(&(at as u32)) {
                places.push(at as u32);
            }
        }
    }
    let mut lists = Vec::new();
    let mut names = fst::MapBuilder::memory();
    for (key, mut places) in keys {
        places.sort_by_key(|&at| (std::cmp::Reverse(rows[at as usize].population), at));
        places.truncate(LONGEST_LIST);
        let value = match places[..] {
            [only] => u64::from(only) << 1,
            _ => {
                let start = lists.len() as u64;
                lists.extend((places.len() as u16).to_le_bytes());
                places.iter().for_each(|at| lists.extend(&at.to_le_bytes()[..3]));
                start << 1 | 1
            }
        };
        names.insert(key, value).expect("keys of a BTreeMap come in order and once");
    }
    (names.into_inner().expect("writing to memory"), lists)
}

fn records(rows: &[Row]) -> (Vec<u8>, Vec<u8>) {
    let divisions: HashMap<(&str, &str), u16> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.class == Class::Region && !row.admin1.is_empty())
        .map(|(at, row)| ((row.country.as_str(), row.admin1.as_str()), at as u16))
        .collect();
    let mut heap = Vec::new();
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut records = Vec::with_capacity(rows.len() * RECORD);
    for row in rows {
        let name = *known.entry(&row.name).or_insert_with(|| {
            let at = heap.len() as u32;
            let ends = row.name.char_indices().map(|(at, c)| at + c.len_utf8());
            let end = ends.take_while(|&end| end <= usize::from(u8::MAX)).last().unwrap_or(0);
            heap.push(end as u8);
            heap.extend(&row.name.as_bytes()[..end]);
            at
        });
        let country: [u8; 2] = row.country.as_bytes().try_into().unwrap_or(*b"  ");
        let admin1 = divisions.get(&(row.country.as_str(), row.admin1.as_str())).copied().unwrap_or(NO_ADMIN1);
        let people = (row.population.max(1) as f64).log10() * POPULATION_STEPS;
        records.extend(row.geonames.to_le_bytes());
        records.extend(&steps(row.lat)[..3]);
        records.extend(&steps(row.lon)[..3]);
        records.extend(&name.to_le_bytes()[..3]);
        records.extend(country);
        records.extend(admin1.to_le_bytes());
        records.extend([people.round().min(255.0) as u8, row.class as u8]);
    }
    (records, heap)
}

fn steps(degrees: f64) -> [u8; 4] {
    ((degrees / STEP).round() as i32).to_le_bytes()
}

/// The rows of `data/place/extra.tsv`: names (`|` between them, the first is shown), class, latitude, longitude,
/// country or `-`, and how well known it is as the population it stands for.
pub fn parse_extra(text: &str) -> Result<Vec<Row>, DataError> {
    data::lines(text).map(parse_extra_line).collect()
}

fn parse_extra_line(line: &str) -> Result<Row, DataError> {
    let wrong = || {
        let classes = CLASSES.map(|(_, name)| name).join(", ");
        DataError::new("the list of own places", format!("want six columns, a class ({classes}) and numbers: {line:?}"))
    };
    let columns: Vec<&str> = line.split('\t').collect();
    let [names, class, lat, lon, country, weight] = columns[..] else { return Err(wrong()) };
    let names: Vec<String> = names.split('|').map(|name| name.trim().to_owned()).collect();
    let degrees = |text: &str, most: f64| text.parse::<f64>().ok().filter(|d| d.abs() <= most).ok_or_else(wrong);
    Ok(Row {
        geonames: 0,
        class: Class::parse(class).ok_or_else(wrong)?,
        name: names[0].clone(),
        lat: degrees(lat, 90.0)?,
        lon: degrees(lon, 180.0)?,
        country: if country == "-" { String::new() } else { country.to_owned() },
        admin1: String::new(),
        population: weight.parse().map_err(|_| wrong())?,
        names,
    })
}
