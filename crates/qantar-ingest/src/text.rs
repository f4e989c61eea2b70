//! Plain text.

use crate::blocks::{self, Cut};
use crate::draft::Draft;

/// Reads a plain text. A `title` stated elsewhere is believed; otherwise the first line may be one.
pub(crate) fn read(text: String, title: Option<String>) -> Draft {
    let Cut { blocks, title } = blocks::cut(&text, title.as_deref());
    Draft { blocks, title, ..Draft::of(text) }
}
