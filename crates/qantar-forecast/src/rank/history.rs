//! Who did what to whom so far, as counts that fade, day by day.

use super::rules::Lags;
use crate::decay::{Faded, Fading, SPANS};

/// One act: who did what to whom, and when. Numbers stand for names; the caller keeps the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Act {
    /// Days since any fixed day.
    pub day: i32,
    /// Who did it.
    pub actor: u32,
    /// What was done, from 0 on without gaps.
    pub kind: u32,
    /// To whom.
    pub target: u32,
}

/// How two parties have dealt with each other, seen from one of them.
#[derive(Debug, Clone)]
pub(super) struct Partner {
    pub other: u32,
    pub all: Faded,
    /// Kind (turned kinds count on from the last plain one) and its cell, by kind.
    pub kinds: Vec<(u32, u32)>,
}

/// What one party did of one kind.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub kind: u32,
    pub all: Faded,
    /// To whom, and the cell, by party.
    pub others: Vec<(u32, u32)>,
}

/// One party.
#[derive(Debug, Clone, Default)]
pub(super) struct Party {
    pub all: Faded,
    pub partners: Vec<Partner>,
    pub roles: Vec<Role>,
}

/// All acts before a day. Each act is kept twice: as it was, and turned round ("was arrested by").
#[derive(Debug, Clone)]
pub struct History {
    plain_kinds: u32,
    pub(super) fading: Fading,
    pub(super) parties: Vec<Party>,
    pub(super) cells: Vec<Faded>,
    /// For each kind, everybody it was ever done to, in the order first seen.
    pub(super) suffered: Vec<Vec<u32>>,
    pub(super) lags: Lags,
    today: i32,
}

impl History {
    /// Nothing yet, about so many parties and kinds.
    pub fn new(parties: usize, kinds: usize) -> Self {
        History {
            plain_kinds: kinds as u32,
            fading: Fading::over(3660),
            parties: vec![Party::default(); parties],
            cells: Vec::new(),
            suffered: vec![Vec::new(); 2 * kinds],
            lags: Lags::new(2 * kinds),
            today: i32::MIN,
        }
    }

    /// The kind seen from the other side.
    pub fn turned(&self, kind: u32) -> u32 {
        if kind < self.plain_kinds { kind + self.plain_kinds } else { kind - self.plain_kinds }
    }

    /// How many kinds there are, turned ones with them.
    pub fn kinds(&self) -> usize {
        2 * self.plain_kinds as usize
    }

    /// Adds the acts of one day, which is after all days added before. Acts said twice count once.
    pub fn add(&mut self, day: i32, acts: &[Act]) {
        debug_assert!(day > self.today);
        let turned = acts.iter().map(|act| (act.target, self.turned(act.kind), act.actor));
        let mut both: Vec<_> = acts.iter().map(|act| (act.actor, act.kind, act.target)).chain(turned).collect();
        both.sort_unstable();
        both.dedup();
        self.learn(day, &both);
        for &(one, kind, other) in &both {
            self.count(day, one, kind, other);
        }
        self.today = day;
    }

    /// Which lags came before the acts of the day: before any of them is counted.
    fn learn(&mut self, day: i32, both: &[(u32, u32, u32)]) {
        let mut lags = std::mem::replace(&mut self.lags, Lags::new(0));
        lags.pass(day);
        for &(one, kind, other) in both {
            if let Some(partner) = self.partner(one, other) {
                for &(before, cell) in &partner.kinds {
                    lags.hit(before, kind, day - self.cells[cell as usize].last());
                }
            }
            let before = self.cell(one, kind, other).map(Faded::last);
            lags.seen(kind, before, day);
        }
        lags.close();
        self.lags = lags;
    }

    fn count(&mut self, day: i32, one: u32, kind: u32, other: u32) {
        let turned = self.turned(kind);
        let party = &mut self.parties[one as usize];
        party.all.add(day, 1.0, &self.fading);
        let at = party.partners.binary_search_by_key(&other, |partner| partner.other).unwrap_or_else(|at| {
            party.partners.insert(at, Partner { other, all: Faded::default(), kinds: Vec::new() });
            at
        });
        let partner = &mut party.partners[at];
        partner.all.add(day, 1.0, &self.fading);
        let at = party.roles.binary_search_by_key(&kind, |role| role.kind).unwrap_or_else(|at| {
            party.roles.insert(at, Role { kind, all: Faded::default(), others: Vec::new() });
            // Who does the one suffers the other.
            self.suffered[turned as usize].push(one);
            at
        });
        let role = &mut party.roles[at];
        role.all.add(day, 1.0, &self.fading);
        let cell = match partner.kinds.binary_search_by_key(&kind, |&(kind, _)| kind) {
            Ok(at) => partner.kinds[at].1,
            Err(at) => {
                let cell = self.cells.len() as u32;
                self.cells.push(Faded::default());
                partner.kinds.insert(at, (kind, cell));
                let at = role.others.partition_point(|&(known, _)| known < other);
                role.others.insert(at, (other, cell));
                cell
            }
        };
        self.cells[cell as usize].add(day, 1.0, &self.fading);
    }

    pub(super) fn partner(&self, one: u32, other: u32) -> Option<&Partner> {
        let partners = &self.parties[one as usize].partners;
        partners.binary_search_by_key(&other, |partner| partner.other).ok().map(|at| &partners[at])
    }

    pub(super) fn role(&self, one: u32, kind: u32) -> Option<&Role> {
        let roles = &self.parties[one as usize].roles;
        roles.binary_search_by_key(&kind, |role| role.kind).ok().map(|at| &roles[at])
    }

    pub(super) fn cell(&self, one: u32, kind: u32, other: u32) -> Option<&Faded> {
        let partner = self.partner(one, other)?;
        partner.kind(kind).map(|cell| &self.cells[cell as usize])
    }

    /// How often the kind was done to the party, faded to the day.
    pub(super) fn done_to(&self, kind: u32, party: u32, day: i32) -> [f32; SPANS] {
        self.role(party, self.turned(kind)).map_or([0.0; SPANS], |role| role.all.at(day, &self.fading))
    }
}

impl Partner {
    pub(super) fn kind(&self, kind: u32) -> Option<u32> {
        self.kinds.binary_search_by_key(&kind, |&(kind, _)| kind).ok().map(|at| self.kinds[at].1)
    }
}
