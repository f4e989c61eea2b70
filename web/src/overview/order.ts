// The order of the table's rows, from the columns alone.
import { NO_DAY, NO_FIGURE, type Columns } from '../columns';
import { spanOf } from './crossfilter';
import type { Order } from '../parts/table';

/** The newest first, as a newsroom reads. */
export const NEWEST: Order = { by: 'when', down: true };

/** What each order looks at; `null` where nothing is told, which stands last either way. */
const KEYS: Record<string, (c: Columns, row: number) => number | null> = {
  when: (c, row) => {
    const { begins } = spanOf(c, row);
    return begins === NO_DAY ? null : begins;
  },
  killed: (c, row) => (c.killed[row] === NO_FIGURE ? null : c.killed[row]!),
  reports: (c, row) => c.reports[row]!,
  confidence: (c, row) => c.confidence[row]!,
};

/** The rows in the order asked for; equal ones by number, so that the order is always the same. */
export function ordered(c: Columns, rows: Uint32Array, order: Order): Uint32Array {
  const key = KEYS[order.by] ?? KEYS['when']!;
  const last = order.down ? -Infinity : Infinity;
  const keys = new Float64Array(c.count);
  for (const row of rows) keys[row] = key(c, row) ?? last;
  const way = order.down ? -1 : 1;
  return rows.slice().sort((a, b) => {
    const x = keys[a]!;
    const y = keys[b]!;
    return x === y ? a - b : x < y ? -way : way;
  });
}
