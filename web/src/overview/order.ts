// The order of the table's rows, from the columns alone. Each order of the whole case is worked out once; after that
// the chosen rows are only picked out of it, so that a brush never sorts.
import { NO_DAY, NO_FIGURE, type Columns } from '../columns';
import type { Order } from '../parts/table';

/** The newest first, as a newsroom reads. */
export const NEWEST: Order = { by: 'when', down: true };

/** What each order looks at; `null` where nothing is told, which stands last either way. */
const KEYS: Record<string, (c: Columns, row: number) => number | null> = {
  when: (c, row) => (c.begins[row] === NO_DAY ? null : c.begins[row]!),
  killed: (c, row) => (c.killed[row] === NO_FIGURE ? null : c.killed[row]!),
  reports: (c, row) => c.reports[row]!,
  confidence: (c, row) => c.confidence[row]!,
};

const kept = new WeakMap<Columns, Map<string, Uint32Array>>();

/** All rows in an order; equal ones by number, so that the order is always the same. */
function whole(c: Columns, order: Order): Uint32Array {
  const orders = kept.get(c) ?? new Map<string, Uint32Array>();
  kept.set(c, orders);
  const name = `${order.by} ${order.down}`;
  const found = orders.get(name) ?? sorted(c, order);
  orders.set(name, found);
  return found;
}

function sorted(c: Columns, order: Order): Uint32Array {
  const key = KEYS[order.by] ?? KEYS['when']!;
  const way = order.down ? -1 : 1;
  const keys = Float64Array.from({ length: c.count }, (_, row) => (key(c, row) ?? Infinity * way) * way);
  return Uint32Array.from({ length: c.count }, (_, row) => row).sort((a, b) => keys[a]! - keys[b]! || a - b);
}

/** The rows in the order asked for. */
export function ordered(c: Columns, rows: Uint32Array, order: Order): Uint32Array {
  const wanted = new Uint8Array(c.count);
  for (const row of rows) wanted[row] = 1;
  const found = new Uint32Array(rows.length);
  let n = 0;
  for (const row of whole(c, order)) if (wanted[row]) found[n++] = row;
  return found;
}
