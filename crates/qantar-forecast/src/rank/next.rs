//! Answers for people: who is next, with probabilities and the rules that speak for them.

use super::fit::Ranked;
use super::{Act, Fitting, History, Lessons, Question, Ranker, questions};
use crate::fact::{Fact, number_of};
use crate::odds::Panel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Within how many days a rule's second act must follow.
pub const WITHIN: i32 = 30;

/// Days before the cut-off whose acts are learned from.
const LESSON_DAYS: i32 = 60;

/// How many rules are told for an answer, and how many events.
const TOLD: usize = 3;

/// Fewer questions than this are too few to learn weights from.
const FEWEST_LESSONS: usize = 50;

/// "Arrests of X by Y were followed within 30 days by protest in 37 of 212 cases."
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What came before between the two.
    pub before: String,
    /// Whether it was done by the party asked about; else it was done to it.
    pub by_asked: bool,
    /// In how many cases it was followed by the kind asked about, between any two.
    pub followed: u32,
    /// In how many cases there were thirty days to follow in.
    pub cases: u32,
    /// The last time it happened between these two: the event.
    pub event: String,
    /// Its day.
    pub day: jiff::civil::Date,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Who.
    pub party: String,
    /// Its probability among all candidates, if the act happens at all.
    pub share: f64,
    /// What it rests on, most first.
    pub reasons: Vec<(String, f64)>,
    /// Rules whose first act was lately seen between the two.
    pub rules: Vec<Rule>,
    /// The latest events of the kind between the two.
    pub events: Vec<String>,
}

/// What is asked: whom an actor does a kind to, or who does it to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The party that is known.
    pub party: String,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The party does it; else it is done to the party.
    pub does: bool,
}

/// Why nobody is ranked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoAnswer {
    /// Nothing to rank by, as in a table without a column of targets.
    #[error(
        "no event that is known names both who did it and to whom; a table needs the columns actor and target for this"
    )]
    NoSides,
    /// Not in the table.
    #[error("no {what} is called {name:?} where both who did it and to whom is known")]
    Unknown {
        /// Actor or type.
        what: &'static str,
        /// What was asked.
        name: String,
    },
    /// Too little is known.
    #[error("only {0} acts with both sides named are known; ranking needs {FEWEST_LESSONS}")]
    TooFew(usize),
}

/// The table's acts as numbers.
struct Acts {
    parties: Vec<String>,
    kinds: Vec<String>,
    acts: Vec<(Act, u32)>,
}

