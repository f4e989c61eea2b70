// The real program, run as a user runs it: reading reports into a case, serving a case, saying who may sign in.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { READING, SOON } from './patience';

const ROOT = resolve(import.meta.dirname, '../..');
/** From the root, where the program runs: what it says of origins is the same on every machine. */
export const EXAMPLES = 'examples/reports';
export const PICTURES = resolve(ROOT, 'docs/screenshots');

/** The program under test. */
export function qantar(): string {
  const path = resolve(process.env['QANTAR'] ?? resolve(ROOT, 'target/debug/qantar'));
  if (!existsSync(path)) throw new Error(`there is no ${path}; run "cargo build -p qantar-cli", or name another with QANTAR`);
  return path;
}

/** Runs the program to its end and gives what it printed. That some report could not be read whole, which code 3 says, is no failure. */
export function run(args: readonly string[], input = ''): Promise<string> {
  return new Promise((done, failed) => {
    const child = execFile(qantar(), [...args], { cwd: ROOT, timeout: READING, maxBuffer: 1 << 28 }, (error, out, said) => {
      if (error && error.code !== 3) failed(new Error(`qantar ${args.join(' ')}: ${said || error.message}`));
      else done(out);
    });
    child.stdin?.end(input);
  });
}

/** A case that is being served. */
export interface Served {
  /** Without a slash at its end. */
  address: string;
  /** What the API answers to a question, as JSON. */
  ask<T>(path: string): Promise<T>;
  /** Sends JSON as the page does, with the cookie and the token of a visitor of its own. */
  post<T>(path: string, body: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Serves a case on any free port. */
export async function serve(kase: string, flags: readonly string[]): Promise<Served> {
  const child = spawn(qantar(), ['serve', kase, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await listening(child);
  async function answer<T>(path: string, init: RequestInit = {}) {
    const answer = await fetch(address + path, init);
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  let visit: Promise<Record<string, string>> | undefined;
  return {
    address,
    ask: (path) => answer(path),
    async post(path, body) {
      visit ??= visitor(address);
      return answer(path, { method: 'POST', headers: { ...(await visit), 'content-type': 'application/json' }, body: JSON.stringify(body) });
    },
    stop: () => ended(child),
  };
}

/** What a visitor sends with whatever changes something. */
async function visitor(address: string): Promise<Record<string, string>> {
  const answer = await fetch(`${address}/api/session`);
  const { csrf } = (await answer.json()) as { csrf: string };
  const cookie = answer.headers.getSetCookie().map((c) => c.split(';', 1)[0]).join('; ');
  return { cookie, 'x-qantar-token': csrf };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    const late = setTimeout(() => failed(new Error(`the program does not say where it listens: ${said}`)), SOON * 2);
    const hear = (words: Buffer) => {
      said += words.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (!found) return;
      clearTimeout(late);
      done(found[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => failed(new Error(`the program ended with ${code}: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  });
}
