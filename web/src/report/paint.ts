// Paints marks with the browser's custom highlights: the text stays one piece of text, so that what a reader selects and
// what is counted stay the same. Only pieces in sight are painted.
import type { Layer, Mark } from './layers';
import { LAYERS } from './layers';
import type { Piece } from './pieces';
import type { Range as Stretch } from './reading';

/** Whether the browser has custom highlights. */
export function canPaint(): boolean {
  return typeof CSS !== 'undefined' && 'highlights' in CSS && typeof Highlight !== 'undefined';
}

/** The text node of a piece. */
function textOf(element: Element): Text | null {
  return element.firstChild instanceof Text ? element.firstChild : null;
}

/** A stretch of a piece as a range of the document. */
export function rangeIn(piece: Piece, element: Element, start: number, end: number): Range | null {
  const text = textOf(element);
  if (!text) return null;
  const most = text.data.length;
  const range = document.createRange();
  range.setStart(text, Math.min(most, piece.shown.toShown(Math.max(0, start - piece.start))));
  range.setEnd(text, Math.min(most, piece.shown.toShown(Math.min(end, piece.end) - piece.start)));
  return range;
}

export interface Sight {
  piece: Piece;
  element: Element;
  marks: readonly Mark[];
}

/** Paints the pieces in sight. `lit` are words pointed at. */
export function paint(sight: readonly Sight[], layers: readonly Layer[], lit: Stretch | null) {
  const ranges = new Map<string, Range[]>(LAYERS.map((l) => [`layer-${l}`, []]));
  const lighted: Range[] = [];
  for (const { piece, element, marks } of sight) {
    for (const mark of marks) {
      if (!layers.includes(mark.layer)) continue;
      const range = rangeIn(piece, element, mark.start, mark.end);
      if (range) ranges.get(`layer-${mark.layer}`)!.push(range);
    }
    if (lit && lit.start < piece.end && lit.end > piece.start) {
      const range = rangeIn(piece, element, lit.start, lit.end);
      if (range) lighted.push(range);
    }
  }
  for (const [name, found] of ranges) CSS.highlights.set(name, new Highlight(...found));
  const top = new Highlight(...lighted);
  top.priority = 1;
  CSS.highlights.set('words-lit', top);
}

export function unpaint() {
  for (const layer of LAYERS) CSS.highlights.delete(`layer-${layer}`);
  CSS.highlights.delete('words-lit');
}
