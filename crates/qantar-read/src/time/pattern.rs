//! Patterns over tokens: their notation, and the small program that it is turned into.
//!
//! The notation is told at the head of `data/time/rules.toml`. A pattern is parsed into steps as for a regular
//! expression, only that a step takes a token; `grammar.rs` runs them.

use super::lexicon::Class;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// Named pieces of patterns, `data/time/pieces.toml`.
pub type Pieces = BTreeMap<String, String>;

/// What one token must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// This word, mark or number, in lower case.
    Word(String),
    /// A token of the class; brings its value.
    Class(Class),
    /// A possessive.
    Clitic,
    /// A word in small letters that is no function word.
    Noun,
}

/// One step of a pattern's program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Takes a token.
    Take(Test),
    /// Goes on only when the next token is not this.
    Not(Test),
    /// Goes on here and, if that fails or falls short, there.
    Fork(usize, usize),
    /// Goes on there.
    Jump(usize),
    /// The expression starts here, not where the pattern did.
    Start,
    /// The expression ends here; what follows is context.
    End,
    /// What follows belongs to the other end of a range.
    Turn,
    /// The pattern is through.
    Done,
}

/// A pattern, ready to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub steps: Vec<Step>,
}

impl Pattern {
    /// Reads the notation.
    ///
    /// # Errors
    /// With what cannot be understood.
    pub fn parse(notation: &str, pieces: &Pieces) -> Result<Pattern, String> {
        let mut parser = Parser { pieces, steps: Vec::new(), depth: 0 };
        parser.whole(notation)?;
        parser.steps.push(Step::Done);
        Ok(Pattern { steps: parser.steps })
    }

    /// The tests that the first token may have to pass.
    pub fn first_tests(&self) -> Vec<&Test> {
        let (mut tests, mut open) = (Vec::new(), vec![0]);
        while let Some(at) = open.pop() {
            match &self.steps[at] {
                Step::Take(test) => tests.push(test),
                Step::Fork(one, other) => open.extend([*one, *other]),
                Step::Jump(to) => open.push(*to),
                Step::Not(_) | Step::Start | Step::End | Step::Turn => open.push(at + 1),
                Step::Done => {}
            }
        }
        tests
    }
}

/// Pieces inside pieces beyond this are taken for a piece that holds itself.
const DEEPEST: usize = 12;

struct Parser<'p> {
    pieces: &'p Pieces,
    steps: Vec<Step>,
    depth: usize,
}

type Input<'t> = Peekable<Chars<'t>>;

