// Reports by outlet and day, laid out as a strip of cells: one line an outlet, one column a day, week or month.
import { dayOf, isoOf, type Day } from '../columns';
import type { Sources } from '../api';

export type Grain = 'day' | 'week' | 'month';

export interface Line {
  /** `null`: reports that do not say where they were printed. */
  publisher: string | null;
  /** Whether this line gathers the outlets that have none of their own. */
  others: boolean;
  /** Reports in each column. */
  cells: Uint32Array;
  reports: number;
}

export interface Strip {
  grain: Grain;
  /** First days of the columns. */
  starts: Day[];
  lines: Line[];
  /** The greatest cell. */
  most: number;
  /** Reports in each column, all outlets together. */
  sums: Uint32Array;
  /** Columns with a thin day in them. */
  thin: boolean[];
}

/** More columns than this cannot be told apart on a screen. */
const COLUMNS = 200;
/** Outlets with a line of their own. */
const LINES = 20;

/** First day of a day's column. */
function startOf(day: Day, grain: Grain): Day {
  // 1970-01-01 was a Thursday; weeks begin on Monday.
  if (grain === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  return grain === 'month' ? dayOf(`${isoOf(day).slice(0, 7)}-01`)! : day;
}

function after(start: Day, grain: Grain): Day {
  return grain === 'day' ? start + 1 : grain === 'week' ? start + 7 : startOf(start + 31, 'month');
}

function startsOf(first: Day, last: Day, grain: Grain): Day[] {
  const starts: Day[] = [];
  for (let at = startOf(first, grain); at <= last; at = after(at, grain)) starts.push(at);
  return starts;
}

/** The finest grain whose columns fit. */
function grainFor(first: Day, last: Day): Grain {
  const days = last - first + 1;
  return days <= COLUMNS ? 'day' : days <= COLUMNS * 7 ? 'week' : 'month';
}

/** `null` where no report has a day. */
export function strip({ days, thin }: Pick<Sources, 'days' | 'thin'>): Strip | null {
  const told = days.map((d) => ({ ...d, at: dayOf(d.day) })).filter((d): d is typeof d & { at: Day } => d.at !== null);
  if (!told.length) return null;
  const [first, last] = told.reduce(([low, high], d) => [Math.min(low, d.at), Math.max(high, d.at)], [Infinity, -Infinity]);
  const grain = grainFor(first, last);
  const starts = startsOf(first, last, grain);
  const column = new Map(starts.map((start, i) => [start, i]));
  const place = (day: Day) => column.get(startOf(day, grain))!;

  const totals = new Map<string | null, number>();
  for (const d of told) totals.set(d.publisher, (totals.get(d.publisher) ?? 0) + d.reports);
  const ranked = [...totals].sort((a, b) => b[1] - a[1] || (a[0] ?? '').localeCompare(b[0] ?? '')).map(([publisher]) => publisher);
  const line = (publisher: string | null, others: boolean): Line => ({ publisher, others, cells: new Uint32Array(starts.length), reports: 0 });
  const many = ranked.length > LINES;
  const lines = ranked.slice(0, many ? LINES - 1 : LINES).map((publisher) => line(publisher, false));
  const lineOf = new Map(lines.map((l) => [l.publisher, l]));
  const rest = line(null, true);
  if (many) lines.push(rest);
  const sums = new Uint32Array(starts.length);
  for (const d of told) {
    const own = lineOf.get(d.publisher) ?? rest;
    own.cells[place(d.at)]! += d.reports;
    own.reports += d.reports;
    sums[place(d.at)]! += d.reports;
  }
  const marked = starts.map(() => false);
  for (const { day } of thin) {
    const at = dayOf(day);
    if (at !== null && at >= first && at <= last) marked[place(at)] = true;
  }
  return { grain, starts, lines, most: Math.max(1, ...lines.map(({ cells }) => cells.reduce((a, b) => Math.max(a, b), 0))), sums, thin: marked };
}

/** How dark a cell is, from 0 to 1: by the root, so that one report is seen beside a hundred. */
export function depth(reports: number, most: number): number {
  return reports === 0 ? 0 : 0.18 + 0.82 * Math.sqrt(reports / most);
}

/** A column's days in words: `2022-01-05`, `2022-01-03 – 2022-01-09`, `2022-01`. */
export function said(start: Day, grain: Grain): string {
  const iso = isoOf(start);
  return grain === 'day' ? iso : grain === 'month' ? iso.slice(0, 7) : `${iso} – ${isoOf(start + 6)}`;
}
