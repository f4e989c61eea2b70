//! Judging, and what became of events: `judge`, `undo`, `history`, `compare`, `diff`, `merge`, `rebuild`, `verify`.

use crate::args::{
    CaseArgs, CompareArgs, DiffArgs, HistoryArgs, JudgeArgs, MergeArgs, MissedArgs, Moment, SayingArg, UndoArgs,
};
use crate::exit::{Exit, Failure};
use crate::show::merged;
use jiff::Timestamp;
use qantar::World;
use qantar::events::{self, Change, Difference, Update};
use qantar::judging::{self, Decider, Missed, Saying, Selection};
use qantar::merging::Rules;
use qantar::record::{DocumentId, Slot};
use qantar::show::ruling;
use qantar::store::{Case, Step};
use qantar::words::{cells, harmless};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::Write;

/// Takes a judgement down and merges by it.
pub fn judge(args: &JudgeArgs) -> Result<Exit, Failure> {
    let mut case = Case::open(&args.case)?;
    let rules = Rules::builtin()?;
    events::catch_up(&mut case, &rules)?;
    let world = OnceCell::new();
    let lend = || match world.get() {
        Some(world) => Ok(world),
        None => World::builtin().map(|loaded| world.get_or_init(|| loaded)),
    };
    let numbers = judging::decide(&mut case, &saying(&args.saying), decider(&args.by, &args.why)?, &lend)?;
    decided(&mut case, &numbers, &rules)
}

fn saying(saying: &SayingArg) -> Saying {
    match saying {
        SayingArg::Same { numbers } => Saying::Same(numbers.clone()),
        SayingArg::NotSame { one, other } => Saying::NotSame(*one, *other),
        SayingArg::Right { number, slot: of } => Saying::Right(*number, *of),
        SayingArg::Wrong { number, slot: of, words } => Saying::Wrong(*number, *of, selection(words)),
        SayingArg::Instead { number, slot: of, value, words } => {
            Saying::Instead(*number, *of, value.clone(), selection(words))
        }
        SayingArg::Entity { name, known_as } => Saying::Entity(name.clone(), known_as.clone()),
        SayingArg::Note { number, text } => Saying::Note(*number, text.clone()),
        SayingArg::Missed(missed_args) => Saying::Missed(missed(missed_args)),
    }
}

fn selection(words: &Option<String>) -> Option<Selection> {
    words.clone().map(Selection::Text)
}

fn missed(args: &MissedArgs) -> Missed {
    let slots = [(Slot::Actor, &args.actor), (Slot::Target, &args.target), (Slot::Count, &args.count)];
    let many = slots.into_iter().flat_map(|(slot, given)| given.iter().map(move |given| (slot, given.clone())));
    let one = [(Slot::Place, &args.place), (Slot::Time, &args.time)];
    let one = one.into_iter().filter_map(|(slot, given)| Some((slot, given.clone()?)));
    Missed {
        document: args.report.clone(),
        words: Selection::Text(args.words.clone()),
        event_type: args.event_type.clone(),
        mode: args.mode.clone(),
        status: args.status,
        values: many.chain(one).collect(),
    }
}

/// Undoes a judgement.
pub fn undo(args: &UndoArgs) -> Result<Exit, Failure> {
    let mut case = Case::open(&args.case)?;
    let last = || case.judgements().map(|rows| rows.into_iter().rev().find(|row| row.holds).map(|row| row.number));
    let judgement = match args.judgement {
        Some(judgement) => judgement,
        None => {
            last()?.ok_or_else(|| Failure::Missing(format!("{} has no judgement to undo", case.path().display())))?
        }
    };
    let numbers = judging::undo(&mut case, &[judgement], decider(&args.by, &args.why)?)?;
    decided(&mut case, &numbers, &Rules::builtin()?)
}

/// Who decides, now.
fn decider<'a>(by: &'a Option<String>, why: &'a Option<String>) -> Result<Decider<'a>, Failure> {
    let nobody = "who decides? say it with --by NAME, or once for all with QANTAR_BY in the environment";
    let by = by.as_deref().ok_or_else(|| Failure::Usage(nobody.into()))?;
    Ok(Decider { by, why: why.as_deref(), seconds: None, now: Timestamp::now() })
}

/// Merges by what was decided, and says what became of it.
fn decided(case: &mut Case, numbers: &[i64], rules: &Rules) -> Result<Exit, Failure> {
    let update = events::update(case, rules)?;
    let mut out = std::io::stdout();
    for number in numbers {
        writeln!(out, "judgement {number}")?;
    }
    report(&update, &mut out)?;
    Ok(Exit::Done)
}

