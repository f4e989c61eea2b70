// What is laid over the text: layers of marks, and the entries of the form beside it that each stretch of words belongs to.
// Offsets are UTF-16 units of the text as kept.
import type { AccountView } from '../api';
import type { Offsets } from '../offsets';
import { pieceAt, type Piece } from './pieces';
import type { Range, Reading } from './reading';

export const LAYERS = ['events', 'claims', 'places', 'times', 'figures', 'names'] as const;
export type Layer = (typeof LAYERS)[number];

/** Layers shown where the address names none. */
export const USUAL: readonly Layer[] = ['events', 'claims', 'places', 'times', 'figures'];

export interface Mark {
  layer: Layer;
  start: number;
  end: number;
}

/** Words of the text and the entry of the form that they belong to. */
export interface Ref extends Range {
  ref: string;
}

/** Ids of the form's entries. */
export const refs = {
  event: (id: string) => id,
  slot: (id: string, slot: string, i: number) => `${id}-${slot}-${i}`,
  claim: (id: string) => id,
};

export function marksOf(reading: Reading, added: readonly AccountView[], offsets: Offsets): Mark[] {
  const found: Mark[] = [];
  const put = (layer: Layer, at: Range) => found.push({ layer, start: offsets.utf16(at.start), end: offsets.utf16(at.end) });
  for (const event of reading.events) {
    for (const trigger of [event.trigger, ...(event.also_in ?? []).map((x) => x.trigger)]) put('events', trigger);
    for (const who of [...event.actors, ...event.targets]) put('events', who);
    for (const figure of event.counts) put('figures', figure);
  }
  for (const account of added) for (const s of account.statements) put(s.slot === 'count' ? 'figures' : s.slot === 'place' ? 'places' : s.slot === 'time' ? 'times' : 'events', s.words);
  for (const claim of reading.claims) {
    put('claims', claim.source);
    put('claims', claim.content);
  }
  for (const place of reading.places) put('places', place);
  for (const time of reading.times) put('times', time);
  for (const entity of reading.entities) for (const mention of entity.mentions) put('names', mention);
  return found.filter((m) => m.end > m.start).sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Every stretch of words that an entry of the form comes from, the narrowest first. */
export function refsOf(reading: Reading, added: readonly AccountView[], offsets: Offsets): Ref[] {
  const found: Ref[] = [];
  const put = (ref: string, at: Range | null) => {
    if (at) found.push({ ref, start: offsets.utf16(at.start), end: offsets.utf16(at.end) });
  };
  for (const e of reading.events) {
    put(refs.event(e.id), e.sentence);
    for (const [i, at] of [e.trigger, ...(e.also_in ?? []).map((x) => x.trigger)].entries()) put(refs.slot(e.id, 'type', i), at);
    for (const [i, at] of e.actors.entries()) put(refs.slot(e.id, 'actor', i), at);
    for (const [i, at] of e.targets.entries()) put(refs.slot(e.id, 'target', i), at);
    put(refs.slot(e.id, 'place', 0), e.place);
    put(refs.slot(e.id, 'time', 0), e.time);
    for (const [i, at] of e.counts.entries()) put(refs.slot(e.id, 'count', i), at);
  }
  for (const a of added) {
    put(refs.event(a.account), a.sentence);
    for (const [i, s] of a.statements.entries()) put(refs.slot(a.account, s.slot, i), s.words);
  }
  for (const c of reading.claims) {
    put(refs.claim(c.id), c.content);
    put(refs.claim(c.id), c.source);
  }
  return found.sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** Entries whose words hold a stretch: those of exactly these words where there are any, else the narrowest around them. */
export function refsAt(all: readonly Ref[], start: number, end: number): string[] {
  const exact = all.filter((r) => r.start === start && r.end === end);
  if (exact.length) return [...new Set(exact.map((r) => r.ref))];
  const around = all.filter((r) => r.start <= start && r.end >= end);
  const least = around[0];
  return least ? [...new Set(around.filter((r) => r.end - r.start <= least.end - least.start).map((r) => r.ref))] : [];
}

/** The narrowest words around a place in the text. */
export function wordsAt(all: readonly Ref[], marks: readonly Mark[], at: number): Range | null {
  const holds = (r: Range) => r.start <= at && r.end > at;
  const mark = marks.filter(holds).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
  const ref = all.find(holds);
  if (!mark) return ref ?? null;
  return ref && ref.end - ref.start <= mark.end - mark.start ? ref : mark;
}

/** The marks of each piece, clipped to it. */
export function byPiece(marks: readonly Mark[], pieces: readonly Piece[]): Mark[][] {
  const found: Mark[][] = pieces.map(() => []);
  if (!pieces.length) return found;
  for (const mark of marks) {
    for (let i = pieceAt(pieces, mark.start); i < pieces.length && pieces[i]!.start < mark.end; i++) {
      const start = Math.max(mark.start, pieces[i]!.start);
      const end = Math.min(mark.end, pieces[i]!.end);
      if (end > start) found[i]!.push({ layer: mark.layer, start, end });
    }
  }
  return found;
}

/** A piece cut at the borders of its marks, for browsers without custom highlights. */
export function segments(piece: Piece, marks: readonly Mark[], lit: Range | null): { start: number; end: number; layers: Layer[]; lit: boolean }[] {
  const inside = lit && lit.start < piece.end && lit.end > piece.start ? [Math.max(lit.start, piece.start), Math.min(lit.end, piece.end)] : [];
  const borders = [...new Set([piece.start, piece.end, ...marks.flatMap((m) => [m.start, m.end]), ...inside])].sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, i) => {
    const end = borders[i + 1]!;
    const layers = [...new Set(marks.filter((m) => m.start <= start && m.end >= end).map((m) => m.layer))];
    return { start, end, layers, lit: !!lit && lit.start <= start && lit.end >= end };
  });
}
