// The first load is small: everything that comes before the map, as it travels.
import { figure } from './closing';
import { expect, test } from './watched';

const KILOBYTES = 100;
/** What belongs to the map alone, by the names of its modules: the flat base, the one with WebGL, the world's shapes. */
const MAP = /\/assets\/(baseFlat|baseGl|world|maplibre)/;

test('the first load is at most 100 KB before the map', async ({ page }, info) => {
  const files: Promise<{ path: string; bytes: number; heads: number; packed: boolean }>[] = [];
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) return;
    files.push(
      (async () => {
        const { responseBodySize, responseHeadersSize } = await request.sizes();
        const packed = ((await request.response())?.headers()['content-encoding'] ?? '') !== '';
        return { path: pathname, bytes: responseBodySize, heads: responseHeadersSize, packed };
      })(),
    );
  });
  // The map cannot come; timeline and table are there all the same.
  await page.route(MAP, (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('table', { name: 'Events' }).getByRole('row').nth(1).getByRole('link')).toBeVisible();
  await expect(page.locator('.draw canvas')).toBeVisible();
  await page.waitForTimeout(1000);

  const loaded = await Promise.all(files);
  expect(loaded.map((f) => f.path)).toContain('/');
  expect(loaded.filter((f) => /\.(js|css)$/.test(f.path)).length).toBeGreaterThan(2);
  for (const f of loaded) if (f.bytes > 2000) expect(f.packed, `${f.path} is packed`).toBe(true);
  const all = loaded.reduce((sum, f) => sum + f.bytes, 0) / 1000;
  const heads = loaded.reduce((sum, f) => sum + f.heads, 0) / 1000;
  figure(info, 'first load before the map', `${all.toFixed(1)} KB`, `${KILOBYTES} KB`);
  figure(info, `… in ${loaded.length} files, whose HTTP heads add`, `${heads.toFixed(1)} KB`, 'no limit');
  expect(all).toBeLessThanOrEqual(KILOBYTES);
});
