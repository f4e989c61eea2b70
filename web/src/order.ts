// Rows by one of their columns: words by the alphabet, numbers by size; what is not told comes last either way.
import type { Order } from './parts/table';

const letters = new Intl.Collator(undefined, { numeric: true });

export function inOrder<T extends object>(rows: readonly T[], order: Order): T[] {
  const of = (row: T) => (row as Record<string, unknown>)[order.by] ?? null;
  const way = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return way * (typeof x === 'number' && typeof y === 'number' ? x - y : letters.compare(String(x), String(y)));
  });
}
