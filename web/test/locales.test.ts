// Every language says the same messages with the same arguments, and no message is broken.
import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

const root = new URL('../src/locales/', import.meta.url);

function catalogue(language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(new URL(`${language}/`, root)).filter((f) => f.endsWith('.ftl'))) {
    const source = readFileSync(new URL(`${language}/${file}`, root), 'utf8');
    const bundle = new FluentBundle(language);
    expect(bundle.addResource(new FluentResource(source)), `${language}/${file}`).toEqual([]);
    const entries = source.split(/\n(?=[a-zA-Z#])/).filter((e) => /^[a-zA-Z]/.test(e));
    for (const entry of entries) {
      const id = entry.slice(0, entry.indexOf(' ='));
      expect(bundle.hasMessage(id), `${language}/${file}: ${id} is not read as a message`).toBe(true);
      expect(found.has(id), `${language}: ${id} is said twice`).toBe(false);
      found.set(id, [...new Set([...entry.matchAll(/\$(\w+)/g)].map((m) => m[1]!))].sort());
    }
  }
  return found;
}

describe('languages', () => {
  const english = catalogue('en');
  it('say something', () => expect(english.size).toBeGreaterThan(100));
  it.each(['ru'])('%s says what English says', (language) => {
    const other = catalogue(language);
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [id, args] of english) expect(other.get(id), id).toEqual(args);
  });

  it('have every message that the page asks for by name', () => {
    const asked = new Set<string>();
    const walk = (folder: URL) => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) walk(new URL(`${entry.name}/`, folder));
        else if (/\.(svelte|ts)$/.test(entry.name)) {
          const source = readFileSync(new URL(entry.name, folder), 'utf8');
          for (const m of source.matchAll(/\bt\('([a-z][\w-]*)'|\blabel: '([a-z][\w]*-[\w-]*)'|\btitle: '([a-z][\w]*-[\w-]*)'/g)) asked.add((m[1] ?? m[2] ?? m[3])!);
        }
      }
    };
    walk(new URL('../src/', import.meta.url));
    expect([...asked].filter((id) => !english.has(id))).toEqual([]);
  });
});
