// Every word of the page is a message, and every message is used; components hold no bare words, no {@html}, no inline styles.
import { FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../src');

function files(under: string, ending: RegExp): string[] {
  return readdirSync(under, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name)).sort().map((name) => join(under, name));
}

/** English messages, without those of the ontology: they are asked for by the codes that the server sends. */
const english = files(join(SOURCES, 'locales/en'), /(?<!ontology)\.ftl$/).flatMap((file) => new FluentResource(readFileSync(file, 'utf8')).body.map(({ id }) => id));
const code = files(SOURCES, /\.(svelte|ts)$/).map((file) => ({ file: file.slice(SOURCES.length + 1), text: readFileSync(file, 'utf8') }));

describe('messages', () => {
  test('every message is used', () => {
    const all = code.map(({ text }) => text).join('\n');
    const literals = new Set([...all.matchAll(/['"`]([a-zA-Z][\w-]*)['"`]/g)].map((m) => m[1]!));
    // t(`theme-${theme}`), has(`…`), and coded('type', code) use every message that begins so.
    const beginnings = [...all.matchAll(/`([a-z][\w-]*-)\$\{/g)].map((m) => m[1]!);
    const kinds = [...all.matchAll(/coded\('([\w-]+)'/g)].map((m) => `${m[1]!}-`);
    const unused = english.filter((id) => !literals.has(id) && ![...beginnings, ...kinds].some((b) => id.startsWith(b)));
    expect(english.length).toBeGreaterThan(100);
    expect(unused).toEqual([]);
  });
});

/** What may stand as it is: names, and what is the same in every language. */
const NAMES = new Set(['qantar', 'a', 'e', 'c', 'α']);
/** Attributes whose words people read or hear. */
const READ = new Set(['title', 'aria-label', 'aria-description', 'aria-roledescription', 'placeholder', 'alt', 'label', 'caption', 'words']);

interface Node {
  type?: string;
  name?: string;
  data?: string;
  [key: string]: unknown;
}

/** Letters in a text that are no name. */
const bare = (text: string) => [...text.matchAll(/\p{L}+/gu)].map((m) => m[0]).filter((word) => !NAMES.has(word));

/** What breaks the rules in a component's markup. */
function faults(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) node.forEach((inner) => faults(inner, found));
  else if (node && typeof node === 'object') {
    const { type, name, data, value, ...rest } = node as Node;
    if (type === 'Text') {
      if (bare(data ?? '').length) found.push(`bare words: ${data!.trim()}`);
    } else if (type === 'StyleDirective') {
      // Units and such; what is computed within them is no word.
    } else if (type === 'HtmlTag') {
      found.push('{@html}');
    } else if (type === 'Attribute') {
      const texts = Array.isArray(value) ? (value as Node[]).filter((part) => part.type === 'Text') : [];
      if (name === 'style') found.push('an inline style');
      if (READ.has(name!)) texts.filter((part) => bare(part.data ?? '').length).forEach((part) => found.push(`bare words in ${name}: ${part.data}`));
      if (!Array.isArray(value)) faults(value, found);
    } else {
      faults(value, found);
      Object.values(rest).forEach((inner) => faults(inner, found));
    }
  }
  return found;
}

describe('components', () => {
  test.each(code.filter(({ file }) => file.endsWith('.svelte')))('$file has neither bare words, nor {@html}, nor inline styles', ({ text }) => {
    const { fragment } = parse(text, { modern: true });
    expect(faults(fragment)).toEqual([]);
  });

  test('the search sees what it looks for', () => {
    const seen = (source: string) => faults(parse(source, { modern: true }).fragment);
    expect(seen('<p>Hello</p>')).toHaveLength(1);
    expect(seen('{#if x}<b title="Hello">·</b>{/if}')).toHaveLength(1);
    expect(seen('<i style="color: red"></i>{@html x}')).toHaveLength(2);
    expect(seen('<p class="some words">{t("hello")} · qantar</p>')).toEqual([]);
  });
});
