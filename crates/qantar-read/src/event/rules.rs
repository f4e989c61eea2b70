//! Trigger rules: named groups of words that evoke one type and mode, from `data/event/*.toml`.

use crate::data::{self, DATA, DataError};
use crate::inflect::{Form, noun_forms, verb_forms};
use crate::text::Token;
use qantar_record::{Counted, EventType, Mode, Ontology, Producer, Stage, Status};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The version of the event stage; a change of meaning in code or rules raises it.
pub const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    r#type: EventType,
    #[serde(rename = "rule")]
    rules: Vec<RuleEntry>,
}

/// One rule as its file gives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    /// Unique inside the file.
    pub name: String,
    /// The mode it tells.
    pub mode: Mode,
    /// Why these words tell of this type, and what they are mistaken for.
    pub reason: String,
    /// Base forms; every inflection matches.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Singulars; plurals match too.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Word sequences whose first word is inflected as a verb; `…` stands for none to four words.
    #[serde(default)]
    pub verb_phrases: Vec<String>,
    /// Exact word sequences; `…` stands for none to four words.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Whether its verbs take no object where they tell of this type: "demonstrate".
    #[serde(default)]
    pub intransitive: bool,
    /// No match when the word right before is one of these.
    #[serde(default)]
    pub before_not: Vec<String>,
    /// No match when the word right after is one of these.
    #[serde(default)]
    pub after_not: Vec<String>,
    /// Some of these words must be in the sentence.
    #[serde(default)]
    pub with_any: Vec<String>,
    /// None of these words may be in the sentence; `@name` is a list of `lists.toml`.
    #[serde(default)]
    pub without: Vec<String>,
    /// The status, where the words themselves tell it.
    pub status: Option<Status>,
    /// Share of matches on the training texts that tell of this type, 0 to 1.
    pub precision: f64,
    /// Which side the actor stands on, where the words differ from their kind.
    pub actor: Option<ActorSide>,
    /// A sentence that must match.
    pub example: String,
    /// A sentence that must not.
    pub unlike: String,
}

/// Where the actor of a trigger stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorSide {
    /// The subject acts, even in what looks like a passive.
    Subject,
    /// The object acts.
    Object,
    /// Who stands after "of" acts.
    Of,
    /// Subject and object act together: "X met Y".
    Both,
}

/// A rule, ready to use.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What the file says.
    pub entry: RuleEntry,
    /// The type it tells.
    pub event_type: EventType,
    /// Names the rule on everything it writes: `protest.strike-noun`.
    pub by: Producer,
    with_any: HashSet<String>,
    without: HashSet<String>,
}

/// What kind of words a trigger is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriggerKind {
    /// A verb in this form, or a phrase that starts with one.
    Verb(Form),
    /// A noun.
    Noun,
    /// A fixed phrase.
    Phrase,
}

#[derive(Clone, Debug)]
struct Pattern {
    /// The words after the first; `None` is a gap of none to four words.
    rest: Vec<Option<String>>,
    rule: usize,
    kind: TriggerKind,
}

/// Words in a sentence that evoke an event.
#[derive(Clone, Copy, Debug)]
pub struct Trigger<'r> {
    /// Tokens of the sentence, from.
    pub start: usize,
    /// Tokens of the sentence, up to.
    pub end: usize,
    /// What they are.
    pub kind: TriggerKind,
    /// Which rule says so.
    pub rule: &'r Rule,
}

