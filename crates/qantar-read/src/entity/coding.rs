//! The country and the sector of an actor, from the words it is called by.
//!
//! [`actor`] reads a phrase from left to right for what has a name (leaders, bodies, countries, cities) and from its
//! noun back for what does not ("Norlandish farmers").

use super::lexicon::{ActorLexicon, Known, plain};
use jiff::civil::Date;

/// Years after leaving office in which a surname alone still means the leader who had it.
const REMEMBERED: i16 = 5;
/// Words of the longest name that is looked for.
const LONGEST: usize = 9;

/// What the words for an actor tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// ISO 3166-1 alpha-2; `None` when the words name no country, or a body of many.
    pub country: Option<String>,
    /// PLOVER sector (`GOV`, `COP`, `CVL` …); `None` when the words tell none.
    pub sector: Option<String>,
}

/// Something with a name inside a phrase, and the words that name it.
struct Found<'l> {
    start: usize,
    end: usize,
    known: &'l Known,
}

/// The country and the sector that `mention` tells, as of `day`, which decides whether a leader was in office.
///
/// ```
/// use jiff::civil::date;
/// use qantar_read::entity::{ActorLexicon, actor};
///
/// let lexicon = ActorLexicon::builtin()?;
/// let code = |mention: &str| {
///     let coded = actor(mention, &lexicon, Some(date(2021, 5, 4)));
///     (coded.country.unwrap_or_default(), coded.sector.unwrap_or_default())
/// };
/// assert_eq!(code("Peruvian farmers"), ("PE".into(), "AGR".into()));
/// assert_eq!(code("the mayor of Lisbon"), ("PT".into(), "GOV".into()));
/// assert_eq!(code("a former Danish minister"), ("DK".into(), "ELI".into()));
/// assert_eq!(code("the lantern"), (String::new(), String::new()));
/// # Ok::<(), qantar_read::DataError>(())
/// ```
pub fn actor(mention: &str, lexicon: &ActorLexicon, day: Option<Date>) -> Coded {
    let words = words(mention);
    let lower: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let found = named(&words, &lower, lexicon);
    let country = found.iter().find_map(|found| found.known.country());
    let leader = leader(&words, &lower, lexicon, day);
    let former = lower.iter().any(|word| lexicon.former.words.contains(word) || word.starts_with("ex-"));
    let sector = match &leader {
        Some((_, office)) if !former => office.clone(),
        Some(_) => Some("ELI".to_owned()),
        None => sector(&lower, &found, lexicon, former),
    };
    Coded { country: country.or(leader.map(|(country, _)| country)).map(str::to_owned), sector }
}

/// The words, without marks and possessives, hyphens kept.
fn words(mention: &str) -> Vec<&str> {
    let words = mention.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let plain = words.map(|word| word.trim_end_matches("'s").trim_end_matches("’s"));
    plain.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect()
}

/// Names inside the phrase, the longest at each place.
fn named<'l>(words: &[&str], lower: &[String], lexicon: &'l ActorLexicon) -> Vec<Found<'l>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (at + 1..=words.len().min(at + LONGEST)).rev();
        let hit = longest.filter_map(|end| {
            let known = lexicon.known(&lower[at..end].join(" "))?;
            // "us" and "turkey" are no countries, "US" and "Turkey" are.
            (end > at + 1 || words[at].starts_with(char::is_uppercase)).then_some((end, known))
        });
        match hit.into_iter().next() {
            Some((end, known)) => {
                found.push(Found { start: at, end, known });
                at = end;
            }
            None => {
                // "Norland-based", "Norlandish-led".
                let part = lower[at].split_once('-').and_then(|(first, _)| lexicon.known(first));
                found.extend(part.filter(|part| part.sector().is_none()).map(|known| Found {
                    start: at,
                    end: at,
                    known,
                }));
                at += 1;
            }
        }
    }
    found
}

/// The country and sector of a leader named in full, or by a surname that is no one else's.
fn leader<'l>(
    words: &[&str],
    lower: &[String],
    lexicon: &'l ActorLexicon,
    day: Option<Date>,
) -> Option<(&'l str, Option<String>)> {
    let full = (0..words.len()).flat_map(|at| (at + 2..=words.len().min(at + 6)).map(move |end| at..end));
    let by_name = full.filter_map(|range| lexicon.leaders.get(&lower[range].join(" "))).next();
    let month = day.map(|day| (day.year(), day.month()));
    if let Some(terms) = by_name {
        let in_office = |term: &super::lexicon::Term| {
            month.is_none_or(|month| term.from <= month && term.to.is_none_or(|to| month <= to))
        };
        let after = |term: &super::lexicon::Term| month.is_some_and(|month| term.to.is_some_and(|to| to < month));
        let sector = if terms.iter().any(in_office) { Some("GOV") } else { terms.iter().any(after).then_some("ELI") };
        return Some((terms[0].country, sector.map(str::to_owned)));
    }
    let surname = lower.last().filter(|surname| surname.len() > 4 && !lexicon.former.common.contains(*surname))?;
    let titles =
        lower[..lower.len() - 1].iter().all(|word| lexicon.in_role(word) || lexicon.heads.honorific.contains(word));
    if !titles || !words.last()?.chars().next()?.is_uppercase() {
        return None;
    }
    let term = lexicon.surnames.get(surname)?;
    let remembered = month
        .is_none_or(|(year, month)| term.from <= (year, month) && term.to.is_none_or(|to| year <= to.0 + REMEMBERED));
    let out = month.is_some_and(|month| term.to.is_some_and(|to| to < month));
    remembered.then(|| (term.country, Some(if out { "ELI" } else { "GOV" }.to_owned())))
}

