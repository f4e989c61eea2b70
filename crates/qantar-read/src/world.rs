//! Everything the stages know, loaded once and borrowed by every reading.

use crate::claim::ClaimLexicon;
use crate::confidence::Calibration;
use crate::data::{DataError, ONTOLOGY};
use crate::entity::ActorLexicon;
use crate::event::EventLexicon;
use crate::infer::{Encoder, Gate};
use crate::name::NameLexicon;
use crate::place::{Gazetteer, PlaceLexicon};
use crate::segment::Abbreviations;
use crate::sketch::SketchLexicon;
use crate::time::TimeLexicon;
use qantar_record::Ontology;
use std::sync::Arc;

/// Data and rules for all stages. The same world gives the same readings.
#[derive(Clone, Debug)]
pub struct World {
    /// Stops reports that could hold nothing before the network, in bulk runs; none: every report is read.
    pub gate: Option<Gate>,
    /// What kinds of events there are.
    pub ontology: Ontology,
    /// For [`crate::segment`].
    pub abbreviations: Abbreviations,
    /// For [`crate::sketch`].
    pub sketches: SketchLexicon,
    /// For [`crate::name`].
    pub names: NameLexicon,
    /// For [`crate::time`].
    pub times: TimeLexicon,
    /// The list of places.
    pub gazetteer: Gazetteer,
    /// For [`crate::place`].
    pub places: PlaceLexicon,
    /// For [`crate::event`].
    pub events: EventLexicon,
    /// The network that [`crate::name`], [`crate::event`] and [`crate::claim`] read with.
    pub encoder: Arc<Encoder>,
    /// What the encoder's probabilities are worth.
    pub calibration: Calibration,
    /// For [`crate::claim`].
    pub claims: ClaimLexicon,
    /// For [`crate::entity`].
    pub actors: ActorLexicon,
}

impl World {
    /// The world built into the program.
    pub fn builtin() -> Result<Self, DataError> {
        let ontology = builtin_ontology()?;
        Ok(World {
            gate: None,
            events: EventLexicon::builtin(&ontology)?,
            ontology,
            abbreviations: Abbreviations::builtin()?,
            sketches: SketchLexicon::builtin()?,
            names: NameLexicon::builtin()?,
            times: TimeLexicon::builtin()?,
            gazetteer: Gazetteer::builtin()?,
            places: PlaceLexicon::builtin()?,
            encoder: Arc::new(Encoder::builtin()?),
            calibration: Calibration::builtin()?,
            claims: ClaimLexicon::builtin()?,
            actors: ActorLexicon::builtin()?,
        })
    }

    /// The same world with the gate in front, for bulk runs.
    ///
    /// # Errors
    /// When the gate's weights cannot be used; a build that passed its tests has none such.
    pub fn gated(self) -> Result<Self, DataError> {
        Ok(World { gate: Some(Gate::builtin()?), ..self })
    }
}

/// The kinds of events built into the program, without everything else that reading needs.
pub fn builtin_ontology() -> Result<Ontology, DataError> {
    let files = ONTOLOGY.files().filter(|file| file.path().extension().is_some_and(|end| end == "toml"));
    let texts = files.filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)));
    Ontology::parse(texts).map_err(|e| DataError::new("ontology", e))
}
