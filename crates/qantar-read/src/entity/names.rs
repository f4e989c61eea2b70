//! Names that the name stage does not hand in: bodies known by list, full names before an acronym in brackets,
//! surnames of persons met elsewhere in the text. And the longer forms of names: with their article, with their title.

use super::group::Group;
use super::lexicon::{ActorLexicon, fold};
use super::producer;
use crate::text::{Text, TokenKind};
use qantar_record::{Mention, MentionKind, NameType, Span};
use std::ops::Range;

/// Words of a full name that an acronym may leave out.
const LEFT_OUT: usize = 2;

/// A name as the words say: a company by its last word, and a person without the calling before the name.
pub fn as_it_is(text: &Text<'_>, name: &Mention, lexicon: &ActorLexicon) -> Vec<Mention> {
    let range = text.tokens_at(name.span);
    let mut name = name.clone();
    if name.name_type != NameType::Per || range.len() < 2 {
        return vec![name];
    }
    let last = text.tokens[range.end - 1].lower.trim_end_matches('.').to_owned();
    if lexicon.heads.company.contains(&last) {
        name.name_type = NameType::Org;
        return vec![name];
    }
    let calling =
        |at: &usize| lexicon.heads.noun(&text.tokens[*at].lower).is_some_and(|noun| noun.kind == NameType::Per);
    let start = range.clone().take_while(calling).last().map_or(range.start, |at| at + 1);
    if start == range.start || start >= range.end {
        return vec![name];
    }
    let span = text.span_of(start..range.end);
    vec![
        Mention { span, by: producer("without-calling"), ..name.clone() },
        Mention { kind: MentionKind::Nominal, ..name },
    ]
}

/// The names handed in, with those found by list and before brackets.
pub fn with_known(text: &Text<'_>, names: &[Mention], lexicon: &ActorLexicon) -> Vec<Mention> {
    let mut all = names.to_vec();
    let covered = |all: &[Mention], span: Span| {
        all.iter().any(|name| name.span.contains(span) || name.span.overlaps(span) && !span.contains(name.span))
    };
    for at in 0..text.tokens.len() {
        let found = [(body_at(text, at, lexicon), "known-body"), (before_bracket(text, at), "bracket")];
        for (range, rule) in found.into_iter().filter_map(|(range, rule)| Some((range?, rule))) {
            let span = text.span_of(range);
            if !covered(&all, span) {
                all.push(Mention { span, kind: MentionKind::Name, name_type: NameType::Org, by: producer(rule) });
            }
        }
    }
    all.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.span.end)));
    all
}

/// The listed body whose name starts at a token: in capitals when it is one word.
fn body_at(text: &Text<'_>, at: usize, lexicon: &ActorLexicon) -> Option<Range<usize>> {
    let token = &text.tokens[at];
    if !token.is_capitalised() {
        return None;
    }
    let end = lexicon.bodies_from(&fold(token.text)).iter().find_map(|name| {
        let mut rest = name.as_str();
        let mut end = at;
        while !rest.is_empty() {
            rest = rest.trim_start().strip_prefix(fold(text.tokens.get(end)?.text).as_str())?;
            end += 1;
        }
        Some(end)
    })?;
    (end > at + 1 || token.is_upper()).then_some(at..end)
}

/// The words before "(OHC)" that it is made of: "Office for Harbour Craft".
fn before_bracket(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    let open = at.checked_sub(1).filter(|&open| text.tokens[open].is("("))?;
    let acronym = &text.tokens[at];
    let letters: Vec<char> =
        acronym.text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    let short = !acronym.is_upper() || letters.len() < 3 || !text.tokens.get(at + 1)?.is(")");
    if short {
        return None;
    }
    let floor = text.sentences[text.sentence_of(open)].tokens.start;
    let capital = |at: usize| text.tokens[at].is_capitalised();
    let mut initials: Vec<char> = Vec::new();
    let mut start = open;
    while start > floor
        && (capital(start - 1) || matches!(text.tokens[start - 1].text, "of" | "for" | "and" | "the" | "in" | "on"))
    {
        start -= 1;
        if !capital(start) {
            continue;
        }
        initials.insert(0, text.tokens[start].text.chars().next()?.to_ascii_lowercase());
        let mut rest = initials.iter();
        let spelt = letters.iter().all(|letter| rest.any(|initial| initial == letter));
        if spelt && initials[0] == letters[0] && initials.len() <= letters.len() + LEFT_OUT {
            return Some(start..open);
        }
    }
    None
}

