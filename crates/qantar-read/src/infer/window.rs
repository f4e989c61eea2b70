//! Windows: whole sentences, as many as fit, so that each is read with its neighbours.

use super::pieces::Piece;
use std::ops::Range;

/// So many pieces go into a window, unless one sentence is longer. Context costs little, since a piece costs the same in any
/// window but for attention; with wider windows fewer events are found, with single sentences more are made up (0004).
const WIDTH: usize = 96;

/// Pieces that the network reads at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which pieces of the document.
    pub pieces: Range<usize>,
}

/// Packs pieces into windows, sentence by sentence.
pub fn windows(pieces: &[Piece]) -> Vec<Window> {
    let mut windows = Vec::new();
    let (mut start, mut last) = (0, 0);
    for end in (1..=pieces.len()).filter(|&end| end == pieces.len() || pieces[end].sentence != pieces[end - 1].sentence)
    {
        if end - start > WIDTH && last > start {
            windows.push(Window { pieces: start..last });
            start = last;
        }
        last = end;
    }
    if pieces.len() > start {
        windows.push(Window { pieces: start..pieces.len() });
    }
    windows
}
