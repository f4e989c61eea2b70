//! `qantar odds`.

use crate::args::{OddsArgs, OddsCommand, OddsScoreArgs};
use crate::exit::{Exit, Failure};
use crate::show::merged;
use qantar::forecasting::change::change;
use qantar::forecasting::odds::Panel;
use qantar::forecasting::rank::next::{Who, next};
use qantar::forecasting::record::{self, Question, Replay};
use qantar::odds::{self, Facts, print};
use qantar::words::harmless;
use std::io::Write;
use std::path::Path;

/// Says the odds, or scores and replays those said before.
pub fn odds(args: &OddsArgs) -> Result<Exit, Failure> {
    match &args.command {
        Some(OddsCommand::Score(kept)) => score(kept),
        Some(OddsCommand::Replay { facts }) => replay(facts),
        None => say(args),
    }
}

/// The facts of a case, or of a table where the name ends in `.csv`.
fn facts(path: &Path) -> Result<Facts, Failure> {
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let read = || std::fs::read(path).map_err(|e| Failure::Missing(format!("cannot read {}: {e}", path.display())));
    let facts = if is_table { odds::of_table(&read()?)? } else { odds::of_case(&merged(path, None)?)? };
    let mut err = anstream::stderr();
    for problem in &facts.problems {
        writeln!(err, "qantar: {}: {}", path.display(), harmless(problem))?;
    }
    Ok(facts)
}

fn say(args: &OddsArgs) -> Result<Exit, Failure> {
    let path = args.facts.as_deref().ok_or_else(|| Failure::Usage("name a case or a table".into()))?;
    let read = facts(path)?;
    let cut_off = args.as_of.or_else(|| odds::after_all(&read.facts));
    let cut_off = cut_off.ok_or_else(|| Failure::Missing(format!("{} has no event with a day", path.display())))?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    if args.next {
        who_is_next(args, &read.facts, cut_off, &mut out)?;
        out.flush()?;
        return Ok(exit(&read));
    }
    let asked = Question {
        place: args.place.clone().unwrap_or_default(),
        kind: args.event_type.clone(),
        horizons: args.horizon.iter().map(|horizon| horizon.0).collect(),
    };
    let said =
        record::forecast(&read.facts, cut_off, &asked).map_err(|refusal| Failure::Missing(refusal.to_string()))?;
    let beside = odds::kept_beside(path);
    let (kept, problems) = odds::kept(&beside)?;
    problems.iter().try_for_each(|problem| writeln!(anstream::stderr(), "qantar: {}: {problem}", beside.display()))?;
    let earlier = if args.diff { odds::before(&kept, &said) } else { None };
    if args.json {
        let line = match earlier {
            Some(earlier) => serde_json::json!({ "forecast": said, "change": change(earlier, &said) }),
            None => serde_json::json!({ "forecast": said }),
        };
        writeln!(out, "{line}")?;
    } else {
        print::odds(&said, &mut out)?;
        match earlier {
            Some(earlier) => print::change(&change(earlier, &said), &mut out)?,
            None if args.diff => writeln!(out, "\nno earlier odds of this are kept in {}", beside.display())?,
            None => {}
        }
    }
    if let Some(svg) = &args.svg {
        write(svg, &print::course(&read.facts, &said))?;
    }
    if !args.no_keep && !kept.contains(&said) {
        odds::keep(&beside, &said)?;
    }
    out.flush()?;
    Ok(exit(&read))
}

fn exit(read: &Facts) -> Exit {
    if read.problems.is_empty() { Exit::Done } else { Exit::Partly }
}

fn who_is_next(
    args: &OddsArgs,
    facts: &[qantar::forecasting::Fact],
    cut_off: jiff::civil::Date,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (party, does) = match (&args.actor, &args.target) {
        (Some(actor), None) => (actor, true),
        (None, Some(target)) => (target, false),
        _ => return Err(Failure::Usage("--next wants either --actor or --target".into())),
    };
    if args.event_type == "any" {
        return Err(Failure::Usage("--next wants a type, such as --type COERCE".into()));
    }
    let who = Who { party: party.clone(), kind: args.event_type.clone(), does };
    let panel = Panel::at(facts, cut_off);
    let answers = next(&panel, &who, args.most).map_err(|why| Failure::Missing(why.to_string()))?;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::json!({ "cut_off": cut_off, "asked": who, "answers": answers }))?);
    }
    Ok(print::next(&who, &answers, out)?)
}

fn score(args: &OddsScoreArgs) -> Result<Exit, Failure> {
    let read = facts(&args.facts)?;
    let (kept, problems) = odds::kept(&odds::kept_beside(&args.facts))?;
    let until = args.until.or_else(|| odds::after_all(&read.facts));
    let until = until.ok_or_else(|| Failure::Missing(format!("{} has no event with a day", args.facts.display())))?;
    let (scores, open, plot) = print::judged(&read.facts, &kept, until);
    let mut out = std::io::stdout();
    match args.json {
        true => writeln!(out, "{}", serde_json::json!({ "until": until, "open": open, "scores": scores }))?,
        false => print::scored(&scores, open, &mut out)?,
    }
    if let Some(svg) = &args.svg {
        write(svg, &plot)?;
    }
    problems.iter().try_for_each(|problem| writeln!(anstream::stderr(), "qantar: {problem}"))?;
    Ok(if problems.is_empty() { exit(&read) } else { Exit::Partly })
}

fn replay(path: &Path) -> Result<Exit, Failure> {
    let read = facts(path)?;
    let (kept, problems) = odds::kept(&odds::kept_beside(path))?;
    let mut out = std::io::stdout();
    let mut whole = problems.is_empty();
    for forecast in &kept {
        let replay = record::replay(&read.facts, forecast);
        writeln!(out, "{}", harmless(&print::replayed(forecast, &replay)))?;
        whole &= matches!(replay, Replay::Same | Replay::OtherVersion(_));
    }
    problems.iter().try_for_each(|problem| writeln!(anstream::stderr(), "qantar: {problem}"))?;
    Ok(if whole { exit(&read) } else { Exit::Partly })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|e| Failure::Missing(format!("cannot write {}: {e}", path.display())))
}
