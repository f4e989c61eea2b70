//! What the words around a mention tell of whom it refers to: roles, country, sector.

use super::coding::{Coded, actor};
use super::group::Group;
use super::lexicon::{ActorLexicon, fold};
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, MentionKind, NameType, Span};

/// Words before a name that are looked at for its role, and words of an apposition after it.
const REACH: usize = 8;

/// The role words of a person: titles before a name, what is told of it between commas after it.
pub fn roles(text: &Text<'_>, group: &Group, lexicon: &ActorLexicon) -> Vec<Span> {
    if group.name_type != NameType::Per {
        return Vec::new();
    }
    let names = group.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
    let told = |name: &Mention| [before(text, name, lexicon), after(text, name, lexicon)];
    let mut roles: Vec<Span> = names.flat_map(told).flatten().collect();
    let mut seen: Vec<String> = Vec::new();
    roles.retain(|&role| {
        let folded = fold(text.words(role));
        let new = !seen.contains(&folded);
        seen.push(folded);
        new
    });
    roles
}

/// "Deputy Prime Minister" right before a name.
pub(super) fn before(text: &Text<'_>, name: &Mention, lexicon: &ActorLexicon) -> Option<Span> {
    let first = text.tokens_at(name.span).start;
    let floor = text.sentences[text.sentence_of(first)].tokens.start.max(first.saturating_sub(REACH));
    let mut first = first;
    // "Mayor of Lindal Ines Vartan".
    if let Some(of) = (floor..first).rev().take(4).find(|&at| !text.tokens[at].is_capitalised())
        && text.tokens[of].is("of")
        && of + 1 < first
    {
        first = of;
    }
    let mut start = first;
    // "the mayor of Lindal, Ines Vartan" and "the mayor, Ines Vartan" are read from the comma back.
    while start > floor
        && text.tokens[start - 1].kind == TokenKind::Word
        && (lexicon.in_role(&text.tokens[start - 1].lower) || is_telling(text, start - 1, name.name_type, lexicon))
    {
        start -= 1;
    }
    let office = (start..first).any(|at| is_telling(text, at, name.name_type, lexicon));
    (office && start < first).then(|| text.span_of(start..first))
}

/// "…, the head of the harbour board" right after a name.
pub(super) fn after(text: &Text<'_>, name: &Mention, lexicon: &ActorLexicon) -> Option<Span> {
    let end = text.tokens_at(name.span).end;
    let ceiling = text.tokens.len().min(text.sentences[text.sentence_of(end - 1)].tokens.end);
    if end + 1 >= ceiling || !text.tokens[end].is(",") {
        return None;
    }
    let start = end + 1 + usize::from(lexicon.kinds.determiner.contains(text.tokens[end + 1].lower.as_ref()));
    let stops = |at: &usize| {
        let token = &text.tokens[*at];
        token.kind == TokenKind::Mark && !token.is("-") || token.is("who") || token.is("and")
    };
    let stop = (start..ceiling).find(stops)?;
    // "Vartan, met by dockers, …" tells what happened, not who she is.
    let opened = start > end + 1 || is_beside(text, start, lexicon) || is_telling(text, start, name.name_type, lexicon);
    let closed =
        opened && (text.tokens[stop].kind == TokenKind::Mark || text.tokens[stop].is("who")) && stop - start <= REACH;
    let office = (start..stop)
        .take_while(|&at| !text.tokens[at].is("of"))
        .any(|at| is_telling(text, at, name.name_type, lexicon));
    (closed && office && start < stop).then(|| text.span_of(start..stop))
}

/// Whether a word says what a person, or a body, is.
fn is_telling(text: &Text<'_>, at: usize, name_type: NameType, lexicon: &ActorLexicon) -> bool {
    let lower = &text.tokens[at].lower;
    let person = name_type == NameType::Per;
    let noun = || lexicon.heads.noun(lower).is_some_and(|noun| (noun.kind == NameType::Per) == person);
    person && lexicon.is_role(lower) || noun()
}

/// Whether a word can open what is told of somebody without an article: "former", "leading", a nationality.
fn is_beside(text: &Text<'_>, at: usize, lexicon: &ActorLexicon) -> bool {
    let token = &text.tokens[at];
    let adjective =
        lexicon.heads.is_adjective(&token.lower) && !token.lower.ends_with("ed") && !token.lower.ends_with("ing");
    token.is_capitalised()
        || lexicon.in_role(&token.lower)
        || lexicon.heads.apart.contains(token.lower.as_ref())
        || adjective
}

/// What the words for somebody tell of whose they are: the name first, then roles, then what else they are called.
pub fn coded(text: &Text<'_>, group: &Group, roles: &[Span], lexicon: &ActorLexicon) -> Coded {
    let day = text.document.anchor();
    let telling = !matches!(group.name_type, NameType::Gpe | NameType::Loc | NameType::Fac | NameType::Norp);
    let said = group.mentions.iter().filter(|mention| mention.kind != MentionKind::Pronoun).map(|mention| mention.span);
    let words = std::iter::once(group.name.as_str())
        .chain(roles.iter().copied().chain(said.clone()).map(|span| text.words(span)));
    let mut seen: Vec<&str> = Vec::new();
    let mut coded = Coded::default();
    for words in words {
        if seen.contains(&words) {
            continue;
        }
        seen.push(words);
        let told = actor(words, lexicon, day);
        coded.country = coded.country.or(told.country);
        coded.sector = coded.sector.or(told.sector.filter(|_| telling));
    }
    coded.country = coded
        .country
        .or_else(|| said.clone().find_map(|span| nationality_before(text, span, lexicon)).map(str::to_owned));
    coded
}

/// A nationality or country right before the words: "Norlandish" of "Norlandish premier Ines Vartan".
fn nationality_before(text: &Text<'_>, span: Span, lexicon: &ActorLexicon) -> Option<&'static str> {
    let start = text.tokens_at(span).start;
    let floor = text.sentences[text.sentence_of(start)].tokens.start;
    let before = &text.tokens[start.checked_sub(1).filter(|&at| at >= floor)?];
    lexicon.country(&fold(before.text)).filter(|_| before.is_capitalised())
}
