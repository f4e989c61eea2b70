// axe finds no serious and no critical violation on any page, in light and in dark, nor in the dialogs.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { places, visit } from './places';
import { expect, test } from './watched';

const GRAVE = ['serious', 'critical'];

/** What axe finds, one line an element. */
async function found(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((v) => GRAVE.includes(v.impact ?? ''))
    .flatMap((v) => v.nodes.slice(0, 4).map((n) => `${where}: ${v.id}: ${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`));
}

const PAGES = ['overview', 'event', 'brief', 'reports', 'report', 'review', 'actors', 'actor', 'sources', 'add', 'log', 'coders', 'sign-in'];

for (const name of PAGES) {
  test(`axe: ${name}`, async ({ page, served }) => {
    const [event] = (await places(served)).filter((p) => p.name === 'event');
    // Something to show on the pages of decisions.
    await served.post('/api/judgements', { says: 'right', numbers: [`e${event!.path.split('/').pop()}`], seconds: 7 });
    const place = (await places(served)).find((p) => p.name === name)!;
    const troubles: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await visit(page, place);
      troubles.push(...(await found(page, `${name}, ${colorScheme}`)));
    }
    expect(troubles).toEqual([]);
  });
}

const DIALOGS: { name: string; page: string; key: string; title: string }[] = [
  { name: 'keys', page: 'overview', key: '?', title: 'Keys' },
  { name: 'edit', page: 'event', key: 'e', title: 'another value' },
  { name: 'merge', page: 'event', key: 'm', title: 'The same happening' },
  { name: 'wrong', page: 'event', key: 'x', title: 'is not what the reports tell' },
  { name: 'missed', page: 'report', key: 'm', title: 'An event that was missed' },
];

test('axe: dialogs and forms', async ({ page, served }) => {
  const all = await places(served);
  const troubles: string[] = [];
  for (const dialog of DIALOGS) {
    await visit(page, all.find((p) => p.name === dialog.page)!);
    await page.keyboard.press(dialog.key);
    await expect(page.getByRole('heading', { name: dialog.title })).toBeVisible();
    await expect(page.locator('.loading')).toHaveCount(0);
    troubles.push(...(await found(page, dialog.name)));
  }
  expect(troubles).toEqual([]);
});

test('axe: four hundred pixels wide', async ({ page, served }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const troubles: string[] = [];
  for (const place of await places(served)) {
    await visit(page, place);
    troubles.push(...(await found(page, place.name)));
  }
  expect(troubles).toEqual([]);
});
