// The queue of a review: what is worth a look next, decisions that are shown at once and saved behind, the way back.
import { api, type EventView, type QueueItem } from '../api';
import { fail, tell } from '../said.svelte';
import { t } from '../text.svelte';
import { Clock } from './clock';

export type Verdict = 'right' | 'wrong';

/** A decision of this sitting. */
interface Decided {
  item: QueueItem;
  verdict: Verdict;
  /** Where it stood in the list, so that taking it back puts it there. */
  at: number;
  seconds: number;
  /** The judgements, once they are saved; rejects where they could not be. */
  saved: Promise<number[]>;
  /** The record as it was seen, for taking the decision back. */
  view: EventView | null;
}

/** How many items are asked for at once, and below how many more are asked for. */
const PAGE = 50;
const LOW = 12;
/** Numbers that an address can carry. */
const MOST_NUMBERS = 1500;
/** Items asked for where the numbers are too many: those wanted are picked from them here. */
const WIDE = 500;

export class Queue {
  items = $state.raw<QueueItem[]>([]);
  /** Items that the server has not sent yet are counted too. */
  left = $state(0);
  /** The record that is looked at; not in the list when it came by the address. */
  current = $state.raw<number | null>(null);
  view = $state.raw<EventView | null>(null);
  loading = $state(true);
  failed = $state.raw<unknown>(null);
  viewFailed = $state.raw<unknown>(null);
  saving = $state(0);
  done = $state.raw<Decided[]>([]);

  readonly clock = new Clock(performance.now());
  #views = new Map<number, Promise<EventView>>();
  #wanted: Set<number> | null = null;
  #skip = new Set<string>();
  #sequence: Promise<unknown> = Promise.resolve();
  #load = 0;

  /** Where the current record stands in the list, or -1. */
  get at(): number {
    return this.items.findIndex((i) => i.row.number === this.current);
  }

  /** Seconds a record, in this sitting. */
  get mean(): number {
    return this.done.length ? this.done.reduce((sum, d) => sum + d.seconds, 0) / this.done.length : 0;
  }

