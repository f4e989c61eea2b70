//! Dispatches with their accounts coded by hand, and which of them tell of one happening: what merging is measured on.
//!
//! A story is a folder of `NN.md`, a dispatch as any report arrives, and `NN.toml`, its accounts. Every piece of text that
//! the coding quotes must stand in the dispatch. The hand-coded news of `shared/gold/dev` is read in its own form.

use jiff::civil::Date;
use qantar::ingest::{self, Arrival, Settings};
use qantar::merging::{Rules, compared};
use qantar::record::{
    About, Counted, Document, EventType, Grain, Interval, Mode, Place, PlaceSlot, Precision, SourceType, Span, Status,
    Telling, TimeSlot, ToldFigure, Voice, Who, Words,
};
use qantar::stages::segment::{self, Abbreviations};
use qantar::stages::sketch::{self, SketchLexicon};
use qantar::stages::time::{self, TimeLexicon};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Accounts with what they tell of.
#[derive(Debug, Default)]
pub struct Coded {
    /// The accounts.
    pub tellings: Vec<Telling>,
    /// Their reports.
    pub abouts: Vec<About>,
    /// For each account, the key of its happening.
    pub events: Vec<String>,
    /// For each account, the key of the larger happening that it is a part of.
    pub wholes: Vec<Option<String>>,
}

impl Coded {
    /// The key of the happening that an account tells.
    pub fn key(&self, number: i64) -> &str {
        &self.events[number as usize - 1]
    }

