//! What is said where little is known, and how forecasts are kept, compared and scored.

use jiff::civil::{Date, date};
use qantar_forecast::Fact;
use qantar_forecast::change::change;
use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::judge::{judge, scores};
use qantar_forecast::odds::Refusal;
use qantar_forecast::record::{Forecast, Question, Replay, forecast, replay};

const CUT_OFF: Date = date(2031, 6, 1);

/// Protests in Kisumu every six days and after each a run of three; in Nakuru none; strikes in Nairobi now and then.
fn facts() -> Vec<Fact> {
    let start = number_of(date(2029, 6, 1));
    let mut facts = Vec::new();
    for at in 0..180 {
        if (at / 15) % 2 == 0 {
            facts.push(Fact::new(day_of(start + at * 4), &["Kenya", "Kisumu"], "PROTEST", format!("k{at}")));
        }
        if at % 9 == 0 {
            facts.push(Fact::new(day_of(start + at * 4), &["Kenya", "Nairobi"], "STRIKE", format!("n{at}")));
            facts.push(Fact::new(day_of(start + at * 4 + 1), &["Kenya", "Nakuru"], "STRIKE", format!("u{at}")));
        }
    }
    facts
}

fn asked(place: &str, kind: &str) -> Question {
    Question { place: place.into(), kind: kind.into(), horizons: vec![7, 30] }
}

fn said(place: &str, kind: &str) -> Result<Forecast, Refusal> {
    forecast(&facts(), CUT_OFF, &asked(place, kind))
}

#[test]
fn a_place_without_a_past_has_the_base_rate_and_says_so() {
    let said = said("Nakuru", "PROTEST").unwrap();
    assert!(said.answer.flags[0].starts_with("no local history"), "{:?}", said.answer.flags);
    let odds = &said.answer.odds[1];
    assert!((odds.probability - odds.usual).abs() < 1e-9 && odds.high > 5.0 * odds.low, "{odds:?}");
}

#[test]
fn nothing_is_said_where_nothing_is_known() {
    let unseen = said("Garissa", "COUP").unwrap_err();
    assert_eq!(
        unseen.to_string(),
        "COUP in Garissa was never seen, and only 0 days with it around; odds need 20 of them"
    );
    assert!(matches!(forecast(&[], CUT_OFF, &asked("Kisumu", "PROTEST")), Err(Refusal::Empty(_))));
    let none = Question { horizons: vec![0], ..asked("Kisumu", "PROTEST") };
    assert_eq!(forecast(&facts(), CUT_OFF, &none).unwrap_err(), Refusal::Horizon(0));
    let mut twice = facts();
    twice.push(Fact::new(date(2031, 1, 1), &["Uganda", "Kisumu"], "PROTEST", "x"));
    let ambiguous = forecast(&twice, CUT_OFF, &asked("kisumu", "PROTEST")).unwrap_err();
    assert!(ambiguous.to_string().contains("Kenya > Kisumu, Uganda > Kisumu"), "{ambiguous}");
}

#[test]
fn the_ladder_ends_in_the_odds_and_events_are_named() {
    // Quiet for 37 days, as in each lull of 64 days before.
    let said = forecast(&facts(), date(2031, 4, 25), &asked("Kisumu", "protest")).unwrap();
    let names: Vec<&str> = said.answer.ladder.iter().map(|rung| rung.name.as_str()).collect();
    assert_eq!(names, ["world", "around", "place", "recency", "triggers", "recalibration"]);
    let last = &said.answer.ladder[5].odds;
    assert!((last[0] - said.answer.odds[0].probability).abs() < 1e-12);
    assert!(said.answer.movers.iter().any(|mover| mover.id.starts_with('k')), "{:?}", said.answer.movers);
    let lulls = said.answer.lulls.unwrap();
    assert_eq!((lulls.quiet, lulls.ended_here, lulls.here), (37, 5, 5), "{lulls:?}");
    assert!(lulls.past[0].ended_by.is_some());
    assert!(said.answer.surprise.is_some());
}

#[test]
fn a_forecast_is_known_by_its_inputs() {
    let said = said("Kisumu", "PROTEST").unwrap();
    assert_eq!(replay(&facts(), &said), Replay::Same);
    let mut more = facts();
    more.push(Fact::new(date(2031, 5, 30), &["Kenya", "Kisumu"], "PROTEST", "late"));
    let (had, has) = (said.facts, said.facts + 1);
    assert_eq!(replay(&more, &said), Replay::OtherInputs { had, has });
    let later = forecast(&more, CUT_OFF, &said.asked).unwrap();
    let change = change(&said, &later);
    assert!(change.odds.iter().all(|(_, was, is)| is > was), "{:?}", change.odds);
    assert!(change.events.iter().any(|(mover, _)| mover.id == "late") && !change.features.is_empty());
    let older = Forecast { version: 0, ..said };
    assert_eq!(replay(&facts(), &older), Replay::OtherVersion(0));
}

#[test]
fn forecasts_are_scored_when_their_time_has_come() {
    let all = facts();
    let kept: Vec<Forecast> = (0..20)
        .filter_map(|week| {
            forecast(&all, day_of(number_of(date(2031, 1, 1)) + 7 * week), &asked("Kisumu", "PROTEST")).ok()
        })
        .collect();
    let until = date(2031, 5, 1);
    let (judged, open) = judge(&all, &kept, until);
    assert_eq!(judged.len() + open, 2 * kept.len());
    assert!(open > 0 && judged.iter().all(|judged| number_of(judged.cut_off) + judged.days as i32 <= number_of(until)));
    let scores = scores(&judged);
    assert_eq!(scores[0].of, "all, 7 days");
    assert!(scores.iter().all(|scores| (0.0..=1.0).contains(&scores.brier)));
}
