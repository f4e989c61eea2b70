// A text cut into pieces that a browser can lay out one by one: the report's blocks, long ones cut again where words end.
// Offsets are UTF-16 units of the text as kept.
import type { Offsets } from '../offsets';
import type { Block, BlockKind } from './reading';
import { Shown } from './shown';

export interface Piece {
  kind: BlockKind;
  start: number;
  end: number;
  /** Whether its block begins with it. */
  first: boolean;
  shown: Shown;
}

/** The most of a text in one piece. A line of more than this is cut although the report has no break there. */
const LONGEST = 4000;
/** The most of a text in one section, which is laid out or left out as a whole. */
const SECTION = 12_000;

/** Where to cut at or before `end`: after a line's end, else after a space, never inside a surrogate pair. */
function cut(text: string, start: number, end: number): number {
  const line = text.lastIndexOf('\n', end - 1);
  if (line > start + LONGEST / 2) return line + 1;
  const space = text.lastIndexOf(' ', end - 1);
  if (space > start + LONGEST / 2) return space + 1;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

function ofBlock(text: string, kind: BlockKind, start: number, end: number): Piece[] {
  const found: Piece[] = [];
  for (let at = start; at < end; ) {
    const stop = end - at > LONGEST ? cut(text, at, at + LONGEST) : end;
    found.push({ kind, start: at, end: stop, first: at === start, shown: new Shown(text.slice(at, stop)) });
    at = stop;
  }
  return found;
}

/** Text that stands in no block is kept too, as the noise that it is. */
export function pieces(offsets: Offsets, blocks: readonly Block[]): Piece[] {
  const { text } = offsets;
  const found: Piece[] = [];
  let at = 0;
  const between = (start: number, end: number, kind: BlockKind) => {
    const gap = text.slice(start, end);
    if (!gap.trim()) return;
    const from = start + (gap.length - gap.trimStart().length);
    found.push(...ofBlock(text, kind, from, from + gap.trim().length));
  };
  for (const block of blocks.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(at, offsets.utf16(block.start));
    const end = offsets.utf16(block.end);
    if (end <= start) continue;
    between(at, start, 'noise');
    found.push(...ofBlock(text, block.kind, start, end));
    at = end;
  }
  between(at, text.length, blocks.length ? 'noise' : 'paragraph');
  return found;
}

/** Pieces gathered into sections: first piece, and one past the last. */
export function sections(all: readonly Piece[]): { from: number; to: number; length: number }[] {
  const found: { from: number; to: number; length: number }[] = [];
  let open: { from: number; to: number; length: number } | undefined;
  for (const [i, piece] of all.entries()) {
    const length = piece.end - piece.start;
    if (!open || open.length + length > SECTION) found.push((open = { from: i, to: i, length: 0 }));
    open.to = i + 1;
    open.length += length;
  }
  return found;
}

/** The piece that holds an offset, or the nearest after it; the last where there is none. */
export function pieceAt(all: readonly Piece[], offset: number): number {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
