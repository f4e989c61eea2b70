//! Who is who: mentions of one person, body or group gathered into one entity.
//!
//! 1. Names ([`names`]) are gathered, the fullest before the shorter, so that a surname finds its bearer ([`group`]).
//! 2. Phrases that are no names ([`nominal`]) are found anywhere in the text; actors, targets and sources are among them.
//!    Each has a key: the class of its noun ([`heads`]) and what sets it apart.
//! 3. A phrase joins whom it stands beside, or whom a key that does not clash with its own has been said of; the person
//!    or body met last before it wins ([`link`]). A pronoun joins the person the claim stage found behind it.
//! 4. A country or a capital that acts joins its government, when the text speaks of that too.
//! 5. What the words tell of each comes last: roles ([`traits`]), country and sector ([`actor`]).
//!
//! A mention can lie inside another of the same entity: "Vartan" in "Mayor Vartan", "council" in "the council".

mod coding;
mod group;
mod heads;
mod lexicon;
mod link;
mod names;
mod nominal;
mod traits;

pub use coding::{Coded, actor};
pub use lexicon::ActorLexicon;

use crate::text::Text;
use group::Group;
use link::Gathering;
use qantar_record::{
    Account, Argument, Claim, Entity, EntityId, Mention, NameType, Producer, Read, Source, Span, Stage,
};

/// Words after a name that are looked at for a charge.
const TRIED: usize = 9;

/// Version of the rules and their data.
const VERSION: u32 = 2;

/// Gathers names, actors, targets and sources into entities, in the order of their first mention.
pub fn entities(
    text: &Text<'_>,
    names: &[Mention],
    accounts: &[Account],
    claims: &[Claim],
    lexicon: &ActorLexicon,
) -> Read<Vec<Entity>> {
    let names: Vec<Mention> = names.iter().flat_map(|name| names::as_it_is(text, name, lexicon)).collect();
    let names = names::with_known(text, &names, lexicon);
    let mut groups = gather_names(text, &names, lexicon);
    names::alone(text, &names, &mut groups, lexicon);
    for group in &mut groups {
        group.keys = link::described(text, group, lexicon);
    }
    link::join_alike(&mut groups);
    suspect(text, accounts, &mut groups, lexicon);
    let mut gathering = Gathering { text, names: &names, lexicon, groups };
    let phrases = nominal::phrases(text, &names, lexicon);
    let mut referring = referring(accounts, claims).into_iter().peekable();
    for phrase in &phrases {
        while let Some((span, name)) = referring.next_if(|(span, _)| span.start <= phrase.span.start) {
            gathering.refer(span, name);
        }
        gathering.speak(phrase);
    }
    for (span, name) in referring {
        gathering.refer(span, name);
    }
    let mut groups = gathering.groups;
    stand_for(text, accounts, claims, &mut groups, lexicon);
    for group in &mut groups {
        names::with_longer_forms(text, &names, group, lexicon);
        group.mentions.sort_by_key(|mention| (mention.span, mention.kind as u8));
        group.mentions.dedup_by_key(|mention| mention.span);
    }
    groups.sort_by_key(Group::first);
    Read::clean(groups.into_iter().zip(1..).map(|(group, number)| told(text, group, number, lexicon)).collect())
}

/// The one person by name whom the text has attack somebody, or be arrested, charged or tried, is "the suspect".
fn suspect(text: &Text<'_>, accounts: &[Account], groups: &mut [Group], lexicon: &ActorLexicon) {
    let spans = accounts.iter().flat_map(|account| match account.event_type.0.as_str() {
        "ASSAULT" => account.actors.iter(),
        "COERCE" | "ACCUSE" => account.targets.iter(),
        _ => [].iter(),
    });
    let of = |span: Span| {
        groups
            .iter()
            .position(|group| group.name_type == NameType::Per && group.mentions.iter().any(|m| span.contains(m.span)))
    };
    let tried = groups.iter().enumerate().filter(|(_, group)| {
        group.name_type == NameType::Per && group.mentions.iter().any(|mention| is_tried(text, mention.span, lexicon))
    });
    let tried: Vec<usize> = tried.map(|(at, _)| at).collect();
    let mut accused: Vec<usize> = spans.filter_map(|argument| of(argument.span)).chain(tried).collect();
    accused.sort_unstable();
    accused.dedup();
    if let ([only], Some(noun)) = (accused.as_slice(), lexicon.heads.noun("suspect")) {
        groups[*only].keys.push(nominal::Key::of(noun));
    }
}

