//! Which pairs are worth comparing: those of kin types that could share days and a place.
//!
//! A telling lies in blocks named by kin, days and area. One whose days are narrow lies in blocks of four days, and in
//! blocks of a month where only tellings of wide or unknown days look for it; one whose place is a point lies in cells of
//! a degree, and in the block of its country where only regions and countries look for it. A telling of no place is looked
//! for by the rarest of its words, by names, and all over the country of its report.

use crate::sight::{Day, Days, NOTHING, Sight, WIDE, mix};
use rayon::prelude::*;
use serde::Serialize;

/// A block that was too big to compare every pair in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// Tellings in it.
    pub tellings: usize,
    /// Pairs compared: those that share a rare word, and neighbours.
    pub compared: usize,
    /// Pairs left out.
    pub left_out: usize,
}

type Pairs = Vec<(u32, u32)>;

/// Pairs to compare, each once, the lower index first, ascending.
pub(crate) struct Candidates {
    pub pairs: Pairs,
    pub cuts: Vec<Cut>,
}

/// More tellings than this in a block, and only some of its pairs are compared. A guess (November 2026): a town on one
/// day seldom has as many.
const MOST: usize = 300;
/// In a block that is cut a telling is compared with so many after it, in order of place, day and words.
const NEIGHBOURS: usize = 24;
/// So many of a telling's rarest terms can bring it together with others.
const RARE: usize = 4;
/// Days that a report may be off, either way.
const OFF: Day = 1;
/// A telling of no day lies so many days before its report at most.
const STALE: Day = 180;
const BUCKET: Day = 4;
const MONTH: Day = 30;
/// A stretch lies in blocks of so many months at most.
const LONG: usize = 26;

/// What a block is laid out by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grid {
    /// Four days, a degree.
    DayCell,
    /// Four days, a country.
    DayCountry,
    /// A month, a degree.
    MonthCell,
    /// A month, a country.
    MonthCountry,
    /// Four days, a rare word.
    DayWord,
    /// A month, a rare word.
    MonthWord,
}

impl Grid {
    /// Whether one of a pair must be wide: two narrow ones meet in four days.
    fn wants_wide(self) -> bool {
        matches!(self, Grid::MonthCell | Grid::MonthCountry | Grid::MonthWord)
    }

    /// Whether one of a pair must be loose: two points meet in a degree.
    fn wants_loose(self) -> bool {
        !matches!(self, Grid::DayCell | Grid::MonthCell)
    }
}

#[derive(Clone, Copy)]
struct Member {
    block: u64,
    sight: u32,
    /// Whether its days are many or not told.
    wide: bool,
    /// Whether the block's area is not where it lies: it is of no place or, in a block of a country, of more than a point.
    loose: bool,
    grid: Grid,
}

impl Member {
    /// Whether a pair of one block is compared in it.
    fn fits(&self, other: &Member) -> bool {
        let Member { grid, .. } = self;
        (!grid.wants_wide() || self.wide || other.wide) && (!grid.wants_loose() || self.loose || other.loose)
    }
}

/// How many pairs of a block fit.
fn fitting(block: &[Member]) -> usize {
    let pairs = |stiff: &dyn Fn(&Member) -> bool| {
        let count = block.iter().filter(|member| stiff(member)).count();
        count * count.saturating_sub(1) / 2
    };
    let grid = block[0].grid;
    let narrow = |member: &Member| grid.wants_wide() && !member.wide;
    let tight = |member: &Member| grid.wants_loose() && !member.loose;
    let all = pairs(&|_| true) + pairs(&|member| narrow(member) && tight(member));
    all - pairs(&narrow) - pairs(&tight)
}

/// Finds the pairs.
pub(crate) fn candidates(sights: &[Sight]) -> Candidates {
    let lands = lands(sights);
    let mut members: Vec<Member> = (0..sights.len())
        .into_par_iter()
        .flat_map_iter(|index| members_of(index, &sights[index], lands[sights[index].report]))
        .collect();
    members.par_sort_unstable_by_key(|member| (member.block, member.sight));
    let blocks: Vec<&[Member]> = members.chunk_by(|a, b| a.block == b.block).filter(|block| block.len() > 1).collect();
    let found: Vec<(Pairs, Option<Cut>)> = blocks.par_iter().map(|block| pairs_of(block, sights)).collect();
    let mut cuts: Vec<Cut> = found.iter().filter_map(|(_, cut)| cut.clone()).collect();
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.left_out));
    let mut pairs: Pairs = found.into_iter().flat_map(|(pairs, _)| pairs).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    Candidates { pairs, cuts }
}

fn pairs_of(block: &[Member], sights: &[Sight]) -> (Pairs, Option<Cut>) {
    let whole = fitting(block);
    if whole <= MOST * (MOST - 1) / 2 {
        let every = block.iter().enumerate().flat_map(|(k, a)| block[k + 1..].iter().map(move |b| (a, b)));
        return (every.filter(|(a, b)| a.fits(b)).map(|(a, b)| (a.sight, b.sight)).collect(), None);
    }
    let member = |sight| &block[block.binary_search_by_key(&sight, |member| member.sight).expect("it is in the block")];
    let mut pairs = alike(block, sights);
    pairs.retain(|&(a, b)| member(a).fits(member(b)));
    let cut = Cut { tellings: block.len(), compared: pairs.len(), left_out: whole.saturating_sub(pairs.len()) };
    (pairs, Some(cut))
}

