//! Who has seen it for themselves: near copies, reprints of one agency and quotations of each other are one witness.

use crate::cluster::Sets;
use crate::pair::COPIES;
use crate::rules::Rules;
use crate::sight::{Being, NOTHING, called_being, day, fold, hash, mix};
use qantar_record::{About, DocumentId, Origins, Telling};
use rayon::prelude::*;

/// Shingles shared by two texts that credit one agency, at least, to be reprints of one. A guess (November 2026): half of
/// what copies share, for outlets cut what they take.
const REPRINT: f64 = 0.2;
/// Days within which outlets reprint.
const FRESH: i32 = 4;
/// Least hashes in a band: texts that share half their shingles are brought together by one band or more of sixteen with
/// probability 1 − (1 − ½⁴)¹⁶ = .64, those that share .8 with .9998 (Leskovec and others, Mining of Massive Datasets, 3.4).
const BAND: usize = 4;

/// Groups of near copies and reprints among reports: for each, the first of its group.
pub(crate) fn copies(abouts: &[&About]) -> Vec<usize> {
    let mut sets = Sets::new(abouts.len());
    for (a, b) in near(abouts) {
        if are_copies(abouts[a], abouts[b]) {
            sets.join(a as u32, b as u32);
        }
    }
    (0..abouts.len()).map(|at| sets.root(at as u32) as usize).collect()
}

fn are_copies(a: &About, b: &About) -> bool {
    let shared = a.sketch.shared(&b.sketch);
    let days = |about: &About| day(about.published.unwrap_or(about.kept));
    let agency = |about: &About| about.sketch.agency.as_deref().map(fold);
    shared >= COPIES
        || (shared >= REPRINT && agency(a).is_some() && agency(a) == agency(b) && (days(a) - days(b)).abs() <= FRESH)
}

/// Pairs that share a band of least hashes, or an agency and one least hash.
fn near(abouts: &[&About]) -> Vec<(usize, usize)> {
    let mut bands: Vec<(u64, &DocumentId, usize)> = abouts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, about)| bands(about).into_iter().map(move |band| (band, &about.document, at)))
        .collect();
    // By words and not by place, which depends on the order in which reports came in.
    bands.par_sort_unstable();
    // Neighbours are enough: whatever is like both ends is joined through the middle.
    let alike = bands.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let mut pairs: Vec<(usize, usize)> = alike.map(|pair| (pair[0].2, pair[1].2)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What a report is looked for by, as numbers: each band, and each least hash with its agency.
fn bands(about: &About) -> Vec<u64> {
    let of = |width: usize, agency: u64| {
        let band = move |(k, hashes): (usize, &[u32])| {
            let start = mix(mix(width as u64, k as u64), agency);
            hashes.iter().fold(start, |band, &hash| mix(band, u64::from(hash)))
        };
        about.sketch.shingles.chunks(width).enumerate().map(band)
    };
    let credited = about.sketch.agency.iter().flat_map(|agency| of(1, hash(&fold(agency))));
    credited.chain(of(BAND, NOTHING)).collect()
}

/// The origins of an event, from its tellings and their reports, in step.
///
/// `copy_of` gives the group of copies that a report is in, where anything is known of it.
pub(crate) fn origins(
    told: &[(&Telling, Option<&About>)],
    copy_of: impl Fn(&DocumentId) -> Option<usize>,
    rules: &Rules,
) -> Origins {
    let mut reports: Vec<&DocumentId> = told.iter().map(|(telling, _)| &telling.document).collect();
    reports.sort_unstable();
    reports.dedup();
    let place = |document: &DocumentId| reports.binary_search(&document).expect("all of them were put in") as u32;
    let mut sets = Sets::new(reports.len());
    for (k, a) in reports.iter().enumerate() {
        for b in &reports[k + 1..] {
            if copy_of(a).is_some() && copy_of(a) == copy_of(b) {
                sets.join(place(a), place(b));
            }
        }
    }
    let outlets: Vec<(u32, Being)> = told
        .iter()
        .flat_map(|(telling, about)| {
            let about = about.as_ref();
            let named = about
                .and_then(|a| a.publisher.as_deref())
                .into_iter()
                .chain(about.and_then(|a| a.sketch.agency.as_deref()));
            named.map(|name| (place(&telling.document), called_being(name, rules))).collect::<Vec<_>>()
        })
        .collect();
    for (telling, _) in told {
        let own = place(&telling.document);
        for name in cited(telling).chain(relayed(telling)) {
            let quoted = called_being(name, rules);
            let is_it = |outlet: &Being| !quoted.words.is_empty() && quoted.whole == outlet.whole;
            outlets.iter().filter(|(at, outlet)| *at != own && is_it(outlet)).for_each(|(at, _)| sets.join(own, *at));
        }
    }
    let groups = sets.groups();
    let citing = common(&groups, told, &place, rules);
    Origins { reports: reports.len() as u32, independent: groups.len() as u32, citing }
}

/// Whom the report says it has it from.
fn cited(telling: &Telling) -> impl Iterator<Item = &str> {
    let voices = telling.voice.iter().chain(telling.figures.iter().filter_map(|figure| figure.voice.as_ref()));
    voices.map(|voice| voice.called())
}

fn relayed(telling: &Telling) -> impl Iterator<Item = &str> {
    telling.figures.iter().flat_map(|figure| &figure.via).map(|voice| voice.called())
}

/// Voices that every independent group cites, in the words of the first; none where there is one group only.
fn common(
    groups: &[Vec<u32>],
    told: &[(&Telling, Option<&About>)],
    place: &impl Fn(&DocumentId) -> u32,
    rules: &Rules,
) -> Vec<String> {
    if groups.len() < 2 {
        return Vec::new();
    }
    let of = |group: &Vec<u32>| {
        let mut voices: Vec<(u64, String)> = told
            .iter()
            .filter(|(telling, _)| group.contains(&place(&telling.document)))
            .flat_map(|(telling, _)| cited(telling).map(|name| (called_being(name, rules).whole, name.to_owned())))
            .collect();
        voices.sort();
        voices.dedup_by_key(|(whole, _)| *whole);
        voices
    };
    let rest: Vec<Vec<(u64, String)>> = groups[1..].iter().map(of).collect();
    let everywhere = |whole: u64| rest.iter().all(|voices| voices.iter().any(|(other, _)| *other == whole));
    of(&groups[0]).into_iter().filter(|(whole, _)| everywhere(*whole)).map(|(_, name)| name).collect()
}
