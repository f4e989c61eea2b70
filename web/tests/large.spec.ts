// A case of 100,000 events: how soon the overview is of use, how fast it follows a brush, what it weighs, how fast the API
// answers. QANTAR_LARGE_CASE names the case ("make exam-page" makes it); the program should be a release build.
import type { CDPSession, Page } from '@playwright/test';
import { copyFileSync, readFileSync } from 'node:fs';
import { figure } from './closing';
import { test as plain, expect } from './watched';
import { chosen } from './words';

const LIMITS = { view: 3000, brush: 150, tab: 500, answer: 100 };
const EVENTS = 99_000;
const LARGE = process.env['QANTAR_LARGE_CASE'];

const test = plain.extend({
  kase: async ({}, use, info) => {
    const kase = info.outputPath('large.qantar');
    copyFileSync(LARGE!, kase);
    await use(kase);
  },
});
test.skip(!LARGE, 'QANTAR_LARGE_CASE names no case');

const milliseconds = (n: number) => `${Math.round(n)} ms`;

/** Megabytes that this tab's process holds, and those that scripts hold. */
async function weight(page: Page, session: CDPSession): Promise<{ process: number; heap: number }> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const heap = await page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6);
  // The tab is the renderer that holds most; others are spare ones.
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const held = processInfo.filter((p) => p.type === 'renderer').map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    // What is shared with other processes, as the browser's own code, is no weight of the tab.
    return (Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) + Number(/RssShmem:\s+(\d+)/.exec(status)?.[1] ?? 0)) / 1000;
  });
  return { process: Math.max(...held), heap };
}

test('the overview of 100,000 events', async ({ page, context }, info) => {
  const session = await context.newCDPSession(page);
  const began = Date.now();
  await page.goto('/');
  const table = page.getByRole('table', { name: 'Events' });
  await expect(table.getByRole('row').nth(1).getByRole('link')).toBeVisible();
  await expect(page.locator('.draw canvas')).toBeVisible();
  const view = Date.now() - began;
  const whole = await chosen(page);
  expect(whole.of).toBeGreaterThan(EVENTS);
  figure(info, 'first useful view', milliseconds(view), milliseconds(LIMITS.view));

  await page.waitForTimeout(1000);
  await page.waitForTimeout(3000);
  const bars = (await page.locator('.draw').boundingBox())!;
  // From the pointer's event until everything that follows from it is worked out and painted: the frame after the next.
  const times = await page.evaluate(async ({ x, y, width }) => {
    const target = document.querySelector<HTMLElement>('.draw')!;
    target.setPointerCapture = () => {};
    const at = (type: string, dx: number) => target.dispatchEvent(new PointerEvent(type, { clientX: x + dx, clientY: y + 30, button: 0, bubbles: true, pointerId: 1 }));
    const painted = () => new Promise<number>((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(null);
    }));
    at('pointerdown', width * 0.05);
    const times: number[] = [];
    for (let i = 1; i <= 40; i++) {
      const start = performance.now();
      at('pointermove', width * (0.05 + 0.02 * i));
      times.push((await painted()) - start);
    }
    at('pointerup', width * 0.85);
    return times.sort((a, b) => a - b);
  }, bars);
  figure(info, 'brush to redraw, median of 40', milliseconds(times[20]!), milliseconds(LIMITS.brush));
  figure(info, 'brush to redraw, 95 in 100', milliseconds(times[37]!), milliseconds(LIMITS.brush));
  const brushed = await chosen(page);
  expect(brushed.n).toBeLessThan(whole.n);

  // Scrolling to the end and sorting are uses of every day.
  await page.goto('/?sort=-reports');
  await expect(table.getByRole('row').nth(1).getByRole('link')).toBeVisible();
  await table.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  await expect(table.locator(`[aria-rowindex="${whole.of + 1}"]`).getByRole('link').first()).toBeVisible();
  const { process, heap } = await weight(page, session);
  figure(info, 'the tab’s memory', `${Math.round(process)} MB`, `${LIMITS.tab} MB`);
  figure(info, 'of it held by scripts', `${Math.round(heap)} MB`, `${LIMITS.tab} MB`);

  expect.soft(view, 'first useful view').toBeLessThanOrEqual(LIMITS.view);
  expect.soft(times[37]!, 'brush to redraw').toBeLessThanOrEqual(LIMITS.brush);
  expect.soft(process, 'memory').toBeLessThanOrEqual(LIMITS.tab);
});

test('every answer of the API on 100,000 events', async ({ served }, info) => {
  const { numbers } = await served.ask<{ numbers: number[] }>('/api/match');
  const { rows } = await served.ask<{ rows: { document: string }[] }>('/api/reports?limit=1');
  const { actors } = await served.ask<{ actors: { name: string }[] }>('/api/actors?limit=1');
  const some = numbers.filter((_, i) => i % 400 === 0).slice(0, 250).join(',');
  const questions = [
    '/api/session', '/api/summary', '/api/columns', '/api/match?text=protesters', '/api/match?text=prot', '/api/match?party=group', '/api/match?place=Town+77&source=police',
    `/api/rows?numbers=${some}`, `/api/events/${numbers[5]}`, `/api/events/${numbers[5]}/neighbours`, `/api/compare?a=${numbers[5]}&b=${numbers[6]}`,
    '/api/reports?limit=100', '/api/reports?limit=100&offset=29000', '/api/reports?text=market&limit=100', `/api/reports/${rows[0]?.document}`,
    '/api/queue?limit=50', '/api/judgements?limit=100', '/api/coders', '/api/actors?limit=200', `/api/actor?name=${encodeURIComponent(actors[0]?.name ?? '')}`, '/api/sources', '/api/ontology', '/api/log?limit=100', '/api/openapi.json',
  ];
  const slow: string[] = [];
  for (const question of questions) {
    // The first answer may fill what is kept in memory; of three, the one in the middle counts.
    const took: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      const answer = await fetch(served.address + question);
      expect(answer.status, question).toBe(200);
      await answer.arrayBuffer();
      took.push(performance.now() - start);
    }
    took.sort((a, b) => a - b);
    figure(info, question.replace(/=[^&]{20,}/g, '=…').replace(/[0-9a-f]{64}/, '…'), milliseconds(took[1]!), milliseconds(LIMITS.answer));
    if (took[1]! > LIMITS.answer) slow.push(`${question.slice(0, 60)}: ${milliseconds(took[1]!)}`);
  }
  const start = performance.now();
  await served.post('/api/judgements', { says: 'right', numbers: [`e${numbers[10]}`], seconds: 3 });
  const took = performance.now() - start;
  figure(info, 'one decision', milliseconds(took), milliseconds(LIMITS.answer));
  expect.soft(slow).toEqual([]);
  expect.soft(took).toBeLessThanOrEqual(LIMITS.answer);
});
