// Everything by keyboard alone: the review queue, the sheet of keys, the order of Tab, a focus that can be seen.
import type { Page } from '@playwright/test';
import type { EventView, JudgementView, Row, Summary } from '../src/api';
import { visit, places } from './places';
import { expect, test } from './watched';
import { said, toast } from './words';

const current = (page: Page) => page.locator('button[data-number][aria-current=true]');
const numberNow = async (page: Page) => Number(await current(page).getAttribute('data-number'));

async function review(page: Page, query = '') {
  await page.goto(`/review${query}`);
  await expect(current(page)).toBeVisible();
  await expect(page.getByRole('link', { name: 'The event’s page' })).toBeVisible();
}

/** What the element with the focus is called, and whether its focus can be seen. */
function focus(page: Page) {
  return page.evaluate(() => {
    const e = document.activeElement as HTMLElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
    const name = e.getAttribute('aria-label') ?? (e.textContent?.trim() || e.getAttribute('placeholder') || e.id || e.tagName);
    return { name: name.replace(/\s+/g, ' ').slice(0, 60), tag: e.tagName, seen: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none' };
  });
}

test('the queue: move, right, wrong, take back', async ({ page, served }) => {
  await review(page);
  const first = await numberNow(page);
  await page.keyboard.press('j');
  await expect.poll(() => numberNow(page)).not.toBe(first);
  const second = await numberNow(page);
  await page.keyboard.press('k');
  await expect.poll(() => numberNow(page)).toBe(first);

  // An event of several accounts is judged in as many entries of the log.
  const told = async (number: number) => (await served.ask<EventView>(`/api/events/${number}`)).accounts.length;
  const [right, wrong] = [await told(first), await told(second)];
  // Right, and the next is there at once.
  await page.keyboard.press('a');
  await expect.poll(() => numberNow(page)).toBe(second);
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).reviewed).toBe(1);
  // Wrong, and next.
  await page.keyboard.press('x');
  await expect(page.locator(`button[data-number="${second}"]`)).toHaveCount(0);
  const judged = async () => (await served.ask<{ rows: JudgementView[] }>('/api/judgements?limit=10')).rows;
  await expect.poll(async () => (await judged()).map((j) => j.says)).toEqual([...Array(wrong).fill('wrong'), ...Array(right).fill('right')]);
  expect((await judged())[0]).toMatchObject({ by: 'Aida', holds: true });
  // The seconds are those of the decision: one of its entries has them.
  expect((await judged()).filter((j) => j.says === 'wrong').reduce((sum, j) => sum + (j.seconds ?? 0), 0)).toBeGreaterThan(0);
  await expect(page.getByRole('status').filter({ hasText: 'decided' })).toContainText(said('2 decided'));

  // Take back by u, then by Ctrl+Z: both come back to the front.
  await page.keyboard.press('u');
  await expect.poll(() => numberNow(page)).toBe(second);
  await page.keyboard.press('Control+z');
  await expect.poll(() => numberNow(page)).toBe(first);
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).reviewed).toBe(0);
  await expect.poll(async () => (await judged()).filter((j) => j.says !== ('undo' as never) && j.holds).length).toBe(0);
});

test('the queue: edit a value and save it', async ({ page, served }) => {
  // The first of the queue that one account tells: the form of an event has the values of each account.
  const { items } = await served.ask<{ items: { row: Row }[] }>('/api/queue?limit=50');
  const views = await Promise.all(items.map((i) => served.ask<EventView>(`/api/events/${i.row.number}`)));
  const at = views.findIndex((view) => view.accounts.length === 1);
  const [number, before] = [items[at]!.row.number, views[at]!];
  await review(page, `?now=${number}`);
  await page.keyboard.press('e');
  const type = page.getByRole('form', { name: 'The record as a form' }).getByLabel('Type');
  await page.bringToFront();
  await expect(type).toBeFocused();
  // Keys are for writing now: they must not judge.
  const other = before.row.type === 'AID' ? 'AGREE' : 'AID';
  await type.selectOption(other);
  await page.keyboard.press('Control+Enter');
  await expect(toast(page)).toContainText('1 value stands instead.');
  await expect.poll(async () => (await served.ask<EventView>(`/api/events/${number}`)).row.type).toBe(other);
  expect((await served.ask<EventView>(`/api/events/${number}`)).judgements.map((j) => j.says)).not.toContain('right');
  // Taken back by a key, with the focus on the page again.
  await page.keyboard.press('u');
  await expect.poll(async () => (await served.ask<EventView>(`/api/events/${number}`)).row.type).toBe(before.row.type);
});

