"""What the encoder sees: word pieces with their shapes, packed by whole sentences into windows, the title in front.

The program does the same in `crates/qantar-read/src/infer/window.rs`; the parity fixture holds both to it.
"""

import re
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

CLS, SEP, MASK = 101, 102, 103
TITLE = 24  # pieces of the title at most
LONGEST = 400  # pieces of one sentence at most
WIDTH = 96  # pieces of a window, unless one sentence is longer

WORD = re.compile(r"\w+|[^\w\s]")


def shape(word: str) -> int:
    """0 lower, 1 Title, 2 UPPER, 3 MiXed, 4 digit first, 5 other."""
    if not word[:1].isalpha():
        return 4 if word[:1].isnumeric() else 5
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 3


class Pieces:
    """A tokenizer and what it makes of a stretch of text."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def __call__(self, text: str, start: int, end: int):
        """(ids, shapes, [(start, end)]) of text[start:end], offsets into text."""
        part = text[start:end]
        e = self.tokenizer.encode(part, add_special_tokens=False)
        words = [m.span() for m in WORD.finditer(part)]
        shapes, k = [], 0
        for a, _ in e.offsets:
            while k + 1 < len(words) and words[k][1] <= a:
                k += 1
            shapes.append(shape(part[words[k][0]:words[k][1]]) if words else 5)
        spans = [(a + start, b + start) for a, b in e.offsets]
        n = LONGEST
        return e.ids[:n], shapes[:n], spans[:n]


@dataclass
class Doc:
    """One text as pieces, with the labels of the heads that its set teaches (-100 and UNKNOWN where it does not)."""

    ids: np.ndarray
    shapes: np.ndarray
    spans: list
    sentence: np.ndarray  # sentence number of each piece
    title: tuple = ((), ())  # ids, shapes
    labels: dict = field(default_factory=dict)  # head → one label a piece
    heads: list = field(default_factory=list)  # Head of event triggers
    cues: list = field(default_factory=list)  # (piece, {role: [(a, b)]})
    mentions: list = field(default_factory=list)  # (a, b, entity)
    srl: list = field(default_factory=list)  # (piece, [label a piece])
    text: str = ""

    def cover(self, start, end):
        """Pieces that share a character with the span, as a range."""
        at = [i for i, (a, b) in enumerate(self.spans) if a < end and b > start]
        return (at[0], at[-1] + 1) if at else None


@dataclass
class Head:
    """A trigger: its first piece, what it tells, and the pieces of its roles."""

    piece: int
    type: int
    mode: int
    status: int
    event: int
    again: bool
    roles: dict


def windows(sentence, width: int):
    """Ranges of pieces: whole sentences, as many as fit into `width`."""
    out, start, n = [], 0, len(sentence)
    ends = [i for i in range(1, n + 1) if i == n or sentence[i] != sentence[i - 1]]
    last = 0
    for end in ends:
        if end - start > width and last > start:
            out.append((start, last))
            start = last
        last = end
    if n > start:
        out.append((start, n))
    return out
