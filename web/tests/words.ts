// Words as the page says them.
import { expect, type Locator, type Page } from '@playwright/test';

/** Invisible marks that messages lay around numbers and names, so that each keeps its own direction. */
const MARKS = '[\\u2068\\u2069]*';

/** Words of a message, whatever marks are laid between them. */
export function said(words: string): RegExp {
  return new RegExp(Array.from(words, (c) => c.replace(/[.*+?^${}()|[\]\\]/, '\\$&')).join(MARKS));
}

/** The number of events chosen, and of all, as the overview's heading says. */
export async function chosen(page: Page): Promise<{ n: number; of: number }> {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(/\d.* of /);
  const words = ((await heading.textContent()) ?? '').replace(/[\u2068\u2069,]/g, '');
  const [n, of] = (/^(\d+) of (\d+|one)/.exec(words) ?? []).slice(1).map((x) => (x === 'one' ? 1 : Number(x)));
  if (n === undefined || of === undefined) throw new Error(`the heading says “${words}”`);
  return { n, of };
}

export const toast = (page: Page): Locator => page.locator('.toast');
