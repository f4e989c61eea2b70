//! One report's telling of an event, slot by slot with the words.

use super::cited;
use crate::words::value;
use qantar_record::{CodePoints, Document, DocumentId, Words};
use qantar_store::{AccountRow, Case, Error, StatementRow, Voice};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Reports whose texts are at hand, each fetched once.
#[derive(Debug, Default)]
pub struct Texts(HashMap<DocumentId, Option<Document>>);

impl Texts {
    fn of(&mut self, case: &Case, id: &DocumentId) -> Result<Option<&Document>, Error> {
        if !self.0.contains_key(id) {
            self.0.insert(id.clone(), case.report(id)?);
        }
        Ok(self.0[id].as_ref())
    }
}

/// An account with what its report says of every slot.
///
/// # Errors
/// When the case cannot be read.
pub fn account(case: &Case, row: &AccountRow, texts: &mut Texts) -> Result<Value, Error> {
    let text = texts.of(case, &row.document)?.map_or("", Document::text);
    let points = CodePoints::new(text);
    let statements = case.statements(row.number, None)?;
    Ok(json!({
        "account": cited(row.number), "number": row.number, "document": row.document, "title": row.title,
        "publisher": row.publisher, "published": row.published,
        "type": row.event_type, "mode": row.mode, "status": row.status,
        "sentence": words(&row.sentence, &points), "confidence": row.confidence, "by": row.by,
        "statements": statements.iter().map(|told| statement(told, &points)).collect::<Vec<_>>(),
    }))
}

fn words(words: &Words, points: &CodePoints<'_>) -> Value {
    let (start, end) = points.of_span(words.span);
    json!({"text": words.text, "start": start, "end": end})
}

fn statement(row: &StatementRow, points: &CodePoints<'_>) -> Value {
    json!({
        "slot": row.slot, "value": value(&row.value), "words": words(&row.words, points),
        // In bytes, as events have their figures.
        "span": row.words.span,
        "source": row.source.as_ref().map(Voice::called), "claim": row.claim.map(|number| format!("c{number}")),
        "by": row.by,
    })
}
