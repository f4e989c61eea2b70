//! Who acts and who suffers: noun phrases around a trigger.

use super::rules::{ActorSide, Trigger, TriggerKind};
use crate::data::{self, DataError};
use crate::inflect::Form;
use crate::phrase::{self, Class};
use crate::text::Token;
use qantar_record::{EventType, Ontology};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Who acts, or to whom it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Who acts.
    Actor,
    /// Who suffers.
    Target,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRoles {
    transitive: bool,
    of: Side,
    possessor: Side,
    target: Vec<String>,
    #[serde(default)]
    together: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    agents: HashSet<String>,
    light_verbs: HashSet<String>,
    locative: HashSet<String>,
    borders: HashSet<String>,
    types: HashMap<EventType, TypeRoles>,
}

/// The tables, `data/event/roles.toml`.
#[derive(Clone, Debug)]
pub struct RoleTable {
    file: RoleFile,
}

/// Noun phrases bound to a trigger, as token ranges of the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roles {
    /// Who acts.
    pub actors: Vec<Range<usize>>,
    /// Who suffers.
    pub targets: Vec<Range<usize>>,
}

/// One sentence, as the role rules see it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, 'd> {
    /// Its tokens.
    pub tokens: &'a [Token<'d>],
    /// Their classes.
    pub classes: &'a [Class],
}

impl RoleTable {
    /// The built-in tables; every type of the ontology must have its entry.
    pub fn builtin(ontology: &Ontology) -> Result<Self, DataError> {
        let file: RoleFile = data::toml("event/roles.toml")?;
        match ontology.types().find(|entry| !file.types.contains_key(&entry.code)) {
            Some(missing) => Err(DataError::new("data/event/roles.toml", format!("no entry for {}", missing.code))),
            None => Ok(RoleTable { file }),
        }
    }

    /// Whether a word stands before the place where something happens: "in", "near".
    pub fn is_locative(&self, word: &str) -> bool {
        self.file.locative.contains(word)
    }

    /// Whether a word or mark parts clauses, so that what lies beyond belongs less to a trigger.
    pub fn is_border(&self, word: &str) -> bool {
        self.file.borders.contains(word)
    }

    /// The roles of one trigger.
    pub fn roles(&self, view: View<'_, '_>, trigger: &Trigger<'_>) -> Roles {
        let Some(table) = self.file.types.get(&trigger.rule.event_type) else { return Roles::default() };
        let mut roles = match trigger.kind {
            TriggerKind::Verb(form) => verb_roles(view, trigger, form, table),
            TriggerKind::Noun => self.noun_roles(view, trigger, table),
            TriggerKind::Phrase => phrase_roles(view, trigger, table),
        };
        if roles.actors.is_empty() {
            roles.actors.extend(after_word(view, trigger.end, &["by"]));
        }
        if roles.targets.is_empty() {
            let words: Vec<&str> = table.target.iter().map(String::as_str).collect();
            roles.targets.extend(after_word(view, trigger.end, &words));
        }
        if table.together && roles.actors.len() == 1 {
            roles.actors.extend(after_word(view, trigger.end, &["with"]));
        }
        let is_trigger = |range: &Range<usize>| range.start < trigger.end && trigger.start < range.end;
        roles.actors.retain(|range| !is_trigger(range));
        roles.targets.retain(|range| !is_trigger(range) && !roles.actors.contains(range));
        roles
    }

    fn noun_roles(&self, view: View<'_, '_>, trigger: &Trigger<'_>, table: &TypeRoles) -> Roles {
        let mut roles = Roles::default();
        let of = after_of(view, trigger.end);
        let of_side = if trigger.rule.entry.actor == Some(ActorSide::Of) { Side::Actor } else { table.of };
        let before = phrase::phrase_ending(view.classes, trigger.start);
        if let Some(run) = &before {
            match possessor(view, run.clone()) {
                // "the police's arrest of X": with both, the possessor acts.
                Some(owner) if table.possessor == Side::Actor || of.is_some() => roles.actors.push(owner),
                Some(owner) => roles.targets.push(owner),
                None => roles.actors.extend(self.modifier(view, run.clone())),
            }
        }
        match (of, of_side) {
            (Some(of), Side::Actor) if roles.actors.is_empty() => roles.actors.push(of),
            (Some(of), Side::Target) => roles.targets.push(of),
            _ => {}
        }
        if roles.actors.is_empty() {
            let start = before.map_or(trigger.start, |run| run.start);
            roles.actors.extend(self.light_subject(view, start));
        }
        roles
    }

    /// The name or agent noun right before a trigger: "the Russian army's", "police raid", "U.S. air strikes".
    fn modifier(&self, view: View<'_, '_>, run: Range<usize>) -> Option<Range<usize>> {
        let acts = |k: &usize| {
            let token = &view.tokens[*k];
            (*k > 0 && token.is_capitalised()) || self.file.agents.contains(token.lower.as_ref())
        };
        let first = run.clone().find(acts)?;
        let last = run.rev().find(acts)?;
        Some(first..last + 1)
    }

    /// The subject of a light verb whose object starts at `object`.
    fn light_subject(&self, view: View<'_, '_>, object: usize) -> Option<Range<usize>> {
        let verb = (object.saturating_sub(2)..object)
            .rev()
            .find(|&k| self.file.light_verbs.contains(view.tokens[k].lower.as_ref()))?;
        phrase::subject(view.classes, view.tokens, verb)
    }
}

