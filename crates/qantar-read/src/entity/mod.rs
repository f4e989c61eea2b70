//! Who is who: mentions of one person, body or group gathered into one entity.
//!
//! Names are gathered first, the fullest before the shorter, so that a surname finds its bearer ([`group`]). Actors,
//! targets and sources that are no names come next: a role joins the person who has it, a pronoun the person the claim
//! stage found behind it, and "the police" all other "police". What the words tell of each comes last ([`traits`]).

mod group;
mod lexicon;
mod traits;

pub use lexicon::ActorLexicon;

use crate::text::Text;
use group::{Group, strip_article};
use lexicon::fold;
use qantar_record::{
    Account, Argument, Claim, Entity, EntityId, Mention, MentionKind, NameType, Producer, Read, Source, Span, Stage,
};

/// Version of the rules and their data.
const VERSION: u32 = 1;

/// Gathers names, actors, targets and sources into entities, in the order of their first mention.
pub fn entities(
    text: &Text<'_>,
    names: &[Mention],
    accounts: &[Account],
    claims: &[Claim],
    lexicon: &ActorLexicon,
) -> Read<Vec<Entity>> {
    let mut gathering = Gathering { text, names, lexicon, groups: gather_names(text, names, lexicon) };
    for (span, name) in referring(accounts, claims) {
        gathering.add(span, name);
    }
    let mut groups = gathering.groups;
    for group in &mut groups {
        group.mentions.sort_by_key(|mention| (mention.span, mention.kind as u8));
        group.mentions.dedup_by_key(|mention| mention.span);
    }
    groups.sort_by_key(Group::first);
    Read::clean(groups.into_iter().zip(1..).map(|(group, number)| told(text, group, number, lexicon)).collect())
}

fn producer(rule: &str) -> Producer {
    Producer::new(Stage::Entity, VERSION, rule)
}

/// Names gathered; longer names first, the nearest earlier bearer of a surname before others.
fn gather_names(text: &Text<'_>, names: &[Mention], lexicon: &ActorLexicon) -> Vec<Group> {
    let mut order: Vec<&Mention> = names.iter().collect();
    order.sort_by_key(|mention| {
        (std::cmp::Reverse(text.words(mention.span).split_whitespace().count().min(3)), mention.span)
    });
    let mut groups: Vec<Group> = Vec::new();
    for mention in order {
        let words = text.words(mention.span);
        let near = |group: &Group| group.mentions.iter().map(|m| m.span.distance(mention.span)).min();
        let best = groups
            .iter()
            .enumerate()
            .map(|(at, group)| {
                (group.takes(words, mention.name_type, lexicon), std::cmp::Reverse(near(group)), std::cmp::Reverse(at))
            })
            .filter(|(strength, ..)| *strength > 0)
            .max();
        match best {
            Some((.., std::cmp::Reverse(at))) => groups[at].add(words, mention.clone()),
            None => groups.push(Group::new(words, mention.clone())),
        }
    }
    groups
}

/// Sources, actors and targets in the order of the text, with the name that is known to be behind them.
fn referring<'a>(accounts: &'a [Account], claims: &'a [Claim]) -> Vec<(Span, Option<&'a str>)> {
    let source = |source: &'a Source| (source.span, source.name.as_deref());
    let sources = claims.iter().flat_map(|claim| std::iter::once(&claim.source).chain(&claim.via)).map(source);
    let argument = |argument: &Argument| (argument.span, None);
    let arguments = accounts.iter().flat_map(|account| account.actors.iter().chain(&account.targets)).map(argument);
    let mut all: Vec<_> = sources.chain(arguments).collect();
    all.sort_by_key(|(span, name)| (*span, name.is_none()));
    all.dedup_by_key(|(span, _)| *span);
    all
}

/// The groups while actors and sources are added.
struct Gathering<'t, 'd> {
    text: &'t Text<'d>,
    names: &'t [Mention],
    lexicon: &'t ActorLexicon,
    groups: Vec<Group>,
}