fn producer(rule: &str) -> Producer {
    Producer::new(Stage::Entity, VERSION, rule)
}

/// A country or a capital that says or does something is its government, when the text speaks of that government too:
/// "Oslo refused" beside "the Norwegian government". Other mentions of the country stay the country's.
fn stand_for(text: &Text<'_>, accounts: &[Account], claims: &[Claim], groups: &mut Vec<Group>, lexicon: &ActorLexicon) {
    let sources = claims.iter().map(|claim| claim.source.span);
    let spans =
        accounts.iter().flat_map(|account| account.actors.iter().chain(&account.targets)).map(|argument| argument.span);
    let acting: Vec<Span> = sources.chain(spans).collect();
    let acts = |mention: &Mention| {
        let bare = |span: &Span| group::strip_article(text.words(*span)) == text.words(mention.span);
        acting.iter().any(|span| span.contains(mention.span) && bare(span))
    };
    let governed = |group: &Group| {
        let country = |key: &nominal::Key| {
            let only = key.names.first().filter(|name| key.names.len() == 1 && name.chars().all(char::is_uppercase));
            only.filter(|_| key.noun.class == "government").cloned()
        };
        group.keys.iter().find_map(country)
    };
    let governments: Vec<(usize, String)> =
        groups.iter().enumerate().filter_map(|(at, group)| Some((at, governed(group)?))).collect();
    for (government, country) in governments {
        for at in 0..groups.len() {
            if groups[at].name_type == NameType::Gpe
                && lexicon.rules(&lexicon::fold(&groups[at].name)) == Some(country.as_str())
            {
                let (acting, rest) = std::mem::take(&mut groups[at].mentions).into_iter().partition(acts);
                groups[at].mentions = rest;
                groups[government].mentions.extend(Vec::into_iter(acting));
            }
        }
    }
    groups.retain(|group| !group.mentions.is_empty());
}

/// Whether what follows a name says that the person is before a court or under arrest: "Vartan, 31, was charged".
fn is_tried(text: &Text<'_>, name: Span, lexicon: &ActorLexicon) -> bool {
    let start = text.tokens_at(name).end;
    let end = text.sentences[text.sentence_of(start.saturating_sub(1))].tokens.end.min(start + TRIED);
    let passive = |at: usize| {
        (start..at).any(|at| matches!(text.tokens[at].lower.as_ref(), "was" | "been" | "is" | "were" | "being"))
    };
    (start..end).any(|at| {
        let lower = text.tokens[at].lower.as_ref();
        lexicon.heads.dock.contains(lower) || lexicon.heads.charged.contains(lower) && passive(at)
    })
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

fn told(text: &Text<'_>, group: Group, number: u32, lexicon: &ActorLexicon) -> Entity {
    let roles = traits::roles(text, &group, lexicon);
    let coded = traits::coded(text, &group, &roles, lexicon);
    Entity {
        id: EntityId(number),
        country: coded.country,
        sector: coded.sector,
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
    use crate::segment::{Abbreviations, segment};
    use proptest::prelude::*;
    use qantar_record::{ClaimId, ClaimKind, Document, DocumentParts, MentionKind, SourceType};

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

    /// Whatever stands before "said" says the word after it.
    fn said(text: &Text<'_>) -> Vec<Claim> {
        let says = text.tokens.windows(3).filter(|three| three[1].is("said"));
        let claim = |three: &[crate::text::Token<'_>]| Claim {
            id: ClaimId(1),
            kind: ClaimKind::Indirect,
            source: Source { span: three[0].span, name: None, source_type: SourceType::Other },
            via: Vec::new(),
            cue: three[1].span,
            content: three[2].span,
            sentence: three[0].span.cover(three[2].span),
            confidence: 0.5,
            by: producer("test"),
        };
        says.map(claim).collect()
    }

    fn holds(words: &str) {
        let parts = DocumentParts { received: words.as_bytes(), text: words.into(), ..Default::default() };
        let document = Document::new(parts);
        let text = segment(&document, &Abbreviations::builtin().expect("the built-in list is sound")).value;
        let said = said(&text);
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
