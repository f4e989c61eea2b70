//! Who is at the other end: a cookie of random bytes, of which only the hash is kept, and a token that proves that a
//! request was made by our own page.
//!
//! A visitor who has not said who they are costs no memory: their token follows from their cookie and a secret.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

/// A session ends when it was not used for so long.
const IDLE: Duration = Duration::from_secs(12 * 60 * 60);
/// How many are remembered; the one unused the longest goes first.
const REMEMBERED: usize = 4096;

type Hash = [u8; 32];

struct Session {
    holder: Holder,
    used: Instant,
}

/// Who holds a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    /// Their name.
    pub coder: String,
    /// What was kept of the password that they proved to know; none: they only gave a name. Once another is kept for
    /// the name, or none, this proves nothing any more.
    pub proof: Option<String>,
}

/// The sessions of those who said who they are.
pub(crate) struct Sessions {
    secret: [u8; 32],
    known: Mutex<HashMap<Hash, Session>>,
}

/// What a cookie holds: 32 random bytes in hex.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pass(String);

impl Pass {
    fn new() -> Self {
        Pass(hex(&random()))
    }

    /// A cookie's value, where it can be one of ours.
    pub fn parse(value: &str) -> Option<Self> {
        (value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Pass(value.to_ascii_lowercase()))
    }

    /// For the cookie.
    pub fn value(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> Hash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl Sessions {
    pub fn new() -> Self {
        Sessions { secret: random(), known: Mutex::default() }
    }

    /// A pass for a new visitor.
    pub fn visitor(&self) -> Pass {
        Pass::new()
    }

    /// A pass for somebody who has said who they are. It is a new one: whoever knew the old one is left outside.
    pub fn begin(&self, holder: Holder, old: Option<&Pass>, now: Instant) -> Pass {
        let pass = Pass::new();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = old {
            known.remove(&old.hash());
        }
        known.retain(|_, session| now.saturating_duration_since(session.used) <= IDLE);
        if known.len() >= REMEMBERED {
            let oldest = known.iter().min_by_key(|(_, session)| session.used).map(|(hash, _)| *hash);
            oldest.map(|hash| known.remove(&hash));
        }
        known.insert(pass.hash(), Session { holder, used: now });
        pass
    }

    /// Who holds this pass; none when they never said or it has expired.
    pub fn holder(&self, pass: &Pass, now: Instant) -> Option<Holder> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let session = known.get_mut(&pass.hash())?;
        if now.saturating_duration_since(session.used) > IDLE {
            known.remove(&pass.hash());
            return None;
        }
        session.used = now;
        Some(session.holder.clone())
    }

    /// Forgets the pass.
    pub fn end(&self, pass: &Pass) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(&pass.hash());
    }

    /// The token that goes with a pass.
    pub fn token(&self, pass: &Pass) -> String {
        // The secret stands on both sides, so that a longer message cannot be made from a shorter one's hash.
        let digest = Sha256::new().chain_update(self.secret).chain_update(pass.hash()).chain_update(self.secret);
        hex(&digest.finalize())
    }

    /// Whether the token goes with the pass; takes as long whatever is wrong with it.
    pub fn is_token(&self, pass: &Pass, token: &[u8]) -> bool {
        self.token(pass).as_bytes().ct_eq(token).into()
    }
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system has random bytes, or nothing here is safe");
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(coder: impl Into<String>) -> Holder {
        Holder { coder: coder.into(), proof: None }
    }

    #[test]
    fn a_pass_names_its_coder_until_it_is_unused_too_long_or_ended() {
        let (sessions, start) = (Sessions::new(), Instant::now());
        let pass = sessions.begin(named("Aida"), None, start);
        assert_eq!(sessions.holder(&pass, start + IDLE), Some(named("Aida")));
        assert_eq!(sessions.holder(&pass, start + 2 * IDLE), Some(named("Aida")), "it was used meanwhile");
        assert_eq!(sessions.holder(&pass, start + 4 * IDLE), None);
        let pass = sessions.begin(named("Ben"), None, start);
        sessions.end(&pass);
        assert_eq!(sessions.holder(&pass, start), None);
    }

    #[test]
    fn signing_in_gives_another_pass_and_forgets_the_old_one() {
        let (sessions, now) = (Sessions::new(), Instant::now());
        let first = sessions.begin(named("Aida"), None, now);
        let second = sessions.begin(named("Ben"), Some(&first), now);
        assert_ne!(first.value(), second.value());
        assert_eq!(sessions.holder(&first, now), None);
        assert_eq!(sessions.holder(&second, now), Some(named("Ben")));
    }

    #[test]
    fn a_token_goes_with_one_pass_and_one_run_of_the_program() {
        let sessions = Sessions::new();
        let (pass, other) = (sessions.visitor(), sessions.visitor());
        let token = sessions.token(&pass);
        assert!(sessions.is_token(&pass, token.as_bytes()));
        assert!(!sessions.is_token(&other, token.as_bytes()));
        assert!(!sessions.is_token(&pass, &token.as_bytes()[..63]));
        assert!(!sessions.is_token(&pass, b""));
        assert!(!Sessions::new().is_token(&pass, token.as_bytes()));
    }

    #[test]
    fn memory_is_bounded_and_what_is_no_pass_is_not_taken_for_one() {
        let (sessions, now) = (Sessions::new(), Instant::now());
        let first = sessions.begin(named("first"), None, now);
        for k in 1..=REMEMBERED {
            sessions.begin(named(format!("{k}")), None, now + Duration::from_millis(k as u64));
        }
        assert_eq!(sessions.holder(&first, now), None);
        for wrong in ["", "00", &"g".repeat(64), &"0".repeat(65)] {
            assert!(Pass::parse(wrong).is_none(), "{wrong}");
        }
    }
}
