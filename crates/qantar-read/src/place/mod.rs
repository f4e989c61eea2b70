//! Toponyms and their points.
//!
//! [`candidates`] takes the names of places that the name stage found, widens them to their longest form
//! ("north-eastern Syria", "Kursk oblast") and looks them up; [`resolve`] chooses among the places of one name by
//! size, by what stands beside it, and by which countries the report speaks of. A site that the gazetteer lacks stands
//! where the town that it is told with stands.

pub mod build;
mod candidates;
pub mod fold;
pub mod gazetteer;
mod resolve;

use crate::data::{self, DataError};
use crate::text::Text;
use candidates::Candidate;
pub use gazetteer::Gazetteer;
use qantar_record::{Mention, Precision, Producer, Read, Stage, Toponym};
use resolve::Context;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// What the place rules know beside the gazetteer: demonyms, words before and after toponyms.
#[derive(Clone, Debug)]
pub struct PlaceLexicon {
    words: Lists,
    /// Word as written → country code.
    demonyms: HashMap<&'static str, &'static str>,
}

/// The lists of `data/place/lexicon.toml`; the file says what each is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    region_tails: HashSet<String>,
    district_tails: HashSet<String>,
    no_place_before: HashSet<String>,
    joins: HashSet<String>,
    parts: HashSet<String>,
    prepositions: HashSet<String>,
    government_verbs: HashSet<String>,
    directions: HashMap<String, [i8; 2]>,
}

impl PlaceLexicon {
    /// The built-in lists, `data/place/`, and the nationalities of `data/name/`.
    pub fn builtin() -> Result<Self, DataError> {
        let demonyms = data::lines(data::text("name/demonyms.tsv")?).filter_map(|line| line.split_once('\t'));
        Ok(PlaceLexicon {
            words: data::toml("place/lexicon.toml")?,
            demonyms: demonyms.filter(|(_, code)| *code != "-").collect(),
        })
    }
}

/// Finds toponyms and resolves them. They do not overlap and are in order.
pub fn places(text: &Text<'_>, names: &[Mention], gazetteer: &Gazetteer, lexicon: &PlaceLexicon) -> Read<Vec<Toponym>> {
    let candidates = candidates::candidates(text, names, gazetteer, lexicon);
    let resolved = Context::new(text, names, &candidates, gazetteer, lexicon).resolve();
    let toponym = |(candidate, (place, rule)): (&Candidate<'_>, resolve::Resolved)| {
        let stands = place.as_ref().is_some_and(|p| p.precision == Precision::Country || candidate.is_capital());
        Toponym {
            span: text.span_of(candidate.tokens.clone()),
            metonymic: stands && is_government(text, candidate, lexicon),
            place,
            by: Producer::new(Stage::Place, 1, rule),
        }
    };
    Read::clean(candidates.iter().zip(resolved).map(toponym).collect())
}

/// Whether the name is the subject of what only governments do: "Moscow rejected the note".
fn is_government(text: &Text<'_>, candidate: &Candidate<'_>, lexicon: &PlaceLexicon) -> bool {
    let lower = |at: usize| text.tokens.get(at).map_or("", |token| token.lower.as_ref());
    let governed = candidate.tokens.start > 0 && lexicon.words.prepositions.contains(lower(candidate.tokens.start - 1));
    let verb =
        candidate.tokens.end + usize::from(matches!(lower(candidate.tokens.end), "has" | "had" | "have" | "also"));
    !governed && lexicon.words.government_verbs.contains(lower(verb))
}

#[cfg(test)]
mod tests;
