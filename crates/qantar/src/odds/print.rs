//! Odds for people: the number in words first, then what speaks for it.

use jiff::civil::Date;
use qantar_forecast::change::Change;
use qantar_forecast::fact::{day_of, number_of};
use qantar_forecast::judge::{Scores, scores};
use qantar_forecast::odds::words::percent;
use qantar_forecast::odds::{ANYTHING, Answer, Lulls, WITHIN};
use qantar_forecast::plot::{self, Point};
use qantar_forecast::rank::next::{Next, Who, sentence};
use qantar_forecast::record::{Forecast, Replay, forecast};
use qantar_forecast::score::reliability;
use qantar_forecast::{Fact, judge};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many weeks back the course of odds goes.
const WEEKS: i32 = 26;

/// Features that add less than this to the log of the hazard are not told.
const TOLD: f64 = 0.05;

/// The odds with everything that speaks for them.
///
/// # Errors
/// When the output does not take it.
pub fn odds(said: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let answer = &said.answer;
    writeln!(out, "{} in {}, as known before {}", answer.kind, answer.place, said.cut_off)?;
    for odds in &answer.odds {
        writeln!(
            out,
            "  within {:>3} days  {:>5}  {}, {}; between {} and {}; usual here {}",
            odds.days,
            percent(odds.probability),
            odds.term,
            odds.about,
            percent(odds.low),
            percent(odds.high),
            percent(odds.usual)
        )?;
    }
    answer.flags.iter().try_for_each(|flag| writeln!(out, "  note: {flag}"))?;
    ladder(answer, out)?;
    moved(answer, out)?;
    if let Some(lulls) = &answer.lulls {
        lull(lulls, out)?;
    }
    if let Some(month) = &answer.month {
        writeln!(
            out,
            "\nHow many in {} days: {} in the middle, {} to {} eight times in ten",
            month.days, month.middle, month.low, month.high
        )?;
    }
    if let Some(week) = &answer.surprise {
        writeln!(
            out,
            "\nThe last week: {} events against {:.1} a week over {} weeks before; {}",
            week.events, week.usual, week.weeks, week.says
        )?;
    }
    Ok(())
}

fn ladder(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let horizons: Vec<String> = answer.odds.iter().map(|odds| format!("{:>6}", format!("{}d", odds.days))).collect();
    writeln!(out, "\nRung by rung      {}", horizons.concat())?;
    for rung in &answer.ladder {
        let odds: Vec<String> = rung.odds.iter().map(|odds| format!("{:>6}", percent(*odds))).collect();
        writeln!(out, "  {:<15} {}  {}", rung.name, odds.concat(), rung.says)?;
    }
    Ok(())
}

fn moved(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nWhat moves the next day, in log hazard")?;
    for part in answer.parts.iter().filter(|part| part.adds.abs() >= TOLD).take(8) {
        writeln!(out, "  {:+.2}  {}", part.adds, part.feature)?;
    }
    if !answer.movers.is_empty() {
        writeln!(out, "\nEvents that moved it most")?;
    }
    for mover in &answer.movers {
        let sources = if mover.sources.is_empty() { String::new() } else { format!(" ({})", mover.sources.join("; ")) };
        writeln!(out, "  {:+.2}  {}  {}  {}  {}{sources}", mover.adds, mover.id, mover.day, mover.kind, mover.place)?;
    }
    Ok(())
}

fn lull(lulls: &Lulls, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nQuiet for {} days. {} of the {} past lulls here that lasted as long, and {} of {} in places like it, ended within {} days more",
        lulls.quiet, lulls.ended_here, lulls.here, lulls.ended_around, lulls.around, lulls.within
    )?;
    for past in &lulls.past {
        let end = past.to.map_or("lasts".to_owned(), |to| format!("to {to}"));
        let by = past.ended_by.as_ref().map_or(String::new(), |event| format!(", ended by {event}"));
        writeln!(out, "  from {} {end}{by}", past.from)?;
    }
    Ok(())
}

/// What changed since an earlier forecast.
///
/// # Errors
/// When the output does not take it.
pub fn change(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nSince {} ({:+} facts)", change.from, change.facts)?;
    for (days, was, is) in &change.odds {
        writeln!(out, "  within {days:>3} days  {} to {}", percent(*was), percent(*is))?;
    }
    for (feature, was, is) in change.features.iter().filter(|(_, was, is)| (is - was).abs() >= TOLD).take(8) {
        writeln!(out, "  {:+.2}  {feature} ({was:+.2} to {is:+.2})", is - was)?;
    }
    for (event, moved) in change.events.iter().take(8) {
        writeln!(out, "  {moved:+.2}  {}  {}  {}  {}", event.id, event.day, event.kind, event.place)?;
    }
    for (source, moved) in change.sources.iter().take(5) {
        writeln!(out, "  {moved:+.2}  told by {source}")?;
    }
    Ok(())
}

