//! Accounts of events: triggers, status, roles, place and time, figures; then one happening, one account.
//!
//! Rules over data files until the trained encoder replaces them: [`rules`] finds triggers, [`status`] tells what
//! happened from what did not, [`role`] binds who and whom, [`bind`] where and when, [`figure`] how many, and [`fold`]
//! makes one account of the tellings of one happening.

pub mod bind;
pub mod figure;
pub mod fold;
pub mod role;
pub mod rules;
pub mod status;

pub use rules::EventRules;

use crate::phrase::Class;
use crate::text::{Text, TextSentence, Token};
use bind::Binder;
use figure::Count;
use qantar_record::{
    Account, AccountId, Argument, Claim, Counted, Figure, Mention, NameType, Producer, Read, Span, Stage, Timex,
    Toponym,
};
use role::{Roles, Side, View};
use rules::{Trigger, VERSION};
use std::ops::Range;

/// What the event stage reads beside the text: the layers laid before it.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// Names.
    pub names: &'a [Mention],
    /// Time expressions.
    pub times: &'a [Timex],
    /// Toponyms.
    pub places: &'a [Toponym],
    /// Who says what.
    pub claims: &'a [Claim],
}

/// Finds accounts of events. One happening told in several sentences is one account.
pub fn accounts(text: &Text<'_>, layers: Layers<'_>, rules: &EventRules) -> Read<Vec<Account>> {
    let binder = Binder::new(text, layers, rules);
    let mut accounts: Vec<Account> = Vec::new();
    for sentence in text.sentences.iter().filter(|sentence| sentence.kind.tells()) {
        let reader = SentenceReader::new(text, sentence, layers, rules, &binder);
        let told = reader.accounts();
        let loose = reader.figures_without_trigger(&told);
        accounts.extend(told);
        attach(&mut accounts, loose, rules);
    }
    Read::clean(fold::fold(accounts, |span| text.words(span).to_owned()))
}

/// How many tokens further off a trigger counts as for each rank that its type's figures of this kind stand lower.
/// A guess, 2026-11-23.
const RANK: usize = 2;

/// So many words a demand reaches. A guess, 2026-11-23.
const REACH: usize = 9;

/// One sentence and everything needed to read it.
struct SentenceReader<'a, 'd> {
    text: &'a Text<'d>,
    sentence: &'a TextSentence,
    tokens: &'a [Token<'d>],
    classes: Vec<Class>,
    layers: Layers<'a>,
    rules: &'a EventRules,
    binder: &'a Binder<'a, 'd>,
    counts: Vec<Count>,
}

