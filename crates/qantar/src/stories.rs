//! Reports grouped by what they are about.

use crate::listing::{Column, column_table};
use qantar_merge::{Rules, StoryRules};
use qantar_record::{DocumentId, Outline};
use qantar_store::{Case, Error};
use serde_json::json;

/// One report, and the story that it is of.
#[derive(Clone, Debug)]
pub struct StoryRow {
    /// The story's number, from 1, by its first report.
    pub story: usize,
    /// Reports of the story.
    pub reports: usize,
    /// The report.
    pub document: DocumentId,
    /// Headline.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// The day it was published.
    pub published: Option<jiff::civil::Date>,
}

/// `qantar show CASE stories`.
pub const COLUMNS: &[Column<StoryRow>] = column_table! { StoryRow:
    #screen "story" => |r| json!(r.story);
    #screen "reports" => |r| json!(r.reports);
    #screen "published" => |r| json!(r.published);
    #screen "publisher" => |r| json!(r.publisher);
    #screen "title" => |r| json!(r.title);
    "document" => |r| json!(r.document);
};

/// Every report with its story, the stories by their first report, reports as they came.
///
/// # Errors
/// When the case cannot be read.
///
/// # Panics
/// When the rules built into the program are unsound, which its tests look at.
pub fn stories(case: &Case) -> Result<Vec<StoryRow>, Error> {
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let story_rules = StoryRules::builtin().expect("the built-in rules are sound");
    let documents = case.documents()?;
    let mut outlines: Vec<Outline> = Vec::with_capacity(documents.len());
    for document in &documents {
        outlines.push(case.document(&document.id)?.map(|(_, reading)| reading.outline).unwrap_or_default());
    }
    let mut rows = Vec::with_capacity(documents.len());
    for (story, members) in qantar_merge::stories(&outlines, &rules, &story_rules).into_iter().enumerate() {
        for &at in &members {
            let document = &documents[at];
            rows.push(StoryRow {
                story: story + 1,
                reports: members.len(),
                document: document.id.clone(),
                title: document.title.clone(),
                publisher: document.publisher.clone(),
                published: document.published,
            });
        }
    }
    Ok(rows)
}
