//! Codebooks: what a layout calls things, and which events have a row in it. Each is a file under `data/codebook/` with
//! examples that are run.

use crate::acled::Acled;
use crate::country::Countries;
use crate::error::Error;
use crate::facts::{Facts, Spot};
use crate::ged::Ged;
use crate::party::{Class, Parties};
use qantar_record::{Counted, Grain, Kind, Precision, Status};
use serde::Deserialize;

/// Everything that stands between an event and the rows of other projects' layouts.
#[derive(Clone, Debug)]
pub struct Codebooks {
    /// Countries and their codes.
    pub countries: Countries,
    /// Which side a party is on.
    pub parties: Parties,
    /// The ACLED layout.
    pub acled: Acled,
    /// The UCDP GED layout.
    pub ged: Ged,
}

impl Codebooks {
    /// Those built into the program.
    pub fn built_in() -> Result<Self, Error> {
        Ok(Codebooks {
            countries: Countries::built_in()?,
            parties: Parties::built_in()?,
            acled: Acled::built_in()?,
            ged: Ged::built_in()?,
        })
    }

    /// Runs the examples of both layouts and says what is not as they say; empty when all is well.
    pub fn check(&self) -> Vec<String> {
        let acled = self.acled.examples().iter().flat_map(|example| example.check("acled", self));
        let ged = self.ged.examples().iter().flat_map(|example| example.check("ged", self));
        acled.chain(ged).collect()
    }
}

/// Which events a rule is for. What is empty asks for nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct When {
    #[serde(rename = "type")]
    pub event_type: String,
    pub modes: Vec<String>,
    /// Words of which one stands in a trigger.
    pub trigger: Vec<String>,
    /// Classes of which an actor has one.
    pub actor: Vec<Class>,
    /// Classes of which a target has one.
    pub target: Vec<Class>,
    /// Classes of which an actor or a target has one.
    pub party: Vec<Class>,
    /// Things of which at least one is counted.
    pub any: Vec<Counted>,
}

impl When {
    pub fn holds(&self, facts: &Facts<'_, '_>) -> bool {
        let kind = facts.row.event.kind();
        let one_of = |classes: &[Class], sides: &[crate::facts::Side<'_>]| {
            sides.iter().filter_map(|side| side.class).any(|class| classes.contains(&class))
        };
        let says = |word: &String| {
            facts.row.tellings.iter().any(|telling| telling.trigger.text.to_lowercase().contains(word.as_str()))
        };
        self.event_type == kind.event_type.0
            && (self.modes.is_empty() || self.modes.contains(&kind.mode.0))
            && (self.trigger.is_empty() || self.trigger.iter().any(says))
            && (self.actor.is_empty() || one_of(&self.actor, &facts.actors))
            && (self.target.is_empty() || one_of(&self.target, &facts.targets))
            && (self.party.is_empty() || one_of(&self.party, &facts.actors) || one_of(&self.party, &facts.targets))
            && (self.any.is_empty() || self.any.iter().any(|&what| facts.any(what)))
    }
}

/// How exactly a place is known, in a layout's code.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceCode {
    pub precision: Precision,
    pub code: u8,
    /// The code when the words of the place stand in another sentence than the event.
    pub inherited: u8,
}

/// How exactly the days are known, in a layout's code.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeCode {
    /// The most days that have this code; none for an open end.
    #[serde(default)]
    pub days: Option<i64>,
    pub code: u8,
    /// The grain of an imported row.
    pub grain: Grain,
}

/// What the point of an imported row is the point of.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrecisionOf {
    pub code: u8,
    pub precision: Precision,
}

/// The code for a number of days; none where the layout has no code for so many.
pub(crate) fn time_code(codes: &[TimeCode], days: Option<i64>) -> Option<u8> {
    let fits = |code: &&TimeCode| match (code.days, days) {
        (Some(most), Some(days)) => days <= most,
        (most, days) => most.is_none() && days.is_none(),
    };
    codes.iter().find(fits).map(|code| code.code)
}

/// The code for how exactly a place is known.
pub(crate) fn place_code(codes: &[PlaceCode], spot: &Spot<'_>) -> Result<u8, LeftOut> {
    let precision = spot.place.precision;
    let code = codes
        .iter()
        .find(|code| code.precision == precision)
        .ok_or_else(|| format!("the layout has no code for a place known to the {}", precision.as_str()))?;
    Ok(if spot.inherited { code.inherited } else { code.code })
}

/// The reason of an event of a kind that a layout has no row for.
pub(crate) fn no_place(kind: &Kind) -> LeftOut {
    format!("the layout has no place for {}/{}", kind.event_type, kind.mode)
}

/// Why an event has no row in a layout: the words are the same for all events left out for the same reason.
pub(crate) type LeftOut = String;

/// Both layouts have rows for what took place alone.
pub(crate) fn happened(facts: &Facts<'_, '_>) -> Result<(), LeftOut> {
    match facts.row.event.status() {
        Status::Happened => Ok(()),
        status => Err(format!("it is {}", status.as_str())),
    }
}

/// Both layouts need days and a point.
pub(crate) fn grounded(facts: &Facts<'_, '_>) -> Result<(), LeftOut> {
    let reasons = [
        (facts.days.is_none(), "no report tells when"),
        (facts.row.event.place.is_empty(), "no report tells where"),
        (facts.spot.is_none(), "the place has no point"),
    ];
    reasons.iter().find(|(lacks, _)| *lacks).map_or(Ok(()), |(_, reason)| Err((*reason).to_owned()))
}
