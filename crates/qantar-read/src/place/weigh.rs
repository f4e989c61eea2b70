//! Signs of which place is meant, and what each weighs.

use super::gazetteer::{Class, Entry};
use serde::Deserialize;

/// `data/place/weights.toml`, which says what each is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the file says what each is")]
pub struct Weights {
    pub held: f64,
    pub holds: f64,
    pub division: f64,
    pub country: f64,
    pub admin1: f64,
    pub near: f64,
    pub near_km: f64,
    pub one_sense: f64,
    pub sibling: f64,
    pub sharpness: f64,
    pub dateline: f64,
    pub home: f64,
    pub outlet_country: f64,
    pub demonym: f64,
    pub home_prior: f64,
    pub population: f64,
    pub margin: f64,
    pub class: ByClass,
}

/// A weight for each class of place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it all")]
pub struct ByClass {
    pub country: f64,
    pub region: f64,
    pub area: f64,
    pub nature: f64,
    pub district: f64,
    pub capital: f64,
    pub seat: f64,
    pub town: f64,
    pub quarter: f64,
    pub site: f64,
}

impl Weights {
    /// How likely a place is meant when nothing is known of the report.
    pub fn prior(&self, entry: &Entry<'_>) -> f64 {
        let class = match entry.class {
            Class::Country => self.class.country,
            Class::Region => self.class.region,
            Class::Area => self.class.area,
            Class::Nature => self.class.nature,
            Class::District => self.class.district,
            Class::Capital => self.class.capital,
            Class::Seat => self.class.seat,
            Class::Town => self.class.town,
            Class::Quarter => self.class.quarter,
            Class::Site => self.class.site,
        };
        self.population * entry.log_population + class + if entry.own { 1.0 } else { 0.0 }
    }

    /// How near two places are, 1 at the same point, towards 0 with distance; 0 for what is no point.
    pub fn nearness(&self, a: &Entry<'_>, b: &Entry<'_>) -> f64 {
        let point = |entry: &Entry<'_>| entry.class >= Class::District;
        if !point(a) || !point(b) || (a.lat - b.lat).abs() > 3.0 {
            return 0.0;
        }
        (-km(a, b) / self.near_km).exp()
    }
}

/// Distance of two near places in km, as on a plane.
pub fn km(a: &Entry<'_>, b: &Entry<'_>) -> f64 {
    const DEGREE: f64 = 111.2;
    let east = (a.lon - b.lon).abs();
    let east = east.min(360.0 - east) * a.lat.to_radians().cos();
    DEGREE * (a.lat - b.lat).hypot(east)
}

/// Whether a country or division holds a place, or a town a place beside it.
pub fn holds(holder: &Entry<'_>, entry: &Entry<'_>) -> bool {
    if holder == entry || holder.country.is_none() || holder.country != entry.country {
        return false;
    }
    match holder.class {
        Class::Country => entry.class != Class::Country,
        Class::Region if !holder.own => holder.admin1 == entry.admin1 && entry.class != Class::Region,
        Class::Region => near(holder, entry, 6.0) && entry.class != Class::Region,
        Class::District => holder.admin1 == entry.admin1 && near(holder, entry, 0.7) && entry.class > Class::District,
        _ => near(holder, entry, 0.7) && (holder.log_population > entry.log_population || entry.class == Class::Site),
    }
}

/// Whether two points are no more than this many degrees apart on either axis.
fn near(a: &Entry<'_>, b: &Entry<'_>, degrees: f64) -> bool {
    (a.lat - b.lat).abs() <= degrees && (a.lon - b.lon).abs() <= degrees
}
