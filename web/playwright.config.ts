// The page in Debian's Chromium against the real program: `npx playwright test --project=page`; `pictures` writes
// docs/screenshots/, `large` measures 100,000 events. QANTAR names the program, CHROMIUM the browser.
import { defineConfig } from '@playwright/test';
import { SOON, TEST } from './tests/patience';

const launch = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  // No name but this machine's own leads anywhere.
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--enable-precise-memory-info'],
};

export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/page-tests',
  globalSetup: './tests/example.ts',
  reporter: [['list'], ['./tests/closing.ts']],
  workers: Number(process.env['QANTAR_WORKERS'] ?? 2),
  fullyParallel: true,
  forbidOnly: !!process.env['CI'],
  // A busy machine without a graphics card may miss a deadline once; what needed a second try is named at the end.
  retries: process.env['CI'] ? 1 : 0,
  timeout: TEST,
  expect: { timeout: SOON },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: SOON,
    navigationTimeout: SOON,
    // WebGL without a graphics card.
    launchOptions: { ...launch, args: [...launch.args, '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] },
  },
  projects: [
    { name: 'page', testIgnore: ['large.spec.ts', 'pictures.spec.ts'] },
    { name: 'pictures', testMatch: 'pictures.spec.ts' },
    // As on a laptop without a graphics card: what a browser does there by itself.
    { name: 'large', testMatch: 'large.spec.ts', workers: 1, use: { launchOptions: { ...launch, args: [...launch.args, '--disable-gpu'] } } },
  ],
});
