// Pictures of every page, wide and narrow, into docs/screenshots/. Run by "make screenshots" alone.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { places, visit } from './places';
import { PICTURES } from './program';
import { expect, test } from './watched';

const SIZES = [{ name: '', width: 1280, height: 800 }, { name: '-narrow', width: 400, height: 800 }];

test('pictures', async ({ page, served }) => {
  test.slow();
  mkdirSync(PICTURES, { recursive: true });
  // Some decisions, so that the pages of decisions have something to show.
  const { numbers } = await served.ask<{ numbers: number[] }>('/api/match');
  for (const [i, number] of numbers.slice(0, 14).entries()) await served.post('/api/judgements', { says: 'right', numbers: [`e${number}`], seconds: 4 + ((i * 5) % 11) });
  for (const { name, width, height } of SIZES) {
    for (const place of await places(served)) {
      // Of an event the course of its toll is to be seen, which lies below.
      await page.setViewportSize({ width, height: place.name === 'event' ? 1200 : height });
      await visit(page, place);
      if (place.name === 'overview') await expect(page.getByText('The map is being drawn')).toHaveCount(0);
      // Drawings come to rest.
      await page.waitForTimeout(place.name === 'overview' || place.name === 'actors' ? 4000 : 500);
      await page.screenshot({ path: join(PICTURES, `${place.name}${name}.png`), animations: 'disabled' });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const place of (await places(served)).filter((p) => ['overview', 'event', 'review'].includes(p.name))) {
    await visit(page, place);
    await page.waitForTimeout(4000);
    await page.screenshot({ path: join(PICTURES, `${place.name}-dark.png`), animations: 'disabled' });
  }
});
