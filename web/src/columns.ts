// Every event in a few typed arrays, as the server packs them: what the overview filters and draws without asking again.

/** A day as the number of days since 1970-01-01; `NO_DAY` where none is told. */
export type Day = number;
export const NO_DAY: Day = -2147483648;
export const NO_FIGURE = 0xffffffff;

export interface Columns {
  count: number;
  head: number;
  /** Words for the small numbers of the coded columns. */
  types: string[];
  modes: string[];
  statuses: string[];
  countries: string[];
  precisions: string[];
  number: Uint32Array;
  /** First and last day, each included; both `NO_DAY` or neither, and never the last before the first. */
  begins: Int32Array;
  ends: Int32Array;
  lat: Float32Array;
  lon: Float32Array;
  precision: Uint8Array;
  type: Uint8Array;
  mode: Uint16Array;
  status: Uint8Array;
  country: Uint16Array;
  confidence: Uint8Array;
  reviewed: Uint8Array;
  reports: Uint16Array;
  part: Uint8Array;
  killed: Uint32Array;
}

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array } as const;
type Kind = keyof typeof ARRAYS;

/** The columns wanted and the type each must have. */
const WANTED: Record<string, Kind> = {
  number: 'u32', begins: 'i32', ends: 'i32', lat: 'f32', lon: 'f32', precision: 'u8', type: 'u8', mode: 'u16',
  status: 'u8', country: 'u16', confidence: 'u8', reviewed: 'u8', reports: 'u16', part: 'u8', killed: 'u32',
};

interface Header {
  count: number;
  head: number;
  columns: { name: string; type: Kind; at: number }[];
  types: string[];
  modes: string[];
  statuses: string[];
  countries: string[];
  precisions: string[];
}

/** Reads the server's packing; the arrays look into `bytes`. Throws where it is not what it should be. */
export function readColumns(bytes: ArrayBuffer): Columns {
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Header;
  const arrays: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(WANTED)) {
    const column = header.columns.find((c) => c.name === name);
    if (!column || column.type !== kind) throw new Error(`the column ${name} is missing or not ${kind}`);
    arrays[name] = new ARRAYS[kind](bytes, 4 + length + column.at, header.count);
  }
  const { count, head, types, modes, statuses, countries, precisions } = header;
  const columns = { count, head, types, modes, statuses, countries, precisions, ...arrays } as Columns;
  evenDays(columns);
  return columns;
}

/** Where only one end is told it is both; an end before its beginning is the beginning. */
function evenDays({ begins, ends }: Columns) {
  for (let row = 0; row < begins.length; row++) {
    if (begins[row] === NO_DAY) begins[row] = ends[row]!;
    if (ends[row]! < begins[row]!) ends[row] = begins[row]!;
  }
}

const MS_A_DAY = 86_400_000;

/** `2022-01-05` as a day; `null` where it is not one. */
export function dayOf(iso: string): Day | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : NaN;
  return Number.isNaN(ms) ? null : Math.round(ms / MS_A_DAY);
}

/** A day as `2022-01-05`. */
export function isoOf(day: Day): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** The row of an event's number, or -1: numbers stand in ascending order. */
export function rowOf(columns: Pick<Columns, 'number' | 'count'>, number: number): number {
  let low = 0;
  let high = columns.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = columns.number[middle]!;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
