// Reports are hostile: script, markup, characters that turn the line around, quotes in every cell, a line of five megabytes.
// Whatever they hold is words: nothing runs, nothing is fetched, no page is wider than its window.
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row, Summary } from '../src/api';
import { places, settled, visit, type Place } from './places';
import { run } from './program';
import { expect, test as plain } from './watched';

const SCRIPT = '<script>canary("script")</script>';
const IMAGE = `"'><img src=x onerror=canary("image")>`;
const LINK = 'javascript:canary("link")';
const MARKUP = '<b onmouseover=canary("mouse")>bold</b><style>*{display:none}</style><iframe src="https://example.org/"></iframe>';
const TEMPLATE = '{{canary("braces")}}${canary("dollar")}{@html canary("svelte")}';
/** Turns the line around: what follows would be read from the right. */
const OVERRIDE = '\u202Eevil\u2066 \u2067\u200B\uFEFF';
const ALL = [SCRIPT, IMAGE, LINK, MARKUP, TEMPLATE, OVERRIDE].join(' ');
const LONG = 'Donaudampfschifffahrt'.repeat(40);

const quoted = (words: string) => JSON.stringify(words);

/** A report with hostile words in its head, its text and its name. */
function report(title: string, text: string): string {
  return ['---', `title: ${quoted(title)}`, `author: ${quoted(ALL)}`, `publisher: ${quoted(`O'Brien's "${IMAGE}" ${OVERRIDE}`)}`, `url: ${quoted(LINK)}`, 'published: 2022-01-06', '---', '', text, ''].join('\n');
}

const TEXT = [
  `ALMATY, 5 January 2022 - Police arrested 12 members of the "${SCRIPT}" Front's 'Red' Brigade in Almaty on Wednesday, Colonel ${IMAGE} said.`,
  `Protesters of ${MARKUP} marched in Almaty on 5 January 2022, and ${TEMPLATE} soldiers killed 3 of them, O'Neill "Neill" ${OVERRIDE} said.`,
  `שוטרים עצרו 12 מפגינים באלמטי. ${OVERRIDE}اعتقلت الشرطة ١٢ متظاهرا في ألماتي. ${LONG}`,
  `Zalgo ${'Z̸̢̛̙͔͇̟͎̲̬͊̇̓̂̚͝'.repeat(60)} was there. 👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 Police killed 4 protesters in Taraz on 6 January 2022.`,
];

const NAMES = [`"><img src=x onerror=canary('name')>.md`, `${OVERRIDE}txt.exe.md`, `${'n'.repeat(180)}.md`];

const test = plain.extend({
  kase: async ({ kase }, use, info) => {
    const folder = info.outputPath('hostile');
    mkdirSync(folder, { recursive: true });
    NAMES.forEach((name, i) => writeFileSync(join(folder, name), report(`${ALL} ${LONG} ${i}`, `${TEXT.join('\n\n')}\n\nIt was report ${i}.`)));
    writeFileSync(join(folder, 'one.jsonl'), `${JSON.stringify({ text: TEXT.join('\n'), title: ALL, author: IMAGE, publisher: SCRIPT, url: LINK, published: '2022-01-07' })}\n`);
    await run(['read', folder, '--into', kase]);
    await use(kase);
  },
});

/** What is wider than the window and is not inside something that scrolls or cuts by itself. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const wide = document.documentElement.clientWidth;
    if (document.scrollingElement!.scrollWidth > wide) found.push(`the page is ${document.scrollingElement!.scrollWidth} wide of ${wide}`);
    const held = (e: Element | null): boolean => !!e && e !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || held(e.parentElement));
    for (const e of document.querySelectorAll('body *')) {
      const { right, left, width } = e.getBoundingClientRect();
      if (width && (right > wide + 1 || width > wide + 1) && left < wide && !held(e.parentElement) && !e.closest('.only-heard, .skip')) found.push(`${e.tagName}.${e.className} ends at ${Math.round(right)}`);
    }
    return found.slice(0, 5);
  });
}

/** Characters that turn or hide text, anywhere in what is shown. */
const turned = (page: Page) => page.evaluate(() => /[\u202a-\u202e\u200b\ufeff]/.exec(document.body.textContent ?? '')?.[0]?.codePointAt(0)?.toString(16) ?? null);
const planted = (page: Page) => page.evaluate(() => [...document.querySelectorAll('main script, main iframe, main style, img[src="x"], [onerror], [onmouseover], a[href^="javascript:"]')].map((e) => e.outerHTML.slice(0, 100)));

async function harmless(page: Page, where: string) {
  expect(await tooWide(page), where).toEqual([]);
  expect(await turned(page), where).toBeNull();
  expect(await planted(page), where).toEqual([]);
}

