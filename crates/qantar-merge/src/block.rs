//! Which pairs are worth comparing: those of kin types that could share days and a place.
//!
//! A telling lies in blocks named by kin, days and area. One whose days are narrow lies in blocks of four days, and in
//! blocks of a month where only tellings of wide or unknown days look for it; one whose place is a point lies in cells of
//! a degree, and in the block of its country where only regions and countries look for it. A telling of no place is looked
//! for by the rarest of its words, by names, and all over the country of its report.

use crate::sight::{Day, Days, NOTHING, Sight, WIDE, mix};
use qantar_record::Status;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

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

/// Pairs of tellings by their places, the lower first, ascending.
pub(crate) type Pairs = Vec<(u32, u32)>;

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
/// What is planned for no day lies so many days after its report at most. A guess (November 2026): a year is planned ahead.
const AHEAD: Day = 366;
const BUCKET: Day = 4;
const MONTH: Day = 30;
/// A stretch lies in blocks of so many months at most.
const LONG: usize = 26;

/// What a block is laid out by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A telling in a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    block: u64,
    /// Its place among the sights.
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

/// Tellings in numbers, and where each stands in an order of words: what big blocks are cut by.
#[derive(Clone, Copy)]
pub(crate) struct Ranked<'s> {
    pub sights: &'s [Sight],
    pub ranks: &'s [u32],
}

/// A block that is cut: the pairs of it that are compared.
#[derive(Debug)]
struct Kept {
    pairs: Pairs,
    cut: Cut,
}

/// All blocks.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// By block and telling, as they were when all were laid out.
    base: Vec<Member>,
    /// Blocks that have changed since.
    changed: HashMap<u64, Vec<Member>>,
    kept: HashMap<u64, Kept>,
}

/// What a change of blocks means for pairs.
#[derive(Default)]
pub(crate) struct Found {
    /// Pairs that may have come together by it.
    pub pairs: Pairs,
    /// Pairs of these tellings may no longer be brought together: they lie in blocks that are cut now.
    pub doubtful: HashSet<u32>,
}

impl Blocks {
    /// Lays out all members. Gives every pair to compare.
    pub fn of(mut members: Vec<Member>, ranked: Ranked<'_>) -> (Self, Pairs) {
        members.par_sort_unstable_by_key(|member| (member.block, member.sight));
        let blocks: Vec<&[Member]> =
            members.chunk_by(|a, b| a.block == b.block).filter(|block| block.len() > 1).collect();
        let found: Vec<(u64, Pairs, Option<Cut>)> = blocks
            .par_iter()
            .map(|block| {
                let (pairs, cut) = pairs_of(block, ranked);
                (block[0].block, pairs, cut)
            })
            .collect();
        let mut all: Pairs = Vec::with_capacity(found.iter().map(|(_, pairs, _)| pairs.len()).sum());
        let mut kept = HashMap::new();
        for (block, pairs, cut) in found {
            all.extend(&pairs);
            kept.extend(cut.map(|cut| (block, Kept { pairs, cut })));
        }
        all.par_sort_unstable();
        all.dedup();
        (Blocks { base: members, changed: HashMap::new(), kept }, all)
    }

    /// Takes members out and puts others in.
    pub fn change(&mut self, gone: Vec<Member>, new: Vec<Member>, ranked: Ranked<'_>) -> Found {
        let mut changes: HashMap<u64, (Vec<u32>, Vec<Member>)> = HashMap::new();
        gone.iter().for_each(|member| changes.entry(member.block).or_default().0.push(member.sight));
        new.into_iter().for_each(|member| changes.entry(member.block).or_default().1.push(member));
        let mut found = Found::default();
        for (block, (gone, new)) in changes {
            self.change_one(block, &gone, new, ranked, &mut found);
        }
        found.pairs.par_sort_unstable();
        found.pairs.dedup();
        if self.changed.values().map(Vec::len).sum::<usize>() > self.base.len() / 4 {
            self.settle();
        }
        found
    }

    fn change_one(&mut self, block: u64, gone: &[u32], new: Vec<Member>, ranked: Ranked<'_>, found: &mut Found) {
        let mut members = self.members(block).to_vec();
        members.retain(|member| !gone.contains(&member.sight));
        let stayed = members.len();
        members.extend(new);
        let were = self.kept.remove(&block);
        let (pairs, cut) = match members.len() {
            0 | 1 => (Vec::new(), None),
            _ if were.is_none() && !is_cut(&members) => (fitting_with(&members, stayed), None),
            _ => pairs_of(&members, ranked),
        };
        found.pairs.extend(&pairs);
        if let Some(cut) = cut {
            found.doubtful.extend(members.iter().map(|member| member.sight));
            self.kept.insert(block, Kept { pairs, cut });
        }
        self.changed.insert(block, members);
    }

    /// The members of one block.
    fn members(&self, block: u64) -> &[Member] {
        if let Some(members) = self.changed.get(&block) {
            return members;
        }
        let from = self.base.partition_point(|member| member.block < block);
        let many = self.base[from..].iter().take_while(|member| member.block == block).count();
        &self.base[from..from + many]
    }

