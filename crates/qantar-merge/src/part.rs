//! Wholes and parts: a nationwide wave of unrest is not the riot of one town, and the riot is a part of it.
//!
//! An event is a part of another when its type can be one (`data/merge/kinds.toml`), the other is of a region or country
//! and of a longer time, its place and days lie inside, and one report tells of both.

use crate::rules::Rules;
use crate::sight::{Days, Sight, Spot, rank};
use qantar_record::{EventType, Status};

/// When, where and by whom, as far as a group tells.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    event_type: EventType,
    days: Option<Days>,
    /// The finest place.
    spot: Option<Spot>,
    status: Status,
    /// The reports that tell it, ascending.
    pub reports: Vec<usize>,
}

impl Scope {
    /// Of sights, at least one, of an event that goes by this type and status.
    pub fn of((event_type, status): (EventType, Status), sights: &[&Sight]) -> Self {
        let days = sights.iter().filter_map(|sight| sight.days).min_by_key(|days| (days.length(), days.from));
        let spot = sights.iter().filter_map(|sight| sight.spot.as_ref()).min_by_key(|spot| rank(spot.precision));
        let mut reports: Vec<usize> = sights.iter().map(|sight| sight.report).collect();
        reports.sort_unstable();
        reports.dedup();
        Scope { event_type, days, spot: spot.cloned(), status, reports }
    }

    /// Whether it goes by another type or status than the other, which is of the same accounts.
    pub fn is_other(&self, other: &Scope) -> bool {
        (&self.event_type, self.status) != (&other.event_type, other.status)
    }

    /// How far it reaches in space, then in time.
    pub fn size(&self) -> (u8, i32) {
        (self.spot.as_ref().map_or(u8::MAX, |spot| rank(spot.precision)), self.days.map_or(i32::MAX, Days::length))
    }

    /// Whether the other is a part of it. What is a part is smaller, so no circle closes.
    pub fn is_whole_of(&self, part: &Scope, rules: &Rules) -> bool {
        rules.can_be_part(&part.event_type.0, &self.event_type.0) && self.size() > part.size() && self.holds(part)
    }

    /// Whether it reaches around the other in time and in space.
    fn holds(&self, part: &Scope) -> bool {
        let in_time = match (self.days, part.days) {
            (Some(whole), Some(part)) => {
                whole.from <= part.from && part.to <= whole.to && whole.length() > part.length()
            }
            (None, _) => true,
            (Some(_), None) => false,
        };
        let in_space = match (&self.spot, &part.spot) {
            (Some(whole), Some(part)) => whole.is_broad() && whole.holds(part),
            _ => false,
        };
        self.status == Status::Happened && in_time && in_space
    }
}
