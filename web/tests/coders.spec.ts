// Two people code the same case, each under their own password and without seeing what the other decides.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Coders, EventView, QueueItem } from '../src/api';
import { run } from './program';
import { expect, test as plain, watch, type Watch } from './watched';

const PASSWORDS = { Aida: 'the river rises in spring', Ben: "O'Brien \"quotes\" <b>" };
type Name = keyof typeof PASSWORDS;
/** Events that each decides on. */
const EVENTS = 12;

const test = plain.extend({
  flags: ['--blind'],
  kase: async ({ kase }, use) => {
    for (const [name, password] of Object.entries(PASSWORDS)) await run(['coder', kase, 'add', name], `${password}\n`);
    await use(kase);
  },
});

/** Somebody at a browser of their own. */
async function enter(browser: Browser, address: string): Promise<{ context: BrowserContext; page: Page; watched: Watch }> {
  const context = await browser.newContext({ baseURL: address });
  const watched = await watch(context, address);
  return { context, page: await context.newPage(), watched };
}

async function signIn(page: Page, name: Name, password = PASSWORDS[name]) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Decides on what the queue shows, by keys: `a` or `x` for each event. Gives what was decided. */
async function decide(page: Page, verdictOf: (number: number) => 'right' | 'wrong', n: number): Promise<Map<number, 'right' | 'wrong'>> {
  const decided = new Map<number, 'right' | 'wrong'>();
  for (let i = 0; i < n; i++) {
    const now = page.locator('button[data-number][aria-current=true]');
    const number = Number(await now.getAttribute('data-number'));
    const verdict = verdictOf(number);
    decided.set(number, verdict);
    await page.keyboard.press(verdict === 'right' ? 'a' : 'x');
    await expect(page.locator(`button[data-number="${number}"]`)).toHaveCount(0);
  }
  await expect(page.getByText('saving')).toHaveCount(0);
  return decided;
}

/** Krippendorff's alpha of two coders who both decided on every unit: 1 − Do/De over their pairs. */
function alphaOf(pairs: readonly (readonly [string, string])[]): number {
  const values = pairs.flat();
  const n = values.length;
  const differing = pairs.filter(([a, b]) => a !== b).length;
  const right = values.filter((v) => v === 'right').length;
  return 1 - ((n - 1) * 2 * differing) / (2 * right * (n - right));
}

