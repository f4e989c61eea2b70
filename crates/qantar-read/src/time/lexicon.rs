//! What the time rules know: words with their classes, rules, vetoes and cues, all read from `data/time/`.

use super::cues::Cues;
use super::pattern::{Pattern, Pieces, Test};
use super::vetoes::{Veto, VetoRow};
use crate::data::{self, DataError};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as NoClass, StrDeserializer};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// What a token can be to a pattern, and the value that it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    // Words; their lists and what their numbers mean are in `words.toml`.
    Month,
    ShortMonth,
    Weekday,
    ShortWeekday,
    Part,
    Season,
    Offset,
    Unit,
    Units,
    LongUnit,
    Way,
    Count,
    Ordinal,
    Third,
    Meridiem,
    Vague,
    Rhythm,
    Half,
    YearWord,
    Numeral,
    Noon,
    // Digits; how they are read is in `digits.rs`.
    Day,
    MonthNumber,
    Year,
    ShortYear,
    YearBefore,
    Decade,
    Clock,
    ClockHalf,
    DottedClock,
    FourDigits,
    Hour,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = Class::Hour as usize + 1;

    /// The class that a pattern calls `name`.
    pub fn named(name: &str) -> Option<Class> {
        let name: StrDeserializer<'_, NoClass> = name.into_deserializer();
        Class::deserialize(name).ok()
    }

    /// The class whose value this one gives: "Feb" and the 2 of 2022-02-08 are months.
    pub fn gives(self) -> Class {
        match self {
            Class::ShortMonth | Class::MonthNumber => Class::Month,
            Class::ShortWeekday => Class::Weekday,
            Class::Units | Class::LongUnit | Class::Rhythm => Class::Unit,
            Class::YearWord | Class::YearBefore => Class::Year,
            Class::Numeral => Class::Day,
            Class::Noon => Class::Part,

            Class::DottedClock => Class::Clock,
            other => other,
        }
    }

    /// Whether tokens that start with a digit can be it.
    pub fn takes_digits(self) -> bool {
        self >= Class::Day || matches!(self, Class::Count | Class::Ordinal)
    }

    /// Whether its words count only with a capital letter.
    pub fn wants_capital(self) -> bool {
        matches!(self, Class::Month | Class::ShortMonth | Class::ShortWeekday)
    }
}

/// How the calendar reads an expression; see `resolve/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    Date,
    Range,
    Weekday,
    WeekdayDate,
    WeekdayTold,
    WeekdayWeek,
    Offset,
    ToldDay,
    Overnight,
    WeekOf,
    Weekend,
    MonthWay,
    Quarter,
    Half,
    Season,
    Decade,
    Century,
    UnitWay,
    UnitTold,
    PastUnits,
    NextUnits,
    Ago,
    Shift,
    QuarterTold,
    DateTold,
    WeekOfMonth,
    NthWeekday,
    Easter,
    /// How long: no calendar says when.
    Duration,
    /// How often.
    Repeat,
    /// What only looks like a time: found so that nothing in it is.
    Nothing,
    /// A time that only names the past, the present or the future: "now", "recently".
    Reference,
}

impl Shape {
    /// Whether the calendar can be asked.
    pub fn is_dated(self) -> bool {
        !matches!(self, Shape::Duration | Shape::Repeat | Shape::Reference | Shape::Nothing)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleRow {
    pub name: String,
    pattern: String,
    shape: Shape,
    #[serde(default)]
    set: BTreeMap<Class, i32>,
    #[serde(default)]
    continues: bool,
    /// Whether a reading keeps what the rule finds.
    #[serde(default = "yes")]
    recorded: bool,
    value: Option<String>,
    why: String,
    /// A text, and what must be found in it: `words => days; words => days`.
    pub example: String,
    pub gives: String,
}

#[cfg(test)]
impl RuleRow {
    pub fn is_recorded(&self) -> bool {
        self.recorded && self.shape.is_dated() || !self.is_time()
    }

    pub fn is_time(&self) -> bool {
        self.shape != Shape::Nothing
    }
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
pub(super) struct RuleFile {
    pub rule: Vec<RuleRow>,
}

/// The files of the rules; of two that find the same words the earlier one wins.
pub(super) const RULE_FILES: [&str; 3] = ["rules.toml", "holidays.toml", "measures.toml"];

#[derive(Deserialize)]
pub(super) struct VetoFile {
    pub veto: Vec<VetoRow>,
}

/// A named pattern and how the calendar reads what it finds.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stands in every [`qantar_record::Timex`] that the rule finds.
    pub name: String,
    /// What it looks for.
    pub pattern: Pattern,
    /// How the calendar reads it.
    pub shape: Shape,
    /// Values that the words do not bring.
    pub set: Vec<(Class, i32)>,
    /// Whether a reading keeps what it finds: the coding rules leave out durations, repeats and "now".
    pub recorded: bool,
    /// The value in TimeML when the words alone give it: `PRESENT_REF`.
    pub value: Option<String>,
    /// What stops it.
    pub vetoes: Vec<Veto>,
}

/// What is known of one word: its classes, and the rules that may start with it.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Its classes with the value in each.
    pub classes: Vec<(Class, i32)>,
    /// Indices into [`TimeLexicon::rules`].
    pub starts: Vec<usize>,
}

/// What the time rules know: months, weekdays, parts of the day, named days, and the rules themselves.
#[derive(Clone, Debug)]
pub struct TimeLexicon {
    pub(super) words: HashMap<String, Word>,
    pub(super) rules: Vec<Rule>,
    /// Rules that may start with a token of digits.
    pub(super) digit_starts: Vec<usize>,
    /// Rules for what follows a date in a list.
    pub(super) continuing: Vec<usize>,
    pub(super) function_words: HashSet<String>,
    /// How long an open count lasts: `(vague, unit)` to a number of that unit.
    pub(super) widths: HashMap<(i32, i32), i32>,
    pub(super) cues: Cues,
}

impl TimeLexicon {
    /// The built-in lists, `data/time/`.
    ///
    /// # Errors
    /// With the file that is unsound, and why.
    pub fn builtin() -> Result<Self, DataError> {
        Self::load(&|file| data::text(&format!("time/{file}")).map(str::to_owned))
    }