/// Surnames and given names of persons of the text, where they stand alone and nobody found them.
pub fn alone(text: &Text<'_>, names: &[Mention], groups: &mut [Group], lexicon: &ActorLexicon) {
    let mut taken = vec![false; text.tokens.len()];
    for name in names {
        taken[text.tokens_at(name.span)].fill(true);
    }
    let found: Vec<(usize, usize)> = (0..text.tokens.len())
        .filter(|&at| !taken[at])
        .filter_map(|at| Some((at, bearer(text, at, groups, lexicon)?)))
        .collect();
    for (at, group) in found {
        let span = text.tokens[at].span;
        let by = producer("surname-alone");
        groups[group].add(text.words(span), Mention { span, kind: MentionKind::Name, name_type: NameType::Per, by });
    }
}

/// The person whose surname, or else whose given name, a lone word with a capital is.
fn bearer(text: &Text<'_>, at: usize, groups: &[Group], lexicon: &ActorLexicon) -> Option<usize> {
    let token = &text.tokens[at];
    let capital = |at: Option<usize>| at.and_then(|at| text.tokens.get(at)).is_some_and(|t| t.is_capitalised());
    let titled =
        at.checked_sub(1).is_some_and(|before| lexicon.heads.honorific.contains(text.tokens[before].lower.as_ref()));
    let lone = token.is_capitalised()
        && token.text.len() > 3
        && !capital(Some(at + 1))
        && (titled || !capital(at.checked_sub(1)));
    if !lone || lexicon.classes_word(&token.lower) || lexicon.country(&fold(token.text)).is_some() {
        return None;
    }
    let word = fold(token.text);
    let is = |group: &Group, end: fn(&[String]) -> Option<&String>| {
        group.name_type == NameType::Per && group.forms().iter().any(|form| form.len() > 1 && end(form) == Some(&word))
    };
    let surname = groups.iter().position(|group| is(group, |form| form.last()));
    let given = || groups.iter().position(|group| is(group, |form| form.first()));
    // The first of two surnames.
    let middle = || groups.iter().position(|group| is(group, |form| form.get(1).filter(|_| form.len() > 2)));
    surname.or_else(given).or_else(middle)
}

/// Adds the longer forms of names: "the United Nations", "Mayor Vartan".
pub fn with_longer_forms(text: &Text<'_>, all: &[Mention], group: &mut Group, lexicon: &ActorLexicon) {
    let names: Vec<Mention> = group.mentions.iter().filter(|m| m.kind == MentionKind::Name).cloned().collect();
    for name in names {
        let first = text.tokens_at(name.span).start;
        let start = match name.name_type {
            NameType::Per => title(text, first, lexicon),
            NameType::Loc | NameType::Fac => None,
            // "The Norwegian government" is no longer form of "Norwegian".
            NameType::Norp | NameType::Gpe if is_adjective_there(text, name.span, lexicon) => None,
            _ => first.checked_sub(1).filter(|&at| text.tokens[at].is("the")),
        };
        let spans = start.map(|start| Span::new(text.tokens[start].span.start, name.span.end));
        let end = text.tokens_at(name.span).end;
        let seated = seat(text, end, &name, all, lexicon).map(|end| Span::new(name.span.start, end));
        for span in spans.into_iter().chain(seated) {
            let kind = MentionKind::Nominal;
            group.mentions.push(Mention { span, kind, name_type: group.name_type, by: producer("longer-form") });
        }
    }
}

/// Where "in Lindal" ends after "Norlandish Embassy": the seat of a body that has many.
fn seat(text: &Text<'_>, end: usize, name: &Mention, places: &[Mention], lexicon: &ActorLexicon) -> Option<usize> {
    let noun = lexicon.heads.noun(&text.tokens[end.checked_sub(1)?].lower)?;
    let seated = name.name_type == NameType::Org && noun.kind == NameType::Org && text.tokens.get(end)?.is("in");
    let place = text.tokens.get(end + 1).filter(|_| seated)?;
    let at = places.iter().find(|other| other.span.start == place.span.start && other.name_type == NameType::Gpe)?;
    Some(at.span.end)
}

/// Whether a name hangs on the word after it.
fn is_adjective_there(text: &Text<'_>, name: Span, lexicon: &ActorLexicon) -> bool {
    let next = text.tokens.get(text.tokens_at(name).end);
    next.is_some_and(|next| {
        next.kind == TokenKind::Word && !next.lower.ends_with("ed") && lexicon.classes.is_nominal(next)
    })
}

/// Where the titles right before a person's name begin; each has a capital.
fn title(text: &Text<'_>, first: usize, lexicon: &ActorLexicon) -> Option<usize> {
    let floor = text.sentences[text.sentence_of(first)].tokens.start;
    let is_title = |at: usize| {
        let token = &text.tokens[at];
        token.kind == TokenKind::Word
            && token.is_capitalised()
            && (lexicon.heads.honorific.contains(token.lower.trim_end_matches('.')) || lexicon.in_role(&token.lower))
    };
    let mut start = first;
    while start > floor && is_title(start - 1) {
        start -= 1;
    }
    (start < first).then_some(start)
}
