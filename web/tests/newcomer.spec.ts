// The first quarter of an hour: find an event, read what reports say of it, put a value right, merge, take back, export.
import { readFile } from 'node:fs/promises';
import type { EventView, Row, Summary } from '../src/api';
import { expect, test } from './watched';
import { chosen, said, toast } from './words';

// Words of an event that one report tells, with a place of its own.
const SIT_IN = 'stormed the sit-in';

test('reads, corrects, merges, takes back and exports', async ({ page, served }) => {
  const before = await served.ask<Summary>('/api/summary');
  // The flat map: without a graphics card the other takes seconds a frame, and a click waits for two frames alike.
  await page.goto('/?flat=1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(said(`${before.events} of ${before.events} events`));

  // Find.
  await page.getByRole('searchbox', { name: 'Search the events' }).fill(SIT_IN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(said(`${before.events} of`));
  const row = page.getByRole('table', { name: 'Events' }).getByRole('row').filter({ hasText: SIT_IN }).filter({ has: page.getByText('Armed attack', { exact: true }) });
  await expect(row).toContainText('Khartoum, SD');
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/event\/\d+$/);
  const number = Number(page.url().split('/').pop());

  // Read: a value opens its words, the words open the report.
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Assault');
  const slots = page.getByRole('table', { name: 'What is told' });
  await slots.getByRole('button', { name: 'Khartoum', exact: false }).first().click();
  const evidence = slots.locator('blockquote').first();
  await expect(evidence).toContainText(SIT_IN);
  await expect(evidence.locator('mark')).toHaveText('Khartoum');
  await slots.locator('.evidence a').first().click();
  await expect(page).toHaveURL(/\/report\/[0-9a-f]{64}\?at=\d+-\d+$/);
  await expect(page.getByText(SIT_IN).first()).toBeVisible();
  await page.goBack();

  // Put a value right.
  await page.getByRole('button', { name: said('Where: put another value in its place') }).first().click();
  const dialog = page.getByRole('dialog', { name: said('Where: another value') });
  await dialog.getByRole('textbox', { name: 'Where' }).fill('Omdurman, SD');
  await dialog.getByPlaceholder('Kept with the decision').fill('the test says so');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(slots.getByText('Omdurman', { exact: false }).first()).toBeVisible();
  await expect(slots.getByRole('link', { name: 'decided' }).first()).toBeVisible();
  const { rows } = await served.ask<{ rows: Row[] }>(`/api/rows?numbers=${number}`);
  expect(rows[0]?.place).toContain('Omdurman');

  // Planned, not happened; and back.
  await slots.getByRole('button', { name: said('Took place: put another value in its place') }).click();
  const status = page.getByRole('dialog', { name: said('Took place: another value') });
  await status.getByRole('combobox', { name: 'Took place' }).selectOption('planned');
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(slots.getByRole('rowgroup').filter({ hasText: 'Took place' })).toContainText('planned');
  const { rows: planned } = await served.ask<{ rows: Row[] }>(`/api/rows?numbers=${number}`);
  expect(planned[0]?.status).toBe('planned');
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page)).toContainText(/taken back/i);
  await expect(slots.getByRole('rowgroup').filter({ hasText: 'Took place' })).toContainText('happened');

  // Merge, with the one that is most alike.
  const { rows: near } = await served.ask<{ rows: { row: Row }[] }>(`/api/events/${number}/neighbours`);
  expect(near.length).toBeGreaterThan(0);
  await page.getByRole('button', { name: /^Merge/ }).click();
  const merging = page.getByRole('dialog', { name: 'The same happening as…' });
  await merging.getByRole('checkbox').first().check();
  await merging.getByRole('button', { name: 'Merge with 1 event' }).click();
  await expect(toast(page)).toHaveText(said('2 events are now one.'));
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).events).toBe(before.events - 1);
  const merged = await served.ask<EventView>(`/api/events/${number}`);
  const taken = await served.ask<EventView>(`/api/events/${near[0]!.row.number}`);
  expect(taken.event.id).toBe(merged.event.id);

  // Take the merge back; the corrected place stays.
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page)).toContainText('Taken back.');
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).events).toBe(before.events);
  // Where the other event is the elder, the merge led to it: what is taken back leads back.
  await expect(page).toHaveURL(new RegExp(`/event/${number}$`));
  await expect(slots.getByText('Omdurman', { exact: false }).first()).toBeVisible();

  // Export everything; the correction is in it, with the words that the reader saw.
  await page.getByRole('button', { name: 'Export' }).click();
  const started = page.waitForEvent('download');
  await page.getByRole('dialog', { name: 'Export' }).getByRole('link', { name: 'JSON Lines' }).click();
  const lines = (await readFile(await (await started).path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { event: { id: number; place: { value: { words: string } }[] } });
  expect(lines).toHaveLength(before.events);
  expect(lines.find((l) => l.event.id === number)?.event.place[0]?.value.words).toContain('Omdurman');
});

test('takes the chosen events away as a table', async ({ page }) => {
  await page.goto('/?country=GN&flat=1');
  await page.getByRole('button', { name: 'Download' }).click();
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('events.csv');
  const csv = await readFile(await download.path(), 'utf8');
  const shown = (await chosen(page)).n;
  expect(shown).toBeGreaterThan(1);
  expect(csv.match(/Conakry/g)?.length).toBeGreaterThan(1);
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  // One head, and one row for each event: a sentence holds no line break of its own here.
  expect(csv.trim().split(/\r?\n/)).toHaveLength(shown + 1);
});

test('adds what the reader missed, by selecting its words', async ({ page, served }) => {
  const before = await served.ask<Summary>('/api/summary');
  const { rows } = await served.ask<{ rows: { document: string; title: string }[] }>('/api/reports?text=stadium&limit=1');
  await page.goto(`/report/${rows[0]!.document}`);
  await expect(page.getByRole('button', { name: /^An event was missed here/ })).toBeVisible();
  await page.keyboard.press('m');
  await page.getByLabel('Words', { exact: true }).fill('28 September stadium');
  const found = page.getByText(said('The report has these words'));
  await expect(found.or(page.getByRole('button', { name: 'Add the event' }))).toBeVisible();
  if (await found.isVisible()) await page.getByLabel('Words', { exact: true }).fill('on an opposition rally at the 28 September stadium');
  await page.getByLabel('Type', { exact: true }).selectOption('ACCUSE');
  await page.getByRole('button', { name: 'Add the event' }).click();
  await expect(toast(page)).toContainText('The event was added.');
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).accounts).toBe(before.accounts + 1);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).accounts).toBe(before.accounts);
});

test('adds files, and says which could not be read', async ({ page, served }) => {
  const before = await served.ask<Summary>('/api/summary');
  await page.goto('/add');
  const words = 'SUCRE, 4 March 2031 - Police arrested 14 miners in Oruro on Monday 3 March, the interior ministry said.';
  await page.locator('input[type=file]').first().setInputFiles([
    { name: 'oruro.txt', mimeType: 'text/plain', buffer: Buffer.from(words) },
    { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2, 3]) },
  ]);
  await expect(page.getByRole('heading', { name: 'All is read.' })).toBeVisible();
  await expect(page.getByText('picture.png')).toBeVisible();
  await page.getByRole('link', { name: /^Look at the/ }).click();
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).documents).toBe(before.documents + 1);
  await page.goto('/?text=miners+Oruro');
  await expect(page.getByRole('table', { name: 'Events' })).toContainText('14 miners');
});
