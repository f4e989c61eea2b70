// Counts over time. An event whose days fall within one bin is counted there; one told vaguely is spread thinly
// over every bin that it may belong to, and drawn apart, so that "in 2021" does not heap up on the first of January.
import { utcDay, utcMonday, utcMonth, utcYear, type CountableTimeInterval } from 'd3-time';
import { NO_DAY, type Columns, type Day } from '../columns';

export type Grain = 'day' | 'week' | 'month' | 'year';

const STEPS: Record<Grain, CountableTimeInterval> = { day: utcDay, week: utcMonday, month: utcMonth, year: utcYear };
const MS_A_DAY = 86_400_000;
/** Up to how many days each grain is used: some 60 to 250 bars fill the width. */
const UP_TO: [Grain, number][] = [['day', 200], ['week', 1_100], ['month', 7_500]];

/** First and last day of what is drawn. */
export interface Span {
  first: Day;
  last: Day;
}

export function grainOf({ first, last }: Span): Grain {
  return UP_TO.find(([, days]) => last - first < days)?.[0] ?? 'year';
}

/** The first day of each bin, and one past the last bin. */
export function edges(span: Span, grain: Grain): Int32Array {
  const step = STEPS[grain];
  const found = [];
  let at = step.floor(new Date(span.first * MS_A_DAY));
  const end = span.last * MS_A_DAY;
  while (+at <= end) {
    found.push(Math.round(+at / MS_A_DAY));
    at = step.offset(at, 1);
  }
  found.push(Math.round(+at / MS_A_DAY));
  return Int32Array.from(found);
}

export interface Bins {
  grain: Grain;
  edges: Int32Array;
  /** For each family, how many events with days within the bin. */
  sure: Float32Array[];
  /** For each bin, the share of vague events that may belong to it. */
  vague: Float32Array;
  /** Greatest height of a bin, both together. */
  most: number;
  /** Events outside the span, before and after. */
  before: number;
  after: number;
}

/** The bin that a day falls in. */
export function binOf(edges: Int32Array, day: Day): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The bin of each day from the first edge on: asked once for every event. */
function binsOfDays(edges: Int32Array): Uint16Array {
  const found = new Uint16Array(edges[edges.length - 1]! - edges[0]!);
  for (let bin = 0; bin + 1 < edges.length; bin++) found.fill(bin, edges[bin]! - edges[0]!, edges[bin + 1]! - edges[0]!);
  return found;
}

export function countBins(c: Columns, rows: Uint32Array, families: Uint8Array, familyCount: number, span: Span): Bins {
  const grain = grainOf(span);
  const at = edges(span, grain);
  const n = at.length - 1;
  const bins: Bins = { grain, edges: at, sure: Array.from({ length: familyCount }, () => new Float32Array(n)), vague: new Float32Array(n), most: 0, before: 0, after: 0 };
  const steps = new Float32Array(n + 1);
  const from = at[0]!;
  const to = at[n]!;
  const ofDay = binsOfDays(at);
  for (const row of rows) {
    const begins = c.begins[row]!;
    const ends = c.ends[row]!;
    if (begins === NO_DAY) continue;
    if (ends < from) bins.before++;
    else if (begins >= to) bins.after++;
    else {
      const first = begins < from ? 0 : ofDay[begins - from]!;
      const last = ends >= to ? n - 1 : ofDay[ends - from]!;
      if (first === last && begins >= from && ends < to) bins.sure[families[c.type[row]!]!]![first]!++;
      else {
        const share = 1 / (last - first + 1);
        steps[first]! += share;
        steps[last + 1]! -= share;
      }
    }
  }
  let running = 0;
  for (let i = 0; i < n; i++) {
    running += steps[i]!;
    bins.vague[i] = Math.max(0, running);
    bins.most = Math.max(bins.most, bins.vague[i]! + bins.sure.reduce((sum, f) => sum + f[i]!, 0));
  }
  return bins;
}

/** All days that events tell, and the stretch that holds nearly all of them, where a few stand far off. */
export function spans(c: Columns): { all: Span; core: Span } | null {
  const days: number[] = [];
  let last = -Infinity;
  for (let row = 0; row < c.count; row++) {
    if (c.begins[row] === NO_DAY) continue;
    days.push(c.begins[row]!);
    last = Math.max(last, c.ends[row]!);
  }
  if (!days.length) return null;
  const sorted = Int32Array.from(days).sort();
  const edge = Math.max(1, Math.round((last - sorted[0]!) * 0.01));
  const all = { first: sorted[0]! - edge, last: last + edge };
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const core = { first: at(FAR), last: at(1 - FAR) };
  const pad = Math.max(3, Math.round((core.last - core.first) * 0.03));
  const padded = { first: Math.max(all.first, core.first - pad), last: Math.min(all.last, core.last + pad) };
  return { all, core: all.last - all.first > 4 * (padded.last - padded.first) ? padded : all };
}

/** The share of events at either end that may be left out of the first view. A guess, 2026-11. */
const FAR = 0.04;
