// The server counts Unicode code points, the browser UTF-16 units.

/** A text's code-point offsets turned into UTF-16 offsets, built once for a text and asked often. */
export class Offsets {
  /** UTF-16 offset of each code point, and of the end. `null` where the two are the same. */
  readonly #at: Uint32Array | null;

  constructor(readonly text: string) {
    this.#at = /[\ud800-\udfff]/.test(text) ? starts(text) : null;
  }

  /** The UTF-16 offset of a code-point offset; past the end gives the end. */
  utf16(point: number): number {
    if (!this.#at) return Math.min(point, this.text.length);
    return this.#at[Math.min(point, this.#at.length - 1)]!;
  }

  /** The words between two code-point offsets. */
  slice(start: number, end: number): string {
    return this.text.slice(this.utf16(start), this.utf16(end));
  }

  /** The code-point offset of a UTF-16 offset: for what a reader has marked. */
  points(utf16: number): number {
    if (!this.#at) return Math.min(utf16, this.text.length);
    let low = 0;
    let high = this.#at.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at[middle]! < utf16) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function starts(text: string): Uint32Array {
  const found: number[] = [];
  let at = 0;
  for (const point of text) {
    found.push(at);
    at += point.length;
  }
  found.push(at);
  return Uint32Array.from(found);
}
