//! A reading as the public JSON: `qantar.reading/1`.
//!
//! The shape is public: fields are added, never renamed or given another meaning. Offsets are Unicode code points into
//! `document.text`, half-open, where the code inside counts bytes; the conversion happens here and nowhere else.

use qantar_record::{
    Account, Argument, Claim, CodePoints, Document, Entity, EventPlace, EventTime, Figure, Interval, Place, Problem,
    Reading, Source, Span, Timex, Toponym,
};
use serde_json::{Value, json};

/// The name and version of the format.
pub const FORMAT: &str = "qantar.reading/1";

/// The reading of a document in the public shape.
pub fn reading(document: &Document, reading: &Reading) -> Value {
    let view = View { document, reading, points: CodePoints::new(document.text()) };
    let all = |items: Vec<Value>| Value::Array(items);
    json!({
        "format": FORMAT,
        "by": reading.version,
        "document": view.document(),
        "sentences": all(reading.sentences.iter().map(|s| view.bare(s.span)).collect()),
        "entities": all(reading.entities.iter().map(|e| view.entity(e)).collect()),
        "places": all(reading.places.iter().map(|p| view.toponym(p)).collect()),
        "times": all(reading.times.iter().map(|t| view.timex(t)).collect()),
        "events": all(reading.accounts.iter().map(|a| view.account(a)).collect()),
        "claims": all(reading.claims.iter().map(|c| view.claim(c)).collect()),
        "problems": all(reading.problems.iter().map(|p| view.problem(p)).collect()),
    })
}

struct View<'a> {
    document: &'a Document,
    reading: &'a Reading,
    points: CodePoints<'a>,
}

