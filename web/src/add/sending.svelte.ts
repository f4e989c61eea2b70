// Sends files piece by piece and follows the server reading them. It outlives the page's component: one may look at
// other pages meanwhile and come back.
import { api, ApiError, type Job } from '../api';
import { form, pieces, type Given } from './gather';

/** How often the server is asked how far it is, in milliseconds. */
const ASK = 300;
/** How long and how often a busy server is asked again. */
const BUSY = { wait: 2_000, tries: 60 };

type Counts = Pick<Job, 'done' | 'new' | 'unchanged' | 'changed'>;
const NONE: Counts = { done: 0, new: 0, unchanged: 0, changed: 0 };

const rest = (ms: number) => new Promise<void>((on) => setTimeout(on, ms));

class Sending {
  phase = $state<'none' | 'running' | 'stopping' | 'stopped' | 'finished' | 'failed'>('none');
  /** Files that were given. */
  files = $state(0);
  error = $state.raw<unknown>(null);
  #before = $state.raw<Counts>(NONE);
  #now = $state.raw<Job | null>(null);
  #told = $state.raw<Job['problems']>([]);
  /** Files of pieces that are not sent yet, and reports of those that are read. */
  #ahead = $state(0);
  #began = 0;
  #ended = $state(0);
  #tick = $state(0);

  get busy() {
    return this.phase === 'running' || this.phase === 'stopping';
  }

  /** Counts of all pieces so far. */
  get counts(): Counts {
    const [before, now] = [this.#before, this.#now ?? NONE];
    return { done: before.done + now.done, new: before.new + now.new, unchanged: before.unchanged + now.unchanged, changed: before.changed + now.changed };
  }

  get total() {
    return this.#before.done + (this.#now?.total ?? 0) + this.#ahead;
  }

  get problems(): Job['problems'] {
    return [...this.#told, ...(this.#now?.problems ?? [])];
  }

  /** Seconds since the beginning, or from it to the end. */
  get seconds() {
    void this.#tick;
    return ((this.#ended || performance.now()) - this.#began) / 1000;
  }

  async send(given: readonly Given[]) {
    if (this.busy || !given.length) return;
    this.clear();
    this.phase = 'running';
    this.files = this.#ahead = given.length;
    this.#began = performance.now();
    try {
      for (const piece of pieces(given)) {
        if (this.phase !== 'running') break;
        await this.#follow(piece);
      }
      this.phase = this.phase === 'running' ? 'finished' : 'stopped';
    } catch (error) {
      this.error = error;
      this.phase = 'failed';
    }
    this.#ended = performance.now();
  }

  /** Stops after the report in hand; what is kept stays. */
  stop() {
    if (this.phase === 'running') this.phase = 'stopping';
  }

  clear() {
    if (this.busy) return;
    this.phase = 'none';
    this.error = this.#now = null;
    [this.#before, this.#told, this.#ahead, this.#ended, this.files] = [NONE, [], 0, 0, 0];
  }

  async #follow(piece: Given[]) {
    const { job } = await this.#begin(piece);
    this.#ahead -= piece.length;
    let told = false;
    for (;;) {
      if (this.phase === 'stopping' && !told) {
        told = true;
        await api.stopJob(job);
      }
      this.#now = await api.job(job);
      this.#tick++;
      if (this.#now.finished) break;
      await rest(ASK);
    }
    [this.#told, this.#before, this.#now] = [this.problems, this.counts, null];
  }

  async #begin(piece: Given[]): Promise<{ job: number }> {
    for (let left = BUSY.tries; ; left--) {
      try {
        return await api.addReports(form(piece));
      } catch (error) {
        const busy = error instanceof ApiError && (error.status === 429 || error.status === 503);
        if (!busy || left === 0 || this.phase !== 'running') throw error;
        await rest(BUSY.wait);
      }
    }
  }
}

export const sending = new Sending();
