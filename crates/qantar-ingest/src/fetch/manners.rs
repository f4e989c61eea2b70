//! What is known of the hosts that are asked: when one may be asked again, and what its robots.txt says.

use super::address::Address;
use super::robots::Rules;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// So many hosts are remembered; of more, those that would be forgotten first are forgotten at once.
const MOST_HOSTS: usize = 4_096;
/// All robots.txt that are remembered take no more room together, in bytes; of more, those that would be forgotten first
/// are forgotten at once, and asked for again. A guess (November 2026).
const MOST_BYTES: usize = 16 << 20;

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
        let origin = address.origin();
        self.robots.remove(&origin);
        forget(&mut self.robots, |robots| robots.until, now);
        let mut bytes = robots.bytes() + self.robots.values().map(Robots::bytes).sum::<usize>();
        while bytes > MOST_BYTES {
            let Some(first) = first(&self.robots, |robots| robots.until) else { break };
            bytes -= self.robots.remove(&first).map_or(0, |robots| robots.bytes());
        }
        self.robots.insert(origin, robots);
    }
}

impl Robots {
    /// How much room it takes, in bytes.
    fn bytes(&self) -> usize {
        self.said.as_ref().map_or_else(String::len, Rules::bytes)
    }
}

/// Makes room for one more.
fn forget<T>(known: &mut BTreeMap<String, T>, until: impl Fn(&T) -> Timestamp, now: Timestamp) {
    if known.len() < MOST_HOSTS {
        return;
    }
    known.retain(|_, entry| until(entry) > now);
    while known.len() >= MOST_HOSTS {
        let Some(first) = first(known, &until) else { return };
        known.remove(&first);
    }
}

/// What would be forgotten first.
fn first<T>(known: &BTreeMap<String, T>, until: impl Fn(&T) -> Timestamp) -> Option<String> {
    known.iter().min_by_key(|(_, entry)| until(entry)).map(|(key, _)| key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_robots_say_takes_bounded_room() {
        let now: Timestamp = "2031-05-03T12:00:00Z".parse().expect("a moment");
        let at = |host: u32| Address::parse(&format!("https://h{host}.example/")).expect("an address");
        // As many rules as a file that is read to its end can have.
        let longest = format!("user-agent:*\n{}", "allow:/\n".repeat(60_000));
        let rules = Rules::read(longest.as_bytes());
        assert!(rules.bytes() <= longest.len(), "{} bytes for {}", rules.bytes(), longest.len());
        let mut manners = Manners::default();
        for host in 0..200u32 {
            let robots = Robots { said: Ok(rules.clone()), until: now + Duration::from_secs((host + 1).into()) };
            manners.learn(&at(host), robots, now);
        }
        let all: usize = manners.robots.values().map(Robots::bytes).sum();
        assert!(all <= MOST_BYTES && all > MOST_BYTES - (1 << 20), "{all}");
        assert!(manners.robots(&at(199), now).is_some() && manners.robots(&at(0), now).is_none());
        let robots = Robots { said: Err("x".repeat(MOST_BYTES)), until: now + Duration::from_secs(60) };
        manners.learn(&at(1_000), robots, now);
        assert_eq!(manners.robots.len(), 1);
    }
}
