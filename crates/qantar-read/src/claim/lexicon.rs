//! What the claim rules know, from `data/claim/`.

use crate::data::{self, DataError};
use crate::text::Token;
use qantar_record::SourceType;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the claim rules know: words of saying with their frames, kinds of voices.
#[derive(Clone, Debug)]
pub struct ClaimLexicon {
    /// First word of each form → the forms, longest first.
    cues: HashMap<String, Vec<CueForm>>,
    pub(super) words: Words,
    pub(super) voices: Voices,
    rules: HashMap<String, RuleFacts>,
}

/// What may follow a word of saying with neither "that" nor quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bare {
    /// A clause or a thing.
    Any,
    /// A stretch with a finite verb.
    Clause,
    /// A thing that something is said of.
    Thing,
    /// A thing with a number in it.
    Figure,
    /// Nothing.
    None,
}

/// How a word of saying binds what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A verb with a subject.
    Verb {
        /// What may follow it bare.
        bare: Bare,
        /// Whether it may close its own content.
        last: bool,
        /// Whether it names whom it speaks to.
        addressee: bool,
    },
    /// "according to": its source follows.
    Preposition,
    /// "citing": the one cited follows, the one who cites comes before.
    Citing,
}

/// The shape of a verb in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// "say".
    Base,
    /// "says".
    Third,
    /// "said".
    Past,
    /// "saying".
    Participle,
}

/// One form of a word of saying.
#[derive(Clone, Debug)]
pub struct CueForm {
    /// Its words, in lower case.
    pub words: Vec<String>,
    /// What it binds.
    pub frame: Frame,
    /// Its shape; prepositions are base forms.
    pub shape: Shape,
}

/// Sets of small words.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    pub(super) determiner: HashSet<String>,
    pub(super) pronoun: HashSet<String>,
    pub(super) subordinator: HashSet<String>,
    pub(super) relative: HashSet<String>,
    pub(super) auxiliary: HashSet<String>,
    pub(super) finite: HashSet<String>,
    pub(super) adverb: HashSet<String>,
    pub(super) refusal: HashSet<String>,
    pub(super) preposition: HashSet<String>,
    pub(super) link: HashSet<String>,
    pub(super) time: HashSet<String>,
    pub(super) opener: HashSet<String>,
    pub(super) plural: HashSet<String>,
    pub(super) place_of_speech: HashSet<String>,
    pub(super) no_voice: HashSet<String>,
    pub(super) self_said: HashSet<String>,
    pub(super) adjective: HashSet<String>,
    pub(super) particle: HashSet<String>,
    pub(super) off: HashSet<String>,
    pub(super) negative: HashSet<String>,
    pub(super) number: HashSet<String>,
    pub(super) noun: HashSet<String>,
    pub(super) rank: HashSet<String>,
    pub(super) convene: HashSet<String>,
    pub(super) writing: HashSet<String>,
}

/// Which words make which kind of voice.
#[derive(Clone, Debug)]
pub struct Voices {
    types: HashMap<String, SourceType>,
    weak: HashMap<String, SourceType>,
    outlets: HashSet<String>,
    factions: HashSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFacts {
    name: String,
    confidence: f64,
    #[expect(dead_code, reason = "for the people who read the data file")]
    reason: String,
    example: String,
    source: String,
    content: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    class: Vec<Class>,
    preposition: Vec<Preposition>,
    citing: Citing,
    irregular: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "name and reason are for the people who read the data file")]
struct Class {
    name: String,
    reason: String,
    bare: Bare,
    #[serde(rename = "final")]
    last: bool,
    #[serde(default)]
    addressee: bool,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for the people who read the data file")]
struct Preposition {
    words: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the reason is for the people who read the data file")]
struct Citing {
    reason: String,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceFile {
    weak: BTreeMap<SourceType, Vec<String>>,
    words: BTreeMap<SourceType, Vec<String>>,
    outlets: NameList,
    factions: NameList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameList {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<RuleFacts>,
}

/// A rule's example: a sentence, and the source and content that the rule must find in it.
#[derive(Clone, Copy, Debug)]
pub struct Example<'l> {
    /// The rule's name.
    pub rule: &'l str,
    /// The sentence.
    pub text: &'l str,
    /// The source's words.
    pub source: &'l str,
    /// The content's words.
    pub content: &'l str,
}

impl ClaimLexicon {
    /// The built-in lists, `data/claim/`.
    pub fn builtin() -> Result<Self, DataError> {
        let voices: VoiceFile = data::toml("claim/sources.toml")?;
        let rules: RuleFile = data::toml("claim/rules.toml")?;
        Ok(ClaimLexicon {
            cues: cue_forms(data::toml("claim/cues.toml")?),
            words: data::toml("claim/words.toml")?,
            voices: Voices::new(voices),
            rules: rules.rule.into_iter().map(|rule| (rule.name.clone(), rule)).collect(),
        })
    }