    /// Prints every pair that merging compares, a line of JSON each, to fit weights on: the accounts, whether they tell one happening, and
    /// the value of each feature.
    pub fn print_pairs(&self, rules: &Rules) {
        for (a, b, values) in compared(&self.tellings, &self.abouts, rules) {
            let same = self.key(a) == self.key(b);
            println!("{}", serde_json::json!({"a": a, "b": b, "same": same, "values": values}));
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    account: Vec<CodedAccount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodedAccount {
    event: String,
    part_of: Option<String>,
    #[serde(rename = "type")]
    event_type: String,
    mode: String,
    status: Status,
    trigger: String,
    sentence: String,
    #[serde(default)]
    actors: Vec<CodedWho>,
    #[serde(default)]
    targets: Vec<CodedWho>,
    place: Option<CodedPlace>,
    time: Option<CodedTime>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    figure: Vec<CodedFigure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodedWho {
    words: String,
    name: Option<String>,
    country: Option<String>,
    sector: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodedPlace {
    words: String,
    name: String,
    country: Option<String>,
    admin1: Option<String>,
    lat: f64,
    lon: f64,
    precision: Precision,
    #[serde(default)]
    inherited: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodedTime {
    words: String,
    from: Option<Date>,
    to: Option<Date>,
    grain: Grain,
    #[serde(default)]
    inherited: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodedFigure {
    what: Counted,
    words: String,
    low: Option<u64>,
    high: Option<u64>,
    source: Option<String>,
    source_name: Option<String>,
    source_type: Option<SourceType>,
    via: Option<String>,
    as_of: Option<Date>,
    part: Option<String>,
    #[serde(default)]
    withdrawn: bool,
}

/// What sketches a dispatch.
struct Sketcher {
    abbreviations: Abbreviations,
    sketches: SketchLexicon,
    times: TimeLexicon,
}

impl Sketcher {
    fn builtin() -> Result<Self, String> {
        let told = |error: qantar::stages::DataError| error.to_string();
        Ok(Sketcher {
            abbreviations: Abbreviations::builtin().map_err(told)?,
            sketches: SketchLexicon::builtin().map_err(told)?,
            times: TimeLexicon::builtin().map_err(told)?,
        })
    }

    fn about(&self, document: &Document) -> About {
        let text = segment::segment(document, &self.abbreviations).take(&mut Vec::new());
        About {
            document: document.id().clone(),
            title: document.title().map(str::to_owned),
            publisher: document.publisher().map(str::to_owned),
            published: document.published(),
            kept: document.published().unwrap_or(Date::constant(2035, 1, 1)),
            url: None,
            sketch: sketch::sketch(&text, &self.sketches).take(&mut Vec::new()),
        }
    }

    /// The terms of the sentences that hold these stretches, without words of time, as the reader takes them.
    fn terms(&self, document: &Document, stretches: &[Span]) -> Vec<u32> {
        let text = segment::segment(document, &self.abbreviations).take(&mut Vec::new());
        let times = time::times(&text, document.anchor(), &self.times).take(&mut Vec::new());
        let sentences: BTreeSet<usize> = stretches.iter().filter_map(|&span| text.sentence_at(span)).collect();
        let told = sentences.into_iter().flat_map(|at| {
            let timeless: Vec<_> = text
                .tokens_of(&text.sentences[at])
                .iter()
                .filter(|token| !times.iter().any(|time| time.span.contains(token.span)))
                .cloned()
                .collect();
            self.sketches.plain.terms(&timeless).collect::<Vec<_>>()
        });
        BTreeSet::from_iter(told).into_iter().collect()
    }
}

/// The stories under a folder.
///
/// # Errors
/// With a line for the first thing that is wrong with a file.
pub fn load(folder: &Path) -> Result<Coded, String> {
    let sketcher = Sketcher::builtin()?;
    let mut coded = Coded::default();
    for dispatch in files(folder, "md")? {
        let document = arrive(&dispatch)?;
        let path = dispatch.with_extension("toml");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let file: File = toml::from_str(&text).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        for account in file.account {
            let at = |message: String| format!("{}: {}: {message}", path.display(), account.trigger);
            let number = coded.tellings.len() as i64 + 1;
            let telling = telling(number, &document, &account, &sketcher).map_err(at)?;
            coded.tellings.push(telling);
            coded.events.push(account.event);
            coded.wholes.push(account.part_of);
        }
        coded.abouts.push(sketcher.about(&document));
    }
    Ok(coded)
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, String> {
        let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.sort();
        Ok(paths)
    };
    let mut found = Vec::new();
    for path in list(folder)? {
        let inside = if path.is_dir() { list(&path)? } else { vec![path] };
        found.extend(inside.into_iter().filter(|path| path.extension().is_some_and(|e| e == ending)));
    }
    Ok(found)
}

fn arrive(path: &Path) -> Result<Document, String> {
    let arrived = ingest::arrivals(&[path.display().to_string()], &Settings::default()).next();
    match arrived {
        Some(Arrival::Kept(kept)) => Ok(kept.document),
        Some(Arrival::Refused(refused)) => Err(format!("{}: {}", path.display(), refused.message)),
        None => Err(format!("{} holds no report", path.display())),
    }
}

/// The words where they stand first at or after a place, or else anywhere.
fn find(text: &str, words: &str, from: usize) -> Result<Words, String> {
    let start = text[from..].find(words).map(|at| at + from).or_else(|| text.find(words));
    let start = start.ok_or_else(|| format!("{words:?} does not stand in the text"))?;
    Ok(Words { text: words.to_owned(), span: Span::new(start, start + words.len()) })
}

fn telling(number: i64, document: &Document, coded: &CodedAccount, sketcher: &Sketcher) -> Result<Telling, String> {
    let text = document.text();
    let sentence = find(text, &coded.sentence, 0)?;
    let start = sentence.span.start;
    let trigger = find(text, &coded.trigger, start)?;
    let who = |coded: &CodedWho| -> Result<Who, String> {
        let CodedWho { words, name, country, sector } = coded;
        let words = find(text, words, start)?;
        Ok(Who { words, name: name.clone(), country: country.clone(), sector: sector.clone() })
    };
    let mut stretches = vec![trigger.span];
    for stretch in &coded.also {
        stretches.push(find(text, stretch, 0)?.span);
    }
    Ok(Telling {
        number,
        document: document.id().clone(),
        event_type: EventType(coded.event_type.clone()),
        mode: Mode(coded.mode.clone()),
        status: coded.status,
        trigger,
        actors: coded.actors.iter().map(who).collect::<Result<_, _>>()?,
        targets: coded.targets.iter().map(who).collect::<Result<_, _>>()?,
        place: coded.place.as_ref().map(|place| place_slot(text, place, start)).transpose()?,
        time: coded.time.as_ref().map(|time| time_slot(text, time, start)).transpose()?,
        figures: coded.figure.iter().map(|figure| told(text, figure, start)).collect::<Result<_, _>>()?,
        voice: None,
        terms: sketcher.terms(document, &stretches),
        confidence: 1.0,
        sentence,
    })
}

fn place_slot(text: &str, place: &CodedPlace, start: usize) -> Result<PlaceSlot, String> {
    Ok(PlaceSlot {
        words: find(text, &place.words, start)?,
        place: Some(Place {
            name: place.name.clone(),
            country: place.country.clone(),
            admin1: place.admin1.clone(),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision,
            geonames: None,
        }),
        inherited: place.inherited,
    })
}

fn time_slot(text: &str, time: &CodedTime, start: usize) -> Result<TimeSlot, String> {
    Ok(TimeSlot {
        words: find(text, &time.words, start)?,
        interval: Interval { from: time.from, to: time.to },
        grain: time.grain,
        inherited: time.inherited,
    })
}

fn told(text: &str, figure: &CodedFigure, start: usize) -> Result<ToldFigure, String> {
    let source_type = figure.source_type.unwrap_or(SourceType::Other);
    let voice = |words: &String, name: &Option<String>, source_type| -> Result<Voice, String> {
        Ok(Voice { words: find(text, words, start)?, name: name.clone(), source_type })
    };
    Ok(ToldFigure {
        what: figure.what,
        low: figure.low,
        high: figure.high,
        words: find(text, &figure.words, start)?,
        part: figure.part.clone(),
        withdrawn: figure.withdrawn,
        as_of: figure.as_of,
        claim: None,
        voice: figure.source.as_ref().map(|words| voice(words, &figure.source_name, source_type)).transpose()?,
        via: figure.via.iter().map(|words| voice(words, &None, SourceType::Media)).collect::<Result<_, _>>()?,
    })
}

#[derive(Deserialize)]
struct Gold {
    id: String,
    meta: GoldMeta,
    events: Vec<GoldEvent>,
}

#[derive(Deserialize)]
struct GoldMeta {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    published: Option<Date>,
}

#[derive(Deserialize)]
struct GoldEvent {
    id: String,
    sentence: String,
    #[serde(rename = "type")]
    event_type: String,
    mode: String,
    status: Status,
    actors: Vec<String>,
    targets: Vec<String>,
    place: Option<GoldPlace>,
    date: Option<GoldDate>,
    #[serde(default)]
    counts: Vec<GoldCount>,
    #[serde(default)]
    also_in: Vec<String>,
}

#[derive(Deserialize)]
struct GoldPlace {
    text: String,
    name: Option<String>,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    inherited: bool,
}

#[derive(Deserialize)]
struct GoldDate {
    text: String,
    start: Option<Date>,
    end: Option<Date>,
    #[serde(default)]
    inherited: bool,
}

#[derive(Deserialize)]
struct GoldCount {
    what: String,
    text: String,
    low: Option<u64>,
    high: Option<u64>,
}

#[derive(Deserialize)]
struct GoldCluster {
    id: String,
    events: Vec<String>,
}

/// The accounts of the hand-coded news under `folder`, `dNN.txt` and `dNN.json`, with `same_event.json` beside it. An account
/// that is in no cluster is a happening of its own.
///
/// # Errors
/// With a line for the first thing that is wrong with a file.
pub fn gold(folder: &Path) -> Result<Coded, String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()));
    let sketcher = Sketcher::builtin()?;
    let same = folder.join("../same_event.json");
    let clusters: Vec<GoldCluster> =
        serde_json::from_str(&read(&same)?).map_err(|e| format!("{}: {e}", same.display()))?;
    let mut coded = Coded::default();
    for path in files(folder, "json")? {
        let gold: Gold = serde_json::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = read(&path.with_extension("txt"))?;
        let document = Document::new(qantar::record::DocumentParts {
            received: text.as_bytes(),
            text: text.clone(),
            title: gold.meta.title.clone(),
            published: gold.meta.published,
            ..Default::default()
        });
        for event in &gold.events {
            let key = format!("{}:{}", gold.id, event.id);
            let cluster =
                clusters.iter().find(|cluster| cluster.events.contains(&key)).map(|cluster| cluster.id.clone());
            let number = coded.tellings.len() as i64 + 1;
            coded.tellings.push(gold_telling(number, &document, event, &sketcher));
            coded.events.push(cluster.unwrap_or(key));
            coded.wholes.push(None);
        }
        coded.abouts.push(sketcher.about(&document));
    }
    Ok(coded)
}

fn gold_telling(number: i64, document: &Document, event: &GoldEvent, sketcher: &Sketcher) -> Telling {
    let text = document.text();
    // The gold joins lines; what cannot be found stands at the start and only its words are used.
    let at = |words: &str| {
        let nowhere = Words { text: words.to_owned(), span: Span::new(0, 0) };
        find(text, words, 0).unwrap_or(nowhere)
    };
    let who = |words: &String| Who { words: at(words), name: None, country: None, sector: None };
    let sentence = at(&event.sentence);
    let stretches: Vec<Span> = event.also_in.iter().map(|words| at(words).span).chain([sentence.span]).collect();
    let place = event.place.as_ref().map(|place| PlaceSlot {
        words: at(&place.text),
        inherited: place.inherited,
        place: place.name.as_ref().zip(place.lat.zip(place.lon)).map(|(name, (lat, lon))| Place {
            name: name.clone(),
            country: place.country.clone(),
            admin1: None,
            lat,
            lon,
            // The gold tells no precision; whole degrees are how it writes countries.
            precision: if lat.fract() == 0.0 && lon.fract() == 0.0 { Precision::Country } else { Precision::Town },
            geonames: None,
        }),
    });
    Telling {
        number,
        document: document.id().clone(),
        event_type: EventType(event.event_type.clone()),
        mode: Mode(event.mode.clone()),
        status: event.status,
        trigger: sentence.clone(),
        actors: event.actors.iter().map(who).collect(),
        targets: event.targets.iter().map(who).collect(),
        place,
        time: event.date.as_ref().map(|date| TimeSlot {
            words: at(&date.text),
            interval: Interval { from: date.start, to: date.end },
            grain: Grain::Day,
            inherited: date.inherited,
        }),
        figures: event.counts.iter().filter_map(|count| gold_figure(count, &at)).collect(),
        voice: None,
        terms: sketcher.terms(document, &stretches),
        confidence: 1.0,
        sentence,
    }
}

fn gold_figure(count: &GoldCount, at: &impl Fn(&str) -> Words) -> Option<ToldFigure> {
    let what = serde_json::from_value(serde_json::Value::String(count.what.clone())).ok()?;
    Some(ToldFigure { low: count.low, high: count.high, ..ToldFigure::bare(what, at(&count.text)) })
}

/// Pairs of accounts of one happening: found, and of those right, and all that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Pairs that a system joined.
    pub found: usize,
    /// Of those, pairs that are one happening.
    pub right: usize,
    /// Pairs that are one happening.
    pub all: usize,
}

impl Pairs {
    /// The pairs of groups of accounts, by number, against the keys of their happenings.
    pub fn of(groups: &[Vec<i64>], key: impl Fn(i64) -> Option<String>, keys: &[String]) -> Self {
        let pairs = |count: usize| count * count.saturating_sub(1) / 2;
        let sizes = |keys: &mut Vec<String>| {
            keys.sort();
            keys.chunk_by(|a, b| a == b).map(<[String]>::len).collect::<Vec<_>>()
        };
        let mut out = Pairs { all: sizes(&mut keys.to_vec()).into_iter().map(pairs).sum(), ..Pairs::default() };
        for group in groups {
            out.found += pairs(group.len());
            let mut keys: Vec<String> = group.iter().filter_map(|&number| key(number)).collect();
            out.right += sizes(&mut keys).into_iter().map(pairs).sum::<usize>();
        }
        out
    }

    /// The share of the joined pairs that are right.
    pub fn precision(self) -> f64 {
        if self.found == 0 { 1.0 } else { self.right as f64 / self.found as f64 }
    }

    /// The share of all pairs that were joined.
    pub fn recall(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 }
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let sum = self.found + self.all;
        if sum == 0 { 1.0 } else { 2.0 * self.right as f64 / sum as f64 }
    }
}
