//! What a case holds, as lists.

use crate::listing::{Column, column_table};
use crate::words::{self, days, harmless, range};
use qantar_record::{Counted, Event, Party, Ruling, Said};
use qantar_store::{AccountRow, ChangeRow, ClaimRow, DocumentRow, FigureRow, JudgementRow, PlaceRow, ProblemRow};
use qantar_store::{Voice, Who};
use serde_json::{Value, json};

fn names(who: &[Who]) -> Value {
    who.iter().map(|who| who.words.text.as_str()).collect()
}

/// The speaker's words, with the name behind them where the words are none.
fn speaker(voice: &Voice) -> String {
    match &voice.name {
        Some(name) if !voice.words.text.contains(name.as_str()) => format!("{} [{name}]", voice.words.text),
        _ => voice.words.text.clone(),
    }
}

fn figures(rows: &[FigureRow]) -> Value {
    rows.iter().map(|f| format!("{} {}", range(f.low, f.high), f.what.as_str())).collect()
}

fn place<T: Into<Value>>(row: &AccountRow, get: impl Fn(&qantar_record::Place) -> T) -> Value {
    let place = row.place.as_ref().and_then(|slot| slot.place.as_ref());
    place.map_or(Value::Null, |place| get(place).into())
}

fn parties(said: &[Said<Party>]) -> Value {
    said.iter().map(|said| said.value.name.as_str()).collect()
}

fn at<T: Into<Value>>(event: &Event, get: impl Fn(&qantar_record::Place) -> T) -> Value {
    let place = event.place().and_then(|at| at.place.as_ref());
    place.map_or(Value::Null, |place| get(place).into())
}

fn toll(event: &Event, what: Counted) -> Value {
    event.ledger(what).map_or(Value::Null, |ledger| json!(words::toll(ledger)))
}

/// Killed, injured, detained and taking part, for a screen.
fn tolls(event: &Event) -> Value {
    event.figures.iter().map(|ledger| format!("{} {}", words::toll(ledger), ledger.what.as_str())).collect()
}

/// `qantar show CASE events`.
pub const EVENTS: &[Column<Event>] = column_table! { Event:
    #screen "event" => |r| json!(r.id.to_string());
    #screen "when" => |r| json!(r.time().map(|t| days(t.interval)));
    "date_from" => |r| json!(r.time().and_then(|t| t.interval.from));
    "date_to" => |r| json!(r.time().and_then(|t| t.interval.to));
    #screen "type" => |r| json!(r.kind().event_type);
    #screen "mode" => |r| json!(r.kind().mode);
    #screen "status" => |r| json!(r.status());
    #screen "actors" => |r| parties(&r.actors);
    #screen "targets" => |r| parties(&r.targets);
    #screen "place" => |r| json!(r.place().map(words::place));
    "admin1" => |r| at(r, |p| p.admin1.clone());
    "country" => |r| at(r, |p| p.country.clone());
    "latitude" => |r| at(r, |p| p.lat);
    "longitude" => |r| at(r, |p| p.lon);
    "precision" => |r| at(r, |p| p.precision.as_str());
    #screen "figures" => tolls;
    "killed" => |r| toll(r, Counted::Killed);
    "injured" => |r| toll(r, Counted::Injured);
    "detained" => |r| toll(r, Counted::Detained);
    "participants" => |r| toll(r, Counted::Participants);
    "reports" => |r| json!(r.origins.reports);
    "origins" => |r| json!(r.origins.independent);
    "citing" => |r| json!(r.origins.citing);
    "part_of" => |r| json!(r.part_of.map(|whole| whole.to_string()));
    "first_published" => |r| json!(r.first_published);
    "last_published" => |r| json!(r.last_published);
    "confidence" => |r| json!(r.confidence);
    "reviewed" => |r| json!(r.reviewed);
    "accounts" => |r| r.accounts.iter().map(|number| format!("a{number}")).collect();
};

