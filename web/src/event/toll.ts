// The course of a toll as marks: where each figure stands in time and height, and by which shape its standing is known.
import { scaleLinear, scaleSqrt, scaleUtc } from 'd3-scale';
import type { Entry, Ledger } from './record';

/** What a mark looks like: its shape says what has become of the figure. */
export type Shape = 'in_force' | 'superseded' | 'withdrawn' | 'part' | 'too_low' | 'refused';

export interface Mark {
  /** Place in the ledger, counted from 0; the table names it from 1. */
  at: number;
  x: number;
  /** Heights of the least and the most; equal for a single number. */
  low: number;
  high: number;
  /** No upper bound: an arrow goes up from it. */
  open: boolean;
  /** No lower bound. */
  upTo: boolean;
  shape: Shape;
  /** Who says it: the kind of voice, `own` for the report itself. */
  voice: string;
}

export interface Chart {
  width: number;
  height: number;
  marks: Mark[];
  days: { x: number; day: string }[];
  numbers: { y: number; n: number }[];
  best: number | null;
  /** Heights of the least and the most by the rule; `top` at the chart's edge where there is no most. */
  band: { low: number; high: number; open: boolean } | null;
  /** Figures with no day, which stand left of the axis. */
  undated: boolean;
}

export const MARGIN = { left: 44, right: 16, top: 30, bottom: 22 };
const DAY_MS = 86_400_000;
/** Figures of one day stand this many pixels apart. */
const APART = 15;

const time = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** The number that an entry is drawn at where it has only one bound, or none: then that of the figure it calls too low. */
function bounds(entry: Entry, ledger: Ledger): { low: number; high: number } | null {
  const low = entry.low ?? entry.high;
  const high = entry.high ?? entry.low;
  if (low !== null && high !== null) return { low, high };
  if (entry.standing.is !== 'too_low') return null;
  const of = ledger.entries[entry.standing.of];
  return of && of !== entry && (of.low ?? of.high) !== null ? bounds(of, ledger) : null;
}

/** Half the width of a day's label, in pixels. */
const HALF_A_DAY = 34;

/** Days for the axis: the first, the last, and what fits between. */
function dayTicks(domain: [Date, Date], x: (d: Date) => number, [from, to]: [number, number]): { x: number; day: string }[] {
  const scale = scaleUtc().domain(domain);
  const most = Math.max(2, Math.floor((to - from) / 110));
  const ticks = scale.ticks(most).filter((d) => d.getTime() % DAY_MS === 0);
  return ticks.map((d) => ({ x: x(d), day: d.toISOString().slice(0, 10) })).filter((tick) => tick.x > from + HALF_A_DAY && tick.x < to - HALF_A_DAY);
}

export function chartOf(ledger: Ledger, width: number, height: number): Chart {
  const dated = ledger.entries.flatMap((e) => (e.as_of ? [time(e.as_of)] : []));
  const undated = ledger.entries.some((e) => !e.as_of && bounds(e, ledger));
  const first = Math.min(...dated);
  const last = Math.max(...dated);
  const pad = Math.max(DAY_MS, (last - first) * 0.04);
  const left = MARGIN.left + (undated ? 40 : 0);
  const domain: [Date, Date] = dated.length ? [new Date(first - pad), new Date(last + pad)] : [new Date(0), new Date(DAY_MS)];
  const x = scaleUtc().domain(domain).range([left, width - MARGIN.right]);
  const tops = ledger.entries.flatMap((e) => bounds(e, ledger)?.high ?? []);
  const most = Math.max(1, ...tops);
  const least = Math.min(most, ...ledger.entries.flatMap((e) => bounds(e, ledger)?.low ?? []));
  // Where the greatest is many times the least, a root scale keeps the small ones apart.
  const scale = most > 12 * Math.max(1, least) ? scaleSqrt() : scaleLinear();
  const y = scale.domain([0, most * 1.12]).range([height - MARGIN.bottom, MARGIN.top]);
  const onDay = new Map<string, number>();
  const same = (e: Entry) => e.as_of ?? '';
  for (const e of ledger.entries) if (bounds(e, ledger)) onDay.set(same(e), (onDay.get(same(e)) ?? 0) + 1);
  const placed = new Map<string, number>();
  const marks = ledger.entries.flatMap((entry, at): Mark[] => {
    const b = bounds(entry, ledger);
    if (!b) return [];
    const nth = placed.get(same(entry)) ?? 0;
    placed.set(same(entry), nth + 1);
    const apart = Math.min(APART, (width - left) / 3 / onDay.get(same(entry))!);
    const middle = entry.as_of ? x(time(entry.as_of)) : MARGIN.left + 14;
    return [
      {
        at, x: middle + (nth - (onDay.get(same(entry))! - 1) / 2) * apart, low: y(b.low), high: y(b.high),
        open: entry.standing.is === 'too_low' || (entry.high === null && entry.low !== null), upTo: entry.low === null && entry.high !== null,
        shape: entry.standing.is, voice: entry.voice?.source_type ?? 'own',
      },
    ];
  });
  const band = ledger.low === null ? null : { low: y(ledger.low), high: ledger.high === null ? MARGIN.top : y(ledger.high), open: ledger.high === null };
  return {
    width, height, marks, undated,
    days: dated.length ? dayTicks(domain, (d) => x(d), [0, width]) : [],
    numbers: y.ticks(4).filter(Number.isInteger).map((n) => ({ y: y(n), n })),
    best: ledger.best === null ? null : y(ledger.best),
    band,
  };
}
