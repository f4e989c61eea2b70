//! Whether it took place: cues of the planned, the possible and the denied around a trigger.

use crate::data::{self, DataError};
use crate::phrase::Class;
use crate::text::Token;
use qantar_record::Status;
use serde::Deserialize;

/// One group of cues.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cue {
    #[expect(dead_code, reason = "for whoever reads the file")]
    name: String,
    status: Status,
    /// Where the words must stand; see [`Where`].
    r#where: Where,
    words: Vec<String>,
    #[expect(dead_code, reason = "for whoever reads the file")]
    reason: String,
}

/// Where a cue stands to the trigger it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Where {
    /// Right before, over adverbs, auxiliaries and "to".
    Verb,
    /// Up to four words before, inside the clause.
    Near,
    /// Anywhere before, inside the clause.
    Clause,
    /// Right after.
    After,
}

/// All cues, `data/event/status.toml`.
#[derive(Clone, Debug)]
pub struct StatusCues {
    cues: Vec<(Cue, Vec<Vec<String>>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    #[serde(rename = "cue")]
    cues: Vec<Cue>,
}

impl StatusCues {
    /// The built-in cues.
    pub fn builtin() -> Result<Self, DataError> {
        let file: CueFile = data::toml("event/status.toml")?;
        let split = |words: &String| words.split_whitespace().map(str::to_owned).collect();
        let phrases = |cue: &Cue| cue.words.iter().map(split).collect();
        Ok(StatusCues {
            cues: file.cues.into_iter().map(|cue| (phrases(&cue), cue)).map(|(p, cue)| (cue, p)).collect(),
        })
    }

    /// The status of the trigger at `start..end`: that of the first cue of the file that fits, else happened.
    pub fn status(&self, tokens: &[Token<'_>], classes: &[Class], start: usize, end: usize) -> Status {
        let clause = clause_start(tokens, classes, start);
        // A cue may be part of the trigger itself: "will march", "plan to strike".
        let inside = (start..end).rev().find(|&k| classes[k] == Class::Auxiliary).map_or(start, |k| k + 1);
        for (cue, phrases) in &self.cues {
            let from = match cue.r#where {
                Where::Verb => verb_group_start(tokens, classes, start, clause),
                Where::Near => start.saturating_sub(4).max(clause),
                Where::Clause => clause,
                Where::After => end,
            };
            let to = match cue.r#where {
                Where::After => (end + 3).min(tokens.len()),
                _ => inside,
            };
            if phrases.iter().any(|phrase| holds(&tokens[from..to], phrase)) {
                return cue.status;
            }
        }
        Status::Happened
    }
}

fn holds(tokens: &[Token<'_>], phrase: &[String]) -> bool {
    tokens.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|(token, word)| token.is(word)))
}

/// Where the clause of the token at `at` starts: after the last mark or joining word before it.
pub fn clause_start(tokens: &[Token<'_>], classes: &[Class], at: usize) -> usize {
    (0..at)
        .rev()
        .find(|&k| {
            let joins = classes[k] == Class::Conjunction && !matches!(tokens[k].lower.as_ref(), "and" | "or" | "if");
            joins || (classes[k] == Class::Mark && !tokens[k].is_quote())
        })
        .map_or(0, |k| k + 1)
}

/// Where the verb group before `at` starts: over auxiliaries, adverbs and forms of "be".
fn verb_group_start(tokens: &[Token<'_>], classes: &[Class], at: usize, clause: usize) -> usize {
    let mut start = at;
    while start > clause
        && (matches!(classes[start - 1], Class::Auxiliary | Class::Adverb | Class::Be) || tokens[start - 1].is("to"))
    {
        start -= 1;
    }
    // One word more: "plans to march", "vowed to strike".
    if start < at && start > clause { start - 1 } else { start }
}
