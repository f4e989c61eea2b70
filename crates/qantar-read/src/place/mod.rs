//! Toponyms and their points.
//!
//! [`candidates`] takes the names of places that the name stage found, widens them to their longest form
//! ("north-eastern Syria", "Kursk oblast") and looks them up in the [`gazetteer`]; [`sense`] weighs all names of a report
//! together, by size, by what stands beside them, by which countries and divisions the report speaks of, by nearness and
//! by where its [`outlet`] is at home; [`resolve`] writes down the likeliest place with the rule that decided, the next
//! two, and the margin. What the gazetteer lacks stands where the place that it is told with stands.
//!
//! [`places`] finds and resolves; [`resolve_given`] resolves what somebody else found. Start reading there.

pub mod build;
mod candidates;
pub mod fold;
pub mod gazetteer;
mod outlet;
pub mod recipe;
mod resolve;
mod sense;
mod weigh;

use crate::data::{self, DataError};
use crate::text::Text;
use candidates::Candidate;
pub use gazetteer::{Gazetteer, Table};
use qantar_record::{Mention, Precision, Producer, Read, Span, Stage, Toponym};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
pub use weigh::Weights;

/// What the place rules know beside the gazetteer: demonyms, words before and after toponyms.
#[derive(Clone, Debug)]
pub struct PlaceLexicon {
    words: Lists,
    /// Word as written → country code.
    demonyms: HashMap<&'static str, &'static str>,
    /// Shortened name without points → name in full and country.
    abbreviations: HashMap<&'static str, (&'static str, &'static str)>,
    /// Address → country and town.
    outlets: Vec<(String, (&'static str, Option<String>))>,
    /// What each sign weighs.
    pub weights: Weights,
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
    outlet_words: Vec<String>,
    english: HashSet<String>,
    loose_tails: HashSet<String>,
    demonym_ends: Vec<[String; 2]>,
    spellings: HashMap<String, String>,
    domain_ends: HashMap<String, String>,
    directions: HashMap<String, [i8; 2]>,
}

impl PlaceLexicon {
    /// The built-in lists, `data/place/`, and the nationalities of `data/name/`.
    pub fn builtin() -> Result<Self, DataError> {
        let demonyms = data::lines(data::text("name/demonyms.tsv")?).filter_map(|line| line.split_once('\t'));
        Ok(PlaceLexicon {
            words: data::toml("place/lexicon.toml")?,
            demonyms: demonyms.filter(|(_, code)| *code != "-").collect(),
            abbreviations: columns("place/abbreviations.tsv")?
                .map(|[short, full, code]| (short, (full, code)))
                .collect(),
            outlets: columns("place/outlets.tsv")?.map(outlet).collect(),
            weights: data::toml("place/weights.toml")?,
        })
    }
}

fn outlet([domain, country, town]: [&'static str; 3]) -> (String, (&'static str, Option<String>)) {
    (domain.to_owned(), (country, (town != "-").then(|| town.to_owned())))
}

/// The rows of a table of three columns.
fn columns(path: &str) -> Result<impl Iterator<Item = [&'static str; 3]>, DataError> {
    Ok(data::lines(data::text(path)?).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok()))
}

/// Finds toponyms and resolves them. They do not overlap and are in order.
pub fn places(text: &Text<'_>, names: &[Mention], gazetteer: &Gazetteer, lexicon: &PlaceLexicon) -> Read<Vec<Toponym>> {
    let candidates = candidates::candidates(text, names, gazetteer, lexicon);
    Read::clean(resolve(text, &candidates, gazetteer, lexicon))
}

/// Resolves toponyms that somebody else found, one answer a span, in their order. A demonym among them stands for its land.
pub fn resolve_given(text: &Text<'_>, spans: &[Span], gazetteer: &Gazetteer, lexicon: &PlaceLexicon) -> Vec<Toponym> {
    resolve(text, &candidates::given(text, spans, gazetteer, lexicon), gazetteer, lexicon)
}

fn resolve(
    text: &Text<'_>,
    candidates: &[Candidate<'_>],
    gazetteer: &Gazetteer,
    lexicon: &PlaceLexicon,
) -> Vec<Toponym> {
    let resolved = resolve::Context::new(text, candidates, gazetteer, lexicon).resolve();
    let toponym = |(candidate, resolved): (&Candidate<'_>, resolve::Resolved)| {
        let resolve::Resolved { place, rule, others, margin } = resolved;
        let stands = place.as_ref().is_some_and(|p| p.precision == Precision::Country || candidate.is_capital());
        Toponym {
            span: text.span_of(candidate.tokens.clone()),
            metonymic: stands && is_government(text, candidate, lexicon),
            place,
            others,
            margin,
            by: Producer::new(Stage::Place, 2, rule),
        }
    };
    candidates.iter().zip(resolved).map(toponym).collect()
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