test('sign-in, wrong passwords, blind coding, agreement', async ({ browser, served }) => {
  const aida = await enter(browser, served.address);
  const ben = await enter(browser, served.address);

  // Nothing is shown before somebody signs in, and a wrong password lets nobody in.
  expect((await fetch(`${served.address}/api/summary`)).status).toBe(401);
  await aida.page.goto('/review');
  await expect(aida.page).toHaveURL(/\/sign-in\?to=%2Freview/);
  await signIn(aida.page, 'Aida', 'a guess');
  await expect(aida.page.getByRole('alert')).toBeVisible();
  await expect(aida.page).toHaveURL(/\/sign-in/);
  await signIn(aida.page, 'Aida');
  await expect(aida.page).toHaveURL(/\/review/);
  await expect(aida.page.getByText('Blind double coding')).toBeVisible();

  await expect(aida.page.locator('button[data-number]').first()).toHaveAttribute('aria-current', 'true');
  const sizes = await aida.page.evaluate(async () => {
    const { items } = (await (await fetch('/api/queue?limit=50')).json()) as { items: QueueItem[] };
    const size = async (n: number) => [n, ((await (await fetch(`/api/events/${n}`)).json()) as EventView).accounts.length] as const;
    return Object.fromEntries(await Promise.all(items.map((i) => size(i.row.number))));
  });
  // What is wrong as a whole falls apart into its accounts: Ben would be given them one by one.
  const ofAida = await decide(aida.page, (n) => (n % 4 || (sizes[n] ?? 0) > 1 ? 'right' : 'wrong'), EVENTS);

  // Ben is given the same events, and does not see what Aida thought of them until he has decided.
  await ben.page.goto('/sign-in');
  await signIn(ben.page, 'Ben');
  await expect(ben.page).toHaveURL(`${served.address}/`);
  const queue = await ben.page.evaluate(async () => (await (await fetch('/api/queue?limit=50')).json()) as { items: QueueItem[] });
  expect(queue.items.map((i) => i.row.number)).toEqual(expect.arrayContaining([...ofAida.keys()]));
  // One of a single account: what is said of an event is kept for each of its accounts.
  const number = [...ofAida.keys()].find((n) => n % 3 && sizes[n] === 1)!;
  const seen = () => ben.page.evaluate(async (n) => (await (await fetch(`/api/events/${n}`)).json()) as EventView, number);
  expect((await seen()).judgements).toEqual([]);
  await ben.page.goto(`/event/${number}`);
  await expect(ben.page.getByText('Double coding is blind')).toBeVisible();
  await expect(ben.page.getByText('Aida')).toHaveCount(0);

  await ben.page.goto(`/review?now=${number}`);
  await expect(ben.page.locator(`button[data-number="${number}"][aria-current=true]`)).toBeVisible();
  const ofBen = new Map<number, 'right' | 'wrong'>();
  for (const [n] of ofAida) {
    await ben.page.goto(`/review?now=${n}`);
    await expect(ben.page.locator(`button[data-number="${n}"][aria-current=true]`)).toBeVisible();
    for (const [k, v] of await decide(ben.page, (m) => (m % 3 ? 'right' : 'wrong'), 1)) ofBen.set(k, v);
  }
  expect(new Set(ofBen.keys())).toEqual(new Set(ofAida.keys()));
  expect((await seen()).judgements.map((j) => j.by).sort()).toEqual(['Aida', 'Ben']);
  await ben.page.goto(`/event/${number}`);
  await expect(ben.page.getByText('Aida').first()).toBeVisible();

  // Both are listed with the seconds they took, and how far they agree is what the formula says.
  await ben.page.goto('/coders');
  const people = ben.page.getByRole('table', { name: 'Coders' });
  // What is counted are accounts: an event of two accounts counts twice.
  const pairs = [...ofAida].flatMap(([n, verdict]) => Array.from({ length: sizes[n] ?? 0 }, () => [verdict, ofBen.get(n) ?? ''] as const));
  const alpha = alphaOf(pairs);
  for (const name of ['Aida', 'Ben']) await expect(people.getByRole('row').filter({ hasText: name }).getByRole('cell').nth(2)).toHaveText(String(pairs.length));
  const { agreement } = await ben.page.evaluate(async () => (await (await fetch('/api/coders')).json()) as Coders);
  const whole = agreement.rows.find((r) => r.slot === 'event');
  expect(whole?.units).toBe(pairs.length);
  expect(whole?.alpha).toBeCloseTo(alpha, 6);
  const shown = ben.page.getByRole('table', { name: 'Agreement' }).getByRole('row').filter({ hasText: 'the event as a whole' });
  await expect(shown).toContainText(alpha.toFixed(2));

  // Signing out ends it.
  await ben.page.goto('/sign-in');
  await ben.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(ben.page.getByLabel('Password')).toBeVisible();
  await ben.page.goto('/log');
  await expect(ben.page).toHaveURL(/\/sign-in\?to=%2Flog/);

  for (const { watched, context } of [aida, ben]) {
    expect(watched.troubles).toEqual([]);
    await context.close();
  }
});

test('a password that is guessed at has to wait', async ({ browser, served }) => {
  const { page, context, watched } = await enter(browser, served.address);
  await page.goto('/sign-in');
  await expect(page.getByLabel('Password')).toBeVisible();
  let status = 0;
  for (let i = 0; i < 8 && status !== 429; i++) {
    const answered = page.waitForResponse((r) => r.url().endsWith('/api/session') && r.request().method() === 'POST');
    await signIn(page, 'Ben', `guess ${i}`);
    status = (await answered).status();
    expect([401, 429]).toContain(status);
  }
  expect(status).toBe(429);
  await expect(page.getByRole('alert')).toBeVisible();
  expect(watched.troubles).toEqual([]);
  await context.close();
});