impl<'a, 'd> SentenceReader<'a, 'd> {
    fn new(
        text: &'a Text<'d>,
        sentence: &'a TextSentence,
        layers: Layers<'a>,
        rules: &'a EventRules,
        binder: &'a Binder<'a, 'd>,
    ) -> Self {
        let tokens = text.tokens_of(sentence);
        let first = layers.times.partition_point(|time| time.span.end <= sentence.span.start);
        let times = &layers.times[first..];
        let is_time = |token: &Token<'_>| {
            times
                .iter()
                .take_while(|time| time.span.start < sentence.span.end)
                .any(|time| time.span.contains(token.span))
        };
        let classes = rules.words.classify(tokens, is_time);
        let counts = rules.figures.counts(tokens, &classes);
        SentenceReader { text, sentence, tokens, classes, layers, rules, binder, counts }
    }

    fn view(&self) -> View<'_, 'd> {
        View { tokens: self.tokens, classes: &self.classes }
    }

    fn accounts(&self) -> Vec<Account> {
        let mut triggers = self.rules.triggers(self.tokens);
        triggers.retain(|trigger| !self.is_inside_name(trigger) && !self.has_unfit_object(trigger));
        let demanded = |&at: &usize| self.is_demanded(&triggers[..at], &triggers[at]);
        let triggers: Vec<_> = (0..triggers.len()).filter(|at| !demanded(at)).map(|at| triggers[at]).collect();
        let mut roles: Vec<Roles> = triggers.iter().map(|t| self.rules.roles.roles(self.view(), t)).collect();
        pass_on_actors(&triggers, &mut roles);
        let owners = self.owners(&triggers, &roles);
        let account = |(at, (trigger, roles)): (usize, (&Trigger<'_>, &Roles))| {
            self.account(trigger, roles, owners.iter().filter(|(_, owner, _)| *owner == at))
        };
        triggers.iter().zip(&roles).enumerate().map(account).collect()
    }

    /// "Urged the government to lift the ban": what is asked for, or forbidden, is no event of its own.
    fn is_demanded(&self, before: &[Trigger<'_>], trigger: &Trigger<'_>) -> bool {
        let asks = |t: &&Trigger<'_>| {
            t.rule.event_type.0 == "REQUEST" || (t.rule.event_type.0 == "COERCE" && t.rule.entry.mode.0 == "ban")
        };
        let Some(asking) = before.iter().rfind(asks) else { return false };
        let between = asking.end.saturating_sub(1)..trigger.start;
        let request = asking.rule.event_type.0 == "REQUEST";
        let reaches = between.len() <= REACH && !between.clone().any(|k| self.classes[k] == Class::Mark);
        let asked =
            between.clone().any(|k| self.tokens[k].is("to") || self.tokens[k].is("for") || self.tokens[k].is("that"));
        let noun = trigger.kind == rules::TriggerKind::Noun && asking.kind != rules::TriggerKind::Noun;
        reaches && if request { asked } else { noun && between.len() <= 3 }
    }

    /// "Demonstrated loyalty": a verb that takes no object where it tells of its type.
    fn has_unfit_object(&self, trigger: &Trigger<'_>) -> bool {
        let verb = matches!(trigger.kind, rules::TriggerKind::Verb(_));
        verb && trigger.rule.entry.intransitive && role::direct_object(self.view(), trigger.end).is_some()
    }

    /// "Treaty" in the name of a body tells no treaty.
    fn is_inside_name(&self, trigger: &Trigger<'_>) -> bool {
        let span = self.span(trigger.start..trigger.end);
        let first = self.layers.names.partition_point(|name| name.span.end <= span.start);
        self.layers.names.get(first).is_some_and(|name| name.span.contains(span) && name.span != span)
    }

    fn account<'c>(
        &self,
        trigger: &Trigger<'_>,
        roles: &Roles,
        counts: impl Iterator<Item = &'c (&'c Count, usize, Counted)>,
    ) -> Account {
        let by = &trigger.rule.by;
        let span = self.span(trigger.start..trigger.end);
        let read = self.rules.status.status(self.tokens, &self.classes, trigger.start, trigger.end);
        let status = trigger.rule.entry.status.unwrap_or(read);
        Account {
            id: AccountId(0),
            event_type: trigger.rule.event_type.clone(),
            mode: trigger.rule.entry.mode.clone(),
            status,
            trigger: span,
            sentence: self.sentence.span,
            retold: Vec::new(),
            actors: self.arguments(&roles.actors, by),
            targets: self.arguments(&roles.targets, by),
            place: self.binder.place(self.sentence, span),
            time: self.binder.time(self.sentence, span, status),
            figures: counts.map(|(count, _, what)| self.figure(count, *what)).collect(),
            confidence: trigger.rule.entry.precision,
            by: by.clone(),
        }
    }

    /// For each count the trigger that it belongs to and what it counts there.
    fn owners<'s>(&'s self, triggers: &[Trigger<'_>], roles: &[Roles]) -> Vec<(&'s Count, usize, Counted)> {
        let owner = |count: &'s Count| {
            let fits = triggers.iter().zip(roles).enumerate().filter_map(|(at, (trigger, roles))| {
                let what = self.counted(count, trigger, roles)?;
                // The likelier a type is to have such a figure, the further its trigger may stand.
                let rank = self.rules.counts.get(&trigger.rule.event_type)?.iter().position(|w| *w == what)?;
                Some((trigger.start.abs_diff(count.tokens.start) + RANK * rank, at, what))
            });
            fits.min_by_key(|(gap, at, _)| (*gap, *at)).map(|(_, at, what)| (count, at, what))
        };
        self.counts.iter().filter_map(owner).collect()
    }

    /// What a count counts for a trigger: what its own words say, else what its place in the roles makes of it.
    fn counted(&self, count: &Count, trigger: &Trigger<'_>, roles: &Roles) -> Option<Counted> {
        let inside =
            |ranges: &[Range<usize>]| ranges.iter().any(|r| r.start < count.tokens.end && count.tokens.start < r.end);
        let fits = |side| match side {
            Side::Actor => inside(&roles.actors) || self.goes_before(count, trigger),
            Side::Target => self.counts_something(count) && inside(&roles.targets),
        };
        let mut by_role = self.rules.figures.by_role(&trigger.rule.event_type, &trigger.rule.entry.mode);
        count.what.or_else(|| by_role.find(|row| fits(row.role)).map(|row| row.what))
    }

    /// Whether a noun follows the figure: "40 students", not "when he was 18".
    fn counts_something(&self, count: &Count) -> bool {
        let next = count.tokens.end;
        self.classes.get(next) == Some(&Class::Nominal) || self.tokens.get(next).is_some_and(|token| token.is("of"))
    }

    /// "Several thousand people, among them nurses, marched": a figure of people in front of the verb.
    fn goes_before(&self, count: &Count, trigger: &Trigger<'_>) -> bool {
        let next = self.tokens.get(count.tokens.end);
        let people = next.is_some_and(|token| self.rules.figures.is_people(&token.lower) || token.is_capitalised());
        people && count.tokens.end <= trigger.start
    }

    /// Figures of killed, injured or detained in a sentence that has no trigger for them, with the "higher than that"
    /// that bounds an earlier one.
    fn figures_without_trigger(&self, told: &[Account]) -> Vec<Figure> {
        let taken = |span: Span| told.iter().any(|account| account.figures.iter().any(|f| f.span == span));
        let loose = self.counts.iter().filter_map(|count| {
            let what = count.what.filter(|what| *what != Counted::Participants)?;
            (!taken(self.span(count.tokens.clone()))).then(|| self.figure(count, what))
        });
        loose.chain(self.higher()).collect()
    }

    /// "… may in reality be significantly higher": no number of its own, a bound on the one before.
    fn higher(&self) -> Option<Figure> {
        let words = &self.rules.figures;
        let at = self.tokens.iter().position(|token| words.says_more(&token.lower))?;
        self.tokens[..at].iter().find(|token| words.is_toll(&token.lower))?;
        let what = self.tokens.iter().find_map(|token| words.counted(&token.lower))?;
        let start = (0..at).rev().take_while(|&k| self.classes[k] == Class::Adverb).last().unwrap_or(at);
        let by = Producer::new(Stage::Event, VERSION, "figure-higher");
        Some(Figure { what, span: self.span(start..at + 1), low: None, high: None, by })
    }

    fn figure(&self, count: &Count, what: Counted) -> Figure {
        let by = Producer::new(Stage::Event, VERSION, "figure");
        Figure { what, span: self.span(count.tokens.clone()), low: count.low, high: count.high, by }
    }

    fn arguments(&self, ranges: &[Range<usize>], by: &Producer) -> Vec<Argument> {
        let argument = |range: &Range<usize>| {
            let span = self.resolved(range)?;
            Some(Argument { span, by: by.clone() })
        };
        ranges.iter().filter_map(argument).collect()
    }

    /// The words of an argument. "He" and "she" become the person named last before; other pronouns say nothing.
    fn resolved(&self, range: &Range<usize>) -> Option<Span> {
        let span = self.span(range.clone());
        let single = range.len() == 1
            && matches!(self.classes[range.start], Class::Pronoun | Class::Determiner | Class::Relative);
        if !single {
            return Some(span);
        }
        if !matches!(self.tokens[range.start].lower.as_ref(), "he" | "she" | "him" | "her") {
            return None;
        }
        let before = self.layers.names.partition_point(|name| name.span.end <= span.start);
        let person = self.layers.names[..before].iter().rev().find(|name| name.name_type == NameType::Per)?;
        (span.start - person.span.end < 400).then_some(person.span)
    }

    fn span(&self, range: Range<usize>) -> Span {
        let first = self.sentence.tokens.start;
        self.text.span_of(first + range.start..first + range.end)
    }
}

