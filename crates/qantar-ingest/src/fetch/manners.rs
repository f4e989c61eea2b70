//! What is known of the hosts that are asked: when one may be asked again, and what its robots.txt says.

use super::address::Address;
use super::robots::Rules;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// So many hosts are remembered; of more, those that would be forgotten first are forgotten at once.
const MOST_HOSTS: usize = 4_096;

/// What is known of hosts. Nothing of it is written anywhere.
#[derive(Debug, Default)]
pub(crate) struct Manners {
    /// By host: no request before.
    ready: BTreeMap<String, Timestamp>,
    /// By origin.
    robots: BTreeMap<String, Robots>,
}

/// What came of asking for a robots.txt.
#[derive(Clone, Debug)]
pub(crate) struct Robots {
    /// The rules; or why they could not be had, in which case nothing else is fetched (RFC 9309, 2.3.1.4).
    pub(crate) said: Result<Rules, String>,
    /// It holds until then.
    pub(crate) until: Timestamp,
}

impl Manners {
    /// When the host of an address may be asked.
    pub(crate) fn ready(&self, address: &Address) -> Option<Timestamp> {
        self.ready.get(address.host()).copied()
    }

    /// The host has just been asked: not again for `least`, or for as long as its robots.txt wants.
    pub(crate) fn asked(&mut self, address: &Address, least: Duration, now: Timestamp) {
        let said = self.robots.get(&address.origin()).and_then(|robots| robots.said.as_ref().ok());
        let delay = said.and_then(|rules| rules.delay).unwrap_or_default().max(least);
        self.hold(address, now + delay, now);
    }

    /// The host is not asked before `until`.
    pub(crate) fn hold(&mut self, address: &Address, until: Timestamp, now: Timestamp) {
        forget(&mut self.ready, |&ready| ready, now);
        let ready = self.ready.entry(address.host().to_owned()).or_insert(until);
        *ready = until.max(*ready);
    }

    /// The robots.txt of an address, if it still holds.
    pub(crate) fn robots(&self, address: &Address, now: Timestamp) -> Option<&Robots> {
        self.robots.get(&address.origin()).filter(|robots| robots.until > now)
    }

    /// Remembers a robots.txt.
    pub(crate) fn learn(&mut self, address: &Address, robots: Robots, now: Timestamp) {
        forget(&mut self.robots, |robots| robots.until, now);
        self.robots.insert(address.origin(), robots);
    }
}

/// Makes room for one more.
fn forget<T>(known: &mut BTreeMap<String, T>, until: impl Fn(&T) -> Timestamp, now: Timestamp) {
    if known.len() < MOST_HOSTS {
        return;
    }
    known.retain(|_, entry| until(entry) > now);
    while known.len() >= MOST_HOSTS {
        let Some(first) = known.iter().min_by_key(|(_, entry)| until(entry)).map(|(key, _)| key.clone()) else {
            return;
        };
        known.remove(&first);
    }
}