    /// The longest form that starts at `at`.
    pub(super) fn cue(&self, tokens: &[Token<'_>], at: usize) -> Option<&CueForm> {
        let forms = self.cues.get(tokens[at].lower.as_ref())?;
        forms.iter().find(|form| {
            let words = tokens.iter().skip(at).map(|token| token.lower.as_ref());
            form.words.iter().map(String::as_str).eq(words.take(form.words.len()))
        })
    }

    /// How sure a rule is: its precision on the training texts. 0.5, a guess, for a rule that the file does not know.
    pub(super) fn confidence(&self, rule: &str) -> f64 {
        self.rules.get(rule).map_or(0.5, |facts| facts.confidence)
    }

    /// Every rule with its example.
    pub fn examples(&self) -> impl Iterator<Item = Example<'_>> {
        self.rules.values().map(|rule| Example {
            rule: &rule.name,
            text: &rule.example,
            source: &rule.source,
            content: &rule.content,
        })
    }
}

impl Voices {
    fn new(file: VoiceFile) -> Self {
        Voices {
            types: by_word(file.words),
            weak: by_word(file.weak),
            outlets: file.outlets.names.into_iter().collect(),
            factions: file.factions.names.into_iter().collect(),
        }
    }

    /// What a word or its singular says of a voice.
    pub(super) fn of_word(&self, lower: &str) -> Option<SourceType> {
        number(&self.types, lower)
    }

    /// What an empty head ("spokesman", "member") says of a voice when nothing else does.
    pub(super) fn of_weak_word(&self, lower: &str) -> Option<SourceType> {
        number(&self.weak, lower)
    }

    /// Whether the word makes "other" of any office beside it ("rebel commander", "opposition lawmaker").
    pub(super) fn is_faction(&self, lower: &str) -> bool {
        self.factions.contains(lower)
            || lower.strip_suffix('s').is_some_and(|singular| self.factions.contains(singular))
    }

    /// Whether the words are the name of an outlet ("reuters", "daily telegraph").
    pub(super) fn is_outlet(&self, lower: &str) -> bool {
        self.outlets.contains(lower)
    }
}

/// A word that two kinds list belongs to the first of them.
fn by_word(lists: BTreeMap<SourceType, Vec<String>>) -> HashMap<String, SourceType> {
    let mut types = HashMap::new();
    for (kind, words) in lists {
        for word in words {
            types.entry(word).or_insert(kind);
        }
    }
    types
}

/// Looks a word up in its own form, then as a plural.
fn number(types: &HashMap<String, SourceType>, lower: &str) -> Option<SourceType> {
    let singular = || lower.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let own = types.get(lower).or_else(|| types.get(lower.strip_suffix('s')?));
    let own = own.or_else(|| types.get(lower.strip_suffix("es")?));
    own.or_else(|| types.get(&singular()?)).copied()
}

fn cue_forms(file: CueFile) -> HashMap<String, Vec<CueForm>> {
    let mut cues: HashMap<String, Vec<CueForm>> = HashMap::new();
    let mut add = |words: &str, frame, shape| {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        cues.entry(words[0].clone()).or_default().push(CueForm { words, frame, shape });
    };
    for class in &file.class {
        let frame = Frame::Verb { bare: class.bare, last: class.last, addressee: class.addressee };
        for verb in &class.verbs {
            inflect(verb, &file.irregular).into_iter().for_each(|(form, shape)| add(&form, frame, shape));
        }
    }
    for verb in &file.citing.verbs {
        inflect(verb, &file.irregular).into_iter().for_each(|(form, shape)| add(&form, Frame::Citing, shape));
    }
    file.preposition.iter().for_each(|entry| add(&entry.words, Frame::Preposition, Shape::Base));
    cues.values_mut().for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.words.len())));
    cues
}

/// All forms of a verb, the first of its words inflected. `irregular` holds past forms and odd participles.
fn inflect(verb: &str, irregular: &HashMap<String, Vec<String>>) -> Vec<(String, Shape)> {
    let (head, tail) = verb.split_once(' ').map_or((verb, String::new()), |(head, tail)| (head, format!(" {tail}")));
    let odd = irregular.get(head).map_or(&[][..], Vec::as_slice);
    let stem = head.strip_suffix('e').unwrap_or(head);
    let hisses = ["s", "sh", "ch", "x", "z"].iter().any(|end| head.ends_with(end));
    let consonant_y = head.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o']));
    let third = match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if hisses || head == "go" => format!("{head}es"),
        None => format!("{head}s"),
    };
    let past = consonant_y.map_or(format!("{stem}ed"), |stem| format!("{stem}ied"));
    let mut forms = vec![(head.to_owned(), Shape::Base), (third, Shape::Third)];
    let (odd_ing, odd_past): (Vec<_>, Vec<_>) = odd.iter().cloned().partition(|form| form.ends_with("ing"));
    let or = |odd: Vec<String>, regular: String| if odd.is_empty() { vec![regular] } else { odd };
    let ing = if head.ends_with("ee") { format!("{head}ing") } else { format!("{stem}ing") };
    forms.extend(or(odd_past, past).into_iter().map(|form| (form, Shape::Past)));
    forms.extend(or(odd_ing, ing).into_iter().map(|form| (form, Shape::Participle)));
    forms.iter_mut().for_each(|(form, _)| form.push_str(&tail));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let irregular = HashMap::from([("say".to_owned(), vec!["said".to_owned()])]);
        let forms = |verb| inflect(verb, &irregular).into_iter().map(|(form, _)| form).collect::<Vec<_>>();
        assert_eq!(forms("say"), ["say", "says", "said", "saying"]);
        assert_eq!(forms("deny"), ["deny", "denies", "denied", "denying"]);
        assert_eq!(forms("note"), ["note", "notes", "noted", "noting"]);
        assert_eq!(forms("point out"), ["point out", "points out", "pointed out", "pointing out"]);
        assert_eq!(forms("stress"), ["stress", "stresses", "stressed", "stressing"]);
    }
}
