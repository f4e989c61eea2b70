// The case of the example reports, made once; each test works on a copy of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES, run } from './program';

/** Where the case lies while the tests run. */
const NAMED = 'QANTAR_EXAMPLE_CASE';

export default async function make(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'qantar-page-'));
  const kase = join(folder, 'example.qantar');
  await run(['read', EXAMPLES, '--into', kase]);
  process.env[NAMED] = kase;
  return () => rmSync(folder, { recursive: true, force: true });
}

export function exampleCase(): string {
  const kase = process.env[NAMED];
  if (!kase) throw new Error('the case of the examples was not made');
  return kase;
}