test('the queue: merge, split, search, open, all by keys', async ({ page, served }) => {
  const before = await served.ask<Summary>('/api/summary');
  // One of the queue with another beside it that may be the same, told once as it is.
  const { items } = await served.ask<{ items: { row: Row }[] }>('/api/queue?limit=50');
  const alone = (row: Row) => row.reports === 1;
  let [now, near] = [0, [] as { row: Row }[]];
  for (const { row } of items.filter((i) => alone(i.row))) {
    near = (await served.ask<{ rows: { row: Row }[] }>(`/api/events/${row.number}/neighbours`)).rows;
    now = row.number;
    if (near.length && alone(near[0]!.row) && near[0]!.row.number > now) break;
  }
  await review(page, `?now=${now}`);
  await page.keyboard.press('m');
  const merging = page.getByRole('dialog', { name: 'The same happening as…' });
  await expect(merging.getByRole('checkbox').first()).toBeVisible();
  await merging.getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await expect(merging.getByRole('checkbox').first()).toBeChecked();
  await merging.getByRole('button', { name: 'Merge with 1 event' }).focus();
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText(said('2 events are now one.'));
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).events).toBe(before.events - 1);

  // Split what was merged off again: tick its account, s, say why, Enter.
  await expect(page.getByRole('button', { name: /^Split/ })).toBeEnabled();
  await page.getByRole('checkbox', { name: said(`Tick a${near[0]!.row.number},`) }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('s');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('two happenings');
  await page.keyboard.press('Control+Enter');
  await expect(toast(page)).toContainText('1 account split off.');
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).events).toBe(before.events);

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search the events' })).toBeFocused();
  await page.keyboard.type('Conakry');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/\?text=Conakry/);
  await page.goBack();
  await expect(current(page)).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const number = await numberNow(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/event/${number}$`));
});

test('the sheet of keys tells every key, and Escape closes it', async ({ page }) => {
  await review(page);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  for (const key of ['j', 'k', 'a', 'x', 'e', 'm', 's', 'u', '/', '?']) await expect(sheet.locator('kbd', { hasText: new RegExp(`^${key === '?' ? '\\?' : key}$`) }).first(), key).toBeVisible();
  // The keys themselves sleep while the sheet is open.
  const before = await numberNow(page);
  await page.keyboard.press('j');
  expect(await numberNow(page)).toBe(before);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('one decision on all matches, and one step back', async ({ page, served }) => {
  await review(page, '?country=GN');
  const button = page.getByRole('button', { name: /^Decide on all/ });
  const n = Number((await button.textContent())?.replace(/\D/g, ''));
  expect(n).toBeGreaterThan(5);
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: said('Judge') }).last().click();
  await expect(page.getByRole('button', { name: /^Undo all/ })).toBeVisible();
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).reviewed).toBe(n);
  await page.getByRole('button', { name: /^Undo all/ }).click();
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).reviewed).toBe(0);
});

test('Tab goes through the page in order, and the focus can always be seen', async ({ page, served }) => {
  for (const place of (await places(served)).filter((p) => ['overview', 'event', 'review', 'report'].includes(p.name))) {
    await visit(page, place);
    await page.keyboard.press('Tab');
    expect((await focus(page)).name, place.name).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    const inside: string[] = [];
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      const at = await focus(page);
      if (at.tag === 'BODY') break;
      expect(at.seen, `${place.name}: the focus on “${at.name}” cannot be seen`).toBe(true);
      inside.push(at.name);
    }
    expect(inside.length, place.name).toBeGreaterThan(3);
    // What the skip link leads past is not met again.
    expect(inside, place.name).not.toContain('Sources');
  }
});

test('g and a letter go to each page', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('of');
  const ways: [string, RegExp][] = [['r', /\/review/], ['p', /\/reports/], ['n', /\/actors/], ['s', /\/sources/], ['l', /\/log/], ['o', /\/$/]];
  for (const [letter, address] of ways) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page).toHaveURL(address);
  }
});