    /// Lays changed blocks among the others.
    fn settle(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        self.base.retain(|member| !changed.contains_key(&member.block));
        self.base.extend(changed.into_values().flatten());
        self.base.par_sort_unstable_by_key(|member| (member.block, member.sight));
    }

    /// Whether some block brings two tellings together, given the blocks that each lies in.
    pub fn bring(&self, a: &[Member], b: &[Member]) -> bool {
        a.iter().any(|one| {
            let Ok(at) = b.binary_search_by_key(&one.block, |member| member.block) else { return false };
            let pair = (one.sight.min(b[at].sight), one.sight.max(b[at].sight));
            one.fits(&b[at]) && self.kept.get(&one.block).is_none_or(|kept| kept.pairs.binary_search(&pair).is_ok())
        })
    }

    /// What was cut, the worst first.
    pub fn cuts(&self) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = self.kept.values().map(|kept| kept.cut.clone()).collect();
        cuts.sort_by_key(|cut| (std::cmp::Reverse(cut.left_out), cut.tellings, cut.compared));
        cuts
    }
}

/// Whether so many pairs of it fit that only some are compared.
fn is_cut(block: &[Member]) -> bool {
    fitting(block) > MOST * (MOST - 1) / 2
}

/// The fitting pairs of a block in which one is at this place or after it.
fn fitting_with(block: &[Member], from: usize) -> Pairs {
    let before = |k: usize| block[..k].iter().map(move |other| (other, &block[k]));
    let fits = (from..block.len()).flat_map(before).filter(|(a, b)| a.fits(b));
    fits.map(|(a, b)| (a.sight.min(b.sight), a.sight.max(b.sight))).collect()
}

fn pairs_of(block: &[Member], ranked: Ranked<'_>) -> (Pairs, Option<Cut>) {
    if !is_cut(block) {
        return (fitting_with(block, 0), None);
    }
    let members: HashMap<u32, &Member> = block.iter().map(|member| (member.sight, member)).collect();
    let mut pairs = alike(block, ranked);
    pairs.retain(|(a, b)| members[a].fits(members[b]));
    let left_out = fitting(block).saturating_sub(pairs.len());
    let cut = Cut { tellings: block.len(), compared: pairs.len(), left_out };
    (pairs, Some(cut))
}

/// Pairs of a big block that share a rare word, where not too many do, and neighbours in order of place, day and words.
fn alike(block: &[Member], ranked: Ranked<'_>) -> Pairs {
    let Ranked { sights, ranks } = ranked;
    let sight = |at: u32| &sights[at as usize];
    let rank = |at: u32| ranks[at as usize];
    let pair = |a: u32, b: u32| (a.min(b), a.max(b));
    let mut by_word: Vec<(u32, u32, u32)> = block
        .iter()
        .map(|member| member.sight)
        .flat_map(|at| rarest(sight(at)).into_iter().map(move |term| (term, rank(at), at)))
        .collect();
    by_word.sort_unstable();
    let mut pairs = Vec::new();
    for group in by_word.chunk_by(|a, b| a.0 == b.0) {
        let reach = if group.len() <= MOST { group.len() } else { NEIGHBOURS };
        for (k, a) in group.iter().enumerate() {
            pairs.extend(group[k + 1..].iter().take(reach).map(|b| pair(a.2, b.2)));
        }
    }
    let mut near: Vec<u32> = block.iter().map(|member| member.sight).collect();
    near.sort_by_cached_key(|&at| {
        let it = sight(at);
        (it.spot.as_ref().map(|spot| spot.name), it.days.map(|days| (days.from, days.to)), rarest(it), rank(at))
    });
    for (k, &a) in near.iter().enumerate() {
        pairs.extend(near[k + 1..].iter().take(NEIGHBOURS).map(|&b| pair(a, b)));
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

/// The country that most tellings of a report name.
pub(crate) fn land<'s>(sights: impl Iterator<Item = &'s Sight>) -> u64 {
    let mut named: Vec<u64> = sights.filter_map(own_land).collect();
    named.sort_unstable();
    let most = named.chunk_by(|a, b| a == b).min_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
    most.map_or(NOTHING, |group| group[0])
}

/// Words of names of who did it and to whom.
fn names(sight: &Sight) -> Vec<u64> {
    let named = sight.actors.iter().chain(&sight.targets).filter(|being| being.named);
    let mut words: Vec<u64> = named.flat_map(|being| being.words.iter().map(|word| word.0)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The blocks that a telling lies in, by block, once each. `index`: its place; `land`: the country of its report.
pub(crate) fn members_of(index: u32, sight: &Sight, land: u64) -> Vec<Member> {
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
        out.push(Member { block, sight: index, wide, loose, grid });
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

/// The days, or else those before publication; what may be still to come could lie after it as well.
fn span(sight: &Sight) -> Option<Days> {
    let ahead = if matches!(sight.status, Status::Planned | Status::Hypothetical) { AHEAD } else { 0 };
    sight.days.or_else(|| sight.published.map(|day| Days { from: day - STALE, to: day + ahead, lasting: false }))
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
