// How long the page takes from a move of the brush to the drawn picture: `node dev/speed.mjs ADDRESS`.
import { chromium } from 'playwright-core';

const [address] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const began = Date.now();
await page.goto(address);
await page.waitForSelector('.draw canvas');
console.log(`timeline there after ${Date.now() - began} ms`);
await page.waitForTimeout(4000);

/** Seconds of a processor that the page's process has had: the measure that other work on the machine does not move. */
const cdp = await browser.newBrowserCDPSession();
const spent = async () => Math.max(...(await cdp.send('SystemInfo.getProcessInfo')).processInfo.filter((p) => p.type === 'renderer').map((p) => p.cpuTime));

const box = await page.locator('.draw').boundingBox();
// The work from the pointer's event until all that follows from it is computed and drawn; the screen's own frame is not in it.
const before = await spent();
const times = await page.evaluate(async ({ x, y, width }) => {
  const target = document.querySelector('.draw');
  target.setPointerCapture = () => {};
  const at = (type, dx) => target.dispatchEvent(new PointerEvent(type, { clientX: x + dx, clientY: y + 40, button: 0, bubbles: true, pointerId: 1 }));
  at('pointerdown', width * 0.05);
  const times = [];
  for (let i = 1; i <= 40; i++) {
    const start = performance.now();
    at('pointermove', width * (0.05 + 0.02 * i));
    await new Promise((done) => setTimeout(done));
    times.push(performance.now() - start);
  }
  at('pointerup', width * 0.85);
  return times;
}, box);
const after = await spent();
times.sort((a, b) => a - b);
console.log(`brush to picture: median ${times[20].toFixed(0)} ms, slowest of 40 ${times[39].toFixed(0)} ms`);
console.log(`processor: ${((1000 * (after - before)) / times.length).toFixed(0)} ms a move, frames and all`);
console.log(`heap ${(await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6)).toFixed(0)} MB`);
await browser.close();
