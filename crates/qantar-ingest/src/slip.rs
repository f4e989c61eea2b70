//! What the wrapping of a report says of it: the address it was archived from, the feed it stood in, the mail's head.

use crate::draft::Draft;
use jiff::civil::Date;

/// What is known of a report before it is opened. What the report itself states comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slip {
    /// Where it was published.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// The day of publication, in the words that state it.
    pub published: Option<String>,
    /// The day on which somebody had it in hands: it was published then or before.
    pub seen: Option<Date>,
    /// The label of the encoding that the wrapping states.
    pub charset: Option<String>,
    /// The language that the wrapping states, ISO 639-1.
    pub language: Option<String>,
}

impl Slip {
    /// Adds to the draft what the report left open. A day of publication after the day it was seen on is none.
    pub(crate) fn fill(self, draft: &mut Draft) {
        draft.url = draft.url.take().or(self.url);
        draft.title = draft.title.take().or(self.title);
        draft.author = draft.author.take().or(self.author);
        draft.publisher = draft.publisher.take().or(self.publisher);
        draft.language = draft.language.take().or(self.language);
        if draft.published.is_none() {
            draft.publish(self.published.as_deref().unwrap_or(""));
        }
        // A day later may be the clock of another time zone.
        let latest = self.seen.map(|seen| seen.tomorrow().unwrap_or(seen));
        if let (Some(published), Some(latest)) = (draft.published, latest)
            && published > latest
        {
            draft.published = None;
            draft.complain(format!("it states {published} as its day, which is after it was archived: left out"));
        }
    }
}
