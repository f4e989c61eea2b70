// How long a record was looked at. Time passes only while somebody is there: a page out of sight stands still, and after a
// minute without a key or a movement nothing more is counted.

/** Longest time between two signs of life that still counts, in milliseconds. */
export const IDLE_MS = 60_000;

export class Clock {
  #sum = 0;
  /** The last sign of life; `null` while the page is out of sight. */
  #last: number | null;

  constructor(now: number) {
    this.#last = now;
  }

  /** A key, a movement, a scroll. */
  alive(now: number) {
    if (this.#last !== null) this.#sum += Math.min(IDLE_MS, Math.max(0, now - this.#last));
    this.#last = now;
  }

  /** The page goes out of sight. */
  hide(now: number) {
    this.alive(now);
    this.#last = null;
  }

  /** Seconds so far, rounded; at least one where any time has passed. */
  seconds(now: number): number {
    const running = this.#last === null ? 0 : Math.min(IDLE_MS, Math.max(0, now - this.#last));
    const all = this.#sum + running;
    return all > 0 ? Math.max(1, Math.round(all / 1000)) : 0;
  }

  /** Begins anew, for the next record. */
  restart(now: number) {
    this.#sum = 0;
    this.#last = this.#last === null ? null : now;
  }
}
