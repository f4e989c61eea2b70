// A text with its hidden characters written out, and the way between the two: highlights are counted in the text as kept,
// the browser counts in what is shown.
import { harmless } from '../harmless';

interface Step {
  /** Where a hidden character ends in the text, and where what stands for it ends in what is shown. */
  kept: number;
  shown: number;
  /** Length of what stands for it. */
  wide: number;
}

/** A text and what is shown of it. Characters that are shown as they are make no step. */
export class Shown {
  readonly shown: string;
  readonly #steps: Step[] = [];

  constructor(readonly kept: string) {
    this.shown = harmless(kept);
    if (this.shown !== kept) this.#walk();
  }

  #walk() {
    let kept = 0;
    let shown = 0;
    for (const point of this.kept) {
      const width = harmless(point).length;
      kept += point.length;
      shown += width;
      if (width !== point.length) this.#steps.push({ kept, shown, wide: width });
    }
  }

  /** How many steps end at or before an offset. */
  #before(offset: number, by: 'kept' | 'shown'): number {
    let low = 0;
    let high = this.#steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#steps[middle]![by] <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A UTF-16 offset of the text as kept, in what is shown. */
  toShown(kept: number): number {
    const step = this.#steps[this.#before(kept, 'kept') - 1];
    return step ? step.shown + (kept - step.kept) : kept;
  }

  /** A UTF-16 offset of what is shown, in the text as kept; inside an escape it is the end of the character escaped. */
  toKept(shown: number): number {
    const before = this.#before(shown, 'shown');
    const next = this.#steps[before];
    if (next && shown > next.shown - next.wide) return next.kept;
    const step = this.#steps[before - 1];
    return step ? step.kept + (shown - step.shown) : shown;
  }
}