impl Gathering<'_, '_> {
    fn add(&mut self, span: Span, name: Option<&str>) {
        if self.is_named(span) {
            return;
        }
        let words = self.text.words(span);
        let lower = fold(words);
        let pronoun = self.lexicon.kinds.pronoun.contains(&lower);
        let mention = |kind, name_type, rule| Mention { span, kind, name_type, by: producer(rule) };
        if let Some(at) = name.and_then(|name| self.groups.iter().position(|group| group.has_form(name))) {
            let kind = if pronoun { MentionKind::Pronoun } else { MentionKind::Nominal };
            let name_type = self.groups[at].name_type;
            return self.groups[at].add(words, mention(kind, name_type, "named-behind"));
        }
        if pronoun {
            return;
        }
        let (at, rule) = match self.bearer(span) {
            Some(at) => (Some(at), "role"),
            None => (self.groups.iter().position(|group| group.has_form(words)), "same-words"),
        };
        match at.or_else(|| self.body(span)) {
            Some(at) => {
                let name_type = self.groups[at].name_type;
                self.groups[at].add(words, mention(MentionKind::Nominal, name_type, rule));
            }
            None => {
                let name_type = self.kind_of(span);
                self.groups.push(Group::new(words, mention(MentionKind::Nominal, name_type, "nominal")));
            }
        }
    }

    /// Whether the phrase is a name with its titles: a person's name inside, or a name at its end that nothing hangs on.
    fn is_named(&self, span: Span) -> bool {
        let inside = self.names.iter().filter(|name| span.contains(name.span) || name.span.contains(span));
        inside.clone().any(|name| name.name_type == NameType::Per || name.span.contains(span))
            || inside.into_iter().any(|name| {
                let head = Span::new(span.start, name.span.start.max(span.start));
                let hangs = |word: &str| {
                    matches!(word, "of" | "for" | "in" | "at" | "from" | "with" | "to" | "on" | "near" | "by")
                };
                name.span.end == span.end
                    && name.name_type != NameType::Norp
                    && !self.text.tokens_at(head).any(|at| hangs(&self.text.tokens[at].lower))
            })
    }

    /// The person who has the role that a definite phrase names; the one named last before it.
    fn bearer(&self, span: Span) -> Option<usize> {
        let range = self.text.tokens_at(span);
        let definite = matches!(self.text.tokens[range.start].lower.as_ref(), "the" | "this" | "that");
        let role = &self.text.tokens[range.end - 1].lower;
        if !definite || range.len() > 4 || !self.lexicon.is_role(role) {
            return None;
        }
        let has_role = |group: &Group| {
            traits::roles(self.text, group, self.lexicon)
                .iter()
                .any(|&role_span| self.text.tokens_at(role_span).any(|at| self.text.tokens[at].lower == *role))
        };
        let distance = |group: &Group| {
            group.mentions.iter().filter(|m| m.span.end <= span.start).map(|m| span.start - m.span.end).min()
        };
        let known =
            self.groups.iter().enumerate().filter(|(_, group)| group.name_type == NameType::Per && has_role(group));
        known.filter_map(|(at, group)| Some((distance(group)?, at))).min().map(|(_, at)| at)
    }

    /// The named body that a short phrase like "the police" or "the agency" ends like, when one was named before.
    fn body(&self, span: Span) -> Option<usize> {
        let words = fold(strip_article(self.text.words(span)));
        let body = self.lexicon.kinds.body.contains(&words);
        let ends_so = |group: &Group| {
            group.name_type == NameType::Org && group.first() < span.start && group.last_word() == Some(&words)
        };
        let mut fitting = self.groups.iter().enumerate().filter(|(_, group)| body && ends_so(group));
        fitting.next_back().map(|(at, _)| at)
    }

    /// A body, a group or one person, by the head of the phrase.
    fn kind_of(&self, span: Span) -> NameType {
        let range = self.text.tokens_at(span);
        let hangs = |at: &usize| {
            matches!(
                self.text.tokens[*at].lower.as_ref(),
                "of" | "for" | "in" | "at" | "from" | "who" | "with" | "," | "to" | "on" | "near" | "by"
            )
        };
        let end = range.clone().find(hangs).filter(|&end| end > range.start).unwrap_or(range.end);
        let head = self.text.tokens[end - 1].lower.as_ref();
        let kinds = &self.lexicon.kinds;
        let plural = head.ends_with('s') && !head.ends_with("ss") || kinds.group.contains(head);
        let joined = (range.start..range.end).any(|at| self.text.tokens[at].is("and"));
        match (kinds.body.contains(head), plural || joined) {
            (true, _) => NameType::Org,
            (false, true) => NameType::Group,
            (false, false) if self.text.tokens[end - 1].is_capitalised() => NameType::Org,
            (false, false) => NameType::Per,
        }
    }
}

fn told(text: &Text<'_>, group: Group, number: u32, lexicon: &ActorLexicon) -> Entity {
    let roles = traits::roles(text, &group, lexicon);
    Entity {
        id: EntityId(number),
        country: traits::country(text, &group, &roles, lexicon),
        sector: traits::sector(text, &group, &roles, lexicon),
        roles,
        by: producer("gather"),
        name: group.name,
        name_type: group.name_type,
        mentions: group.mentions,
    }
}