  /** Loads the queue of these events, or of all. Keeps to the current record where it is asked for. */
  async load(numbers: readonly number[] | null, current: number | null) {
    const turn = ++this.#load;
    this.#wanted = numbers ? new Set(numbers) : null;
    this.loading = true;
    try {
      const { items, left } = await this.#fetch();
      if (turn !== this.#load) return;
      this.items = items;
      this.left = left;
      this.failed = null;
      this.look(current ?? items[0]?.row.number ?? null);
    } catch (error) {
      if (turn === this.#load) this.failed = error;
    } finally {
      if (turn === this.#load) this.loading = false;
    }
  }

  /** What the server would have looked at next, without what was decided in this sitting. */
  async #fetch(): Promise<{ items: QueueItem[]; left: number }> {
    const wanted = this.#wanted;
    if (wanted && !wanted.size) return { items: [], left: 0 };
    const undecided = (items: QueueItem[]) => items.filter((i) => !this.#skip.has(i.row.event));
    if (!wanted || wanted.size <= MOST_NUMBERS) {
      const found = await api.queue({ limit: PAGE + this.#skip.size, ...(wanted ? { numbers: [...wanted].join(',') } : {}) });
      const items = undecided(found.items);
      return { items, left: found.left - (found.items.length - items.length) };
    }
    const wide = await api.queue({ limit: WIDE });
    const picked = undecided(wide.items).filter((i) => wanted.has(i.row.number));
    if (picked.length >= LOW) return { items: picked.slice(0, PAGE), left: wanted.size - this.done.length };
    const some = await api.queue({ limit: PAGE, numbers: [...wanted].slice(0, MOST_NUMBERS).join(',') });
    return { items: undecided(some.items), left: wanted.size - this.done.length };
  }

  /** Asks for more before the list runs out. */
  async #fill() {
    if (this.loading || this.items.length >= LOW || this.left <= this.items.length) return;
    this.loading = true;
    try {
      await this.#sequence;
      const { items, left } = await this.#fetch();
      const known = new Set(this.items.map((i) => i.row.event));
      this.items = [...this.items, ...items.filter((i) => !known.has(i.row.event))];
      this.left = Math.max(left, this.items.length);
      if (this.current === null) this.look(this.items[0]?.row.number ?? null);
    } catch (error) {
      fail(error);
    } finally {
      this.loading = false;
    }
  }

  #viewOf(number: number): Promise<EventView> {
    let view = this.#views.get(number);
    if (!view) {
      view = api.event(number);
      view.catch(() => this.#views.delete(number));
      this.#views.set(number, view);
      const oldest = this.#views.keys().next();
      if (this.#views.size > 12 && !oldest.done) this.#views.delete(oldest.value);
    }
    return view;
  }

  /** Looks at a record; the next one is fetched already. */
  look(number: number | null) {
    if (number !== this.current) this.clock.restart(performance.now());
    this.current = number;
    if (this.view?.row.number !== number) this.view = null;
    this.viewFailed = null;
    if (number === null) return;
    void this.#viewOf(number).then(
      (view) => void (this.current === number && (this.view = view)),
      (error: unknown) => void (this.current === number && (this.viewFailed = error)),
    );
    const next = this.items[this.at + 1];
    if (next) void this.#viewOf(next.row.number).catch(() => {});
  }

  /** Fetches the current record anew, after its values were changed. */
  async again() {
    const number = this.current;
    if (number === null) return;
    this.#views.delete(number);
    try {
      const view = await this.#viewOf(number);
      if (this.current !== number) return;
      this.view = view;
      // A merge may have led it elsewhere; the list follows.
      this.items = this.items.map((i) => (i.row.number === number ? { ...i, row: view.row } : i)).filter((i, n, all) => all.findIndex((x) => x.row.number === i.row.number) === n);
      if (view.row.number !== number) this.current = view.row.number;
    } catch (error) {
      fail(error);
    }
  }

  move(step: 1 | -1) {
    const next = this.items[this.at < 0 ? 0 : this.at + step];
    if (next) this.look(next.row.number);
  }

  /** Decides on the current record and goes to the next at once. What could not be saved comes back, visibly. */
  decide(verdict: Verdict, why?: string) {
    const item = this.items[this.at] ?? (this.view && this.view.row.number === this.current ? { row: this.view.row, value: 0, why: '' } : null);
    if (!item) return;
    const at = Math.max(0, this.at);
    const seconds = this.clock.seconds(performance.now());
    this.saving++;
    const saved = this.#sequence.then(async () => (await api.judge({ says: verdict, numbers: [item.row.event], seconds, ...(why ? { why } : {}) })).judgements);
    this.#sequence = saved.catch(() => {});
    const decided: Decided = { item, verdict, at, seconds, saved, view: this.view };
    this.#leave(item, at);
    this.done = [...this.done, decided];
    this.#views.delete(item.row.number);
    saved.then(
      () => void this.saving--,
      (error: unknown) => {
        this.saving--;
        this.#back(decided);
        fail(error);
      },
    );
    void this.#fill();
  }

  #leave(item: QueueItem, at: number) {
    this.#skip.add(item.row.event);
    const had = this.items.length;
    this.items = this.items.filter((i) => i.row.event !== item.row.event);
    if (this.items.length < had) this.left = Math.max(0, this.left - 1);
    this.look((this.items[at] ?? this.items[at - 1])?.row.number ?? null);
  }

  #back(decided: Decided) {
    // Taken back while it was being saved, and then refused by the server: it is back already.
    if (!this.done.includes(decided)) return;
    this.done = this.done.filter((d) => d !== decided);
    this.#skip.delete(decided.item.row.event);
    this.items = this.items.toSpliced(Math.min(decided.at, this.items.length), 0, decided.item);
    this.left++;
    if (decided.view) this.#views.set(decided.item.row.number, Promise.resolve(decided.view));
    this.look(decided.item.row.number);
  }

  /** Takes back the last decision of this sitting and shows its record again. `false` where there is none. */
  async undo(): Promise<boolean> {
    const last = this.done.at(-1);
    if (!last) return false;
    this.#back(last);
    try {
      await api.undo(await last.saved);
      tell(t('undone', { n: 1 }));
    } catch (error) {
      fail(error);
    }
    return true;
  }
}
