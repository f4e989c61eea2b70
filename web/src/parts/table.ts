// What a table's column is, and how a page's order is kept in its address.

export interface Column {
  /** Name in the address's `sort`. */
  name: string;
  /** Fluent message of the heading. */
  label: string;
  /** Whether the heading sorts. */
  sorts?: boolean;
  number?: boolean;
  /** A CSS grid track: `6rem`, `minmax(8rem, 2fr)`. */
  width: string;
  /** Hidden where the table is narrower than 44rem. */
  wide?: boolean;
  /** Hidden where it is narrower than 30rem. */
  middling?: boolean;
}

export interface Order {
  by: string;
  down: boolean;
}

/** `-killed` is by killed, the greatest first. */
export function readOrder(value: string | null, columns: readonly Column[], otherwise: Order): Order {
  const by = value?.replace(/^-/, '') ?? '';
  if (!columns.some((c) => c.sorts && c.name === by)) return otherwise;
  return { by, down: value!.startsWith('-') };
}

export function writeOrder(order: Order, otherwise: Order): string | null {
  if (order.by === otherwise.by && order.down === otherwise.down) return null;
  return (order.down ? '-' : '') + order.by;
}

/** The order after a heading is pressed: the other way round where it already sorts. */
export function pressed(order: Order, by: string): Order {
  return { by, down: order.by === by ? !order.down : true };
}