/// What a merge has done, in lines.
pub fn report(update: &Update, out: &mut dyn Write) -> Result<(), Failure> {
    let list = |ids: &[qantar::record::EventId]| {
        let shown: Vec<String> = ids.iter().take(12).map(ToString::to_string).collect();
        let more = if ids.len() > 12 { format!(" and {} more", ids.len() - 12) } else { String::new() };
        format!("{}{more}", shown.join(" "))
    };
    writeln!(out, "{} events of {} accounts", update.events, update.accounts)?;
    if !update.written.is_empty() {
        writeln!(out, "new or changed: {}", list(&update.written))?;
    }
    if !update.gone.is_empty() {
        writeln!(out, "no more: {}", list(&update.gone))?;
    }
    for conflict in &update.conflicts {
        let says = if conflict.same { "one" } else { "not one" };
        let (a, b) = conflict.accounts;
        writeln!(
            out,
            "judgement {} says that a{a} and a{b} are {says}; newer judgements contradict it and hold",
            conflict.older
        )?;
    }
    for cut in &update.cuts {
        writeln!(
            out,
            "{} accounts so alike in kind, time and place that {} pairs were not compared",
            cut.tellings, cut.left_out
        )?;
    }
    Ok(())
}

/// Brings events up to date, by a rule for figures when one is named.
pub fn merge(args: &MergeArgs) -> Result<Exit, Failure> {
    let rules = Rules::builtin()?;
    let mut case = Case::open(&args.case)?;
    if let Some(name) = &args.ledger {
        if rules.ledger(Some(name)).is_none() {
            let known: Vec<String> = rules.ledger_rules().map(|(name, says)| format!("  {name}: {says}")).collect();
            return Err(Failure::Missing(format!("no rule is named {name:?}; there are\n{}", known.join("\n"))));
        }
        case.choose_ledger_rule(name)?;
    }
    let update = events::update(&mut case, &rules)?;
    report(&update, &mut std::io::stdout())?;
    Ok(Exit::Done)
}

/// Makes again what a machine wrote.
pub fn rebuild(args: &CaseArgs) -> Result<Exit, Failure> {
    let mut case = Case::open(&args.case)?;
    case.rebuild()?;
    let update = events::update(&mut case, &Rules::builtin()?)?;
    report(&update, &mut std::io::stdout())?;
    Ok(Exit::Done)
}

/// Checks a case.
pub fn verify(args: &CaseArgs) -> Result<Exit, Failure> {
    let found = Case::open_read_only(&args.case)?.verify()?;
    let mut out = std::io::stdout();
    for fault in &found.faults {
        let at = fault.seq.map(|seq| format!("entry {seq}: ")).unwrap_or_default();
        writeln!(out, "{at}{}", fault.message)?;
    }
    let head = found.head.as_deref().unwrap_or("none");
    match found.is_sound() {
        true => writeln!(out, "sound: {} entries in the log, the last one's hash is {head}", found.entries)?,
        false => writeln!(out, "{} faults in {} entries", found.faults.len(), found.entries)?,
    }
    Ok(if found.is_sound() { Exit::Done } else { Exit::Failed })
}

/// Prints the reason card of two accounts.
pub fn compare(args: &CompareArgs) -> Result<Exit, Failure> {
    let case = merged(&args.case, None)?;
    let rules = Rules::builtin()?;
    let compared = events::compare(&case, args.a.number(), args.b.number(), &rules)?;
    let missing = || Failure::Missing(format!("{} does not have both {} and {}", args.case.display(), args.a, args.b));
    let compared = compared.ok_or_else(missing)?;
    let mut out = std::io::stdout();
    for telling in [&compared.a, &compared.b] {
        writeln!(
            out,
            "a{}  {} {}  “{}”",
            telling.number,
            telling.event_type,
            telling.mode,
            harmless(&telling.sentence.text)
        )?;
    }
    writeln!(out)?;
    for reason in &compared.card.reasons {
        writeln!(out, "{:+5.1}  {}", reason.points, reason.says)?;
    }
    writeln!(out, "{:+5.1}  to begin with: few pairs are one", compared.card.start)?;
    match &compared.card.veto {
        Some(veto) => writeln!(out, "cannot be one: {veto}")?,
        None => writeln!(out, "{:+5.1}  in all: probability {:.2}", compared.card.score, compared.card.probability())?,
    }
    let now = if compared.together { "in one event" } else { "in two events" };
    writeln!(out, "they are {now} now, which also depends on the other accounts and on judgements")?;
    Ok(Exit::Done)
}