test('nothing of a report runs, and no page breaks, wide or narrow', async ({ page, served }) => {
  test.slow();
  const { rows } = await served.ask<{ rows: { document: string; accounts: number; title: string }[] }>('/api/reports?limit=100');
  const hostile = rows.filter((r) => r.title.includes('canary'));
  expect(hostile.length).toBe(NAMES.length + 1);
  const { numbers } = await served.ask<{ numbers: number[] }>(`/api/match?document=${hostile[0]!.document}`);
  expect(numbers.length).toBeGreaterThan(1);
  const event = `e${numbers[0]}`;

  // People write hostile words too: in every slot they can, as a note, as a reason, as a name.
  const slots = [['actor', `O'Brien "${IMAGE}" ${OVERRIDE} (${SCRIPT})`], ['target', `${MARKUP} ${LONG}`]] as const;
  for (const [slot, value] of slots) await served.post('/api/judgements', { says: 'instead', numbers: [event], slot, value, why: ALL });
  await served.post('/api/judgements', { says: 'note', numbers: [event], text: `${ALL} ${LONG}` });
  await served.post('/api/judgements', { says: 'entity', numbers: [], name: IMAGE, known_as: `${SCRIPT} "quotes"`, why: ALL });
  const { rows: told } = await served.ask<{ rows: Row[] }>(`/api/rows?numbers=${numbers[0]}`);
  const actor = told[0]!.actors[0]!;
  expect(actor).toContain('canary');

  const hostilePlaces: Place[] = [
    ...(await places(served)).filter((p) => !['event', 'brief', 'report', 'actor'].includes(p.name)),
    { name: 'event', path: `/event/${numbers[0]}`, shows: 'table.slots' },
    { name: 'brief', path: `/event/${numbers[0]}?print=brief`, shows: 'article.brief' },
    { name: 'report', path: `/report/${hostile[0]!.document}`, shows: 'main .split' },
    { name: 'actor', path: `/actor?name=${encodeURIComponent(actor)}`, shows: 'main h2' },
    { name: 'search', path: `/?text=${encodeURIComponent(ALL)}&actor=${encodeURIComponent(IMAGE)}`, shows: 'main h1' },
    { name: 'chosen', path: `/?document=${hostile[0]!.document}`, shows: '[role=table] [role=row] a' },
  ];
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 800 });
    for (const place of hostilePlaces) {
      await visit(page, place);
      await harmless(page, `${place.name}, ${width}`);
    }
  }

  // The words are there, as words.
  await visit(page, hostilePlaces.find((p) => p.name === 'report')!);
  await expect(page.getByText(SCRIPT).first()).toBeVisible();
  await expect(page.getByText('⟨U+202E⟩').first()).toBeVisible();
  await visit(page, hostilePlaces.find((p) => p.name === 'event')!);
  await expect(page.getByText(IMAGE).first()).toBeVisible();
});

test('files with hostile names can be added on the page', async ({ page, served }) => {
  const before = await served.ask<Summary>('/api/summary');
  await page.goto('/add');
  await page.locator('input[type=file]').first().setInputFiles([
    { name: `"><img src=x onerror=canary('upload')>.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${TEXT[0]} Once more.`) },
    { name: `${SCRIPT.replace('/', '')}.bin`, mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 3, 255, 254]) },
    { name: 'C:\\..\\..\\etc\\passwd.txt', mimeType: 'text/plain', buffer: Buffer.from(`${TEXT[1]} Yet once more.`) },
  ]);
  await expect(page.getByRole('heading', { name: 'All is read.' })).toBeVisible();
  await harmless(page, 'added');
  await expect.poll(async () => (await served.ask<Summary>('/api/summary')).documents).toBe(before.documents + 2);
});

test('a coder may be called anything', async ({ page }) => {
  await page.goto('/sign-in');
  const name = `"><img src=x onerror=canary('coder')>`;
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Decide under this name' }).click();
  await expect(page.locator('header .who')).toContainText(name.slice(0, 20));
  await harmless(page, 'named');
});

test('a sign-in leads to no other site', async ({ page, served }) => {
  for (const to of ['https://example.org/', '//example.org/', '/\\example.org', 'javascript:canary(1)']) {
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    await page.getByLabel('Name').fill('Cleo');
    await page.getByRole('button', { name: 'Decide under this name' }).click();
    await expect(page).toHaveURL(`${served.address}/`);
  }
});

test('a report of one line of five megabytes opens and can be read', async ({ page, served }, info) => {
  test.slow();
  const folder = info.outputPath('long');
  mkdirSync(folder, { recursive: true });
  const words = 'ALMATY, 5 January 2022 - Police arrested 12 miners in Almaty on Wednesday, the ministry said. ';
  writeFileSync(join(folder, 'long.txt'), words + 'lorem '.repeat(5e6 / 6));
  await page.goto('/add');
  await page.locator('input[type=file]').first().setInputFiles(join(folder, 'long.txt'));
  await expect(page.getByRole('heading', { name: 'All is read.' })).toBeVisible({ timeout: info.timeout });
  const { rows } = await served.ask<{ rows: { document: string; words: number }[] }>('/api/reports?text=12+miners&limit=5');
  const long = rows.toSorted((a, b) => b.words - a.words)[0]!;
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 800 });
    const place = { name: 'report', path: `/report/${long.document}`, shows: 'main .split' };
    await page.goto(place.path);
    await settled(page, place);
    await expect(page.getByText('Police arrested 12 miners').first()).toBeVisible();
    await harmless(page, `long, ${width}`);
    // It still answers to keys.
    await page.keyboard.press('j');
    await expect(page).toHaveURL(/at=\d+-\d+/);
  }
});