/// All rules, by the first word of their patterns, with the tables that status, roles and figures are read by.
#[derive(Clone, Debug)]
pub struct EventRules {
    rules: Vec<Rule>,
    by_first_word: HashMap<String, Vec<Pattern>>,
    /// Cues of status.
    pub status: super::status::StatusCues,
    /// Where the roles of each type stand.
    pub roles: super::role::RoleTable,
    /// What figures count, and their hedges.
    pub figures: super::figure::FigureWords,
    /// Closed classes, for noun phrases.
    pub words: crate::phrase::WordClasses,
    /// For each type, the figures that make sense.
    pub counts: HashMap<EventType, Vec<Counted>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Irregular {
    verbs: HashMap<String, Vec<String>>,
    nouns: HashMap<String, Vec<String>>,
}

/// Files in `data/event/` that hold something else than rules of a type.
const TABLES: [&str; 5] = ["irregular.toml", "lists.toml", "status.toml", "roles.toml", "figures.toml"];

impl EventRules {
    /// The built-in rules, checked against the ontology.
    pub fn builtin(ontology: &Ontology) -> Result<Self, DataError> {
        let irregular: Irregular = data::toml("event/irregular.toml")?;
        let folder = DATA.get_dir("event").ok_or_else(|| DataError::new("data/event", "it is not built in"))?;
        let lists: HashMap<String, Vec<String>> = data::toml("event/lists.toml")?;
        let mut rules = Vec::new();
        for file in folder.files() {
            let name = file.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.ends_with(".toml") && !TABLES.contains(&name) {
                rules.extend(load(name, ontology, &lists)?);
            }
        }
        let mut by_first_word: HashMap<String, Vec<Pattern>> = HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            for (first, pattern) in patterns(index, &rule.entry, &irregular) {
                by_first_word.entry(first).or_default().push(pattern);
            }
        }
        let counts = ontology.types().map(|entry| (entry.code.clone(), entry.counts.clone())).collect();
        Ok(EventRules {
            rules,
            by_first_word,
            status: super::status::StatusCues::builtin()?,
            roles: super::role::RoleTable::builtin(ontology)?,
            figures: super::figure::FigureWords::builtin()?,
            words: crate::phrase::WordClasses::builtin()?,
            counts,
        })
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The triggers of one sentence, in order, none inside another. Of several that fit at one place the longest is
    /// taken, then the one whose rule is right most often.
    pub fn triggers<'r>(&'r self, tokens: &[Token<'_>]) -> Vec<Trigger<'r>> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut present: Option<HashSet<&str>> = None;
        while at < tokens.len() {
            let best = self.by_first_word.get(tokens[at].lower.as_ref()).and_then(|patterns| {
                let words = present.get_or_insert_with(|| tokens.iter().map(|t| t.lower.as_ref()).collect());
                self.best(patterns, tokens, at, words)
            });
            match best {
                Some(trigger) => {
                    at = trigger.end;
                    found.push(trigger);
                }
                None => at += 1,
            }
        }
        found
    }

    fn best<'r>(
        &'r self,
        patterns: &[Pattern],
        tokens: &[Token<'_>],
        at: usize,
        present: &HashSet<&str>,
    ) -> Option<Trigger<'r>> {
        let fits = patterns.iter().filter_map(|pattern| {
            let end = pattern_end(pattern, tokens, at + 1)?;
            let rule = &self.rules[pattern.rule];
            rule.allows(tokens, at, end, present).then_some(Trigger { start: at, end, kind: pattern.kind, rule })
        });
        // "Did not arrest", "an arrest": after an auxiliary the bare form is the verb, elsewhere the noun.
        let verbal = at.checked_sub(1).is_some_and(|before| self.words.is_auxiliary(&tokens[before]));
        let fitting = |t: &Trigger<'_>| matches!(t.kind, TriggerKind::Verb(_)) == verbal;
        fits.max_by(|a, b| {
            let by_precision = a.rule.entry.precision.total_cmp(&b.rule.entry.precision);
            a.end.cmp(&b.end).then(fitting(a).cmp(&fitting(b))).then(by_precision)
        })
    }
}

impl Rule {
    fn allows(&self, tokens: &[Token<'_>], start: usize, end: usize, present: &HashSet<&str>) -> bool {
        let is_one_of = |token: Option<&Token<'_>>, list: &[String]| {
            token.is_some_and(|token| list.iter().any(|word| token.is(word)))
        };
        let before = start.checked_sub(1).and_then(|before| tokens.get(before));
        !is_one_of(before, &self.entry.before_not)
            && !is_one_of(tokens.get(end), &self.entry.after_not)
            && (self.with_any.is_empty() || present.iter().any(|word| self.with_any.contains(*word)))
            && !present.iter().any(|word| self.without.contains(*word))
    }
}

