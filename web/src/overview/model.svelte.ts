// The overview's state: the columns, what is wanted, what is chosen. Everything else on the page looks at this.
import { api } from '../api';
import { readColumns, type Columns } from '../columns';
import { at, setQuery } from '../router.svelte';
import { fail } from '../said.svelte';
import { spans } from './bins';
import { placeAll, type Placed } from './cluster';
import { Crossfilter, markNumbers } from './crossfilter';
import { FAMILIES, familyNumbers } from './families';
import { Rows } from './rows.svelte';
import { readWants, type Changes, type Wants } from './wants';

/** Columns and what is worked out of them once. */
interface Loaded {
  columns: Columns;
  filter: Crossfilter;
  families: Uint8Array;
  placed: Placed;
  spans: ReturnType<typeof spans>;
}

// The columns outlive the page's visit: coming back to the overview shows them at once and asks only whether they changed.
let kept: { loaded: Loaded; etag: string | null } | null = null;

function load(bytes: ArrayBuffer): Loaded {
  const columns = readColumns(bytes);
  return { columns, filter: new Crossfilter(columns), families: familyNumbers(columns.types), placed: placeAll(columns), spans: spans(columns) };
}

export class Overview {
  loaded = $state.raw<Loaded | null>(kept?.loaded ?? null);
  failed = $state.raw<unknown>(null);
  /** Days while a brush is being drawn; the address follows when it is let go. */
  brushing = $state.raw<Pick<Wants, 'from' | 'to'> | null>(null);
  /** The server's answer to the conditions in words. */
  #answer = $state.raw<{ asked: string; numbers: number[] } | null>(null);
  asking = $state(false);
  readonly rows = new Rows();
  readonly familyCount = FAMILIES.length;

  #addressed = $derived(readWants(at.query));
  wants: Wants = $derived(this.brushing ? { ...this.#addressed, ...this.brushing, undated: false } : this.#addressed);
  #askedWords = $derived(JSON.stringify(this.#addressed.words));
  #marked = $derived.by(() => {
    if (!this.loaded || this.#askedWords === '{}' || !this.#answer) return null;
    return markNumbers(this.loaded.columns, this.#answer.numbers);
  });

  chosen = $derived.by(() => {
    if (!this.loaded) return null;
    const { filter } = this.loaded;
    filter.want(this.wants, this.#marked);
    return { rows: filter.rows(), anyDay: filter.rows('days'), anywhere: filter.rows('area'), facets: filter.facets() };
  });

  change(changes: Changes, replace = false) {
    setQuery(changes, { replace });
  }

  /** Brings the columns up to date. Keeps what is shown when the server says nothing changed. */
  async refresh() {
    try {
      const answer = await api.columns(kept?.etag ?? null);
      this.failed = null;
      if (!answer) return;
      kept = { loaded: load(answer.bytes), etag: answer.etag };
      this.rows.forget();
      this.loaded = kept.loaded;
      await this.ask();
    } catch (error) {
      if (this.loaded) fail(error);
      else this.failed = error;
    }
  }

  /** Asks the server for the conditions in words; `signal` drops an answer that has been overtaken. */
  async ask(signal?: AbortSignal) {
    const asked = this.#askedWords;
    if (asked === '{}') {
      this.#answer = null;
      return;
    }
    this.asking = true;
    try {
      const { numbers } = await api.match(JSON.parse(asked), signal);
      if (!signal?.aborted) this.#answer = { asked, numbers };
    } catch (error) {
      if (!signal?.aborted) fail(error);
    } finally {
      if (!signal?.aborted) this.asking = false;
    }
  }

  /** Follows the words in the address. Call in an effect. */
  follow(): () => void {
    void this.#askedWords;
    const stop = new AbortController();
    void this.ask(stop.signal);
    return () => stop.abort();
  }

  numberOf(row: number): number {
    return this.loaded?.columns.number[row] ?? 0;
  }
}