/// The sector: of the noun, or of the body that is named; an armed body lends its own to its people.
fn sector(lower: &[String], found: &[Found<'_>], lexicon: &ActorLexicon, former: bool) -> Option<String> {
    let hangs = |word: &String| {
        matches!(word.as_str(), "of" | "for" | "at" | "in" | "from" | "who" | "to" | "with" | "across" | "on" | "and")
    };
    let stop = lower.iter().position(hangs).filter(|&stop| stop > 0).unwrap_or(lower.len());
    let start = usize::from(lower.first().is_some_and(|word| matches!(word.as_str(), "the" | "a" | "an")));
    let body = |range: std::ops::Range<usize>| {
        let inside = found.iter().filter(move |found| found.start >= range.start && found.end <= range.end);
        inside.filter_map(|found| Some((found, found.known.sector()?))).next_back()
    };
    let whole = found.iter().any(|found| found.start <= start && found.end == lower.len());
    if whole {
        return found.last().and_then(|found| found.known.metonym()).map(str::to_owned);
    }
    let noun = noun_sector(&lower[..stop], lexicon);
    let sector = match (noun, body(0..stop)) {
        (Some(_), Some((_, "IGO"))) if noun != Some("LEG") && noun != Some("JUD") => Some("IGO"),
        (Some(own), Some((_, body))) if lexicon.former.loose.contains(own) && body != "PTY" => Some(body),
        (Some(own), _) => Some(own),
        (None, Some((_, body))) => Some(body),
        (None, None) => noun_sector(&lower[stop..], lexicon).or(body(stop..lower.len()).map(|(_, body)| body)),
    };
    let left = |sector: &&str| former && matches!(*sector, "GOV" | "LEG");
    Some(if sector.as_ref().is_some_and(left) { "ELI" } else { sector? }.to_owned())
}

/// The sector of the noun nearest the end, of as many words as are known together.
fn noun_sector<'l>(words: &[String], lexicon: &'l ActorLexicon) -> Option<&'l str> {
    (1..=words.len())
        .rev()
        .find_map(|end| (end.saturating_sub(4)..end).find_map(|start| lexicon.sector(&words[start..end].join(" "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn code(mention: &str, year: i16) -> (String, String) {
        let lexicon = ActorLexicon::builtin().expect("the built-in lists are sound");
        let coded = actor(mention, &lexicon, Some(date(year, 6, 1)));
        (coded.country.unwrap_or_default(), coded.sector.unwrap_or_default())
    }

    #[test]
    fn nouns_bodies_and_places_tell() {
        for (mention, country, sector) in [
            ("Peruvian dockers", "PE", "LAB"),
            ("Lagos police", "NG", "COP"),
            ("Norway's envoy to Chad", "NO", "GOV"),
            ("Hezbollah fighters", "LB", "REB"),
            ("the European Parliament", "", "LEG"),
            ("a retired Danish minister", "DK", "ELI"),
            ("Oslo", "NO", "GOV"),
            ("Norway", "NO", ""),
        ] {
            assert_eq!(code(mention, 2020), (country.into(), sector.into()), "{mention}");
        }
    }

    #[test]
    fn words_that_only_look_like_names_tell_nothing() {
        for mention in ["the turkey in the oven", "a shell on the beach", "us", "apple trees", "the lantern", ""] {
            assert_eq!(code(mention, 2020), (String::new(), String::new()), "{mention}");
        }
    }

    #[test]
    fn leaders_are_of_the_government_while_in_office() {
        assert_eq!(code("Gordon Brown", 2009), ("GB".into(), "GOV".into()));
        assert_eq!(code("Gordon Brown", 2015), ("GB".into(), "ELI".into()));
        assert_eq!(code("Brown", 2009), (String::new(), String::new()));
        assert_eq!(code("President Sarkozy", 2010), ("FR".into(), "GOV".into()));
    }
}
