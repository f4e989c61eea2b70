// A page that is watched while it is used: whatever a test does, no script of a report may run, nothing may be asked of
// another machine, the Content-Security-Policy may not be broken and no error may go unheard.
import { test as plain, expect, type BrowserContext } from '@playwright/test';
import { copyFileSync } from 'node:fs';
import { exampleCase } from './example';
import { serve, type Served } from './program';

export { expect };

/** What went wrong in a browser's pages, in words. Empty is good. */
export interface Watch {
  troubles: string[];
}

declare global {
  interface Window {
    /** What hostile reports call. */
    canary(what: string): void;
    policyBroken(what: string): void;
  }
}

/** Watches all pages of a context, from before their first script. */
export async function watch(context: BrowserContext, address: string): Promise<Watch> {
  const troubles: string[] = [];
  const say = (words: string) => void troubles.push(words);
  await context.exposeBinding('canary', (_, what: unknown) => say(`a report's script ran: ${String(what)}`));
  await context.exposeBinding('policyBroken', (_, what: unknown) => say(`against the policy: ${String(what)}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.policyBroken(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== address) say(`asked another machine: ${request.url().slice(0, 200)}`);
  });
  context.on('dialog', (dialog) => {
    say(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('weberror', (error) => say(`an error nobody heard: ${error.error().message}`));
  return { troubles };
}

interface Fixtures {
  /** Flags of `qantar serve`. */
  flags: string[];
  /** This test's own case. */
  kase: string;
  served: Served;
}

export const test = plain.extend<Fixtures>({
  flags: [['--by', 'Aida'], { option: true }],
  kase: async ({}, use, info) => {
    const kase = info.outputPath('example.qantar');
    copyFileSync(exampleCase(), kase);
    await use(kase);
  },
  served: async ({ kase, flags }, use) => {
    const served = await serve(kase, flags);
    await use(served);
    await served.stop();
  },
  baseURL: async ({ served }, use) => use(served.address),
  context: async ({ context, served }, use) => {
    const watched = await watch(context, served.address);
    await use(context);
    expect(watched.troubles).toEqual([]);
  },
});