impl Parser<'_> {
    fn whole(&mut self, notation: &str) -> Result<(), String> {
        let mut input = notation.chars().peekable();
        self.choice(&mut input)?;
        match input.next() {
            Some(c) => Err(format!("{c:?} stands where nothing can, in {notation:?}")),
            None => Ok(()),
        }
    }

    /// `one | other | third`: a fork before each but the last, and a jump to the end after it.
    fn choice(&mut self, input: &mut Input<'_>) -> Result<(), String> {
        let mut jumps = Vec::new();
        loop {
            let start = self.steps.len();
            self.sequence(input)?;
            if input.next_if_eq(&'|').is_none() {
                break;
            }
            self.insert(start, Step::Fork(0, 0));
            jumps.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            self.steps[start] = Step::Fork(start + 1, self.steps.len());
        }
        let end = self.steps.len();
        jumps.into_iter().for_each(|jump| self.steps[jump] = Step::Jump(end));
        Ok(())
    }

    fn sequence(&mut self, input: &mut Input<'_>) -> Result<(), String> {
        loop {
            while input.next_if(|c| c.is_whitespace()).is_some() {}
            match input.peek() {
                None | Some('|' | ')') => return Ok(()),
                Some(_) => self.item(input)?,
            }
        }
    }

    fn item(&mut self, input: &mut Input<'_>) -> Result<(), String> {
        let start = self.steps.len();
        self.atom(input)?;
        if input.next_if_eq(&'?').is_some() {
            self.insert(start, Step::Fork(0, 0));
            self.steps[start] = Step::Fork(start + 1, self.steps.len());
        } else if input.next_if_eq(&'*').is_some() {
            self.insert(start, Step::Fork(0, 0));
            self.steps.push(Step::Jump(start));
            self.steps[start] = Step::Fork(start + 1, self.steps.len());
        }
        Ok(())
    }

    fn atom(&mut self, input: &mut Input<'_>) -> Result<(), String> {
        match input.next() {
            Some('^') => self.steps.push(Step::Start),
            Some('$') => self.steps.push(Step::End),
            Some('/') => self.steps.push(Step::Turn),
            Some('!') => {
                let start = self.steps.len();
                self.atom(input)?;
                match self.steps.drain(start..).collect::<Vec<_>>().as_slice() {
                    [Step::Take(test)] => self.steps.push(Step::Not(test.clone())),
                    _ => return Err("after ! stands one word or class".into()),
                }
            }
            Some('(') => {
                self.choice(input)?;
                input.next_if_eq(&')').ok_or("a bracket is not closed")?;
            }
            Some(quote @ ('\'' | '"')) => {
                let word: String = std::iter::from_fn(|| input.next_if(|&c| c != quote)).collect();
                input.next().ok_or(format!("the word {word:?} is not closed"))?;
                self.steps.push(Step::Take(Test::Word(word)));
            }
            Some(c) if c.is_ascii_lowercase() => {
                let rest = std::iter::from_fn(|| input.next_if(|&c| c.is_ascii_lowercase() || c == '-'));
                let name: String = std::iter::once(c).chain(rest).collect();
                self.named(&name)?;
            }
            other => return Err(format!("{other:?} stands where a word, a class or a bracket is wanted")),
        }
        Ok(())
    }

    fn named(&mut self, name: &str) -> Result<(), String> {
        if let Some(piece) = self.pieces.get(name) {
            if self.depth == DEEPEST {
                return Err(format!("the piece {name:?} holds itself"));
            }
            self.depth += 1;
            self.whole(piece)?;
            self.depth -= 1;
            return Ok(());
        }
        self.steps.push(Step::Take(match name {
            "clitic" => Test::Clitic,
            "noun" => Test::Noun,
            _ => Test::Class(Class::named(name).ok_or(format!("no class or piece is called {name:?}"))?),
        }));
        Ok(())
    }

    /// Puts a step before what was parsed since `at`; what points behind it moves along.
    fn insert(&mut self, at: usize, step: Step) {
        for known in &mut self.steps[at..] {
            match known {
                Step::Fork(one, other) => (*one, *other) = (*one + 1, *other + 1),
                Step::Jump(to) => *to += 1,
                _ => {}
            }
        }
        self.steps.insert(at, step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(notation: &str) -> Result<Pattern, String> {
        Pattern::parse(notation, &[("loop".to_owned(), "'x' loop".to_owned())].into())
    }

    #[test]
    fn steps_of_a_choice() {
        let word = |word: &str| Step::Take(Test::Word(word.into()));
        let steps = parse("'a'? ('b' | 'c')").unwrap().steps;
        let wanted = [Step::Fork(1, 2), word("a"), Step::Fork(3, 5), word("b"), Step::Jump(6), word("c"), Step::Done];
        assert_eq!(steps, wanted);
        assert_eq!(parse("'a'? ('b' | 'c')").unwrap().first_tests().len(), 3);
    }

    #[test]
    fn what_cannot_be_understood_is_said() {
        for (notation, reason) in [
            ("month)", "stands where nothing can"),
            ("(month", "bracket"),
            ("moon", "no class or piece"),
            ("'moon", "not closed"),
            ("loop", "holds itself"),
            ("!(month | day)", "after !"),
        ] {
            assert!(parse(notation).unwrap_err().contains(reason), "{notation}");
        }
    }
}
