//! The accounts of a report as rows, before any case keeps them.

use crate::listing::{Column, column_table};
use crate::run::Report;
use crate::words::{days, figure};
use qantar_record::{Account, Argument, CodePoints, Counted, Document, Place};
use serde_json::{Value, json};

/// One account of one report.
pub struct Row<'a> {
    report: &'a Report,
    account: &'a Account,
    points: (usize, usize),
}

/// The rows of a report.
pub fn rows(report: &Report) -> Vec<Row<'_>> {
    let points = CodePoints::new(report.document.text());
    let accounts = report.reading.accounts.iter();
    accounts.map(|account| Row { report, account, points: points.of_span(account.trigger) }).collect()
}

impl Row<'_> {
    fn document(&self) -> &Document {
        &self.report.document
    }

    fn who(&self, arguments: &[Argument]) -> Value {
        arguments.iter().map(|a| self.document().words(a.span)).collect()
    }

    fn place<T: Into<Value>>(&self, get: impl Fn(&Place) -> T) -> Value {
        let place = self.account.place.as_ref().and_then(|p| p.place.as_ref());
        place.map_or(Value::Null, |place| get(place).into())
    }

    fn bound(&self, what: Counted, low: bool) -> Value {
        let main = self.account.figures.iter().find(|f| f.what == what && f.part.is_none());
        json!(main.and_then(|f| if low { f.low } else { f.high }))
    }

    fn speakers(&self) -> Value {
        let claims = self.report.reading.claims_over(self.account.trigger);
        claims.iter().map(|claim| self.document().words(claim.source.span)).collect()
    }
}

/// The columns, in order.
pub fn columns<'a>() -> &'a [Column<Row<'a>>] {
    column_table! { Row<'a>:
        #screen "report" => |r| json!(r.report.origin.to_string());
        #screen "event" => |r| json!(r.account.id.to_string());
        #screen "when" => |r| json!(r.account.time.as_ref().map(|t| days(t.interval)));
        "date_from" => |r| json!(r.account.time.as_ref().and_then(|t| t.interval.from));
        "date_to" => |r| json!(r.account.time.as_ref().and_then(|t| t.interval.to));
        "date_words" => |r| json!(r.account.time.as_ref().map(|t| r.document().words(t.span)));
        "date_inherited" => |r| json!(r.account.time.as_ref().map(|t| t.inherited));
        #screen "type" => |r| json!(r.account.event_type);
        #screen "mode" => |r| json!(r.account.mode);
        #screen "status" => |r| json!(r.account.status);
        #screen "actors" => |r| r.who(&r.account.actors);
        #screen "targets" => |r| r.who(&r.account.targets);
        #screen "place" => |r| r.place(|p| p.name.clone());
        "admin1" => |r| r.place(|p| p.admin1.clone());
        #screen "country" => |r| r.place(|p| p.country.clone());
        "latitude" => |r| r.place(|p| p.lat);
        "longitude" => |r| r.place(|p| p.lon);
        "precision" => |r| r.place(|p| p.precision.as_str());
        "place_words" => |r| json!(r.account.place.as_ref().map(|p| r.document().words(p.span)));
        "place_inherited" => |r| json!(r.account.place.as_ref().map(|p| p.inherited));
        "killed_low" => |r| r.bound(Counted::Killed, true);
        "killed_high" => |r| r.bound(Counted::Killed, false);
        "injured_low" => |r| r.bound(Counted::Injured, true);
        "injured_high" => |r| r.bound(Counted::Injured, false);
        "detained_low" => |r| r.bound(Counted::Detained, true);
        "detained_high" => |r| r.bound(Counted::Detained, false);
        "participants_low" => |r| r.bound(Counted::Participants, true);
        "participants_high" => |r| r.bound(Counted::Participants, false);
        #screen "figures" => |r| r.account.figures.iter().map(figure).collect();
        "said_by" => |r| r.speakers();
        "confidence" => |r| json!(r.account.confidence);
        "rule" => |r| json!(r.account.by.to_string());
        "sentence" => |r| json!(r.document().words(r.account.sentence));
        "start" => |r| json!(r.points.0);
        "end" => |r| json!(r.points.1);
        "title" => |r| json!(r.document().title());
        "publisher" => |r| json!(r.document().publisher());
        "published" => |r| json!(r.document().published());
        "document" => |r| json!(r.document().id());
    }
}
