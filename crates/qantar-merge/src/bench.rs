//! Accounts laid side by side, each pair with the reasons why the two are held to be one happening or not.

use crate::pair::{self, Card, values};
use crate::rules::Rules;
use crate::sight::{Reports, Sight, sight};
use qantar_record::{About, DocumentId, Telling};
use std::collections::{HashMap, HashSet};

/// Why two accounts are held to tell of one event or not, by their slots alone; what people have said of them is not in it.
///
/// Of `abouts` those of the two reports matter and no others.
pub fn compare(a: &Telling, b: &Telling, abouts: &[About], rules: &Rules) -> Card {
    let tellings = [a.clone(), b.clone()];
    Bench::of(&tellings, abouts, rules).card(0, 1)
}

/// Tellings laid out so that many pairs of them can be compared.
pub struct Bench<'r> {
    reports: Reports,
    sights: Vec<Sight>,
    rules: &'r Rules,
}

impl<'r> Bench<'r> {
    /// Lays tellings out. Of `abouts` those of their reports matter and no others.
    pub fn of(tellings: &[Telling], abouts: &[About], rules: &'r Rules) -> Self {
        let known: HashMap<&DocumentId, &About> = abouts.iter().map(|about| (&about.document, about)).collect();
        let documents: HashSet<&DocumentId> = tellings.iter().map(|telling| &telling.document).collect();
        let heard = documents.into_iter().map(|document| (document.clone(), known.get(document).copied().cloned()));
        let mut reports = Reports::default();
        reports.hear(heard.collect(), rules);
        let place = |telling: &Telling| reports.place(&telling.document).expect("its report was heard");
        let sights = tellings.iter().map(|telling| sight(telling, place(telling), &reports, rules)).collect();
        Bench { reports, sights, rules }
    }

    /// The card of two, by their places among the tellings; see [`compare()`].
    pub fn card(&self, a: usize, b: usize) -> Card {
        pair::card(&values(&self.sights[a], &self.sights[b], &self.reports), self.rules)
    }
}

impl std::fmt::Debug for Bench<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bench").field("tellings", &self.sights.len()).finish_non_exhaustive()
    }
}
