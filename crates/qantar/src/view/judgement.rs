//! What people have decided, and what became of an event, in words.

use super::cited;
use crate::show::ruling;
use qantar_record::{DocumentId, Event};
use qantar_store::{HistoryRow, JudgementRow, Step};
use serde_json::{Value, json};

/// A judgement, as it lies in the log and as it holds now.
pub fn judgement(row: &JudgementRow) -> Value {
    json!({
        "number": row.number, "at": row.at.to_string(), "by": row.judgement.by, "says": row.judgement.ruling.as_str(),
        "accounts": row.accounts.iter().flatten().map(|&number| cited(number)).collect::<Vec<_>>(),
        "what": ruling(&row.judgement.ruling), "why": row.judgement.why,
        "holds": row.holds, "undone_by": row.undone_by, "seconds": row.judgement.seconds,
    })
}

/// An entry of an event's history; `title` names a report.
pub(super) fn step(row: &HistoryRow, event: &Event, title: &dyn Fn(&DocumentId) -> String) -> Option<Value> {
    let ours = |numbers: &[i64]| {
        let ours = numbers.iter().filter(|number| event.accounts.contains(number));
        ours.map(|&number| cited(number)).collect::<Vec<_>>().join(" ")
    };
    let (step, what, by) = match &row.step {
        Step::Kept { document, origin, version, new } => {
            ("kept", format!("“{}” from {origin}, read by {version}: {}", title(document), ours(new)), None)
        }
        Step::ReadAgain { document, version, new, .. } => {
            ("read_again", format!("“{}” by {version}: {}", title(document), ours(new)), None)
        }
        Step::FoundAgain { document, origin } => ("found_again", format!("“{}” in {origin}", title(document)), None),
        Step::Judged(judged) => {
            let about: Vec<String> = judged.accounts.iter().flatten().map(|&number| cited(number)).collect();
            let says = judged.judgement.ruling.as_str().replace('_', " ");
            let what = format!("{says} {} {}", about.join(" "), ruling(&judged.judgement.ruling));
            ("judged", what, Some(judged.judgement.by.as_str()))
        }
        _ => return None,
    };
    let what = what.trim_end().trim_end_matches(':');
    Some(json!({"at": row.at.to_string(), "number": row.seq, "step": step, "what": what, "by": by}))
}