/// Who is next.
///
/// # Errors
/// When the output does not take it.
pub fn next(who: &Who, answers: &[Next], out: &mut dyn Write) -> io::Result<()> {
    let question = match who.does {
        true => format!("{} by {}: to whom", who.kind, who.party),
        false => format!("{} to {}: by whom", who.kind, who.party),
    };
    writeln!(out, "{question}, if it comes")?;
    for (at, answer) in answers.iter().enumerate() {
        writeln!(out, "{:>3}. {:>5}  {}", at + 1, percent(answer.share), answer.party)?;
        for rule in &answer.rules {
            writeln!(out, "       {} [{}]", sentence(rule, who, &answer.party), rule.event)?;
        }
        if !answer.events.is_empty() {
            writeln!(out, "       before: {}", answer.events.join(", "))?;
        }
        let reasons: Vec<String> =
            answer.reasons.iter().take(3).map(|(feature, adds)| format!("{feature} {adds:+.1}")).collect();
        writeln!(out, "       {}", reasons.join("; "))?;
    }
    Ok(())
}

/// How kept forecasts came out.
///
/// # Errors
/// When the output does not take it.
pub fn scored(scores: &[Scores], open: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{:<22} {:>5} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "", "n", "came", "Brier", "usual", "skill", "log", "usual"
    )?;
    for row in scores {
        writeln!(
            out,
            "{:<22} {:>5} {:>6.2} {:>7.4} {:>7.4} {:>7.3} {:>7.3} {:>7.3}",
            row.of, row.n, row.came, row.brier, row.brier_usual, row.skill, row.log, row.log_usual
        )?;
        for tenth in &row.reliability {
            writeln!(out, "    said {:>5}, came {:>5}, n {}", percent(tenth.said), percent(tenth.came), tenth.n)?;
        }
    }
    writeln!(out, "{open} whose time has not come")
}

/// One line for a forecast made again.
pub fn replayed(kept: &Forecast, replay: &Replay) -> String {
    let name = format!("{} in {} before {}", kept.answer.kind, kept.answer.place, kept.cut_off);
    match replay {
        Replay::Same => format!("same to the bit: {name}"),
        Replay::OtherVersion(version) => format!("made by version {version} of the method, not made again: {name}"),
        Replay::OtherInputs { had, has } => {
            format!("other facts are known of that time now ({had} then, {has} now), not made again: {name}")
        }
        Replay::Differs(_) => format!("differs, which must not be: {name}"),
        Replay::Refused(why) => format!("refused now ({why}): {name}"),
    }
}

/// The course of the odds for the longest horizon over half a year, made again week by week with what was known, and the
/// events under it.
pub fn course(facts: &[Fact], said: &Forecast) -> String {
    let today = number_of(said.cut_off);
    let mut points: Vec<Point> = Vec::new();
    for week in (1..=WEEKS).rev() {
        let day = day_of(today - 7 * week);
        // A cut-off at which nothing could be said is a gap.
        points.extend(forecast(facts, day, &said.asked).ok().and_then(|then| point(&then)));
    }
    points.extend(point(said));
    let days = said.answer.odds.last().map_or(0, |odds| odds.days);
    let title = format!("{} in {}: odds within {days} days", said.answer.kind, said.answer.place);
    plot::course(&title, &points, &events(facts, said))
}

fn point(said: &Forecast) -> Option<Point> {
    let odds = said.answer.odds.last()?;
    Some(Point { day: said.cut_off, probability: odds.probability, low: odds.low, high: odds.high })
}

/// How many such events there were on each day before the cut-off.
fn events(facts: &[Fact], said: &Forecast) -> Vec<(Date, u32)> {
    let answer = &said.answer;
    let is_such = |fact: &&Fact| {
        !fact.announced
            && fact.before(said.cut_off)
            && (answer.kind == ANYTHING || fact.kind.eq_ignore_ascii_case(&answer.kind))
            && (1..=fact.place.len()).any(|depth| fact.place[..depth].join(WITHIN) == answer.place)
    };
    let mut days: BTreeMap<Date, u32> = BTreeMap::new();
    facts.iter().filter(is_such).for_each(|fact| *days.entry(fact.day).or_default() += 1);
    days.into_iter().collect()
}

/// The scores of kept forecasts whose time has come, how many are open, and the reliability of all as a plot.
pub fn judged(facts: &[Fact], kept: &[Forecast], until: Date) -> (Vec<Scores>, usize, String) {
    let (judged, open) = judge::judge(facts, kept, until);
    let pairs: Vec<(f64, bool)> = judged.iter().map(|judged| (judged.said, judged.came)).collect();
    (scores(&judged), open, plot::reliability("Said, and how often it came", &reliability(&pairs)))
}
