// Rows in words, asked from the server in pages and kept: the table, the map's card and the timeline share them.
import { api, type Row } from '../api';
import { fail } from '../said.svelte';

/** How many numbers are asked at once; the server takes 500. */
const AT_ONCE = 100;
/** How many rows are kept before the oldest are forgotten. */
const KEPT = 4_000;

export class Rows {
  #kept = new Map<number, Row>();
  #asked = new Set<number>();
  /** Grows whenever rows came, so that what shows them is drawn again. */
  #came = $state(0);
  #here = () => {};
  /** Kept when the first rows are here. */
  readonly first = new Promise<void>((here) => (this.#here = here));

  get(number: number): Row | undefined {
    void this.#came;
    return this.#kept.get(number);
  }

  /** Fetches what is not yet here. */
  async want(numbers: readonly number[]) {
    const missing = numbers.filter((n) => !this.#kept.has(n) && !this.#asked.has(n));
    for (let at = 0; at < missing.length; at += AT_ONCE) await this.#fetch(missing.slice(at, at + AT_ONCE));
  }

  async #fetch(numbers: number[]) {
    for (const n of numbers) this.#asked.add(n);
    try {
      const { rows } = await api.rows(numbers);
      for (const row of rows) this.#kept.set(row.number, row);
      for (const old of this.#kept.keys()) {
        if (this.#kept.size <= KEPT) break;
        this.#kept.delete(old);
      }
      this.#came++;
      this.#here();
    } catch (error) {
      fail(error);
    } finally {
      for (const n of numbers) this.#asked.delete(n);
    }
  }

  /** Forgets everything: the events have changed. */
  forget() {
    this.#kept.clear();
    this.#came++;
  }
}
