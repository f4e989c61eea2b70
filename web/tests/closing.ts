// The last lines of a run: what was measured, and how many tests passed.
import type { TestInfo } from '@playwright/test';
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

interface Figure {
  what: string;
  found: string;
  limit: string;
}

/** Keeps a measured figure for the table at the end of the run. */
export function figure(info: Pick<TestInfo, 'annotations'>, what: string, found: string, limit: string) {
  info.annotations.push({ type: 'figure', description: JSON.stringify({ what, found, limit } satisfies Figure) });
}

export default class Closing implements Reporter {
  #last = new Map<string, TestResult>();
  #figures: Figure[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    this.#last.set(test.id, result);
    for (const { type, description } of result.annotations) if (type === 'figure' && description) this.#figures.push(JSON.parse(description) as Figure);
  }

  onEnd(_: FullResult) {
    const states = [...this.#last.values()].map((r) => r.status);
    const passed = states.filter((s) => s === 'passed').length;
    const skipped = states.filter((s) => s === 'skipped').length;
    const wide = Math.max(0, ...this.#figures.map((f) => f.what.length));
    const found = Math.max(0, ...this.#figures.map((f) => f.found.length));
    if (this.#figures.length) console.log();
    for (const f of this.#figures) console.log(`${f.what.padEnd(wide)}  ${f.found.padStart(found)}  of ${f.limit}`);
    console.log(`\n${passed} passed, ${states.length - passed - skipped} failed${skipped ? `, ${skipped} skipped` : ''}`);
  }

  printsToStdio() {
    return true;
  }
}