/// `qantar show CASE accounts`.
pub const ACCOUNTS: &[Column<AccountRow>] = column_table! { AccountRow:
    #screen "account" => |r| json!(format!("a{}", r.number));
    #screen "event" => |r| json!(r.event.to_string());
    #screen "when" => |r| json!(r.time.as_ref().map(|t| days(t.interval)));
    "date_from" => |r| json!(r.time.as_ref().and_then(|t| t.interval.from));
    "date_to" => |r| json!(r.time.as_ref().and_then(|t| t.interval.to));
    "date_inherited" => |r| json!(r.time.as_ref().map(|t| t.inherited));
    #screen "type" => |r| json!(r.event_type);
    #screen "mode" => |r| json!(r.mode);
    #screen "status" => |r| json!(r.status);
    #screen "actors" => |r| names(&r.actors);
    #screen "targets" => |r| names(&r.targets);
    #screen "place" => |r| place(r, |p| p.name.clone());
    "admin1" => |r| place(r, |p| p.admin1.clone());
    #screen "country" => |r| place(r, |p| p.country.clone());
    "latitude" => |r| place(r, |p| p.lat);
    "longitude" => |r| place(r, |p| p.lon);
    "precision" => |r| place(r, |p| p.precision.as_str());
    "place_inherited" => |r| json!(r.place.as_ref().map(|p| p.inherited));
    #screen "figures" => |r| figures(&r.figures);
    "said_in" => |r| json!(r.claim.map(|number| format!("c{number}")));
    "confidence" => |r| json!(r.confidence);
    "rule" => |r| json!(r.by);
    "sentence" => |r| json!(r.sentence.text);
    "title" => |r| json!(r.title);
    "publisher" => |r| json!(r.publisher);
    "published" => |r| json!(r.published);
    "document" => |r| json!(r.document);
};

/// `qantar show CASE claims`.
pub const CLAIMS: &[Column<ClaimRow>] = column_table! { ClaimRow:
    #screen "claim" => |r| json!(format!("c{}", r.number));
    #screen "source" => |r| json!(speaker(&r.source));
    #screen "kind" => |r| json!(r.source.source_type);
    "speech" => |r| json!(r.kind);
    #screen "via" => |r| r.via.iter().map(speaker).collect();
    #screen "cue" => |r| json!(r.cue.text);
    #screen "content" => |r| json!(r.content.text);
    #screen "accounts" => |r| r.accounts.iter().map(|number| format!("a{number}")).collect();
    "confidence" => |r| json!(r.confidence);
    "rule" => |r| json!(r.by);
    "sentence" => |r| json!(r.sentence.text);
    "title" => |r| json!(r.title);
    "publisher" => |r| json!(r.publisher);
    "published" => |r| json!(r.published);
    "document" => |r| json!(r.document);
};

/// `qantar show CASE figures`.
pub const FIGURES: &[Column<FigureRow>] = column_table! { FigureRow:
    #screen "account" => |r| json!(format!("a{}", r.account));
    #screen "what" => |r| json!(r.what);
    #screen "range" => |r| json!(range(r.low, r.high));
    "low" => |r| json!(r.low);
    "high" => |r| json!(r.high);
    #screen "words" => |r| json!(r.words.text);
    #screen "part" => |r| json!(r.part);
    "withdrawn" => |r| json!(r.withdrawn);
    "as_of" => |r| json!(r.as_of);
    #screen "said_by" => |r| json!(r.source.as_ref().map(speaker));
    "via" => |r| r.via.iter().map(speaker).collect();
    #screen "claim" => |r| json!(r.claim.map(|number| format!("c{number}")));
    #screen "publisher" => |r| json!(r.publisher);
    #screen "published" => |r| json!(r.published);
    "rule" => |r| json!(r.by);
    "document" => |r| json!(r.document);
};

