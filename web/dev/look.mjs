// Takes a picture of the page as a browser shows it: `node dev/look.mjs ADDRESS FILE [WIDTHxHEIGHT] [dark] [--click SELECTOR …]`.
// Prints what the browser complained of, violations of the Content-Security-Policy among it.
import { chromium } from 'playwright-core';

const [address, file, size = '1440x900', ...rest] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-dev-shm-usage'],
});
const page = await browser.newPage({ viewport: { width, height }, colorScheme: rest.includes('dark') ? 'dark' : 'light', locale: process.env.LOCALE ?? 'en-GB' });
page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(m.type(), m.text().slice(0, 300)));
page.on('pageerror', (e) => console.log('pageerror', e.message, e.stack?.slice(0, 400)));
page.on('request', (r) => !r.url().startsWith(new URL(address).origin) && !r.url().startsWith('blob:') && !r.url().startsWith('data:') && console.log('outside', r.url()));
await page.goto(address);
await page.waitForTimeout(Number(process.env.WAIT ?? 3500));
for (let i = 0; i < rest.length; i++) {
  if (rest[i] === '--click') await page.click(rest[++i]);
  else if (rest[i] === '--key') await page.keyboard.press(rest[++i]);
  else if (rest[i] === '--at') { const [x, y] = rest[++i].split(',').map(Number); await page.mouse.click(x, y); }
  else continue;
  await page.waitForTimeout(1200);
}
await page.screenshot({ path: file });
await browser.close();
