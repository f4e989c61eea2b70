//! The bare words of a small piece of markup.

use dom_query::Document;

/// The words of a headline or a summary without tags and entities; a line for each paragraph.
pub(crate) fn words(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.to_owned();
    }
    Document::fragment(markup).formatted_text().trim().to_owned()
}