/// "The air strike that killed the general": who acts in the strike acts in the killing.
fn pass_on_actors(triggers: &[Trigger<'_>], roles: &mut [Roles]) {
    for at in 0..triggers.len() {
        let head = |other: usize| {
            let is_head = |actor: &Range<usize>| actor.end == triggers[other].end;
            other != at && roles[at].actors.iter().any(is_head)
        };
        if let Some(other) = (0..triggers.len()).find(|&other| head(other)) {
            roles[at].actors = roles[other].actors.clone();
        }
    }
}

/// Gives loose figures to the last account that can have such figures; a bound takes its number from the last figure
/// of its kind there.
fn attach(accounts: &mut [Account], loose: Vec<Figure>, rules: &EventRules) {
    for mut figure in loose {
        let can_have = |account: &&mut Account| {
            rules.counts.get(&account.event_type).is_some_and(|counts| counts.contains(&figure.what))
        };
        let is_bound = figure.low.is_none() && figure.high.is_none();
        let last =
            |account: &Account| account.figures.iter().rfind(|f| f.what == figure.what).map(|f| f.low.max(f.high));
        let fits = |account: &&mut Account| can_have(account) && (!is_bound || last(account).is_some());
        let Some(account) = accounts.iter_mut().rev().find(fits) else { continue };
        if is_bound {
            figure.low = last(account).flatten();
        }
        if !account.figures.iter().any(|f| (f.what, f.low, f.high) == (figure.what, figure.low, figure.high)) {
            account.figures.push(figure);
        }
    }
}
