// The report's page, without a browser: where marks stand in texts with emoji, combining marks and hidden characters.
import { describe, expect, it } from 'vitest';
import { Offsets } from '../src/offsets';
import { byPiece, refsAt, segments, wordsAt, type Mark, type Ref } from '../src/report/layers';
import { hintsOf, placeOf } from '../src/report/missing';
import { pieceAt, pieces, sections } from '../src/report/pieces';
import { sentenceOf, type Reading } from '../src/report/reading';
import { Shown } from '../src/report/shown';

describe('hidden characters', () => {
  const kept = 'ab\u202ecd\u200b\u{1f525}e\u0301f\ud800g';
  const shown = new Shown(kept);

  it('are written out, and every other offset keeps its place', () => {
    expect(shown.shown).toContain('⟨U+202E⟩');
    for (const [at, character] of [...'ab'].map((c, i): [number, string] => [i, c])) expect(shown.shown[shown.toShown(at)]).toBe(character);
    for (const words of ['cd', '\u{1f525}', 'e\u0301f', 'g']) {
      const at = kept.indexOf(words);
      expect(shown.shown.slice(shown.toShown(at), shown.toShown(at + words.length))).toBe(words);
    }
  });

  it('the way back is exact outside the escapes, and never inside them', () => {
    for (let at = 0; at <= kept.length; at++) expect(shown.toKept(shown.toShown(at))).toBe(at);
    const escape = shown.shown.indexOf('⟨');
    expect(shown.toKept(escape + 3)).toBe(3);
    expect(new Shown('plain').toKept(3)).toBe(3);
  });
});

describe('pieces', () => {
  const text = `${'x'.repeat(9000)}\n\n${'word 🔥 '.repeat(2000)}`;
  const offsets = new Offsets(text);
  const cut = pieces(offsets, []);

  it('hold the whole text, none too long, none cutting a character in two', () => {
    expect(cut.map((p) => text.slice(p.start, p.end)).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(Math.max(...cut.map((p) => p.end - p.start))).toBeLessThanOrEqual(4000);
    expect(cut.every((p) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text.slice(p.start, p.end)))).toBe(true);
    expect(pieceAt(cut, cut[2]!.start)).toBe(2);
    expect(pieceAt(cut, text.length + 99)).toBe(cut.length - 1);
  });

  it('follow the blocks; text in no block is kept as noise', () => {
    const short = new Offsets('🔥 Title\n\nstray\n\nBody.');
    const found = pieces(short, [{ kind: 'title', start: 0, end: 7 }, { kind: 'paragraph', start: 16, end: 21 }]);
    expect(found.map((p) => [p.kind, p.shown.kept])).toEqual([['title', '🔥 Title'], ['noise', 'stray'], ['paragraph', 'Body.']]);
  });

  it('are gathered into sections without a gap', () => {
    const found = sections(cut);
    expect(found[0]!.from).toBe(0);
    expect(found.at(-1)!.to).toBe(cut.length);
    expect(found.every((s, i) => !i || s.from === found[i - 1]!.to)).toBe(true);
  });
});

describe('marks', () => {
  const offsets = new Offsets('One. Two three.');
  const laid = pieces(offsets, [{ kind: 'paragraph', start: 0, end: 4 }, { kind: 'paragraph', start: 5, end: 15 }]);
  const marks: Mark[] = [{ layer: 'claims', start: 0, end: 15 }, { layer: 'places', start: 5, end: 8 }];

  it('are clipped to their pieces', () => {
    expect(byPiece(marks, laid).map((m) => m.map((x) => [x.layer, x.start, x.end]))).toEqual([[['claims', 0, 4]], [['claims', 5, 15], ['places', 5, 8]]]);
  });

  it('cut a piece where they begin and end', () => {
    const cut = segments(laid[1]!, byPiece(marks, laid)[1]!, { start: 9, end: 14 });
    expect(cut.map((s) => [offsets.text.slice(s.start, s.end), s.layers.length, s.lit])).toEqual([['Two', 2, false], [' ', 1, false], ['three', 1, true], ['.', 1, false]]);
  });

  it('lead to the entry of exactly these words, else to the narrowest around them', () => {
    const refs: Ref[] = [{ ref: 'e1-place-0', start: 5, end: 8 }, { ref: 'e1', start: 5, end: 15 }, { ref: 'c1', start: 0, end: 15 }];
    expect(refsAt(refs, 5, 15)).toEqual(['e1']);
    expect(refsAt(refs, 6, 7)).toEqual(['e1-place-0']);
    expect(refsAt(refs, 99, 100)).toEqual([]);
    expect(wordsAt(refs, marks, 6)).toMatchObject({ start: 5, end: 8 });
    expect(wordsAt(refs, [], 2)).toMatchObject({ ref: 'c1' });
    expect(wordsAt([], [], 2)).toBeNull();
  });
});

describe('a missed event', () => {
  const text = 'Calm. Police shot 12 miners in Oruro on Monday. He fled.';
  const at = (words: string) => ({ text: words, start: text.indexOf(words), end: text.indexOf(words) + words.length });
  const reading = {
    sentences: [{ start: 0, end: 5 }, { start: 6, end: 47 }, { start: 48, end: 56 }],
    entities: [{ type: 'ORG', mentions: [{ ...at('Police'), kind: 'name' }] }, { type: 'PER', mentions: [{ ...at('He'), kind: 'pronoun' }] }],
    places: [{ ...at('Oruro'), metonymic: false }],
    times: [{ ...at('Monday'), from: '2022-01-03', to: '2022-01-03' }],
    events: [{ actors: [], targets: [at('miners')], counts: [{ ...at('12'), what: 'killed', low: 12, high: 12, part: null, withdrawn: false }] }],
  } as unknown as Reading;

  it('begins with what was read in its sentence', () => {
    const hints = hintsOf(reading, at('shot'));
    expect(hints).toEqual({ sentence: { start: 6, end: 47 }, who: ['Police', 'miners'], places: ['Oruro'], times: ['Monday'], counts: ['killed 12'] });
  });

  it('takes words over two sentences as both, and words in none as themselves', () => {
    expect(sentenceOf(reading.sentences, { start: 40, end: 50 })).toEqual({ start: 6, end: 56 });
    expect(sentenceOf(reading.sentences, { start: 5, end: 6 })).toEqual({ start: 5, end: 6 });
  });

  it('finds typed words only where they stand once', () => {
    expect(placeOf(text, ' Oruro ')).toEqual({ start: 31, end: 36 });
    expect(placeOf(text, 'i')).toBe(3);
    expect(placeOf(text, 'La Paz')).toBe(0);
  });
});