fn load(name: &str, ontology: &Ontology, lists: &HashMap<String, Vec<String>>) -> Result<Vec<Rule>, DataError> {
    let file: RuleFile = data::toml(&format!("event/{name}"))?;
    let prefix = name.trim_end_matches(".toml");
    let mut seen = HashSet::new();
    let mut rules = Vec::new();
    for entry in file.rules {
        let wrong =
            |reason: &str| Err(DataError::new(format!("data/event/{name}"), format!("{}: {reason}", entry.name)));
        let conditions = entry.with_any.iter().chain(&entry.without);
        if conditions.filter_map(|word| word.strip_prefix('@')).any(|list| !lists.contains_key(list)) {
            return wrong("data/event/lists.toml has no such list");
        }
        if !seen.insert(entry.name.clone()) {
            return wrong("another rule has this name");
        }
        if !ontology.has_mode(&file.r#type, &entry.mode) {
            return wrong("the ontology has no such mode");
        }
        if !(entry.precision > 0.0 && entry.precision <= 1.0) {
            return wrong("precision is not in (0, 1]");
        }
        rules.push(Rule {
            by: Producer::new(Stage::Event, VERSION, format!("{prefix}.{}", entry.name)),
            event_type: file.r#type.clone(),
            with_any: with_plurals(&entry.with_any, lists),
            without: with_plurals(&entry.without, lists),
            entry,
        });
    }
    Ok(rules)
}

/// Words with their plurals; `@name` stands for a list of `data/event/lists.toml`.
fn with_plurals(words: &[String], lists: &HashMap<String, Vec<String>>) -> HashSet<String> {
    let listed = |word: &str| word.strip_prefix('@').and_then(|name| lists.get(name));
    let all = words.iter().flat_map(|word| listed(word).cloned().unwrap_or_else(|| vec![word.clone()]));
    all.flat_map(|word| noun_forms(&word, &HashMap::new())).collect()
}

/// The patterns of a rule, each with its first word.
fn patterns(rule: usize, entry: &RuleEntry, irregular: &Irregular) -> Vec<(String, Pattern)> {
    let mut all = Vec::new();
    let mut add = |words: &str, kind| {
        let mut pieces = cut(words).into_iter();
        if let Some(Some(first)) = pieces.next() {
            all.push((first, Pattern { rest: pieces.collect(), rule, kind }));
        }
    };
    for verb in entry.verbs.iter().chain(&entry.verb_phrases) {
        let (base, rest) = verb.split_once(' ').unwrap_or((verb, ""));
        for (form, how) in verb_forms(base, &irregular.verbs) {
            add(&format!("{form} {rest}"), TriggerKind::Verb(how));
        }
    }
    for noun in &entry.nouns {
        let (modifiers, head) = noun.rsplit_once(' ').unwrap_or(("", noun));
        for form in noun_forms(head, &irregular.nouns) {
            add(&format!("{modifiers} {form}"), TriggerKind::Noun);
        }
    }
    entry.phrases.iter().for_each(|phrase| add(phrase, TriggerKind::Phrase));
    all
}

/// The tokens of a pattern as the segmenter cuts them: hyphens and `'s` stand alone. A `…` is a gap.
fn cut(words: &str) -> Vec<Option<String>> {
    let spread = words.replace('-', " - ").replace("'s ", " 's ");
    spread.split_whitespace().map(|word| (word != "…").then(|| word.to_owned())).collect()
}

const WIDEST_GAP: usize = 4;

/// Where a pattern ends when its words after the first stand from `at` on.
fn pattern_end(pattern: &Pattern, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    fn walk(rest: &[Option<String>], tokens: &[Token<'_>], at: usize) -> Option<usize> {
        match rest.split_first() {
            None => Some(at),
            Some((Some(word), rest)) => {
                tokens.get(at).filter(|token| token.is(word)).and_then(|_| walk(rest, tokens, at + 1))
            }
            Some((None, rest)) => (at..=at + WIDEST_GAP).find_map(|from| walk(rest, tokens, from)),
        }
    }
    walk(&pattern.rest, tokens, at)
}
