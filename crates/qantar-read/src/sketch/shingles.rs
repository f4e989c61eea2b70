//! What near copies share: the least hashes of runs of five words under many orders (MinHash: Broder, "On the resemblance
//! and containment of documents", 1997).
//!
//! A copy with another headline, one paragraph cut and its lines broken elsewhere keeps most of its runs. Two reports on one
//! happening in words of their own share next to none.

use crate::text::{Token, TokenKind};

/// So many words make a shingle. Five are few enough to outlive a word changed by an editor here and there, and too many to
/// recur by chance.
const WORDS: usize = 5;

/// So many orders: the standard error of a share is at most 1/16.
pub const ORDERS: usize = 64;

/// The step of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The least hash of the shingles of a text under each of [`ORDERS`] orders; empty for a text of fewer than five words.
pub fn least<'a>(tokens: impl Iterator<Item = &'a Token<'a>>) -> Vec<u32> {
    let is_word = |token: &&Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::Number);
    let words: Vec<u64> = tokens.filter(is_word).map(|token| hash(&token.lower)).collect();
    if words.len() < WORDS {
        return Vec::new();
    }
    let mut least = [u32::MAX; ORDERS];
    for run in words.windows(WORDS) {
        let shingle = run.iter().fold(0, |before, word| mix(before ^ word));
        for (at, least) in (1..).zip(&mut least) {
            *least = (*least).min((mix(shingle.wrapping_add(STEP.wrapping_mul(at))) >> 32) as u32);
        }
    }
    least.to_vec()
}

/// The 64-bit FNV-1a hash of a word (Fowler, Noll and Vo): its offset basis and prime as published.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The finaliser of SplitMix64, Stafford's thirteenth mix: a bijection, so each step of [`least`] is another order.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of the published generators: other constants would make every kept sketch a stranger.
    #[test]
    fn the_constants_are_those_published() {
        assert_eq!(mix(STEP), 0xe220_a839_7b1d_cdaf);
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
