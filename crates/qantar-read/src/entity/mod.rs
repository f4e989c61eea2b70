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
use std::collections::HashSet;

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
    let groups = gather_names(text, names, lexicon);
    let role_words = |group: &Group| {
        let tokens = traits::roles(text, group, lexicon).into_iter().flat_map(|role| text.tokens_at(role));
        tokens.map(|at| text.tokens[at].lower.to_string()).collect()
    };
    let roles = groups.iter().map(role_words).collect();
    let mut gathering = Gathering { text, names, lexicon, groups, roles };
    for (span, name) in referring(accounts, claims) {
        gathering.add(span, name);
    }
    gathering.find_heads();
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
    /// The role words of each of the first groups, those made of names.
    roles: Vec<HashSet<String>>,
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

    /// "The police", "protesters", "the president" anywhere in the text join whom the text has made known under that
    /// word; they make nobody known by themselves.
    fn find_heads(&mut self) {
        let tokens = &self.text.tokens;
        let mentions = self.groups.iter().flat_map(|group| &group.mentions);
        let taken: HashSet<usize> = mentions.flat_map(|mention| self.text.tokens_at(mention.span)).collect();
        for at in 0..tokens.len() {
            let article = at > 0 && tokens[at - 1].is("the");
            let head = tokens[at].lower.as_ref();
            let kinds = &self.lexicon.kinds;
            let modified = !article && at > 0 && !tokens[at - 1].spaced
                || tokens.get(at + 1).is_some_and(|next| next.is("'s") || next.is("-"));
            let known = kinds.body.contains(head)
                || article && self.lexicon.is_role(head)
                || head.ends_with('s')
                || kinds.group.contains(head);
            let span = self.text.span_of(if article { at - 1..at + 1 } else { at..at + 1 });
            if modified || !known || taken.contains(&at) {
                continue;
            }
            let same = || self.groups.iter().position(|group| group.has_form(head) && group.name_type != NameType::Per);
            let found = same().or_else(|| if article { self.bearer(span).or_else(|| self.body(span)) } else { None });
            if let Some(group) = found {
                let name_type = self.groups[group].name_type;
                let by = producer("head");
                self.groups[group]
                    .add(self.text.words(span), Mention { span, kind: MentionKind::Nominal, name_type, by });
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
        let has_role = |at: usize| self.roles.get(at).is_some_and(|roles| roles.contains(role.as_ref()));
        let distance = |group: &Group| {
            group.mentions.iter().filter(|m| m.span.end <= span.start).map(|m| span.start - m.span.end).min()
        };
        let known =
            self.groups.iter().enumerate().filter(|(at, group)| group.name_type == NameType::Per && has_role(*at));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{ClaimLexicon, claims};
    use crate::segment::{Abbreviations, segment};
    use proptest::prelude::*;
    use qantar_record::{Document, DocumentParts};

    /// Every word with a capital stands for a name of the kind that its length gives.
    fn capitals(text: &Text<'_>) -> Vec<Mention> {
        let kinds = [NameType::Per, NameType::Org, NameType::Gpe, NameType::Norp];
        let named = text.tokens.iter().filter(|token| token.is_capitalised());
        let mention = |span: Span| Mention {
            span,
            kind: MentionKind::Name,
            name_type: kinds[span.len() % kinds.len()],
            by: producer("test"),
        };
        named.map(|token| mention(token.span)).collect()
    }

    fn holds(words: &str) {
        let parts = DocumentParts { received: words.as_bytes(), text: words.into(), ..Default::default() };
        let document = Document::new(parts);
        let text = segment(&document, &Abbreviations::builtin().expect("the built-in list is sound")).value;
        let said = claims(&text, &[], &ClaimLexicon::builtin().expect("the built-in lists are sound")).value;
        let lexicon = ActorLexicon::builtin().expect("the built-in lists are sound");
        let names = capitals(&text);
        let found = entities(&text, &names, &[], &said, &lexicon).value;
        assert_eq!(found, entities(&text, &names, &[], &said, &lexicon).value);
        let mentions: Vec<Span> = found.iter().flat_map(|entity| &entity.mentions).map(|m| m.span).collect();
        assert!(names.iter().all(|name| mentions.contains(&name.span)), "a name was lost in {words:?}");
        let firsts: Vec<_> = found.iter().map(|entity| entity.mentions[0].span.start).collect();
        assert!(firsts.is_sorted());
    }

    proptest! {
        #[test]
        fn any_text_is_gathered_without_harm(text in "\\PC{0,200}") {
            holds(&text);
        }

        #[test]
        fn talk_is_gathered_without_harm(words in prop::collection::vec(
            prop_oneof!["the police", "Police", "President", "Ines", "Vartan", "said", "he", ",", "\\.", "the president", "who"], 0..30)) {
            holds(&words.join(" "));
        }
    }
}
