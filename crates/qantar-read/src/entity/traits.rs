//! What the words around a mention tell of whom it refers to: roles, country, sector.

use super::group::Group;
use super::lexicon::{ActorLexicon, fold};
use crate::text::{Text, TokenKind};
use qantar_record::{MentionKind, NameType, Span};

/// Words before a name that are looked at for its role, and words of an apposition after it.
const REACH: usize = 8;

/// The role words of a person: titles before a name, what is told of it between commas after it.
pub fn roles(text: &Text<'_>, group: &Group, lexicon: &ActorLexicon) -> Vec<Span> {
    if group.name_type != NameType::Per {
        return Vec::new();
    }
    let names = group.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
    let mut roles: Vec<Span> =
        names.flat_map(|name| [before(text, name.span, lexicon), after(text, name.span, lexicon)]).flatten().collect();
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
pub(super) fn before(text: &Text<'_>, name: Span, lexicon: &ActorLexicon) -> Option<Span> {
    let first = text.tokens_at(name).start;
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
        && (lexicon.in_role(&text.tokens[start - 1].lower) || is_telling(text, start - 1, lexicon))
    {
        start -= 1;
    }
    let office = (start..first).any(|at| is_telling(text, at, lexicon));
    (office && start < first).then(|| text.span_of(start..first))
}

/// "…, the head of the harbour board" right after a name.
pub(super) fn after(text: &Text<'_>, name: Span, lexicon: &ActorLexicon) -> Option<Span> {
    let end = text.tokens_at(name).end;
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
    let closed = text.tokens[stop].kind == TokenKind::Mark && stop - start <= REACH;
    let office = (start..stop.min(start + 4)).any(|at| is_telling(text, at, lexicon));
    (closed && office && start < stop).then(|| text.span_of(start..stop))
}

/// Whether a word says what somebody or something is.
fn is_telling(text: &Text<'_>, at: usize, lexicon: &ActorLexicon) -> bool {
    let lower = &text.tokens[at].lower;
    lexicon.is_role(lower) || lexicon.heads.noun(lower).is_some()
}

/// The country that a mention's words or a role's words name; the earliest wins.
pub fn country(text: &Text<'_>, group: &Group, roles: &[Span], lexicon: &ActorLexicon) -> Option<String> {
    let spans = group.mentions.iter().filter(|m| m.kind != MentionKind::Pronoun).map(|m| m.span);
    let own = lexicon.country(&fold(&group.name));
    let found = own.or_else(|| spans.chain(roles.iter().copied()).find_map(|span| country_in(text, span, lexicon)));
    found.map(str::to_owned)
}

/// A country or nationality inside the words, or a nationality right before them.
fn country_in(text: &Text<'_>, span: Span, lexicon: &ActorLexicon) -> Option<&'static str> {
    let range = text.tokens_at(span);
    let word = |at: usize| lexicon.country(&fold(text.tokens[at].text)).filter(|_| text.tokens[at].is_capitalised());
    let pair = |at: usize| {
        let two = range.contains(&(at + 1)).then(|| text.words(text.span_of(at..at + 2)))?;
        lexicon.country(&fold(two))
    };
    let inside = range.clone().find_map(|at| pair(at).or_else(|| word(at)));
    let sentence = text.sentences[text.sentence_of(range.start)].tokens.start;
    inside.or_else(|| range.start.checked_sub(1).filter(|&at| at >= sentence).and_then(word))
}

/// The sector that the words tell: a person's roles, else the words of each mention from the last back.
pub fn sector(text: &Text<'_>, group: &Group, roles: &[Span], lexicon: &ActorLexicon) -> Option<String> {
    let nominal = |kind: MentionKind| {
        kind == MentionKind::Nominal || kind == MentionKind::Name && group.name_type != NameType::Per
    };
    let own = group.mentions.iter().filter(|mention| nominal(mention.kind)).map(|mention| mention.span);
    let telling = !matches!(group.name_type, NameType::Gpe | NameType::Loc | NameType::Fac | NameType::Norp);
    let spans = roles.iter().copied().chain(own).filter(|_| telling);
    let found = spans.filter_map(|span| {
        let range = text.tokens_at(span);
        let hangs =
            |at: &usize| matches!(text.tokens[*at].lower.as_ref(), "of" | "for" | "at" | "in" | "from" | "who" | ",");
        let head_end = range.clone().find(hangs).unwrap_or(range.end);
        (range.start..head_end).rev().chain(head_end..range.end).find_map(|at| lexicon.sector(&text.tokens[at].lower))
    });
    found.map(str::to_owned).next()
}