    /// The lists of a folder that is laid out as `data/time/`: rules can be tried without building the program anew.
    ///
    /// # Errors
    /// With the file that is unsound, and why.
    pub fn from_folder(folder: &Path) -> Result<Self, DataError> {
        let path = |file: &str| folder.join(file);
        Self::load(&|file| {
            std::fs::read_to_string(path(file)).map_err(|e| DataError::new(path(file).display().to_string(), e))
        })
    }

    fn load(text: &Texts<'_>) -> Result<Self, DataError> {
        let mut lexicon = TimeLexicon {
            words: words(parsed(text, "words.toml")?),
            rules: Vec::new(),
            digit_starts: Vec::new(),
            continuing: Vec::new(),
            function_words: data::lines(&text("function-words.txt")?).map(str::to_owned).collect(),
            widths: HashMap::new(),
            cues: Cues::default(),
        };
        let pieces: Pieces = parsed(text, "pieces.toml")?;
        lexicon.widths = widths(parsed(text, "widths.toml")?, &lexicon.words)?;
        lexicon.cues = Cues::compile(parsed(text, "cues.toml")?, &pieces)?;
        let vetoes: VetoFile = parsed(text, "vetoes.toml")?;
        for file in RULE_FILES {
            for row in parsed::<RuleFile>(text, file)?.rule {
                lexicon.add(row, &pieces, &vetoes.veto)?;
            }
        }
        let unknown = vetoes.veto.iter().flat_map(|veto| &veto.rules).find(|name| !lexicon.has(name));
        match unknown {
            Some(name) => Err(DataError::new("data/time/vetoes.toml", format!("no rule is called {name:?}"))),
            None => Ok(lexicon),
        }
    }

    fn has(&self, rule: &str) -> bool {
        self.rules.iter().any(|known| known.name == rule)
    }

    fn add(&mut self, row: RuleRow, pieces: &Pieces, vetoes: &[VetoRow]) -> Result<(), DataError> {
        let wrong = |reason: String| DataError::new("data/time/rules.toml", format!("rule {:?}: {reason}", row.name));
        let silent = row.shape == Shape::Nothing;
        if row.why.is_empty() || row.example.is_empty() || (row.gives.is_empty() && !silent) {
            return Err(wrong("it lacks its reason, its example or what it gives".into()));
        }
        let pattern = Pattern::parse(&row.pattern, pieces).map_err(wrong)?;
        let index = self.rules.len();
        match row.continues {
            true => self.continuing.push(index),
            false => self.index(index, &pattern.first_tests()),
        }
        let vetoes = vetoes.iter().filter(|veto| veto.rules.contains(&row.name)).map(Veto::new).collect();
        let set = row.set.into_iter().collect();
        let recorded = row.recorded && row.shape.is_dated();
        self.rules.push(Rule { name: row.name, pattern, shape: row.shape, set, recorded, value: row.value, vetoes });
        Ok(())
    }

    /// Notes under every word that can start the rule that it can.
    fn index(&mut self, rule: usize, tests: &[&Test]) {
        let note = |starts: &mut Vec<usize>| {
            if starts.last() != Some(&rule) {
                starts.push(rule);
            }
        };
        for test in tests {
            match test {
                Test::Word(word) if word.starts_with(|c: char| c.is_ascii_digit()) => note(&mut self.digit_starts),
                Test::Word(word) => note(&mut self.words.entry(word.clone()).or_default().starts),
                Test::Class(class) => {
                    let is = |word: &&mut Word| word.classes.iter().any(|(known, _)| known == class);
                    self.words.values_mut().filter(is).for_each(|word| note(&mut word.starts));
                    if class.takes_digits() {
                        note(&mut self.digit_starts);
                    }
                }
                Test::Clitic | Test::Noun => {}
            }
        }
    }
}

/// Gives the text of a file of the lists by its name.
type Texts<'t> = dyn Fn(&str) -> Result<String, DataError> + 't;

fn parsed<T: serde::de::DeserializeOwned>(text: &Texts<'_>, file: &str) -> Result<T, DataError> {
    toml::from_str(&text(file)?).map_err(|e| DataError::new(format!("data/time/{file}"), e))
}

fn words(classes: BTreeMap<Class, BTreeMap<String, i32>>) -> HashMap<String, Word> {
    let mut words: HashMap<String, Word> = HashMap::new();
    for (class, list) in classes {
        for (word, value) in list {
            words.entry(word).or_default().classes.push((class, value));
        }
    }
    words
}

fn widths(
    table: BTreeMap<String, BTreeMap<String, i32>>,
    words: &HashMap<String, Word>,
) -> Result<HashMap<(i32, i32), i32>, DataError> {
    let value = |class: Class, word: &String| {
        let found = words.get(word).and_then(|known| known.classes.iter().find(|(is, _)| *is == class));
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| DataError::new("data/time/widths.toml", format!("what is {word:?}?")))
    };
    let mut widths = HashMap::new();
    for (vague, units) in &table {
        for (unit, width) in units {
            widths.insert((value(Class::Vague, vague)?, value(Class::Unit, unit)?), *width);
        }
    }
    Ok(widths)
}
