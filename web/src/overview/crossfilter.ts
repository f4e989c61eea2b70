// Which events are wanted, and how many there would be of each choice if that choice alone were opened again.
// Each condition owns one bit of an event's `fails`; an event is chosen when no bit is set. A brush over the days
// so only rewrites the bit of the days, in one pass over the columns.
import { NO_DAY, type Columns } from '../columns';
import type { Area, Wants } from './wants';

export const CONDITIONS = ['types', 'statuses', 'countries', 'days', 'area', 'reviewed', 'confidence', 'words'] as const;
export type Condition = (typeof CONDITIONS)[number];

const BIT = Object.fromEntries(CONDITIONS.map((c, i) => [c, 1 << i])) as Record<Condition, number>;
const ALL_BITS = (1 << CONDITIONS.length) - 1;

/** Whether a row fails; `null` where the condition asks nothing. */
type Fails = ((row: number) => boolean) | null;

/** How many events each choice has, by its number in the columns. */
export interface Facets {
  types: Uint32Array;
  statuses: Uint32Array;
  countries: Uint32Array;
  /** Not reviewed, reviewed. */
  reviewed: Uint32Array;
  /** With the days left open: no day told. */
  undated: number;
  /** With the area left open: no place on the map. */
  unplaced: number;
}

function among(values: readonly string[], words: readonly string[], column: ArrayLike<number>): Fails {
  if (!values.length) return null;
  const wanted = Uint8Array.from(words, (word) => (values.includes(word) ? 1 : 0));
  return (row) => !wanted[column[row]!];
}

/** An event overlaps the wanted days when it begins before they end and ends after they begin. */
function outsideDays(c: Columns, w: Wants): Fails {
  if (w.undated) return (row) => c.begins[row] !== NO_DAY;
  if (w.from === null && w.to === null) return null;
  const from = w.from ?? -Infinity;
  const to = w.to ?? Infinity;
  const { begins, ends } = c;
  return (row) => begins[row] === NO_DAY || begins[row]! > to || ends[row]! < from;
}

function outsideArea(c: Columns, w: Wants): Fails {
  if (w.unplaced) return (row) => !Number.isNaN(c.lat[row]!);
  if (!w.area) return null;
  const within = inArea(w.area);
  return (row) => !within(c.lon[row]!, c.lat[row]!);
}

/** Whether a point lies in an area; never for no point at all. */
export function inArea([west, south, east, north]: Area): (lon: number, lat: number) => boolean {
  if (west <= east) return (lon, lat) => lat >= south && lat <= north && lon >= west && lon <= east;
  return (lon, lat) => lat >= south && lat <= north && (lon >= west || lon <= east);
}

/** The rows of the numbers that the server found. Both ascend, so one walk is enough. */
export function markNumbers(c: Columns, numbers: readonly number[]): Uint8Array {
  const marked = new Uint8Array(c.count);
  let at = 0;
  for (const number of numbers) {
    while (at < c.count && c.number[at]! < number) at++;
    if (at < c.count && c.number[at] === number) marked[at] = 1;
  }
  return marked;
}

export class Crossfilter {
  readonly #fails: Uint16Array;
  /** What each condition was last asked, so that unchanged ones are not walked again. */
  readonly #asked: Partial<Record<Condition, string>> = {};
  #words: Uint8Array | null = null;

  constructor(readonly columns: Columns) {
    this.#fails = new Uint16Array(columns.count);
  }

  /** Sets all conditions. `words` marks the rows that the server found; `null` where nothing was asked in words. */
  want(w: Wants, words: Uint8Array | null = null) {
    const c = this.columns;
    this.#set('types', w.types.join(), () => among(w.types, c.types, c.type));
    this.#set('statuses', w.statuses.join(), () => among(w.statuses, c.statuses, c.status));
    this.#set('countries', w.countries.join(), () => among(w.countries, c.countries, c.country));
    this.#set('days', `${w.undated},${w.from},${w.to}`, () => outsideDays(c, w));
    this.#set('area', `${w.unplaced},${w.area}`, () => outsideArea(c, w));
    this.#set('reviewed', String(w.reviewed), () => (w.reviewed === null ? null : (row) => !!c.reviewed[row] !== w.reviewed));
    this.#set('confidence', String(w.confidence), () => (w.confidence ? (row) => c.confidence[row]! < w.confidence : null));
    if (this.#words !== words || !this.#asked.words) {
      this.#words = words;
      this.#asked.words = '';
      this.#set('words', words ? 'asked' : 'open', () => (words ? (row) => !words[row] : null));
    }
  }

  #set(condition: Condition, asked: string, fails: () => Fails) {
    if (this.#asked[condition] === asked) return;
    this.#asked[condition] = asked;
    const bit = BIT[condition];
    const rows = this.#fails;
    const test = fails();
    if (!test) for (let i = 0; i < rows.length; i++) rows[i]! &= ~bit;
    else for (let i = 0; i < rows.length; i++) rows[i] = test(i) ? rows[i]! | bit : rows[i]! & ~bit;
  }

  /** Rows that hold to every condition, or to all but one. */
  rows(without?: Condition): Uint32Array {
    const mask = without ? ALL_BITS & ~BIT[without] : ALL_BITS;
    const found = new Uint32Array(this.#fails.length);
    let n = 0;
    for (let i = 0; i < this.#fails.length; i++) if (!(this.#fails[i]! & mask)) found[n++] = i;
    return found.subarray(0, n);
  }

  /** Counts for every choice, each with its own condition left open. */
  facets(): Facets {
    const c = this.columns;
    const facets: Facets = {
      types: new Uint32Array(c.types.length), statuses: new Uint32Array(c.statuses.length), countries: new Uint32Array(c.countries.length),
      reviewed: new Uint32Array(2), undated: 0, unplaced: 0,
    };
    for (let i = 0; i < c.count; i++) {
      const fails = this.#fails[i]!;
      // With two conditions failed, an event counts for no choice: opening one leaves the other.
      if (fails & (fails - 1)) continue;
      const open = (bit: number) => fails === 0 || fails === bit;
      if (open(BIT.types)) facets.types[c.type[i]!]!++;
      if (open(BIT.statuses)) facets.statuses[c.status[i]!]!++;
      if (open(BIT.countries)) facets.countries[c.country[i]!]!++;
      if (open(BIT.reviewed)) facets.reviewed[c.reviewed[i]!]!++;
      if (open(BIT.days) && c.begins[i] === NO_DAY) facets.undated++;
      if (open(BIT.area) && Number.isNaN(c.lat[i]!)) facets.unplaced++;
    }
    return facets;
  }
}