impl View<'_> {
    fn document(&self) -> Value {
        let d = self.document;
        let dateline = d.dateline().map(|line| json!({"place": line.place, "date": line.date}));
        let block = |b: &qantar_record::Block| with(json!({"kind": b.kind.as_str()}), self.bare(b.span));
        json!({
            "id": d.id().as_str(), "url": d.url(), "title": d.title(), "author": d.author(),
            "publisher": d.publisher(), "published": d.published(), "dateline": dateline, "language": d.language(),
            "text": d.text(), "blocks": d.blocks().iter().map(block).collect::<Vec<_>>(),
        })
    }

    /// `start` and `end` in code points.
    fn bare(&self, span: Span) -> Value {
        let (start, end) = self.points.of_span(span);
        json!({"start": start, "end": end})
    }

    /// The words with `start` and `end`.
    fn words(&self, span: Span) -> Value {
        with(json!({"text": self.document.words(span)}), self.bare(span))
    }

    fn entity(&self, entity: &Entity) -> Value {
        let mention = |m: &qantar_record::Mention| with(self.words(m.span), json!({"kind": m.kind}));
        let roles: Vec<_> = entity.roles.iter().map(|&span| self.document.words(span)).collect();
        json!({
            "id": entity.id.to_string(), "name": entity.name, "type": entity.name_type.as_str(),
            "mentions": entity.mentions.iter().map(mention).collect::<Vec<_>>(), "roles": roles,
            "country": entity.country, "sector": entity.sector, "by": entity.by.to_string(),
        })
    }

    fn toponym(&self, toponym: &Toponym) -> Value {
        let others: Vec<_> = toponym.others.iter().map(|other| place(Some(other))).collect();
        let tail = json!({
            "others": others, "margin": toponym.margin, "metonymic": toponym.metonymic, "by": toponym.by.to_string(),
        });
        with(with(self.words(toponym.span), place(toponym.place.as_ref())), tail)
    }

    fn timex(&self, timex: &Timex) -> Value {
        let tail = json!({"grain": timex.grain, "rule": timex.by.rule, "by": timex.by.to_string()});
        with(with(self.words(timex.span), days(timex.interval)), tail)
    }

    fn account(&self, a: &Account) -> Value {
        let retold = |&span: &Span| {
            let sentence = self.reading.sentence_at(span).unwrap_or(span);
            json!({"trigger": self.words(span), "sentence": self.words(sentence)})
        };
        json!({
            "id": a.id.to_string(), "type": a.event_type, "mode": a.mode, "status": a.status,
            "trigger": self.words(a.trigger), "sentence": self.words(a.sentence),
            "also_in": a.retold.iter().map(retold).collect::<Vec<_>>(),
            "actors": a.actors.iter().map(|x| self.argument(x)).collect::<Vec<_>>(),
            "targets": a.targets.iter().map(|x| self.argument(x)).collect::<Vec<_>>(),
            "place": a.place.as_ref().map(|p| self.event_place(p)),
            "time": a.time.as_ref().map(|t| self.event_time(t)),
            "counts": a.figures.iter().map(|f| self.figure(f)).collect::<Vec<_>>(),
            "claims": self.claims_over(a.trigger),
            "confidence": a.confidence, "by": a.by.to_string(),
        })
    }

    fn argument(&self, argument: &Argument) -> Value {
        let entity = self.reading.entity_at(argument.span);
        let tail = json!({
            "entity": entity.map(|e| e.id.to_string()),
            "country": entity.and_then(|e| e.country.as_deref()),
            "sector": entity.and_then(|e| e.sector.as_deref()),
            "by": argument.by.to_string(),
        });
        with(self.words(argument.span), tail)
    }

    fn event_place(&self, p: &EventPlace) -> Value {
        let tail = json!({"inherited": p.inherited, "by": p.by.to_string()});
        with(with(self.words(p.span), place(p.place.as_ref())), tail)
    }

    fn event_time(&self, t: &EventTime) -> Value {
        let tail = json!({"grain": t.grain, "inherited": t.inherited, "by": t.by.to_string()});
        with(with(self.words(t.span), days(t.interval)), tail)
    }

    fn figure(&self, f: &Figure) -> Value {
        let tail = json!({
            "low": f.low, "high": f.high, "part": f.part.map(|span| self.words(span)), "withdrawn": f.withdrawn,
            "as_of": f.as_of, "claims": self.claims_over(f.span), "by": f.by.to_string(),
        });
        with(with(json!({"what": f.what}), self.words(f.span)), tail)
    }

    fn claims_over(&self, span: Span) -> Vec<String> {
        self.reading.claims_over(span).iter().map(|claim| claim.id.to_string()).collect()
    }

    fn claim(&self, c: &Claim) -> Value {
        json!({
            "id": c.id.to_string(), "kind": c.kind, "source": self.source(&c.source),
            "via": c.via.iter().map(|s| self.source(s)).collect::<Vec<_>>(),
            "cue": self.words(c.cue), "content": self.words(c.content), "sentence": self.words(c.sentence),
            "confidence": c.confidence, "by": c.by.to_string(),
        })
    }

    fn source(&self, source: &Source) -> Value {
        let entity = self.reading.entity_at(source.span);
        let name = source.name.as_deref().or(entity.map(|e| e.name.as_str()));
        let tail = json!({"entity": entity.map(|e| e.id.to_string()), "name": name, "type": source.source_type});
        with(self.words(source.span), tail)
    }

    fn problem(&self, problem: &Problem) -> Value {
        let span = problem.span.map(|span| self.points.of_span(span));
        json!({
            "stage": problem.stage, "message": problem.message,
            "start": span.map(|s| s.0), "end": span.map(|s| s.1),
        })
    }
}

/// The fields of `second` after those of `first`.
fn with(mut first: Value, second: Value) -> Value {
    if let (Value::Object(fields), Value::Object(more)) = (&mut first, second) {
        fields.extend(more);
    }
    first
}

fn place(place: Option<&Place>) -> Value {
    json!({
        "name": place.map(|p| &p.name), "country": place.and_then(|p| p.country.as_deref()),
        "admin1": place.and_then(|p| p.admin1.as_deref()), "lat": place.map(|p| p.lat), "lon": place.map(|p| p.lon),
        "precision": place.map(|p| p.precision), "geonames": place.and_then(|p| p.geonames),
    })
}

fn days(interval: Interval) -> Value {
    json!({"from": interval.from, "to": interval.to})
}
