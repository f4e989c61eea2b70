// What the user wants to see, read from the address and written back to it. Everything the overview filters by is here.
import { dayOf, isoOf, type Day } from '../columns';

/** West, south, east, north in degrees; west > east crosses the antimeridian. */
export type Area = [number, number, number, number];

export interface Wants {
  /** Codes; empty means any. */
  types: string[];
  statuses: string[];
  countries: string[];
  /** First and last day, each included; `null` is open. */
  from: Day | null;
  to: Day | null;
  /** Only events with no day told. */
  undated: boolean;
  area: Area | null;
  /** Only events with no place on the map. */
  unplaced: boolean;
  reviewed: boolean | null;
  /** Least confidence, 0 to 100. */
  confidence: number;
  /** Conditions in words, which the server answers. */
  words: Words;
}

/** The conditions that only the server can answer, in the order they are shown. */
export const WORDS = ['text', 'party', 'actor', 'target', 'place', 'source', 'publisher', 'document'] as const;
export type Words = Partial<Record<(typeof WORDS)[number], string>>;

function list(value: string | null): string[] {
  return value ? value.split(',').filter(Boolean) : [];
}

function readArea(value: string | null): Area | null {
  const sides = (value ?? '').split(',').map(Number);
  if (sides.length !== 4 || sides.some((n) => !Number.isFinite(n))) return null;
  const [west, south, east, north] = sides as Area;
  return south < north && Math.abs(south) <= 90 && Math.abs(north) <= 90 ? [west, south, east, north] : null;
}

/** Reads the address's query. What makes no sense is left out, never an error: addresses are typed and sent by people. */
export function readWants(query: URLSearchParams): Wants {
  const words: Words = {};
  for (const name of WORDS) {
    const value = query.get(name)?.trim();
    if (value) words[name] = value.slice(0, 500);
  }
  const reviewed = query.get('reviewed');
  return {
    types: list(query.get('type')),
    statuses: list(query.get('status')),
    countries: list(query.get('country')),
    from: dayOf(query.get('from') ?? ''),
    to: dayOf(query.get('to') ?? ''),
    undated: query.get('day') === 'none',
    area: readArea(query.get('area')),
    unplaced: query.get('area') === 'none',
    reviewed: reviewed === 'yes' ? true : reviewed === 'no' ? false : null,
    confidence: Math.min(100, Math.max(0, Math.floor(Number(query.get('confidence')) || 0))),
    words,
  };
}

export type Changes = Record<string, string | null>;

/** One value of a list put in or taken out. */
export function toggled(values: readonly string[], value: string): string | null {
  return (values.includes(value) ? values.filter((v) => v !== value) : [...values, value]).join(',') || null;
}

/** Days for the address; either end may be open. */
export function days(from: Day | null, to: Day | null): Changes {
  return { from: from === null ? null : isoOf(from), to: to === null ? null : isoOf(to), day: null };
}

/** An area for the address, to about 100 m. */
export function area(sides: Area | null): Changes {
  return { area: sides ? sides.map((n) => n.toFixed(3).replace(/\.?0+$/, '')).join(',') : null };
}

/** One condition that holds: what to say, and what to change in the address to drop it. */
export interface Chip {
  kind: 'type' | 'status' | 'country' | 'days' | 'undated' | 'area' | 'unplaced' | 'reviewed' | 'confidence' | (typeof WORDS)[number];
  value: string;
  drop: Changes;
}

export function chips(w: Wants): Chip[] {
  const each = (kind: 'type' | 'status' | 'country', values: string[]): Chip[] => values.map((value) => ({ kind, value, drop: { [kind]: toggled(values, value) } }));
  const found: Chip[] = [];
  for (const name of WORDS) if (w.words[name]) found.push({ kind: name, value: w.words[name], drop: { [name]: null } });
  found.push(...each('type', w.types), ...each('status', w.statuses), ...each('country', w.countries));
  if (w.undated) found.push({ kind: 'undated', value: '', drop: { day: null } });
  else if (w.from !== null || w.to !== null) {
    const shown = (d: Day | null) => (d === null ? '…' : isoOf(d));
    found.push({ kind: 'days', value: w.from === w.to ? shown(w.from) : `${shown(w.from)} – ${shown(w.to)}`, drop: days(null, null) });
  }
  if (w.unplaced) found.push({ kind: 'unplaced', value: '', drop: { area: null } });
  else if (w.area) found.push({ kind: 'area', value: '', drop: { area: null } });
  if (w.reviewed !== null) found.push({ kind: 'reviewed', value: w.reviewed ? 'yes' : 'no', drop: { reviewed: null } });
  if (w.confidence) found.push({ kind: 'confidence', value: String(w.confidence), drop: { confidence: null } });
  return found;
}

/** What drops every condition. */
export const NOTHING_WANTED: Changes = Object.fromEntries(
  ['type', 'status', 'country', 'from', 'to', 'day', 'area', 'reviewed', 'confidence', ...WORDS].map((name) => [name, null]),
);