/// Pairs of a big block that share a rare word, where not too many do, and neighbours in order of place, day and words.
fn alike(block: &[Member], sights: &[Sight]) -> Pairs {
    let sight = |index: u32| &sights[index as usize];
    let mut by_word: Vec<(u32, u32)> = block
        .iter()
        .flat_map(|member| rarest(sight(member.sight)).into_iter().map(|term| (term, member.sight)))
        .collect();
    by_word.sort_unstable();
    by_word.dedup();
    let mut pairs = Vec::new();
    for group in by_word.chunk_by(|a, b| a.0 == b.0) {
        let reach = if group.len() <= MOST { group.len() } else { NEIGHBOURS };
        for (k, a) in group.iter().enumerate() {
            pairs.extend(group[k + 1..].iter().take(reach).map(|b| (a.1, b.1)));
        }
    }
    let mut near: Vec<u32> = block.iter().map(|member| member.sight).collect();
    near.sort_by_key(|&index| {
        let it = sight(index);
        (it.spot.as_ref().map(|spot| spot.name), it.days.map(|days| (days.from, days.to)), rarest(it), index)
    });
    for (k, &a) in near.iter().enumerate() {
        pairs.extend(near[k + 1..].iter().take(NEIGHBOURS).map(|&b| (a.min(b), a.max(b))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The rarest terms, the rarest first.
fn rarest(sight: &Sight) -> Vec<u32> {
    let mut terms: Vec<(u32, f32)> = sight.terms.weights.clone();
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.into_iter().take(RARE).map(|(term, _)| term).collect()
}

/// The country that a telling itself names.
fn own_land(sight: &Sight) -> Option<u64> {
    let place = sight.spot.iter().map(|spot| spot.country);
    let beings = sight.targets.iter().chain(&sight.actors).map(|being| being.country);
    place.chain(beings).find(|&country| country != NOTHING)
}

/// The country that most tellings of each report name.
fn lands(sights: &[Sight]) -> Vec<u64> {
    let mut named: Vec<(usize, u64)> =
        sights.iter().filter_map(|sight| Some((sight.report, own_land(sight)?))).collect();
    named.sort_unstable();
    let reports = sights.iter().map(|sight| sight.report + 1).max().unwrap_or(0);
    let mut most = vec![(0, NOTHING); reports];
    for group in named.chunk_by(|a, b| a == b) {
        let (report, land) = group[0];
        if group.len() > most[report].0 {
            most[report] = (group.len(), land);
        }
    }
    most.into_iter().map(|(_, land)| land).collect()
}

/// Words of names of who did it and to whom.
fn names(sight: &Sight) -> Vec<u64> {
    let named = sight.actors.iter().chain(&sight.targets).filter(|being| being.named);
    let mut words: Vec<u64> = named.flat_map(|being| being.words.iter().map(|word| word.0)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn members_of(index: usize, sight: &Sight, land: u64) -> Vec<Member> {
    let span = span(sight);
    let wide = span.is_none_or(|days| days.length() > WIDE);
    let placeless = sight.spot.is_none();
    let broad = sight.spot.as_ref().is_some_and(|spot| spot.is_broad());
    let country = own_land(sight).unwrap_or(land);
    let cells = sight.spot.as_ref().filter(|_| !broad).map_or(Vec::new(), |spot| cells(spot.point));
    let rare: Vec<u64> = rarest(sight).into_iter().map(u64::from).chain(names(sight)).collect();
    let mut out = Vec::new();
    let mut lay = |grid: Grid, time: i64, area: u64| {
        let block = mix(mix(grid as u64, u64::from(sight.kin)), mix(time as u64, area));
        let loose = placeless || broad && matches!(grid, Grid::DayCountry | Grid::MonthCountry);
        out.push(Member { block, sight: index as u32, wide, loose, grid });
    };
    if !wide {
        for bucket in buckets(span, BUCKET) {
            cells.iter().for_each(|&cell| lay(Grid::DayCell, bucket, cell));
            lay(Grid::DayCountry, bucket, country);
            rare.iter().for_each(|&term| lay(Grid::DayWord, bucket, term));
        }
    }
    for month in months(span) {
        cells.iter().for_each(|&cell| lay(Grid::MonthCell, month, cell));
        lay(Grid::MonthCountry, month, country);
        rare.iter().for_each(|&term| lay(Grid::MonthWord, month, term));
    }
    out.sort_unstable_by_key(|member| member.block);
    out.dedup_by_key(|member| member.block);
    out
}

/// The days, or else those before publication.
fn span(sight: &Sight) -> Option<Days> {
    sight.days.or_else(|| sight.published.map(|day| Days { from: day - STALE, to: day, lasting: false }))
}

fn buckets(span: Option<Days>, size: Day) -> std::ops::RangeInclusive<i64> {
    let at = |day: Day| i64::from(day.div_euclid(size));
    span.map_or(0..=0, |days| at(days.from - OFF)..=at(days.to + OFF))
}

/// Months; of a stretch of many only every second, third …, so that two that share few months may not meet.
fn months(span: Option<Days>) -> Vec<i64> {
    let all: Vec<i64> = buckets(span, MONTH).collect();
    let step = all.len().div_ceil(LONG);
    all.into_iter().step_by(step.max(1)).collect()
}

/// The cell of a degree that a point lies in and those that lie within 50 km of it.
fn cells(point: [f64; 3]) -> Vec<u64> {
    let lat = point[2].clamp(-1.0, 1.0).asin().to_degrees();
    let lon = point[1].atan2(point[0]).to_degrees();
    let reach = 0.25;
    let wide = reach / lat.to_radians().cos().max(0.05);
    let rows = [(lat - reach).floor(), (lat + reach).floor()];
    let columns = [(lon - wide).floor(), (lon + wide).floor()];
    let mut cells: Vec<u64> = rows
        .iter()
        .flat_map(|row| {
            columns.iter().map(move |column| mix(*row as i64 as u64, (*column as i64).rem_euclid(360) as u64))
        })
        .collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}
