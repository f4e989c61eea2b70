// A long list that the server gives in pieces: only the pieces in sight are asked for, and each of them once.

/** Asks for `limit` things from `offset` on. */
export type Piece<T> = (offset: number, limit: number) => Promise<{ total: number; rows: T[] }>;

export class Paged<T> {
  total = $state(0);
  /** What went wrong with the last piece asked for. */
  error = $state.raw<unknown>(null);
  /** Whether the first piece is there. */
  ready = $state(false);
  #rows = $state.raw<ReadonlyMap<number, T>>(new Map());
  #asked = new Set<number>();
  #stopped = false;

  constructor(
    private readonly piece: Piece<T>,
    private readonly size = 100,
  ) {
    void this.#fetch(0);
  }

  /** The thing at a place, or `undefined` while it is not here yet. */
  row = (index: number): T | undefined => this.#rows.get(index);

  /** Says which places are in sight. */
  sight = (first: number, last: number) => {
    for (let n = Math.floor(first / this.size); n <= Math.floor(last / this.size); n++) void this.#fetch(n);
  };

  /** Answers that come after this are thrown away. */
  stop() {
    this.#stopped = true;
  }

  async #fetch(n: number) {
    if (this.#asked.has(n)) return;
    this.#asked.add(n);
    try {
      const { total, rows } = await this.piece(n * this.size, this.size);
      if (this.#stopped) return;
      const kept = new Map(this.#rows);
      rows.forEach((row, i) => kept.set(n * this.size + i, row));
      this.#rows = kept;
      this.total = total;
      this.ready = true;
      this.error = null;
    } catch (error) {
      this.#asked.delete(n);
      if (!this.#stopped) this.error = error;
    }
  }
}