impl Acts {
    /// Every actor with every target; facts without one of them tell nothing here.
    fn of(panel: &Panel<'_>) -> Self {
        let mut acts = Acts { parties: Vec::new(), kinds: Vec::new(), acts: Vec::new() };
        let (mut parties, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        for (number, fact) in panel.facts.iter().enumerate().filter(|(_, fact)| !fact.announced) {
            for (actor, target) in fact.actors.iter().flat_map(|actor| fact.targets.iter().map(move |to| (actor, to))) {
                let act = Act {
                    day: number_of(fact.day),
                    actor: numbered(&mut parties, &mut acts.parties, actor),
                    kind: numbered(&mut kinds, &mut acts.kinds, &fact.kind),
                    target: numbered(&mut parties, &mut acts.parties, target),
                };
                acts.acts.push((act, number as u32));
            }
        }
        acts
    }

    fn find(&self, names: &[String], what: &'static str, name: &str) -> Result<u32, NoAnswer> {
        let at = names.iter().position(|known| known.eq_ignore_ascii_case(name));
        at.map(|at| at as u32).ok_or_else(|| NoAnswer::Unknown { what, name: name.to_owned() })
    }
}

fn numbered(numbers: &mut BTreeMap<String, u32>, names: &mut Vec<String>, name: &str) -> u32 {
    *numbers.entry(name.to_owned()).or_insert_with(|| {
        names.push(name.to_owned());
        names.len() as u32 - 1
    })
}

/// The most likely answers at the panel's cut-off, most likely first.
///
/// # Errors
/// Where the party or kind is in no fact that is known, or too few have both sides.
pub fn next(panel: &Panel<'_>, who: &Who, most: usize) -> Result<Vec<Next>, NoAnswer> {
    let acts = Acts::of(panel);
    if acts.acts.is_empty() {
        return Err(NoAnswer::NoSides);
    }
    let party = acts.find(&acts.parties, "actor", &who.party)?;
    let plain = acts.find(&acts.kinds, "type", &who.kind)?;
    let (ranker, mut history) = learn(&acts, panel.today)?;
    let kind = if who.does { plain } else { history.turned(plain) };
    let question = Question { day: panel.today, one: party, kind, answers: Vec::new() };
    let ranked = ranker.answers(&mut history, &question, most);
    let told = |(other, share, reasons): Ranked| Next {
        party: acts.parties[other as usize].clone(),
        share,
        reasons,
        rules: rules(panel, &acts, &history, &question, other),
        events: events(panel, &acts, &question, &history, other),
    };
    Ok(ranked.into_iter().map(told).collect())
}

fn learn(acts: &Acts, today: i32) -> Result<(Ranker, History), NoAnswer> {
    let fitting = Fitting::default();
    let mut history = History::new(acts.parties.len(), acts.kinds.len());
    let mut lessons = Lessons::default();
    let plain: Vec<Act> = acts.acts.iter().map(|(act, _)| *act).collect();
    for day in plain.chunk_by(|a, b| a.day == b.day) {
        if day[0].day >= today - LESSON_DAYS {
            let asked = questions(day, &history);
            lessons.add(&mut history, &asked, fitting);
        }
        history.add(day[0].day, day);
    }
    if lessons.len() < FEWEST_LESSONS {
        // A sparse table: all its second half teaches.
        lessons = Lessons::default();
        history = History::new(acts.parties.len(), acts.kinds.len());
        for (at, day) in plain.chunk_by(|a, b| a.day == b.day).enumerate() {
            if at > 0 {
                let asked = questions(day, &history);
                lessons.add(&mut history, &asked, fitting);
            }
            history.add(day[0].day, day);
        }
    }
    if lessons.len() < FEWEST_LESSONS {
        return Err(NoAnswer::TooFew(plain.len()));
    }
    Ok((Ranker::fit(&lessons, fitting), history))
}

/// The act of the question between the asked party and another, as plain acts are kept.
fn between(question: &Question, history: &History, other: u32) -> (u32, u32, u32) {
    let plain = (history.kinds() / 2) as u32;
    match question.kind < plain {
        true => (question.one, question.kind, other),
        false => (other, question.kind - plain, question.one),
    }
}

fn events(panel: &Panel<'_>, acts: &Acts, question: &Question, history: &History, other: u32) -> Vec<String> {
    let wanted = between(question, history, other);
    let of_kind = |(act, _): &&(Act, u32)| (act.actor, act.kind, act.target) == wanted;
    acts.acts
        .iter()
        .rev()
        .filter(of_kind)
        .take(TOLD)
        .map(|(_, number)| panel.facts[*number as usize].id.clone())
        .collect()
}

/// Rules from what the two did to each other in the last days to the act asked about, the surest first.
fn rules(panel: &Panel<'_>, acts: &Acts, history: &History, question: &Question, other: u32) -> Vec<Rule> {
    let mut lately: BTreeMap<(u32, bool), (i32, u32)> = BTreeMap::new();
    for (act, number) in acts.acts.iter().rev().take_while(|(act, _)| act.day >= question.day - WITHIN) {
        let by_asked = (act.actor, act.target) == (question.one, other);
        if by_asked || (act.actor, act.target) == (other, question.one) {
            lately.entry((act.kind, by_asked)).or_insert((act.day, *number));
        }
    }
    let plain = (history.kinds() / 2) as u32;
    let rule = |((before, by_asked), (_, number)): ((u32, bool), (i32, u32))| {
        let fact = panel.facts[number as usize];
        let same_way = by_asked == (question.kind < plain);
        let (followed, cases) = followed(acts, before, question.kind % plain, same_way, question.day);
        let before = acts.kinds[before as usize].clone();
        Rule { before, by_asked, followed, cases, event: fact.id.clone(), day: fact.day }
    };
    let mut rules: Vec<Rule> = lately.into_iter().map(rule).filter(|rule| rule.followed > 0).collect();
    let sure = |rule: &Rule| f64::from(rule.followed) / f64::from(rule.cases + 10);
    rules.sort_by(|a, b| sure(b).total_cmp(&sure(a)));
    rules.truncate(TOLD);
    rules
}

/// How often the act `before` between any two was followed by `after` between the same two, the same way round or the other,
/// within [`WITHIN`] days; cases whose days are not over yet are left out.
fn followed(acts: &Acts, before: u32, after: u32, same_way: bool, today: i32) -> (u32, u32) {
    let mut days: BTreeMap<(u32, u32), Vec<i32>> = BTreeMap::new();
    for (act, _) in acts.acts.iter().filter(|(act, _)| act.kind == after) {
        let pair = if same_way { (act.actor, act.target) } else { (act.target, act.actor) };
        days.entry(pair).or_default().push(act.day);
    }
    let (mut hits, mut cases) = (0, 0);
    let first = acts.acts.iter().filter(|(act, _)| act.kind == before && act.day + WITHIN <= today);
    for (act, _) in first {
        cases += 1;
        let next =
            days.get(&(act.actor, act.target)).and_then(|days| days.get(days.partition_point(|day| *day <= act.day)));
        hits += u32::from(next.is_some_and(|day| *day <= act.day + WITHIN));
    }
    (hits, cases)
}

/// The rule as a sentence.
pub fn sentence(rule: &Rule, who: &Who, answer: &str) -> String {
    let (by, to) = if rule.by_asked { (who.party.as_str(), answer) } else { (answer, who.party.as_str()) };
    format!(
        "{} of {to} by {by} ({}): such acts were followed within {WITHIN} days by {} between the same two in {} of {} cases",
        rule.before, rule.day, who.kind, rule.followed, rule.cases
    )
}

/// The facts that `next` can learn from.
pub fn has_sides(fact: &Fact) -> bool {
    !fact.actors.is_empty() && !fact.targets.is_empty()
}
