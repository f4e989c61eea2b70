// One decision for many events: in chunks, with progress, a stop, and one way back for all of them.
import { api } from '../api';
import { fail, tell } from '../said.svelte';
import { t } from '../text.svelte';
import type { Verdict } from './queue.svelte';

/** Events a request. */
const CHUNK = 200;
/** Judgements a request, when they are taken back. */
const UNDO_CHUNK = 2000;

export class Bulk {
  total = $state(0);
  decided = $state(0);
  running = $state(false);
  #stop = false;
  judgements: number[] = [];

  /** Decides on all of them. What is done when it is stopped, or fails, stays done and can be taken back. */
  async run(numbers: readonly number[], verdict: Verdict, why: string, refresh: () => unknown) {
    this.total = numbers.length;
    this.decided = 0;
    this.judgements = [];
    this.#stop = false;
    this.running = true;
    let trouble: unknown = null;
    for (let i = 0; i < numbers.length && !this.#stop; i += CHUNK) {
      const chunk = numbers.slice(i, i + CHUNK);
      try {
        const done = await api.judge({ says: verdict, numbers: chunk.map((n) => `e${n}`), ...(why ? { why } : {}) });
        this.judgements.push(...done.judgements);
        this.decided += chunk.length;
      } catch (error) {
        trouble = error;
        break;
      }
    }
    this.running = false;
    if (trouble) fail(trouble);
    else tell(t(`bulk-did-${verdict}`, { n: this.decided }), this.judgements.length <= UNDO_CHUNK ? this.judgements : [], () => void refresh());
    await refresh();
  }

  stop() {
    this.#stop = true;
  }

  /** Takes back all that was decided together. */
  async undo(refresh: () => unknown) {
    const all = this.judgements.toReversed();
    this.total = all.length;
    this.decided = 0;
    this.running = true;
    this.#stop = false;
    try {
      for (let i = 0; i < all.length; i += UNDO_CHUNK) {
        await api.undo(all.slice(i, i + UNDO_CHUNK));
        this.decided = Math.min(all.length, i + UNDO_CHUNK);
        // What is still to be taken back stays within reach.
        this.judgements = all.slice(i + UNDO_CHUNK).toReversed();
      }
      tell(t('undone', { n: all.length }));
    } catch (error) {
      fail(error);
    }
    this.running = false;
    await refresh();
  }
}
