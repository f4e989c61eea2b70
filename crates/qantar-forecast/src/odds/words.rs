//! A probability in words: with its range, and as "about 2 in 3".

/// No probability said is lower: nobody has seen enough days to say less.
pub const LOWEST: f64 = 0.01;

/// No probability said is higher.
pub const HIGHEST: f64 = 0.99;

/// The terms of ICD 203 (US intelligence community, 2015) with where each ends, in per cent.
const TERMS: [(f64, &str, &str); 7] = [
    (0.05, "almost no chance", "1-5 %"),
    (0.20, "very unlikely", "5-20 %"),
    (0.45, "unlikely", "20-45 %"),
    (0.55, "roughly even chance", "45-55 %"),
    (0.80, "likely", "55-80 %"),
    (0.95, "very likely", "80-95 %"),
    (1.01, "almost certain", "95-99 %"),
];

/// Fractions that people use.
const FRACTIONS: [(u32, u32); 23] = [
    (1, 100),
    (1, 50),
    (1, 30),
    (1, 20),
    (1, 15),
    (1, 10),
    (1, 8),
    (1, 6),
    (1, 5),
    (1, 4),
    (1, 3),
    (2, 5),
    (1, 2),
    (3, 5),
    (2, 3),
    (3, 4),
    (4, 5),
    (5, 6),
    (7, 8),
    (9, 10),
    (19, 20),
    (49, 50),
    (99, 100),
];

/// The probability within what is ever said.
pub fn held(probability: f64) -> f64 {
    probability.clamp(LOWEST, HIGHEST)
}

/// The term with its range in per cent: `likely (55-80 %)`.
pub fn term(probability: f64) -> String {
    let (_, word, range) = TERMS.iter().find(|(end, ..)| probability < *end).unwrap_or(&TERMS[TERMS.len() - 1]);
    format!("{word} ({range})")
}

/// The nearest fraction that people use: `about 2 in 3`.
pub fn about(probability: f64) -> String {
    let odds = |p: f64| (p / (1.0 - p)).ln();
    let asked = odds(held(probability));
    let far = |&&(n, of): &&(u32, u32)| (odds(f64::from(n) / f64::from(of)) - asked).abs();
    let (n, of) = FRACTIONS.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(&(1, 2));
    format!("about {n} in {of}")
}

/// In per cent, without decimals: `34 %`.
pub fn percent(probability: f64) -> String {
    format!("{:.0} %", 100.0 * probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_range() {
        for (probability, word, fraction) in [
            (0.0, "almost no chance (1-5 %)", "about 1 in 100"),
            (0.34, "unlikely (20-45 %)", "about 1 in 3"),
            (0.5, "roughly even chance (45-55 %)", "about 1 in 2"),
            (0.58, "likely (55-80 %)", "about 3 in 5"),
            (0.67, "likely (55-80 %)", "about 2 in 3"),
            (1.0, "almost certain (95-99 %)", "about 99 in 100"),
        ] {
            assert_eq!((term(probability).as_str(), about(probability).as_str()), (word, fraction));
        }
    }
}