fn verb_roles(view: View<'_, '_>, trigger: &Trigger<'_>, form: Form, table: &TypeRoles) -> Roles {
    let View { tokens, classes } = view;
    let object = direct_object(view, trigger.end);
    let subject = phrase::subject(classes, tokens, trigger.start);
    let passive = form == Form::Past && is_passive(classes, trigger.start);
    let participle = form == Form::Past && table.transitive && is_participle(view, trigger);
    let one = |range: Option<Range<usize>>| range.into_iter().collect::<Vec<_>>();
    match trigger.rule.entry.actor {
        Some(ActorSide::Both) => {
            Roles { actors: with_partner(view, subject).into_iter().chain(object).collect(), targets: vec![] }
        }
        _ if tokens[trigger.end - 1].is("by") => Roles { actors: one(object), targets: one(subject) },
        Some(ActorSide::Object) => Roles { actors: one(object), targets: one(subject) },
        Some(ActorSide::Subject) => Roles { actors: one(subject), targets: one(object) },
        _ if passive || participle => {
            Roles { actors: one(after_word(view, trigger.end, &["by"])), targets: one(subject) }
        }
        _ if form == Form::Ing && !is_passive(classes, trigger.start) => {
            Roles { actors: one(participle_subject(view, trigger.start)), targets: one(object) }
        }
        _ => Roles { actors: with_partner(view, subject), targets: one(object) },
    }
}

/// "Dozens arrested in Oruro": an -ed form with nothing that could be its object right after.
fn is_participle(view: View<'_, '_>, trigger: &Trigger<'_>) -> bool {
    let after_noun = trigger.start.checked_sub(1).is_some_and(|before| view.classes[before] == Class::Nominal);
    let single = trigger.end == trigger.start + 1;
    let bare = view.classes.get(trigger.end).is_none_or(|class| matches!(class, Class::Preposition | Class::Mark));
    after_noun && single && bare
}

/// A fixed phrase: what stands before acts, what stands after suffers.
fn phrase_roles(view: View<'_, '_>, trigger: &Trigger<'_>, table: &TypeRoles) -> Roles {
    let subject = phrase::subject(view.classes, view.tokens, trigger.start);
    let object = direct_object(view, trigger.end);
    if view.tokens[trigger.end - 1].is("by") {
        return Roles { actors: object.into_iter().collect(), targets: subject.into_iter().collect() };
    }
    let inside = view.classes[trigger.start] == Class::Be;
    if inside || (is_passive(view.classes, trigger.start) && table.transitive) {
        let actors = after_word(view, trigger.end, &["by"]).into_iter().collect();
        return Roles { actors, targets: subject.into_iter().collect() };
    }
    Roles { actors: with_partner(view, subject), targets: object.into_iter().collect() }
}

/// "Police and soldiers fired": both act.
fn with_partner(view: View<'_, '_>, subject: Option<Range<usize>>) -> Vec<Range<usize>> {
    let Some(subject) = subject else { return Vec::new() };
    let joined = subject.start.checked_sub(1).filter(|&before| view.tokens[before].is("and"));
    let partner = joined.and_then(|and| phrase::phrase_ending(view.classes, and));
    partner.into_iter().chain([subject]).collect()
}

/// The object right after a verb; none where a preposition, mark or clause follows.
pub fn direct_object(view: View<'_, '_>, at: usize) -> Option<Range<usize>> {
    let object = phrase::object(view.classes, view.tokens, at)?;
    let only_number = object.len() == 1 && view.tokens[object.start].text.chars().all(|c| c.is_ascii_digit());
    (!only_number).then_some(object)
}

/// Whether a form of "be" stands before `at`, over adverbs and auxiliaries.
fn is_passive(classes: &[Class], at: usize) -> bool {
    let before = (0..at).rev().find(|&k| !matches!(classes[k], Class::Adverb | Class::Auxiliary));
    before.is_some_and(|k| classes[k] == Class::Be)
}

/// "Police fired on the crowd, killing five": the participle's subject is that of the verb before it.
fn participle_subject(view: View<'_, '_>, at: usize) -> Option<Range<usize>> {
    let direct = at.checked_sub(1).is_some_and(|before| matches!(view.classes[before], Class::Nominal | Class::Be));
    if direct {
        return phrase::subject(view.classes, view.tokens, at);
    }
    let verb = (0..at).rev().find(|&k| view.classes[k] == Class::Verb)?;
    if is_passive(view.classes, verb) {
        return None;
    }
    phrase::subject(view.classes, view.tokens, verb)
}

/// The phrase after the first of `words` within eight tokens and the same clause.
fn after_word(view: View<'_, '_>, from: usize, words: &[&str]) -> Option<Range<usize>> {
    let stops = |k: usize| match view.classes[k] {
        Class::Mark => !view.tokens[k].is_quote(),
        Class::Relative | Class::Verb => true,
        Class::Conjunction => !view.tokens[k].is("and"),
        _ => false,
    };
    let at = (from..view.tokens.len().min(from + 8))
        .take_while(|&k| !stops(k))
        .find(|&k| view.classes[k] != Class::Determiner && words.iter().any(|word| view.tokens[k].is(word)))?;
    phrase::object(view.classes, view.tokens, at + 1)
}

fn after_of(view: View<'_, '_>, at: usize) -> Option<Range<usize>> {
    view.tokens.get(at).filter(|token| token.is("of"))?;
    phrase::object(view.classes, view.tokens, at + 1)
}

/// The owner in "X's …": the phrase up to the last possessive of the run.
fn possessor(view: View<'_, '_>, run: Range<usize>) -> Option<Range<usize>> {
    // `phrase_ending` trims a possessive at the end of the run, so look one further too.
    let end = (run.end + 1).min(view.classes.len());
    let mark = (run.start..end).rev().find(|&k| view.classes[k] == Class::Possessive)?;
    (mark > run.start).then_some(run.start..mark)
}