/// `qantar show CASE places`.
pub const PLACES: &[Column<PlaceRow>] = column_table! { PlaceRow:
    #screen "place" => |r| json!(r.place.as_ref().map_or(r.words.as_str(), |p| p.name.as_str()));
    #screen "country" => |r| json!(r.place.as_ref().and_then(|p| p.country.as_deref()));
    #screen "admin1" => |r| json!(r.place.as_ref().and_then(|p| p.admin1.as_deref()));
    #screen "precision" => |r| json!(r.place.as_ref().map(|p| p.precision));
    "latitude" => |r| json!(r.place.as_ref().map(|p| p.lat));
    "longitude" => |r| json!(r.place.as_ref().map(|p| p.lon));
    "geonames" => |r| json!(r.place.as_ref().and_then(|p| p.geonames));
    #screen "mentions" => |r| json!(r.mentions);
    "metonymic" => |r| json!(r.metonymic);
    #screen "reports" => |r| json!(r.documents);
    #screen "events" => |r| json!(r.events);
};

/// `qantar show CASE reports`.
pub const REPORTS: &[Column<DocumentRow>] = column_table! { DocumentRow:
    #screen "report" => |r| json!(r.number);
    #screen "published" => |r| json!(r.published);
    #screen "publisher" => |r| json!(r.publisher);
    #screen "title" => |r| json!(r.title);
    "author" => |r| json!(r.author);
    "url" => |r| json!(r.url);
    "language" => |r| json!(r.language);
    #screen "words" => |r| json!(r.words);
    #screen "events" => |r| json!(r.accounts);
    #screen "claims" => |r| json!(r.claims);
    #screen "problems" => |r| json!(r.problems);
    #screen "from" => |r| json!(r.origins);
    "read_by" => |r| json!(r.version);
    "document" => |r| json!(r.id);
};

/// `qantar show CASE problems`.
pub const PROBLEMS: &[Column<ProblemRow>] = column_table! { ProblemRow:
    #screen "report" => |r| json!(r.title);
    #screen "stage" => |r| json!(r.stage);
    #screen "message" => |r| json!(r.message);
    "document" => |r| json!(r.document);
};

/// `qantar show CASE log`.
pub const LOG: &[Column<ChangeRow>] = column_table! { ChangeRow:
    #screen "entry" => |r| json!(r.seq);
    #screen "at" => |r| json!(r.at);
    #screen "kind" => |r| json!(r.kind);
    #screen "subject" => |r| json!(r.subject);
    "detail" => |r| json!(r.detail);
    "hash" => |r| json!(r.hash);
};

/// `qantar show CASE judgements`.
pub const JUDGEMENTS: &[Column<JudgementRow>] = column_table! { JudgementRow:
    #screen "judgement" => |r| json!(r.number);
    #screen "at" => |r| json!(r.at.to_string());
    #screen "by" => |r| json!(r.judgement.by);
    #screen "says" => |r| json!(r.judgement.ruling.as_str());
    #screen "accounts" => |r| r.accounts.iter().map(|n| n.map_or("none".into(), |n| format!("a{n}"))).collect();
    #screen "what" => |r| json!(ruling(&r.judgement.ruling));
    #screen "why" => |r| json!(r.judgement.why);
    #screen "holds" => |r| json!(r.holds);
    "undone_by" => |r| json!(r.undone_by);
};

/// What a ruling says beside whom it is about.
pub fn ruling(ruling: &Ruling) -> String {
    match ruling {
        Ruling::NotSame { these, .. } => format!("the first {} and the rest", these.len()),
        Ruling::Right { slot: Some(slot), .. } => slot.to_string(),
        Ruling::Wrong { slot: Some(slot), words, .. } => {
            let words = words.as_ref().map(|words| format!(" “{}”", harmless(&words.text))).unwrap_or_default();
            format!("{slot}{words}")
        }
        Ruling::Instead { slot, value, .. } => format!("{slot} = {}", words::value(value)),
        Ruling::Entity { name, known_as } => format!("{} is {}", harmless(name), harmless(known_as)),
        Ruling::Note { text, .. } => harmless(text),
        Ruling::Missed { account, .. } => format!("{} “{}”", account.event_type, harmless(&account.trigger.text)),
        Ruling::Undo { judgement } => format!("judgement {judgement}"),
        _ => String::new(),
    }
}
