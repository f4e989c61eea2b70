//! Which coders have a password. Another process may add or remove one while the case is served.

use qantar::store::{Case, Error};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long what was seen is taken to hold.
const FRESH: Duration = Duration::from_secs(1);

/// What is kept of their passwords, by name, and when that was looked up.
pub(crate) struct Coders(RwLock<(HashMap<String, String>, Instant)>);

impl Coders {
    /// Those of a case.
    pub fn of(case: &Case) -> Result<Self, Error> {
        Ok(Coders(RwLock::new((load(case)?, Instant::now()))))
    }

    /// Whether it is time to look again.
    pub fn is_due(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.0.read().unwrap_or_else(PoisonError::into_inner).1) > FRESH
    }

    /// Looks again.
    pub fn refresh(&self, case: &Case) -> Result<(), Error> {
        let seen = (load(case)?, Instant::now());
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = seen;
        Ok(())
    }

    /// Whether anybody has a password.
    pub fn any(&self) -> bool {
        !self.0.read().unwrap_or_else(PoisonError::into_inner).0.is_empty()
    }

    /// What is kept of the password of this name.
    pub fn kept(&self, name: &str) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).0.get(name).cloned()
    }
}

fn load(case: &Case) -> Result<HashMap<String, String>, Error> {
    let mut kept = HashMap::new();
    for coder in case.coders()? {
        if let Some(hash) = case.password_hash(&coder.name)? {
            kept.insert(coder.name, hash);
        }
    }
    Ok(kept)
}
