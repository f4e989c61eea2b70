// A stand-in for `qantar serve` over a made-up case: `node dev/standin.mjs [EVENTS] [PORT]`. It answers what the overview
// asks, serves the built page under the same Content-Security-Policy, and is used to look at the page with more
// events than any example has.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { madeUp, packed, rowOf } from './made-up.mjs';

const [count = 4000, port = 8765] = process.argv.slice(2).map(Number);
const page = fileURLToPath(new URL('../../crates/qantar-serve/page/', import.meta.url));
const events = madeUp(count);
const byNumber = new Map(events.map((e) => [e.number, e]));
const columns = packed(events);
const session = { case: 'made-up‮.qantar', version: '0.1.0', coder: 'Aida', csrf: 'made-up', sign_in: false, passwords: false, blind: false, read_only: false, as_of: null };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

function contains(texts, words) {
  return texts.some((text) => text?.toLowerCase().includes(words.toLowerCase()));
}

const FIELDS = {
  text: (e) => [e.sentence, e.place, ...e.actors, ...e.targets], actor: (e) => e.actors, target: (e) => e.targets, party: (e) => [...e.actors, ...e.targets], place: (e) => [e.place], source: (e) => [e.sentence],
};

const ANSWERS = {
  '/api/session': () => session,
  '/api/summary': () => ({ documents: 812, accounts: count * 2, events: count, claims: 300, problems: 3, reviewed: 12, first_published: '2021-11-02', last_published: '2022-12-30', head: 1, behind: false }),
  '/api/match': (query) => {
    const asked = [...query].filter(([name, value]) => FIELDS[name] && value);
    return { head: 1, numbers: events.filter((e) => asked.every(([name, value]) => contains(FIELDS[name](e), value))).map((e) => e.number) };
  },
  '/api/rows': (query) => ({ rows: query.get('numbers').split(',').map((n) => byNumber.get(Number(n))).filter(Boolean).map(rowOf) }),
};

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', ...headers });
  response.end(body);
}

createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/api/columns') {
    if (request.headers['if-none-match'] === '"1"') return send(response, 304, undefined, { etag: '"1"' });
    return send(response, 200, columns, { 'content-type': 'application/octet-stream', etag: '"1"' });
  }
  if (url.pathname.startsWith('/api/')) {
    const answer = ANSWERS[url.pathname];
    const body = answer ? answer(url.searchParams) : { error: { code: 'no_such_path', message: `the stand-in does not answer ${url.pathname}`, help: null } };
    return send(response, answer ? 200 : 404, JSON.stringify(body), { 'content-type': 'application/json' });
  }
  const wanted = join(page, normalize(url.pathname));
  const file = wanted.startsWith(page) && extname(wanted) && existsSync(wanted) ? wanted : join(page, 'index.html');
  response.writeHead(200, { 'content-security-policy': POLICY, 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/ with ${count} made-up events`));
