//! Where an outlet is at home, by its address and name: a hint for which of several places its reports mean.

use super::gazetteer::{Class, Entry};
use super::{Gazetteer, PlaceLexicon, fold};
use qantar_record::Document;

/// What an outlet's address and name tell.
#[derive(Clone, Debug, Default)]
pub struct Home<'g> {
    /// Its country, by a list of outlets or by the end of its address.
    pub country: Option<&'g str>,
    /// The places that its name has in it, each with all it may be: "Lebanon Daily Record".
    pub towns: Vec<Town<'g>>,
}

/// The key of a name and its places.
type Town<'g> = (String, Vec<Entry<'g>>);

/// Fewest letters of a town's name inside an address.
const SHORTEST: usize = 4;

/// The home of a document's outlet, as far as its address and its publisher's name tell.
pub fn home<'g>(document: &Document, gazetteer: &'g Gazetteer, lexicon: &PlaceLexicon) -> Home<'g> {
    let publisher = document.publisher().unwrap_or_default();
    let host = document.url().map(host).or_else(|| publisher.contains('.').then(|| host(publisher)));
    let host = host.map(str::to_lowercase).unwrap_or_default();
    let listed = lexicon.outlets.iter().find(|(domain, _)| {
        host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    if let Some((_, (country, town))) = listed {
        let towns = town.as_deref().and_then(|town| places(town, gazetteer)).into_iter();
        let there = |(key, entries): Town<'g>| {
            (key, entries.into_iter().filter(|entry| entry.country == Some(country)).collect())
        };
        return Home { country: code(country, gazetteer), towns: towns.map(there).collect() };
    }
    let mut labels = host.rsplit('.');
    let end = labels.next().unwrap_or_default();
    let country = lexicon.words.domain_ends.get(end).map_or(end, String::as_str).to_uppercase();
    let town = labels.filter(|label| label.len() > 3).find_map(|label| town(label, gazetteer, lexicon));
    let named = || {
        let words: Vec<&str> = publisher.split_whitespace().filter(|word| !is_news(word, lexicon)).collect();
        (!words.is_empty() && !publisher.contains('.')).then(|| places(&words.join(" "), gazetteer)).flatten()
    };
    let country = code(&country, gazetteer);
    // An outlet that writes English and is named for a town stands where English is read, or in a country of that name.
    let english = |entry: &Entry<'_>| match country {
        Some(country) => entry.country == Some(country),
        None => entry.class == Class::Country || entry.country.is_some_and(|code| lexicon.words.english.contains(code)),
    };
    let there = |(key, entries): Town<'g>| (key, entries.into_iter().filter(english).collect());
    Home { country, towns: town.or_else(named).into_iter().map(there).collect() }
}

/// The host of an address, without the rest.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

fn code<'g>(country: &str, gazetteer: &'g Gazetteer) -> Option<&'g str> {
    if country.len() == 2 { gazetteer.country(country)?.country } else { None }
}

fn is_news(word: &str, lexicon: &PlaceLexicon) -> bool {
    lexicon.words.outlet_words.iter().any(|news| word.eq_ignore_ascii_case(news))
}

/// The town in a label of an address: "lebanondailyrecord", "the-paris-news".
fn town<'g>(label: &str, gazetteer: &'g Gazetteer, lexicon: &PlaceLexicon) -> Option<Town<'g>> {
    let parts: Vec<&str> = label.split('-').filter(|part| !is_news(part, lexicon)).collect();
    let mut rest = parts.concat();
    let strip = |rest: &str| {
        let words = lexicon.words.outlet_words.iter().filter(|word| word.len() > 2 && word.len() < rest.len());
        let ends =
            words.filter_map(|word| rest.strip_suffix(word.as_str()).or_else(|| rest.strip_prefix(word.as_str())));
        ends.min_by_key(|left| left.len()).map(str::to_owned)
    };
    // "dailyherald" is all news and no town.
    let mut stripped = parts.len() < label.split('-').count();
    while let Some(left) = strip(&rest) {
        (rest, stripped) = (left, true);
    }
    if !stripped || rest.len() < SHORTEST || !rest.is_ascii() || is_news(&rest, lexicon) {
        return None;
    }
    let first = rest.find("and").filter(|&at| at >= SHORTEST).map(|at| rest[..at].to_owned());
    places(&rest, gazetteer).or_else(|| two_words(&rest, gazetteer)).or_else(|| places(&first?, gazetteer))
}

fn two_words<'g>(letters: &str, gazetteer: &'g Gazetteer) -> Option<Town<'g>> {
    (2..letters.len().saturating_sub(2))
        .find_map(|at| places(&format!("{} {}", &letters[..at], &letters[at..]), gazetteer))
}

fn places<'g>(name: &str, gazetteer: &'g Gazetteer) -> Option<Town<'g>> {
    let entries = gazetteer.entries(gazetteer.find(name)?);
    (!entries.is_empty()).then_some((fold::key(name)?, entries))
}
