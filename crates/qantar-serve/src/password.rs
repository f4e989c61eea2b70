//! Passwords become strings that give nothing away: argon2id, with what OWASP asks for.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::OnceLock;

/// The shortest password. NIST SP 800-63B (revision 4) asks for 15 where nothing else is asked for, and for 8 at least;
/// tries are slowed down here, and a team's page is not the open internet.
pub const SHORTEST: usize = 8;

/// The longest, in bytes, so that nobody makes the program work on a book.
const LONGEST: usize = 1024;

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("a password has {SHORTEST} characters or more")]
    Short,
    /// Too many.
    #[error("a password has 1024 bytes or fewer")]
    Long,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoSalt,
}

/// 19 MiB, two passes, one lane: the second row of OWASP's password storage cheat sheet (2025).
fn argon() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// What is kept of a password, in PHC string format.
///
/// ```
/// let kept = qantar_serve::password::hash("correct horse battery")?;
/// assert!(qantar_serve::password::matches("correct horse battery", Some(&kept)));
/// assert!(!qantar_serve::password::matches("incorrect horse", Some(&kept)));
/// # Ok::<(), qantar_serve::password::PasswordError>(())
/// ```
///
/// # Errors
/// When it is too short or too long.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::Long);
    }
    argon().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| PasswordError::NoSalt)
}

/// Whether a password is the one of which this is kept. Where nothing is kept it takes as long and says no.
pub fn matches(password: &str, kept: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| hash("nobody has this password").unwrap_or_default()).as_str();
    let known = kept.is_some();
    let matched = PasswordHash::new(kept.unwrap_or_else(nobody))
        .is_ok_and(|kept| argon().verify_password(password.as_bytes(), &kept).is_ok());
    password.len() <= LONGEST && known && matched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_matches_and_two_hashes_of_it_differ() {
        let kept = hash("correct horse battery").expect("long enough");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("correct horse battery", Some(&kept)));
        assert!(!matches("correct horse batterY", Some(&kept)));
        assert!(!matches("", Some(&kept)));
        assert_ne!(hash("correct horse battery").expect("again"), kept);
    }

    #[test]
    fn nobody_and_nonsense_match_nothing() {
        assert!(!matches("nobody has this password", None));
        assert!(!matches("anything", Some("not a hash")));
        assert!(!matches("anything", Some("")));
    }

    #[test]
    fn lengths_are_bounded() {
        assert_eq!(hash("1234567"), Err(PasswordError::Short));
        assert_eq!(hash(&"x".repeat(1025)), Err(PasswordError::Long));
        assert!(hash("Құпия сөз").is_ok(), "characters are counted, not bytes");
    }
}
