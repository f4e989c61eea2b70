// Values as people write them and as the server takes them: days, counts, kinds. The forms read these and write them back.

export type DaysAs = 'day' | 'days' | 'month' | 'year';

export interface DaysDraft {
  as: DaysAs;
  from: string;
  to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-\d{2}$/;
const YEAR = /^\d{4}$/;

/** `2022-01-05`, `2022-01`, `2022` or two days with `..` between. What is none of these is an empty day. */
export function readDays(written: string): DaysDraft {
  const [from = '', to = ''] = written.split('..').map((w) => w.trim());
  if (to) return { as: 'days', from, to };
  if (MONTH.test(from)) return { as: 'month', from, to: '' };
  if (YEAR.test(from)) return { as: 'year', from, to: '' };
  return { as: 'day', from: DAY.test(from) ? from : '', to: '' };
}

/** The days as the server takes them; `null` while something is missing or makes no sense. */
export function writeDays({ as, from, to }: DaysDraft): string | null {
  const shape = { day: DAY, days: DAY, month: MONTH, year: YEAR }[as];
  if (!shape.test(from)) return null;
  if (as !== 'days') return from;
  if (!DAY.test(to) || to < from) return null;
  return from === to ? from : `${from}..${to}`;
}

/** The same days told in another way: a day becomes its month, a month its first day. */
export function daysAs(draft: DaysDraft, as: DaysAs): DaysDraft {
  const from = draft.from;
  if (as === 'year') return { as, from: from.slice(0, 4), to: '' };
  if (as === 'month') return { as, from: from.length >= 7 ? from.slice(0, 7) : from ? `${from}-01` : '', to: '' };
  const first = from.length === 4 ? `${from}-01-01` : from.length === 7 ? `${from}-01` : from;
  return { as, from: first, to: as === 'days' ? draft.to || first : '' };
}

export interface CountDraft {
  what: string;
  low: string;
  /** Empty: the number itself. */
  high: string;
  /** No upper bound. */
  open: boolean;
}

export function readCount(what: string, low: number | null, high: number | null): CountDraft {
  const least = low ?? (high === null ? '' : 0);
  return { what, low: String(least), high: high === null || high === low ? '' : String(high), open: high === null && low !== null };
}

const WHOLE = /^\d{1,15}$/;

/** `killed 12`, `killed 12..15`, `killed 12+`; `null` while it makes no sense. */
export function writeCount({ what, low, high, open }: CountDraft): string | null {
  const least = low.trim();
  const most = high.trim();
  if (!what || !WHOLE.test(least)) return null;
  if (open) return `${what} ${least}+`;
  if (!most) return `${what} ${least}`;
  return WHOLE.test(most) && Number(most) >= Number(least) ? `${what} ${least}..${most}` : null;
}

/** `PROTEST riot` as type and mode. */
export function readKind(written: string): { type: string; mode: string } {
  const [type = '', mode = 'other'] = written.split(' ').filter(Boolean);
  return { type, mode };
}
