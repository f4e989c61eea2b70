//! What happens or is told at or after the cut-off changes no bit of a forecast.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use qantar_forecast::Fact;
use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::odds::Panel;
use qantar_forecast::rank::next::{Who, next};
use qantar_forecast::record::{Question, Replay, forecast, replay};

const CUT_OFF: Date = date(2031, 1, 1);
const KINDS: [&str; 3] = ["PROTEST", "ARREST", "STRIKE"];

/// A fact from a few numbers: days before or after the cut-off, days until it was told, place, kind.
fn fact((ahead, late, place, kind, announced): (i32, i32, u8, usize, bool)) -> Fact {
    let day = day_of(number_of(CUT_OFF) + ahead);
    let told = if announced { ahead - 20 } else { ahead + late };
    let names = [["Kenya", "Kisumu"], ["Kenya", "Nairobi"], ["Ghana", "Accra"]];
    Fact {
        known: day_of(number_of(CUT_OFF) + told),
        actors: vec!["police".into()],
        targets: vec![["teachers", "miners"][usize::from(place) % 2].into()],
        sources: vec![format!("outlet {}", place % 2)],
        announced,
        ..Fact::new(day, &names[usize::from(place)], KINDS[kind], format!("{ahead} {late} {place} {kind}"))
    }
}

fn facts(days: std::ops::Range<i32>, most: usize) -> impl Strategy<Value = Vec<Fact>> {
    let one = (days, 0..10i32, 0..3u8, 0..3usize, proptest::bool::weighted(0.05)).prop_map(fact);
    proptest::collection::vec(one, most / 2..most)
}

fn said(facts: &[Fact]) -> String {
    let asked = Question { place: "Kisumu".into(), kind: "PROTEST".into(), horizons: vec![7, 30, 90] };
    let odds = forecast(facts, CUT_OFF, &asked).map(|said| serde_json::to_string(&said).unwrap());
    let panel = Panel::at(facts, CUT_OFF);
    let who = Who { party: "police".into(), kind: "ARREST".into(), does: true };
    format!("{odds:?}\n{:?}", next(&panel, &who, 5))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leaks(past in facts(-300..0, 120), future in facts(0..90, 40), other in facts(0..90, 40), turn in 0..1000usize) {
        let with = [past.clone(), future].concat();
        let mut without = [other, past].concat();
        let middle = turn % without.len();
        without.rotate_left(middle);
        let known: Vec<Fact> = with.iter().filter(|fact| fact.before(CUT_OFF)).cloned().collect();
        let expected = said(&known);
        let future_known = |fact: &&Fact| fact.announced && fact.day >= CUT_OFF && fact.before(CUT_OFF);
        prop_assert_eq!(&said(&with), &expected);
        // Announcements are known before the cut-off, though what they announce is not over.
        let announced: Vec<Fact> = with.iter().filter(future_known).cloned().collect();
        without.retain(|fact| !(fact.announced && fact.day >= CUT_OFF));
        prop_assert_eq!(&said(&[without, announced].concat()), &expected);
    }

    #[test]
    fn odds_are_coherent_and_replayed(past in facts(-300..0, 120)) {
        let asked = Question { place: "Kenya > Nairobi".into(), kind: "any".into(), horizons: vec![30, 1, 7] };
        let Ok(said) = forecast(&past, CUT_OFF, &asked) else { return Ok(()) };
        for rung in &said.answer.ladder {
            prop_assert!(rung.odds.windows(2).all(|pair| pair[0] <= pair[1]), "{rung:?}");
        }
        for odds in &said.answer.odds {
            prop_assert!((0.01..=0.99).contains(&odds.probability) && odds.low <= odds.probability && odds.probability <= odds.high);
        }
        prop_assert_eq!(replay(&past, &said), Replay::Same);
        let kept: qantar_forecast::record::Forecast = serde_json::from_str(&serde_json::to_string(&said).unwrap()).unwrap();
        prop_assert_eq!(replay(&past, &kept), Replay::Same);
    }
}
