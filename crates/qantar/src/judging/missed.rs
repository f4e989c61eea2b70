//! An event that a report tells of and no reading does, as a person points at it: found in the report's words.

use super::{SayingError, value};
use crate::World;
use qantar_read::sketch::terms_of;
use qantar_record::{Anchor, CodePoints, Document, Given, Reading, Ruling, Slot, Span, Status, Value, Words};
use qantar_store::{Case, Filter};

/// An event that was missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The report's id, or the first eight or more of its digits.
    pub document: String,
    /// The words that tell of it.
    pub words: Selection,
    /// What happened: `PROTEST`.
    pub event_type: String,
    /// How; none: not said.
    pub mode: Option<String>,
    /// Whether it took place.
    pub status: Status,
    /// What the report tells of it, in its own words or as [`super::value`] wants them. Empty ones are not heeded.
    pub values: Vec<(Slot, String)>,
}

/// Words of a report that a person has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Words that stand in it once.
    Text(String),
    /// From one character up to, not including, another; counted in Unicode code points.
    CodePoints {
        /// The first.
        start: usize,
        /// One past the last.
        end: usize,
    },
}

impl Missed {
    /// What it rules.
    pub(super) fn ruling(&self, case: &Case, world: &World) -> Result<Ruling, SayingError> {
        let (document, reading) = self.report(case)?;
        let report = Report { document: &document, reading: &reading };
        let trigger = self.selected(&document)?;
        let kind = format!("{} {}", self.event_type, self.mode.as_deref().unwrap_or_default());
        let kind = value::kind(&kind, world).map_err(SayingError::Words)?;
        let Value::Type { event_type, mode } = kind else { unreachable!("a kind is a type and a mode") };
        let told = case.accounts(&Filter { document: Some(document.id().clone()), ..Filter::default() })?;
        if let Some(told) = told.iter().find(|told| told.trigger.span == trigger && told.event_type == event_type) {
            return Err(SayingError::Words(format!("a{} tells of it already", told.number)));
        }
        let sentence = report.sentence(trigger);
        let mut values = Vec::new();
        for (slot, given) in self.values.iter().filter(|(_, given)| !given.trim().is_empty()) {
            values.push(report.given(*slot, given.trim(), sentence, world).map_err(SayingError::Words)?);
        }
        Ok(Ruling::Missed {
            account: Anchor {
                account: 0,
                document: document.id().clone(),
                event_type,
                trigger: report.words(trigger),
                sentence: report.words(sentence),
            },
            mode,
            status: self.status,
            values,
            terms: report.terms(sentence, world),
        })
    }

    fn report(&self, case: &Case) -> Result<(Document, Reading), SayingError> {
        let case_has = |what: String| SayingError::Missing(format!("{} has {what}", case.path().display()));
        let start = self.document.trim();
        if start.len() < 8 {
            return Err(SayingError::Words("name a report by eight or more digits of its id".into()));
        }
        let id = case.document_id(start)?.ok_or_else(|| case_has(format!("no report, or more than one, {start:?}")))?;
        case.document(&id)?.ok_or_else(|| case_has(format!("no reading of {start:?}")))
    }

    /// Where the chosen words stand, without the white space around them.
    fn selected(&self, document: &Document) -> Result<Span, SayingError> {
        let text = document.text();
        let span = match &self.words {
            Selection::CodePoints { start, end } => {
                let points = CodePoints::new(text);
                let (start, end) = (points.to_byte(*start), points.to_byte(*end));
                Span::new(start.min(end), end)
            }
            Selection::Text(words) => once(text, words.trim()).map_err(SayingError::Words)?,
        };
        let words = &text[span.range()];
        let start = span.start + (words.len() - words.trim_start().len());
        let span = Span::new(start, start + words.trim().len());
        if span.is_empty() { Err(SayingError::Words("no words are chosen".into())) } else { Ok(span) }
    }
}

/// Where words stand that stand there once.
fn once(text: &str, words: &str) -> Result<Span, String> {
    let mut found = text.match_indices(words).map(|(start, words)| Span::new(start, start + words.len()));
    match (found.next(), found.count()) {
        (None, _) => Err(format!("the report does not have the words {words:?}")),
        (Some(span), 0) => Ok(span),
        (Some(_), more) => Err(format!("the report has the words {words:?} {} times; give more of them", more + 1)),
    }
}

/// The report in which words are looked for.
struct Report<'a> {
    document: &'a Document,
    reading: &'a Reading,
}

