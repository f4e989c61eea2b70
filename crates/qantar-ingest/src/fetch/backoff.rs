//! How long to wait: after failures, when a server says so, and in between.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// No wait is longer, whatever a server asks for and however often it failed.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Waits are lengthened by up to one part in so many, by the address, so that not everything falls due at once.
/// A guess (November 2026).
const JITTER: f64 = 0.1;

/// The wait after so many failures in a row (0: none): `every`, doubled for each, at most a day; then the jitter.
pub(crate) fn wait(every: Duration, failures: u32, address: &str) -> Duration {
    let doubled = every.saturating_mul(1u32.checked_shl(failures).unwrap_or(u32::MAX));
    doubled.min(LONGEST).mul_f64(1.0 + JITTER * share(address, failures))
}

/// A number from 0 up to 1 that an address and a count always give.
fn share(address: &str, count: u32) -> f64 {
    let digest = Sha256::new().chain_update(count.to_le_bytes()).chain_update(address).finalize();
    f64::from(u16::from_le_bytes([digest[0], digest[1]])) / f64::from(1u32 << 16)
}

/// What `Retry-After` asks for: seconds, or a moment (RFC 9110, 10.2.3); at most a day. None when it says neither.
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a long wait as well.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)).min(LONGEST));
    }
    let until = DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_day_and_are_the_same_each_time() {
        let quarter = Duration::from_secs(900);
        let waits: Vec<u64> = (0..12).map(|n| wait(quarter, n, "https://a.example/feed").as_secs()).collect();
        for (n, &seconds) in waits.iter().enumerate() {
            let plain = (900u64 << n).min(86_400);
            assert!((plain..=plain + plain / 10).contains(&seconds), "{n}: {seconds}");
        }
        assert_eq!(wait(quarter, 3, "https://a.example/feed"), wait(quarter, 3, "https://a.example/feed"));
        assert_ne!(wait(quarter, 3, "https://a.example/feed"), wait(quarter, 3, "https://b.example/feed"));
        assert!(wait(quarter, u32::MAX, "x") <= LONGEST.mul_f64(1.0 + JITTER));
    }

    #[test]
    fn servers_say_how_long_in_seconds_or_until_when() {
        let now: Timestamp = "2031-05-03T12:00:00Z".parse().expect("a moment");
        let cases = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sat, 03 May 2031 12:05:00 GMT", Some(300)),
            ("Sat, 03 May 2031 11:00:00 GMT", Some(0)),
            ("99999999999999999999999", Some(86_400)),
            ("Sun, 03 May 2099 11:00:00 GMT", Some(86_400)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ];
        for (value, seconds) in cases {
            assert_eq!(retry_after(value, now).map(|wait| wait.as_secs()), seconds, "{value}");
        }
    }
}