/// Prints what the log tells of an event.
pub fn history(args: &HistoryArgs) -> Result<Exit, Failure> {
    let case = merged(&args.case, None)?;
    let missing = || Failure::Missing(format!("{} has no {}", args.case.display(), args.number));
    let number = args.number.number();
    let id = case.event_number(number)?.ok_or_else(missing)?;
    // What is judged wrong is in no event, and its history is told all the same.
    let accounts = case.event_of(number)?.map_or(vec![id.0], |event| event.accounts);
    let titles: HashMap<DocumentId, String> = case
        .documents()?
        .into_iter()
        .map(|row| (row.id.clone(), row.title.or(row.publisher).map_or(row.id.short().to_owned(), |t| harmless(&t))))
        .collect();
    let title = |id: &DocumentId| titles.get(id).cloned().unwrap_or_else(|| id.short().to_owned());
    let numbers = |numbers: &[i64]| {
        let ours = numbers.iter().filter(|number| accounts.contains(number));
        ours.map(|number| format!("a{number}")).collect::<Vec<_>>().join(" ")
    };
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for row in case.history(id)? {
        let line = match &row.step {
            Step::Kept { document, origin, version, new } => {
                format!("kept “{}” from {}, read by {version}: {}", title(document), harmless(origin), numbers(new))
            }
            Step::ReadAgain { document, version, new, .. } => {
                format!("read again “{}” by {version}: {}", title(document), numbers(new))
            }
            Step::FoundAgain { document, origin } => {
                format!("found again “{}” in {}", title(document), harmless(origin))
            }
            Step::Judged(judged) => {
                let judgement = &judged.judgement;
                let why = judgement.why.as_ref().map(|why| format!(", because {}", harmless(why))).unwrap_or_default();
                let undone = judged.undone_by.map(|by| format!(" (undone by {by})")).unwrap_or_default();
                let about: Vec<String> = judged.accounts.iter().flatten().map(|number| format!("a{number}")).collect();
                let what = judgement.ruling.as_str().replace('_', " ");
                let detail = ruling(&judgement.ruling);
                format!("{}: {what} {} {detail}{why}{undone}", harmless(&judgement.by), about.join(" "))
            }
            _ => continue,
        };
        writeln!(out, "{:>5}  {}  {}", row.seq, row.at.strftime("%Y-%m-%d %H:%M"), line.trim_end())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Prints what is not as it was.
pub fn diff(args: &DiffArgs) -> Result<Exit, Failure> {
    let rules = Rules::builtin()?;
    let case = merged(&args.case, None)?;
    let Moment(since) = args.since;
    let before = events::past(&case, since, &rules)?;
    let after = match args.until {
        Some(Moment(until)) => events::past(&case, until, &rules)?,
        None => case,
    };
    let titles: HashMap<DocumentId, String> = after
        .documents()?
        .into_iter()
        .map(|row| {
            let about = [row.title, row.publisher].into_iter().flatten().map(|words| harmless(&words));
            let day = row.published.map(|day| day.to_string());
            (row.id.clone(), about.chain(day).collect::<Vec<_>>().join(", "))
        })
        .collect();
    let differences = events::diff(&before, &after)?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for difference in &differences {
        one_difference(difference, &titles, &mut out)?;
    }
    writeln!(out, "{} events are not as they were", differences.len())?;
    out.flush()?;
    Ok(Exit::Done)
}

fn one_difference(
    difference: &Difference,
    titles: &HashMap<DocumentId, String>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let event = &difference.event;
    let told: Vec<String> = cells(event)
        .into_iter()
        .filter(|(slot, cell)| matches!(*slot, "type" | "mode" | "place" | "time" | "killed") && !cell.is_empty())
        .map(|(_, cell)| cell)
        .collect();
    writeln!(out, "{} {}: {}", event.id, difference.change.as_str(), told.join(" · "))?;
    match &difference.change {
        Change::Merged(were) => {
            writeln!(out, "  it was {}", were.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "))?;
        }
        Change::Parted(are) => {
            writeln!(out, "  it is now {}", are.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "))?;
        }
        Change::Changed(cells) => {
            for cell in cells {
                let or_nothing = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
                writeln!(out, "  {}: {} → {}", cell.slot, or_nothing(&cell.before), or_nothing(&cell.after))?;
            }
        }
        Change::Appeared | Change::Vanished => {}
    }
    for report in &difference.reports {
        writeln!(out, "  through the report {}", titles.get(report).map_or(report.short(), String::as_str))?;
    }
    for judgement in &difference.judgements {
        writeln!(out, "  through judgement {judgement}")?;
    }
    Ok(())
}
