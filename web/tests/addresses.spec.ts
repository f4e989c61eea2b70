// Everything looked at can be sent to somebody as a link: the address holds it, a reload brings it back, the way back goes back.
import { places, visit } from './places';
import { expect, test } from './watched';
import { chosen } from './words';


test('filters stand in the address and come back', async ({ page }) => {
  await page.goto('/');
  const whole = await chosen(page);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await filters.getByRole('checkbox', { name: 'Protest' }).check();
  await expect(page).toHaveURL(/[?&]type=PROTEST/);
  await filters.getByRole('checkbox', { name: /^Guinea/ }).check();
  await expect(page).toHaveURL(/country=GN/);
  const few = await chosen(page);
  expect(few.n).toBeGreaterThan(0);
  expect(few.n).toBeLessThan(whole.n);
  const address = page.url();

  await page.reload();
  await expect.poll(() => chosen(page)).toEqual(few);
  await expect(filters.getByRole('checkbox', { name: 'Protest' })).toBeChecked();
  await expect(filters.getByRole('checkbox', { name: /^Guinea/ })).toBeChecked();
  await expect(page.getByRole('button', { name: /^Drop .*Guinea/ })).toBeVisible();

  await page.goBack();
  await expect(filters.getByRole('checkbox', { name: /^Guinea/ })).not.toBeChecked();
  await page.goForward();
  await expect.poll(() => chosen(page)).toEqual(few);
  expect(page.url()).toBe(address);
  await page.getByRole('button', { name: 'Drop all filters' }).click();
  await expect.poll(() => chosen(page)).toEqual(whole);
  expect(new URL(page.url()).searchParams.has('type')).toBe(false);
});

test('days brushed on the timeline stand in the address', async ({ page }) => {
  await page.goto('/');
  const whole = await chosen(page);
  const bars = (await page.locator('.draw').boundingBox())!;
  await page.mouse.move(bars.x + bars.width * 0.4, bars.y + 30);
  await page.mouse.down();
  await page.mouse.move(bars.x + bars.width * 0.6, bars.y + 30, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}/);
  const brushed = await chosen(page);
  expect(brushed.n).toBeLessThan(whole.n);
  const { searchParams } = new URL(page.url());
  await page.reload();
  await expect.poll(() => chosen(page)).toEqual(brushed);
  await expect(page.getByLabel('From', { exact: true }).first()).toHaveValue(searchParams.get('from')!);
  // The same by keyboard: the slider moves the end of the brush, and the address follows.
  const slider = page.getByRole('slider', { name: 'To' });
  await slider.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => new URL(page.url()).searchParams.get('to')).not.toBe(searchParams.get('to'));
});

test('an order of the table, words, an area and the map come back', async ({ page }) => {
  await page.goto('/?text=police&sort=-killed&confidence=50&area=20,-40,60,60&map=3.00,36.800,-1.300');
  await expect.poll(async () => (await chosen(page)).n).toBeGreaterThan(0);
  const table = page.getByRole('table', { name: 'Events' });
  await expect(page.getByRole('combobox', { name: 'Order' }).or(table.getByRole('columnheader', { name: 'Figures' })).first()).toBeVisible();
  await expect(page.locator('.sorting select')).toHaveValue('-killed');
  for (const chip of ['police', 'Map area', 'Confidence 50']) await expect(page.getByRole('button', { name: new RegExp(`^Drop .*${chip.replace(' 50', '')}`) })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Search the events' })).toHaveValue('police');
  await expect(table.getByRole('row').nth(1).getByRole('link').first()).toBeVisible();
  const first = await table.getByRole('row').nth(1).textContent();
  await page.reload();
  await expect(table.getByRole('row').nth(1)).toHaveText(first!);
});

test('every page is found by its address, has a title of its own, and an address that leads nowhere says so', async ({ page, served }) => {
  const titles = new Map<string, string>();
  for (const place of await places(served)) {
    await visit(page, place);
    if (place.name !== 'brief') titles.set(place.name, await page.title());
    await page.reload();
    await expect(page.locator(place.shows).first(), `${place.name} again`).toBeVisible();
  }
  expect(new Set(titles.values()).size).toBe(titles.size);
  await page.goto('/event/99999');
  await expect(page.getByRole('main')).toContainText('99999');
  await page.goto('/?type=%00&from=yesterday&area=1,2,x&map=a,b&sort=-nothing&confidence=-5');
  expect((await chosen(page)).of).toBeGreaterThan(0);
});

test('what is shown on reports, actors, log and review stands in the address', async ({ page, served }) => {
  const report = (await places(served)).find((p) => p.name === 'report')!;
  await visit(page, report);
  await page.getByRole('button', { name: 'Places' }).click();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/layers=/);
  await expect(page).toHaveURL(/at=\d+-\d+/);
  const pressed = await page.getByRole('button', { name: 'Places' }).getAttribute('aria-pressed');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Places' })).toHaveAttribute('aria-pressed', pressed!);

  await page.goto('/actors?show=ties&text=police');
  await expect(page.getByRole('searchbox', { name: 'Search the names' })).toHaveValue('police');
  await expect(page.getByRole('table', { name: 'Ties' })).toBeVisible();

  await page.goto('/log');
  await page.getByRole('button', { name: 'Every entry' }).click();
  await expect(page).toHaveURL(/show=all/);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Every entry' })).toBeVisible();

  await page.goto('/review?country=GN');
  await page.locator('button[data-number]').nth(1).click();
  await expect(page).toHaveURL(/now=\d+/);
  const now = new URL(page.url()).searchParams.get('now');
  await page.reload();
  await expect(page.locator('button[data-number][aria-current=true]')).toHaveAttribute('data-number', now!);
});

test('the language is kept, and every word changes', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ru');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByRole('link', { name: 'Источники' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Источники' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sources' })).toHaveCount(0);
});
