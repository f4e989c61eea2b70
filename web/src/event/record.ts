// The record of an event as the server sends it: every value with the accounts that give it.
// Spans in here are bytes of the report; what has to be marked in a text is taken from the account's statements.
import { coded, count, t } from '../text.svelte';

/** A value, and which accounts give it. `judgement` is set where a person put it there. */
export interface Said<T> {
  value: T;
  accounts: number[];
  judgement?: number;
}

export interface Kind {
  event_type: string;
  mode: string;
}

export interface Party {
  name: string;
  country: string | null;
  sector: string | null;
}

export interface Place {
  name: string;
  country: string | null;
  admin1: string | null;
  lat: number;
  lon: number;
  precision: string;
}

export interface Where {
  words: string;
  place: Place | null;
}

export interface Interval {
  from: string | null;
  to: string | null;
}

export interface When {
  interval: Interval;
  grain: string;
}

export interface Voice {
  words: { text: string };
  name: string | null;
  source_type: string;
}

export type Standing =
  | { is: 'in_force' | 'withdrawn' | 'part' | 'refused' }
  | { is: 'superseded'; by: number }
  | { is: 'too_low'; of: number };

/** One figure with who says it. */
export interface Entry {
  account: number;
  low: number | null;
  high: number | null;
  words: { text: string; span: { start: number; end: number } };
  part?: string | null;
  voice: Voice | null;
  via: Voice[];
  publisher: string | null;
  published: string | null;
  as_of: string | null;
  standing: Standing;
}

/** All figures for one thing that is counted. */
export interface Ledger {
  what: string;
  best: number | null;
  low: number | null;
  high: number | null;
  rule: string;
  entries: Entry[];
}

export interface Event {
  /** Its number; `Row.event` has it as people write it. */
  id: number;
  accounts: number[];
  kind: Said<Kind>[];
  status: Said<string>[];
  actors: Said<Party>[];
  targets: Said<Party>[];
  place: Said<Where>[];
  time: Said<When>[];
  figures: Ledger[];
  part_of: number | null;
  origins: { reports: number; independent: number; citing: string[] };
  first_published: string | null;
  last_published: string | null;
  confidence: number;
  reviewed: boolean;
}

/** What a voice is called: its name, or else its words. */
export function called(voice: Voice): string {
  return voice.name ?? voice.words.text;
}

/** A message for a value: values are shown isolated anyway, so the message's own isolation marks are left out. */
function plainly(id: string, args?: Record<string, string>): string {
  return t(id, args).replace(/[\u2068\u2069]/g, '');
}

/** `2022-01-05`, `2022-01-05 – 2022-01-07`, `from 2022-01-05`: days with their open ends; a whole month or year is named as such. */
export function days({ from, to }: Interval): string {
  if (!from && !to) return plainly('days-open');
  if (!from) return plainly('days-until', { day: to! });
  if (!to) return plainly('days-since', { day: from });
  if (from === to) return from;
  const [year, month] = [from.slice(0, 4), from.slice(0, 7)];
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
  if (from === `${month}-01` && to === lastOf(month)) return month;
  return `${from} – ${to.startsWith(`${month}-`) ? to.slice(8) : to.startsWith(`${year}-`) ? to.slice(5) : to}`;
}

/** The last day of a month. */
export function lastOf(month: string): string {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, of, 0)).toISOString().slice(0, 10);
}

/** A figure's range: `12`, `12–15`, `12 or more`, `up to 15`. */
export function range(low: number | null, high: number | null): string {
  if (low === null && high === null) return plainly('figure-open');
  if (low === null) return plainly('figure-up-to', { n: count(high!) });
  if (high === null) return plainly('figure-or-more', { n: count(low) });
  return low === high ? count(low) : `${count(low)}–${count(high)}`;
}

/** What happened, in words: `Assault · killing`. */
export function kindWords(kind: Kind): string {
  const type = coded('type', kind.event_type);
  return kind.mode && kind.mode !== 'other' ? `${type} · ${coded('mode', kind.mode)}` : type;
}

/** What a place is where a town of its name may lie in it. */
const WIDE: readonly string[] = ['district', 'region', 'area'];

/** Where, in words, the gazetteer's name first and then the words where they differ. */
export function placeWords(where: Where): string {
  const { place, words } = where;
  if (!place) return words;
  const called = WIDE.includes(place.precision) ? `${place.name} (${coded('precision', place.precision)})` : place.name;
  const name = [called, place.admin1 && place.admin1 !== place.name ? place.admin1 : null, place.country].filter(Boolean).join(', ');
  return words && !name.toLowerCase().includes(words.toLowerCase()) ? `${name} (“${words}”)` : name;
}
