// The frame's pure parts: harmless words, offsets, keys.
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../dev/made-up.mjs';
import { beginning, harmless, safeLink } from '../src/harmless';
import { clash } from '../src/keys.svelte';
import { Offsets } from '../src/offsets';
import { pressed, readOrder, writeOrder } from '../src/parts/table';

describe('words of reports', () => {
  it('show what would hide or reorder', () => {
    expect(harmless('police\u202egnp.exe')).toBe('police⟨U+202E⟩gnp.exe');
    expect(harmless('a\u0000b\u200bc\ud800d\u{e0041}')).toBe('a⟨U+0000⟩b⟨U+200B⟩c⟨U+D800⟩d⟨U+E0041⟩');
    for (const text of HOSTILE) expect(harmless(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008]/);
  });
  it('stay as they are where nothing hides', () => {
    for (const text of ['تظاهر المئات', 'می‌خواهم', 'Жаңаөзен', '緬甸軍方', '👮🏽‍♀️ a\nb\tc']) expect(harmless(text)).toBe(text);
  });
  it('are cut between characters', () => {
    expect(beginning('ab🟥cd', 3)).toBe('ab');
    expect(beginning('ab🟥cd', 4)).toBe('ab🟥');
  });
  it('lead only to the web', () => {
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//x', '', null]) expect(safeLink(bad)).toBe(null);
    expect(safeLink('https://example.org/a b')).toBe('https://example.org/a%20b');
  });
});

describe('offsets', () => {
  it('turn code points into UTF-16 and back', () => {
    const text = 'a🟥b👮🏽‍♀️c';
    const offsets = new Offsets(text);
    const points = [...text];
    points.forEach((_, i) => expect(offsets.slice(i, i + 1)).toBe(points[i]));
    expect(offsets.points(offsets.utf16(3))).toBe(3);
    expect(new Offsets('plain').slice(1, 99)).toBe('lain');
  });
});

describe('keys', () => {
  it('clash on one page or everywhere, and when one begins the other', () => {
    expect(clash({ key: 'j', page: 'Review' }, { key: 'j', page: 'Event' })).toBe(false);
    expect(clash({ key: 'j', page: 'Review' }, { key: 'j', page: 'everywhere' })).toBe(true);
    expect(clash({ key: 'g', page: 'Review' }, { key: 'g o', page: 'everywhere' })).toBe(true);
    expect(clash({ key: 'g r', page: 'everywhere' }, { key: 'g o', page: 'everywhere' })).toBe(false);
  });
});

describe('the order of a table', () => {
  const columns = [{ name: 'when', label: '', sorts: true, width: '' }, { name: 'what', label: '', width: '' }];
  const usual = { by: 'when', down: true };
  it('is read from the address and written to it', () => {
    expect(readOrder('-when', columns, usual)).toEqual(usual);
    expect(readOrder('what', columns, usual)).toEqual(usual);
    expect(writeOrder(usual, usual)).toBe(null);
    expect(writeOrder(pressed(usual, 'when'), usual)).toBe('when');
  });
});
