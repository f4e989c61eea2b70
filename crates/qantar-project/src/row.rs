//! What a row is made of, and the words behind each of its cells.

use qantar_record::{
    About, DocumentId, Entry, Event, Ledger, Party, Said, Standing, Telling, Voice, When, Where, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An event with the accounts it is made of and what is known of their reports.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its accounts.
    pub tellings: Vec<&'a Telling>,
    /// Their reports, each once.
    pub abouts: Vec<&'a About>,
}

/// A [`Row`] that owns what it is made of: a line of an event file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// The event.
    pub event: Event,
    /// Its accounts.
    #[serde(rename = "accounts")]
    pub tellings: Vec<Telling>,
    /// Their reports, each once.
    #[serde(rename = "reports")]
    pub abouts: Vec<About>,
}

impl Whole {
    /// It as a row.
    pub fn row(&self) -> Row<'_> {
        Row { event: &self.event, tellings: self.tellings.iter().collect(), abouts: self.abouts.iter().collect() }
    }
}

/// Where a value was told.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    /// The number of the account that gives it; none where only a judgement does.
    pub account: Option<i64>,
    pub document: Option<&'a DocumentId>,
    pub words: Option<&'a Words>,
    /// Who says so; none: the report's own voice.
    pub voice: Option<&'a Voice>,
    /// The number of the judgement that put it there.
    pub judgement: Option<i64>,
}

/// One value of a cell.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub text: String,
    pub told: Vec<Told<'a>>,
}

impl<'a> Value<'a> {
    /// An item of a list: a semicolon in it would make two of it.
    pub fn item(text: &str, told: Vec<Told<'a>>) -> Self {
        Value { text: text.replace(';', ","), told }
    }
}

/// A cell: one value or, in a list, several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell<'a>(pub Vec<Value<'a>>);

impl<'a> Cell<'a> {
    pub fn empty() -> Self {
        Cell(Vec::new())
    }

    /// What no report tells: a number of ours, a code that stands for nothing known.
    pub fn own(text: impl ToString) -> Self {
        Cell::told(text, Vec::new())
    }

    pub fn told(text: impl ToString, told: Vec<Told<'a>>) -> Self {
        let text = text.to_string();
        if text.is_empty() { Cell::empty() } else { Cell(vec![Value { text, told }]) }
    }

    /// The values as both layouts write lists.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|value| value.text.as_str()).collect();
        texts.join("; ")
    }
}

impl<'a> Row<'a> {
    /// The account of a number.
    pub(crate) fn telling(&self, number: i64) -> Option<&'a Telling> {
        self.tellings.iter().find(|telling| telling.number == number).copied()
    }

    /// What is known of a report.
    pub(crate) fn about(&self, document: &DocumentId) -> Option<&'a About> {
        self.abouts.iter().find(|about| about.document == *document).copied()
    }

    /// The reports by day of publication; undated ones last.
    pub(crate) fn reports(&self) -> Vec<&'a About> {
        let mut reports = self.abouts.clone();
        reports.sort_by_key(|about| (about.published.is_none(), about.published, &about.document));
        reports
    }

    /// Who printed them, each once.
    pub(crate) fn publishers(&self) -> Vec<&'a str> {
        let mut had = BTreeSet::new();
        self.reports().iter().filter_map(|about| about.publisher.as_deref()).filter(|name| had.insert(*name)).collect()
    }

    /// The words of the type.
    pub(crate) fn kind_told(&self) -> Vec<Told<'a>> {
        self.event.kind.first().map_or_else(Vec::new, |said| self.kind_told_of(said))
    }

    /// The words of a type, a mode or a status.
    pub(crate) fn kind_told_of<T>(&self, said: &Said<T>) -> Vec<Told<'a>> {
        self.told(said, |telling| vec![&telling.trigger])
    }

    /// The words for a party. Reports call it by different words: those that are most like its name are taken.
    pub(crate) fn party_told(&self, said: &'a Said<Party>, target: bool) -> Vec<Told<'a>> {
        self.told(said, |telling| {
            let side = if target { &telling.targets } else { &telling.actors };
            let alike = |who: &&qantar_record::Who| who.called().eq_ignore_ascii_case(&said.value.name);
            let shares = |who: &&qantar_record::Who| share_word(who.called(), &said.value.name);
            let same: Vec<&Words> = side.iter().filter(alike).map(|who| &who.words).collect();
            let close: Vec<&Words> = side.iter().filter(shares).map(|who| &who.words).collect();
            let all: Vec<&Words> = side.iter().map(|who| &who.words).collect();
            [same, close, all].into_iter().find(|words| !words.is_empty()).unwrap_or_default()
        })
    }

    /// The words of the place.
    pub(crate) fn place_told(&self, said: &'a Said<Where>) -> Vec<Told<'a>> {
        self.told(said, |telling| telling.place.iter().map(|place| &place.words).collect())
    }

    /// The words of the time.
    pub(crate) fn time_told(&self, said: &'a Said<When>) -> Vec<Told<'a>> {
        self.told(said, |telling| telling.time.iter().map(|time| &time.words).collect())
    }

    /// The words of one figure.
    pub(crate) fn entry_told(&self, entry: &'a Entry) -> Told<'a> {
        let document = self.telling(entry.account).map(|telling| &telling.document);
        Told {
            account: Some(entry.account),
            document,
            words: Some(&entry.words),
            voice: entry.voice.as_ref(),
            judgement: None,
        }
    }

    /// The figures that give a number of the ledger: those in force with that bound, else all in force, else all.
    pub(crate) fn figure_told(&self, ledger: &'a Ledger, number: u64) -> Vec<Told<'a>> {
        let in_force = |entry: &&Entry| entry.standing == Standing::InForce;
        let gives = |entry: &&Entry| entry.low == Some(number) || entry.high == Some(number);
        let exact: Vec<&Entry> = ledger.entries.iter().filter(in_force).filter(gives).collect();
        let standing: Vec<&Entry> = ledger.entries.iter().filter(in_force).collect();
        let all: Vec<&Entry> = ledger.entries.iter().collect();
        let chosen = [exact, standing, all].into_iter().find(|entries| !entries.is_empty()).unwrap_or_default();
        chosen.into_iter().map(|entry| self.entry_told(entry)).collect()
    }

    /// Every account that gives a value, with its words for it; an account without words for it still counts.
    fn told<T>(&self, said: &Said<T>, words: impl Fn(&'a Telling) -> Vec<&'a Words>) -> Vec<Told<'a>> {
        let mut all = Vec::new();
        for &account in &said.accounts {
            let telling = self.telling(account);
            let at = |words| Told {
                account: Some(account),
                document: telling.map(|telling| &telling.document),
                words,
                voice: telling.and_then(|telling| telling.voice.as_ref()),
                judgement: said.judgement,
            };
            match telling.map(&words).filter(|found| !found.is_empty()) {
                Some(found) => all.extend(found.into_iter().map(|words| at(Some(words)))),
                None => all.push(at(None)),
            }
        }
        if all.is_empty() {
            let judgement = said.judgement;
            all.extend(judgement.map(|_| Told { account: None, document: None, words: None, voice: None, judgement }));
        }
        all
    }
}

fn share_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).map(str::to_lowercase).collect()
    };
    !words(a).is_disjoint(&words(b))
}
