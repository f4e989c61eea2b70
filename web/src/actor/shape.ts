// When and what: an actor's events counted by type and by month or year.
import { isoOf, NO_DAY, rowOf, type Columns } from '../columns';

export interface Shape {
  /** Types of the events with how many of each, the most frequent first. */
  types: { type: string; events: number }[];
  /** Every month or year from the first to the last, empty ones too. */
  spans: { span: string; events: number }[];
  /** Events whose day is not told. */
  undated: number;
}

/** More months than this are shown as years. */
const MONTHS = 60;

const monthsOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (n: number) => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;

function everyMonth(first: string, last: string): string[] {
  const from = monthsOf(first);
  return Array.from({ length: monthsOf(last) - from + 1 }, (_, i) => monthAt(from + i));
}

function add(counts: Map<string, number>, key: string) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function shapeOf(columns: Columns, numbers: readonly number[]): Shape {
  const types = new Map<string, number>();
  const months = new Map<string, number>();
  let undated = 0;
  for (const number of numbers) {
    const row = rowOf(columns, number);
    if (row < 0) continue;
    add(types, columns.types[columns.type[row]!] ?? '');
    const begins = columns.begins[row]!;
    if (begins === NO_DAY) undated++;
    else add(months, isoOf(begins).slice(0, 7));
  }
  const told = [...months.keys()].sort();
  const all = told.length ? everyMonth(told[0]!, told[told.length - 1]!) : [];
  const spans = all.length > MONTHS ? byYear(all, months) : all.map((span) => ({ span, events: months.get(span) ?? 0 }));
  return { types: [...types].map(([type, events]) => ({ type, events })).sort((a, b) => b.events - a.events || a.type.localeCompare(b.type)), spans, undated };
}

function byYear(months: readonly string[], counts: ReadonlyMap<string, number>): { span: string; events: number }[] {
  const years = new Map<string, number>();
  for (const month of months) years.set(month.slice(0, 4), (years.get(month.slice(0, 4)) ?? 0) + (counts.get(month) ?? 0));
  return [...years].map(([span, events]) => ({ span, events }));
}
