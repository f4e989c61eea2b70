// Lays intervals into lanes so that none covers another: the earliest first, each in the first lane that is free.
import { NO_DAY, type Columns, type Day } from '../columns';

export interface Laid {
  row: number;
  begins: Day;
  ends: Day;
  lane: number;
}

/** At most `most` lanes; what finds none is only counted. `gap` is the least number of days between two in a lane. */
export function layLanes(c: Columns, rows: Uint32Array, span: { first: Day; last: Day }, most: number, gap: number): { laid: Laid[]; lanes: number; left: number } {
  const found = [];
  for (const row of rows) {
    const begins = c.begins[row]!;
    const ends = c.ends[row]!;
    if (begins !== NO_DAY && begins <= span.last && ends >= span.first) found.push({ row, begins, ends, lane: 0 });
  }
  found.sort((a, b) => a.begins - b.begins || b.ends - a.ends || a.row - b.row);
  const free: Day[] = [];
  const laid: Laid[] = [];
  for (const bar of found) {
    const begins = Math.max(bar.begins, span.first);
    let lane = free.findIndex((day) => day <= begins);
    if (lane < 0) {
      if (free.length >= most) continue;
      lane = free.length;
    }
    free[lane] = Math.max(bar.ends + 1, begins + gap);
    laid.push({ ...bar, lane });
  }
  return { laid, lanes: free.length, left: found.length - laid.length };
}
