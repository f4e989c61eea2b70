//! Guessing is made slow: after a few wrong passwords the next try has to wait, and each wrong one doubles the wait.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Wrong tries that cost nothing, for a name from one address.
const FREE_FOR_NAME: u32 = 5;
/// … and for one address with any names; a team may sit behind one address.
const FREE_FOR_ADDRESS: u32 = 30;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// After so long without a wrong try, what was is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(60 * 60);
/// How many names and addresses are remembered; the oldest go first.
const REMEMBERED: usize = 10_000;

/// Who tries: a name from an address, or the address with any name.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Name(String, IpAddr),
    Address(IpAddr),
}

#[derive(Clone, Copy)]
struct Tries {
    wrong: u32,
    last: Instant,
}

/// The wrong tries of late.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<Who, Tries>>);

impl Throttle {
    /// How long until this name may be tried from this address; none when it may be now.
    pub fn wait(&self, name: &str, address: IpAddr, now: Instant) -> Option<Duration> {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = whos(name, address).into_iter().filter_map(|(who, free)| wait(*tries.get(&who)?, free, now));
        waits.max()
    }

    /// Notes a try before it is known to be right, so that many at the same time do not slip through.
    pub fn tried(&self, name: &str, address: IpAddr, now: Instant) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (who, _) in whos(name, address) {
            let known = tries.entry(who).or_insert(Tries { wrong: 0, last: now });
            let wrong = if now.saturating_duration_since(known.last) > FORGOTTEN { 0 } else { known.wrong };
            *known = Tries { wrong: wrong.saturating_add(1), last: now };
        }
        if tries.len() > REMEMBERED {
            forget(&mut tries, now);
        }
    }

    /// The try was right: for this name the count starts anew, and for its address it is taken back.
    pub fn right(&self, name: &str, address: IpAddr) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.remove(&Who::Name(folded(name), address));
        if let Some(known) = tries.get_mut(&Who::Address(address)) {
            known.wrong = known.wrong.saturating_sub(1);
        }
    }
}

fn whos(name: &str, address: IpAddr) -> [(Who, u32); 2] {
    [(Who::Name(folded(name), address), FREE_FOR_NAME), (Who::Address(address), FREE_FOR_ADDRESS)]
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase().chars().take(64).collect()
}

fn wait(tries: Tries, free: u32, now: Instant) -> Option<Duration> {
    let over = tries.wrong.checked_sub(free)?;
    let long = Duration::from_secs(1u64 << over.min(20)).min(LONGEST);
    (tries.last + long).checked_duration_since(now).filter(|left| !left.is_zero())
}

fn forget(tries: &mut HashMap<Who, Tries>, now: Instant) {
    tries.retain(|_, known| now.saturating_duration_since(known.last) <= FORGOTTEN);
    if tries.len() > REMEMBERED {
        let mut times: Vec<Instant> = tries.values().map(|known| known.last).collect();
        times.sort_unstable();
        let cut = times[times.len() / 2];
        tries.retain(|_, known| known.last > cut);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn five_wrong_tries_are_free_and_then_waits_double() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        for _ in 0..4 {
            throttle.tried("Aida", HERE, start);
            assert_eq!(throttle.wait("Aida", HERE, start), None);
        }
        throttle.tried("Aida", HERE, start);
        assert_eq!(throttle.wait("aida ", HERE, start), Some(Duration::from_secs(1)));
        assert_eq!(throttle.wait("Ben", HERE, start), None);
        let later = start + Duration::from_secs(1);
        assert_eq!(throttle.wait("Aida", HERE, later), None);
        throttle.tried("Aida", HERE, later);
        assert_eq!(throttle.wait("Aida", HERE, later), Some(Duration::from_secs(2)));
        for _ in 0..40 {
            throttle.tried("Aida", HERE, later);
        }
        assert_eq!(throttle.wait("Aida", HERE, later), Some(LONGEST));
        throttle.right("Aida", HERE);
        assert_eq!(throttle.wait("Aida", HERE, later + LONGEST), None);
    }

    #[test]
    fn an_address_that_tries_many_names_has_to_wait() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for k in 0..30 {
            throttle.tried(&format!("name {k}"), HERE, now);
        }
        assert!(throttle.wait("another", HERE, now).is_some());
        assert_eq!(throttle.wait("another", IpAddr::from([10, 0, 0, 1]), now), None);
    }

    #[test]
    fn memory_is_bounded() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for k in 0..20_000_u32 {
            throttle.tried("x", IpAddr::from(k.to_be_bytes()), now + Duration::from_millis(k.into()));
        }
        assert!(throttle.0.lock().expect("sound").len() <= REMEMBERED + 2);
    }
}
