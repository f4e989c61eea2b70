//! What the output goes to.

use qantar::brief::Paper;
use std::io::IsTerminal;

/// Columns where no terminal tells.
const COLUMNS: usize = 100;

/// Whether people read the output as it comes.
pub fn is_screen() -> bool {
    std::io::stdout().is_terminal()
}

/// The paper of the standard output. Width and styles are those of the terminal; `COLUMNS` overrides the width.
pub fn paper() -> Paper {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = asked.or_else(measured).unwrap_or(COLUMNS).clamp(40, 160);
    let styled = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    Paper { width, styled }
}