impl Report<'_> {
    fn words(&self, span: Span) -> Words {
        Words { text: self.document.words(span).to_owned(), span }
    }

    /// The sentence, or the sentences, that the words stand in; the words themselves where none was read.
    fn sentence(&self, words: Span) -> Span {
        let touched = self.reading.sentences.iter().map(|sentence| sentence.span).filter(|s| s.overlaps(words));
        touched.fold(words, Span::cover)
    }

    /// A value: as it was read where the words were read as a place or a time, else as people write it.
    fn given(&self, slot: Slot, given: &str, sentence: Span, world: &World) -> Result<Given, String> {
        let said = |span: Option<Span>| span.map(|span| self.words(span));
        let (value, words) = match slot {
            Slot::Type | Slot::Status => return Err(format!("the {slot} of what was missed is given once")),
            Slot::Actor | Slot::Target => match self.find(given, sentence) {
                Some(span) => (Value::Who { words: self.words(span).text, name: None }, said(Some(span))),
                None => (value(slot, given, world)?, None),
            },
            Slot::Place => match self.read_place(given, sentence) {
                Some(read) => read,
                None => {
                    let (name, _, _) = value::named(given);
                    (value(slot, given, world)?, said(self.find(name, sentence)))
                }
            },
            Slot::Time => match self.read_time(given, sentence) {
                Some(read) => read,
                None => (value(slot, given, world)?, None),
            },
            Slot::Count => {
                let number = given.split_once(' ').map_or(given, |(_, number)| number.trim_end_matches('+').trim());
                (value(slot, given, world)?, said(self.find(number, sentence)))
            }
        };
        Ok(Given { slot, value, words })
    }

    fn read_place(&self, given: &str, sentence: Span) -> Option<(Value, Option<Words>)> {
        let at = self.find(given, sentence)?;
        let toponym = self.reading.places.iter().find(|toponym| toponym.span == at && toponym.place.is_some())?;
        let words = self.words(at);
        let inherited = !sentence.contains(at);
        Some((Value::Where { words: words.text.clone(), place: toponym.place.clone(), inherited }, Some(words)))
    }

    fn read_time(&self, given: &str, sentence: Span) -> Option<(Value, Option<Words>)> {
        let at = self.find(given, sentence)?;
        let dated = |i: qantar_record::Interval| i.from.is_some() || i.to.is_some();
        let near = |span: Span| span.contains(at) || at.contains(span);
        let timex = self.reading.times.iter().find(|timex| near(timex.span) && dated(timex.interval))?;
        let inherited = !sentence.contains(timex.span);
        let when = Value::When { interval: timex.interval, grain: timex.grain, inherited };
        Some((when, Some(self.words(timex.span))))
    }

    /// Where whole words stand: in the sentence, or else first in the report.
    fn find(&self, words: &str, sentence: Span) -> Option<Span> {
        let text = self.document.text();
        let whole = |span: &Span| {
            let before = text[..span.start].chars().next_back();
            let after = text[span.end..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        };
        let within = |within: Span| {
            let found = text[within.range()]
                .match_indices(words)
                .map(move |(at, words)| Span::new(within.start + at, within.start + at + words.len()));
            found.filter(|span| !span.is_empty()).find(|span| whole(span))
        };
        within(sentence).or_else(|| within(Span::new(0, text.len())))
    }

    /// The terms of the sentence, each once, ascending; words of time left out, as where a reading tells of an event.
    fn terms(&self, sentence: Span, world: &World) -> Vec<u32> {
        let times: Vec<Span> = self.reading.times.iter().map(|timex| timex.span).collect();
        terms_of(self.document.text(), sentence, &times, &world.sketches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::{DocumentParts, Precision};

    #[test]
    fn a_place_that_says_what_it_is_stands_at_its_name() {
        let world = World::builtin().expect("the data built in");
        let text = "Miners blocked roads all over Oruro on Monday.";
        let document =
            Document::new(DocumentParts { received: text.as_bytes(), text: text.into(), ..Default::default() });
        let reading = crate::pipeline::read(&document, &world);
        let report = Report { document: &document, reading: &reading };
        for given in ["Oruro (region), BO", "Oruro (region)", "Oruro, BO"] {
            let told = report.given(Slot::Place, given, Span::new(0, text.len()), &world).expect("in the gazetteer");
            assert_eq!(told.words.map(|words| words.text), Some("Oruro".into()), "{given}");
            let Value::Where { place: Some(place), .. } = told.value else { panic!("{given}") };
            assert_eq!(place.precision == Precision::Region, given.contains("region"), "{given}");
        }
    }
}
